//! What fits into a block.

use crate::{
	calls::*,
	chain::*,
	parties::{encrypt, misbehaviour, readings},
};
use counterfoil_primitives::traits::OnAgreementClosed;
use counterfoil_runtime::{
	configs::{
		identity::SponsoredCalls,
		system::{RuntimeBlockWeights, MAXIMUM_BLOCK_WEIGHT},
		utility::ProxyType,
	},
	Address, AllPalletsWithSystem, Custody, DataAuction, DataContracts, DataMarket, Runtime,
	RuntimeCall,
};
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Contains, GetCallMetadata, InstanceFilter, IntegrityTest, PalletsInfoAccess},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use sp_keyring::Sr25519Keyring::Alice;
use std::collections::BTreeSet;

/// Our pallets that have calls: the consortium, and all of the product but the histories, which nobody can write.
pub fn our_pallets() -> Vec<&'static str> {
	AllPalletsWithSystem::infos()
		.into_iter()
		.filter(|pallet| pallet.index == 24 || (50..70).contains(&pallet.index))
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
	assert_eq!(ours.len(), 16, "{ours:?}");
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
	use pallet_data_escrow::weights as escrow;

	const {
		// What a veto asks is answered by the accreditations.
		assert!(
			pallet_validation::weights::IS_ACCREDITED_READS >= certification::IS_ACCREDITED_READS
		);
		// What a clearance asks is answered by the certificates.
		assert!(pallet_data_access::weights::CERTIFICATE_READS >= certification::HOLDS_READS);
		// The certificates of a data set, and those of a submission.
		const fn certificates(count: u32) -> u64 {
			count as u64 * pallet_data_market::weights::CERTIFICATE_READS
		}
		const OF_SET: u64 = certificates(pallet_data_market::weights::SET_CERTIFICATES);
		const OF_SUBMISSION: u64 =
			certificates(pallet_data_market::weights::SUBMISSION_CERTIFICATES);
		assert!(OF_SET >= certification::IS_CERTIFIED_READS);
		assert!(OF_SUBMISSION >= certification::IS_SUBMISSION_CERTIFIED_READS);
		// Auctions read them with the data set and the submission.
		assert!(pallet_data_auction::weights::LOT_READS > certification::IS_CERTIFIED_READS);
		assert!(
			pallet_data_auction::weights::SUBMISSION_READS
				> certification::IS_SUBMISSION_CERTIFIED_READS
		);
		assert!(escrow::SET_CERTIFICATE_READS >= certification::IS_CERTIFIED_READS);
		assert!(
			escrow::SUBMISSION_CERTIFICATE_READS >= certification::IS_SUBMISSION_CERTIFIED_READS
		);
		assert!(
			pallet_data_contracts::weights::SET_CERTIFICATE_READS
				>= certification::IS_CERTIFIED_READS
		);
		assert!(
			pallet_data_contracts::weights::SUBMISSION_CERTIFICATE_READS
				>= certification::IS_SUBMISSION_CERTIFIED_READS
		);
		// Agreements are opened for the market, auctions and contracts, and funded as they open for the last two.
		assert!(pallet_data_market::weights::OPEN_READS >= escrow::OPEN_READS);
		assert!(pallet_data_market::weights::OPEN_WRITES >= escrow::OPEN_WRITES);
		assert!(pallet_data_auction::weights::OPEN_READS >= escrow::OPEN_READS);
		assert!(pallet_data_auction::weights::OPEN_WRITES >= escrow::OPEN_WRITES);
		assert!(pallet_data_auction::weights::FUND_READS >= escrow::FUND_READS);
		assert!(pallet_data_auction::weights::FUND_WRITES >= escrow::FUND_WRITES);
		assert!(
			pallet_data_contracts::weights::OPEN_READS >= escrow::OPEN_READS + escrow::FUND_READS
		);
		assert!(
			pallet_data_contracts::weights::OPEN_WRITES
				>= escrow::OPEN_WRITES + escrow::FUND_WRITES
		);
		// What is spent of another's money is counted by the allowances.
		assert!(
			pallet_payment_channels::weights::SPEND_READS
				>= pallet_allowances::weights::SPEND_READS
		);
		assert!(
			pallet_payment_channels::weights::SPEND_WRITES
				>= pallet_allowances::weights::SPEND_WRITES
		);
		assert!(
			pallet_payment_streams::weights::SPEND_READS >= pallet_allowances::weights::SPEND_READS
		);
		assert!(
			pallet_payment_streams::weights::SPEND_WRITES
				>= pallet_allowances::weights::SPEND_WRITES
		);
	}
}

