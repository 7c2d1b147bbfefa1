//! Data that go from hand to hand.

use super::{data, world::*};
use counterfoil_primitives::{
	access::Actions,
	custody::{Marks, Receipt, Source},
	usage::{UsageStatement, UsageTerms},
	CertificateSubject, DidId, Role, SubmissionId,
};
use counterfoil_runtime::{Custody, Runtime};
use pallet_custody::{Circulation, Circulations, EndUser, Holdings, Provision, Stage};

type Holding = pallet_custody::Call<Runtime>;

/// The ways to ask for data, to give them, and to say that one has them.
pub const STEPS: &[fn(&mut World) -> Option<Step>] = &[
	request,
	request,
	request,
	pass_on,
	pass_on,
	confirm,
	confirm,
	provide,
	provide,
	provide,
	provide_sold,
	provide_sold,
	provide_sold,
	ask_for_bought,
	answer,
	answer,
	answer,
	withdraw,
	expire,
];

/// What the chain does by itself when something is over, done by hand before it comes to it.
pub const LATE: &[fn(&mut World) -> Option<Step>] = &[expire];

/// For whom a proxy asks: on terms that are narrow enough.
fn user(world: &mut World, usage: &UsageStatement) -> Option<EndUser> {
	let did = world.stakeholder()?;
	let terms = usage.terms.passable(0, now()).ok()?;
	let actions = match world.dice.percent(50) {
		true => terms.actions,
		false => Actions::READING,
	};
	let copies = if actions == Actions::READING { 0 } else { terms.copies };
	let document = world.dice.hash();
	Some(EndUser {
		did,
		usage: UsageStatement { document, terms: UsageTerms { actions, copies, ..terms } },
	})
}

fn request(world: &mut World) -> Option<Step> {
	let Some((_, data_set, lot)) = world.lot() else { return data::round_on(world) };
	let proxy = world.dice.percent(60);
	let receiver = if proxy { world.in_role(Role::ServiceProvider) } else { world.stakeholder() }?;
	let usage = world.usage();
	let user = if proxy { user(world, &usage) } else { None };
	let until = world.soon();
	let (source, submissions) = (Source::Owner(data_set), lot.try_into().ok()?);
	by(receiver, Holding::request { source, submissions, usage, user, until })
}

/// Asks somebody who holds data by others' hands.
fn pass_on(world: &mut World) -> Option<Step> {
	let received = Holdings::<Runtime>::iter()
		.filter(|(_, held)| matches!(held.receipt, Receipt::Received(_)));
	let (id, held) = world.dice.pick(received)?;
	let widest = Custody::passable(id)?.unwrap_or(held.usage.terms.clone());
	let copies = if world.dice.percent(60) { widest.copies / 2 } else { widest.copies };
	let usage =
		UsageStatement { document: world.dice.hash(), terms: UsageTerms { copies, ..widest } };
	let proxy = world.dice.percent(30);
	let receiver = if proxy { world.in_role(Role::ServiceProvider) } else { world.stakeholder() }?;
	let user = if proxy { user(world, &usage) } else { None };
	let submissions: Vec<SubmissionId> = held.parts.iter().map(|part| part.submission).collect();
	let (source, submissions) = (Source::Holding(id), submissions.try_into().ok()?);
	by(receiver, Holding::request { source, submissions, usage, user, until: world.soon() })
}

fn confirm(world: &mut World) -> Option<Step> {
	let waiting = Circulations::<Runtime>::iter()
		.filter(|(_, one)| one.stage == Stage::Requested && one.user.is_some());
	let (circulation, one) = world.dice.pick(waiting)?;
	by(one.user?.did, Holding::confirm { circulation })
}

/// Who is to give now, and on what terms he was asked to.
fn hop(circulation: &Circulation<Runtime>) -> Option<(DidId, UsageStatement)> {
	match (circulation.stage, &circulation.user) {
		(Stage::AtProxy { .. }, Some(user)) => Some((circulation.receiver.did, user.usage.clone())),
		_ => Some((circulation.giver, circulation.usage.clone())),
	}
}

