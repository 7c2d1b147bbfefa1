use super::*;
use crate::fingerprint::leaf_hash;
use alloc::{vec, vec::Vec};

const AT: Moment = 1_000;

fn purpose(name: &str) -> PurposeName {
	PurposeName::new(name).unwrap()
}

fn request() -> Request {
	Request { action: Action::Read, purpose: purpose("customs"), field: None, at: AT }
}

fn terms() -> Terms<Vec<PurposeName>> {
	Terms {
		actions: Action::Read.into(),
		purposes: vec![purpose("customs")],
		fields: Fields::ALL,
		from: AT,
		until: Some(AT),
		uses: Some(1),
	}
}

fn grant(id: GrantId) -> GrantFacts<Vec<PurposeName>> {
	GrantFacts { id, terms: terms(), used: 0, revoked: None }
}

fn facts() -> Facts<Vec<PurposeName>> {
	Facts {
		active: true,
		owner: false,
		user: false,
		denied: false,
		left_out: false,
		clearance: Confidentiality::Confidential,
		level: Confidentiality::Confidential,
		fields: Vec::new(),
		grants: vec![grant(7)],
	}
}

fn permitted(basis: Basis) -> AccessDecision {
	AccessDecision::Permitted(basis)
}

fn refused(refusal: Refusal) -> AccessDecision {
	AccessDecision::Refused(refusal)
}

#[test]
fn bit_of_action_is_its_index_and_names_differ() {
	for (index, action) in Action::ALL.into_iter().enumerate() {
		assert_eq!(usize::from(action.encode()[0]), index);
		assert_eq!(Actions::from(action).bits(), 1 << index);
		assert_eq!(Action::ALL.iter().filter(|other| other.name() == action.name()).count(), 1);
	}
	assert_eq!(Actions::from_iter(Action::ALL), Actions::ALL);
	assert_eq!(Actions::READING.iter().count(), 5);
	assert!(!Actions::READING.contains(Action::Distribute));
}

#[test]
fn fields_cover_single_classes_and_the_whole() {
	assert_eq!(Fields::first(0).bits(), 0);
	assert_eq!(Fields::first(3).bits(), 0b111);
	assert_eq!(Fields::first(8), Fields::ALL);
	assert_eq!(Fields::first(9), Fields::ALL);
	let two = Fields::from_bits(0b101);
	assert!(two.covers(Some(0), 3) && !two.covers(Some(1), 3) && two.covers(Some(2), 3));
	assert!(!two.covers(None, 3) && two.covers(None, 1) && two.covers(None, 0));
	assert!(!Fields::ALL.covers(Some(8), 8) && Fields::ALL.covers(None, 8));
	assert!(two.is_named_right(3) && !two.is_named_right(2));
	assert!(!Fields::from_bits(0).is_named_right(3) && Fields::ALL.is_named_right(0));
}

#[test]
fn grant_permits_at_its_first_and_at_its_last_moment() {
	assert_eq!(decide(&request(), &facts()), permitted(Basis::Grant(7)));
	let early = Request { at: AT - 1, ..request() };
	assert_eq!(decide(&early, &facts()), refused(Refusal::NotYetValid));
	let late = Request { at: AT + 1, ..request() };
	assert_eq!(decide(&late, &facts()), refused(Refusal::Expired));
}

#[test]
fn every_condition_of_a_grant_has_its_reason() {
	let with = |change: fn(&mut GrantFacts<Vec<PurposeName>>)| {
		let mut facts = facts();
		facts.fields = vec![Confidentiality::Restricted; 2];
		facts.grants.iter_mut().for_each(change);
		decide(&request(), &facts)
	};
	assert_eq!(with(|_| ()), permitted(Basis::Grant(7)));
	assert_eq!(
		with(|grant| grant.terms.actions = Action::Distribute.into()),
		refused(Refusal::WrongAction)
	);
	assert_eq!(
		with(|grant| grant.terms.fields = Fields::from_bits(1)),
		refused(Refusal::WrongField)
	);
	assert_eq!(
		with(|grant| grant.terms.purposes = vec![purpose("marketing")]),
		refused(Refusal::WrongPurpose)
	);
	assert_eq!(with(|grant| grant.terms.purposes = Vec::new()), permitted(Basis::Grant(7)));
	assert_eq!(with(|grant| grant.revoked = Some(AT)), refused(Refusal::Revoked));
	assert_eq!(with(|grant| grant.revoked = Some(AT + 1)), permitted(Basis::Grant(7)));
	assert_eq!(with(|grant| grant.used = 1), refused(Refusal::UsesExhausted));
}

