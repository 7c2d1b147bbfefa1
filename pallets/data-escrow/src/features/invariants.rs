//! What must hold after every block. For tests and `try-runtime`.

use alloc::collections::{BTreeMap, BTreeSet};
use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::DidId,
	money::Asset,
	sealed::{MAX_JUDGE_FEE, WHOLE},
	traits::Delivery,
};
use frame_support::{
	ensure,
	traits::tokens::fungibles::{Inspect, InspectHold},
};
use pallet_support::agenda;
use sp_runtime::{
	traits::{Saturating, Zero},
	TryRuntimeError,
};

use crate::{
	Agenda, AgendaCursor, Agreement, Agreements, BalanceOf, ClosedAgreements, Config, Deals, Dealt,
	Dues, HoldReason, NextAgreementId, Owing, Pallet, ParametersStore, Parties, Stage, UnpaidDues,
};

impl<T: Config> Pallet<T> {
	/// - The holds of every account that has a record are exactly what its open agreements, and the dues that could not be paid, say, in
	///   every asset.
	/// - What could not be paid belongs to a closed agreement, and is something.
	/// - Every subject has as many paid sales and purchases as there are pairs that it is in.
	/// - Every open agreement is on the agenda at its deadline, and nothing else is.
	/// - The index lists every agreement under both of its parties, and nothing else.
	/// - No number is open and closed at once, none was given that is not used up.
	/// - Every subject owes as many steps as there are agreements that wait for it to fund or to commit.
	/// - Every open agreement has leaves, two different parties, a payable price and bond.
	/// - Every open agreement is in a stage of its own way of delivery; a sealed one has a third as its judge, with fair terms, and nobody
	///   replied to what was not said.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ParametersStore::<T>::get().check::<T>()?;
		Self::check_records()?;
		Self::check_holds()?;
		Self::check_unpaid()?;
		Self::check_deals()?;
		Self::check_owing()?;
		Self::check_agenda()
	}

	fn check_records() -> Result<(), TryRuntimeError> {
		let next = NextAgreementId::<T>::get();
		let mut entries = 0u64;
		for (id, agreement) in Agreements::<T>::iter() {
			let (supplier, demander) = (&agreement.supplier, &agreement.demander);
			ensure!(id < next, "an open agreement has a number that was not given yet");
			ensure!(!ClosedAgreements::<T>::contains_key(id), "an agreement is open and closed");
			ensure!(Parties::<T>::contains_key(supplier.did, id), "a supplier is not indexed");
			ensure!(Parties::<T>::contains_key(demander.did, id), "a demander is not indexed");
			ensure!(supplier.did != demander.did, "an agreement has one subject on both sides");
			ensure!(supplier.account != demander.account, "an agreement has one account");
			ensure!(
				agreement.parts.iter().any(|part| part.leaves > 0),
				"an agreement is about no leaves"
			);
			ensure!(
				agreement.submissions.len() == agreement.parts.len(),
				"an agreement has not one fingerprint for each submission"
			);
			let minimum = T::Assets::minimum_balance(agreement.asset);
			ensure!(agreement.price >= minimum, "a price cannot be paid out");
			ensure!(agreement.bond >= minimum, "a bond cannot be paid out");
			Self::check_delivery(&agreement)?;
			entries = entries.saturating_add(2);
		}
		for (id, closed) in ClosedAgreements::<T>::iter() {
			ensure!(id < next, "a closed agreement has a number that was not given yet");
			ensure!(
				Parties::<T>::contains_key(closed.supplier.did, id),
				"a supplier is not indexed"
			);
			ensure!(
				Parties::<T>::contains_key(closed.demander.did, id),
				"a demander is not indexed"
			);
			entries = entries.saturating_add(2);
		}
		let indexed = Parties::<T>::iter_keys().fold(0u64, |count, _| count.saturating_add(1));
		ensure!(indexed == entries, "the index of parties lists what does not exist");
		Ok(())
	}

	fn check_delivery(agreement: &Agreement<T>) -> Result<(), TryRuntimeError> {
		let begun = matches!(agreement.stage, Stage::Agreed { .. } | Stage::Funded { .. });
		let sealed = matches!(agreement.stage, Stage::Delivered { .. } | Stage::Contested { .. });
		let Delivery::Sealed(judge) = agreement.delivery else {
			ensure!(!sealed, "a proven deal is in a stage of sealed ones");
			return Ok(());
		};
		ensure!(begun || sealed, "a sealed deal is in a stage of proven ones");
		let parties = [agreement.supplier.did, agreement.demander.did, agreement.funder.did];
		ensure!(!parties.contains(&judge.did), "a judge is on one of the sides");
		ensure!(
			judge.fee <= MAX_JUDGE_FEE && judge.fallback <= WHOLE,
			"the terms of a judge are not fair"
		);
		if let Stage::Contested { until, case, .. } = agreement.stage {
			ensure!(case.answer_until < until, "a judge has no time");
			ensure!(case.reply.is_none() || case.answer.is_some(), "a reply to no answer");
		}
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		// By asset and encoded account, because an account need not be ordered.
		let mut expected: BTreeMap<(Asset, _), (BalanceOf<T>, BalanceOf<T>)> = BTreeMap::new();
		let mut assets = BTreeSet::from([Asset::Native]);
		let mut accounts = BTreeSet::new();
		let mut add = |asset: Asset, account: &T::AccountId, price, bond| {
			assets.insert(asset);
			accounts.insert(account.encode());
			let entry =
				expected.entry((asset, account.encode())).or_insert((Zero::zero(), Zero::zero()));
			*entry = (entry.0.saturating_add(price), entry.1.saturating_add(bond));
		};
		for agreement in Agreements::<T>::iter_values() {
			let (asset, zero) = (agreement.asset, Zero::zero());
			add(asset, &agreement.demander.account, zero, zero);
			add(asset, &agreement.funder.account, agreement.held_price(), zero);
			add(asset, &agreement.supplier.account, zero, agreement.held_bond());
		}
		for (id, closed) in ClosedAgreements::<T>::iter() {
			let (asset, zero) = (closed.asset, Zero::zero());
			add(asset, &closed.demander.account, zero, zero);
			let unpaid = UnpaidDues::<T>::get(id);
			let dues = unpaid.as_ref().map_or_else(Dues::default, |unpaid| unpaid.dues);
			add(asset, &closed.supplier.account, zero, dues.of_bond());
			if let Some(unpaid) = unpaid {
				add(asset, &unpaid.funder, dues.of_price(), zero);
			}
		}
		for asset in assets {
			for account in &accounts {
				let (price, bond) = expected
					.get(&(asset, account.clone()))
					.copied()
					.unwrap_or((Zero::zero(), Zero::zero()));
				let account = T::AccountId::decode(&mut account.as_slice())
					.map_err(|_| "an account cannot be decoded")?;
				let held = |reason: HoldReason| {
					T::Assets::balance_on_hold(asset, &reason.into(), &account)
				};
				ensure!(
					held(HoldReason::Price) == price,
					"the prices on hold are not those of the records"
				);
				ensure!(
					held(HoldReason::Bond) == bond,
					"the bonds on hold are not those of the records"
				);
			}
		}
		Ok(())
	}

	fn check_unpaid() -> Result<(), TryRuntimeError> {
		for (id, unpaid) in UnpaidDues::<T>::iter() {
			ensure!(
				ClosedAgreements::<T>::contains_key(id),
				"something is due for an agreement that is not closed"
			);
			ensure!(!unpaid.dues.total().is_zero(), "nothing is due, and it is kept");
		}
		Ok(())
	}

	fn check_deals() -> Result<(), TryRuntimeError> {
		let mut pairs: BTreeMap<DidId, (u32, u32)> = BTreeMap::new();
		for (supplier, demander) in Dealt::<T>::iter_keys() {
			let sales = &mut pairs.entry(supplier).or_default().0;
			*sales = sales.saturating_add(1);
			let purchases = &mut pairs.entry(demander).or_default().1;
			*purchases = purchases.saturating_add(1);
		}
		for (did, counts) in Deals::<T>::iter() {
			let paid = pairs.remove(&did).unwrap_or_default();
			ensure!(
				paid == (counts.sales.settled, counts.purchases.settled),
				"a subject has other paid deals than there are pairs"
			);
		}
		ensure!(pairs.is_empty(), "a pair of parties is not counted");
		Ok(())
	}

	fn check_owing() -> Result<(), TryRuntimeError> {
		let mut expected: BTreeMap<DidId, u32> = BTreeMap::new();
		for agreement in Agreements::<T>::iter_values() {
			let turn = match agreement.stage {
				Stage::Agreed { .. } => agreement.demander.did,
				Stage::Funded { .. } => agreement.supplier.did,
				Stage::Offered { .. }
				| Stage::Accepted { .. }
				| Stage::Revealed { .. }
				| Stage::Delivered { .. }
				| Stage::Contested { .. } => continue,
			};
			let steps = expected.entry(turn).or_default();
			*steps = steps.saturating_add(1);
		}
		let stored: BTreeMap<DidId, u32> = Owing::<T>::iter().collect();
		ensure!(stored == expected, "what the parties owe is not what the agreements wait for");
		Ok(())
	}

	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut open = 0u64;
		for (id, agreement) in Agreements::<T>::iter() {
			let bucket = agenda::bucket(agreement.stage.until());
			ensure!(Agenda::<T>::contains_key(bucket, id), "a deadline is not on the agenda");
			open = open.saturating_add(1);
		}
		let scheduled = Agenda::<T>::iter_keys().fold(0u64, |count, _| count.saturating_add(1));
		ensure!(scheduled == open, "the agenda lists what has no deadline");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
