//! # Custody
//!
//! Who was given which data, by whom, when and on what terms; and that terms only get narrower from hand to hand (Y.4560 I.2,
//! 8.4). The chain holds no data: it holds what was signed about them, for ever, so that *who can have leaked it* has an answer.
//!
//! ## Terms
//! - *Usage statement*: what a holder may do: the hash of an ODRL 2.2 agreement, and of its words those that a machine compares
//!   ([`UsageTerms`]). `docs/protocol/usage-profile.md` says who enforces which.
//! - *Holding*: that somebody was given certain parts of a data set on a certain statement. It never goes away.
//! - *Receipt*: what the holder says to it: nothing, that he received them, or that he did not.
//! - *Depth*: through how many hands the data went since the owner's; at most 8 ([`MAX_DEPTH`]).
//! - *Marks*: what distinguishes one copy from all others: the root over its encrypted leaves, the hash of a leaf that was added
//!   for this receiver alone.
//! - *Circulation*: that somebody asks for data, for himself or, as a *proxy*, for a *user*.
//! - *Hop*: one giving, from the *giver* to his receiver.
//!
//! [`UsageTerms`]: counterfoil_primitives::usage::UsageTerms
//! [`MAX_DEPTH`]: counterfoil_primitives::custody::MAX_DEPTH
//!
//! ## Two ways to a holding
//! *Sold*: an agreement of the escrow ends, and the demander can read the data. The pallet hears of it
//! ([`OnAgreementClosed`]) and records the holding on the statement that the agreement names. Nobody need do anything; the receipt
//! is given, because the demander accepted the ciphertext and the key is known. Root and watermark of the copy are those that the
//! supplier committed to.
//!
//! *Given*, in a circulation. There is one mechanism for every hop, whether from the owner or from somebody who was given the data
//! himself: the receiver asks, the giver gives, the receiver says what he received.
//!
//! There is no third. What an operator serves under a grant, what a stream or a channel pays for, makes no holding, and its readers are in
//! none of the lists of this pallet. What is on record about them is in the history of the data set (`pallet-audit`).
//!
//! [`OnAgreementClosed`]: counterfoil_primitives::traits::OnAgreementClosed
//!
//! ## Circulation with a proxy, the five steps of Y.4560 I.2
//! ```text
//!      user          proxy                     source (owner, or who holds the data)
//!        │ negotiate   │                          │     off chain
//!        │◀───────────▶│                          │
//!        │             │ request                  │     Requested
//!        │ confirm     │                          │     Confirmed
//!        │             │◀──────── provide ────────│     AtProxy: the proxy has a holding
//!        │             │ acknowledge              │
//!        │◀─ provide ──│                          │     Completed: the user has a holding
//!        │ acknowledge │                          │
//! ```
//! Without a user there is one hop: `request`, `provide`, `acknowledge`. Every step may be taken while `now <= until`, which the
//! request names. Until it is over for him a party may [`withdraw`](Pallet::withdraw). What is overdue the chain removes itself,
//! within a second and as far as the block has room, or anybody calls [`expire`](Pallet::expire). Holdings stay whatever becomes
//! of the circulation.
//!
//! A hop that was paid through the escrow is a hop all the same: [`provide_sold`](Pallet::provide_sold) names the agreement,
//! which the chain itself saw delivered between these two, and takes the holding that it made. How a hop is paid otherwise is
//! not recorded, since the chain could not check it.
//!
//! ## What the chain enforces at each hop
//! - The owner gives: who has more than half of the ownership of the data set at that moment (Y.4560 8.4). Anybody else gives
//!   out of what he holds: parts that he holds, acknowledged, not beyond the end of his terms, only where they let him distribute.
//! - The statement narrows what the giver may pass on, term by term, and what was asked for.
//! - Copies are a budget: a copy uses up one and those that its receiver may give on
//!   ([`UsageTerms::cost`](counterfoil_primitives::usage::UsageTerms::cost)). So all holders who come of a holding are together at
//!   most as many as its copies.
//! - Data go on to nobody who had them in hand on the way: no cycles.
//! - Secret data sets are given by their owner only, and not passed on (8.4).
//! - A certificate that is shown is valid now, and about the data set or one of the parts.
//!
//! ## What a receipt proves
//! | receipt | proves |
//! |---|---|
//! | `Claimed` | the giver signed that he gave; the receiver had asked for just that, or for more; or he bought it, and has everything back by a judge's word or the giver's |
//! | `Received` | both signed; the receiver accepted the final words of the statement |
//! | `Denied` | the giver signed, the receiver contradicts: they have to settle it elsewhere |
//!
//! Who asked and is silent stays in every list as `Claimed`: to be silent does not take anybody off the list of suspects. But he
//! cannot pass on, and nobody can say that he agreed to the statement. A claim can be made only about who asked for it: no stranger
//! can put anybody on a list. And a denied copy is used up, or giver and receiver could deny together to win it back.
//!
//! ## Whose word is final
//! The statement of a hop is the giver's, within what was asked for. Where it is narrower, the receiver may deny it. Nothing
//! is paid through this pallet, so nothing is lost by that.
//!
//! ## Cost
//! Who asks carries a ticket for the circulation, by the parts that it names, and for its three entries of an index, until it is
//! over. Holdings stay for ever and are paid by the fees of the calls that make them, like histories (ADR 0013): a deposit that
//! returns would pay for evidence to vanish. Each holding is one record of some 3 KB at most, and two entries of indices, by data set
//! and by holder.
//!
//! ## What can go wrong
//! - *The terms do not say what the document says.* The chain cannot read it. Both parties sign both; the profile makes one of
//!   the other, so that anybody can compare.
//! - *Marks that lie.* A giver may record a root that no copy has, or the one of another copy. The receiver finds out before
//!   he acknowledges, if he computes them from what he received.
//! - *The giver leaks and points at the receiver*: he made that copy. See
//!   [`custody`](counterfoil_primitives::custody).
//! - *The same data, anew.* Who was given data can have a device of his own sign the same leaves for a data set of his own, and give or
//!   sell that as its owner: on any terms, as often as he likes, at depth 1. The chain does not refuse it: it cannot tell him from
//!   somebody who measured the same, nor from the rightful owner whose data another one registered after him, and a second DID
//!   without holdings would do for him. But it shows it: `custody` and `suspects` go through every data set with that root, so
//!   his holding stands beside what he gave, and the registry tells which submission is older. If he changed the leaves first, if only
//!   a salt, they have another root, and nothing on chain leads from one to the other.
//! - *Hops that nobody records.* The chain cannot see them. Who is found with data and without a holding has no proof of having them
//!   lawfully, and the copy in his hands leads to whom it was made for.
//! - *Strangers on the list.* Whoever registers the same root as his own, which anybody can who knows it, gives it to whom he likes: these are on
//!   the lists, too, each with its data set, whose registration tells who was first. A mark on a holding is the giver's word.
//! - *One holding hidden among many.* An owner gives to many DIDs of his own. Each costs him fees, and who searches reads pages until
//!   the last one.
//! - *Ownership moves.* A holding that the former owner gave stays what it is.
//! - *The owner of a data set without a majority*: nobody gives, until owners agree on one.
//!
//! ## Example
//! What a holder asks himself before he passes data on, with the same code as the chain:
//! ```
//! use counterfoil_primitives::{
//! 	access::{Action, Actions},
//! 	usage::{UsageTerms, Widening},
//! };
//!
//! let mine = UsageTerms {
//! 	actions: Actions::from(Action::Read) | Action::Distribute,
//! 	copies: 2,
//! 	until: Some(1_000),
//! 	..UsageTerms::unlimited()
//! };
//! let widest = mine.passable(0, 500).unwrap();
//! let his = UsageTerms { actions: Action::Read.into(), copies: 0, ..widest.clone() };
//! assert_eq!(his.narrows(&widest), Ok(()));
//!
//! // For longer than I may use them myself: never.
//! let longer = UsageTerms { until: Some(1_001), ..his };
//! assert_eq!(longer.narrows(&widest), Err(Widening::Expiry));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

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

