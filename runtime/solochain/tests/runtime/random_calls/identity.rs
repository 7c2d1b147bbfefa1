//! Stakeholders, votes, documents, devices, batches, roots, sponsors.

use super::world::*;
use crate::keys::{self, Key};
use codec::Encode;
use counterfoil_primitives::{
	document::{DidAct, Document, Service},
	enrolment::{self, EnrolmentAttestation, Link},
	payload::{signing_bytes, Purpose},
	sponsorship::{Beneficiary, Limits},
	DidId, DidStatus, Role, Roles, Text,
};
use counterfoil_runtime::{constants::currency::CFL, AccountId, Runtime, RuntimeCall};
use pallet_devices::{Asset, Attestation, EnrolmentStatus, Place, RootStatus};
use pallet_did::{Change, DeviceStatus, DidParameters, Motion};
use sp_keyring::Sr25519Keyring;

type Did = pallet_did::Call<Runtime>;
type Devices = pallet_devices::Call<Runtime>;
type Sponsors = pallet_sponsorship::Call<Runtime>;

/// The ways to change who is who.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	apply,
	propose,
	vote,
	vote,
	vote,
	close_proposal,
	register_device,
	register_device,
	set_device_status,
	set_parameters,
	suspend_at_once,
	update_document,
	update_document,
	deactivate,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[close_proposal, expire_transfer];

/// The ways to pay for others.
pub const SPONSORS: &[fn(&mut World) -> Option<Step>] = &[sponsor, sponsor, amend, end, cancel];

/// The ways to change devices.
pub const DEVICES: &[fn(&mut World) -> Option<Step>] = &[
	register_device,
	place,
	place,
	place,
	place,
	place,
	move_device,
	move_device,
	move_device,
	unplace,
	describe,
	decommission,
	tidy,
	tidy,
	offer_transfer,
	offer_transfer,
	accept_transfer,
	end_transfer,
	expire_transfer,
	enrol,
	activate,
	activate,
	strike_out,
	close_enrolment,
	clear_strikes,
	propose_root,
	decide_root,
	decide_root,
	remove_root,
];

fn any_role(world: &mut World) -> Role {
	world.dice.pick(Role::ALL).expect("there are roles")
}

fn apply(world: &mut World) -> Option<Step> {
	let account =
		world
			.dice
			.pick(Sr25519Keyring::well_known().filter(|party| {
				!pallet_did::DidOf::<Runtime>::contains_key(party.to_account_id())
			}))?;
	let key = if world.dice.percent(50) { world.new_key() } else { Key::Of(account) };
	let roles = Roles::from(any_role(world)) | any_role(world);
	Some((Who::Account(account), key.apply(account.to_account_id(), roles)))
}

fn propose(world: &mut World) -> Option<Step> {
	let proposer = world.stakeholder()?;
	let (subject, change) = match world.dice.pick(stakeholders(DidStatus::Suspended)) {
		Some(suspended) if world.dice.percent(60) => (suspended, Change::Reinstate),
		_ => {
			let subject = world.stakeholder()?;
			let change = match world.dice.below(20) {
				0 => Change::Revoke,
				1..6 => Change::Suspend,
				6..14 => Change::GrantRole(any_role(world)),
				_ => Change::WithdrawRole(any_role(world)),
			};
			(subject, change)
		},
	};
	by(proposer, Did::propose { subject, change })
}

fn vote(world: &mut World) -> Option<Step> {
	let (subject, motion, proposal) = world.dice.pick(pallet_did::Proposals::<Runtime>::iter())?;
	let voter = world.dice.pick(
		stakeholders(DidStatus::Active)
			.into_iter()
			.filter(|did| *did != subject && !proposal.ballots.contains_key(did)),
	)?;
	let aye = match motion {
		Motion::Revoke => world.dice.percent(40),
		_ => world.dice.percent(80),
	};
	by(voter, Did::vote { subject, motion, proposal: proposal.serial, aye })
}

