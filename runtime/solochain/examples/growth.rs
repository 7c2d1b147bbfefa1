//! How the cost of single operations grows with what the chain holds already.
//!
//! ```text
//! make bench
//! ```
//!
//! For 10, 1,000 and 100,000 existing entries of the kind, it prints the median time of one operation and its ratio to that with
//! the fewest entries, twice: as a node reads, with its trie cache, and without one. The entries are written into the state and
//! committed, so that reads go through a real trie; each operation is undone after it was measured. The runtime is the native
//! one: the wasm that nodes run takes some times as long for each, and the ratios are what counts.
//!
//! The promise is that no ratio of an activation, a decision or a resolution exceeds 1.5 with the cache, and none of an order that is
//! placed 2: if one does, the program fails at its end. Without the cache, a read costs what the trie is deep, which grows by one
//! node whenever the entries become sixteen times as many. The number of reads of an operation stays the same, but for the search
//! among the versions of one DID, which takes one read more whenever they become twice as many.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	access::{Action, Actions, Fields, Grantee, PurposeName, Terms},
	did::{DidId, DidStatus, Relationship, VerificationKey},
	enrolment::{batch_of, tree_of, DeviceActivation},
	market::{DeliveryNeed, Need, Parties, Policy, Wanted},
	money::{Asset, Price},
	payload::{signing_bytes, Purpose},
	traits::{CertificateNeed, Delivery},
	usage::{UsageStatement, UsageTerms},
	Category, Confidentiality, Identities, KeySignature, MediaType, Region, Role, Roles,
	SubmissionBody, SubmissionStatus, Tree,
};
use counterfoil_runtime::{
	constants::currency::CFL, AccountId, Balances, DataAccess, DataMarket, Devices, Did, Runtime,
	RuntimeOrigin, System,
};
use frame_support::{traits::fungible::Mutate, BoundedVec};
use pallet_data_access_runtime_api::AccessQuestion;
use pallet_data_market::{DemandTerms, Goods, Lot, OfferTerms};
use pallet_data_registry::{DataSet, DataSetDetails, Submission};
use pallet_did::{Kind, Record, Version};
use sp_core::{ed25519, Blake2Hasher, Pair};
use sp_externalities::set_and_run_with_externalities;
use sp_io::TestExternalities;
use sp_state_machine::{Backend, Ext, OverlayedChanges, TrieBackendBuilder};
use sp_trie::cache::{CacheSize, SharedTrieCache};
use std::{
	hint::black_box,
	time::{Duration, Instant},
};

/// So many entries exist.
const SIZES: [u64; 3] = [10, 1_000, 100_000];
/// So many orders rest in the market.
const ORDERS: [u64; 3] = [100, 10_000, 100_000];
/// So often each operation is measured.
const REPETITIONS: u64 = 301;
/// The chain's clock.
const NOW: u64 = 1_700_000_000_000;
/// Devices of the batch. Its size is the same for all measurements: what grows is how many of them are live.
const BATCH: u64 = 131_072;

/// An operation, given the number of the repetition.
type Operation = Box<dyn Fn(u64)>;

fn main() {
	println!(
		"{:<42} {:>8} {:>12} {:>6} {:>12} {:>6}",
		"operation", "entries", "cached", "", "cold", ""
	);
	let worst = [
		(1.5, compare("activation of a device, so many are live", SIZES, activation)),
		(1.5, compare("access decision, so many grants", SIZES, access_decision)),
		(1.5, compare("resolution of a DID, of so many", SIZES, resolution)),
		(2.0, compare("demand placed among so many offers", ORDERS, demand_placed)),
		(2.0, compare("offer placed among so many demands", ORDERS, offer_placed)),
	];
	compare("old signature checked, so many DIDs", SIZES, verification);
	compare("old signature checked, so many versions", SIZES, old_version);
	let kept = worst.iter().all(|(most, ratio)| ratio <= most);
	assert!(kept, "something grows by more than is promised: {worst:?}");
}

/// Measures an operation for each number of entries. The highest ratio with the cache.
fn compare(name: &str, sizes: [u64; 3], set_up: fn(u64) -> Operation) -> f64 {
	let mut smallest = None;
	let mut worst = 0f64;
	for size in sizes {
		let (cached, cold) = measure(size, set_up);
		let base = *smallest.get_or_insert((cached, cold));
		let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
		let ratios = (ratio(cached, base.0), ratio(cold, base.1));
		worst = worst.max(ratios.0);
		println!(
			"{name:<42} {size:>8} {cached:>12.1?} {:>6.2} {cold:>12.1?} {:>6.2}",
			ratios.0, ratios.1
		);
	}
	worst
}

