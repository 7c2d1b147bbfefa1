use super::*;
use crate::WeightInfo;

#[test]
fn weight_of_dispatch_grows_with_the_length_of_the_call_only() {
	let byte = <()>::dispatch(1).saturating_sub(<()>::dispatch(0));
	assert_eq!(byte.proof_size(), 0);
	assert_eq!(<()>::dispatch(1_000).saturating_sub(<()>::dispatch(0)), byte.saturating_mul(1_000));
}

#[test]
fn signature_that_the_runtime_checks_by_itself_weighs_more() {
	let weight = |signature| Sponsorship::own_weight(&act(), &signature);
	let host = weight(KeySignature::Ed25519([0; 64]));
	assert_eq!(weight(KeySignature::EcdsaSecp256k1([0; 65])), host);
	let own = weight(KeySignature::EcdsaP256([0; 64]));
	// As measured natively, with each of four keys.
	assert!(own.ref_time() - host.ref_time() > 4 * 606_000_000);
	let keys = counterfoil_primitives::document::MAX_KEYS;
	let more = pallet_support::signatures::surcharge(&[KeySignature::EcdsaP256([0; 64])], keys);
	assert_eq!(own, host.saturating_add(more));
}

/// What one call changes in the state, with so many sponsorships beside the one that pays.
fn changes_beside(others: u64) -> usize {
	let mut ext = ExtBuilder::fleet().build();
	ext.execute_with(|| {
		let record = Sponsorships::<Test>::get(SPONSOR, fleet()).unwrap();
		for other in 0..others {
			Sponsorships::<Test>::insert(1_000_000 + other, device(), record.clone());
			let mut id = [0; 32];
			id[..8].copy_from_slice(&other.to_le_bytes());
			Sponsorships::<Test>::insert(SPONSOR, Beneficiary::Did(DidId(id)), record.clone());
		}
	});
	ext.commit_all().unwrap();
	ext.execute_with(|| assert_eq!(carry(DEVICE, act()), (Ok(()), 0)));
	ext.overlayed_changes().changes().count()
}

#[test]
fn call_changes_as_much_beside_ten_thousand_sponsorships_as_beside_ten() {
	assert_eq!(changes_beside(10), changes_beside(10_000));
}