fn close_proposal(world: &mut World) -> Option<Step> {
	let (subject, motion, _) = world.dice.pick(
		pallet_did::Proposals::<Runtime>::iter().filter(|(_, _, open)| open.deadline < now()),
	)?;
	let anybody = world.stakeholder()?;
	by(anybody, Did::close_proposal { subject, motion })
}

/// Some have many devices, others few.
fn register_device(world: &mut World) -> Option<Step> {
	let owner = match stakeholders(DidStatus::Active).into_iter().min() {
		Some(first) if world.dice.percent(60) => first,
		_ => world.stakeholder()?,
	};
	device_for(world, owner)
}

/// A new device of this owner.
pub fn device_for(world: &mut World, owner: DidId) -> Option<Step> {
	let key = world.new_key();
	let metadata = world.dice.hash();
	by(owner, key.register(owner, metadata))
}

fn set_device_status(world: &mut World) -> Option<Step> {
	let (device, owner) = world.device()?;
	let status = match status(device) {
		DidStatus::Suspended => DeviceStatus::Active,
		_ if world.dice.percent(30) => DeviceStatus::Revoked,
		_ => DeviceStatus::Suspended,
	};
	by(owner, Did::set_device_status { device, status })
}

fn set_parameters(world: &mut World) -> Option<Step> {
	world.dice.percent(20).then_some(())?;
	let confirmation_period = 60_000 + world.dice.below(600_000);
	council(Did::set_parameters {
		parameters: DidParameters {
			voting_period: 60_000 + world.dice.below(600_000),
			confirmation_period,
			suspension_cool_down: confirmation_period,
			rules: Default::default(),
		},
	})
}

fn suspend_at_once(world: &mut World) -> Option<Step> {
	let regulator = world.in_role(Role::Regulator)?;
	let subject = world.stakeholder()?;
	by(regulator, Did::suspend_at_once { subject, reason: world.dice.hash() })
}

/// A subject that may change, and whoever makes the call for it: itself, its owner or, for controllers, anybody.
fn changeable(world: &mut World) -> Option<(DidId, DidId)> {
	if world.dice.percent(60) {
		world.device()
	} else {
		let did = world.stakeholder()?;
		Some((did, did))
	}
}

/// As many controllers as it takes, with their keys.
fn agreeing(world: &World, before: &Document) -> Option<Vec<(DidId, Key)>> {
	before
		.controllers
		.iter()
		.take(before.threshold.into())
		.map(|did| Some((*did, world.key_of(*did)?)))
		.collect()
}

fn update_document(world: &mut World) -> Option<Step> {
	let (did, caller) = changeable(world)?;
	let before = document_of(did)?;
	let mut document = before.clone();
	let mut new = Vec::new();
	if world.dice.percent(50) {
		let key = world.new_key();
		new.push(key);
		document.methods = Document::of_key(key.public()).methods;
	}
	if world.dice.percent(40) {
		let service = Service {
			id: 1,
			kind: Text::new("LinkedDomains").unwrap(),
			endpoint: format!("https://example.org/{}", world.dice.below(100))
				.into_bytes()
				.try_into()
				.unwrap(),
		};
		document.services = vec![service].try_into().unwrap();
	}
	if world.dice.percent(20) {
		let controller = world.stakeholder().filter(|controller| *controller != did)?;
		document.controllers = vec![controller].try_into().unwrap();
		document.threshold = 1;
	} else if world.dice.percent(60) {
		document.controllers = Default::default();
		document.threshold = 0;
	}
	let mut agreeing = agreeing(world, &before)?;
	// Who becomes a controller agrees as well.
	for new in document.controllers.iter().filter(|new| !before.controllers.contains(new)) {
		agreeing.push((*new, world.key_of(*new)?));
	}
	by(caller, keys::update_document(did, record(did)?.version, document, &new, &agreeing))
}

fn deactivate(world: &mut World) -> Option<Step> {
	let (did, caller) = changeable(world)?;
	// The consortium must not die out.
	if did == caller && stakeholders(DidStatus::Active).len() < 6 {
		return None;
	}
	let agreeing = agreeing(world, &document_of(did)?)?;
	let approvals = keys::approvals(did, record(did)?.version, DidAct::Deactivate, &agreeing);
	by(caller, Did::deactivate { did, approvals })
}

