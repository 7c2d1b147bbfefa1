//! What a thief would try, beyond what the files of the calls have.

use counterfoil_primitives::market::Parties;

use super::*;
use crate::Proposals;

const WINDOW: u64 = 5_000;

fn asked(need: Need) -> u64 {
	resting(DEMANDER, DemandTerms { reward: 100, window: WINDOW, ..wanted(need) })
}

fn conclude(demand: u64) {
	set_now(now() + WINDOW + 1);
	assert_ok!(DataMarket::conclude(signed(STRANGER), demand));
}

/// What accounts have, held or free.
fn wealth(account: AccountId) -> Balance {
	Balances::free_balance(account) + held(account) + held_reward(account)
}

#[test]
fn attack_self_dealing_match_for_the_reward_gains_nobody_anything() {
	// The supplier, the demander, and a device of the supplier propose.
	for proposer in [SUPPLIER, DEMANDER, COPYCAT] {
		ExtBuilder::default().build_and_execute(|| {
			own(SUPPLIER, COPYCAT);
			let offer = good_offer(SUPPLIER, 500);
			let demand = asked(need(600));
			assert_ok!(propose(proposer, demand, &[offer]));
			conclude(demand);
			assert_eq!(agreements().len(), 1);
			// Back at once: nobody found anything.
			assert_eq!(held_reward(DEMANDER), 0);
			close(0, Outcome::Settled, None);
			for account in [SUPPLIER, DEMANDER, COPYCAT] {
				assert_eq!(Balances::free_balance(account), ENDOWMENT);
			}
		});
	}
}

#[test]
fn attack_sponsor_of_a_call_neither_promises_a_reward_nor_gets_one() {
	ExtBuilder::default().build_and_execute(|| {
		// As a sponsored call has it: one acts, another account pays.
		let sponsored = |account| counterfoil_primitives::traits::Subject {
			did: did(account),
			account: STRANGER,
		};
		let offer = good_offer(SUPPLIER, 500);
		let terms = DemandTerms { reward: 100, ..wanted(picky(need(600))) };
		let placed =
			DataMarket::do_place_demand(sponsored(DEMANDER), terms, &mut Effort::default());
		assert_noop!(placed, Error::WrongAccount);
		let demand = asked(need(600));
		assert_ok!(DataMarket::do_propose(
			sponsored(SOLVER),
			demand,
			fills(&[offer]),
			None,
			&mut Effort::default()
		));
		assert!(held(STRANGER) > 0);
		conclude(demand);
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 100);
		assert_eq!(Balances::free_balance(STRANGER), ENDOWMENT);
	});
}

#[test]
fn attack_suspended_solver_proposes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		set_status(SOLVER, counterfoil_primitives::did::DidStatus::Suspended);
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::NotActive);
		assert_noop!(
			DataMarket::commit_proposal(signed(SOLVER), demand, [1; 32]),
			Error::NotActive
		);
	});
}

#[test]
fn attack_straw_man_gains_nothing_by_a_match_that_comes_to_nothing() {
	// Nothing ties the straw man to the supplier. Whatever goes wrong, the demander has his reward back.
	for (outcome, by) in [
		(Outcome::Declined, Some(SUPPLIER)),
		(Outcome::Declined, Some(DEMANDER)),
		(Outcome::NotFunded, None),
		(Outcome::NotCommitted, None),
		(Outcome::NotAccepted, None),
		(Outcome::NotRevealed, None),
		(Outcome::Convicted, None),
	] {
		ExtBuilder::default().build_and_execute(|| {
			let offer = good_offer(SUPPLIER, 500);
			let demand = asked(need(600));
			assert_ok!(propose(COPYCAT, demand, &[offer]));
			conclude(demand);
			close(0, outcome, by);
			assert_eq!(Balances::free_balance(COPYCAT), ENDOWMENT);
			assert_eq!((wealth(DEMANDER), held_reward(DEMANDER)), (ENDOWMENT, 0));
		});
	}
}

