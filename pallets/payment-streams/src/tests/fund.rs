//! Streams that the market opens.

use counterfoil_primitives::{
	did::DidStatus,
	stream::{Ending, MAX_DEPOSIT},
	traits::{self, NewStream},
	Asset,
};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Error, Event, Stage, Streams};

#[test]
fn proposed_stream_waits_and_costs_its_payer_a_ticket() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		assert_eq!(
			last_event(),
			Event::Proposed {
				id,
				payer: subject(PAYER),
				payee: subject(PAYEE),
				data_set: Some(SET),
				usage: usage(),
				commissions: Default::default(),
				asset: Asset::Native,
				rate: RATE,
				notice: NOTICE,
				until: START + FUNDING,
			}
		);
		assert_eq!((ticket(PAYER), held(Asset::Native, PAYER)), (ticket_price(), 0));
		let footprint = <PaymentStreams as traits::Streams<u64, Balance>>::footprint();
		assert_eq!(ticket_price(), 5 + Balance::from(footprint));
		for call in [claim, pause, resume, withdraw] {
			assert_noop!(call(PAYER, id), Error::<Test>::NotFunded);
		}
		assert_noop!(top_up(PAYER, id, 1), Error::<Test>::NotFunded);
		assert_noop!(change_rate(PAYER, id, 1), Error::<Test>::NotFunded);
	});
}

#[test]
fn propose_with_wrong_terms_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let cases = [
			(NewStream { payee: subject(PAYER), ..agreed() }, Error::<Test>::SelfDealing),
			(NewStream { payer: subject(PAYEE), ..agreed() }, Error::<Test>::SelfDealing),
			(NewStream { payee: subject(66), ..agreed() }, Error::<Test>::UnknownPayee),
			(NewStream { payee: subject(STRANGER), ..agreed() }, Error::<Test>::NotSupplier),
			(NewStream { data_set: SET + 1, ..agreed() }, Error::<Test>::UnknownDataSet),
			(NewStream { asset: Asset::Local(99), ..agreed() }, Error::<Test>::UnknownAsset),
			(NewStream { rate: 0, ..agreed() }, Error::<Test>::RateZero),
			(
				NewStream { commissions: vec![commission(HOLDER, 501)], ..agreed() },
				Error::<Test>::UnfairCommissions,
			),
			(
				NewStream { commissions: vec![commission(HOLDER, 1); 3], ..agreed() },
				Error::<Test>::UnfairCommissions,
			),
			(NewStream { notice: MAX_NOTICE + 1, ..agreed() }, Error::<Test>::NoticeTooLong),
		];
		for (terms, error) in cases {
			assert_noop!(propose(terms), error);
		}
		let high = NewStream { rate: Balance::MAX, ..agreed() };
		assert_noop!(propose(high), Error::<Test>::RateTooHigh);
		let poor = NewStream { payer: subject(POOR), ..agreed() };
		assert_noop!(propose(poor), TokenError::FundsUnavailable);
		Directory::set_status(PAYEE, DidStatus::Suspended);
		assert_noop!(propose(agreed()), Error::<Test>::PayeeNotActive);
	});
}

#[test]
fn fund_lets_money_flow_from_now_on() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		wait(5_000);
		assert_ok!(fund(PAYER, id, DEPOSIT, None));
		assert_eq!(
			last_event(),
			Event::Opened {
				id,
				payer: did(PAYER),
				payee: subject(PAYEE),
				funder: subject(PAYER),
				data_set: Some(SET),
				asset: Asset::Native,
				rate: RATE,
				notice: NOTICE,
				deposit: DEPOSIT,
				runs_until: END + 5_000,
				by: did(PAYER),
			}
		);
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert_noop!(fund(PAYER, id, DEPOSIT, None), Error::<Test>::AlreadyFunded);
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
	});
}

