//! # Data escrow
//!
//! The fair exchange of data against money between two parties who do not trust each other, without
//! an arbiter (Y.4560 8.3, 9.7). The whole protocol, with what each party does off chain and why it is
//! fair, is in `docs/protocol/fair-exchange.md`.
//!
//! ## Terms
//! - *Agreement*: one supplier delivers one *lot* to one demander for one price.
//! - *Lot*: one or more validated submissions of one data set, the *parts*, each known by its
//!   fingerprint (RFC 9162). Leaves are counted over all parts in order: the first leaf of the second
//!   part comes after the last leaf of the first.
//! - *Ciphertext*: every leaf encrypted by ChaCha20 under the trade's key with its index in the
//!   nonce; the leaves of the *ciphertext tree* are the encrypted leaves, in the same order.
//! - *Price*: what the demander pays; held on his account from funding on.
//! - *Bond*: what the supplier loses when he cheats or does not reveal; held from his commitment on.
//! - *Window*: how long a step may take. Windows and bond are fixed when the agreement opens.
//!
//! ## The protocol
//! 1. Another pallet (the market) *opens* the agreement: [`Agreements::open`]. The demander's account
//!    carries the ticket for the record.
//! 2. The demander *funds* it: the price is held.
//! 3. The supplier draws a fresh key, encrypts the lot, gives the ciphertext to the demander and
//!    *commits* on chain to the root of the ciphertext's tree and to the key: the bond is held.
//! 4. The demander checks what he received against the root and *accepts*.
//! 5. The supplier *reveals* the key; the chain checks that it opens the commitment.
//! 6. The demander decrypts and compares every leaf with the fingerprints. All is well: he may
//!    *settle* at once, else it settles by itself after the dispute window. One leaf is wrong: he
//!    *disputes* with a proof, and the chain itself decrypts that leaf and judges.
//!
//! [`Agreements::open`]: counterfoil_primitives::traits::Agreements::open
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
//! `on_poll`, within a second and as far as the block has room; what does not fit is done in the
//! next blocks. A closed agreement leaves a small record until its demander forgets it, or, once 90 days
//! have passed, anyone.
//!
//! ## Who is paid
//! The price goes to the holders of the right of profit on the data set (Y.4560 8.4), by their shares, as
//! [`Rights`] names them when the agreement settles; at first that is the supplier alone. Parts are rounded down, and the supplier
//! gets what is left: the fractions, and the part of a payee who has no account or one that cannot receive it, such as
//! one that would stay below the existential deposit. At most 16 payees are paid, and none of them can stop a settlement.
//! The bond is the supplier's alone.
//!
//! The right of profit may change hands while an agreement runs: who holds it at the end is paid, whoever held it at the
//! beginning.
//!
//! [`Rights`]: counterfoil_primitives::traits::Rights
//!
//! ## Idle parties
//! Until he funds, a demander has nothing at stake, and until he commits, neither has a supplier. So the chain
//! counts the steps that a subject owes: for a demander the agreements that wait to be funded, for a
//! supplier those that are funded and wait for his commitment. No agreement is opened with a party
//! that owes [`Config::MaxIdle`] of them or more. Who takes the step, declines, or lets the window
//! pass owes one less.
//!
//! ## Cost
//! The demander's account carries one ticket per agreement, from the opening until
//! [`forget`](Pallet::forget). The ticket does not shrink when the agreement closes: giving money back
//! can fail at the will of the account that receives it, and nothing on the way of a payment may
//! depend on the other party. It never covers more than [`largest_footprint`], so that the market can
//! have the demander set that much aside before a stranger's offer opens an agreement. Fees are those of the calls; `dispute` is charged by the length
//! of the proof and never reads more than one leaf.
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
//! existential deposit, so each party can always receive what is due to it. A commitment names the genesis hash and
//! the agreement, so one taken from another chain or another agreement cannot be opened here.
//!
//! What is *not* guaranteed:
//! - That the data are true or useful. The exchange proves that what was delivered is what was
//!   fingerprinted; whether that is right is for validators and regulators.
//! - That the other party goes on. A supplier who never commits ties up the demander's price for the
//!   commitment window; a demander who never accepts ties up the supplier's bond for the acceptance
//!   window. Both get everything back except the fees. `MaxIdle` bounds how many agreements a
//!   party can leave waiting for its funding or its commitment at once, not how often it may do so.
//! - Secrecy of the key. It is public once revealed; the data are protected by giving the ciphertext to
//!   the demander alone. Anyone who has the ciphertext can read it then.
//! - That a buyer does not resell. No exchange of bytes can prevent it.
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
	Agreement, BalanceOf, Closed, Key, Misbehaviour, Parameters, Stage, Windows, MAX_WINDOW,
	RECORD_KEPT,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::data-escrow";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for a DID and gives it this much money; returns the DID.
	fn subject(account: &T::AccountId, balance: BalanceOf<T>)
		-> counterfoil_primitives::did::DidId;
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
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
		traits::{Accounts, AuditLog, Rights, Subject},
		AgreementId, DataSetId, Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			tokens::fungible::{Inspect, MutateHold},
			Consideration, Footprint, Time,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

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

		/// The money. Prices and bonds are holds.
		type Currency: Inspect<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who may act for a DID. A suspended subject still may: deals that run are to be wound down.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who shares in the profit of a data set.
		type Rights: Rights;

		/// Which account is paid for whom.
		type Accounts: Accounts<Self::AccountId>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a record costs the demander's account.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The most parts of a lot, 1 to 64.
		#[pallet::constant]
		type MaxParts: Get<u32>;

		/// How many steps a party may owe at once: no agreement is opened with one that owes so many.
		#[pallet::constant]
		type MaxIdle: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The demander's price, from funding until the agreement closes.
		#[codec(index = 0)]
		Price,
		/// The supplier's bond, from his commitment until the agreement closes.
		#[codec(index = 1)]
		Bond,
		/// The demander's ticket for the record, from the opening until it is forgotten. For a runtime whose
		/// `Consideration` is a hold; this pallet itself never names it.
		#[codec(index = 2)]
		Record,
	}

	/// The open agreements. Written by every step, removed when the agreement closes. Each is paid for by
	/// its ticket and has a deadline.
	#[pallet::storage]
	pub type Agreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Agreement<T>, OptionQuery>;

	/// What remains of the agreements that are over. Written when an agreement closes, removed when its
	/// demander forgets it, or anyone after [`RECORD_KEPT`]. Each is paid for by the ticket of the agreement.
	#[pallet::storage]
	pub type ClosedAgreements<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, Closed<T>, OptionQuery>;

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
			/// Until when it may be funded.
			until: Moment,
		},
		/// The demander's price is held.
		Funded {
			/// The agreement.
			id: AgreementId,
			/// Who funded it.
			demander: DidId,
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
		Committed {
			/// The agreement.
			id: AgreementId,
			/// Who committed.
			supplier: DidId,
			/// Root of the tree over the encrypted leaves.
			ciphertext_root: Hash,
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
			/// What the demander got: his price if it was held, and the bond if the key was not revealed.
			to_demander: BalanceOf<T>,
			/// The data set that was to be delivered from.
			data_set: DataSetId,
			/// Who declined, if a party did.
			by: Option<DidId>,
		},
		/// The record of a closed agreement was removed and its ticket given back.
		Forgotten {
			/// The agreement.
			id: AgreementId,
			/// Whose ticket it was.
			demander: DidId,
			/// Who was to deliver.
			supplier: DidId,
			/// The data set that was to be delivered from.
			data_set: DataSetId,
			/// For whom it was removed, if for a subject.
			by: Option<DidId>,
		},
		/// The parameters of agreements to come were set.
		ParametersSet {
			/// The new parameters.
			parameters: Parameters<BalanceOf<T>>,
		},
		/// A holder of the right of profit other than the supplier got his part of a price. A `Settled` follows.
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
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no agreement of this number. It was never opened, or it was forgotten.
		NotFound,
		/// The agreement is over. Nothing more can happen to it.
		AlreadyClosed,
		/// The agreement is still open. Only one that is over can be forgotten.
		NotClosed,
		/// The caller does not act for the demander of this agreement.
		NotDemander,
		/// The caller does not act for the supplier of this agreement.
		NotSupplier,
		/// The caller acts neither for the supplier nor for the demander of this agreement.
		NotParty,
		/// The caller acts for the party but pays from another account than the agreement names.
		WrongAccount,
		/// The deadline of this step has passed. Anyone may call `expire` or `settle` now.
		DeadlinePassed,
		/// The deadline of this stage has not passed. Wait until the clock is past it.
		DeadlineNotPassed,
		/// The demander may still dispute. Wait for the end of the window, or for the demander to settle.
		DisputeWindowOpen,
		/// The agreement is not funded yet.
		NotFunded,
		/// The agreement is funded already.
		AlreadyFunded,
		/// The supplier has not committed yet.
		NotCommitted,
		/// The supplier has committed already.
		AlreadyCommitted,
		/// The demander has not accepted yet.
		NotAccepted,
		/// The demander has accepted already.
		AlreadyAccepted,
		/// The key is not revealed yet.
		NotRevealed,
		/// The key is revealed already. What is left is `settle` or `dispute`.
		AlreadyRevealed,
		/// The key does not open the commitment of this agreement on this chain.
		WrongKey,
		/// The proof names a leaf that the lot does not have.
		IndexOutOfRange,
		/// The encrypted leaf is longer than a leaf may be.
		LeafTooLong,
		/// The encrypted leaf is not in the ciphertext that the supplier committed to.
		BadCiphertextProof,
		/// The expected hash is not in the fingerprint of the part in which the leaf lies.
		BadLeafProof,
		/// The leaf decrypts to exactly what was agreed.
		NoMisbehaviour,
		/// Supplier and demander are the same subject or use the same account.
		SelfDealing,
		/// The price is below the existential deposit.
		PriceTooLow,
		/// Price and bond together are more than the currency can count.
		PriceTooHigh,
		/// The lot has no leaves.
		EmptyLot,
		/// The lot has more parts than an agreement may have.
		TooManyParts,
		/// The lot has more leaves than can be counted.
		LotTooLarge,
		/// All numbers of agreements are used up.
		NoMoreIds,
		/// A window is zero. Every step needs time.
		WindowEmpty,
		/// A window is longer than 366 days.
		WindowTooLong,
		/// A party owes too many steps: agreements that wait for it to fund or to commit. Let it take these
		/// steps, or decline.
		TooManyIdle,
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
			assert!(T::MaxIdle::get() > 0, "a party must be able to have one agreement");
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
		/// By the demander, from the account that the agreement names, while the agreement is `Agreed` and
		/// the funding window is open. The supplier may then commit.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `WrongAccount`, `AlreadyFunded`,
		/// `DeadlinePassed`; `Token::FundsUnavailable` if the account cannot spare the price. Event: `Funded`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::fund())]
		pub fn fund(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_fund(subject, id)
		}

		/// Commits to the ciphertext and to the key, and puts the bond on hold.
		///
		/// By the supplier, from the account that the agreement names, while the agreement is `Funded` and
		/// the commitment window is open. `ciphertext_root` is the RFC 9162 root over the encrypted leaves
		/// of the whole lot; `key_commitment` is
		/// [`key_commitment`](counterfoil_primitives::exchange::key_commitment) of this chain's genesis
		/// hash, this agreement and the key. Only once: the supplier cannot change them afterwards.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `WrongAccount`, `NotFunded`,
		/// `AlreadyCommitted`, `DeadlinePassed`; `Token::FundsUnavailable` if the account cannot spare the
		/// bond. Event: `Committed`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::commit())]
		pub fn commit(
			origin: OriginFor<T>,
			id: AgreementId,
			ciphertext_root: Hash,
			key_commitment: Hash,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_commit(subject, id, ciphertext_root, key_commitment)
		}

		/// States that the ciphertext arrived and is the one that was committed to.
		///
		/// By the demander, while the agreement is `Offered` and the acceptance window is open. Read the
		/// security section of the pallet on what to check before. There is no way back after this.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `NotCommitted`, `AlreadyAccepted`,
		/// `DeadlinePassed`. Event: `Accepted`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::accept())]
		pub fn accept(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_accept(subject, id)
		}

		/// Steps back without fault: price and bond return to their owners.
		///
		/// By either party while the agreement is `Agreed` or `Funded`; by the demander while it is
		/// `Offered` (the supplier is bound by his commitment); before the deadline of the stage.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotParty`, `AlreadyCommitted` (supplier),
		/// `AlreadyAccepted`, `DeadlinePassed`. Event: `Refunded` with `Declined`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::decline())]
		pub fn decline(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_decline(subject, id)
		}

		/// Reveals the key.
		///
		/// By the supplier, while the agreement is `Accepted` and the reveal window is open. The key must
		/// open the commitment. From the block on the key is public.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotSupplier`, `NotAccepted`, `AlreadyRevealed`,
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
		/// Errors: `NotFound`, `AlreadyClosed`, `NotDemander`, `NotRevealed`, `DeadlinePassed`,
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

		/// Pays the holders of the right of profit, and gives the supplier his bond back.
		///
		/// While the agreement is `Revealed`: by the demander at once, who thereby gives up the rest of
		/// the dispute window; by any signed account once the window is over.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotRevealed`, `DisputeWindowOpen`. Events: `ProfitPaid` for each payee but the
		/// supplier, `Settled`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::settle())]
		pub fn settle(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let caller = Self::subject_or_signed(origin)?;
			Self::do_settle(caller, id)
		}

		/// Ends an agreement whose next step was not taken in time.
		///
		/// By any signed account, once the deadline of the stage has passed: price and bond return to
		/// their owners, except that a supplier who did not reveal loses his bond to the demander. For a
		/// revealed agreement see `settle`.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `AlreadyRevealed`, `DeadlineNotPassed`. Event: `Refunded` with
		/// `NotFunded`, `NotCommitted`, `NotAccepted` or `NotRevealed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::expire())]
		pub fn expire(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire(id)
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
		/// By the demander, at any time after the agreement closed; by any signed account, once it has been
		/// closed for [`RECORD_KEPT`]. The ticket goes back to the account that carried it, whoever calls.
		/// The events of the agreement stay in the blocks.
		///
		/// Errors: `NotFound`, `NotClosed`, `NotDemander`. Event: `Forgotten`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::forget())]
		pub fn forget(origin: OriginFor<T>, id: AgreementId) -> DispatchResult {
			let caller = Self::subject_or_signed(origin)?;
			Self::do_forget(caller, id)
		}
	}
}