fn limits(world: &mut World) -> Limits {
	Limits {
		calls_per_window: 1 + world.dice.below(20) as u32,
		spend_per_window: u128::from(world.dice.below(20)) * CFL,
		window: 60_000,
		spend_total: 50 * CFL,
		valid_until: world.soon() + 600_000,
	}
}

fn sponsor(world: &mut World) -> Option<Step> {
	let party = world.dice.pick(Sr25519Keyring::well_known())?;
	let did = world.stakeholder()?;
	let beneficiary = match world.dice.below(3) {
		0 => Beneficiary::Did(did),
		1 => Beneficiary::DevicesOf(did),
		_ => Beneficiary::Did(world.device()?.0),
	};
	let limits = limits(world);
	Some((Who::Account(party), Sponsors::sponsor { beneficiary, limits }.into()))
}

/// A sponsorship.
fn sponsorship(world: &mut World) -> Option<(Sr25519Keyring, Beneficiary)> {
	let (sponsor, beneficiary, _) =
		world.dice.pick(pallet_sponsorship::Sponsorships::<Runtime>::iter())?;
	Some((Sr25519Keyring::from_account_id(&sponsor)?, beneficiary))
}

fn amend(world: &mut World) -> Option<Step> {
	let (sponsor, beneficiary) = sponsorship(world)?;
	let limits = limits(world);
	Some((Who::Account(sponsor), Sponsors::amend { beneficiary, limits }.into()))
}

fn end(world: &mut World) -> Option<Step> {
	let (sponsor, beneficiary) = sponsorship(world).filter(|_| world.dice.percent(30))?;
	Some((Who::Account(sponsor), Sponsors::end { beneficiary }.into()))
}

fn cancel(world: &mut World) -> Option<Step> {
	let (did, owner) = changeable(world)?;
	let nonce = pallet_sponsorship::NextNonce::<Runtime>::get(did);
	by(owner, Sponsors::cancel { did, nonce })
}

/// The call of this stakeholder, or of one of its devices, at a sponsor's expense, if somebody sponsors it.
pub fn sponsored(world: &mut World, party: Sr25519Keyring, call: &RuntimeCall) -> Option<Step> {
	let did = pallet_did::DidOf::<Runtime>::get(party.to_account_id())?;
	let did = match call {
		// A device submits by itself as well.
		RuntimeCall::DataRegistry(pallet_data_registry::Call::submit { device, .. }) => *device,
		_ => did,
	};
	let key = world.key_of(did)?;
	let owner = record(did)?.owner();
	let (sponsor, _, _) =
		world.dice.pick(pallet_sponsorship::Sponsorships::<Runtime>::iter().filter(
			|(_, beneficiary, _)| match beneficiary {
				Beneficiary::Did(one) => *one == did,
				Beneficiary::DevicesOf(of) => Some(*of) == owner,
			},
		))?;
	// A device may leave open who pays.
	let named = (owner.is_none() || world.dice.percent(50)).then(|| sponsor.clone());
	let sponsor = Sr25519Keyring::from_account_id(&sponsor)?;
	let valid = (now(), now() + 60_000);
	Some((Who::Account(sponsor), key.sponsored(did, named, valid, call.clone())))
}

fn place_of(device: DidId) -> Option<pallet_devices::Node<Runtime>> {
	pallet_devices::Nodes::<Runtime>::get(device)
}

/// A place of this owner that something may stand below.
fn parent(world: &mut World, owner: DidId) -> Option<DidId> {
	let holds = |did: DidId| place_of(did).is_some_and(|node| node.place != Place::Sensor);
	world
		.dice
		.pick(devices().into_iter().filter(|(did, of)| *of == owner && holds(*did)))
		.map(|(did, _)| did)
}