#[test]
fn fund_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		for who in [PAYEE, STRANGER, PATRON] {
			assert_noop!(fund(who, id, DEPOSIT, None), Error::<Test>::NotPayer);
		}
		assert_noop!(fund(PASSER_BY, id, DEPOSIT, None), BadOrigin);
		let other = PAYER + OTHER_ACCOUNT;
		assert_noop!(fund(other, id, DEPOSIT, None), Error::<Test>::WrongAccount);
		Directory::set_status(PAYER, DidStatus::Suspended);
		assert_noop!(fund(PAYER, id, DEPOSIT, None), BadOrigin);
		assert_noop!(fund(STRANGER, id + 1, DEPOSIT, None), Error::<Test>::NotFound);
	});
}

#[test]
fn fund_with_too_little_or_without_money_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		assert_noop!(fund(PAYER, id, 69, None), Error::<Test>::DepositTooLow);
		assert_noop!(fund(PAYER, id, MAX_DEPOSIT + 1, None), Error::<Test>::DepositTooHigh);
		assert_noop!(fund(PAYER, id, WEALTH, None), TokenError::FundsUnavailable);
		assert_ok!(fund(PAYER, id, 70, None));
	});
}

#[test]
fn fund_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let (in_time, late) = (propose(agreed()).unwrap(), propose(agreed()).unwrap());
		set_time(START + FUNDING);
		assert_ok!(fund(PAYER, in_time, DEPOSIT, None));
		set_time(START + FUNDING + 1);
		assert_noop!(fund(PAYER, late, DEPOSIT, None), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn attack_market_stream_that_is_never_funded_leaves_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		next_block(START + FUNDING + 999);
		assert!(!is_gone(id));
		next_block(START + FUNDING + 1_000);
		assert!(is_gone(id));
		assert_eq!(last_end(), (Ending::NotFunded, START + FUNDING + 1_000, 0, 0));
		assert_eq!(free(Asset::Native, PAYER), WEALTH);
		// Or anybody has it removed.
		let id = propose(agreed()).unwrap();
		wait(FUNDING);
		assert_noop!(claim(STRANGER, id), Error::<Test>::NotFunded);
		wait(1);
		assert_ok!(claim(PASSER_BY, id));
		assert!(is_gone(id));
	});
}

#[test]
fn close_before_funding_by_either_leaves_nothing() {
	ExtBuilder::build_and_execute(|| {
		for who in [PAYER, PAYEE] {
			let id = propose(agreed()).unwrap();
			assert_noop!(close(STRANGER, id), Error::<Test>::NotParty);
			assert_ok!(close(who, id));
			assert!(is_gone(id));
			assert_eq!(last_end(), (Ending::Declined, START, 0, 0));
			assert_noop!(close(who, id), Error::<Test>::NotFound);
		}
		assert_eq!(free(Asset::Native, PAYER), WEALTH);
	});
}

#[test]
fn fund_with_a_patrons_money_binds_his_and_not_the_payers() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		let id = propose(agreed()).unwrap();
		// From whichever account: it is not this one that pays.
		assert_ok!(fund(PAYER + OTHER_ACCOUNT, id, DEPOSIT, Some(PATRON)));
		assert_eq!((held(Asset::Native, PATRON), held(Asset::Native, PAYER)), (DEPOSIT, 0));
		let stream = Streams::<Test>::get(id).unwrap();
		assert_eq!((stream.payer.did, stream.funder), (did(PAYER), subject(PATRON)));
		let Stage::Open(flow) = stream.stage else { panic!("open") };
		assert_eq!(flow.latest, Some(END));
		next_block(END + 1_000);
		assert_eq!(total(Asset::Native, PATRON), WEALTH - DEPOSIT);
	});
}

#[test]
fn attack_payee_who_was_suspended_since_is_not_funded() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		Directory::set_status(PAYEE, DidStatus::Suspended);
		assert_noop!(fund(PAYER, id, DEPOSIT, None), Error::<Test>::PayeeNotActive);
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_noop!(fund(PAYER, id, DEPOSIT, Some(PATRON)), Error::<Test>::PayeeNotActive);
		assert_ok!(close(PAYER, id));
		assert_eq!(ticket(PAYER), 0);
	});
}
