//! What a thief would try with signatures, with freezes, and out of order.

use codec::Decode;
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	money::{Asset, Commission},
	voucher::{FinalState, Voucher},
	ChannelId,
};
use frame_support::{
	assert_ok,
	traits::{LockableCurrency, WithdrawReasons},
	BoundedVec,
};
use pallet_support::assert_noop;
use sp_core::{ecdsa, sr25519, Pair as _};

use crate::{mock::*, Call, Error, MAX_PARTS};

/// A claim with this signature over the voucher.
fn try_claim(id: ChannelId, amount: u128, by: impl FnOnce(&Voucher) -> KeySignature) -> bool {
	let voucher = voucher(amount, 3);
	let signature = by(&voucher);
	let result = claim_with(PAYEE, id, voucher, signature);
	assert!(result.is_ok() || result == Err(Error::<Test>::BadPayerSignature.into()));
	result.is_ok()
}

#[test]
fn attack_voucher_for_another_channel() {
	ExtBuilder::build_and_execute(|| {
		// The same parties, key, asset and deposit.
		let (id, other) = (opened(), opened());
		assert!(!try_claim(id, 300, |voucher| sign(&voucher.signing_bytes(&GENESIS, other))));
		let (best, signature) = signed(other, 300);
		assert_noop!(claim_with(PAYEE, id, best, signature), Error::<Test>::BadPayerSignature);
		assert_ok!(claim_with(PAYEE, other, best, signature));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
	});
}

#[test]
fn attack_voucher_of_a_channel_that_is_gone_for_one_that_comes_later() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let old = signed(id, 300);
		assert_ok!(close(PAYER, id, 0));
		let next = opened();
		assert_ne!(id, next);
		assert_noop!(claim_with(PAYEE, next, old.0, old.1), Error::<Test>::BadPayerSignature);
		assert_noop!(claim_with(PAYEE, id, old.0, old.1), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn attack_voucher_for_another_chain() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for genesis in [[0; 32], [9; 32]] {
			assert!(!try_claim(id, 300, |voucher| sign(&voucher.signing_bytes(&genesis, id))));
		}
	});
}

#[test]
fn attack_voucher_by_another_key() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// Not even the payer's own: only the channel's key signs.
		for who in [PAYER, PAYEE, STRANGER] {
			let by = |voucher: &Voucher| sign_with(who, &voucher.signing_bytes(&GENESIS, id));
			assert!(!try_claim(id, 300, by));
		}
		assert_eq!(total(Asset::Native, PAYEE), WEALTH);
	});
}

#[test]
fn attack_signature_over_another_amount_or_another_fingerprint() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert!(!try_claim(id, 301, |_| signed(id, 300).1));
		let by = |_: &Voucher| sign(&voucher(300, 4).signing_bytes(&GENESIS, id));
		assert!(!try_claim(id, 300, by));
	});
}

#[test]
fn attack_final_state_as_a_voucher_and_a_voucher_as_a_final_state() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let (_, by_payer, _) = agreed(id, 300);
		assert!(!try_claim(id, 300, |_| by_payer));
		let (best, by_payer) = signed(id, 300);
		let state = FinalState { amount: best.amount, delivered: best.delivered };
		let (.., by_payee) = agreed(id, 300);
		assert_noop!(
			close_with(PAYEE, id, state, by_payer, by_payee),
			Error::<Test>::BadPayerSignature
		);
	});
}

#[test]
fn attack_signature_of_another_scheme_or_with_a_bit_changed() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let (best, signature) = signed(id, 300);
		let KeySignature::Ed25519(bytes) = signature else { panic!("the tests sign so") };
		assert!(!try_claim(id, 300, |_| KeySignature::Sr25519(bytes)));
		assert!(!try_claim(id, 300, |_| KeySignature::EcdsaP256(bytes)));
		assert!(!try_claim(id, 300, |_| KeySignature::EcdsaSecp256k1([0; 65])));
		for bit in [0, 31, 32, 63] {
			let mut changed = bytes;
			changed[bit] ^= 0x20;
			assert!(!try_claim(id, 300, |_| KeySignature::Ed25519(changed)));
		}
		assert_ok!(claim_with(PAYEE, id, best, signature));
	});
}

