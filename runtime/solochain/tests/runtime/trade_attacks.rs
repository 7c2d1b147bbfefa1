//! Attacks on trade and money that cross the borders between pallets.

use crate::{
	adversarial::{inner, signed_by, sponsor},
	auctions,
	chain::*,
	contracts,
	keys::{self, Key},
	parties::*,
};
use counterfoil_primitives::{
	allowance::Limits,
	document::Document,
	money::{Asset, Commission, Price},
	traits::{Party, Reputations},
	Outcome, Role,
};
use counterfoil_runtime::{
	configs::utility::ProxyType, constants::currency::CFL, Address, Assets, Balances, DataEscrow,
	Runtime, RuntimeCall, RuntimeEvent,
};
use frame_support::{assert_ok, traits::fungibles::Inspect};
use pallet_data_escrow::HoldReason;
use pallet_data_market::ProposedFill;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Charlie, CharlieStash};
use sp_runtime::{DispatchError, DispatchResult};

type Market = pallet_data_market::Call<Runtime>;
type MarketError = pallet_data_market::Error<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;
type EscrowError = pallet_data_escrow::Error<Runtime>;
type Channels = pallet_payment_channels::Call<Runtime>;
type Streams = pallet_payment_streams::Call<Runtime>;
type Tokens = pallet_assets::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;

/// A channel to the utility.
fn open_channel(chain: &Chain, asset: Asset, deposit: u128) -> Channels {
	Channels::open {
		payee: did_of(UTILITY),
		signer: Key::Of(UTILITY).public(),
		asset,
		deposit,
		data_set: None,
		commissions: Default::default(),
		expires: chain.now() + DAY,
		challenge: 6_000,
		from: None,
	}
}

/// A stream to the utility.
fn open_stream(asset: Asset, rate: u128, deposit: u128) -> Streams {
	Streams::open {
		payee: did_of(UTILITY),
		data_set: None,
		asset,
		rate,
		deposit,
		notice: 0,
		from: None,
	}
}

fn unlimited(chain: &Chain) -> Limits {
	Limits {
		amount: u128::MAX,
		total: u128::MAX,
		count: 10,
		lock: DAY,
		valid_until: chain.now() + DAY,
	}
}

/// The planner pays for the calls of a demander who is with the utility: of the chain's own token up to a limit. Everything
/// else that the planner has is out of reach.
#[test]
fn attack_ward_binds_sponsors_tokens() {
	const WARD: Sr25519Keyring = BobStash;

	on_chain(DEV, |chain| {
		// The ward is a demander by the name of the second bidder.
		let (parties, lot) = auctions::with_lot(chain, EURO);
		sponsor(chain, did_of(WARD));
		let terms = pallet_data_auction::SealedTerms {
			reserve: 50_000_000,
			deposit: 10_000_000,
			..auctions::sealed_terms(chain)
		};
		let open = pallet_data_auction::Call::<Runtime>::open_sealed { lot: lot.clone(), terms };
		assert_ok!(chain.submit(UTILITY, open));
		let offer = pallet_data_market::OfferTerms { asset: EURO, ..parties.offer_terms(chain, 0) };
		let offer = Market::place_offer { terms: offer };
		assert_ok!(chain.submit(UTILITY, offer));

		let before = euros(PLANNER);
		let free = |who: Sr25519Keyring| Assets::balance(EURO_ID, who.to_account_id());
		assert_eq!(free(PLANNER), before, "nothing is bound");
		let conditions = contracts::conditions(chain, &parties, EURO);
		let mut demand = parties.demand_terms(chain, 1);
		demand.need.asset = EURO;
		let calls: [RuntimeCall; 6] = [
			open_channel(chain, EURO, 1_000_000).into(),
			open_stream(EURO, 1_000, 1_000_000).into(),
			pallet_data_auction::Call::<Runtime>::bid { auction: 0, commitment: [0; 32] }.into(),
			pallet_data_contracts::Call::<Runtime>::propose {
				party: Party::Demander,
				to: did_of(UTILITY),
				conditions: Box::new(conditions),
				until: chain.now() + 10_000,
			}
			.into(),
			// To buy: an agreement may be opened or not, and is not funded.
			Market::place_demand { terms: demand }.into(),
			pallet_allowances::Call::<Runtime>::allow {
				spender: did_of(UTILITY),
				payee: None,
				asset: EURO,
				limits: unlimited(chain),
			}
			.into(),
		];
		for call in calls {
			let name = format!("{call:?}");
			let is_demand = matches!(call, RuntimeCall::DataMarket(_));
			let signed = signed_by(chain, WARD, call);
			let refused = chain.submit(PLANNER, signed).is_err() || inner(chain).is_err();
			assert!(refused || is_demand, "{name}");
			assert_eq!((euros(PLANNER), free(PLANNER)), (before, before), "{name}");
		}
		let opened = pallet_data_escrow::NextAgreementId::<Runtime>::get();
		assert_eq!(opened, 0, "no deal on the sponsor's account");

		// A deal that the ward made by its own account is not paid from the sponsor's.
		let mut demand = parties.demand_terms(chain, 1);
		demand.need.asset = EURO;
		assert_ok!(chain.submit(WARD, Market::place_demand { terms: demand }));
		assert_eq!(pallet_data_escrow::NextAgreementId::<Runtime>::get(), 1);
		let fund = signed_by(chain, WARD, Escrow::fund { id: 0, from: None });
		assert_ok!(chain.submit(PLANNER, fund));
		assert_eq!(inner(chain), Err(EscrowError::WrongAccount.into()));
		assert_eq!(free(PLANNER), before);
	});
}