#[test]
fn reason_is_that_of_the_grant_that_came_closest() {
	let mut facts = facts();
	facts.grants = vec![grant(1), grant(2), grant(3)];
	facts.grants[0].terms.actions = Action::Index.into();
	facts.grants[1].used = 1;
	facts.grants[2].revoked = Some(0);
	assert_eq!(decide(&request(), &facts), refused(Refusal::UsesExhausted));
	facts.grants.clear();
	assert_eq!(decide(&request(), &facts), refused(Refusal::NoGrant));
}

#[test]
fn use_counts_against_the_unlimited_grant_then_the_oldest() {
	let mut facts = facts();
	facts.grants = vec![grant(3), grant(2), grant(5)];
	assert_eq!(decide(&request(), &facts), permitted(Basis::Grant(2)));
	facts.grants[2].terms.uses = None;
	assert_eq!(decide(&request(), &facts), permitted(Basis::Grant(5)));
}

#[test]
fn standing_is_asked_in_the_order_that_is_promised() {
	let mut facts = facts();
	facts.user = true;
	facts.owner = true;
	facts.denied = true;
	facts.left_out = true;
	facts.clearance = Confidentiality::Public;
	assert_eq!(decide(&request(), &facts), permitted(Basis::Ownership));
	facts.active = false;
	assert_eq!(decide(&request(), &facts), refused(Refusal::SubjectNotActive));
	facts.active = true;
	let field = Request { field: Some(0), ..request() };
	assert_eq!(decide(&field, &facts), refused(Refusal::UnknownField));
	facts.owner = false;
	assert_eq!(decide(&request(), &facts), refused(Refusal::Denied));
	facts.denied = false;
	assert_eq!(decide(&request(), &facts), refused(Refusal::NotOnAllowList));
	facts.left_out = false;
	assert_eq!(decide(&request(), &facts), refused(Refusal::NoClearance));
	facts.clearance = Confidentiality::Secret;
	assert_eq!(decide(&request(), &facts), permitted(Basis::UseRight));
	facts.level = Confidentiality::Public;
	assert_eq!(decide(&request(), &facts), permitted(Basis::Public));
	let copy = Request { action: Action::Reproduce, ..request() };
	assert_eq!(decide(&copy, &facts), refused(Refusal::WrongAction));
}

#[test]
fn customs_quality_control_and_consumer_see_different_parts() {
	// Y.4560 I.1.1: one record, three classes of fields.
	let mut facts = facts();
	facts.fields =
		vec![Confidentiality::Public, Confidentiality::Restricted, Confidentiality::Secret];
	facts.grants[0].terms.fields = Fields::from_bits(0b10);
	let ask = |field| decide(&Request { field, ..request() }, &facts);
	assert_eq!(ask(Some(0)), permitted(Basis::Public));
	assert_eq!(ask(Some(1)), permitted(Basis::Grant(7)));
	assert_eq!(ask(Some(2)), refused(Refusal::NoClearance));
	// Whole records are as confidential as their most confidential class.
	assert_eq!(ask(None), refused(Refusal::NoClearance));
}

