//! Streams on somebody else's money.

use counterfoil_primitives::{stream::Ending, traits::NewStream, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Error, Event, Streams};

const NOT_ALLOWED: DispatchError = DispatchError::Other("not allowed");

#[test]
fn payee_who_pulls_serves_whose_money_it_is() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYEE, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(PAYEE, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		assert!(matches!(
			last_event(),
			Event::Opened { payer, by, .. } if payer == did(PATRON) && by == did(PAYEE)
		));
		let stream = Streams::<Test>::get(id).unwrap();
		assert_eq!((stream.payer, stream.funder), (subject(PATRON), subject(PATRON)));
		assert_eq!(held(Asset::Native, PATRON), DEPOSIT);
		// Who opens it carries the ticket.
		assert_eq!((ticket(PAYEE), ticket(PATRON)), (ticket_price(), 0));
		wait(10_000);
		assert_ok!(close(PATRON, id));
		next_block(START + 10_000 + NOTICE + 1_000);
		assert_eq!(last_end(), (Ending::ClosedByPayer, START + 10_000 + NOTICE, 140, 860));
		assert_eq!(free(Asset::Native, PATRON), WEALTH - 140);
		assert_eq!(free(Asset::Native, PAYEE), WEALTH + 140);
	});
}

#[test]
fn patron_may_change_the_stream_of_his_ward_as_the_ward_may() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		assert!(PaymentStreams::is_running(did(PAYER), did(PAYEE), None));
		assert!(!PaymentStreams::is_running(did(PATRON), did(PAYEE), None));
		assert_ok!(pause(PATRON, id));
		assert_ok!(withdraw(PAYER, id));
		assert_ok!(change_rate(PATRON, id, 8));
		assert_ok!(close(PATRON, id));
		assert_noop!(close(STRANGER, id), Error::<Test>::NotParty);
	});
}

#[test]
fn borrowed_money_is_bound_no_longer_than_it_was_to_last() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		wait(10_000);
		assert_ok!(pause(PAYEE, id));
		next_block(END);
		assert!(!is_gone(id));
		next_block(END + 1_000);
		assert!(is_gone(id));
		assert_eq!(last_end(), (Ending::Lapsed, END, 70, 930));
		assert_eq!(free(Asset::Native, PATRON), WEALTH - 70);
	});
}

#[test]
fn borrowed_money_that_was_not_paused_is_used_up() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		next_block(END + 1_000);
		assert_eq!(last_end(), (Ending::Insolvent, END, DEPOSIT, 0));
	});
}

#[test]
fn top_up_with_the_funders_leave_binds_for_as_long_as_it_lasts_within_the_lock() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT + 71, 152_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		// Too long: 1071 units last for 153 s. Nor does it help to wait.
		assert_noop!(top_up(PAYER, id, 71), NOT_ALLOWED);
		wait(20_000);
		assert_noop!(top_up(PAYER, id, 71), NOT_ALLOWED);
		// The payee was not allowed to.
		assert_noop!(top_up(PAYEE, id, 70), NOT_ALLOWED);
		assert_ok!(top_up(PAYER, id, 70));
		assert_eq!(flow(id).latest, Some(END + 10_000));
		assert_eq!(held(Asset::Native, PATRON), DEPOSIT + 70);
		assert_noop!(top_up(PAYER, id, 1), NOT_ALLOWED);
		// The patron needs nobody's leave, but his own account.
		let other = PATRON + OTHER_ACCOUNT;
		assert_noop!(top_up(other, id, 7), Error::<Test>::WrongAccount);
		assert_ok!(top_up(PATRON, id, 7));
		assert_eq!(flow(id).latest, Some(END + 11_000));
	});
}

#[test]
fn attack_allowance_replay() {
	ExtBuilder::build_and_execute(|| {
		let terms = Terms { from: Some(PATRON), ..TERMS };
		assert_noop!(open_as(PAYER, terms), NOT_ALLOWED);
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		for who in [STRANGER, PAYEE] {
			assert_noop!(open_as(who, terms), NOT_ALLOWED);
		}
		let others = Terms { from: Some(STRANGER), ..TERMS };
		assert_noop!(open_as(PAYER, others), NOT_ALLOWED);
		assert_noop!(open_as(PAYER, Terms { payee: STRANGER, ..terms }), NOT_ALLOWED);
		assert_ok!(open_as(PAYER, terms));
		// What was bound was bound: a second stream needs another leave, and so does one that comes after it.
		assert_noop!(open_as(PAYER, terms), NOT_ALLOWED);
		assert_ok!(close(PAYEE, newest()));
		assert_noop!(open_as(PAYER, terms), NOT_ALLOWED);
		assert_eq!(free(Asset::Native, PATRON), WEALTH);
	});
}