fn place(world: &mut World) -> Option<Step> {
	let (device, owner) =
		world.dice.pick(devices().into_iter().filter(|(did, _)| place_of(*did).is_none()))?;
	let parent = parent(world, owner);
	let place = match parent {
		None => world.dice.pick([Place::Site, Place::Gateway])?,
		Some(_) => world.dice.pick([Place::Site, Place::Gateway, Place::Gateway, Place::Sensor])?,
	};
	by(owner, Devices::place { device, place, parent })
}

fn move_device(world: &mut World) -> Option<Step> {
	let (device, owner) =
		world.dice.pick(devices().into_iter().filter(|(did, _)| place_of(*did).is_some()))?;
	let stands_below = place_of(device)?.parent;
	let parent = if stands_below.is_some() && world.dice.percent(30) {
		None
	} else {
		Some(parent(world, owner).filter(|to| *to != device && Some(*to) != stands_below)?)
	};
	by(owner, Devices::move_device { device, parent })
}

fn unplace(world: &mut World) -> Option<Step> {
	let (device, owner) =
		world.dice.pick(devices().into_iter().filter(|(did, _)| place_of(*did).is_some()))?;
	by(owner, Devices::unplace { device })
}

fn link(world: &mut World) -> Option<Link> {
	let number = world.dice.below(100);
	world.dice.percent(60).then(|| Text::new(&format!("https://example.org/td/{number}")).unwrap())
}

fn describe(world: &mut World) -> Option<Step> {
	let (device, owner) = world.device()?;
	let link = link(world);
	by(owner, Devices::describe { device, metadata: world.dice.hash(), link })
}

fn decommission(world: &mut World) -> Option<Step> {
	let (device, owner) = world.device()?;
	by(owner, Devices::decommission { device })
}

fn tidy(world: &mut World) -> Option<Step> {
	let (device, owner) = world.dice.pick(devices().into_iter().filter(|(did, _)| {
		status(*did) == DidStatus::Revoked
			&& (place_of(*did).is_some()
				|| pallet_devices::Members::<Runtime>::contains_key(did)
				|| pallet_devices::Descriptions::<Runtime>::contains_key(did))
	}))?;
	by(owner, Devices::tidy { device })
}

fn offer_transfer(world: &mut World) -> Option<Step> {
	let (asset, owner) = if world.dice.percent(75) {
		let (device, owner) = world.device()?;
		(Asset::Device(device), owner)
	} else {
		let (id, enrolment) = world.dice.pick(pallet_devices::Enrolments::<Runtime>::iter())?;
		(Asset::Enrolment(id), enrolment.owner)
	};
	let to = world.stakeholder()?;
	let deadline = world.soon();
	by(owner, Devices::offer_transfer { asset, to, deadline })
}

fn accept_transfer(world: &mut World) -> Option<Step> {
	let (asset, offer) = world.dice.pick(pallet_devices::Offers::<Runtime>::iter())?;
	by(offer.to, Devices::accept_transfer { asset })
}

fn end_transfer(world: &mut World) -> Option<Step> {
	let (asset, offer) = world.dice.pick(pallet_devices::Offers::<Runtime>::iter())?;
	let party = if world.dice.percent(50) { offer.from } else { offer.to };
	by(party, Devices::end_transfer { asset })
}

fn expire_transfer(world: &mut World) -> Option<Step> {
	let (asset, offer) = world.dice.pick(
		pallet_devices::Offers::<Runtime>::iter().filter(|(_, offer)| offer.deadline < now()),
	)?;
	by(offer.to, Devices::expire_transfer { asset })
}

fn enrol(world: &mut World) -> Option<Step> {
	let enroller = world.stakeholder()?;
	let keys: Vec<_> = (0..1 + world.dice.below(6)).map(|_| world.new_key()).collect();
	let batch = enrolment::batch_of(&keys::tree_of(&keys))?;
	let metadata = world.dice.hash();
	let admitted = pallet_devices::AttestationRoots::<Runtime>::iter()
		.filter(|(_, root)| root.status == RootStatus::Admitted);
	let attestation = world.dice.pick(admitted).map(|(root, record)| {
		let body = EnrolmentAttestation { root, enroller, batch, metadata };
		let message = signing_bytes(Purpose::EnrolmentAttestation, &keys::genesis(), 0, &body);
		let key = world.known[&record.key.encode()];
		Attestation { root, signature: key.sign(&message) }
	});
	world.batches.insert(pallet_devices::NextEnrolment::<Runtime>::get(), keys);
	let link = link(world);
	by(enroller, Devices::enrol { batch, metadata, link, attestation })
}

