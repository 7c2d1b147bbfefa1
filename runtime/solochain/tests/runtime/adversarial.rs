//! Attacks that cross the borders between pallets, on the runtime as it is set up.

use crate::{
	chain::*,
	keys::{self, Key},
	parties::*,
};
use counterfoil_primitives::{
	access::{Actions, Fields, Grantee, Right, Terms},
	accreditation::Terms as Accreditation,
	document::{DidAct, Document},
	enrolment::{batch_of, EnrolmentAttestation},
	payload::{signing_bytes, Purpose},
	sponsorship::{Beneficiary, Limits},
	AuditSubject, CertificateSubject, CertificateType, DidId, Identities, Outcome, Power, Role,
	SubmissionBody, Tree,
};
use counterfoil_runtime::{
	configs::utility::ProxyType, constants::currency::CFL, Address, Audit, Balances, Certification,
	DataAccess, Did, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use pallet_devices::{Asset, Attestation, Place};
use pallet_did::{Change, Motion};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Charlie, Two};
use sp_runtime::{DispatchError, DispatchResult};

type Sponsors = pallet_sponsorship::Call<Runtime>;
type DidCall = pallet_did::Call<Runtime>;
type Devices = pallet_devices::Call<Runtime>;
type Certifying = pallet_certification::Call<Runtime>;
type Access = pallet_data_access::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;
const MINISTRY: Sr25519Keyring = Parties::MINISTRY;

/// As root.
pub fn sudo(call: impl Into<RuntimeCall>) -> RuntimeCall {
	pallet_sudo::Call::<Runtime>::sudo { call: Box::new(call.into()) }.into()
}

/// How the sponsored call of the newest block ended.
pub fn inner(chain: &Chain) -> DispatchResult {
	let events = &chain.blocks.last().expect("there is a block").events;
	events
		.iter()
		.find_map(|event| match event {
			RuntimeEvent::Sponsorship(pallet_sponsorship::Event::Dispatched { result, .. }) => {
				Some(*result)
			},
			_ => None,
		})
		.expect("a sponsored call was tried")
}

/// The planner pays for this subject.
pub fn sponsor(chain: &mut Chain, did: DidId) {
	let limits = Limits {
		calls_per_window: 100,
		spend_per_window: 10 * CFL,
		window: 60_000,
		spend_total: 100 * CFL,
		valid_until: chain.now() + DAY,
	};
	let beneficiary = Beneficiary::Did(did);
	assert_ok!(chain.submit(PLANNER, Sponsors::sponsor { beneficiary, limits }));
}

/// A call that this subject signs now, for the planner to pay.
pub fn signed_by(chain: &Chain, key: Sr25519Keyring, call: impl Into<RuntimeCall>) -> RuntimeCall {
	let key = Key::Of(key);
	let valid = (chain.now(), chain.now() + 60_000);
	key.sponsored(key.did(), Some(PLANNER.to_account_id()), valid, call)
}

/// The meter's next batch.
fn batch(chain: &Chain, parties: &Parties, reading: &str) -> SubmissionBody {
	SubmissionBody {
		data_set: parties.data_set,
		schema: SCHEMA,
		fingerprint: Tree::from_leaves([reading]).fingerprint(),
		from: chain.now(),
		to: chain.now(),
		corrects: None,
	}
}

/// As many of these vote for the motion as it takes.
fn carry(chain: &mut Chain, subject: DidId, motion: Motion, voters: &[Sr25519Keyring]) {
	for voter in voters {
		let Some(open) = pallet_did::Proposals::<Runtime>::get(subject, motion) else { return };
		let vote = DidCall::vote { subject, motion, proposal: open.serial, aye: true };
		assert_ok!(chain.submit(*voter, vote));
	}
	assert!(!pallet_did::Proposals::<Runtime>::contains_key(subject, motion));
}

#[test]
fn device_without_money_submits_at_a_sponsors_expense() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		sponsor(chain, parties.meter);
		let held = |who: Sr25519Keyring| {
			let reason = pallet_data_registry::HoldReason::Submission;
			let reason = RuntimeHoldReason::DataRegistry(reason);
			Balances::balance_on_hold(&reason, &who.to_account_id())
		};
		let submit = Key::Of(Parties::METER).submit(parties.meter, batch(chain, &parties, "17.3"));
		assert_ok!(chain.submit(PLANNER, signed_by(chain, Parties::METER, submit)));
		assert_ok!(inner(chain));

		let submission =
			pallet_data_registry::Submissions::<Runtime>::get(0).expect("it was submitted");
		assert_eq!(submission.supplier, did_of(UTILITY));
		assert_eq!(submission.payer, PLANNER.to_account_id());
		assert!(held(PLANNER) > 0, "the ticket is the sponsor's");
		assert_eq!(held(UTILITY), 0);
		assert_eq!(total(Parties::METER), 0);
	});
}

