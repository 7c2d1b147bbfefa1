//! # Payment channels
//!
//! Payments as small as a reading (Y.4560 6.2.2): one deposit on chain, vouchers off chain, and one claim for as many readings as the
//! payee likes. How vouchers are made and checked is in [`counterfoil_primitives::voucher`]; this pallet keeps the deposits and judges
//! the vouchers that are brought to it.
//!
//! ## Terms
//! - *Payer*: whose money it is, and the account that it is held on. *Opener*: who opened the channel, usually the payer; or whom the
//!   payer allowed to spend his money within limits ([`Allowances`]).
//! - *Payee*: who is paid, a DID; for a device its owner acts. He is paid on the account that is his when he is paid; for a device, that of its owner at that time, so
//!   whoever hands a device over claims first.
//! - *Signer*: the key that signs the vouchers of this channel. It is fixed at the opening, so that no change of the payer's DID
//!   document makes a voucher worthless.
//! - *Voucher*: "so much has the payee earned by now, for what he has delivered by now". Amounts are cumulative.
//! - *Claimed*: what the payee has shown to be his by a voucher. *Due*: what of it he has not got yet. *Rest*: what nobody claimed.
//! - *Expiry*: when the channel begins to end by itself. *Challenge window*: how long the payee may claim after that, or after the payer
//!   asked for the end.
//!
//! ## States
//! ```text
//!                      open
//!                        │
//!     claim, top_up ┌────▼────┐
//!                   └── Open ─┴──────────────────────┐
//!                     │    │ request_close           │ the last moment of
//!      close_by_payee │    │  (payer)                │ expiry + challenge
//!      (payee),       │  ┌─▼───────┐ claim           │ has passed
//!      close          ├──│ Closing ├─┘               │
//!      (both signed)  │  └─┬───────┘                 │
//!                     │    │ the challenge window    │
//!                     │    │ has passed              │
//!                     ▼    ▼                         ▼
//!                     Ended: due to the payee, rest to the payer
//!                        │ at once, if both can receive; else it waits: settle
//!                        ▼
//!                      gone, ticket returned
//! ```
//! A step may be taken while `now <= until`. After that anyone may call [`finalise`](Pallet::finalise), and the chain itself does
//! the same in `on_poll`, within a second and as far as the block has room; what does not fit is done in the next blocks.
//!
//! ## Money
//! The deposit is on hold on the payer's account: he cannot spend it, and a freeze of his account does not stop a payment. A claim pays
//! out what a voucher is worth beyond what was claimed before. Commissions are taken first; where the channel names a data set, which is
//! one of the payee's, the holders of the right of profit share what is left (Y.4560 8.4), as in the escrow.
//!
//! *What cannot be received waits.* An issuer of an asset can block an account, and a part below the least balance makes no account. So a
//! claim first counts what the payee has shown, and then tries to pay; if that fails, the amount is *due* and stays on hold until anyone
//! calls [`settle`](Pallet::settle) with success, also after the channel has ended. It never goes back to the payer. In the same way the
//! rest waits if the payer's account cannot take it, and the payee is paid nevertheless. Neither party can stop the other.
//!
//! *Dust.* A claim must add at least the least balance of the asset, so that it can be received and is worth its weight. Where others share,
//! it must add a thousand times as much, twice that where holders share what a commission leaves: parts are rounded down, what is left over is the payee's, and a payee who claimed unit by unit
//! would keep all from them. Once the end was asked for or the channel has expired, a claim of any amount counts, so that nobody can strand
//! the last voucher by claiming with the one before; what is too little to be shared is paid when the channel has ended, in one. The payee
//! who closes the channel claims any amount, once.
//!
//! *Other people's money.* What somebody was allowed to spend goes to the payee whom the allowance is for: such a channel has no commissions.
//! How long it may stay bound is counted from the opening; a top-up, and more time alone, is asked for and counted, and begins nothing anew. A
//! sponsor's limits are on the chain's own token, so a deposit in another asset comes from the account of the caller's own DID.
//!
//! ## Cost
//! The account of who opened the channel carries a ticket for the record, until the last unit of the deposit has gone to whom it belongs.
//! A claim costs a signature and a payment, however many readings it is for. It is charged for the parts that the channel can have, not
//! for the most that any has.
//!
//! ## Histories
//! Every step belongs to the histories of both parties, of the data set and of who took it (Y.4560 7.1.2; `audit.rs`). Vouchers that are
//! never claimed leave no trace on chain.
//!
//! ## Security
//! What each party must check off chain. [`PayeeLedger`] and [`PayerLedger`] check vouchers and final states; they have no clock and do not hear
//! of the chain, so the opening, the expiry, `CloseRequested` and the claim in time are left to who uses them:
//! - The payee, before he delivers: the opening is in a *finalised* block; deposit, asset, key, expiry and challenge window are those that he
//!   was promised, and so are *data set and commissions*, which the payer chose; he trusts the issuer of the asset, who can keep his
//!   account from receiving; the challenge window is longer than he will ever be away.
//! - The payee, for every voucher: signature, chain and channel are right; the amount covers what he delivered and is within the deposit;
//!   the fingerprint is that of what he delivered. He delivers on credit no more than he can bear to lose.
//! - The payee delivers nothing more once the channel has expired or its end was asked for: he may come too late to claim for it.
//! - The payee claims before `expires + challenge`, and watches for `CloseRequested`. Anyone may claim for him, so he can leave
//!   his best voucher with somebody who watches; the money goes to the payee whoever claims.
//! - The payee, before he signs a final state: it is about no less than his best voucher and about what he delivered, and he delivers nothing
//!   after it. Whoever holds a
//!   final state signed by both can close the channel with it at any time; only what was claimed before limits it from below.
//! - The payer keeps the signer's key as he would keep the deposit, and signs no voucher that is about less than one before.
//!
//! An honest payee ends with the amount of his best voucher, whatever the payer does and whenever; an honest payer pays no more than the
//! last voucher that he signed. An old voucher harms nobody: amounts only rise, so a newer one pays the difference.
//!
//! What is *not* guaranteed: that the payer signs a voucher for what was delivered on credit; that the payee delivers after a fixed price
//! was paid; that the data are true; that the ticket returns while somebody cannot receive what waits for him. And a payee whose
//! transactions are kept out of the blocks for a whole challenge window loses what he did not claim.
//!
//! ## Example
//! What both parties do off chain, with the same code as the chain, is in [`counterfoil_primitives::voucher`]. The bytes that a payer's
//! key signs:
//! ```
//! use counterfoil_primitives::{fingerprint::TreeBuilder, voucher::Voucher};
//!
//! let mut delivered = TreeBuilder::new();
//! delivered.push(b"2024-03-01T00:15Z 4.2 l/s");
//! let voucher = Voucher { amount: 3, delivered: delivered.finish() };
//! let (genesis, channel) = ([1; 32], 7);
//! assert_eq!(voucher.signing_bytes(&genesis, channel).len(), 136);
//! // Another channel, other bytes.
//! assert_ne!(voucher.signing_bytes(&genesis, 7), voucher.signing_bytes(&genesis, 8));
//! ```
//!
//! [`Allowances`]: counterfoil_primitives::traits::Allowances
//! [`PayeeLedger`]: counterfoil_primitives::voucher::PayeeLedger
//! [`PayerLedger`]: counterfoil_primitives::voucher::PayerLedger

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

