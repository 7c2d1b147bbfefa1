//! What clients and operators rely on, as literal values. A change here is a change for all of them.

use codec::Encode;
use counterfoil_primitives::{sponsorship::Beneficiary, DidId};
use counterfoil_runtime::{
	constants::{currency, time},
	Allowances, Assets, AssetsHolder, Audit, Aura, Authorship, Balances, Certification, Consortium,
	Council, CouncilMembership, Custody, DataAccess, DataAuction, DataContracts, DataEscrow,
	DataMarket, DataRegistry, Devices, Did, Grandpa, Multisig, OriginCaller, PaymentChannels,
	PaymentStreams, Preimage, Proxy, Runtime, RuntimeCall, RuntimeHoldReason, Scheduler, Session,
	Sponsorship, Sudo, System, Timestamp, TransactionPayment, TxExtension, Utility, Validation,
	VERSION,
};
use frame_support::traits::{Get, GetStorageVersion, PalletInfoAccess, StorageVersion};
use sp_runtime::traits::TransactionExtension;

#[test]
fn pallets_keep_their_names_and_indices() {
	fn of<P: PalletInfoAccess>() -> (usize, &'static str) {
		(P::index(), P::name())
	}
	let pallets = [
		of::<System>(),
		of::<Timestamp>(),
		of::<Scheduler>(),
		of::<Preimage>(),
		of::<Utility>(),
		of::<Multisig>(),
		of::<Proxy>(),
		of::<Balances>(),
		of::<TransactionPayment>(),
		of::<Assets>(),
		of::<AssetsHolder>(),
		of::<Authorship>(),
		of::<Aura>(),
		of::<Session>(),
		of::<Grandpa>(),
		of::<Consortium>(),
		of::<Council>(),
		of::<CouncilMembership>(),
		of::<Sudo>(),
		of::<Did>(),
		of::<DataRegistry>(),
		of::<DataMarket>(),
		of::<DataEscrow>(),
		of::<Devices>(),
		of::<Sponsorship>(),
		of::<Validation>(),
		of::<Certification>(),
		of::<DataAccess>(),
		of::<Audit>(),
		of::<Allowances>(),
		of::<DataAuction>(),
		of::<DataContracts>(),
		of::<PaymentChannels>(),
		of::<PaymentStreams>(),
		of::<Custody>(),
	];
	assert_eq!(
		pallets,
		[
			(0, "System"),
			(1, "Timestamp"),
			(2, "Scheduler"),
			(3, "Preimage"),
			(4, "Utility"),
			(5, "Multisig"),
			(6, "Proxy"),
			(10, "Balances"),
			(11, "TransactionPayment"),
			(12, "Assets"),
			(13, "AssetsHolder"),
			(20, "Authorship"),
			(21, "Aura"),
			(22, "Session"),
			(23, "Grandpa"),
			(24, "Consortium"),
			(30, "Council"),
			(31, "CouncilMembership"),
			(39, "Sudo"),
			(50, "Did"),
			(51, "DataRegistry"),
			(52, "DataMarket"),
			(53, "DataEscrow"),
			(54, "Devices"),
			(55, "Sponsorship"),
			(56, "Validation"),
			(57, "Certification"),
			(58, "DataAccess"),
			(59, "Audit"),
			(60, "Allowances"),
			(61, "DataAuction"),
			(62, "DataContracts"),
			(63, "PaymentChannels"),
			(64, "PaymentStreams"),
			(65, "Custody"),
		]
	);
}

