//! Keys of subjects, and the calls that they sign something in.

use codec::Encode;
use counterfoil_primitives::{
	document::{Approvals, DidAct, DidUpdate, Document},
	enrolment::{self, DeviceActivation},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration, SubmissionBody},
	sponsorship::CallTerms,
	DidId, EnrolmentId, KeySignature, Roles, Tree, VerificationKey,
};
use counterfoil_runtime::{AccountId, DataRegistry, Runtime, RuntimeCall, System, VERSION};
use pallet_data_access::BatchBody;
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring;

/// The hash of block 0.
pub fn genesis() -> [u8; 32] {
	System::block_hash(0).0
}

/// Whose key it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
	/// The key of a well-known account.
	Of(Sr25519Keyring),
	/// The Ed25519 key of that number.
	Numbered(u64),
}

impl Key {
	fn pair(number: u64) -> ed25519::Pair {
		ed25519::Pair::from_seed(&sp_io::hashing::sha2_256(&number.to_le_bytes()))
	}

	/// The public key.
	pub fn public(self) -> VerificationKey {
		match self {
			Self::Of(party) => VerificationKey::Sr25519(party.to_raw_public()),
			Self::Numbered(number) => VerificationKey::Ed25519(Self::pair(number).public().0),
		}
	}

	/// The DID of its first holder.
	pub fn did(self) -> DidId {
		DidId::of_key(&self.public())
	}

	/// Its signature.
	pub fn sign(self, message: &[u8]) -> KeySignature {
		match self {
			Self::Of(party) => KeySignature::Sr25519(party.sign(message).into()),
			Self::Numbered(number) => {
				KeySignature::Ed25519(Self::pair(number).sign(message).into())
			},
		}
	}

	/// The account applies to become a stakeholder with this key.
	pub fn apply(self, account: AccountId, roles: Roles) -> RuntimeCall {
		let body = StakeholderRegistration { account, roles };
		let message = signing_bytes(Purpose::StakeholderRegistration, &genesis(), 0, &body);
		pallet_did::Call::<Runtime>::register_stakeholder {
			key: self.public(),
			signature: self.sign(&message),
			roles,
		}
		.into()
	}

	/// The owner registers a device with this key.
	pub fn register(self, owner: DidId, metadata: [u8; 32]) -> RuntimeCall {
		let body = DeviceConsent { owner, metadata };
		let message = signing_bytes(Purpose::DeviceConsent, &genesis(), 0, &body);
		pallet_did::Call::<Runtime>::register_device {
			key: self.public(),
			signature: self.sign(&message),
			metadata,
		}
		.into()
	}

	/// A device of a batch becomes live with this key.
	pub fn activate(
		self,
		enrolment: EnrolmentId,
		owner: DidId,
		tree: &Tree,
		index: u32,
	) -> RuntimeCall {
		let body = DeviceActivation { enrolment, owner };
		let message = signing_bytes(Purpose::DeviceActivation, &genesis(), index.into(), &body);
		pallet_devices::Call::<Runtime>::activate {
			enrolment,
			index,
			key: self.public(),
			path: tree.proof(index.into()).expect("the device is in the batch").try_into().unwrap(),
			signature: self.sign(&message),
		}
		.into()
	}

	/// The batch that this device signs as the next one of its own.
	pub fn submit(self, device: DidId, body: SubmissionBody) -> RuntimeCall {
		self.submit_as(device, DataRegistry::next_sequence(device), body)
	}

	/// The batch that this device signs under that number.
	pub fn submit_as(self, device: DidId, sequence: u64, body: SubmissionBody) -> RuntimeCall {
		let message = signing_bytes(Purpose::Submission, &genesis(), sequence, &body);
		let signature = self.sign(&message);
		pallet_data_registry::Call::<Runtime>::submit { device, sequence, body, signature }.into()
	}

	/// The call that the subject signs as its next one, for this sponsor or, if it is a device and leaves it open, for any.
	pub fn sponsored(
		self,
		did: DidId,
		sponsor: Option<AccountId>,
		valid: (u64, u64),
		call: impl Into<RuntimeCall>,
	) -> RuntimeCall {
		let call = call.into();
		let terms = CallTerms {
			did,
			nonce: pallet_sponsorship::NextNonce::<Runtime>::get(did),
			sponsor,
			valid_from: valid.0,
			valid_until: valid.1,
		};
		let digest = sp_io::hashing::sha2_256(&call.encode());
		let message = terms.signing_bytes(&genesis(), VERSION.transaction_version, digest);
		let signature = self.sign(&message);
		pallet_sponsorship::Call::<Runtime>::dispatch { terms, call: Box::new(call), signature }
			.into()
	}

	/// The records of access that this operator vouches for as its next ones.
	pub fn record(self, batch: BatchBody) -> RuntimeCall {
		let sequence = pallet_data_access::Conducts::<Runtime>::get(batch.operator).batches;
		let message = signing_bytes(Purpose::AccessBatch, &genesis(), sequence, &batch);
		let signature = self.sign(&message);
		pallet_data_access::Call::<Runtime>::record_accesses { batch, signature }.into()
	}
}

/// What is signed for the next version of a DID.
pub fn update_message(did: DidId, version: u32, act: DidAct) -> Vec<u8> {
	let body = DidUpdate { did, act };
	signing_bytes(Purpose::DidUpdate, &genesis(), u64::from(version) + 1, &body)
}

/// The document follows that version; `new` are the keys that it brings, in its order, and `by` the controllers that agree.
pub fn update_document(
	did: DidId,
	version: u32,
	document: Document,
	new: &[Key],
	by: &[(DidId, Key)],
) -> RuntimeCall {
	let digest = document.digest();
	let proof = update_message(did, version, DidAct::Prove(digest));
	let proofs: Vec<_> = new.iter().map(|key| key.sign(&proof)).collect();
	pallet_did::Call::<Runtime>::update_document {
		did,
		document,
		expected_version: version,
		approvals: approvals(did, version, DidAct::Update(digest), by),
		proofs: proofs.try_into().unwrap(),
	}
	.into()
}

/// The controllers agree.
pub fn approvals(did: DidId, version: u32, act: DidAct, by: &[(DidId, Key)]) -> Approvals {
	let message = update_message(did, version, act);
	let signed: Vec<_> =
		by.iter().map(|(controller, key)| (*controller, key.sign(&message))).collect();
	signed.try_into().unwrap()
}

/// The tree of a batch of devices with these keys.
pub fn tree_of(keys: &[Key]) -> Tree {
	enrolment::tree_of(keys.iter().map(|key| key.public()))
}
