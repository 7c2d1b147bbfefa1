//! Every call of our pallets, as heavy as it can be.

mod data;
mod trade;

pub use data::*;
pub use trade::*;

use counterfoil_primitives::{
	sponsorship::{Beneficiary, CallTerms, Limits},
	Category, DidId, KeySignature, Region, VerificationKey,
};
use counterfoil_runtime::{configs::identity::SponsoredCalls, Runtime, RuntimeCall};
use frame_support::{dispatch::GetDispatchInfo, traits::Contains};
use sp_keyring::Sr25519Keyring::Alice;

/// Anybody.
pub(super) const SOMEBODY: DidId = DidId([0; 32]);
/// A key.
pub(super) const KEY: VerificationKey = VerificationKey::EcdsaP256([2; 33]);
/// A signature of the scheme that takes longest to check.
pub(super) const SIGNATURE: KeySignature = KeySignature::EcdsaP256([0; 64]);

/// A category.
pub(super) fn category() -> Category {
	Category::new("water/flow").unwrap()
}

/// A region.
pub(super) fn region() -> Region {
	Region::new("u1x0d").unwrap()
}

/// Every call of our pallets, as heavy as it can be.
pub fn our_calls() -> Vec<RuntimeCall> {
	let mut calls = calls_of_consortium();
	calls.extend(calls_of_did());
	calls.extend(calls_of_devices());
	calls.extend(calls_of_registry());
	calls.extend(calls_of_validation());
	calls.extend(calls_of_certification());
	calls.extend(calls_of_access());
	calls.extend(calls_of_market());
	calls.extend(calls_of_escrow());
	calls.extend(calls_of_auctions());
	calls.extend(calls_of_contracts());
	calls.extend(calls_of_allowances());
	calls.extend(calls_of_channels());
	calls.extend(calls_of_streams());
	calls.extend(calls_of_custody());
	calls.extend(calls_of_sponsorship());
	calls
}

/// Those of the sponsorship.
pub fn calls_of_sponsorship() -> Vec<RuntimeCall> {
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
		calls_of_auctions(),
		calls_of_contracts(),
		calls_of_channels(),
		calls_of_streams(),
		calls_of_custody(),
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
