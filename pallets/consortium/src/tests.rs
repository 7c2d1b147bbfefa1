//! What the pallet does, call by call, and how it answers `pallet-session`.

use crate::{
	mock::*, ChainTag, ChainTagText, Error, Event, Minimum, Tag, TagError, Validators,
	MAX_STALL_DELAY,
};
use codec::{DecodeAll, Encode, MaxEncodedLen};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, InspectHold},
};
use frame_system::RawOrigin;
use sp_runtime::DispatchError::BadOrigin;

fn root() -> RuntimeOrigin {
	RawOrigin::Root.into()
}

fn signed(who: AccountId) -> RuntimeOrigin {
	RawOrigin::Signed(who).into()
}

fn listed() -> Vec<AccountId> {
	Validators::<Test>::get().into_inner()
}

fn at_work() -> Vec<AccountId> {
	pallet_session::Validators::<Test>::get()
}

fn key_deposit(who: AccountId) -> u64 {
	Balances::balance_on_hold(&pallet_session::HoldReason::Keys.into(), &who)
}

mod genesis {
	use super::*;

	#[test]
	fn genesis_writes_list_minimum_and_tag() {
		ExtBuilder::default().build_and_execute(|| {
			assert_eq!(listed(), vec![1, 2, 3]);
			assert_eq!(Minimum::<Test>::get(), 2);
			assert_eq!(Tag::<Test>::get(), ChainTag::new("test", [7; 16]).unwrap());
			assert_eq!(at_work(), vec![1, 2, 3]);
		});
	}

	#[test]
	fn genesis_minimum_zero_counts_as_one() {
		ExtBuilder { minimum: 0, ..Default::default() }
			.build_and_execute(|| assert_eq!(Minimum::<Test>::get(), 1));
	}

	#[test]
	fn genesis_of_two_tags_differs_in_state_root() {
		let mut here =
			ExtBuilder { tag: ChainTag::new("net", [1; 16]).unwrap(), ..Default::default() }
				.build();
		let mut there =
			ExtBuilder { tag: ChainTag::new("net", [2; 16]).unwrap(), ..Default::default() }
				.build();
		let root = |ext: &mut sp_io::TestExternalities| {
			ext.execute_with(|| sp_io::storage::root(sp_runtime::StateVersion::V1))
		};
		assert_ne!(root(&mut here), root(&mut there));
	}

	#[test]
	#[should_panic(expected = "has no session keys")]
	fn genesis_validator_without_keys_is_refused() {
		ExtBuilder { with_keys: vec![1, 2], ..Default::default() }.build();
	}

	#[test]
	#[should_panic(expected = "not listed as a validator")]
	fn genesis_session_keys_of_an_account_that_is_not_listed_are_refused() {
		ExtBuilder { with_keys: vec![1, 2, 3, 4], ..Default::default() }.build();
	}

	#[test]
	#[should_panic(expected = "twice")]
	fn genesis_validator_named_twice_is_refused() {
		ExtBuilder { validators: vec![1, 2, 1], ..Default::default() }.build();
	}

	#[test]
	#[should_panic(expected = "fewer validators than the minimum")]
	fn genesis_below_its_minimum_is_refused() {
		ExtBuilder { minimum: 4, ..Default::default() }.build();
	}

	#[test]
	#[should_panic(expected = "more than 6 validators")]
	fn genesis_with_too_many_validators_is_refused() {
		ExtBuilder {
			validators: (1..=7).collect(),
			with_keys: (1..=7).collect(),
			..Default::default()
		}
		.build();
	}
}

mod add_validator {
	use super::*;

