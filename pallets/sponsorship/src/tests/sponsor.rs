use super::*;
use frame_support::traits::fungible::InspectHold;
use sp_runtime::TokenError;

fn sponsor(
	account: AccountId,
	beneficiary: Beneficiary,
	limits: Limits,
) -> Result<(), DispatchError> {
	Sponsorship::sponsor(signed(account), beneficiary, limits)
}

#[test]
fn sponsor_stores_record_takes_ticket_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		for beneficiary in [device(), fleet(), Beneficiary::Did(did(OWNER))] {
			assert_ok!(sponsor(SPONSOR, beneficiary, limits()));
			let record = Sponsorships::<Test>::get(SPONSOR, beneficiary).unwrap();
			assert_eq!((record.limits, record.usage), (limits(), Usage::start(NOW)));
			assert_eq!(
				events(),
				[Event::SponsorshipOpened { sponsor: SPONSOR, beneficiary, limits: limits() }]
			);
		}
		assert_eq!(Balances::balance_on_hold(&SponsorshipHold::get(), &SPONSOR), 3 * PRICE);
		assert_eq!(Balances::free_balance(SPONSOR), START - 3 * PRICE);
	});
}

#[test]
fn account_without_did_and_several_accounts_sponsor_one_subject() {
	ExtBuilder::default().build_and_execute(|| {
		for account in [SPONSOR, OTHER, OWNER_ACCOUNT] {
			assert_ok!(sponsor(account, device(), limits()));
		}
		assert_eq!(Sponsorships::<Test>::iter().count(), 3);
	});
}

#[test]
fn suspended_subject_can_be_sponsored_for_later() {
	ExtBuilder::default().build_and_execute(|| {
		set_status(did(DEVICE), DidStatus::Suspended);
		assert_ok!(sponsor(SPONSOR, device(), limits()));
	});
}

#[test]
fn sponsor_without_signature_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Sponsorship::sponsor(origin, device(), limits()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn limits_that_allow_nothing_are_refused_by_cause() {
	ExtBuilder::default().build_and_execute(|| {
		let cases = [
			(Limits { calls_per_window: 0, ..limits() }, Error::<Test>::NoCalls),
			(Limits { window: 0, ..limits() }, Error::<Test>::NoWindow),
			(Limits { valid_until: NOW - 1, ..limits() }, Error::<Test>::AlreadyExpired),
		];
		for (limits, error) in cases {
			assert_noop!(sponsor(SPONSOR, device(), limits), error);
		}
	});
}

#[test]
fn sponsorship_for_this_very_moment_and_without_money_is_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		let least = Limits {
			calls_per_window: 1,
			spend_per_window: 0,
			window: 1,
			spend_total: 0,
			valid_until: NOW,
		};
		assert_ok!(sponsor(SPONSOR, device(), least));
		let most = Limits {
			calls_per_window: u32::MAX,
			spend_per_window: u128::MAX,
			window: u64::MAX,
			spend_total: u128::MAX,
			valid_until: u64::MAX,
		};
		assert_ok!(sponsor(SPONSOR, fleet(), most));
	});
}

#[test]
fn unknown_and_revoked_subjects_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for beneficiary in [Beneficiary::Did(did(UNKNOWN)), Beneficiary::DevicesOf(did(UNKNOWN))] {
			assert_noop!(sponsor(SPONSOR, beneficiary, limits()), Error::<Test>::UnknownSubject);
		}
		set_status(did(DEVICE), DidStatus::Revoked);
		set_status(did(OWNER), DidStatus::Revoked);
		for beneficiary in [device(), fleet()] {
			assert_noop!(sponsor(SPONSOR, beneficiary, limits()), Error::<Test>::SubjectRevoked);
		}
	});
}

#[test]
fn devices_of_a_device_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let beneficiary = Beneficiary::DevicesOf(did(DEVICE));
		assert_noop!(sponsor(SPONSOR, beneficiary, limits()), Error::<Test>::NotAStakeholder);
	});
}

#[test]
fn second_sponsorship_of_one_beneficiary_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_noop!(sponsor(SPONSOR, device(), limits()), Error::<Test>::AlreadySponsored);
		assert_ok!(sponsor(SPONSOR, fleet(), limits()));
	});
}

#[test]
fn sponsor_who_cannot_pay_the_ticket_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(sponsor(POOR, device(), limits()), TokenError::FundsUnavailable);
	});
}
