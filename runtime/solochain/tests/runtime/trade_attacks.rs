//! Attacks on trade and money that cross the borders between pallets.

use crate::{
	adversarial::{inner, signed_by, sponsor},
	auctions,
	chain::*,
	contracts,
	keys::Key,
	parties::*,
};
use counterfoil_primitives::{
	allowance::Limits,
	money::{Asset, Commission, Price},
	terms::Terms,
	traits::{Delivery, Judge, Party},
	voucher::Voucher,
	Outcome, Role, Tree,
};
use counterfoil_runtime::{
	configs::utility::ProxyType, constants::currency::CFL, Address, Assets, Balances, Runtime,
	RuntimeCall, RuntimeEvent,
};
use frame_support::{assert_ok, traits::fungibles::Inspect};
use pallet_data_escrow::HoldReason;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Charlie, CharlieStash};
use sp_runtime::{DispatchError, DispatchResult};

type Market = pallet_data_market::Call<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;
type EscrowError = pallet_data_escrow::Error<Runtime>;
type Channels = pallet_payment_channels::Call<Runtime>;
type ChannelError = pallet_payment_channels::Error<Runtime>;
type Streams = pallet_payment_streams::Call<Runtime>;
type StreamError = pallet_payment_streams::Error<Runtime>;
type AllowanceError = pallet_allowances::Error<Runtime>;
type Tokens = pallet_assets::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;
/// The price of a deal in the example token.
const EUROS: u128 = 50_000_000;

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

/// An auction of the lot in the example token, which goes on for longer than a test.
fn sealed_auction(
	chain: &Chain,
	lot: pallet_data_auction::Lot<Runtime>,
) -> pallet_data_auction::Call<Runtime> {
	let terms = pallet_data_auction::SealedTerms {
		reserve: EUROS,
		deposit: EUROS / 5,
		commit_until: chain.now() + 600_000,
		reveal_until: chain.now() + 1_200_000,
		..auctions::sealed_terms(chain)
	};
	pallet_data_auction::Call::open_sealed { lot, terms }
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
		let open = sealed_auction(chain, lot);
		assert_ok!(chain.submit(UTILITY, open));
		let offer = pallet_data_market::OfferTerms { asset: EURO, ..parties.offer_terms(chain, 0) };
		let offer =
			pallet_data_market::OfferTerms { price: Price::Fixed(EUROS), copies: 2, ..offer };
		let offer = Market::place_offer { terms: offer };
		assert_ok!(chain.submit(UTILITY, offer));

		// All of it is sound and within the ward's own means, as is seen below.
		let mut conditions = contracts::conditions(chain, &parties, EURO);
		conditions.price = EUROS;
		conditions.schedule.first = chain.now() + 60_000 + 2 * contracts::PERIOD;
		conditions.terms = Terms::default();
		let mut demand = parties.demand_terms(chain, 1);
		demand.need.asset = EURO;
		let propose = pallet_data_contracts::Call::<Runtime>::propose {
			party: Party::Demander,
			to: did_of(UTILITY),
			conditions: Box::new(conditions),
			until: chain.now() + 60_000,
		};
		let bid = pallet_data_auction::Call::<Runtime>::bid { auction: 0, commitment: [0; 32] };
		let demand = Market::place_demand { terms: demand };
		let foreign: [(RuntimeCall, DispatchError); 5] = [
			(open_channel(chain, EURO, 1_000_000).into(), ChannelError::AccountNotOwn.into()),
			(open_stream(EURO, 1_000, 1_000_000).into(), StreamError::AccountNotOwn.into()),
			(bid.into(), pallet_data_auction::Error::<Runtime>::AccountNotOwn.into()),
			(propose.into(), pallet_data_contracts::Error::<Runtime>::AccountNotOwn.into()),
			(demand.into(), pallet_data_market::Error::<Runtime>::WrongAccount.into()),
		];
		let free = |who: Sr25519Keyring| Assets::balance(EURO_ID, who.to_account_id());
		let before = euros(PLANNER);
		let is_untouched = || (euros(PLANNER), free(PLANNER)) == (before, before);
		assert!(is_untouched(), "nothing is bound");
		for (call, error) in foreign.clone() {
			let signed = signed_by(chain, WARD, call.clone());
			assert_ok!(chain.submit(PLANNER, signed));
			assert_eq!(inner(chain), Err(error), "{call:?}");
			assert!(is_untouched(), "{call:?}");
		}
		// Leave to bind his money is what a sponsor never gives.
		let allow = pallet_allowances::Call::<Runtime>::allow {
			spender: did_of(UTILITY),
			payee: None,
			asset: EURO,
			limits: unlimited(chain),
		};
		let signed = signed_by(chain, WARD, allow.clone());
		let not_allowed = pallet_sponsorship::Error::<Runtime>::CallNotAllowed;
		assert_eq!(chain.submit(PLANNER, signed), Err(not_allowed.into()));
		// By itself the ward may do all of it.
		for (call, _) in foreign {
			assert_ok!(chain.submit(WARD, call));
		}
		assert_ok!(chain.submit(WARD, allow));
		assert_eq!(pallet_data_escrow::NextAgreementId::<Runtime>::get(), 1);
		// A deal that the ward made by its own account is not paid from the sponsor's.
		let fund = signed_by(chain, WARD, Escrow::fund { id: 0, from: None });
		assert_ok!(chain.submit(PLANNER, fund));
		assert_eq!(inner(chain), Err(EscrowError::WrongAccount.into()));
		assert!(is_untouched());
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

/// Before which step the certificate of a deal is revoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Before {
	/// The planner pays.
	Funding,
	/// The planner accepts what the utility has committed to.
	Acceptance,
	/// The utility hands over a sealed key.
	SealedDelivery,
}