#[test]
fn attack_sponsored_subject_transfers_governs_or_wraps() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		sponsor(chain, parties.meter);
		sponsor(chain, did_of(Alice));
		let transfer = || -> RuntimeCall {
			let dest = Address::Id(Alice.to_account_id());
			pallet_balances::Call::<Runtime>::transfer_all { dest, keep_alive: false }.into()
		};
		let batched = pallet_utility::Call::<Runtime>::batch { calls: vec![transfer()] }.into();
		let proxied = pallet_proxy::Call::<Runtime>::proxy {
			real: Address::Id(PLANNER.to_account_id()),
			force_proxy_type: None,
			call: Box::new(transfer()),
		}
		.into();
		let consortium = pallet_consortium::Call::<Runtime>::set_minimum { minimum: 1 }.into();
		let before = (total(PLANNER), chain.fees_of(PLANNER));
		// Alice is root by her own account, and nobody by a sponsored call.
		for signer in [Parties::METER, Alice] {
			let nested = signed_by(chain, signer, Access::approve_offer { offer: 0 });
			for call in [
				transfer(),
				sudo(transfer()),
				RuntimeCall::clone(&batched),
				RuntimeCall::clone(&proxied),
				RuntimeCall::clone(&consortium),
				nested,
			] {
				assert_eq!(
					chain.submit(PLANNER, signed_by(chain, signer, call)),
					Err(pallet_sponsorship::Error::<Runtime>::CallNotAllowed.into())
				);
			}
		}
		assert_eq!(total(PLANNER) + chain.fees_of(PLANNER), before.0 + before.1);
		assert_eq!(pallet_sponsorship::NextNonce::<Runtime>::get(parties.meter), 0);
	});
}

#[test]
fn attack_device_acts_as_a_stakeholder_at_a_sponsors_expense() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		sponsor(chain, parties.meter);
		let subject = did_of(Charlie);
		assert_ok!(chain.submit(Bob, DidCall::propose { subject, change: Change::Suspend }));
		let motion = Motion::Suspend;
		let proposal = pallet_did::Proposals::<Runtime>::get(subject, motion).unwrap().serial;
		let submission = parties.submit(chain, &["17.3".into()]);
		let calls: [RuntimeCall; 7] = [
			DidCall::vote { subject, motion, proposal, aye: true }.into(),
			DidCall::propose { subject, change: Change::Revoke }.into(),
			DidCall::suspend_at_once { subject, reason: [0; 32] }.into(),
			pallet_validation::Call::<Runtime>::open_round { submission, fee: CFL, seats: 1 }
				.into(),
			pallet_validation::Call::<Runtime>::join { round: 0 }.into(),
			Certifying::revoke { certificate: 0, reason: [0; 32] }.into(),
			Access::open_epoch { data_set: parties.data_set, commitment: [0; 32] }.into(),
		];
		for call in calls {
			let name = format!("{call:?}");
			assert_ok!(chain.submit(PLANNER, signed_by(chain, Parties::METER, call)));
			assert_eq!(inner(chain), Err(DispatchError::BadOrigin), "{name}");
		}
		let ballots = pallet_did::Proposals::<Runtime>::get(subject, motion).unwrap().ballots;
		assert!(ballots.is_empty());
		assert_eq!(pallet_validation::NextRoundId::<Runtime>::get(), 0);
	});
}

