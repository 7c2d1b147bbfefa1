use super::*;

fn next(seed: u8) -> u64 {
	NextNonce::<Test>::get(did(seed))
}

#[test]
fn owner_voids_numbers_of_its_device() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let signed_before = terms(DEVICE);
		assert_ok!(Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), 0));
		assert_eq!(
			events(),
			[Event::NoncesCancelled { did: did(DEVICE), by: did(OWNER), next: 1 }]
		);
		refuse(Error::NonceUsed, DEVICE, signed_before, act());
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!(next(DEVICE), 2);
	});
}

#[test]
fn stakeholder_voids_its_own_numbers() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Sponsorship::cancel(signed(OWNER_ACCOUNT), did(OWNER), 41));
		assert_eq!(next(OWNER), 42);
	});
}

#[test]
fn owner_of_suspended_or_revoked_device_voids_its_numbers() {
	ExtBuilder::default().build_and_execute(|| {
		set_status(did(DEVICE), DidStatus::Suspended);
		assert_ok!(Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), 0));
		set_status(did(DEVICE), DidStatus::Revoked);
		assert_ok!(Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), 1));
		assert_eq!(next(DEVICE), 2);
	});
}

#[test]
fn device_voids_its_own_numbers_by_a_sponsored_call() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let call = Call::cancel { did: did(DEVICE), nonce: 5 };
		assert_eq!(carry(DEVICE, call.into()), (Ok(()), 0));
		assert_eq!(next(DEVICE), 6);
		// The number of this very call is used up already.
		let call = Call::cancel { did: did(DEVICE), nonce: 6 };
		assert_eq!(carry(DEVICE, call.into()), (error(Error::NonceUsed), 0));
		assert_eq!(next(DEVICE), 7);
	});
}

#[test]
fn device_takes_a_number_back_by_a_remark_with_the_same_number() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let unwanted = terms(DEVICE);
		assert_eq!(carry(DEVICE, remark(b"not this one")), (Ok(()), 0));
		refuse(Error::NonceUsed, DEVICE, unwanted, pay(100));
	});
}

#[test]
fn cancel_by_others_is_refused() {
	ExtBuilder::fleet().build_and_execute(|| {
		for (account, did) in [
			(STRANGER_ACCOUNT, did(DEVICE)),
			(STRANGER_ACCOUNT, did(OWNER)),
			(OWNER_ACCOUNT, did(STRANGERS_DEVICE)),
		] {
			assert_noop!(
				Sponsorship::cancel(signed(account), did, 0),
				Error::<Test>::NotAuthorized
			);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(SPONSOR)] {
			assert_noop!(Sponsorship::cancel(origin, did(DEVICE), 0), DispatchError::BadOrigin);
		}
		// Not even for its sibling or its owner does a device do so.
		for seed in [SECOND_DEVICE, OWNER] {
			let call = Call::cancel { did: did(seed), nonce: 0 };
			assert_eq!(carry(DEVICE, call.into()), (error(Error::NotAuthorized), 0));
		}
	});
}

#[test]
fn cancel_of_what_is_used_up_or_of_nobody_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		let cancel = |did, nonce| Sponsorship::cancel(signed(OWNER_ACCOUNT), did, nonce);
		assert_noop!(cancel(did(DEVICE), 0), Error::<Test>::NonceUsed);
		assert_noop!(cancel(did(UNKNOWN), 0), Error::<Test>::UnknownSubject);
	});
}

#[test]
fn exactly_as_many_numbers_as_allowed_are_voided_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let cancel = |nonce| Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), nonce);
		for nonce in [MAX_CANCELLED, u64::MAX] {
			assert_noop!(cancel(nonce), Error::<Test>::TooManyNonces);
		}
		assert_ok!(cancel(MAX_CANCELLED - 1));
		assert_eq!(next(DEVICE), MAX_CANCELLED);
	});
}

#[test]
fn last_number_of_all_is_never_reached() {
	ExtBuilder::default().build().execute_with(|| {
		NextNonce::<Test>::insert(did(DEVICE), u64::MAX);
		assert_noop!(
			Sponsorship::cancel(signed(OWNER_ACCOUNT), did(DEVICE), u64::MAX),
			Error::<Test>::TooManyNonces
		);
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), limits()));
		refuse(Error::NonceTooHigh, DEVICE, terms(DEVICE), act());
	});
}