#[test]
fn attack_demander_who_takes_what_is_proposed_does_not_save_the_reward() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, other) = (good_offer(SUPPLIER, 500), good_offer(RIVAL, 550));
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		// The ticket of the proposal is back.
		assert_eq!(held(SOLVER), 0);
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 100);
		// What was not proposed is the demander's own find.
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, other, None));
		assert_eq!(held_reward(DEMANDER), 0);
	});
}

#[test]
fn attack_demander_gets_rid_of_what_was_found_and_takes_it_then() {
	let sold = || {
		close(0, Outcome::Settled, None);
		assert_eq!(wealth(SOLVER), ENDOWMENT + 100);
		assert_eq!(wealth(DEMANDER), ENDOWMENT - 100);
	};
	// He does not agree, and takes it himself.
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let terms = DemandTerms { reward: 100, window: WINDOW, ..wanted(need(600)) };
		let demand = resting(DEMANDER, DemandTerms { confirm: true, ..terms });
		assert_ok!(propose(SOLVER, demand, &[offer]));
		conclude(demand);
		assert_ok!(DataMarket::reject_match(signed(DEMANDER), 0, [0; 32]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		sold();
	});
	// He takes another lot of the same offer by query.
	ExtBuilder::default().build_and_execute(|| {
		let (category, region) = (category(), region("u33"));
		let goods = Goods::Query(Query { category, region, within: None, schema: None });
		let offer = offer(SUPPLIER, terms_for(goods, Price::PerRecord(10)));
		let set = data_set(SUPPLIER);
		let (one, other) = (submit(good(set)), submit(good(set)));
		let demand = asked(need(600));
		let found = ProposedFill { offer, lot: Some(lot(set, &[one, other])) };
		let found = vec![found].try_into().unwrap();
		assert_ok!(DataMarket::propose(signed(SOLVER), demand, found, None));
		let less = Some(lot(set, &[one]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, less));
		sold();
	});
	// He takes the offer of a friend, who does not agree; what was proposed falls away meanwhile.
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let of_friend = OfferTerms { confirm: true, ..good_terms(RIVAL, 100) };
		let of_friend = self::offer(RIVAL, of_friend);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, of_friend, None));
		assert_eq!(Proposals::<Test>::get(demand), None);
		assert_ok!(DataMarket::reject_match(signed(RIVAL), 0, [0; 32]));
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		sold();
	});
}

#[test]
fn attack_offer_that_cannot_be_opened_does_not_hold_the_demand_again_and_again() {
	ExtBuilder::default().build_and_execute(|| {
		let (rotten, sound) = (good_offer(RIVAL, 400), good_offer(SUPPLIER, 500));
		let demand = asked(need(600));
		make_penniless(RIVAL);
		assert_ok!(propose(COPYCAT, demand, &[rotten]));
		assert_noop!(propose(SOLVER, demand, &[sound]), Error::NotBetter);
		conclude(demand);
		let failed = Event::MatchFailed { offer: rotten, demand, error: CANNOT_OPEN };
		assert!(events().contains(&failed) && is_open(demand));
		assert_noop!(propose(COPYCAT, demand, &[rotten]), Error::PassedOver);
		assert_ok!(propose(SOLVER, demand, &[sound]));
		conclude(demand);
		assert_eq!(agreements()[0].supplier, SUPPLIER);
	});
	// Without a window as well.
	ExtBuilder::default().build_and_execute(|| {
		let rotten = good_offer(RIVAL, 400);
		let demand = resting(DEMANDER, wanted(need(600)));
		make_penniless(RIVAL);
		assert_ok!(propose(COPYCAT, demand, &[rotten]));
		assert_noop!(propose(COPYCAT, demand, &[rotten]), Error::PassedOver);
	});
}

