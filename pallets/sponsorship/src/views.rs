//! Answers of the runtime API.

use alloc::vec::Vec;

use codec::DecodeLimit;
use counterfoil_primitives::{
	did::DidId,
	sponsorship::{Beneficiary, CallTerms},
};
use frame_support::{
	traits::{IsType, Time},
	MAX_EXTRINSIC_DEPTH,
};
use pallet_sponsorship_runtime_api::{SponsorshipView, MAX_BATCH};
use sp_runtime::traits::SaturatedConversion;

use crate::{pallet::*, CallOf, Sponsorship};

impl<T: Config> Pallet<T> {
	/// The sponsorship of this account for this beneficiary, expired or not.
	pub fn sponsorship(
		sponsor: T::AccountId,
		beneficiary: Beneficiary,
	) -> Option<SponsorshipView<T::AccountId>> {
		let record = Sponsorships::<T>::get(&sponsor, beneficiary)?;
		Some(Self::view_of(sponsor, beneficiary, record))
	}

	/// At most `limit`, and at most [`MAX_BATCH`], sponsorships of this account after the one for `after`.
	pub fn sponsorships_of(
		sponsor: T::AccountId,
		after: Option<Beneficiary>,
		limit: u32,
	) -> Vec<SponsorshipView<T::AccountId>> {
		let page = match after {
			Some(after) => Sponsorships::<T>::iter_prefix_from(
				&sponsor,
				Sponsorships::<T>::hashed_key_for(&sponsor, after),
			),
			None => Sponsorships::<T>::iter_prefix(&sponsor),
		};
		page.take(limit.min(MAX_BATCH).saturated_into())
			.map(|(beneficiary, record)| Self::view_of(sponsor.clone(), beneficiary, record))
			.collect()
	}

	/// The sponsorship by which this account would pay for a call of this subject now.
	pub fn allowance(sponsor: T::AccountId, did: DidId) -> Option<SponsorshipView<T::AccountId>> {
		let (beneficiary, record) = Self::sponsorship_for(&sponsor, &did)?;
		Some(Self::view_of(sponsor, beneficiary, record))
	}

	/// The number that the subject's next sponsored call has.
	pub fn next_nonce(did: DidId) -> u64 {
		NextNonce::<T>::get(did)
	}

	/// [`Self::next_nonce`] for the first [`MAX_BATCH`] of `dids`.
	pub fn next_nonces(dids: Vec<DidId>) -> Vec<u64> {
		dids.into_iter().take(MAX_BATCH.saturated_into()).map(Self::next_nonce).collect()
	}

	/// The bytes that the subject signs to have `call`, in its SCALE form, carried out. `None` if it is no call of this
	/// chain, or one that nobody may sponsor.
	pub fn signing_payload(terms: CallTerms<T::AccountId>, call: Vec<u8>) -> Option<Vec<u8>> {
		let call =
			CallOf::<T>::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut call.as_slice())
				.ok()
				.filter(|call| Self::may_be_sponsored(call.into_ref()))?;
		Some(Self::signing_bytes(&terms, Self::digest_of(&call)))
	}

	fn view_of(
		sponsor: T::AccountId,
		beneficiary: Beneficiary,
		record: Sponsorship<T>,
	) -> SponsorshipView<T::AccountId> {
		let now = T::Time::now();
		let limits = record.limits;
		let usage = record.usage.at(&limits, now);
		let left = usage.left(&limits);
		SponsorshipView {
			sponsor,
			beneficiary,
			active: now <= limits.valid_until,
			calls_per_window: limits.calls_per_window,
			spend_per_window: limits.spend_per_window,
			window: limits.window,
			spend_total: limits.spend_total,
			valid_until: limits.valid_until,
			spent_total: usage.spent_total,
			calls_left: left.calls,
			spend_left: left.spend,
			window_end: usage.window_end(&limits),
		}
	}
}
