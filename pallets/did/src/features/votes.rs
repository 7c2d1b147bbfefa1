//! Proposals about stakeholders: opened, voted on, closed.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	ballot::{Decision, Electorate, VotingRule},
	did::{DidId, DidStatus},
	roles::{Role, Roles},
	traits::{Identities, Subject},
	Hash, Moment,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Consideration, Defensive, Footprint, Get, Time},
	weights::WeightMeter,
};
use pallet_support::agenda;
use sp_runtime::{traits::SaturatedConversion, DispatchError};

use super::history::Charge;
use crate::{
	pallet::*, Change, DidParameters, Kind, Motion, Outcome, Proposal, Record, WeightInfo,
	MAX_OUTDATED,
};

/// What a motion does to a stakeholder.
pub(crate) enum Effect {
	/// Gives it another status.
	Status(DidStatus),
	/// Gives it other roles.
	Roles(Roles),
	/// Leaves it suspended.
	Confirmation,
}

/// What a call had to do, for its weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Work {
	/// Ballots that were counted.
	pub ballots: u32,
	/// Other proposals about the subject that ended because they do not apply any more.
	pub outdated: u32,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(
		proposer: Subject<T::AccountId>,
		subject: DidId,
		change: Change,
	) -> DispatchResult {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		let motion = Motion::from(change);
		let effect = Self::effect_of(&subject, &record, motion)?;
		ensure!(!Proposals::<T>::contains_key(subject, motion), Error::<T>::ProposalExists);
		if let Effect::Status(status) = effect {
			Self::count_after(record.status, status)?;
		}
		Self::open_proposal(proposer, subject, Self::roles_of(&record), motion)
	}

	/// Suspends at once, and lets the others decide whether it stays so. Returns how many proposals ended by it.
	pub(crate) fn do_suspend_at_once(
		regulator: Subject<T::AccountId>,
		subject: DidId,
		reason: Hash,
	) -> Result<u32, DispatchError> {
		ensure!(Self::has_role(&regulator.did, Role::Regulator), Error::<T>::NotRegulator);
		ensure!(regulator.did != subject, Error::<T>::OwnSuspension);
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		Self::effect_of(&subject, &record, Motion::Suspend)?;
		ensure!(!Unconfirmed::<T>::contains_key(regulator.did), Error::<T>::AnotherSuspension);
		let now = T::Time::now();
		ensure!(
			ShieldedUntil::<T>::get(subject).is_none_or(|until| now > until),
			Error::<T>::Shielded
		);
		ActiveStakeholders::<T>::put(Self::count_after(record.status, DidStatus::Suspended)?);
		Unconfirmed::<T>::insert(regulator.did, subject);
		Self::emit(Event::SuspendedAtOnce { subject, regulator: regulator.did, reason });
		let roles = Self::roles_of(&record);
		let actor = Some(regulator.did);
		Self::write_status(subject, record, DidStatus::Suspended, actor, Charge::Kept)?;
		let outdated = Self::close_outdated(subject)?;
		Self::open_proposal(regulator, subject, roles, Motion::ConfirmSuspension)?;
		Ok(outdated)
	}

	pub(crate) fn do_vote(
		voter: Subject<T::AccountId>,
		subject: DidId,
		motion: Motion,
		serial: u32,
		aye: bool,
	) -> Result<Work, DispatchError> {
		let mut proposal = Proposals::<T>::get(subject, motion).ok_or(Error::<T>::NoProposal)?;
		ensure!(proposal.serial == serial, Error::<T>::WrongProposal);
		ensure!(voter.did != subject, Error::<T>::OwnProposal);
		ensure!(T::Time::now() <= proposal.deadline, Error::<T>::DeadlinePassed);
		ensure!(!proposal.ballots.contains_key(&voter.did), Error::<T>::AlreadyVoted);

		let ballots = Self::drop_lapsed_ballots(&mut proposal);
		// Whoever is left is active and is not the voter, so there is room.
		proposal
			.ballots
			.try_insert(voter.did, aye)
			.map_err(|_| Error::<T>::TooManyStakeholders)
			.defensive()?;
		let tally = proposal.tally();
		let electorate = Self::electorate(&subject, motion, &proposal);
		Self::emit(Event::Voted {
			subject,
			proposal: serial,
			voter: voter.did,
			aye,
			ayes: tally.ayes,
			nays: tally.nays,
			electorate: electorate.size,
		});

		let outdated = match proposal.rule.decide(tally, electorate) {
			Decision::Enact => Self::conclude(subject, motion, proposal, Outcome::Enacted)?,
			Decision::Reject => Self::conclude(subject, motion, proposal, Outcome::Rejected)?,
			Decision::Open => {
				Proposals::<T>::insert(subject, motion, proposal);
				0
			},
		};
		Ok(Work { ballots, outdated })
	}

	pub(crate) fn do_close_proposal(subject: DidId, motion: Motion) -> Result<Work, DispatchError> {
		let mut proposal = Proposals::<T>::get(subject, motion).ok_or(Error::<T>::NoProposal)?;
		ensure!(T::Time::now() > proposal.deadline, Error::<T>::DeadlineNotPassed);
		let ballots = Self::drop_lapsed_ballots(&mut proposal);
		let electorate = Self::electorate(&subject, motion, &proposal);
		let enacted = if proposal.rule.passes(proposal.tally(), electorate) {
			let enact = || Self::conclude(subject, motion, proposal.clone(), Outcome::Enacted);
			with_storage_layer(enact).ok()
		} else {
			None
		};
		let outdated = match enacted {
			Some(outdated) => outdated,
			None => Self::conclude(subject, motion, proposal, Outcome::Expired)?,
		};
		Ok(Work { ballots, outdated })
	}

	pub(crate) fn do_set_parameters(parameters: DidParameters) -> DispatchResult {
		ensure!(parameters.periods_are_valid(), Error::<T>::InvalidParameters);
		ensure!(parameters.cool_down_is_valid(), Error::<T>::CoolDownTooShort);
		ensure!(parameters.rules.are_valid(), Error::<T>::InvalidRule);
		Parameters::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}

	/// Closes what the agenda says is due, as far as there is room in the agenda's share of the block.
	pub(crate) fn close_due(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, (DidId, Motion)>(
			T::Time::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::expire_proposal(T::MaxStakeholders::get(), MAX_OUTDATED),
			|(subject, motion)| {
				// A proposal that cannot be closed here stays, and `close_proposal` tells why.
				let closed = with_storage_layer(|| Self::do_close_proposal(subject, motion));
				closed
					.inspect_err(|error| {
						log::error!(
							target: "runtime::did",
							"{motion:?} about {subject} is due and cannot be closed: {error:?}",
						)
					})
					.ok()
					.map(|done| T::WeightInfo::expire_proposal(done.ballots, done.outdated))
			},
		);
	}

	/// Opens the vote on `motion` about `subject`, which holds these roles or applies for them, at the proposer's expense.
	pub(crate) fn open_proposal(
		proposer: Subject<T::AccountId>,
		subject: DidId,
		roles: Roles,
		motion: Motion,
	) -> DispatchResult {
		let serial = NextSerial::<T>::get();
		let next = serial.checked_add(1).ok_or(Error::<T>::TooManyProposals)?;
		let footprint = Self::proposal_footprint(Self::seats());
		let ticket = T::ProposalConsideration::new(&proposer.account, footprint)?;
		let parameters = Parameters::<T>::get();
		let window = match motion {
			Motion::ConfirmSuspension => parameters.confirmation_period,
			_ => parameters.voting_period,
		};
		let deadline = T::Time::now().saturating_add(window);
		let rule = Self::rule_of(&parameters, &proposer.did, &subject, roles, motion);
		NextSerial::<T>::put(next);
		agenda::schedule::<Agenda<T>>(deadline, (subject, motion));
		Self::emit(Event::ProposalOpened {
			subject,
			proposal: serial,
			motion,
			proposer: proposer.did,
			rule,
			deadline,
		});
		let ballots = Default::default();
		let proposal = Proposal { serial, proposer, deadline, rule, ballots, ticket };
		Proposals::<T>::insert(subject, motion, proposal);
		Ok(())
	}

	/// What it takes to enact a motion: the strictest of the rules of the roles that it concerns.
	///
	/// Against a stakeholder's own will it takes more than half of the electorate at least, whatever the parameters say.
	fn rule_of(
		parameters: &DidParameters,
		proposer: &DidId,
		subject: &DidId,
		roles: Roles,
		motion: Motion,
	) -> VotingRule {
		let concerned = match motion {
			Motion::GrantRole(role) | Motion::WithdrawRole(role) => role.into(),
			_ => roles,
		};
		let rule = parameters.rules.of(concerned);
		if Self::is_adverse(motion, proposer, subject) {
			rule.stricter(VotingRule::MAJORITY)
		} else {
			rule
		}
	}

	/// Whether others want to take something from the subject.
	fn is_adverse(motion: Motion, proposer: &DidId, subject: &DidId) -> bool {
		let takes = match motion {
			Motion::Suspend
			| Motion::Revoke
			| Motion::WithdrawRole(_)
			| Motion::ConfirmSuspension => true,
			Motion::Register | Motion::Reinstate | Motion::GrantRole(_) => false,
		};
		takes && proposer != subject
	}

	/// Ends the proposal: returns its ticket and does what was decided. Returns how many others ended by it.
	fn conclude(
		subject: DidId,
		motion: Motion,
		proposal: Proposal<T>,
		outcome: Outcome,
	) -> Result<u32, DispatchError> {
		let Proposal { serial, proposer, deadline, ticket, .. } = proposal;
		Proposals::<T>::remove(subject, motion);
		agenda::cancel::<Agenda<T>>(deadline, (subject, motion));
		ticket.drop(&proposer.account)?;
		if motion == Motion::ConfirmSuspension {
			Unconfirmed::<T>::remove(proposer.did);
		}
		Self::emit(Event::ProposalClosed {
			subject,
			proposal: serial,
			motion,
			outcome,
			proposer: proposer.did,
		});
		match (outcome, motion) {
			(Outcome::Enacted, motion) => return Self::enact(subject, motion),
			(Outcome::Rejected | Outcome::Expired, Motion::Register) => {
				Self::forget_applicant(subject)?
			},
			(Outcome::Rejected | Outcome::Expired, Motion::ConfirmSuspension) => {
				Self::lapse(subject, proposer.did)?
			},
			(Outcome::Rejected | Outcome::Expired | Outcome::Outdated, _) => (),
		}
		Ok(0)
	}

	/// Carries out a motion about a stakeholder. Returns how many others do not apply any more and ended.
	fn enact(subject: DidId, motion: Motion) -> Result<u32, DispatchError> {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		match Self::effect_of(&subject, &record, motion)? {
			Effect::Status(status) => {
				ActiveStakeholders::<T>::put(Self::count_after(record.status, status)?);
				Self::write_status(subject, record, status, None, Charge::Kept)?;
			},
			Effect::Roles(roles) => Self::write_roles(subject, record, roles),
			Effect::Confirmation => return Ok(0),
		}
		Self::close_outdated(subject)
	}

	/// Makes a stakeholder active again whose suspension at once was not confirmed, and shields it for a while.
	fn lapse(subject: DidId, regulator: DidId) -> DispatchResult {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound).defensive()?;
		// Its seat was kept free, so there is room, whatever the bound.
		ActiveStakeholders::<T>::mutate(|active| *active = active.saturating_add(1));
		let shield = Parameters::<T>::get().suspension_cool_down;
		let shielded_until = T::Time::now().saturating_add(shield);
		ShieldedUntil::<T>::insert(subject, shielded_until);
		Self::emit(Event::SuspensionLapsed { subject, regulator, shielded_until });
		Self::write_status(subject, record, DidStatus::Active, None, Charge::Kept)
	}

	/// Ends the proposals about a stakeholder that do not apply to it any more. At most [`MAX_OUTDATED`] of those that may be
	/// open at the same time ever do so together.
	pub(crate) fn close_outdated(subject: DidId) -> Result<u32, DispatchError> {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound).defensive()?;
		let outdated: Vec<_> = Proposals::<T>::iter_key_prefix(subject)
			.filter(|motion| Self::effect_of(&subject, &record, *motion).is_err())
			.collect();
		for motion in &outdated {
			if let Some(proposal) = Proposals::<T>::get(subject, motion) {
				Self::conclude(subject, *motion, proposal, Outcome::Outdated)?;
			}
		}
		Ok(outdated.len().saturated_into())
	}

	/// What a motion does to a stakeholder as it is now, or why it does not apply.
	pub(crate) fn effect_of(
		subject: &DidId,
		record: &Record<T>,
		motion: Motion,
	) -> Result<Effect, Error<T>> {
		let Kind::Stakeholder { roles, .. } = &record.kind else {
			return Err(Error::<T>::NotAStakeholder);
		};
		match (motion, record.status) {
			(Motion::Register, DidStatus::Pending) => Ok(Effect::Status(DidStatus::Active)),
			(Motion::Suspend, DidStatus::Active) => Ok(Effect::Status(DidStatus::Suspended)),
			(Motion::Reinstate, DidStatus::Suspended) => {
				ensure!(!Self::is_unconfirmed(subject), Error::<T>::SuspensionUnconfirmed);
				Ok(Effect::Status(DidStatus::Active))
			},
			(Motion::ConfirmSuspension, DidStatus::Suspended) => Ok(Effect::Confirmation),
			(Motion::Revoke, DidStatus::Active | DidStatus::Suspended) => {
				Ok(Effect::Status(DidStatus::Revoked))
			},
			(Motion::GrantRole(role), DidStatus::Active | DidStatus::Suspended) => {
				ensure!(!roles.contains(role), Error::<T>::RoleHeld);
				Ok(Effect::Roles(*roles | role))
			},
			(Motion::WithdrawRole(role), DidStatus::Active | DidStatus::Suspended) => {
				ensure!(roles.contains(role), Error::<T>::RoleNotHeld);
				let left: Roles = roles.iter().filter(|held| *held != role).collect();
				ensure!(!left.is_empty(), Error::<T>::LastRole);
				Ok(Effect::Roles(left))
			},
			_ => Err(Error::<T>::ChangeNotApplicable),
		}
	}

	/// The roles of a stakeholder.
	fn roles_of(record: &Record<T>) -> Roles {
		match record.kind {
			Kind::Stakeholder { roles, .. } => roles,
			Kind::Device { .. } => Roles::EMPTY,
		}
	}

	/// Whether a regulator suspended this stakeholder and the vote on it is open.
	pub(crate) fn is_unconfirmed(subject: &DidId) -> bool {
		Proposals::<T>::contains_key(subject, Motion::ConfirmSuspension)
	}

	/// Whether anything is voted on about this stakeholder.
	#[cfg(any(feature = "runtime-benchmarks", test))]
	pub(crate) fn has_open_proposal(subject: &DidId) -> bool {
		Proposals::<T>::iter_key_prefix(subject).next().is_some()
	}

	/// How many seats are taken: by active stakeholders, and by those that a regulator suspended as long as that is not
	/// confirmed.
	pub(crate) fn seats() -> u32 {
		ActiveStakeholders::<T>::get().saturating_add(Unconfirmed::<T>::count())
	}

	/// Removes the ballots of voters that are not active. Returns how many ballots there were before.
	pub(crate) fn drop_lapsed_ballots(proposal: &mut Proposal<T>) -> u32 {
		let ballots = proposal.ballots.len().saturated_into();
		proposal.ballots.retain(|voter, _| Self::status_of(voter) == Some(DidStatus::Active));
		ballots
	}

	/// Who counts in the vote on `motion` about `subject`.
	///
	/// Everybody who has a seat but the subject. The subject counts nevertheless, without voting, if others want to take
	/// something from it: otherwise half of the stakeholders could expel the other half, one after the other. Whoever a
	/// regulator suspended keeps its weight until that is confirmed: otherwise one regulator could make itself a majority.
	pub(crate) fn electorate(
		subject: &DidId,
		motion: Motion,
		proposal: &Proposal<T>,
	) -> Electorate {
		let seats = Self::seats();
		let seated = match Self::status_of(subject) {
			Some(DidStatus::Active) => true,
			Some(DidStatus::Suspended) => Self::is_unconfirmed(subject),
			_ => false,
		};
		let voters = seats.saturating_sub(seated.into());
		let counts = seated && Self::is_adverse(motion, &proposal.proposer.did, subject);
		Electorate { size: if counts { seats } else { voters }, voters }
	}

	/// What a proposal occupies: itself, one ballot of each of `voters`, its entry in the agenda, and what is noted about a
	/// suspension that is to be confirmed.
	pub(crate) fn proposal_footprint(voters: u32) -> Footprint {
		type Fixed<T> = (
			(DidId, Motion, u32, Moment, VotingRule),
			Subject<<T as frame_system::Config>::AccountId>,
			<T as Config>::ProposalConsideration,
			(u64, DidId, Motion),
			(DidId, DidId),
		);
		let fixed: u64 = Fixed::<T>::max_encoded_len().saturated_into();
		let ballot: u64 = <(DidId, bool)>::max_encoded_len().saturated_into();
		Footprint { count: 1, size: fixed.saturating_add(ballot.saturating_mul(voters.into())) }
	}
}
