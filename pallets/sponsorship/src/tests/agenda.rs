use super::*;
use crate::WeightInfo;
use frame_support::{traits::Hooks, weights::WeightMeter};
use pallet_support::agenda::BUCKET;

#[test]
fn chain_ends_expired_sponsorship_by_itself_and_returns_the_ticket() {
	ExtBuilder::sponsored().build_and_execute(|| {
		poll(NOW);
		events();
		poll(UNTIL + BUCKET);
		assert_eq!(Sponsorships::<Test>::iter().count(), 0);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_eq!(Balances::free_balance(SPONSOR), START);
		assert_eq!(
			events(),
			[Event::SponsorshipEnded {
				sponsor: SPONSOR,
				beneficiary: device(),
				reason: EndReason::Expired,
			}]
		);
	});
}

#[test]
fn chain_never_ends_one_at_its_last_moment() {
	ExtBuilder::sponsored().build_and_execute(|| {
		poll(NOW);
		poll(UNTIL);
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
	});
}

#[test]
fn many_that_expire_at_once_are_carried_over_to_later_blocks() {
	ExtBuilder::default().build_and_execute(|| {
		for account in [SPONSOR, OTHER, OWNER_ACCOUNT, STRANGER_ACCOUNT] {
			for beneficiary in [device(), fleet()] {
				assert_ok!(Sponsorship::sponsor(signed(account), beneficiary, limits()));
			}
		}
		poll(NOW);
		set_time(UNTIL + BUCKET);
		// The share has room to look for them, and for three of them.
		let limit = <()>::agenda_bucket()
			.saturating_mul(150)
			.saturating_add(<()>::expire_sponsorship().saturating_mul(3))
			.saturating_mul(12);
		let mut blocks = 0;
		while Sponsorships::<Test>::iter().count() > 0 {
			let mut meter = WeightMeter::with_limit(limit);
			Sponsorship::on_poll(1, &mut meter);
			assert!(meter.consumed().saturating_mul(12).all_lte(limit));
			Sponsorship::do_try_state().unwrap();
			blocks += 1;
			assert!(blocks <= 20, "the agenda makes no progress");
		}
	});
}
