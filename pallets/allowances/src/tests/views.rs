use counterfoil_primitives::Asset;
use frame_support::assert_ok;
use pallet_allowances_runtime_api::{AllowanceView, MAX_BATCH};

use crate::mock::*;

#[test]
fn allowance_is_shown_with_what_was_bound() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(30)));
		let expected = AllowanceView {
			payer: did(PAYER),
			spender: did(SPENDER),
			payee: Some(did(PAYEE)),
			account: PAYER,
			asset: Asset::Native,
			max_amount: LIMITS.amount,
			max_total: LIMITS.total,
			max_count: LIMITS.count,
			max_lock: LIMITS.lock,
			valid_until: END,
			total: 30,
			count: 1,
			expired: false,
		};
		let shown = || Allowances::allowance(did(PAYER), did(SPENDER), Some(did(PAYEE)));
		assert_eq!(shown(), Some(expected.clone()));
		set_time(END + 1);
		assert_eq!(shown(), Some(AllowanceView { expired: true, ..expected }));
		assert_eq!(Allowances::allowance(did(PAYER), did(SPENDER), None), None);
	});
}

#[test]
fn applicable_is_the_one_for_the_payee_before_the_one_for_any() {
	ExtBuilder::build_and_execute(|| {
		let payee_of = |payee| {
			Allowances::applicable_allowance(did(PAYER), did(SPENDER), did(payee))
				.map(|view| view.payee)
		};
		assert_eq!(payee_of(PAYEE), None);
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		assert_eq!(payee_of(PAYEE), Some(None));
		allowed();
		assert_eq!(payee_of(PAYEE), Some(Some(did(PAYEE))));
		assert_eq!(payee_of(STRANGER), Some(None));
	});
}

#[test]
fn pages_and_batches_are_complete_and_bounded() {
	ExtBuilder::build_and_execute(|| {
		for payee in [Some(PAYEE), Some(STRANGER), None] {
			assert_ok!(allow(PAYER, SPENDER, payee, LIMITS));
		}
		assert_ok!(allow(STRANGER, SPENDER, Some(PAYEE), LIMITS));
		let all = Allowances::allowances_by(did(PAYER), None, 10);
		assert_eq!(all.len(), 3);
		let mut pages = Vec::new();
		let mut from = None;
		while let Some(one) = Allowances::allowances_by(did(PAYER), from, 1).pop() {
			from = Some((one.spender, one.payee));
			pages.push(one);
		}
		assert_eq!(pages, all);

		let all = Allowances::allowances_of(did(SPENDER), None, u32::MAX);
		assert_eq!(all.len(), 4);
		let mut pages = Vec::new();
		let mut from = None;
		while let Some(one) = Allowances::allowances_of(did(SPENDER), from, 1).pop() {
			from = Some((one.payer, one.payee));
			pages.push(one);
		}
		assert_eq!(pages, all);

		let key = (did(PAYER), did(SPENDER), None);
		let unknown = (did(PAYER), did(PAYEE), None);
		let batch = Allowances::allowances(vec![unknown, key]);
		assert!(batch[0].is_none() && batch[1].is_some());
		let many = Allowances::allowances(vec![key; MAX_BATCH as usize + 1]);
		assert_eq!(many.len(), MAX_BATCH as usize);
		assert_eq!(Allowances::allowances_by(did(PAYER), None, 0), []);
	});
}
