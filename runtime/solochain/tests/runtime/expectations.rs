//! What clients and operators rely on, as literal values. A change here is a change for all of them.

use codec::Encode;
use counterfoil_primitives::{sponsorship::Beneficiary, DidId};
use counterfoil_runtime::{
	constants::{currency, time},
	Audit, Aura, Authorship, Balances, Certification, Consortium, Council, CouncilMembership,
	DataAccess, DataEscrow, DataMarket, DataRegistry, Devices, Did, Grandpa, Multisig,
	OriginCaller, Preimage, Proxy, Runtime, RuntimeCall, RuntimeHoldReason, Scheduler, Session,
	Sponsorship, Sudo, System, Timestamp, TransactionPayment, TxExtension, Utility, Validation,
	VERSION,
};
use frame_support::traits::{Get, PalletInfoAccess};
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
			pallet_consortium::Call::<Runtime>::remove_validator { validator: alice }.into()
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
	assert_eq!(
		first_bytes(pallet_data_market::Call::<Runtime>::take_offer { demand: 0, offer: 0 }.into()),
		(52, 4)
	);
	assert_eq!(first_bytes(pallet_data_escrow::Call::<Runtime>::fund { id: 0 }.into()), (53, 0));
	assert_eq!(first_bytes(pallet_data_escrow::Call::<Runtime>::forget { id: 0 }.into()), (53, 9));
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
}

#[test]
fn hold_reasons_keep_their_encoding() {
	let encoded: [(RuntimeHoldReason, [u8; 2]); 20] = [
		(RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage), [3, 0]),
		(RuntimeHoldReason::Session(pallet_session::HoldReason::Keys), [22, 0]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::Record), [50, 0]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::Proposal), [50, 1]),
		(RuntimeHoldReason::Did(pallet_did::HoldReason::History), [50, 2]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::DataSet), [51, 0]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Submission), [51, 1]),
		(RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Schema), [51, 3]),
		(RuntimeHoldReason::DataMarket(pallet_data_market::HoldReason::Order), [52, 0]),
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
