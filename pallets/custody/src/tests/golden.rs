//! What clients depend on: the bytes of calls, events and records.

use codec::{Decode, Encode};
use counterfoil_primitives::custody::{Marks, Source};

use crate::{mock::*, Call, End, EndUser, Event, Provision, Submissions};

fn word(value: u64) -> Vec<u8> {
	value.to_le_bytes().to_vec()
}

fn call(call: Call<Test>, parts: &[Vec<u8>]) {
	assert_eq!(call.encode(), parts.concat(), "{call:?}");
	assert_eq!(Call::<Test>::decode(&mut &call.encode()[..]), Ok(call));
}

#[test]
fn calls_encode_as_published() {
	let (usage, his) = (statement(wide()), statement(narrow()));
	call(
		Call::request {
			source: Source::Holding(3),
			submissions: Submissions::truncate_from(vec![4, 5]),
			usage: usage.clone(),
			user: Some(EndUser { did: did(USER), usage: his.clone() }),
			until: 6,
		},
		&[
			vec![0, 1],
			word(3),
			vec![8],
			word(4),
			word(5),
			usage.encode(),
			vec![1],
			did(USER).encode(),
			his.encode(),
			word(6),
		],
	);
	call(Call::confirm { circulation: 7 }, &[vec![1], word(7)]);
	let marks = Marks { ciphertext_root: Some([1; 32]), watermark: None };
	call(
		Call::provide {
			circulation: 7,
			provision: Provision { usage: usage.clone(), certificate: Some(8), marks },
		},
		&[vec![2], word(7), usage.encode(), vec![1], word(8), vec![1], vec![1; 32], vec![0]],
	);
	call(
		Call::provide_sold { circulation: 7, agreement: 9, certificate: None },
		&[vec![3], word(7), word(9), vec![0]],
	);
	call(Call::acknowledge { holding: 1 }, &[vec![4], word(1)]);
	call(Call::deny { holding: 1 }, &[vec![5], word(1)]);
	call(Call::withdraw { circulation: 7 }, &[vec![6], word(7)]);
	call(Call::expire { circulation: 7 }, &[vec![7], word(7)]);
}

#[test]
fn events_encode_as_published() {
	let event = Event::<Test>::Closed {
		circulation: 1,
		end: End::Lapsed,
		giver: did(1),
		receiver: did(2),
		user: None,
		data_set: 3,
		by: None,
	};
	let expected =
		[vec![6], word(1), vec![2], did(1).encode(), did(2).encode(), vec![0], word(3), vec![0]];
	assert_eq!(event.encode(), expected.concat());
	let denied = Event::<Test>::Denied { holding: 1, holder: did(2), giver: did(3), data_set: 4 };
	assert_eq!(denied.encode()[0], 5);
}
