//! What the runtime API answers.

use counterfoil_primitives::{
	custody::{Ground, Leak, Source},
	fingerprint::{leaf_hash, ProofError},
	traits::ClosedAgreement,
	usage::{NotPassable, UsageTerms},
};
use frame_support::assert_ok;
use pallet_custody_runtime_api::{StageView, TraceError, MAX_BATCH, MAX_SCAN};

use crate::mock::*;

#[test]
fn holding_is_shown_with_what_is_left() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		assert_ok!(given(PROXY, Source::Holding(holding), USER, narrow()));
		let view = Custody::holding(holding).unwrap();
		assert_eq!((view.id, view.holder, view.giver), (holding, did(PROXY), did(OWNER)));
		assert_eq!((view.given, view.copies_left), (1, 2));
		assert_eq!(view.parts, held(holding).parts.into_inner());
		assert_eq!(Custody::holding(9), None);
		let batch = Custody::holdings(vec![1, 9, 0]);
		let ids: Vec<_> = batch.iter().map(|view| view.as_ref().map(|view| view.id)).collect();
		assert_eq!(ids, [Some(1), None, Some(0)]);
		assert_eq!(Custody::holdings(vec![0; 200]).len(), MAX_BATCH as usize);
	});
}

#[test]
fn holdings_of_somebody_come_in_pages() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			assert_ok!(given(OWNER, Source::Owner(SET), USER, narrow()));
		}
		let (mut from, mut seen) = (None, Vec::new());
		loop {
			let page = Custody::holdings_of(did(USER), from, 2);
			let Some(last) = page.last() else { break };
			from = Some(last.id);
			seen.extend(page.iter().map(|view| view.id));
		}
		seen.sort();
		assert_eq!(seen, [0, 1, 2, 3, 4]);
		assert_eq!(Custody::holdings_of(did(STRANGER), None, 2), []);
	});
}

#[test]
fn custody_lists_everybody_who_ever_held_the_part_and_nobody_else() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		close(&sale(5, STRANGER, narrow()));
		let id = next_circulation();
		let source = Source::Holding(holding);
		assert_ok!(request_parts(USER, source, &PARTS[1..], narrow(), None));
		assert_ok!(provide(PROXY, id, narrow()));
		let holders = |part| {
			let (mut from, mut seen) = (None, Vec::new());
			loop {
				let page = Custody::custody(root(part), from, 1);
				seen.extend(page.holdings.iter().map(|view| account_of(&view.holder)));
				from = page.next;
				if from.is_none() {
					break;
				}
			}
			seen.sort();
			seen
		};
		assert_eq!(holders(PARTS[0]), [PROXY, STRANGER]);
		assert_eq!(holders(PARTS[1]), [PROXY, USER, STRANGER]);
		assert!(holders(7_702).is_empty());
	});
}

#[test]
fn custody_finds_the_same_data_in_every_data_set() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		close(&ClosedAgreement { data_set: OTHER_SET, ..sale(5, STRANGER, narrow()) });
		let page = Custody::custody(root(PARTS[0]), None, 10);
		let found: Vec<_> = page.holdings.iter().map(|view| (view.id, view.data_set)).collect();
		assert_eq!((found, page.next), (vec![(holding, SET), (holding + 1, OTHER_SET)], None));
		// Page by page, also from one data set to the next.
		let first = Custody::custody(root(PARTS[0]), None, 1);
		assert_eq!(first.holdings, page.holdings[..1]);
		let second = Custody::custody(root(PARTS[0]), first.next, 1);
		assert_eq!((&second.holdings[..], second.next), (&page.holdings[1..], None));
		assert_eq!(Custody::custody(root(PARTS[0]), None, 0).holdings, []);
	});
}

#[test]
fn search_goes_on_where_it_stopped() {
	ExtBuilder::build_and_execute(|| {
		let number = u64::from(MAX_SCAN) + 20;
		for agreement in 0..number {
			close(&sale(agreement, USER, narrow()));
		}
		// Nothing is found of what nobody was given: the page is empty, and not the last.
		let unsold = root(7_702);
		let page = Custody::custody(unsold, None, 10);
		assert_eq!(page.holdings, []);
		let next = page.next.expect("there is more");
		let page = Custody::custody(unsold, Some(next), 10);
		assert_eq!((page.holdings.len(), page.next), (0, None));
		let page = Custody::custody(root(PARTS[0]), None, 1_000);
		assert_eq!(page.holdings.len(), MAX_BATCH as usize);
		// What nobody ever submitted, nobody was given.
		assert_eq!(Custody::custody([0; 32], None, 10).next, None);
	});
}

#[test]
fn path_leads_back_to_the_owner() {
	ExtBuilder::build_and_execute(|| {
		let (id, _) = at_proxy();
		assert_ok!(provide(PROXY, id, narrow()));
		let path = Custody::custody_path(1);
		let hands: Vec<_> =
			path.iter().map(|view| (account_of(&view.giver), account_of(&view.holder))).collect();
		assert_eq!(hands, [(PROXY, USER), (OWNER, PROXY)]);
		assert_eq!(path[1].source, Source::Owner(SET));
		assert_eq!(Custody::custody_path(9), []);
	});
}

/// Two copies of the owner, one of which was passed on.
fn three_holders() {
	close(&sale(5, PROXY, wide()));
	close(&sale(6, STRANGER, narrow()));
	assert_ok!(given(PROXY, Source::Holding(0), USER, narrow()));
}

