//! Encodings that clients depend on, and sizes that tickets depend on.

use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	auction::{Descent, Falling, Pricing, Ranked},
	money::{Asset, Commission},
	traits::{CertificateNeed, Delivery},
};
use frame_support::{__private::serde_json, BoundedVec};
use pallet_data_auction_runtime_api::PhaseView;

use super::*;
use crate::{Call, HoldReason};

const ID: u64 = 0x0102_0304_0506_0708;
const ID_BYTES: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];

fn lot() -> Lot<Test> {
	Lot {
		data_set: ID,
		submissions: BoundedVec::truncate_from(vec![2, 3]),
		asset: Asset::Local(7),
		usage: usage(),
		commissions: BoundedVec::truncate_from(vec![Commission { payee: did(1), per_mille: 30 }]),
		certificate: CertificateNeed::Any,
		delivery: Delivery::Proven,
	}
}

fn lot_bytes() -> Vec<u8> {
	[
		ID_BYTES.as_slice(),
		&[8, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0],
		&[1, 7, 0, 0, 0],
		&usage().encode(),
		&[4],
		&did(1).0,
		&[30, 0],
		&[1],
		&[0],
	]
	.concat()
}

#[test]
fn calls_encode_as_published() {
	let falling = Falling { start: 9, reserve: 4, from: 1, until: 2, descent: Descent::Steps(3) };
	let sealed = SealedTerms {
		copies: 2,
		reserve: 1_000,
		pricing: Pricing::Uniform,
		deposit: 100,
		commit_until: 5,
		reveal_until: 6,
	};
	let cases: [(Call<Test>, Vec<u8>); 9] = [
		(
			Call::open_sealed { lot: lot(), terms: sealed },
			[
				[0].as_slice(),
				&lot_bytes(),
				&2u32.to_le_bytes(),
				&1_000u128.to_le_bytes(),
				&[1],
				&100u128.to_le_bytes(),
				&5u64.to_le_bytes(),
				&6u64.to_le_bytes(),
			]
			.concat(),
		),
		(
			Call::open_descending { lot: lot(), copies: 2, sale: falling },
			[
				[1].as_slice(),
				&lot_bytes(),
				&2u32.to_le_bytes(),
				&9u128.to_le_bytes(),
				&4u128.to_le_bytes(),
				&1u64.to_le_bytes(),
				&2u64.to_le_bytes(),
				&[1, 3, 0, 0, 0],
			]
			.concat(),
		),
		(
			Call::bid { auction: ID, commitment: [9; 32] },
			[[2].as_slice(), &ID_BYTES, &[9; 32]].concat(),
		),
		(
			Call::reveal { auction: ID, amount: 1_000, salt: [5; 32] },
			[[3].as_slice(), &ID_BYTES, &1_000u128.to_le_bytes(), &[5; 32]].concat(),
		),
		(
			Call::take { auction: ID, max_price: 1_000 },
			[[4].as_slice(), &ID_BYTES, &1_000u128.to_le_bytes()].concat(),
		),
		(Call::cancel { auction: ID }, [[5].as_slice(), &ID_BYTES].concat()),
		(Call::advance { auction: ID }, [[6].as_slice(), &ID_BYTES].concat()),
		(
			Call::collect { auction: ID, bidder: did(1) },
			[[7].as_slice(), &ID_BYTES, &did(1).0].concat(),
		),
		(
			Call::set_parameters {
				parameters: Parameters { min_window: 1, max_duration: 2, min_deposit: 3 },
			},
			[[8].as_slice(), &1u64.to_le_bytes(), &2u64.to_le_bytes(), &[3, 0]].concat(),
		),
	];
	for (call, bytes) in cases {
		assert_eq!(call.encode(), bytes, "{call:?}");
		assert_eq!(Call::<Test>::decode_all(&mut &bytes[..]).unwrap(), call);
	}
}

#[test]
fn attack_lot_longer_than_the_limit_does_not_decode() {
	let with = |length: usize| {
		let ids: Vec<u64> = (0..length as u64).collect();
		[ID_BYTES.as_slice(), &ids.encode(), &lot_bytes()[8 + 17..]].concat()
	};
	assert!(Lot::<Test>::decode(&mut &with(MAX_LOT as usize)[..]).is_ok());
	assert!(Lot::<Test>::decode(&mut &with(MAX_LOT as usize + 1)[..]).is_err());
}

#[test]
fn kinds_keep_their_numbers() {
	let numbers = |encodings: &[Vec<u8>]| {
		for (number, bytes) in encodings.iter().enumerate() {
			assert_eq!(usize::from(bytes[0]), number);
		}
	};
	numbers(&[End::Settled, End::SoldOut, End::Expired, End::Cancelled].map(|end| end.encode()));
	numbers(&[Fault::NotRevealed, Fault::NotFunded, Fault::Declined].map(|fault| fault.encode()));
	numbers(
		&[Failure::SupplierNotActive, Failure::LotUnavailable, Failure::NotCertified]
			.map(|failure| failure.encode()),
	);
	numbers(&[HoldReason::Deposit, HoldReason::Record].map(|reason| reason.encode()));
	numbers(&[Part::Supplier, Part::Bidder(1)].map(|part| part.encode()));
	numbers(
		&[
			PhaseView::Committing,
			PhaseView::Revealing,
			PhaseView::Due,
			PhaseView::Settling { settled: 1, failed: false },
		]
		.map(|phase| phase.encode()),
	);
}

#[test]
fn genesis_is_read_from_json() {
	let genesis: crate::GenesisConfig<Test> = serde_json::from_str(
		r#"{ "parameters": { "minWindow": 10000, "maxDuration": 1000000, "minDeposit": 100 } }"#,
	)
	.unwrap();
	assert_eq!(genesis.parameters, parameters());
}

#[test]
fn ticket_covers_what_an_auction_and_a_bid_store() {
	ExtBuilder::build_and_execute(|| {
		// In a runtime accounts take 32 bytes; here they take 8, as the records and the footprints both count.
		for copies in 1..=MAX_BIDDERS {
			let (one, other) = (sealed(SealedTerms { copies, ..terms() }), descending(copies));
			let full = |id| {
				let mut auction = auction(id);
				match &mut auction.format {
					Format::Sealed(sealed) => {
						let bid = Ranked { amount: u128::MAX, position: u32::MAX };
						let kept = sealed.kept() as usize;
						sealed.best = BoundedVec::truncate_from(vec![bid; kept]);
						let failed = Some(Failure::NotCertified);
						sealed.settling = Some(Settling { next: 1, due: u64::MAX, failed });
					},
					Format::Descending(descending) => {
						descending.buyers =
							BoundedVec::truncate_from(vec![did(1); copies as usize]);
					},
				}
				let room = auction_footprint::<Test>(&auction.lot, &auction.format);
				assert!(room.size >= auction.encode().len() as u64, "{auction:?}");
				assert_eq!(room.count, 1);
			};
			full(one);
			full(other);
			for id in [one, other] {
				DataAuction::cancel(signed(SUPPLIER), id).unwrap();
			}
		}
		let room = bid_footprint::<Test>().size as usize;
		assert!(room >= Bid::<Test>::max_encoded_len());
		assert!(room >= Due::<Test>::max_encoded_len());
		assert!(room >= Stake::<Test>::max_encoded_len());
		assert_eq!(agreement_footprint::<Test>().size, LARGEST_AGREEMENT);
	});
}
