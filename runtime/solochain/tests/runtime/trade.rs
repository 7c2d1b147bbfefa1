//! The whole trade, from unknown parties to a paid supplier, and what happens when one of them cheats or sleeps.

use crate::{chain::*, parties::*};
use counterfoil_primitives::{
	allowance::Limits,
	fingerprint::leaf_hash,
	money::{Asset, Commission, Price},
	payload::{signing_bytes, Purpose, SubmissionBody},
	reputation::Score,
	traits::{Delivery, Judge},
	KeySignature, Outcome, Tree,
};
use counterfoil_runtime::{AccountId, Assets, Balance, Block, Runtime};
use frame_support::{assert_ok, traits::fungibles::Inspect};
use pallet_data_escrow::HoldReason;
use sp_keyring::Sr25519Keyring::{Bob, Charlie};

type Escrow = pallet_data_escrow::Call<Runtime>;

#[test]
fn trade_from_registration_to_settlement_pays_the_supplier() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(24);
		let id = parties.agree(chain, &leaves);
		let funded = chain.now();
		exchange(chain, id, &encrypt(&leaves));
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::settle { id }));

		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert!(chain.now() - funded < 60_000, "a trade takes less than a minute");
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) + PRICE);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) - PRICE);
		assert_nothing_is_held_or_lost();

		// The record goes when the planner says so, and its ticket returns.
		let record = held(Parties::PLANNER, HoldReason::Record);
		assert!(record > 0);
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::forget { id }));
		assert_eq!(held(Parties::PLANNER, HoldReason::Record), 0);
	});
}

#[test]
fn trade_settles_by_itself_after_the_dispute_window() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let id = parties.agree(chain, &leaves);
		exchange(chain, id, &encrypt(&leaves));
		let deadline = pallet_data_escrow::Agreements::<Runtime>::get(id)
			.expect("the agreement is open")
			.stage
			.until();
		assert_eq!(deadline, chain.now() + 12_000);

		while chain.now() < deadline {
			assert_eq!(outcome(id), None, "never early");
			chain.empty_block();
		}
		assert_eq!(outcome(id), None, "the deadline itself belongs to the demander");
		// The next blocks, one of which may be the first of a session and have no room.
		chain.empty_block();
		chain.empty_block();
		chain.empty_block();
		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) + PRICE);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) - PRICE);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn supplier_who_cheats_in_one_leaf_is_convicted_by_proof() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(10);
		let id = parties.agree(chain, &leaves);
		let mut delivered = leaves.clone();
		delivered[7] = "2020-09-13T12:07:00Z,99.9".into();
		let ciphertext = encrypt(&delivered);
		exchange(chain, id, &ciphertext);

		let proof_of = |index| misbehaviour(&leaves, &ciphertext, index);
		// A leaf that is right convicts nobody.
		assert_eq!(
			chain.submit(Parties::PLANNER, Escrow::dispute { id, proof: proof_of(6) }),
			Err(pallet_data_escrow::Error::<Runtime>::NoMisbehaviour.into())
		);
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::dispute { id, proof: proof_of(7) }));

		assert_eq!(outcome(id), Some(Outcome::Convicted));
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) - BOND);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) + BOND);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn demander_who_does_not_fund_loses_nothing_but_the_deal() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let id = parties.agree(chain, &leaves);
		chain.wait(62_000);
		assert_eq!(
			chain.submit(Parties::PLANNER, Escrow::fund { id, from: None }),
			Err(pallet_data_escrow::Error::<Runtime>::AlreadyClosed.into()),
			"the chain closed it at the beginning of the block"
		);
		assert_eq!(outcome(id), Some(Outcome::NotFunded));
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER));
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn device_signature_of_another_chain_is_refused() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let body = SubmissionBody {
			data_set: parties.data_set,
			schema: SCHEMA,
			fingerprint: Tree::from_leaves(readings(2)).fingerprint(),
			from: chain.now(),
			to: chain.now(),
			corrects: None,
		};
		let message = signing_bytes(Purpose::Submission, &[9; 32], 0, &body);
		let signature = KeySignature::Sr25519(Parties::METER.sign(&message).into());
		assert_eq!(
			chain.submit(
				Parties::UTILITY,
				pallet_data_registry::Call::<Runtime>::submit {
					device: parties.meter,
					sequence: 0,
					body,
					signature,
				}
			),
			Err(pallet_data_registry::Error::<Runtime>::BadSignature.into())
		);
	});
}