fn provide(world: &mut World) -> Option<Step> {
	let ready = Circulations::<Runtime>::iter()
		.filter(|(_, one)| one.user.is_none() || one.stage != Stage::Requested);
	let (circulation, one) = world.dice.pick(ready)?;
	if let Stage::AtProxy { holding } = one.stage {
		// The proxy says first that he has them.
		if Holdings::<Runtime>::get(holding)?.receipt == Receipt::Claimed {
			return by(one.receiver.did, Holding::acknowledge { holding });
		}
	}
	let (giver, usage) = hop(&one)?;
	let shown = pallet_certification::Certificates::<Runtime>::iter()
		.filter(|(_, certificate)| {
			certificate.revoked.is_none()
				&& one.parts.iter().any(|part| {
					certificate.subject == CertificateSubject::Submission(part.submission)
				})
		})
		.map(|(id, _)| id);
	let certificate = world.dice.pick(shown).filter(|_| world.dice.percent(70));
	let marks = Marks {
		ciphertext_root: world.dice.percent(50).then(|| world.dice.hash()),
		watermark: world.dice.percent(50).then(|| world.dice.hash()),
	};
	let provision = Provision { usage, certificate, marks };
	by(giver, Holding::provide { circulation, provision })
}

/// A buyer asks for what he bought, on the terms that he bought it on.
fn ask_for_bought(world: &mut World) -> Option<Step> {
	let bought = Holdings::<Runtime>::iter()
		.filter(|(_, held)| held.agreement.is_some() && held.circulation.is_none());
	let (_, held) = world.dice.pick(bought)?;
	let submissions: Vec<SubmissionId> = held.parts.iter().map(|part| part.submission).collect();
	let call = Holding::request {
		source: Source::Owner(held.data_set),
		submissions: submissions.try_into().ok()?,
		usage: held.usage,
		user: None,
		until: now() + 300_000,
	};
	by(held.holder, call)
}

/// The owner says that he gave by a sale what was asked for.
fn provide_sold(world: &mut World) -> Option<Step> {
	let sold: Vec<_> = Holdings::<Runtime>::iter_values()
		.filter(|held| held.agreement.is_some() && held.circulation.is_none())
		.collect();
	let mut pairs = Vec::new();
	for (id, one) in Circulations::<Runtime>::iter() {
		let fits = |held: &&pallet_custody::Holding| {
			(held.holder, held.giver, held.data_set) == (one.receiver.did, one.giver, one.data_set)
		};
		pairs.extend(sold.iter().filter(fits).map(|held| (id, held.giver, held.agreement)));
	}
	let Some((circulation, giver, agreement)) = world.dice.pick(pairs) else {
		return ask_for_bought(world);
	};
	by(giver, Holding::provide_sold { circulation, agreement: agreement?, certificate: None })
}

fn answer(world: &mut World) -> Option<Step> {
	let claimed = Holdings::<Runtime>::iter().filter(|(_, held)| held.receipt == Receipt::Claimed);
	let (holding, held) = world.dice.pick(claimed)?;
	match world.dice.percent(85) {
		true => by(held.holder, Holding::acknowledge { holding }),
		false => by(held.holder, Holding::deny { holding }),
	}
}

fn withdraw(world: &mut World) -> Option<Step> {
	let (circulation, one) =
		world.dice.pick(Circulations::<Runtime>::iter()).filter(|_| world.dice.percent(25))?;
	let user = one.user.map(|user| user.did);
	let party = world.dice.pick([one.giver, one.receiver.did].into_iter().chain(user))?;
	by(party, Holding::withdraw { circulation })
}

fn expire(world: &mut World) -> Option<Step> {
	let (circulation, _) =
		world.dice.pick(Circulations::<Runtime>::iter().filter(|(_, one)| one.until < now()))?;
	let anybody = world.stakeholder()?;
	by(anybody, Holding::expire { circulation })
}
