use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;
use pallet_data_escrow_runtime_api::{StageView, MAX_BATCH};

use crate::mock::*;

#[test]
fn view_follows_the_agreement_from_opening_to_oblivion() {
	ExtBuilder::build_and_execute(|| {
		assert_eq!(DataEscrow::agreement_view(0), None);
		let deal = Deal::agreed();
		let view = || DataEscrow::agreement_view(deal.id).unwrap();

		let agreed = view();
		assert_eq!(agreed.id, deal.id);
		assert_eq!((agreed.supplier, agreed.supplier_account), (did(SUPPLIER), SUPPLIER));
		assert_eq!((agreed.demander, agreed.demander_account), (did(DEMANDER), DEMANDER));
		assert_eq!((agreed.data_set, agreed.price, agreed.bond), (77, PRICE, BOND));
		assert_eq!((agreed.parts, agreed.leaves), (fingerprints(&lot()), LEAVES));
		assert_eq!((agreed.stage, agreed.opened), (StageView::Agreed, START));
		assert_eq!(agreed.deadline, Some(START + WINDOWS.funding));
		assert_eq!((agreed.ciphertext_root, agreed.key_commitment, agreed.key), (None, None, None));
		assert_eq!(agreed.watermark, None);
		assert_eq!((agreed.outcome, agreed.closed), (None, None));

		let deal = deal.clone().fund();
		assert_eq!(view().stage, StageView::Funded);

		let deal = deal.commit();
		let offered = view();
		assert_eq!(offered.stage, StageView::Offered);
		assert_eq!((offered.ciphertext_root, offered.watermark), (Some(deal.root()), WATERMARK));
		assert_eq!(offered.key_commitment, Some(deal.commitment()));

		let deal = deal.accept();
		assert_eq!(view().stage, StageView::Accepted);
		assert_eq!(view().key, None);

		let deal = deal.reveal();
		let revealed = view();
		assert_eq!((revealed.stage, revealed.key), (StageView::Revealed, Some(deal.key)));
		assert_eq!(revealed.deadline, Some(START + WINDOWS.dispute));

		set_time(START + 7);
		assert_ok!(settle(DEMANDER, deal.id));
		let closed = view();
		assert_eq!((closed.stage, closed.deadline), (StageView::Closed, None));
		assert_eq!((closed.outcome, closed.closed), (Some(Outcome::Settled), Some(START + 7)));
		assert_eq!((closed.opened, closed.price, closed.bond), (START, PRICE, BOND));
		assert_eq!((closed.parts.len(), closed.leaves), (0, 0));

		assert_ok!(forget(DEMANDER, deal.id));
		assert_eq!(DataEscrow::agreement_view(deal.id), None);
	});
}

#[test]
fn batch_answers_in_order_and_ignores_what_is_too_much() {
	ExtBuilder::build_and_execute(|| {
		Deal::agreed();
		Deal::agreed();
		let ids: Vec<_> = DataEscrow::agreements(vec![1, 9, 0])
			.into_iter()
			.map(|view| view.map(|view| view.id))
			.collect();
		assert_eq!(ids, [Some(1), None, Some(0)]);
		let many = vec![0; MAX_BATCH as usize + 1];
		assert_eq!(DataEscrow::agreements(many).len(), MAX_BATCH as usize);
	});
}

#[test]
fn pages_list_every_agreement_of_a_party_once() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			Deal::agreed();
		}
		assert_ok!(decline(DEMANDER, 2));
		for who in [SUPPLIER, DEMANDER] {
			let mut found = Vec::new();
			let mut from = None;
			loop {
				let page = DataEscrow::agreements_of(did(who), from, 2);
				let Some(last) = page.last() else { break };
				from = Some(last.id);
				assert!(page.len() <= 2);
				found.extend(page.iter().map(|view| view.id));
			}
			found.sort_unstable();
			assert_eq!(found, [0, 1, 2, 3, 4]);
		}
		assert!(DataEscrow::agreements_of(did(STRANGER), None, 10).is_empty());
		assert!(DataEscrow::agreements_of(did(SUPPLIER), None, 0).is_empty());
	});
}

#[test]
fn parameters_are_shown_flat() {
	ExtBuilder::build_and_execute(|| {
		let shown = DataEscrow::parameters();
		assert_eq!(
			(shown.funding, shown.commitment, shown.acceptance, shown.reveal, shown.dispute),
			(10_000, 20_000, 30_000, 40_000, 50_000)
		);
		assert_eq!((shown.bond_ppm, shown.minimum_bond), (200_000, MINIMUM_BOND));
	});
}
