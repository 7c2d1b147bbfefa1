//! What an application asks `pallet-payment-channels`: one question per method, flat answers, and a batch form of what is asked for
//! lists (Y.4560 6.2.2).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without the pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries. Answers
//! come in the order of the questions, `None` for an unknown id.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, VerificationKey},
	fingerprint::Fingerprint,
	money::{Asset, Commission},
	voucher::{FinalState, Voucher},
	ChannelId, DataSetId, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Where a channel stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum StateView {
	/// The payee may claim.
	#[codec(index = 0)]
	Open,
	/// The payer asked for the end. The payee may still claim.
	#[codec(index = 1)]
	Closing,
	/// Nothing can be claimed. What an account could not receive waits for it.
	#[codec(index = 2)]
	Ended,
}

/// One channel, until everything in it has gone to whom it belongs.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ChannelView<AccountId, Balance> {
	/// Its number.
	pub id: ChannelId,
	/// Whose money it is.
	pub payer: DidId,
	/// The account that it is held on.
	pub payer_account: AccountId,
	/// Who opened it: the payer, or whom he allowed to spend.
	pub opener: DidId,
	/// Who is paid.
	pub payee: DidId,
	/// The key that signs vouchers.
	pub signer: VerificationKey,
	/// What is paid in.
	pub asset: Asset,
	/// All that was put in.
	pub deposit: Balance,
	/// All that the payee has shown to be his.
	pub claimed: Balance,
	/// All that was paid of that.
	pub paid: Balance,
	/// What returned to the payer.
	pub returned: Balance,
	/// What was delivered, as the best claim says.
	pub delivered: Fingerprint,
	/// The data set that is paid for, if the holders of the right of profit share.
	pub data_set: Option<DataSetId>,
	/// Who gets a part of every payment.
	pub commissions: Vec<Commission>,
	/// When it was opened.
	pub opened: Moment,
	/// The last moment before the last challenge window begins by itself.
	pub expires: Moment,
	/// How long the payee may claim after the payer asked for the end, or after the expiry, in milliseconds.
	pub challenge: Moment,
	/// Where it stands.
	pub state: StateView,
	/// The last moment to claim, as it is now. `None` if it has ended.
	pub until: Option<Moment>,
	/// When it ended.
	pub ended: Option<Moment>,
}

/// What is whose in a channel.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OwedView<Balance> {
	/// What the payee has shown to be his and has not got yet: he cannot receive it now, or it is too little to be shared before the end.
	pub due: Balance,
	/// What a voucher may still claim; the payer's once the channel has ended.
	pub rest: Balance,
	/// The last moment to claim, as it is now. `None` if the channel has ended.
	pub until: Option<Moment>,
}

/// What governance decides about channels to come.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView {
	/// The shortest challenge window, in milliseconds.
	pub shortest_challenge: Moment,
	/// The longest challenge window, in milliseconds.
	pub longest_challenge: Moment,
	/// How far ahead a channel may expire, in milliseconds.
	pub longest_life: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-payment-channels`.
	#[api_version(1)]
	pub trait PaymentChannelsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// One channel; `None` if it was never opened or everything in it has gone to whom it belongs.
		fn channel(id: ChannelId) -> Option<ChannelView<AccountId, Balance>>;

		/// The batch form of `channel`.
		fn channels(ids: Vec<ChannelId>) -> Vec<Option<ChannelView<AccountId, Balance>>>;

		/// A page of the channels of a subject, as payer, payee or who opened it, in no particular but in a stable order. `from` is
		/// the number of the last entry of the page before, `None` for the first page. An empty page is the end.
		fn channels_of(
			did: DidId,
			from: Option<ChannelId>,
			limit: u32,
		) -> Vec<ChannelView<AccountId, Balance>>;

		/// What is whose in a channel.
		fn owed(id: ChannelId) -> Option<OwedView<Balance>>;

		/// The batch form of `owed`.
		fn owed_each(ids: Vec<ChannelId>) -> Vec<Option<OwedView<Balance>>>;

		/// What the channel's key signs for this voucher on this chain.
		fn voucher_bytes(id: ChannelId, voucher: Voucher) -> Vec<u8>;

		/// What both parties sign to close the channel at this state on this chain.
		fn final_bytes(id: ChannelId, state: FinalState) -> Vec<u8>;

		/// The parameters under which the next channel will be opened.
		fn parameters() -> ParametersView;
	}
}