#[test]
fn runtime_apis_tell_what_was_written() {
	use pallet_data_escrow_runtime_api::runtime_decl_for_data_escrow_api::DataEscrowApiV2;
	use pallet_data_market_runtime_api::runtime_decl_for_data_market_api::DataMarketApiV1;
	use pallet_data_registry_runtime_api::{
		runtime_decl_for_data_registry_api::DataRegistryApiV1, Verification,
	};
	use pallet_did_runtime_api::runtime_decl_for_did_api::DidApiV1;

	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(5);
		let id = parties.agree(chain, &leaves);

		let utility = did_of(Parties::UTILITY);
		let account = Parties::UTILITY.to_account_id();
		assert_eq!(<Runtime as DidApiV1<Block, AccountId>>::did_of(account.clone()), Some(utility));
		let view = <Runtime as DidApiV1<Block, AccountId>>::resolve(parties.meter)
			.expect("the meter is known");
		assert_eq!((view.owner, view.active), (Some(utility), true));

		let submission = <Runtime as DataRegistryApiV1<Block, AccountId>>::submission(0)
			.expect("the submission is known");
		assert_eq!((submission.supplier, submission.certified), (utility, true));
		let tree = Tree::from_leaves(&leaves);
		let verify = |leaf: &str, index: u64| {
			<Runtime as DataRegistryApiV1<Block, AccountId>>::verify_leaf(
				0,
				leaf_hash(leaf.as_bytes()),
				index,
				tree.proof(index).expect("the leaf exists"),
			)
			.verification
		};
		assert_eq!(verify(&leaves[3], 3), Verification::Match);
		assert_eq!(verify("2020-09-13T12:03:00Z,17.4", 3), Verification::Mismatch);

		// Sold and answered: the offer is gone, and the demand waits for what becomes of the agreement.
		assert_eq!(<Runtime as DataMarketApiV1<Block>>::offer(0), None);
		let demand = <Runtime as DataMarketApiV1<Block>>::demand(0).expect("the deal is not over");
		assert_eq!((demand.open, demand.agreements), (false, vec![id]));

		let agreement = <Runtime as DataEscrowApiV2<Block, AccountId, Balance>>::agreement(id)
			.expect("the agreement is known");
		assert_eq!((agreement.price, agreement.bond), (PRICE, BOND));
		assert_eq!(agreement.supplier_account, account);
		assert_eq!(
			<Runtime as DataEscrowApiV2<Block, AccountId, Balance>>::agreements_of(
				utility, None, 10
			)
			.len(),
			1
		);
		exchange(chain, id, &encrypt(&leaves));
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::settle { id }));
		assert_eq!(<Runtime as DataMarketApiV1<Block>>::demand(0), None);
		let deals = <Runtime as DataEscrowApiV2<Block, AccountId, Balance>>::deals(utility);
		assert_eq!(deals.as_supplier, Score::of(1, 0));
	});
}

#[test]
fn trade_in_another_asset_pays_supplier_and_platform_in_it() {
	on_chain(DEV, |chain| {
		const PER_RECORD: Balance = 2_500_000;

		let parties = Parties::approved(chain);
		let leaves = readings(24);
		let platform = Commission { payee: did_of(Bob), per_mille: 75 };
		let id = parties.agree_on(chain, &leaves, |offer, demand| {
			offer.asset = EURO;
			offer.price = Price::PerRecord(PER_RECORD);
			offer.commissions = vec![platform].try_into().unwrap();
			demand.need.asset = EURO;
			demand.need.budget = 24 * PER_RECORD;
		});
		let all = [Parties::UTILITY, Parties::PLANNER, Bob];
		let (before, native) = (all.map(euros), all.map(|who| worth(chain, who)));
		let issuance = Assets::total_issuance(EURO_ID);
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::fund { id, from: None }));
		let price = 24 * PER_RECORD;
		assert_eq!(held_of(EURO, Parties::PLANNER, HoldReason::Price), price);
		assert_eq!(held(Parties::PLANNER, HoldReason::Price), 0);
		deliver(chain, id, &encrypt(&leaves));
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::settle { id }));

		assert_eq!(outcome(id), Some(Outcome::Settled));
		let commission = price * 75 / 1_000;
		let [utility, planner, bob] = all.map(euros);
		assert_eq!(utility, before[0] + price - commission);
		assert_eq!(planner, before[1] - price);
		assert_eq!(bob, before[2] + commission);
		for reason in [HoldReason::Price, HoldReason::Bond] {
			assert!(all.iter().all(|who| held_of(EURO, *who, reason) == 0));
		}
		assert_eq!(Assets::total_issuance(EURO_ID), issuance);
		// Fees and tickets are in the chain's own token, and nothing else is.
		assert_eq!(all.map(|who| worth(chain, who)), native);
		assert_nothing_is_held_or_lost();
	});
}