fn activate(world: &mut World) -> Option<Step> {
	let (id, enrolment) = world.dice.pick(
		pallet_devices::Enrolments::<Runtime>::iter()
			.filter(|(_, enrolment)| enrolment.status == EnrolmentStatus::Open),
	)?;
	let keys = world.batches[&id].clone();
	let index = world.dice.below(keys.len() as u64) as usize;
	let call = keys[index].activate(id, enrolment.owner, &keys::tree_of(&keys), index as u32);
	let payer = world.dice.pick(Sr25519Keyring::well_known())?;
	Some((Who::Account(payer), call))
}

fn strike_out(world: &mut World) -> Option<Step> {
	let (id, enrolment) = world.dice.pick(pallet_devices::Enrolments::<Runtime>::iter())?;
	let device = world.dice.pick(world.batches[&id].clone())?.did();
	by(enrolment.owner, Devices::strike_out { enrolment: id, device })
}

fn close_enrolment(world: &mut World) -> Option<Step> {
	let (id, enrolment) = world.dice.pick(pallet_devices::Enrolments::<Runtime>::iter())?;
	let call = if world.dice.percent(60) {
		Devices::close_enrolment { enrolment: id }
	} else {
		Devices::revoke_enrolment { enrolment: id }
	};
	by(enrolment.owner, call)
}

fn clear_strikes(world: &mut World) -> Option<Step> {
	let (id, _) = world.dice.pick(
		pallet_devices::Enrolments::<Runtime>::iter()
			.filter(|(_, one)| one.struck > 0 && one.status != EnrolmentStatus::Open),
	)?;
	let limit = 1 + world.dice.below(3) as u32;
	let anybody = world.stakeholder()?;
	by(anybody, Devices::clear_strikes { enrolment: id, limit })
}

fn propose_root(world: &mut World) -> Option<Step> {
	let manufacturer = world.stakeholder()?;
	let key = world.new_key().public();
	let valid_until = world.soon();
	by(manufacturer, Devices::propose_root { key, valid_until, policy: world.dice.hash() })
}

fn decide_root(world: &mut World) -> Option<Step> {
	let (root, record) = world.dice.pick(pallet_devices::AttestationRoots::<Runtime>::iter())?;
	match record.status {
		RootStatus::Proposed if world.dice.percent(75) => council(Devices::admit_root { root }),
		RootStatus::Proposed => council(Devices::reject_root { root }),
		_ => council(Devices::revoke_root { root }),
	}
}

fn remove_root(world: &mut World) -> Option<Step> {
	let (root, record) = world.dice.pick(
		pallet_devices::AttestationRoots::<Runtime>::iter()
			.filter(|(_, root)| root.enrolments == 0),
	)?;
	by(record.manufacturer, Devices::remove_root { root })
}

/// Who stands at the beginning: account, key, roles.
pub fn founders() -> Vec<(AccountId, counterfoil_primitives::VerificationKey, Roles)> {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};

	let roles = |roles: &[Role]| roles.iter().copied().fold(Roles::EMPTY, |all, one| all | one);
	[
		(Alice, roles(&[Role::Regulator, Role::Other])),
		(Bob, roles(&[Role::Supplier, Role::ServiceProvider, Role::Validator])),
		(Charlie, roles(&[Role::Validator, Role::Regulator])),
		(Dave, roles(&[Role::Supplier, Role::Validator])),
		(Eve, roles(&[Role::Demander, Role::Validator, Role::ServiceProvider])),
		(Ferdie, roles(&[Role::Demander, Role::Supplier, Role::Validator])),
	]
	.map(|(party, roles)| (party.to_account_id(), Key::Of(party).public(), roles))
	.to_vec()
}
