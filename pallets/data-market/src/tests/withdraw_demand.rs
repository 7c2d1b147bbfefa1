//! `withdraw_demand`.

use counterfoil_primitives::did::DidStatus;
use sp_runtime::traits::BadOrigin;

use super::*;

#[test]
fn withdrawn_demand_leaves_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		assert!(held(DEMANDER) > 0);
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), id));
		assert_eq!(
			events().last(),
			Some(&Event::DemandWithdrawn { demand: id, demander: did(DEMANDER) })
		);
		assert_eq!(Demands::<Test>::get(id), None);
		assert_eq!(DemandsByPrice::<Test>::iter_keys().count(), 0);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_eq!(held(DEMANDER), 0);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT);
	});
}

#[test]
fn attack_replay_of_withdrawal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		demand(DEMANDER, need(500));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), id));
		assert_noop!(DataMarket::withdraw_demand(signed(DEMANDER), id), Error::UnknownDemand);
	});
}

#[test]
fn attack_withdrawal_of_foreign_demand_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		assert_noop!(DataMarket::withdraw_demand(signed(COMPETITOR), id), Error::NotTheOwner);
		assert_noop!(DataMarket::withdraw_demand(signed(STRANGER), id), BadOrigin);
		assert_noop!(DataMarket::withdraw_demand(RuntimeOrigin::root(), id), BadOrigin);
	});
}

#[test]
fn number_of_offer_does_not_withdraw_demand() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(TRADER, 500);
		assert_noop!(DataMarket::withdraw_demand(signed(TRADER), id), Error::UnknownDemand);
	});
}

#[test]
fn suspended_demander_can_withdraw() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		set_status(DEMANDER, DidStatus::Suspended);
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), id));
		assert_eq!(held(DEMANDER), 0);
	});
}

#[test]
fn attack_cancel_in_the_block_of_the_match_does_not_undo_the_agreement() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		good_offer(SUPPLIER, 500);
		// It is known until the agreement is closed, but not open: nothing more comes of it, and the agreement goes on.
		assert!(!is_open(id));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), id));
		assert_noop!(DataMarket::withdraw_demand(signed(DEMANDER), id), Error::UnknownDemand);
		assert_eq!(agreements().len(), 1);
		close(0, Outcome::Settled, None);
		assert_eq!(Demands::<Test>::get(id), None);
	});
}
