//! Epochs of content keys (Y.4560 7.1.5, 8.4).

use counterfoil_primitives::{
	access::{Fields, Grantee, Right, Terms},
	did::DidStatus,
	roles::Role,
	traits::Confidentiality,
};
use frame_support::{assert_noop, assert_ok, storage::TransactionOutcome, BoundedVec};
use sp_runtime::{DispatchError, TokenError};

use crate::{
	mock::*, pallet::*, AccessParameters, Clearance, CurrentEpoch, Stance, MAX_ANNOUNCEMENTS,
	MAX_PRUNED,
};

fn current() -> CurrentEpoch {
	CurrentEpochs::<Test>::get(SET).unwrap()
}

#[test]
fn epochs_are_numbered_from_zero_and_each_has_its_key() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(DataAccess::epoch(SET), None);
		assert_eq!(open_epoch(), 0);
		assert_eq!(
			last_event(),
			Event::EpochOpened { data_set: SET, epoch: 0, commitment: [7; 32], by: did(SUPPLIER) }
		);
		assert_eq!(open_epoch(), 1);
		assert_eq!(DataAccess::epochs(SET, None, 10).len(), 2);
		let newest = DataAccess::epoch(SET).unwrap();
		assert!(newest.in_force && newest.epoch == 1 && newest.commitment == Some([7; 32]));
	});
}

#[test]
fn opening_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		let open = |who, set| DataAccess::open_epoch(signed(who), set, [7; 32]);
		assert_noop!(open(SUPPLIER, NO_SET), Error::<Test>::UnknownDataSet);
		assert_noop!(open(READER, SET), Error::<Test>::NotOwner);
		Shelf::put(50, POOR, counterfoil_primitives::traits::Confidentiality::Public);
		assert_noop!(open(POOR, 50), TokenError::FundsUnavailable);
		open_epoch();
		CurrentEpochs::<Test>::insert(SET, CurrentEpoch { number: u32::MAX, open: true });
		assert_noop!(open(SUPPLIER, SET), Error::<Test>::NoMoreIds);
		CurrentEpochs::<Test>::insert(SET, CurrentEpoch { number: 0, open: true });
	});
}

#[test]
fn keys_are_announced_for_who_may_read_with_a_ticket_each() {
	ExtBuilder.build_and_execute(|| {
		give_reader(terms());
		transfer(SUPPLIER, Right::Use, STRANGER, 1);
		let epoch = open_epoch();
		let before = held(SUPPLIER);
		assert_ok!(announce(epoch, &[READER, STRANGER, SUPPLIER]));
		let keys = [READER, STRANGER, SUPPLIER].map(|who| class_key(who, None)).to_vec();
		assert_eq!(
			last_event(),
			Event::KeysAnnounced {
				data_set: SET,
				epoch,
				keys: BoundedVec::truncate_from(keys),
				by: did(SUPPLIER),
			}
		);
		assert_eq!((held(SUPPLIER) - before) % 3, 0);
		assert!(held(SUPPLIER) > before);
		assert_eq!(DataAccess::key_of(SET, epoch, did(READER), None).unwrap().wrapped, [9; 32]);
		assert_eq!(DataAccess::keys(SET, epoch, None, 10).len(), 3);
		assert_eq!(DataAccess::epoch(SET).unwrap().announced, 3);
	});
}

#[test]
fn announcement_is_refused_by_cause() {
	ExtBuilder.build_and_execute(|| {
		give_reader(terms());
		let keys = |who| BoundedVec::truncate_from(vec![class_key(who, None)]);
		let as_who =
			|who, set, epoch| DataAccess::announce_keys(signed(who), set, epoch, keys(READER));
		assert_noop!(as_who(SUPPLIER, NO_SET, 0), Error::<Test>::UnknownDataSet);
		assert_noop!(as_who(OPERATOR, SET, 0), Error::<Test>::NotOperator);
		assert_noop!(as_who(SUPPLIER, SET, 0), Error::<Test>::EpochNotOpen);
		open_epoch();
		assert_noop!(announce(0, &[]), Error::<Test>::NoRecipients);
		assert_noop!(announce(1, &[READER]), Error::<Test>::EpochNotOpen);
		assert_noop!(announce(0, &[READER, CUSTOMS]), Error::<Test>::NotEntitled);
		assert_noop!(announce_classes(0, &[(READER, Some(0))]), Error::<Test>::UnknownFieldClass);
		assert_noop!(announce(0, &[READER, READER]), Error::<Test>::AlreadyAnnounced);
		assert_ok!(announce(0, &[READER]));
		assert_noop!(announce(0, &[READER]), Error::<Test>::AlreadyAnnounced);
		open_epoch();
		assert_noop!(announce(0, &[READER]), Error::<Test>::EpochNotOpen);
		appoint();
		assert_ok!(as_who(OPERATOR, SET, 1));
		assert!(held(OPERATOR) > 0);
		Shelf::put(50, POOR, counterfoil_primitives::traits::Confidentiality::Public);
		assert_noop!(
			DataAccess::announce_keys(signed(POOR), 50, 0, keys(READER)),
			Error::<Test>::EpochNotOpen
		);
	});
}

