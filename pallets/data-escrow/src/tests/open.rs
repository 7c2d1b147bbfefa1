use counterfoil_primitives::{
	did::DidId,
	fingerprint::{Algorithm, Fingerprint},
	money::{Asset, Commission},
	traits::{self, Agreements as _, CertificateNeed, NewAgreement, Party},
};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Agreements, Error, Event, NextAgreementId, Owing, Parties, Stage};

/// A part of which nothing but the number of leaves matters.
fn part(leaves: u64) -> Fingerprint {
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root: [0; 32], leaves, bytes: leaves }
}

/// The usual terms about these parts.
fn about(parts: Vec<Fingerprint>) -> NewAgreement<u64, u64> {
	NewAgreement { submissions: (1..).take(parts.len()).collect(), parts, ..terms() }
}

#[test]
fn open_with_right_terms_records_agreement_under_both_parties() {
	ExtBuilder::build_and_execute(|| {
		let id = open(terms()).unwrap();
		let until = START + WINDOWS.funding;
		let agreement = Agreements::<Test>::get(id).unwrap();
		assert_eq!(agreement.stage, Stage::Agreed { until });
		assert_eq!(agreement.windows, WINDOWS);
		assert_eq!((agreement.price, agreement.bond), (PRICE, BOND));
		assert!(Parties::<Test>::contains_key(did(SUPPLIER), id));
		assert!(Parties::<Test>::contains_key(did(DEMANDER), id));
		assert_eq!(
			last_event(),
			Event::Opened {
				id,
				supplier: subject(SUPPLIER),
				demander: subject(DEMANDER),
				data_set: SET,
				price: PRICE,
				bond: BOND,
				asset: Asset::Native,
				until,
			}
		);
		assert_nothing_moved();
	});
}

#[test]
fn open_takes_ticket_from_demander_and_never_uses_a_number_twice() {
	ExtBuilder::build_and_execute(|| {
		assert_eq!(open(terms()), Ok(0));
		let first = ticket(DEMANDER);
		assert!(first > 0);
		assert_eq!(ticket(SUPPLIER), 0);
		assert_ok!(decline(DEMANDER, 0));
		assert_ok!(forget(DEMANDER, 0));
		assert_eq!(ticket(DEMANDER), 0);
		assert_eq!(open(terms()), Ok(1));
		assert_eq!(ticket(DEMANDER), first);
	});
}

#[test]
fn open_with_more_parts_costs_a_larger_ticket() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open(terms()));
		let three = ticket(DEMANDER);
		let mut larger = terms();
		larger.parts.push(part(1));
		larger.submissions.push(14);
		assert_ok!(open(larger));
		assert_eq!(ticket(DEMANDER) - three, three + 49 + 8, "a fingerprint and a number");
	});
}

#[test]
fn open_by_demander_who_cannot_pay_the_ticket_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms();
		terms.demander = subject(BROKE);
		assert_noop!(open(terms), TokenError::FundsUnavailable);
	});
}

#[test]
fn open_between_one_subject_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut one_did = terms();
		one_did.demander = subject(SUPPLIER + OTHER_ACCOUNT);
		assert_eq!(one_did.demander.did, one_did.supplier.did);
		assert_noop!(open(one_did), Error::<Test>::SelfDealing);

		let mut one_account = terms();
		one_account.demander.account = SUPPLIER;
		assert_noop!(open(one_account), Error::<Test>::SelfDealing);
	});
}

#[test]
fn open_without_leaves_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for parts in [vec![], vec![part(0)], vec![part(0), part(0)]] {
			assert_noop!(open(about(parts)), Error::<Test>::EmptyLot);
		}
	});
}

#[test]
fn open_with_too_many_parts_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open(about(vec![part(1); 5])), Error::<Test>::TooManyParts);
		assert_ok!(open(about(vec![part(1); 4])));
	});
}

#[test]
fn open_with_more_leaves_than_can_be_counted_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let most = part(u64::MAX);
		assert_noop!(open(about(vec![most, part(1)])), Error::<Test>::LotTooLarge);
		assert_ok!(open(about(vec![most])));
	});
}

#[test]
fn open_below_existential_deposit_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms();
		terms.price = EXISTENTIAL_DEPOSIT - 1;
		assert_noop!(open(terms.clone()), Error::<Test>::PriceTooLow);
		terms.price = EXISTENTIAL_DEPOSIT;
		assert_ok!(open(terms));
	});
}

#[test]
fn open_at_price_that_overflows_with_its_bond_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms();
		terms.price = u64::MAX;
		assert_noop!(open(terms.clone()), Error::<Test>::PriceTooHigh);
		// The largest price whose fifth still fits beside it.
		terms.price = u64::MAX / 6 * 5;
		assert_ok!(open(terms));
	});
}

