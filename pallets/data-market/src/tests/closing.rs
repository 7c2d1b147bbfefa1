//! What becomes of a demand when an agreement that came of it is over, and `rematch`.

use sp_runtime::{traits::BadOrigin, TokenError};

use super::*;

/// An offer of two copies, one of which was sold, and the demand.
fn sold() -> (u64, u64) {
	let offer = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) });
	let demand = demand(DEMANDER, need(600));
	assert_eq!(agreements().len(), 1);
	(offer, demand)
}

fn rematch(account: AccountId, demand: u64) -> frame_support::dispatch::DispatchResultWithPostInfo {
	DataMarket::rematch(signed(account), demand)
}

#[test]
fn sale_ends_the_demand() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = sold();
		assert_eq!(Demands::<Test>::get(demand).unwrap().agreements.to_vec(), [0]);
		assert_noop!(rematch(DEMANDER, demand), Error::NothingFailed);
		close(0, Outcome::Settled, None);
		assert_eq!(Demands::<Test>::get(demand), None);
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 1);
		assert_noop!(rematch(DEMANDER, demand), Error::UnknownDemand);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT);
	});
}

#[test]
fn copy_comes_back_when_nothing_was_sold() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 2);
		assert_eq!(
			events().last(),
			Some(&Event::SaleFailed {
				demand,
				offer,
				agreement: 0,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				data_set: 0,
				outcome: Outcome::NotCommitted,
				copy_returned: true,
			})
		);
		assert!(!is_open(demand));
	});
}

#[test]
fn copy_does_not_come_back_to_an_offer_that_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, _) = sold();
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), offer));
		close(0, Outcome::NotCommitted, None);
		assert_eq!(Offers::<Test>::get(offer), None);
		let returned = events()
			.into_iter()
			.any(|event| matches!(event, Event::SaleFailed { copy_returned: false, .. }));
		assert!(returned);
	});
}

#[test]
fn rematch_takes_a_cover_again_passes_the_failed_partner_over_and_finds_another() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		let terms = wanted(need(600));
		assert_eq!(held(DEMANDER), matched_ticket(&terms));
		assert_ok!(rematch(DEMANDER, demand));
		let told = Event::Rematched { demand, demander: did(DEMANDER), units: 1 };
		assert_eq!(events().last(), Some(&told));
		assert_eq!(held(DEMANDER), demand_ticket(&terms));
		assert!(is_open(demand));
		good_offer(RIVAL, 550);
		assert_eq!(agreements()[1].supplier, RIVAL);
		// The other way round, with an offer that rests already.
		good_offer(TRADER, 600);
		close(1, Outcome::Convicted, None);
		assert_ok!(rematch(DEMANDER, demand));
		assert_eq!(agreements()[2].supplier, TRADER);
	});
}

#[test]
fn demander_who_steps_back_does_not_pass_the_supplier_over() {
	ExtBuilder::default().build_and_execute(|| {
		for (outcome, by) in [(Outcome::NotFunded, None), (Outcome::Declined, Some(DEMANDER))] {
			let (_, demand) = sold_again();
			let agreement = agreements().len() as u64 - 1;
			close(agreement, outcome, by);
			assert_ok!(rematch(DEMANDER, demand));
			assert_eq!(agreements().last().unwrap().supplier, SUPPLIER);
		}
		let (_, demand) = sold_again();
		close(agreements().len() as u64 - 1, Outcome::Declined, Some(SUPPLIER));
		assert_ok!(rematch(DEMANDER, demand));
		assert!(is_open(demand));
	});
}

/// As `sold`, with any number of agreements before.
fn sold_again() -> (u64, u64) {
	let offer = offer(SUPPLIER, OfferTerms { copies: 3, ..good_terms(SUPPLIER, 100) });
	(offer, demand(DEMANDER, need(600)))
}

#[test]
fn attack_rematch_of_what_is_not_ones_own_or_not_failed_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		assert_noop!(rematch(DEMANDER, demand), Error::NothingFailed);
		close(0, Outcome::NotCommitted, None);
		assert_noop!(rematch(COMPETITOR, demand), Error::NotTheOwner);
		assert_noop!(rematch(STRANGER, demand), BadOrigin);
		assert_noop!(rematch(DEMANDER, demand + 1), Error::UnknownDemand);
		assert_ok!(rematch(DEMANDER, demand));
		// Not twice.
		assert_noop!(rematch(DEMANDER, demand), Error::NothingFailed);
	});
}

#[test]
fn attack_sponsor_of_a_rematch_does_not_have_the_demanders_money_bound() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		// As a sponsored call would have it: the demander acts, another account pays.
		let sponsored =
			counterfoil_primitives::traits::Subject { did: did(DEMANDER), account: STRANGER };
		assert_noop!(
			DataMarket::do_rematch(sponsored, demand, &mut Effort::default()),
			Error::WrongAccount
		);
	});
}

#[test]
fn rematch_needs_money_for_the_cover_and_time() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		let free = Balances::free_balance(DEMANDER);
		let rest = EXISTENTIAL_DEPOSIT + 1;
		let give = |from, to, amount| {
			assert_ok!(Balances::transfer_allow_death(signed(from), to, amount));
		};
		give(DEMANDER, STRANGER, free - rest);
		assert_noop!(rematch(DEMANDER, demand), TokenError::FundsUnavailable);
		give(STRANGER, DEMANDER, free - rest);
		set_now(START + MAX_VALIDITY + 1);
		assert_noop!(rematch(DEMANDER, demand), Error::DemandExpired);
		set_now(START + MAX_VALIDITY);
		assert_ok!(rematch(DEMANDER, demand));
	});
}

