//! Sessions, validators and their keys in a running chain.

use crate::chain::*;
use codec::Encode;
use counterfoil_runtime::{
	constants::time::SESSION_LENGTH, AccountId, BlockNumber, Grandpa, Header, Runtime, RuntimeCall,
	SessionKeys,
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use sp_consensus_grandpa::{AuthorityList, ConsensusLog, ScheduledChange, GRANDPA_ENGINE_ID};
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve},
};

use crate::governance::council_decides;

/// The call by which the node of `who` registers fresh keys, with the proof that it has them.
pub fn set_keys(who: Sr25519Keyring, seed: &str) -> (SessionKeys, RuntimeCall) {
	let generated =
		SessionKeys::generate(&who.to_account_id().encode(), Some(seed.as_bytes().to_vec()));
	let call = pallet_session::Call::<Runtime>::set_keys {
		keys: generated.keys.clone(),
		proof: generated.proof.encode(),
	};
	(generated.keys, call.into())
}

fn at_work() -> Vec<AccountId> {
	pallet_session::Validators::<Runtime>::get()
}

fn accounts(keys: &[Sr25519Keyring]) -> Vec<AccountId> {
	keys.iter().map(|key| key.to_account_id()).collect()
}

#[test]
fn council_adds_a_fifth_validator_who_then_makes_blocks() {
	on_chain(LOCAL, |chain| {
		let (keys, call) = set_keys(Eve, "//Eve//session");
		assert_ok!(chain.submit(Eve, call));
		let add =
			pallet_consortium::Call::<Runtime>::add_validator { validator: Eve.to_account_id() };
		assert_ok!(council_decides(chain, &[Alice, Bob], add.into()));
		assert_eq!(
			pallet_consortium::Validators::<Runtime>::get().into_inner(),
			accounts(&[Alice, Bob, Charlie, Dave, Eve])
		);

		let set = Grandpa::current_set_id();
		let decided = chain.number();
		chain.run_to((decided / SESSION_LENGTH + 2) * SESSION_LENGTH - 1);
		assert_eq!(at_work(), accounts(&[Alice, Bob, Charlie, Dave]));
		chain.empty_block();
		assert_eq!(at_work(), accounts(&[Alice, Bob, Charlie, Dave, Eve]));
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().last(), Some(&keys.aura));
		assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().last(), Some(&(keys.grandpa, 1)));
		assert_eq!(Grandpa::current_set_id(), set + 1);

		// Eve is the author of every fifth slot and gets its fees.
		while (chain.slot + 1) % 5 != 4 || (chain.number() + 1) % SESSION_LENGTH == 0 {
			chain.empty_block();
		}
		let before = total(Eve);
		let remark = frame_system::Call::<Runtime>::remark { remark: vec![1] };
		assert_ok!(chain.submit(Charlie, remark));
		assert!(total(Eve) > before);

		// Without another change the authorities of GRANDPA stay.
		chain.run_to((chain.number() / SESSION_LENGTH + 3) * SESSION_LENGTH);
		assert_eq!(Grandpa::current_set_id(), set + 1);
	});
}

#[test]
fn council_removes_validators_down_to_the_minimum_and_no_further() {
	on_chain(LOCAL, |chain| {
		let remove = |who: Sr25519Keyring| pallet_consortium::Call::<Runtime>::remove_validator {
			validator: who.to_account_id(),
		};
		assert_ok!(council_decides(chain, &[Alice, Bob], remove(Dave).into()));
		assert_eq!(
			council_decides(chain, &[Alice, Bob], remove(Charlie).into()),
			Err(pallet_consortium::Error::<Runtime>::AtMinimum.into())
		);
		chain.run_to((chain.number() / SESSION_LENGTH + 2) * SESSION_LENGTH);
		assert_eq!(at_work(), accounts(&[Alice, Bob, Charlie]));

		// Dave is free to give up his keys.
		assert_ok!(chain.submit(Dave, pallet_consortium::Call::<Runtime>::release_keys {}));
		assert!(!pallet_session::NextKeys::<Runtime>::contains_key(Dave.to_account_id()));
	});
}

/// What the runtime tells GRANDPA by a header.
fn grandpa_log(header: &Header) -> Option<ConsensusLog<BlockNumber>> {
	header.digest.convert_first(|item| item.consensus_try_to(&GRANDPA_ENGINE_ID))
}

