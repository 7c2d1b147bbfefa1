use counterfoil_primitives::{
	did::DidStatus,
	money::{Asset, Commission},
	terms::{Completeness, Conditions, Late, Schedule, Terms, Umpire, MAX_BATCHES, MAX_NOTICE},
	traits::{Delivery, Judge, Party},
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use sp_runtime::TokenError;

use crate::{mock::*, Agenda, Due, Error, Event, Parties, Proposals};

/// The proposal of the demander is refused.
#[track_caller]
fn refused(conditions: Conditions, error: Error<Test>) {
	assert_noop!(propose(DEMANDER, Party::Demander, SUPPLIER, conditions), error);
}

fn with_schedule(change: impl FnOnce(&mut Schedule)) -> Conditions {
	let mut conditions = conditions();
	change(&mut conditions.schedule);
	conditions
}

fn with_terms(change: impl FnOnce(&mut Terms)) -> Conditions {
	let mut conditions = conditions();
	change(&mut conditions.terms);
	conditions
}

#[test]
fn proposal_of_demander_holds_budget_and_ticket() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		assert_eq!(purse(Asset::Native, DEMANDER), (WEALTH, BUDGET, 0));
		assert_eq!(purse(Asset::Native, SUPPLIER), (WEALTH, 0, 0));
		assert!(ticket(DEMANDER) > 0);
		assert_eq!(
			take_events(),
			[Event::Proposed {
				id,
				by: did(DEMANDER),
				party: Party::Demander,
				to: did(SUPPLIER),
				data_set: DATA_SET,
				stake: BUDGET,
				until: UNTIL,
			}]
		);
		for party in [SUPPLIER, DEMANDER] {
			assert!(Parties::<Test>::contains_key(did(party), id));
		}
	});
}

#[test]
fn proposal_of_supplier_holds_bond() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions()));
		assert_eq!(purse(Asset::Native, SUPPLIER), (WEALTH, 0, BOND));
		assert_eq!(purse(Asset::Native, DEMANDER), (WEALTH, 0, 0));
	});
}

#[test]
fn rolling_budget_holds_what_is_paid_beforehand_and_the_reward() {
	ExtBuilder::build_and_execute(|| {
		proposed(Conditions { prepaid: 1, ..conditions() });
		assert_eq!(purse(Asset::Native, DEMANDER).1, PRICE + REWARD);
	});
}

#[test]
fn liability_bounds_the_bond() {
	ExtBuilder::build_and_execute(|| {
		let conditions = with_terms(|terms| terms.liability = (GAP + 1).into());
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions));
		assert_eq!(purse(Asset::Native, SUPPLIER).2, GAP + 1);
	});
}

#[test]
fn proposal_that_nobody_accepts_returns_everything_after_its_last_moment() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		next_block(UNTIL);
		assert!(Proposals::<Test>::contains_key(id));
		take_events();
		next_block(UNTIL + 1_000);
		assert_gained(DEMANDER, 0);
		assert_eq!(ticket(DEMANDER), 0);
		assert!(!Parties::<Test>::contains_key(did(SUPPLIER), id));
		assert!(matches!(take_events()[..], [Event::Withdrawn { by: None, .. }]));
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}

#[test]
fn only_active_parties_in_their_roles_propose_about_their_own_data() {
	ExtBuilder::build_and_execute(|| {
		let propose = |who, party, to, data_set| {
			propose(who, party, to, Conditions { data_set, ..conditions() })
		};
		assert_noop!(
			propose(STRANGER, Party::Demander, STRANGER, DATA_SET),
			Error::<Test>::SelfDealing
		);
		assert_noop!(
			propose(DEMANDER, Party::Supplier, STRANGER, DATA_SET),
			Error::<Test>::SupplierNotEligible
		);
		assert_noop!(
			propose(SUPPLIER, Party::Supplier, DEVICE, DATA_SET),
			Error::<Test>::DemanderNotEligible
		);
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, OTHER_DATA_SET),
			Error::<Test>::NotOwner
		);
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, 1),
			Error::<Test>::UnknownDataSet
		);
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, DATA_SET),
			Error::<Test>::SupplierNotEligible
		);
		set_status(SUPPLIER, DidStatus::Active);
		set_status(DEMANDER, DidStatus::Suspended);
		assert_noop!(
			propose(SUPPLIER, Party::Supplier, DEMANDER, DATA_SET),
			Error::<Test>::DemanderNotEligible
		);
		assert_noop!(
			propose(PASSER_BY, Party::Demander, SUPPLIER, DATA_SET),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}

