//! What the players know besides the chain, and how they choose.

use crate::keys::Key;
use codec::Encode;
use counterfoil_primitives::{
	access::{AccessRecord, Action, Actions},
	document::{Document, MethodKey},
	money::{Asset, AssetId, Commission},
	traits::{CertificateNeed, Delivery, Judge},
	usage::{UsageStatement, UsageTerms, UNLIMITED_COPIES},
	AgreementId, AuctionId, CertificateType, DataSetId, DemandId, DidId, DidStatus, EnrolmentId,
	Hash, Role, RoundId, SubmissionId, SubmissionStatus, Text, Tree, VerificationKey,
};
use counterfoil_runtime::{constants::currency::CFL, Balance, Runtime, RuntimeCall, Timestamp};
use frame_support::traits::Time;
use pallet_data_market::Fills;
use pallet_data_registry::{DataSets, Submissions};
use pallet_did::{Kind, Record};
use pallet_validation::{Salt, Verdict};
use sp_keyring::Sr25519Keyring;
use std::collections::BTreeMap;

/// A generator of numbers that is the same everywhere (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
	/// The next number.
	pub fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// A number below `end`.
	pub fn below(&mut self, end: u64) -> u64 {
		self.roll() % end
	}

	/// True so many times in a hundred.
	pub fn percent(&mut self, percent: u64) -> bool {
		self.below(100) < percent
	}

	/// One of them, if there is any.
	pub fn pick<T>(&mut self, choices: impl IntoIterator<Item = T>) -> Option<T> {
		let mut choices: Vec<T> = choices.into_iter().collect();
		if choices.is_empty() {
			return None;
		}
		let place = self.below(choices.len() as u64) as usize;
		Some(choices.swap_remove(place))
	}

	/// Any 32 bytes.
	pub fn hash(&mut self) -> Hash {
		sp_io::hashing::sha2_256(&self.roll().to_le_bytes())
	}
}

/// Who makes a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
	/// An account.
	Account(Sr25519Keyring),
	/// The majority of the council.
	Council,
}

/// A call and who makes it.
pub type Step = (Who, RuntimeCall);

/// Whom a step is made by: the account of a stakeholder.
pub fn by(did: DidId, call: impl Into<RuntimeCall>) -> Option<Step> {
	account_of(did).map(|account| (Who::Account(account), call.into()))
}

/// Decided by the council.
pub fn council(call: impl Into<RuntimeCall>) -> Option<Step> {
	Some((Who::Council, call.into()))
}

/// What the players remember.
pub struct World {
	/// How they choose.
	pub dice: Dice,
	/// How many numbered keys there are.
	pub keys: u64,
	/// The keys by their public halves.
	pub known: BTreeMap<Vec<u8>, Key>,
	/// The keys of the batches of devices.
	pub batches: BTreeMap<EnrolmentId, Vec<Key>>,
	/// The readings of the submissions, by root.
	pub readings: BTreeMap<Hash, Vec<String>>,
	/// What validators committed to.
	pub verdicts: BTreeMap<(RoundId, DidId), (Verdict, Salt)>,
	/// The records of access that operators vouched for.
	pub records: BTreeMap<(DidId, u64), Vec<AccessRecord>>,
	/// The ciphertext of agreements.
	pub deliveries: BTreeMap<AgreementId, Vec<Vec<u8>>>,
	/// What bidders committed to.
	pub bids: BTreeMap<(AuctionId, DidId), (Balance, Hash)>,
	/// What proposers committed to.
	pub proposals: BTreeMap<(DemandId, DidId), (Fills<Runtime>, Hash)>,
}

impl World {
	/// Nothing happened yet.
	pub fn new(seed: u64) -> Self {
		let known =
			Sr25519Keyring::iter().map(Key::Of).map(|key| (key.public().encode(), key)).collect();
		Self {
			dice: Dice(seed),
			keys: seed << 32,
			known,
			batches: BTreeMap::new(),
			readings: BTreeMap::new(),
			verdicts: BTreeMap::new(),
			records: BTreeMap::new(),
			deliveries: BTreeMap::new(),
			bids: BTreeMap::new(),
			proposals: BTreeMap::new(),
		}
	}

