//! What a thief would try.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	terms::{Conditions, Counts, Fate, Schedule, Umpire, MAX_NOTICE},
	traits::{CertificateNeed, ClosedAgreement, OnAgreementClosed, Party},
	usage::UsageTerms,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, BatchOf, BatchState, Contracts, Error, MAX_OPEN};

#[test]
fn attack_same_submission_twice() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let first = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(first).submissions;
		close(first, Outcome::Settled);
		set_time(SCHEDULE.due(1));
		assert_noop!(deliver(SUPPLIER, id, 1, &lot), Error::<Test>::NotNewer);
		// Hidden behind a new one.
		let both = [lot[0], readings(1)];
		assert_noop!(deliver(SUPPLIER, id, 1, &both), Error::<Test>::NotNewer);
		// While the first exchange runs, and of one reading only.
		let moment = SCHEDULE.due(1);
		let one = Submitted { records: 10, ..Submitted::of(moment, moment) };
		assert_ok!(deliver(SUPPLIER, id, 1, &[one.submit()]));
		set_time(SCHEDULE.due(2));
		let again = one.submit();
		assert_noop!(deliver(SUPPLIER, id, 2, &[again]), Error::<Test>::NotNewer);
		let newer = Submitted { from: moment + 1, to: moment + 1, ..one };
		assert_ok!(deliver(SUPPLIER, id, 2, &[newer.submit()]));
	});
}

#[test]
fn attack_repeated_delivery_takes_data_of_a_later_batch() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let first = delivered(id, 0, SCHEDULE.lapses(0));
		close(first, Outcome::NotCommitted);
		let moment = SCHEDULE.lapses(0);
		set_time(moment);
		served(id, 1, moment);
		// Batch 0 with what batch 1 has sold.
		let (sold, own) = (readings(1), readings(0));
		assert_noop!(deliver(SUPPLIER, id, 0, &[sold]), Error::<Test>::NotNewer);
		assert_ok!(deliver(SUPPLIER, id, 0, &[own]));
		close(deals()[0], Outcome::Settled);
		assert_eq!(contract(id).counts, Counts { in_time: 1, late: 1, ..Counts::default() });
	});
}

#[test]
fn attack_other_data_set() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0));
		let other = Submitted { data_set: OTHER_DATA_SET, ..Submitted::of(START, START + 1) };
		let lot = [readings(0), other.submit()];
		assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::NotOfDataSet);
	});
}

#[test]
fn attack_delivery_before_acceptance_and_after_the_end() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		let lot = readings(0);
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::NotFound);
		assert_ok!(accept(SUPPLIER, id));
		set_time(SCHEDULE.due(0));
		assert_ok!(end(DEMANDER, id));
		assert_noop!(deliver(SUPPLIER, id, 1, &[lot]), Error::<Test>::NoSuchBatch);
		served(id, 0, SCHEDULE.due(0));
		assert_noop!(deliver(SUPPLIER, id, 1, &[lot]), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_batch_that_is_open_and_numbers_that_are_none() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		delivered(id, 0, SCHEDULE.due(0));
		let lot = readings(1);
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::AlreadyOpen);
		assert_noop!(deliver(SUPPLIER, id, BATCHES, &[lot]), Error::<Test>::NoSuchBatch);
		assert_noop!(deliver(SUPPLIER, id, u32::MAX, &[lot]), Error::<Test>::NoSuchBatch);
	});
}

