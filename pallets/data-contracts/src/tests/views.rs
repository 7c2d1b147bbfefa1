use counterfoil_primitives::{exchange::Outcome, terms::Conditions, traits::Party};
use frame_support::assert_ok;
use pallet_data_contracts_runtime_api::{
	BatchStateView, BatchView, HeldView, NextBatchView, StageView, MAX_BATCH,
};

use crate::mock::*;

#[test]
fn proposal_shows_who_signed_and_what_is_held() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		let view = DataContracts::contract(id).unwrap();
		assert_eq!(view.stage, StageView::Proposed { by: Party::Demander, until: UNTIL });
		assert_eq!((view.supplier, view.supplier_account), (did(SUPPLIER), None));
		assert_eq!((view.demander, view.demander_account), (did(DEMANDER), Some(DEMANDER)));
		assert_eq!(view.conditions, conditions());
		assert_eq!((view.since, view.next), (None, None));
		let budget = PRICE * u64::from(BATCHES);
		let held = HeldView { budget, reward: REWARD, earned: 0, bond: 0, penalties: 0 };
		assert_eq!(view.held, held);
	});
}

#[test]
fn contract_shows_open_batches_and_what_is_next() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 2, ..conditions() });
		let agreement = delivered(id, 0, SCHEDULE.due(0) + 1);
		let view = DataContracts::contract(id).unwrap();
		assert_eq!(view.stage, StageView::Running);
		assert_eq!((view.supplier_account, view.since), (Some(SUPPLIER), Some(START)));
		let state = BatchStateView::Running { agreement };
		let (due, delivered) = (SCHEDULE.due(0), SCHEDULE.due(0) + 1);
		assert_eq!(view.open, [BatchView { number: 0, due, delivered, owed: true, state }]);
		let next = NextBatchView {
			number: 1,
			opens: SCHEDULE.opens(1),
			due: SCHEDULE.due(1),
			lapses: SCHEDULE.lapses(1),
			newer_than: Some(SCHEDULE.due(0)),
			covered: true,
			owed: true,
		};
		assert_eq!(view.next, Some(next));
		assert_eq!(DataContracts::batch_of(agreement), Some((id, 0)));
		assert_eq!(DataContracts::batches_of(vec![agreement, 9]), [Some((id, 0)), None]);
		close(agreement, Outcome::NotAccepted);
		assert_eq!(DataContracts::batch_of(agreement), None);
		let state = BatchStateView::Waiting { refused: true, until: SCHEDULE.lapses(0) };
		assert_eq!(DataContracts::contract(id).unwrap().open[0].state, state);
		assert_ok!(end(DEMANDER, id));
		let view = DataContracts::contract(id).unwrap();
		assert_eq!((view.stage, view.next, view.limit), (StageView::Ending, None, 1));
	});
}

#[test]
fn contracts_of_a_subject_are_paged_and_batches_bounded() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			proposed(conditions());
		}
		assert_ok!(accept(SUPPLIER, 3));
		let mut seen = Vec::new();
		let mut from = None;
		loop {
			let page = DataContracts::contracts_of(did(SUPPLIER), from, 2);
			let Some(last) = page.last() else { break };
			from = Some(last.id);
			seen.extend(page.iter().map(|view| view.id));
		}
		seen.sort_unstable();
		assert_eq!(seen, [0, 1, 2, 3, 4]);
		assert!(DataContracts::contracts_of(did(STRANGER), None, 10).is_empty());
		let known: Vec<bool> =
			DataContracts::contracts(vec![4, 9, 3]).iter().map(Option::is_some).collect();
		assert_eq!(known, [true, false, true]);
		assert_eq!(DataContracts::contracts(vec![0; 200]).len() as u32, MAX_BATCH);
		assert_eq!(DataContracts::batches_of(vec![0; 200]).len() as u32, MAX_BATCH);
	});
}

#[test]
fn penalties_are_told_beforehand() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let penalty = |at| DataContracts::penalty(id, 1, at);
		assert_eq!(penalty(Some(SCHEDULE.due(1))), Some(0));
		assert_eq!(penalty(Some(SCHEDULE.due(1) + 1)), Some(LATE.into()));
		assert_eq!(penalty(Some(SCHEDULE.lapses(1) + 1)), Some(GAP.into()));
		assert_eq!(penalty(None), Some(GAP.into()));
		assert_eq!(DataContracts::penalty(id, BATCHES, None), None);
		assert_eq!(DataContracts::penalty(id + 1, 0, None), None);
	});
}
