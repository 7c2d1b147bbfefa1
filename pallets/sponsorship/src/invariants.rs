//! What must hold after every call and every block.

use alloc::collections::BTreeSet;

use counterfoil_primitives::{sponsorship::Beneficiary, traits::Identities};
use frame_support::{ensure, traits::Time};
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use crate::pallet::*;

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_sponsorships()?;
		Self::check_nonces()
	}

	/// Limits make sense, nothing is overdrawn, and the agenda knows each sponsorship.
	fn check_sponsorships() -> Result<(), TryRuntimeError> {
		let mut expected = BTreeSet::new();
		for (sponsor, beneficiary, record) in Sponsorships::<T>::iter() {
			let (limits, usage) = (record.limits, record.usage);
			ensure!(limits.calls_per_window > 0 && limits.window > 0, "a sponsorship has no quota");
			ensure!(usage.since <= T::Time::now(), "a sponsorship begins tomorrow");
			ensure!(usage.calls <= limits.calls_per_window, "a window has more calls than allowed");
			ensure!(usage.spent <= limits.spend_per_window, "a window took more than allowed");
			ensure!(usage.spent <= usage.spent_total, "a window took more than all together");
			ensure!(
				T::Identities::status(&beneficiary.did()).is_some(),
				"a sponsorship is for nobody"
			);
			if let Beneficiary::DevicesOf(owner) = beneficiary {
				ensure!(
					T::Identities::owner_of(&owner).is_none(),
					"a sponsorship is for the devices of a device"
				);
			}
			expected.insert((agenda::bucket(limits.valid_until), sponsor, beneficiary));
		}
		let mut planned = BTreeSet::new();
		for (bucket, (sponsor, beneficiary)) in Agenda::<T>::iter_keys() {
			planned.insert((bucket, sponsor, beneficiary));
		}
		ensure!(planned == expected, "the agenda and the sponsorships differ");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}

	/// Only subjects have a count of calls, and only once they made one.
	fn check_nonces() -> Result<(), TryRuntimeError> {
		for (did, next) in NextNonce::<T>::iter() {
			ensure!(next > 0, "a count of calls is kept though there were none");
			ensure!(T::Identities::status(&did).is_some(), "nobody has a count of calls");
		}
		Ok(())
	}
}
