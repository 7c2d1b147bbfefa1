//! # Data escrow
//!
//! The fair exchange of data against money between two parties who do not trust each other, without
//! an arbiter, or, if they prefer, with a judge whom they name for the deal (Y.4560 8.3, 9.7). The whole protocol, with what each party does off chain and why it is
//! fair, is in `docs/protocol/fair-exchange.md`.
//!
//! ## Terms
//! - *Agreement*: one supplier delivers one *lot* to one demander for one price.
//! - *Lot*: one or more validated submissions of one data set, the *parts*, each known by its
//!   fingerprint (RFC 9162). Leaves are counted over all parts in order: the first leaf of the second
//!   part comes after the last leaf of the first.
//! - *Ciphertext*: every leaf encrypted by ChaCha20 under the trade's key with its index in the
//!   nonce; the leaves of the *ciphertext tree* are the encrypted leaves, in the same order.
//! - *Watermark*: the hash of a leaf that the supplier adds for this demander alone, besides those of the lot, if he does. He commits to it
//!   together with the root; the chain keeps it for whoever traces a leak, and judges nothing by it.
//! - *Price*: what the demander pays, in the chain's own token or in another asset; held on his account, or on that of who
//!   pays for him, from funding on.
//! - *Bond*: what the supplier loses when he cheats or does not reveal, in the same asset; held from his commitment on.
//! - *Commission*: a part of the price for who brought the deal about.
//! - *Window*: how long a step may take. Windows and bond are fixed when the agreement opens.
//!
//! ## The protocol
//! 1. Another pallet (the market) *opens* the agreement: [`Agreements::open`]. One party's account
//!    carries the ticket for the record.
//! 2. The demander *funds* it: the price is held. A pallet to which he has committed the money before opens and funds in one
//!    step: [`Agreements::open_funded`].
//! 3. The supplier draws a fresh key, encrypts the lot, gives the ciphertext to the demander and
//!    *commits* on chain to the root of the ciphertext's tree and to the key: the bond is held.
//! 4. The demander checks what he received against the root and *accepts*.
//! 5. The supplier *reveals* the key; the chain checks that it opens the commitment.
//! 6. The demander decrypts and compares every leaf with the fingerprints. All is well: he may
//!    *settle* at once, else it settles by itself after the dispute window. One leaf is wrong: he
//!    *disputes* with a proof, and the chain itself decrypts that leaf and judges.
//!
//! [`Agreements::open`]: counterfoil_primitives::traits::Agreements::open
//! [`Agreements::open_funded`]: counterfoil_primitives::traits::Agreements::open_funded
//! [`largest_footprint`]: counterfoil_primitives::traits::Agreements::largest_footprint
//!
//! ## States
//! ```text
//!           open
//!             │
//!             ▼
//!   ┌──── Agreed ─────┐  until: funding      missed: NotFunded, nothing was held
//!   │         │ fund  │
//!   │         ▼       │
//!   │      Funded ────┤  until: commitment   missed: NotCommitted, price back
//!   │         │ commit│
//!   │ decline ▼       │ expire
//!   ├───── Offered ───┤  until: acceptance   missed: NotAccepted, price and bond back
//!   │         │ accept│
//!   │         ▼       │
//!   │      Accepted ──┤  until: reveal       missed: NotRevealed, price back and bond to demander
//!   │         │ reveal│
//!   │         ▼       │
//!   │      Revealed ──┼───────────────┐      until: dispute
//!   │         │ settle│               │ dispute
//!   ▼         ▼       ▼               ▼
//!  Declined  Settled  (see right)     Convicted
//!  refund    price to                 price back and
//!            payees,                  bond to demander
//!            bond back
//! ```
//! Every state has a deadline. A step may be taken while `now <= until`. After that anyone may call
//! [`expire`](Pallet::expire) or [`settle`](Pallet::settle), and the chain itself does the same in
//! `on_poll` of one of the next blocks that have room for it. A closed agreement leaves a small record until who carries its ticket forgets it, or, once 90 days
//! have passed, anyone.
//!
//! ## Sealed deals
//! Where the parties prefer that the key never becomes public, they name a *judge* when they make the deal: with his
//! *fee*, which each side puts up in full besides price and bond, and the *fallback*, by which the price is divided if he does not
//! decide. Instead of committing and revealing, the supplier hands over ciphertext and sealed key off chain and says so.
//! ```text
//!      Funded             until: commitment   missed: NotCommitted, price and fee back
//!         │ deliver_sealed
//!         ▼
//!     Delivered ────────┐ until: dispute      missed: Settled; settle by the demander: the same
//!         │ complain    │
//!         ▼             │ concede
//!     Contested ────────┤ until: reveal + judgement   missed, or recuse: Fallback, bond and fees back
//!         │ decide      ▼
//!         ▼          Conceded
//!      Judged        price back and bond to demander
//!      price divided, bond back unless all of the price goes back,
//!      fee borne by who loses
//! ```
//! The supplier may answer a complaint within the reveal window, and the demander reply; the judge may decide after that. Three
//! hashes of evidence is all that is ever taken. The judge may be no party, not tied to one, and no payee of the deal; who comes to be tied to a side later gives
//! it no more than the fallback does. What a judge can check and what no chain can guarantee is in the protocol document.
//!
//! ## Whose money it is
//! The demander's own, as a rule. Somebody else may let him spend within limits, or he may let the supplier ask for the price
//! ([`Allowances`]; `fund` with `from`). The agreement remembers on whose account the price is held: what comes back goes there. A bond that
//! is lost goes to the demander in any case. The supplier cannot put up the price himself.
//!
//! ## Who is paid
//! Commissions come first: at most two, at most half of the price together. The rest of the price goes to the holders of the right of profit on the data set (Y.4560 8.4), by their shares, as
//! [`Rights`] names them when the agreement settles; at first that is the supplier alone. Parts are rounded down, and the supplier
//! gets what is left: the fractions, and the part of a payee who has no account or one that cannot receive it, such as
//! one that would stay below the existential deposit. At most 16 payees are paid, and none of them can stop a settlement.
//! The bond is the supplier's alone.
//!
//! An account of an asset may be blocked by who issues it, or the whole asset frozen; then not even the supplier can be paid. The agreement
//! ends all the same, in time and with everything that depends on it. What an account could not receive stays on hold
//! ([`UnpaidDues`]) until anyone has it collected ([`collect`](Pallet::collect)). Each of the four payments of an end (refund, price, bond,
//! penalty) stands for itself. The price is one payment: while the supplier's account cannot receive his rest of it, those who share in
//! it wait with him.
//!
//! The right of profit may change hands while an agreement runs: who holds it at the end is paid, whoever held it at the
//! beginning.
//!
//! [`Rights`]: counterfoil_primitives::traits::Rights
//! [`Allowances`]: counterfoil_primitives::traits::Allowances
//!
//! ## Certificates
//! Where the terms need a certificate, the chain looks for it when the agreement is funded and when the delivery is accepted. If it
//! lapsed or was revoked in between, neither step can be taken any more (`CertificateLapsed`), and either side may step back without
//! loss, the supplier even after his commitment; neither counts as the one who stepped back. A sealed deal has no acceptance: there
//! the chain looks at `fund` and at `deliver_sealed`. After that it does not matter.
//!
//! ## Reputation
//! The chain counts for every subject what became of its deals ([`Deals`]): as supplier and as demander, good and bad apart. A deal that
//! was paid counts once per pair of parties, and only between strangers: neither the demander nor who paid for him may be tied to
//! the supplier ([`tie`](counterfoil_primitives::interest::tie)). What went wrong counts every time. That makes a good name cost
//! as many counterparties, registered and paying, as it has deals; it does not make it impossible to register them.
//!
//! ## Idle parties
//! Until he funds, a demander has nothing at stake, and until he commits, neither has a supplier. So the chain
//! counts the steps that a subject owes: for a demander the agreements that wait to be funded, for a
//! supplier those that are funded and wait for his commitment. The market opens no agreement with a party
//! that owes [`Config::MaxOwed`] of them or more. Who takes the step, declines, or lets the window
//! pass owes one less.
//!
//! Where the supplier asked for the agreement himself nobody is asked what he owes: the winner of an auction forfeits his deposit if he
//! does not fund ([`open_secured`](counterfoil_primitives::traits::Agreements::open_secured)), the price of a batch is there already
//! ([`Agreements::open_funded`]), and a supplier must not be kept from what he owes by strangers who fund what he has yet to commit to.
//!
//! ## Cost
//! One party's account carries one ticket per agreement, from the opening until
//! [`forget`](Pallet::forget). The ticket does not shrink when the agreement closes: giving money back
//! can fail at the will of the account that receives it, and nothing on the way of a payment may
//! depend on the other party. It never covers more than [`largest_footprint`], so that the market can
//! have the demander set that much aside before a stranger's offer opens an agreement. Fees are those of the calls; `dispute` is charged by the length
//! of the proof and never reads more than one leaf. Who hears how agreements end ([`Config::OnClosed`]) is part of the weight of every
//! end; in the runtime that is the larger part of it. The runtime's `examples/cost_of_exchange.rs` prints what a trade and a dispute cost
//! by the number of leaves.
//!
//! ## Histories
//! Every step belongs to the histories of both parties and of the data set; what a holder of the right of profit is paid, to
//! his and that of the data set (Y.4560 7.1.2; `audit.rs`).
//!
//! ## Security
//! What each party must check *off chain* before it goes on:
//! - The supplier, before `commit`: the agreement is `Funded` in a *finalised* block; the parts and
//!   the price are those he knows; the key is fresh and random. A key that is used twice opens the other
//!   trade as well.
//! - The demander, before `accept`: he holds every encrypted leaf and the hash that every leaf is to have;
//!   both are as many as the lot has leaves; no leaf is longer than 4096 bytes; the hashes and the
//!   lengths of each part lead to its fingerprint; the tree of the encrypted leaves has exactly the
//!   committed root. [`check_delivery`](counterfoil_primitives::exchange::check_delivery) checks all
//!   this. Without it he could not prove anything later. If it fails he declines and gets all his
//!   money back.
//! - The supplier, before `reveal`: `Accepted` is in a *finalised* block. A key that was sent in a block
//!   which is reverted is public while the money is not yet due.
//! - The demander, after `Revealed`: decrypt, hash and compare *every* leaf before the deadline.
//!
//! What an honest party can rely on: a demander who keeps these rules never pays for a leaf that
//! differs from the fingerprint; a supplier who delivers what the fingerprints say never loses price
//! or bond, because no proof against him exists (that would be a collision of SHA-256). Holds are paid out
//! by force: a freeze on the payer's account does not stop them. Price and bond are never below the
//! least balance of their asset, so each party can receive what is due to it unless the issuer of the asset forbids it. A commitment names the genesis hash and
//! the agreement, so one taken from another chain or another agreement cannot be opened here.
//!
//! What is *not* guaranteed:
//! - That the data are true or useful. The exchange proves that what was delivered is what was
//!   fingerprinted; whether that is right is for validators and regulators.
//! - That the other party goes on. A supplier who never commits ties up the demander's price for the
//!   commitment window; a demander who never accepts ties up the supplier's bond for the acceptance
//!   window. Both get everything back except the fees. `MaxOwed` bounds how many agreements a
//!   party can leave waiting for its funding or its commitment at once, not how often it may do so.
//! - Secrecy of the key. It is public once revealed; the data are protected by giving the ciphertext to
//!   the demander alone. Anyone who has the ciphertext can read it then.
//! - That a buyer does not resell. No exchange of bytes can prevent it. A watermark says which copy leaked, not who leaked it: the supplier
//!   knows it as well, and who finds it can cut it out.
//! - That a sponsor's demander cares. He alone accepts, disputes and settles, with the sponsor's money.
//! - The value of an asset, and that its issuer does not block accounts. Deal in assets whose issuer both trust.
//! - Progress without the chain: a party whose transactions are kept out of the blocks for a whole
//!   window misses it. Windows must be longer than the outages that are to be survived.
//!
//! ## Example
//! What a demander does with one leaf after the key was revealed, with the same code as the chain:
//! ```
//! use counterfoil_primitives::exchange::apply_keystream;
//! use counterfoil_primitives::fingerprint::leaf_hash;
//!
//! let (key, leaf) = ([7u8; 32], b"2024-03-01T00:15Z 4.2 l/s".to_vec());
//! let agreed = leaf_hash(&leaf);
//!
//! let mut received = leaf.clone();
//! apply_keystream(&key, 3, &mut received); // the supplier encrypts leaf 3
//! assert_ne!(received, leaf);
//!
//! apply_keystream(&key, 3, &mut received); // the demander decrypts it
//! assert_eq!(leaf_hash(&received), agreed);
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

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
pub use types::{
	Agreement, BalanceOf, Case, Closed, Commissions, DepositOf, Dues, Handover, Key, Misbehaviour,
	Parameters, Stage, Unpaid, Windows, MAX_WINDOW, RECORD_KEPT,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::data-escrow";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for a DID and gives it this much of the chain's own token and of [`Self::asset`]; returns the DID.
	fn subject(account: &T::AccountId, balance: BalanceOf<T>)
		-> counterfoil_primitives::did::DidId;
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
	/// What deals are paid in: the dearest kind of money that the runtime has.
	fn asset() -> counterfoil_primitives::money::Asset {
		counterfoil_primitives::money::Asset::Native
	}
	/// Lets the spender spend the account's money on the payee, if the runtime can.
	fn let_spend(
		_payer: &T::AccountId,
		_spender: &counterfoil_primitives::did::DidId,
		_payee: &counterfoil_primitives::did::DidId,
	) -> bool {
		false
	}
	/// Makes the supplier of a data set share the right of profit with these payees, if the runtime can.
	fn share_profit(
		_data_set: counterfoil_primitives::DataSetId,
		_supplier: &counterfoil_primitives::did::DidId,
		_payees: &[counterfoil_primitives::did::DidId],
	) {
	}
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use counterfoil_primitives::{
		did::DidId,
		exchange::Outcome,
		money::Asset,
		reputation::DealCounts,
		traits::{
			Accounts, Allowances, AuditLog, DataRegistry, Identities, OnAgreementClosed, Rights,
			Subject,
		},
		AgreementId, DataSetId, Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{tokens::fungibles::MutateHold, Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::weights::counted;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Escrow of agreements.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money, of every kind. Prices and bonds are holds.
		type Assets: MutateHold<Self::AccountId, AssetId = Asset, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who may act for a DID. A suspended subject still may: deals that run are to be wound down.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who is who, to tell deals between strangers from deals with oneself.
		type Identities: Identities;

		/// What was submitted, and whether it is certified.
		type Registry: DataRegistry;

		/// Whose money a party may spend besides its own.
		type Allowances: Allowances<Self::AccountId, BalanceOf<Self>, Error = DispatchError>;

		/// Who hears how agreements end.
		type OnClosed: OnAgreementClosed<Self::AccountId, BalanceOf<Self>>;

		/// Who shares in the profit of a data set.
		type Rights: Rights;

		/// Which account is paid for whom.
		type Accounts: Accounts<Self::AccountId>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a record costs who carries it.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The most parts of a lot, 1 to 64.
		#[pallet::constant]
		type MaxParts: Get<u32>;

		/// How many steps a party may owe at once: the market opens no agreement with one that owes so many.
		#[pallet::constant]
		type MaxOwed: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The price, on the account of who pays it, from funding until it is paid or returned.
		#[codec(index = 0)]
		Price,
		/// The supplier's bond, from his commitment until it is returned or lost.
		#[codec(index = 1)]
		Bond,
		/// The ticket for the record, from the opening until it is forgotten. For a runtime whose
		/// `Consideration` is a hold; this pallet itself never names it.
		#[codec(index = 2)]
		Record,
	}

	/// The open agreements. Written by every step, removed when the agreement closes. Each is paid for by
	/// its ticket and has a deadline.
	#[pallet::storage]
	pub type Agreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Agreement<T>, OptionQuery>;

	/// What remains of the agreements that are over. Written when an agreement closes, removed when who carries its
	/// ticket forgets it, or anyone after [`RECORD_KEPT`]. Each is paid for by the ticket of the agreement.
	#[pallet::storage]
	pub type ClosedAgreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Closed<T>, OptionQuery>;

	/// What could not be paid when an agreement ended, because an account that is due could not receive it. Written when the
	/// agreement closes, removed by `collect` once nothing is left. The ticket of the agreement pays for it: the record is
	/// kept as long.
	#[pallet::storage]
	pub type UnpaidDues<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Unpaid<T>, OptionQuery>;

	/// What became of the deals of a subject. Written when an agreement closes, never removed: it is what others know the
	/// subject by. One entry per subject that ever closed a deal, paid for by the fees of its calls.
	#[pallet::storage]
	pub type Deals<T: Config> = StorageMap<_, Identity, DidId, DealCounts, ValueQuery>;

	/// Which demanders a supplier has sold to, so that each counts once. Written when an agreement settles, never removed. One entry
	/// per pair that ever traded, paid for by the fees of their calls.
	#[pallet::storage]
	pub type Dealt<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Identity, DidId, (), OptionQuery>;

	/// The number that the next agreement gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextAgreementId<T: Config> = StorageValue<_, AgreementId, ValueQuery>;

	/// The agreements of a subject, as supplier or demander, open or closed. Two entries per agreement,
	/// written when it opens, removed when it is forgotten; the ticket pays for them.
	#[pallet::storage]
	pub type Parties<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, AgreementId, (), OptionQuery>;

	/// How many steps a subject owes: as demander the agreements that wait for his funding, as supplier those that
	/// wait for his commitment. Written when an agreement opens, is funded, is committed to or closes before
	/// that; removed at zero. The tickets of these agreements pay for it.
	#[pallet::storage]
	pub type Owing<T: Config> = StorageMap<_, Identity, DidId, u32, ValueQuery>;

	/// What governance decides about agreements to come. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type ParametersStore<T: Config> = StorageValue<_, Parameters<BalanceOf<T>>, ValueQuery>;

	/// The open agreements by the bucket of time in which their deadline has passed. One entry per open
	/// agreement, moved by every step, removed when the agreement closes.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, AgreementId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold overdue entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An agreement was opened.
		#[codec(index = 0)]
		Opened {
			/// Its number.
			id: AgreementId,
			/// Who delivers, and the account that is paid.
			supplier: Subject<T::AccountId>,
			/// Who receives, and the account that pays.
			demander: Subject<T::AccountId>,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// What the demander pays.
			price: BalanceOf<T>,
			/// What the supplier posts.
			bond: BalanceOf<T>,
			/// What price and bond are counted in.
			asset: Asset,
			/// Until when it may be funded. Now, if it is funded as it opens.
			until: Moment,
		},
		/// The price is held.
		#[codec(index = 1)]
		Funded {
			/// The agreement.
			id: AgreementId,
			/// Who receives.
			demander: DidId,
			/// Whose money it is, and the account on which it is held.
			funder: Subject<T::AccountId>,
			/// Who asked for it; `None` if the agreement was funded as it opened.
			by: Option<DidId>,
			/// What is held.
			amount: BalanceOf<T>,
			/// Until when the supplier may commit.
			until: Moment,
			/// Who delivers.
			supplier: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
		},
		/// The supplier committed to a ciphertext and a key; his bond is held.
		#[codec(index = 2)]
		Committed {
			/// The agreement.
			id: AgreementId,
			/// Who committed.
			supplier: DidId,
			/// Root of the tree over the encrypted leaves.
			ciphertext_root: Hash,
			/// The watermark of this copy, if it has one.
			watermark: Option<Hash>,
			/// The commitment to the key.
			key_commitment: Hash,
			/// What is held.
			bond: BalanceOf<T>,
			/// Until when the demander may accept.
			until: Moment,
			/// Who receives.
			demander: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
		},
		/// The demander holds the ciphertext that was committed to.
		#[codec(index = 3)]
		Accepted {
			/// The agreement.
			id: AgreementId,
			/// Who accepted.
			demander: DidId,
			/// Until when the supplier may reveal the key.
			until: Moment,
			/// Who delivers.
			supplier: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
		},
		/// The supplier revealed the key.
		#[codec(index = 4)]
		Revealed {
			/// The agreement.
			id: AgreementId,
			/// Who revealed it.
			supplier: DidId,
			/// The key.
			key: Key,
			/// Until when the demander may dispute.
			until: Moment,
			/// Who receives.
			demander: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
		},
		/// One leaf was proven wrong: price and bond went to the demander.
		#[codec(index = 5)]
		Convicted {
			/// The agreement.
			id: AgreementId,
			/// Who cheated.
			supplier: DidId,
			/// Who proved it.
			demander: DidId,
			/// Place of the wrong leaf in the lot.
			index: u64,
			/// What the demander got back.
			price: BalanceOf<T>,
			/// What the supplier lost.
			bond: BalanceOf<T>,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// The price was paid and the supplier got his bond back.
		#[codec(index = 6)]
		Settled {
			/// The agreement.
			id: AgreementId,
			/// Who delivered and was paid, apart from what `ProfitPaid` told of before.
			supplier: DidId,
			/// Who paid.
			demander: DidId,
			/// What was paid to all together.
			price: BalanceOf<T>,
			/// What the supplier got back.
			bond: BalanceOf<T>,
			/// The data set that was delivered from.
			data_set: DataSetId,
			/// For whom it was settled by a call, if it was: the demander within the dispute window, anyone after it.
			by: Option<DidId>,
		},
		/// The agreement ended without a sale.
		#[codec(index = 7)]
		Refunded {
			/// The agreement.
			id: AgreementId,
			/// Why it ended.
			outcome: Outcome,
			/// Who was to deliver.
			supplier: DidId,
			/// Who was to receive.
			demander: DidId,
			/// What the supplier got: his bond if it was held, nothing if he did not reveal.
			to_supplier: BalanceOf<T>,
			/// What the demander, or who paid for him, got: the price if it was held, and the bond if the key was not revealed.
			to_demander: BalanceOf<T>,
			/// The data set that was to be delivered from.
			data_set: DataSetId,
			/// Who declined, if a party did. Nobody did where the certificate that was agreed is gone.
			by: Option<DidId>,
		},
		/// The record of a closed agreement was removed and its ticket given back.
		#[codec(index = 8)]
		Forgotten {
			/// The agreement.
			id: AgreementId,
			/// Who was to receive.
			demander: DidId,
			/// Who was to deliver.
			supplier: DidId,
			/// The data set that was to be delivered from.
			data_set: DataSetId,
			/// For whom it was removed, if for a subject.
			by: Option<DidId>,
		},
		/// The parameters of agreements to come were set.
		#[codec(index = 9)]
		ParametersSet {
			/// The new parameters.
			parameters: Parameters<BalanceOf<T>>,
		},
		/// A holder of the right of profit other than the supplier got his part of a price. A `Settled` follows.
		#[codec(index = 10)]
		ProfitPaid {
			/// The agreement.
			id: AgreementId,
			/// Who holds the right.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that the right is about.
			data_set: DataSetId,
		},
		/// Who brought a deal about got his part of the price. A `Settled` follows.
		#[codec(index = 11)]
		CommissionPaid {
			/// The agreement.
			id: AgreementId,
			/// Who brought it about.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that was sold from.
			data_set: DataSetId,
		},
		/// An agreement ended, and an account could not receive what is due to it. The money stays on hold; see `collect`.
		#[codec(index = 12)]
		PaymentDelayed {
			/// The agreement.
			id: AgreementId,
			/// Who delivered or was to.
			supplier: DidId,
			/// Who received or was to.
			demander: DidId,
			/// The data set that the agreement is about.
			data_set: DataSetId,
			/// What is still due to whom.
			dues: Dues<BalanceOf<T>>,
		},
		/// What was delayed was paid, or a part of it.
		#[codec(index = 13)]
		Collected {
			/// The agreement.
			id: AgreementId,
			/// Who delivered or was to.
			supplier: DidId,
			/// Who received or was to.
			demander: DidId,
			/// The data set that the agreement is about.
			data_set: DataSetId,
			/// What is still due to whom.
			left: Dues<BalanceOf<T>>,
			/// For whom it was collected, if for a subject.
			by: Option<DidId>,
		},
		/// The supplier of a sealed deal says that he handed everything over; his bond and the judge's fee are held.
		#[codec(index = 20)]
		Delivered {
			/// The agreement.
			id: AgreementId,
			/// Who delivered.
			supplier: DidId,
			/// Root of the tree over the encrypted leaves.
			ciphertext_root: Hash,
			/// The watermark of this copy, if it has one.
			watermark: Option<Hash>,
			/// The commitment to the key.
			key_commitment: Hash,
			/// The commitment to the key as it was sealed to the demander.
			sealed_key: Hash,
			/// What is held as the bond.
			bond: BalanceOf<T>,
			/// What is held besides for the judge.
			fee: BalanceOf<T>,
			/// Until when the demander may complain.
			until: Moment,
			/// Who receives.
			demander: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
		},
		/// The demander of a sealed deal says that it was not delivered as agreed.
		#[codec(index = 21)]
		Complained {
			/// The agreement.
			id: AgreementId,
			/// Who complained.
			demander: DidId,
			/// The hash of what he shows the judge.
			evidence: Hash,
			/// Until when the supplier may answer.
			answer_until: Moment,
			/// Until when the judge may decide.
			until: Moment,
			/// Who decides.
			judge: DidId,
			/// Who delivered.
			supplier: DidId,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// The supplier answered a complaint, or the demander replied to the answer.
		#[codec(index = 22)]
		Answered {
			/// The agreement.
			id: AgreementId,
			/// Which of the two.
			by: DidId,
			/// The hash of what he shows the judge.
			evidence: Hash,
			/// Who decides.
			judge: DidId,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// The judge decided. `JudgePaid`, if he could be paid, and `Divided` follow.
		#[codec(index = 23)]
		Decided {
			/// The agreement.
			id: AgreementId,
			/// Who decided.
			judge: DidId,
			/// How much of the price the supplier gets, per mille.
			to_supplier: u16,
			/// The hash of his reasons.
			reason: Hash,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// The judge stepped back. A `Divided` with `Fallback` follows.
		#[codec(index = 24)]
		Recused {
			/// The agreement.
			id: AgreementId,
			/// Who was to decide.
			judge: DidId,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// The judge got his fee. The end of the agreement follows.
		#[codec(index = 25)]
		JudgePaid {
			/// The agreement.
			id: AgreementId,
			/// Who judged.
			judge: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that was delivered from.
			data_set: DataSetId,
		},
		/// A contested deal is over: by a verdict, without one, or because the supplier gave in.
		#[codec(index = 26)]
		Divided {
			/// The agreement.
			id: AgreementId,
			/// How it ended.
			outcome: Outcome,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// What the supplier got of price, bond and fee, with those who share with him.
			to_supplier: BalanceOf<T>,
			/// What the demander, or who paid for him, got of price, bond and fee.
			to_demander: BalanceOf<T>,
			/// The data set that was delivered from.
			data_set: DataSetId,
			/// Who ended it, if a subject did: the judge, or the supplier.
			by: Option<DidId>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no agreement of this number. It was never opened, or it was forgotten.
		#[codec(index = 0)]
		NotFound,
		/// The agreement is over. Nothing more can happen to it.
		#[codec(index = 1)]
		AlreadyClosed,
		/// The agreement is still open. Only one that is over can be forgotten.
		#[codec(index = 2)]
		NotClosed,
		/// The caller does not act for the demander of this agreement.
		#[codec(index = 3)]
		NotDemander,
		/// The caller does not act for the supplier of this agreement.
		#[codec(index = 4)]
		NotSupplier,
		/// The caller acts neither for the supplier nor for the demander of this agreement.
		#[codec(index = 5)]
		NotParty,
		/// The caller acts for the party but pays from another account than the agreement names.
		#[codec(index = 6)]
		WrongAccount,
		/// The deadline of this step has passed. Anyone may call `expire` or `settle` now.
		#[codec(index = 7)]
		DeadlinePassed,
		/// The deadline of this stage has not passed. Wait until the clock is past it.
		#[codec(index = 8)]
		DeadlineNotPassed,
		/// The demander may still dispute. Wait for the end of the window, or for the demander to settle.
		#[codec(index = 9)]
		DisputeWindowOpen,
		/// The agreement is not funded yet.
		#[codec(index = 10)]
		NotFunded,
		/// The agreement is funded already.
		#[codec(index = 11)]
		AlreadyFunded,
		/// The supplier has not committed yet.
		#[codec(index = 12)]
		NotCommitted,
		/// The supplier has committed already.
		#[codec(index = 13)]
		AlreadyCommitted,
		/// The demander has not accepted yet.
		#[codec(index = 14)]
		NotAccepted,
		/// The demander has accepted already.
		#[codec(index = 15)]
		AlreadyAccepted,
		/// The key is not revealed yet.
		#[codec(index = 16)]
		NotRevealed,
		/// The key is revealed already. What is left is `settle` or `dispute`.
		#[codec(index = 17)]
		AlreadyRevealed,
		/// The key does not open the commitment of this agreement on this chain.
		#[codec(index = 18)]
		WrongKey,
		/// The proof names a leaf that the lot does not have.
		#[codec(index = 19)]
		IndexOutOfRange,
		/// The encrypted leaf is longer than a leaf may be.
		#[codec(index = 20)]
		LeafTooLong,
		/// The encrypted leaf is not in the ciphertext that the supplier committed to.
		#[codec(index = 21)]
		BadCiphertextProof,
		/// The expected hash is not in the fingerprint of the part in which the leaf lies.
		#[codec(index = 22)]
		BadLeafProof,
		/// The leaf decrypts to exactly what was agreed.
		#[codec(index = 23)]
		NoMisbehaviour,
		/// Supplier and demander are the same subject or use the same account.
		#[codec(index = 24)]
		SelfDealing,
		/// The price is below the least balance of what it is paid in.
		#[codec(index = 25)]
		PriceTooLow,
		/// Price and bond together are more than can be counted.
		#[codec(index = 26)]
		PriceTooHigh,
		/// The lot has no leaves.
		#[codec(index = 27)]
		EmptyLot,
		/// The lot has more parts than an agreement may have.
		#[codec(index = 28)]
		TooManyParts,
		/// The lot has more leaves than can be counted.
		#[codec(index = 29)]
		LotTooLarge,
		/// All numbers of agreements are used up.
		#[codec(index = 30)]
		NoMoreIds,
		/// A window is zero. Every step needs time.
		#[codec(index = 31)]
		WindowEmpty,
		/// A window is longer than 366 days.
		#[codec(index = 32)]
		WindowTooLong,
		/// A party owes too many steps: agreements that wait for it to fund or to commit. Let it take these
		/// steps, or decline.
		#[codec(index = 33)]
		TooManyIdle,
		/// There is no such asset.
		#[codec(index = 34)]
		UnknownAsset,
		/// The terms do not name one fingerprint for each submission.
		#[codec(index = 35)]
		LotMismatch,
		/// The commissions are more than there may be, take more than they may, or one of them is nothing.
		#[codec(index = 36)]
		UnfairCommission,
		/// The submissions no longer have the certificate that was agreed. Either side may step back.
		#[codec(index = 37)]
		CertificateLapsed,
		/// The supplier can fund an agreement from the demander's money only, and nobody from the supplier's.
		#[codec(index = 38)]
		WrongFunder,
		/// The caller does not act for who carries the ticket of this record. Wait until anyone may have it removed.
		#[codec(index = 39)]
		NotCarrier,
		/// Something is still due. Have it collected before the record is forgotten.
		#[codec(index = 40)]
		StillUnpaid,
		/// Nothing is due any more.
		#[codec(index = 41)]
		NothingUnpaid,
		/// The account that is due still cannot receive it. Try again later.
		#[codec(index = 42)]
		StillBlocked,
		/// The deal is paid in another asset than the chain's own token, and the account is not the party's own but, say, its sponsor's. Use
		/// the own account.
		#[codec(index = 43)]
		AccountNotOwn,
		/// The call belongs to the other way of delivery: `deliver_sealed`, `complain`, `answer`, `concede`, `decide` and `recuse` to sealed
		/// deals; `commit`, `accept`, `reveal` and `dispute` to proven ones.
		#[codec(index = 50)]
		WrongDelivery,
		/// The supplier has handed everything over already. What is left is `settle`, `complain` or `concede`.
		#[codec(index = 51)]
		AlreadyDelivered,
		/// The supplier has not handed anything over yet.
		#[codec(index = 52)]
		NotDelivered,
		/// The demander has complained already.
		#[codec(index = 53)]
		AlreadyContested,
		/// The demander has not complained.
		#[codec(index = 54)]
		NotContested,
		/// The party has said already what it may say.
		#[codec(index = 55)]
		AlreadyAnswered,
		/// The demander may reply once the supplier has answered.
		#[codec(index = 56)]
		NotAnswered,
		/// The caller does not act for the judge of this agreement.
		#[codec(index = 57)]
		NotJudge,
		/// The judge is suspended, revoked or unknown. Name another one; in a deal that runs, the fallback applies.
		#[codec(index = 58)]
		JudgeNotActive,
		/// The judge is a party, uses the account of one, or pays for one. Name another one.
		#[codec(index = 59)]
		JudgeIsParty,
		/// The judge acts for a party, a party for the judge, or somebody for both. Name another one.
		#[codec(index = 60)]
		JudgeTied,
		/// The judge gets a commission or holds a right of profit on the data set. Name another one.
		#[codec(index = 61)]
		JudgeShares,
		/// The verdict gives more than the fallback to a side that the judge came to be tied to since the deal was made. Give
		/// it no more than that, or step back.
		#[codec(index = 62)]
		JudgeBiased,
		/// The supplier may still answer. Wait for his answer, or for the end of the window.
		#[codec(index = 63)]
		AnswerWindowOpen,
		/// A verdict gives the supplier at most 1000 thousandths of the price.
		#[codec(index = 64)]
		VerdictTooHigh,
		/// The judge's fee is more than 200 thousandths of the price.
		#[codec(index = 65)]
		FeeTooHigh,
		/// The judge's fee is so small a part of this price that it could not be paid to an account that has nothing. Promise a larger part, or
		/// none.
		#[codec(index = 66)]
		FeeTooLow,
		/// The fallback gives the supplier more than 1000 thousandths of the price.
		#[codec(index = 67)]
		FallbackTooHigh,
	}

	/// The parameters at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What applies to the first agreements.
		pub parameters: Parameters<BalanceOf<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.parameters.check::<T>().is_ok(), "every window is 1 ms to 366 days long");
			assert!(
				self.parameters.bond <= sp_runtime::Permill::one(),
				"the bond is at most one million parts of a million"
			);
			ParametersStore::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Moves on what is overdue: what `expire` and `settle` do, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			let max_parts = T::MaxParts::get();
			assert!(
				(1..=64).contains(&max_parts),
				"MaxParts is 1 to 64, which is what the weights reckon with"
			);
			assert!(T::MaxOwed::get() > 0, "a party must be able to have one agreement");
			let afterwards =
				Closed::<T>::max_encoded_len().saturating_add(Unpaid::<T>::max_encoded_len());
			assert!(
				u64::try_from(afterwards).is_ok_and(|bytes| bytes <= Self::footprint(1).size),
				"the ticket of an agreement must pay for what remains of it"
			);
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"commitments name a genesis hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Puts the price on hold.
		///
		/// While the agreement is `Agreed` and the funding window is open; the supplier may then commit. `from` says whose money it is:
		/// - `None`: that of the demander, who calls from the account that the agreement names;
		/// - `Some(sponsor)`, by the demander: that of somebody who set limits within which the demander may spend it;
		/// - `Some(demander)`, by the supplier: that of the demander, who set limits within which the supplier may.
		///
		/// The last two are counted against those limits. What comes back goes to the account that it came from.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `WrongFunder`, `WrongAccount`, `AccountNotOwn`, `AlreadyFunded`,
		/// `DeadlinePassed`, `CertificateLapsed`; those of the limits; `Token::FundsUnavailable` (of an asset: its own errors) if the account
		/// cannot spare the price. Event: `Funded`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::fund(T::MaxParts::get()))]
		pub fn fund(
			origin: OriginFor<T>,
			id: AgreementId,
			from: Option<DidId>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			counted(T::WeightInfo::fund, |checked| Self::do_fund(subject, id, from, checked))
		}

		/// Commits to the ciphertext and to the key, and puts the bond on hold.
		///
		/// By the supplier, from the account that the agreement names, while the agreement is `Funded` and
		/// the commitment window is open. `ciphertext_root` is the RFC 9162 root over the encrypted leaves
		/// of the whole lot; `key_commitment` is
		/// [`key_commitment`](counterfoil_primitives::exchange::key_commitment) of this chain's genesis
		/// hash, this agreement and the key. `watermark` is the hash of a leaf that he adds for this demander alone, if he
		/// does; the chain keeps it with the copy and judges nothing by it. Only once: the supplier cannot change them afterwards.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `WrongAccount`, `AccountNotOwn`, `WrongDelivery`, `NotFunded`,
		/// `AlreadyCommitted`, `DeadlinePassed`; `Token::FundsUnavailable` if the account cannot spare the
		/// bond. Event: `Committed`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::commit())]
		pub fn commit(
			origin: OriginFor<T>,
			id: AgreementId,
			ciphertext_root: Hash,
			key_commitment: Hash,
			watermark: Option<Hash>,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_commit(subject, id, ciphertext_root, watermark, key_commitment)
		}

		/// States that the ciphertext arrived and is the one that was committed to.
		///
		/// By the demander, while the agreement is `Offered` and the acceptance window is open. Read the
		/// security section of the pallet on what to check before. There is no way back after this.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `WrongDelivery`, `NotCommitted`, `AlreadyAccepted`,
		/// `DeadlinePassed`, `CertificateLapsed`. Event: `Accepted`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::accept(T::MaxParts::get()))]
		pub fn accept(origin: OriginFor<T>, id: AgreementId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			counted(T::WeightInfo::accept, |checked| Self::do_accept(subject, id, checked))
		}

		/// Steps back without fault: price and bond return to their owners.
		///
		/// Who declines because the certificate that was agreed is gone does not count as the one who stepped back: the deal could not
		/// go on, and whoever opened the agreement is not to hold that against either side.
		///
		/// By either party while the agreement is `Agreed` or `Funded`; by the demander while it is
		/// `Offered` (the supplier is bound by his commitment, unless the certificate that was agreed is gone); before the
		/// deadline of the stage.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotParty`, `AlreadyCommitted` (supplier),
		/// `AlreadyAccepted`, `AlreadyDelivered`, `DeadlinePassed`. Event: `Refunded` with `Declined`.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::decline(T::MaxParts::get())))]
		pub fn decline(origin: OriginFor<T>, id: AgreementId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			counted(
				|checked| Self::heard(T::WeightInfo::decline(checked)),
				|checked| Self::do_decline(subject, id, checked),
			)
		}

		/// Reveals the key.
		///
		/// By the supplier, while the agreement is `Accepted` and the reveal window is open. The key must
		/// open the commitment. From the block on the key is public.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `WrongDelivery`, `NotAccepted`, `AlreadyRevealed`,
		/// `DeadlinePassed`, `WrongKey`. Event: `Revealed`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::reveal())]
		pub fn reveal(origin: OriginFor<T>, id: AgreementId, key: Key) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_reveal(subject, id, key)
		}

		/// Proves that one leaf is not what was agreed: price and bond go to the demander.
		///
		/// By the demander, while the agreement is `Revealed` and the dispute window is open. The chain
		/// checks both inclusion proofs, decrypts the leaf and compares its hash. A proof that does not
		/// hold changes nothing; the demander may try again until the window closes.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `WrongDelivery`, `NotRevealed`, `DeadlinePassed`,
		/// `IndexOutOfRange`, `LeafTooLong`, `BadCiphertextProof`, `BadLeafProof`, `NoMisbehaviour`.
		/// Event: `Convicted`.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::weight_of_dispute(proof))]
		pub fn dispute(
			origin: OriginFor<T>,
			id: AgreementId,
			proof: Misbehaviour,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_dispute(subject, id, proof)
		}

		/// Pays the commissions and the holders of the right of profit, and gives the supplier his bond back.
		///
		/// While the agreement is `Revealed` or `Delivered`: by the demander at once, who thereby gives up the rest of
		/// the dispute window; by any signed account once the window is over. While it is `Contested`: by the demander until the
		/// deadline of the judgement, who thereby drops his complaint; he bears the judge's fee if it is the judge's turn already.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotRevealed`, `DisputeWindowOpen`; `NotDemander` and `DeadlinePassed` if the
		/// agreement is contested. Events: `JudgePaid` if the fee is due, `CommissionPaid` and `ProfitPaid` for each
		/// payee but the supplier, `Settled`; `PaymentDelayed` if an account cannot receive what is due to it.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::settle(weights::MAX_PAYEES)))]
		pub fn settle(origin: OriginFor<T>, id: AgreementId) -> DispatchResultWithPostInfo {
			let caller = Self::subject_or_signed(origin)?;
			counted(
				|payees| Self::heard(T::WeightInfo::settle(payees)),
				|payees| Self::do_settle(caller, id, payees),
			)
		}

		/// Ends an agreement whose next step was not taken in time.
		///
		/// By any signed account, once the deadline of the stage has passed: price and bond return to
		/// their owners, except that a supplier who did not reveal loses his bond to the demander, and that the price of a contested
		/// deal is divided by the fallback. For a revealed or delivered agreement see `settle`.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `AlreadyRevealed`, `AlreadyDelivered`, `DeadlineNotPassed`. Event: `Refunded` with
		/// `NotFunded`, `NotCommitted`, `NotAccepted` or `NotRevealed`; `Divided` with `Fallback`.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::expire(weights::MAX_PAYEES)))]
		pub fn expire(origin: OriginFor<T>, id: AgreementId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			counted(
				|payees| Self::heard(T::WeightInfo::expire(payees)),
				|payees| Self::do_expire(id, payees),
			)
		}

		/// Sets windows and bond of agreements to come.
		///
		/// By the admin. Agreements that are open keep what they were opened under.
		///
		/// Errors: `WindowEmpty`, `WindowTooLong`. Event: `ParametersSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(
			origin: OriginFor<T>,
			parameters: Parameters<BalanceOf<T>>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}

		/// Removes the record of an agreement that is over and returns its ticket.
		///
		/// By who carries the ticket, at any time after the agreement closed; by any signed account, once it has been
		/// closed for [`RECORD_KEPT`]. The ticket goes back to the account that carried it, whoever calls.
		/// The events of the agreement stay in the blocks.
		///
		/// Errors: `NotFound`, `NotClosed`, `NotCarrier`, `StillUnpaid`. Event: `Forgotten`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::forget())]
		pub fn forget(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let caller = Self::subject_or_signed(origin)?;
			Self::do_forget(caller, id)
		}

		/// Pays what could not be paid when the agreement ended, as far as it can be paid now.
		///
		/// By any signed account. Nobody but who is due gets anything.
		///
		/// Errors: `NotFound`, `NotClosed`, `NothingUnpaid`, `StillBlocked`. Events: `CommissionPaid`, `ProfitPaid`, `Collected`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let caller = Self::subject_or_signed(origin)?;
			Self::do_collect(caller, id)
		}

		/// States that the ciphertext and the sealed key of a sealed deal were handed over, and puts the bond and the judge's fee on hold.
		///
		/// By the supplier, from the account that the agreement names, while the agreement is `Funded` and the commitment window is open.
		/// `ciphertext_root`, `key_commitment` and `watermark` are those of `commit`; `sealed_key` is
		/// [`sealed_key_commitment`](counterfoil_primitives::sealed::sealed_key_commitment) of this chain's genesis hash, this agreement and
		/// the key as it was sealed to the demander. Only once. From now on silence pays the supplier.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `WrongAccount`, `AccountNotOwn`, `WrongDelivery`, `NotFunded`, `AlreadyDelivered`,
		/// `DeadlinePassed`, `CertificateLapsed`; `Token::FundsUnavailable` if the account cannot spare bond and fee. Event: `Delivered`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::deliver_sealed(T::MaxParts::get()))]
		pub fn deliver_sealed(
			origin: OriginFor<T>,
			id: AgreementId,
			ciphertext_root: Hash,
			key_commitment: Hash,
			sealed_key: Hash,
			watermark: Option<Hash>,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let handover = Handover { ciphertext_root, watermark, key_commitment, sealed_key };
			counted(T::WeightInfo::deliver_sealed, |checked| {
				Self::do_deliver_sealed(subject, id, handover, checked)
			})
		}

		/// Says that a sealed deal was not delivered as agreed, and asks the judge.
		///
		/// By the demander, while the agreement is `Delivered` and the dispute window is open. `evidence` is the hash of what he shows the judge off chain.
		/// The supplier may answer within the reveal window; the judge decides until the judgement window after that has passed.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `WrongDelivery`, `NotDelivered`, `AlreadyContested`, `DeadlinePassed`. Event:
		/// `Complained`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::complain())]
		pub fn complain(origin: OriginFor<T>, id: AgreementId, evidence: Hash) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_complain(subject, id, evidence)
		}

		/// Answers a complaint, or replies to the answer.
		///
		/// While the agreement is `Contested`: by the supplier, once, until the time for his answer is over; then by the demander, once, while the
		/// judge has not decided. `evidence` is the hash of what is shown to the judge off chain.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotParty`, `WrongDelivery`, `NotContested`, `AlreadyAnswered`, `NotAnswered` (demander),
		/// `DeadlinePassed`. Event: `Answered`.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::answer())]
		pub fn answer(origin: OriginFor<T>, id: AgreementId, evidence: Hash) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_answer(subject, id, evidence)
		}

		/// Gives in: price and bond go to the demander.
		///
		/// By the supplier, while the agreement is `Delivered` or `Contested`, before its deadline. It spares him the judge's fee as long as it is
		/// not the judge's turn: while he has not answered and still may. It does not spare him the bond: if it did, cheating
		/// whoever does not look would cost nothing.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `WrongDelivery`, `NotDelivered`, `DeadlinePassed`. Events: `JudgePaid` if the fee is
		/// due, `Divided` with `Conceded`.
		#[pallet::call_index(23)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::concede()))]
		pub fn concede(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_concede(subject, id)
		}

		/// Divides the price of a contested deal.
		///
		/// By its judge, who must be active, once the supplier has answered or his time to do so is over, until the deadline of the judgement. The
		/// supplier's side gets `to_supplier` thousandths of the price, rounded down, the demander's side the rest. The bond returns to the
		/// supplier, unless he gets nothing: then it goes to the demander. Of the judge's fee each side bears the part that it did not get of the price.
		/// `reason` is the hash of the judge's reasons.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `WrongDelivery`, `NotJudge`, `NotContested`, `DeadlinePassed`, `AnswerWindowOpen`,
		/// `VerdictTooHigh`, `JudgeNotActive`, `JudgeBiased`. Events: `Decided`, `JudgePaid`, `CommissionPaid` and `ProfitPaid` as for `settle`,
		/// `Divided` with `Judged`.
		#[pallet::call_index(24)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::decide(weights::MAX_PAYEES)))]
		pub fn decide(
			origin: OriginFor<T>,
			id: AgreementId,
			to_supplier: u16,
			reason: Hash,
		) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			counted(
				|payees| Self::heard(T::WeightInfo::decide(payees)),
				|payees| Self::do_decide(subject, id, to_supplier, reason, payees),
			)
		}

		/// Leaves a contested deal to the fallback that its parties agreed on; no fee is due.
		///
		/// By its judge, while the agreement is `Contested`, until the deadline of the judgement.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `WrongDelivery`, `NotJudge`, `NotContested`, `DeadlinePassed`. Events: `Recused`, `CommissionPaid` and
		/// `ProfitPaid` as for `settle`, `Divided` with `Fallback`.
		#[pallet::call_index(25)]
		#[pallet::weight(Pallet::<T>::heard(T::WeightInfo::recuse(weights::MAX_PAYEES)))]
		pub fn recuse(origin: OriginFor<T>, id: AgreementId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			counted(
				|payees| Self::heard(T::WeightInfo::recuse(payees)),
				|payees| Self::do_recuse(subject, id, payees),
			)
		}
	}
}
