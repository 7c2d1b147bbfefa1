use super::*;

fn amend(limits: Limits) -> Result<(), DispatchError> {
	Sponsorship::amend(signed(SPONSOR), device(), limits)
}

#[test]
fn amend_starts_windows_anew_and_keeps_the_total() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(400)), (Ok(()), 400));
		set_time(NOW + 5);
		events();
		let other = Limits { spend_total: 600, ..limits() };
		assert_ok!(amend(other));
		assert_eq!(
			events(),
			[Event::SponsorshipAmended { sponsor: SPONSOR, beneficiary: device(), limits: other }]
		);
		assert_eq!(usage(device()), Usage { spent_total: 400, ..Usage::start(NOW + 5) });
		assert_eq!(carry(DEVICE, pay(201)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(carry(DEVICE, pay(200)), (Ok(()), 200));
	});
}

#[test]
fn amend_below_what_was_spent_leaves_free_calls() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(400)), (Ok(()), 400));
		assert_ok!(amend(Limits { spend_total: 100, ..limits() }));
		assert_eq!(carry(DEVICE, pay(1)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
	});
}

#[test]
fn amend_takes_no_second_ticket() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(amend(Limits { window: 9, ..limits() }));
		assert_eq!(Balances::reserved_balance(SPONSOR), PRICE);
	});
}

#[test]
fn amended_sponsorship_expires_at_the_new_moment_only() {
	ExtBuilder::sponsored().build_and_execute(|| {
		poll(NOW);
		assert_ok!(amend(Limits { valid_until: UNTIL + 30_000, ..limits() }));
		poll(UNTIL + 2_000);
		assert!(Sponsorships::<Test>::contains_key(SPONSOR, device()));
		poll(UNTIL + 32_000);
		assert!(!Sponsorships::<Test>::contains_key(SPONSOR, device()));
	});
}

#[test]
fn expired_sponsorship_that_is_still_there_is_revived() {
	ExtBuilder::sponsored().build_and_execute(|| {
		set_time(UNTIL + 1);
		refuse(Error::NotSponsored, DEVICE, terms(DEVICE), act());
		assert_ok!(amend(Limits { valid_until: UNTIL + 1, ..limits() }));
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
	});
}

#[test]
fn amend_is_refused_by_cause() {
	ExtBuilder::sponsored().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Sponsorship::amend(origin, device(), limits()), DispatchError::BadOrigin);
		}
		assert_noop!(amend(Limits { calls_per_window: 0, ..limits() }), Error::<Test>::NoCalls);
		assert_noop!(amend(Limits { window: 0, ..limits() }), Error::<Test>::NoWindow);
		assert_noop!(
			amend(Limits { valid_until: NOW - 1, ..limits() }),
			Error::<Test>::AlreadyExpired
		);
		for (account, beneficiary) in [(OTHER, device()), (SPONSOR, fleet())] {
			assert_noop!(
				Sponsorship::amend(signed(account), beneficiary, limits()),
				Error::<Test>::SponsorshipNotFound
			);
		}
	});
}