#[test]
fn council_forces_new_authorities_after_finality_stalled() {
	on_chain(LOCAL, |chain| {
		use pallet_consortium::Call;

		// Charlie and Dave, two of four, are gone for good.
		let decisions: [RuntimeCall; 3] = [
			Call::<Runtime>::set_minimum { minimum: 2 }.into(),
			Call::<Runtime>::remove_validator { validator: Charlie.to_account_id() }.into(),
			Call::<Runtime>::remove_validator { validator: Dave.to_account_id() }.into(),
		];
		for call in decisions {
			assert_ok!(council_decides(chain, &[Alice, Bob], call));
		}
		let planned = (chain.number() / SESSION_LENGTH + 1) * SESSION_LENGTH;
		chain.run_to(planned);
		assert_eq!(grandpa_log(&chain.head), None);

		let (delay, best_finalized) = (20, 1);
		let note = Call::<Runtime>::note_stalled { delay, best_finalized };
		assert_ok!(council_decides(chain, &[Alice, Bob], note.into()));
		assert_eq!(pallet_grandpa::Stalled::<Runtime>::get(), Some((delay, best_finalized)));

		let signalled = planned + SESSION_LENGTH;
		chain.run_to(signalled - 1);
		assert_eq!(grandpa_log(&chain.head), None);
		chain.empty_block();
		assert_eq!(at_work(), accounts(&[Alice, Bob]));
		let next_authorities: AuthorityList = [Ed25519Keyring::Alice, Ed25519Keyring::Bob]
			.into_iter()
			.map(|key| (key.public().into(), 1))
			.collect();
		let change = ScheduledChange { next_authorities: next_authorities.clone(), delay };
		assert_eq!(
			grandpa_log(&chain.head),
			Some(ConsensusLog::ForcedChange(best_finalized, change))
		);

		chain.run_to(signalled + delay - 1);
		assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().len(), 4);
		chain.empty_block();
		assert_eq!(pallet_grandpa::Authorities::<Runtime>::get().into_inner(), next_authorities);
	});
}

#[test]
fn validator_rotates_his_keys_in_a_running_chain() {
	on_chain(DEV, |chain| {
		let (keys, call) = set_keys(Alice, "//Alice//second");
		assert_ok!(chain.submit(Alice, call));
		chain.run_to(2 * SESSION_LENGTH - 1);
		assert_ne!(pallet_aura::Authorities::<Runtime>::get().first(), Some(&keys.aura));
		chain.empty_block();
		assert_eq!(pallet_aura::Authorities::<Runtime>::get().first(), Some(&keys.aura));
		assert_eq!(at_work(), accounts(&[Alice]));
	});
}

#[test]
fn keys_of_another_are_refused_without_his_proof() {
	on_chain(DEV, |chain| {
		let (_, call) = set_keys(Alice, "//Alice//second");
		assert_eq!(
			chain.submit(Bob, call),
			Err(pallet_session::Error::<Runtime>::InvalidProof.into())
		);
	});
}

#[test]
fn candidate_pays_for_his_keys_and_gets_the_deposit_back() {
	on_chain(DEV, |chain| {
		let (_, call) = set_keys(Bob, "//Bob//session");
		assert_ok!(chain.submit(Bob, call));
		let held = |who: Sr25519Keyring| {
			counterfoil_runtime::Balances::balance_on_hold(
				&pallet_session::HoldReason::Keys.into(),
				&who.to_account_id(),
			)
		};
		assert!(held(Bob) > 0);
		assert_ok!(chain.submit(Bob, pallet_consortium::Call::<Runtime>::release_keys {}));
		assert_eq!(held(Bob), 0);
		assert_eq!(total(Bob), ENDOWMENT - chain.fees_of(Bob));
	});
}

#[test]
fn chain_runs_through_many_sessions_and_skipped_slots() {
	on_chain(LOCAL, |chain| {
		for round in 0..5 {
			chain.run_to((round + 1) * SESSION_LENGTH + 1);
			chain.wait(60_000);
		}
		assert_eq!(pallet_session::CurrentIndex::<Runtime>::get(), chain.number() / SESSION_LENGTH);
		assert_eq!(at_work(), accounts(&[Alice, Bob, Charlie, Dave]));
	});
}
