//! Carrying out what a subject signed, at a sponsor's expense.

use codec::Encode;
use counterfoil_primitives::{
	did::{KeySignature, Relationship},
	document::MAX_KEYS,
	sponsorship::{Beneficiary, CallTerms, Holdings, Usage},
	traits::Identities,
	Hash,
};
use frame_support::{
	dispatch::{extract_actual_weight, DispatchResult, GetDispatchInfo},
	ensure,
	storage::with_transaction,
	traits::{
		fungible::{Inspect, InspectHold},
		Contains, Get, IsSubType, IsType, OriginTrait, Time,
	},
	weights::Weight,
};
use frame_system::pallet_prelude::OriginFor;
use pallet_support::{genesis_hash, signatures::signature_weight};
use sp_runtime::{
	traits::{Dispatchable, SaturatedConversion},
	DispatchError, TransactionOutcome,
};

use crate::{pallet::*, CallOf, RawOrigin, WeightInfo};

/// How an inner call ended.
struct Outcome {
	/// What it returned, or that it took too much.
	result: DispatchResult,
	/// What it took from the sponsor.
	spent: u128,
	/// What it weighed.
	weight: Weight,
}

impl<T: Config> Pallet<T> {
	/// Returns what the inner call weighed.
	pub(crate) fn do_dispatch(
		sponsor: T::AccountId,
		terms: CallTerms<T::AccountId>,
		call: CallOf<T>,
		signature: KeySignature,
	) -> Result<Weight, DispatchError> {
		// Before anything is hashed: what such a call weighs does not count its length.
		ensure!(Self::may_be_sponsored(call.into_ref()), Error::<T>::CallNotAllowed);
		let digest = Self::digest_of(&call);
		let (beneficiary, allowance) = Self::authorize(&sponsor, &terms, digest, &signature)?;

		// The number and the quota are used up before the call runs and stay used up whatever it does: what failed once must
		// not be replayed until it succeeds. (The last number of all has no next one; nobody ever gets there.)
		let next = terms.nonce.checked_add(1).ok_or(Error::<T>::NonceTooHigh)?;
		NextNonce::<T>::insert(terms.did, next);
		Self::use_limits(&sponsor, beneficiary, Usage::count_call);

		let outcome = Self::carry_out(&sponsor, &terms, call, allowance)?;
		Self::use_limits(&sponsor, beneficiary, |usage| usage.count_spent(outcome.spent));
		Self::emit(Event::Dispatched {
			did: terms.did,
			sponsor,
			beneficiary,
			nonce: terms.nonce,
			call: digest,
			spent: outcome.spent,
			result: outcome.result,
		});
		Ok(outcome.weight)
	}

	/// Whether a call that anybody may have sponsored may run now at the sponsor's expense: by which sponsorship, and how much it may take. The signature
	/// comes last, because it costs most.
	fn authorize(
		sponsor: &T::AccountId,
		terms: &CallTerms<T::AccountId>,
		digest: Hash,
		signature: &KeySignature,
	) -> Result<(Beneficiary, u128), DispatchError> {
		match &terms.sponsor {
			Some(bound) => ensure!(bound == sponsor, Error::<T>::WrongSponsor),
			// What a stakeholder sells or earns is paid to the account that the call came from: not to the first who sees it.
			None => {
				let device = T::Identities::owner_of(&terms.did).is_some();
				ensure!(device, Error::<T>::WrongSponsor);
			},
		}
		let now = T::Time::now();
		ensure!(now >= terms.valid_from, Error::<T>::NotYetValid);
		ensure!(now <= terms.valid_until, Error::<T>::DeadlinePassed);
		// No underflow: `valid_from <= now <= valid_until`.
		let lifetime = terms.valid_until.saturating_sub(terms.valid_from);
		ensure!(lifetime <= T::MaxLifetime::get(), Error::<T>::LifetimeTooLong);
		let next = NextNonce::<T>::get(terms.did);
		ensure!(terms.nonce >= next, Error::<T>::NonceUsed);
		ensure!(terms.nonce == next, Error::<T>::NonceTooHigh);
		ensure!(T::Identities::is_active(&terms.did), Error::<T>::NotActive);

		let (beneficiary, record) =
			Self::sponsorship_for(sponsor, &terms.did).ok_or(Error::<T>::NotSponsored)?;
		let left = record.usage.at(&record.limits, now).left(&record.limits);
		ensure!(left.calls > 0, Error::<T>::QuotaExhausted);

		let message = Self::signing_bytes(terms, digest);
		ensure!(
			T::Identities::verify_for(
				&terms.did,
				Relationship::CapabilityInvocation,
				&message,
				signature
			),
			Error::<T>::BadSignature
		);
		Ok((beneficiary, left.spend))
	}

