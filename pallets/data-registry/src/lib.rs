//! # Data registry
//!
//! Schemas, data sets, what devices submitted to them, and what became of it (Y.4560 7.2.1, 8.1, 9.3, 9.4). The
//! chain holds fingerprints and never the data (Y.4560 7.1.2, 7.1.5): one submission is one transaction, whether
//! it stands for ten readings or for ten million.
//!
//! ## Terms
//! - *Schema*: the rules that records follow, named by the SHA-256 of their text. Schemas come in *families* of numbered
//!   *versions*; the hash of the first version names the family.
//! - *Data set*: records of one family of schemas, one place and one licence, owned by a supplier. It may have *parents*: the
//!   data sets that it was derived from (W3C PROV-O, `prov:wasDerivedFrom`).
//! - *Submission*: a batch of records of a data set, named by its fingerprint (the root of an RFC 9162
//!   Merkle tree with one record per leaf), signed by the *device* that made it.
//! - *Sequence*: every device numbers its submissions from 0. The signature covers that number, so a
//!   signature counts once. What was skipped is a *gap*, see [`sequence`].
//! - *Correction*: a submission that names the rejected or validated submission in whose place it is to stand. Its
//!   *revision* is one higher.
//! - *Supplier, regulator, service provider*: roles of active stakeholders, known through
//!   [`Identities`](counterfoil_primitives::traits::Identities). The account that pays is not the
//!   subject: it carries the tickets and nothing else.
//!
//! Who judges submissions is another pallet, which moves them through
//! [`ValidationTarget`](counterfoil_primitives::traits::ValidationTarget); who certifies them is a third one, which is asked
//! through [`Certificates`](counterfoil_primitives::traits::Certificates).
//!
//! ## Life of a submission
//! ```text
//!               submit
//!                 |
//!                 v   begin_validation
//!             Submitted ------------> Validating
//!                 ^                    |  |  |
//!                 +---- Undecided -----+  |  |
//!                         Invalid         |  |         Valid
//!              Rejected <-----------------+  +--------------> Validated
//!              (final)                                            |
//!                 |                                               | a later revision
//!                 | submit with `corrects`, once                  | is validated
//!                 v                                               v
//!             a new submission, revision + 1                 Superseded
//!                                                             (final)
//! ```
//! Nothing is ever overwritten and nothing is ever deleted: a status becomes final, links are added.
//!
//! A correction of rejected data leaves them rejected and is linked to them both ways. A correction of *validated* data is a new
//! version: the old one stays valid, and on sale, until the new one is validated; then it is superseded, and linked to the new
//! one. If that new version is rejected it can be corrected in its turn, and whichever revision is validated first supersedes the
//! old one. So of a chain of revisions at most one is valid at any time.
//!
//! A data set takes each fingerprint once, by its root: neither a second submission nor a correction can
//! bring bytes that were judged, or wait for judgement, already. The same bytes in another data set are
//! another matter, for another schema, place or licence is another statement.
//!
//! ## Sending once, and once more
//! A device that got no answer sends again. What identifies a submission is the device, its sequence number and the body that it
//! signed: the same once more is accepted and changes nothing ([`Event::AlreadySubmitted`]), however much later it comes and
//! whatever happened to the device; another body under a used number is refused ([`Error::SequenceUsed`]). Numbers may arrive in
//! any order.
//!
//! The device may have its call sponsored: then it submits itself, for the data set of its owner, and the sponsor's account
//! carries the ticket.
//!
//! ## Lineage
//! The parents of a data set are named when it is registered, never later, and must exist then. Numbers are
//! given in ascending order, so a parent's is always lower than the child's: a cycle cannot be expressed, in whatever order
//! registrations reach the chain. That a data set was derived from another is what its owner says; the parent's owner need not
//! agree.
//!
//! ## What it costs
//! Every record is paid by a ticket ([`Consideration`](frame_support::traits::Consideration)): a schema by its author's
//! account, a data set by the supplier's, a submission by the account that sent it. As the records stay for ever, so do the
//! tickets.
//!
//! ## What can go wrong
//! - A signature made for another chain, another data set, another place in the device's sequence, or by another key:
//!   [`Error::BadSignature`].
//! - A batch that was signed before the device's key was replaced, and is sent after it: [`Error::BadSignature`]. The keys of today
//!   count, since the times in a batch are what the device says, and who stole the old key could name any. It has to be
//!   signed again. What was submitted before stays, whatever becomes of the key.
//! - The same data sold twice, or rejected data tried on other validators, with a new signature:
//!   [`Error::DuplicateFingerprint`].
//! - A device or a data set of somebody else: [`Error::NotDeviceOwner`], [`Error::NotDataSetOwner`].
//! - A supplier whose role the stakeholders withdrew: he and his devices submit no more ([`Error::NotSupplier`]).
//! - Two corrections of one submission: the second is refused ([`Error::AlreadyCorrected`]).
//! - A clock that is ahead, or that forgot the time: [`Error::PeriodInFuture`], [`Error::PeriodTooOld`].
//! - A device floods its list of gaps: the oldest is given up ([`Event::GapGivenUp`]); the list stays bounded.
//! - The author of a schema deprecates it: no new data set names it, and no record made after that moment follows it. Who names
//!   the schema of another depends on its author; who will not registers his own.
//! - A supplier who owns the device can of course make it sign anything. That is what validators and
//!   regulators are for.
//!
//! ## Parameters
//! [`RegistryParameters`]: how far a device's clock may be ahead, which is at most one day ([`MAX_CLOCK_TOLERANCE`]); the
//! longest span of a submission; how old its first record may be. They hold when a submission comes in, and move none that is in.
//!
//! ## Example
//! What a device signs:
//! ```
//! use counterfoil_primitives::{
//! 	fingerprint::TreeBuilder,
//! 	payload::{signing_bytes, Purpose, SubmissionBody},
//! };
//!
//! let mut tree = TreeBuilder::new();
//! for reading in ["17.2", "17.4", "17.1"] {
//! 	tree.push(reading.as_bytes());
//! }
//! let body = SubmissionBody {
//! 	data_set: 0,
//! 	schema: [3; 32],
//! 	fingerprint: tree.finish(),
//! 	from: 1_700_000_000_000,
//! 	to: 1_700_000_120_000,
//! 	corrects: None,
//! };
//! let genesis = [7; 32];
//! let sequence = 0;
//! let message = signing_bytes(Purpose::Submission, &genesis, sequence, &body);
//! assert!(message.windows(32).any(|part| part == genesis.as_slice()));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
mod lot;
#[cfg(test)]
mod mock;
pub mod sequence;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use pallet_data_registry_runtime_api::{Confidentiality, Gap, Reason, SubmissionStatus};
pub use sequence::{Progress, MAX_GAPS};
pub use types::{
	DataSet, DataSetDetails, RegistryParameters, Rejection, Schema, Submission,
	MAX_CLOCK_TOLERANCE, MAX_QUALITY,
};
pub use weights::WeightInfo;

