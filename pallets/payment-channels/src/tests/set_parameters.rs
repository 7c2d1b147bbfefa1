use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{mock::*, Error, Event, Parameters, ParametersStore, MAX_LIFE, MAX_WINDOW};

fn set(parameters: Parameters) -> DispatchResult {
	PaymentChannels::set_parameters(RuntimeOrigin::root(), parameters)
}

#[test]
fn set_parameters_applies_to_channels_to_come() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let longer = Parameters {
			shortest_challenge: CHALLENGE + 1,
			longest_challenge: MAX_WINDOW,
			longest_life: MAX_LIFE,
		};
		assert_ok!(set(longer));
		assert_eq!(ParametersStore::<Test>::get(), longer);
		assert_eq!(last_event(), Event::ParametersSet { parameters: longer });
		assert_eq!(channel(id).challenge, CHALLENGE);
		assert_noop!(open(PAYER, terms()), Error::<Test>::ChallengeOutOfRange);
		assert_ok!(request_close(PAYER, id));
		assert_eq!(channel(id).end(), Some(START + CHALLENGE));
	});
}

#[test]
fn set_parameters_is_for_the_admin_and_for_windows_that_can_be_kept() {
	ExtBuilder::build_and_execute(|| {
		let signed = PaymentChannels::set_parameters(RuntimeOrigin::signed(PAYER), parameters());
		assert_eq!(signed, Err(DispatchError::BadOrigin));
		let with = |change: fn(&mut Parameters)| {
			let mut parameters = parameters();
			change(&mut parameters);
			parameters
		};
		assert_noop!(set(with(|p| p.shortest_challenge = 0)), Error::<Test>::WindowEmpty);
		assert_noop!(set(with(|p| p.longest_life = 0)), Error::<Test>::WindowEmpty);
		assert_noop!(set(with(|p| p.longest_challenge = 999)), Error::<Test>::WindowEmpty);
		assert_noop!(
			set(with(|p| p.longest_challenge = MAX_WINDOW + 1)),
			Error::<Test>::WindowTooLong
		);
		assert_noop!(set(with(|p| p.longest_life = MAX_LIFE + 1)), Error::<Test>::WindowTooLong);
		assert_ok!(set(with(|p| p.longest_challenge = 1_000)));
	});
}
