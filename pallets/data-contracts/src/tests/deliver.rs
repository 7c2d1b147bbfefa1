use counterfoil_primitives::{
	did::DidStatus,
	exchange::Outcome,
	money::{Asset, Commission},
	terms::Conditions,
	traits::{CertificateNeed, Party},
};
use frame_support::{assert_noop, assert_ok, BoundedVec};

use crate::{mock::*, BatchOf, BatchState, Error, Event, MAX_OPEN};

#[test]
fn delivery_opens_an_exchange_that_is_funded_from_the_budget() {
	ExtBuilder::build_and_execute(|| {
		let commissions =
			BoundedVec::truncate_from(vec![Commission { payee: did(STRANGER), per_mille: 50 }]);
		let agreed_on = Conditions { commissions, ..conditions() };
		let id = agreed(agreed_on.clone());
		take_events();
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let deal = deal(agreement);
		assert_eq!((deal.supplier, deal.demander), (subject(SUPPLIER), subject(DEMANDER)));
		assert_eq!((deal.data_set, deal.price, deal.asset), (DATA_SET, PRICE, Asset::Native));
		assert_eq!(deal.submissions, [0]);
		assert_eq!(deal.parts.len(), 1);
		assert_eq!(deal.commissions, agreed_on.commissions.to_vec());
		assert_eq!(deal.usage, agreed_on.usage);
		assert_eq!(deal.carrier, Party::Supplier);
		assert_eq!(purse(Asset::Native, DEMANDER), (WEALTH, BUDGET - PRICE, 0));
		assert_eq!(BatchOf::<Test>::get(agreement), Some((id, 0)));
		assert_eq!(contract(id).open[0].state, BatchState::Running { agreement });
		let (supplier, demander) = (did(SUPPLIER), did(DEMANDER));
		let data_set = DATA_SET;
		assert_eq!(
			take_events(),
			[Event::BatchDelivered { id, batch: 0, agreement, supplier, demander, data_set }]
		);
	});
}

#[test]
fn series_that_is_delivered_in_time_earns_all_prices_and_the_reward() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		for batch in 0..BATCHES {
			served(id, batch, SCHEDULE.due(batch));
		}
		let earned = (PRICE * u64::from(BATCHES) + REWARD) as i64;
		assert_gained(SUPPLIER, earned);
		assert_gained(DEMANDER, -earned);
		assert_eq!(ticket(DEMANDER), 0);
		assert!(matches!(
			take_events()[..],
			[.., Event::Ended { reward: REWARD, .. }, Event::Concluded { .. }]
		));
		assert_noop!(deliver(SUPPLIER, id, 0, &[0]), Error::<Test>::NotFound);
	});
}

#[test]
fn batch_may_be_delivered_from_its_period_until_it_lapses() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let lot = readings(0);
		let deliver = || deliver(SUPPLIER, id, 0, &[lot]);
		set_time(SCHEDULE.opens(0) - 1);
		assert_noop!(deliver(), Error::<Test>::TooEarly);
		set_time(SCHEDULE.lapses(0) + 1);
		assert_noop!(deliver(), Error::<Test>::DeadlinePassed);
		set_time(SCHEDULE.lapses(0));
		assert_ok!(deliver());
	});
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		delivered(id, 0, SCHEDULE.opens(0));
	});
}

#[test]
fn batches_begin_in_their_order() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0));
		let lot = readings(1);
		assert_noop!(deliver(SUPPLIER, id, 1, &[lot]), Error::<Test>::OutOfOrder);
		assert_noop!(deliver(SUPPLIER, id, BATCHES, &[lot]), Error::<Test>::NoSuchBatch);
		served(id, 0, SCHEDULE.due(0));
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn only_the_supplier_delivers_and_from_the_account_of_the_contract() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0));
		let lot = readings(0);
		assert_noop!(deliver(DEMANDER, id, 0, &[lot]), Error::<Test>::NotSupplier);
		assert_noop!(deliver(STRANGER, id, 0, &[lot]), Error::<Test>::NotSupplier);
		assert_noop!(deliver(SUPPLIER + OTHER_ACCOUNT, id, 0, &[lot]), Error::<Test>::WrongAccount);
		assert_noop!(deliver(SUPPLIER, id + 1, 0, &[lot]), Error::<Test>::NotFound);
	});
}

#[test]
fn delivery_is_what_was_agreed() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0));
		let good = Submitted::of(START, START + 1);
		let refused = |lot: &[u64], error: Error<Test>| {
			assert_noop!(deliver(SUPPLIER, id, 0, lot), error);
		};
		let one = good.submit();
		refused(&[], Error::NothingDelivered);
		refused(&[one, one], Error::Duplicate);
		refused(&[one, one + 1], Error::UnknownSubmission);
		let other = Submitted { data_set: OTHER_DATA_SET, ..good }.submit();
		refused(&[other], Error::NotOfDataSet);
		refused(&[Submitted { validated: false, ..good }.submit()], Error::NotValidated);
		refused(&[Submitted { records: 9, ..good }.submit()], Error::TooFewRecords);
		refused(&[Submitted { quality: 499, ..good }.submit()], Error::QualityTooLow);
		let small = Submitted { records: 5, quality: 500, ..good };
		let parts = [small.submit(), small.submit()];
		assert_ok!(deliver(SUPPLIER, id, 0, &parts));
	});
}

#[test]
fn certificate_that_was_agreed_must_be_there() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { certificate: CertificateNeed::Any, ..conditions() });
		set_time(SCHEDULE.due(0));
		let lot = readings(0);
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::NotCertified);
		set_certified(true);
		assert_ok!(deliver(SUPPLIER, id, 0, &[lot]));
		assert_eq!(deal(deals()[0]).certificate, CertificateNeed::Any);
	});
}

#[test]
fn several_batches_are_open_at_once_and_no_more_than_that() {
	ExtBuilder::build_and_execute(|| {
		let mut long = conditions();
		long.schedule.batches = 2 * MAX_OPEN;
		long.prepaid = 2 * MAX_OPEN;
		long.terms.liability *= 100;
		let id = agreed(long);
		for batch in 0..MAX_OPEN {
			next_block(SCHEDULE.opens(batch));
			delivered(id, batch, SCHEDULE.due(batch));
		}
		set_time(SCHEDULE.due(MAX_OPEN));
		let lot = readings(MAX_OPEN);
		assert_noop!(deliver(SUPPLIER, id, MAX_OPEN, &[lot]), Error::<Test>::TooManyOpen);
		// What cannot be delivered is not owed.
		take_events();
		lapse(MAX_OPEN);
		assert_eq!(closed(), [(MAX_OPEN, counterfoil_primitives::terms::Fate::Excused, 0, 0)]);
		close(0, Outcome::Settled);
		delivered(id, MAX_OPEN + 1, SCHEDULE.due(MAX_OPEN + 1));
	});
}

#[test]
fn suspended_supplier_delivers_what_he_owes() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_status(SUPPLIER, DidStatus::Suspended);
		delivered(id, 0, SCHEDULE.due(0));
	});
}

#[test]
fn what_the_escrow_refuses_changes_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { asset: COIN, ..conditions() });
		set_time(SCHEDULE.due(0));
		let lot = readings(0);
		freeze(DEMANDER);
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), NO_PRICE);
		thaw(DEMANDER);
		assert_ok!(deliver(SUPPLIER, id, 0, &[lot]));
	});
}