	/// A key that nobody had before.
	pub fn new_key(&mut self) -> Key {
		self.keys += 1;
		let key = Key::Numbered(self.keys);
		self.known.insert(key.public().encode(), key);
		key
	}

	/// The key that a subject signs with now.
	pub fn key_of(&self, did: DidId) -> Option<Key> {
		let document = document_of(did)?;
		let key = document.methods.iter().find_map(|method| match method.key {
			MethodKey::Verification(key) => Some(key),
			MethodKey::X25519(_) => None,
		})?;
		self.key(&key)
	}

	/// The key with this public half.
	pub fn key(&self, key: &VerificationKey) -> Option<Key> {
		self.known.get(&key.encode()).copied()
	}

	/// A stakeholder that is active.
	pub fn stakeholder(&mut self) -> Option<DidId> {
		self.dice.pick(stakeholders(DidStatus::Active))
	}

	/// An active stakeholder in a role.
	pub fn in_role(&mut self, role: Role) -> Option<DidId> {
		self.dice
			.pick(stakeholders(DidStatus::Active).into_iter().filter(|did| has_role(*did, role)))
	}

	/// A device that was not revoked, and its owner.
	pub fn device(&mut self) -> Option<(DidId, DidId)> {
		self.dice.pick(devices().into_iter().filter(|(did, _)| status(*did) != DidStatus::Revoked))
	}

	/// A device of this owner that is active.
	pub fn device_of(&mut self, owner: DidId) -> Option<DidId> {
		let active = |did: DidId| status(did) == DidStatus::Active;
		self.dice
			.pick(devices().into_iter().filter(|(did, of)| *of == owner && active(*did)))
			.map(|(did, _)| did)
	}

	/// A moment within the next minutes, now and then long ago or far away.
	pub fn soon(&mut self) -> u64 {
		match self.dice.below(20) {
			0 => now().saturating_sub(1),
			1 => now() + 10 * 24 * 3_600_000,
			_ => now() + self.dice.below(300_000),
		}
	}

	/// What is paid in: the chain's own token, the euros of the preset, a token that keeps no account alive, seldom something that nobody
	/// issued.
	pub fn asset(&mut self) -> Asset {
		match self.dice.below(40) {
			0 => Asset::Local(PENNY + 1),
			1..14 => Asset::Local(EURO),
			14..20 => Asset::Local(PENNY),
			_ => Asset::Native,
		}
	}

	/// So much money that it is worth something, with odd units; seldom dust.
	pub fn amount(&mut self, asset: Asset) -> Balance {
		if self.dice.percent(2) {
			return self.dice.below(1_000).into();
		}
		let one = unit(asset);
		one + u128::from(self.dice.roll()) % (10 * one + 7)
	}

	/// Validated submissions and their suppliers, some of one data set.
	pub fn lot(&mut self) -> Option<(DidId, DataSetId, Vec<SubmissionId>)> {
		let supplied = |(id, one): (SubmissionId, pallet_data_registry::SubmissionOf<Runtime>)| {
			(one.status == SubmissionStatus::Validated).then_some((id, one.body.data_set))
		};
		let validated: Vec<_> = Submissions::<Runtime>::iter().filter_map(supplied).collect();
		let (first, data_set) = self.dice.pick(validated.clone())?;
		let owner = DataSets::<Runtime>::get(data_set)?.owner;
		let mut lot: Vec<_> = validated
			.into_iter()
			.filter(|(id, of)| *of == data_set && (*id == first || self.dice.percent(25)))
			.map(|(id, _)| id)
			.collect();
		lot.sort_unstable();
		lot.dedup();
		Some((owner, data_set, lot))
	}

	/// Whom a supplier lets decide about a sealed deal, or nobody.
	pub fn delivery(&mut self) -> Delivery {
		let judge = self.stakeholder().filter(|_| self.dice.percent(50));
		match judge {
			None => Delivery::Proven,
			Some(did) => Delivery::Sealed(Judge {
				did,
				fee: self.dice.pick([0, 50, 100, 200, 201]).unwrap_or_default(),
				fallback: self.dice.below(1_001) as u16,
			}),
		}
	}