#[test]
fn attack_malleable_signature_is_worth_nothing_twice() {
	ExtBuilder::build_and_execute(|| {
		// ECDSA: another signature over the same bytes would be as good, and adds nothing.
		let key = ecdsa::Pair::from_seed(&[5; 32]);
		let signer = VerificationKey::EcdsaSecp256k1(key.public().0);
		let id = opened_with(Terms { signer, ..terms() });
		let by = |voucher: &Voucher| {
			let hash = sp_io::hashing::sha2_256(&voucher.signing_bytes(&GENESIS, id));
			KeySignature::EcdsaSecp256k1(key.sign_prehashed(&hash).0)
		};
		assert!(try_claim(id, 300, by));
		let voucher = voucher(300, 3);
		let signature = by(&voucher);
		let KeySignature::EcdsaSecp256k1(mut other) = signature else { panic!("the scheme") };
		other[64] ^= 1;
		for signature in [signature, KeySignature::EcdsaSecp256k1(other)] {
			assert_noop!(claim_with(PAYEE, id, voucher, signature), Error::<Test>::NothingNew);
		}
	});
}

#[test]
fn every_scheme_that_the_host_checks_signs_vouchers() {
	ExtBuilder::build_and_execute(|| {
		let key = sr25519::Pair::from_seed(&[5; 32]);
		let signer = VerificationKey::Sr25519(key.public().0);
		let id = opened_with(Terms { signer, ..terms() });
		assert!(try_claim(id, 300, |voucher| {
			KeySignature::Sr25519(key.sign(&voucher.signing_bytes(&GENESIS, id)).0)
		}));
	});
}

#[test]
fn attack_freeze_of_the_payer_does_not_stop_a_payment() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let lock = u64::MAX;
		Balances::set_lock(*b"attacker", &PAYER, lock, WithdrawReasons::all());
		assert_ok!(claim(PAYEE, id, 300));
		assert_ok!(close_by_payee(PAYEE, id, Some(400)));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 400);
		assert!(is_gone(id));
	});
}

#[test]
fn attack_payer_sends_away_what_he_has() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let all = PASSER_BY;
		assert_ok!(Balances::transfer_all(RuntimeOrigin::signed(PAYER), all, false));
		assert!(total(Asset::Native, PAYER) >= DEPOSIT);
		assert_ok!(claim(PAYEE, id, 1_000));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 1_000);
	});
}

#[test]
fn attack_issuer_freezes_the_payer_or_the_payee() {
	for frozen in [PAYER, PAYEE] {
		ExtBuilder::build_and_execute(|| {
			let id = opened_with(Terms { asset: COIN, ..terms() });
			freeze(COIN, frozen);
			assert_ok!(claim(PAYEE, id, 300));
			assert_ok!(close_by_payee(PAYEE, id, Some(400)));
			if !is_gone(id) {
				// What a frozen account cannot take waits.
				thaw(COIN, frozen);
				assert_ok!(settle(PASSER_BY, id));
			}
			assert_eq!(total(COIN, PAYEE), WEALTH + 400);
			assert_eq!((total(COIN, PAYER), held(COIN, PAYER)), (WEALTH - 400, 0));
		});
	}
}

#[test]
fn attack_issuer_freezes_the_whole_asset() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), 7));
		assert_ok!(claim(PAYEE, id, 300));
		next_block(START + LIFE + CHALLENGE + 1_000);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(ISSUER), 7));
		if !is_gone(id) {
			assert_ok!(settle(PASSER_BY, id));
		}
		assert_eq!(total(COIN, PAYEE), WEALTH + 300);
		assert_eq!((total(COIN, PAYER), held(COIN, PAYER)), (WEALTH - 300, 0));
	});
}

#[test]
fn attack_holder_of_the_right_of_profit_blocks_his_account() {
	ExtBuilder::build_and_execute(|| {
		let deposit = 10_000;
		let id = opened_with(Terms { deposit, asset: COIN, data_set: Some(SET), ..terms() });
		Shelf::share(&[(PAYEE, 1), (STRANGER, 1)]);
		block(COIN, STRANGER);
		assert_ok!(claim(PAYEE, id, 6_000));
		// His part is the payee's, as in every payment.
		assert_eq!(total(COIN, PAYEE), WEALTH + 6_000);
	});
}