#[test]
fn key_is_for_those_who_may_read() {
	assert!(is_entitled(&facts(), None, AT));
	assert!(!is_entitled(&facts(), None, AT + 1));
	assert!(!is_entitled(&facts(), Some(0), AT));
	let with = |change: fn(&mut Facts<Vec<PurposeName>>)| {
		let mut facts = facts();
		change(&mut facts);
		is_entitled(&facts, None, AT)
	};
	assert!(!with(|facts| facts.active = false));
	assert!(!with(|facts| facts.denied = true));
	assert!(!with(|facts| facts.left_out = true));
	assert!(!with(|facts| facts.clearance = Confidentiality::Restricted));
	assert!(!with(|facts| facts.grants.clear()));
	assert!(!with(|facts| facts.grants[0].used = 1));
	assert!(!with(|facts| facts.grants[0].terms.actions = Action::Derive.into()));
	assert!(with(|facts| facts.grants[0].terms.actions = Action::Stream.into()));
	assert!(with(|facts| {
		facts.grants.clear();
		facts.user = true;
	}));
	assert!(with(|facts| {
		facts.denied = true;
		facts.owner = true;
	}));
}

#[test]
fn attack_public_class_opens_the_key_of_the_secret_one() {
	let mut facts = facts();
	facts.level = Confidentiality::Public;
	facts.fields =
		vec![Confidentiality::Public, Confidentiality::Secret, Confidentiality::Restricted];
	let entitled = |facts: &Facts<_>| {
		[None, Some(0), Some(1), Some(2), Some(3)].map(|field| is_entitled(facts, field, AT))
	};
	facts.grants[0].terms.fields = Fields::from_bits(0b100);
	assert_eq!(entitled(&facts), [false, true, false, true, false]);
	facts.grants.clear();
	assert_eq!(entitled(&facts), [false, true, false, false, false]);
	facts.clearance = Confidentiality::Secret;
	assert_eq!(entitled(&facts), [false, true, false, false, false]);
	facts.user = true;
	assert_eq!(entitled(&facts), [true, true, true, true, false]);
}

#[test]
fn grant_is_used_by_who_may_see_something_that_it_names() {
	let mut facts = facts();
	let grant = |fields| {
		let mut grant = grant(7);
		grant.terms.fields = Fields::from_bits(fields);
		grant
	};
	assert_eq!(may_use(&grant(u8::MAX), &facts, AT), Ok(()));
	assert_eq!(may_use(&grant(u8::MAX), &facts, AT + 1), Err(Refusal::Expired));
	facts.fields = vec![Confidentiality::Restricted, Confidentiality::Secret];
	assert_eq!(may_use(&grant(0b01), &facts, AT), Ok(()));
	assert_eq!(may_use(&grant(0b10), &facts, AT), Err(Refusal::NoClearance));
	assert_eq!(may_use(&grant(0b11), &facts, AT), Ok(()));
	facts.left_out = true;
	assert_eq!(may_use(&grant(0b11), &facts, AT), Err(Refusal::NotOnAllowList));
	facts.denied = true;
	assert_eq!(may_use(&grant(0b11), &facts, AT), Err(Refusal::Denied));
	facts.active = false;
	assert_eq!(may_use(&grant(0b11), &facts, AT), Err(Refusal::SubjectNotActive));
}

#[test]
fn commitment_to_keys_is_the_hash_of_their_list() {
	let one = BTreeMap::from([(None, [1; 32])]);
	assert_eq!(key_commitment(&one), sha256(&[&[4, 0], &[1; 32]]));
	let three = BTreeMap::from([(Some(7), [3; 32]), (None, [1; 32]), (Some(0), [2; 32])]);
	let list: [&[u8]; 6] = [&[12, 0], &[1; 32], &[1, 0], &[2; 32], &[1, 7], &[3; 32]];
	assert_eq!(key_commitment(&three), sha256(&list));
}

fn record() -> AccessRecord {
	AccessRecord {
		data_set: 3,
		accessor: DidId([9; 32]),
		request: request(),
		decision: permitted(Basis::Grant(7)),
		salt: [1; 16],
	}
}

fn history() -> GrantHistory<Vec<PurposeName>> {
	GrantHistory {
		data_set: 3,
		grantee: Grantee::Did(DidId([9; 32])),
		terms: terms(),
		given: AT,
		revoked: None,
		declared: 0,
	}
}

