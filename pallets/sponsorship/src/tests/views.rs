use super::*;
use codec::Encode;

#[test]
fn view_tells_limits_and_what_is_left_in_this_window() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(300)), (Ok(()), 300));
		let view = Sponsorship::sponsorship(SPONSOR, device()).unwrap();
		assert_eq!((view.sponsor, view.beneficiary, view.active), (SPONSOR, device(), true));
		assert_eq!((view.calls_per_window, view.spend_per_window), (CALLS, SPEND));
		assert_eq!((view.window, view.spend_total, view.valid_until), (WINDOW, TOTAL, UNTIL));
		assert_eq!((view.calls_left, view.spend_left, view.spent_total), (2, 200, 300));
		assert_eq!(view.window_end, NOW + WINDOW - 1);

		// A new window, though nothing was written.
		set_time(NOW + 5 * WINDOW + 7);
		let view = Sponsorship::sponsorship(SPONSOR, device()).unwrap();
		assert_eq!((view.calls_left, view.spend_left, view.spent_total), (CALLS, SPEND, 300));
		assert_eq!(view.window_end, NOW + 6 * WINDOW - 1);
		assert_eq!(Sponsorship::sponsorship(SPONSOR, fleet()), None);
		assert_eq!(Sponsorship::sponsorship(OTHER, device()), None);
	});
}

#[test]
fn expired_sponsorship_is_shown_as_inactive_and_allows_nothing() {
	ExtBuilder::sponsored().build_and_execute(|| {
		set_time(UNTIL);
		assert!(Sponsorship::sponsorship(SPONSOR, device()).unwrap().active);
		assert!(Sponsorship::allowance(SPONSOR, did(DEVICE)).is_some());
		set_time(UNTIL + 1);
		assert!(!Sponsorship::sponsorship(SPONSOR, device()).unwrap().active);
		assert_eq!(Sponsorship::allowance(SPONSOR, did(DEVICE)), None);
	});
}

#[test]
fn allowance_is_by_the_device_first_and_by_its_owner_otherwise() {
	ExtBuilder::fleet().build_and_execute(|| {
		let by = |seed| Sponsorship::allowance(SPONSOR, did(seed)).map(|view| view.beneficiary);
		assert_eq!(by(DEVICE), Some(fleet()));
		assert_ok!(Sponsorship::sponsor(signed(SPONSOR), device(), limits()));
		assert_eq!(by(DEVICE), Some(device()));
		assert_eq!(by(SECOND_DEVICE), Some(fleet()));
		for seed in [OWNER, STRANGERS_DEVICE, UNKNOWN] {
			assert_eq!(by(seed), None);
		}
	});
}

#[test]
fn pages_of_a_sponsor_are_complete_and_hold_nothing_of_others() {
	ExtBuilder::default().build_and_execute(|| {
		let all =
			[device(), fleet(), Beneficiary::Did(did(OWNER)), Beneficiary::Did(did(STRANGER))];
		for beneficiary in all {
			assert_ok!(Sponsorship::sponsor(signed(SPONSOR), beneficiary, limits()));
		}
		assert_ok!(Sponsorship::sponsor(signed(OTHER), device(), limits()));
		for limit in [1, 2, 3, 100, u32::MAX] {
			let mut seen = Vec::new();
			loop {
				let page = Sponsorship::sponsorships_of(SPONSOR, seen.last().copied(), limit);
				if page.is_empty() {
					break;
				}
				assert!(page.len() <= usize::try_from(limit).unwrap());
				assert!(page.iter().all(|view| view.sponsor == SPONSOR));
				seen.extend(page.into_iter().map(|view| view.beneficiary));
			}
			seen.sort();
			let mut expected = all.to_vec();
			expected.sort();
			assert_eq!(seen, expected);
		}
		assert!(Sponsorship::sponsorships_of(SPONSOR, None, 0).is_empty());
		assert!(Sponsorship::sponsorships_of(POOR, None, 9).is_empty());
	});
}

#[test]
fn next_nonces_come_in_order_and_begin_at_zero() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		let dids = vec![did(UNKNOWN), did(DEVICE), did(OWNER)];
		assert_eq!(Sponsorship::next_nonces(dids), [0, 1, 0]);
		assert_eq!(Sponsorship::next_nonces(vec![did(DEVICE); 101]).len(), 100);
	});
}

#[test]
fn signing_payload_is_what_the_chain_checks() {
	use sp_core::Pair;
	ExtBuilder::sponsored().build_and_execute(|| {
		let terms = terms(DEVICE);
		let message = Sponsorship::signing_payload(terms.clone(), pay(10).encode()).unwrap();
		let signature = KeySignature::Ed25519(key(DEVICE).sign(&message).0);
		assert_ok!(Sponsorship::dispatch(signed(SPONSOR), terms, Box::new(pay(10)), signature));
	});
}

#[test]
fn signing_payload_of_no_call_or_a_forbidden_one_is_none() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let payload = |call: Vec<u8>| Sponsorship::signing_payload(terms(DEVICE), call);
		assert!(payload(act().encode()).is_some());
		assert_eq!(payload(vec![]), None);
		assert_eq!(payload(vec![255, 255]), None);
		assert_eq!(payload([act().encode(), vec![0]].concat()), None);
		let call: RuntimeCall = frame_system::Call::set_heap_pages { pages: 1 }.into();
		assert_eq!(payload(call.encode()), None);
		let mut deep = act();
		for _ in 0..300 {
			deep = pallet_utility::Call::batch { calls: vec![deep] }.into();
		}
		assert_eq!(payload(deep.encode()), None);
	});
}