#[test]
fn attack_competitor_makes_a_supplier_owe_to_have_him_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		set_indebted(SUPPLIER, true);
		conclude(demand);
		let error = Error::SupplierOwes.into();
		assert!(events().contains(&Event::MatchFailed { offer, demand, error }));
		assert!(Demands::<Test>::get(demand).unwrap().passed.is_empty());
		// While he owes nobody proposes him, so that others are not kept out.
		assert_noop!(propose(RIVAL, demand, &[offer]), Error::SupplierOwes);
		set_indebted(SUPPLIER, false);
		assert_ok!(propose(SOLVER, demand, &[offer]));
		conclude(demand);
		assert_eq!(agreements().last().unwrap().supplier, SUPPLIER);
	});
}

#[test]
fn attack_demander_who_can_open_nothing_has_no_supplier_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		set_indebted(DEMANDER, true);
		assert_ok!(propose(SOLVER, demand, &[offer]));
		conclude(demand);
		assert!(events().contains(&Event::MatchFailed { offer, demand, error: CANNOT_OPEN }));
		let known = Demands::<Test>::get(demand).unwrap();
		assert!(known.is_open() && known.passed.is_empty());
	});
}

#[test]
fn attack_ward_does_not_fill_the_book_with_orders_that_nothing_is_opened_for() {
	ExtBuilder::default().build_and_execute(|| {
		let sponsored = |account| counterfoil_primitives::traits::Subject {
			did: did(account),
			account: STRANGER,
		};
		let offer = |asset| {
			let terms = OfferTerms { asset, ..good_terms(SUPPLIER, 500) };
			DataMarket::do_place_offer(sponsored(SUPPLIER), terms, &mut Effort::default())
		};
		let demand = |asset| {
			let terms = wanted(Need { asset, ..need(400) });
			DataMarket::do_place_demand(sponsored(DEMANDER), terms, &mut Effort::default())
		};
		let offered = frame_support::storage::with_storage_layer(|| offer(COIN));
		assert_eq!(offered, Err(Error::WrongAccount.into()));
		let demanded = demand(COIN);
		assert_noop!(demanded, Error::WrongAccount);
		// What it is sponsored for.
		assert_ok!(offer(Asset::Native));
		assert_ok!(demand(Asset::Native));
	});
}

#[test]
fn attack_reward_of_a_withdrawn_demand_is_nobodys_but_the_demanders() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
		let dropped = Event::ProposalDropped { demand, by: did(SOLVER) };
		assert!(events().contains(&dropped));
		for account in [SOLVER, DEMANDER] {
			assert_eq!((held(account), held_reward(account)), (0, 0));
			assert_eq!(Balances::free_balance(account), ENDOWMENT);
		}
		set_now(START + WINDOW + 1);
		assert_noop!(DataMarket::conclude(signed(STRANGER), demand), Error::UnknownProposal);
		assert!(Offers::<Test>::contains_key(offer));
	});
}

#[test]
fn attack_reward_of_an_expired_demand_returns() {
	ExtBuilder::default().build_and_execute(|| {
		place(DEMANDER, DemandTerms { reward: 100, ..wanted(need(600)) });
		run_to(START + MAX_VALIDITY + 2_000);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT);
	});
}

#[test]
fn attack_stale_proposal_after_amend_is_not_carried_out() {
	// The offer is amended.
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		let terms = good_terms(SUPPLIER, 9_000);
		assert_ok!(DataMarket::amend_offer(signed(SUPPLIER), offer, terms));
		conclude(demand);
		let error = Error::UnknownOffer.into();
		assert!(events().contains(&Event::MatchFailed { offer, demand, error }));
		assert!(agreements().is_empty() && is_open(demand));
		assert_eq!(held_reward(DEMANDER), 100);
	});
	// The demand is amended.
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		let terms = DemandTerms { reward: 100, ..wanted(picky(need(600))) };
		assert_ok!(DataMarket::amend_demand(signed(DEMANDER), demand, terms));
		assert_eq!(Proposals::<Test>::iter_keys().count(), 0);
		assert_eq!((held(SOLVER), held_reward(DEMANDER)), (0, 100));
		set_now(START + WINDOW + 1);
		for demand in [demand, demand + 1] {
			let conclude = DataMarket::conclude(signed(STRANGER), demand);
			assert_noop!(conclude, Error::UnknownProposal);
		}
	});
}

