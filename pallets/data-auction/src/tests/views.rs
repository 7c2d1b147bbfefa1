//! What the runtime API answers.

use counterfoil_primitives::{auction::Pricing, exchange::Outcome, money::Asset};
use pallet_data_auction_runtime_api::{FormatView, PhaseView, MAX_BATCH};

use super::*;

fn phase(id: u64) -> PhaseView {
	match DataAuction::auction(id).unwrap().format {
		FormatView::Sealed(sealed) => sealed.phase,
		FormatView::Descending(_) => panic!("not sealed"),
	}
}

#[test]
fn view_of_an_auction_tells_what_is_stored() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		let (view, lot) = (DataAuction::auction(id).unwrap(), auction(id).lot);
		assert_eq!((view.id, view.supplier, view.data_set), (id, did(SUPPLIER), lot.data_set));
		assert_eq!(view.submissions, lot.submissions.to_vec());
		assert_eq!((view.asset, view.usage, view.opened), (Asset::Native, usage(), START));
		let FormatView::Sealed(sealed) = view.format else { panic!("sealed") };
		assert_eq!((sealed.copies, sealed.reserve, sealed.deposit), (1, RESERVE, DEPOSIT));
		assert_eq!((sealed.bidders, sealed.revealed), (0, 0));
		assert_eq!(DataAuction::auction(id + 1), None);
	});
}

#[test]
fn phases_follow_the_clock() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		for account in BIDDER..BIDDER + 4 {
			assert_ok!(bid(account, id, 1_500));
		}
		for (moment, expected) in [
			(MIN_WINDOW, PhaseView::Committing),
			(MIN_WINDOW + 1, PhaseView::Revealing),
			(2 * MIN_WINDOW, PhaseView::Revealing),
			(2 * MIN_WINDOW + 1, PhaseView::Due),
		] {
			set_now(START + moment);
			assert_eq!(phase(id), expected);
		}
		assert_ok!(DataAuction::advance(signed(PASSER_BY), id));
		assert_eq!(phase(id), PhaseView::Settling { settled: 3, failed: false });
		assert_eq!(DataAuction::bids(id, 0, 10).len(), 1);
		assert_eq!(DataAuction::bid_of(id, did(BIDDER)), None);
	});
}

#[test]
fn bids_show_commitments_only_until_they_are_revealed() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { pricing: Pricing::Uniform, ..terms() });
		for (account, amount) in [(BIDDER, 1_500), (BIDDER + 1, 1_300)] {
			assert_ok!(bid(account, id, amount));
		}
		let view = DataAuction::bid_of(id, did(BIDDER)).unwrap();
		assert_eq!((view.position, view.bidder), (0, did(BIDDER)));
		assert_eq!(view.commitment, seal(BIDDER, id, 1_500));
		assert_eq!((view.amount, view.price), (None, None));

		set_now(START + MIN_WINDOW + 1);
		assert_ok!(reveal(BIDDER, id, 1_500));
		let view = DataAuction::bid_of(id, did(BIDDER)).unwrap();
		assert_eq!((view.amount, view.price), (Some(1_500), Some(RESERVE)));
		assert_ok!(reveal(BIDDER + 1, id, 1_300));
		let prices: Vec<_> =
			DataAuction::bids(id, 0, 10).iter().map(|bid| (bid.amount, bid.price)).collect();
		assert_eq!(prices, [(Some(1_500), Some(1_300)), (Some(1_300), None)]);
		assert_eq!(DataAuction::bids(id, 1, 10).len(), 1);
		assert!(DataAuction::bids(id, 0, 0).is_empty());
		assert!(DataAuction::bids(99, 0, 10).is_empty());
		assert_eq!(DataAuction::bid_of(id, did(SUPPLIER)), None);
	});
}

