//! What fits into a block.

use crate::chain::*;
use counterfoil_primitives::{
	Category, DidId, KeySignature, Need, Policy, Region, Roles, SubmissionBody, Tree,
	VerificationKey, MAX_LEAF_LEN, MAX_PATH_LEN,
};
use counterfoil_runtime::{
	configs::{
		system::{RuntimeBlockWeights, MAXIMUM_BLOCK_WEIGHT},
		utility::ProxyType,
	},
	Address, AllPalletsWithSystem, Runtime, RuntimeCall,
};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{InstanceFilter, IntegrityTest},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use pallet_data_escrow::Misbehaviour;
use pallet_data_market::{OfferTerms, OrderKind};
use pallet_data_registry::{Confidentiality, DataSetDetails, RegistryParameters, Verdict};
use pallet_did::{Change, DeviceStatus, DidParameters};
use sp_keyring::Sr25519Keyring::Alice;

/// Every call of our pallets, as heavy as it can be.
fn our_calls() -> Vec<RuntimeCall> {
	use pallet_consortium::Call as Consortium;
	use pallet_data_escrow::Call as Escrow;
	use pallet_data_market::Call as Market;
	use pallet_data_registry::Call as Registry;
	use pallet_did::Call as Did;

	let account = Alice.to_account_id();
	let subject = DidId([0; 32]);
	let key = VerificationKey::Sr25519([0; 32]);
	let signature = KeySignature::Sr25519([0; 64]);
	let category = Category::new("water/flow").unwrap();
	let region = Region::new("u1x0d").unwrap();
	let body = SubmissionBody {
		data_set: 0,
		fingerprint: Tree::from_leaves([b"leaf"]).fingerprint(),
		from: 0,
		to: 0,
		corrects: None,
	};
	let need = Need {
		category,
		region,
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
	let path = || vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap();
	let proof = Misbehaviour {
		index: 0,
		ciphertext: vec![0; MAX_LEAF_LEN as usize].try_into().unwrap(),
		ciphertext_path: path(),
		leaf: [0; 32],
		leaf_path: path(),
	};
	vec![
		Consortium::<Runtime>::add_validator { validator: account.clone() }.into(),
		Consortium::<Runtime>::remove_validator { validator: account }.into(),
		Consortium::<Runtime>::set_minimum { minimum: 1 }.into(),
		Consortium::<Runtime>::release_keys {}.into(),
		Consortium::<Runtime>::note_stalled { delay: 0, best_finalized: 0 }.into(),
		Consortium::<Runtime>::authorize_upgrade { code_hash: Default::default() }.into(),
		Did::<Runtime>::register_stakeholder { key, signature, roles: Roles::EMPTY }.into(),
		Did::<Runtime>::propose { subject, change: Change::Suspend }.into(),
		Did::<Runtime>::vote { subject, proposal: 0, aye: true }.into(),
		Did::<Runtime>::register_device { key, signature, metadata: [0; 32] }.into(),
		Did::<Runtime>::set_device_status { device: subject, status: DeviceStatus::Active }.into(),
		Did::<Runtime>::close_proposal { subject }.into(),
		Did::<Runtime>::set_parameters { parameters: DidParameters::default() }.into(),
		Registry::<Runtime>::register_data_set {
			details: DataSetDetails {
				schema: [0; 32],
				media_type: counterfoil_primitives::MediaType::new("text/csv").unwrap(),
				category,
				region,
				confidentiality: Confidentiality::Public,
				licence: [0; 32],
			},
		}
		.into(),
		Registry::<Runtime>::submit { device: subject, body, signature }.into(),
		Registry::<Runtime>::attest { submission: 0, verdict: Verdict::Valid { quality: 0 } }
			.into(),
		Registry::<Runtime>::certify { submission: 0, document: [0; 32], valid_until: 0 }.into(),
		Registry::<Runtime>::revoke_certificate { certificate: 0, reason: [0; 32] }.into(),
		Registry::<Runtime>::set_parameters { parameters: RegistryParameters::default() }.into(),
		Market::<Runtime>::place_offer { terms }.into(),
		Market::<Runtime>::withdraw_offer { offer: 0 }.into(),
		Market::<Runtime>::place_demand { need, valid_until: 0 }.into(),
		Market::<Runtime>::withdraw_demand { demand: 0 }.into(),
		Market::<Runtime>::take_offer { demand: 0, offer: 0 }.into(),
		Market::<Runtime>::prune { kind: OrderKind::Offer, id: 0 }.into(),
		Escrow::<Runtime>::fund { id: 0 }.into(),
		Escrow::<Runtime>::commit { id: 0, ciphertext_root: [0; 32], key_commitment: [0; 32] }
			.into(),
		Escrow::<Runtime>::accept { id: 0 }.into(),
		Escrow::<Runtime>::decline { id: 0 }.into(),
		Escrow::<Runtime>::reveal { id: 0, key: [0; 32] }.into(),
		Escrow::<Runtime>::dispute { id: 0, proof }.into(),
		Escrow::<Runtime>::settle { id: 0 }.into(),
		Escrow::<Runtime>::expire { id: 0 }.into(),
		Escrow::<Runtime>::set_parameters { parameters: Default::default() }.into(),
		Escrow::<Runtime>::forget { id: 0 }.into(),
	]
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
