//! The whole trade, from unknown parties to a paid supplier, and what happens when one of them cheats or sleeps.

use crate::chain::*;
use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	exchange::{apply_keystream, key_commitment},
	fingerprint::leaf_hash,
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration, SubmissionBody},
	verdict::{commitment, Verdict},
	AgreementId, Category, CertificateSubject, CertificateType, Confidentiality, DataSetId, DidId,
	DidStatus, Hash, KeySignature, MediaType, Need, Outcome, Policy, Region, Role, Roles,
	SubmissionId, SubmissionStatus, Tree, VerificationKey,
};
use counterfoil_runtime::{
	constants::currency::CFL, AccountId, Balance, Balances, Block, DataRegistry, Runtime,
	RuntimeHoldReason,
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use pallet_certification::{Coverage, Statement};
use pallet_data_escrow::{HoldReason, Misbehaviour};
use pallet_data_market::OfferTerms;
use pallet_data_registry::DataSetDetails;
use pallet_did::Motion;
use sp_keyring::Sr25519Keyring::{self, Alice, AliceStash, Bob, Charlie, Dave, Eve, Ferdie, One};

/// Price of the lot.
pub const PRICE: Balance = 100 * CFL;
/// A fifth of the price.
const BOND: Balance = 20 * CFL;
/// The key of the trade.
const KEY: [u8; 32] = [42; 32];
/// What a validation round of one pays.
const FEE: Balance = CFL;
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
		let body = SubmissionBody {
			data_set: self.data_set,
			schema: SCHEMA,
			fingerprint: Tree::from_leaves(leaves).fingerprint(),
			from: chain.now() - 3_600_000,
			to: chain.now(),
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

	/// The utility offers the submission.
	pub fn offer(
		&self,
		chain: &Chain,
		submission: SubmissionId,
	) -> pallet_data_market::Call<Runtime> {
		let terms = OfferTerms::<Runtime> {
			data_set: self.data_set,
			submissions: vec![submission].try_into().unwrap(),
			price: PRICE,
			copies: 1,
			valid_until: chain.now() + DAY,
		};
		pallet_data_market::Call::<Runtime>::place_offer { terms }
	}

	/// The planner asks for so many certified readings.
	pub fn demand(&self, chain: &Chain, min_records: u64) -> pallet_data_market::Call<Runtime> {
		let need = Need {
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u1x").unwrap(),
			max_price: PRICE + CFL,
			min_quality: 900,
			max_age: DAY,
			certificate_required: true,
			min_records,
			policy: Policy::Cheapest,
		};
		let valid_until = chain.now() + DAY;
		pallet_data_market::Call::<Runtime>::place_demand { need, valid_until }
	}

	/// Submits, validates, certifies, offers and asks for a batch. The agreement that comes of it.
	pub fn agree(&self, chain: &mut Chain, leaves: &[String]) -> AgreementId {
		let submission = self.submit(chain, leaves);
		self.validate(chain, submission, 950);
		self.certify(chain, submission);
		let offer = self.offer(chain, submission);
		assert_ok!(chain.submit(Self::UTILITY, offer));
		let agreement = pallet_data_escrow::NextAgreementId::<Runtime>::get();
		let demand = self.demand(chain, u64::try_from(leaves.len()).unwrap());
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

/// Funds, commits to this ciphertext, accepts and reveals.
pub fn exchange(chain: &mut Chain, id: AgreementId, ciphertext: &[Vec<u8>]) {
	let ciphertext_root = Tree::from_leaves(ciphertext).fingerprint().root;
	let key_commitment = key_commitment(&chain.genesis(), id, &KEY);
	assert_ok!(chain.submit(Parties::PLANNER, pallet_data_escrow::Call::<Runtime>::fund { id }));
	assert_eq!(held(Parties::PLANNER, HoldReason::Price), PRICE);
	assert_ok!(chain.submit(
		Parties::UTILITY,
		pallet_data_escrow::Call::<Runtime>::commit { id, ciphertext_root, key_commitment }
	));
	assert_eq!(held(Parties::UTILITY, HoldReason::Bond), BOND);
	assert_ok!(chain.submit(Parties::PLANNER, pallet_data_escrow::Call::<Runtime>::accept { id }));
	assert_ok!(chain
		.submit(Parties::UTILITY, pallet_data_escrow::Call::<Runtime>::reveal { id, key: KEY }));
}

fn held(who: Sr25519Keyring, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&RuntimeHoldReason::DataEscrow(reason), &who.to_account_id())
}

/// How an agreement ended.
pub fn outcome(id: AgreementId) -> Option<Outcome> {
	pallet_data_escrow::ClosedAgreements::<Runtime>::get(id).map(|closed| closed.outcome)
}

/// What is left of the endowment after fees, and after the round that the supplier paid for.
fn endowment_after_fees(chain: &Chain, who: Sr25519Keyring) -> Balance {
	let round = if who == Parties::UTILITY { FEE } else { 0 };
	ENDOWMENT - chain.fees_of(who) - round
}

fn assert_nothing_is_held_or_lost() {
	for party in [Parties::UTILITY, Parties::PLANNER] {
		assert_eq!(held(party, HoldReason::Price), 0);
		assert_eq!(held(party, HoldReason::Bond), 0);
	}
	assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
}

#[test]
fn trade_from_registration_to_settlement_pays_the_supplier() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(24);
		let id = parties.agree(chain, &leaves);
		let funded = chain.now();
		exchange(chain, id, &encrypt(&leaves));
		assert_ok!(
			chain.submit(Parties::PLANNER, pallet_data_escrow::Call::<Runtime>::settle { id })
		);

		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert!(chain.now() - funded < 60_000, "a trade takes less than a minute");
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) + PRICE);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) - PRICE);
		assert_nothing_is_held_or_lost();

		// The record goes when the planner says so, and its ticket returns.
		let record = held(Parties::PLANNER, HoldReason::Record);
		assert!(record > 0);
		assert_ok!(
			chain.submit(Parties::PLANNER, pallet_data_escrow::Call::<Runtime>::forget { id })
		);
		assert_eq!(held(Parties::PLANNER, HoldReason::Record), 0);
	});
}

