use super::*;
use frame_support::{
	dispatch::{GetDispatchInfo, Pays},
	weights::Weight,
};

#[test]
fn dispatch_runs_the_call_for_the_subject_at_the_expense_of_the_sponsor() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(bring(SPONSOR, DEVICE, terms(DEVICE), act()));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR)]);
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
		assert_eq!(usage(device()).calls, 1);
		assert_eq!(
			events(),
			[Event::Dispatched {
				did: did(DEVICE),
				sponsor: SPONSOR,
				beneficiary: device(),
				nonce: 0,
				call: Sponsorship::digest_of(&act()),
				spent: 0,
				result: Ok(()),
			}]
		);
	});
}

#[test]
fn device_is_sponsored_through_its_owner() {
	ExtBuilder::fleet().build_and_execute(|| {
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!(carry(SECOND_DEVICE, act()), (Ok(()), 0));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR), (did(SECOND_DEVICE), SPONSOR)]);
		// One quota for the fleet, one count for each device.
		assert_eq!(usage(fleet()).calls, 2);
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
		assert_eq!(NextNonce::<Test>::get(did(SECOND_DEVICE)), 1);
	});
}

#[test]
fn stakeholder_is_sponsored_by_name_and_not_as_one_of_its_devices() {
	ExtBuilder::fleet().build_and_execute(|| {
		refuse(Error::NotSponsored, OWNER, terms(OWNER), act());
		let beneficiary = Beneficiary::Did(did(OWNER));
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), beneficiary, limits()));
		assert_eq!(carry(OWNER, act()), (Ok(()), 0));
		assert_eq!(usage(beneficiary).calls, 1);
	});
}

#[test]
fn sponsorship_for_the_device_goes_before_the_one_for_the_fleet_even_when_used_up() {
	ExtBuilder::fleet().build_and_execute(|| {
		let one = Limits { calls_per_window: 1, ..limits() };
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), one));
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!((usage(device()).calls, usage(fleet()).calls), (1, 0));
		refuse(Error::QuotaExhausted, DEVICE, terms(DEVICE), act());
	});
}

#[test]
fn sponsorship_for_the_fleet_takes_over_when_the_one_for_the_device_expired() {
	ExtBuilder::fleet().build_and_execute(|| {
		let short = Limits { valid_until: NOW + 10, ..limits() };
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), short));
		set_time(NOW + 10);
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		set_time(NOW + 11);
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!((usage(device()).calls, usage(fleet()).calls), (1, 1));
	});
}

#[test]
fn sponsor_may_let_a_proxy_bring_the_call() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(Proxy::add_proxy(signed(SPONSOR), OTHER, AnyProxy, 0));
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &act());
		let outer =
			RuntimeCall::Sponsorship(Call::dispatch { terms, call: Box::new(act()), signature });
		assert_ok!(Proxy::proxy(signed(OTHER), SPONSOR, None, Box::new(outer)));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR)]);
	});
}

#[test]
fn call_without_named_sponsor_is_brought_by_any_sponsor_and_by_nobody_else() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let open = || CallTerms { sponsor: None, ..terms(DEVICE) };
		refuse_from(OTHER, Error::NotSponsored, DEVICE, open(), act());
		assert_ok!(bring(SPONSOR, DEVICE, open(), act()));
		assert_ok!(Sponsorship::sponsor(signed(OTHER), fleet(), limits()));
		assert_ok!(bring(OTHER, DEVICE, open(), act()));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR), (did(DEVICE), OTHER)]);
	});
}

#[test]
fn call_of_another_sponsor_than_the_named_one_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_ok!(Sponsorship::sponsor(signed(OTHER), device(), limits()));
		refuse_from(OTHER, Error::WrongSponsor, DEVICE, terms(DEVICE), act());
	});
}