#[test]
fn each_class_has_a_key_of_its_own() {
	ExtBuilder.build_and_execute(|| {
		classify(&[Confidentiality::Public, Confidentiality::Restricted]);
		give(Grantee::Role(Role::Demander), Terms { fields: Fields::from_bits(0b10), ..terms() });
		let epoch = open_epoch();
		let both = [(READER, Some(0)), (READER, Some(1))];
		assert_ok!(announce_classes(epoch, &both));
		assert_noop!(announce_classes(epoch, &both[1..]), Error::<Test>::AlreadyAnnounced);
		for field in [None, Some(2)] {
			assert_eq!(DataAccess::key_of(SET, epoch, did(READER), field), None);
		}
		assert_noop!(announce(epoch, &[READER]), Error::<Test>::NotEntitled);
		let beyond = announce_classes(epoch, &[(READER, Some(2))]);
		assert_noop!(beyond, Error::<Test>::UnknownFieldClass);
		// Without classes this is the whole, and owners may see it.
		assert_ok!(announce_classes(epoch, &[(SUPPLIER, None), (SUPPLIER, Some(1))]));
		let mut seen = Vec::new();
		let mut from = None;
		while let [key] = DataAccess::keys(SET, epoch, from, 1)[..] {
			from = Some((key.recipient, key.field));
			seen.push(key.field);
		}
		seen.sort_unstable();
		assert_eq!(seen, [None, Some(0), Some(1), Some(1)]);
		assert_eq!(DataAccess::epoch(SET).unwrap().announced, 4);
		open_epoch();
		assert_ok!(DataAccess::prune_epoch(signed(SUPPLIER), SET, epoch));
		assert!(!Epochs::<Test>::contains_key(SET, epoch));
	});
}

#[test]
fn raised_level_and_new_class_end_the_epoch_and_lowered_level_does_not() {
	use Confidentiality::{Confidential, Public, Restricted};

	ExtBuilder.build_and_execute(|| {
		let ends = |levels: &[Confidentiality]| {
			let before = open_epoch();
			classify(levels);
			current() == CurrentEpoch { number: before + 1, open: false }
		};
		assert!(ends(&[Public, Confidential]));
		assert_eq!(last_event(), Event::EpochEnded { data_set: SET, next: 1, by: did(SUPPLIER) });
		assert!(!ends(&[Public, Confidential]));
		assert!(ends(&[Restricted, Confidential]));
		assert!(!ends(&[Public, Restricted]));
		assert!(ends(&[Restricted, Public]));
		assert!(ends(&[Restricted, Public, Public]));
	});
}

#[test]
fn what_happens_without_the_owners_ends_no_epoch_and_gets_no_further_key() {
	ExtBuilder.build_and_execute(|| {
		give_reader(until(NOW + 10));
		let used_up = give(Grantee::Did(did(STRANGER)), limited(1));
		give(Grantee::Role(Role::Regulator), terms());
		give(Grantee::CertificateHolder(calibration()), terms());
		Drawer::certify(DEVICE, calibration(), NOW + 1_000);
		Drawer::certify(DEVICE, clearing(), NOW + 1_000);
		Drawer::certify(THIRD, calibration(), NOW + 1_000);
		let entitled = |who| {
			frame_support::storage::with_transaction(|| {
				let result = announce(0, &[who]);
				assert!(result.is_ok() || result == Err(Error::<Test>::NotEntitled.into()));
				TransactionOutcome::Rollback(Ok::<_, DispatchError>(result.is_ok()))
			})
			.unwrap()
		};
		open_epoch();
		let all = [READER, STRANGER, CUSTOMS, THIRD];
		assert_eq!(all.map(entitled), [true; 4]);
		// It expires, it is used up, the role goes, the certificate goes.
		set_time(NOW + 11);
		assert_ok!(DataAccess::use_grant(signed(STRANGER), used_up, 1));
		Directory::enrol(CUSTOMS, Role::Other.into());
		Drawer::revoke(THIRD, calibration());
		assert_eq!(all.map(entitled), [false; 4]);
		// The council lowers a clearance.
		assert!(entitled(DEVICE));
		let nobody = Clearance::default();
		let parameters =
			AccessParameters { restricted: nobody.clone(), confidential: nobody, ..parameters() };
		assert_ok!(DataAccess::set_parameters(RuntimeOrigin::root(), parameters));
		assert!(!entitled(DEVICE));
		assert_eq!(current(), CurrentEpoch { number: 0, open: true });
	});
}

#[test]
fn key_is_not_for_who_is_shut_out_or_not_active_any_more() {
	ExtBuilder.build_and_execute(|| {
		give_reader(until(NOW + 10));
		open_epoch();
		Directory::set_status(READER, DidStatus::Suspended);
		assert_noop!(announce(0, &[READER]), Error::<Test>::NotEntitled);
		Directory::set_status(READER, DidStatus::Active);
		set_time(NOW + 11);
		assert_noop!(announce(0, &[READER]), Error::<Test>::NotEntitled);
		set_time(NOW + 10);
		assert_ok!(announce(0, &[READER]));
	});
}