fn knowledge() -> Knowledge<Vec<PurposeName>> {
	Knowledge {
		accessor_known: true,
		without_roles: false,
		field_known: true,
		denied_since: None,
		no_owner_since: Some(0),
		no_user_since: Some(0),
		not_public_since: Some(0),
		grant: Some(GrantKnowledge::Known(history())),
		counted: true,
	}
}

fn judge(record: AccessRecord, known: Knowledge<Vec<PurposeName>>) -> Option<Contradiction> {
	contradiction(&record, 3, (AT, AT), &known)
}

#[test]
fn honest_record_contradicts_nothing() {
	assert_eq!(judge(record(), knowledge()), None);
	let refusal = AccessRecord { decision: refused(Refusal::Denied), ..record() };
	assert_eq!(judge(refusal, knowledge()), None);
	let forgotten = Knowledge { grant: Some(GrantKnowledge::Forgotten), ..knowledge() };
	assert_eq!(judge(record(), forgotten), None);
}

#[test]
fn record_that_does_not_belong_to_its_batch_is_found() {
	let other = AccessRecord { data_set: 4, ..record() };
	assert_eq!(judge(other, knowledge()), Some(Contradiction::ForeignDataSet));
	for at in [AT - 1, AT + 1] {
		let outside = AccessRecord { request: Request { at, ..request() }, ..record() };
		assert_eq!(judge(outside, knowledge()), Some(Contradiction::OutsidePeriod));
	}
}

#[test]
fn record_of_a_right_that_was_not_held_is_found() {
	let by = |basis| AccessRecord { decision: permitted(basis), ..record() };
	assert_eq!(judge(by(Basis::Ownership), knowledge()), Some(Contradiction::NoRight));
	assert_eq!(judge(by(Basis::UseRight), knowledge()), Some(Contradiction::NoRight));
	assert_eq!(judge(by(Basis::Public), knowledge()), Some(Contradiction::NotPublic));
	let uncertain = Knowledge {
		no_owner_since: Some(AT),
		no_user_since: None,
		not_public_since: Some(AT),
		..knowledge()
	};
	for basis in [Basis::Ownership, Basis::UseRight, Basis::Public] {
		assert_eq!(judge(by(basis), uncertain.clone()), None, "{basis:?}");
	}
	for basis in [Basis::UseRight, Basis::Public] {
		let mut record = by(basis);
		record.request.action = Action::Distribute;
		assert_eq!(judge(record, uncertain.clone()), Some(Contradiction::WrongAction));
	}
}

#[test]
fn record_about_a_denied_or_unknown_accessor_is_found() {
	let unknown = Knowledge { accessor_known: false, ..knowledge() };
	assert_eq!(judge(record(), unknown), Some(Contradiction::UnknownAccessor));
	let denied = |since| Knowledge { denied_since: Some(since), ..knowledge() };
	assert_eq!(judge(record(), denied(AT - 1)), Some(Contradiction::Denied));
	assert_eq!(judge(record(), denied(AT)), None);
	let owner = Knowledge { no_owner_since: None, ..denied(0) };
	assert_eq!(judge(record(), owner), None);
}