#[test]
fn calls_keep_their_indices() {
	let first_bytes = |call: RuntimeCall| {
		let bytes = call.encode();
		(bytes[0], bytes[1])
	};
	let alice = sp_keyring::Sr25519Keyring::Alice.to_account_id();
	assert_eq!(
		first_bytes(
			pallet_consortium::Call::<Runtime>::add_validator { validator: alice.clone() }.into()
		),
		(24, 0)
	);
	assert_eq!(
		first_bytes(
			pallet_consortium::Call::<Runtime>::remove_validator { validator: alice.clone() }
				.into()
		),
		(24, 1)
	);
	assert_eq!(
		first_bytes(pallet_consortium::Call::<Runtime>::set_minimum { minimum: 1 }.into()),
		(24, 2)
	);
	assert_eq!(first_bytes(pallet_consortium::Call::<Runtime>::release_keys {}.into()), (24, 3));
	assert_eq!(
		first_bytes(
			pallet_consortium::Call::<Runtime>::note_stalled { delay: 0, best_finalized: 0 }.into()
		),
		(24, 4)
	);
	assert_eq!(
		first_bytes(
			pallet_consortium::Call::<Runtime>::authorize_upgrade { code_hash: Default::default() }
				.into()
		),
		(24, 5)
	);
	let did = DidId([0; 32]);
	let vote = pallet_did::Call::<Runtime>::vote {
		subject: did,
		motion: pallet_did::Motion::Suspend,
		proposal: 0,
		aye: true,
	};
	assert_eq!(first_bytes(vote.into()), (50, 2));
	let deactivate = pallet_did::Call::<Runtime>::deactivate { did, approvals: Default::default() };
	assert_eq!(first_bytes(deactivate.into()), (50, 21));
	let deprecate = pallet_data_registry::Call::<Runtime>::deprecate_schema { hash: [0; 32] };
	assert_eq!(first_bytes(deprecate.into()), (51, 7));
	let take = pallet_data_market::Call::<Runtime>::take_offer { demand: 0, offer: 0, lot: None };
	assert_eq!(first_bytes(take.into()), (52, 4));
	let conclude = pallet_data_market::Call::<Runtime>::conclude { demand: 0 };
	assert_eq!(first_bytes(conclude.into()), (52, 14));
	let fund = pallet_data_escrow::Call::<Runtime>::fund { id: 0, from: None };
	assert_eq!(first_bytes(fund.into()), (53, 0));
	assert_eq!(first_bytes(pallet_data_escrow::Call::<Runtime>::forget { id: 0 }.into()), (53, 9));
	let collect = pallet_data_escrow::Call::<Runtime>::collect { id: 0 };
	assert_eq!(first_bytes(collect.into()), (53, 10));
	let recuse = pallet_data_escrow::Call::<Runtime>::recuse { id: 0 };
	assert_eq!(first_bytes(recuse.into()), (53, 25));
	let root = pallet_devices::Call::<Runtime>::remove_root { root: 0 };
	assert_eq!(first_bytes(root.into()), (54, 20));
	let cancel = pallet_sponsorship::Call::<Runtime>::cancel { did, nonce: 0 };
	assert_eq!(first_bytes(cancel.into()), (55, 4));
	let forget = pallet_validation::Call::<Runtime>::forget { round: 0 };
	assert_eq!(first_bytes(forget.into()), (56, 6));
	let revoke = pallet_certification::Call::<Runtime>::revoke { certificate: 0, reason: [0; 32] };
	assert_eq!(first_bytes(revoke.into()), (57, 8));
	let prune = pallet_data_access::Call::<Runtime>::prune_epoch { data_set: 0, epoch: 0 };
	assert_eq!(first_bytes(prune.into()), (58, 14));
	let revoke = pallet_allowances::Call::<Runtime>::revoke { spender: did, payee: None };
	assert_eq!(first_bytes(revoke.into()), (60, 2));
	let collect = pallet_data_auction::Call::<Runtime>::collect { auction: 0, bidder: did };
	assert_eq!(first_bytes(collect.into()), (61, 7));
	let protest = pallet_data_contracts::Call::<Runtime>::protest { id: 0 };
	assert_eq!(first_bytes(protest.into()), (62, 8));
	let settle = pallet_payment_channels::Call::<Runtime>::settle { channel: 0 };
	assert_eq!(first_bytes(settle.into()), (63, 7));
	let withdraw = pallet_payment_streams::Call::<Runtime>::withdraw { id: 0 };
	assert_eq!(first_bytes(withdraw.into()), (64, 8));
	let expire = pallet_custody::Call::<Runtime>::expire { circulation: 0 };
	assert_eq!(first_bytes(expire.into()), (65, 7));
	let create = pallet_assets::Call::<Runtime>::force_create {
		id: 1,
		owner: counterfoil_runtime::Address::Id(alice),
		is_sufficient: true,
		min_balance: 1,
	};
	assert_eq!(first_bytes(create.into()), (12, 1));
}

