//! Two consents.

use super::*;

fn owner_of(device: DidId) -> DidId {
	Directory::owner_of(&device).unwrap()
}

fn accept(asset: Asset) -> frame_support::dispatch::DispatchResult {
	Devices::accept_transfer(signed(OTHER), asset)
}

#[test]
fn accepted_device_changes_owner_and_leaves_its_tree() {
	ExtBuilder.build_and_execute(|| {
		let site = chain(1, 1)[0];
		let lot = Lot::new(1);
		let enrolment = lot.enrol(OWNER);
		let meter = lot.activate(enrolment, 0);
		place(meter, Place::Sensor, Some(site));
		assert_ok!(Devices::describe(signed(OWNER), meter, [1; 32], Some(link())));
		events();
		let asset = Asset::Device(meter);
		let deadline = offer(asset);
		assert_ok!(accept(asset));
		assert_eq!(owner_of(meter), did(OTHER));
		assert_eq!(height(site), 0);
		// What stays is paid by the new owner from now on.
		assert_eq!(held(PAYER), 0);
		assert_eq!(
			held(OTHER),
			ticket(types::description_footprint::<Test>())
				+ ticket(types::member_footprint::<Test>())
		);
		assert_eq!(record(meter).unwrap().payer, OTHER);
		let (from, to) = (did(OWNER), did(OTHER));
		assert_eq!(
			events(),
			[
				Event::TransferOffered { asset, from, to, deadline },
				Event::DeviceUnplaced { device: meter, from: Some(site), by: Some(to) },
				Event::TransferAccepted { asset, from, to },
			]
		);
		assert_noop!(Devices::decommission(signed(OWNER), meter), Error::NotOwner);
		assert_ok!(Devices::decommission(signed(OTHER), meter));
		assert_eq!(held(OTHER), 0);
	});
}

#[test]
fn accept_at_the_deadline_counts_and_after_it_does_not() {
	ExtBuilder.build_and_execute(|| {
		let [one, two] = [1, 2].map(|n| Asset::Device(device(OWNER, n)));
		let deadline = offer(one);
		offer(two);
		set_now(deadline);
		assert_noop!(Devices::expire_transfer(signed(PAYER), one), Error::DeadlineNotPassed);
		assert_ok!(accept(one));
		set_now(deadline + 1);
		assert_noop!(accept(two), Error::DeadlinePassed);
		events();
		assert_ok!(Devices::expire_transfer(signed(PAYER), two));
		let (from, to) = (did(OWNER), did(OTHER));
		assert_eq!(
			events(),
			[Event::TransferEnded { asset: two, from, to, end: OfferEnd::Expired }]
		);
		assert_eq!(held(OWNER), 0);
		assert_noop!(Devices::expire_transfer(signed(PAYER), two), Error::NoOffer);
		assert_noop!(
			Devices::expire_transfer(RuntimeOrigin::root(), two),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn offer_ends_by_itself_after_its_deadline() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		let deadline = offer(asset);
		run_to(NOW);
		run_to(deadline);
		assert!(Offers::<Test>::contains_key(asset));
		run_to(deadline + pallet_support::agenda::BUCKET);
		assert!(!Offers::<Test>::contains_key(asset));
		assert_eq!(held(OWNER), 0);
	});
}

#[test]
fn many_offers_that_expire_at_once_take_a_share_of_the_block() {
	use frame_support::weights::{Weight, WeightMeter};

	ExtBuilder.build_and_execute(|| {
		for n in 0..40 {
			offer(Asset::Device(device(OWNER, n)));
		}
		run_to(NOW);
		let limit = <()>::agenda_bucket()
			.saturating_mul(120)
			.saturating_add(<()>::agenda_entry().saturating_mul(10))
			.saturating_mul(12);
		let mut blocks = 0;
		while Offers::<Test>::iter().count() > 0 {
			let mut meter = WeightMeter::with_limit(limit);
			begin_block(NOW + MAX_OFFER_PERIOD + 2_000, &mut meter);
			assert!(meter.consumed().all_gt(Weight::zero()));
			// The looks on the way, and one entry in any case.
			let share = limit.saturating_div(12).saturating_add(<()>::agenda_entry());
			assert!(meter.consumed().all_lte(share));
			Devices::do_try_state().unwrap();
			blocks += 1;
			assert!(blocks < 20, "the agenda makes no progress");
		}
		assert!(blocks > 1, "everything was done in one block");
	});
}

#[test]
fn offer_to_self_nobody_device_or_suspended_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		let call = |to| Devices::offer_transfer(signed(OWNER), asset, to, NOW + 1);
		assert_noop!(call(did(OWNER)), Error::SameOwner);
		assert_noop!(call(DidId([9; 32])), Error::RecipientNotActive);
		assert_noop!(call(device(OTHER, 1)), Error::RecipientNotActive);
		set_status(did(OTHER), DidStatus::Suspended);
		assert_noop!(call(did(OTHER)), Error::RecipientNotActive);
		set_status(did(OTHER), DidStatus::Active);
		assert_ok!(call(did(OTHER)));
		assert_noop!(call(did(OTHER)), Error::OfferExists);
	});
}