#[test]
fn open_when_numbers_are_used_up_is_refused() {
	ExtBuilder::build_and_execute(|| {
		NextAgreementId::<Test>::put(u64::MAX);
		assert_noop!(open(terms()), Error::<Test>::NoMoreIds);
	});
}

#[test]
fn largest_footprint_is_what_the_most_parts_take_and_no_agreement_takes_more() {
	ExtBuilder::build_and_execute(|| {
		let largest = <DataEscrow as traits::Agreements<u64, u64>>::largest_footprint();
		assert_ok!(open(about(vec![part(1); 4])));
		// Five for the item, one for each byte.
		assert_eq!(ticket(DEMANDER), 5 + largest);
		assert_ok!(open(about(vec![part(1); 3])));
		assert!(ticket(DEMANDER) < 2 * (5 + largest));
	});
}

#[test]
fn open_by_a_party_that_owes_too_many_steps_is_refused() {
	ExtBuilder::build_and_execute(|| {
		// The demander owes a step from the opening on.
		let ids: Vec<_> = (0..MAX_IDLE).map(|_| open(terms()).unwrap()).collect();
		assert_eq!(Owing::<Test>::get(did(DEMANDER)), MAX_IDLE);
		assert!(!Owing::<Test>::contains_key(did(SUPPLIER)));
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);

		// Once he funds, the supplier does.
		for id in &ids {
			assert_ok!(fund(DEMANDER, *id));
		}
		assert!(!Owing::<Test>::contains_key(did(DEMANDER)));
		assert_eq!(Owing::<Test>::get(did(SUPPLIER)), MAX_IDLE);
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);
		// Both go by the subject and not by the side: the supplier cannot buy either.
		let mut other_way = terms();
		(other_way.supplier, other_way.demander) = (subject(STRANGER), subject(SUPPLIER));
		assert_noop!(open(other_way), Error::<Test>::TooManyIdle);
		// Others are not concerned.
		let mut others = terms();
		others.supplier = subject(STRANGER);
		let other = open(others).unwrap();
		assert_ok!(decline(DEMANDER, other));

		// A commitment makes room for one more.
		assert_ok!(commit(SUPPLIER, ids[0], [1; 32], [2; 32]));
		let id = open(terms()).unwrap();
		assert_ok!(fund(DEMANDER, id));
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);
		// So does a step back.
		assert_ok!(decline(SUPPLIER, id));
		assert_ok!(open(terms()));
	});
}

#[test]
fn what_parties_owe_ends_with_the_window() {
	ExtBuilder::build_and_execute(|| {
		let (agreed, funded) = (Deal::agreed(), Deal::funded());
		assert_eq!(Owing::<Test>::iter().count(), 2);
		set_time(START + WINDOWS.commitment + 1);
		assert_ok!(expire(PASSER_BY, agreed.id));
		assert_ok!(expire(PASSER_BY, funded.id));
		assert_eq!(Owing::<Test>::iter().count(), 0);
	});
}

#[test]
fn bond_is_a_share_of_the_price_and_at_least_the_minimum() {
	ExtBuilder::build_and_execute(|| {
		for (price, bond) in [(PRICE, BOND), (1_001, 201), (10, MINIMUM_BOND), (250, 50), (251, 51)]
		{
			let mut terms = terms();
			terms.price = price;
			let id = open(terms).unwrap();
			assert_eq!(Agreements::<Test>::get(id).unwrap().bond, bond, "price {price}");
		}
	});
}

#[test]
fn bond_is_never_below_the_existential_deposit() {
	ExtBuilder::build_and_execute(|| {
		let mut parameters = parameters();
		parameters.minimum_bond = 0;
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters));
		let mut terms = terms();
		terms.price = EXISTENTIAL_DEPOSIT;
		let id = open(terms).unwrap();
		assert_eq!(Agreements::<Test>::get(id).unwrap().bond, EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn bond_in_an_asset_is_a_share_of_the_price_and_at_least_its_least_balance() {
	ExtBuilder::build_and_execute(|| {
		// The least bond is one of the chain's own token.
		for (price, bond) in [(PRICE, BOND), (126, 26), (125, LEAST_COIN), (LEAST_COIN, LEAST_COIN)]
		{
			let id = open(NewAgreement { price, asset: COIN, ..terms() }).unwrap();
			assert_eq!(Agreements::<Test>::get(id).unwrap().bond, bond, "price {price}");
		}
	});
}

#[test]
fn open_in_an_asset_that_does_not_exist_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let nothing = Asset::Local(9);
		assert_noop!(open(NewAgreement { asset: nothing, ..terms() }), Error::<Test>::UnknownAsset);
	});
}

