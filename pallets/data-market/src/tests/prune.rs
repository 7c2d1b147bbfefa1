//! `prune`.

use counterfoil_primitives::{did::DidStatus, roles::Role};
use sp_runtime::traits::BadOrigin;

use super::*;

#[test]
fn expired_offer_is_pruned_by_anyone_and_ticket_goes_to_payer() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(DataMarket::prune(signed(STRANGER), OrderKind::Offer, id));
		assert_eq!(
			events().last(),
			Some(&Event::OfferExpired { offer: id, supplier: did(SUPPLIER), data_set: Some(0) })
		);
		assert!(!Offers::<Test>::contains_key(id));
		assert_eq!(held(SUPPLIER), 0);
		assert_eq!(Balances::free_balance(SUPPLIER), ENDOWMENT);
		assert_eq!(Balances::free_balance(STRANGER), ENDOWMENT);
	});
}

#[test]
fn expired_demand_is_pruned_by_anyone_and_ticket_goes_to_payer() {
	ExtBuilder::default().build_and_execute(|| {
		let id = demand(DEMANDER, need(500));
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(DataMarket::prune(signed(STRANGER), OrderKind::Demand, id));
		assert_eq!(
			events().last(),
			Some(&Event::DemandExpired { demand: id, demander: did(DEMANDER) })
		);
		assert!(!is_open(id));
		assert_eq!(held(DEMANDER), 0);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT);
	});
}

#[test]
fn order_is_valid_in_its_last_moment() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = demand(DEMANDER, need(400));
		set_now(START + MAX_VALIDITY);
		let prune = |kind, id| DataMarket::prune(signed(STRANGER), kind, id);
		assert_noop!(prune(OrderKind::Offer, offer), Error::StillValid);
		assert_noop!(prune(OrderKind::Demand, demand), Error::StillValid);
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(prune(OrderKind::Offer, offer));
		assert_ok!(prune(OrderKind::Demand, demand));
	});
}

#[test]
fn prune_of_order_whose_owner_was_revoked_works_before_its_validity_ends() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::default().build_and_execute(|| {
			let offer = good_offer(SUPPLIER, 500);
			let demand = demand(DEMANDER, need(400));
			let prune = |kind, id| DataMarket::prune(signed(STRANGER), kind, id);
			set_status(SUPPLIER, status);
			assert_noop!(prune(OrderKind::Demand, demand), Error::StillValid);
			assert_ok!(prune(OrderKind::Offer, offer));
			assert_eq!(
				events().last(),
				Some(&Event::OfferExpired { offer, supplier: did(SUPPLIER), data_set: Some(0) })
			);
			set_status(DEMANDER, status);
			assert_ok!(prune(OrderKind::Demand, demand));
			assert_eq!(
				events().last(),
				Some(&Event::DemandExpired { demand, demander: did(DEMANDER) })
			);
			// The tickets go to those who paid them.
			for account in [SUPPLIER, DEMANDER, STRANGER] {
				assert_eq!(held(account), 0);
				assert_eq!(Balances::free_balance(account), ENDOWMENT);
			}
		});
	}
}

#[test]
fn order_whose_owner_lost_the_role_is_pruned_and_another_role_does_not_keep_it() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(TRADER, 500);
		let demand = demand(TRADER, need(400));
		let prune = |kind, id| DataMarket::prune(signed(STRANGER), kind, id);
		set_roles(TRADER, Role::Demander.into());
		assert_noop!(prune(OrderKind::Demand, demand), Error::StillValid);
		assert_ok!(prune(OrderKind::Offer, offer));
		set_roles(TRADER, Role::Supplier.into());
		assert_ok!(prune(OrderKind::Demand, demand));
	});
}

#[test]
fn unknown_order_cannot_be_pruned() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		set_now(START + MAX_VALIDITY + 1);
		let prune = |kind, id| DataMarket::prune(signed(STRANGER), kind, id);
		assert_noop!(prune(OrderKind::Offer, id + 1), Error::UnknownOffer);
		assert_noop!(prune(OrderKind::Demand, id), Error::UnknownDemand);
		assert_ok!(prune(OrderKind::Offer, id));
		assert_noop!(prune(OrderKind::Offer, id), Error::UnknownOffer);
	});
}

#[test]
fn pruning_needs_signature() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		set_now(START + MAX_VALIDITY + 1);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(DataMarket::prune(origin, OrderKind::Offer, id), BadOrigin);
		}
	});
}
