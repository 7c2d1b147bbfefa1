//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	traits::AuditSubject::{self, DataSet, Did},
};

use super::*;

fn by(account: AccountId) -> Option<DidId> {
	Some(did(account))
}

fn party(account: AccountId) -> AuditSubject {
	Did(did(account))
}

/// Who caused what since the histories were last asked, by the index of the event, and whose history it went to.
fn told() -> Vec<(u8, Option<DidId>, Vec<AuditSubject>)> {
	Histories::take()
		.into_iter()
		.map(|(actor, subjects, bytes)| (bytes[0], actor, subjects))
		.collect()
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::build_and_execute(|| {
		// Every kind of event happens.
		let id = sealed_of(
			Lot { asset: COIN, ..good_lot(SUPPLIER) },
			SealedTerms { copies: 2, ..terms() },
		);
		for account in BIDDER..BIDDER + 5 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		for account in BIDDER..BIDDER + 4 {
			assert_ok!(reveal(account, id, 1_500));
		}
		make_stubborn(BIDDER + 1);
		assert_ok!(Assets::block(signed(ISSUER), 1, BIDDER + 2));
		set_now(now() + 1);
		settle(id);
		let falling = descending(1);
		set_now(now() + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), falling, 3_000));
		assert_ok!(DataAuction::set_parameters(RuntimeOrigin::root(), parameters()));

		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		let events: Vec<_> = take_events().iter().map(Encode::encode).collect();
		assert_eq!(told, events);
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, (0..=12).collect::<Vec<_>>());
	});
}

#[test]
fn auctions_belong_to_supplier_and_data_set_and_sales_to_the_buyer_too() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		let of_sale = vec![party(SUPPLIER), DataSet(0)];
		assert_eq!(told(), [(1, by(SUPPLIER), of_sale.clone())]);
		set_now(START + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), id, 3_000));
		let bought = vec![party(BIDDER), party(SUPPLIER), DataSet(0)];
		assert_eq!(told(), [(10, by(BIDDER), bought), (11, None, of_sale)]);
		let id = sealed(terms());
		assert_ok!(DataAuction::cancel(signed(SUPPLIER), id));
		let of_auction = vec![party(SUPPLIER), DataSet(1)];
		assert_eq!(told(), [(0, by(SUPPLIER), of_auction.clone()), (11, by(SUPPLIER), of_auction)]);
	});
}

#[test]
fn awards_belong_to_both_parties_and_deposits_to_their_owners() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for account in BIDDER..BIDDER + 3 {
			assert_ok!(bid(account, id, 1_500));
		}
		set_now(START + 2 * MIN_WINDOW);
		for account in BIDDER..BIDDER + 2 {
			assert_ok!(reveal(account, id, 1_500));
		}
		set_now(now() + 1);
		told();
		settle(id);
		let of_sale = vec![party(SUPPLIER), DataSet(0)];
		assert_eq!(
			told(),
			[
				(4, None, of_sale.clone()),
				(5, None, vec![party(BIDDER), party(SUPPLIER), DataSet(0)]),
				(7, None, vec![party(BIDDER + 1)]),
				(8, None, vec![party(BIDDER + 2), party(SUPPLIER)]),
				(11, None, of_sale),
			]
		);
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(told(), [(8, None, vec![party(BIDDER), party(SUPPLIER)])]);
	});
}

#[test]
fn attack_bids_fill_nobodys_history_but_the_bidders() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		told();
		for account in BIDDER..BIDDER + 4 {
			assert_ok!(bid(account, id, 1_500));
			assert_eq!(told(), [(2, by(account), vec![party(account)])]);
		}
		set_now(START + 2 * MIN_WINDOW);
		assert_ok!(reveal(BIDDER, id, 1_500));
		assert_eq!(told(), [(3, by(BIDDER), vec![party(BIDDER)])]);
	});
}