	/// Mostly nobody gets a part.
	pub fn commissions(&mut self) -> Vec<Commission> {
		let payee = self.stakeholder().filter(|_| self.dice.percent(25));
		let per_mille = 1 + self.dice.below(100) as u16;
		payee.map(|payee| Commission { payee, per_mille }).into_iter().collect()
	}

	/// Which certificate data must have, mostly none.
	pub fn certificate_need(&mut self) -> CertificateNeed {
		match self.dice.below(6) {
			0 => CertificateNeed::Any,
			1 => CertificateNeed::OfType(CertificateType::new("origin").unwrap()),
			_ => CertificateNeed::None,
		}
	}

	/// What may be done with data.
	pub fn usage(&mut self) -> UsageStatement {
		let terms = match self.dice.below(5) {
			0 => UsageTerms::unlimited(),
			1 => UsageTerms {
				actions: Actions::READING,
				copies: 0,
				until: Some(now() + 600_000),
				..UsageTerms::unlimited()
			},
			2 => UsageTerms {
				purposes: vec![Text::new("research").unwrap()].try_into().unwrap(),
				copies: 1 + self.dice.below(20) as u32,
				..UsageTerms::unlimited()
			},
			3 => UsageTerms {
				actions: Actions::READING | Action::Distribute,
				copies: UNLIMITED_COPIES,
				..UsageTerms::unlimited()
			},
			_ => UsageTerms { copies: 40, ..UsageTerms::unlimited() },
		};
		UsageStatement { document: self.dice.hash(), terms }
	}
}

/// The token besides the chain's own that the presets have, issued by Alice.
pub const EURO: AssetId = 1;
/// A token that does not suffice to have an account: only who has something of the chain's own can have it.
pub const PENNY: AssetId = 2;

/// What something is worth at least, of this token.
pub fn unit(asset: Asset) -> Balance {
	match asset {
		Asset::Native => CFL,
		Asset::Local(_) => 1_000_000,
	}
}

/// The chain's clock.
pub fn now() -> u64 {
	Timestamp::now()
}

/// The record of a DID.
pub fn record(did: DidId) -> Option<Record<Runtime>> {
	pallet_did::Records::<Runtime>::get(did)
}

/// The status of a DID that exists.
pub fn status(did: DidId) -> DidStatus {
	record(did).map_or(DidStatus::Revoked, |record| record.status)
}

/// The document in force.
pub fn document_of(did: DidId) -> Option<Document> {
	let record = record(did)?;
	match record.document {
		1 => Some(Document::of_key(record.key)),
		number => pallet_did::Documents::<Runtime>::get(did, number),
	}
}

/// The stakeholders in this status.
pub fn stakeholders(status: DidStatus) -> Vec<DidId> {
	pallet_did::Records::<Runtime>::iter()
		.filter(|(_, record)| record.status == status)
		.filter(|(_, record)| matches!(record.kind, Kind::Stakeholder { .. }))
		.map(|(did, _)| did)
		.collect()
}

/// Whether the stakeholder holds the role.
pub fn has_role(did: DidId, role: Role) -> bool {
	record(did).is_some_and(
		|record| matches!(record.kind, Kind::Stakeholder { roles, .. } if roles.contains(role)),
	)
}

/// All devices and their owners.
pub fn devices() -> Vec<(DidId, DidId)> {
	pallet_did::Records::<Runtime>::iter()
		.filter_map(|(did, record)| Some((did, record.owner()?)))
		.collect()
}

/// The account of a stakeholder.
pub fn account_of(did: DidId) -> Option<Sr25519Keyring> {
	match record(did)?.kind {
		Kind::Stakeholder { account, .. } => Sr25519Keyring::from_account_id(&account),
		Kind::Device { .. } => None,
	}
}

/// The path of a leaf.
pub fn path(tree: &Tree, index: usize) -> Vec<Hash> {
	tree.proof(index as u64).expect("the leaf exists")
}