#[test]
fn attack_circle_in_which_the_funder_is_the_payee() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PATRON, DEPOSIT, 142_857);
		let circle = Terms { payee: PATRON, from: Some(PATRON), ..TERMS };
		assert_noop!(open_as(PAYER, circle), Error::<Test>::SelfDealing);
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		// The call is made for the payer and paid from a sponsor's account. The sponsor's limits are on the chain's own token.
		let sponsored = PAYER + OTHER_ACCOUNT;
		assert_noop!(
			open_as(sponsored, Terms { asset: COIN, ..TERMS }),
			Error::<Test>::AccountNotOwn
		);
		let mut terms = agreed();
		terms.payer.account = sponsored;
		terms.asset = COIN;
		let id = propose(terms).unwrap();
		assert_noop!(fund(sponsored, id, DEPOSIT, None), Error::<Test>::AccountNotOwn);
		assert_eq!(free(COIN, sponsored), WEALTH);
		assert_ok!(close(PAYER, id));

		assert_ok!(open_as(sponsored, TERMS));
		let id = newest();
		assert_eq!(held(Asset::Native, sponsored), DEPOSIT);
		// What is left goes back to the sponsor, whoever ends it; and nobody adds from another account.
		assert_noop!(top_up(PAYER, id, 1), Error::<Test>::WrongAccount);
		assert_ok!(close(PAYEE, id));
		assert_eq!(free(Asset::Native, sponsored), WEALTH);
		// With a patron's leave it is the patron's token, and his to give.
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(sponsored, Terms { asset: COIN, from: Some(PATRON), ..TERMS }));
		assert_eq!(held(COIN, PATRON), DEPOSIT);
	});
}

#[test]
fn attack_ward_and_payee_bind_a_sponsors_money_for_ever() {
	ExtBuilder::build_and_execute(|| {
		let sponsored = PAYER + OTHER_ACCOUNT;
		assert_ok!(open_as(sponsored, TERMS));
		let funded = propose(NewStream { payer: subject(sponsored), ..agreed() }).unwrap();
		assert_ok!(fund(sponsored, funded, DEPOSIT, None));
		let opened = funded - 1;
		wait(10_000);
		for id in [opened, funded] {
			assert_ok!(pause(PAYEE, id));
		}
		// The sponsor is no party and cannot close it. It ends when it would have without a pause.
		assert_noop!(close(PATRON, opened), Error::<Test>::NotParty);
		next_block(END);
		assert!(!is_gone(opened) && !is_gone(funded));
		next_block(END + 1_000);
		assert!(is_gone(opened) && is_gone(funded));
		assert_eq!(last_end(), (Ending::Lapsed, END, 70, 930));
		assert_eq!(free(Asset::Native, sponsored), WEALTH - 140);
	});
}

#[test]
fn attack_ward_binds_a_sponsors_money_at_a_rate_of_nearly_nothing() {
	ExtBuilder::build_and_execute(|| {
		let sponsored = PAYER + OTHER_ACCOUNT;
		// At this rate they last for days.
		const MUCH: Balance = 400_000;
		assert_ok!(open_as(sponsored, Terms { rate: 1, notice: 0, deposit: MUCH, ..TERMS }));
		let id = newest();
		assert!(matches!(
			last_event(),
			Event::Opened { runs_until, .. } if runs_until == START + MAX_LOAN
		));
		let funded = propose(NewStream { payer: subject(sponsored), rate: 1, ..agreed() }).unwrap();
		wait(10_000);
		assert_ok!(fund(sponsored, funded, MUCH, None));
		// To add a unit begins no new time.
		wait(MAX_LOAN - 10_001);
		assert_ok!(top_up(sponsored, id, 1));
		assert_eq!(flow(id).latest, Some(START + MAX_LOAN));
		next_block(START + MAX_LOAN);
		assert!(!is_gone(id));
		next_block(START + MAX_LOAN + 1_000);
		assert!(is_gone(id));
		let flowed = Balance::from(MAX_LOAN / 1_000);
		assert_eq!(last_end(), (Ending::Lapsed, START + MAX_LOAN, flowed, MUCH + 1 - flowed));
		// What was funded later is bound from then.
		next_block(START + 10_000 + MAX_LOAN + 1_000);
		assert!(is_gone(funded));
		assert_eq!(free(Asset::Native, sponsored), WEALTH - 2 * flowed);
	});
}