#[test]
fn attack_cancel_in_the_block_of_the_match_leaves_the_demand_open() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		set_now(START + WINDOW + 1);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), offer));
		assert_ok!(DataMarket::conclude(signed(STRANGER), demand));
		assert!(agreements().is_empty() && is_open(demand));
		assert_eq!((held(SUPPLIER), held(SOLVER), held_reward(DEMANDER)), (0, 0, 100));
	});
}

#[test]
fn attack_certificate_revoked_between_match_and_conclusion_is_noticed() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		change(0, |submission| submission.certified = false);
		conclude(demand);
		let error = Error::NotCertified.into();
		assert!(events().contains(&Event::MatchFailed { offer, demand, error }));
		assert!(is_open(demand));
	});
}

#[test]
fn attack_denied_party_through_a_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let denied = |account| Parties {
			allowed: Default::default(),
			denied: vec![did(account)].try_into().unwrap(),
		};
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(Need { suppliers: denied(SUPPLIER), ..need(600) });
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::SupplierRefused);
		let terms = OfferTerms { demanders: denied(DEMANDER), ..good_terms(RIVAL, 500) };
		let offer = self::offer(RIVAL, terms);
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::DemanderRefused);
	});
}

#[test]
fn attack_one_copy_or_one_lot_is_not_sold_twice_by_a_proposal() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 200);
		let demand = asked(volume(96, 4, 960));
		assert_noop!(propose(SOLVER, demand, &[offer, offer]), Error::OfferClosed);
		let copies = OfferTerms { copies: 2, ..good_terms(RIVAL, 200) };
		let twice = good_offer_of(copies);
		assert_noop!(propose(SOLVER, demand, &[twice, twice]), Error::AlreadyTaken);
	});
}

/// An offer beside demands that it answers.
fn good_offer_of(terms: OfferTerms<Test>) -> u64 {
	let waiting: Vec<_> = Demands::<Test>::iter_keys().collect();
	for id in &waiting {
		Demands::<Test>::mutate(id, |demand| {
			demand.as_mut().unwrap().terms.need.reputation = 1_000;
		});
	}
	let offer = offer(RIVAL, terms);
	waiting.into_iter().for_each(ripen);
	offer
}

#[test]
fn attack_price_overflow_zero_price_and_dust_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let place = |price| {
			DataMarket::place_offer(
				signed(SUPPLIER),
				OfferTerms { price, ..good_terms(SUPPLIER, 1) },
			)
		};
		for price in [Price::PerRecord(u128::MAX), Price::PerByte(u128::MAX / 2)] {
			let terms = OfferTerms { price, ..good_terms(SUPPLIER, 1) };
			let placed = DataMarket::place_offer(signed(SUPPLIER), terms);
			assert_noop!(placed, Error::PriceTooHigh);
		}
		for price in [Price::Fixed(0), Price::PerSecond(0), Price::Fixed(9)] {
			let terms = OfferTerms { price, ..good_terms(SUPPLIER, 1) };
			let placed = DataMarket::place_offer(signed(SUPPLIER), terms);
			assert_noop!(placed, Error::PriceTooLow);
		}
		assert_ok!(place(Price::Fixed(10)));
	});
}

