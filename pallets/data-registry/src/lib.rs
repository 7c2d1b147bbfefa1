//! # Data registry
//!
//! Data sets, what devices submitted to them, who checked it and who certified it (Y.4560 8.1, 9.3,
//! 9.4). The chain holds fingerprints and never the data (Y.4560 7.1.2, 7.1.5): one submission is
//! one transaction, whether it stands for ten readings or for ten million.
//!
//! ## Terms
//! - *Data set*: records of one schema, one place and one licence, owned by a supplier.
//! - *Submission*: a batch of records of a data set, named by its fingerprint (the root of an RFC 9162
//!   Merkle tree with one record per leaf), signed by the *device* that made it.
//! - *Sequence*: every device counts its submissions from 0. The signature covers that number, so a
//!   signature counts once.
//! - *Attestation*: the *verdict* of one validator on one submission, with a quality in per mille or with
//!   a reason against it.
//! - *Certificate*: a regulator's statement about a validated submission, valid until a named moment, which
//!   lies at most five years ahead ([`MAX_VALIDITY`]).
//! - *Correction*: a submission that names the rejected submission in whose place it stands. Its *revision*
//!   is one higher.
//! - *Supplier, validator, regulator*: roles of active stakeholders, known through
//!   [`Identities`](counterfoil_primitives::traits::Identities). The account that pays is not the
//!   subject: it carries the tickets and nothing else.
//!
//! ## Life of a submission
//! ```text
//!            submit
//!              |
//!              v        `required` times Valid
//!          Submitted --------------------------> Validated (final)
//!              |                                     |  ^
//!              | `required` times Invalid    certify |  | time passes, or
//!              v                                     v  | revoke_certificate
//!          Rejected (final)                      certified
//!              |
//!              | submit with `corrects`, once
//!              v
//!          a new submission, revision + 1
//! ```
//! Nothing is ever overwritten and nothing is ever deleted: a status becomes final, links and
//! revocations are added. A certificate ends by time without any action of the chain: whoever asks,
//! asks with a moment.
//!
//! A data set takes each fingerprint once, by its root: neither a second submission nor a correction can
//! bring bytes that were judged, or wait for judgement, already. The same bytes in another data set are
//! another matter, for another schema, place or licence is another statement.
//!
//! A certificate is revoked by the regulator that issued it, or by the admin origin (the council), so that
//! certificates do not outlive the trust in a regulator that was suspended or dismissed.
//!
//! ## What it costs
//! Every record is paid by a ticket ([`Consideration`](frame_support::traits::Consideration)): data
//! sets and submissions by the supplier's account, certificates by the regulator's. A submission's
//! ticket pays for the most attestations that it can collect, so checking costs a validator the fee
//! alone. As the records stay for ever, so do the tickets.
//!
//! ## What can go wrong
//! - A signature seen before, made for another chain, another data set, another place in the device's
//!   sequence, or by another key: [`Error::BadSignature`].
//! - The same data sold twice, or rejected data tried on other validators, with a new signature:
//!   [`Error::DuplicateFingerprint`].
//! - A certificate for all time: [`Error::ValidityTooLong`].
//! - A device or a data set of somebody else: [`Error::NotDeviceOwner`], [`Error::NotDataSetOwner`].
//! - A judge in his own cause: [`Error::SupplierCannotAttest`], [`Error::SupplierCannotCertify`],
//!   [`Error::ValidatorCannotCertify`].
//! - A supplier who owns the device can of course make it sign anything. That is what validators and
//!   regulators are for.
//!
//! ## Parameters
//! [`RegistryParameters`]: how many equal verdicts decide, and how far a device's clock may be ahead, which
//! is at most one day ([`MAX_CLOCK_TOLERANCE`]), at genesis too. The number of verdicts is copied into a
//! submission when it is made, so a change moves only later ones.
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

#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", test))]
mod invariants;
mod lot;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use pallet_data_registry_runtime_api::{Confidentiality, Reason, SubmissionStatus, Verdict};
pub use types::{
	Attestation, Certificate, DataSet, DataSetDetails, RegistryParameters, Revocation, Submission,
	Tally, MAX_CLOCK_TOLERANCE, MAX_QUALITY, MAX_VALIDITY,
};
pub use weights::WeightInfo;

/// A data set as a chain stores it.
pub type DataSetOf<T> =
	DataSet<<T as frame_system::Config>::AccountId, <T as Config>::DataSetConsideration>;