#[test]
fn attack_late_at_the_boundary_millisecond() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		served(id, 0, SCHEDULE.due(0));
		served(id, 1, SCHEDULE.due(1) + 1);
		assert_eq!(closed(), [(0, Fate::InTime, 0, 0), (1, Fate::Late, LATE, 0)]);
		let lot = readings(2);
		set_time(SCHEDULE.lapses(2) + 1);
		assert_noop!(deliver(SUPPLIER, id, 2, &[lot]), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn attack_demander_refuses_every_batch_to_collect_gap_penalties() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		for batch in 0..BATCHES {
			close_by(delivered(id, batch, SCHEDULE.due(batch)), Outcome::Declined, Some(DEMANDER));
			lapse(batch);
		}
		assert_gained(DEMANDER, 0);
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn attack_demander_who_refuses_everything_answers_to_the_umpire() {
	ExtBuilder::build_and_execute(|| {
		let umpire = Some(Umpire { did: did(UMPIRE), window: 10_000 });
		let id = agreed(Conditions { umpire, ..conditions() });
		for batch in 0..BATCHES {
			close(delivered(id, batch, SCHEDULE.due(batch)), Outcome::NotAccepted);
			lapse(batch);
			assert_ok!(decide(UMPIRE, id, batch, Party::Demander));
		}
		let paid = (REFUSAL * u64::from(BATCHES)) as i64;
		assert_gained(SUPPLIER, paid);
		assert_gained(DEMANDER, -paid);
	});
}

#[test]
fn attack_demander_with_a_small_budget_leaves_nothing_for_the_umpire() {
	ExtBuilder::build_and_execute(|| {
		let umpire = Some(Umpire { did: did(UMPIRE), window: 10 * PERIOD });
		let id = agreed(Conditions { umpire, prepaid: 1, ..conditions() });
		// He pays for each batch as he must, and refuses it. The umpire takes his time.
		for batch in 0..BATCHES {
			while !contract(id).is_covered() {
				assert_ok!(fund_more(DEMANDER, id, 1));
			}
			close(delivered(id, batch, SCHEDULE.due(batch)), Outcome::NotAccepted);
			lapse(batch);
		}
		for batch in 0..BATCHES {
			assert_ok!(decide(UMPIRE, id, batch, Party::Demander));
		}
		let paid = (REFUSAL * u64::from(BATCHES)) as i64;
		assert_gained(SUPPLIER, paid);
		assert_gained(DEMANDER, -paid);
	});
}

#[test]
fn attack_rubbish_in_time_saves_no_penalty_for_delay() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let rubbish = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(rubbish).submissions;
		close_by(rubbish, Outcome::Declined, Some(DEMANDER));
		set_time(SCHEDULE.lapses(0));
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
		close(deals()[0], Outcome::Settled);
		assert_eq!(closed(), [(0, Fate::Late, 3 * LATE, 0)]);
	});
}

#[test]
fn attack_demander_refuses_what_is_good_to_have_it_late() {
	ExtBuilder::build_and_execute(|| {
		let umpire = Some(Umpire { did: did(UMPIRE), window: 10_000 });
		let id = agreed(Conditions { umpire, ..conditions() });
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotAccepted);
		// The supplier need not deliver again, and is compensated.
		lapse(0);
		take_events();
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_eq!(closed(), [(0, Fate::Refused, 0, REFUSAL)]);
	});
}

#[test]
fn attack_certificate_revoked_between_delivery_and_acceptance() {
	ExtBuilder::build_and_execute(|| {
		set_certified(true);
		let id = agreed(Conditions { certificate: CertificateNeed::Any, ..conditions() });
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(agreement).submissions;
		set_certified(false);
		// The escrow names nobody as the one who stepped back, whichever party does.
		close(agreement, Outcome::Declined);
		assert_eq!(contract(id).open[0].state, BatchState::Waiting { refused: true });
		assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::NotCertified);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Refused, 0, 0)]);
		assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
	});
}

#[test]
fn attack_period_without_bound_locks_money_up() {
	ExtBuilder::build_and_execute(|| {
		let period = MAX_NOTICE + 1;
		let schedule = Schedule { first: UNTIL + period, period, ..SCHEDULE };
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, Conditions { schedule, ..conditions() }),
			Error::<Test>::BadSchedule
		);
	});
}

#[test]
fn attack_supplier_opens_rubbish_exchanges_to_stop_the_clock() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let mut last = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(last).submissions;
		// Again and again, until nothing may be delivered any more.
		for _ in 0..5 {
			close(last, Outcome::NotCommitted);
			assert_ok!(deliver(SUPPLIER, id, 0, &lot));
			last = deals()[0];
		}
		lapse(0);
		take_events();
		close(last, Outcome::NotCommitted);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn attack_supplier_fills_all_places_with_rubbish() {
	ExtBuilder::build_and_execute(|| {
		let mut long = conditions();
		long.schedule.batches = MAX_OPEN + 2;
		long.prepaid = MAX_OPEN + 2;
		long.terms.liability *= 100;
		let id = agreed(long);
		for batch in 0..MAX_OPEN {
			next_block(SCHEDULE.opens(batch));
			delivered(id, batch, SCHEDULE.due(batch));
		}
		lapse(MAX_OPEN);
		take_events();
		for agreement in deals() {
			close(agreement, Outcome::NotCommitted);
		}
		// One was excused. All those that took the places are gaps.
		assert_eq!(contract(id).counts.excused, 1);
		let lapsed = MAX_OPEN;
		assert_eq!(contract(id).counts.gaps, lapsed);
	});
}

#[test]
fn attack_double_gap() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.lapses(0) + 1);
		assert_ok!(advance(DEMANDER, id));
		assert_noop!(advance(DEMANDER, id), Error::<Test>::NothingDue);
		next_block(SCHEDULE.lapses(0) + 2_000);
		next_block(SCHEDULE.lapses(0) + 4_000);
		assert_eq!(contract(id).counts.gaps, 1);
		assert_eq!(contract(id).purse.bond, BOND - GAP);
	});
}