#[test]
fn dispatch_without_signature_of_the_sponsor_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let signature = sign(DEVICE, &terms(DEVICE), &act());
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Sponsorship::dispatch(origin, terms(DEVICE), Box::new(act()), signature),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn call_is_good_from_its_first_to_its_last_moment() {
	for (moment, refusal) in [
		(NOW + 9, Some(Error::NotYetValid)),
		(NOW + 10, None),
		(NOW + 20, None),
		(NOW + 21, Some(Error::DeadlinePassed)),
	] {
		ExtBuilder::sponsored().build_and_execute(|| {
			let terms = CallTerms { valid_from: NOW + 10, valid_until: NOW + 20, ..terms(DEVICE) };
			set_time(moment);
			match refusal {
				Some(error) => refuse(error, DEVICE, terms, act()),
				None => {
					assert_ok!(bring(SPONSOR, DEVICE, terms, act()));
				},
			}
		});
	}
}

#[test]
fn span_of_exactly_the_longest_lifetime_is_the_longest() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let span = |length| CallTerms { valid_until: NOW + length, ..terms(DEVICE) };
		refuse(Error::LifetimeTooLong, DEVICE, span(MAX_LIFETIME + 1), act());
		let forever = CallTerms { valid_from: 0, valid_until: u64::MAX, ..terms(DEVICE) };
		refuse(Error::LifetimeTooLong, DEVICE, forever, act());
		assert_ok!(bring(SPONSOR, DEVICE, span(MAX_LIFETIME), act()));
	});
}

#[test]
fn span_that_ends_before_it_begins_is_refused() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = CallTerms { valid_from: NOW, valid_until: NOW - 1, ..terms(DEVICE) };
		refuse(Error::DeadlinePassed, DEVICE, terms, act());
	});
}

#[test]
fn numbers_are_taken_strictly_in_order() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let numbered = |nonce| CallTerms { nonce, ..terms(DEVICE) };
		for nonce in [1, 2, u64::MAX] {
			refuse(Error::NonceTooHigh, DEVICE, numbered(nonce), act());
		}
		assert_ok!(bring(SPONSOR, DEVICE, numbered(0), act()));
		refuse(Error::NonceUsed, DEVICE, numbered(0), act());
		assert_ok!(bring(SPONSOR, DEVICE, numbered(1), act()));
	});
}

#[test]
fn quota_counts_within_one_block_and_is_fresh_at_the_first_moment_of_the_next_window() {
	ExtBuilder::sponsored().build_and_execute(|| {
		for _ in 0..CALLS {
			assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		}
		refuse(Error::QuotaExhausted, DEVICE, terms(DEVICE), act());
		set_time(NOW + WINDOW - 1);
		refuse(Error::QuotaExhausted, DEVICE, terms(DEVICE), act());
		set_time(NOW + WINDOW);
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!((usage(device()).window, usage(device()).calls), (1, 1));
	});
}

#[test]
fn sponsorship_pays_at_its_last_moment_and_not_after() {
	ExtBuilder::sponsored().build_and_execute(|| {
		set_time(UNTIL);
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		set_time(UNTIL + 1);
		refuse(Error::NotSponsored, DEVICE, terms(DEVICE), act());
	});
}

#[test]
fn call_that_fails_uses_up_its_number_and_its_place_in_the_quota_and_leaves_nothing() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let call = probe::Call::pay { to: OTHER, amount: 300, fails: true };
		let outcome = carry(DEVICE, call.into());
		assert_eq!(outcome, (Err(probe::Error::<Test>::Refused.into()), 0));
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
		assert_eq!((usage(device()).calls, usage(device()).spent_total), (1, 0));
		assert_eq!(Balances::free_balance(OTHER), START);
		assert_eq!(Balances::free_balance(SPONSOR), START - PRICE);
	});
}

#[test]
fn inactive_subject_or_owner_is_refused() {
	for (seed, status) in [
		(DEVICE, DidStatus::Suspended),
		(DEVICE, DidStatus::Revoked),
		(OWNER, DidStatus::Suspended),
		(OWNER, DidStatus::Revoked),
		(OWNER, DidStatus::Pending),
	] {
		ExtBuilder::sponsored().build_and_execute(|| {
			set_status(did(seed), status);
			refuse(Error::NotActive, DEVICE, terms(DEVICE), act());
		});
	}
	ExtBuilder::sponsored().build_and_execute(|| {
		refuse(Error::NotActive, UNKNOWN, terms(UNKNOWN), act());
	});
}

