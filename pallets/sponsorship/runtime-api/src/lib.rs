//! What an application asks `pallet-sponsorship`: who pays for whom, what is left, and which bytes to sign.
//!
//! # How a device has a call carried out
//!
//! 1. Ask `next_nonce` for the number, and `allowance` whether the sponsor pays and what is left.
//! 2. Ask `signing_payload` for the bytes, or make them, and have the device sign them.
//! 3. The sponsor's account sends `Sponsorship::dispatch` with the same terms, the same call and the signature.
//!
//! A device that does not trust the node makes the bytes itself: [`CallTerms::signing_bytes`].
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most
//! [`MAX_BATCH`] entries.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode};
use counterfoil_primitives::{
	did::DidId,
	sponsorship::{Beneficiary, CallTerms},
	Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// An agreement to pay for somebody's calls.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SponsorshipView<AccountId> {
	/// The account that pays.
	pub sponsor: AccountId,
	/// Whose calls it pays for.
	pub beneficiary: Beneficiary,
	/// Whether it pays at this moment: the last moment has not passed. What is left may be nothing nevertheless.
	pub active: bool,
	/// Calls in one window.
	pub calls_per_window: u32,
	/// What the calls of one window may take from the account.
	pub spend_per_window: u128,
	/// The length of a window in milliseconds.
	pub window: Moment,
	/// What all calls together may take.
	pub spend_total: u128,
	/// The last moment at which it pays.
	pub valid_until: Moment,
	/// What all calls so far took.
	pub spent_total: u128,
	/// Calls that are left in this window.
	pub calls_left: u32,
	/// What is left in this window, of the window or of the total, whichever is less.
	pub spend_left: u128,
	/// The last moment of this window. With the next one the quota is fresh.
	pub window_end: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of the sponsorships and of the numbers of calls.
	#[api_version(1)]
	pub trait SponsorshipApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The sponsorship of this account for this beneficiary, expired or not.
		fn sponsorship(
			sponsor: AccountId,
			beneficiary: Beneficiary,
		) -> Option<SponsorshipView<AccountId>>;

		/// A page of the sponsorships of this account, in no particular order: those after `after`, or from the first one on.
		/// At most [`MAX_BATCH`].
		fn sponsorships_of(
			sponsor: AccountId,
			after: Option<Beneficiary>,
			limit: u32,
		) -> Vec<SponsorshipView<AccountId>>;

		/// The sponsorship by which this account would pay for a call of this subject now, directly or by its owner. `None` if
		/// it would not.
		fn allowance(sponsor: AccountId, did: DidId) -> Option<SponsorshipView<AccountId>>;

		/// The number that the subject's next sponsored call has.
		fn next_nonce(did: DidId) -> u64;

		/// [`Self::next_nonce`] for several subjects, in their order. At most [`MAX_BATCH`].
		fn next_nonces(dids: Vec<DidId>) -> Vec<u64>;

		/// The bytes that the subject signs to have a call carried out. `call` is the SCALE form of the call. `None` if it is
		/// no call of this chain, or one that nobody may sponsor.
		fn signing_payload(terms: CallTerms<AccountId>, call: Vec<u8>) -> Option<Vec<u8>>;
	}
}
