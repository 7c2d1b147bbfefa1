//! `bid`.

use counterfoil_primitives::{
	did::DidStatus,
	money::{Asset, Commission},
	traits::{Delivery, Judge},
};
use frame_support::{dispatch::GetDispatchInfo, BoundedVec};
use sp_runtime::{traits::BadOrigin, DispatchError, TokenError};

use super::*;
use crate::WeightInfo;

/// What a bid takes besides the deposit.
fn tickets() -> Balance {
	ticket(bid_footprint::<Test>()) + ticket(agreement_footprint::<Test>())
}

#[test]
fn bid_holds_deposit_and_tickets() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		take_events();
		assert_ok!(bid(BIDDER, id, 1_500));
		let commitment = seal(BIDDER, id, 1_500);
		let known = Bids::<Test>::get(id, 0).unwrap();
		assert_eq!((known.bidder, known.commitment), (subject(BIDDER), commitment));
		assert_eq!(known.amount, None);
		assert_eq!(Parties::<Test>::get(did(BIDDER), id), Some(Part::Bidder(0)));
		assert_eq!(deposit_of(Asset::Native, BIDDER), DEPOSIT);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - DEPOSIT - tickets());
		assert_eq!(sealed_auction(id).bidders, 1);
		assert_eq!(
			take_events(),
			[Event::BidPlaced {
				auction: id,
				bidder: subject(BIDDER),
				position: 0,
				commitment,
				asset: Asset::Native,
				deposit: DEPOSIT,
			}]
		);
		assert_ok!(bid(BIDDER + 1, id, 1_500));
		assert_eq!(Parties::<Test>::get(did(BIDDER + 1), id), Some(Part::Bidder(1)));
	});
}

#[test]
fn deposit_is_held_in_the_asset_and_tickets_in_the_native_token() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, terms());
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_eq!(deposit_of(COIN, BIDDER), DEPOSIT);
		assert_eq!(free(COIN, BIDDER), WEALTH - DEPOSIT);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - tickets());
	});
}

#[test]
fn bidding_needs_active_demander() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for origin in [signed(PASSER_BY), RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(DataAuction::bid(origin, id, [1; 32]), BadOrigin);
		}
		for account in [STRANGER, RIVAL, SUPPLIER] {
			assert_noop!(bid(account, id, 1_500), Error::NotADemander);
		}
		set_status(BIDDER, DidStatus::Suspended);
		assert_noop!(bid(BIDDER, id, 1_500), Error::NotADemander);
	});
}

#[test]
fn unknown_auction_and_one_of_the_other_format_take_no_bid() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(bid(BIDDER, 0, 1_500), Error::NotFound);
		let id = descending(1);
		assert_noop!(bid(BIDDER, id, 1_500), Error::NotSealed);
	});
}

#[test]
fn attack_commit_in_the_block_after_the_end_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		set_now(START + MIN_WINDOW);
		assert_ok!(bid(BIDDER, id, 1_500));
		set_now(START + MIN_WINDOW + 1);
		assert_noop!(bid(BIDDER + 1, id, 1_500), Error::BiddingOver);
	});
}

#[test]
fn attack_supplier_suspended_takes_no_bids() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(bid(BIDDER, id, 1_500), Error::SupplierNotActive);
		set_status(SUPPLIER, DidStatus::Active);
		assert_ok!(bid(BIDDER, id, 1_500));
	});
}

#[test]
fn attack_second_bid_of_one_subject_is_refused_from_any_account() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_noop!(bid(BIDDER, id, 1_500), Error::AlreadyBid);
		assert_noop!(bid(BIDDER, id, 1_600), Error::AlreadyBid);
		sponsor(STRANGER, BIDDER);
		assert_noop!(DataAuction::bid(signed(STRANGER), id, [1; 32]), Error::AlreadyBid);
	});
}

#[test]
fn attack_list_crowded_by_one_party_takes_an_identity_and_a_deposit_for_each_place() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for account in BIDDER..BIDDER + AccountId::from(MAX_BIDDERS) {
			assert_ok!(bid(account, id, 1));
			assert_eq!(free(Asset::Native, account), WEALTH - DEPOSIT - tickets());
		}
		let late = BIDDER + AccountId::from(MAX_BIDDERS);
		assert_noop!(bid(late, id, 1_500), Error::TooManyBidders);
	});
}

#[test]
fn attack_shill_bids_of_supplier_and_tied_parties_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		set_holders(lot.data_set, &[STRANGER, BIDDER + 5]);
		let id = sealed_of(lot, terms());
		let commission = Commission { payee: did(BIDDER + 4), per_mille: 10 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		let brokered = sealed_of(Lot { commissions, ..good_lot(SUPPLIER) }, terms());
		// From the supplier's own purse.
		sponsor(SUPPLIER, BIDDER);
		assert_noop!(DataAuction::bid(signed(SUPPLIER), id, [1; 32]), Error::SameAccount);
		// The supplier controls the bidder, the other way round, and somebody controls both.
		set_controllers(BIDDER, &[SUPPLIER]);
		assert_noop!(bid(BIDDER, id, 1_500), Error::TiedToSupplier);
		set_controllers(BIDDER, &[]);
		set_controllers(SUPPLIER, &[BIDDER + 1]);
		assert_noop!(bid(BIDDER + 1, id, 1_500), Error::TiedToSupplier);
		set_controllers(SUPPLIER, &[PASSER_BY]);
		set_controllers(BIDDER + 2, &[PASSER_BY]);
		assert_noop!(bid(BIDDER + 2, id, 1_500), Error::TiedToSupplier);
		// Who shares in the profit, and who acts for somebody who does.
		assert_noop!(bid(BIDDER + 5, id, 1_500), Error::TiedToBeneficiary);
		set_controllers(STRANGER, &[BIDDER + 3]);
		assert_noop!(bid(BIDDER + 3, id, 1_500), Error::TiedToBeneficiary);
		// And who gets a commission.
		assert_noop!(bid(BIDDER + 4, brokered, 1_500), Error::TiedToBeneficiary);
		assert_ok!(bid(BIDDER, id, 1_500));
	});
}