/// A sealed deal that the planner complains about, and that Charlie is to judge for a twentieth of the price.
fn contested(chain: &mut Chain) -> u64 {
	let parties = Parties::approved(chain);
	let leaves = readings(5);
	let judge = Judge { did: did_of(Charlie), fee: 50, fallback: 500 };
	let id = parties.agree_on(chain, &leaves, |offer, demand| {
		offer.delivery = Delivery::Sealed(judge);
		demand.need.delivery.proven = false;
		demand.need.delivery.sealed.accepted = vec![judge.did].try_into().unwrap();
		demand.need.delivery.sealed.max_fee = 50;
		demand.need.delivery.sealed.max_fallback = 500;
	});
	assert_ok!(chain.submit(Parties::PLANNER, Escrow::fund { id, from: None }));
	assert_eq!(held(Parties::PLANNER, HoldReason::Price), PRICE + PRICE / 20);
	let deliver = deliver_sealed(chain, id, &encrypt(&leaves));
	assert_ok!(chain.submit(Parties::UTILITY, deliver));
	assert_eq!(held(Parties::UTILITY, HoldReason::Bond), BOND + PRICE / 20);
	assert_ok!(chain.submit(Parties::PLANNER, Escrow::complain { id, evidence: [1; 32] }));
	id
}

#[test]
fn judge_of_a_sealed_trade_divides_the_price_and_is_paid_by_who_loses() {
	on_chain(DEV, |chain| {
		let id = contested(chain);
		let all = [Parties::UTILITY, Parties::PLANNER, Charlie];
		let before = all.map(|who| worth(chain, who));
		assert_ok!(chain.submit(Parties::UTILITY, Escrow::answer { id, evidence: [2; 32] }));
		let decide = Escrow::decide { id, to_supplier: 700, reason: [3; 32] };
		// Nobody but him.
		assert_eq!(
			chain.submit(Bob, decide.clone()),
			Err(pallet_data_escrow::Error::<Runtime>::NotJudge.into())
		);
		assert_ok!(chain.submit(Charlie, decide));

		assert_eq!(outcome(id), Some(Outcome::Judged { to_supplier: 700 }));
		let after = all.map(|who| worth(chain, who));
		let fee = PRICE / 20;
		assert_eq!(after[0], before[0] + PRICE * 7 / 10 - fee * 3 / 10);
		assert_eq!(after[1], before[1] - PRICE * 7 / 10 - fee * 7 / 10);
		assert_eq!(after[2], before[2] + fee);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn silence_of_a_judge_divides_the_price_as_the_parties_agreed() {
	on_chain(DEV, |chain| {
		let id = contested(chain);
		let all = [Parties::UTILITY, Parties::PLANNER, Charlie];
		let before = all.map(|who| worth(chain, who));
		let stage = pallet_data_escrow::Agreements::<Runtime>::get(id).expect("it is open").stage;
		while chain.now() <= stage.until() {
			assert_eq!(outcome(id), None, "never early");
			chain.empty_block();
		}
		chain.empty_block();
		chain.empty_block();
		assert_eq!(outcome(id), Some(Outcome::Fallback { to_supplier: 500 }));
		let after = all.map(|who| worth(chain, who));
		assert_eq!(after[0], before[0] + PRICE / 2);
		assert_eq!(after[1], before[1] - PRICE / 2);
		assert_eq!(after[2], before[2], "who says nothing gets nothing");
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn supplier_funds_the_trade_with_the_demanders_money_within_an_allowance() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(4);
		let id = parties.agree(chain, &leaves);
		let (utility, planner) = (did_of(Parties::UTILITY), did_of(Parties::PLANNER));
		let fund = || Escrow::fund { id, from: Some(planner) };
		let refused = |error: pallet_allowances::Error<Runtime>| Err(error.into());
		assert_eq!(
			chain.submit(Parties::UTILITY, fund()),
			refused(pallet_allowances::Error::NotAllowed)
		);
		let limits = Limits {
			amount: PRICE,
			total: PRICE,
			count: 1,
			lock: DAY,
			valid_until: chain.now() + DAY,
		};
		let allow = |limits| pallet_allowances::Call::<Runtime>::allow {
			spender: utility,
			payee: Some(utility),
			asset: Asset::Native,
			limits,
		};
		assert_ok!(chain.submit(Parties::PLANNER, allow(Limits { amount: PRICE - 1, ..limits })));
		assert_eq!(
			chain.submit(Parties::UTILITY, fund()),
			refused(pallet_allowances::Error::AmountTooHigh),
			"it is one unit too little"
		);
		let amend = pallet_allowances::Call::<Runtime>::amend {
			spender: utility,
			payee: Some(utility),
			limits,
		};
		assert_ok!(chain.submit(Parties::PLANNER, amend));
		assert_ok!(chain.submit(Parties::UTILITY, fund()));
		assert_eq!(held(Parties::PLANNER, HoldReason::Price), PRICE);
		assert_eq!(held(Parties::UTILITY, HoldReason::Price), 0);
		deliver(chain, id, &encrypt(&leaves));
		assert_ok!(chain.submit(Parties::PLANNER, Escrow::settle { id }));
		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) + PRICE);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) - PRICE);
		assert_nothing_is_held_or_lost();
	});
}
