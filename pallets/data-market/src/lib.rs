//! # Data market
//!
//! Where suppliers and demanders of data find each other (Y.4560 8.3, 9.7). A supplier offers validated
//! submissions at a price, a demander says what is needed and what it may cost, and the chain matches the two by
//! the rule that the demander chose. A match opens an agreement; delivery and payment are the agreement's business.
//!
//! ## Terms
//!
//! - **Lot**: submissions of one data set that are sold together. What a lot is worth (quality, age, certificates,
//!   records) is never claimed by the supplier: the registry says it, and it is asked again at the
//!   moment of the match.
//! - **Offer**: a lot, a price per copy, a number of copies, a last moment of validity.
//! - **Demand**: a category, an area, bounds on price, quality, age, records and certificates, a policy, a last moment
//!   of validity. A demand is for one copy of one lot.
//! - **Policy**: how the chain chooses among admissible offers. It belongs to the demand.
//! - **Order**: an offer or a demand.
//! - **Candidate**: an order of the other side that is looked at while an order is placed.
//! - **Copy**: the right of one demander to one agreement about the lot. Every match uses one up.
//!
//! ## Life of an order
//!
//! ```text
//!                              place_offer / place_demand
//!                                         |
//!                                         v            no candidate fits
//!                                 looks at candidates ------------------> open
//!                                         |                                |
//!                     a candidate fits    |      a later order fits, or    |
//!                     (offer: last copy)  |      take_offer                |
//!                                         v                                |
//!                                      matched <---------------------------+
//!                                                                          |
//!                    withdrawn <--- withdraw_offer / withdraw_demand ------+
//!                                                                          |
//!                      expired <--- agenda, or prune by anyone ------------+
//!                                   (also once its owner may not trade)
//! ```
//!
//! All four ends are the same to the state: the record, its line in the index and its place in the agenda are removed
//! and the ticket goes back to the account that paid it. An offer stays open until its last copy is sold.
//!
//! ## How matching works, and how far it goes
//!
//! Open orders are indexed per category: offers by price upwards, demands by highest price downwards, the older first
//! among equals. An order that is placed looks at no more than [`Config::MaxCandidates`] orders of
//! the other side, in that order, and only at those whose price fits. Of one owner it looks at four; further orders of the
//! same owner are passed by. For each candidate that there may be it reads four lines of the index at most. Work is bounded
//! by these numbers, and the fee is for the candidates that were really looked at, or for a quarter of the lines that were
//! read if that is more.
//!
//! - A **demand** with [`Policy::Cheapest`] takes the first candidate that is admissible. With
//!   [`Policy::BestQuality`] or [`Policy::Freshest`] it takes the best of the admissible ones *among these
//!   candidates*. That is the best of the cheapest `MaxCandidates`, not the best of the market: an offer that is
//!   better and dearer than all of them is not seen. Who wants that one looks for it off chain and calls
//!   [`take_offer`](Pallet::take_offer), which has no such bound.
//! - An **offer** goes to the demands that pay most, each at the offer's own price, one copy each, until it is sold
//!   out or the candidates are used up. A demand that was already resting takes the first admissible offer that
//!   comes by, whatever its policy: waiting for a better one is what not placing the demand yet is for.
//! - Orders that rest are not compared with each other again. If a certificate is issued later, the demander who
//!   waits for it calls `take_offer`.
//!
//! A pair is checked by the pure rule that also runs off chain:
//!
//! ```
//! use counterfoil_primitives::market::{admissible, Mismatch, Need, Policy, Supply};
//!
//! let supply = Supply {
//! 	category: "water/flow".parse().unwrap(),
//! 	region: "u33dc0".parse().unwrap(),
//! 	price: 900,
//! 	quality: 970,
//! 	newest: 1_000_000,
//! 	certified: true,
//! 	records: 1_440,
//! };
//! let need = Need {
//! 	category: "water/flow".parse().unwrap(),
//! 	region: "u33".parse().unwrap(),
//! 	max_price: 1_000,
//! 	min_quality: 950,
//! 	max_age: 60_000,
//! 	certificate_required: true,
//! 	min_records: 1_000,
//! 	policy: Policy::Cheapest,
//! };
//! assert_eq!(admissible(&supply, &need, 1_060_000), Ok(()));
//! assert_eq!(admissible(&supply, &need, 1_060_001), Err(Mismatch::Age));
//! ```
//!
//! ## Cost
//!
//! An order is paid for by a ticket ([`Config::Consideration`]) on the account of the subject that placed it, as long as
//! it is open. A match moves no money here. The agreement that it opens takes a ticket of its own, from the demander. It
//! may be a stranger's offer that causes it, at a moment that the demander did not choose and with as many parts as the
//! stranger likes. So the ticket of a demand covers the largest agreement beforehand
//! ([`Agreements::largest_footprint`](counterfoil_primitives::traits::Agreements::largest_footprint)) and is returned in the
//! step that opens the agreement, before it does: what a demander has free never shrinks by a match. This holds where the
//! escrow prices its tickets as the market does, and where a larger footprint of one item never costs less.
//!
//! ## What can go wrong
//!
//! - **A counterparty that cannot open an agreement**, for instance one that owes the escrow too many steps. When the chain picks the pair, that pair alone is rolled back, [`Event::MatchFailed`] says why, and
//!   the next candidate is tried: nobody can block others by a rotten order at the head of the book. In `take_offer` the
//!   whole call fails with the same error.
//! - **A head of the book full of candidates that do not fit.** They use up the candidates of an automatic
//!   match, each at the price of a ticket. One party alone cannot do it with as many orders as there are candidates, because
//!   only four of them count. It can with `4 * MaxCandidates` orders, which are all the lines that are read, and so can
//!   several parties that collude with `MaxCandidates` orders between them. Then an order that is placed rests, and
//!   `take_offer` brings the two together: it does not look at the book at all.
//! - **A demander of many demands.** A new offer sells to at most four of them; the others wait for the next offer, or for
//!   their owner's `take_offer`.
//! - **A party that was suspended, a certificate that was revoked or lapsed, data that went stale** after the order was
//!   placed: found at the match, because everything is asked again.
//! - **A full block**: the agenda removes orders some blocks late. They do not match meanwhile: validity is checked by
//!   the clock, not by presence.
//!
//! ## Histories
//!
//! Orders and matches belong to the histories of the parties and of the data set, not to those of the submissions in the
//! lot (Y.4560 7.1.2; `audit.rs`).
//!
//! ## Reads
//!
//! `pallet-data-market-runtime-api` lists the open orders and explains for a pair why it does or does not match.
//!
//! [`Policy::Cheapest`]: counterfoil_primitives::market::Policy::Cheapest
//! [`Policy::BestQuality`]: counterfoil_primitives::market::Policy::BestQuality
//! [`Policy::Freshest`]: counterfoil_primitives::market::Policy::Freshest

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Demand, Offer, OfferTerms, OrderKind};
pub use weights::WeightInfo;

