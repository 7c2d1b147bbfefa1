//! Encodings that clients depend on, and sizes that tickets depend on.

use codec::{Encode, MaxEncodedLen};
use counterfoil_primitives::market::{Mismatch, Need};
use pallet_data_market_runtime_api::Obstacle;

use super::*;

#[test]
fn calls_keep_their_numbers() {
	let need = need_of_nothing();
	let terms = OfferTerms::<Test> {
		data_set: 1,
		submissions: vec![2, 3].try_into().unwrap(),
		price: 4,
		copies: 5,
		valid_until: 6,
	};
	let calls: [(u8, crate::Call<Test>); 6] = [
		(0, crate::Call::place_offer { terms }),
		(1, crate::Call::withdraw_offer { offer: 1 }),
		(2, crate::Call::place_demand { need, valid_until: 1 }),
		(3, crate::Call::withdraw_demand { demand: 1 }),
		(4, crate::Call::take_offer { demand: 1, offer: 2 }),
		(5, crate::Call::prune { kind: OrderKind::Demand, id: 1 }),
	];
	for (index, call) in calls {
		assert_eq!(call.encode()[0], index);
	}
}

fn need_of_nothing() -> Need {
	Need {
		category: category(),
		region: region("u33"),
		max_price: 1,
		min_quality: 0,
		max_age: 0,
		certificate_required: false,
		min_records: 0,
		policy: counterfoil_primitives::market::Policy::Cheapest,
	}
}

#[test]
fn terms_encode_field_by_field() {
	let terms = OfferTerms::<Test> {
		data_set: 1,
		submissions: vec![2, 3].try_into().unwrap(),
		price: 4,
		copies: 5,
		valid_until: 6,
	};
	let expected = (1u64, (codec::Compact(2u32), 2u64, 3u64), 4 as Balance, 5u32, 6u64).encode();
	assert_eq!(terms.encode(), expected);
}

#[test]
fn kinds_and_obstacles_keep_their_numbers() {
	assert_eq!(OrderKind::Offer.encode(), [0]);
	assert_eq!(OrderKind::Demand.encode(), [1]);
	let obstacles = [
		Obstacle::UnknownOffer,
		Obstacle::UnknownDemand,
		Obstacle::OfferExpired,
		Obstacle::DemandExpired,
		Obstacle::SameParty,
		Obstacle::SupplierNotActive,
		Obstacle::DemanderNotActive,
		Obstacle::LotUnavailable,
		Obstacle::Mismatch(Mismatch::Category),
	];
	for (index, obstacle) in obstacles.into_iter().enumerate() {
		assert_eq!(usize::from(obstacle.encode()[0]), index);
	}
}

#[test]
fn index_keeps_order_of_price_and_age_in_storage() {
	ExtBuilder::default().build_and_execute(|| {
		let key = |price: u128, id: u64| {
			OffersByPrice::<Test>::hashed_key_for((
				category(),
				price.to_be_bytes(),
				id.to_be_bytes(),
			))
		};
		assert!(key(255, 9) < key(256, 0));
		assert!(key(256, 0) < key(256, 1));
		// The last 24 bytes are price and number as they are: clients may page by them.
		assert!(key(7, 8).ends_with(&(7u128.to_be_bytes(), 8u64.to_be_bytes()).encode()));
	});
}

#[test]
fn ticket_covers_what_an_order_stores() {
	ExtBuilder::default().build_and_execute(|| {
		let longest = vec![0; MAX_LOT as usize];
		let account_and_balance_of_runtime = (32 - 8) + (16 - 8);
		let ticket_itself =
			<<Test as crate::Config>::Consideration as MaxEncodedLen>::max_encoded_len();
		let offer = Offer::<Test>::max_encoded_len() + account_and_balance_of_runtime;
		assert!(offer_footprint(&longest).size as usize + ticket_itself >= offer);
		let demand = Demand::<Test>::max_encoded_len() + account_and_balance_of_runtime;
		let own = demand_footprint::<Test>().size - LARGEST_AGREEMENT;
		assert!(own as usize + ticket_itself >= demand);
		assert_eq!(Need::max_encoded_len(), 80);
	});
}