#[test]
fn attack_stranger_sponsors_a_sale_to_be_paid_for_it() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let submission = parties.submit(chain, &["17.3".into()]);
		parties.validate(chain, submission, 950);
		// The stranger is the sponsor without being asked, and sees a call that names none.
		let beneficiary = Beneficiary::Did(did_of(UTILITY));
		let limits = Limits {
			calls_per_window: 100,
			spend_per_window: 10 * CFL,
			window: 60_000,
			spend_total: 100 * CFL,
			valid_until: chain.now() + DAY,
		};
		assert_ok!(chain.submit(BobStash, Sponsors::sponsor { beneficiary, limits }));
		let key = Key::Of(UTILITY);
		let valid = (chain.now(), chain.now() + 60_000);
		let open = key.sponsored(key.did(), None, valid, parties.offer(chain, submission));
		let planners = signed_by(chain, UTILITY, parties.offer(chain, submission));
		for call in [open, planners] {
			assert_eq!(
				chain.submit(BobStash, call),
				Err(pallet_sponsorship::Error::<Runtime>::WrongSponsor.into())
			);
		}
		assert_eq!(pallet_data_market::NextOfferId::<Runtime>::get(), 0);
	});
}

#[test]
fn attack_sponsored_call_is_replayed_in_the_same_block() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		sponsor(chain, parties.meter);
		let submit = Key::Of(Parties::METER).submit(parties.meter, batch(chain, &parties, "17.3"));
		let call = signed_by(chain, Parties::METER, submit);
		let ended = in_one_block(chain, [(PLANNER, call.clone()), (PLANNER, call)]);
		let used = pallet_sponsorship::Error::<Runtime>::NonceUsed.into();
		assert_eq!(ended, [Ok(()), Err(used)]);
		assert_eq!(pallet_data_registry::NextSubmissionId::<Runtime>::get(), 1);
	});
}

#[test]
fn attack_proxy_for_the_data_trade_takes_the_identity_over() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		let did = did_of(UTILITY);
		assert_ok!(chain.submit(
			UTILITY,
			pallet_proxy::Call::<Runtime>::add_proxy {
				delegate: Address::Id(Bob.to_account_id()),
				proxy_type: ProxyType::DataTrade,
				delay: 0,
			}
		));
		let mut document = Document::of_key(Key::Of(UTILITY).public());
		document.controllers = vec![did_of(Bob)].try_into().unwrap();
		document.threshold = 1;
		let take_over = keys::update_document(did, 1, document, &[], &[]);
		let end: RuntimeCall = DidCall::deactivate { did, approvals: Default::default() }.into();
		let batched: RuntimeCall =
			pallet_utility::Call::<Runtime>::batch_all { calls: vec![end.clone()] }.into();
		for call in [take_over, end, batched] {
			let proxied = pallet_proxy::Call::<Runtime>::proxy {
				real: Address::Id(UTILITY.to_account_id()),
				force_proxy_type: None,
				call: Box::new(call),
			};
			assert_ok!(chain.submit(Bob, proxied));
			let filtered: DispatchResult = Err(frame_system::Error::<Runtime>::CallFiltered.into());
			let events = &chain.blocks.last().unwrap().events;
			assert!(events.contains(&RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted {
				result: filtered
			})));
		}
		assert!(Did::controllers(&did).is_empty());
		assert!(Did::is_active(&did));
	});
}

#[test]
fn attack_device_of_a_revoked_root_submits_in_the_same_block() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let owner = did_of(UTILITY);
		let maker = Key::Numbered(1);
		let propose = Devices::propose_root {
			key: maker.public(),
			valid_until: chain.now() + DAY,
			policy: [0; 32],
		};
		assert_ok!(chain.submit(UTILITY, propose));
		assert_ok!(chain.submit(Alice, sudo(Devices::admit_root { root: 0 })));
		let batch_keys = [Key::Numbered(2), Key::Numbered(3)];
		let tree = keys::tree_of(&batch_keys);
		let devices = batch_of(&tree).unwrap();
		let metadata = [1; 32];
		let body = EnrolmentAttestation { root: 0, enroller: owner, batch: devices, metadata };
		let message = signing_bytes(Purpose::EnrolmentAttestation, &chain.genesis(), 0, &body);
		let attestation = Some(Attestation { root: 0, signature: maker.sign(&message) });
		let enrol = Devices::enrol { batch: devices, metadata, link: None, attestation };
		assert_ok!(chain.submit(UTILITY, enrol));
		let device = batch_keys[1];
		assert_ok!(chain.submit(PLANNER, device.activate(0, owner, &tree, 1)));
		let before = device.submit(device.did(), batch(chain, &parties, "17.3"));
		assert_ok!(chain.submit(UTILITY, before));

		let after = device.submit(device.did(), batch(chain, &parties, "17.4"));
		let other = batch_keys[0].activate(0, owner, &tree, 0);
		let give_away = Devices::offer_transfer {
			asset: Asset::Device(device.did()),
			to: did_of(PLANNER),
			deadline: chain.now() + DAY,
		};
		let ended = in_one_block(
			chain,
			[
				(Alice, sudo(Devices::revoke_root { root: 0 })),
				(UTILITY, after),
				(PLANNER, other),
				(UTILITY, give_away.into()),
			],
		);
		assert_eq!(ended[0], Ok(()));
		assert_eq!(
			ended[1],
			Err(pallet_data_registry::Error::<Runtime>::DeviceNotActive.into()),
			"its word counts no more"
		);
		assert!(ended[2].is_err(), "no other one becomes live");
		assert!(ended[3].is_err(), "it is not washed clean by a sale");
		assert_eq!(pallet_data_registry::NextSubmissionId::<Runtime>::get(), 1);
	});
}

