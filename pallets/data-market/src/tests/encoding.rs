//! Encodings that clients depend on, and sizes that tickets depend on.

use codec::{Encode, MaxEncodedLen};
use counterfoil_primitives::market::Mismatch;
use pallet_data_market_runtime_api::Obstacle;

use super::*;

#[test]
fn calls_keep_their_numbers() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = || terms(1, &[2, 3], 4);
		let asked = || wanted(need(1));
		let salt = Some([1; 32]);
		let calls: [(u8, crate::Call<Test>); 15] = [
			(0, crate::Call::place_offer { terms: terms() }),
			(1, crate::Call::withdraw_offer { offer: 1 }),
			(2, crate::Call::place_demand { terms: asked() }),
			(3, crate::Call::withdraw_demand { demand: 1 }),
			(4, crate::Call::take_offer { demand: 1, offer: 2, lot: None }),
			(5, crate::Call::prune { kind: OrderKind::Demand, id: 1 }),
			(6, crate::Call::amend_offer { offer: 1, terms: terms() }),
			(7, crate::Call::amend_demand { demand: 1, terms: asked() }),
			(8, crate::Call::accept_match { id: 1 }),
			(9, crate::Call::reject_match { id: 1, reason: [1; 32] }),
			(10, crate::Call::rematch { demand: 1 }),
			(11, crate::Call::commit_proposal { demand: 1, hash: [1; 32] }),
			(12, crate::Call::withdraw_commitment { demand: 1 }),
			(13, crate::Call::propose { demand: 1, fills: fills(&[1]), salt }),
			(14, crate::Call::conclude { demand: 1 }),
		];
		for (index, call) in calls {
			assert_eq!(call.encode()[0], index);
		}
	});
}

#[test]
fn what_a_proposer_commits_to_encodes_field_by_field() {
	let mut proposed = fills(&[5]);
	proposed.try_push(ProposedFill { offer: 6, lot: Some(lot(7, &[8, 9])) }).unwrap();
	let expected =
		((codec::Compact(2u32), 5u64, 0u8), (6u64, 1u8, 7u64, (codec::Compact(2u32), 8u64, 9u64)))
			.encode();
	assert_eq!(proposed.encode(), expected);
}

#[test]
fn goods_and_terms_encode_field_by_field() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = terms(1, &[2, 3], 4);
		let goods = (0u8, 1u64, (codec::Compact(2u32), 2u64, 3u64));
		let nobody = (codec::Compact(0u32), codec::Compact(0u32));
		let expected = (
			(goods, 0u8, 4u128, 0u8, 1u32),
			(usage(), 0u8, codec::Compact(0u32), nobody, false, START + MAX_VALIDITY),
		)
			.encode();
		assert_eq!(terms.encode(), expected);
		let asked = wanted(need(9));
		let expected = (need(9), 0 as Balance, 0u64, false, START + MAX_VALIDITY).encode();
		assert_eq!(asked.encode(), expected);
	});
}

#[test]
fn kinds_and_obstacles_keep_their_numbers() {
	for (index, kind) in (0u8..).zip([OrderKind::Offer, OrderKind::Demand, OrderKind::Match]) {
		assert_eq!(kind.encode(), [index]);
	}
	assert_eq!(Opened::Agreement(1).encode()[0], 0);
	assert_eq!(Opened::Stream(1).encode()[0], 1);
	let obstacles = [
		Obstacle::UnknownOffer,
		Obstacle::UnknownDemand,
		Obstacle::OfferExpired,
		Obstacle::DemandExpired,
		Obstacle::OfferClosed,
		Obstacle::DemandClosed,
		Obstacle::SupplierNotActive,
		Obstacle::DemanderNotActive,
		Obstacle::LotUnavailable,
		Obstacle::LotNotNamed,
		Obstacle::LotNamed,
		Obstacle::OutsideQuery,
		Obstacle::AlreadyTaken,
		Obstacle::PassedOver,
		Obstacle::PriceTooLow,
		Obstacle::Mismatch(Mismatch::Kind),
		Obstacle::SupplierOwes,
	];
	for (index, obstacle) in obstacles.into_iter().enumerate() {
		assert_eq!(usize::from(obstacle.encode()[0]), index);
	}
}

#[test]
fn index_keeps_order_of_price_and_age_in_storage() {
	ExtBuilder::default().build_and_execute(|| {
		let shelf = Shelf { category: category(), asset: Asset::Native, live: false };
		let key = |price: u128, id: u64| {
			OffersByPrice::<Test>::hashed_key_for((shelf, price.to_be_bytes(), id.to_be_bytes()))
		};
		assert!(key(255, 9) < key(256, 0));
		assert!(key(256, 0) < key(256, 1));
		// The last 24 bytes are price and number as they are: clients may page by them.
		assert!(key(7, 8).ends_with(&(7u128.to_be_bytes(), 8u64.to_be_bytes()).encode()));
	});
}

#[test]
fn ticket_covers_what_is_stored() {
	ExtBuilder::default().build_and_execute(|| {
		// An account and amounts of the runtime, and an account of whoever finds a match.
		let of_runtime = 2 * (32 - 8) + 3 * (16 - 8);
		let ticket = <<Test as crate::Config>::Consideration as MaxEncodedLen>::max_encoded_len();
		let covered = |footprint: frame_support::traits::Footprint, stored: usize| {
			assert!(footprint.size as usize + ticket >= stored + of_runtime, "{stored}");
		};
		let longest = vec![0; MAX_LOT as usize];
		let terms = terms(data_set(SUPPLIER), &longest, 500);
		let spare = OfferTerms::<Test>::max_encoded_len() - terms.encoded_size();
		covered(offer_footprint(&terms, &category()), Offer::<Test>::max_encoded_len() - spare);
		// A demand of one lot, with a match and its lot; the bounded lists of a volume do not grow without fills.
		let asked = wanted(need(500));
		let spare = DemandTerms::<Test>::max_encoded_len() - asked.encoded_size();
		let per_fill = 8 * MAX_LOT as usize + ticket + 8;
		let lists = 7 * per_fill;
		let demand = Demand::<Test>::max_encoded_len() - spare - lists;
		covered(demand_footprint(&asked), demand + PendingMatch::<Test>::max_encoded_len());
		let proposed = fills(&[1, 2, 3, 4]);
		let spare = Fills::<Test>::max_encoded_len() - proposed.encoded_size();
		covered(proposal_footprint::<Test>(&proposed), Proposal::<Test>::max_encoded_len() - spare);
	});
}