#[test]
fn attack_most_shareholders_and_commissions_that_there_can_be() {
	ExtBuilder::build_and_execute(|| {
		let commissions =
			[PLATFORM, SPENDER].map(|who| Commission { payee: did(who), per_mille: 250 }).to_vec();
		let commissions = BoundedVec::truncate_from(commissions);
		let deposit = 20_000;
		let id = opened_with(Terms { deposit, data_set: Some(SET), commissions, ..terms() });
		let many: Vec<_> = (300..400).map(|who| (who, 10)).collect();
		Shelf::share(&many);
		assert_eq!(channel(id).parts(), MAX_PARTS);
		assert_ok!(claim(PAYEE, id, 20_000));
		assert_eq!(total(Asset::Native, PLATFORM), 5_000);
		// Sixteen of a hundred, 100 each of the half that is left.
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 10_000 - 1_600);
		assert_eq!(many.iter().filter(|(who, _)| total(Asset::Native, *who) > 0).count(), 16);
	});
}

#[test]
fn attack_longest_arguments_are_short() {
	// More commissions than there may be do not even decode.
	let one = Commission { payee: did(PLATFORM), per_mille: 1 };
	let bytes = codec::Encode::encode(&vec![one; 3]);
	assert!(crate::Commissions::decode(&mut &bytes[..]).is_err());
	let call = Call::<Test>::close {
		channel: u64::MAX,
		state: FinalState { amount: u128::MAX, delivered: voucher(0, 0).delivered },
		payer_signature: KeySignature::EcdsaSecp256k1([0xff; 65]),
		payee_signature: KeySignature::EcdsaSecp256k1([0xff; 65]),
	};
	assert_eq!(codec::Encode::encode(&call).len(), 1 + 8 + 65 + 66 + 66);
}

#[test]
fn attack_account_of_the_payer_becomes_the_payees_too() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		Subjects::move_to(PAYEE, PAYER);
		assert_ok!(claim(PAYEE, id, 300));
		assert_eq!((total(Asset::Native, PAYER), held(Asset::Native, PAYER)), (WEALTH, 700));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert_eq!(total(Asset::Native, PAYER), WEALTH);
	});
}

#[test]
fn attack_channels_of_one_payer_do_not_pay_for_each_other() {
	ExtBuilder::build_and_execute(|| {
		let (id, other) = (opened(), opened());
		assert_ok!(claim(PAYEE, id, 1_000));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert_ok!(close(PAYER, other, 0));
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 1_000);
	});
}

#[test]
fn suspended_payee_is_paid_for_what_he_delivered_and_closes_alone() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// As if he was suspended after the opening.
		crate::Channels::<Test>::mutate(id, |channel| {
			let channel = channel.as_mut().unwrap();
			crate::ChannelsOf::<Test>::remove(channel.payee, id);
			channel.payee = did(SUSPENDED);
			crate::ChannelsOf::<Test>::insert(channel.payee, id, ());
		});
		assert_ok!(claim(PASSER_BY, id, 300));
		assert_eq!(total(Asset::Native, SUSPENDED), 300);
		// Nothing new is agreed with him.
		let (state, payer, _) = agreed(id, 400);
		let payee = sign_with(SUSPENDED, &state.signing_bytes(&GENESIS, id));
		assert_noop!(close_with(PAYER, id, state, payer, payee), Error::<Test>::BadPayeeSignature);
		assert_ok!(close_by_payee(SUSPENDED, id, Some(400)));
		assert_eq!(total(Asset::Native, SUSPENDED), 400);
	});
}

#[test]
fn attack_payee_who_cannot_have_a_token_yet_waits_and_stops_nobody() {
	ExtBuilder::build_and_execute(|| {
		// The token makes no account exist, and the payee has none.
		let id = opened_with(Terms { payee: NEWCOMER, asset: TOKEN, ..terms() });
		assert_ok!(claim(PASSER_BY, id, 300));
		assert_ok!(close_by_payee(NEWCOMER, id, Some(301)));
		assert_eq!((held(TOKEN, PAYER), total(TOKEN, PAYER)), (301, WEALTH));
		assert!(settle(PASSER_BY, id).is_err());
		let some = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Balances::transfer_allow_death(some, NEWCOMER, EXISTENTIAL_DEPOSIT));
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!(total(TOKEN, NEWCOMER), 301);
		assert!(is_gone(id));
	});
}

