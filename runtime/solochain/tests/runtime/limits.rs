//! What fits into a block.

use crate::chain::*;
use counterfoil_primitives::{
	access::{
		AccessBatchBody, AccessDecision, AccessRecord, Action, Actions, Basis, FieldClass, Fields,
		Grantee, Request, Right, Terms as GrantTerms,
	},
	accreditation::{CertificateTypes, Powers, Scope, Terms, MAX_TYPES},
	document::Document,
	enrolment::{self, Batch},
	sponsorship::{Beneficiary, CallTerms, Limits},
	verdict::LeafProof,
	Category, CertificateSubject, CertificateType, Confidentiality, DidId, KeySignature, MediaType,
	Need, Policy, Reason, Region, Roles, SubmissionBody, Text, Tree, VerificationKey, MAX_LEAF_LEN,
	MAX_PATH_LEN,
};
use counterfoil_runtime::{
	configs::{
		identity::SponsoredCalls,
		system::{RuntimeBlockWeights, MAXIMUM_BLOCK_WEIGHT},
		utility::ProxyType,
	},
	Address, AllPalletsWithSystem, Runtime, RuntimeCall,
};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Contains, GetCallMetadata, InstanceFilter, IntegrityTest, PalletsInfoAccess},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use pallet_certification::{Coverage, Statement};
use pallet_data_access::{AccessParameters, ClassKey, Stance, MAX_ANNOUNCEMENTS, MAX_USES};
use pallet_data_escrow::Misbehaviour;
use pallet_data_market::{OfferTerms, OrderKind};
use pallet_data_registry::{DataSetDetails, RegistryParameters};
use pallet_devices::{Asset, Attestation, Place, MAX_CLEARED};
use pallet_did::{Change, DeviceStatus, DidParameters, Motion};
use pallet_validation::Verdict;
use sp_keyring::Sr25519Keyring::Alice;
use std::collections::BTreeSet;

/// Anybody.
const SOMEBODY: DidId = DidId([0; 32]);
/// A key.
const KEY: VerificationKey = VerificationKey::EcdsaP256([2; 33]);
/// A signature of the scheme that takes longest to check.
const SIGNATURE: KeySignature = KeySignature::EcdsaP256([0; 64]);

fn category() -> Category {
	Category::new("water/flow").unwrap()
}

fn region() -> Region {
	Region::new("u1x0d").unwrap()
}

/// Every call of our pallets, as heavy as it can be.
fn our_calls() -> Vec<RuntimeCall> {
	let mut calls = calls_of_consortium();
	calls.extend(calls_of_did());
	calls.extend(calls_of_devices());
	calls.extend(calls_of_registry());
	calls.extend(calls_of_validation());
	calls.extend(calls_of_certification());
	calls.extend(calls_of_access());
	calls.extend(calls_of_market());
	calls.extend(calls_of_escrow());
	calls.extend(calls_of_sponsorship());
	calls
}

fn calls_of_consortium() -> Vec<RuntimeCall> {
	use pallet_consortium::Call;

	let account = Alice.to_account_id();
	vec![
		Call::<Runtime>::add_validator { validator: account.clone() }.into(),
		Call::<Runtime>::remove_validator { validator: account }.into(),
		Call::<Runtime>::set_minimum { minimum: 1 }.into(),
		Call::<Runtime>::release_keys {}.into(),
		Call::<Runtime>::note_stalled { delay: 0, best_finalized: 0 }.into(),
		Call::<Runtime>::authorize_upgrade { code_hash: Default::default() }.into(),
	]
}