fn suspects(leak: Leak) -> Vec<(u64, Ground)> {
	let page = Custody::suspects(PARTS[0], leak, None, 10).unwrap();
	assert_eq!(page.next, None);
	let mut found: Vec<_> = page
		.suspects
		.iter()
		.map(|suspect| (account_of(&suspect.holding.holder), suspect.ground))
		.collect();
	found.sort();
	found
}

#[test]
fn ciphertext_leads_to_one_buyer_and_to_whom_he_gave_it() {
	ExtBuilder::build_and_execute(|| {
		three_holders();
		assert_eq!(suspects(sealed(6)), [(STRANGER, Ground::Copy)]);
		assert_eq!(suspects(sealed(5)), [(PROXY, Ground::Copy), (USER, Ground::Downstream)]);
		assert_eq!(suspects(sealed(7)), []);
	});
}

#[test]
fn watermark_leads_to_one_copy() {
	ExtBuilder::build_and_execute(|| {
		three_holders();
		assert_eq!(suspects(Leak::Marked { leaf: mark(2) }), [(USER, Ground::Copy)]);
	});
}

#[test]
fn watermark_of_a_sold_copy_leads_to_the_buyer_and_to_whom_he_gave_it() {
	ExtBuilder::build_and_execute(|| {
		let watermark = Some(leaf_hash(&mark(0)));
		close(&ClosedAgreement { watermark, ..sale(5, PROXY, wide()) });
		close(&sale(6, STRANGER, narrow()));
		assert_ok!(given(PROXY, Source::Holding(0), USER, narrow()));
		assert_eq!(
			suspects(Leak::Marked { leaf: mark(0) }),
			[(PROXY, Ground::Copy), (USER, Ground::Downstream)]
		);
	});
}

#[test]
fn leaf_that_all_have_leads_to_all_who_hold_the_part() {
	ExtBuilder::build_and_execute(|| {
		three_holders();
		assert_eq!(
			suspects(plain()),
			[(PROXY, Ground::Part), (USER, Ground::Part), (STRANGER, Ground::Part)]
		);
		let trace = |submission| Custody::suspects(submission, plain(), None, 10);
		assert_eq!(trace(PARTS[1]), Err(TraceError::Proof(ProofError::RootMismatch)));
		assert_eq!(trace(9_999), Err(TraceError::UnknownSubmission));
	});
}

#[test]
fn leak_leads_to_holders_in_every_data_set_whichever_submission_is_named() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(given(OWNER, Source::Owner(SET), PROXY, wide()));
		let id = next_circulation();
		let other = Source::Owner(OTHER_SET);
		assert_ok!(request_parts(USER, other, &COPIES, narrow(), None));
		assert_ok!(provide(OWNER, id, narrow()));
		let trace = |submission, leak: Leak| {
			let (mut from, mut seen) = (None, Vec::new());
			loop {
				let page = Custody::suspects(submission, leak.clone(), from, 1).unwrap();
				seen.extend(page.suspects.iter().map(|one| account_of(&one.holding.holder)));
				from = page.next;
				if from.is_none() {
					break seen;
				}
			}
		};
		for submission in [PARTS[0], COPIES[0]] {
			assert_eq!(trace(submission, plain()), [PROXY, USER]);
			assert_eq!(trace(submission, Leak::Marked { leaf: mark(0) }), [PROXY]);
			assert_eq!(trace(submission, Leak::Marked { leaf: mark(1) }), [USER]);
		}
	});
}

#[test]
fn passable_says_what_is_left_to_give() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		let widest = UsageTerms { copies: 2, ..wide() };
		assert_eq!(Custody::passable(holding), Some(Ok(widest)));
		set_time(END + 1);
		assert_eq!(Custody::passable(holding), Some(Err(NotPassable::Expired)));
		assert_eq!(Custody::passable(9), None);
	});
}

#[test]
fn agreements_lead_to_their_holdings() {
	ExtBuilder::build_and_execute(|| {
		three_holders();
		let found = Custody::holdings_of_agreements(vec![6, 9]);
		let ids: Vec<_> = found.iter().map(|view| view.as_ref().map(|view| view.id)).collect();
		assert_eq!(ids, [Some(1), None]);
	});
}

#[test]
fn circulations_are_shown_while_they_are_open() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		let view = Custody::circulation(id).unwrap();
		assert_eq!(
			(view.giver, view.receiver, view.user),
			(did(OWNER), did(PROXY), Some(did(USER)))
		);
		assert_eq!(view.user_usage, Some(statement(narrow())));
		assert_eq!((view.stage, view.holding), (StageView::Requested, None));
		assert_ok!(confirm(USER, id));
		assert_eq!(Custody::circulation(id).unwrap().stage, StageView::Confirmed);
		assert_ok!(provide(OWNER, id, wide()));
		let view = Custody::circulation(id).unwrap();
		assert_eq!((view.stage, view.holding), (StageView::AtProxy, Some(0)));
		for party in [OWNER, PROXY, USER] {
			let page = Custody::circulations_of(did(party), None, 10);
			assert_eq!(page, [Custody::circulation(id).unwrap()]);
			assert_eq!(Custody::circulations_of(did(party), Some(id), 10), []);
		}
		assert_eq!(Custody::circulations(vec![9, id])[0], None);
		assert_eq!(Custody::circulations(vec![id; 200]).len(), MAX_BATCH as usize);
		assert_ok!(withdraw(USER, id));
		assert_eq!(Custody::circulation(id), None);
		let limits = Custody::limits();
		assert_eq!(
			(limits.max_duration, limits.max_depth, limits.max_parts),
			(MAX_DURATION, 8, 64)
		);
	});
}
