//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::AuditSubject::{self, Did},
	traits::Spending,
};
use frame_support::assert_ok;

use crate::mock::*;

/// Who caused the last event, and whose history it went to.
fn last() -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, subjects, _) = Histories::take().pop().unwrap();
	(actor, subjects)
}

#[test]
fn what_a_payer_allows_is_his_alone_and_what_is_bound_belongs_to_all_three() {
	ExtBuilder::build_and_execute(|| {
		let own = (Some(did(PAYER)), vec![Did(did(PAYER))]);
		allowed();
		assert_eq!(last(), own);
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), LIMITS));
		assert_eq!(last(), own);
		assert_ok!(spend(spending(1)));
		let all = vec![Did(did(PAYER)), Did(did(SPENDER)), Did(did(PAYEE))];
		assert_eq!(last(), (Some(did(SPENDER)), all));
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		assert_eq!(last(), own);

		assert_ok!(allow(PAYER, PAYEE, Some(PAYEE), LIMITS));
		assert_ok!(spend(Spending { spender: did(PAYEE), ..spending(1) }));
		assert_eq!(last(), (Some(did(PAYEE)), vec![Did(did(PAYER)), Did(did(PAYEE))]));
		next_block(END + 1_000);
		assert_eq!(last(), (None, vec![Did(did(PAYER))]));
	});
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), LIMITS));
		assert_ok!(spend(spending(1)));
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		allowed();
		next_block(END + 1_000);
		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		assert_eq!(told, take_events().iter().map(Encode::encode).collect::<Vec<_>>());
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, (0..=4).collect::<Vec<_>>());
	});
}