#[test]
fn attack_demander_pays_in_the_last_moment_to_make_the_supplier_liable() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		served(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.lapses(1));
		assert_ok!(fund_more(DEMANDER, id, 1));
		take_events();
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Unfunded, 0, 0)]);
	});
}

#[test]
fn attack_frozen_payer_makes_no_gap() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { asset: COIN, ..conditions() });
		freeze(DEMANDER);
		lapse(0);
		assert_eq!(contract(id).counts, Counts { unfunded: 1, ..Counts::default() });
		thaw(DEMANDER);
		lapse(1);
		assert_eq!(contract(id).counts.gaps, 1);
	});
}

#[test]
fn attack_price_overflow() {
	ExtBuilder::build_and_execute(|| {
		let refused = |conditions| {
			assert_noop!(
				propose(DEMANDER, Party::Demander, SUPPLIER, conditions),
				Error::<Test>::AmountTooHigh
			);
		};
		refused(Conditions { price: u128::MAX, prepaid: 1, ..conditions() });
		refused(Conditions { price: u128::MAX / 4, prepaid: 1, ..conditions() });
		// More than the money counts, over the whole series.
		refused(Conditions { price: u128::from(u64::MAX) / 2, prepaid: 1, ..conditions() });
		let mut dear = conditions();
		dear.terms.gap = u128::MAX;
		dear.terms.liability = u128::MAX;
		refused(dear);
	});
}

#[test]
fn attack_zero_price_and_dust() {
	ExtBuilder::build_and_execute(|| {
		let refused = |change: fn(&mut Conditions)| {
			let mut conditions = conditions();
			conditions.terms.refusal = 0;
			change(&mut conditions);
			assert_noop!(
				propose(DEMANDER, Party::Demander, SUPPLIER, conditions),
				Error::<Test>::AmountTooLow
			);
		};
		refused(|one| one.price = 0);
		refused(|one| one.price = 9);
		refused(|one| one.terms.gap = 9);
		refused(|one| one.terms.refusal = 9);
		refused(|one| one.terms.late.iter_mut().for_each(|late| late.per_unit = 9));
		refused(|one| one.terms.completeness.iter_mut().for_each(|it| it.reward = 9));
	});
}

#[test]
fn attack_party_empties_its_account_before_it_is_paid() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		empty(Asset::Native, DEMANDER);
		empty(Asset::Native, SUPPLIER);
		lapse(0);
		let (total, budget, _) = purse(Asset::Native, DEMANDER);
		assert_eq!(budget, BUDGET - PRICE);
		assert!(total >= BUDGET + GAP);
		assert_ok!(end(DEMANDER, id));
		assert!(!Contracts::<Test>::contains_key(id));
		assert_eq!(purse(Asset::Native, SUPPLIER).2, 0);
	});
}

#[test]
fn attack_reentrancy_escrow_closes_another_batch_within_a_delivery() {
	for outcome in [Outcome::Settled, Outcome::NotCommitted, Outcome::NotAccepted] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			let first = delivered(id, 0, SCHEDULE.due(0));
			close_meanwhile(first, outcome);
			let second = delivered(id, 1, SCHEDULE.due(0));
			let contract = contract(id);
			let running = BatchState::Running { agreement: second };
			assert_eq!(contract.batch(1).map(|batch| batch.state), Some(running));
			assert_eq!(contract.counts.in_time, u32::from(outcome == Outcome::Settled));
			assert_eq!(BatchOf::<Test>::get(second), Some((id, 1)));
		});
	}
}

#[test]
fn attack_reentrancy_last_batch_is_not_lost_when_the_one_before_ends_meanwhile() {
	ExtBuilder::build_and_execute(|| {
		let mut short = conditions();
		short.schedule.batches = 2;
		short.prepaid = 2;
		let id = agreed(short);
		let first = delivered(id, 0, SCHEDULE.due(0));
		close_meanwhile(first, Outcome::Settled);
		let second = delivered(id, 1, SCHEDULE.due(1));
		assert!(!contract(id).over);
		close(second, Outcome::Settled);
		assert!(!Contracts::<Test>::contains_key(id));
	});
}

