//! Identities, data and rights.

use super::*;
use counterfoil_primitives::{
	access::{
		AccessBatchBody, AccessDecision, AccessRecord, Action, Actions, Basis, FieldClass, Fields,
		Grantee, Request, Right, Terms as GrantTerms,
	},
	accreditation::{CertificateTypes, Powers, Scope, Terms, MAX_TYPES},
	document::Document,
	enrolment::{self, Batch},
	verdict::LeafProof,
	CertificateSubject, CertificateType, Confidentiality, MediaType, Reason, Roles, SubmissionBody,
	Text, Tree, MAX_PATH_LEN,
};
use pallet_certification::{Coverage, Statement};
use pallet_data_access::{AccessParameters, ClassKey, Stance, MAX_ANNOUNCEMENTS, MAX_USES};
use pallet_data_registry::{DataSetDetails, RegistryParameters};
use pallet_devices::{Asset as Handed, Attestation, Place, MAX_CLEARED};
use pallet_did::{Change, DeviceStatus, DidParameters, Motion};
use pallet_validation::Verdict;

/// Those of the consortium.
pub fn calls_of_consortium() -> Vec<RuntimeCall> {
	use pallet_consortium::Call;

	let account = Alice.to_account_id();
	vec![
		Call::<Runtime>::add_validator { validator: account.clone() }.into(),
		Call::<Runtime>::remove_validator { validator: account }.into(),
		Call::<Runtime>::set_minimum { minimum: 1 }.into(),
		Call::<Runtime>::release_keys {}.into(),
		Call::<Runtime>::note_stalled { delay: 0, best_finalized: 0 }.into(),
		Call::<Runtime>::authorize_upgrade { code_hash: Default::default() }.into(),
	]
}

