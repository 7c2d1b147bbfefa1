use frame_support::traits::Hooks;

use super::*;

#[test]
fn every_weight_counts_time_and_renew_is_the_heaviest() {
	let renew = <() as WeightInfo>::renew();
	let others = [
		<() as WeightInfo>::accredit(),
		<() as WeightInfo>::delegate(),
		<() as WeightInfo>::revoke_accreditation(),
		<() as WeightInfo>::release_accreditation(),
		<() as WeightInfo>::certify(),
		<() as WeightInfo>::suspend(),
		<() as WeightInfo>::reinstate(),
		<() as WeightInfo>::revoke(),
	];
	for other in others {
		assert!(other.ref_time() > 0 && other.proof_size() > 0);
		assert!(other.all_lt(renew));
	}
}

#[test]
fn answers_are_bounded_by_constants() {
	assert_eq!(weights::IS_CERTIFIED_READS, 49);
	assert_eq!(weights::HOLDS_READS, 7);
	assert_eq!(weights::IS_ACCREDITED_READS, 81);
}

#[test]
fn integrity_test_accepts_the_mock() {
	ExtBuilder.build_and_execute(|| {
		<Certification as Hooks<_>>::integrity_test();
	});
}