#[test]
fn attack_proxy_of_trade_cannot_pay() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		assert_ok!(chain.submit(
			PLANNER,
			pallet_proxy::Call::<Runtime>::add_proxy {
				delegate: Address::Id(Bob.to_account_id()),
				proxy_type: ProxyType::DataTrade,
				delay: 0,
			}
		));
		let pay: Vec<RuntimeCall> = vec![
			open_channel(chain, Asset::Native, CFL).into(),
			open_channel(chain, EURO, 1_000_000).into(),
			open_stream(Asset::Native, CFL, CFL).into(),
			pallet_allowances::Call::<Runtime>::allow {
				spender: did_of(Bob),
				payee: None,
				asset: Asset::Native,
				limits: unlimited(chain),
			}
			.into(),
			Tokens::transfer {
				id: EURO_ID,
				target: Address::Id(Bob.to_account_id()),
				amount: 1_000_000,
			}
			.into(),
			Tokens::approve_transfer {
				id: EURO_ID,
				delegate: Address::Id(Bob.to_account_id()),
				amount: 1_000_000,
			}
			.into(),
		];
		let batched = pallet_utility::Call::<Runtime>::batch_all { calls: pay.clone() };
		let before = (total(PLANNER), euros(PLANNER));
		for call in pay.into_iter().chain([batched.into()]) {
			let name = format!("{call:?}");
			let proxied = pallet_proxy::Call::<Runtime>::proxy {
				real: Address::Id(PLANNER.to_account_id()),
				force_proxy_type: None,
				call: Box::new(call),
			};
			assert_ok!(chain.submit(Bob, proxied));
			let filtered: DispatchResult = Err(frame_system::Error::<Runtime>::CallFiltered.into());
			let executed =
				RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result: filtered });
			let events = &chain.blocks.last().unwrap().events;
			assert!(events.contains(&executed), "{name}");
		}
		assert_eq!((total(PLANNER), euros(PLANNER)), before);
	});
}

#[test]
fn attack_certificate_revoked_between_match_and_delivery() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		// Revoked before the planner pays, and after.
		for number in 0..2 {
			let leaves = readings(4 + number);
			let id = parties.agree(chain, &leaves);
			let certificate = pallet_certification::NextCertificateId::<Runtime>::get() - 1;
			let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
			let revoke =
				pallet_certification::Call::<Runtime>::revoke { certificate, reason: [0; 32] };
			let fund = || Escrow::fund { id, from: None };
			if number == 0 {
				assert_ok!(chain.submit(Parties::MINISTRY, revoke));
				assert_eq!(
					chain.submit(PLANNER, fund()),
					Err(EscrowError::CertificateLapsed.into())
				);
				assert_eq!(held(PLANNER, HoldReason::Price), 0);
				continue;
			}
			assert_ok!(chain.submit(PLANNER, fund()));
			let (ciphertext_root, key_commitment) = commitments(chain, id, &encrypt(&leaves));
			let commit = Escrow::commit { id, ciphertext_root, key_commitment };
			assert_ok!(chain.submit(UTILITY, commit));
			assert_ok!(chain.submit(Parties::MINISTRY, revoke));
			assert_eq!(
				chain.submit(PLANNER, Escrow::accept { id }),
				Err(EscrowError::CertificateLapsed.into())
			);
			// The way back is open to both, and costs neither anything.
			assert_ok!(chain.submit(PLANNER, Escrow::decline { id }));
			assert_eq!(outcome(id), Some(Outcome::Declined));
			assert_eq!([UTILITY, PLANNER].map(|who| worth(chain, who)), before);
			assert_nothing_is_held_or_lost();
		}
	});
}

