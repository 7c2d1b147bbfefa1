//! Adversaries, by what they try.

use super::*;
use counterfoil_primitives::{
	payload::{signing_bytes, Purpose},
	sponsorship::SponsoredCallBody,
};
use sp_core::Pair;
use sp_runtime::traits::Dispatchable;

fn signature_over(message: &[u8]) -> KeySignature {
	KeySignature::Ed25519(key(DEVICE).sign(message).0)
}

fn body(terms: &CallTerms<AccountId>, call: &RuntimeCall) -> SponsoredCallBody<AccountId> {
	SponsoredCallBody {
		did: terms.did,
		sponsor: terms.sponsor,
		valid_from: terms.valid_from,
		valid_until: terms.valid_until,
		transaction_version: TransactionVersion::get(),
		call: Sponsorship::digest_of(call),
	}
}

fn genesis() -> [u8; 32] {
	System::block_hash(0).0
}

#[test]
fn attack_replayed_signature_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &pay(100));
		assert_ok!(bring(SPONSOR, DEVICE, terms.clone(), pay(100)));
		refuse_signature(SPONSOR, Error::NonceUsed, terms.clone(), pay(100), signature);
		// Under the next number it is no signature.
		let next = CallTerms { nonce: 1, ..terms };
		refuse_signature(SPONSOR, Error::BadSignature, next, pay(100), signature);
	});
}

#[test]
fn attack_replay_of_a_call_that_failed_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &pay(501));
		assert_ok!(bring(SPONSOR, DEVICE, terms.clone(), pay(501)));
		let generous = Limits { spend_per_window: 1_000, ..limits() };
		assert_ok!(Sponsorship::amend(signed(SPONSOR), device(), generous));
		refuse_signature(SPONSOR, Error::NonceUsed, terms, pay(501), signature);
	});
}

#[test]
fn attack_signature_for_another_chain_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		let here = signing_bytes(Purpose::SponsoredCall, &genesis(), 0, &body(&terms, &act()));
		let there = signing_bytes(Purpose::SponsoredCall, &[1; 32], 0, &body(&terms, &act()));
		let signature = signature_over(&there);
		refuse_signature(SPONSOR, Error::BadSignature, terms.clone(), act(), signature);
		assert_ok!(Sponsorship::dispatch(
			signed(SPONSOR),
			terms,
			Box::new(act()),
			signature_over(&here)
		));
	});
}

#[test]
fn attack_signature_for_another_purpose_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		for purpose in Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::SponsoredCall)
		{
			let message = signing_bytes(purpose, &genesis(), 0, &body(&terms, &act()));
			let signature = signature_over(&message);
			refuse_signature(SPONSOR, Error::BadSignature, terms.clone(), act(), signature);
		}
	});
}

#[test]
fn attack_signature_for_another_encoding_of_calls_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &act());
		TransactionVersion::set(8);
		refuse_signature(SPONSOR, Error::BadSignature, terms, act(), signature);
	});
}

#[test]
fn attack_change_of_any_signed_field_fails() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(Sponsorship::sponsor(signed(OTHER), device(), limits()));
		let second = Beneficiary::Did(did(SECOND_DEVICE));
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), second, limits()));
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &act());
		let changed = [
			CallTerms { did: did(SECOND_DEVICE), ..terms.clone() },
			CallTerms { sponsor: None, ..terms.clone() },
			CallTerms { valid_from: terms.valid_from - 1, ..terms.clone() },
			CallTerms { valid_until: terms.valid_until + 1, ..terms.clone() },
		];
		for changed in changed {
			refuse_signature(SPONSOR, Error::BadSignature, changed, act(), signature);
		}
		let redirected = CallTerms { sponsor: Some(OTHER), ..terms.clone() };
		refuse_signature(OTHER, Error::BadSignature, redirected, act(), signature);
		for call in [pay(1), remark(b"x"), probe::Call::hold { amount: 1 }.into()] {
			refuse_signature(SPONSOR, Error::BadSignature, terms.clone(), call, signature);
		}
		for signature in [
			sign(SECOND_DEVICE, &terms, &act()),
			sign(OWNER, &terms, &act()),
			KeySignature::Ed25519([0; 64]),
			KeySignature::Sr25519([0; 64]),
		] {
			refuse_signature(SPONSOR, Error::BadSignature, terms.clone(), act(), signature);
		}
		assert_ok!(bring(SPONSOR, DEVICE, terms, act()));
	});
}

#[test]
fn attack_device_of_another_owner_is_not_paid_for() {
	ExtBuilder::fleet().build_and_execute(|| {
		refuse(Error::NotSponsored, STRANGERS_DEVICE, terms(STRANGERS_DEVICE), act());
	});
}

#[test]
fn attack_device_that_changed_its_owner_is_not_paid_for() {
	ExtBuilder::fleet().build_and_execute(|| {
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		Directory::mutate(|people| {
			people.get_mut(&did(DEVICE)).unwrap().owner = Some(did(STRANGER))
		});
		refuse(Error::NotSponsored, DEVICE, terms(DEVICE), act());
	});
}

#[test]
fn attack_suspended_device_acts_no_more() {
	ExtBuilder::fleet().build_and_execute(|| {
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &act());
		set_status(did(DEVICE), DidStatus::Suspended);
		refuse_signature(SPONSOR, Error::NotActive, terms, act(), signature);
	});
}