#[test]
fn attack_issuer_destroys_the_asset_under_a_channel() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		let destroy = || Assets::start_destroy(RuntimeOrigin::signed(ISSUER), 7);
		assert_noop!(destroy(), pallet_assets::Error::<Test>::ContainsHolds);
		// Nor while something waits in it.
		block(COIN, PAYEE);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		assert_noop!(destroy(), pallet_assets::Error::<Test>::ContainsHolds);
		thaw(COIN, PAYEE);
		assert_ok!(settle(PASSER_BY, id));
		assert_ok!(destroy());
	});
}

#[test]
fn attack_minimum_balance_is_raised_under_a_channel() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		let root = RuntimeOrigin::root();
		let raised = Assets::force_asset_status(
			root, 7, ISSUER, ISSUER, ISSUER, ISSUER, 1_000_000, true, false,
		);
		assert_ok!(raised);
		assert_noop!(claim(PAYEE, id, 900), Error::<Test>::ClaimTooSmall);
		// In time it counts whatever it is, so that the payee need not be there.
		assert_ok!(request_close(PAYER, id));
		assert_ok!(claim(STRANGER, id, 900));
		next_block(START + CHALLENGE + 1_000);
		assert_eq!((total(COIN, PAYEE), total(COIN, PAYER)), (WEALTH + 900, WEALTH - 900));
		assert!(is_gone(id));
	});
}

#[test]
fn attack_issuer_mints_until_nothing_more_can_be_counted() {
	ExtBuilder::build_and_execute(|| {
		use frame_support::traits::fungibles::Inspect;

		let id = opened_with(Terms { asset: COIN, ..terms() });
		let rest = u64::MAX - Money::total_issuance(COIN);
		assert_ok!(Assets::mint(RuntimeOrigin::signed(ISSUER), 7, ISSUER, rest));
		assert_ok!(claim(PAYEE, id, 300));
		assert_ok!(close_by_payee(PAYEE, id, None));
		assert_eq!((channel(id).due(), channel(id).rest()), (300, 700));
		assert!(settle(PASSER_BY, id).is_err());
		assert_ok!(Assets::burn(RuntimeOrigin::signed(ISSUER), 7, ISSUER, rest));
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!((total(COIN, PAYEE), total(COIN, PAYER)), (WEALTH + 300, WEALTH - 300));
	});
}

#[test]
fn attack_clock_that_jumps() {
	ExtBuilder::build_and_execute(|| {
		let (id, other) = (opened(), opened());
		assert_ok!(request_close(PAYER, other));
		// A halt of a year: neither a claim nor a top-up comes back to life, and none is forgotten.
		set_time(START + 366 * 24 * 60 * 60 * 1_000);
		for late in [id, other] {
			assert_noop!(claim(PAYEE, late, 300), Error::<Test>::DeadlinePassed);
			assert_noop!(close_by_payee(PAYEE, late, None), Error::<Test>::DeadlinePassed);
		}
		assert_noop!(request_close(PAYER, id), Error::<Test>::Expired);
		// What both signed still holds.
		assert_ok!(close(STRANGER, id, 300));
		let mut now = START + 366 * 24 * 60 * 60 * 1_000;
		while !is_gone(other) {
			now += 2_000;
			next_block(now);
		}
		assert_eq!((total(Asset::Native, PAYER), tickets(PAYER)), (WEALTH - 300, 0));
	});
}

#[test]
fn attack_payer_is_paid_out_of_his_own_channel_by_the_right_of_profit() {
	ExtBuilder::build_and_execute(|| {
		// The payer bought shares: his part returns to him free, and the sums stay what they are.
		Shelf::share(&[(PAYEE, 500), (PAYER, 500)]);
		let id = opened_with(Terms { deposit: 20_000, data_set: Some(SET), ..terms() });
		assert_ok!(claim(PAYEE, id, 20_000));
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 10_000);
		assert_eq!((total(Asset::Native, PAYEE), held(Asset::Native, PAYER)), (WEALTH + 10_000, 0));
		assert_ok!(close_by_payee(PAYEE, id, None));
	});
}
