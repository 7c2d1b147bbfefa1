//! The parties of a trade and their data, and the steps that every trade takes.

use crate::chain::*;
use counterfoil_primitives::{
	access::{Action, Actions},
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	exchange::{apply_keystream, key_commitment},
	fingerprint::leaf_hash,
	market::{DeliveryNeed, Need, Parties as Lists, Policy, Wanted},
	money::{Asset, Price},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration, SubmissionBody},
	sealed::sealed_key_commitment,
	traits::{CertificateNeed, Delivery},
	usage::{UsageStatement, UsageTerms},
	verdict::{commitment, Verdict},
	AgreementId, Category, CertificateSubject, CertificateType, Confidentiality, DataSetId, DidId,
	DidStatus, Hash, KeySignature, MediaType, Outcome, Region, Role, Roles, SubmissionId,
	SubmissionStatus, Tree, VerificationKey,
};
use counterfoil_runtime::{
	constants::currency::CFL, Assets, AssetsHolder, Balance, Balances, DataRegistry, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use frame_support::{
	assert_ok,
	traits::{
		fungible::InspectHold,
		fungibles::{self, Inspect as _},
	},
};
use pallet_certification::{Coverage, Statement};
use pallet_data_escrow::{HoldReason, Misbehaviour};
use pallet_data_market::{DemandTerms, Goods, Lot, OfferTerms};
use pallet_data_registry::DataSetDetails;
use pallet_did::Motion;
use sp_keyring::Sr25519Keyring::{self, Alice, AliceStash, Bob, Charlie, Dave, Eve, Ferdie, One};
use sp_runtime::DispatchResult;
use std::collections::BTreeSet;

type Escrow = pallet_data_escrow::Call<Runtime>;

/// Price of the lot.
pub const PRICE: Balance = 100 * CFL;
/// A fifth of the price.
pub const BOND: Balance = 20 * CFL;
/// The key of the trade.
pub const KEY: [u8; 32] = [42; 32];
/// What a validation round of one pays.
const FEE: Balance = CFL;
/// The example of another token that the presets bring.
pub const EURO: Asset = Asset::Local(EURO_ID);
/// Its number.
pub const EURO_ID: u32 = 1;
/// The hash of the schema.
pub const SCHEMA: Hash = [1; 32];
/// A day in milliseconds.
pub const DAY: u64 = 24 * 60 * 60 * 1_000;

/// The parties of a trade, approved by the founders, with a meter and a data set.
pub struct Parties {
	/// The meter of the utility.
	pub meter: DidId,
	/// The data set of the utility.
	pub data_set: DataSetId,
}

impl Parties {
	/// The supplier.
	pub const UTILITY: Sr25519Keyring = Dave;
	/// The demander.
	pub const PLANNER: Sr25519Keyring = Eve;
	/// The validator.
	pub const LABORATORY: Sr25519Keyring = Ferdie;
	/// The regulator.
	pub const MINISTRY: Sr25519Keyring = AliceStash;
	/// The meter's key; it has no money.
	pub const METER: Sr25519Keyring = One;

	/// Registers everyone.
	pub fn approved(chain: &mut Chain) -> Self {
		let mut voters = vec![Alice, Bob, Charlie];
		for (party, role) in [
			(Self::UTILITY, Role::Supplier),
			(Self::PLANNER, Role::Demander),
			(Self::LABORATORY, Role::Validator),
			(Self::MINISTRY, Role::Regulator),
		] {
			approve(chain, party, role, &voters);
			voters.push(party);
		}
		let meter = register_meter(chain);
		certify_by_council(chain);
		assert_ok!(chain.submit(
			Self::UTILITY,
			pallet_data_registry::Call::<Runtime>::register_schema {
				hash: SCHEMA,
				media_type: MediaType::new("application/schema+json").unwrap(),
				previous: None,
			}
		));
		let details = DataSetDetails {
			schema: SCHEMA,
			media_type: MediaType::new("text/csv").unwrap(),
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u1x0d").unwrap(),
			confidentiality: Confidentiality::Restricted,
			licence: [2; 32],
		};
		assert_ok!(chain.submit(
			Self::UTILITY,
			pallet_data_registry::Call::<Runtime>::register_data_set {
				details,
				parents: Default::default(),
			}
		));
		Self { meter, data_set: 0 }
	}

	/// Submits a batch that the meter signed.
	pub fn submit(&self, chain: &mut Chain, leaves: &[String]) -> SubmissionId {
		let now = chain.now();
		self.submit_span(chain, leaves, now - 3_600_000, now)
	}

	/// Submits a batch of readings between these moments.
	pub fn submit_span(
		&self,
		chain: &mut Chain,
		leaves: &[String],
		from: u64,
		to: u64,
	) -> SubmissionId {
		let body = SubmissionBody {
			data_set: self.data_set,
			schema: SCHEMA,
			fingerprint: Tree::from_leaves(leaves).fingerprint(),
			from,
			to,
			corrects: None,
		};
		let sequence = DataRegistry::next_sequence(self.meter);
		let message = signing_bytes(Purpose::Submission, &chain.genesis(), sequence, &body);
		let signature = KeySignature::Sr25519(Self::METER.sign(&message).into());
		let submission = pallet_data_registry::NextSubmissionId::<Runtime>::get();
		assert_ok!(chain.submit(
			Self::UTILITY,
			pallet_data_registry::Call::<Runtime>::submit {
				device: self.meter,
				sequence,
				body,
				signature,
			}
		));
		submission
	}

	/// A round of one validator finds the submission valid.
	pub fn validate(&self, chain: &mut Chain, submission: SubmissionId, quality: u16) {
		use pallet_validation::Call;

		let round = pallet_validation::NextRoundId::<Runtime>::get();
		let open = Call::<Runtime>::open_round { submission, fee: FEE, seats: 1 };
		assert_ok!(chain.submit(Self::UTILITY, open));
		assert_ok!(chain.submit(Self::LABORATORY, Call::<Runtime>::join { round }));
		let verdict = Verdict::Valid { quality };
		let laboratory = did_of(Self::LABORATORY);
		let salt = [5; 32];
		let commitment = commitment(&chain.genesis(), round, &laboratory, &verdict, &salt);
		let commit = Call::<Runtime>::commit { round, commitment };
		assert_ok!(chain.submit(Self::LABORATORY, commit));
		let reveal = Call::<Runtime>::reveal { round, verdict, salt };
		assert_ok!(chain.submit(Self::LABORATORY, reveal));
		let status =
			|| pallet_data_registry::Submissions::<Runtime>::get(submission).unwrap().status;
		while status() == SubmissionStatus::Validating {
			chain.empty_block();
		}
		assert_eq!(status(), SubmissionStatus::Validated);
	}

	/// The ministry certifies the submission.
	pub fn certify(&self, chain: &mut Chain, submission: SubmissionId) {
		let statement = Statement {
			coverage: Coverage::new("readings").unwrap(),
			document: [3; 32],
			valid_until: chain.now() + DAY,
		};
		assert_ok!(chain.submit(
			Self::MINISTRY,
			pallet_certification::Call::<Runtime>::certify {
				accreditation: 0,
				subject: CertificateSubject::Submission(submission),
				kind: CertificateType::new("measurement").unwrap(),
				valid_from: chain.now(),
				statement,
			}
		));
	}

	/// What the utility says about an offer of the submission.
	pub fn offer_terms(&self, chain: &Chain, submission: SubmissionId) -> OfferTerms<Runtime> {
		OfferTerms {
			goods: Goods::Lot(Lot {
				data_set: self.data_set,
				submissions: vec![submission].try_into().unwrap(),
			}),
			price: Price::Fixed(PRICE),
			asset: Asset::Native,
			copies: 1,
			usage: usage(2),
			delivery: Delivery::Proven,
			commissions: Default::default(),
			demanders: Lists::default(),
			confirm: false,
			valid_until: chain.now() + DAY,
		}
	}

	/// The utility offers the submission.
	pub fn offer(
		&self,
		chain: &Chain,
		submission: SubmissionId,
	) -> pallet_data_market::Call<Runtime> {
		pallet_data_market::Call::place_offer { terms: self.offer_terms(chain, submission) }
	}

	/// What the planner says about a demand for so many certified readings.
	pub fn demand_terms(&self, chain: &Chain, records: u64) -> DemandTerms<Runtime> {
		let need = Need {
			wanted: Wanted::Lot { records },
			suppliers: Lists::default(),
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u1x").unwrap(),
			covers: None,
			within: None,
			schema: None,
			quality: 900,
			reputation: 0,
			completeness: None,
			max_age: Some(DAY),
			certificate: CertificateNeed::Any,
			usage: None,
			delivery: DeliveryNeed::default(),
			asset: Asset::Native,
			budget: PRICE + CFL,
			policy: Policy::Cheapest,
		};
		let valid_until = chain.now() + DAY;
		DemandTerms { need, reward: 0, window: 0, confirm: false, valid_until }
	}

	/// The planner asks for so many certified readings.
	pub fn demand(&self, chain: &Chain, records: u64) -> pallet_data_market::Call<Runtime> {
		pallet_data_market::Call::place_demand { terms: self.demand_terms(chain, records) }
	}

	/// A batch that is validated and certified.
	pub fn prepare(&self, chain: &mut Chain, leaves: &[String]) -> SubmissionId {
		let submission = self.submit(chain, leaves);
		self.validate(chain, submission, 950);
		self.certify(chain, submission);
		submission
	}

	/// Submits, validates, certifies, offers and asks for a batch. The agreement that comes of it.
	pub fn agree(&self, chain: &mut Chain, leaves: &[String]) -> AgreementId {
		self.agree_on(chain, leaves, |_, _| ())
	}

	/// The same, with other terms.
	pub fn agree_on(
		&self,
		chain: &mut Chain,
		leaves: &[String],
		change: impl FnOnce(&mut OfferTerms<Runtime>, &mut DemandTerms<Runtime>),
	) -> AgreementId {
		let submission = self.prepare(chain, leaves);
		let mut offer = self.offer_terms(chain, submission);
		let mut demand = self.demand_terms(chain, u64::try_from(leaves.len()).unwrap());
		change(&mut offer, &mut demand);
		let agreement = pallet_data_escrow::NextAgreementId::<Runtime>::get();
		let offer = pallet_data_market::Call::<Runtime>::place_offer { terms: offer };
		assert_ok!(chain.submit(Self::UTILITY, offer));
		let demand = pallet_data_market::Call::<Runtime>::place_demand { terms: demand };
		assert_ok!(chain.submit(Self::PLANNER, demand));
		assert!(
			pallet_data_escrow::Agreements::<Runtime>::contains_key(agreement),
			"the offer and the demand matched"
		);
		agreement
	}
}

/// Applies for a role and is approved by as many votes as it takes.
pub fn approve(chain: &mut Chain, party: Sr25519Keyring, role: Role, voters: &[Sr25519Keyring]) {
	let key = VerificationKey::Sr25519(party.to_raw_public());
	let roles = Roles::from(role);
	let body = StakeholderRegistration { account: party.to_account_id(), roles };
	let message = signing_bytes(Purpose::StakeholderRegistration, &chain.genesis(), 0, &body);
	let signature = KeySignature::Sr25519(party.sign(&message).into());
	assert_ok!(chain.submit(
		party,
		pallet_did::Call::<Runtime>::register_stakeholder { key, signature, roles }
	));
	let subject = DidId::of_key(&key);
	let status = || pallet_did::Records::<Runtime>::get(subject).map(|record| record.status);
	assert_eq!(status(), Some(DidStatus::Pending));
	let motion = Motion::Register;
	let proposal =
		pallet_did::Proposals::<Runtime>::get(subject, motion).expect("a vote is open").serial;
	for voter in voters {
		if status() == Some(DidStatus::Active) {
			return;
		}
		let vote = pallet_did::Call::<Runtime>::vote { subject, motion, proposal, aye: true };
		assert_ok!(chain.submit(*voter, vote));
	}
	assert_eq!(status(), Some(DidStatus::Active));
}

/// The DID of a party.
pub fn did_of(party: Sr25519Keyring) -> DidId {
	DidId::of_key(&VerificationKey::Sr25519(party.to_raw_public()))
}

/// The council accredits the ministry to certify whatever there is.
fn certify_by_council(chain: &mut Chain) {
	let accredit = pallet_certification::Call::<Runtime>::accredit {
		holder: did_of(Parties::MINISTRY),
		terms: Terms {
			powers: Powers::ALL,
			scope: Scope::Everything,
			types: CertificateTypes::Any,
			delegable: true,
			from: chain.now(),
			until: chain.now() + 365 * DAY,
		},
	};
	assert_ok!(
		chain.submit(Alice, pallet_sudo::Call::<Runtime>::sudo { call: Box::new(accredit.into()) })
	);
}

/// The utility registers its meter, whose key consents.
fn register_meter(chain: &mut Chain) -> DidId {
	let owner = did_of(Parties::UTILITY);
	let key = VerificationKey::Sr25519(Parties::METER.to_raw_public());
	let metadata = [4; 32];
	let message = signing_bytes(
		Purpose::DeviceConsent,
		&chain.genesis(),
		0,
		&DeviceConsent { owner, metadata },
	);
	let signature = KeySignature::Sr25519(Parties::METER.sign(&message).into());
	assert_ok!(chain.submit(
		Parties::UTILITY,
		pallet_did::Call::<Runtime>::register_device { key, signature, metadata }
	));
	DidId::of_key(&key)
}

/// So many leaves.
pub fn readings(number: u32) -> Vec<String> {
	(0..number).map(|minute| format!("2020-09-13T12:{minute:02}:00Z,17.{minute}")).collect()
}

/// The leaves under the key of the trade.
pub fn encrypt(leaves: &[String]) -> Vec<Vec<u8>> {
	(0u64..)
		.zip(leaves)
		.map(|(index, leaf)| {
			let mut bytes = leaf.clone().into_bytes();
			apply_keystream(&KEY, index, &mut bytes);
			bytes
		})
		.collect()
}

/// What a buyer may do: read, and pass so many copies on.
pub fn usage(copies: u32) -> UsageStatement {
	let actions = Actions::READING | Action::Distribute;
	let terms =
		UsageTerms { actions, purposes: Default::default(), until: None, region: None, copies };
	UsageStatement { document: [6; 32], terms }
}

/// The root of what is handed over, and the commitment to the key.
pub fn commitments(chain: &Chain, id: AgreementId, ciphertext: &[Vec<u8>]) -> (Hash, Hash) {
	let root = Tree::from_leaves(ciphertext).fingerprint().root;
	(root, key_commitment(&chain.genesis(), id, &KEY))
}

/// The supplier's commitment to this ciphertext.
pub fn commit(chain: &Chain, id: AgreementId, ciphertext: &[Vec<u8>]) -> Escrow {
	let (ciphertext_root, key_commitment) = commitments(chain, id, ciphertext);
	Escrow::commit { id, ciphertext_root, key_commitment, watermark: None }
}

/// The supplier's commitment to this ciphertext and to the key that he hands over sealed.
pub fn deliver_sealed(chain: &Chain, id: AgreementId, ciphertext: &[Vec<u8>]) -> Escrow {
	let (ciphertext_root, key_commitment) = commitments(chain, id, ciphertext);
	let sealed_key = sealed_key_commitment(&chain.genesis(), id, b"the key, sealed");
	Escrow::deliver_sealed { id, ciphertext_root, key_commitment, sealed_key, watermark: None }
}

/// The proof of what the supplier handed over at this place, against what was agreed.
pub fn misbehaviour(leaves: &[String], ciphertext: &[Vec<u8>], index: u64) -> Misbehaviour {
	let place = usize::try_from(index).unwrap();
	let path = |tree: &Tree| -> Vec<Hash> { tree.proof(index).expect("the leaf exists") };
	Misbehaviour {
		index,
		ciphertext: ciphertext[place].clone().try_into().unwrap(),
		ciphertext_path: path(&Tree::from_leaves(ciphertext)).try_into().unwrap(),
		leaf: leaf_hash(leaves[place].as_bytes()),
		leaf_path: path(&Tree::from_leaves(leaves)).try_into().unwrap(),
	}
}

/// Funds, commits to this ciphertext, accepts and reveals.
pub fn exchange(chain: &mut Chain, id: AgreementId, ciphertext: &[Vec<u8>]) {
	assert_ok!(chain.submit(Parties::PLANNER, Escrow::fund { id, from: None }));
	assert_eq!(held(Parties::PLANNER, HoldReason::Price), PRICE);
	deliver(chain, id, ciphertext);
}

/// Commits to this ciphertext, accepts and reveals. The price is there already.
pub fn deliver(chain: &mut Chain, id: AgreementId, ciphertext: &[Vec<u8>]) {
	let agreement = pallet_data_escrow::Agreements::<Runtime>::get(id).expect("it is open");
	let commit = commit(chain, id, ciphertext);
	assert_ok!(chain.submit(Parties::UTILITY, commit));
	assert_eq!(held_of(agreement.asset, Parties::UTILITY, HoldReason::Bond), agreement.bond);
	assert_ok!(chain.submit(Parties::PLANNER, Escrow::accept { id }));
	assert_ok!(chain.submit(Parties::UTILITY, Escrow::reveal { id, key: KEY }));
}

/// What the escrow holds of the chain's own token.
pub fn held(who: Sr25519Keyring, reason: HoldReason) -> Balance {
	held_of(Asset::Native, who, reason)
}

/// What the escrow holds of an asset.
pub fn held_of(asset: Asset, who: Sr25519Keyring, reason: HoldReason) -> Balance {
	use fungibles::InspectHold as _;

	let (reason, who) = (RuntimeHoldReason::DataEscrow(reason), who.to_account_id());
	match asset {
		Asset::Native => Balances::balance_on_hold(&reason, &who),
		Asset::Local(id) => AssetsHolder::balance_on_hold(id, &reason, &who),
	}
}

/// What an account has of the example token, held or not.
pub fn euros(who: Sr25519Keyring) -> Balance {
	Assets::total_balance(EURO_ID, &who.to_account_id())
}

/// What an account has of the chain's own token, and what it paid in fees: it changes by what others pay and get.
pub fn worth(chain: &Chain, who: Sr25519Keyring) -> Balance {
	total(who) + chain.fees_of(who)
}

/// Makes one block with these calls, in this order. How each ended.
pub fn in_one_block(
	chain: &mut Chain,
	calls: impl IntoIterator<Item = (Sr25519Keyring, RuntimeCall)>,
) -> Vec<DispatchResult> {
	let calls: Vec<_> = calls.into_iter().collect();
	let signers: BTreeSet<_> = calls.iter().map(|(signer, _)| *signer).collect();
	chain.avoid_session_block();
	let ended = chain.block(|| {
		calls
			.into_iter()
			.map(|(signer, call)| apply(sign(signer, call)).expect("the transaction is valid"))
			.collect()
	});
	for signer in signers {
		chain.note_fees(signer);
	}
	ended
}

/// How the items of the only batch of the newest block ended.
pub fn items(chain: &Chain) -> Vec<DispatchResult> {
	use pallet_utility::Event::{ItemCompleted, ItemFailed};

	let events = &chain.blocks.last().expect("there is a block").events;
	let ended = events.iter().filter_map(|event| match event {
		RuntimeEvent::Utility(ItemCompleted) => Some(Ok(())),
		RuntimeEvent::Utility(ItemFailed { error }) => Some(Err(*error)),
		_ => None,
	});
	ended.collect()
}

/// How an agreement ended.
pub fn outcome(id: AgreementId) -> Option<Outcome> {
	pallet_data_escrow::ClosedAgreements::<Runtime>::get(id).map(|closed| closed.outcome)
}

/// What is left of the endowment after fees, and after the round that the supplier paid for.
pub fn endowment_after_fees(chain: &Chain, who: Sr25519Keyring) -> Balance {
	let round = if who == Parties::UTILITY { FEE } else { 0 };
	ENDOWMENT - chain.fees_of(who) - round
}

/// All that the exchange held is where it belongs.
pub fn assert_nothing_is_held_or_lost() {
	for party in [Parties::UTILITY, Parties::PLANNER] {
		assert_eq!(held(party, HoldReason::Price), 0);
		assert_eq!(held(party, HoldReason::Bond), 0);
	}
	assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
}