/// Target of the log lines of this pallet.
pub(crate) const LOG_TARGET: &str = "runtime::data-market";

/// What the benchmarks need from the chain that they run in.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// An account that controls an active stakeholder with the roles supplier and demander, with
	/// enough money for tickets; another one for every seed.
	fn subject(seed: u32) -> counterfoil_primitives::traits::Subject<T::AccountId>;

	/// A new data set of the supplier, with so many submissions that are validated and certified. All data sets made by
	/// this function have the same category and region.
	fn lot(
		supplier: &counterfoil_primitives::traits::Subject<T::AccountId>,
		submissions: u32,
	) -> (counterfoil_primitives::DataSetId, alloc::vec::Vec<counterfoil_primitives::SubmissionId>);

	/// Sets the chain's clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		market::{Need, Policy},
		text::{Category, Region},
		traits::{Agreements, AuditLog, DataRegistry, Identities, Subject},
		AgreementId, DataSetId, DemandId, DidId, Moment, OfferId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_runtime::traits::AtLeast32BitUnsigned;

	use super::{Demand, Offer, OfferTerms, OrderKind, WeightInfo};

	/// The version of the layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the runtime says about this pallet.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Time: Time<Moment = Moment>;

		/// On whose behalf a call is made. Winding down must stay possible for a subject that is suspended,
		/// so this may let it pass: placing and taking ask for the role as well, which only an active subject has.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who is active in which role.
		type Identities: Identities;

		/// What is known about the data.
		type Registry: DataRegistry;

		/// Where a match becomes an agreement.
		type Agreements: Agreements<Self::AccountId, Self::Balance, Error = DispatchError>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// An amount of the chain's token.
		type Balance: Parameter
			+ Member
			+ AtLeast32BitUnsigned
			+ Copy
			+ Default
			+ MaxEncodedLen
			+ Into<u128>;

		/// What an order that is open costs.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// How many submissions a lot may have.
		#[pallet::constant]
		type MaxLot: Get<u32>;

		/// How many orders of the other side an order looks at when it is placed. At most four of one owner count, and
		/// four times as many lines of the index are read at most.
		#[pallet::constant]
		type MaxCandidates: Get<u32>;

		/// The lowest price. At least the existential deposit, so that a payment can make an account.
		#[pallet::constant]
		type MinPrice: Get<Self::Balance>;

		/// How long an order may be valid at most, in milliseconds.
		#[pallet::constant]
		type MaxValidity: Get<Moment>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What the benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// The data market.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// Why the market holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The ticket of an order that is open.
		#[codec(index = 0)]
		Order,
	}

	/// The number of the next offer. Written when an offer is placed; numbers are never used twice.
	#[pallet::storage]
	pub type NextOfferId<T: Config> = StorageValue<_, OfferId, ValueQuery>;

	/// The number of the next demand. Written when a demand is placed; numbers are never used twice.
	#[pallet::storage]
	pub type NextDemandId<T: Config> = StorageValue<_, DemandId, ValueQuery>;

	/// The offers that are open, by number.
	///
	/// Written when an offer is placed and when a copy is sold; removed when the last copy is sold, when its owner
	/// withdraws it, or after its validity. Each is paid for by a ticket.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, OfferId, Offer<T>, OptionQuery>;

	/// The demands that are open, by number.
	///
	/// Written when a demand is placed; removed when it is matched, when its owner withdraws it, or after its
	/// validity. Each is paid for by a ticket, which covers the largest agreement that can come of it as well.
	#[pallet::storage]
	pub type Demands<T: Config> = StorageMap<_, Twox64Concat, DemandId, Demand<T>, OptionQuery>;

	/// The open offers of a category in the order of price, then age: category, price, number, the last two
	/// as big-endian bytes so that the order of the keys is the order of the numbers. The value is who placed it.
	///
	/// Written and removed together with the offer, whose ticket pays for it.
	#[pallet::storage]
	pub type OffersByPrice<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Category>,
			NMapKey<Identity, [u8; 16]>,
			NMapKey<Identity, [u8; 8]>,
		),
		DidId,
		OptionQuery,
	>;

	/// The open demands of a category, the one that pays most first, then by age: category, complement of the
	/// highest price, number, the last two as big-endian bytes. The value is who placed it.
	///
	/// Written and removed together with the demand, whose ticket pays for it.
	#[pallet::storage]
	pub type DemandsByPrice<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Category>,
			NMapKey<Identity, [u8; 16]>,
			NMapKey<Identity, [u8; 8]>,
		),
		DidId,
		OptionQuery,
	>;

	/// When which order is removed: buckets of the clock, then orders.
	///
	/// Written and removed together with the order, whose ticket pays for it; worked off at the beginning of blocks.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, (OrderKind, u64), (), OptionQuery>;

	/// The first bucket of the agenda that may hold something due. Written when the agenda is worked off.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// What happened in the market.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An offer was placed.
		#[codec(index = 0)]
		OfferPlaced {
			/// Its number.
			offer: OfferId,
			/// Who delivers.
			supplier: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// The category of the data set.
			category: Category,
			/// The region of the data set.
			region: Region,
			/// Price of one copy.
			price: T::Balance,
			/// How many copies there are.
			copies: u32,
			/// The last moment at which it can be matched.
			valid_until: Moment,
		},
		/// A demand was placed.
		#[codec(index = 1)]
		DemandPlaced {
			/// Its number.
			demand: DemandId,
			/// Who asks.
			demander: DidId,
			/// The category that is asked for.
			category: Category,
			/// The area that is asked for.
			region: Region,
			/// The highest price.
			max_price: u128,
			/// How the chain chooses.
			policy: Policy,
			/// The last moment at which it can be matched.
			valid_until: Moment,
		},
		/// An offer and a demand were matched: the demand is closed, the offer has a copy less.
		#[codec(index = 2)]
		Matched {
			/// The offer.
			offer: OfferId,
			/// The demand.
			demand: DemandId,
			/// The agreement that was opened.
			agreement: AgreementId,
			/// Who delivers.
			supplier: DidId,
			/// Who receives and pays.
			demander: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// The price, which is the offer's.
			price: T::Balance,
			/// Copies that are left; with none left the offer is closed.
			copies_left: u32,
			/// Who brought it about: the party whose order was placed now, or who took the offer.
			by: DidId,
		},
		/// An admissible pair was not matched because its agreement could not be opened. Both orders stay as they were.
		#[codec(index = 3)]
		MatchFailed {
			/// The offer.
			offer: OfferId,
			/// The demand.
			demand: DemandId,
			/// Why the agreement could not be opened.
			error: DispatchError,
		},
		/// An offer was withdrawn by its owner.
		#[codec(index = 4)]
		OfferWithdrawn {
			/// The offer.
			offer: OfferId,
			/// Its owner.
			supplier: DidId,
			/// The data set that would have been delivered from.
			data_set: DataSetId,
		},
		/// A demand was withdrawn by its owner.
		#[codec(index = 5)]
		DemandWithdrawn {
			/// The demand.
			demand: DemandId,
			/// Its owner.
			demander: DidId,
		},
		/// An offer was removed: its validity has passed, or its owner may not supply.
		#[codec(index = 6)]
		OfferExpired {
			/// The offer.
			offer: OfferId,
			/// Its owner.
			supplier: DidId,
			/// The data set that would have been delivered from.
			data_set: DataSetId,
		},
		/// A demand was removed: its validity has passed, or its owner may not demand.
		#[codec(index = 7)]
		DemandExpired {
			/// The demand.
			demand: DemandId,
			/// Its owner.
			demander: DidId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such open offer. It was never placed, is sold out, withdrawn or expired.
		#[codec(index = 0)]
		UnknownOffer,
		/// There is no such open demand. It was never placed, is matched, withdrawn or expired.
		#[codec(index = 1)]
		UnknownDemand,
		/// The order belongs to someone else. Act for the subject that placed it.
		#[codec(index = 2)]
		NotTheOwner,
		/// The subject is not active as a supplier. Apply for the role, or have the suspension lifted.
		#[codec(index = 3)]
		NotASupplier,
		/// The subject is not active as a demander. Apply for the role, or have the suspension lifted.
		#[codec(index = 4)]
		NotADemander,
		/// The data set belongs to another supplier. Offer data of your own.
		#[codec(index = 5)]
		NotTheSupplier,
		/// The lot has no submission. Name at least one.
		#[codec(index = 6)]
		EmptyLot,
		/// The submissions are not in strictly ascending order. Sort them and name each once.
		#[codec(index = 7)]
		LotNotAscending,
		/// The registry does not take so many submissions or records in a lot. Split the lot.
		#[codec(index = 8)]
		LotTooLarge,
		/// There is no such data set. Register it first.
		#[codec(index = 9)]
		UnknownDataSet,
		/// There is no such submission. Submit it first.
		#[codec(index = 10)]
		UnknownSubmission,
		/// A submission belongs to another data set. One lot is of one data set.
		#[codec(index = 11)]
		NotOfDataSet,
		/// A submission is not validated. Wait for the validators, or leave it out.
		#[codec(index = 12)]
		NotValidated,
		/// The offer has no copy. Offer at least one.
		#[codec(index = 13)]
		NoCopies,
		/// The price, or the highest price, is below the lowest price that is allowed.
		#[codec(index = 14)]
		PriceTooLow,
		/// The region is not a geohash.
		#[codec(index = 15)]
		InvalidRegion,
		/// The quality is above 1000 per mille, which no data can have.
		#[codec(index = 16)]
		QualityOutOfRange,
		/// The order would be past its validity at once. Choose a moment in the future.
		#[codec(index = 17)]
		ValidityInPast,
		/// The order would be valid for longer than is allowed. Choose an earlier moment and place it again later.
		#[codec(index = 18)]
		ValidityTooLong,
		/// The order is still valid. Only its owner may remove it, until its validity has passed or its owner has lost the
		/// role or is not active.
		#[codec(index = 19)]
		StillValid,
		/// The offer is past its validity.
		#[codec(index = 20)]
		OfferExpired,
		/// The demand is past its validity.
		#[codec(index = 21)]
		DemandExpired,
		/// Supplier and demander are the same subject.
		#[codec(index = 22)]
		SameParty,
		/// The supplier of the offer is not active as a supplier any more.
		#[codec(index = 23)]
		SupplierNotActive,
		/// The registry does not vouch for the lot any more.
		#[codec(index = 24)]
		LotUnavailable,
		/// The offer is of another category than the demand.
		#[codec(index = 25)]
		CategoryMismatch,
		/// The offer's region is outside the demand's area.
		#[codec(index = 26)]
		RegionMismatch,
		/// The offer's price is above the demand's highest price.
		#[codec(index = 27)]
		PriceAboveMaximum,
		/// The lot's quality is below the demand's lowest quality.
		#[codec(index = 28)]
		QualityTooLow,
		/// The lot's newest data are older than the demand allows.
		#[codec(index = 29)]
		TooOld,
		/// The demand requires certificates, and a submission of the lot has none that is valid.
		#[codec(index = 30)]
		NotCertified,
		/// The lot has fewer records than the demand asks for.
		#[codec(index = 31)]
		TooFewRecords,
		/// The numbers for orders are used up.
		#[codec(index = 32)]
		TooManyOrders,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Removes orders that are past their validity, as far as the block has room.
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::expire_due(meter);
		}

		/// The bounds of the configuration make sense.
		fn integrity_test() {
			assert!(T::MaxLot::get() > 0, "a lot must have room for a submission");
			assert!(T::MaxCandidates::get() > 0, "an order must look at a candidate at least");
			assert!(T::MaxValidity::get() > 0, "an order must be valid for a while");
			assert!(
				T::MinPrice::get() > T::Balance::default(),
				"data that are free need no market and no escrow"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Offers a lot of own data.
		///
		/// By an active supplier that owns the data set.
		///
		/// All submissions must be validated. Category and region are those of the data set. Takes a ticket, then
		/// looks at up to `MaxCandidates` open demands, at most four of one demander, those that pay most first, and sells a
		/// copy to each that the lot is admissible for, at the offer's price. What is left stays open.
		///
		/// Errors: `NotASupplier`, `ValidityInPast`, `ValidityTooLong`, `PriceTooLow`, `NoCopies`, `EmptyLot`, `LotNotAscending`,
		/// `LotTooLarge`, `UnknownDataSet`, `UnknownSubmission`, `NotOfDataSet`, `NotValidated`, `NotTheSupplier`,
		/// and what the ticket says when the account cannot pay it.
		///
		/// Events: `OfferPlaced`, then `Matched` or `MatchFailed` per demand that fits.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::place_offer(terms.lot_len(), T::MaxCandidates::get()))]
		pub fn place_offer(
			origin: OriginFor<T>,
			terms: OfferTerms<T>,
		) -> DispatchResultWithPostInfo {
			let supplier = T::SubjectOrigin::ensure_origin(origin)?;
			let lot = terms.lot_len();
			let looked_at = Self::do_place_offer(supplier, terms)?;
			Ok(Some(T::WeightInfo::place_offer(lot, looked_at)).into())
		}

		/// Takes an own offer back.
		///
		/// By the subject that placed it, at any time before its last copy is sold; also while it is suspended.
		/// Agreements that were opened from it go on. Returns the ticket.
		///
		/// Errors: `UnknownOffer`, `NotTheOwner`. Event: `OfferWithdrawn`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw_offer())]
		pub fn withdraw_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw_offer(subject, offer)
		}

		/// Asks for data.
		///
		/// By an active demander.
		///
		/// Takes a ticket, which covers the largest agreement as well, then looks at up to `MaxCandidates` open offers, at
		/// most four of one supplier, the cheapest first, and takes one by the policy of the need, at the offer's price. If
		/// none fits, the demand stays open.
		///
		/// Errors: `NotADemander`, `ValidityInPast`, `ValidityTooLong`, `PriceTooLow`, `InvalidRegion`, `QualityOutOfRange`,
		/// and what the ticket says when the account cannot pay it.
		///
		/// Events: `DemandPlaced`, then `Matched` if an offer fits, or `MatchFailed` for each that would have.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::place_demand(T::MaxLot::get(), T::MaxCandidates::get()))]
		pub fn place_demand(
			origin: OriginFor<T>,
			need: Need,
			valid_until: Moment,
		) -> DispatchResultWithPostInfo {
			let demander = T::SubjectOrigin::ensure_origin(origin)?;
			let looked_at = Self::do_place_demand(demander, need, valid_until)?;
			Ok(Some(T::WeightInfo::place_demand(T::MaxLot::get(), looked_at)).into())
		}

		/// Takes an own demand back.
		///
		/// By the subject that placed it, at any time before it is matched; also while it is suspended. Returns the ticket.
		///
		/// Errors: `UnknownDemand`, `NotTheOwner`. Event: `DemandWithdrawn`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_demand())]
		pub fn withdraw_demand(origin: OriginFor<T>, demand: DemandId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw_demand(subject, demand)
		}

		/// Answers an own demand with an offer of the demander's own choice.
		///
		/// By the active demander that placed the demand. The offer must be admissible for the demand; the policy
		/// does not matter, because the demander has chosen. An agreement is opened at the offer's price, or nothing changes.
		///
		/// Errors: `UnknownDemand`, `NotTheOwner`, `UnknownOffer`, `OfferExpired`, `DemandExpired`, `SameParty`,
		/// `SupplierNotActive`, `NotADemander`, `LotUnavailable`, `CategoryMismatch`, `RegionMismatch`, `PriceAboveMaximum`,
		/// `QualityTooLow`, `TooOld`, `NotCertified`, `TooFewRecords`, and why an agreement could not be opened.
		///
		/// Event: `Matched`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::take_offer(T::MaxLot::get()))]
		pub fn take_offer(
			origin: OriginFor<T>,
			demand: DemandId,
			offer: OfferId,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_take_offer(subject, demand, offer)
		}

		/// Removes an order that is past its validity, or whose owner may not trade: one that is not active, or does not hold
		/// the role of supplier (for an offer) or demander (for a demand) any more.
		///
		/// By any account. The chain removes what is past its validity by itself; this is for those who do not want to wait
		/// for a block with room. An order whose owner may not trade cannot be matched, and takes up room in the book until
		/// someone removes it. The ticket goes back to the account that paid it.
		///
		/// Errors: `UnknownOffer`, `UnknownDemand`, `StillValid`. Event: `OfferExpired` or `DemandExpired`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::prune())]
		pub fn prune(origin: OriginFor<T>, kind: OrderKind, id: u64) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_prune(kind, id)
		}
	}
}
