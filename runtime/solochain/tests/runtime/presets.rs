//! The genesis presets.

use crate::{chain::*, parties::EURO_ID};
use counterfoil_primitives::{DidId, DidStatus, VerificationKey};
use counterfoil_runtime::{
	constants::currency::MILLI_CFL, genesis, AccountId, Assets, Balances, Runtime,
	RuntimeGenesisConfig,
};
use frame_support::{
	genesis_builder_helper::get_preset,
	traits::{
		fungible::Inspect,
		fungibles::{metadata::Inspect as _, roles::Inspect as _, Inspect as _},
	},
};
use pallet_consortium::ChainTag;
use serde_json::json;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{Permill, StateVersion};

fn accounts(keys: &[Sr25519Keyring]) -> Vec<AccountId> {
	keys.iter().map(|key| key.to_account_id()).collect()
}

#[test]
fn presets_have_their_literal_names() {
	assert_eq!(genesis::preset_names(), ["development", "local_testnet"]);
	assert_eq!((DEV, LOCAL), ("development", "local_testnet"));
}

#[test]
fn preset_of_another_name_does_not_exist() {
	for name in ["", "dev", "local", "Development", "staging"] {
		assert_eq!(genesis::preset(&name.into()), None, "{name}");
		assert_eq!(get_preset::<RuntimeGenesisConfig>(&Some(name.into()), genesis::preset), None);
	}
	assert!(get_preset::<RuntimeGenesisConfig>(&None, genesis::preset).is_some());
}

#[test]
fn development_is_alices() {
	on_chain(DEV, |_| {
		let alice = accounts(&[Alice]);
		assert_eq!(pallet_consortium::Validators::<Runtime>::get().into_inner(), alice);
		assert_eq!(pallet_session::Validators::<Runtime>::get(), alice);
		assert_eq!(pallet_consortium::Minimum::<Runtime>::get(), 1);
		assert_eq!(
			pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get(),
			alice
		);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Alice.to_account_id()));
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 1);
		assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().len(), 1);
		let windows = pallet_data_escrow::ParametersStore::<Runtime>::get().windows;
		assert_eq!(windows.dispute, 12_000);
		assert_eq!(
			pallet_consortium::Tag::<Runtime>::get(),
			ChainTag::new("counterfoil development", [0; 16]).unwrap()
		);
	});
}

#[test]
fn local_is_a_consortium_of_four_without_sudo() {
	on_chain(LOCAL, |_| {
		let four = accounts(&[Alice, Bob, Charlie, Dave]);
		assert_eq!(pallet_consortium::Validators::<Runtime>::get().into_inner(), four);
		assert_eq!(pallet_session::Validators::<Runtime>::get(), four);
		assert_eq!(pallet_consortium::Minimum::<Runtime>::get(), 3);
		let mut council =
			pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get();
		let mut expected = accounts(&[Alice, Bob, Charlie]);
		council.sort();
		expected.sort();
		assert_eq!(council, expected);
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), 4);
		assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().len(), 4);
	});
}

#[test]
fn presets_share_founders_money_and_terms() {
	for preset in [DEV, LOCAL] {
		on_chain(preset, |_| {
			for founder in [Alice, Bob, Charlie] {
				let did = DidId::of_key(&VerificationKey::Sr25519(founder.to_raw_public()));
				let record =
					pallet_did::Records::<Runtime>::get(did).expect("the founder is known");
				assert_eq!(record.status, DidStatus::Active);
				assert_eq!(pallet_did::DidOf::<Runtime>::get(founder.to_account_id()), Some(did));
			}
			assert_eq!(pallet_did::ActiveStakeholders::<Runtime>::get(), 3);
			for account in Sr25519Keyring::well_known() {
				assert_eq!(Balances::balance(&account.to_account_id()), ENDOWMENT);
			}
			assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
			// The example of another token, which Alice issues.
			assert_eq!(Assets::owner(EURO_ID), Some(Alice.to_account_id()));
			assert_eq!(Assets::symbol(EURO_ID), b"XEUR");
			assert_eq!((Assets::decimals(EURO_ID), Assets::minimum_balance(EURO_ID)), (6, 10_000));
			for account in Sr25519Keyring::well_known() {
				let balance = Assets::balance(EURO_ID, account.to_account_id());
				assert_eq!(balance, 1_000_000 * 1_000_000);
			}
			let terms = pallet_data_escrow::ParametersStore::<Runtime>::get();
			assert_eq!(terms.bond, Permill::from_percent(20));
			assert_eq!(terms.minimum_bond, 100 * MILLI_CFL);
			let registry = pallet_data_registry::Parameters::<Runtime>::get();
			assert_eq!(registry.clock_tolerance, 60_000);
		});
	}
}