#[test]
fn schedules_that_cannot_be_kept_are_refused() {
	ExtBuilder::build_and_execute(|| {
		refused(with_schedule(|one| one.batches = 0), Error::BadSchedule);
		refused(with_schedule(|one| one.batches = MAX_BATCHES + 1), Error::BadSchedule);
		refused(with_schedule(|one| one.grace = PERIOD), Error::BadSchedule);
		refused(with_schedule(|one| one.first = u64::MAX - 1), Error::BadSchedule);
		refused(
			with_schedule(|one| (one.period, one.grace) = (MIN_PERIOD - 1, 0)),
			Error::PeriodTooShort,
		);
		refused(with_schedule(|one| one.first = UNTIL + PERIOD - 1), Error::FirstTooSoon);
		let earliest = with_schedule(|one| one.first = UNTIL + PERIOD);
		assert_ok!(propose(DEMANDER, Party::Demander, SUPPLIER, earliest));
		refused(Conditions { prepaid: 0, ..conditions() }, Error::BadPrepayment);
		refused(Conditions { prepaid: BATCHES + 1, ..conditions() }, Error::BadPrepayment);
	});
}

#[test]
fn time_to_accept_begins_now_or_later() {
	ExtBuilder::build_and_execute(|| {
		let propose =
			|until| propose_until(DEMANDER, Party::Demander, SUPPLIER, conditions(), until);
		assert_noop!(propose(START - 1), Error::<Test>::DeadlinePassed);
		assert_ok!(propose(START));
		assert_eq!(Agenda::<Test>::iter().next().map(|(_, due, ())| due), Some(Due::Proposal(0)));
	});
}

#[test]
fn terms_that_mean_nothing_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let late =
			|change: fn(&mut Late)| with_terms(|terms| terms.late.iter_mut().for_each(change));
		refused(late(|late| late.unit = 0), Error::BadTerms);
		refused(late(|late| late.most = late.per_unit - 1), Error::BadTerms);
		refused(with_terms(|terms| terms.liability = (GAP - 1).into()), Error::BadTerms);
		refused(with_terms(|terms| terms.refusal = (PRICE + 1).into()), Error::BadTerms);
		refused(with_terms(|terms| terms.notice = MAX_NOTICE + 1), Error::BadTerms);
		let reward = |at_least, reward| {
			with_terms(|terms| terms.completeness = Some(Completeness { at_least, reward }))
		};
		refused(reward(0, 100), Error::BadTerms);
		refused(reward(1_001, 100), Error::BadTerms);
		refused(reward(1, 0), Error::BadTerms);
		refused(Conditions { quality: 1_001, ..conditions() }, Error::BadQuality);
	});
}

#[test]
fn umpire_is_neither_party_and_has_time() {
	ExtBuilder::build_and_execute(|| {
		let with = |who, window| {
			let umpire = Some(Umpire { did: did(who), window });
			Conditions { umpire, ..conditions() }
		};
		refused(with(SUPPLIER, 1), Error::UnfairUmpire);
		refused(with(DEMANDER, 1), Error::UnfairUmpire);
		set_controllers(STRANGER, &[DEMANDER]);
		refused(with(STRANGER, 1), Error::UnfairUmpire);
		refused(with(UMPIRE, 0), Error::UnfairUmpire);
		refused(with(UMPIRE, MAX_NOTICE + 1), Error::UnfairUmpire);
		assert_ok!(propose(DEMANDER, Party::Demander, SUPPLIER, with(UMPIRE, 1)));
	});
}

#[test]
fn what_the_escrow_would_refuse_is_refused_beforehand() {
	ExtBuilder::build_and_execute(|| {
		let commission = |per_mille| Commission { payee: did(STRANGER), per_mille };
		let unfair = BoundedVec::truncate_from(vec![commission(500), commission(1)]);
		refused(Conditions { commissions: unfair, ..conditions() }, Error::UnfairCommissions);
		let sealed = |who, fee, fallback| {
			let judge = Judge { did: did(who), fee, fallback };
			Conditions { delivery: Delivery::Sealed(judge), ..conditions() }
		};
		refused(sealed(SUPPLIER, 100, 500), Error::UnfairJudge);
		refused(sealed(DEMANDER, 100, 500), Error::UnfairJudge);
		refused(sealed(UMPIRE, 201, 500), Error::UnfairJudge);
		refused(sealed(UMPIRE, 100, 1_001), Error::UnfairJudge);
		refused(sealed(UMPIRE, 1, 500), Error::UnfairJudge);
		set_controllers(STRANGER, &[SUPPLIER]);
		refused(sealed(STRANGER, 100, 500), Error::UnfairJudge);
		set_status(UMPIRE, DidStatus::Suspended);
		refused(sealed(UMPIRE, 100, 500), Error::UnfairJudge);
		let mut usage = conditions().usage;
		usage.terms.region = counterfoil_primitives::text::Region::new("a").ok();
		assert!(usage.terms.region.is_some());
		refused(Conditions { usage, ..conditions() }, Error::BadUsage);
		refused(Conditions { asset: Asset::Local(1), ..conditions() }, Error::UnknownAsset);
	});
}

#[test]
fn who_cannot_spare_the_stake_or_the_ticket_does_not_propose() {
	ExtBuilder::build_and_execute(|| {
		let dear = Conditions { price: (WEALTH / 4).into(), ..conditions() };
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, dear),
			TokenError::FundsUnavailable
		);
		empty(Asset::Native, SUPPLIER);
		assert!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions()).is_err());
	});
}
