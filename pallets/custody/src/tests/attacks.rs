//! What a thief would try, by name.

use counterfoil_primitives::{
	access::{Action, Actions},
	custody::{Ground, Leak, Marks, Receipt, Source},
	fingerprint::leaf_hash,
	text::Region,
	traits::ClosedAgreement,
	usage::{UsageTerms, UNLIMITED_COPIES},
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use crate::{mock::*, Error, Provision};

/// The terms that the proxy tries to give the user, each of which widens one term of its own.
fn widenings() -> Vec<(UsageTerms, Error<Test>)> {
	let distribute = Actions::from(Action::Read) | Action::Distribute;
	vec![
		(UsageTerms { actions: Action::Print.into(), ..narrow() }, Error::WiderActions),
		(UsageTerms { purposes: purposes(&["sale"]), ..narrow() }, Error::WiderPurposes),
		(UsageTerms { purposes: purposes(&[]), ..narrow() }, Error::WiderPurposes),
		(UsageTerms { until: Some(END + 1), ..narrow() }, Error::WiderExpiry),
		(UsageTerms { until: None, ..narrow() }, Error::WiderExpiry),
		(UsageTerms { region: Some(Region::new("u3").unwrap()), ..narrow() }, Error::WiderRegion),
		(UsageTerms { region: None, ..narrow() }, Error::WiderRegion),
		(UsageTerms { actions: distribute, copies: 3, ..narrow() }, Error::WiderCopies),
		(
			UsageTerms { actions: distribute, copies: UNLIMITED_COPIES, ..narrow() },
			Error::WiderCopies,
		),
	]
}

#[test]
fn attack_narrowing_violated_by_a_proxy() {
	ExtBuilder::build_and_execute(|| {
		let distribute = Actions::from(Action::Read) | Action::Distribute;
		let asked = UsageTerms { actions: distribute, copies: 2, ..narrow() };
		let id = next_circulation();
		assert_ok!(request(PROXY, Source::Owner(SET), wide(), Some(user(USER, asked))));
		assert_ok!(confirm(USER, id));
		assert_ok!(provide(OWNER, id, wide()));
		let holding = 0;
		assert_ok!(acknowledge(PROXY, holding));
		for (terms, error) in widenings() {
			assert_noop!(provide(PROXY, id, terms), error);
		}
		// Nor when the user asks for it himself.
		for (terms, error) in widenings() {
			assert_noop!(request(STRANGER, Source::Holding(holding), terms, None), error);
		}
	});
}

#[test]
fn attack_user_asks_for_more_than_the_proxy_gets_in_the_end() {
	ExtBuilder::build_and_execute(|| {
		// The user confirmed what the proxy asked for; the owner gives less: the proxy cannot pass on what it has not.
		let id = confirmed();
		let less = UsageTerms { purposes: purposes(&["research"]), ..wide() };
		assert_ok!(provide(OWNER, id, less));
		assert_ok!(acknowledge(PROXY, 0));
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::WiderPurposes);
		let other = UsageTerms { purposes: purposes(&["research"]), ..narrow() };
		assert_noop!(provide(PROXY, id, other), Error::<Test>::WiderPurposes);
		assert_ok!(withdraw(PROXY, id));
	});
}

#[test]
fn attack_more_parts_than_the_proxy_holds() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		let ask = |parts: &[u64]| {
			request_parts(STRANGER, Source::Holding(holding), parts, narrow(), None)
		};
		assert_noop!(ask(&[7_700, 7_701, 7_702]), Error::<Test>::PartNotHeld);
		assert_noop!(ask(&[7_702]), Error::<Test>::PartNotHeld);
		assert_noop!(ask(&[7_800]), Error::<Test>::PartNotHeld);
		assert_ok!(ask(&[7_701]));
	});
}

#[test]
fn attack_more_copies_than_allowed() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		let source = Source::Holding(holding);
		for receiver in [USER, STRANGER, PROVIDER] {
			assert_ok!(given(PROXY, source, receiver, narrow()));
		}
		assert_eq!(held(holding).given, 3);
		assert_noop!(request(PROVIDER + 1, source, narrow(), None), Error::<Test>::NoCopiesLeft);
	});
}