#[cfg(any(feature = "runtime-benchmarks", test))]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{
	BalanceOf, Channel, Commissions, Ending, Parameters, State, MAX_LIFE, MAX_PARTS, MAX_WINDOW,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::payment-channels";

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::features::NewChannel;
	use counterfoil_primitives::{
		did::{DidId, KeySignature, VerificationKey},
		document::MAX_KEYS,
		fingerprint::Fingerprint,
		money::Asset,
		traits::{
			Accounts, Allowances, AuditLog, DataRegistry, Identities, KeyVerifier, Rights, Subject,
		},
		voucher::{FinalState, Voucher},
		ChannelId, DataSetId, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{tokens::fungibles::MutateHold, Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::signatures::surcharge;
	use pallet_support::weights::counted;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Payment channels.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money: the chain's token and other assets. Deposits are holds.
		type Assets: MutateHold<Self::AccountId, AssetId = Asset, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who may act for a DID. A suspended subject still may: channels that run are to be wound down.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who is who, and whether a payee signed a final state.
		type Identities: Identities;

		/// Which account is paid for whom.
		type Accounts: Accounts<Self::AccountId>;

		/// Who checks the signatures of the channels' keys.
		type Keys: KeyVerifier;

		/// Whose data set it is that is paid for.
		type Registry: DataRegistry;

		/// Who shares in the profit of a data set.
		type Rights: Rights;

		/// Who may open channels from whose money.
		type Allowances: Allowances<Self::AccountId, BalanceOf<Self>, Error = DispatchError>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a record costs the account of who opened the channel.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The payer's deposit, from the opening until it was paid or returned.
		#[codec(index = 0)]
		Deposit,
		/// The ticket for the record, from the opening until the record goes. For a runtime whose `Consideration` is a hold; this pallet
		/// itself never names it.
		#[codec(index = 1)]
		Record,
	}

	/// The channels. Written by every step, removed when the last unit of the deposit has gone to whom it belongs. Each is paid for by
	/// its ticket, and has a last moment.
	#[pallet::storage]
	pub type Channels<T: Config> = StorageMap<_, Twox64Concat, ChannelId, Channel<T>, OptionQuery>;

	/// The number that the next channel gets. Numbers are never used twice, so no voucher is ever good for another channel.
	#[pallet::storage]
	pub type NextChannelId<T: Config> = StorageValue<_, ChannelId, ValueQuery>;

	/// The channels of a subject, as payer, payee or who opened it. Two or three entries per channel, written when it opens, removed with
	/// it; the ticket pays for them.
	#[pallet::storage]
	pub type ChannelsOf<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, ChannelId, (), OptionQuery>;

	/// What governance decides about channels to come. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type ParametersStore<T: Config> = StorageValue<_, Parameters, ValueQuery>;

	/// The channels that have not ended, by the bucket of time in which their last moment has passed. One entry per channel, moved when the
	/// last moment moves, removed when the channel ends.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, ChannelId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold overdue entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A channel was opened.
		#[codec(index = 0)]
		Opened {
			/// The channel.
			id: ChannelId,
			/// Whose money it is, and the account that it is held on.
			payer: Subject<T::AccountId>,
			/// Who is paid.
			payee: DidId,
			/// Who opened it.
			opener: DidId,
			/// The key that signs vouchers.
			signer: VerificationKey,
			/// What is paid in.
			asset: Asset,
			/// What was put in.
			deposit: BalanceOf<T>,
			/// The data set that is paid for, if the holders of the right of profit share.
			data_set: Option<DataSetId>,
			/// Who gets a part of every payment.
			commissions: Commissions,
			/// When it begins to end by itself.
			expires: Moment,
			/// How long the payee may claim after that, or after the payer asked for the end.
			challenge: Moment,
		},
		/// More was put into a channel, or it expires later.
		#[codec(index = 1)]
		ToppedUp {
			/// The channel.
			id: ChannelId,
			/// Whose money it is.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// Who did it.
			by: DidId,
			/// What was put in now.
			amount: BalanceOf<T>,
			/// What was put in all together.
			deposit: BalanceOf<T>,
			/// When it begins to end by itself.
			expires: Moment,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// A voucher was shown: so much is the payee's.
		#[codec(index = 2)]
		Claimed {
			/// The channel.
			id: ChannelId,
			/// Whose money it was.
			payer: DidId,
			/// Whose it is.
			payee: DidId,
			/// For whom it was claimed by a call, if for a subject.
			by: Option<DidId>,
			/// All that was claimed since the opening.
			amount: BalanceOf<T>,
			/// All that was delivered since the opening, as the payer signed it.
			delivered: Fingerprint,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// Who brought a deal about got his part of a payment. A `Paid` follows.
		#[codec(index = 3)]
		CommissionPaid {
			/// The channel.
			id: ChannelId,
			/// Who.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// A holder of the right of profit other than the payee got his part of a payment. A `Paid` follows.
		#[codec(index = 4)]
		ProfitPaid {
			/// The channel.
			id: ChannelId,
			/// Who holds the right.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that the right is about.
			data_set: Option<DataSetId>,
		},
		/// What was due was paid.
		#[codec(index = 5)]
		Paid {
			/// The channel.
			id: ChannelId,
			/// Who paid.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// What the payee got himself.
			amount: BalanceOf<T>,
			/// What was paid to all together.
			total: BalanceOf<T>,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// What is due cannot be received now. It stays on hold until anyone calls `settle` with success.
		#[codec(index = 6)]
		PaymentDelayed {
			/// The channel.
			id: ChannelId,
			/// Who pays.
			payer: DidId,
			/// Who is to be paid.
			payee: DidId,
			/// What is due.
			amount: BalanceOf<T>,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// The payer asked for the end of a channel.
		#[codec(index = 7)]
		CloseRequested {
			/// The channel.
			id: ChannelId,
			/// Whose money it is.
			payer: DidId,
			/// Who may still claim.
			payee: DidId,
			/// Who asked.
			by: DidId,
			/// The last moment to claim.
			until: Moment,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// A channel ended. If nothing is due and no rest waits, its record is gone and its ticket returned.
		#[codec(index = 8)]
		Ended {
			/// The channel.
			id: ChannelId,
			/// Whose money it was.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// For whom it was ended by a call, if for a subject.
			by: Option<DidId>,
			/// How.
			ending: Ending,
			/// All that was the payee's.
			amount: BalanceOf<T>,
			/// All that was delivered, as the payer signed it.
			delivered: Fingerprint,
			/// What returned to the payer.
			returned: BalanceOf<T>,
			/// What the payee could not receive and waits for him.
			due: BalanceOf<T>,
			/// What the payer could not receive and waits for him.
			rest: BalanceOf<T>,
			/// The data set that was paid for.
			data_set: Option<DataSetId>,
		},
		/// The rest of a channel that has ended returned to its payer, who could not receive it before.
		#[codec(index = 9)]
		Returned {
			/// The channel.
			id: ChannelId,
			/// Whose money it is.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// The account that got it back.
			account: T::AccountId,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that was paid for.
			data_set: Option<DataSetId>,
		},
		/// The last that waited in a channel that has ended has gone to whom it belongs. Its record is gone and its ticket returned.
		#[codec(index = 10)]
		Closed {
			/// The channel.
			id: ChannelId,
			/// Whose money it was.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// The data set that was paid for.
			data_set: Option<DataSetId>,
		},
		/// The parameters of channels to come were set.
		#[codec(index = 11)]
		ParametersSet {
			/// The new parameters.
			parameters: Parameters,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no channel of this number. It was never opened.
		#[codec(index = 0)]
		NotFound,
		/// The channel has ended. Nothing can be claimed from it, and nothing put in.
		#[codec(index = 1)]
		AlreadyClosed,
		/// The payer asked for the end already. What is left is to claim, or to wait.
		#[codec(index = 2)]
		AlreadyClosing,
		/// The channel has expired and ends by itself.
		#[codec(index = 3)]
		Expired,
		/// The last moment to claim has passed. Anyone may call `finalise` now.
		#[codec(index = 4)]
		DeadlinePassed,
		/// The payee may still claim. Wait until the clock is past the last moment.
		#[codec(index = 5)]
		DeadlineNotPassed,
		/// The caller acts neither for the payer nor for who opened the channel.
		#[codec(index = 6)]
		NotPayer,
		/// The caller does not act for the payee.
		#[codec(index = 7)]
		NotPayee,
		/// The caller acts for the payer but pays from another account than the channel names.
		#[codec(index = 8)]
		WrongAccount,
		/// There is no such DID to be paid.
		#[codec(index = 9)]
		UnknownPayee,
		/// The payee is pending, suspended or revoked, or a device whose owner is. Open a channel to somebody who is active.
		#[codec(index = 10)]
		PayeeNotActive,
		/// The payee has no account that could be paid.
		#[codec(index = 11)]
		PayeeWithoutAccount,
		/// Payer and payee are one subject, a device and its owner, or use one account.
		#[codec(index = 12)]
		SelfDealing,
		/// The deposit is below the least balance of the asset, or nothing.
		#[codec(index = 13)]
		DepositTooLow,
		/// There are more than two commissions, one is nothing, or together they are more than half of a payment.
		#[codec(index = 14)]
		UnfairCommissions,
		/// There is no such data set.
		#[codec(index = 15)]
		UnknownDataSet,
		/// The data set was not registered by the payee. Others share only in what is paid for his own.
		#[codec(index = 16)]
		NotDataSetOfPayee,
		/// The challenge window is shorter or longer than governance allows.
		#[codec(index = 17)]
		ChallengeOutOfRange,
		/// The channel would expire now or has expired. Name a later moment.
		#[codec(index = 18)]
		ExpiresInThePast,
		/// The channel would expire later than governance allows.
		#[codec(index = 19)]
		LifeTooLong,
		/// The channel would expire earlier than it does. Nobody can shorten the time to claim.
		#[codec(index = 20)]
		ShortensLife,
		/// Neither is anything put in, nor does the channel expire later.
		#[codec(index = 21)]
		NothingChanges,
		/// The amount is more than was put in.
		#[codec(index = 22)]
		AboveDeposit,
		/// The voucher is worth no more than what was claimed.
		#[codec(index = 23)]
		NothingNew,
		/// What the voucher adds is below the least balance of the asset, or a thousand times that where others share (two thousand after a commission). Wait for a better
		/// one or until the channel is about to end, or close the channel with it.
		#[codec(index = 24)]
		ClaimTooSmall,
		/// The final state is about less than what was claimed.
		#[codec(index = 25)]
		BelowClaimed,
		/// The signature is not by the channel's key over these bytes: another key, another chain, another channel or another amount.
		#[codec(index = 26)]
		BadPayerSignature,
		/// The signature is not by a key that the payee asserts with, over these bytes; or the payee is not active.
		#[codec(index = 27)]
		BadPayeeSignature,
		/// Nothing waits in this channel that could be moved: too little to be shared waits for its end.
		#[codec(index = 28)]
		NothingDue,
		/// A window is nothing, or the shortest is longer than the longest.
		#[codec(index = 29)]
		WindowEmpty,
		/// A challenge window is longer than 366 days, or a life longer than ten years.
		#[codec(index = 30)]
		WindowTooLong,
		/// The call is paid from another account than that of the caller's DID. Tokens besides the chain's own are bound from one's own
		/// account only.
		#[codec(index = 31)]
		AccountNotOwn,
		/// The caller is suspended or revoked, or a device whose owner is. He may wind down what runs, and bind nothing more.
		#[codec(index = 32)]
		NotActive,
		/// The money is somebody else's, who let the payee be paid and nobody besides. Open the channel without commissions.
		#[codec(index = 33)]
		CommissionsNotAllowed,
	}

	/// The parameters at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What applies to the first channels.
		pub parameters: Parameters,
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.parameters.check::<T>().is_ok(),
				"channels can run under the parameters, see `set_parameters`"
			);
			ParametersStore::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Ends what is overdue: what `finalise` does, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"vouchers name a genesis hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a channel and puts the deposit on hold.
		///
		/// By an active subject, from its own money; or with `from` from the money of somebody who allowed it ([`Config::Allowances`]). The account
		/// of the call carries the ticket. `signer` signs the vouchers and cannot be changed. With `data_set`, which is one of the
		/// payee's, the holders of the right of profit share every payment. The channel expires at `expires`, and the payee may claim for
		/// `challenge` milliseconds more.
		///
		/// Errors: `NotActive`, `UnknownPayee`, `PayeeNotActive`, `PayeeWithoutAccount`, `SelfDealing`, `DepositTooLow`, `UnfairCommissions`,
		/// `UnknownDataSet`, `NotDataSetOfPayee`, `ChallengeOutOfRange`, `ExpiresInThePast`, `LifeTooLong`, `AccountNotOwn`,
		/// `CommissionsNotAllowed`; those of the allowances;
		/// `Token::FundsUnavailable` if the account cannot spare deposit or ticket. Event: `Opened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open())]
		pub fn open(
			origin: OriginFor<T>,
			payee: DidId,
			signer: VerificationKey,
			asset: Asset,
			deposit: BalanceOf<T>,
			data_set: Option<DataSetId>,
			commissions: Commissions,
			expires: Moment,
			challenge: Moment,
			from: Option<DidId>,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			let terms = NewChannel {
				payee,
				signer,
				asset,
				deposit,
				data_set,
				commissions,
				expires,
				challenge,
			};
			Self::do_open(caller, terms, from)
		}

		/// Puts more into a channel, has it expire later, or both.
		///
		/// By the active payer, from the account that the channel names; or by who opened it, within the payer's limits, which are asked about every
		/// extension, too. While the channel is open and has not expired. Nothing that is put in comes back before the channel ends.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `AlreadyClosing`, `Expired`, `NotPayer`, `NotActive`, `ShortensLife`, `NothingChanges`, `LifeTooLong`,
		/// `AccountNotOwn`, `WrongAccount`; those of the allowances; `Token::FundsUnavailable` if the account cannot spare the amount. Event: `ToppedUp`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::top_up())]
		pub fn top_up(
			origin: OriginFor<T>,
			channel: ChannelId,
			amount: BalanceOf<T>,
			expires: Option<Moment>,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_top_up(caller, channel, amount, expires)
		}

		/// Shows a voucher: what it is worth beyond what was claimed before is the payee's, and is paid.
		///
		/// By any signed account, for the payee, who is paid whoever calls; until the last moment of the channel. If the payee cannot
		/// receive it now it waits, see `settle`; so does too little to be shared, which counts once the channel is about to end.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `DeadlinePassed`, `AboveDeposit`, `NothingNew`, `ClaimTooSmall`, `BadPayerSignature`. Events:
		/// `Claimed`; `CommissionPaid` and `ProfitPaid` for each other who gets a part, `Paid`; or `PaymentDelayed`.
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::claim(MAX_PARTS).saturating_add(surcharge([signature], 1))
		)]
		pub fn claim(
			origin: OriginFor<T>,
			channel: ChannelId,
			voucher: Voucher,
			signature: KeySignature,
		) -> DispatchResultWithPostInfo {
			let by = Self::subject_or_signed(origin)?;
			let checked = surcharge([&signature], 1);
			counted(
				|parts| T::WeightInfo::claim(parts).saturating_add(checked),
				|parts| Self::do_claim(by, channel, voucher, signature, parts),
			)
		}

		/// Ends a channel as both parties agreed: the payee gets what the final state says, the payer the rest, at once.
		///
		/// By any signed account, as long as the channel has not ended. `payer_signature` is by the channel's key, `payee_signature` by a key
		/// that the payee asserts with, both over the final state.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `AboveDeposit`, `BelowClaimed`, `BadPayerSignature`, `BadPayeeSignature`. Events: as `claim` where
		/// anything is paid, `Ended`.
		#[pallet::call_index(3)]
		#[pallet::weight(
			T::WeightInfo::close(MAX_PARTS)
				.saturating_add(surcharge([payer_signature], 1))
				.saturating_add(surcharge([payee_signature], MAX_KEYS))
		)]
		pub fn close(
			origin: OriginFor<T>,
			channel: ChannelId,
			state: FinalState,
			payer_signature: KeySignature,
			payee_signature: KeySignature,
		) -> DispatchResultWithPostInfo {
			let by = Self::subject_or_signed(origin)?;
			let checked = surcharge([&payer_signature], 1)
				.saturating_add(surcharge([&payee_signature], MAX_KEYS));
			counted(
				|parts| T::WeightInfo::close(parts).saturating_add(checked),
				|parts| Self::do_close(by, channel, state, payer_signature, payee_signature, parts),
			)
		}

		/// Ends a channel for its payee: he gets what his best voucher is worth, the payer the rest, at once.
		///
		/// By the payee, or the owner of a device that is one, until the last moment of the channel. `best` is his best voucher, if it is worth more than what was claimed.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NotPayee`, `DeadlinePassed`, `AboveDeposit`, `NothingNew`, `BadPayerSignature`. Events: as
		/// `claim` where anything is paid, `Ended`.
		#[pallet::call_index(4)]
		#[pallet::weight(
			T::WeightInfo::close_by_payee(MAX_PARTS)
				.saturating_add(surcharge(best.as_ref().map(|(_, signature)| signature), 1))
		)]
		pub fn close_by_payee(
			origin: OriginFor<T>,
			channel: ChannelId,
			best: Option<(Voucher, KeySignature)>,
		) -> DispatchResultWithPostInfo {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			let checked = surcharge(best.as_ref().map(|(_, signature)| signature), 1);
			counted(
				|parts| T::WeightInfo::close_by_payee(parts).saturating_add(checked),
				|parts| Self::do_close_by_payee(caller, channel, best, parts),
			)
		}

		/// Asks for the end of a channel. The payee may claim for a challenge window more.
		///
		/// By the payer or who opened the channel, while it is open and has not expired.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `AlreadyClosing`, `Expired`, `NotPayer`. Event: `CloseRequested`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::request_close())]
		pub fn request_close(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_request_close(caller, channel)
		}

		/// Ends a channel whose last moment has passed: what was not claimed returns to the payer.
		///
		/// By any signed account. The chain does the same by itself; this is for who does not want to wait, and it also tries to pay what
		/// the payee could not receive before.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `DeadlineNotPassed`. Events: as `claim` where anything is paid, `Ended`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::finalise(MAX_PARTS))]
		pub fn finalise(origin: OriginFor<T>, channel: ChannelId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			counted(T::WeightInfo::finalise, |parts| Self::time_out(channel, parts))
		}

		/// Moves what could not be received before: what is due to the payee, and the rest of a channel that has ended to its payer.
		///
		/// By any signed account, whenever something waits. One of the two that still cannot receive does not stop the other.
		///
		/// Errors: `NotFound`, `AlreadyClosed`, `NothingDue`; that of the payment if nothing could be moved. Events: `CommissionPaid` and
		/// `ProfitPaid`, `Paid`; `Returned`; `Closed` with the last of it.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::settle(MAX_PARTS))]
		pub fn settle(origin: OriginFor<T>, channel: ChannelId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			counted(T::WeightInfo::settle, |parts| Self::do_settle(channel, parts))
		}

		/// Sets the parameters of channels to come.
		///
		/// By the admin. Channels that are open keep their challenge window and their expiry; one that is topped up expires no later than
		/// the new parameters allow.
		///
		/// Errors: `WindowEmpty`, `WindowTooLong`. Event: `ParametersSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(origin: OriginFor<T>, parameters: Parameters) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