/// A demand with a reward that waits for a proposal, and the offer that answers it, on a chain where the planner places its demand
/// before there is an offer.
fn rewarded(chain: &mut Chain, parties: &Parties, submission: u64) {
	let mut demand = parties.demand_terms(chain, 1);
	demand.reward = CFL;
	// Nothing is tried when the offer is placed but what the index finds: the planner wants to wait.
	demand.window = 6_000;
	assert_ok!(chain.submit(PLANNER, Market::place_demand { terms: demand }));
	let offer = parties.offer_terms(chain, submission);
	assert_ok!(chain.submit(UTILITY, Market::place_offer { terms: offer }));
}

#[test]
fn attack_self_dealing_match_for_the_reward() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let submission = parties.prepare(chain, &leaves);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
		rewarded(chain, &parties, submission);
		// The supplier proposes his own offer and the demander his own demand; whoever gets through gets no reward.
		let fill = ProposedFill { offer: 0, lot: None };
		let propose = || Market::propose {
			demand: 0,
			fills: vec![fill.clone()].try_into().unwrap(),
			salt: None,
		};
		for who in [UTILITY, PLANNER] {
			let _ = chain.submit(who, propose());
		}
		for _ in 0..6 {
			chain.empty_block();
		}
		if pallet_data_escrow::NextAgreementId::<Runtime>::get() == 0 {
			let take = Market::take_offer { demand: 0, offer: 0, lot: None };
			assert_ok!(chain.submit(PLANNER, take));
		}
		exchange(chain, 0, &encrypt(&leaves));
		assert_ok!(chain.submit(PLANNER, Escrow::settle { id: 0 }));
		assert_eq!(outcome(0), Some(Outcome::Settled));
		let rewarded = chain.blocks.iter().flat_map(|block| &block.events).any(|event| {
			matches!(event, RuntimeEvent::DataMarket(pallet_data_market::Event::Rewarded { .. }))
		});
		assert!(!rewarded);
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + PRICE, before[1] - PRICE], "the price and nothing else");
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn attack_wash_trades_do_not_raise_reputation_on_the_market() {
	let score = || DataEscrow::supplier(&did_of(UTILITY));
	let trade = |chain: &mut Chain, parties: &Parties, number: u32| {
		let leaves = readings(number);
		let id = parties.agree(chain, &leaves);
		exchange(chain, id, &encrypt(&leaves));
		assert_ok!(chain.submit(PLANNER, Escrow::settle { id }));
		assert_eq!(outcome(id), Some(Outcome::Settled));
	};
	// Strangers count once, however often they trade with each other.
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		assert_eq!(score(), (0, 0));
		for number in [2, 3] {
			trade(chain, &parties, number);
			assert_eq!(score(), (1, 0));
		}
	});
	// Two identities in one hand never count.
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let mut document = Document::of_key(Key::Of(PLANNER).public());
		document.controllers = vec![did_of(UTILITY)].try_into().unwrap();
		document.threshold = 1;
		let agree = [(did_of(UTILITY), Key::Of(UTILITY))];
		let tie = keys::update_document(did_of(PLANNER), 1, document, &[], &agree);
		assert_ok!(chain.submit(PLANNER, tie));
		trade(chain, &parties, 2);
		assert_eq!(score(), (0, 0));
	});
}

