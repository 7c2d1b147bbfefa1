//! # Certification
//!
//! Who may certify what, and what is certified (Y.4560 9.4).
//!
//! # Overview
//!
//! The council accredits regulators; a regulator passes on what he was given, or less, to other regulators. With an accreditation
//! a regulator certifies a validated submission, a data set, a device or a stakeholder, and vetoes validation rounds. The chain
//! holds what a reader must be able to trust (who, about what, on whose authority, until when, whether it still holds) and
//! the hash of the credential document, a W3C Verifiable Credential for example; never the document.
//! Other pallets ask through [`Certificates`](counterfoil_primitives::traits::Certificates) and get an answer for the moment at
//! which they ask, so what depends on a certificate notices in the same block that it was suspended or revoked.
//!
//! # Terms
//!
//! - **Accreditation**: the [`Terms`](counterfoil_primitives::accreditation::Terms) that a regulator was given: powers, scope,
//!   types of certificates, period, and whether he may pass them on. It is *derived* from the accreditation of whoever passed it
//!   on, its *parent*; the council's own have none. The accreditations from one up to the council's are its *chain*.
//! - **In force**: nothing in the chain is revoked, the moment lies in the period of each, and each holder is an active
//!   stakeholder with the role of regulator.
//! - **Certificate**: a statement of a type (one word of the consortium's list) about a subject, valid from and until a moment.
//!   It *rests on* one accreditation.
//! - **Open**: a certificate that is valid, suspended, or not yet valid. A subject has at most one open certificate of each type.
//! - **Rank**: the council has 0, the holder of an accreditation one more than those above it in its chain.
//! - **Reason**: the hash of a text that is kept elsewhere.
//!
//! # Life of a certificate
//!
//! ```text
//!                  suspend
//! certify ──▶ Valid ⇄ Suspended         NotYetValid ──▶ Valid: time passes
//!               │ reinstate │
//!               │           │           open ──▶ Expired: time passes
//!               ▼           ▼           open ──▶ AccreditationRevoked: one of the chain is revoked
//!             Superseded  Revoked       Expired, Superseded, AccreditationRevoked ──▶ Revoked: revoke
//!       renew                 revoke
//! ```
//!
//! Records are never overwritten and never deleted. A certificate links the one before it and the one that took its place; with
//! the history that the audit pallet keeps, every state that it ever had stays known (Y.4560 7.1.2).
//!
//! What ends by time ends without any action of the chain: whoever asks, asks with a moment.
//!
//! # Authority
//!
//! | act | who |
//! |---|---|
//! | accredit | the council, or the holder of a parent in force that may be passed on |
//! | revoke an accreditation | its holder, a regulator above it in the chain, the council |
//! | certify, renew | the holder of an accreditation in force that covers it, without a part in the subject |
//! | suspend, revoke a certificate | its issuer, a regulator above him in the chain, the council |
//! | reinstate | the same, while their accreditation is in force |
//!
//! The holder of an accreditation gives it up, and an issuer withdraws what he issued, whatever his roles are today. Whoever
//! acts from above must be an active regulator, and nothing in his own chain may be revoked.
//!
//! A suspension is lifted, and a suspended certificate revoked, only by an authority of at least the rank of the one that
//! suspends; a higher authority takes a suspension over. So an issuer neither undoes what was decided above him nor escapes it
//! by being first.
//!
//! # Revocation, expiry and absence of the accreditation
//!
//! - *Revoked*: everything that rests on it, or on one derived from it, ends at once and for ever, certificates that were
//!   issued before included. Revoking says that the trust was misplaced. Nothing is written below it: whoever asks walks up the
//!   chain.
//! - *Expired*: nothing new can be done with it; certificates that were issued under it go on until their own end. It was good
//!   when they were issued.
//! - *A holder suspended or dismissed* as a stakeholder: his accreditations, and those derived from them, allow nothing until he
//!   is back. Certificates go on. It is for the council, or a regulator above, to suspend or revoke them, or the accreditation.
//!
//! # What it costs
//!
//! A certificate is paid by a ticket of the account that pays for the regulator. Certificates are evidence and stay for ever, and
//! so do their tickets. A derived accreditation is paid by a ticket of the account that pays for whoever grants it; the council's
//! are free, since only it can give them. Once an accreditation ended and nothing rests on it, anybody clears it away with
//! `release_accreditation`, and the ticket returns.
//!
//! Every answer costs a bounded number of reads: at most `MaxDepth` parents are walked, a subject has at most `MaxOpen` open
//! certificates (a submission at most [`MAX_OPEN_PER_SUBMISSION`]), and a regulator at most `MaxPerHolder` accreditations that have not ended. How many there are elsewhere does not
//! matter.
//!
//! # What can go wrong
//!
//! - A regulator passes on more than he has: [`Error::WiderPowers`], [`Error::WiderScope`], [`Error::WiderTypes`],
//!   [`Error::WiderPeriod`]. A chain without end: [`Error::TooDeep`]. A cycle cannot be expressed: a parent exists before what is
//!   derived from it.
//! - A judge in his own cause: [`Error::OwnSubject`], [`Error::ValidatorCannotCertify`].
//! - A regulator uses an accreditation that was revoked a moment before, in the same block: [`Error::AccreditationRevoked`].
//! - A certificate for all time: [`Error::ValidityTooLong`].
//! - A regulator buries another under accreditations until the council finds no room: the holder gives them up with
//!   `revoke_accreditation`.
//! - A regulator fills the places of a subject, two where it is a submission, with types that nobody asks for: no other regulator
//!   certifies it until one of them ends. It takes an accreditation that covers the subject and those types, so whoever accredits
//!   names the types. The certificates name him; somebody above him or the council revokes them, or his accreditation, and the
//!   places are free at once.
//! - A validator who is a regulator too waits until the record of the round is forgotten, and certifies what he validated. The rule
//!   reaches as far back as [`Config::Validators`] remembers; the history of the submission shows both for ever.
//! - An accreditation is revoked by mistake: nothing brings it back. Accredit and certify anew.
//! - A device is sold, a stakeholder dismissed, a submission superseded: its certificate goes on. Whoever relies on it asks about
//!   the subject as well.
//!
//! # Example
//!
//! ```
//! use counterfoil_primitives::{
//! 	accreditation::{CertificateTypes, Excess, Powers, Scope, Terms},
//! 	text::Category,
//! 	traits::Power,
//! };
//!
//! let national = Terms {
//! 	powers: Powers::ALL,
//! 	scope: Scope::Category(Category::new("water").unwrap()),
//! 	types: CertificateTypes::Any,
//! 	delegable: true,
//! 	from: 0,
//! 	until: 1_700_000_000_000,
//! };
//! let local = Terms {
//! 	powers: Power::Certify.into(),
//! 	scope: Scope::Category(Category::new("water/flow").unwrap()),
//! 	delegable: false,
//! 	..national.clone()
//! };
//! assert_eq!(local.within(&national), Ok(()));
//! assert_eq!(national.within(&local), Err(Excess::Powers));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answers;
mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
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
pub use pallet_certification_runtime_api::{
	CertificateStatus, Coverage, Lapse, Obstacle, StatusPurpose,
};
pub use types::{
	Accreditation, Certificate, Rank, Revocation, Statement, Suspension, COUNCIL,
	MAX_OPEN_PER_SUBMISSION, MAX_VALIDITY,
};
pub use weights::WeightInfo;