#[test]
fn attack_ward_begins_the_time_of_an_allowance_anew_by_adding_a_unit() {
	ExtBuilder::build_and_execute(|| {
		// The patron lends for 142.857 s, which is as long as the deposit lasts.
		Permits::give(PAYER, PAYEE, DEPOSIT + 70, 142_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		assert_ok!(pause(PAYEE, id));
		wait(142_000);
		assert_noop!(top_up(PAYER, id, 1), NOT_ALLOWED);
		next_block(END + 1_000);
		assert_eq!(last_end(), (Ending::Lapsed, END, 0, DEPOSIT));
	});
}

#[test]
fn attack_payee_pulls_money_into_a_stream_that_never_lapses() {
	ExtBuilder::build_and_execute(|| {
		// The patron's own stream, which may be paused for ever; and what he allows, for a short time only.
		assert_ok!(open_as(PATRON, TERMS));
		let id = newest();
		Permits::give(PAYEE, PAYEE, 70, 1_000_000);
		assert_noop!(top_up(PAYEE, id, 70), NOT_ALLOWED);
		assert_eq!(held(Asset::Native, PATRON), DEPOSIT);
		// If he does not mind how long, it can be added.
		Permits::give(PAYEE, PAYEE, 70, u64::MAX);
		assert_ok!(top_up(PAYEE, id, 70));
		assert_eq!((flow(id).latest, held(Asset::Native, PATRON)), (None, DEPOSIT + 70));
	});
}

#[test]
fn attack_ward_takes_back_the_end_that_his_patron_announced() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, PAYEE, DEPOSIT, 142_857);
		assert_ok!(open_as(PAYER, Terms { from: Some(PATRON), ..TERMS }));
		let id = newest();
		// Of everything else the ward is the master, and so is he of his own announcements.
		assert_ok!(change_rate(PAYER, id, 1));
		assert_ok!(withdraw(PAYER, id));
		assert_ok!(close(PATRON, id));
		assert_noop!(withdraw(PAYER, id), Error::<Test>::NotFunder);
		assert_noop!(withdraw(PAYEE, id), Error::<Test>::NotPayer);
		assert_noop!(change_rate(PAYER, id, 1), Error::<Test>::AlreadyAnnounced);
		assert_noop!(close(PAYER, id), Error::<Test>::AlreadyAnnounced);
		// Neither does a higher rate put it off.
		assert_ok!(change_rate(PAYER, id, RATE + 1));
		next_block(START + NOTICE + 1_000);
		assert_eq!(last_end(), (Ending::ClosedByPayer, START + NOTICE, 80, 920));
		assert_eq!(free(Asset::Native, PATRON), WEALTH - 80);
	});
}

#[test]
fn attack_ward_pays_his_own_device_with_other_peoples_money() {
	ExtBuilder::build_and_execute(|| {
		Directory::hand_over(DEVICE, PAYER);
		let own = Terms { payee: DEVICE, ..TERMS };
		assert_noop!(open_as(PAYER, own), Error::<Test>::SelfDealing);
		assert_noop!(open_as(PAYER + OTHER_ACCOUNT, own), Error::<Test>::SelfDealing);
		Permits::give(PAYER, DEVICE, DEPOSIT, 142_857);
		let lent = Terms { from: Some(PATRON), ..own };
		assert_noop!(open_as(PAYER, lent), Error::<Test>::SelfDealing);
		// Somebody else's he may.
		Directory::hand_over(DEVICE, HOLDER);
		assert_ok!(open_as(PAYER, lent));
	});
}