#[test]
fn open_below_the_least_balance_of_the_asset_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for asset in [COIN, COUPON] {
			let of = |price| NewAgreement { price, asset, ..terms() };
			assert_noop!(open(of(LEAST_COIN - 1)), Error::<Test>::PriceTooLow);
			assert_noop!(open(of(0)), Error::<Test>::PriceTooLow);
			assert_ok!(open(of(LEAST_COIN)));
		}
	});
}

#[test]
fn open_without_one_fingerprint_for_each_submission_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for submissions in [vec![], vec![1, 2], vec![1, 2, 3, 4]] {
			let terms = NewAgreement { submissions, ..terms() };
			assert_noop!(open(terms), Error::<Test>::LotMismatch);
		}
	});
}

#[test]
fn open_with_unfair_commissions_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let to = |per_mille| Commission { payee: did(PLATFORM), per_mille };
		for commissions in [vec![to(0)], vec![to(501)], vec![to(500), to(1)], vec![to(1); 3]] {
			let terms = NewAgreement { commissions, ..terms() };
			assert_noop!(open(terms), Error::<Test>::UnfairCommission);
		}
		assert_ok!(open(NewAgreement { commissions: vec![to(300), to(200)], ..terms() }));
	});
}

#[test]
fn open_with_ticket_of_the_supplier_takes_nothing_from_the_demander() {
	ExtBuilder::build_and_execute(|| {
		let id = open(NewAgreement { carrier: Party::Supplier, ..terms() }).unwrap();
		assert_eq!(ticket(DEMANDER), 0);
		let taken = ticket(SUPPLIER);
		open(terms()).unwrap();
		assert_eq!((ticket(DEMANDER), ticket(SUPPLIER)), (taken, taken));
		assert_ok!(decline(DEMANDER, id));
		assert_noop!(forget(DEMANDER, id), Error::<Test>::NotCarrier);
		assert_ok!(forget(SUPPLIER, id));
		assert_eq!(ticket(SUPPLIER), 0);
		let broke = NewAgreement { supplier: subject(BROKE), carrier: Party::Supplier, ..terms() };
		assert_noop!(open(broke), TokenError::FundsUnavailable);
	});
}

#[test]
fn open_funded_holds_the_price_at_once_and_waits_for_the_supplier() {
	ExtBuilder::build_and_execute(|| {
		let id = DataEscrow::open_funded(terms()).unwrap();
		let until = START + WINDOWS.commitment;
		assert_eq!(stage(id), Stage::Funded { until });
		assert_eq!(purse(DEMANDER).price, PRICE);
		assert_eq!(Owing::<Test>::iter().collect::<Vec<(DidId, u32)>>(), [(did(SUPPLIER), 1)]);
		let events = take_events();
		let [Event::Opened { .. }, funded] = &events[..] else { panic!("two events") };
		assert_eq!(
			*funded,
			Event::Funded {
				id,
				demander: did(DEMANDER),
				funder: subject(DEMANDER),
				by: None,
				amount: PRICE,
				until,
				supplier: did(SUPPLIER),
				data_set: SET,
			}
		);
		let deal = Deal::of(id).commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}

#[test]
fn attack_demander_who_owes_too_much_keeps_no_secured_agreement_from_being_opened() {
	ExtBuilder::build_and_execute(|| {
		(0..MAX_IDLE).for_each(|_| {
			open(terms()).unwrap();
		});
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);
		let id = <DataEscrow as traits::Agreements<u64, u64>>::open_secured(terms()).unwrap();
		// It counts among what he owes, all the same.
		assert_eq!(Owing::<Test>::get(did(DEMANDER)), MAX_IDLE + 1);
		assert_ok!(fund(DEMANDER, id));
		assert_eq!(Owing::<Test>::get(did(DEMANDER)), MAX_IDLE);
	});
}

#[test]
fn attack_stranger_makes_the_supplier_idle_to_void_his_auction_or_his_batch() {
	ExtBuilder::build_and_execute(|| {
		let by_stranger = NewAgreement { demander: subject(STRANGER), ..terms() };
		let deals: Vec<_> = (0..MAX_IDLE).map(|_| open(by_stranger.clone()).unwrap()).collect();
		for id in &deals {
			assert_ok!(fund(STRANGER, *id));
		}
		// The market passes him over, as long as he does not commit.
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);
		// What he asked for himself is opened all the same, and he owes it.
		assert_ok!(<DataEscrow as traits::Agreements<u64, u64>>::open_secured(terms()));
		let batch = DataEscrow::open_funded(terms()).unwrap();
		assert_eq!(Owing::<Test>::get(did(SUPPLIER)), MAX_IDLE + 1);
		Deal::of(batch).commit();
		for id in deals {
			assert_ok!(decline(SUPPLIER, id));
		}
		assert_eq!(Owing::<Test>::get(did(SUPPLIER)), 0);
		assert_ok!(open(terms()));
	});
}

