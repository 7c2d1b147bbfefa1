//! Schemas, data sets, submissions, rounds, accreditations, certificates.

use super::{identity, world::*};
use crate::keys;
use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	verdict::{commitment, LeafProof, Participation},
	Category, CertificateSubject, CertificateType, Confidentiality, DidId, DidStatus, MediaType,
	Reason, Region, Role, SubmissionBody, SubmissionStatus, Tree,
};
use counterfoil_runtime::{constants::currency::CFL, Runtime};
use pallet_certification::{Coverage, Statement};
use pallet_data_registry::{DataSetDetails, RegistryParameters, Submissions};
use pallet_validation::{Phase, Rounds, SeatOf, Seats, Verdict};

type Registry = pallet_data_registry::Call<Runtime>;
type Judging = pallet_validation::Call<Runtime>;
type Certifying = pallet_certification::Call<Runtime>;

/// The ways to bring data.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	register_schema,
	deprecate_schema,
	register_data_set,
	register_data_set,
	submit,
	submit,
	submit,
	submit_again,
	correct,
	set_parameters,
];

/// The ways to judge data.
pub const ROUNDS: &[fn(&mut World) -> Option<Step>] = &[
	submit, open_round, open_round, join, join, join, commit, commit, commit, reveal, reveal,
	reveal, veto, advance, forget, set_terms,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[advance, forget];

/// The ways to vouch for data and for those who bring them.
pub const CERTIFICATES: &[fn(&mut World) -> Option<Step>] = &[
	accredit,
	delegate,
	revoke_accreditation,
	release_accreditation,
	certify,
	certify,
	certify,
	renew,
	suspend,
	reinstate,
	revoke,
];

fn register_schema(world: &mut World) -> Option<Step> {
	let enough = pallet_data_registry::Schemas::<Runtime>::iter_keys().count() > 4;
	(!enough || world.dice.percent(20)).then_some(())?;
	let author = world.in_role(Role::Supplier)?;
	let mine = pallet_data_registry::Schemas::<Runtime>::iter()
		.filter(|(_, schema)| schema.author == author)
		.map(|(hash, _)| hash);
	let previous = world.dice.pick(mine).filter(|_| world.dice.percent(50));
	let media_type = MediaType::new("application/schema+json").unwrap();
	by(author, Registry::register_schema { hash: world.dice.hash(), media_type, previous })
}

fn deprecate_schema(world: &mut World) -> Option<Step> {
	let (hash, schema) = world.dice.pick(pallet_data_registry::Schemas::<Runtime>::iter())?;
	let call = Registry::deprecate_schema { hash };
	world.dice.percent(30).then_some(())?;
	by(schema.author, call)
}

fn register_data_set(world: &mut World) -> Option<Step> {
	let enough = pallet_data_registry::DataSets::<Runtime>::iter_keys().count() > 3;
	(!enough || world.dice.percent(20)).then_some(())?;
	let owner = world.in_role(Role::Supplier)?;
	let schemas = pallet_data_registry::Schemas::<Runtime>::iter()
		.filter(|(_, schema)| schema.deprecated.is_none() || world.dice.percent(10))
		.map(|(hash, _)| hash)
		.collect::<Vec<_>>();
	let Some(schema) = world.dice.pick(schemas) else { return register_schema(world) };
	let parents: Vec<_> = pallet_data_registry::DataSets::<Runtime>::iter_keys()
		.filter(|_| world.dice.percent(20))
		.take(8)
		.collect();
	let parents: std::collections::BTreeSet<_> = parents.into_iter().collect();
	let details = DataSetDetails {
		schema,
		media_type: MediaType::new("text/csv").unwrap(),
		category: Category::new("water/flow").unwrap(),
		region: Region::new("u1x0d").unwrap(),
		confidentiality: world.dice.pick([
			Confidentiality::Public,
			Confidentiality::Restricted,
			Confidentiality::Confidential,
			Confidentiality::Secret,
		])?,
		licence: world.dice.hash(),
	};
	let parents = parents.into_iter().collect::<Vec<_>>().try_into().unwrap();
	by(owner, Registry::register_data_set { details, parents })
}

/// A batch of a device of the owner of some data set.
fn new_submission(world: &mut World, corrects: Option<u64>) -> Option<Step> {
	let chosen = match corrects {
		Some(id) => {
			let data_set = Submissions::<Runtime>::get(id)?.body.data_set;
			pallet_data_registry::DataSets::<Runtime>::get(data_set).map(|set| (data_set, set))
		},
		None => world.dice.pick(pallet_data_registry::DataSets::<Runtime>::iter()),
	};
	let Some((data_set, set)) = chosen else { return register_data_set(world) };
	let Some(device) = world.device_of(set.owner) else {
		return identity::device_for(world, set.owner);
	};
	let first = world.dice.below(1_000_000);
	let readings: Vec<_> =
		(0..1 + world.dice.below(5)).map(|number| format!("{},17.3", first + number)).collect();
	let fingerprint = Tree::from_leaves(&readings).fingerprint();
	world.readings.insert(fingerprint.root, readings);
	let body = SubmissionBody {
		data_set,
		schema: set.details.schema,
		fingerprint,
		from: now() - world.dice.pick([1_000, 1_000, 20_000, 60_000])?,
		to: now(),
		corrects,
	};
	let key = world.key_of(device)?;
	let skipped = if world.dice.percent(20) { world.dice.below(3) } else { 0 };
	let sequence = counterfoil_runtime::DataRegistry::next_sequence(device) + skipped;
	by(set.owner, key.submit_as(device, sequence, body))
}

fn submit(world: &mut World) -> Option<Step> {
	new_submission(world, None)
}

fn submit_again(world: &mut World) -> Option<Step> {
	let (_, old) = world.dice.pick(Submissions::<Runtime>::iter())?;
	let key = world.key_of(old.device)?;
	by(old.supplier, key.submit_as(old.device, old.sequence, old.body))
}

fn correct(world: &mut World) -> Option<Step> {
	let (id, _) = world.dice.pick(Submissions::<Runtime>::iter().filter(|(_, old)| {
		old.corrected_by.is_none()
			&& matches!(old.status, SubmissionStatus::Validated | SubmissionStatus::Rejected)
	}))?;
	new_submission(world, Some(id))
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let clock_tolerance = 30_000 + world.dice.below(60_000);
	let parameters = RegistryParameters { clock_tolerance, ..Default::default() };
	council(Registry::set_parameters { parameters })
}

fn open_round(world: &mut World) -> Option<Step> {
	let waiting = Submissions::<Runtime>::iter()
		.filter(|(_, record)| record.status == SubmissionStatus::Submitted);
	let Some((submission, record)) = world.dice.pick(waiting) else { return submit(world) };
	let fee = CFL / 10 + u128::from(world.dice.below(1_000_000_007));
	let seats = 2 + world.dice.below(2) as u32;
	by(record.supplier, Judging::open_round { submission, fee, seats })
}

/// Whether there are some validated data to sell.
pub fn is_enough() -> bool {
	let validated = |one: &pallet_data_registry::SubmissionOf<Runtime>| {
		one.status == SubmissionStatus::Validated
	};
	Submissions::<Runtime>::iter_values().filter(validated).count() > 2
}

/// The next step of a round, or the beginning of one.
pub fn round_on(world: &mut World) -> Option<Step> {
	let open = Rounds::<Runtime>::iter().filter(|(_, round)| round.phase.outcome().is_none());
	let Some((_, round)) = world.dice.pick(open) else { return open_round(world) };
	match round.phase {
		Phase::Joining { .. } => join(world),
		Phase::Committing { .. } => commit(world),
		_ => reveal(world),
	}
}

fn join(world: &mut World) -> Option<Step> {
	let (round, _) = world.dice.pick(
		Rounds::<Runtime>::iter().filter(|(_, round)| matches!(round.phase, Phase::Joining { .. })),
	)?;
	let validators = stakeholders(DidStatus::Active).into_iter().filter(|did| {
		has_role(*did, Role::Validator) && !SeatOf::<Runtime>::contains_key(did, round)
	});
	let validator = world.dice.pick(validators)?;
	by(validator, Judging::join { round })
}

/// A member of a round in some phase who has not done his part.
fn member(world: &mut World, fits: fn(&Phase, &Participation) -> bool) -> Option<(u64, DidId)> {
	let members = Rounds::<Runtime>::iter().flat_map(|(id, round)| {
		(0..round.joined)
			.filter_map(move |seat| Seats::<Runtime>::get(id, seat))
			.filter(move |member| fits(&round.phase, &member.participation))
			.map(move |member| (id, member.validator.did))
	});
	world.dice.pick(members)
}

fn commit(world: &mut World) -> Option<Step> {
	let (round, validator) = member(world, |phase, part| {
		matches!((phase, part), (Phase::Committing { .. }, Participation::Joined))
	})?;
	let verdict = match world.verdicts.get(&(round, validator)) {
		// Once committed, a second one is refused and must not be remembered.
		Some((verdict, _)) => verdict.clone(),
		None => verdict(world, round)?,
	};
	let salt = sp_io::hashing::sha2_256(&validator.0);
	let commitment = commitment(&keys::genesis(), round, &validator, &verdict, &salt);
	world.verdicts.insert((round, validator), (verdict, salt));
	by(validator, Judging::commit { round, commitment })
}

fn verdict(world: &mut World, round: u64) -> Option<Verdict> {
	if world.dice.percent(80) {
		return Some(Verdict::Valid { quality: world.dice.below(1_001) as u16 });
	}
	let root = Rounds::<Runtime>::get(round)?.fingerprint.root;
	let readings = &world.readings[&root];
	let tree = Tree::from_leaves(readings);
	let index = world.dice.below(readings.len() as u64);
	let proof = LeafProof {
		index,
		leaf: counterfoil_primitives::fingerprint::leaf_hash(readings[index as usize].as_bytes()),
		path: path(&tree, index as usize).try_into().unwrap(),
	};
	let leaf = world.dice.percent(50).then_some(proof);
	let reason = world.dice.pick([Reason::OutOfRange, Reason::Implausible])?;
	Some(Verdict::Invalid { reason, leaf })
}

fn reveal(world: &mut World) -> Option<Step> {
	let (round, validator) = member(world, |phase, part| {
		matches!((phase, part), (Phase::Revealing { .. }, Participation::Committed(_)))
	})?;
	let (verdict, salt) = world.verdicts.get(&(round, validator))?.clone();
	by(validator, Judging::reveal { round, verdict, salt })
}

fn veto(world: &mut World) -> Option<Step> {
	world.dice.percent(50).then_some(())?;
	let (round, _) = world
		.dice
		.pick(Rounds::<Runtime>::iter().filter(|(_, round)| round.phase.outcome().is_none()))?;
	let regulator = world.in_role(Role::Regulator)?;
	by(regulator, Judging::veto { round, reason: world.dice.hash() })
}

fn advance(world: &mut World) -> Option<Step> {
	let (round, _) = world.dice.pick(
		Rounds::<Runtime>::iter()
			.filter(|(_, round)| round.phase.due().is_some_and(|due| due < now())),
	)?;
	let anybody = world.stakeholder()?;
	by(anybody, Judging::advance { round })
}

fn forget(world: &mut World) -> Option<Step> {
	let (round, _) =
		world.dice.pick(Rounds::<Runtime>::iter().filter(|(_, round)| match round.phase {
			Phase::Closed { at, .. } => now() > at + round.terms.retention,
			_ => false,
		}))?;
	let anybody = world.stakeholder()?;
	by(anybody, Judging::forget { round })
}

fn set_terms(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let mut parameters = pallet_validation::ParametersStore::<Runtime>::get();
	parameters.bond = CFL + u128::from(world.dice.below(1_000_003));
	parameters.minority_penalty = world.dice.below(400) as u16 + 50;
	council(Judging::set_parameters { parameters })
}

/// What an accreditation allows, within the one above it.
fn terms(world: &mut World, above: Option<&Terms>) -> Terms {
	let scope = match world.dice.below(3) {
		0 => Scope::Everything,
		1 => Scope::Category(Category::new("water").unwrap()),
		_ => Scope::Subjects,
	};
	match above {
		Some(above) => Terms { delegable: world.dice.percent(50), ..above.clone() },
		None => Terms {
			powers: Powers::ALL,
			scope,
			types: CertificateTypes::Any,
			delegable: world.dice.percent(70),
			from: now(),
			until: now() + 60_000 + world.dice.below(3_600_000),
		},
	}
}

fn accredit(world: &mut World) -> Option<Step> {
	let holder = world.in_role(Role::Regulator)?;
	let terms = terms(world, None);
	council(Certifying::accredit { holder, terms })
}

fn delegate(world: &mut World) -> Option<Step> {
	let (parent, above) = world.dice.pick(
		pallet_certification::Accreditations::<Runtime>::iter()
			.filter(|(_, above)| above.terms.delegable && above.revoked.is_none()),
	)?;
	let holder = world.in_role(Role::Regulator).filter(|holder| *holder != above.holder)?;
	let terms = terms(world, Some(&above.terms));
	by(above.holder, Certifying::delegate { parent, holder, terms })
}

fn revoke_accreditation(world: &mut World) -> Option<Step> {
	let (accreditation, record) =
		world.dice.pick(pallet_certification::Accreditations::<Runtime>::iter())?;
	let call = Certifying::revoke_accreditation { accreditation, reason: world.dice.hash() };
	match record.granted_by {
		Some(above) => by(above, call),
		None => council(call),
	}
}

fn release_accreditation(world: &mut World) -> Option<Step> {
	let (accreditation, _) = world.dice.pick(
		pallet_certification::Accreditations::<Runtime>::iter()
			.filter(|(_, record)| record.revoked.is_some() || record.terms.until < now()),
	)?;
	let anybody = world.stakeholder()?;
	by(anybody, Certifying::release_accreditation { accreditation })
}

fn statement(world: &mut World) -> Statement {
	Statement {
		coverage: Coverage::new("readings").unwrap(),
		document: world.dice.hash(),
		valid_until: world.soon(),
	}
}

fn kind(world: &mut World) -> CertificateType {
	let name = world.dice.pick(["measurement", "origin"]).unwrap_or_default();
	CertificateType::new(name).unwrap()
}

fn certify(world: &mut World) -> Option<Step> {
	let (accreditation, record) = world.dice.pick(
		pallet_certification::Accreditations::<Runtime>::iter()
			.filter(|(_, record)| record.revoked.is_none()),
	)?;
	let validated = Submissions::<Runtime>::iter()
		.filter(|(_, one)| one.status == SubmissionStatus::Validated)
		.map(|(id, _)| id);
	let subject = match world.dice.below(5) {
		0 => CertificateSubject::Did(world.stakeholder()?),
		1 => CertificateSubject::Did(world.device()?.0),
		2 => CertificateSubject::DataSet(
			world.dice.pick(pallet_data_registry::DataSets::<Runtime>::iter_keys())?,
		),
		_ => CertificateSubject::Submission(world.dice.pick(validated)?),
	};
	let (kind, statement) = (kind(world), statement(world));
	let valid_from = now();
	by(record.holder, Certifying::certify { accreditation, subject, kind, valid_from, statement })
}

/// The submission is certified under some accreditation, or somebody is accredited for everything.
pub fn certify_submission(world: &mut World, submission: u64) -> Option<Step> {
	let accredited = pallet_certification::Accreditations::<Runtime>::iter().filter(|(_, one)| {
		one.revoked.is_none() && one.terms.until > now() && one.terms.scope != Scope::Subjects
	});
	let Some((accreditation, record)) = world.dice.pick(accredited) else {
		let holder = world.in_role(Role::Regulator)?;
		let scope = Scope::Everything;
		return council(Certifying::accredit {
			holder,
			terms: Terms { scope, ..terms(world, None) },
		});
	};
	let call = Certifying::certify {
		accreditation,
		subject: CertificateSubject::Submission(submission),
		kind: kind(world),
		valid_from: now(),
		statement: statement(world),
	};
	by(record.holder, call)
}

fn certificate(world: &mut World) -> Option<(u64, pallet_certification::CertificateOf<Runtime>)> {
	world.dice.pick(
		pallet_certification::Certificates::<Runtime>::iter()
			.filter(|(_, one)| one.revoked.is_none() && one.superseded_by.is_none()),
	)
}

fn renew(world: &mut World) -> Option<Step> {
	let (certificate, record) = certificate(world)?;
	let accreditation = world.dice.pick(
		pallet_certification::Accreditations::<Runtime>::iter()
			.filter(|(_, one)| one.holder == record.issuer)
			.map(|(id, _)| id),
	)?;
	let statement = statement(world);
	by(record.issuer, Certifying::renew { certificate, accreditation, statement })
}

fn suspend(world: &mut World) -> Option<Step> {
	let (certificate, record) = certificate(world)?;
	let call = Certifying::suspend { certificate, reason: world.dice.hash() };
	if world.dice.percent(70) {
		by(record.issuer, call)
	} else {
		council(call)
	}
}

fn reinstate(world: &mut World) -> Option<Step> {
	let (certificate, record) = world.dice.pick(
		pallet_certification::Certificates::<Runtime>::iter()
			.filter(|(_, one)| one.suspended.is_some() && one.revoked.is_none()),
	)?;
	let call = Certifying::reinstate { certificate, reason: world.dice.hash() };
	if world.dice.percent(50) {
		by(record.issuer, call)
	} else {
		council(call)
	}
}

fn revoke(world: &mut World) -> Option<Step> {
	let (certificate, record) = certificate(world)?;
	by(record.issuer, Certifying::revoke { certificate, reason: world.dice.hash() })
}