#[test]
fn revocation_ends_the_epoch_and_the_next_one_waits_for_its_key() {
	ExtBuilder.build_and_execute(|| {
		let grant = give_reader(terms());
		give(Grantee::Did(did(STRANGER)), terms());
		open_epoch();
		assert_ok!(announce(0, &[READER]));
		assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), grant));
		assert_eq!(last_event(), Event::EpochEnded { data_set: SET, next: 1, by: did(SUPPLIER) });
		assert_eq!(current(), CurrentEpoch { number: 1, open: false });
		let waiting = DataAccess::epoch(SET).unwrap();
		assert!(!waiting.in_force && waiting.commitment.is_none());
		for epoch in [0, 1] {
			assert_noop!(announce(epoch, &[STRANGER]), Error::<Test>::EpochNotOpen);
		}
		assert_eq!(open_epoch(), 1);
		assert_noop!(announce(1, &[READER]), Error::<Test>::NotEntitled);
		assert_ok!(announce(1, &[STRANGER]));
	});
}

#[test]
fn revocation_before_the_first_epoch_or_while_one_is_awaited_ends_nothing() {
	ExtBuilder.build_and_execute(|| {
		for number in [None, Some(CurrentEpoch { number: 1, open: false })] {
			let grant = give_reader(terms());
			let other = give_reader(terms());
			assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), grant));
			assert_eq!(CurrentEpochs::<Test>::get(SET), number);
			if number.is_none() {
				open_epoch();
				assert_ok!(DataAccess::revoke_grant(signed(SUPPLIER), other));
			}
		}
	});
}

#[test]
fn whoever_is_shut_out_by_a_list_ends_the_epoch() {
	ExtBuilder.build_and_execute(|| {
		let ends = |who, stance| {
			let before = open_epoch();
			list(who, stance);
			current() == CurrentEpoch { number: before + 1, open: false }
		};
		let (allow, deny) = (Some(Stance::Allow), Some(Stance::Deny));
		assert!(ends(READER, deny));
		assert!(!ends(READER, None));
		// The first who is allowed shuts out the others, the second nobody.
		assert!(ends(READER, allow));
		assert!(!ends(STRANGER, allow));
		assert!(ends(READER, None));
		// The last one opens the doors.
		assert!(!ends(STRANGER, None));
		assert!(ends(STRANGER, allow));
		assert!(ends(STRANGER, deny));
	});
}

#[test]
fn last_share_of_ownership_or_use_ends_the_epoch_and_profit_does_not() {
	ExtBuilder.build_and_execute(|| {
		for (right, ends) in [(Right::Ownership, true), (Right::Use, true), (Right::Profit, false)]
		{
			let epoch = open_epoch();
			transfer(SUPPLIER, right, PARTNER, 400);
			transfer(PARTNER, right, SUPPLIER, 399);
			assert_eq!(current(), CurrentEpoch { number: epoch, open: true });
			transfer(PARTNER, right, SUPPLIER, 1);
			assert_eq!(current().open, !ends, "{right:?}");
		}
	});
}

#[test]
fn epoch_that_is_over_is_pruned_in_pieces_and_the_tickets_return() {
	ExtBuilder.build_and_execute(|| {
		give(Grantee::Role(Role::Other), terms());
		let without = held(SUPPLIER);
		open_epoch();
		let many = MAX_PRUNED + 1;
		let readers: Vec<u64> = (300..300 + u64::from(many)).collect();
		for who in &readers {
			Directory::enrol(*who, Role::Other.into());
		}
		for some in readers.chunks(MAX_ANNOUNCEMENTS as usize) {
			assert_ok!(announce(0, some));
		}
		let prune = |who, epoch| DataAccess::prune_epoch(signed(who), SET, epoch);
		assert_noop!(prune(SUPPLIER, 0), Error::<Test>::EpochInForce);
		let with_one = held(SUPPLIER);
		open_epoch();
		let second = held(SUPPLIER) - with_one;
		assert_noop!(prune(READER, 0), Error::<Test>::NotOwner);
		assert_noop!(prune(SUPPLIER, 2), Error::<Test>::UnknownEpoch);
		assert_noop!(
			DataAccess::prune_epoch(signed(SUPPLIER), NO_SET, 0),
			Error::<Test>::UnknownDataSet
		);
		let pruned = |removed, complete| Event::EpochPruned {
			data_set: SET,
			epoch: 0,
			removed,
			complete,
			by: did(SUPPLIER),
		};
		assert_ok!(prune(SUPPLIER, 0));
		assert_eq!(last_event(), pruned(MAX_PRUNED, false));
		assert_ok!(prune(SUPPLIER, 0));
		assert_eq!(last_event(), pruned(1, true));
		assert_noop!(prune(SUPPLIER, 0), Error::<Test>::UnknownEpoch);
		assert_eq!(held(SUPPLIER), without + second);
	});
}