/// The median times of the operation on a state with `size` entries, with a cache and without.
fn measure(size: u64, set_up: fn(u64) -> Operation) -> (Duration, Duration) {
	let mut ext = TestExternalities::default();
	let operation = ext.execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(NOW);
		let operation = set_up(size);
		// A block begins without events: an event is appended to those that are there, which takes time when they are many.
		System::reset_events();
		operation
	});
	ext.commit_all().expect("the state is written");
	let cold = median(&ext.backend, &operation);
	let cache = SharedTrieCache::<Blake2Hasher>::new(CacheSize::unlimited(), None);
	let cached =
		TrieBackendBuilder::wrap(&ext.backend).with_cache(cache.local_cache_trusted()).build();
	// The first time fills the cache.
	median(&cached, &operation);
	(median(&cached, &operation), cold)
}

/// The median time of the operation. What it writes is thrown away.
fn median(backend: &impl Backend<Blake2Hasher>, operation: &Operation) -> Duration {
	let mut times: Vec<_> = (0..REPETITIONS)
		.map(|number| {
			let mut overlay = OverlayedChanges::default();
			let mut ext = Ext::new(&mut overlay, backend, None);
			set_and_run_with_externalities(&mut ext, || {
				let start = Instant::now();
				operation(number);
				start.elapsed()
			})
		})
		.collect();
	times.sort();
	times[times.len() / 2]
}

/// The key pair of that number.
fn pair(number: u64) -> ed25519::Pair {
	ed25519::Pair::from_seed(&sp_io::hashing::sha2_256(&number.to_le_bytes()))
}

/// The public key of that number, if nobody ever signs with it.
fn silent_key(number: u64) -> VerificationKey {
	VerificationKey::Ed25519(sp_io::hashing::sha2_256(&(number, "silent").encode()))
}

/// A stakeholder in every role, with money.
fn stakeholder(key: VerificationKey) -> (DidId, AccountId) {
	let did = DidId::of_key(&key);
	let account = AccountId::from(did.0);
	let kind = Kind::Stakeholder { account: account.clone(), roles: Roles::ALL };
	let record = Record::new(key, kind, DidStatus::Active, NOW - 1, None);
	pallet_did::Records::<Runtime>::insert(did, record);
	pallet_did::DidOf::<Runtime>::insert(&account, did);
	Balances::mint_into(&account, 1_000_000 * CFL).expect("it has money");
	(did, account)
}

/// A device.
fn device(key: VerificationKey, owner: DidId) -> DidId {
	let did = DidId::of_key(&key);
	let kind = Kind::Device { owner, metadata: [0; 32] };
	let record = Record::new(key, kind, DidStatus::Active, NOW - 1, None);
	pallet_did::Records::<Runtime>::insert(did, record);
	did
}

/// A ticket for nothing.
fn no_ticket<T: Decode>() -> T {
	T::decode(&mut 0u128.encode().as_slice()).expect("a ticket is an amount")
}

/// One device of a batch becomes live, where `size` others are.
fn activation(size: u64) -> Operation {
	let (owner, account) = stakeholder(silent_key(u64::MAX));
	let key = |index: u64| match index.checked_sub(size) {
		Some(number) if number < REPETITIONS => VerificationKey::Ed25519(pair(number).public().0),
		_ => silent_key(index),
	};
	let tree: Tree = tree_of((0..BATCH).map(key));
	let batch = batch_of(&tree).expect("there are devices");
	let origin = RuntimeOrigin::signed(account.clone());
	Devices::enrol(origin, batch, [0; 32], None, None).expect("the batch is enrolled");
	for index in 0..size {
		let did = device(key(index), owner);
		let deposit =
			pallet_devices::Deposit::<Runtime> { payer: account.clone(), ticket: no_ticket() };
		let index = u32::try_from(index).expect("the batch is not that large");
		let member = pallet_devices::Member { enrolment: 0, index, deposit };
		pallet_devices::Members::<Runtime>::insert(did, member);
	}
	pallet_devices::Enrolments::<Runtime>::mutate(0, |enrolment| {
		let enrolment = enrolment.as_mut().expect("the batch is enrolled");
		enrolment.live = u32::try_from(size).expect("the batch is not that large");
		enrolment.activated = enrolment.live;
	});
	// What the device does is not the chain's work.
	let genesis = System::block_hash(0).0;
	let consents: Vec<_> = (0..REPETITIONS)
		.map(|number| {
			let index = size + number;
			let body = DeviceActivation { enrolment: 0, owner };
			let message = signing_bytes(Purpose::DeviceActivation, &genesis, index, &body);
			let signature = KeySignature::Ed25519(pair(number).sign(&message).0);
			(u32::try_from(index).expect("it fits"), key(index), tree.proof(index), signature)
		})
		.collect();
	Box::new(move |number| {
		let (index, key, path, signature) =
			consents[usize::try_from(number).expect("it fits")].clone();
		let path = path.expect("it is in the batch").try_into().expect("it fits");
		let origin = RuntimeOrigin::signed(account.clone());
		Devices::activate(origin, 0, index, key, path, signature).expect("the device becomes live");
	})
}