#[test]
fn attack_offer_is_matched_by_a_certificate_revoked_in_the_same_block() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = vec!["17.3".into()];
		let submission = parties.submit(chain, &leaves);
		parties.validate(chain, submission, 950);
		parties.certify(chain, submission);
		assert_ok!(chain.submit(UTILITY, parties.offer(chain, submission)));
		let revoke = Certifying::revoke { certificate: 0, reason: [0; 32] };
		let demand = parties.demand(chain, 1);
		let ended = in_one_block(chain, [(MINISTRY, revoke.into()), (PLANNER, demand.into())]);
		assert_eq!(ended, [Ok(()), Ok(())]);
		assert_eq!(pallet_data_escrow::NextAgreementId::<Runtime>::get(), 0, "no match");
		// Nor by hand.
		let take =
			pallet_data_market::Call::<Runtime>::take_offer { demand: 0, offer: 0, lot: None };
		assert_eq!(
			chain.submit(PLANNER, take),
			Err(pallet_data_market::Error::<Runtime>::NotCertified.into())
		);
	});
}

#[test]
fn attack_accreditation_revoked_or_of_a_suspended_regulator_is_used_in_the_same_block() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		approve(chain, BobStash, Role::Regulator, &[Alice, Bob, Charlie, UTILITY, PLANNER]);
		let inspector = did_of(BobStash);
		let above = pallet_certification::Accreditations::<Runtime>::get(0).unwrap().terms;
		let terms = Accreditation { delegable: false, from: chain.now(), ..above };
		let delegate = Certifying::delegate { parent: 0, holder: inspector, terms };
		assert_ok!(chain.submit(MINISTRY, delegate));
		let kind = CertificateType::new("origin").unwrap();
		let certify = |chain: &Chain, subject: DidId| -> RuntimeCall {
			let statement = pallet_certification::Statement {
				coverage: pallet_certification::Coverage::new("readings").unwrap(),
				document: [3; 32],
				valid_until: chain.now() + DAY,
			};
			let subject = CertificateSubject::Did(subject);
			let valid_from = chain.now();
			Certifying::certify { accreditation: 1, subject, kind, valid_from, statement }.into()
		};
		assert_ok!(chain.submit(BobStash, certify(chain, parties.meter)));
		let subject = CertificateSubject::Did(parties.meter);
		assert!(Certification::current(subject, kind).is_some());
		let category = counterfoil_primitives::Category::new("water/flow").unwrap();
		assert!(Certification::is_accredited_now(inspector, Power::Veto, category));

		// The ministry, above the inspector, is suspended: the last vote and the certificate stand in one block.
		let ministry = did_of(MINISTRY);
		let motion = Motion::Suspend;
		assert_ok!(
			chain.submit(Alice, DidCall::propose { subject: ministry, change: Change::Suspend })
		);
		let proposal = pallet_did::Proposals::<Runtime>::get(ministry, motion).unwrap().serial;
		let vote = || -> RuntimeCall {
			DidCall::vote { subject: ministry, motion, proposal, aye: true }.into()
		};
		let voters = [Alice, Bob, Charlie, UTILITY, PLANNER];
		for voter in &voters[..4] {
			assert_ok!(chain.submit(*voter, vote()));
		}
		assert!(Did::is_active(&ministry));
		let another = certify(chain, did_of(UTILITY));
		let ended = in_one_block(
			chain,
			[(PLANNER, vote()), (BobStash, another), (MINISTRY, certify(chain, did_of(UTILITY)))],
		);
		assert_eq!(ended[0], Ok(()));
		assert!(!Did::is_active(&ministry));
		assert_eq!(
			ended[1],
			Err(pallet_certification::Error::<Runtime>::HolderNotActive.into()),
			"the chain to the council is broken"
		);
		assert_eq!(ended[2], Err(DispatchError::BadOrigin));
		assert!(!Certification::is_accredited_now(inspector, Power::Veto, category));

		// Reinstated, then the accreditation is revoked, and used in the same block.
		assert_ok!(
			chain.submit(Bob, DidCall::propose { subject: ministry, change: Change::Reinstate })
		);
		carry(chain, ministry, Motion::Reinstate, &[Alice, Bob, Charlie, UTILITY, PLANNER]);
		assert!(Certification::is_accredited_now(inspector, Power::Veto, category));
		let revoke = Certifying::revoke_accreditation { accreditation: 0, reason: [0; 32] };
		let another = certify(chain, did_of(UTILITY));
		let ended = in_one_block(chain, [(Alice, sudo(revoke)), (BobStash, another)]);
		assert_eq!(
			ended,
			[Ok(()), Err(pallet_certification::Error::<Runtime>::AccreditationRevoked.into())]
		);
		assert!(!Certification::hold(vec![(subject, kind)])[0], "what rested on it falls with it");
	});
}