	#[test]
	fn add_validator_with_keys_puts_him_on_the_list() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(4, 4));
			assert_ok!(Consortium::add_validator(root(), 4));
			assert_eq!(listed(), vec![1, 2, 3, 4]);
			assert_eq!(events(), vec![Event::ValidatorAdded { validator: 4, validators: 4 }]);
		});
	}

	#[test]
	fn add_validator_takes_part_from_the_session_after_next() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(4, 4));
			assert_ok!(Consortium::add_validator(root(), 4));

			next_session();
			assert_eq!(at_work(), vec![1, 2, 3]);
			assert_eq!(events().last(), Some(&Event::SessionPlanned { session: 2, validators: 4 }));

			run_to_block(2 * SESSION - 1);
			assert_eq!(at_work(), vec![1, 2, 3]);
			run_to_block(2 * SESSION);
			assert_eq!(at_work(), vec![1, 2, 3, 4]);
		});
	}

	#[test]
	fn add_validator_just_before_a_session_ends_still_waits_a_whole_session() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(4, 4));
			run_to_block(SESSION - 1);
			assert_ok!(Consortium::add_validator(root(), 4));
			run_to_block(2 * SESSION - 1);
			assert_eq!(at_work(), vec![1, 2, 3]);
			run_to_block(2 * SESSION);
			assert_eq!(at_work(), vec![1, 2, 3, 4]);
		});
	}

	#[test]
	fn add_validator_by_others_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(4, 4));
			assert_noop!(Consortium::add_validator(signed(1), 4), BadOrigin);
			assert_noop!(Consortium::add_validator(RawOrigin::None.into(), 4), BadOrigin);
		});
	}

	#[test]
	fn add_validator_without_keys_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::add_validator(root(), 4), Error::<Test>::NoSessionKeys);
		});
	}

	#[test]
	fn add_validator_who_is_listed_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::add_validator(root(), 2), Error::<Test>::AlreadyValidator);
		});
	}

	#[test]
	fn add_validator_to_a_full_list_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for who in 4..=6 {
				assert_ok!(set_keys(who, who));
				assert_ok!(Consortium::add_validator(root(), who));
			}
			assert_ok!(set_keys(7, 7));
			assert_noop!(Consortium::add_validator(root(), 7), Error::<Test>::TooManyValidators);
		});
	}
}

mod remove_validator {
	use super::*;

	#[test]
	fn remove_validator_takes_him_off_the_list() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 2));
			assert_eq!(listed(), vec![1, 3]);
			assert_eq!(events(), vec![Event::ValidatorRemoved { validator: 2, validators: 2 }]);
		});
	}

	#[test]
	fn remove_validator_works_on_until_the_session_after_next() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 2));
			run_to_block(2 * SESSION - 1);
			assert_eq!(at_work(), vec![1, 2, 3]);
			run_to_block(2 * SESSION);
			assert_eq!(at_work(), vec![1, 3]);
		});
	}

	#[test]
	fn remove_validator_by_others_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::remove_validator(signed(2), 2), BadOrigin);
			assert_noop!(Consortium::remove_validator(RawOrigin::None.into(), 2), BadOrigin);
		});
	}

	#[test]
	fn remove_validator_who_is_not_listed_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::remove_validator(root(), 9), Error::<Test>::NotValidator);
		});
	}

	#[test]
	fn remove_validator_one_after_the_other_stops_at_the_minimum() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 1));
			assert_noop!(Consortium::remove_validator(root(), 2), Error::<Test>::AtMinimum);
			assert_noop!(Consortium::remove_validator(root(), 3), Error::<Test>::AtMinimum);
		});
	}

	#[test]
	fn remove_and_add_again_in_one_session_leaves_the_same_set() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 1));
			assert_ok!(Consortium::add_validator(root(), 1));
			run_to_block(2 * SESSION);
			assert_eq!(at_work(), vec![2, 3, 1]);
		});
	}
}

mod set_minimum {
	use super::*;

	#[test]
	fn set_minimum_within_the_list_changes_it() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::set_minimum(root(), 3));
			assert_eq!(Minimum::<Test>::get(), 3);
			assert_eq!(events(), vec![Event::MinimumChanged { from: 2, to: 3 }]);
			assert_noop!(Consortium::remove_validator(root(), 1), Error::<Test>::AtMinimum);
			assert_ok!(Consortium::set_minimum(root(), 1));
			assert_ok!(Consortium::remove_validator(root(), 1));
		});
	}

	#[test]
	fn set_minimum_by_others_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::set_minimum(signed(1), 1), BadOrigin);
		});
	}

	#[test]
	fn set_minimum_zero_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::set_minimum(root(), 0), Error::<Test>::MinimumIsZero);
		});
	}

	#[test]
	fn set_minimum_above_the_list_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::set_minimum(root(), 4), Error::<Test>::MinimumTooHigh);
		});
	}
}