#[test]
fn offer_with_a_deadline_out_of_range_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		let call = |deadline| Devices::offer_transfer(signed(OWNER), asset, did(OTHER), deadline);
		assert_noop!(call(NOW), Error::DeadlineInPast);
		assert_noop!(call(NOW + MAX_OFFER_PERIOD + 1), Error::DeadlineTooFar);
		assert_ok!(call(NOW + MAX_OFFER_PERIOD));
	});
}

#[test]
fn offer_of_what_one_may_not_give_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let call = |who, device| {
			Devices::offer_transfer(signed(who), Asset::Device(device), did(MAKER), NOW + 1)
		};
		assert_noop!(call(OTHER, meter), Error::NotOwner);
		assert_noop!(call(OWNER, did(OWNER)), Error::NotADevice);
		assert_noop!(call(PAYER, meter), DispatchError::BadOrigin);
		set_status(meter, DidStatus::Suspended);
		assert_noop!(call(OWNER, meter), Error::DeviceNotActive);
		set_status(meter, DidStatus::Revoked);
		assert_noop!(call(OWNER, meter), Error::DeviceRevoked);
		let sites = chain(10, 2);
		assert_noop!(call(OWNER, sites[0]), Error::HasChildren);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(call(OWNER, sites[1]), Error::DeviceNotActive);
		assert_noop!(call(PAUPER, device(PAUPER, 1)), sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn accept_by_others_than_the_recipient_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		assert_noop!(accept(asset), Error::NoOffer);
		offer(asset);
		for account in [OWNER, MAKER] {
			assert_noop!(Devices::accept_transfer(signed(account), asset), Error::NotRecipient);
		}
		assert_noop!(Devices::accept_transfer(signed(PAYER), asset), DispatchError::BadOrigin);
	});
}

#[test]
fn accept_of_a_device_that_was_suspended_or_revoked_meanwhile_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let asset = Asset::Device(meter);
		offer(asset);
		set_status(meter, DidStatus::Suspended);
		assert_noop!(accept(asset), Error::DeviceNotActive);
		set_status(meter, DidStatus::Revoked);
		assert_noop!(accept(asset), Error::DeviceRevoked);
		set_status(meter, DidStatus::Active);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(accept(asset), Error::DeviceNotActive);
		set_status(did(OWNER), DidStatus::Active);
		set_status(did(OTHER), DidStatus::Suspended);
		assert_noop!(accept(asset), Error::RecipientNotActive);
		set_status(did(OTHER), DidStatus::Active);
		assert_ok!(accept(asset));
	});
}

#[test]
fn accept_after_the_owner_changed_elsewhere_is_refused() {
	use counterfoil_primitives::traits::{DeviceRecords, Subject};

	ExtBuilder.build_and_execute(|| {
		let meter = device(OWNER, 1);
		let asset = Asset::Device(meter);
		offer(asset);
		let maker = Subject { did: did(MAKER), account: MAKER };
		Directory::transfer(&meter, &maker).unwrap();
		assert_noop!(accept(asset), Error::OfferStale);
		// The new owner is no party to it. It ends by its deadline at the latest.
		assert_noop!(Devices::end_transfer(signed(MAKER), asset), Error::NotAParty);
		assert_ok!(Devices::end_transfer(signed(OWNER), asset));
	});
}

#[test]
fn accept_without_money_is_refused_and_changes_nothing() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(1);
		let enrolment = lot.enrol(OWNER);
		let asset = Asset::Device(lot.activate(enrolment, 0));
		assert_ok!(Devices::offer_transfer(signed(OWNER), asset, did(PAUPER), NOW + 1));
		assert_noop!(
			Devices::accept_transfer(signed(PAUPER), asset),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}

#[test]
fn end_transfer_withdraws_or_declines_also_while_suspended() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		assert_noop!(Devices::end_transfer(signed(OWNER), asset), Error::NoOffer);
		let (from, to) = (did(OWNER), did(OTHER));
		for (who, end) in [(OWNER, OfferEnd::Withdrawn), (OTHER, OfferEnd::Declined)] {
			offer(asset);
			set_status(did(who), DidStatus::Suspended);
			assert_noop!(Devices::end_transfer(signed(MAKER), asset), Error::NotAParty);
			assert_noop!(Devices::end_transfer(signed(PAYER), asset), DispatchError::BadOrigin);
			events();
			assert_ok!(Devices::end_transfer(signed(who), asset));
			assert_eq!(events(), [Event::TransferEnded { asset, from, to, end }]);
			set_status(did(who), DidStatus::Active);
			assert_eq!(held(OWNER), 0);
		}
	});
}