#[test]
fn attack_judge_and_who_is_tied_to_him_do_not_bid() {
	ExtBuilder::build_and_execute(|| {
		let judge = |account| Delivery::Sealed(Judge { did: did(account), fee: 20, fallback: 500 });
		let id = sealed_of(Lot { delivery: judge(BIDDER), ..good_lot(SUPPLIER) }, terms());
		assert_noop!(bid(BIDDER, id, 1_500), Error::TiedToJudge);
		let id = sealed_of(Lot { delivery: judge(JUDGE), ..good_lot(SUPPLIER) }, terms());
		set_controllers(BIDDER, &[JUDGE]);
		assert_noop!(bid(BIDDER, id, 1_500), Error::TiedToJudge);
		sponsor(JUDGE, BIDDER + 1);
		assert_noop!(DataAuction::bid(signed(JUDGE), id, [1; 32]), Error::TiedToJudge);
		assert_ok!(bid(BIDDER + 1, id, 1_500));
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, terms());
		sponsor(STRANGER, BIDDER);
		assert_noop!(DataAuction::bid(signed(STRANGER), id, [1; 32]), Error::AccountNotOwn);
		assert_eq!(free(COIN, STRANGER), WEALTH);
		assert_ok!(bid(BIDDER, id, 1_500));
	});
}

#[test]
fn supplier_cannot_unseat_a_bidder_by_naming_him() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500]);
		set_controllers(SUPPLIER, &[BIDDER]);
		settle(id);
		assert_eq!(sold(), [(BIDDER, 1_500)]);
	});
}

#[test]
fn bidders_tied_to_each_other_may_both_bid() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		set_controllers(BIDDER, &[BIDDER + 1]);
		auctioned(id, &[1_500, 1_400]);
		settle(id);
		// Two deposits, two prices: what two parties pay as well.
		assert_eq!(sold(), [(BIDDER, 1_500), (BIDDER + 1, 1_400)]);
	});
}

#[test]
fn account_that_cannot_put_up_deposit_or_tickets_does_not_bid() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_noop!(bid(PAUPER, id, 1_500), TokenError::FundsUnavailable);
		let dear = sealed(SealedTerms { deposit: WEALTH, ..terms() });
		assert_noop!(bid(BIDDER, dear, 1_500), TokenError::FundsUnavailable);
		// The deposit, but not the tickets.
		let all = SealedTerms { deposit: WEALTH - EXISTENTIAL_DEPOSIT - tickets() + 1, ..terms() };
		let id = sealed(all);
		assert_noop!(bid(BIDDER, id, 1_500), TokenError::FundsUnavailable);
	});
}

#[test]
fn attack_deposit_leaves_what_an_account_must_keep() {
	ExtBuilder::build_and_execute(|| {
		let all = SealedTerms { deposit: WEALTH - EXISTENTIAL_DEPOSIT - tickets(), ..terms() };
		let id = sealed(all);
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_eq!(free(Asset::Native, BIDDER), EXISTENTIAL_DEPOSIT);
		let coins = SealedTerms { deposit: WEALTH, ..terms() };
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, coins);
		assert!(bid(BIDDER + 1, id, 1_500).is_err());
		let coins = SealedTerms { deposit: WEALTH - COIN_MINIMUM, ..terms() };
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, coins);
		assert_ok!(bid(BIDDER + 1, id, 1_500));
	});
}

#[test]
fn attack_bidder_frozen_or_blocked_in_the_asset_does_not_bid() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, terms());
		assert_ok!(Assets::freeze(signed(ISSUER), 1, BIDDER));
		assert_noop!(bid(BIDDER, id, 1_500).map_err(|error| error.error), frozen());
		assert_ok!(Assets::thaw(signed(ISSUER), 1, BIDDER));
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_ok!(Assets::block(signed(ISSUER), 1, BIDDER + 1));
		assert!(bid(BIDDER + 1, id, 1_500).is_err());
	});
}

fn frozen() -> DispatchError {
	TokenError::FundsUnavailable.into()
}

#[test]
fn sponsor_who_bids_for_a_subject_gets_his_money_back() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		sponsor(STRANGER, BIDDER);
		let commitment = seal(BIDDER, id, 900);
		assert_ok!(DataAuction::bid(signed(STRANGER), id, commitment));
		assert_eq!(deposit_of(Asset::Native, STRANGER), DEPOSIT);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
		set_now(START + 2 * MIN_WINDOW + 1);
		settle(id);
		assert_eq!(free(Asset::Native, STRANGER), WEALTH - DEPOSIT);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
	});
}

#[test]
fn fee_is_for_the_beneficiaries_that_were_asked_about() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		set_holders(lot.data_set, &[STRANGER, RIVAL]);
		let shared = sealed_of(lot, terms());
		let alone = sealed(terms());
		let weight = |id| bid(BIDDER, id, 1_500).unwrap().actual_weight;
		assert_eq!(weight(alone), Some(<() as WeightInfo>::bid(0)));
		assert_eq!(weight(shared), Some(<() as WeightInfo>::bid(2)));
		let call = crate::Call::<Test>::bid { auction: 0, commitment: [0; 32] };
		assert_eq!(call.get_dispatch_info().call_weight, <() as WeightInfo>::bid(34));
	});
}