#[test]
fn record_against_the_terms_of_a_grant_is_found() {
	let with = |change: fn(&mut GrantHistory<Vec<PurposeName>>)| {
		let mut grant = history();
		change(&mut grant);
		judge(record(), Knowledge { grant: Some(GrantKnowledge::Known(grant)), ..knowledge() })
	};
	assert_eq!(with(|grant| grant.data_set = 4), Some(Contradiction::GrantOfOtherDataSet));
	assert_eq!(
		with(|grant| grant.grantee = Grantee::Did(DidId([8; 32]))),
		Some(Contradiction::GrantOfOtherSubject)
	);
	assert_eq!(with(|grant| grant.grantee = Grantee::Role(Role::Other)), None);
	assert_eq!(with(|grant| grant.given = AT + 1), Some(Contradiction::NoSuchGrant));
	assert_eq!(
		with(|grant| grant.terms.actions = Action::Index.into()),
		Some(Contradiction::WrongAction)
	);
	assert_eq!(
		with(|grant| grant.terms.fields = Fields::from_bits(0)),
		Some(Contradiction::WrongField)
	);
	assert_eq!(
		with(|grant| grant.terms.purposes = vec![purpose("other")]),
		Some(Contradiction::WrongPurpose)
	);
	assert_eq!(with(|grant| grant.revoked = Some(AT - 1)), Some(Contradiction::Revoked));
	assert_eq!(with(|grant| grant.revoked = Some(AT)), None);
	assert_eq!(with(|grant| grant.terms.from = AT + 1), Some(Contradiction::NotYetValid));
	assert_eq!(with(|grant| grant.terms.until = Some(AT - 1)), Some(Contradiction::Expired));
	let never = Knowledge { grant: Some(GrantKnowledge::NeverGiven), ..knowledge() };
	assert_eq!(judge(record(), never), Some(Contradiction::NoSuchGrant));
}

#[test]
fn record_of_whole_data_is_held_to_the_classes_that_there_certainly_were() {
	let with = |declared| {
		let mut grant = history();
		grant.terms.fields = Fields::from_bits(0b01);
		grant.declared = declared;
		judge(record(), Knowledge { grant: Some(GrantKnowledge::Known(grant)), ..knowledge() })
	};
	assert_eq!(with(0), None);
	assert_eq!(with(1), None);
	assert_eq!(with(2), Some(Contradiction::WrongField));
}

#[test]
fn record_that_hides_behind_what_nobody_could_check_is_found() {
	let unknown = Knowledge { field_known: false, ..knowledge() };
	for basis in [Basis::Ownership, Basis::Public, Basis::UseRight, Basis::Grant(7)] {
		let record = AccessRecord { decision: permitted(basis), ..record() };
		assert_eq!(judge(record, unknown.clone()), Some(Contradiction::UnknownField));
	}
	let uncounted = Knowledge { counted: false, ..knowledge() };
	assert_eq!(judge(record(), uncounted.clone()), Some(Contradiction::Uncounted));
	// What is gone was counted before, or permitted nothing.
	let forgotten = Knowledge { grant: Some(GrantKnowledge::Forgotten), ..uncounted };
	assert_eq!(judge(record(), forgotten), Some(Contradiction::Uncounted));
	let by_role = GrantHistory { grantee: Grantee::Role(Role::Other), ..history() };
	let device = Knowledge {
		without_roles: true,
		grant: Some(GrantKnowledge::Known(by_role)),
		..knowledge()
	};
	assert_eq!(judge(record(), device), Some(Contradiction::GrantOfOtherSubject));
}

#[test]
fn record_and_batch_encode_as_published() {
	let record =
		AccessRecord { request: Request { field: Some(2), at: 0x0102, ..request() }, ..record() };
	let expected = [
		&[3, 0, 0, 0, 0, 0, 0, 0][..],
		&[9; 32],
		&[0],
		b"customs",
		&[0; 25],
		&[1, 2],
		&[2, 1, 0, 0, 0, 0, 0, 0],
		&[0, 3, 7, 0, 0, 0, 0, 0, 0, 0],
		&[1; 16],
	]
	.concat();
	assert_eq!(record.encode(), expected);
	assert_eq!(record.leaf(), leaf_hash(&expected));
	assert_eq!(refused(Refusal::UsesExhausted).encode(), [1, 13]);
}

#[test]
fn parts_are_rounded_down_and_huge_amounts_do_not_overflow() {
	assert_eq!(part_of(1_000, 333, 1_000), 333);
	assert_eq!(part_of(10, 333, 1_000), 3);
	assert_eq!(part_of(10, 1, 0), 0);
	assert_eq!(part_of(u128::MAX, 1_000, 1_000), u128::MAX);
	assert_eq!(part_of(u128::MAX, u32::MAX, u64::from(u32::MAX)), u128::MAX);
	assert_eq!(part_of(7, 2, 1), 7);
}