#[test]
fn hold_reasons_keep_their_encoding() {
	let encoded: [(RuntimeHoldReason, [u8; 2]); 32] = [
		(RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage), [3, 0]),
		(RuntimeHoldReason::Session(pallet_session::HoldReason::Keys), [22, 0]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::Record), [50, 0]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::Proposal), [50, 1]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::History), [50, 2]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::DataSet), [51, 0]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Submission), [51, 1]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Schema), [51, 3]),
		(RuntimeHoldReason::DataMarket(pallet_data_market::HoldReason::Order), [52, 0]),
		(RuntimeHoldReason::DataMarket(pallet_data_market::HoldReason::Reward), [52, 1]),
		(RuntimeHoldReason::DataEscrow(pallet_data_escrow::HoldReason::Price), [53, 0]),
		(RuntimeHoldReason::DataEscrow(pallet_data_escrow::HoldReason::Bond), [53, 1]),
		(RuntimeHoldReason::DataEscrow(pallet_data_escrow::HoldReason::Record), [53, 2]),
		(RuntimeHoldReason::Devices(pallet_devices::HoldReason::Entry), [54, 0]),
		(RuntimeHoldReason::Sponsorship(pallet_sponsorship::HoldReason::Sponsorship), [55, 0]),
		(RuntimeHoldReason::Validation(pallet_validation::HoldReason::Fee), [56, 0]),
		(RuntimeHoldReason::Validation(pallet_validation::HoldReason::Bond), [56, 1]),
		(RuntimeHoldReason::Validation(pallet_validation::HoldReason::Record), [56, 2]),
		(
			RuntimeHoldReason::Certification(pallet_certification::HoldReason::Accreditation),
			[57, 0],
		),
		(RuntimeHoldReason::Certification(pallet_certification::HoldReason::Certificate), [57, 1]),
		(RuntimeHoldReason::DataAccess(pallet_data_access::HoldReason::Record), [58, 0]),
		(RuntimeHoldReason::Allowances(pallet_allowances::HoldReason::Record), [60, 0]),
		(RuntimeHoldReason::DataAuction(pallet_data_auction::HoldReason::Deposit), [61, 0]),
		(RuntimeHoldReason::DataAuction(pallet_data_auction::HoldReason::Record), [61, 1]),
		(RuntimeHoldReason::DataContracts(pallet_data_contracts::HoldReason::Budget), [62, 0]),
		(RuntimeHoldReason::DataContracts(pallet_data_contracts::HoldReason::Bond), [62, 1]),
		(RuntimeHoldReason::DataContracts(pallet_data_contracts::HoldReason::Record), [62, 2]),
		(RuntimeHoldReason::PaymentChannels(pallet_payment_channels::HoldReason::Deposit), [63, 0]),
		(RuntimeHoldReason::PaymentChannels(pallet_payment_channels::HoldReason::Record), [63, 1]),
		(RuntimeHoldReason::PaymentStreams(pallet_payment_streams::HoldReason::Deposit), [64, 0]),
		(RuntimeHoldReason::PaymentStreams(pallet_payment_streams::HoldReason::Record), [64, 1]),
		(RuntimeHoldReason::Custody(pallet_custody::HoldReason::Circulation), [65, 0]),
	];
	for (reason, bytes) in encoded {
		assert_eq!(reason.encode(), bytes, "{reason:?}");
	}
}

#[test]
fn origin_of_a_sponsored_call_keeps_its_encoding() {
	let sponsor = sp_keyring::Sr25519Keyring::Alice.to_account_id();
	let did = DidId([7; 32]);
	let origin = OriginCaller::Sponsorship(pallet_sponsorship::RawOrigin::Sponsored {
		did,
		sponsor: sponsor.clone(),
	});
	assert_eq!(origin.encode(), (55u8, 0u8, did, sponsor).encode());
	assert_eq!(Beneficiary::DevicesOf(did).encode(), (1u8, did).encode());
}

#[test]
fn token_and_time_are_what_is_documented() {
	assert_eq!(currency::TOKEN_SYMBOL, "CFL");
	assert_eq!(currency::TOKEN_DECIMALS, 12);
	assert_eq!(currency::CFL, 1_000_000_000_000);
	let existential_deposit: u128 = <Runtime as pallet_balances::Config>::ExistentialDeposit::get();
	assert_eq!(existential_deposit, 1_000_000_000);
	let prefix: u16 = <Runtime as frame_system::Config>::SS58Prefix::get();
	assert_eq!(prefix, 42);
	assert_eq!(Aura::slot_duration(), 2_000);
	let period: u64 = <Runtime as pallet_timestamp::Config>::MinimumPeriod::get();
	assert_eq!(period, 1_000);
	assert_eq!(time::SESSION_LENGTH, 15);
	assert_eq!((time::MINUTES, time::HOURS, time::DAYS), (30, 1_800, 43_200));
	let hashes: u32 = <Runtime as frame_system::Config>::BlockHashCount::get();
	assert_eq!(hashes, 2_400);
}