/// Those of the identities.
pub fn calls_of_did() -> Vec<RuntimeCall> {
	use pallet_did::Call;

	let approvals = || vec![(SOMEBODY, SIGNATURE); 8].try_into().unwrap();
	let (subject, motion) = (SOMEBODY, Motion::Suspend);
	vec![
		Call::<Runtime>::register_stakeholder {
			key: KEY,
			signature: SIGNATURE,
			roles: Roles::EMPTY,
		}
		.into(),
		Call::<Runtime>::propose { subject, change: Change::Suspend }.into(),
		Call::<Runtime>::vote { subject, motion, proposal: 0, aye: true }.into(),
		Call::<Runtime>::register_device { key: KEY, signature: SIGNATURE, metadata: [0; 32] }
			.into(),
		Call::<Runtime>::set_device_status { device: subject, status: DeviceStatus::Active }.into(),
		Call::<Runtime>::close_proposal { subject, motion }.into(),
		Call::<Runtime>::set_parameters { parameters: DidParameters::default() }.into(),
		Call::<Runtime>::suspend_at_once { subject, reason: [0; 32] }.into(),
		Call::<Runtime>::update_document {
			did: subject,
			document: Document::of_key(KEY),
			expected_version: 1,
			approvals: approvals(),
			proofs: vec![SIGNATURE; 8].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::deactivate { did: subject, approvals: approvals() }.into(),
	]
}

/// Those of the devices.
pub fn calls_of_devices() -> Vec<RuntimeCall> {
	use pallet_devices::Call;

	let (device, asset) = (SOMEBODY, Handed::Device(SOMEBODY));
	let batch = Batch { root: [0; 32], devices: u32::MAX };
	let link = Some(Text::new(&"a".repeat(128)).unwrap());
	let path = vec![[0; 32]; enrolment::MAX_PATH_LEN as usize].try_into().unwrap();
	vec![
		Call::<Runtime>::place { device, place: Place::Sensor, parent: Some(device) }.into(),
		Call::<Runtime>::move_device { device, parent: Some(device) }.into(),
		Call::<Runtime>::unplace { device }.into(),
		Call::<Runtime>::describe { device, metadata: [0; 32], link }.into(),
		Call::<Runtime>::decommission { device }.into(),
		Call::<Runtime>::tidy { device }.into(),
		Call::<Runtime>::offer_transfer { asset, to: device, deadline: 0 }.into(),
		Call::<Runtime>::accept_transfer { asset }.into(),
		Call::<Runtime>::end_transfer { asset }.into(),
		Call::<Runtime>::expire_transfer { asset }.into(),
		Call::<Runtime>::enrol {
			batch,
			metadata: [0; 32],
			link,
			attestation: Some(Attestation { root: 0, signature: SIGNATURE }),
		}
		.into(),
		Call::<Runtime>::activate { enrolment: 0, index: 0, key: KEY, path, signature: SIGNATURE }
			.into(),
		Call::<Runtime>::strike_out { enrolment: 0, device }.into(),
		Call::<Runtime>::close_enrolment { enrolment: 0 }.into(),
		Call::<Runtime>::revoke_enrolment { enrolment: 0 }.into(),
		Call::<Runtime>::clear_strikes { enrolment: 0, limit: MAX_CLEARED }.into(),
		Call::<Runtime>::propose_root { key: KEY, valid_until: 0, policy: [0; 32] }.into(),
		Call::<Runtime>::admit_root { root: 0 }.into(),
		Call::<Runtime>::reject_root { root: 0 }.into(),
		Call::<Runtime>::revoke_root { root: 0 }.into(),
		Call::<Runtime>::remove_root { root: 0 }.into(),
	]
}

/// Those of the registry.
pub fn calls_of_registry() -> Vec<RuntimeCall> {
	use pallet_data_registry::Call;

	let body = SubmissionBody {
		data_set: 0,
		schema: [0; 32],
		fingerprint: Tree::from_leaves([b"leaf"]).fingerprint(),
		from: 0,
		to: 0,
		corrects: Some(0),
	};
	vec![
		Call::<Runtime>::register_data_set {
			details: DataSetDetails {
				schema: [0; 32],
				media_type: MediaType::new("text/csv").unwrap(),
				category: category(),
				region: region(),
				confidentiality: Confidentiality::Public,
				licence: [0; 32],
			},
			parents: (0..8).collect::<Vec<u64>>().try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::submit { device: SOMEBODY, sequence: 0, body, signature: SIGNATURE }
			.into(),
		Call::<Runtime>::set_parameters { parameters: RegistryParameters::default() }.into(),
		Call::<Runtime>::register_schema {
			hash: [0; 32],
			media_type: MediaType::new("application/schema+json").unwrap(),
			previous: Some([1; 32]),
		}
		.into(),
		Call::<Runtime>::deprecate_schema { hash: [0; 32] }.into(),
	]
}

/// Those of the validation.
pub fn calls_of_validation() -> Vec<RuntimeCall> {
	use pallet_validation::Call;

	let path = vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap();
	let verdict = Verdict::Invalid {
		reason: Reason::Corrupted,
		leaf: Some(LeafProof { index: 0, leaf: [0; 32], path }),
	};
	vec![
		Call::<Runtime>::open_round { submission: 0, fee: 0, seats: 100 }.into(),
		Call::<Runtime>::join { round: 0 }.into(),
		Call::<Runtime>::commit { round: 0, commitment: [0; 32] }.into(),
		Call::<Runtime>::reveal { round: 0, verdict, salt: [0; 32] }.into(),
		Call::<Runtime>::veto { round: 0, reason: [0; 32] }.into(),
		Call::<Runtime>::advance { round: 0 }.into(),
		Call::<Runtime>::forget { round: 0 }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
	]
}

/// Those of the certification.
pub fn calls_of_certification() -> Vec<RuntimeCall> {
	use pallet_certification::Call;

	let kind = CertificateType::new("measurement").unwrap();
	let terms = || Terms {
		powers: Powers::ALL,
		scope: Scope::Category(category()),
		types: CertificateTypes::Only(vec![kind; MAX_TYPES as usize].try_into().unwrap()),
		delegable: true,
		from: 0,
		until: 0,
	};
	let statement = Statement {
		coverage: Coverage::new("readings").unwrap(),
		document: [0; 32],
		valid_until: 0,
	};
	let reason = [0; 32];
	vec![
		Call::<Runtime>::accredit { holder: SOMEBODY, terms: terms() }.into(),
		Call::<Runtime>::delegate { parent: 0, holder: SOMEBODY, terms: terms() }.into(),
		Call::<Runtime>::revoke_accreditation { accreditation: 0, reason }.into(),
		Call::<Runtime>::release_accreditation { accreditation: 0 }.into(),
		Call::<Runtime>::certify {
			accreditation: 0,
			subject: CertificateSubject::Submission(0),
			kind,
			valid_from: 0,
			statement,
		}
		.into(),
		Call::<Runtime>::renew { certificate: 0, accreditation: 0, statement }.into(),
		Call::<Runtime>::suspend { certificate: 0, reason }.into(),
		Call::<Runtime>::reinstate { certificate: 0, reason }.into(),
		Call::<Runtime>::revoke { certificate: 0, reason }.into(),
	]
}

/// Those of rights and access.
pub fn calls_of_access() -> Vec<RuntimeCall> {
	use pallet_data_access::Call;

	let (data_set, grant) = (0, 0);
	let purpose = Text::new("research").unwrap();
	let classes: Vec<_> = (0..8)
		.map(|number| FieldClass {
			name: Text::new(&format!("class-{number}")).unwrap(),
			level: Confidentiality::Secret,
		})
		.collect();
	let terms = GrantTerms {
		actions: Actions::ALL,
		purposes: vec![purpose; 4].try_into().unwrap(),
		fields: Fields::ALL,
		from: 0,
		until: Some(0),
		uses: Some(1),
	};
	let batch = AccessBatchBody {
		operator: SOMEBODY,
		data_set,
		records: Tree::from_leaves([b"leaf"]).fingerprint(),
		from: 0,
		to: 0,
		uses: (0..u64::from(MAX_USES))
			.map(|grant| (grant, 1))
			.collect::<Vec<_>>()
			.try_into()
			.unwrap(),
		refusals: 0,
	};
	let record = AccessRecord {
		data_set,
		accessor: SOMEBODY,
		request: Request { action: Action::Read, purpose, field: None, at: 0 },
		decision: AccessDecision::Permitted(Basis::Grant(grant)),
		salt: [0; 16],
	};
	let key = ClassKey { recipient: SOMEBODY, field: Some(0), wrapped: [0; 32] };
	vec![
		Call::<Runtime>::offer_shares {
			data_set,
			right: Right::Profit,
			to: SOMEBODY,
			shares: 1,
			until: 0,
		}
		.into(),
		Call::<Runtime>::approve_offer { offer: 0 }.into(),
		Call::<Runtime>::accept_shares { offer: 0 }.into(),
		Call::<Runtime>::close_offer { offer: 0 }.into(),
		Call::<Runtime>::approve_decision { data_set, decision: [0; 32] }.into(),
		Call::<Runtime>::withdraw_approval { data_set, decision: [0; 32] }.into(),
		Call::<Runtime>::set_field_classes { data_set, classes: classes.try_into().unwrap() }
			.into(),
		Call::<Runtime>::set_listing { data_set, did: SOMEBODY, stance: Some(Stance::Deny) }.into(),
		Call::<Runtime>::set_operator { data_set, operator: SOMEBODY, appointed: true }.into(),
		Call::<Runtime>::grant { data_set, grantee: Grantee::Did(SOMEBODY), terms }.into(),
		Call::<Runtime>::revoke_grant { grant }.into(),
		Call::<Runtime>::use_grant { grant, uses: 1 }.into(),
		Call::<Runtime>::open_epoch { data_set, commitment: [0; 32] }.into(),
		Call::<Runtime>::announce_keys {
			data_set,
			epoch: 0,
			keys: vec![key; MAX_ANNOUNCEMENTS as usize].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::prune_epoch { data_set, epoch: 0 }.into(),
		Call::<Runtime>::record_accesses { batch, signature: SIGNATURE }.into(),
		Call::<Runtime>::prove_contradiction {
			operator: SOMEBODY,
			sequence: 0,
			record,
			index: 0,
			path: vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap(),
		}
		.into(),
		Call::<Runtime>::set_parameters { parameters: AccessParameters::default() }.into(),
	]
}