#[test]
fn open_funded_is_not_counted_among_what_the_demander_owes() {
	ExtBuilder::build_and_execute(|| {
		(0..MAX_IDLE).for_each(|_| {
			open(terms()).unwrap();
		});
		assert_noop!(open(terms()), Error::<Test>::TooManyIdle);
		assert_ok!(DataEscrow::open_funded(terms()));
		assert_eq!(Owing::<Test>::get(did(DEMANDER)), MAX_IDLE);
		// The supplier owes.
		assert_eq!(Owing::<Test>::get(did(SUPPLIER)), 1);
	});
}

#[test]
fn open_funded_without_money_or_certificate_is_refused_and_leaves_nothing() {
	ExtBuilder::build_and_execute(|| {
		let poor = NewAgreement { demander: subject(POOR_DEMANDER), ..terms() };
		assert_noop!(DataEscrow::open_funded(poor), TokenError::FundsUnavailable);
		Certified::revoke();
		let certified = NewAgreement { certificate: CertificateNeed::Any, ..terms() };
		assert_noop!(DataEscrow::open_funded(certified), Error::<Test>::CertificateLapsed);
	});
}

#[test]
fn every_call_by_nobody_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let id = deal.id;
			assert_noop!(DataEscrow::fund(origin.clone(), id, None), BadOrigin);
			assert_noop!(DataEscrow::commit(origin.clone(), id, [0; 32], [0; 32], None), BadOrigin);
			assert_noop!(DataEscrow::accept(origin.clone(), id), BadOrigin);
			assert_noop!(DataEscrow::decline(origin.clone(), id), BadOrigin);
			assert_noop!(DataEscrow::reveal(origin.clone(), id, [0; 32]), BadOrigin);
			assert_noop!(DataEscrow::dispute(origin.clone(), id, deal.proof(0)), BadOrigin);
			assert_noop!(DataEscrow::settle(origin.clone(), id), BadOrigin);
			assert_noop!(DataEscrow::expire(origin.clone(), id), BadOrigin);
			assert_noop!(DataEscrow::forget(origin.clone(), id), BadOrigin);
			assert_noop!(DataEscrow::collect(origin, id), BadOrigin);
		}
	});
}

#[test]
fn every_call_of_a_party_by_account_without_did_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		let id = deal.id;
		assert_noop!(fund(PASSER_BY, id), BadOrigin);
		assert_noop!(commit(PASSER_BY, id, [0; 32], [0; 32]), BadOrigin);
		assert_noop!(accept(PASSER_BY, id), BadOrigin);
		assert_noop!(decline(PASSER_BY, id), BadOrigin);
		assert_noop!(reveal(PASSER_BY, id, [0; 32]), BadOrigin);
		assert_noop!(dispute(PASSER_BY, id, deal.proof(0)), BadOrigin);
		// Anyone may ask for this one, in time.
		assert_noop!(forget(PASSER_BY, id), Error::<Test>::NotClosed);
	});
}

#[test]
fn every_call_about_unknown_agreement_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		let unknown = deal.id + 1;
		assert_noop!(fund(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(commit(SUPPLIER, unknown, [0; 32], [0; 32]), Error::<Test>::NotFound);
		assert_noop!(accept(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(decline(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(reveal(SUPPLIER, unknown, [0; 32]), Error::<Test>::NotFound);
		assert_noop!(dispute(DEMANDER, unknown, deal.proof(0)), Error::<Test>::NotFound);
		assert_noop!(settle(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(expire(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(forget(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(collect(DEMANDER, unknown), Error::<Test>::NotFound);
		assert_noop!(collect(DEMANDER, deal.id), Error::<Test>::NotClosed);
	});
}

#[test]
fn every_call_about_closed_agreement_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let id = deal.id;
		assert_ok!(settle(DEMANDER, id));
		assert_noop!(fund(DEMANDER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(commit(SUPPLIER, id, [0; 32], [0; 32]), Error::<Test>::AlreadyClosed);
		assert_noop!(accept(DEMANDER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(decline(DEMANDER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(reveal(SUPPLIER, id, deal.key), Error::<Test>::AlreadyClosed);
		assert_noop!(dispute(DEMANDER, id, deal.proof(0)), Error::<Test>::AlreadyClosed);
		assert_noop!(settle(DEMANDER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(expire(DEMANDER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(collect(DEMANDER, id), Error::<Test>::NothingUnpaid);
	});
}
