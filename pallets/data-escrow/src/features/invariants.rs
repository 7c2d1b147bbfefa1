//! What must hold after every block. For tests and `try-runtime`.

use alloc::collections::BTreeMap;
use codec::{Decode, Encode};
use counterfoil_primitives::did::DidId;
use frame_support::{
	ensure,
	traits::tokens::fungible::{Inspect, InspectHold},
};
use pallet_support::agenda;
use sp_runtime::{
	traits::{Saturating, Zero},
	TryRuntimeError,
};

use crate::{
	Agenda, AgendaCursor, Agreements, BalanceOf, ClosedAgreements, Config, HoldReason,
	NextAgreementId, Owing, Pallet, ParametersStore, Parties, Stage,
};

impl<T: Config> Pallet<T> {
	/// - The holds of every account that has a record are exactly what its open agreements say.
	/// - Every open agreement is on the agenda at its deadline, and nothing else is.
	/// - The index lists every agreement under both of its parties, and nothing else.
	/// - No number is open and closed at once, none was given that is not used up.
	/// - Every subject owes as many steps as there are agreements that wait for it to fund or to commit.
	/// - Every open agreement has leaves, two different parties, a payable price and bond.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ParametersStore::<T>::get().check::<T>()?;
		Self::check_records()?;
		Self::check_holds()?;
		Self::check_owing()?;
		Self::check_agenda()
	}

	fn check_records() -> Result<(), TryRuntimeError> {
		let next = NextAgreementId::<T>::get();
		let minimum = T::Currency::minimum_balance();
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
			ensure!(agreement.price >= minimum, "a price cannot be paid out");
			ensure!(agreement.bond >= minimum, "a bond cannot be paid out");
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

	fn check_holds() -> Result<(), TryRuntimeError> {
		// By encoded account, because an account need not be ordered.
		let mut expected: BTreeMap<_, (BalanceOf<T>, BalanceOf<T>)> = BTreeMap::new();
		for agreement in Agreements::<T>::iter_values() {
			let entry = expected
				.entry(agreement.demander.account.encode())
				.or_insert((Zero::zero(), Zero::zero()));
			entry.0 = entry.0.saturating_add(agreement.held_price());
			let entry = expected
				.entry(agreement.supplier.account.encode())
				.or_insert((Zero::zero(), Zero::zero()));
			entry.1 = entry.1.saturating_add(agreement.held_bond());
		}
		for closed in ClosedAgreements::<T>::iter_values() {
			for account in [closed.demander.account, closed.supplier.account] {
				expected.entry(account.encode()).or_insert((Zero::zero(), Zero::zero()));
			}
		}
		for (account, (price, bond)) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Price.into(), &account) == price,
				"the prices on hold are not those of the open agreements"
			);
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Bond.into(), &account) == bond,
				"the bonds on hold are not those of the open agreements"
			);
		}
		Ok(())
	}

	fn check_owing() -> Result<(), TryRuntimeError> {
		let mut expected: BTreeMap<DidId, u32> = BTreeMap::new();
		for agreement in Agreements::<T>::iter_values() {
			let turn = match agreement.stage {
				Stage::Agreed { .. } => agreement.demander.did,
				Stage::Funded { .. } => agreement.supplier.did,
				Stage::Offered { .. } | Stage::Accepted { .. } | Stage::Revealed { .. } => continue,
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