pub use pallet::*;
pub use types::{Circulation, End, EndUser, Holding, Parts, Provision, Stage, Submissions};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::custody";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for an active service provider that can pay a ticket; returns the DID.
	fn subject(account: &T::AccountId) -> counterfoil_primitives::did::DidId;
	/// Makes a data set of that supplier with so many submissions; returns its number and theirs, in ascending order.
	fn data_set(
		owner: &counterfoil_primitives::traits::Subject<T::AccountId>,
		submissions: u32,
	) -> (counterfoil_primitives::DataSetId, alloc::vec::Vec<counterfoil_primitives::SubmissionId>);
	/// Makes a certificate about the data set, if the runtime can.
	fn certificate(
		_data_set: counterfoil_primitives::DataSetId,
	) -> Option<counterfoil_primitives::CertificateId> {
		None
	}
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use counterfoil_primitives::{
		custody::{CirculationId, Source},
		did::DidId,
		traits::{AuditLog, Certificates, DataRegistry, Fingerprints, Identities, Rights, Subject},
		usage::UsageStatement,
		AgreementId, CertificateId, DataSetId, HoldingId, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The chain of custody.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// Who is active, and who is a service provider.
		type Identities: Identities;

		/// Which data sets and submissions there are.
		type Registry: DataRegistry + Fingerprints;

		/// Who owns a data set.
		type Rights: Rights;

		/// Which certificates are valid.
		type Certificates: Certificates;

		/// Who may act for a DID that is active: asks, confirms, gives.
		type ActiveOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may act for a DID. One that is suspended still may: it is to be able to say what it received, and to step back.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// What a circulation costs the account of who asks.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// How long a circulation may take, in milliseconds.
		#[pallet::constant]
		type MaxDuration: Get<Moment>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The ticket of who asks, from the request until the circulation is over. For a runtime whose `Consideration` is a
		/// hold; this pallet itself never names it.
		#[codec(index = 0)]
		Circulation,
	}

	/// Who was given what, on what terms. Written when data are given or sold, changed when its holder says what he received and
	/// when he passes the data on. Never removed: it is evidence, and paid by fees.
	#[pallet::storage]
	pub type Holdings<T: Config> = StorageMap<_, Twox64Concat, HoldingId, Holding, OptionQuery>;

	/// The holdings of a data set. One entry per holding, as lasting as that.
	#[pallet::storage]
	pub type HoldingsOfDataSet<T: Config> =
		StorageDoubleMap<_, Twox64Concat, DataSetId, Twox64Concat, HoldingId, (), OptionQuery>;

	/// The holdings of a holder. One entry per holding, as lasting as that.
	#[pallet::storage]
	pub type HoldingsOf<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, HoldingId, (), OptionQuery>;

	/// The holding that an agreement made. Written when an agreement ends that delivered; never removed.
	#[pallet::storage]
	pub type HoldingOfAgreement<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, HoldingId, OptionQuery>;

	/// The number that the next holding gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextHoldingId<T: Config> = StorageValue<_, HoldingId, ValueQuery>;

	/// The open circulations. Written by `request` and by every step, removed when it is over. Each is paid by its ticket and
	/// has a deadline.
	#[pallet::storage]
	pub type Circulations<T: Config> =
		StorageMap<_, Twox64Concat, CirculationId, Circulation<T>, OptionQuery>;

	/// The open circulations of giver, receiver and user. Two or three entries per circulation, written and removed with it;
	/// its ticket pays for them.
	#[pallet::storage]
	pub type CirculationsOf<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, CirculationId, (), OptionQuery>;

	/// The number that the next circulation gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextCirculationId<T: Config> = StorageValue<_, CirculationId, ValueQuery>;

	/// The open circulations by the bucket of time in which their deadline has passed. One entry per circulation.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, CirculationId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold overdue entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody asks for data.
		#[codec(index = 0)]
		Requested {
			/// The circulation.
			circulation: CirculationId,
			/// Out of what.
			source: Source,
			/// Who has them.
			giver: DidId,
			/// Who asks.
			receiver: DidId,
			/// For whom, if not for himself.
			user: Option<DidId>,
			/// The data set.
			data_set: DataSetId,
			/// Until when all of it may be done.
			until: Moment,
		},
		/// The user wants what the proxy asked for him.
		#[codec(index = 1)]
		Confirmed {
			/// The circulation.
			circulation: CirculationId,
			/// Who wants it.
			user: DidId,
			/// The proxy.
			receiver: DidId,
			/// Who has the data.
			giver: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// Data were given in a circulation.
		#[codec(index = 2)]
		Provided {
			/// The circulation.
			circulation: CirculationId,
			/// The holding of who was given them.
			holding: HoldingId,
			/// Who gave them.
			giver: DidId,
			/// Who was given them.
			holder: DidId,
			/// The data set.
			data_set: DataSetId,
			/// The statement of permitted use.
			usage: UsageStatement,
			/// The certificate that was shown.
			certificate: Option<CertificateId>,
			/// The agreement by which they were sold, if they were.
			agreement: Option<AgreementId>,
		},
		/// An agreement delivered data.
		#[codec(index = 3)]
		Sold {
			/// The holding of the demander.
			holding: HoldingId,
			/// The agreement.
			agreement: AgreementId,
			/// The supplier.
			giver: DidId,
			/// The demander.
			holder: DidId,
			/// The data set.
			data_set: DataSetId,
			/// The statement of permitted use.
			usage: UsageStatement,
		},
		/// The holder says that he received the data on these terms.
		#[codec(index = 4)]
		Acknowledged {
			/// The holding.
			holding: HoldingId,
			/// Who received them.
			holder: DidId,
			/// Who gave them.
			giver: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// The holder says that he did not receive the data, or not on these terms.
		#[codec(index = 5)]
		Denied {
			/// The holding.
			holding: HoldingId,
			/// Who says so.
			holder: DidId,
			/// Who says that he gave them.
			giver: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// A circulation is over, and its ticket returned.
		#[codec(index = 6)]
		Closed {
			/// The circulation.
			circulation: CirculationId,
			/// How it ended.
			end: End,
			/// Who had the data.
			giver: DidId,
			/// Who asked.
			receiver: DidId,
			/// For whom, if not for himself.
			user: Option<DidId>,
			/// The data set.
			data_set: DataSetId,
			/// Who gave the data last, or stepped back; nobody if time ran out.
			by: Option<DidId>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no data set of this number.
		#[codec(index = 0)]
		UnknownDataSet,
		/// There is no submission of this number.
		#[codec(index = 1)]
		UnknownSubmission,
		/// There is no holding of this number.
		#[codec(index = 2)]
		UnknownHolding,
		/// There is no open circulation of this number. It was never asked for, or it is over.
		#[codec(index = 3)]
		UnknownCirculation,
		/// No agreement of this number delivered anything. Wait until it has ended.
		#[codec(index = 4)]
		UnknownAgreement,
		/// The submission belongs to another data set.
		#[codec(index = 5)]
		NotOfDataSet,
		/// No submission was named.
		#[codec(index = 6)]
		NoParts,
		/// The submissions are not in strictly ascending order.
		#[codec(index = 7)]
		NotAscending,
		/// A part is named that the giver does not hold, or that the agreement did not deliver.
		#[codec(index = 8)]
		PartNotHeld,
		/// Nobody has more than half of the ownership of the data set, so nobody can give it. Let the owners agree on one.
		#[codec(index = 9)]
		NoOwner,
		/// The caller has no longer more than half of the ownership of the data set.
		#[codec(index = 10)]
		NotOwner,
		/// The caller is not the one who is to give the data now.
		#[codec(index = 11)]
		NotGiver,
		/// The caller is not the user of this circulation.
		#[codec(index = 12)]
		NotUser,
		/// The caller is not the holder of this holding.
		#[codec(index = 13)]
		NotHolder,
		/// The caller has no part in this circulation, or none any more.
		#[codec(index = 14)]
		NotParty,
		/// A party is on two sides: giver, receiver and user have to be three.
		#[codec(index = 15)]
		SameParty,
		/// The data were in the hands of the receiver or the user already: they would go round.
		#[codec(index = 16)]
		Upstream,
		/// The data would go through more hands than they may.
		#[codec(index = 17)]
		TooDeep,
		/// The proxy is not a service provider.
		#[codec(index = 18)]
		NotServiceProvider,
		/// The receiver or the user is not active.
		#[codec(index = 19)]
		NotActive,
		/// The data set is secret: its owner alone gives it, and it is not passed on.
		#[codec(index = 20)]
		DataSetIsSecret,
		/// The user has not confirmed yet.
		#[codec(index = 21)]
		NotConfirmed,
		/// The user has confirmed already.
		#[codec(index = 22)]
		AlreadyConfirmed,
		/// The giver has given the data already.
		#[codec(index = 23)]
		AlreadyProvided,
		/// The giver has not acknowledged that he received the data himself.
		#[codec(index = 24)]
		NotReceived,
		/// The holder has said already what he received.
		#[codec(index = 25)]
		AlreadyAnswered,
		/// The deadline of the circulation has passed.
		#[codec(index = 26)]
		DeadlinePassed,
		/// The deadline of the circulation has not passed.
		#[codec(index = 27)]
		DeadlineNotPassed,
		/// The deadline is farther away than it may be.
		#[codec(index = 28)]
		TooLong,
		/// The terms are not in their one form: purposes ascending, the region a geohash, copies only with `distribute`.
		#[codec(index = 29)]
		MalformedTerms,
		/// The terms are over before they begin.
		#[codec(index = 30)]
		TermsOver,
		/// The terms allow an action that was not asked for, or that the giver may not pass on.
		#[codec(index = 31)]
		WiderActions,
		/// The terms allow a purpose that was not asked for, or that the giver may not pass on.
		#[codec(index = 32)]
		WiderPurposes,
		/// The terms last longer than what was asked for, or than the giver's.
		#[codec(index = 33)]
		WiderExpiry,
		/// The terms allow more places than what was asked for, or than the giver's.
		#[codec(index = 34)]
		WiderRegion,
		/// The terms allow more copies than what was asked for, or than the giver has left beside this one.
		#[codec(index = 35)]
		WiderCopies,
		/// The giver's terms do not let him distribute.
		#[codec(index = 36)]
		NotDistributable,
		/// The giver's terms are over.
		#[codec(index = 37)]
		HoldingExpired,
		/// The giver has no copies left.
		#[codec(index = 38)]
		NoCopiesLeft,
		/// The certificate is unknown, expired, suspended or revoked.
		#[codec(index = 39)]
		CertificateNotValid,
		/// The certificate is about something else than the data set or one of the parts.
		#[codec(index = 40)]
		CertificateOfOther,
		/// The agreement is one between others, or about another data set or source.
		#[codec(index = 41)]
		AgreementOfOthers,
		/// The agreement was named in a circulation before.
		#[codec(index = 42)]
		AgreementUsed,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Removes circulations that are overdue: what `expire` does, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			assert!(T::MaxDuration::get() > 0, "a circulation needs time");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Asks for data: for oneself, or as a proxy for a user.
		///
		/// By an active DID, with a user by a service provider. `source` says out of what: a data set, of its owner, or a holding, of its
		/// holder. `usage` is what the receiver is to be allowed, at most; `user.usage` what the user is to be allowed, which
		/// must narrow what `usage` lets one pass on. All of it may be done until `until`. Takes a ticket.
		///
		/// Errors: `UnknownDataSet`, `UnknownHolding`, `NoOwner`, `NoParts`, `NotAscending`, `UnknownSubmission`, `NotOfDataSet`,
		/// `PartNotHeld`, `SameParty`, `Upstream`, `TooDeep`, `NotServiceProvider`, `NotActive`, `DataSetIsSecret`, `NotReceived`,
		/// `DeadlinePassed`, `TooLong`, `MalformedTerms`, `TermsOver`, `Wider…`, `NotDistributable`, `HoldingExpired`,
		/// `NoCopiesLeft`; `Token::FundsUnavailable` if the account cannot spare the ticket. Event: `Requested`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::request(crate::features::count(submissions)))]
		pub fn request(
			origin: OriginFor<T>,
			source: Source,
			submissions: Submissions,
			usage: UsageStatement,
			user: Option<EndUser>,
			until: Moment,
		) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_request(subject, source, submissions, usage, user, until)
		}

		/// Wants what a proxy asked for.
		///
		/// By the user, until the deadline. The source may then give.
		///
		/// Errors: `UnknownCirculation`, `NotUser`, `AlreadyConfirmed`, `DeadlinePassed`. Event: `Confirmed`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::confirm())]
		pub fn confirm(origin: OriginFor<T>, circulation: CirculationId) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_confirm(subject, circulation)
		}

		/// States that the data were given, and on what terms: records a holding.
		///
		/// By whoever is to give now, until the deadline: the giver to who asked, then, if he asked for a user, he to the user,
		/// once he has acknowledged. The terms narrow what was asked for and what the giver may pass on. After the last hop the
		/// circulation is over and the ticket returns.
		///
		/// Errors: `UnknownCirculation`, `NotGiver`, `NotConfirmed`, `AlreadyProvided`, `NotReceived`, `DeadlinePassed`, `NotActive`,
		/// `NotServiceProvider`, `NotOwner`, `DataSetIsSecret`, `MalformedTerms`, `TermsOver`, `Wider…`, `NotDistributable`,
		/// `HoldingExpired`, `NoCopiesLeft`, `CertificateNotValid`, `CertificateOfOther`. Events: `Provided`, after the last hop
		/// `Closed` with `Completed`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::provide())]
		pub fn provide(
			origin: OriginFor<T>,
			circulation: CirculationId,
			provision: Provision,
		) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_provide(subject, circulation, provision)
		}

		/// States that the data were given by an agreement of the escrow, which has delivered: takes the holding that it made.
		///
		/// By the owner who is to give now, until the deadline, to a receiver who is active. The agreement was between the two, about this
		/// data set and all parts that were asked for, on terms that narrow those and are not over. An agreement serves one
		/// circulation.
		///
		/// Errors: `UnknownCirculation`, `NotGiver`, `NotConfirmed`, `AlreadyProvided`, `DeadlinePassed`, `NotActive`, `NotOwner`,
		/// `DataSetIsSecret`, `UnknownAgreement`, `AgreementOfOthers`, `AgreementUsed`, `PartNotHeld`, `MalformedTerms`,
		/// `TermsOver`, `Wider…`, `CertificateNotValid`, `CertificateOfOther`. Events: `Provided`, without a user `Closed` with
		/// `Completed`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::provide_sold())]
		pub fn provide_sold(
			origin: OriginFor<T>,
			circulation: CirculationId,
			agreement: AgreementId,
			certificate: Option<CertificateId>,
		) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_provide_sold(subject, circulation, agreement, certificate)
		}

		/// Says that one received the data on the terms of the holding.
		///
		/// By the holder, at any time, once. From then on he may pass them on, as far as the terms let him.
		///
		/// Errors: `UnknownHolding`, `NotHolder`, `AlreadyAnswered`. Event: `Acknowledged`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::acknowledge())]
		pub fn acknowledge(origin: OriginFor<T>, holding: HoldingId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_answer(subject, holding, true)
		}

		/// Says that one did not receive the data, or not on these terms.
		///
		/// By the holder, at any time, once. The holding stays, with this answer; the giver's copy stays used up.
		///
		/// Errors: `UnknownHolding`, `NotHolder`, `AlreadyAnswered`. Event: `Denied`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::deny())]
		pub fn deny(origin: OriginFor<T>, holding: HoldingId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_answer(subject, holding, false)
		}

		/// Steps back from a circulation: it is over and the ticket returns to who asked.
		///
		/// By who asked and by the user at any time, by the giver until he has given. Holdings stay.
		///
		/// Errors: `UnknownCirculation`, `NotParty`. Event: `Closed` with `Withdrawn`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, circulation: CirculationId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw(subject, circulation)
		}

		/// Removes a circulation that is overdue.
		///
		/// By any signed account, once the deadline has passed. The ticket returns to who asked. Holdings stay.
		///
		/// Errors: `UnknownCirculation`, `DeadlineNotPassed`. Event: `Closed` with `Lapsed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::expire())]
		pub fn expire(origin: OriginFor<T>, circulation: CirculationId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire(circulation)
		}
	}
}