#[test]
fn version_is_that_of_this_release() {
	assert_eq!(VERSION.spec_name, "counterfoil");
	assert_eq!(VERSION.impl_name, "counterfoil-node");
	assert_eq!(
		(VERSION.spec_version, VERSION.transaction_version, VERSION.system_version),
		(100, 1, 1)
	);
}

#[test]
fn transactions_carry_these_extensions_in_this_order() {
	let identifiers: Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(
		identifiers,
		[
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		]
	);
}

#[test]
fn runtime_apis_keep_their_versions() {
	for (number, (id, expected)) in [
		(pallet_allowances_runtime_api::runtime_decl_for_allowances_api::ID, 1),
		(pallet_audit_runtime_api::runtime_decl_for_counterfoil_audit_api::ID, 1),
		(pallet_certification_runtime_api::runtime_decl_for_certification_api::ID, 1),
		(pallet_custody_runtime_api::runtime_decl_for_custody_api::ID, 1),
		(pallet_data_access_runtime_api::runtime_decl_for_data_access_api::ID, 1),
		(pallet_data_auction_runtime_api::runtime_decl_for_data_auction_api::ID, 1),
		(pallet_data_contracts_runtime_api::runtime_decl_for_data_contracts_api::ID, 1),
		(pallet_data_escrow_runtime_api::runtime_decl_for_data_escrow_api::ID, 2),
		(pallet_data_market_runtime_api::runtime_decl_for_data_market_api::ID, 1),
		(pallet_data_registry_runtime_api::runtime_decl_for_data_registry_api::ID, 1),
		(pallet_devices_runtime_api::runtime_decl_for_devices_api::ID, 1),
		(pallet_did_runtime_api::runtime_decl_for_did_api::ID, 1),
		(pallet_payment_channels_runtime_api::runtime_decl_for_payment_channels_api::ID, 1),
		(pallet_payment_streams_runtime_api::runtime_decl_for_payment_streams_api::ID, 1),
		(pallet_sponsorship_runtime_api::runtime_decl_for_sponsorship_api::ID, 1),
		(pallet_validation_runtime_api::runtime_decl_for_validation_api::ID, 1),
	]
	.into_iter()
	.enumerate()
	{
		let version = VERSION.apis.iter().find(|(api, _)| *api == id).map(|(_, version)| *version);
		assert_eq!(version, Some(expected), "number {number} of the list");
	}
}

#[test]
fn storage_of_our_pallets_has_the_version_of_this_release() {
	fn of<P: GetStorageVersion<InCodeStorageVersion = StorageVersion> + PalletInfoAccess>() {
		assert_eq!(P::in_code_storage_version(), StorageVersion::new(1), "{}", P::name());
	}
	of::<Consortium>();
	of::<Did>();
	of::<DataRegistry>();
	of::<DataMarket>();
	of::<DataEscrow>();
	of::<Devices>();
	of::<Sponsorship>();
	of::<Validation>();
	of::<Certification>();
	of::<DataAccess>();
	of::<Audit>();
	of::<Allowances>();
	of::<DataAuction>();
	of::<DataContracts>();
	of::<PaymentChannels>();
	of::<PaymentStreams>();
	of::<Custody>();
}

#[test]
fn metadata_names_the_runtime_apis_and_the_extensions() {
	assert!(Runtime::metadata_versions().contains(&15));
	let metadata = Runtime::metadata_at_version(15).expect("version 15 is offered");
	let contains = |name: &str| metadata.windows(name.len()).any(|part| part == name.as_bytes());
	for name in [
		"DidApi",
		"DataRegistryApi",
		"DataMarketApi",
		"DataEscrowApi",
		"DevicesApi",
		"SponsorshipApi",
		"ValidationApi",
		"CertificationApi",
		"DataAccessApi",
		"CounterfoilAuditApi",
		"AllowancesApi",
		"DataAuctionApi",
		"DataContractsApi",
		"PaymentChannelsApi",
		"PaymentStreamsApi",
		"CustodyApi",
		"AccountNonceApi",
		"TransactionPaymentApi",
		"GrandpaApi",
		"AuthorizeCall",
		"CheckMetadataHash",
		"WeightReclaim",
	] {
		assert!(contains(name), "{name} is missing");
	}
}