	/// Runs the call in a storage layer of its own, and rolls it back if it fails or takes more than `allowance`.
	fn carry_out(
		sponsor: &T::AccountId,
		terms: &CallTerms<T::AccountId>,
		call: CallOf<T>,
		allowance: u128,
	) -> Result<Outcome, DispatchError> {
		let raw = RawOrigin::Sponsored { did: terms.did, sponsor: sponsor.clone() };
		let mut origin: OriginFor<T> = <T as Config>::RuntimeOrigin::from(raw).into();
		// Calls inside the call, as of a batch, pass the same filter.
		origin.add_filter(Self::may_be_sponsored);
		let info = call.get_dispatch_info();

		let before = Self::holdings(sponsor);
		with_transaction(|| -> TransactionOutcome<Result<Outcome, DispatchError>> {
			let returned = call.dispatch(origin);
			let weight = extract_actual_weight(&returned, &info);
			let spent = before.taken_until(&Self::holdings(sponsor));
			let failed = |error| {
				TransactionOutcome::Rollback(Ok(Outcome { result: Err(error), spent: 0, weight }))
			};
			match returned {
				Ok(_) if spent <= allowance => {
					TransactionOutcome::Commit(Ok(Outcome { result: Ok(()), spent, weight }))
				},
				Ok(_) => failed(Error::<T>::SpendLimitExceeded.into()),
				Err(error) => failed(error.error),
			}
		})
	}

	/// Counts something in the current window of a sponsorship.
	fn use_limits(
		sponsor: &T::AccountId,
		beneficiary: Beneficiary,
		count: impl FnOnce(&mut Usage),
	) {
		Sponsorships::<T>::mutate(sponsor, beneficiary, |record| {
			let Some(record) = record else { return };
			record.usage = record.usage.at(&record.limits, T::Time::now());
			count(&mut record.usage);
		});
	}

	/// What belongs to the account now.
	fn holdings(account: &T::AccountId) -> Holdings {
		Holdings {
			total: T::Currency::total_balance(account).saturated_into(),
			held: T::Currency::total_balance_on_hold(account).saturated_into(),
		}
	}

	/// Whether anybody may have this call sponsored. A sponsored call in a sponsored call never.
	pub(crate) fn may_be_sponsored(call: &<T as frame_system::Config>::RuntimeCall) -> bool {
		let nested =
			matches!(CallOf::<T>::from_ref(call).is_sub_type(), Some(Call::dispatch { .. }));
		!nested && T::CallFilter::contains(call)
	}

	/// What a sponsored call and the inner call weigh together.
	///
	/// A node asks this before it knows whether anybody pays. So an inner call that is refused anyway is neither measured nor asked:
	/// a thousand sponsored calls in one another, around something long, would otherwise be measured a thousand times.
	pub(crate) fn full_weight(call: &CallOf<T>, signature: &KeySignature) -> Weight {
		let own = Self::own_weight(call, signature);
		if Self::may_be_sponsored(call.into_ref()) {
			own.saturating_add(call.get_dispatch_info().call_weight)
		} else {
			own
		}
	}

	/// What a sponsored call weighs besides the inner call: by the length of that, unless nobody may sponsor it, and by the scheme of
	/// the signature, which is tried with every key that a document may name for one purpose.
	pub(crate) fn own_weight(call: &CallOf<T>, signature: &KeySignature) -> Weight {
		let length = if Self::may_be_sponsored(call.into_ref()) { call.encoded_size() } else { 0 };
		T::WeightInfo::dispatch(length.saturated_into())
			.saturating_add(signature_weight(signature, MAX_KEYS))
	}

	/// What is signed in place of the call.
	pub(crate) fn digest_of(call: &CallOf<T>) -> Hash {
		call.using_encoded(sp_io::hashing::sha2_256)
	}

	/// The bytes that the subject signs, on this chain with this runtime.
	pub(crate) fn signing_bytes(
		terms: &CallTerms<T::AccountId>,
		digest: Hash,
	) -> alloc::vec::Vec<u8> {
		let version = T::Version::get().transaction_version;
		terms.signing_bytes(&genesis_hash::<T>(), version, digest)
	}
}