#[test]
fn presets_give_a_person_minutes_and_a_consortium_days() {
	const HOUR: u64 = 3_600_000;

	let windows = |preset| {
		let mut told = None;
		on_chain(preset, |_| {
			let did = pallet_did::Parameters::<Runtime>::get();
			let rounds = pallet_validation::ParametersStore::<Runtime>::get();
			let access = pallet_data_access::Parameters::<Runtime>::get();
			let escrow = pallet_data_escrow::ParametersStore::<Runtime>::get();
			assert_eq!(rounds.windows.joining, rounds.windows.committing);
			assert_eq!(rounds.windows.joining, rounds.windows.revealing);
			told = Some([
				did.voting_period,
				did.confirmation_period,
				did.suspension_cool_down,
				u64::from(rounds.quorum),
				rounds.windows.joining,
				rounds.retention,
				access.decision_period,
				access.recording_period,
				access.retention,
				escrow.windows.judgement,
				pallet_data_auction::ParametersStore::<Runtime>::get().min_window,
				pallet_payment_channels::ParametersStore::<Runtime>::get().shortest_challenge,
				pallet_payment_streams::ParametersStore::<Runtime>::get().funding,
			]);
		});
		told.expect("the test ran")
	};
	const MINUTE: u64 = 60_000;
	const DAY: u64 = 24 * HOUR;

	let told = windows(DEV);
	assert_eq!(told[..5], [10 * MINUTE, MINUTE, 2 * MINUTE, 1, 30_000]);
	assert_eq!(told[5..9], [HOUR, 10 * MINUTE, HOUR, HOUR]);
	assert_eq!(told[9..], [MINUTE, 6_000, 6_000, MINUTE]);
	let told = windows(LOCAL);
	assert_eq!(told[..5], [DAY, DAY, 30 * DAY, 3, HOUR]);
	assert_eq!(told[5..9], [90 * DAY, 7 * DAY, 7 * DAY, 90 * DAY]);
	assert_eq!(told[9..], [HOUR, 10 * MINUTE, 10 * MINUTE, 100 * MINUTE]);
}

#[test]
fn chain_tag_alone_makes_another_genesis() {
	let root = |json: &serde_json::Value| {
		build(json)
			.expect("the genesis builds")
			.execute_with(|| sp_io::storage::root(StateVersion::V1))
	};
	let plain = genesis_json(DEV);
	let mut salted = plain.clone();
	salted["consortium"]["tag"]["salt"] =
		json!([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
	let mut named = plain.clone();
	named["consortium"]["tag"]["name"] = json!("harbour");

	assert_eq!(root(&plain), root(&genesis_json(DEV)));
	assert_ne!(root(&plain), root(&salted));
	assert_ne!(root(&plain), root(&named));
	assert_ne!(root(&salted), root(&named));
}

#[test]
fn genesis_with_a_bad_chain_tag_is_refused_with_the_reason() {
	let mut json = genesis_json(DEV);
	json["consortium"]["tag"]["name"] = json!("");
	let error = build(&json).expect_err("an empty name is refused");
	assert!(error.contains("chain tag is empty"), "{error}");

	let mut json = genesis_json(DEV);
	json["consortium"]["tag"]["salt"] = json!([1, 2, 3]);
	assert!(build(&json).is_err());
}

#[test]
fn genesis_with_an_unknown_field_is_refused() {
	let mut json = genesis_json(DEV);
	json["consortium"]["validator"] = json!([]);
	let error = build(&json).expect_err("an unknown field is refused");
	assert!(error.contains("validator"), "{error}");
}