/// An accreditation as a chain stores it.
pub type AccreditationOf<T> = Accreditation<
	<T as frame_system::Config>::AccountId,
	<T as Config>::AccreditationConsideration,
>;
/// A certificate as a chain stores it.
pub type CertificateOf<T> =
	Certificate<<T as frame_system::Config>::AccountId, <T as Config>::CertificateConsideration>;

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		accreditation::Terms,
		did::DidId,
		traits::{
			AuditLog, CertificateSubject, CertificateType, DataRegistry, Identities, Rights,
			Subject,
		},
		AccreditationId, CertificateId, Hash, Moment, SubmissionId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Contains, Footprint, Time},
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

		/// Who is active, who holds which role, who owns which device, who controls whom.
		type Identities: Identities;

		/// What was submitted, and where it stands.
		type Registry: DataRegistry;

		/// Who has a share in a data set, and so does not certify it.
		type Rights: Rights;

		/// Who took part in the validation of a submission, and so does not certify it.
		type Validators: Contains<(SubmissionId, DidId)>;

		/// Tells the stakeholder that acts, who must be active, and the account that pays for him.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// The root of all accreditations, above every regulator: the council. Benchmarks need it to accept the root origin.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a derived accreditation costs whoever grants it.
		type AccreditationConsideration: Consideration<Self::AccountId, Footprint>;

		/// What a certificate costs its regulator.
		type CertificateConsideration: Consideration<Self::AccountId, Footprint>;

		/// Keeps the history of what is certified.
		type Audit: AuditLog;

		/// The most accreditations above another one. Bounds what every question about trust costs.
		#[pallet::constant]
		type MaxDepth: Get<u32>;

		/// The most accreditations of one regulator that have not ended.
		#[pallet::constant]
		type MaxPerHolder: Get<u32>;

		/// The most open certificates about one subject, each of another type. About a submission at most
		/// [`MAX_OPEN_PER_SUBMISSION`].
		#[pallet::constant]
		type MaxOpen: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes the parties and the data that benchmarks need.
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
		/// A regulator accredited another one.
		#[codec(index = 0)]
		Accreditation,
		/// A regulator issued a certificate.
		#[codec(index = 1)]
		Certificate,
	}

	/// The number of the next accreditation.
	#[pallet::storage]
	pub type NextAccreditationId<T> = StorageValue<_, AccreditationId, ValueQuery>;

	/// The number of the next certificate, and so how many there are.
	#[pallet::storage]
	pub type NextCertificateId<T> = StorageValue<_, CertificateId, ValueQuery>;

	/// Accreditations by number. Written by `accredit` and `delegate`; `revoke_accreditation` adds to it, and what is derived or
	/// issued counts. Goes away by `release_accreditation`. Derived ones are paid by their tickets; the council's are at most
	/// `MaxPerHolder` per regulator that have not ended, and others stay only while something paid rests on them or nobody clears
	/// them away.
	#[pallet::storage]
	pub type Accreditations<T: Config> =
		StorageMap<_, Twox64Concat, AccreditationId, AccreditationOf<T>>;

	/// The accreditations of each regulator that have not ended, and some that have. Written by `accredit` and `delegate`, which
	/// also clear away what ended, by `revoke_accreditation` and `release_accreditation`. At most `MaxPerHolder`, paid by the
	/// tickets of the accreditations.
	#[pallet::storage]
	pub type HeldBy<T: Config> =
		StorageMap<_, Identity, DidId, BoundedVec<AccreditationId, T::MaxPerHolder>, ValueQuery>;

	/// Certificates by number. Written by `certify` and `renew`; the other calls add to it. Stays for ever; each is paid by its
	/// ticket.
	#[pallet::storage]
	pub type Certificates<T: Config> = StorageMap<_, Twox64Concat, CertificateId, CertificateOf<T>>;

	/// The newest certificate of each type about each subject, whatever its status; older ones follow from its `previous`. Written
	/// by `certify` and `renew`, stays for ever, paid by the tickets of the certificates.
	#[pallet::storage]
	pub type Newest<T> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		CertificateSubject,
		Blake2_128Concat,
		CertificateType,
		CertificateId,
	>;

	/// The open certificates about each subject, and some that ended by themselves. Written by `certify`, `renew`, which also clear
	/// away what ended, and `revoke`. At most `MaxOpen`, paid by the tickets of the certificates.
	#[pallet::storage]
	pub type OpenAbout<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		CertificateSubject,
		BoundedVec<CertificateId, T::MaxOpen>,
		ValueQuery,
	>;

	/// What happened, with everything that an indexer needs.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A regulator was accredited.
		Accredited {
			/// Number of the accreditation.
			accreditation: AccreditationId,
			/// The regulator.
			holder: DidId,
			/// What he may.
			terms: Terms,
			/// The accreditation that it is derived from.
			parent: Option<AccreditationId>,
			/// How many accreditations are above it.
			depth: u32,
			/// Who gave it; `None` is the council.
			granted_by: Option<DidId>,
			/// The account that carries the ticket; none for those of the council.
			payer: Option<T::AccountId>,
		},
		/// An accreditation was revoked. What rests on it ended with it, whatever is derived from it included.
		AccreditationRevoked {
			/// Number of the accreditation.
			accreditation: AccreditationId,
			/// The regulator.
			holder: DidId,
			/// Who revoked it; `None` is the council.
			by: Option<DidId>,
			/// Hash of the reason.
			reason: Hash,
		},
		/// An accreditation that had ended, and on which nothing rested, was cleared away. Its ticket returned.
		AccreditationReleased {
			/// Number of the accreditation.
			accreditation: AccreditationId,
			/// The regulator.
			holder: DidId,
			/// The account that carried the ticket; none for those of the council.
			payer: Option<T::AccountId>,
		},
		/// A regulator certified something.
		Certified {
			/// Number of the certificate.
			certificate: CertificateId,
			/// What it is about.
			subject: CertificateSubject,
			/// What it attests.
			kind: CertificateType,
			/// What the regulator says.
			statement: Statement,
			/// The first moment at which it is valid.
			valid_from: Moment,
			/// The regulator.
			issuer: DidId,
			/// The accreditation that it rests on.
			accreditation: AccreditationId,
			/// The account that carries the ticket.
			payer: T::AccountId,
			/// The certificate of the same subject and type before it.
			previous: Option<CertificateId>,
		},
		/// A certificate was replaced by its renewal. A `Certified` came before.
		Superseded {
			/// The old certificate.
			certificate: CertificateId,
			/// The new one.
			superseded_by: CertificateId,
			/// What both are about.
			subject: CertificateSubject,
			/// What both attest.
			kind: CertificateType,
			/// The regulator that issued both.
			issuer: DidId,
		},
		/// A certificate was suspended, or a higher authority took the suspension over.
		Suspended {
			/// Number of the certificate.
			certificate: CertificateId,
			/// What it is about.
			subject: CertificateSubject,
			/// What it attests.
			kind: CertificateType,
			/// Who issued it.
			issuer: DidId,
			/// Who suspends; `None` is the council.
			by: Option<DidId>,
			/// Hash of the reason.
			reason: Hash,
		},
		/// The suspension of a certificate was lifted.
		Reinstated {
			/// Number of the certificate.
			certificate: CertificateId,
			/// What it is about.
			subject: CertificateSubject,
			/// What it attests.
			kind: CertificateType,
			/// Who issued it.
			issuer: DidId,
			/// Who lifted it; `None` is the council.
			by: Option<DidId>,
			/// Hash of the reason.
			reason: Hash,
		},
		/// A certificate was revoked.
		Revoked {
			/// Number of the certificate.
			certificate: CertificateId,
			/// What it is about.
			subject: CertificateSubject,
			/// What it attests.
			kind: CertificateType,
			/// Who issued it.
			issuer: DidId,
			/// Who revoked it; `None` is the council.
			by: Option<DidId>,
			/// Hash of the reason.
			reason: Hash,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is no active regulator. Ask the stakeholders for the role.
		NotRegulator,
		/// Only an active regulator can be accredited.
		HolderNotRegulator,
		/// There is no accreditation of that number.
		UnknownAccreditation,
		/// There is no certificate of that number.
		UnknownCertificate,
		/// The accreditation was given to another regulator. Name one of your own.
		NotHolder,
		/// The accreditation, or one above it, is revoked, and that is final.
		AccreditationRevoked,
		/// The period of the accreditation has not begun.
		AccreditationNotYetValid,
		/// The period of the accreditation is over.
		AccreditationExpired,
		/// Somebody in the chain of the accreditation is no active regulator at the moment.
		HolderNotActive,
		/// The accreditation may not be passed on.
		NotDelegable,
		/// A regulator cannot accredit himself.
		SelfAccreditation,
		/// The chain would have more than `MaxDepth` accreditations above the last one.
		TooDeep,
		/// An accreditation without a power allows nothing.
		NoPowers,
		/// A power to certify without a type of certificates allows nothing.
		NoTypes,
		/// The accreditation would have a power that its parent has not.
		WiderPowers,
		/// The accreditation would cover something that its parent does not.
		WiderScope,
		/// The accreditation would allow a type of certificates that its parent does not.
		WiderTypes,
		/// The accreditation would begin before its parent or end after it.
		WiderPeriod,
		/// The regulator has `MaxPerHolder` accreditations that have not ended. Revoke one of them first.
		TooManyAccreditations,
		/// The accreditation has neither expired nor was it revoked.
		StillAccredited,
		/// Certificates or derived accreditations rest on the accreditation. Release those first; certificates stay for ever.
		HasDependants,
		/// The accreditation does not allow to certify.
		PowerMissing,
		/// The accreditation does not cover this subject.
		OutOfScope,
		/// The accreditation does not allow certificates of this type.
		TypeNotAllowed,
		/// The chain knows no such submission, data set or DID.
		UnknownSubject,
		/// Only a validated submission can be certified.
		NotValidated,
		/// Only an active stakeholder or device can be certified.
		SubjectNotActive,
		/// The caller is it, owns it, controls it, is controlled by it, has a share in it, or somebody acts both for him and for one
		/// of those ([`interest`](counterfoil_primitives::interest)).
		OwnSubject,
		/// Whoever took part in the validation of a submission cannot certify it as well.
		ValidatorCannotCertify,
		/// The subject has an open certificate of this type. Its issuer can renew it.
		AlreadyCertified,
		/// The subject has `MaxOpen` open certificates, or as a submission [`MAX_OPEN_PER_SUBMISSION`]. Wait until one ends.
		TooManyCertificates,
		/// The period would end before it begins.
		InvalidPeriod,
		/// The period would be over already.
		ValidityInPast,
		/// A period ends at most five years of 366 days from now. Renew in time.
		ValidityTooLong,
		/// Somebody else issued the certificate.
		NotIssuer,
		/// The caller is neither the holder or issuer nor an active regulator above him in an unrevoked chain.
		NotAuthorized,
		/// The certificate is revoked already, and that is final.
		CertificateRevoked,
		/// Another certificate took the place of this one. Name that one.
		CertificateSuperseded,
		/// The certificate has expired. Certify anew.
		CertificateExpired,
		/// The certificate is suspended already, by an authority that is at least as high.
		CertificateSuspended,
		/// The certificate is not suspended.
		NotSuspended,
		/// A higher authority suspended the certificate. Only it, or one above it, decides. Until then its issuer cannot certify
		/// the same anew either.
		SuspendedFromAbove,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxPerHolder::get() > 0,
				"a regulator must be able to hold an accreditation"
			);
			assert!(T::MaxOpen::get() > 0, "a subject must be able to have a certificate");
			assert!(
				u64::from(T::MaxDepth::get()) <= weights::DEPTH
					&& u64::from(T::MaxPerHolder::get()) <= weights::HELD
					&& u64::from(T::MaxOpen::get()) <= weights::OPEN,
				"the weights reckon with less"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Accredits a regulator: the beginning of a chain.
		///
		/// By the admin origin, for an active regulator. A `from` that has passed is raised to now. The period ends at most
		/// [`MAX_VALIDITY`] ahead. Costs no ticket.
		///
		/// Errors: [`Error::HolderNotRegulator`], [`Error::NoPowers`], [`Error::NoTypes`], [`Error::ValidityInPast`],
		/// [`Error::InvalidPeriod`], [`Error::ValidityTooLong`], [`Error::TooManyAccreditations`]. Event:
		/// [`Event::Accredited`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accredit())]
		pub fn accredit(origin: OriginFor<T>, holder: DidId, terms: Terms) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_accredit(holder, terms)
		}

		/// Passes an accreditation on, within its terms.
		///
		/// By its holder, while it is in force and may be passed on, to another active regulator. A `from` that has passed is
		/// raised to now. Takes a ticket of the caller's account.
		///
		/// Errors: [`Error::UnknownAccreditation`], [`Error::NotHolder`], [`Error::AccreditationRevoked`],
		/// [`Error::AccreditationNotYetValid`], [`Error::AccreditationExpired`], [`Error::HolderNotActive`],
		/// [`Error::NotDelegable`], [`Error::SelfAccreditation`], [`Error::TooDeep`], those of [`Pallet::accredit`],
		/// [`Error::WiderPowers`], [`Error::WiderScope`], [`Error::WiderTypes`], [`Error::WiderPeriod`], and what the ticket
		/// says. Event: [`Event::Accredited`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::delegate())]
		pub fn delegate(
			origin: OriginFor<T>,
			parent: AccreditationId,
			holder: DidId,
			terms: Terms,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_delegate(subject, parent, holder, terms)
		}

		/// Revokes an accreditation, and with it everything that rests on it, at once and for ever.
		///
		/// By its holder, whatever his roles are today; by an active regulator above it in the chain, while nothing above
		/// himself is revoked; or by the admin origin. One that expired can be revoked too: the certificates under it end.
		///
		/// Errors: [`Error::UnknownAccreditation`], [`Error::NotAuthorized`], [`Error::AccreditationRevoked`] if it was itself
		/// revoked before. Event: [`Event::AccreditationRevoked`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke_accreditation())]
		pub fn revoke_accreditation(
			origin: OriginFor<T>,
			accreditation: AccreditationId,
			reason: Hash,
		) -> DispatchResult {
			let actor = Self::ensure_authority(origin)?;
			Self::do_revoke_accreditation(actor, accreditation, reason)
		}

		/// Clears away an accreditation that expired or was revoked, itself or one above it, and on which nothing rests. Its
		/// ticket returns to the account that put it up.
		///
		/// By anybody who signs. Errors: [`Error::UnknownAccreditation`], [`Error::StillAccredited`],
		/// [`Error::HasDependants`]. Event: [`Event::AccreditationReleased`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::release_accreditation())]
		pub fn release_accreditation(
			origin: OriginFor<T>,
			accreditation: AccreditationId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release_accreditation(accreditation)
		}

		/// Certifies a subject (Y.4560 9.4).
		///
		/// By an active regulator without a part in it, on an accreditation of his that is in force and covers the subject and
		/// the type; while the subject has no open certificate of this type. A submission must be validated, a stakeholder or
		/// device active. A `valid_from` that has passed is raised to now. Takes a ticket of the caller's account.
		///
		/// Errors: [`Error::NotRegulator`], [`Error::UnknownAccreditation`], [`Error::NotHolder`],
		/// [`Error::AccreditationRevoked`], [`Error::AccreditationNotYetValid`], [`Error::AccreditationExpired`],
		/// [`Error::HolderNotActive`], [`Error::PowerMissing`], [`Error::TypeNotAllowed`], [`Error::UnknownSubject`],
		/// [`Error::NotValidated`], [`Error::SubjectNotActive`], [`Error::OutOfScope`], [`Error::OwnSubject`],
		/// [`Error::ValidatorCannotCertify`], [`Error::ValidityInPast`], [`Error::InvalidPeriod`],
		/// [`Error::ValidityTooLong`], [`Error::AlreadyCertified`], [`Error::SuspendedFromAbove`],
		/// [`Error::TooManyCertificates`], and what the ticket says.
		/// Event: [`Event::Certified`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::certify())]
		pub fn certify(
			origin: OriginFor<T>,
			accreditation: AccreditationId,
			subject: CertificateSubject,
			kind: CertificateType,
			valid_from: Moment,
			statement: Statement,
		) -> DispatchResult {
			let issuer = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_certify(issuer, accreditation, subject, kind, valid_from, statement)
		}

		/// Puts a new certificate in the place of one that is valid, or not yet valid. Both stay, linked; the new one is valid
		/// from now on.
		///
		/// By the issuer of the old one, on an accreditation of his that may be another one; everything that `certify` asks for
		/// is asked for again. A suspended certificate cannot be renewed: that would undo the suspension.
		///
		/// Errors: [`Error::UnknownCertificate`], [`Error::NotIssuer`], [`Error::CertificateSuspended`],
		/// [`Error::CertificateRevoked`], [`Error::CertificateSuperseded`], [`Error::CertificateExpired`], and those of
		/// [`Pallet::certify`]. Events: [`Event::Certified`], [`Event::Superseded`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(
			origin: OriginFor<T>,
			certificate: CertificateId,
			accreditation: AccreditationId,
			statement: Statement,
		) -> DispatchResult {
			let issuer = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_renew(issuer, certificate, accreditation, statement)
		}

		/// Suspends an open certificate, or takes the suspension over from a lower authority.
		///
		/// By its issuer, whatever his roles are today; by an active regulator above him in the chain, while nothing above
		/// himself is revoked; or by the admin origin.
		///
		/// Errors: [`Error::UnknownCertificate`], [`Error::NotAuthorized`], [`Error::CertificateRevoked`],
		/// [`Error::CertificateSuperseded`], [`Error::AccreditationRevoked`], [`Error::CertificateExpired`],
		/// [`Error::CertificateSuspended`]. Event: [`Event::Suspended`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(
			origin: OriginFor<T>,
			certificate: CertificateId,
			reason: Hash,
		) -> DispatchResult {
			let actor = Self::ensure_authority(origin)?;
			Self::do_suspend(actor, certificate, reason)
		}

		/// Lifts the suspension of a certificate.
		///
		/// By an authority over it of at least the rank of the one that suspends: a regulator whose accreditation is in force and
		/// who has no part in the subject, or the admin origin.
		///
		/// Errors: [`Error::UnknownCertificate`], [`Error::NotAuthorized`], [`Error::CertificateRevoked`],
		/// [`Error::CertificateSuperseded`], [`Error::AccreditationRevoked`], [`Error::CertificateExpired`],
		/// [`Error::NotSuspended`], [`Error::SuspendedFromAbove`], [`Error::AccreditationNotYetValid`],
		/// [`Error::AccreditationExpired`], [`Error::HolderNotActive`], [`Error::OwnSubject`]. Event:
		/// [`Event::Reinstated`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(
			origin: OriginFor<T>,
			certificate: CertificateId,
			reason: Hash,
		) -> DispatchResult {
			let actor = Self::ensure_authority(origin)?;
			Self::do_reinstate(actor, certificate, reason)
		}

		/// Revokes a certificate, for ever. The record stays, with moment, author and reason.
		///
		/// By its issuer, whatever his roles are today; by an active regulator above him in the chain, while nothing above
		/// himself is revoked; or by the admin origin: it is for the council to revoke what a regulator issued that is suspended
		/// or dismissed. One that expired or was superseded can be revoked too: it says that the certificate should not have been
		/// given. A suspended one only by an authority of at least the rank of the one that suspends.
		///
		/// Errors: [`Error::UnknownCertificate`], [`Error::NotAuthorized`], [`Error::CertificateRevoked`],
		/// [`Error::SuspendedFromAbove`]. Event: [`Event::Revoked`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(
			origin: OriginFor<T>,
			certificate: CertificateId,
			reason: Hash,
		) -> DispatchResult {
			let actor = Self::ensure_authority(origin)?;
			Self::do_revoke(actor, certificate, reason)
		}
	}
}