#[test]
fn new_offer_after_a_withdrawn_one_keeps_its_own_deadline() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		let first = offer(asset);
		assert_ok!(Devices::end_transfer(signed(OWNER), asset));
		set_now(NOW + 50_000);
		let second = offer(asset);
		run_to(first + 2_000);
		assert!(Offers::<Test>::contains_key(asset));
		run_to(second + 2_000);
		assert!(!Offers::<Test>::contains_key(asset));
	});
}

#[test]
fn accepted_enrolment_is_the_new_owners_and_so_are_its_devices() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let asset = Asset::Enrolment(enrolment);
		offer(asset);
		events();
		assert_ok!(accept(asset));
		assert_eq!(events(), [Event::TransferAccepted { asset, from: did(OWNER), to: did(OTHER) }]);
		assert_eq!(held(OWNER), 0);
		assert_eq!(held(OTHER), ticket(types::enrolment_footprint::<Test>()));
		assert_eq!(Devices::enrolments_of(did(OWNER), None, 9), []);
		assert_eq!(Devices::enrolments_of(did(OTHER), None, 9).len(), 1);
		let view = Devices::enrolment(enrolment).unwrap();
		assert_eq!((view.enroller, view.owner), (did(OWNER), did(OTHER)));
		assert_eq!(owner_of(lot.activate(enrolment, 2)), did(OTHER));
		assert_noop!(Devices::close_enrolment(signed(OWNER), enrolment), Error::NotOwner);
	});
}

#[test]
fn enrolment_that_one_may_not_give_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let asset = Asset::Enrolment(enrolment);
		let call = |who, asset| Devices::offer_transfer(signed(who), asset, did(MAKER), NOW + 1);
		assert_noop!(call(OWNER, Asset::Enrolment(9)), Error::UnknownEnrolment);
		assert_noop!(call(OTHER, asset), Error::NotOwner);
		set_status(did(OWNER), DidStatus::Suspended);
		assert_noop!(call(OWNER, asset), Error::OwnerNotActive);
		set_status(did(OWNER), DidStatus::Active);
		lot.activate(enrolment, 0);
		assert_noop!(call(OWNER, asset), Error::EnrolmentInUse);
		assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
		assert_noop!(call(OWNER, asset), Error::EnrolmentNotOpen);
	});
}

#[test]
fn accept_of_an_enrolment_of_which_a_device_became_live_meanwhile_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let asset = Asset::Enrolment(enrolment);
		offer(asset);
		lot.activate(enrolment, 0);
		assert_noop!(accept(asset), Error::EnrolmentInUse);
	});
}

#[test]
fn offered_enrolment_is_not_struck_and_closing_it_ends_the_offer() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		for revoke in [false, true] {
			let enrolment = lot.enrol(OWNER);
			let asset = Asset::Enrolment(enrolment);
			offer(asset);
			assert_noop!(
				Devices::strike_out(signed(OWNER), enrolment, lot.key(0).did()),
				Error::TransferPending
			);
			events();
			let owner = did(OWNER);
			let closed = if revoke {
				assert_ok!(Devices::revoke_enrolment(signed(OWNER), enrolment));
				Event::EnrolmentRevoked { enrolment, owner }
			} else {
				assert_ok!(Devices::close_enrolment(signed(OWNER), enrolment));
				Event::EnrolmentClosed { enrolment, owner }
			};
			assert_eq!(
				events(),
				[
					Event::TransferEnded {
						asset,
						from: owner,
						to: did(OTHER),
						end: OfferEnd::Void
					},
					closed,
					Event::EnrolmentRemoved { enrolment, owner },
				]
			);
			assert_eq!(held(OWNER), 0);
		}
	});
}

#[test]
fn attack_untrusted_device_is_not_washed_clean_by_giving_it_away() {
	ExtBuilder.build_and_execute(|| {
		let lot = Lot::new(3);
		let enrolment = lot.enrol(OWNER);
		let meter = lot.activate(enrolment, 0);
		let asset = Asset::Device(meter);
		offer(asset);
		assert_ok!(Devices::revoke_enrolment(signed(OWNER), enrolment));
		assert!(!Devices::is_trusted(&meter));
		assert_noop!(accept(asset), Error::NotTrusted);
		assert_ok!(Devices::end_transfer(signed(OWNER), asset));
		assert_noop!(
			Devices::offer_transfer(signed(OWNER), asset, did(OTHER), NOW + 1),
			Error::NotTrusted
		);
	});
}

#[test]
fn attack_device_with_another_document_than_when_it_was_offered_is_not_accepted() {
	ExtBuilder.build_and_execute(|| {
		let asset = Asset::Device(device(OWNER, 1));
		change_document(device(OWNER, 1));
		offer(asset);
		// The recipient has looked at the keys. Now the seller adds one that he keeps.
		change_document(device(OWNER, 1));
		assert_noop!(accept(asset), Error::OfferStale);
		assert_ok!(Devices::end_transfer(signed(OTHER), asset));
		offer(asset);
		assert_ok!(accept(asset));
		assert_eq!(held(OWNER), 0);
	});
}