#[test]
fn attack_certificate_revoked_between_match_and_delivery() {
	let lapsed: DispatchResult = Err(EscrowError::CertificateLapsed.into());
	for when in [Before::Funding, Before::Acceptance, Before::SealedDelivery] {
		on_chain(DEV, |chain| {
			let parties = Parties::approved(chain);
			let leaves = readings(4);
			let judge = Judge { did: did_of(Charlie), fee: 50, fallback: 0 };
			let id = parties.agree_on(chain, &leaves, |offer, demand| {
				if when == Before::SealedDelivery {
					offer.delivery = Delivery::Sealed(judge);
					demand.need.delivery.sealed.accepted = vec![judge.did].try_into().unwrap();
					demand.need.delivery.sealed.max_fee = 50;
				}
			});
			let certificate = pallet_certification::NextCertificateId::<Runtime>::get() - 1;
			let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
			let revoke =
				pallet_certification::Call::<Runtime>::revoke { certificate, reason: [0; 32] };
			let fund = || Escrow::fund { id, from: None };
			if when == Before::Funding {
				assert_ok!(chain.submit(Parties::MINISTRY, revoke));
				assert_eq!(chain.submit(PLANNER, fund()), lapsed);
				assert_eq!(held(PLANNER, HoldReason::Price), 0);
			} else if when == Before::Acceptance {
				assert_ok!(chain.submit(PLANNER, fund()));
				let commit = commit(chain, id, &encrypt(&leaves));
				assert_ok!(chain.submit(UTILITY, commit));
				assert_ok!(chain.submit(Parties::MINISTRY, revoke));
				assert_eq!(chain.submit(PLANNER, Escrow::accept { id }), lapsed);
			} else {
				assert_ok!(chain.submit(PLANNER, fund()));
				assert_ok!(chain.submit(Parties::MINISTRY, revoke));
				let deliver = deliver_sealed(chain, id, &encrypt(&leaves));
				assert_eq!(chain.submit(UTILITY, deliver), lapsed);
			}
			// The way back is open to both, and costs neither anything.
			assert_ok!(chain.submit(PLANNER, Escrow::decline { id }));
			assert_eq!(outcome(id), Some(Outcome::Declined), "{when:?}");
			assert_eq!([UTILITY, PLANNER].map(|who| worth(chain, who)), before, "{when:?}");
			for who in [UTILITY, PLANNER] {
				let counted = pallet_data_escrow::Deals::<Runtime>::contains_key(did_of(who));
				assert!(!counted, "it is nobody's fault");
			}
			assert_nothing_is_held_or_lost();
		});
	}
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
	let commit = commit(chain, id, &encrypt(&leaves));
	assert_ok!(chain.submit(UTILITY, commit));
	assert_ok!(chain.submit(PLANNER, Escrow::accept { id }));
	id
}

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
		let collect = |chain: &mut Chain, id| chain.submit(Charlie, Escrow::collect { id });
		assert_eq!(collect(chain, one), Err(EscrowError::StillBlocked.into()));
		assert_eq!(collect(chain, other), Err(EscrowError::NothingUnpaid.into()));

		block(chain, UTILITY, false);
		assert_ok!(collect(chain, one));
		assert_eq!(collect(chain, one), Err(EscrowError::NothingUnpaid.into()), "once");
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
fn attack_stranger_ends_or_drains_what_belongs_to_others() {
	const THIEF: Sr25519Keyring = CharlieStash;

	on_chain(DEV, |chain| {
		let (parties, lot) = auctions::with_lot(chain, EURO);
		let voters = [Alice, Bob, Charlie, UTILITY, PLANNER, BobStash];
		approve(chain, THIEF, Role::Other, &voters);
		let id = parties.agree(chain, &readings(3));
		assert_ok!(chain.submit(PLANNER, Escrow::fund { id, from: None }));
		assert_ok!(chain.submit(PLANNER, open_channel(chain, EURO, 1_000_000)));
		assert_ok!(chain.submit(PLANNER, open_stream(EURO, 10_000, 1_000_000)));
		let allow = pallet_allowances::Call::<Runtime>::allow {
			spender: did_of(UTILITY),
			payee: None,
			asset: EURO,
			limits: unlimited(chain),
		};
		assert_ok!(chain.submit(PLANNER, allow));
		let open = sealed_auction(chain, lot);
		assert_ok!(chain.submit(UTILITY, open));
		contracts::agreed(chain, &parties);

		let voucher =
			Voucher { amount: 1_000_000, delivered: Tree::from_leaves([""]).fingerprint() };
		let forged = Key::Of(THIEF).sign(&voucher.signing_bytes(&chain.genesis(), 0));
		let from = Some(did_of(PLANNER));
		let calls: Vec<(RuntimeCall, DispatchError)> = vec![
			(Escrow::decline { id }.into(), EscrowError::NotParty.into()),
			(commit(chain, id, &encrypt(&readings(3))).into(), EscrowError::NotSupplier.into()),
			(Escrow::accept { id }.into(), EscrowError::NotDemander.into()),
			(Escrow::reveal { id, key: KEY }.into(), EscrowError::NotSupplier.into()),
			(Escrow::settle { id }.into(), EscrowError::NotRevealed.into()),
			(Escrow::collect { id }.into(), EscrowError::NotClosed.into()),
			(
				Channels::claim { channel: 0, voucher, signature: forged }.into(),
				ChannelError::BadPayerSignature.into(),
			),
			(
				Channels::close_by_payee { channel: 0, best: None }.into(),
				ChannelError::NotPayee.into(),
			),
			(Channels::request_close { channel: 0 }.into(), ChannelError::NotPayer.into()),
			(
				Channels::top_up { channel: 0, amount: 1, expires: None }.into(),
				ChannelError::NotPayer.into(),
			),
			(Channels::settle { channel: 0 }.into(), ChannelError::NothingDue.into()),
			(Streams::close { id: 0 }.into(), StreamError::NotParty.into()),
			(Streams::pause { id: 0 }.into(), StreamError::NotParty.into()),
			(Streams::resume { id: 0 }.into(), StreamError::NotParty.into()),
			(Streams::withdraw { id: 0 }.into(), StreamError::NotParty.into()),
			(Streams::top_up { id: 0, amount: 1 }.into(), StreamError::NotParty.into()),
			(Streams::change_rate { id: 0, rate: 1 }.into(), StreamError::NotParty.into()),
			(
				Streams::fund { id: 0, deposit: 1_000_000, from }.into(),
				StreamError::NotPayer.into(),
			),
			// The allowance is another one's.
			(
				Streams::open {
					payee: did_of(THIEF),
					data_set: None,
					asset: EURO,
					rate: 1_000,
					deposit: 1_000_000,
					notice: 0,
					from,
				}
				.into(),
				AllowanceError::NotAllowed.into(),
			),
			(
				pallet_allowances::Call::<Runtime>::revoke {
					spender: did_of(UTILITY),
					payee: None,
				}
				.into(),
				AllowanceError::NotAllowed.into(),
			),
			(
				pallet_data_auction::Call::<Runtime>::cancel { auction: 0 }.into(),
				pallet_data_auction::Error::<Runtime>::NotTheSupplier.into(),
			),
			(
				pallet_data_contracts::Call::<Runtime>::end { id: 0 }.into(),
				pallet_data_contracts::Error::<Runtime>::NotParty.into(),
			),
		];
		let all = [UTILITY, PLANNER, THIEF];
		let purses = |chain: &Chain| all.map(|who| (euros(who), worth(chain, who)));
		let before = purses(chain);
		for (call, error) in calls {
			assert_eq!(chain.submit(THIEF, call.clone()), Err(error), "{call:?}");
			assert_eq!(purses(chain), before, "{call:?}");
		}
		// Nor does the issuer end them: the token stays while something of it is held, and what is held when it freezes the token is
		// paid when it thaws it.
		let holds = pallet_assets::Error::<Runtime>::ContainsHolds;
		assert_eq!(chain.submit(Alice, Tokens::start_destroy { id: EURO_ID }), Err(holds.into()));
		assert_ok!(chain.submit(Alice, Tokens::freeze_asset { id: EURO_ID }));
		assert_eq!(purses(chain), before);
	});
}