#[test]
fn attack_copies_asked_for_while_there_were_some() {
	ExtBuilder::build_and_execute(|| {
		let holding = with_proxy();
		let source = Source::Holding(holding);
		// Four ask while three are left. The fourth gets nothing.
		for receiver in 0..4 {
			assert_ok!(request(PROVIDER + receiver, source, narrow(), None));
		}
		for id in 1..4 {
			assert_ok!(provide(PROXY, id, narrow()));
		}
		assert_noop!(provide(PROXY, 4, narrow()), Error::<Test>::NoCopiesLeft);
	});
}

#[test]
fn attack_copies_multiplied_by_many_hands() {
	ExtBuilder::build_and_execute(|| {
		// Three copies: one for a second proxy that may give one more uses two.
		let holding = with_proxy();
		let one = UsageTerms { copies: 1, ..wide() };
		let second = given(PROXY, Source::Holding(holding), PROVIDER, one.clone()).unwrap();
		assert_eq!(held(holding).given, 2);
		assert_noop!(
			request(PROVIDER + 1, Source::Holding(holding), one, None),
			Error::<Test>::WiderCopies
		);
		assert_ok!(given(PROVIDER, Source::Holding(second), USER, narrow()));
		assert_ok!(given(PROXY, Source::Holding(holding), STRANGER, narrow()));
		for source in [holding, second] {
			assert_noop!(
				request(PROVIDER + 1, Source::Holding(source), narrow(), None),
				Error::<Test>::NoCopiesLeft
			);
		}
	});
}

#[test]
fn attack_copy_won_back_by_a_denial() {
	ExtBuilder::build_and_execute(|| {
		let one = UsageTerms { copies: 1, ..wide() };
		let holding = given(OWNER, Source::Owner(SET), PROXY, one).unwrap();
		assert_ok!(request(USER, Source::Holding(holding), narrow(), None));
		assert_ok!(provide(PROXY, 1, narrow()));
		assert_ok!(deny(USER, 1));
		assert_noop!(
			request(STRANGER, Source::Holding(holding), narrow(), None),
			Error::<Test>::NoCopiesLeft
		);
	});
}

#[test]
fn attack_passing_on_after_the_end_of_the_terms() {
	ExtBuilder::build_and_execute(|| {
		let short = UsageTerms { until: Some(START + 100), ..wide() };
		let last = UsageTerms { until: Some(START + 100), ..narrow() };
		let holding = given(OWNER, Source::Owner(SET), PROXY, short).unwrap();
		for _ in 0..2 {
			assert_ok!(request(USER, Source::Holding(holding), last.clone(), None));
		}
		set_time(START + 100);
		assert_ok!(provide(PROXY, 1, last.clone()));
		set_time(START + 101);
		// Its own terms are over; those that it gives would be, too.
		assert_noop!(provide(PROXY, 2, last.clone()), Error::<Test>::TermsOver);
		let longer = UsageTerms { until: Some(START + 101), ..narrow() };
		assert_noop!(provide(PROXY, 2, longer.clone()), Error::<Test>::WiderExpiry);
		assert_noop!(
			request(STRANGER, Source::Holding(holding), longer, None),
			Error::<Test>::HoldingExpired
		);
	});
}

#[test]
fn attack_passing_on_before_receiving() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::NotGiver);
		assert_ok!(provide(OWNER, id, wide()));
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::NotReceived);
		assert_noop!(
			request(STRANGER, Source::Holding(0), narrow(), None),
			Error::<Test>::NotReceived
		);
		assert_ok!(acknowledge(PROXY, 0));
		assert_ok!(provide(PROXY, id, narrow()));
	});
}

#[test]
fn attack_same_provision_twice() {
	ExtBuilder::build_and_execute(|| {
		let (id, _) = at_proxy();
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::AlreadyProvided);
		assert_ok!(provide(PROXY, id, narrow()));
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::UnknownCirculation);
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::UnknownCirculation);
		assert_eq!(next_holding(), 2);
	});
}