#[test]
fn price_now_is_the_one_that_taking_pays() {
	ExtBuilder::build_and_execute(|| {
		let (id, other) = (descending(2), sealed(terms()));
		assert_eq!(DataAuction::price_now(id), None);
		set_now(START + 6_000);
		assert_eq!(DataAuction::price_now(id), Some(2_000));
		assert_eq!(DataAuction::prices_now(vec![other, id, 99]), [None, Some(2_000), None]);
		let FormatView::Descending(view) = DataAuction::auction(id).unwrap().format else {
			panic!("descending")
		};
		assert_eq!((view.copies_left, view.price), (2, Some(2_000)));
		assert_ok!(DataAuction::take(signed(BIDDER), id, 2_000));
		assert_eq!(sold(), [(BIDDER, 2_000)]);
		set_now(START + 11_001);
		assert_eq!(DataAuction::price_now(id), None);
	});
}

#[test]
fn commitment_is_the_one_that_opens() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		let sealed = DataAuction::commitment(id, did(BIDDER), 1_500, salt(BIDDER));
		assert_eq!(sealed, seal(BIDDER, id, 1_500));
	});
}

#[test]
fn lists_are_paged_and_bounded() {
	ExtBuilder::build_and_execute(|| {
		let mut ids: Vec<_> = (0..3).map(|_| sealed(terms())).collect();
		ids.extend((0..2).map(|_| descending(1)));
		assert_ok!(bid(BIDDER, ids[1], 1_500));
		assert_ok!(bid(BIDDER, ids[2], 1_500));

		let mut seen = Vec::new();
		let mut from = None;
		loop {
			let page = DataAuction::open_auctions(from, 2);
			let Some(last) = page.last() else { break };
			assert!(page.len() <= 2);
			from = Some(last.id);
			seen.extend(page.iter().map(|view| view.id));
		}
		seen.sort_unstable();
		assert_eq!(seen, ids);

		let of = |account, from| {
			let mut ids: Vec<_> = DataAuction::auctions_of(did(account), from, 10)
				.iter()
				.map(|view| view.id)
				.collect();
			ids.sort_unstable();
			ids
		};
		assert_eq!(of(SUPPLIER, None), ids);
		assert_eq!(of(BIDDER, None), ids[1..3]);
		assert!(of(STRANGER, None).is_empty());
		let first = DataAuction::auctions_of(did(BIDDER), None, 1)[0].id;
		assert_eq!(of(BIDDER, Some(first)).len(), 1);

		let views = DataAuction::auctions(vec![ids[4], 99, ids[0]]);
		let shown: Vec<_> = views.iter().map(|view| view.as_ref().map(|view| view.id)).collect();
		assert_eq!(shown, [Some(ids[4]), None, Some(ids[0])]);
		assert_eq!(DataAuction::auctions(vec![99; 1_000]).len(), MAX_BATCH as usize);
		assert_eq!(DataAuction::prices_now(vec![99; 1_000]).len(), MAX_BATCH as usize);
		assert_eq!(DataAuction::deposits_of_agreements(vec![99; 1_000]).len(), MAX_BATCH as usize);
	});
}

#[test]
fn deposits_are_shown_until_they_have_gone_their_way() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed_of(Lot { asset: COIN, ..good_lot(SUPPLIER) }, terms());
		auctioned(id, &[1_500]);
		settle(id);
		let held = DataAuction::deposits_of_agreements(vec![0, 1])[0].unwrap();
		assert_eq!((held.auction, held.bidder, held.supplier), (id, did(BIDDER), did(SUPPLIER)));
		assert_eq!((held.asset, held.amount, held.lost), (COIN, DEPOSIT, false));
		assert_eq!(DataAuction::owed(id, did(BIDDER)), None);

		assert_ok!(Assets::block(signed(ISSUER), 1, SUPPLIER));
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(DataAuction::deposits_of_agreements(vec![0]), [None]);
		assert!(DataAuction::owed(id, did(BIDDER)).unwrap().lost);
	});
}

#[test]
fn parameters_are_shown() {
	ExtBuilder::build_and_execute(|| {
		let view = DataAuction::parameters();
		assert_eq!((view.min_window, view.max_duration), (MIN_WINDOW, LONGEST));
		assert_eq!((view.min_deposit, view.max_bidders), (100, MAX_BIDDERS));
	});
}
