//! Random calls about batches by their owner, by others and by devices. After each: the state is sound, each deposit is where
//! the entries say, and no device is ever live that was struck out, or live twice.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Devices of the batch, which is enrolled again and again.
const DEVICES: u32 = 6;

/// What somebody does.
#[derive(Clone, Copy, Debug)]
enum Step {
	Enrol,
	EnrolUnderRoot,
	Activate(u32),
	StrikeOut(u32),
	Decommission(u32),
	Close,
	Revoke,
	Clear(u32),
	OfferBatch,
	OfferDevice(u32),
	AcceptBatch,
	AcceptDevice(u32),
	EndBatch,
	ProposeRoot,
	AdmitRoot,
	RevokeRoot,
	RemoveRoot,
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let device = || 0..DEVICES;
	prop_oneof![
		4 => Just(Step::Enrol),
		4 => Just(Step::EnrolUnderRoot),
		12 => device().prop_map(Step::Activate),
		4 => device().prop_map(Step::StrikeOut),
		4 => device().prop_map(Step::Decommission),
		2 => Just(Step::Close),
		1 => Just(Step::Revoke),
		3 => (0..4u32).prop_map(Step::Clear),
		3 => Just(Step::OfferBatch),
		3 => device().prop_map(Step::OfferDevice),
		4 => Just(Step::AcceptBatch),
		3 => device().prop_map(Step::AcceptDevice),
		1 => Just(Step::EndBatch),
		2 => Just(Step::ProposeRoot),
		3 => Just(Step::AdmitRoot),
		1 => Just(Step::RevokeRoot),
		1 => Just(Step::RemoveRoot),
		1 => (0..MAX_OFFER_PERIOD).prop_map(Step::Wait),
	]
}

/// Takes one step on an enrolment and a root. Many are refused, which is as good: `check` finds out whether they did something.
fn play(lot: &Lot, who: u64, enrolment: u64, root: u64, step: Step) {
	let to = did(if who == OWNER { OTHER } else { OWNER });
	let deadline = pallet_timestamp::Now::<Test>::get() + MAX_OFFER_PERIOD;
	let batch = Asset::Enrolment(enrolment);
	let device = |index| lot.key(index).did();
	let give = |asset| Devices::offer_transfer(signed(who), asset, to, deadline);
	let _ = match step {
		Step::Enrol => Devices::enrol(signed(who), lot.batch, METADATA, None, None),
		Step::EnrolUnderRoot => {
			let signature = root_key().attest(root, did(who), lot.batch);
			let attestation = Some(Attestation { root, signature });
			Devices::enrol(signed(who), lot.batch, METADATA, Some(link()), attestation)
		},
		Step::Activate(index) => lot.try_activate(enrolment, index),
		Step::StrikeOut(index) => Devices::strike_out(signed(who), enrolment, device(index)),
		Step::Decommission(index) => Devices::decommission(signed(who), device(index)),
		Step::Close => Devices::close_enrolment(signed(who), enrolment),
		Step::Revoke => Devices::revoke_enrolment(signed(who), enrolment),
		Step::Clear(limit) => Devices::clear_strikes(signed(PAYER), enrolment, limit)
			.map(|_| ())
			.map_err(|error| error.error),
		Step::OfferBatch => give(batch),
		Step::OfferDevice(index) => give(Asset::Device(device(index))),
		Step::AcceptBatch => Devices::accept_transfer(signed(who), batch),
		Step::AcceptDevice(index) => {
			Devices::accept_transfer(signed(who), Asset::Device(device(index)))
		},
		Step::EndBatch => Devices::end_transfer(signed(who), batch),
		Step::ProposeRoot => {
			Devices::propose_root(signed(who), root_key().public(), u64::MAX, [0; 32])
		},
		Step::AdmitRoot => Devices::admit_root(RuntimeOrigin::root(), root),
		Step::RevokeRoot => Devices::revoke_root(RuntimeOrigin::root(), root),
		Step::RemoveRoot => Devices::remove_root(signed(who), root),
		Step::Wait(time) => {
			run_to(pallet_timestamp::Now::<Test>::get() + time);
			Ok(())
		},
	};
}

/// A device is trusted if neither the root of its batch is revoked nor the batch by the owner of both.
fn trusted_by_definition(device: &DidId) -> bool {
	let Some(member) = Members::<Test>::get(device) else { return true };
	let enrolment = Enrolments::<Test>::get(member.enrolment).unwrap();
	let root_revoked = enrolment.root.is_some_and(|root| {
		AttestationRoots::<Test>::get(root).unwrap().status == RootStatus::Revoked
	});
	let kept = Directory::owner_of(device) == Some(enrolment.owner);
	let revoked_by_owner = enrolment.status == EnrolmentStatus::Revoked && kept;
	!(root_revoked || revoked_by_owner)
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	#[test]
	fn batches_stay_sound_whatever_anybody_does(
		moves in prop::collection::vec((any::<bool>(), 0..3u64, 0..2u64, step()), 1..150)
	) {
		ExtBuilder.build_and_execute(|| {
			let lot = Lot::new(DEVICES.into());
			let mut seen_live = BTreeSet::new();
			for (first, enrolment, root, step) in moves {
				// Mostly the latest ones.
				let latest = NextEnrolment::<Test>::get().saturating_sub(1);
				let enrolment = latest.saturating_sub(enrolment);
				let root = NextRoot::<Test>::get().saturating_sub(1).saturating_sub(root);
				let who = if first { OWNER } else { OTHER };
				let struck: BTreeSet<_> = Struck::<Test>::iter_key_prefix(enrolment).collect();
				let before: BTreeSet<_> = Members::<Test>::iter_keys().collect();
				play(&lot, who, enrolment, root, step);
				let after: BTreeSet<_> = Members::<Test>::iter_keys().collect();
				for device in after.difference(&before) {
					assert!(matches!(step, Step::Activate(_)));
					assert!(!struck.contains(device), "a device that was struck out is live");
					assert!(seen_live.insert(*device), "a device became live twice");
				}
				for device in &after {
					assert_eq!(Devices::is_trusted(device), trusted_by_definition(device));
				}
				check();
			}
		});
	}
}