#[test]
fn attack_suspended_voter_votes_in_the_block_of_the_suspension() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		let subject = did_of(Bob);
		let motion = Motion::GrantRole(Role::Supplier);
		let change = Change::GrantRole(Role::Supplier);
		assert_ok!(chain.submit(Alice, DidCall::propose { subject, change }));
		let proposal = pallet_did::Proposals::<Runtime>::get(subject, motion).unwrap().serial;
		let vote: RuntimeCall = DidCall::vote { subject, motion, proposal, aye: true }.into();
		let suspend = DidCall::suspend_at_once { subject: did_of(Charlie), reason: [0; 32] };
		let ended = in_one_block(chain, [(MINISTRY, suspend.into()), (Charlie, vote)]);
		assert_eq!(ended, [Ok(()), Err(DispatchError::BadOrigin)]);
	});
}

/// The planner may read three times.
fn granted(chain: &mut Chain, parties: &Parties) -> u64 {
	let terms = Terms {
		actions: Actions::READING,
		purposes: Default::default(),
		fields: Fields::ALL,
		from: chain.now(),
		until: None,
		uses: Some(3),
	};
	let grantee = Grantee::Did(did_of(PLANNER));
	let grant = Access::grant { data_set: parties.data_set, grantee, terms };
	assert_ok!(chain.submit(UTILITY, grant));
	pallet_data_access::NextGrantId::<Runtime>::get() - 1
}

#[test]
fn attack_grant_is_used_beyond_its_count_within_one_block() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let grant = granted(chain, &parties);
		let used = |grant| pallet_data_access::Grants::<Runtime>::get(grant).unwrap().used;
		let read = || -> RuntimeCall { Access::use_grant { grant, uses: 1 }.into() };

		// All in one transaction, or none.
		let all =
			pallet_utility::Call::<Runtime>::batch_all { calls: (0..4).map(|_| read()).collect() };
		assert!(chain.submit(PLANNER, all).is_err());
		assert_eq!(used(grant), 0);
		// One transaction that goes on after a failure.
		let calls = (0..3).map(|_| read()).collect();
		let force = pallet_utility::Call::<Runtime>::force_batch { calls };
		let ended =
			in_one_block(chain, [(PLANNER, read()), (PLANNER, force.into()), (PLANNER, read())]);
		assert_eq!(ended[..2], [Ok(()), Ok(())]);
		assert!(ended[2].is_err());
		assert_eq!(used(grant), 3);
		// Revoked and used in one block.
		let grant = granted(chain, &parties);
		let revoke = Access::revoke_grant { grant };
		let ended = in_one_block(
			chain,
			[(UTILITY, revoke.into()), (PLANNER, Access::use_grant { grant, uses: 1 }.into())],
		);
		assert_eq!(ended[0], Ok(()));
		assert!(ended[1].is_err());
		assert_eq!(used(grant), 0);
	});
}