fn calls_of_did() -> Vec<RuntimeCall> {
	use pallet_did::Call;

	let approvals = || vec![(SOMEBODY, SIGNATURE); 8].try_into().unwrap();
	let (subject, motion) = (SOMEBODY, Motion::Suspend);
	vec![
		Call::<Runtime>::register_stakeholder {
			key: KEY,
			signature: SIGNATURE,
			roles: Roles::EMPTY,
		}
		.into(),
		Call::<Runtime>::propose { subject, change: Change::Suspend }.into(),
		Call::<Runtime>::vote { subject, motion, proposal: 0, aye: true }.into(),
		Call::<Runtime>::register_device { key: KEY, signature: SIGNATURE, metadata: [0; 32] }
			.into(),
		Call::<Runtime>::set_device_status { device: subject, status: DeviceStatus::Active }.into(),
		Call::<Runtime>::close_proposal { subject, motion }.into(),
		Call::<Runtime>::set_parameters { parameters: DidParameters::default() }.into(),
		Call::<Runtime>::suspend_at_once { subject, reason: [0; 32] }.into(),
		Call::<Runtime>::update_document {
			did: subject,
			document: Document::of_key(KEY),
			expected_version: 1,
			approvals: approvals(),
			proofs: vec![SIGNATURE; 8].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::deactivate { did: subject, approvals: approvals() }.into(),
	]
}

fn calls_of_devices() -> Vec<RuntimeCall> {
	use pallet_devices::Call;

	let (device, asset) = (SOMEBODY, Asset::Device(SOMEBODY));
	let batch = Batch { root: [0; 32], devices: u32::MAX };
	let link = Some(Text::new(&"a".repeat(128)).unwrap());
	let path = vec![[0; 32]; enrolment::MAX_PATH_LEN as usize].try_into().unwrap();
	vec![
		Call::<Runtime>::place { device, place: Place::Sensor, parent: Some(device) }.into(),
		Call::<Runtime>::move_device { device, parent: Some(device) }.into(),
		Call::<Runtime>::unplace { device }.into(),
		Call::<Runtime>::describe { device, metadata: [0; 32], link }.into(),
		Call::<Runtime>::decommission { device }.into(),
		Call::<Runtime>::tidy { device }.into(),
		Call::<Runtime>::offer_transfer { asset, to: device, deadline: 0 }.into(),
		Call::<Runtime>::accept_transfer { asset }.into(),
		Call::<Runtime>::end_transfer { asset }.into(),
		Call::<Runtime>::expire_transfer { asset }.into(),
		Call::<Runtime>::enrol {
			batch,
			metadata: [0; 32],
			link,
			attestation: Some(Attestation { root: 0, signature: SIGNATURE }),
		}
		.into(),
		Call::<Runtime>::activate { enrolment: 0, index: 0, key: KEY, path, signature: SIGNATURE }
			.into(),
		Call::<Runtime>::strike_out { enrolment: 0, device }.into(),
		Call::<Runtime>::close_enrolment { enrolment: 0 }.into(),
		Call::<Runtime>::revoke_enrolment { enrolment: 0 }.into(),
		Call::<Runtime>::clear_strikes { enrolment: 0, limit: MAX_CLEARED }.into(),
		Call::<Runtime>::propose_root { key: KEY, valid_until: 0, policy: [0; 32] }.into(),
		Call::<Runtime>::admit_root { root: 0 }.into(),
		Call::<Runtime>::reject_root { root: 0 }.into(),
		Call::<Runtime>::revoke_root { root: 0 }.into(),
		Call::<Runtime>::remove_root { root: 0 }.into(),
	]
}

fn calls_of_registry() -> Vec<RuntimeCall> {
	use pallet_data_registry::Call;

	let body = SubmissionBody {
		data_set: 0,
		schema: [0; 32],
		fingerprint: Tree::from_leaves([b"leaf"]).fingerprint(),
		from: 0,
		to: 0,
		corrects: Some(0),
	};
	vec![
		Call::<Runtime>::register_data_set {
			details: DataSetDetails {
				schema: [0; 32],
				media_type: MediaType::new("text/csv").unwrap(),
				category: category(),
				region: region(),
				confidentiality: Confidentiality::Public,
				licence: [0; 32],
			},
			parents: (0..8).collect::<Vec<u64>>().try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::submit { device: SOMEBODY, sequence: 0, body, signature: SIGNATURE }
			.into(),
		Call::<Runtime>::set_parameters { parameters: RegistryParameters::default() }.into(),
		Call::<Runtime>::register_schema {
			hash: [0; 32],
			media_type: MediaType::new("application/schema+json").unwrap(),
			previous: Some([1; 32]),
		}
		.into(),
		Call::<Runtime>::deprecate_schema { hash: [0; 32] }.into(),
	]
}

fn calls_of_validation() -> Vec<RuntimeCall> {
	use pallet_validation::Call;

	let path = vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap();
	let verdict = Verdict::Invalid {
		reason: Reason::Corrupted,
		leaf: Some(LeafProof { index: 0, leaf: [0; 32], path }),
	};
	vec![
		Call::<Runtime>::open_round { submission: 0, fee: 0, seats: 100 }.into(),
		Call::<Runtime>::join { round: 0 }.into(),
		Call::<Runtime>::commit { round: 0, commitment: [0; 32] }.into(),
		Call::<Runtime>::reveal { round: 0, verdict, salt: [0; 32] }.into(),
		Call::<Runtime>::veto { round: 0, reason: [0; 32] }.into(),
		Call::<Runtime>::advance { round: 0 }.into(),
		Call::<Runtime>::forget { round: 0 }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
	]
}

fn calls_of_certification() -> Vec<RuntimeCall> {
	use pallet_certification::Call;

	let kind = CertificateType::new("measurement").unwrap();
	let terms = || Terms {
		powers: Powers::ALL,
		scope: Scope::Category(category()),
		types: CertificateTypes::Only(vec![kind; MAX_TYPES as usize].try_into().unwrap()),
		delegable: true,
		from: 0,
		until: 0,
	};
	let statement = Statement {
		coverage: Coverage::new("readings").unwrap(),
		document: [0; 32],
		valid_until: 0,
	};
	let reason = [0; 32];
	vec![
		Call::<Runtime>::accredit { holder: SOMEBODY, terms: terms() }.into(),
		Call::<Runtime>::delegate { parent: 0, holder: SOMEBODY, terms: terms() }.into(),
		Call::<Runtime>::revoke_accreditation { accreditation: 0, reason }.into(),
		Call::<Runtime>::release_accreditation { accreditation: 0 }.into(),
		Call::<Runtime>::certify {
			accreditation: 0,
			subject: CertificateSubject::Submission(0),
			kind,
			valid_from: 0,
			statement,
		}
		.into(),
		Call::<Runtime>::renew { certificate: 0, accreditation: 0, statement }.into(),
		Call::<Runtime>::suspend { certificate: 0, reason }.into(),
		Call::<Runtime>::reinstate { certificate: 0, reason }.into(),
		Call::<Runtime>::revoke { certificate: 0, reason }.into(),
	]
}

fn calls_of_access() -> Vec<RuntimeCall> {
	use pallet_data_access::Call;

	let (data_set, grant) = (0, 0);
	let purpose = Text::new("research").unwrap();
	let classes: Vec<_> = (0..8)
		.map(|number| FieldClass {
			name: Text::new(&format!("class-{number}")).unwrap(),
			level: Confidentiality::Secret,
		})
		.collect();
	let terms = GrantTerms {
		actions: Actions::ALL,
		purposes: vec![purpose; 4].try_into().unwrap(),
		fields: Fields::ALL,
		from: 0,
		until: Some(0),
		uses: Some(1),
	};
	let batch = AccessBatchBody {
		operator: SOMEBODY,
		data_set,
		records: Tree::from_leaves([b"leaf"]).fingerprint(),
		from: 0,
		to: 0,
		uses: (0..u64::from(MAX_USES))
			.map(|grant| (grant, 1))
			.collect::<Vec<_>>()
			.try_into()
			.unwrap(),
		refusals: 0,
	};
	let record = AccessRecord {
		data_set,
		accessor: SOMEBODY,
		request: Request { action: Action::Read, purpose, field: None, at: 0 },
		decision: AccessDecision::Permitted(Basis::Grant(grant)),
		salt: [0; 16],
	};
	let key = ClassKey { recipient: SOMEBODY, field: Some(0), wrapped: [0; 32] };
	vec![
		Call::<Runtime>::offer_shares {
			data_set,
			right: Right::Profit,
			to: SOMEBODY,
			shares: 1,
			until: 0,
		}
		.into(),
		Call::<Runtime>::approve_offer { offer: 0 }.into(),
		Call::<Runtime>::accept_shares { offer: 0 }.into(),
		Call::<Runtime>::close_offer { offer: 0 }.into(),
		Call::<Runtime>::approve_decision { data_set, decision: [0; 32] }.into(),
		Call::<Runtime>::withdraw_approval { data_set, decision: [0; 32] }.into(),
		Call::<Runtime>::set_field_classes { data_set, classes: classes.try_into().unwrap() }
			.into(),
		Call::<Runtime>::set_listing { data_set, did: SOMEBODY, stance: Some(Stance::Deny) }.into(),
		Call::<Runtime>::set_operator { data_set, operator: SOMEBODY, appointed: true }.into(),
		Call::<Runtime>::grant { data_set, grantee: Grantee::Did(SOMEBODY), terms }.into(),
		Call::<Runtime>::revoke_grant { grant }.into(),
		Call::<Runtime>::use_grant { grant, uses: 1 }.into(),
		Call::<Runtime>::open_epoch { data_set, commitment: [0; 32] }.into(),
		Call::<Runtime>::announce_keys {
			data_set,
			epoch: 0,
			keys: vec![key; MAX_ANNOUNCEMENTS as usize].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::prune_epoch { data_set, epoch: 0 }.into(),
		Call::<Runtime>::record_accesses { batch, signature: SIGNATURE }.into(),
		Call::<Runtime>::prove_contradiction {
			operator: SOMEBODY,
			sequence: 0,
			record,
			index: 0,
			path: vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::set_parameters { parameters: AccessParameters::default() }.into(),
	]
}

fn calls_of_market() -> Vec<RuntimeCall> {
	use pallet_data_market::Call;

	let need = Need {
		category: category(),
		region: region(),
		max_price: 0,
		min_quality: 0,
		max_age: 0,
		certificate_required: true,
		min_records: 0,
		policy: Policy::Cheapest,
	};
	let terms = OfferTerms::<Runtime> {
		data_set: 0,
		submissions: (0..64).collect::<Vec<u64>>().try_into().unwrap(),
		price: 0,
		copies: 1,
		valid_until: 0,
	};
	vec![
		Call::<Runtime>::place_offer { terms }.into(),
		Call::<Runtime>::withdraw_offer { offer: 0 }.into(),
		Call::<Runtime>::place_demand { need, valid_until: 0 }.into(),
		Call::<Runtime>::withdraw_demand { demand: 0 }.into(),
		Call::<Runtime>::take_offer { demand: 0, offer: 0 }.into(),
		Call::<Runtime>::prune { kind: OrderKind::Offer, id: 0 }.into(),
	]
}

fn calls_of_escrow() -> Vec<RuntimeCall> {
	use pallet_data_escrow::Call;

	let path = || vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap();
	let proof = Misbehaviour {
		index: 0,
		ciphertext: vec![0; MAX_LEAF_LEN as usize].try_into().unwrap(),
		ciphertext_path: path(),
		leaf: [0; 32],
		leaf_path: path(),
	};
	vec![
		Call::<Runtime>::fund { id: 0 }.into(),
		Call::<Runtime>::commit { id: 0, ciphertext_root: [0; 32], key_commitment: [0; 32] }.into(),
		Call::<Runtime>::accept { id: 0 }.into(),
		Call::<Runtime>::decline { id: 0 }.into(),
		Call::<Runtime>::reveal { id: 0, key: [0; 32] }.into(),
		Call::<Runtime>::dispute { id: 0, proof }.into(),
		Call::<Runtime>::settle { id: 0 }.into(),
		Call::<Runtime>::expire { id: 0 }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
		Call::<Runtime>::forget { id: 0 }.into(),
	]
}

fn calls_of_sponsorship() -> Vec<RuntimeCall> {
	use pallet_sponsorship::Call;

	let beneficiary = Beneficiary::Did(SOMEBODY);
	let limits = Limits {
		calls_per_window: 1,
		spend_per_window: 0,
		window: 1,
		spend_total: 0,
		valid_until: 0,
	};
	// The heaviest call of all that may be inside.
	let heaviest = [
		calls_of_did(),
		calls_of_devices(),
		calls_of_registry(),
		calls_of_validation(),
		calls_of_certification(),
		calls_of_access(),
		calls_of_market(),
		calls_of_escrow(),
	]
	.into_iter()
	.flatten()
	.filter(SponsoredCalls::contains)
	.max_by_key(|call| call.get_dispatch_info().call_weight.ref_time())
	.expect("something may be sponsored");
	let terms = CallTerms {
		did: SOMEBODY,
		nonce: 0,
		sponsor: Some(Alice.to_account_id()),
		valid_from: 0,
		valid_until: 0,
	};
	vec![
		Call::<Runtime>::sponsor { beneficiary, limits }.into(),
		Call::<Runtime>::amend { beneficiary, limits }.into(),
		Call::<Runtime>::end { beneficiary }.into(),
		Call::<Runtime>::dispatch { terms, call: Box::new(heaviest), signature: SIGNATURE }.into(),
		Call::<Runtime>::cancel { did: SOMEBODY, nonce: 0 }.into(),
	]
}

/// Our pallets that have calls: the consortium, and all of the product but the histories, which nobody can write.
pub fn our_pallets() -> Vec<&'static str> {
	AllPalletsWithSystem::infos()
		.into_iter()
		.filter(|pallet| pallet.index == 24 || (50..60).contains(&pallet.index))
		.map(|pallet| pallet.name)
		.filter(|name| RuntimeCall::get_module_names().contains(name))
		.collect()
}

#[test]
fn no_call_of_ours_is_forgotten_here() {
	let listed: BTreeSet<_> = our_calls()
		.iter()
		.map(|call| call.get_call_metadata())
		.map(|name| (name.pallet_name, name.function_name))
		.collect();
	let ours = our_pallets();
	assert_eq!(ours.len(), 10, "{ours:?}");
	let existing: BTreeSet<_> = ours
		.into_iter()
		.flat_map(|pallet| {
			RuntimeCall::get_call_names(pallet).iter().map(move |call| (pallet, *call))
		})
		.collect();
	assert_eq!(listed, existing);
}

#[test]
fn block_holds_two_thirds_of_a_second_of_work() {
	let block = RuntimeBlockWeights::get();
	assert_eq!(block.max_block, MAXIMUM_BLOCK_WEIGHT);
	assert_eq!(block.max_block.ref_time() / WEIGHT_REF_TIME_PER_MILLIS, 666);
	assert_eq!(block.max_block.proof_size(), u64::MAX);
}

#[test]
fn every_call_of_ours_fits_a_block() {
	let block = RuntimeBlockWeights::get();
	let limit =
		block.get(DispatchClass::Normal).max_extrinsic.expect("ordinary transactions are limited");
	for call in our_calls() {
		let info = call.get_dispatch_info();
		assert_eq!(info.class, DispatchClass::Normal, "{call:?}");
		assert!(info.call_weight.all_lt(limit), "{:?} is too heavy: {call:?}", info.call_weight);
		assert!(info.call_weight.ref_time() > 0, "weightless: {call:?}");
	}
}

#[test]
fn pallets_charge_for_each_others_work_no_less_than_it_is() {
	use pallet_certification::weights as certification;

	const {
		// What a veto asks is answered by the accreditations.
		assert!(
			pallet_validation::weights::IS_ACCREDITED_READS >= certification::IS_ACCREDITED_READS
		);
		// What a clearance asks is answered by the certificates.
		assert!(pallet_data_access::weights::CERTIFICATE_READS >= certification::HOLDS_READS);
		// The registry reads a data set and its certificates for a lot, and a submission and its certificates for each part.
		assert!(pallet_data_market::weights::LOT_READS > certification::IS_CERTIFIED_READS);
		assert!(
			pallet_data_market::weights::SUBMISSION_READS
				> certification::IS_SUBMISSION_CERTIFIED_READS
		);
	}
}

#[test]
fn pallets_agree_with_their_configuration() {
	on_chain(DEV, |_| AllPalletsWithSystem::integrity_test());
}

#[test]
fn proxy_for_the_data_trade_moves_no_other_money() {
	let transfer: RuntimeCall = pallet_balances::Call::<Runtime>::transfer_all {
		dest: Address::Id(Alice.to_account_id()),
		keep_alive: false,
	}
	.into();
	let fund: RuntimeCall = pallet_data_escrow::Call::<Runtime>::fund { id: 0 }.into();
	let vote: RuntimeCall =
		pallet_collective::Call::<Runtime, pallet_collective::Instance1>::vote {
			proposal: Default::default(),
			index: 0,
			approve: true,
		}
		.into();
	let sudo: RuntimeCall = pallet_sudo::Call::<Runtime>::remove_key {}.into();
	let allowed =
		|proxy: ProxyType| [&transfer, &fund, &vote, &sudo].map(|call| proxy.filter(call));
	assert_eq!(allowed(ProxyType::Any), [true, true, true, true]);
	assert_eq!(allowed(ProxyType::NonTransfer), [false, false, true, false]);
	assert_eq!(allowed(ProxyType::Governance), [false, false, true, false]);
	assert_eq!(allowed(ProxyType::DataTrade), [false, true, false, false]);
}

#[test]
fn proxy_that_moves_no_money_neither_bonds_nor_sponsors_nor_gives_rights_away() {
	let of = |calls: Vec<RuntimeCall>| {
		calls.iter().filter(|call| ProxyType::NonTransfer.filter(call)).count()
	};
	assert_eq!(of(calls_of_validation()), 0, "fees and bonds");
	assert_eq!(of(calls_of_access()), 0, "shares in rights");
	assert_eq!(of(calls_of_sponsorship()), 0, "money for others");
	assert_eq!(of(calls_of_market()) + of(calls_of_escrow()), 0, "prices");
	// Those that would hand an identity or a device to the proxy for good, or end the identity.
	let closed = |pallet: &str, calls: Vec<RuntimeCall>| -> Vec<_> {
		calls
			.iter()
			.filter(|call| !ProxyType::NonTransfer.filter(call))
			.map(|call| call.get_call_metadata())
			.inspect(|name| assert_eq!(name.pallet_name, pallet))
			.map(|name| name.function_name)
			.collect()
	};
	assert_eq!(closed("Did", calls_of_did()), ["update_document", "deactivate"]);
	assert_eq!(closed("Devices", calls_of_devices()), ["offer_transfer", "accept_transfer"]);
}

#[test]
fn proxy_for_the_data_trade_neither_changes_identities_nor_certifies_nor_sponsors() {
	for call in [calls_of_did(), calls_of_devices(), calls_of_certification()]
		.into_iter()
		.chain([calls_of_sponsorship(), calls_of_consortium()])
		.flatten()
	{
		assert!(!ProxyType::DataTrade.filter(&call), "{call:?}");
	}
}

#[test]
fn proxy_can_only_hand_on_what_it_has() {
	let all = [ProxyType::Any, ProxyType::NonTransfer, ProxyType::Governance, ProxyType::DataTrade];
	for wider in all {
		for narrower in all {
			if !wider.is_superset(&narrower) {
				continue;
			}
			for call in our_calls() {
				assert!(
					wider.filter(&call) || !narrower.filter(&call),
					"{narrower:?} allows what {wider:?} does not: {call:?}"
				);
			}
		}
	}
	assert!(all.iter().all(|proxy| ProxyType::Any.is_superset(proxy)));
	assert!(!ProxyType::Governance.is_superset(&ProxyType::NonTransfer));
}
