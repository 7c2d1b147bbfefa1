use counterfoil_primitives::{
	stream::{Announcement, Change, Ending},
	Asset,
};
use frame_support::assert_ok;
use pallet_payment_streams_runtime_api::{StageView, StreamView, MAX_BATCH};

use crate::mock::*;

fn view(id: u64) -> StreamView<u64> {
	PaymentStreams::stream(id).unwrap()
}

#[test]
fn stream_is_shown_as_it_stands_now() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 2));
		assert_ok!(change_rate(PAYEE, id, 12));
		wait(5_000);
		let expected = StreamView {
			id,
			payer: did(PAYER),
			payee: did(PAYEE),
			payee_account: PAYEE,
			funder: did(PAYER),
			funder_account: PAYER,
			data_set: None,
			usage: None,
			commissions: vec![],
			asset: Asset::Native,
			rate: 7,
			notice: NOTICE,
			opened: START,
			stage: StageView::Running,
			deposit: 1_000,
			due: 35,
			paid: 0,
			runs_until: Some(END),
			paused_by_payer: false,
			paused_by_payee: false,
			announced: Some(Announcement { change: Change::Lower(2), at: START + NOTICE }),
			asked: Some(12),
			latest: None,
			deadline: Some(START + NOTICE),
			ended: None,
		};
		assert_eq!(view(id), expected);
		// What has taken effect shows, whether the chain has looked or not.
		wait(NOTICE);
		assert_ok!(claim(STRANGER, id));
		wait(1_000);
		let end = START + NOTICE + 465_000;
		let later = StreamView {
			rate: 2,
			deposit: 920,
			due: 2,
			paid: 80,
			runs_until: Some(end),
			announced: None,
			deadline: Some(end),
			..expected
		};
		assert_eq!(view(id), later);
		set_time(end + 1);
		let over = StreamView {
			stage: StageView::Over,
			due: 920,
			runs_until: None,
			deadline: None,
			ended: Some((Ending::Insolvent, end)),
			..later
		};
		assert_eq!(view(id), over);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(PaymentStreams::stream(id), None);
	});
}

#[test]
fn every_stage_is_shown() {
	ExtBuilder::build_and_execute(|| {
		let id = propose(agreed()).unwrap();
		let shown = view(id);
		assert_eq!((shown.stage, shown.rate, shown.deposit), (StageView::Awaiting, 7, 0));
		assert_eq!((shown.deadline, shown.runs_until), (Some(START + FUNDING), None));
		assert_ok!(fund(PAYER, id, DEPOSIT, None));
		assert_ok!(pause(PAYEE, id));
		let shown = view(id);
		assert_eq!((shown.stage, shown.paused_by_payee), (StageView::Paused, true));
		assert_eq!((shown.deadline, shown.runs_until), (None, None));

		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		block(PAYEE);
		assert_ok!(close(PAYEE, id));
		let shown = view(id);
		assert_eq!((shown.stage, shown.deposit, shown.due), (StageView::Undelivered, 70, 70));
		assert_eq!(shown.ended, Some((Ending::ClosedByPayee, START + 10_000)));

		let late = propose(agreed()).unwrap();
		wait(FUNDING + 1);
		assert_eq!(view(late).stage, StageView::Over);
	});
}

#[test]
fn is_running_says_when_to_deliver_and_when_to_stop() {
	ExtBuilder::build_and_execute(|| {
		let running = |set| PaymentStreams::is_running(did(PAYER), did(PAYEE), set);
		let id = propose(agreed()).unwrap();
		assert!(!running(Some(SET)));
		assert_ok!(fund(PAYER, id, DEPOSIT, None));
		assert!(running(Some(SET)) && !running(None) && !running(Some(SET + 1)));
		assert!(!PaymentStreams::is_running(did(PAYEE), did(PAYER), Some(SET)));
		assert_ok!(pause(PAYEE, id));
		assert!(!running(Some(SET)));
		assert_ok!(resume(PAYEE, id));
		assert_ok!(pause(PAYER, id));
		wait(NOTICE);
		assert!(running(Some(SET)));
		wait(1);
		assert!(!running(Some(SET)));
		assert_ok!(resume(PAYER, id));
		// The deposit lasts for as long as it did.
		set_time(END + 1);
		assert!(running(Some(SET)));
		set_time(END + 2);
		assert!(!running(Some(SET)));

		// Another one between the same two.
		assert_ok!(open_as(PAYER, TERMS));
		assert!(running(None) && !running(Some(SET)));
		let question = |set| (did(PAYER), did(PAYEE), set);
		assert_eq!(
			PaymentStreams::are_running(vec![question(Some(SET)), question(None)]),
			[false, true]
		);
		let many = vec![question(None); MAX_BATCH as usize + 1];
		assert_eq!(PaymentStreams::are_running(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn pages_and_batches_are_complete_and_bounded() {
	ExtBuilder::build_and_execute(|| {
		Permits::give(PAYER, STRANGER, DEPOSIT, 1_000_000);
		for _ in 0..4 {
			opened();
		}
		opened_with(Terms { payee: STRANGER, from: Some(PATRON), ..TERMS });
		let ids = |views: Vec<StreamView<u64>>| -> Vec<u64> {
			let mut ids: Vec<_> = views.iter().map(|view| view.id).collect();
			ids.sort_unstable();
			ids
		};
		let of = |who| ids(PaymentStreams::streams_of(did(who), None, u32::MAX));
		assert_eq!(of(PAYER), [0, 1, 2, 3, 4]);
		assert_eq!(of(PAYEE), [0, 1, 2, 3]);
		assert_eq!((of(STRANGER), of(PATRON)), (vec![4], vec![4]));

		let (mut pages, mut from) = (Vec::new(), None);
		while let Some(one) = PaymentStreams::streams_of(did(PAYER), from, 1).pop() {
			from = Some(one.id);
			pages.push(one);
		}
		assert_eq!(pages, PaymentStreams::streams_of(did(PAYER), None, 100));
		let (mut pages, mut from) = (Vec::new(), None);
		while let Some(one) = PaymentStreams::streams_between(did(PAYER), did(PAYEE), from, 1).pop()
		{
			from = Some(one.id);
			pages.push(one);
		}
		assert_eq!(ids(pages), [0, 1, 2, 3]);

		let batch = PaymentStreams::streams(vec![9, 2]);
		assert!(batch[0].is_none() && batch[1].as_ref().is_some_and(|view| view.id == 2));
		assert_eq!(PaymentStreams::streams(vec![0; 101]).len(), MAX_BATCH as usize);
	});
}