#[test]
fn attack_agreement_of_somebody_else_ends() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let before = contract(id);
		let terms = deal(agreement);
		DataContracts::closed(&ClosedAgreement {
			id: agreement + 1,
			supplier: terms.supplier,
			demander: terms.demander,
			data_set: terms.data_set,
			submissions: terms.submissions,
			parts: terms.parts,
			ciphertext_root: None,
			watermark: None,
			price: terms.price,
			asset: terms.asset,
			usage: terms.usage,
			outcome: Outcome::Settled,
			by: None,
			delivered: true,
		});
		assert_eq!(contract(id), before);
	});
}

#[test]
fn attack_replay_of_every_call() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		assert_noop!(accept(SUPPLIER, id), Error::<Test>::NotFound);
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(agreement).submissions;
		assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::AlreadyOpen);
		close(agreement, Outcome::Settled);
		assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::AlreadyClosed);
		assert_ok!(end(DEMANDER, id));
		for call in [end(DEMANDER, id), advance(PASSER_BY, id), end(SUPPLIER, id)] {
			assert_eq!(call, Err(Error::<Test>::NotFound.into()));
		}
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		sponsor(SPONSOR, DEMANDER);
		let coins = Conditions { asset: COIN, ..conditions() };
		assert_noop!(
			propose(SPONSOR, Party::Demander, SUPPLIER, coins.clone()),
			Error::<Test>::AccountNotOwn
		);
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, coins));
		assert_noop!(accept(SPONSOR, 0), Error::<Test>::AccountNotOwn);
		assert_ok!(withdraw(SUPPLIER, 0));
		// The chain's own token is limited by the sponsorship itself, and returns to where it came from.
		assert_ok!(propose(SPONSOR, Party::Demander, SUPPLIER, conditions()));
		assert_eq!(purse(Asset::Native, SPONSOR), (WEALTH, BUDGET, 0));
		assert_ok!(accept(SUPPLIER, 1));
		assert_noop!(fund_more(DEMANDER, 1, 1), Error::<Test>::WrongAccount);
		assert_ok!(end(DEMANDER, 1));
		assert_gained(SPONSOR, 0);
		assert_eq!(ticket(SPONSOR), 0);
	});
}

#[test]
fn attack_both_parties_from_one_account() {
	ExtBuilder::build_and_execute(|| {
		sponsor(SPONSOR, DEMANDER);
		assert_ok!(propose(SPONSOR, Party::Demander, SUPPLIER, conditions()));
		sponsor(SPONSOR, SUPPLIER);
		assert_noop!(accept(SPONSOR, 0), Error::<Test>::SelfDealing);
	});
}

#[test]
fn contract_between_parties_that_know_each_other_is_allowed() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(STRANGER, Party::Demander, SUPPLIER, conditions()));
		assert_ok!(accept(SUPPLIER, 0));
	});
}

#[test]
fn attack_proposal_fills_the_agenda_with_a_contract_without_length() {
	ExtBuilder::build_and_execute(|| {
		let schedule = Schedule { period: 1, grace: 0, ..SCHEDULE };
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, Conditions { schedule, ..conditions() }),
			Error::<Test>::PeriodTooShort
		);
	});
}

#[test]
fn attack_usage_terms_that_nobody_can_compare() {
	ExtBuilder::build_and_execute(|| {
		let mut usage = conditions().usage;
		usage.terms = UsageTerms {
			copies: 1,
			actions: counterfoil_primitives::access::Action::Index.into(),
			..usage.terms
		};
		assert_noop!(
			propose(DEMANDER, Party::Demander, SUPPLIER, Conditions { usage, ..conditions() }),
			Error::<Test>::BadUsage
		);
	});
}

#[test]
fn attack_end_of_an_exchange_that_is_told_twice_counts_once() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let terms = deal(agreement);
		close(agreement, Outcome::NotCommitted);
		let before = contract(id);
		let again = |outcome| {
			DataContracts::closed(&ClosedAgreement {
				id: agreement,
				supplier: terms.supplier,
				demander: terms.demander,
				data_set: terms.data_set,
				submissions: terms.submissions.clone(),
				parts: terms.parts.clone(),
				ciphertext_root: None,
				watermark: None,
				price: terms.price,
				asset: terms.asset,
				usage: terms.usage.clone(),
				outcome,
				by: None,
				delivered: true,
			});
		};
		again(Outcome::Settled);
		again(Outcome::NotAccepted);
		assert_eq!(contract(id), before);
	});
}

#[test]
fn attack_data_set_given_away_does_not_let_the_supplier_off() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let lot = readings(0);
		give_away(DATA_SET, STRANGER);
		set_time(SCHEDULE.due(0));
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::NotOwner);
		// Nor does the new owner serve a contract that is not his.
		assert_noop!(deliver(STRANGER, id, 0, &[lot]), Error::<Test>::NotSupplier);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}