#[test]
fn attack_offer_is_withdrawn_in_the_block_of_the_match() {
	for withdrawn_first in [false, true] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let submission = parties.prepare(chain, &readings(3));
			assert_ok!(chain.submit(UTILITY, parties.offer(chain, submission)));
			let demand = (PLANNER, parties.demand(chain, 3).into());
			let withdraw = (UTILITY, Market::withdraw_offer { offer: 0 }.into());
			let opened = || pallet_data_escrow::NextAgreementId::<Runtime>::get();
			if withdrawn_first {
				assert_eq!(in_one_block(chain, [withdraw, demand]), [Ok(()), Ok(())]);
				assert_eq!(opened(), 0, "there was nothing to match");
				assert!(pallet_data_market::Demands::<Runtime>::contains_key(0));
			} else {
				let ended = in_one_block(chain, [demand, withdraw]);
				assert_eq!(ended, [Ok(()), Err(MarketError::UnknownOffer.into())]);
				assert_eq!(opened(), 1, "the deal stands");
				exchange(chain, 0, &encrypt(&readings(3)));
			}
		});
	}
}

#[test]
fn attack_demand_is_withdrawn_in_the_block_of_the_match_to_save_the_reward() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let submission = parties.prepare(chain, &leaves);
		assert_ok!(chain.submit(UTILITY, parties.offer(chain, submission)));
		let demand = (PLANNER, parties.demand(chain, 3).into());
		let withdraw = (PLANNER, Market::withdraw_demand { demand: 0 }.into());
		let ended = in_one_block(chain, [demand, withdraw]);
		assert_eq!(ended[0], Ok(()));
		// Withdrawn or not: the agreement stands, with its ticket and its deadline.
		assert!(pallet_data_escrow::Agreements::<Runtime>::contains_key(0));
		exchange(chain, 0, &encrypt(&leaves));
		assert_ok!(chain.submit(PLANNER, Escrow::settle { id: 0 }));
		assert_eq!(outcome(0), Some(Outcome::Settled));
		assert!(!pallet_data_market::Demands::<Runtime>::contains_key(0));
	});
}

/// A deal that is accepted, with a commission of a tenth for Bob.
fn accepted(chain: &mut Chain, parties: &Parties, asset: Asset, number: u32) -> u64 {
	let leaves = readings(number);
	let platform = Commission { payee: did_of(Bob), per_mille: 100 };
	let id = parties.agree_on(chain, &leaves, |offer, demand| {
		offer.asset = asset;
		offer.price = Price::Fixed(EUROS);
		offer.commissions = vec![platform].try_into().unwrap();
		demand.need.asset = asset;
		if asset == Asset::Native {
			offer.price = Price::Fixed(PRICE);
		}
	});
	assert_ok!(chain.submit(PLANNER, Escrow::fund { id, from: None }));
	let (ciphertext_root, key_commitment) = commitments(chain, id, &encrypt(&leaves));
	assert_ok!(chain.submit(UTILITY, Escrow::commit { id, ciphertext_root, key_commitment }));
	assert_ok!(chain.submit(PLANNER, Escrow::accept { id }));
	id
}

/// The price of a deal in the example token.
const EUROS: u128 = 50_000_000;

/// The issuer of the example token lets nothing come to an account, or lets it come again.
fn block(chain: &mut Chain, who: Sr25519Keyring, blocked: bool) {
	let who = Address::Id(who.to_account_id());
	assert_ok!(match blocked {
		true => chain.submit(Alice, Tokens::block { id: EURO_ID, who }),
		false => chain.submit(Alice, Tokens::thaw { id: EURO_ID, who }),
	});
}

/// The supplier's account is blocked: his deal ends all the same, what is due waits, and other deals are paid.
#[test]
fn attack_blocked_account_stops_nobody_elses_settlement() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let before = [UTILITY, PLANNER, Bob].map(euros);
		let one = accepted(chain, &parties, EURO, 2);
		let other = accepted(chain, &parties, Asset::Native, 3);
		let bob = worth(chain, Bob);
		for id in [one, other] {
			assert_ok!(chain.submit(UTILITY, Escrow::reveal { id, key: KEY }));
		}
		block(chain, UTILITY, true);
		for _ in 0..10 {
			chain.empty_block();
		}
		assert_eq!([one, other].map(outcome), [Some(Outcome::Settled); 2]);
		assert_eq!(worth(chain, Bob), bob + PRICE / 10, "the other deal is paid");
		// Nothing came to the supplier, and nothing is lost: the price is still held.
		assert_eq!(euros(UTILITY), before[0]);
		assert_eq!(held_of(EURO, PLANNER, HoldReason::Price), EUROS);
		assert!(chain.submit(Charlie, Escrow::collect { id: one }).is_err(), "still blocked");
		assert!(chain.submit(Charlie, Escrow::collect { id: other }).is_err(), "nothing is due");

		block(chain, UTILITY, false);
		assert_ok!(chain.submit(Charlie, Escrow::collect { id: one }));
		assert!(chain.submit(Charlie, Escrow::collect { id: one }).is_err(), "once");
		let after = [UTILITY, PLANNER, Bob].map(euros);
		let commission = EUROS / 10;
		assert_eq!(
			after,
			[before[0] + EUROS - commission, before[1] - EUROS, before[2] + commission]
		);
		for reason in [HoldReason::Price, HoldReason::Bond] {
			assert!([UTILITY, PLANNER].iter().all(|who| held_of(EURO, *who, reason) == 0));
		}
		assert_eq!(Assets::total_issuance(EURO_ID), 12 * 1_000_000_000_000);
		assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
	});
}

