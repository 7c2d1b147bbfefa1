//! The origin of a sponsored call opens what is meant for it, and nothing else.

use super::*;
use crate::{EnsureSponsored, EnsureSponsoredStakeholder, RawOrigin};
use counterfoil_primitives::traits::Subject;
use frame_support::traits::{EnsureOrigin, OriginTrait};
use frame_system::{ensure_none, ensure_root, ensure_signed};

fn sponsored(seed: u8) -> RuntimeOrigin {
	RawOrigin::Sponsored { did: did(seed), sponsor: SPONSOR }.into()
}

#[test]
fn origin_of_sponsored_call_is_neither_signed_nor_root_nor_none() {
	ExtBuilder::default().build_and_execute(|| {
		assert!(ensure_signed(sponsored(DEVICE)).is_err());
		assert!(ensure_root(sponsored(DEVICE)).is_err());
		assert!(ensure_none(sponsored(DEVICE)).is_err());
		assert!(sponsored(DEVICE).as_signer().is_none());
	});
}

#[test]
fn origin_tells_who_acts_and_who_pays() {
	ExtBuilder::default().build_and_execute(|| {
		for seed in [DEVICE, OWNER] {
			assert_eq!(
				EnsureSponsored::<Test>::ensure_origin(sponsored(seed)).ok(),
				Some(Subject { did: did(seed), account: SPONSOR })
			);
		}
		assert_eq!(
			EnsureSponsoredStakeholder::<Test>::ensure_origin(sponsored(OWNER)).ok(),
			Some(Subject { did: did(OWNER), account: SPONSOR })
		);
		assert!(EnsureSponsoredStakeholder::<Test>::ensure_origin(sponsored(DEVICE)).is_err());
	});
}

#[test]
fn subject_has_to_be_active() {
	ExtBuilder::default().build_and_execute(|| {
		assert!(EnsureSponsored::<Test>::ensure_origin(sponsored(UNKNOWN)).is_err());
		assert!(EnsureSponsoredStakeholder::<Test>::ensure_origin(sponsored(UNKNOWN)).is_err());
		set_status(did(OWNER), DidStatus::Suspended);
		for seed in [DEVICE, OWNER] {
			assert!(EnsureSponsored::<Test>::ensure_origin(sponsored(seed)).is_err());
			assert!(EnsureSponsoredStakeholder::<Test>::ensure_origin(sponsored(seed)).is_err());
		}
	});
}

#[test]
fn other_origins_are_not_sponsored_and_come_back_unchanged() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(OWNER_ACCOUNT)] {
			let back = EnsureSponsored::<Test>::try_origin(origin.clone()).unwrap_err();
			assert_eq!(back.caller(), origin.caller());
			let back = EnsureSponsoredStakeholder::<Test>::try_origin(origin.clone()).unwrap_err();
			assert_eq!(back.caller(), origin.caller());
		}
		// The next in a chain of alternatives sees the same filter.
		let mut filtered = sponsored(UNKNOWN);
		filtered.add_filter(|_| false);
		let back = EnsureSponsored::<Test>::try_origin(filtered).unwrap_err();
		assert!(!back.filter_call(&act()));
	});
}

#[test]
fn device_is_kept_from_what_stakeholders_decide() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let call = || RuntimeCall::Probe(probe::Call::decide {});
		assert_eq!(carry(DEVICE, call()), (Err(DispatchError::BadOrigin), 0));
		let beneficiary = Beneficiary::Did(did(OWNER));
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), beneficiary, limits()));
		assert_eq!(carry(OWNER, call()), (Ok(()), 0));
		assert_eq!(acts(), [(did(OWNER), SPONSOR)]);
	});
}

#[test]
fn privileged_and_signed_calls_are_impossible() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let generous = Limits { calls_per_window: 100, ..limits() };
		assert_ok!(Sponsorship::amend(signed(SPONSOR), device(), generous));
		assert_ok!(Proxy::add_proxy(signed(OTHER), SPONSOR, AnyProxy, 0));
		let calls: Vec<RuntimeCall> = vec![
			pallet_balances::Call::force_set_balance { who: OTHER, new_free: 1 }.into(),
			pallet_balances::Call::transfer_allow_death { dest: OTHER, value: 50 }.into(),
			pallet_balances::Call::transfer_all { dest: OTHER, keep_alive: false }.into(),
			frame_system::Call::remark_with_event { remark: vec![1] }.into(),
			pallet_proxy::Call::add_proxy { delegate: OTHER, proxy_type: AnyProxy, delay: 0 }
				.into(),
			pallet_proxy::Call::proxy {
				real: OTHER,
				force_proxy_type: None,
				call: Box::new(remark(b"")),
			}
			.into(),
			pallet_utility::Call::as_derivative { index: 0, call: Box::new(remark(b"")) }.into(),
			pallet_utility::Call::dispatch_as {
				as_origin: Box::new(frame_system::RawOrigin::Signed(SPONSOR).into()),
				call: Box::new(remark(b"")),
			}
			.into(),
			Call::sponsor { beneficiary: fleet(), limits: limits() }.into(),
			Call::amend { beneficiary: device(), limits: limits() }.into(),
			Call::end { beneficiary: device() }.into(),
		];
		for call in calls {
			assert_eq!(carry(DEVICE, call), (Err(DispatchError::BadOrigin), 0));
		}
		assert_eq!(Sponsorships::<Test>::get(SPONSOR, device()).unwrap().limits, generous);
	});
}
