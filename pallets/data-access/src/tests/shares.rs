//! The three rights: offered, agreed to, taken (Y.4560 8.4).

use counterfoil_primitives::{
	access::{Basis, Refusal, Right, MAX_HOLDERS, TOTAL_SHARES},
	did::DidStatus,
	roles::Role,
	traits::Rights,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, pallet::*, OfferEnd, MAX_OPEN};

#[test]
fn supplier_has_every_right_at_first_and_nothing_is_stored() {
	ExtBuilder.build_and_execute(|| {
		let all = vec![(did(SUPPLIER), TOTAL_SHARES)];
		assert_eq!(DataAccess::owners(SET, &did(SUPPLIER)), all);
		assert_eq!(DataAccess::payees(SET, &did(SUPPLIER)), all);
		assert_eq!(Holders::<Test>::iter().count(), 0);
	});
}

#[test]
fn offer_and_acceptance_move_shares_of_one_right_only() {
	ExtBuilder.build_and_execute(|| {
		for right in Right::ALL {
			let id = offer(SUPPLIER, right, PARTNER, 300);
			assert_eq!(
				last_event(),
				Event::SharesOffered {
					offer: id,
					data_set: SET,
					right,
					from: did(SUPPLIER),
					to: did(PARTNER),
					shares: 300,
					until: NOW + 1_000,
				}
			);
			assert_eq!(shares(right, SUPPLIER), 1_000);
			assert_ok!(DataAccess::accept_shares(signed(PARTNER), id));
			assert_eq!(
				last_event(),
				Event::SharesTransferred {
					offer: id,
					data_set: SET,
					right,
					from: did(SUPPLIER),
					to: did(PARTNER),
					shares: 300,
				}
			);
			assert_eq!((shares(right, SUPPLIER), shares(right, PARTNER)), (700, 300));
			transfer(PARTNER, right, SUPPLIER, 300);
			assert_eq!((shares(right, SUPPLIER), shares(right, PARTNER)), (1_000, 0));
		}
		assert_eq!(Holders::<Test>::iter().count(), 0);
		assert_eq!((held(SUPPLIER), held(PARTNER)), (0, 0));
	});
}

#[test]
fn holder_pays_for_his_entry_and_gets_the_ticket_back_with_his_last_share() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Profit, PARTNER, 10);
		let entry = held(PARTNER);
		assert!(entry > 0);
		transfer(SUPPLIER, Right::Profit, PARTNER, 10);
		assert_eq!(held(PARTNER), entry);
		transfer(PARTNER, Right::Profit, THIRD, 15);
		assert_eq!((held(PARTNER), held(THIRD)), (entry, entry));
		transfer(PARTNER, Right::Profit, THIRD, 5);
		assert_eq!((held(PARTNER), held(THIRD), held(SUPPLIER)), (0, entry, 0));
	});
}

#[test]
fn supplier_may_give_everything_away_and_come_back() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 1_000);
		assert_noop!(
			DataAccess::open_epoch(signed(SUPPLIER), SET, [0; 32]),
			Error::<Test>::NotOwner
		);
		assert_ok!(DataAccess::open_epoch(signed(PARTNER), SET, [0; 32]));
		assert_eq!(ask(PARTNER, SET), permitted(Basis::Ownership));
		transfer(PARTNER, Right::Ownership, SUPPLIER, 1);
		assert_eq!(shares(Right::Ownership, SUPPLIER), 1);
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn right_of_use_reads_without_a_grant_and_decides_nothing() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(ask(READER, SET), refused(Refusal::NoGrant));
		transfer(SUPPLIER, Right::Use, READER, 1);
		assert_eq!(ask(READER, SET), permitted(Basis::UseRight));
		assert_noop!(DataAccess::open_epoch(signed(READER), SET, [0; 32]), Error::<Test>::NotOwner);
		assert_eq!(DataAccess::payees(SET, &did(SUPPLIER)), vec![(did(SUPPLIER), 1_000)]);
	});
}

