//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::did::DidId;
use pallet_allowances_runtime_api::{AllowanceView, MAX_BATCH};
use pallet_support::page;

use crate::{Allowance, AllowanceBook, BySpender, Config, Key, Pallet};

/// An allowance as the runtime API shows it.
type ViewOf<T> = AllowanceView<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// One allowance.
	pub fn allowance(payer: DidId, spender: DidId, payee: Option<DidId>) -> Option<ViewOf<T>> {
		let key = (payer, spender, payee);
		AllowanceBook::<T>::get(key).map(|allowance| Self::view(key, allowance))
	}

	/// The first [`MAX_BATCH`] of these allowances, in this order.
	pub fn allowances(keys: Vec<Key>) -> Vec<Option<ViewOf<T>>> {
		let one = |(payer, spender, payee)| Self::allowance(payer, spender, payee);
		keys.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(one).collect()
	}

	/// The allowance that a payment would be counted against.
	pub fn applicable_allowance(payer: DidId, spender: DidId, payee: DidId) -> Option<ViewOf<T>> {
		Self::applicable(payer, spender, payee).map(|(key, allowance)| Self::view(key, allowance))
	}

	/// A page of the allowances that a payer gave, beginning after `from`: spender and payee.
	pub fn allowances_by(
		payer: DidId,
		from: Option<(DidId, Option<DidId>)>,
		limit: u32,
	) -> Vec<ViewOf<T>> {
		let entries = match from {
			Some((spender, payee)) => AllowanceBook::<T>::iter_prefix_from(
				(payer,),
				AllowanceBook::<T>::hashed_key_for((payer, spender, payee)),
			),
			None => AllowanceBook::<T>::iter_prefix((payer,)),
		};
		entries
			.take(page(limit, MAX_BATCH))
			.map(|((spender, payee), allowance)| Self::view((payer, spender, payee), allowance))
			.collect()
	}

	/// A page of the allowances that a spender was given, beginning after `from`: payer and payee.
	pub fn allowances_of(
		spender: DidId,
		from: Option<(DidId, Option<DidId>)>,
		limit: u32,
	) -> Vec<ViewOf<T>> {
		let keys = match from {
			Some(last) => BySpender::<T>::iter_key_prefix_from(
				spender,
				BySpender::<T>::hashed_key_for(spender, last),
			),
			None => BySpender::<T>::iter_key_prefix(spender),
		};
		keys.take(page(limit, MAX_BATCH))
			.filter_map(|(payer, payee)| Self::allowance(payer, spender, payee))
			.collect()
	}

	fn view(key: Key, allowance: Allowance<T>) -> ViewOf<T> {
		let (payer, spender, payee) = key;
		let Allowance { asset, limits, used, deposit } = allowance;
		AllowanceView {
			payer,
			spender,
			payee,
			account: deposit.payer,
			asset,
			max_amount: limits.amount,
			max_total: limits.total,
			max_count: limits.count,
			max_lock: limits.lock,
			valid_until: limits.valid_until,
			total: used.total,
			count: used.count,
			expired: Self::now() > limits.valid_until,
		}
	}
}
