//! Which transactions are taken, and who gets the fee.

use crate::chain::*;
use codec::Encode;
use counterfoil_runtime::{
	constants::currency::{CFL, MILLI_CFL},
	Address, Balances, Executive, Runtime, RuntimeCall, Signature, SignedPayload, System,
	TxExtension, UncheckedExtrinsic,
};
use frame_support::assert_ok;
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, One};
use sp_runtime::{
	generic::Era,
	traits::TransactionExtension,
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
	DispatchError, DispatchResult,
};

fn transfer(to: Sr25519Keyring, value: u128) -> RuntimeCall {
	let dest = Address::Id(to.to_account_id());
	pallet_balances::Call::<Runtime>::transfer_keep_alive { dest, value }.into()
}

/// What a signer signs beside the call and what the transaction carries.
fn implicit(
	extensions: &TxExtension,
) -> <TxExtension as TransactionExtension<RuntimeCall>>::Implicit {
	TransactionExtension::<RuntimeCall>::implicit(extensions).expect("the chain knows it")
}

fn invalid(why: InvalidTransaction) -> TransactionValidityError {
	TransactionValidityError::Invalid(why)
}

#[test]
fn transfer_pays_its_fee_to_the_author() {
	on_chain(DEV, |chain| {
		let issuance = Balances::total_issuance();
		assert_ok!(chain.submit(Bob, transfer(Dave, 5 * CFL)));

		let fee = chain.fees_of(Bob);
		assert!((MILLI_CFL..=10 * MILLI_CFL).contains(&fee), "a transfer costs {fee}");
		assert_eq!(total(Bob), ENDOWMENT - 5 * CFL - fee);
		assert_eq!(total(Dave), ENDOWMENT + 5 * CFL);
		// The only validator.
		assert_eq!(total(Alice), ENDOWMENT + fee);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn transfer_pays_its_fee_to_the_validator_of_the_slot() {
	on_chain(LOCAL, |chain| {
		for _ in 0..4 {
			let validators = [Alice, Bob, Charlie, Dave];
			let author = validators[((chain.slot + 1) % 4) as usize];
			let before = total(author);
			let paid = chain.fees_of(Sr25519Keyring::Eve);
			assert_ok!(chain.submit(Sr25519Keyring::Eve, transfer(Sr25519Keyring::Ferdie, CFL)));
			assert_eq!(total(author), before + chain.fees_of(Sr25519Keyring::Eve) - paid);
		}
	});
}

#[test]
fn tip_goes_to_the_author_too() {
	on_chain(DEV, |chain| {
		let issuance = Balances::total_issuance();
		let result = chain.apply(|| {
			let payload =
				SignedPayload::new(transfer(Dave, CFL), extensions(0, Era::Immortal, CFL)).unwrap();
			sign_payload(Bob, payload)
		});
		assert_eq!(result, Ok(Ok(())));
		assert!(total(Alice) > ENDOWMENT + CFL);
		assert_eq!(total(Alice) + total(Bob) + total(Dave), 3 * ENDOWMENT);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn transfer_by_an_account_without_money_is_refused() {
	on_chain(DEV, |chain| {
		assert_eq!(
			chain.apply(|| sign(One, transfer(Bob, CFL))),
			Err(invalid(InvalidTransaction::Payment))
		);
	});
}

#[test]
fn transaction_for_another_chain_is_refused() {
	on_chain(DEV, |chain| {
		let result = chain.apply(|| {
			let extensions = extensions(0, Era::Immortal, 0);
			let mut implicit = implicit(&extensions);
			// Genesis, and the block from which on it is valid, which is genesis as well.
			implicit.4 = H256::repeat_byte(1);
			implicit.5 = H256::repeat_byte(1);
			sign_payload(Bob, SignedPayload::from_raw(transfer(Dave, CFL), extensions, implicit))
		});
		assert_eq!(result, Err(invalid(InvalidTransaction::BadProof)));
		assert_eq!(total(Bob), ENDOWMENT);
	});
}

#[test]
fn transaction_for_another_release_is_refused() {
	on_chain(DEV, |chain| {
		let result = chain.apply(|| {
			let extensions = extensions(0, Era::Immortal, 0);
			let mut implicit = implicit(&extensions);
			implicit.2 += 1;
			sign_payload(Bob, SignedPayload::from_raw(transfer(Dave, CFL), extensions, implicit))
		});
		assert_eq!(result, Err(invalid(InvalidTransaction::BadProof)));
	});
}

#[test]
fn transaction_sent_twice_is_refused_the_second_time() {
	on_chain(DEV, |chain| {
		let mut copy = None;
		let result = chain.apply(|| {
			let transaction = sign(Bob, transfer(Dave, CFL));
			copy = Some(transaction.clone());
			transaction
		});
		assert_eq!(result, Ok(Ok(())));
		let paid = ENDOWMENT - total(Bob);
		let again = copy.expect("the transaction was made");
		assert_eq!(chain.apply(|| again), Err(invalid(InvalidTransaction::Stale)));
		assert_eq!(ENDOWMENT - total(Bob), paid);
	});
}

#[test]
fn transaction_ahead_of_its_nonce_is_refused() {
	on_chain(DEV, |chain| {
		let result = chain.apply(|| {
			let payload =
				SignedPayload::new(transfer(Dave, CFL), extensions(1, Era::Immortal, 0)).unwrap();
			sign_payload(Bob, payload)
		});
		assert_eq!(result, Err(invalid(InvalidTransaction::Future)));
	});
}

/// A transaction that was signed at block 4 and lives for four blocks, from 4 to 7.
fn mortal(chain: &mut Chain) -> UncheckedExtrinsic {
	chain.run_to(4);
	// Signing needs the hash of block 4, which the chain knows in block 5.
	let mut transaction = None;
	chain.block(|| {
		let era = Era::mortal(4, 4);
		assert_eq!((era.birth(5), era.death(5)), (4, 8));
		let payload = SignedPayload::new(transfer(Dave, CFL), extensions(0, era, 0)).unwrap();
		transaction = Some(sign_payload(Bob, payload));
	});
	transaction.expect("the transaction was made")
}

#[test]
fn mortal_transaction_in_its_last_block_is_taken() {
	on_chain(DEV, |chain| {
		let transaction = mortal(chain);
		chain.run_to(6);
		assert_eq!(chain.apply(|| transaction), Ok(Ok(())));
		assert_eq!(chain.number(), 7);
	});
}

#[test]
fn mortal_transaction_after_its_last_block_is_refused() {
	on_chain(DEV, |chain| {
		let transaction = mortal(chain);
		chain.run_to(7);
		// In block 8 the era would begin with block 8 itself, whose hash is not known yet; later with another block than
		// the one that was signed.
		let copy = transaction.clone();
		assert_eq!(chain.apply(|| copy), Err(invalid(InvalidTransaction::AncientBirthBlock)));
		assert_eq!(chain.number(), 8);
		assert_eq!(chain.apply(|| transaction), Err(invalid(InvalidTransaction::BadProof)));
		assert_eq!(total(Bob), ENDOWMENT);
	});
}

#[test]
fn transaction_signed_by_another_is_refused() {
	on_chain(DEV, |chain| {
		let result = chain.apply(|| {
			let payload =
				SignedPayload::new(transfer(Charlie, CFL), extensions(0, Era::Immortal, 0))
					.unwrap();
			let signature = payload.using_encoded(|bytes| Charlie.sign(bytes));
			let (call, extensions, _) = payload.deconstruct();
			UncheckedExtrinsic::new_signed(
				call,
				Address::Id(Bob.to_account_id()),
				Signature::Sr25519(signature),
				extensions,
			)
		});
		assert_eq!(result, Err(invalid(InvalidTransaction::BadProof)));
		assert_eq!(total(Bob), ENDOWMENT);
	});
}

#[test]
fn transaction_that_asks_for_the_metadata_hash_is_refused_by_a_runtime_without_it() {
	on_chain(DEV, |chain| {
		chain.avoid_session_block();
		chain.block(|| {
			let mut extensions = extensions(0, Era::Immortal, 0);
			extensions.9 = frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(true);
			if option_env!("RUNTIME_METADATA_HASH").is_none() {
				assert!(SignedPayload::new(transfer(Dave, CFL), extensions).is_err());
			}
		});
	});
}

#[test]
fn unsigned_call_is_refused_by_the_pool_and_moves_nothing_in_a_block() {
	on_chain(DEV, |chain| {
		let unsigned = || UncheckedExtrinsic::new_bare(transfer(Dave, CFL));
		// An author can put it into a block of his own: the call has no origin.
		assert_eq!(chain.apply(unsigned), Ok(Err(DispatchError::BadOrigin)));
		assert_eq!(total(Dave), ENDOWMENT);
		let validity = Executive::validate_transaction(
			TransactionSource::External,
			unsigned(),
			chain.head.hash(),
		);
		assert!(validity.is_err(), "{validity:?}");
	});
}

#[test]
fn purge_keys_is_closed_to_users_in_every_wrapping() {
	on_chain(DEV, |chain| {
		let purge = || RuntimeCall::from(pallet_session::Call::<Runtime>::purge_keys {});
		let filtered: DispatchResult = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		assert_eq!(chain.submit(Alice, purge()), filtered);
		assert_eq!(
			chain
				.submit(Alice, pallet_utility::Call::<Runtime>::batch_all { calls: vec![purge()] }),
			filtered
		);
		// The batch that goes on reports the failure in an event.
		assert_ok!(chain
			.submit(Alice, pallet_utility::Call::<Runtime>::force_batch { calls: vec![purge()] }));
		assert!(pallet_session::NextKeys::<Runtime>::contains_key(Alice.to_account_id()));
		// The way that is open leads through the council.
		assert_eq!(
			chain.submit(Alice, pallet_consortium::Call::<Runtime>::release_keys {}),
			Err(pallet_consortium::Error::<Runtime>::StillValidator.into())
		);
		assert_eq!(pallet_session::Validators::<Runtime>::get(), vec![Alice.to_account_id()]);
	});
}

#[test]
fn call_that_fails_still_pays_its_fee() {
	on_chain(DEV, |chain| {
		assert!(chain.submit(Bob, transfer(Dave, 2 * ENDOWMENT)).is_err());
		assert!(chain.fees_of(Bob) > 0);
		assert_eq!(total(Bob), ENDOWMENT - chain.fees_of(Bob));
		assert_eq!(System::account_nonce(Bob.to_account_id()), 1);
	});
}

#[test]
fn root_call_by_a_user_is_refused() {
	on_chain(DEV, |chain| {
		assert_eq!(
			chain.submit(Bob, frame_system::Call::<Runtime>::set_heap_pages { pages: 1 }),
			Err(sp_runtime::DispatchError::BadOrigin)
		);
	});
}