#[test]
fn offer_that_makes_no_sense_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let offer = |set, to, shares, until| {
			DataAccess::offer_shares(signed(SUPPLIER), set, Right::Use, did(to), shares, until)
		};
		assert_noop!(offer(NO_SET, PARTNER, 1, NOW), Error::<Test>::UnknownDataSet);
		assert_noop!(offer(SET, PARTNER, 0, NOW), Error::<Test>::NoShares);
		assert_noop!(offer(SET, SUPPLIER, 1, NOW), Error::<Test>::SelfTransfer);
		assert_noop!(offer(SET, PARTNER, 1_001, NOW), Error::<Test>::NotEnoughShares);
		assert_noop!(offer(OTHER_SET, PARTNER, 1, NOW), Error::<Test>::NotEnoughShares);
		assert_noop!(offer(SET, 500, 1, NOW), Error::<Test>::ReceiverNotActive);
		assert_noop!(offer(SET, PARTNER, 1, NOW - 1), Error::<Test>::InvalidDeadline);
		assert_noop!(offer(SET, PARTNER, 1, NOW + MAX_OPEN + 1), Error::<Test>::InvalidDeadline);
		assert_ok!(offer(SET, PARTNER, 1, NOW));
		assert_ok!(offer(SET, PARTNER, 1, NOW + MAX_OPEN));
		Directory::set_status(PARTNER, DidStatus::Suspended);
		assert_noop!(offer(SET, PARTNER, 1, NOW), Error::<Test>::ReceiverNotActive);
		assert_noop!(
			DataAccess::offer_shares(RuntimeOrigin::root(), SET, Right::Use, did(THIRD), 1, NOW),
			BadOrigin
		);
		NextShareOfferId::<Test>::put(u64::MAX);
		assert_noop!(offer(SET, THIRD, 1, NOW), Error::<Test>::NoMoreIds);
	});
}

#[test]
fn tickets_that_cannot_be_paid_stop_offer_and_acceptance() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Use, POOR, 1);
		assert_noop!(DataAccess::accept_shares(signed(POOR), id), TokenError::FundsUnavailable);
		Shelf::put(50, POOR, counterfoil_primitives::traits::Confidentiality::Public);
		assert_noop!(
			DataAccess::offer_shares(signed(POOR), 50, Right::Use, did(THIRD), 1, NOW),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn shares_are_taken_until_the_deadline_and_not_after_it() {
	ExtBuilder.build_and_execute(|| {
		let first = offer(SUPPLIER, Right::Use, PARTNER, 1);
		let second = offer(SUPPLIER, Right::Use, THIRD, 1);
		set_time(NOW + 1_000);
		assert_ok!(DataAccess::accept_shares(signed(PARTNER), first));
		set_time(NOW + 1_001);
		assert_noop!(
			DataAccess::accept_shares(signed(THIRD), second),
			Error::<Test>::DeadlinePassed
		);
	});
}

#[test]
fn acceptance_by_others_or_of_nothing_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Use, PARTNER, 1);
		for who in [SUPPLIER, THIRD, READER] {
			assert_noop!(DataAccess::accept_shares(signed(who), id), Error::<Test>::NotReceiver);
		}
		assert_noop!(
			DataAccess::accept_shares(signed(PARTNER), id + 1),
			Error::<Test>::UnknownOffer
		);
	});
}

#[test]
fn offer_of_a_holder_who_is_not_active_waits() {
	ExtBuilder.build_and_execute(|| {
		let id = offer(SUPPLIER, Right::Use, PARTNER, 1);
		Directory::set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(
			DataAccess::accept_shares(signed(PARTNER), id),
			Error::<Test>::HolderNotActive
		);
		Directory::set_status(SUPPLIER, DidStatus::Active);
		assert_ok!(DataAccess::accept_shares(signed(PARTNER), id));
	});
}

#[test]
fn right_has_sixteen_holders_at_most() {
	ExtBuilder.build_and_execute(|| {
		// The supplier is the sixteenth.
		let holders: Vec<u64> = (200..200 + u64::from(MAX_HOLDERS)).collect();
		for who in &holders {
			Directory::enrol(*who, Role::Other.into());
			assert_ok!(Balances::transfer_allow_death(signed(STRANGER), *who, 10_000));
		}
		let (last, others) = holders.split_last().unwrap();
		for who in others {
			transfer(SUPPLIER, Right::Profit, *who, 1);
		}
		let id = offer(SUPPLIER, Right::Profit, *last, 984);
		assert_noop!(DataAccess::accept_shares(signed(*last), id), Error::<Test>::TooManyHolders);
		// Who takes all that a holder has takes his place.
		transfer(SUPPLIER, Right::Profit, *last, 985);
		assert_eq!(DataAccess::payees(SET, &did(SUPPLIER)).len(), 16);
	});
}

#[test]
fn ownership_changes_hands_only_with_a_majority() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 400);
		transfer(SUPPLIER, Right::Ownership, THIRD, 200);
		// 400, 400, 200: nobody has more than half.
		let id = offer(PARTNER, Right::Ownership, READER, 100);
		assert_noop!(DataAccess::accept_shares(signed(READER), id), Error::<Test>::NoMajority);
		assert_ok!(DataAccess::approve_offer(signed(THIRD), id));
		assert_eq!(
			last_event(),
			Event::ShareOfferApproved { offer: id, data_set: SET, by: did(THIRD) }
		);
		assert_ok!(DataAccess::accept_shares(signed(READER), id));
		assert_eq!(shares(Right::Ownership, READER), 100);
	});
}

