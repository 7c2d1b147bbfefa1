//! # Data market
//!
//! Where suppliers and demanders of data find each other (Y.4560 8.3, 9.7). A supplier offers validated
//! data at a price, a demander says what is needed and what it may cost, and the two are matched by
//! the rule that the demander chose. A match opens an agreement, or a payment stream for data that are still to come; delivery and
//! payment are their business.
//!
//! ## Terms
//!
//! - **Lot**: submissions of one data set that are sold together. What a lot is worth (quality, age, certificates,
//!   records) is never claimed by the supplier: the registry says it, and it is asked again at the
//!   moment of the match.
//! - **Offer**: goods, a price, a number of copies, usage terms, a last moment of validity. The goods are a lot; or a **query**,
//!   which stands for whatever validated data of the supplier answer it and whose lot is named when a pair is proposed or taken; or a
//!   **live stream** of a data set at a rate.
//! - **Demand**: conditions ([`Need`](counterfoil_primitives::market::Need)), a policy, a last moment of validity. It is for one
//!   lot, for a **volume** of readings that several lots fill together, or for a stream.
//! - **Policy**: which of two answers is better. It belongs to the demand.
//! - **Order**: an offer or a demand.
//! - **Candidate**: an order of the other side that is looked at while an order is placed.
//! - **Copy**: the right of one demander to one agreement. Every match uses one up.
//! - **Proposal**: up to four fills for a demand (an offer each, with a lot if it is a query), by anybody.
//! - **Cover**: a ticket that a demander puts up beforehand for an agreement that may come of his demand.
//!
//! ## Life of an order
//!
//! ```text
//!           place_offer / place_demand          propose, better: replaces       take_offer
//!                      |                            |                               |
//!       candidate fits |  none fits: open           v  window over: conclude        |
//!                      +------------------------> match <---------------------------+
//!                                                   |
//!                  an order asks to be asked        |    nobody has to be asked
//!                         +-------------------------+-------------------------+
//!                         v                                                   v
//!                     suspended ------- accept_match (everybody) -------> agreement / stream
//!                         |                                                   |
//!          reject_match, or nobody answers in time            settled         |  no sale
//!                         v                         +-------------------------+-----------------+
//!                 as it was before                  v                                           v
//!              (supplier is passed over)    demand gone, reward paid     copy returns if the offer is still there,
//!                                                                        demand waits for `rematch`, reward returns
//! ```
//!
//! An offer goes with its last copy: who takes the only one and does not pay ends the offer, and its supplier places it again. A supplier
//! who minds offers more copies, or asks to be asked. A demander who is the only one that is asked and is silent does not lose the supplier
//! by it.
//!
//! Any open order ends by `withdraw_*`, by `amend_*` (which puts another one in its place), after its validity by the agenda, or by
//! `prune` once its validity has passed or its owner may not trade. The record goes when nothing can come of it any more: an offer when
//! it is closed or sold out and no copy is reserved; a demand when it is filled or closed and the agreements that came of it are over.
//! Every ticket goes back to the account that it came from.
//!
//! ## One rule
//!
//! Every pair, however it comes about, is checked by [`admissible`](counterfoil_primitives::market::admissible), which also runs off
//! chain:
//!
//! ```
//! use counterfoil_primitives::{
//! 	did::DidId,
//! 	market::*,
//! 	money::{Asset, Price},
//! 	traits::{CertificateNeed, Delivery},
//! 	usage::UsageTerms,
//! };
//!
//! let supply = Supply {
//! 	supplier: DidId([1; 32]),
//! 	demanders: Parties::default(),
//! 	live: None,
//! 	category: "water/flow".parse().unwrap(),
//! 	region: "u33dc0".parse().unwrap(),
//! 	span: Span { from: 0, to: 1_000_000 },
//! 	schema: None,
//! 	records: 1_440,
//! 	bytes: 14_400,
//! 	quality: 970,
//! 	reputation: 800,
//! 	sold: 0,
//! 	delivery: Some(Delivery::Proven),
//! 	usage: UsageTerms::unlimited(),
//! 	asset: Asset::Native,
//! 	price: Price::PerRecord(2),
//! 	certified: true,
//! };
//! let need = Need {
//! 	wanted: Wanted::Lot { records: 1_000 },
//! 	suppliers: Parties::default(),
//! 	category: "water".parse().unwrap(),
//! 	region: "u33".parse().unwrap(),
//! 	covers: None,
//! 	within: None,
//! 	schema: None,
//! 	quality: 950,
//! 	reputation: 0,
//! 	completeness: None,
//! 	max_age: Some(60_000),
//! 	certificate: CertificateNeed::Any,
//! 	usage: None,
//! 	delivery: DeliveryNeed::default(),
//! 	asset: Asset::Native,
//! 	budget: 3_000,
//! 	policy: Policy::Cheapest,
//! };
//! let (demander, left) = (DidId([2; 32]), need.left());
//! let request = Request { demander: &demander, need: &need, left: &left };
//! let fill = admissible(&supply, &request, 1_060_000).unwrap();
//! assert_eq!(fill.amount, 2_880);
//! assert_eq!(admissible(&supply, &request, 1_060_001), Err(Mismatch::Age));
//! ```
//!
//! ## Two ways to a match
//!
//! **The chain looks by itself, and not far.** Open orders are indexed by category, asset and kind: offers by price upwards, under
//! their category and each above it, so that a demand for `water` finds `water/flow`; demands by highest budget downwards; the older
//! first among equals. An order that is placed looks at no more than [`Config::MaxCandidates`] orders of the other side, in that order,
//! and only at those whose price fits. Of one owner it looks at four; further orders of the same owner are passed by. For each
//! candidate that there may be it reads four lines of the index at most. So the work does not depend on how many orders rest, and the
//! fee is for the lines, the pairs, the submissions and the certificates that were really looked at, and for the matches ([`Effort`]).
//!
//! - A **demand** for a lot or a stream with [`Policy::Cheapest`] takes the first candidate that is admissible. Any other takes the best of
//!   the admissible ones *among these candidates*: the best of the cheapest `MaxCandidates`, not the best of the market. A demand for a
//!   volume takes one after the other until it is filled, by its policy and the price of a reading
//!   ([`compare_parts`](counterfoil_primitives::market::compare_parts)). The candidates are still those that cost the least in all,
//!   smaller lots first: no smaller than the demand allows, and it must allow none with which its fills could not bring the whole.
//! - An **offer** goes to the demands with the highest budgets, each at the offer's own price, one copy each, until it is sold
//!   out or the candidates are used up. A demand that was already resting takes the first admissible offer that comes by, whatever its
//!   policy, unless a proposal for it is pending: then whoever offers better proposes it.
//! - Offers by query are never candidates, because the chain does not know of which lot to think. Orders that rest are not compared
//!   with each other again.
//!
//! **Anybody proposes, and the best proposal counts.** Who has searched further, off chain and as long as he likes, calls
//! [`propose`](Pallet::propose); no role is needed. The chain checks that every fill is admissible for what the ones before leave. The
//! first proposal opens a window as long as the demander chose. In it a strictly better one replaces it: more volume first, then the
//! policy on the whole set ([`rank_set`](counterfoil_primitives::market::rank_set)), then fewer fills. Both are ranked as they are at
//! that moment, and one that has become inadmissible gives way to any. After the window the chain carries the best one out; so may
//! anyone. Everything is asked again then. What fails leaves the orders as they were, and [`Event::MatchFailed`] says why.
//!
//! **Nobody copies a proposal for the reward.** Who has called [`commit_proposal`](Pallet::commit_proposal) beforehand with the hash of
//! what he proposes is older than who copies it, and an equal proposal with an older commitment replaces the copy. Without a window
//! there is no time for that: the first one wins.
//!
//! **The reward is for a sale.** It is held when the demand is placed and goes to who proposed when the agreement is settled, or a judge or
//! the fallback gives the supplier at least half of the price; a part of
//! a volume earns its part. Of an agreement that comes to nothing, of a match that the chain or the demander found, on withdrawal and
//! expiry it goes back. So a supplier gains nothing by having his own offer proposed and stepping back, and a party, or who acts for
//! one, is paid nothing for finding himself. For a stream no reward can be promised: nobody tells the market whether it delivers. A
//! demander who takes an offer that the best proposal named pays all the same, also when that proposal came to nothing meanwhile, and
//! with another lot of an offer by query. Whoever pays for a
//! call on somebody's behalf neither promises a reward by it nor gets one: both are a matter of the subject's own account.
//!
//! ## Cost
//!
//! An order is paid for by a ticket ([`Config::Consideration`]) on the account of the subject that placed it, as long as
//! it is there; so are proposals and commitments. A match moves no money here. The agreement that it opens takes a ticket of its own,
//! from the demander. It may be a stranger's offer that causes it, at a moment that the demander did not choose and with as many parts as
//! the stranger likes. So a demand puts up a cover for each agreement that may come of it
//! ([`Agreements::largest_footprint`](counterfoil_primitives::traits::Agreements::largest_footprint)), and one cover is returned in the
//! step that opens an agreement, before it does: what a demander has free never shrinks by a match. This holds where the
//! escrow prices its tickets as the market does, and where a larger footprint of one item never costs less.
//!
//! ## What can go wrong
//!
//! - **A counterparty that cannot open an agreement**, for instance one that owes the escrow too many steps, or whose judge is tied to a
//!   party. When the chain picks the
//!   pair, that pair alone is rolled back, [`Event::MatchFailed`] says why, and
//!   the next candidate is tried: nobody can block others by a rotten order at the head of the book. What was proposed and cannot be
//!   opened has cost the demander the window; the supplier is passed over from then on, so it does not cost him the next one. If it is the
//!   demander himself who can open nothing, nobody is passed over, and whoever proposes to him pays for it. In `take_offer` the
//!   whole call fails with the same error.
//! - **A head of the book full of candidates that do not fit.** They use up the candidates of an automatic
//!   match, each at the price of a ticket. One party alone cannot do it with as many orders as there are candidates, because
//!   only four of them count. It can with `4 * MaxCandidates` orders, which are all the lines that are read, and so can
//!   several parties that collude with `MaxCandidates` orders between them: two identities with four orders each, whose deposits
//!   return. An offer that is closed to everybody by its list of parties does for that, and so does a budget that nothing backs; the
//!   budget of a whole volume stands before those of single lots. Then an order that is placed rests; a proposal or
//!   `take_offer` brings the two together: neither looks at the book at all.
//! - **A supplier who waits for demands.** What rests is taken by the first admissible offer that comes by, whatever its policy and its
//!   window: a budget can be read, so an offer of just that price and the least quality comes first, before anybody has proposed a
//!   better one. From the first proposal on the window protects the demander. Who minds states a budget that he is content to pay.
//! - **A party that was suspended, a certificate that was revoked or lapsed, data that went stale, an order that was withdrawn or
//!   amended** after it was placed or proposed: found at the match, because everything is asked again.
//! - **A proposal that nobody can beat and that then falls away.** It costs the demander the window. Others may propose again.
//! - **Two proposals that are as good as each other**: the one that was made or committed to first stays, also if the other one names
//!   the older offers. Among the offers that the chain looks at itself the older one wins.
//! - **A stranger's demand that reserves a copy** of an offer whose supplier wants to be asked, or whose own demander does and is silent.
//!   The supplier rejects it, and that demand passes him over from then on; if he is silent, the copy is free again after
//!   [`Config::ConfirmWindow`], until it is proposed again.
//! - **The same readings under two numbers.** A data set takes each fingerprint once, but a supplier can register the same readings in two
//!   data sets. A volume tells submissions apart by their numbers. Who minds names the suppliers that he trusts, or the data set's span and
//!   schema, and asks for certificates.
//! - **A demander who saves the reward.** He sees what is proposed to him, places the demand anew without a reward, or has a friend propose
//!   something better that falls away, and takes the offer.
//!   The chain cannot tell that from a find of his own. Who proposes to strangers for a reward relies on windows of 0, or on the next time.
//! - **A competitor who takes copies and lets them go**, so that a supplier seems to have sold much: the policy of fair shares counts matches,
//!   not sales, or it would lag behind by a whole exchange. Each costs fees, and he can owe the escrow only so many steps.
//! - **A full block**: the agenda works off orders some blocks late. They do not match meanwhile: validity is checked by
//!   the clock, not by presence. A proposal that is late cannot be replaced any more.
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

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod effort;
mod features;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use counterfoil_primitives::market::MAX_PROPOSED;
pub use effort::Effort;
pub use pallet::*;
pub use types::{
	Commitment, Deal, Demand, DemandTerms, Failed, Fills, Find, Goods, Lot, MaxTaken, Offer,
	OfferTerms, Opened, OrderKind, PendingMatch, Proposal, ProposedFill, Query, Sales, Shelf,
	MAX_PASSED,
};
pub use weights::WeightInfo;

