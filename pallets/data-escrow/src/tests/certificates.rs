//! The certificate that was agreed must last until the delivery is accepted.

use counterfoil_primitives::{
	exchange::Outcome,
	traits::{CertificateNeed, NewAgreement},
};
use frame_support::{assert_ok, dispatch::GetDispatchInfo};
use pallet_support::assert_noop;

use crate::{mock::*, Call, Deals, Error, Event, WeightInfo};

/// A deal about certified submissions.
fn certified() -> Deal {
	let certificate = CertificateNeed::OfType("calibration".parse().unwrap());
	Deal::of(open(NewAgreement { certificate, ..terms() }).unwrap())
}

#[test]
fn deal_about_certified_submissions_goes_its_way() {
	ExtBuilder::build_and_execute(|| {
		let deal = certified().fund().commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}

#[test]
fn attack_certificate_is_revoked_between_match_and_delivery() {
	ExtBuilder::build_and_execute(|| {
		let (agreed, funded, offered) =
			(certified(), certified().fund(), certified().fund().commit());
		let (second_funded, second_offered) = (certified().fund(), certified().fund().commit());
		let silent = certified().fund().commit();
		Certified::revoke();
		// Nobody is led on.
		assert_noop!(fund(DEMANDER, agreed.id), Error::<Test>::CertificateLapsed);
		assert_noop!(accept(DEMANDER, offered.id), Error::<Test>::CertificateLapsed);
		// Either side steps back without loss, wherever the deal stands.
		assert_ok!(decline(DEMANDER, agreed.id));
		assert_ok!(decline(DEMANDER, funded.id));
		assert_ok!(decline(SUPPLIER, second_funded.id));
		assert_ok!(decline(DEMANDER, offered.id));
		assert_ok!(decline(SUPPLIER, second_offered.id));
		assert!(matches!(
			last_event(),
			Event::Refunded {
				outcome: Outcome::Declined,
				to_supplier: BOND,
				to_demander: PRICE,
				..
			}
		));
		// And so does silence.
		next_block(until(silent.id) + 2_000);
		assert_eq!(outcome(silent.id), Outcome::NotAccepted);
		assert_nothing_moved();
	});
}

#[test]
fn attack_certificate_that_lapses_makes_neither_side_step_back() {
	ExtBuilder::build_and_execute(|| {
		let deals = || [certified(), certified().fund(), certified().fund().commit()];
		let (demanded, supplied) = (deals(), deals());
		let by = |who, id| {
			assert_ok!(decline(who, id));
			Listeners::take()[0].by
		};
		// Who steps back while it is there is told by name.
		assert_eq!(by(DEMANDER, certified().id), Some(did(DEMANDER)));
		assert_eq!(by(SUPPLIER, certified().id), Some(did(SUPPLIER)));
		Certified::revoke();
		for (who, deals) in [(DEMANDER, demanded), (SUPPLIER, supplied)] {
			for deal in deals {
				assert_eq!(by(who, deal.id), None);
			}
		}
		// Nor is it counted among what they declined.
		assert_eq!(Deals::<Test>::get(did(DEMANDER)).purchases.declined, 1);
		assert_eq!(Deals::<Test>::get(did(SUPPLIER)).sales.declined, 1);
	});
}

#[test]
fn certificate_that_is_restored_in_time_saves_the_deal() {
	ExtBuilder::build_and_execute(|| {
		let deal = certified().fund().commit();
		Certified::revoke();
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::CertificateLapsed);
		Certified::restore();
		assert_noop!(decline(SUPPLIER, deal.id), Error::<Test>::AlreadyCommitted);
		let deal = deal.accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}

#[test]
fn certificate_that_lapses_after_acceptance_changes_nothing() {
	ExtBuilder::build_and_execute(|| {
		let deal = certified().fund().commit().accept();
		Certified::revoke();
		assert_noop!(decline(SUPPLIER, deal.id), Error::<Test>::AlreadyAccepted);
		assert_noop!(decline(DEMANDER, deal.id), Error::<Test>::AlreadyAccepted);
		let deal = deal.reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}

#[test]
fn deal_that_needs_no_certificate_does_not_ask_for_one() {
	ExtBuilder::build_and_execute(|| {
		Certified::revoke();
		let deal = Deal::offered();
		assert_noop!(decline(SUPPLIER, deal.id), Error::<Test>::AlreadyCommitted);
		let deal = deal.accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
	});
}

#[test]
fn look_ups_that_were_not_needed_are_not_charged() {
	ExtBuilder::build_and_execute(|| {
		let fund = |id| {
			let result = DataEscrow::fund(RuntimeOrigin::signed(DEMANDER), id, None);
			result.unwrap().actual_weight.unwrap()
		};
		let (plain, asked) = (fund(Deal::agreed().id), fund(certified().id));
		assert_eq!(plain, <() as WeightInfo>::fund(0));
		assert_eq!(asked, <() as WeightInfo>::fund(3));
		let most = Call::<Test>::fund { id: 0, from: None }.get_dispatch_info().call_weight;
		assert!(plain.all_lt(asked) && asked.all_lt(most));
		// Those that have lapsed were looked up.
		let lapsed = certified().id;
		Certified::revoke();
		let refused = DataEscrow::fund(RuntimeOrigin::signed(DEMANDER), lapsed, None);
		assert_eq!(refused.unwrap_err().post_info.actual_weight, Some(asked));
	});
}