#[test]
fn attack_provision_by_a_stranger_or_by_the_other_side() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		for who in [PROXY, USER, STRANGER] {
			assert_noop!(provide(who, id, wide()), Error::<Test>::NotGiver);
		}
		assert_noop!(provide(PASSER_BY, id, wide()), BadOrigin);
		assert_ok!(provide(OWNER, id, wide()));
		assert_ok!(acknowledge(PROXY, 0));
		for who in [USER, STRANGER] {
			assert_noop!(provide(who, id, narrow()), Error::<Test>::NotGiver);
		}
	});
}

#[test]
fn attack_source_that_is_not_the_owner_any_more() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		set_owners(&[(OWNER, 500), (STRANGER, 500)]);
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::NotOwner);
		set_owners(&[(STRANGER, 1_000)]);
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::NotOwner);
		// Nor does the new owner give what was asked of the old one.
		assert_noop!(provide(STRANGER, id, wide()), Error::<Test>::NotGiver);
	});
}

#[test]
fn attack_certificate_of_something_else_or_revoked() {
	ExtBuilder::build_and_execute(|| {
		let id = confirmed();
		let show = |certificate| {
			let proven = Provision { certificate: Some(certificate), ..provision(wide()) };
			Custody::provide(signed(OWNER), id, proven)
		};
		for other in [OF_OTHER_PART, OF_OTHER_SET, OF_OWNER] {
			assert_noop!(show(other), Error::<Test>::CertificateOfOther);
		}
		assert_noop!(show(99), Error::<Test>::CertificateNotValid);
		revoke(OF_SET);
		assert_noop!(show(OF_SET), Error::<Test>::CertificateNotValid);
		assert_ok!(show(OF_PART));
	});
}

#[test]
fn attack_data_that_go_round() {
	ExtBuilder::build_and_execute(|| {
		// Owner, proxy, provider: none of those before may get them back.
		let holding = with_proxy();
		let source = Source::Holding(holding);
		assert_noop!(request(OWNER, source, narrow(), None), Error::<Test>::Upstream);
		assert_noop!(request(PROXY, source, narrow(), None), Error::<Test>::SameParty);
		let one = UsageTerms { copies: 1, ..wide() };
		let second = given(PROXY, source, PROVIDER, one).unwrap();
		let source = Source::Holding(second);
		for who in [OWNER, PROXY] {
			assert_noop!(request(who, source, narrow(), None), Error::<Test>::Upstream);
		}
		// Nor by the way of somebody else.
		let end = |who| Some(user(who, narrow()));
		let one = UsageTerms { copies: 1, ..wide() };
		let other = given(OWNER, Source::Owner(SET), PROVIDER + 2, wide()).unwrap();
		let source = Source::Holding(other);
		assert_noop!(request(PROXY, source, one.clone(), end(OWNER)), Error::<Test>::Upstream);
		assert_noop!(request(PROXY, source, one, end(PROVIDER + 2)), Error::<Test>::SameParty);
	});
}

#[test]
fn attack_stranger_puts_somebody_on_the_list() {
	ExtBuilder::build_and_execute(|| {
		// A holding is made only for who asked or confirmed: there is no call that makes one for anybody else.
		let id = requested();
		assert_noop!(provide(OWNER, id, wide()), Error::<Test>::NotConfirmed);
		assert_eq!(Custody::holdings_of(did(USER), None, 10), []);
	});
}

#[test]
fn attack_silence_takes_nobody_off_the_list() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = provided();
		set_time(UNTIL + 1);
		assert_ok!(expire(PASSER_BY, id));
		assert_eq!(held(holding).receipt, Receipt::Claimed);
		let leak = Leak::Marked { leaf: mark(holding) };
		let page = Custody::suspects(PARTS[0], leak, None, 10).unwrap();
		assert_eq!(page.suspects[0].ground, Ground::Copy);
		assert_eq!(page.suspects[0].holding.holder, did(PROXY));
	});
}