#[test]
fn trade_settles_by_itself_after_the_dispute_window() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let id = parties.agree(chain, &leaves);
		exchange(chain, id, &encrypt(&leaves));
		let deadline = pallet_data_escrow::Agreements::<Runtime>::get(id)
			.expect("the agreement is open")
			.stage
			.until();
		assert_eq!(deadline, chain.now() + 12_000);

		while chain.now() < deadline {
			assert_eq!(outcome(id), None, "never early");
			chain.empty_block();
		}
		assert_eq!(outcome(id), None, "the deadline itself belongs to the demander");
		// The next blocks, one of which may be the first of a session and have no room.
		chain.empty_block();
		chain.empty_block();
		chain.empty_block();
		assert_eq!(outcome(id), Some(Outcome::Settled));
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) + PRICE);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) - PRICE);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn supplier_who_cheats_in_one_leaf_is_convicted_by_proof() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(10);
		let id = parties.agree(chain, &leaves);
		let mut delivered = leaves.clone();
		delivered[7] = "2020-09-13T12:07:00Z,99.9".into();
		let ciphertext = encrypt(&delivered);
		exchange(chain, id, &ciphertext);

		let proof_of = |index: u64| {
			let place = usize::try_from(index).unwrap();
			let path = |tree: &Tree| -> Vec<Hash> { tree.proof(index).expect("the leaf exists") };
			Misbehaviour {
				index,
				ciphertext: ciphertext[place].clone().try_into().unwrap(),
				ciphertext_path: path(&Tree::from_leaves(&ciphertext)).try_into().unwrap(),
				leaf: leaf_hash(leaves[place].as_bytes()),
				leaf_path: path(&Tree::from_leaves(&leaves)).try_into().unwrap(),
			}
		};
		// A leaf that is right convicts nobody.
		assert_eq!(
			chain.submit(
				Parties::PLANNER,
				pallet_data_escrow::Call::<Runtime>::dispute { id, proof: proof_of(6) }
			),
			Err(pallet_data_escrow::Error::<Runtime>::NoMisbehaviour.into())
		);
		assert_ok!(chain.submit(
			Parties::PLANNER,
			pallet_data_escrow::Call::<Runtime>::dispute { id, proof: proof_of(7) }
		));

		assert_eq!(outcome(id), Some(Outcome::Convicted));
		assert_eq!(total(Parties::UTILITY), endowment_after_fees(chain, Parties::UTILITY) - BOND);
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER) + BOND);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn demander_who_does_not_fund_loses_nothing_but_the_deal() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(3);
		let id = parties.agree(chain, &leaves);
		chain.wait(62_000);
		assert_eq!(
			chain.submit(Parties::PLANNER, pallet_data_escrow::Call::<Runtime>::fund { id }),
			Err(pallet_data_escrow::Error::<Runtime>::AlreadyClosed.into()),
			"the chain closed it at the beginning of the block"
		);
		assert_eq!(outcome(id), Some(Outcome::NotFunded));
		assert_eq!(total(Parties::PLANNER), endowment_after_fees(chain, Parties::PLANNER));
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn device_signature_of_another_chain_is_refused() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let body = SubmissionBody {
			data_set: parties.data_set,
			schema: SCHEMA,
			fingerprint: Tree::from_leaves(readings(2)).fingerprint(),
			from: chain.now(),
			to: chain.now(),
			corrects: None,
		};
		let message = signing_bytes(Purpose::Submission, &[9; 32], 0, &body);
		let signature = KeySignature::Sr25519(Parties::METER.sign(&message).into());
		assert_eq!(
			chain.submit(
				Parties::UTILITY,
				pallet_data_registry::Call::<Runtime>::submit {
					device: parties.meter,
					sequence: 0,
					body,
					signature,
				}
			),
			Err(pallet_data_registry::Error::<Runtime>::BadSignature.into())
		);
	});
}