#[test]
fn profit_goes_to_all_who_share_it_also_to_one_who_has_no_account() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		// Bob gives all his money away. His identity stays; the planner pays for his calls.
		let dest = Address::Id(BobStash.to_account_id());
		assert_ok!(chain.submit(
			Bob,
			pallet_balances::Call::<Runtime>::transfer_all { dest, keep_alive: false }
		));
		assert_eq!(total(Bob), 0);
		sponsor(chain, did_of(Bob));
		for (to, shares) in [(Charlie, 300), (Bob, 200), (Two, 1)] {
			let offer = Access::offer_shares {
				data_set: parties.data_set,
				right: Right::Profit,
				to: did_of(to),
				shares,
				until: chain.now() + DAY,
			};
			// Whom nobody let in takes no part.
			assert_eq!(chain.submit(UTILITY, offer).is_ok(), to != Two);
		}
		assert_ok!(chain.submit(Charlie, Access::accept_shares { offer: 0 }));
		let accept = signed_by(chain, Bob, Access::accept_shares { offer: 1 });
		assert_ok!(chain.submit(PLANNER, accept));
		assert_ok!(inner(chain));

		let leaves = readings(3);
		let id = parties.agree(chain, &leaves);
		exchange(chain, id, &encrypt(&leaves));
		let before = [UTILITY, Charlie, Bob, PLANNER].map(total);
		assert_ok!(chain.submit(PLANNER, pallet_data_escrow::Call::<Runtime>::settle { id }));
		assert_eq!(outcome(id), Some(Outcome::Settled));
		let after = [UTILITY, Charlie, Bob, PLANNER].map(total);
		assert_eq!(after[0] - before[0], PRICE / 2);
		assert_eq!(after[1] - before[1], PRICE * 3 / 10);
		assert_eq!((before[2], after[2]), (0, PRICE / 5));
		assert!(before[3] - after[3] >= PRICE);
		assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
		// The deposit for Bob's share is the sponsor's.
		let holders =
			pallet_data_access::Holders::<Runtime>::get(parties.data_set, Right::Profit).unwrap();
		let bob = holders.iter().find(|holding| holding.did == did_of(Bob)).unwrap();
		assert_eq!(bob.deposit.as_ref().unwrap().payer, PLANNER.to_account_id());
		assert_eq!(DataAccess::rights(parties.data_set).unwrap().profit.len(), 3);
	});
}

#[test]
fn attack_two_moves_in_one_block_make_a_circle() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		let owner = did_of(UTILITY);
		let gateways = [Key::Numbered(7), Key::Numbered(8)];
		for key in gateways {
			assert_ok!(chain.submit(UTILITY, key.register(owner, [0; 32])));
			let device = key.did();
			let place = Devices::place { device, place: Place::Gateway, parent: None };
			assert_ok!(chain.submit(UTILITY, place));
		}
		let below = |one: Key, other: Key| -> RuntimeCall {
			Devices::move_device { device: one.did(), parent: Some(other.did()) }.into()
		};
		let [one, other] = gateways;
		let ended =
			in_one_block(chain, [(UTILITY, below(one, other)), (UTILITY, below(other, one))]);
		assert_eq!(ended, [Ok(()), Err(pallet_devices::Error::<Runtime>::Cycle.into())]);
	});
}

#[test]
fn attack_identity_that_ended_comes_back() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let owner = did_of(UTILITY);
		let meter = Key::Of(Parties::METER);
		let approvals = keys::approvals(parties.meter, 1, DidAct::Deactivate, &[]);
		assert_ok!(chain.submit(UTILITY, DidCall::deactivate { did: parties.meter, approvals }));
		// As a device, as a stakeholder, and out of a batch.
		let in_use: DispatchResult = Err(pallet_did::Error::<Runtime>::KeyInUse.into());
		assert_eq!(chain.submit(UTILITY, meter.register(owner, [0; 32])), in_use);
		let apply = meter.apply(BobStash.to_account_id(), Role::Supplier.into());
		assert_eq!(chain.submit(BobStash, apply), in_use);
		let tree = keys::tree_of(&[meter]);
		let batch = batch_of(&tree).unwrap();
		let enrol = Devices::enrol { batch, metadata: [0; 32], link: None, attestation: None };
		assert_ok!(chain.submit(UTILITY, enrol));
		assert_eq!(
			chain.submit(PLANNER, meter.activate(0, owner, &tree, 0)),
			Err(pallet_devices::Error::<Runtime>::KeyInUse.into())
		);
		// The end is the last entry of its history.
		let history = Audit::audit(AuditSubject::Did(parties.meter), 0, 100);
		assert!(history.len() >= 3);
	});
}