#[test]
fn attack_mark_of_another_copy_adds_a_suspect_and_takes_none_away() {
	ExtBuilder::build_and_execute(|| {
		close(&sale(5, PROXY, wide()));
		let honest = held(0).marks;
		// The proxy leaks, and says that it gave that very copy to the user.
		assert_ok!(request(USER, Source::Holding(0), narrow(), None));
		let lie = Provision { marks: Marks { watermark: None, ..honest }, ..provision(narrow()) };
		assert_ok!(Custody::provide(signed(PROXY), 0, lie));
		let page = Custody::suspects(PARTS[0], sealed(5), None, 10).unwrap();
		let mut found: Vec<_> =
			page.suspects.iter().map(|suspect| (suspect.holding.holder, suspect.ground)).collect();
		found.sort();
		assert_eq!(found, [(did(PROXY), Ground::Copy), (did(USER), Ground::Copy)]);
	});
}

#[test]
fn attack_hash_from_the_chain_traces_nobody() {
	ExtBuilder::build_and_execute(|| {
		let watermark = Some(leaf_hash(&mark(0)));
		close(&ClosedAgreement { watermark, ..sale(5, PROXY, wide()) });
		let marks = held(0).marks;
		let root = leaf(marks.ciphertext_root.unwrap().to_vec());
		for copied in [
			Leak::Marked { leaf: leaf(marks.watermark.unwrap().to_vec()) },
			Leak::Sealed { leaf: root, index: 0, leaves: 1, path: vec![] },
		] {
			let page = Custody::suspects(PARTS[0], copied, None, 10).unwrap();
			assert_eq!((page.suspects, page.next), (vec![], None));
		}
		let Leak::Plain { index, path, .. } = plain() else { panic!("a leaf in the clear") };
		let hash = leaf(tree(PARTS[0]).leaf_hashes()[1].to_vec());
		let copied = Leak::Plain { leaf: hash, index, path };
		assert!(Custody::suspects(PARTS[0], copied, None, 10).is_err());
	});
}

/// The chain cannot tell it from two who measured the same, so it does not refuse it. Whoever asks by the root sees both.
#[test]
fn attack_holder_gives_the_same_data_as_his_own_and_is_seen() {
	ExtBuilder::build_and_execute(|| {
		let from_owner = with_proxy();
		set_supplier(OTHER_SET, PROXY);
		let (id, his_own) = (next_circulation(), next_holding());
		let unlimited = UsageTerms::unlimited();
		let source = Source::Owner(OTHER_SET);
		assert_ok!(request_parts(USER, source, &COPIES, unlimited.clone(), None));
		assert_ok!(provide(PROXY, id, unlimited));
		assert_eq!(held(from_owner).given, 0);
		assert_eq!(Custody::custody_path(his_own).len(), 1);

		let page = Custody::custody(root(PARTS[0]), None, 10);
		let found: Vec<_> = page
			.holdings
			.iter()
			.map(|view| (view.id, view.giver, view.holder, view.data_set))
			.collect();
		let (owner, proxy, user) = (did(OWNER), did(PROXY), did(USER));
		assert_eq!(found, [(from_owner, owner, proxy, SET), (his_own, proxy, user, OTHER_SET)]);
		assert_eq!(page.next, None);
		let suspects = Custody::suspects(COPIES[0], plain(), None, 10).unwrap().suspects;
		assert_eq!(suspects.len(), 2);
	});
}

#[test]
fn attack_flood_of_requests_is_paid_by_who_floods() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..50 {
			assert_ok!(request(STRANGER, Source::Owner(SET), narrow(), None));
		}
		assert!(ticket(STRANGER) >= 50 * 900);
		assert_eq!(ticket(OWNER), 0);
		assert_eq!(Custody::circulations_of(did(OWNER), None, 100).len(), 50);
		// The owner need not answer: all of them go by themselves.
		next_block(UNTIL + 1_000);
		assert_eq!(Custody::circulations_of(did(OWNER), None, 100).len(), 0);
		// And nothing of it was written into his history.
		let history = take_audited();
		assert!(history.iter().all(|entry| {
			!entry.subjects.contains(&counterfoil_primitives::AuditSubject::Did(did(OWNER)))
		}));
	});
}

#[test]
fn attack_all_of_it_in_one_block() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = at_proxy();
		assert_ok!(provide(PROXY, id, narrow()));
		assert_eq!(held(holding).given, 1);
		assert_noop!(withdraw(PROXY, id), Error::<Test>::UnknownCirculation);
		assert_noop!(confirm(USER, id), Error::<Test>::UnknownCirculation);
	});
}