#[test]
fn escrow_charges_for_all_who_hear_how_an_agreement_ends() {
	type Hears = <Runtime as pallet_data_escrow::Config>::OnClosed;
	type Account = counterfoil_runtime::AccountId;
	type Amount = counterfoil_runtime::Balance;

	fn cost<Who: OnAgreementClosed<Account, Amount>>() -> (u64, u64) {
		(Who::READS, Who::WRITES)
	}
	let each =
		[cost::<DataMarket>(), cost::<DataContracts>(), cost::<DataAuction>(), cost::<Custody>()];
	let sum = each.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
	assert_eq!(cost::<Hears>(), sum);
	assert!(each.iter().all(|(reads, writes)| *reads > 0 && *writes > 0));
	let heard = <Runtime as frame_system::Config>::DbWeight::get().reads_writes(sum.0, sum.1);
	let charged = |call: pallet_data_escrow::Call<Runtime>| call.get_dispatch_info().call_weight;
	use pallet_data_escrow::Call;
	for call in [
		Call::decline { id: 0 },
		Call::dispute { id: 0, proof: misbehaviour(&readings(1), &encrypt(&readings(1)), 0) },
		Call::settle { id: 0 },
		Call::expire { id: 0 },
		Call::concede { id: 0 },
		Call::decide { id: 0, to_supplier: 0, reason: [0; 32] },
		Call::recuse { id: 0 },
	] {
		let name = format!("{call:?}");
		assert!(charged(call).all_gt(heard), "{name}");
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
	let fund: RuntimeCall = pallet_data_escrow::Call::<Runtime>::fund { id: 0, from: None }.into();
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
	assert_eq!(of(calls_of_auctions()) + of(calls_of_contracts()), 0, "bids and stakes");
	assert_eq!(of(calls_of_channels()) + of(calls_of_streams()), 0, "payments");
	assert_eq!(of(calls_of_allowances()), 0, "money that others may bind");
	assert_eq!(of(calls_of_custody()), 0, "what was given to whom");
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
fn proxy_for_the_data_trade_pays_nobody_of_its_own_choice() {
	for call in
		[calls_of_allowances(), calls_of_channels(), calls_of_streams()].into_iter().flatten()
	{
		assert!(!ProxyType::DataTrade.filter(&call), "{call:?}");
	}
	let trade = [calls_of_auctions(), calls_of_contracts(), calls_of_custody()];
	assert!(trade.iter().flatten().all(|call| ProxyType::DataTrade.filter(call)));
}

#[test]
fn sponsored_subject_gives_no_allowances() {
	let sponsored = |calls: Vec<RuntimeCall>| {
		calls.iter().filter(|call| SponsoredCalls::contains(call)).count()
	};
	assert_eq!(sponsored(calls_of_allowances()), 0, "they bind the money of who pays");
	assert_eq!(sponsored(calls_of_consortium()), 0);
	for calls in [
		calls_of_market(),
		calls_of_escrow(),
		calls_of_auctions(),
		calls_of_contracts(),
		calls_of_channels(),
		calls_of_streams(),
		calls_of_custody(),
	] {
		assert_eq!(sponsored(calls.clone()), calls.len());
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