/// A data set of the owner.
fn data_set(id: u64, owner: DidId, account: &AccountId) {
	let details = DataSetDetails {
		schema: [0; 32],
		media_type: MediaType::new("text/csv").expect("it is one"),
		category: Category::new("water/flow").expect("it is one"),
		region: Region::new("u1x0d").expect("it is one"),
		confidentiality: Confidentiality::Restricted,
		licence: [0; 32],
	};
	pallet_data_registry::DataSets::<Runtime>::insert(
		id,
		DataSet {
			owner,
			payer: account.clone(),
			details,
			family: [0; 32],
			registered: NOW - 1,
			submissions: 0,
			ticket: no_ticket(),
		},
	);
}

/// Whether one of `size` holders of a grant may read.
fn access_decision(size: u64) -> Operation {
	let (owner, account) = stakeholder(silent_key(u64::MAX));
	data_set(0, owner, &account);
	let purpose = PurposeName::new("research").expect("it is one");
	for number in 0..size {
		let (reader, _) = stakeholder(silent_key(number));
		let grantee = Grantee::Did(reader);
		let terms = Terms {
			actions: Actions::READING,
			purposes: vec![purpose].try_into().expect("it fits"),
			fields: Fields::ALL,
			from: NOW - 1,
			until: None,
			uses: Some(10),
		};
		let deposit =
			pallet_data_access::Deposit::<Runtime> { payer: account.clone(), ticket: no_ticket() };
		let grant = pallet_data_access::Grant::<Runtime> {
			data_set: 0,
			grantee,
			terms,
			given: NOW - 1,
			by: owner,
			used: 0,
			reserved: 0,
			revoked: None,
			kept_until: None,
			cited_until: 0,
			deposit,
		};
		pallet_data_access::Grants::<Runtime>::insert(number, grant);
		let places = BoundedVec::truncate_from(vec![number]);
		pallet_data_access::GrantsFor::<Runtime>::insert(0, grantee, places);
	}
	assert!(Did::has_role(&owner, Role::Supplier));
	Box::new(move |number| {
		let decision = DataAccess::may_access(AccessQuestion {
			did: DidId::of_key(&silent_key(number * 7_919 % size)),
			data_set: 0,
			action: Action::Read,
			purpose,
			field: None,
			at: NOW,
		});
		assert!(decision.is_permitted(), "{decision:?}");
	})
}

/// `size` DIDs, each with a device.
fn dids(size: u64) {
	let (owner, _) = stakeholder(VerificationKey::Ed25519(pair(0).public().0));
	for number in 0..size {
		device(silent_key(number), owner);
	}
}

/// One of `size` DIDs is resolved.
fn resolution(size: u64) -> Operation {
	dids(size);
	Box::new(move |number| {
		let did = DidId::of_key(&silent_key(number * 7_919 % size));
		assert!(black_box(Did::resolve(did)).is_some());
	})
}

/// A signature of the past is checked.
fn check_signature() -> Operation {
	let pair = pair(0);
	let did = DidId::of_key(&VerificationKey::Ed25519(pair.public().0));
	let signature = KeySignature::Ed25519(pair.sign(b"reading").0);
	Box::new(move |number| {
		let purpose = Relationship::AssertionMethod;
		let at = NOW - 1 - number % 10;
		assert!(Did::verify_at(&did, purpose, b"reading", &signature, at));
	})
}

/// A signature of one of `size` DIDs is checked.
fn verification(size: u64) -> Operation {
	dids(size);
	let did = DidId::of_key(&VerificationKey::Ed25519(pair(0).public().0));
	pallet_did::Records::<Runtime>::mutate(did, |record| {
		let record = record.as_mut().expect("it is there");
		record.created = NOW - 1_000;
		record.updated = NOW - 1_000;
	});
	check_signature()
}