#[test]
fn attack_filling_the_book_does_not_make_placing_dearer() {
	use frame_support::dispatch::GetDispatchInfo;

	let most = MAX_CANDIDATES;
	// All of one party, of whose orders four count; or by turns of two.
	let lines =
		|read, pairs| Effort { lines: read, pairs, submissions: pairs, ..Effort::default() };
	let one = ([RIVAL, RIVAL], lines(4 * most, OF_ONE));
	let two = ([RIVAL, TRADER], lines(most, most));
	for (suppliers, read) in [one, two] {
		for resting in [4 * most as usize, 100] {
			ExtBuilder::default().build_and_execute(|| {
				for supplier in suppliers.into_iter().cycle().take(resting) {
					good_offer(supplier, 500);
				}
				// They cost little enough, and their lots are read before they are refused.
				let terms = wanted(Need { quality: 901, ..need(600) });
				let call = crate::Call::<Test>::place_demand { terms: terms.clone() };
				let declared = call.get_dispatch_info().call_weight;
				let placed = DataMarket::place_demand(signed(DEMANDER), terms);
				let actual = placed.unwrap().actual_weight.unwrap();
				let own = <() as crate::WeightInfo>::place_demand();
				assert_eq!(actual, own + read.weight::<Test>(), "{resting} of {suppliers:?}");
				assert!(actual.all_lte(declared));
			});
		}
	}
}

#[test]
fn attack_rewards_never_leave_dust_behind() {
	ExtBuilder::default().build_and_execute(|| {
		// Three parts of a reward that does not divide by three, one of which is below the existential deposit.
		let offers: Vec<_> = (0..3).map(|_| good_offer(SUPPLIER, 100)).collect();
		let demand = resting(DEMANDER, DemandTerms { reward: 10, ..wanted(volume(72, 3, 720)) });
		assert_ok!(propose(SOLVER, demand, &offers));
		for id in 0..3 {
			close(id, Outcome::Settled, None);
		}
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 10);
		assert_eq!(wealth(DEMANDER), ENDOWMENT - 10);
	});
}

#[test]
fn attack_demander_complains_about_good_data_to_save_the_reward() {
	let ends = [
		(Outcome::Judged { to_supplier: 1_000 }, true),
		(Outcome::Judged { to_supplier: 500 }, true),
		(Outcome::Fallback { to_supplier: 500 }, true),
		(Outcome::Judged { to_supplier: 499 }, false),
		(Outcome::Fallback { to_supplier: 0 }, false),
	];
	for (outcome, sold) in ends {
		ExtBuilder::default().build_and_execute(|| {
			let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) });
			let demand = asked(need(600));
			assert_ok!(propose(SOLVER, demand, &[offer]));
			conclude(demand);
			close(0, outcome, None);
			let reward = if sold { 100 } else { 0 };
			assert_eq!(wealth(SOLVER), ENDOWMENT + reward, "{outcome:?}");
			// What is bought is not asked for again, nor sold again.
			assert_eq!(Demands::<Test>::contains_key(demand), !sold);
			let copies = crate::Offers::<Test>::get(offer).unwrap().terms.copies;
			assert_eq!(copies, if sold { 1 } else { 2 });
			assert_eq!(wealth(DEMANDER), ENDOWMENT - reward);
		});
	}
}

#[test]
fn attack_fee_for_a_judge_that_no_escrow_takes_does_not_fill_the_book() {
	ExtBuilder::default().build_and_execute(|| {
		let sealed = |fee| {
			let judge =
				counterfoil_primitives::traits::Judge { did: did(STRANGER), fee, fallback: 500 };
			let delivery = counterfoil_primitives::traits::Delivery::Sealed(judge);
			OfferTerms { delivery, ..good_terms(SUPPLIER, 500) }
		};
		let place = |terms| DataMarket::place_offer(signed(SUPPLIER), terms);
		let (dear, payable) = (sealed(201), sealed(200));
		assert_noop!(place(dear), Error::AbovePerMille);
		assert_ok!(place(payable));
	});
}

#[test]
fn attack_end_of_a_sale_that_is_told_twice_pays_one_reward() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) });
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		conclude(demand);
		for outcome in [Outcome::Settled, Outcome::Settled, Outcome::NotCommitted] {
			close(0, outcome, None);
			assert_eq!(wealth(SOLVER), ENDOWMENT + 100);
			assert_eq!(wealth(DEMANDER), ENDOWMENT - 100);
			assert_eq!(crate::Offers::<Test>::get(offer).unwrap().terms.copies, 1);
		}
	});
}
