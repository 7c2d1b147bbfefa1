//! `do_try_state` notices what should never happen.

use counterfoil_primitives::money::Asset;
use frame_support::traits::tokens::{fungibles::MutateHold, Precision};
use sp_runtime::TryRuntimeError;

use super::*;

/// Plays an auction to some point, breaks something, and returns what is found.
fn broken(make: fn() -> u64, spoil: fn(u64)) -> Option<&'static str> {
	let mut found = None;
	ExtBuilder::build().execute_with(|| {
		let id = make();
		assert_ok!(DataAuction::do_try_state());
		spoil(id);
		found = match DataAuction::do_try_state() {
			Err(TryRuntimeError::Other(cause)) => Some(cause),
			_ => None,
		};
	});
	found
}

/// Five bids, of which the best two win, all revealed.
fn revealed() -> u64 {
	let id = sealed(SealedTerms { copies: 2, ..terms() });
	auctioned(id, &[1_100, 1_500, 1_300, 1_400, 1_200]);
	id
}

/// The same after the first step: three bids are settled, and one winner has his agreement.
fn settling() -> u64 {
	let id = revealed();
	assert_ok!(DataAuction::advance(signed(PASSER_BY), id));
	id
}

fn falling() -> u64 {
	descending(1)
}

/// Changes what is stored of an auction by sealed bids.
fn spoil_sealed(id: u64, spoil: fn(&mut Sealed<Test>)) {
	let mut known = auction(id);
	if let Format::Sealed(sealed) = &mut known.format {
		spoil(sealed);
	}
	Auctions::<Test>::insert(id, known);
}

#[test]
fn broken_records_are_noticed() {
	type Case = (fn() -> u64, fn(u64), &'static str);
	let cases: [Case; 19] = [
		(
			revealed,
			|_| NextAuctionId::<Test>::put(0),
			"an auction has a number that was not given yet",
		),
		(
			falling,
			|id| {
				let mut known = auction(id);
				known.lot.submissions.clear();
				Auctions::<Test>::insert(id, known);
			},
			"a lot is not in order",
		),
		(
			revealed,
			|_| drop(Agenda::<Test>::clear(u32::MAX, None)),
			"a deadline is not on the agenda",
		),
		(
			falling,
			|_| Agenda::<Test>::insert(u64::MAX, 9, ()),
			"the agenda lists what is no auction",
		),
		(
			falling,
			|_| crate::AgendaCursor::<Test>::put(u64::MAX),
			"an entry of the agenda was passed over",
		),
		(
			revealed,
			|id| Parties::<Test>::remove(did(SUPPLIER), id),
			"the index does not know a supplier",
		),
		(revealed, |id| Parties::<Test>::remove(did(BIDDER), id), "a bidder does not know his bid"),
		(
			revealed,
			|_| Parties::<Test>::insert(did(RIVAL), 9, Part::Supplier),
			"the index lists what is not there",
		),
		(revealed, |id| Bids::<Test>::remove(id, 2), "a bid is missing"),
		(
			revealed,
			|id| Bids::<Test>::insert(9, 0, Bids::<Test>::get(id, 0).unwrap()),
			"a bid has no auction",
		),
		(
			revealed,
			|id| spoil_sealed(id, |sealed| sealed.best[0].amount += 1),
			"a bid that is kept is not as it was revealed",
		),
		(revealed, |id| spoil_sealed(id, |sealed| sealed.revealed -= 1), "the bids are miscounted"),
		(
			revealed,
			|id| spoil_sealed(id, |sealed| sealed.best.sort_by_key(|bid| bid.amount)),
			"the best bids are not in order",
		),
		(
			revealed,
			|id| spoil_sealed(id, |sealed| sealed.terms.reserve = 1_450),
			"a bid is below the reserve",
		),
		(
			revealed,
			|id| spoil_sealed(id, |sealed| sealed.terms.copies = 1),
			"too many bids are kept",
		),
		(
			falling,
			|id| {
				let mut known = auction(id);
				if let Format::Descending(descending) = &mut known.format {
					descending.buyers.try_push(did(BIDDER)).unwrap();
				}
				Auctions::<Test>::insert(id, known);
			},
			"an auction that is sold out is not over",
		),
		(
			settling,
			|_| {
				Money::release(
					Asset::Native,
					&DepositHold::get(),
					&(BIDDER + 1),
					1,
					Precision::Exact,
				)
				.map(drop)
				.unwrap()
			},
			"the deposits on hold are not those on record",
		),
		(settling, |id| spoil_sealed(id, |sealed| sealed.revealed = 1), "the bids are miscounted"),
		(
			falling,
			|_| crate::ParametersStore::<Test>::put(Parameters { min_window: 0, ..parameters() }),
			"the parameters are not sound",
		),
	];
	for (make, spoil, cause) in cases {
		assert_eq!(broken(make, spoil), Some(cause));
	}
}