/// A signature of a DID that changed `size` times is checked. The search for the version takes as many reads as the number of
/// versions has binary digits.
fn old_version(size: u64) -> Operation {
	let key = VerificationKey::Ed25519(pair(0).public().0);
	let (did, _) = stakeholder(key);
	let last = u32::try_from(size).expect("there are not that many");
	for number in 1..=last {
		let from = NOW - 2 * u64::from(last - number);
		let version = Version {
			from,
			block: Some(number),
			status: DidStatus::Active,
			document: 1,
			owner: None,
		};
		pallet_did::Versions::<Runtime>::insert(did, number, version);
	}
	pallet_did::Records::<Runtime>::mutate(did, |record| {
		let record = record.as_mut().expect("it is there");
		record.created = NOW - 2 * u64::from(last - 1);
		record.updated = NOW;
		record.version = last;
	});
	check_signature()
}

/// So many parties take turns in placing orders.
const PARTIES: u64 = 200;

/// A stakeholder with a data set of one validated submission, both of this number.
fn trader(number: u64) -> AccountId {
	let (owner, account) = stakeholder(silent_key(number));
	data_set(number, owner, &account);
	let fingerprint = Tree::from_leaves([number.to_le_bytes()]).fingerprint();
	let body = SubmissionBody {
		data_set: number,
		schema: [0; 32],
		fingerprint,
		from: NOW - 2,
		to: NOW - 1,
		corrects: None,
	};
	let submission = Submission {
		supplier: owner,
		payer: account.clone(),
		device: owner,
		sequence: 0,
		body,
		submitted: NOW - 1,
		status: SubmissionStatus::Validated,
		decided: Some(NOW - 1),
		quality: Some(900),
		rejection: None,
		revision: 0,
		corrected_by: None,
		supersedes: None,
		superseded_by: None,
		ticket: no_ticket(),
	};
	pallet_data_registry::Submissions::<Runtime>::insert(number, submission);
	account
}

/// An offer of the lot of this number.
fn offer_terms(number: u64, price: u128) -> OfferTerms<Runtime> {
	let lot = Lot { data_set: number, submissions: BoundedVec::truncate_from(vec![number]) };
	OfferTerms {
		goods: Goods::Lot(lot),
		price: Price::Fixed(price),
		asset: Asset::Native,
		copies: 1,
		usage: UsageStatement { document: [0; 32], terms: UsageTerms::unlimited() },
		delivery: Delivery::Proven,
		commissions: BoundedVec::new(),
		demanders: Parties::default(),
		confirm: false,
		valid_until: NOW + 1_000_000,
	}
}

/// A demand for better data than there are.
fn demand_terms(budget: u128) -> DemandTerms<Runtime> {
	let need = Need {
		wanted: Wanted::Lot { records: 1 },
		suppliers: Parties::default(),
		category: Category::new("water/flow").expect("it is one"),
		region: Region::new("u1x").expect("it is one"),
		covers: None,
		within: None,
		schema: None,
		quality: 1_000,
		reputation: 0,
		completeness: None,
		max_age: None,
		certificate: CertificateNeed::None,
		usage: None,
		delivery: DeliveryNeed::default(),
		asset: Asset::Native,
		budget,
		policy: Policy::Cheapest,
	};
	DemandTerms { need, reward: 0, window: 0, confirm: false, valid_until: NOW + 1_000_000 }
}

/// A price that differs from order to order.
fn price(number: u64) -> u128 {
	CFL + u128::from(number * 7_919 % 100_003)
}

/// A demand is placed where `size` offers rest. It looks at as many as it may, and none will do.
fn demand_placed(size: u64) -> Operation {
	let traders: Vec<_> = (0..PARTIES).map(trader).collect();
	for number in 0..size {
		let of = number % PARTIES;
		let origin = RuntimeOrigin::signed(traders[of as usize].clone());
		DataMarket::place_offer(origin, offer_terms(of, price(number))).expect("it is placed");
	}
	let (_, demander) = stakeholder(silent_key(u64::MAX));
	Box::new(move |number| {
		let origin = RuntimeOrigin::signed(demander.clone());
		let terms = demand_terms(2 * CFL + u128::from(number));
		DataMarket::place_demand(origin, terms).expect("it is placed");
	})
}

/// An offer is placed where `size` demands rest. It looks at as many as it may, and will do for none.
fn offer_placed(size: u64) -> Operation {
	let demanders: Vec<_> =
		(0..PARTIES).map(|number| stakeholder(silent_key(u64::MAX - number)).1).collect();
	for number in 0..size {
		let origin = RuntimeOrigin::signed(demanders[(number % PARTIES) as usize].clone());
		DataMarket::place_demand(origin, demand_terms(2 * price(number))).expect("it is placed");
	}
	let supplier = trader(0);
	Box::new(move |number| {
		let origin = RuntimeOrigin::signed(supplier.clone());
		DataMarket::place_offer(origin, offer_terms(0, price(number))).expect("it is placed");
	})
}
