use super::*;

#[test]
fn end_returns_the_ticket_and_clears_the_agenda() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(Sponsorship::end(signed(SPONSOR), device()));
		assert_eq!(Sponsorships::<Test>::iter().count(), 0);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_eq!(Balances::reserved_balance(SPONSOR), 0);
		assert_eq!(Balances::free_balance(SPONSOR), START);
		assert_eq!(
			events(),
			[Event::SponsorshipEnded {
				sponsor: SPONSOR,
				beneficiary: device(),
				reason: EndReason::Withdrawn,
			}]
		);
	});
}

#[test]
fn ended_sponsorship_pays_for_nothing() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let signed_before = terms(DEVICE);
		assert_ok!(Sponsorship::end(signed(SPONSOR), device()));
		refuse(Error::NotSponsored, DEVICE, signed_before, act());
	});
}

#[test]
fn new_sponsorship_after_the_end_begins_at_nothing() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(400)), (Ok(()), 400));
		assert_ok!(Sponsorship::end(signed(SPONSOR), device()));
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), limits()));
		assert_eq!(usage(device()), Usage::start(NOW));
		// The subject's numbers go on.
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
	});
}

#[test]
fn hold_that_a_call_took_outlasts_the_sponsorship() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, probe::Call::hold { amount: 300 }.into()), (Ok(()), 300));
		assert_ok!(Sponsorship::end(signed(SPONSOR), device()));
		assert_eq!(Balances::reserved_balance(SPONSOR), 300);
	});
}

#[test]
fn end_is_refused_by_cause() {
	ExtBuilder::sponsored().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Sponsorship::end(origin, device()), DispatchError::BadOrigin);
		}
		for (account, beneficiary) in [(OTHER, device()), (SPONSOR, fleet())] {
			assert_noop!(
				Sponsorship::end(signed(account), beneficiary),
				Error::<Test>::SponsorshipNotFound
			);
		}
	});
}