/// A submission as a chain stores it.
pub type SubmissionOf<T> =
	Submission<<T as frame_system::Config>::AccountId, <T as Config>::SubmissionConsideration>;
/// A certificate as a chain stores it.
pub type CertificateOf<T> =
	Certificate<<T as frame_system::Config>::AccountId, <T as Config>::CertificateConsideration>;

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		did::{DidId, KeySignature},
		fingerprint::Fingerprint,
		payload::SubmissionBody,
		traits::{Identities, Subject},
		CertificateId, DataSetId, Hash, Moment, SubmissionId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
	};
	use frame_system::pallet_prelude::*;

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

		/// Tells the stakeholder that acts, who must be active, and the account that pays for him.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Sets the parameters, and revokes certificates of any regulator: the council. Benchmarks need it
		/// to accept the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a data set costs its supplier.
		type DataSetConsideration: Consideration<Self::AccountId, Footprint>;

		/// What a submission, with all its attestations, costs its supplier.
		type SubmissionConsideration: Consideration<Self::AccountId, Footprint>;

		/// What a certificate costs its regulator.
		type CertificateConsideration: Consideration<Self::AccountId, Footprint>;

		/// The most attestations of one submission. Bounds the parameter `validations_required`.
		#[pallet::constant]
		type MaxAttestations: Get<u32>;

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

	/// Why the pallet's tickets hold money, for a runtime whose tickets are holds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A supplier registered a data set.
		#[codec(index = 0)]
		DataSet,
		/// A supplier made a submission.
		#[codec(index = 1)]
		Submission,
		/// A regulator issued a certificate.
		#[codec(index = 2)]
		Certificate,
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

	/// The number of the next certificate, and so how many there are.
	#[pallet::storage]
	pub type NextCertificateId<T> = StorageValue<_, CertificateId, ValueQuery>;

	/// Data sets by number. Written by `register_data_set`; `submit` counts. Stays for ever; each is paid
	/// by its ticket.
	#[pallet::storage]
	pub type DataSets<T: Config> = StorageMap<_, Twox64Concat, DataSetId, DataSetOf<T>>;

	/// Submissions by number. Written by `submit`; `attest`, `certify` and a correction add to it. Stays for
	/// ever; each is paid by its ticket.
	#[pallet::storage]
	pub type Submissions<T: Config> = StorageMap<_, Twox64Concat, SubmissionId, SubmissionOf<T>>;

	/// The submissions of each data set, for reads. Written by `submit`, stays for ever, paid by the
	/// submission's ticket.
	#[pallet::storage]
	pub type SubmissionsOf<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, SubmissionId, ()>;

	/// Which submission brought a fingerprint to a data set, by the root. Written by `submit`, which takes
	/// each root once per data set, rejected ones included. Stays for ever; one per submission, paid by its
	/// ticket. The supplier chooses the root, hence the hasher.
	#[pallet::storage]
	pub type Known<T> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Blake2_128Concat, Hash, SubmissionId>;

	/// What each validator said about each submission. Written by `attest`, stays for ever. At most
	/// `MaxAttestations` of one submission, paid by the submission's ticket.
	#[pallet::storage]
	pub type Attestations<T> =
		StorageDoubleMap<_, Twox64Concat, SubmissionId, Identity, DidId, Attestation>;

	/// Certificates by number. Written by `certify`; `revoke_certificate` adds to it. Stays for ever; each is
	/// paid by its ticket.
	#[pallet::storage]
	pub type Certificates<T: Config> = StorageMap<_, Twox64Concat, CertificateId, CertificateOf<T>>;

	/// The sequence number that the next submission of a device has to sign. Written by `submit`, stays for
	/// ever: forgetting it would let old signatures count again. One per device that ever submitted.
	#[pallet::storage]
	pub type NextSequence<T> = StorageMap<_, Identity, DidId, u64, ValueQuery>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
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
		},
		/// A supplier submitted a batch that his device signed.
		Submitted {
			/// Its number.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// The device that signed.
			device: DidId,
			/// The device's sequence number that it signed.
			sequence: u64,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// Time of the first record.
			from: Moment,
			/// Time of the last record.
			to: Moment,
			/// The rejected submission that this one corrects.
			corrects: Option<SubmissionId>,
			/// 0, or one more than that of the submission that this one corrects.
			revision: u32,
		},
		/// A validator gave his verdict.
		Attested {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// The validator.
			validator: DidId,
			/// What he said.
			verdict: Verdict,
			/// How many validators found it valid so far.
			valid: u32,
			/// How many validators found it invalid so far.
			invalid: u32,
		},
		/// Enough validators found a submission valid.
		Validated {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// The lowest quality that a validator gave, in per mille.
			quality: u16,
		},
		/// Enough validators found a submission invalid.
		Rejected {
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
		},
		/// A regulator certified a submission.
		Certified {
			/// Number of the certificate.
			certificate: CertificateId,
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// The supplier.
			supplier: DidId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// The regulator.
			regulator: DidId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// Hash of the certificate's document.
			document: Hash,
			/// The last moment at which it is valid.
			valid_until: Moment,
			/// The certificate that it replaces.
			previous: Option<CertificateId>,
		},
		/// A regulator revoked his certificate, or the council revoked it.
		CertificateRevoked {
			/// Number of the certificate.
			certificate: CertificateId,
			/// The submission.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// Fingerprint of the data.
			fingerprint: Fingerprint,
			/// The regulator that issued it.
			regulator: DidId,
			/// Hash of the reason.
			reason: Hash,
			/// Whether the council revoked it, and not its regulator.
			by_council: bool,
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
		/// The caller is no active supplier. Ask the stakeholders for the role.
		NotSupplier,
		/// The caller is no active validator. Ask the stakeholders for the role.
		NotValidator,
		/// The caller is no active regulator. Ask the stakeholders for the role.
		NotRegulator,
		/// The region is no geohash (lower case, letters of its alphabet only).
		InvalidRegion,
		/// There is no data set of that number.
		UnknownDataSet,
		/// There is no submission of that number.
		UnknownSubmission,
		/// There is no certificate of that number.
		UnknownCertificate,
		/// The data set belongs to another supplier.
		NotDataSetOwner,
		/// The device is unknown or belongs to somebody else.
		NotDeviceOwner,
		/// The device is suspended or revoked.
		DeviceNotActive,
		/// The signature is not the device's over this body, on this chain, with the device's next sequence
		/// number. Ask for that number (`next_sequence`) and sign again.
		BadSignature,
		/// The batch holds no record.
		NoRecords,
		/// The number of bytes fits no such number of leaves: a leaf has at least one byte and at most
		/// `MAX_LEAF_LEN`.
		ImplausibleSize,
		/// The time of the first record lies after that of the last.
		InvalidPeriod,
		/// The last record lies further in the future than a clock may be ahead.
		PeriodInFuture,
		/// The submission to correct belongs to another data set.
		CorrectsOtherDataSet,
		/// The submission to correct was not rejected.
		NotRejected,
		/// The rejected submission has its correction already. Correct the correction if that was rejected.
		AlreadyCorrected,
		/// A supplier cannot judge his own data.
		SupplierCannotAttest,
		/// This validator gave his verdict already.
		AlreadyAttested,
		/// The submission is validated or rejected already.
		NotAwaitingValidation,
		/// A quality is at most 1000 per mille.
		QualityTooHigh,
		/// The submission has no leaf at that position.
		LeafOutOfRange,
		/// Only a validated submission can be certified.
		NotValidated,
		/// A supplier cannot certify his own data.
		SupplierCannotCertify,
		/// Whoever attested a submission cannot certify it as well.
		ValidatorCannotCertify,
		/// The submission has a certificate that is valid now.
		AlreadyCertified,
		/// The certificate would have expired before it begins.
		ValidityInPast,
		/// Somebody else issued the certificate.
		NotIssuer,
		/// The certificate is revoked already.
		AlreadyRevoked,
		/// `validations_required` is 0, or needs more attestations than `MaxAttestations`; or
		/// `clock_tolerance` is more than a day.
		InvalidParameters,
		/// The data set has a submission with the same root already, rejected or not. A correction has to
		/// correct something.
		DuplicateFingerprint,
		/// A certificate is valid for at most five years of 366 days. Certify again when it has expired.
		ValidityTooLong,
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
				"dataRegistry.parameters.validationsRequired must be at least 1, and twice of it less \
				1 at most MaxAttestations; dataRegistry.parameters.clockTolerance must be at most a day"
			);
			Parameters::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxAttestations::get() > 0, "validation needs at least one attestation");
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

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a data set.
		///
		/// By an active supplier, who becomes its owner. His account carries the ticket.
		///
		/// Errors: [`Error::NotSupplier`], [`Error::InvalidRegion`], and what the ticket says when there is
		/// too little money. Event: [`Event::DataSetRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_data_set())]
		pub fn register_data_set(origin: OriginFor<T>, details: DataSetDetails) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_register_data_set(subject, details)
		}

		/// Submits a batch of records that a device signed (Y.4560 9.3).
		///
		/// By the data set's owner, who must own the device too; the device must be active. It signs
		/// `signing_bytes(Purpose::Submission, genesis, NextSequence(device), body)`. With
		/// `body.corrects` it stands in the place of a rejected submission of the same data set, which must
		/// have no correction yet; both are linked (Y.4560 9.4). The data set must not have a submission
		/// with the same root yet, whether this one corrects or not. His account carries the ticket. The
		/// cost does not depend on the number of records.
		///
		/// Errors: [`Error::NoRecords`], [`Error::ImplausibleSize`], [`Error::InvalidPeriod`],
		/// [`Error::PeriodInFuture`], [`Error::UnknownDataSet`], [`Error::NotDataSetOwner`],
		/// [`Error::NotDeviceOwner`], [`Error::DeviceNotActive`], [`Error::UnknownSubmission`],
		/// [`Error::CorrectsOtherDataSet`], [`Error::NotRejected`], [`Error::AlreadyCorrected`],
		/// [`Error::BadSignature`], [`Error::DuplicateFingerprint`], and what the ticket says. Event:
		/// [`Event::Submitted`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::submit())]
		pub fn submit(
			origin: OriginFor<T>,
			device: DidId,
			body: SubmissionBody,
			signature: KeySignature,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_submit(subject, device, body, signature)
		}

		/// Gives a validator's verdict on a submission (Y.4560 9.4).
		///
		/// By an active validator who is not the supplier, once, while the submission is undecided. The
		/// verdict that completes the required number decides: valid, and the lowest quality counts; or
		/// rejected.
		///
		/// Errors: [`Error::NotValidator`], [`Error::UnknownSubmission`], [`Error::SupplierCannotAttest`],
		/// [`Error::AlreadyAttested`], [`Error::NotAwaitingValidation`], [`Error::QualityTooHigh`],
		/// [`Error::LeafOutOfRange`]. Events: [`Event::Attested`], then [`Event::Validated`] or
		/// [`Event::Rejected`] if it decides.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::attest())]
		pub fn attest(
			origin: OriginFor<T>,
			submission: SubmissionId,
			verdict: Verdict,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_attest(subject, submission, verdict)
		}

		/// Certifies a validated submission (Y.4560 9.4).
		///
		/// By an active regulator who is neither its supplier nor among its validators, while it has no
		/// certificate that is valid now. The certificate is valid until `valid_until`, that moment
		/// included, which lies at most [`MAX_VALIDITY`] ahead. His account carries the ticket.
		///
		/// Errors: [`Error::NotRegulator`], [`Error::UnknownSubmission`], [`Error::SupplierCannotCertify`],
		/// [`Error::ValidatorCannotCertify`], [`Error::NotValidated`], [`Error::ValidityInPast`],
		/// [`Error::ValidityTooLong`], [`Error::AlreadyCertified`], and what the ticket says. Event:
		/// [`Event::Certified`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::certify())]
		pub fn certify(
			origin: OriginFor<T>,
			submission: SubmissionId,
			document: Hash,
			valid_until: Moment,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_certify(subject, submission, document, valid_until)
		}

		/// Revokes a certificate. The record stays, with moment and reason.
		///
		/// By the stakeholder that issued it, whatever his roles are today, or by the admin origin: it is for
		/// the council to revoke what a regulator issued that is suspended or dismissed. An expired
		/// certificate can be revoked too: it says that the certificate should not have been given.
		///
		/// Errors: [`Error::UnknownCertificate`], [`Error::NotIssuer`], [`Error::AlreadyRevoked`]. Event:
		/// [`Event::CertificateRevoked`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::revoke_certificate())]
		pub fn revoke_certificate(
			origin: OriginFor<T>,
			certificate: CertificateId,
			reason: Hash,
		) -> DispatchResult {
			let stakeholder = match T::AdminOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(T::SubjectOrigin::ensure_origin(origin)?.did),
			};
			Self::do_revoke_certificate(stakeholder, certificate, reason)
		}

		/// Sets the parameters. Submissions that wait for validation keep the number they began with.
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
	}
}