/// A schema as a chain stores it.
pub type SchemaOf<T> =
	Schema<<T as frame_system::Config>::AccountId, <T as Config>::SchemaConsideration>;
/// A data set as a chain stores it.
pub type DataSetOf<T> =
	DataSet<<T as frame_system::Config>::AccountId, <T as Config>::DataSetConsideration>;
/// A submission as a chain stores it.
pub type SubmissionOf<T> =
	Submission<<T as frame_system::Config>::AccountId, <T as Config>::SubmissionConsideration>;
/// The parents of a data set, in strictly ascending order.
pub type ParentsOf<T> =
	frame_support::BoundedVec<counterfoil_primitives::DataSetId, <T as Config>::MaxParents>;

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		did::{DidId, KeySignature},
		document::MAX_KEYS,
		fingerprint::Fingerprint,
		payload::SubmissionBody,
		text::MediaType,
		traits::{AuditLog, Certificates, Identities, Subject},
		DataSetId, Hash, Moment, SubmissionId,
	};
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::signatures::surcharge;

	use super::*;

	/// Version of the storage layout.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// Who is active, who holds which role, who owns which device, whose signature is good.
		type Identities: Identities;

		/// What is certified.
		type Certificates: Certificates;

		/// Where every event goes, into the histories of those it is about.
		type Audit: AuditLog;

		/// Tells who acts, a stakeholder or a device, who must be active, and the account that pays.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Sets the parameters: the council. Benchmarks need it to accept the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a schema costs its author.
		type SchemaConsideration: Consideration<Self::AccountId, Footprint>;

		/// What a data set costs its supplier.
		type DataSetConsideration: Consideration<Self::AccountId, Footprint>;

		/// What a submission costs whoever sends it.
		type SubmissionConsideration: Consideration<Self::AccountId, Footprint>;

		/// The most parents that a data set can name.
		#[pallet::constant]
		type MaxParents: Get<u32>;

		/// The most submissions that one lot may hold. The same as in the market and in the escrow.
		#[pallet::constant]
		type MaxLot: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes the parties that benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Why the pallet's tickets hold money, for a runtime whose tickets are holds. Index 2 is not used again: it was that of
	/// certificates, which have a pallet of their own.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A supplier registered a data set.
		#[codec(index = 0)]
		DataSet,
		/// Somebody made a submission.
		#[codec(index = 1)]
		Submission,
		/// Somebody registered a schema.
		#[codec(index = 3)]
		Schema,
	}

	/// The parameters in force. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type Parameters<T> = StorageValue<_, RegistryParameters, ValueQuery>;

	/// The number of the next data set, and so how many there are.
	#[pallet::storage]
	pub type NextDataSetId<T> = StorageValue<_, DataSetId, ValueQuery>;

	/// The number of the next submission, and so how many there are.
	#[pallet::storage]
	pub type NextSubmissionId<T> = StorageValue<_, SubmissionId, ValueQuery>;

	/// Versions of schemas by the hash of their text. Written by `register_schema`; `deprecate_schema` adds a moment. Stays for
	/// ever; each is paid by its ticket. Whoever registers one chooses the hash, hence the hasher.
	#[pallet::storage]
	pub type Schemas<T: Config> = StorageMap<_, Blake2_128Concat, Hash, SchemaOf<T>>;

	/// The versions of each family, from 1 without gaps. Written by `register_schema`, stays for ever; one per schema, paid by
	/// its ticket.
	#[pallet::storage]
	pub type SchemaVersions<T> =
		StorageDoubleMap<_, Blake2_128Concat, Hash, Twox64Concat, u32, Hash>;

	/// Data sets by number. Written by `register_data_set`; `submit` counts. Stays for ever; each is paid
	/// by its ticket.
	#[pallet::storage]
	pub type DataSets<T: Config> = StorageMap<_, Twox64Concat, DataSetId, DataSetOf<T>>;

	/// What each data set was derived from, if anything. Written by `register_data_set` and never changed. At most
	/// `MaxParents`, paid by the data set's ticket.
	#[pallet::storage]
	pub type Parents<T: Config> = StorageMap<_, Twox64Concat, DataSetId, ParentsOf<T>, ValueQuery>;

	/// The same the other way round, parent first, for reads. Written by `register_data_set`, stays for ever, paid by the
	/// child's ticket.
	#[pallet::storage]
	pub type Children<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, DataSetId, ()>;

	/// Submissions by number. Written by `submit`; validation and corrections add to it. Stays for ever; each is paid by its
	/// ticket.
	#[pallet::storage]
	pub type Submissions<T: Config> = StorageMap<_, Twox64Concat, SubmissionId, SubmissionOf<T>>;

	/// The submissions of each data set, for reads. Written by `submit`, stays for ever, paid by the
	/// submission's ticket.
	#[pallet::storage]
	pub type SubmissionsOf<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, SubmissionId, ()>;

	/// Which submission brought a root to which data set. Written by `submit`, which takes each root once per data set, rejected
	/// ones included. Stays for ever; one per submission, paid by its ticket. The supplier chooses the root, hence the hasher.
	#[pallet::storage]
	pub type Known<T> =
		StorageDoubleMap<_, Blake2_128Concat, Hash, Twox64Concat, DataSetId, SubmissionId>;

	/// Which submission used a sequence number of a device. Written by `submit`, stays for ever: it is how a retry is told from
	/// a second use. One per submission, paid by its ticket. The device chooses the number, hence the hasher.
	#[pallet::storage]
	pub type BySequence<T> =
		StorageDoubleMap<_, Identity, DidId, Blake2_128Concat, u64, SubmissionId>;

	/// How far each device has counted, and what it skipped. Written by `submit`, stays for ever: forgetting it would let old
	/// signatures count again. One per device that ever submitted, of bounded size; paid by the tickets of its submissions.
	#[pallet::storage]
	pub type Sequences<T> = StorageMap<_, Identity, DidId, Progress, ValueQuery>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody registered a version of a schema.
		SchemaRegistered {
			/// Hash of the schema document.
			hash: Hash,
			/// Who.
			author: DidId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// Media type of the schema document.
			media_type: MediaType,
			/// The hash of the first version.
			family: Hash,
			/// Its number in the family, from 1.
			version: u32,
			/// The version before it.
			previous: Option<Hash>,
		},
		/// The author of a schema deprecated a version of it.
		SchemaDeprecated {
			/// Hash of the schema document.
			hash: Hash,
			/// The author.
			author: DidId,
			/// The hash of the first version.
			family: Hash,
			/// Its number in the family.
			version: u32,
		},
		/// A supplier registered a data set.
		DataSetRegistered {
			/// Its number.
			data_set: DataSetId,
			/// The supplier.
			owner: DidId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// What the supplier says about it.
			details: DataSetDetails,
			/// What it was derived from.
			parents: ParentsOf<T>,
		},
		/// A batch that a device signed was submitted.
		Submitted {
			/// Its number.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Who sent it: the supplier, or the device in a sponsored call.
			submitter: DidId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// The device that signed.
			device: DidId,
			/// The device's sequence number that it signed.
			sequence: u64,
			/// Hash of the schema that it follows.
			schema: Hash,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// Time of the first record.
			from: Moment,
			/// Time of the last record.
			to: Moment,
			/// The submission that this one corrects.
			corrects: Option<SubmissionId>,
			/// 0, or one more than that of the submission that this one corrects.
			revision: u32,
		},
		/// A submission was sent once more. Nothing changed.
		AlreadySubmitted {
			/// Its number.
			submission: SubmissionId,
			/// Who sent it this time.
			submitter: DidId,
			/// The device that signed.
			device: DidId,
			/// The device's sequence number that it signed.
			sequence: u64,
		},
		/// A device skipped numbers so often that the oldest skipped ones were given up. They can never be used.
		GapGivenUp {
			/// The device.
			device: DidId,
			/// The first number.
			from: u64,
			/// The last number.
			to: u64,
		},
		/// A validation round for a submission was opened.
		ValidationBegan {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
		},
		/// A validation round ended without a decision: the submission waits again.
		ValidationFailed {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
		},
		/// A validation round found a submission valid.
		Validated {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// The quality that the round found, in per mille.
			quality: u16,
		},
		/// A validation round, or a regulator's veto, found a submission invalid: it goes back to its supplier.
		Rejected {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// Why.
			reason: Reason,
			/// Position of a leaf that shows it, if one was named.
			leaf: Option<u64>,
		},
		/// A later revision was validated and took the place of a validated submission.
		Superseded {
			/// The submission whose place was taken.
			submission: SubmissionId,
			/// The submission that took it.
			by: SubmissionId,
			/// The data set that both belong to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
		},
		/// The parameters were set.
		ParametersSet {
			/// What they are now.
			parameters: RegistryParameters,
		},
	}

	/// What went wrong.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller, or for a submission the owner of the data set, is no active supplier. Ask the stakeholders for the role.
		NotSupplier,
		/// The caller is no active supplier, regulator or service provider.
		NoSchemaRole,
		/// The region is no geohash (lower case, letters of its alphabet only).
		InvalidRegion,
		/// No schema with that hash is registered.
		UnknownSchema,
		/// There is no data set of that number.
		UnknownDataSet,
		/// A parent is no data set that exists already.
		UnknownParent,
		/// There is no submission of that number.
		UnknownSubmission,
		/// A schema with that hash is registered already. Use it; it says the same, whoever registered it.
		SchemaExists,
		/// Somebody else registered the schema. Begin a family of your own.
		NotSchemaAuthor,
		/// Another version follows the one that is named. Name the newest.
		NotNewestVersion,
		/// The schema is deprecated. Name a newer version.
		SchemaDeprecated,
		/// The schema is deprecated already.
		AlreadyDeprecated,
		/// The schema is no version of the one that the data set was registered with.
		SchemaOfOtherFamily,
		/// The parents are not in strictly ascending order.
		ParentsNotAscending,
		/// The data set belongs to another supplier, or the submission came from one.
		NotDataSetOwner,
		/// The device is unknown or belongs to somebody else.
		NotDeviceOwner,
		/// The device is suspended or revoked.
		DeviceNotActive,
		/// The signature is not the device's over this body, on this chain, with this sequence number.
		BadSignature,
		/// The device used that sequence number for another body. Ask for the next one (`next_sequence`) and sign again.
		SequenceUsed,
		/// The device skipped that sequence number so long ago that it was given up. Ask for the next one and sign again.
		SequenceGivenUp,
		/// The highest sequence number is never used, for none could follow.
		SequenceTooHigh,
		/// The batch holds no record.
		NoRecords,
		/// The number of bytes fits no such number of leaves: a leaf has at least one byte and at most
		/// `MAX_LEAF_LEN`.
		ImplausibleSize,
		/// The time of the first record lies after that of the last.
		InvalidPeriod,
		/// The last record lies further in the future than a clock may be ahead.
		PeriodInFuture,
		/// More time lies between the first and the last record than a submission may cover. Submit several.
		PeriodTooLong,
		/// The first record lies further in the past than a submission may reach.
		PeriodTooOld,
		/// The data set has a submission with the same root already, rejected or not. A correction has to
		/// correct something.
		DuplicateFingerprint,
		/// The submission to correct belongs to another data set.
		CorrectsOtherDataSet,
		/// The submission to correct is neither rejected nor validated: it waits, or was superseded.
		NotCorrectable,
		/// The submission has its correction already. Correct the correction once that is decided.
		AlreadyCorrected,
		/// The submission does not wait for a validation round.
		NotAwaitingValidation,
		/// No validation round is open for the submission.
		NotValidating,
		/// A quality is at most 1000 per mille.
		QualityTooHigh,
		/// The submission has no leaf at that position.
		LeafOutOfRange,
		/// `clock_tolerance` is more than a day, or `max_span` more than `max_age`.
		InvalidParameters,
	}

	/// The parameters that a chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The parameters.
		pub parameters: RegistryParameters,
		/// Ties the configuration to the runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				Pallet::<T>::ensure_parameters(&self.parameters).is_ok(),
				"dataRegistry.parameters.clockTolerance must be at most a day, and \
				dataRegistry.parameters.maxSpan at most dataRegistry.parameters.maxAge"
			);
			Parameters::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxLot::get() > 0, "a lot holds at least one submission");
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"signed payloads name a genesis hash of 32 bytes"
			);
			assert!(
				Pallet::<T>::ensure_parameters(&RegistryParameters::default()).is_ok(),
				"the default parameters must be within the bounds"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	// Calls 2 to 4 are not used again: they were those of validators and regulators, who have pallets of their own.
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a data set.
		///
		/// By an active supplier, who becomes its owner. Its schema is registered and not deprecated. `parents` are the data
		/// sets that it was derived from, in strictly ascending order; they exist already. His account carries the ticket.
		///
		/// Errors: [`Error::NotSupplier`], [`Error::InvalidRegion`], [`Error::UnknownSchema`],
		/// [`Error::SchemaDeprecated`], [`Error::ParentsNotAscending`], [`Error::UnknownParent`], and what the ticket says
		/// when there is too little money. Event: [`Event::DataSetRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_data_set(
			u32::try_from(parents.len()).unwrap_or(u32::MAX)
		))]
		pub fn register_data_set(
			origin: OriginFor<T>,
			details: DataSetDetails,
			parents: ParentsOf<T>,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_register_data_set(subject, details, parents)
		}

		/// Submits a batch of records that a device signed (Y.4560 9.3).
		///
		/// By the data set's owner, who must own the device too and be a supplier still, or by that device itself; the device must
		/// be active. It signs
		/// `signing_bytes(Purpose::Submission, genesis, sequence, body)` with a key that it asserts with now, `sequence` being
		/// a number that it never used. `body.schema` is a version of the data set's schema. With `body.corrects` the batch is
		/// to stand in the place of a rejected or validated submission of the same data set, which must have no correction yet;
		/// both are linked (Y.4560 9.4). The data set must not have a submission with the same root yet, whether this one
		/// corrects or not. The account that pays carries the ticket. The cost does not depend on the number of records.
		///
		/// The same batch once more, with the same number, is accepted and changes nothing.
		///
		/// Errors: [`Error::SequenceUsed`], [`Error::NoRecords`], [`Error::ImplausibleSize`], [`Error::InvalidPeriod`],
		/// [`Error::PeriodInFuture`], [`Error::PeriodTooLong`], [`Error::PeriodTooOld`], [`Error::UnknownDataSet`],
		/// [`Error::NotDataSetOwner`], [`Error::NotDeviceOwner`], [`Error::DeviceNotActive`], [`Error::NotSupplier`],
		/// [`Error::UnknownSchema`], [`Error::SchemaOfOtherFamily`], [`Error::SchemaDeprecated`], [`Error::UnknownSubmission`],
		/// [`Error::CorrectsOtherDataSet`], [`Error::AlreadyCorrected`], [`Error::NotCorrectable`],
		/// [`Error::BadSignature`], [`Error::SequenceGivenUp`], [`Error::SequenceTooHigh`],
		/// [`Error::DuplicateFingerprint`], and what the ticket says. Events: [`Event::Submitted`], before it
		/// [`Event::GapGivenUp`] if a gap too many was left; or [`Event::AlreadySubmitted`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::submit().saturating_add(surcharge([signature], MAX_KEYS)))]
		pub fn submit(
			origin: OriginFor<T>,
			device: DidId,
			sequence: u64,
			body: SubmissionBody,
			signature: KeySignature,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_submit(subject, device, sequence, body, signature)
		}

		/// Sets the parameters.
		///
		/// By the admin origin. Errors: [`Error::InvalidParameters`]. Event: [`Event::ParametersSet`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(
			origin: OriginFor<T>,
			parameters: RegistryParameters,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}

		/// Registers a version of a schema (Y.4560 7.2.1).
		///
		/// By an active supplier, regulator or service provider, who becomes its author. `hash` is the SHA-256 of the document
		/// and `media_type` tells how to read it. With `previous`, the newest version of a family of the same author, it is the
		/// next version of that family; without, the first one of a family of its own. A schema is never overwritten. The
		/// account carries the ticket.
		///
		/// Errors: [`Error::NoSchemaRole`], [`Error::SchemaExists`], [`Error::UnknownSchema`],
		/// [`Error::NotSchemaAuthor`], [`Error::NotNewestVersion`], and what the ticket says. Event:
		/// [`Event::SchemaRegistered`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::register_schema())]
		pub fn register_schema(
			origin: OriginFor<T>,
			hash: Hash,
			media_type: MediaType,
			previous: Option<Hash>,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_register_schema(subject, hash, media_type, previous)
		}

		/// Deprecates a version of a schema, for ever: no data set can be registered with it, and no batch follows it whose first
		/// record was made after this moment. What was submitted stays as it is, and other versions of the family go on.
		///
		/// By its author, whatever his roles are today. Errors: [`Error::UnknownSchema`], [`Error::NotSchemaAuthor`],
		/// [`Error::AlreadyDeprecated`]. Event: [`Event::SchemaDeprecated`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::deprecate_schema())]
		pub fn deprecate_schema(origin: OriginFor<T>, hash: Hash) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_deprecate_schema(subject.did, hash)
		}
	}
}