#[test]
fn failed_demand_is_removed_after_its_validity_or_when_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		run_to(START + MAX_VALIDITY + 2_000);
		assert_eq!((Demands::<Test>::get(demand), held(DEMANDER)), (None, 0));
	});
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
		assert_eq!((Demands::<Test>::get(demand), held(DEMANDER)), (None, 0));
	});
}

#[test]
fn demand_that_expires_while_an_agreement_runs_is_removed_when_it_is_closed() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		run_to(START + MAX_VALIDITY + 2_000);
		assert!(Demands::<Test>::contains_key(demand));
		close(0, Outcome::NotCommitted, None);
		assert_eq!((Demands::<Test>::get(demand), held(DEMANDER)), (None, 0));
	});
}

#[test]
fn end_of_an_agreement_that_is_not_of_the_market_is_no_concern_of_it() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = sold();
		close(0, Outcome::NotCommitted, None);
		let before = events().len();
		// Not twice either.
		close(0, Outcome::NotCommitted, None);
		assert_eq!(events().len(), before);
		assert_eq!(Demands::<Test>::get(demand).unwrap().failed.fills, 1);
	});
}

#[test]
fn failed_part_of_a_volume_comes_back_by_rematch() {
	ExtBuilder::default().build_and_execute(|| {
		for supplier in [SUPPLIER, RIVAL] {
			good_offer(supplier, 240);
		}
		let demand = demand(DEMANDER, volume(48, 2, 480));
		let known = || Demands::<Test>::get(demand).unwrap();
		assert_eq!((known().left.units, known().agreements.len()), (0, 2));
		close(0, Outcome::NotRevealed, None);
		assert_eq!((known().failed.fills, known().failed.left.units), (1, 24));
		assert_ok!(rematch(DEMANDER, demand));
		assert_eq!((known().left.units, known().left.budget), (24, 240));
		good_offer(TRADER, 240);
		assert_eq!(known().agreements.to_vec(), [1, 2]);
		close(1, Outcome::Settled, None);
		close(2, Outcome::Settled, None);
		assert_eq!(Demands::<Test>::get(demand), None);
	});
}

#[test]
fn rematch_of_what_one_lot_had_filled_may_be_filled_by_several() {
	ExtBuilder::default().build_and_execute(|| {
		let set = data_set(SUPPLIER);
		let whole = submit(Submission { records: 96, ..good(set) });
		offer(SUPPLIER, terms(set, &[whole], 500));
		let demand = demand(DEMANDER, volume(96, 4, 960));
		let known = || Demands::<Test>::get(demand).unwrap();
		assert_eq!((known().left.units, known().covers.len()), (0, 0));
		close(0, Outcome::NotRevealed, None);
		assert_ok!(rematch(DEMANDER, demand));
		assert_eq!((known().left.units, known().covers.len()), (96, 4));
		for supplier in [RIVAL, TRADER, RIVAL, TRADER] {
			good_offer(supplier, 240);
		}
		assert_eq!((known().left.units, known().agreements.len()), (0, 4));
	});
	// What runs counts.
	ExtBuilder::default().build_and_execute(|| {
		let set = data_set(SUPPLIER);
		let most = submit(Submission { records: 48, ..good(set) });
		offer(SUPPLIER, terms(set, &[most], 300));
		good_offer(RIVAL, 240);
		let demand = demand(DEMANDER, volume(72, 3, 720));
		let known = || Demands::<Test>::get(demand).unwrap();
		assert_eq!(known().agreements.to_vec(), [0, 1]);
		close(0, Outcome::NotRevealed, None);
		assert_ok!(rematch(DEMANDER, demand));
		assert_eq!((known().left.units, known().covers.len()), (48, 2));
	});
}

#[test]
fn demand_whose_first_agreement_ends_after_its_validity_leaves_the_agenda_then() {
	ExtBuilder::default().build_and_execute(|| {
		for supplier in [SUPPLIER, RIVAL] {
			let terms = good_terms(supplier, 200);
			let set = data_set(supplier);
			let part = submit(Submission { records: 25, ..good(set) });
			let goods = Goods::Lot(lot(set, &[part]));
			offer(supplier, OfferTerms { goods, ..terms });
		}
		let demand = demand(DEMANDER, volume(96, 4, 960));
		assert_eq!(Demands::<Test>::get(demand).unwrap().agreements.to_vec(), [0, 1]);
		let until = Demands::<Test>::get(demand).unwrap().terms.valid_until;
		let told = || {
			let expired = crate::Event::DemandExpired { demand, demander: did(DEMANDER) };
			events().into_iter().filter(|event| *event == expired).count()
		};
		// The clock is past it, and the agenda was not there yet.
		set_now(until + 1);
		close(0, Outcome::NotCommitted, None);
		assert_ok!(DataMarket::do_try_state());
		assert_eq!(told(), 1);
		run_to(until + 2_000);
		assert_eq!(told(), 1);
		close(1, Outcome::Settled, None);
		assert_eq!(Demands::<Test>::get(demand), None);
		assert_eq!(told(), 1);
	});
}
