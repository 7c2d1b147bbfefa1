//! Whose history each event belongs to.

use counterfoil_primitives::{
	custody::Source,
	did::DidId,
	traits::AuditSubject::{self, DataSet, Did},
};
use frame_support::assert_ok;

use crate::mock::*;

/// Who caused the events since this was last asked, and whose histories they are in.
fn told() -> Vec<(Option<DidId>, Vec<AuditSubject>)> {
	take_audited()
		.into_iter()
		.map(|entry| {
			let mut subjects = entry.subjects;
			subjects.sort();
			(entry.actor, subjects)
		})
		.collect()
}

fn people(accounts: &[u64]) -> Vec<AuditSubject> {
	accounts.iter().map(|account| Did(did(*account))).collect()
}

fn with_set(accounts: &[u64]) -> Vec<AuditSubject> {
	let mut subjects = people(accounts);
	subjects.push(DataSet(SET));
	subjects
}

#[test]
fn every_step_is_in_the_histories_of_those_that_it_is_about() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		assert_eq!(told(), [(Some(did(PROXY)), people(&[PROXY]))]);
		assert_ok!(confirm(USER, id));
		assert_eq!(told(), [(Some(did(USER)), people(&[PROXY, USER]))]);
		assert_ok!(provide(OWNER, id, wide()));
		assert_eq!(told(), [(Some(did(OWNER)), with_set(&[OWNER, PROXY]))]);
		assert_ok!(acknowledge(PROXY, 0));
		assert_eq!(told(), [(Some(did(PROXY)), with_set(&[OWNER, PROXY]))]);
		assert_ok!(provide(PROXY, id, narrow()));
		let proxy = Some(did(PROXY));
		let both = with_set(&[PROXY, USER]);
		assert_eq!(told(), [(proxy, both.clone()), (proxy, with_set(&[OWNER, PROXY, USER]))]);
		assert_ok!(deny(USER, 1));
		assert_eq!(told(), [(Some(did(USER)), both)]);
	});
}

#[test]
fn sale_is_nobodys_act_here() {
	ExtBuilder::build_and_execute(|| {
		close(&sale(5, USER, narrow()));
		assert_eq!(told(), [(None, with_set(&[OWNER, USER]))]);
	});
}

#[test]
fn what_comes_to_nothing_is_in_the_history_of_who_did_it() {
	ExtBuilder::build_and_execute(|| {
		let (first, second) = (requested(), requested());
		told();
		assert_ok!(withdraw(OWNER, first));
		assert_eq!(told(), [(Some(did(OWNER)), people(&[OWNER, PROXY]))]);
		set_time(UNTIL + 1);
		assert_ok!(expire(PASSER_BY, second));
		assert_eq!(told(), [(None, people(&[PROXY]))]);
	});
}

#[test]
fn refused_call_is_in_no_history() {
	ExtBuilder::build_and_execute(|| {
		assert!(request(OWNER, Source::Owner(SET), wide(), None).is_err());
		assert_eq!(told(), []);
	});
}
