//! Who holds which data after a sale, and whom a leaked leaf leads to (Y.4560 I.2).

use crate::{chain::*, parties::*};
use counterfoil_primitives::{
	custody::{Ground, Leak, Marks, Source},
	fingerprint::leaf_hash,
	Role, Tree,
};
use counterfoil_runtime::{AccountId, Block, Runtime};
use frame_support::assert_ok;
use pallet_custody::{EndUser, Provision};
use pallet_custody_runtime_api::runtime_decl_for_custody_api::CustodyApiV1;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, BobStash, Charlie};

type Custody = pallet_custody::Call<Runtime>;
type CustodyError = pallet_custody::Error<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;
/// A service provider.
const PROXY: Sr25519Keyring = BobStash;

/// The parties with a proxy, and a trade that is settled. What was delivered.
fn sold(chain: &mut Chain) -> (Parties, Vec<String>, Vec<Vec<u8>>) {
	let parties = Parties::approved(chain);
	approve(chain, PROXY, Role::ServiceProvider, &[Alice, Bob, Charlie, UTILITY, PLANNER]);
	let leaves = readings(8);
	let id = parties.agree(chain, &leaves);
	let ciphertext = encrypt(&leaves);
	exchange(chain, id, &ciphertext);
	assert_ok!(chain.submit(PLANNER, Escrow::settle { id }));
	(parties, leaves, ciphertext)
}

/// Whom a leak of the submission leads to.
fn suspects(leak: Leak) -> Vec<(Ground, Sr25519Keyring)> {
	let page = <Runtime as CustodyApiV1<Block, AccountId>>::suspects(0, leak, None, 10)
		.expect("the proof is right");
	assert_eq!(page.next, None);
	let mut found: Vec<_> = page
		.suspects
		.iter()
		.map(|suspect| {
			let who = Sr25519Keyring::well_known()
				.find(|who| did_of(*who) == suspect.holding.holder)
				.expect("one of the parties");
			(suspect.ground, who)
		})
		.collect();
	// Pages come in no particular order.
	found.sort_by_key(|(ground, who)| (*ground, did_of(*who)));
	found
}

#[test]
fn sale_puts_the_buyer_into_custody_and_a_leak_leads_to_who_had_that_copy() {
	on_chain(DEV, |chain| {
		let (_, leaves, ciphertext) = sold(chain);
		let tree = Tree::from_leaves(&leaves);
		let root = tree.fingerprint().root;
		let custody = |from| <Runtime as CustodyApiV1<Block, AccountId>>::custody(root, from, 10);
		let held = custody(None).holdings;
		assert_eq!(held.len(), 1);
		let encrypted = Tree::from_leaves(&ciphertext);
		assert_eq!((held[0].holder, held[0].giver), (did_of(PLANNER), did_of(UTILITY)));
		assert_eq!((held[0].agreement, held[0].copies_left), (Some(0), 2));
		assert_eq!(held[0].marks.ciphertext_root, Some(encrypted.fingerprint().root));
		assert_eq!(held[0].usage, usage(2));

		// The planner passes one copy on, and no more than it holds.
		let request = |copies, until| Custody::request {
			source: Source::Holding(0),
			submissions: vec![0].try_into().unwrap(),
			usage: usage(copies),
			user: None,
			until,
		};
		let until = chain.now() + DAY;
		assert_eq!(chain.submit(PROXY, request(2, until)), Err(CustodyError::WiderCopies.into()));
		assert_ok!(chain.submit(PROXY, request(0, until)));
		let marks = Marks { ciphertext_root: None, watermark: Some(leaf_hash(b"for the proxy")) };
		let provision = Provision { usage: usage(0), certificate: None, marks };
		assert_ok!(chain.submit(PLANNER, Custody::provide { circulation: 0, provision }));
		assert_ok!(chain.submit(PROXY, Custody::acknowledge { holding: 1 }));
		assert_eq!(custody(None).holdings.len(), 2);
		let path = <Runtime as CustodyApiV1<Block, AccountId>>::custody_path(1);
		assert_eq!(path.len(), 2);

		let sealed = Leak::Sealed {
			leaf: ciphertext[3].clone().try_into().unwrap(),
			index: 3,
			leaves: 8,
			path: encrypted.proof(3).unwrap(),
		};
		let found = suspects(sealed);
		assert_eq!(found, [(Ground::Copy, PLANNER), (Ground::Downstream, PROXY)]);
		let marked = Leak::Marked { leaf: b"for the proxy".to_vec().try_into().unwrap() };
		assert_eq!(suspects(marked), [(Ground::Copy, PROXY)]);
		let plain = Leak::Plain {
			leaf: leaves[5].clone().into_bytes().try_into().unwrap(),
			index: 5,
			path: tree.proof(5).unwrap(),
		};
		let found = suspects(plain);
		assert_eq!(found.len(), 2);
		assert!(found.iter().all(|(ground, _)| *ground == Ground::Part));
	});
}

#[test]
fn data_go_through_a_proxy_to_a_user_who_confirmed() {
	on_chain(DEV, |chain| {
		let (parties, ..) = sold(chain);
		let user = EndUser { did: did_of(Charlie), usage: usage(0) };
		let request = Custody::request {
			source: Source::Owner(parties.data_set),
			submissions: vec![0].try_into().unwrap(),
			usage: usage(1),
			user: Some(user),
			until: chain.now() + DAY,
		};
		assert_ok!(chain.submit(PROXY, request));
		let provide = |copies| Custody::provide {
			circulation: 0,
			provision: Provision {
				usage: usage(copies),
				certificate: None,
				marks: Marks::default(),
			},
		};
		assert_eq!(chain.submit(UTILITY, provide(1)), Err(CustodyError::NotConfirmed.into()));
		assert_ok!(chain.submit(Charlie, Custody::confirm { circulation: 0 }));
		assert_ok!(chain.submit(UTILITY, provide(1)));
		assert_ok!(chain.submit(PROXY, Custody::acknowledge { holding: 1 }));
		assert_eq!(chain.submit(PROXY, provide(1)), Err(CustodyError::WiderCopies.into()));
		assert_ok!(chain.submit(PROXY, provide(0)));
		assert_ok!(chain.submit(Charlie, Custody::acknowledge { holding: 2 }));
		let path = <Runtime as CustodyApiV1<Block, AccountId>>::custody_path(2);
		let holders: Vec<_> = path.iter().map(|view| view.holder).collect();
		assert!(holders.contains(&did_of(PROXY)) && holders.contains(&did_of(Charlie)));
	});
}