mod keys_of_validators {
	use super::*;

	#[test]
	fn release_keys_of_a_candidate_returns_the_deposit() {
		ExtBuilder::default().build_and_execute(|| {
			let issuance = Balances::total_issuance();
			assert_ok!(set_keys(4, 4));
			assert_eq!(key_deposit(4), KEY_DEPOSIT);

			assert_ok!(Consortium::release_keys(signed(4)));
			assert_eq!(key_deposit(4), 0);
			assert_eq!(Balances::balance(&4), ENDOWMENT);
			assert_eq!(Balances::total_issuance(), issuance);
			assert_eq!(events(), vec![Event::KeysReleased { who: 4 }]);
			assert_noop!(Consortium::add_validator(root(), 4), Error::<Test>::NoSessionKeys);
		});
	}

	#[test]
	fn release_keys_to_slip_below_the_minimum_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			for who in 1..=3 {
				assert_noop!(Consortium::release_keys(signed(who)), Error::<Test>::StillValidator);
			}
		});
	}

	#[test]
	fn release_keys_without_keys_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(
				Consortium::release_keys(signed(4)),
				pallet_session::Error::<Test>::NoKeys
			);
		});
	}

	#[test]
	fn release_keys_unsigned_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::release_keys(RawOrigin::None.into()), BadOrigin);
			assert_noop!(Consortium::release_keys(root()), BadOrigin);
		});
	}

	#[test]
	fn release_keys_after_removal_leaves_the_planned_sessions_alone() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 3));
			assert_ok!(Consortium::release_keys(signed(3)));
			run_to_block(2 * SESSION - 1);
			assert_eq!(at_work(), vec![1, 2, 3]);
			run_to_block(2 * SESSION);
			assert_eq!(at_work(), vec![1, 2]);
		});
	}

	#[test]
	fn set_keys_rotates_a_validator_from_the_session_after_next() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(2, 22));
			next_session();
			// Planned, not yet at work: the list itself did not change.
			assert_eq!(
				pallet_session::QueuedKeys::<Test>::get(),
				vec![(1, keys(1)), (2, keys(22)), (3, keys(3))]
			);
			assert!(pallet_session::QueuedChanged::<Test>::get());
			assert!(events().is_empty());
			next_session();
			assert_eq!(at_work(), vec![1, 2, 3]);
		});
	}
}

mod rescue {
	use super::*;
	use sp_core::H256;

	#[test]
	fn note_stalled_tells_finality() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::note_stalled(root(), 1_000, 7));
			assert_eq!(Noted::get(), Some((1_000, 7)));
			assert_eq!(events(), vec![Event::FinalityStalled { delay: 1_000, best_finalized: 7 }]);
		});
	}

	#[test]
	fn attack_endless_delay_cannot_block_every_later_change_of_authorities() {
		ExtBuilder::default().build_and_execute(|| {
			let longest = u64::from(MAX_STALL_DELAY);
			for delay in [0, longest + 1, u64::MAX] {
				assert_noop!(
					Consortium::note_stalled(root(), delay, 7),
					Error::<Test>::InvalidDelay
				);
			}
			assert_ok!(Consortium::note_stalled(root(), longest, 7));
		});
	}

	#[test]
	fn note_stalled_by_others_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			assert_noop!(Consortium::note_stalled(signed(1), 1_000, 7), BadOrigin);
			assert_noop!(Consortium::note_stalled(RawOrigin::None.into(), 1_000, 7), BadOrigin);
			assert_eq!(Noted::get(), None);
		});
	}

	#[test]
	fn authorize_upgrade_names_the_code_and_asks_for_its_version() {
		ExtBuilder::default().build_and_execute(|| {
			let code_hash = H256::repeat_byte(3);
			assert_ok!(Consortium::authorize_upgrade(root(), code_hash));
			let authorized = System::authorized_upgrade().expect("there is one");
			assert_eq!(*authorized.code_hash(), code_hash);
			System::assert_last_event(
				frame_system::Event::<Test>::UpgradeAuthorized { code_hash, check_version: true }
					.into(),
			);
		});
	}

	#[test]
	fn authorize_upgrade_by_others_is_refused() {
		ExtBuilder::default().build_and_execute(|| {
			let code_hash = H256::repeat_byte(3);
			assert_noop!(Consortium::authorize_upgrade(signed(1), code_hash), BadOrigin);
			assert_noop!(
				Consortium::authorize_upgrade(RawOrigin::None.into(), code_hash),
				BadOrigin
			);
			assert!(System::authorized_upgrade().is_none());
		});
	}
}