#[test]
fn exactly_half_is_no_majority() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 500);
		let id = offer(PARTNER, Right::Ownership, THIRD, 1);
		assert_noop!(DataAccess::accept_shares(signed(THIRD), id), Error::<Test>::NoMajority);
		assert_ok!(DataAccess::approve_offer(signed(SUPPLIER), id));
		assert_ok!(DataAccess::accept_shares(signed(THIRD), id));
	});
}

#[test]
fn use_and_profit_need_no_other_holder() {
	ExtBuilder.build_and_execute(|| {
		for right in [Right::Use, Right::Profit] {
			transfer(SUPPLIER, right, PARTNER, 300);
			let id = offer(PARTNER, right, THIRD, 300);
			assert_noop!(
				DataAccess::approve_offer(signed(SUPPLIER), id),
				Error::<Test>::ApprovalNotNeeded
			);
			assert_ok!(DataAccess::accept_shares(signed(THIRD), id));
		}
	});
}

#[test]
fn approval_of_an_offer_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 400);
		let id = offer(PARTNER, Right::Ownership, THIRD, 1);
		let approve = |who, id| DataAccess::approve_offer(signed(who), id);
		assert_noop!(approve(SUPPLIER, id + 1), Error::<Test>::UnknownOffer);
		assert_noop!(approve(THIRD, id), Error::<Test>::NotOwner);
		assert_noop!(approve(PARTNER, id), Error::<Test>::AlreadyApproved);
		assert_ok!(approve(SUPPLIER, id));
		assert_noop!(approve(SUPPLIER, id), Error::<Test>::AlreadyApproved);
		set_time(NOW + 1_001);
		assert_noop!(approve(SUPPLIER, id), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn approval_counts_with_the_shares_of_the_moment() {
	ExtBuilder.build_and_execute(|| {
		transfer(SUPPLIER, Right::Ownership, PARTNER, 300);
		transfer(SUPPLIER, Right::Ownership, THIRD, 300);
		let id = offer(PARTNER, Right::Ownership, READER, 300);
		assert_ok!(DataAccess::approve_offer(signed(THIRD), id));
		// The third sells what he approved with: 300 + 0 is no majority.
		let sale = offer(THIRD, Right::Ownership, SUPPLIER, 300);
		assert_ok!(DataAccess::approve_offer(signed(SUPPLIER), sale));
		assert_ok!(DataAccess::accept_shares(signed(SUPPLIER), sale));
		assert_noop!(DataAccess::accept_shares(signed(READER), id), Error::<Test>::NoMajority);
		assert_ok!(DataAccess::approve_offer(signed(SUPPLIER), id));
		assert_eq!(ShareOffers::<Test>::get(id).unwrap().approvals.into_inner(), [did(SUPPLIER)]);
	});
}

#[test]
fn offer_is_cancelled_declined_or_expires_and_the_ticket_returns() {
	ExtBuilder.build_and_execute(|| {
		let closed = |offer, by, end| Event::ShareOfferClosed {
			offer,
			data_set: SET,
			from: did(SUPPLIER),
			to: did(PARTNER),
			by,
			end,
		};
		let cancelled = offer(SUPPLIER, Right::Use, PARTNER, 1);
		let declined = offer(SUPPLIER, Right::Use, PARTNER, 1);
		let expired = offer(SUPPLIER, Right::Use, PARTNER, 1);
		assert_noop!(DataAccess::close_offer(signed(THIRD), cancelled), Error::<Test>::NotParty);
		assert_noop!(DataAccess::close_offer(signed(THIRD), 9), Error::<Test>::UnknownOffer);
		assert_ok!(DataAccess::close_offer(signed(SUPPLIER), cancelled));
		assert_eq!(last_event(), closed(cancelled, Some(did(SUPPLIER)), OfferEnd::Cancelled));
		assert_ok!(DataAccess::close_offer(signed(PARTNER), declined));
		assert_eq!(last_event(), closed(declined, Some(did(PARTNER)), OfferEnd::Declined));
		poll(NOW + 1_000);
		assert!(ShareOffers::<Test>::contains_key(expired));
		poll(NOW + 2_000);
		assert_eq!(last_event(), closed(expired, None, OfferEnd::Expired));
		assert_eq!(held(SUPPLIER), 0);
	});
}