#[test]
fn attack_nested_dispatch_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let nested = |nonce| {
			let terms = CallTerms { nonce, ..terms(DEVICE) };
			let signature = sign(DEVICE, &terms, &act());
			RuntimeCall::Sponsorship(Call::dispatch { terms, call: Box::new(act()), signature })
		};
		refuse(Error::CallNotAllowed, DEVICE, terms(DEVICE), nested(1));
		// Hidden in a batch it is found when the batch comes to it.
		let hidden = pallet_utility::Call::batch_all { calls: vec![nested(1)] };
		assert_eq!(
			carry(DEVICE, hidden.into()),
			(Err(frame_system::Error::<Test>::CallFiltered.into()), 0)
		);
		assert!(acts().is_empty());
	});
}

#[test]
fn attack_front_runner_burns_the_number_of_a_call_that_names_no_sponsor_only() {
	ExtBuilder::sponsored().build_and_execute(|| {
		// A stranger who allows no money makes the call fail, and uses up its number.
		let none = Limits { spend_per_window: 0, spend_total: 0, ..limits() };
		assert_ok!(Sponsorship::sponsor(signed(OTHER), device(), none));
		let open = CallTerms { sponsor: None, ..terms(DEVICE) };
		let call: RuntimeCall = probe::Call::hold { amount: 100 }.into();
		assert_ok!(bring(OTHER, DEVICE, open.clone(), call.clone()));
		assert_eq!(last_outcome(), (error(Error::SpendLimitExceeded), 0));
		refuse(Error::NonceUsed, DEVICE, open, call.clone());
		// One that names its sponsor is safe from that.
		refuse_from(OTHER, Error::WrongSponsor, DEVICE, terms(DEVICE), call.clone());
		assert_eq!(carry(DEVICE, call), (Ok(()), 100));
	});
}

#[test]
fn attack_ping_pong_of_holds_is_stopped_by_the_total() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let mut taken = 0;
		for window in 0..10 {
			set_time(NOW + window * WINDOW);
			let (result, spent) = carry(DEVICE, probe::Call::hold { amount: 500 }.into());
			taken += spent;
			if result.is_ok() {
				assert_eq!(carry(DEVICE, probe::Call::release { amount: 500 }.into()).0, Ok(()));
			}
		}
		assert_eq!(taken, 1_000);
		assert_eq!(usage(device()).spent_total, 1_000);
	});
}

#[test]
fn attack_quota_is_not_exceeded_within_one_block_by_several_devices() {
	ExtBuilder::fleet().build_and_execute(|| {
		for seed in [DEVICE, SECOND_DEVICE, DEVICE] {
			assert_eq!(carry(seed, pay(160)), (Ok(()), 160));
		}
		for seed in [DEVICE, SECOND_DEVICE] {
			refuse(Error::QuotaExhausted, seed, terms(seed), act());
		}
		assert_eq!(usage(fleet()).spent, 480);
	});
}

#[test]
fn attack_call_opens_no_other_account() {
	ExtBuilder::sponsored().build_and_execute(|| {
		// The device acts for itself: neither its owner's account nor anybody else's is touched.
		assert_eq!(carry(DEVICE, pay(100)), (Ok(()), 100));
		assert_eq!(Balances::free_balance(OWNER_ACCOUNT), START);
		assert_eq!(Balances::free_balance(SPONSOR), START - PRICE - 100);
	});
}

#[test]
fn attack_nested_calls_are_not_measured_once_for_each_level() {
	use frame_support::dispatch::GetDispatchInfo;

	let dispatch = |call: RuntimeCall| {
		let signature = KeySignature::Ed25519([0; 64]);
		RuntimeCall::Sponsorship(Call::dispatch {
			terms: terms(DEVICE),
			call: Box::new(call),
			signature,
		})
	};
	ExtBuilder::default().build_and_execute(|| {
		let weight = |call: &RuntimeCall| call.get_dispatch_info().call_weight;
		// What may be sponsored is measured: it will be hashed and carried out.
		let long = dispatch(remark(&[7; 100_000]));
		assert!(weight(&long).ref_time() > weight(&dispatch(remark(b""))).ref_time());
		// What is refused for what it is, is not, however much of it there is.
		let nested = dispatch(long);
		let least =
			Sponsorship::own_weight(&dispatch(remark(b"")), &KeySignature::Ed25519([0; 64]));
		assert_eq!(weight(&nested), least);
		let deep = (0..100).fold(nested, |call, _| dispatch(call));
		assert_eq!(weight(&deep), least);
		let refused = deep.dispatch(signed(SPONSOR)).unwrap_err();
		assert_eq!(refused.error, Error::<Test>::CallNotAllowed.into());
		assert_eq!(refused.post_info.actual_weight, Some(least));
	});
}

#[test]
fn attack_applicant_that_is_forgotten_leaves_no_sponsorship_behind() {
	ExtBuilder::default().build_and_execute(|| {
		set_status(did(OWNER), DidStatus::Pending);
		for beneficiary in [Beneficiary::Did(did(OWNER)), fleet()] {
			assert_noop!(
				Sponsorship::sponsor(signed(SPONSOR), beneficiary, limits()),
				Error::<Test>::UnknownSubject
			);
		}
		set_status(did(OWNER), DidStatus::Active);
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), fleet(), limits()));
	});
}

#[test]
fn attack_stranger_who_sponsors_a_stakeholder_to_be_paid_in_its_place_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// Anybody may offer to pay for anybody, and who pays for an order is who is paid for it later.
		let owner = Beneficiary::Did(did(OWNER));
		assert_ok!(Sponsorship::sponsor(signed(OTHER), owner, limits()));
		let open = CallTerms { sponsor: None, ..terms(OWNER) };
		refuse_from(OTHER, Error::WrongSponsor, OWNER, open.clone(), act());
		// Nor may the one whom the stakeholder would have wanted.
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), owner, limits()));
		refuse(Error::WrongSponsor, OWNER, open, act());
		assert_ok!(bring(SPONSOR, OWNER, terms(OWNER), act()));
	});
}
