//! What the council decides.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, BuildStorage};

use crate::{mock::*, pallet::*, AccessParameters, MAX_OPEN, MAX_RECORDING, MAX_RETENTION};

#[test]
fn parameters_are_set_by_the_admin_within_their_ranges() {
	ExtBuilder.build_and_execute(|| {
		let set = |parameters| DataAccess::set_parameters(RuntimeOrigin::root(), parameters);
		let with = |(decision_period, retention, recording_period)| AccessParameters {
			decision_period,
			retention,
			recording_period,
			..parameters()
		};
		let most = (MAX_OPEN, MAX_RETENTION, MAX_RECORDING);
		for wrong in [
			(0, 1, 1),
			(1, 0, 1),
			(1, 1, 0),
			(MAX_OPEN + 1, 1, 1),
			(1, MAX_RETENTION + 1, 1),
			(1, 1, MAX_RECORDING + 1),
		] {
			assert_noop!(set(with(wrong)), Error::<Test>::InvalidParameters);
		}
		assert_noop!(DataAccess::set_parameters(signed(SUPPLIER), with((1, 1, 1))), BadOrigin);
		assert_ok!(set(with((1, 1, 1))));
		assert_ok!(set(with(most)));
		assert_eq!(last_event(), Event::ParametersSet { parameters: with(most) });
	});
}

#[test]
fn deadlines_that_are_set_already_are_not_brought_forward() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(until(NOW + 1));
		let shorter = AccessParameters { retention: 1, ..parameters() };
		assert_ok!(DataAccess::set_parameters(RuntimeOrigin::root(), shorter));
		assert_eq!(Grants::<Test>::get(grant).unwrap().kept_until, Some(NOW + 1 + GRANT_KEPT));
	});
}

#[test]
#[should_panic(expected = "decisions wait")]
fn genesis_with_parameters_out_of_range_is_refused() {
	let parameters = AccessParameters { retention: 0, ..parameters() };
	let _ = RuntimeGenesisConfig {
		data_access: DataAccessConfig { parameters, ..Default::default() },
		..Default::default()
	}
	.build_storage();
}

#[test]
fn parameters_are_shown() {
	ExtBuilder.build_and_execute(|| {
		let view = DataAccess::parameters();
		assert_eq!((view.decision_period, view.retention), (DECISION_PERIOD, RETENTION));
		assert_eq!(view.recording_period, RECORDING_PERIOD);
		assert_eq!(view.clearances.len(), 3);
		assert_eq!(view.clearances[1].certificates, [clearing()]);
	});
}