#[test]
fn call_that_nobody_may_sponsor_is_refused_before_its_number_is_used() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let call = frame_system::Call::set_heap_pages { pages: 1 };
		refuse(Error::CallNotAllowed, DEVICE, terms(DEVICE), call.into());
		let call = pallet_timestamp::Call::set { now: NOW };
		refuse(Error::CallNotAllowed, DEVICE, terms(DEVICE), call.into());
	});
}

#[test]
fn key_that_only_vouches_for_data_signs_no_calls() {
	ExtBuilder::fleet().build_and_execute(|| {
		refuse(Error::BadSignature, SENSOR, terms(SENSOR), act());
	});
}

#[test]
fn batch_runs_for_the_subject_and_stops_as_batches_do() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let batch = |calls| RuntimeCall::Utility(pallet_utility::Call::batch { calls });
		assert_eq!(carry(DEVICE, batch(vec![act(), pay(100), act()])), (Ok(()), 100));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR), (did(DEVICE), SPONSOR)]);
		// What is inside passes the same filter.
		let forbidden = frame_system::Call::set_heap_pages { pages: 1 }.into();
		System::reset_events();
		assert_eq!(carry(DEVICE, batch(vec![act(), forbidden, act()])), (Ok(()), 0));
		assert_eq!(acts(), [(did(DEVICE), SPONSOR)]);
	});
}

#[test]
fn batch_of_all_or_nothing_is_undone_as_a_whole() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let forbidden = frame_system::Call::set_heap_pages { pages: 1 }.into();
		let calls = vec![pay(100), forbidden];
		let batch = RuntimeCall::Utility(pallet_utility::Call::batch_all { calls });
		let (result, spent) = carry(DEVICE, batch);
		assert_eq!(result, Err(frame_system::Error::<Test>::CallFiltered.into()));
		assert_eq!((spent, Balances::free_balance(OTHER)), (0, START));
	});
}

#[test]
fn sponsor_brings_several_calls_in_one_batch() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let calls = (0..4)
			.map(|nonce| {
				let terms = CallTerms { nonce, ..terms(DEVICE) };
				let signature = sign(DEVICE, &terms, &act());
				RuntimeCall::Sponsorship(Call::dispatch { terms, call: Box::new(act()), signature })
			})
			.collect();
		// The fourth is one too many for the window.
		assert_ok!(Utility::batch(signed(SPONSOR), calls));
		assert_eq!(acts().len(), 3);
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 3);
	});
}

#[test]
fn subject_that_gives_up_within_a_batch_acts_no_more() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let calls = vec![act(), probe::Call::give_up {}.into(), act()];
		let batch = RuntimeCall::Utility(pallet_utility::Call::batch { calls });
		assert_eq!(carry(DEVICE, batch), (Ok(()), 0));
		assert_eq!(acts().len(), 1);
	});
}

#[test]
fn weight_is_its_own_and_the_inner_one_and_what_was_not_needed_is_given_back() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let inner = RuntimeCall::Probe(probe::Call::heavy {});
		let terms = terms(DEVICE);
		let signature = sign(DEVICE, &terms, &inner);
		let outer = |call| {
			RuntimeCall::Sponsorship(Call::dispatch {
				terms: terms.clone(),
				call: Box::new(call),
				signature,
			})
			.get_dispatch_info()
		};
		let charged = outer(inner.clone()).call_weight;
		// A call of the same length that weighs nothing.
		let own = outer(act()).call_weight.saturating_sub(act().get_dispatch_info().call_weight);
		assert_eq!(charged, own.saturating_add(Weight::from_parts(1_000_000, 1_000)));

		let post = bring(SPONSOR, DEVICE, terms.clone(), inner).unwrap();
		let needed = own.saturating_add(Weight::from_parts(400_000, 400));
		assert_eq!((post.actual_weight, post.pays_fee), (Some(needed), Pays::Yes));
	});
}

#[test]
fn refused_call_is_charged_without_the_inner_one() {
	ExtBuilder::default().build_and_execute(|| {
		let inner = RuntimeCall::Probe(probe::Call::heavy {});
		let refusal = bring(SPONSOR, DEVICE, terms(DEVICE), inner.clone()).unwrap_err();
		let signature = sign(DEVICE, &terms(DEVICE), &inner);
		let own = Sponsorship::own_weight(&inner, &signature);
		assert_eq!(refusal.post_info.actual_weight, Some(own));
	});
}
