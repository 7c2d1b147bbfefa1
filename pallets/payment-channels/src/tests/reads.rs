use counterfoil_primitives::{money::Asset, voucher::FinalState};
use frame_support::assert_ok;
use pallet_payment_channels_runtime_api::{OwedView, ParametersView, StateView, MAX_BATCH};

use crate::mock::*;

#[test]
fn channel_is_read_until_it_is_gone() {
	ExtBuilder::build_and_execute(|| {
		assert_eq!(PaymentChannels::channel(0), None);
		let id = opened_with(Terms { data_set: Some(SET), ..terms() });
		let view = PaymentChannels::channel(id).unwrap();
		assert_eq!((view.payer, view.opener, view.payee), (did(PAYER), did(PAYER), did(PAYEE)));
		assert_eq!((view.payer_account, view.signer), (PAYER, signer()));
		assert_eq!((view.asset, view.deposit, view.claimed), (Asset::Native, DEPOSIT, 0));
		assert_eq!((view.data_set, view.commissions), (Some(SET), vec![]));
		assert_eq!((view.opened, view.expires, view.challenge), (START, START + LIFE, CHALLENGE));
		assert_eq!((view.state, view.ended), (StateView::Open, None));
		assert_eq!(view.until, Some(START + LIFE + CHALLENGE));
		assert_ok!(request_close(PAYER, id));
		let view = PaymentChannels::channel(id).unwrap();
		assert_eq!((view.state, view.until), (StateView::Closing, Some(START + CHALLENGE)));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert_eq!(PaymentChannels::channel(id), None);
	});
}

#[test]
fn ended_channel_shows_what_waits() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		assert_eq!(
			PaymentChannels::owed(id),
			Some(OwedView { due: 0, rest: 1_000, until: Some(START + LIFE + CHALLENGE) })
		);
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		assert_ok!(close_by_payee(PAYEE, id, None));
		let view = PaymentChannels::channel(id).unwrap();
		assert_eq!((view.state, view.ended, view.until), (StateView::Ended, Some(START), None));
		assert_eq!((view.claimed, view.paid, view.returned), (300, 0, 700));
		let owed = OwedView { due: 300, rest: 0, until: None };
		assert_eq!(PaymentChannels::owed_each(vec![9, id]), [None, Some(owed)]);
	});
}

#[test]
fn channels_of_a_subject_come_in_pages() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			opened();
		}
		let ids = |did, from, limit| -> Vec<u64> {
			let page = PaymentChannels::channels_of(did, from, limit);
			page.into_iter().map(|view| view.id).collect()
		};
		let mut all = ids(did(PAYEE), None, 3);
		assert_eq!(all.len(), 3);
		all.extend(ids(did(PAYEE), all.last().copied(), 3));
		all.sort_unstable();
		assert_eq!(all, [0, 1, 2, 3, 4]);
		assert_eq!(ids(did(PAYER), None, u32::MAX).len(), 5);
		assert!(ids(did(STRANGER), None, 3).is_empty());
		assert!(ids(did(PAYER), None, 0).is_empty());
	});
}

#[test]
fn batches_are_bounded() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let views = PaymentChannels::channels(vec![9, id]);
		assert_eq!(views.iter().map(Option::is_some).collect::<Vec<_>>(), [false, true]);
		let many = vec![id; 200];
		assert_eq!(PaymentChannels::channels(many.clone()).len(), MAX_BATCH as usize);
		assert_eq!(PaymentChannels::owed_each(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn bytes_to_sign_are_those_that_are_checked() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let voucher = voucher(300, 3);
		let bytes = PaymentChannels::voucher_bytes(id, voucher);
		assert_eq!(bytes, voucher.signing_bytes(&GENESIS, id));
		assert_ok!(claim_with(PAYEE, id, voucher, sign(&bytes)));
		let state = FinalState { amount: 400, delivered: voucher.delivered };
		let bytes = PaymentChannels::final_bytes(id, state);
		assert_ok!(close_with(PAYEE, id, state, sign(&bytes), sign_with(PAYEE, &bytes)));
	});
}

#[test]
fn parameters_are_read() {
	ExtBuilder::build_and_execute(|| {
		assert_eq!(
			PaymentChannels::parameters(),
			ParametersView {
				shortest_challenge: 1_000,
				longest_challenge: 20_000,
				longest_life: 200_000,
			}
		);
	});
}