/// The account of who gets a commission is blocked: the supplier is paid, and has what the other one cannot receive.
#[test]
fn attack_blocked_account_of_a_platform_does_not_stop_the_supplier() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let before = [UTILITY, PLANNER, Bob].map(euros);
		let id = accepted(chain, &parties, EURO, 2);
		assert_ok!(chain.submit(UTILITY, Escrow::reveal { id, key: KEY }));
		block(chain, Bob, true);
		assert_ok!(chain.submit(PLANNER, Escrow::settle { id }));
		assert_eq!(outcome(id), Some(Outcome::Settled));
		let after = [UTILITY, PLANNER, Bob].map(euros);
		assert_eq!(after, [before[0] + EUROS, before[1] - EUROS, before[2]]);
	});
}

#[test]
fn attack_judge_of_a_sealed_deal_is_a_party_or_paid_by_one() {
	use counterfoil_primitives::traits::{Delivery, Judge};

	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let submission = parties.prepare(chain, &readings(3));
		let platform = Commission { payee: did_of(Bob), per_mille: 100 };
		for judge in [UTILITY, PLANNER, Bob] {
			let judge = Judge { did: did_of(judge), fee: 50, fallback: 0 };
			let mut offer = parties.offer_terms(chain, submission);
			offer.delivery = Delivery::Sealed(judge);
			offer.commissions = vec![platform].try_into().unwrap();
			let mut demand = parties.demand_terms(chain, 3);
			demand.need.delivery.sealed.accepted = vec![judge.did].try_into().unwrap();
			demand.need.delivery.sealed.max_fee = 50;
			// Whether an order is refused or the pair does not match is the market's to say.
			let _ = chain.submit(UTILITY, Market::place_offer { terms: offer });
			let _ = chain.submit(PLANNER, Market::place_demand { terms: demand });
			assert_eq!(pallet_data_escrow::NextAgreementId::<Runtime>::get(), 0);
		}
	});
}

#[test]
fn attack_stranger_ends_or_drains_what_belongs_to_others() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		approve(chain, CharlieStash, Role::Other, &[Alice, Bob, Charlie, UTILITY, PLANNER]);
		let open = open_channel(chain, EURO, 1_000_000);
		assert_ok!(chain.submit(PLANNER, open));
		assert_ok!(chain.submit(PLANNER, open_stream(EURO, 10_000, 1_000_000)));
		let bound = euros(PLANNER);
		let calls: [RuntimeCall; 6] = [
			Channels::request_close { channel: 0 }.into(),
			Channels::close_by_payee { channel: 0, best: None }.into(),
			Channels::finalise { channel: 0 }.into(),
			Streams::close { id: 0 }.into(),
			Streams::pause { id: 0 }.into(),
			Streams::change_rate { id: 0, rate: 1 }.into(),
		];
		for call in calls {
			let name = format!("{call:?}");
			assert!(chain.submit(CharlieStash, call).is_err(), "{name}");
		}
		// Nor does the issuer's word end them, nor root by itself without the issuer.
		assert_eq!(euros(PLANNER), bound);
		let create = Tokens::force_create {
			id: EURO_ID,
			owner: Address::Id(CharlieStash.to_account_id()),
			is_sufficient: true,
			min_balance: 1,
		};
		assert_eq!(chain.submit(CharlieStash, create), Err(DispatchError::BadOrigin));
	});
}