/// Number of a match that somebody is asked about, given by the chain, never used twice.
pub type MatchId = u64;

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
		exchange::Outcome,
		market::Policy,
		money::{Asset, Price},
		text::{Category, Region},
		traits::{
			Accounts, Agreements, AuditLog, CertificateNeed, DataRegistry, Identities, Reputations,
			Streams, Subject,
		},
		AgreementId, DataSetId, DemandId, DidId, Hash, Moment, OfferId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			tokens::fungibles::{self, Inspect},
			Consideration, Footprint, Time,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::weights::counted;
	use sp_runtime::traits::AtLeast32BitUnsigned;

	use super::{
		types::count, Commitment, Deal, Demand, DemandTerms, Effort, Fills, Lot, MatchId, Offer,
		OfferTerms, Opened, OrderKind, PendingMatch, Proposal, Sales, Shelf, WeightInfo,
	};

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

		/// Which account stands for a subject: rewards are promised from one's own account, and paid to it.
		type Accounts: Accounts<Self::AccountId>;

		/// What is known about the data.
		type Registry: DataRegistry;

		/// What became of the other deals of a supplier.
		type Reputations: Reputations;

		/// Where a match becomes an agreement.
		type Agreements: Agreements<Self::AccountId, Self::Balance, Error = DispatchError>;

		/// Where a match becomes a payment stream.
		type Streams: Streams<Self::AccountId, Self::Balance, Error = DispatchError>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// An amount of any asset.
		type Balance: Parameter
			+ Member
			+ AtLeast32BitUnsigned
			+ Copy
			+ Default
			+ MaxEncodedLen
			+ From<u8>
			+ TryFrom<u128>
			+ Into<u128>;

		/// The chain's own token and the others. Rewards are held in the chain's own.
		type Assets: fungibles::MutateHold<
				Self::AccountId,
				AssetId = Asset,
				Balance = Self::Balance,
				Reason = Self::RuntimeHoldReason,
			> + fungibles::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ Inspect<Self::AccountId, AssetId = Asset, Balance = Self::Balance>;

		/// Why money is held.
		type RuntimeHoldReason: From<HoldReason>;

		/// What an order that is open costs.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// How many submissions a lot may have.
		#[pallet::constant]
		type MaxLot: Get<u32>;

		/// How many orders of the other side an order looks at when it is placed. At most four of one owner count, and
		/// four times as many lines of the index are read at most.
		#[pallet::constant]
		type MaxCandidates: Get<u32>;

		/// How long an order may be valid at most, in milliseconds.
		#[pallet::constant]
		type MaxValidity: Get<Moment>;

		/// How long a demander may leave for better proposals at most, in milliseconds.
		#[pallet::constant]
		type MaxWindow: Get<Moment>;

		/// How long those who want to be asked have for an answer, in milliseconds.
		#[pallet::constant]
		type ConfirmWindow: Get<Moment>;

		/// In windows of so many milliseconds the matches of a supplier are counted, see `Policy::FairShare`.
		#[pallet::constant]
		type FairWindow: Get<Moment>;

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
		/// The ticket of an order, a cover, a proposal or a commitment.
		#[codec(index = 0)]
		Order,
		/// The reward for who proposes what is bought.
		#[codec(index = 1)]
		Reward,
	}

	/// The number of the next offer. Written when an offer is placed; numbers are never used twice.
	#[pallet::storage]
	pub type NextOfferId<T: Config> = StorageValue<_, OfferId, ValueQuery>;

	/// The number of the next demand. Written when a demand is placed; numbers are never used twice.
	#[pallet::storage]
	pub type NextDemandId<T: Config> = StorageValue<_, DemandId, ValueQuery>;

	/// The number of the next match that somebody is asked about. Written when one is made; numbers are never used twice.
	#[pallet::storage]
	pub type NextMatchId<T: Config> = StorageValue<_, MatchId, ValueQuery>;

	/// The offers of which something may still come, by number.
	///
	/// Written when an offer is placed, a copy is sold, reserved or comes back; removed when none is left, when its owner
	/// withdraws or amends it, or after its validity, as soon as no copy is reserved. Each is paid for by a ticket.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Twox64Concat, OfferId, Offer<T>, OptionQuery>;

	/// The demands of which something may still come, by number.
	///
	/// Written when a demand is placed and with everything that comes of it; removed when it is filled, when its owner withdraws or
	/// amends it, or after its validity, as soon as no match waits and no agreement runs. Each is paid for by tickets, which cover the
	/// largest agreements that can come of it as well.
	#[pallet::storage]
	pub type Demands<T: Config> = StorageMap<_, Twox64Concat, DemandId, Demand<T>, OptionQuery>;

	/// The open offers of lots and streams in the order of price, then age: category with asset and kind, price, number, the last two
	/// as big-endian bytes so that the order of the keys is the order of the numbers. The value is who placed it. An offer has a line
	/// under its category and one under each above it, four at most.
	///
	/// Written and removed together with the offer, whose ticket pays for it.
	#[pallet::storage]
	pub type OffersByPrice<T: Config> = StorageNMap<
		_,
		(NMapKey<Blake2_128Concat, Shelf>, NMapKey<Identity, [u8; 16]>, NMapKey<Identity, [u8; 8]>),
		DidId,
		OptionQuery,
	>;

	/// The open offers by query: category, number as big-endian bytes. The value is who placed it.
	///
	/// Written and removed together with the offer, whose ticket pays for it.
	#[pallet::storage]
	pub type QueryOffers<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Category, Identity, [u8; 8], DidId, OptionQuery>;

	/// The open demands, the one with the highest budget first, then by age: category with asset and kind, complement of the
	/// budget, number, the last two as big-endian bytes. The value is who placed it.
	///
	/// Written and removed together with the demand, whose ticket pays for it.
	#[pallet::storage]
	pub type DemandsByPrice<T: Config> = StorageNMap<
		_,
		(NMapKey<Blake2_128Concat, Shelf>, NMapKey<Identity, [u8; 16]>, NMapKey<Identity, [u8; 8]>),
		DidId,
		OptionQuery,
	>;

	/// Matches that somebody is asked about, by number.
	///
	/// Written when a match is suspended; removed when it is accepted by all, rejected, or not answered in time. At most as many per
	/// demand as it has fills, whose ticket pays for them.
	#[pallet::storage]
	pub type Matches<T: Config> =
		StorageMap<_, Twox64Concat, MatchId, PendingMatch<T>, OptionQuery>;

	/// What each agreement came of, until it is closed. At most as many per demand as it has fills, whose ticket pays for them.
	#[pallet::storage]
	pub type Deals<T: Config> = StorageMap<
		_,
		Twox64Concat,
		AgreementId,
		Deal<T::AccountId, <T as Config>::Balance>,
		OptionQuery,
	>;

	/// The best proposal for each demand so far.
	///
	/// Written by `propose`; removed when it is concluded, replaced, or when the demand is not open any more. One per demand, paid for
	/// by the proposer's ticket.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageMap<_, Twox64Concat, DemandId, Proposal<T>, OptionQuery>;

	/// What somebody will propose, as a hash, by demand and proposer.
	///
	/// Written by `commit_proposal`; removed when it is proposed or withdrawn. Paid for by the proposer's ticket.
	#[pallet::storage]
	pub type Commitments<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		DemandId,
		Blake2_128Concat,
		DidId,
		Commitment<T::AccountId, T::Consideration>,
		OptionQuery,
	>;

	/// How many matches each supplier had lately. Written by every match, one small record per supplier who ever had one; the
	/// fees of the orders pay for it, for as long as there is the supplier.
	#[pallet::storage]
	pub type Sold<T: Config> = StorageMap<_, Blake2_128Concat, DidId, Sales, ValueQuery>;

	/// When which order or match ends: buckets of the clock, then what ends.
	///
	/// Written and removed together with the order or match, whose ticket pays for it; worked off at the beginning of blocks.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, (OrderKind, u64), (), OptionQuery>;

	/// The first bucket of the agenda that may hold something due. Written when the agenda is worked off.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// When the window of which proposal is over: buckets of the clock, then demands.
	///
	/// Written and removed together with the proposal, whose ticket pays for it; worked off at the beginning of blocks.
	#[pallet::storage]
	pub type Conclusions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, DemandId, (), OptionQuery>;

	/// The first bucket of the conclusions that may hold something due. Written when they are worked off.
	#[pallet::storage]
	pub type ConclusionsCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

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
			/// The data set that is delivered from; of a query, none yet.
			data_set: Option<DataSetId>,
			/// The category of the data set or of the query.
			category: Category,
			/// The region of the data set or of the query.
			region: Region,
			/// What it costs.
			price: Price,
			/// What is paid in.
			asset: Asset,
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
			/// The most that is paid for all of it, or for a second.
			budget: u128,
			/// What is paid in.
			asset: Asset,
			/// Which answer is preferred.
			policy: Policy,
			/// What whoever proposes what is bought gets.
			reward: T::Balance,
			/// The last moment at which it can be matched.
			valid_until: Moment,
		},
		/// An offer and a demand were matched: the offer has a copy less.
		#[codec(index = 2)]
		Matched {
			/// The offer.
			offer: OfferId,
			/// The demand.
			demand: DemandId,
			/// The agreement or the stream that was opened.
			opened: Opened,
			/// Who delivers.
			supplier: DidId,
			/// Who receives and pays.
			demander: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// Readings of the lot; 0 of a stream.
			records: u64,
			/// The price, which is the offer's; of a stream, every second.
			price: T::Balance,
			/// What is paid in.
			asset: Asset,
			/// Copies that are left.
			copies_left: u32,
			/// Who brought it about: the party whose order was placed now, who took the offer, or who proposed.
			by: DidId,
			/// Who gets the reward if it is sold.
			finder: Option<DidId>,
		},
		/// A pair was not matched. Both orders stay as they were.
		#[codec(index = 3)]
		MatchFailed {
			/// The offer.
			offer: OfferId,
			/// The demand.
			demand: DemandId,
			/// Why not.
			error: DispatchError,
		},
		/// An offer was withdrawn by its owner.
		#[codec(index = 4)]
		OfferWithdrawn {
			/// The offer.
			offer: OfferId,
			/// Its owner.
			supplier: DidId,
			/// The data set that would have been delivered from, if it was named.
			data_set: Option<DataSetId>,
		},
		/// A demand was withdrawn by its owner.
		#[codec(index = 5)]
		DemandWithdrawn {
			/// The demand.
			demand: DemandId,
			/// Its owner.
			demander: DidId,
		},
		/// An offer was closed: its validity has passed, or its owner may not supply.
		#[codec(index = 6)]
		OfferExpired {
			/// The offer.
			offer: OfferId,
			/// Its owner.
			supplier: DidId,
			/// The data set that would have been delivered from, if it was named.
			data_set: Option<DataSetId>,
		},
		/// A demand was closed: its validity has passed, or its owner may not demand.
		#[codec(index = 7)]
		DemandExpired {
			/// The demand.
			demand: DemandId,
			/// Its owner.
			demander: DidId,
		},
		/// Another offer stands in the place of an offer, at the end of the line.
		#[codec(index = 8)]
		OfferAmended {
			/// The offer that was closed.
			old: OfferId,
			/// The one that was placed.
			new: OfferId,
			/// Their owner.
			supplier: DidId,
		},
		/// Another demand stands in the place of a demand, at the end of the line.
		#[codec(index = 9)]
		DemandAmended {
			/// The demand that was closed.
			old: DemandId,
			/// The one that was placed.
			new: DemandId,
			/// Their owner.
			demander: DidId,
		},
		/// A match waits for those who want to be asked.
		#[codec(index = 10)]
		MatchSuspended {
			/// Its number.
			id: MatchId,
			/// The offer, of which a copy is reserved.
			offer: OfferId,
			/// The demand.
			demand: DemandId,
			/// Who would deliver.
			supplier: DidId,
			/// Who would receive and pay.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
			/// What it costs; of a stream, every second.
			price: u128,
			/// What is paid in.
			asset: Asset,
			/// Whether the supplier agrees, or need not be asked.
			supplier_agrees: bool,
			/// Whether the demander agrees, or need not be asked.
			demander_agrees: bool,
			/// The last moment for an answer.
			until: Moment,
			/// Who brought it about.
			by: DidId,
		},
		/// One party agrees to a match; the other has yet to answer.
		#[codec(index = 11)]
		MatchAccepted {
			/// The match.
			id: MatchId,
			/// Who would deliver.
			supplier: DidId,
			/// Who would receive and pay.
			demander: DidId,
			/// Who agrees.
			by: DidId,
		},
		/// A match came to nothing. What was reserved for it is free again.
		#[codec(index = 12)]
		MatchRejected {
			/// The match.
			id: MatchId,
			/// The offer.
			offer: OfferId,
			/// The demand, which passes the supplier over from now on, unless only the demander was asked and was silent.
			demand: DemandId,
			/// Who would have delivered.
			supplier: DidId,
			/// Who would have received and paid.
			demander: DidId,
			/// Who does not want it; `None` if somebody did not answer in time.
			by: Option<DidId>,
			/// SHA-256 of what he says about it.
			reason: Option<Hash>,
		},
		/// Somebody proposes what to buy, better than what was proposed before.
		#[codec(index = 13)]
		Proposed {
			/// The demand.
			demand: DemandId,
			/// Whose it is.
			demander: DidId,
			/// Who proposes.
			by: DidId,
			/// Of how many offers.
			fills: u32,
			/// How much of the need they leave.
			missing: u64,
			/// What they cost together.
			price: u128,
			/// The last moment for a better one.
			concludes: Moment,
			/// Whose proposal this one replaces.
			replaced: Option<DidId>,
		},
		/// A proposal fell away, because the demand is not open any more.
		#[codec(index = 14)]
		ProposalDropped {
			/// The demand.
			demand: DemandId,
			/// Who proposed.
			by: DidId,
		},
		/// A proposal was carried out, as far as it could be.
		#[codec(index = 15)]
		ProposalConcluded {
			/// The demand.
			demand: DemandId,
			/// Who proposed.
			by: DidId,
			/// How many of the pairs matched.
			matched: u32,
			/// How many did not; a `MatchFailed` tells why, for each.
			failed: u32,
		},
		/// Somebody committed to what he will propose.
		#[codec(index = 16)]
		ProposalCommitted {
			/// The demand.
			demand: DemandId,
			/// Who.
			by: DidId,
			/// To what.
			hash: Hash,
		},
		/// A commitment was withdrawn.
		#[codec(index = 17)]
		CommitmentWithdrawn {
			/// The demand.
			demand: DemandId,
			/// Whose it was.
			by: DidId,
		},
		/// Who proposed what was bought was paid.
		#[codec(index = 18)]
		Rewarded {
			/// The demand.
			demand: DemandId,
			/// Who paid.
			demander: DidId,
			/// Who was paid.
			finder: DidId,
			/// On which account.
			account: T::AccountId,
			/// How much of the chain's own token.
			amount: T::Balance,
		},
		/// A reward went back to the demander.
		#[codec(index = 19)]
		RewardReturned {
			/// The demand.
			demand: DemandId,
			/// Whose reward it was.
			demander: DidId,
			/// How much of the chain's own token.
			amount: T::Balance,
		},
		/// An agreement ended without a sale. The demander may call for a rematch while the demand is valid.
		#[codec(index = 20)]
		SaleFailed {
			/// The demand.
			demand: DemandId,
			/// The offer.
			offer: OfferId,
			/// The agreement.
			agreement: AgreementId,
			/// Who was to deliver.
			supplier: DidId,
			/// Who was to receive.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
			/// How it ended.
			outcome: Outcome,
			/// Whether the copy is on offer again.
			copy_returned: bool,
		},
		/// A demand looks for another partner.
		#[codec(index = 21)]
		Rematched {
			/// The demand.
			demand: DemandId,
			/// Its owner.
			demander: DidId,
			/// How much of the need came back.
			units: u64,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such offer. It was never placed, is sold out, withdrawn or expired.
		#[codec(index = 0)]
		UnknownOffer,
		/// There is no such demand. It was never placed, is filled, withdrawn or expired.
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
		/// The price, or the budget, is below the least amount that an account of the asset may have. Of a stream it is 0.
		#[codec(index = 14)]
		PriceTooLow,
		/// A region is not a geohash.
		#[codec(index = 15)]
		InvalidRegion,
		/// A share is above 1000 per mille, the fee of a judge above [`MAX_JUDGE_FEE`](counterfoil_primitives::sealed::MAX_JUDGE_FEE), or an
		/// interval is 0.
		#[codec(index = 16)]
		AbovePerMille,
		/// The order would be past its validity at once. Choose a moment in the future.
		#[codec(index = 17)]
		ValidityInPast,
		/// The order would be valid for longer than is allowed. Choose an earlier moment and place it again later.
		#[codec(index = 18)]
		ValidityTooLong,
		/// The order is still valid, or the match may still be answered. Only its owner may remove it, until its validity has passed or
		/// its owner has lost the role or is not active.
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
		/// The registry does not vouch for the lot.
		#[codec(index = 24)]
		LotUnavailable,
		/// The offer is of another category than the demand, and of none below it.
		#[codec(index = 25)]
		CategoryMismatch,
		/// The offer's region is outside the demand's area.
		#[codec(index = 26)]
		RegionMismatch,
		/// The offer costs more than the demand may pay for it, or more than the asset counts.
		#[codec(index = 27)]
		PriceMismatch,
		/// The lot's quality is below the demand's lowest quality.
		#[codec(index = 28)]
		QualityTooLow,
		/// The lot's newest data are older than the demand allows.
		#[codec(index = 29)]
		TooOld,
		/// The demand requires a certificate, and the lot has none of the kind that is valid.
		#[codec(index = 30)]
		NotCertified,
		/// The lot has fewer records than the demand asks for.
		#[codec(index = 31)]
		TooFewRecords,
		/// The numbers for orders are used up.
		#[codec(index = 32)]
		TooManyOrders,
		/// The offer is withdrawn or amended, or every copy is sold or reserved.
		#[codec(index = 33)]
		OfferClosed,
		/// The demand is withdrawn or amended, or nothing more of it is needed.
		#[codec(index = 34)]
		DemandClosed,
		/// A stream where a lot is wanted, or the other way round.
		#[codec(index = 35)]
		KindMismatch,
		/// The demander does not deal with the supplier.
		#[codec(index = 36)]
		SupplierRefused,
		/// The supplier does not deal with the demander.
		#[codec(index = 37)]
		DemanderRefused,
		/// The data do not cover the time that the demand asks for.
		#[codec(index = 38)]
		SpanNotCovered,
		/// The data do not lie within the time that the demand asks for.
		#[codec(index = 39)]
		SpanTooWide,
		/// The data follow another schema.
		#[codec(index = 40)]
		SchemaMismatch,
		/// The supplier's score is below what the demand asks for.
		#[codec(index = 41)]
		ReputationTooLow,
		/// Too many of the expected readings are missing.
		#[codec(index = 42)]
		Incomplete,
		/// The notice of the stream is longer than the demand, or any stream, allows.
		#[codec(index = 43)]
		NoticeTooLong,
		/// The demander does not accept how the key is delivered, or the judge, or the judge's terms.
		#[codec(index = 44)]
		DeliveryMismatch,
		/// The offer does not grant what the demander must be allowed to do.
		#[codec(index = 45)]
		UsageNotGranted,
		/// Offer and demand are in different assets.
		#[codec(index = 46)]
		AssetMismatch,
		/// The offer is by query. Name the lot.
		#[codec(index = 47)]
		LotNotNamed,
		/// The offer has a lot of its own, or is a stream. Name none.
		#[codec(index = 48)]
		LotNamed,
		/// The lot is not among the data that the offer is about.
		#[codec(index = 49)]
		OutsideQuery,
		/// A submission of the lot fills a part of the volume already.
		#[codec(index = 50)]
		AlreadyTaken,
		/// The demand passes the supplier over, because it came to nothing with him before. The demander may take the offer himself.
		#[codec(index = 51)]
		PassedOver,
		/// There is no such asset.
		#[codec(index = 52)]
		UnknownAsset,
		/// The usage terms are not well formed: purposes in ascending order, a geohash, copies only where distribution is allowed.
		#[codec(index = 53)]
		InvalidUsage,
		/// There are too many commissions, one is nothing, or they take more than half of the price.
		#[codec(index = 54)]
		UnfairCommissions,
		/// A list of parties is not in strictly ascending order.
		#[codec(index = 55)]
		PartiesNotSorted,
		/// The category has more than four levels.
		#[codec(index = 56)]
		CategoryTooDeep,
		/// A span ends before it begins.
		#[codec(index = 57)]
		InvalidSpan,
		/// A stream is sold by the second.
		#[codec(index = 58)]
		StreamNotBySecond,
		/// The price is more than the asset, or anybody, counts.
		#[codec(index = 59)]
		PriceTooHigh,
		/// A volume of nothing, of lots that are larger than it, of too many fills, or of so few that lots of the least size do not fill it.
		/// Ask for larger lots, or for more of them.
		#[codec(index = 61)]
		InvalidVolume,
		/// Neither way of delivery will do for the demand. Accept one.
		#[codec(index = 62)]
		NoDelivery,
		/// A stream is asked for what only readings have that exist. Leave it out.
		#[codec(index = 63)]
		NotOfStreams,
		/// The window for better proposals is longer than is allowed.
		#[codec(index = 64)]
		WindowTooLong,
		/// The reward is below the existential deposit. Promise more, or nothing.
		#[codec(index = 65)]
		RewardTooLow,
		/// A reward is promised for a stream, of which nobody tells the market whether it delivers. Promise none.
		#[codec(index = 66)]
		RewardOfStream,
		/// More matches than the demand has fills for.
		#[codec(index = 67)]
		TooManyFills,
		/// There is no such match that waits. It was never made, or was answered.
		#[codec(index = 68)]
		UnknownMatch,
		/// The time for an answer is over.
		#[codec(index = 69)]
		AnswerTooLate,
		/// Only supplier and demander of a match answer it.
		#[codec(index = 70)]
		NotAParty,
		/// The party agrees already, or did not ask to be asked.
		#[codec(index = 71)]
		NotAsked,
		/// Nothing that came of the demand has come to nothing.
		#[codec(index = 72)]
		NothingFailed,
		/// The call is paid by another account than the one whose money it would bind. Promise a reward, and trade in another asset than the
		/// chain's own token, from the subject's own account; call for a rematch from the account that placed the demand.
		#[codec(index = 73)]
		WrongAccount,
		/// The subject has a commitment for this demand. Propose it, or withdraw it first.
		#[codec(index = 74)]
		AlreadyCommitted,
		/// The subject has no commitment for this demand. Propose without a salt.
		#[codec(index = 75)]
		UnknownCommitment,
		/// The commitment is to something else, or of somebody else.
		#[codec(index = 76)]
		CommitmentMismatch,
		/// The proposal is not better than the one that stands.
		#[codec(index = 77)]
		NotBetter,
		/// The window for better proposals is over. Conclude the one that stands.
		#[codec(index = 78)]
		WindowOver,
		/// The window for better proposals is still open.
		#[codec(index = 79)]
		WindowOpen,
		/// There is no proposal for this demand.
		#[codec(index = 80)]
		UnknownProposal,
		/// The window for better proposals would not be over before the demand is. Keep the demand valid for longer.
		#[codec(index = 81)]
		ValidityTooShort,
		/// The subject is not active. Have the suspension lifted.
		#[codec(index = 82)]
		NotActive,
		/// The supplier owes steps in so many agreements that no other is opened with him. Wait until he has taken some.
		#[codec(index = 83)]
		SupplierOwes,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Concludes proposals whose window is over, ends matches that nobody answered and orders that are past their validity, as far
		/// as the block has room.
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::conclude_due(meter);
			Self::expire_due(meter);
		}

		/// The bounds of the configuration make sense.
		fn integrity_test() {
			assert!(T::MaxLot::get() > 0, "a lot must have room for a submission");
			assert!(T::MaxCandidates::get() > 0, "an order must look at a candidate at least");
			assert!(T::MaxValidity::get() > 0, "an order must be valid for a while");
			assert!(T::ConfirmWindow::get() > 0, "there must be time for an answer");
			assert!(T::FairWindow::get() > 0, "a window of time must have a length");
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"commitments name the chain by a hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Offers own data.
		///
		/// By an active supplier that owns the data set.
		///
		/// All submissions of a lot must be validated. Category and region are those of the data set, or of the query. Takes a ticket,
		/// then, unless it is a query, looks at up to `MaxCandidates` open demands of the category and of those above it, at most four of
		/// one demander, those with the highest budget first, and sells a copy to each that the offer is admissible for, at the offer's
		/// price. What is left stays open.
		///
		/// Errors: `NotASupplier`, `ValidityInPast`, `ValidityTooLong`, `NoCopies`, `PriceTooLow`, `PriceTooHigh`, `UnknownAsset`,
		/// `InvalidUsage`, `UnfairCommissions`, `PartiesNotSorted`, `AbovePerMille`, `InvalidRegion`, `InvalidSpan`,
		/// `StreamNotBySecond`, `NoticeTooLong`, `WrongAccount`, `EmptyLot`, `LotNotAscending`, `LotTooLarge`, `UnknownDataSet`,
		/// `UnknownSubmission`, `NotOfDataSet`, `NotValidated`, `NotTheSupplier`, `CategoryTooDeep`, `TooManyOrders`,
		/// and what the ticket says when the account cannot pay it.
		///
		/// Events: `OfferPlaced`, then `Matched`, `MatchSuspended` or `MatchFailed` per demand that fits.
		#[pallet::call_index(0)]
		#[pallet::weight(
			T::WeightInfo::place_offer(terms.lot_len())
				.saturating_add(Effort::of_offer::<T>(terms.lot_len()).weight::<T>())
		)]
		pub fn place_offer(
			origin: OriginFor<T>,
			terms: OfferTerms<T>,
		) -> DispatchResultWithPostInfo {
			let supplier = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::place_offer(terms.lot_len());
			Self::weighed(own, |effort| Self::do_place_offer(supplier, terms, effort))
		}

		/// Takes an own offer back.
		///
		/// By the subject that placed it, at any time before its last copy is sold; also while it is suspended.
		/// Agreements that were opened from it go on; matches that wait for an answer cannot be accepted any more. Returns the ticket,
		/// at the latest when those matches are over.
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
		/// Takes a ticket and covers for the agreements that may come of it, and holds the reward. Then looks at up to `MaxCandidates`
		/// open offers of the category and below, at most four of one supplier, the cheapest first, and takes by the policy of the need
		/// as many as are needed, at their prices. What is not filled stays open.
		///
		/// Errors: `NotADemander`, `ValidityInPast`, `ValidityTooLong`, `InvalidVolume`, `PartiesNotSorted`, `CategoryTooDeep`,
		/// `InvalidRegion`, `InvalidSpan`, `AbovePerMille`, `InvalidUsage`, `NoDelivery`, `NotOfStreams`, `UnknownAsset`,
		/// `PriceTooLow`, `WindowTooLong`, `ValidityTooShort`, `RewardTooLow`, `WrongAccount`, `RewardOfStream`, `TooManyOrders`,
		/// and what tickets and reward say when the account cannot pay them.
		///
		/// Events: `DemandPlaced`, then `Matched`, `MatchSuspended` or `MatchFailed` per offer that fits, and `RewardReturned` of what the chain
		/// found by itself.
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::place_demand()
				.saturating_add(Effort::of_demand::<T>(&terms.need.certificate).weight::<T>())
		)]
		pub fn place_demand(
			origin: OriginFor<T>,
			terms: DemandTerms<T>,
		) -> DispatchResultWithPostInfo {
			let demander = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::place_demand();
			Self::weighed(own, |effort| Self::do_place_demand(demander, terms, effort))
		}

		/// Takes an own demand back.
		///
		/// By the subject that placed it, at any time before it is filled; also while it is suspended. What is proposed for it falls
		/// away, matches that wait for an answer cannot be accepted any more, agreements go on. Returns covers and reward at once, the
		/// ticket at the latest when those matches and agreements are over.
		///
		/// Errors: `UnknownDemand`, `NotTheOwner`. Events: `DemandWithdrawn`, `ProposalDropped`, `RewardReturned`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_demand())]
		pub fn withdraw_demand(origin: OriginFor<T>, demand: DemandId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw_demand(subject, demand)
		}

		/// Answers an own demand with an offer of the demander's own choice, and of an offer by query with this lot.
		///
		/// By the active demander that placed the demand. The offer must be admissible for the demand; the policy
		/// does not matter, because the demander has chosen, nor does whom he passes over. The demander need not be asked again. An
		/// agreement or a stream is opened at the offer's price, or the supplier is asked, or nothing changes. If the best proposal
		/// that there was last named this offer, the reward is its proposer's.
		///
		/// Errors: `UnknownDemand`, `NotTheOwner`, `UnknownOffer`, `OfferClosed`, `DemandClosed`, `OfferExpired`, `DemandExpired`,
		/// `SameParty`, `SupplierNotActive`, `SupplierOwes`, `NotADemander`, `LotUnavailable`, `LotNotNamed`, `LotNamed`, `OutsideQuery`, `AlreadyTaken`,
		/// `PriceTooLow`, one per condition of [`Mismatch`](counterfoil_primitives::market::Mismatch), and why an agreement could not be
		/// opened.
		///
		/// Event: `Matched` or `MatchSuspended`.
		#[pallet::call_index(4)]
		#[pallet::weight(
			T::WeightInfo::take_offer().saturating_add(Effort::of_pairs::<T>(1, 1).weight::<T>())
		)]
		pub fn take_offer(
			origin: OriginFor<T>,
			demand: DemandId,
			offer: OfferId,
			lot: Option<Lot<T>>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::take_offer();
			Self::weighed(own, |effort| Self::do_take_offer(subject, demand, offer, lot, effort))
		}

		/// Ends an order that is past its validity, or whose owner may not trade: one that is not active, or does not hold
		/// the role of supplier (for an offer) or demander (for a demand) any more; or a match that was not answered in time.
		///
		/// By any account. The chain ends what is past its time by itself; this is for those who do not want to wait
		/// for a block with room. An order whose owner may not trade cannot be matched, and takes up room in the book until
		/// someone removes it. The ticket goes back to the account that paid it.
		///
		/// Errors: `UnknownOffer`, `UnknownDemand`, `UnknownMatch`, `StillValid`. Event: `OfferExpired`, `DemandExpired` or
		/// `MatchRejected`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::prune())]
		pub fn prune(origin: OriginFor<T>, kind: OrderKind, id: u64) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_prune(kind, id)
		}

		/// Puts another offer in the place of an own one, in one step. It has a new number and is the youngest.
		///
		/// By the active supplier that placed the old one. As `withdraw_offer`, then `place_offer`, or nothing changes.
		///
		/// Errors: those of both. Events: `OfferPlaced`, `OfferAmended`, then as for `place_offer`.
		#[pallet::call_index(6)]
		#[pallet::weight(
			T::WeightInfo::amend_offer(terms.lot_len())
				.saturating_add(Effort::of_offer::<T>(terms.lot_len()).weight::<T>())
		)]
		pub fn amend_offer(
			origin: OriginFor<T>,
			offer: OfferId,
			terms: OfferTerms<T>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::amend_offer(terms.lot_len());
			Self::weighed(own, |effort| Self::do_amend_offer(subject, offer, terms, effort))
		}

		/// Puts another demand in the place of an own one, in one step. It has a new number and is the youngest.
		///
		/// By the active demander that placed the old one. As `withdraw_demand`, then `place_demand`, or nothing changes.
		///
		/// Errors: those of both. Events: `ProposalDropped` and `RewardReturned` of the old one, `DemandPlaced`, `DemandAmended`, then as for
		/// `place_demand`.
		#[pallet::call_index(7)]
		#[pallet::weight(
			T::WeightInfo::amend_demand()
				.saturating_add(Effort::of_demand::<T>(&terms.need.certificate).weight::<T>())
		)]
		pub fn amend_demand(
			origin: OriginFor<T>,
			demand: DemandId,
			terms: DemandTerms<T>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::amend_demand();
			Self::weighed(own, |effort| Self::do_amend_demand(subject, demand, terms, effort))
		}

		/// Agrees to a match.
		///
		/// By a party that was asked, until the match's last moment. When all who were asked agree, everything about the pair is asked
		/// again, and the agreement or the stream is opened; or nothing changes, and the match waits on.
		///
		/// Errors: `UnknownMatch`, `AnswerTooLate`, `NotAParty`, `NotAsked`, and those of `take_offer` but `NotTheOwner`. Event:
		/// `MatchAccepted` or `Matched`.
		#[pallet::call_index(8)]
		#[pallet::weight(
			T::WeightInfo::accept_match().saturating_add(Effort::of_pairs::<T>(1, 1).weight::<T>())
		)]
		pub fn accept_match(origin: OriginFor<T>, id: MatchId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::accept_match();
			Self::weighed(own, |effort| Self::do_accept_match(subject, id, effort))
		}

		/// Does not agree to a match. `reason` is the SHA-256 of a comment that is kept elsewhere.
		///
		/// By either party, at any time while the match waits. The copy, the part of the need and the reward that were reserved are free
		/// again, and the demand passes the supplier over from now on.
		///
		/// Errors: `UnknownMatch`, `NotAParty`. Event: `MatchRejected`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::reject_match())]
		pub fn reject_match(origin: OriginFor<T>, id: MatchId, reason: Hash) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_reject_match(subject, id, reason)
		}

		/// Looks for another partner for what came to nothing of an own demand.
		///
		/// By the subject that placed it, from the same account, while the demand is valid. Takes covers for as many lots of the least size
		/// as fill what is left, with the agreements that run no more than the demand had at first; puts the
		/// demand back into the book with its old number, and looks at candidates as placing it did. Suppliers with whom it came to
		/// nothing are passed over. The part of the reward that was for what failed has gone back and is not promised again: who searches
		/// for rewards may leave the demand alone. Amend it to promise another.
		///
		/// Errors: `UnknownDemand`, `NotTheOwner`, `NothingFailed`, `DemandClosed`, `DemandExpired`, `WrongAccount`, and what the covers
		/// say when the account cannot pay them. Events: `Rematched`, then `Matched`, `MatchSuspended` or `MatchFailed` per offer that fits,
		/// `RewardReturned` of a reward that was left, and `ProposalDropped` if a proposal stood.
		#[pallet::call_index(10)]
		#[pallet::weight(
			T::WeightInfo::rematch()
				.saturating_add(Effort::of_demand::<T>(&CertificateNeed::Any).weight::<T>())
		)]
		pub fn rematch(origin: OriginFor<T>, demand: DemandId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::rematch();
			Self::weighed(own, |effort| Self::do_rematch(subject, demand, effort))
		}

		/// Commits to what one will propose for a demand, so that nobody can copy it and be first. For the hash see
		/// [`commitment`](counterfoil_primitives::market::commitment).
		///
		/// By any active subject; one commitment for each demand. Takes a ticket, which returns when it is proposed or withdrawn.
		///
		/// Errors: `NotActive`, `UnknownDemand`, `DemandClosed`, `AlreadyCommitted`, and what the ticket says when the account cannot pay it. Event:
		/// `ProposalCommitted`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::commit_proposal())]
		pub fn commit_proposal(
			origin: OriginFor<T>,
			demand: DemandId,
			hash: Hash,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_commit_proposal(subject, demand, hash)
		}

		/// Takes an own commitment back, whatever became of the demand. Returns the ticket.
		///
		/// By the subject that made it.
		///
		/// Errors: `UnknownCommitment`. Event: `CommitmentWithdrawn`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::withdraw_commitment())]
		pub fn withdraw_commitment(origin: OriginFor<T>, demand: DemandId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw_commitment(subject, demand)
		}

		/// Proposes up to four offers that answer a demand, with a lot for each that is by query; with the salt of a commitment if one
		/// was made.
		///
		/// By any active subject. Every offer must be admissible for what the ones before leave of the demand. The first proposal opens the
		/// window that the demander chose, or is carried out at once if there is none; in the window a better one replaces it, and so
		/// does an equal one with an older commitment. Takes a ticket, which returns when the proposal is replaced, concluded or dropped.
		///
		/// Errors: `NotActive`, `UnknownDemand`, `DemandClosed`, `UnknownCommitment`, `CommitmentMismatch`, `WindowOver`, `NotBetter`, `ValidityTooShort`, `PassedOver`,
		/// those of `take_offer` but `NotTheOwner`, and what the ticket says when the account cannot pay it. Events: `Proposed`; without
		/// a window, `Matched`, `MatchSuspended` or `MatchFailed` per offer, then `ProposalConcluded`.
		#[pallet::call_index(13)]
		#[pallet::weight({
			let effort = Effort::of_proposal::<T>(count(fills.len()));
			T::WeightInfo::propose().saturating_add(effort.weight::<T>())
		})]
		pub fn propose(
			origin: OriginFor<T>,
			demand: DemandId,
			fills: Fills<T>,
			salt: Option<Hash>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let own = T::WeightInfo::propose();
			Self::weighed(own, |effort| Self::do_propose(subject, demand, fills, salt, effort))
		}

		/// Carries out the proposal for a demand whose window is over.
		///
		/// By any account. The chain does it by itself; this is for those who do not want to wait for a block with room. Everything is
		/// asked again for each pair; what fails leaves both orders as they were, but a supplier with whom no agreement can be opened is
		/// passed over from then on, unless it is the demander who cannot.
		///
		/// Errors: `UnknownProposal`, `WindowOpen`. Events: `Matched`, `MatchSuspended` or `MatchFailed` per offer, then
		/// `ProposalConcluded`.
		#[pallet::call_index(14)]
		#[pallet::weight(
			T::WeightInfo::conclude().saturating_add(Effort::of_conclusion::<T>().weight::<T>())
		)]
		pub fn conclude(origin: OriginFor<T>, demand: DemandId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::weighed(T::WeightInfo::conclude(), |effort| Self::do_conclude(demand, effort))
		}
	}

	impl<T: Config> Pallet<T> {
		/// Does what a call asks for; it weighs its own part and what it really looked at, also if it fails.
		fn weighed(
			own: Weight,
			call: impl FnOnce(&mut Effort) -> DispatchResult,
		) -> DispatchResultWithPostInfo {
			counted(|effort: Effort| own.saturating_add(effort.weight::<T>()), call)
		}
	}
}