mod sessions {
	use super::*;

	#[test]
	fn session_without_a_change_keeps_the_authorities() {
		ExtBuilder::default().build_and_execute(|| {
			for _ in 0..4 {
				next_session();
				assert!(!pallet_session::QueuedChanged::<Test>::get());
			}
			assert_eq!(at_work(), vec![1, 2, 3]);
			assert!(events().is_empty());
		});
	}

	#[test]
	fn session_after_a_change_is_planned_once() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(Consortium::remove_validator(root(), 3));
			next_session();
			assert!(pallet_session::QueuedChanged::<Test>::get());
			next_session();
			assert!(!pallet_session::QueuedChanged::<Test>::get());
			assert_eq!(at_work(), vec![1, 2]);
			next_session();
			assert_eq!(at_work(), vec![1, 2]);
		});
	}

	#[test]
	fn session_after_changes_in_two_sessions_follows_each() {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(set_keys(4, 4));
			assert_ok!(set_keys(5, 5));
			assert_ok!(Consortium::add_validator(root(), 4));
			next_session();
			assert_ok!(Consortium::add_validator(root(), 5));
			next_session();
			assert_eq!(at_work(), vec![1, 2, 3, 4]);
			next_session();
			assert_eq!(at_work(), vec![1, 2, 3, 4, 5]);
		});
	}
}

mod tags {
	use super::*;

	#[test]
	fn tag_encoding_is_pinned() {
		let tag = ChainTag::new("dev", [0xab; 16]).unwrap();
		let mut expected = vec![3 << 2, b'd', b'e', b'v'];
		expected.extend([0xab; 16]);
		assert_eq!(tag.encode(), expected);
		assert_eq!(ChainTag::decode_all(&mut &expected[..]), Ok(tag));
		assert_eq!(ChainTag::max_encoded_len(), 2 + 64 + 16);
	}

	#[test]
	fn tag_name_is_checked() {
		assert_eq!(ChainTag::new("", [0; 16]), Err(TagError::EmptyName));
		assert_eq!(ChainTag::new(&"x".repeat(65), [0; 16]), Err(TagError::NameTooLong));
		assert!(ChainTag::new(&"x".repeat(64), [0; 16]).is_ok());
		assert_eq!(ChainTag::new("a\nb", [0; 16]), Err(TagError::NameNotPrintable));
		assert_eq!(ChainTag::new("größe", [0; 16]), Err(TagError::NameNotPrintable));
	}

	#[test]
	fn tag_text_goes_there_and_back() {
		let tag = ChainTag::new("Harbour 2", [5; 16]).unwrap();
		let text = ChainTagText::from(tag.clone());
		assert_eq!(text, ChainTagText { name: "Harbour 2".into(), salt: [5; 16] });
		assert_eq!(ChainTag::try_from(text), Ok(tag.clone()));
		assert_eq!(tag.name(), "Harbour 2");
		assert_eq!(tag.salt(), [5; 16]);
	}

	#[test]
	fn tag_text_with_a_bad_name_says_why() {
		let text = ChainTagText { name: String::new(), salt: [0; 16] };
		assert_eq!(ChainTag::try_from(text), Err("the name of the chain tag is empty".into()));
	}
}