#[test]
fn runtime_apis_tell_what_was_written() {
	use pallet_data_escrow_runtime_api::runtime_decl_for_data_escrow_api::DataEscrowApiV1;
	use pallet_data_market_runtime_api::runtime_decl_for_data_market_api::DataMarketApiV1;
	use pallet_data_registry_runtime_api::{
		runtime_decl_for_data_registry_api::DataRegistryApiV1, Verification,
	};
	use pallet_did_runtime_api::runtime_decl_for_did_api::DidApiV1;

	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(5);
		let id = parties.agree(chain, &leaves);

		let utility = did_of(Parties::UTILITY);
		let account = Parties::UTILITY.to_account_id();
		assert_eq!(<Runtime as DidApiV1<Block, AccountId>>::did_of(account.clone()), Some(utility));
		let view = <Runtime as DidApiV1<Block, AccountId>>::resolve(parties.meter)
			.expect("the meter is known");
		assert_eq!((view.owner, view.active), (Some(utility), true));

		let submission = <Runtime as DataRegistryApiV1<Block, AccountId>>::submission(0)
			.expect("the submission is known");
		assert_eq!((submission.supplier, submission.certified), (utility, true));
		let tree = Tree::from_leaves(&leaves);
		let verify = |leaf: &str, index: u64| {
			<Runtime as DataRegistryApiV1<Block, AccountId>>::verify_leaf(
				0,
				leaf_hash(leaf.as_bytes()),
				index,
				tree.proof(index).expect("the leaf exists"),
			)
			.verification
		};
		assert_eq!(verify(&leaves[3], 3), Verification::Match);
		assert_eq!(verify("2020-09-13T12:03:00Z,17.4", 3), Verification::Mismatch);

		// Sold and answered: neither order is open any more.
		assert_eq!(<Runtime as DataMarketApiV1<Block>>::offer(0), None);
		assert_eq!(<Runtime as DataMarketApiV1<Block>>::demand(0), None);

		let agreement = <Runtime as DataEscrowApiV1<Block, AccountId, Balance>>::agreement(id)
			.expect("the agreement is known");
		assert_eq!((agreement.price, agreement.bond), (PRICE, BOND));
		assert_eq!(agreement.supplier_account, account);
		assert_eq!(
			<Runtime as DataEscrowApiV1<Block, AccountId, Balance>>::agreements_of(
				utility, None, 10
			)
			.len(),
			1
		);
	});
}
