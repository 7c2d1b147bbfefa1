//! What the calls do, and what other pallets are told.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, VerificationKey},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration},
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
use pallet_support::{agenda, genesis_hash};
use sp_runtime::{traits::SaturatedConversion, DispatchError};

use crate::{
	pallet::*, status_after, verify::is_signed_by, Change, DeviceStatus, DidParameters, Electorate,
	Kind, Motion, Outcome, Proposal, Record, WeightInfo, MAX_VOTING_PERIOD,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_stakeholder(
		account: T::AccountId,
		key: VerificationKey,
		signature: KeySignature,
		roles: Roles,
	) -> DispatchResult {
		ensure!(!roles.is_empty(), Error::<T>::NoRoles);
		ensure!(!DidOf::<T>::contains_key(&account), Error::<T>::AccountInUse);
		let did = DidId::of_key(&key);
		ensure!(!Records::<T>::contains_key(did), Error::<T>::KeyInUse);
		ensure!(
			ActiveStakeholders::<T>::get() < T::MaxStakeholders::get(),
			Error::<T>::TooManyStakeholders
		);
		let body = StakeholderRegistration { account: account.clone(), roles };
		let message =
			signing_bytes(Purpose::StakeholderRegistration, &genesis_hash::<T>(), 0, &body);
		ensure!(is_signed_by(&key, &message, &signature), Error::<T>::BadSignature);

		let ticket = T::RecordConsideration::new(&account, Self::stakeholder_footprint())?;
		let now = T::Time::now();
		Records::<T>::insert(
			did,
			Record {
				key,
				kind: Kind::Stakeholder { account: account.clone(), roles },
				status: DidStatus::Pending,
				created: now,
				updated: now,
				ticket: Some(ticket),
			},
		);
		DidOf::<T>::insert(&account, did);
		let applicant = Subject { did, account };
		Self::deposit_event(Event::StakeholderApplied {
			did,
			account: applicant.account.clone(),
			roles,
			key,
		});
		Self::open_proposal(applicant, did, Motion::Register)
	}

	pub(crate) fn do_propose(
		proposer: Subject<T::AccountId>,
		subject: DidId,
		change: Change,
	) -> DispatchResult {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		ensure!(matches!(record.kind, Kind::Stakeholder { .. }), Error::<T>::NotAStakeholder);
		ensure!(!Proposals::<T>::contains_key(subject), Error::<T>::ProposalExists);
		let motion = Motion::from(change);
		let status = status_after(motion, record.status).ok_or(Error::<T>::ChangeNotApplicable)?;
		Self::count_after(record.status, status)?;
		Self::open_proposal(proposer, subject, motion)
	}

	/// Returns how many ballots were counted.
	pub(crate) fn do_vote(
		voter: Subject<T::AccountId>,
		subject: DidId,
		serial: u32,
		aye: bool,
	) -> Result<u32, DispatchError> {
		let mut proposal = Proposals::<T>::get(subject).ok_or(Error::<T>::NoProposal)?;
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
		let electorate = Self::electorate(&subject, &proposal);
		Self::deposit_event(Event::Voted {
			subject,
			proposal: serial,
			voter: voter.did,
			aye,
			ayes: tally.ayes,
			nays: tally.nays,
			electorate: electorate.size,
		});

		if tally.approves(electorate) {
			Self::conclude(subject, proposal, Outcome::Enacted)?;
		} else if tally.rejects(electorate) {
			Self::conclude(subject, proposal, Outcome::Rejected)?;
		} else {
			Proposals::<T>::insert(subject, proposal);
		}
		Ok(ballots)
	}

	pub(crate) fn do_register_device(
		owner: Subject<T::AccountId>,
		key: VerificationKey,
		signature: KeySignature,
		metadata: Hash,
	) -> DispatchResult {
		let did = DidId::of_key(&key);
		ensure!(!Records::<T>::contains_key(did), Error::<T>::KeyInUse);
		let body = DeviceConsent { owner: owner.did, metadata };
		let message = signing_bytes(Purpose::DeviceConsent, &genesis_hash::<T>(), 0, &body);
		ensure!(is_signed_by(&key, &message, &signature), Error::<T>::BadSignature);

		let ticket = T::RecordConsideration::new(&owner.account, Self::device_footprint())?;
		let now = T::Time::now();
		Records::<T>::insert(
			did,
			Record {
				key,
				kind: Kind::Device { owner: owner.did, metadata },
				status: DidStatus::Active,
				created: now,
				updated: now,
				ticket: Some(ticket),
			},
		);
		Self::deposit_event(Event::DeviceRegistered { did, owner: owner.did, metadata, key });
		Ok(())
	}

	pub(crate) fn do_set_device_status(
		caller: Subject<T::AccountId>,
		device: DidId,
		status: DeviceStatus,
	) -> DispatchResult {
		let record = Records::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		let Kind::Device { owner, .. } = record.kind else {
			return Err(Error::<T>::NotADevice.into());
		};
		ensure!(owner == caller.did, Error::<T>::NotOwner);
		ensure!(record.status != DidStatus::Revoked, Error::<T>::DeviceRevoked);
		let status = DidStatus::from(status);
		ensure!(record.status != status, Error::<T>::StatusUnchanged);
		if status == DidStatus::Active {
			ensure!(Self::status_of(&owner) == Some(DidStatus::Active), Error::<T>::OwnerNotActive);
		}
		Self::write_status(device, record, status)
	}

	/// Returns how many ballots were counted.
	pub(crate) fn do_close_proposal(subject: DidId) -> Result<u32, DispatchError> {
		let mut proposal = Proposals::<T>::get(subject).ok_or(Error::<T>::NoProposal)?;
		ensure!(T::Time::now() > proposal.deadline, Error::<T>::DeadlineNotPassed);
		let ballots = Self::drop_lapsed_ballots(&mut proposal);
		let approved = proposal.tally().approves(Self::electorate(&subject, &proposal));
		let enacted = approved
			&& with_storage_layer(|| Self::conclude(subject, proposal.clone(), Outcome::Enacted))
				.is_ok();
		if !enacted {
			Self::conclude(subject, proposal, Outcome::Expired)?;
		}
		Ok(ballots)
	}

	pub(crate) fn do_set_parameters(parameters: DidParameters) -> DispatchResult {
		ensure!(parameters.are_valid(), Error::<T>::InvalidParameters);
		Parameters::<T>::put(parameters);
		Self::deposit_event(Event::ParametersSet { parameters });
		Ok(())
	}

	/// Closes what the agenda says is due, as far as a quarter of what `meter` has left allows.
	pub(crate) fn close_due(meter: &mut WeightMeter) {
		let mut own = agenda::share(meter);
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, DidId>(
			T::Time::now(),
			&mut own,
			T::WeightInfo::expire_proposal(T::MaxStakeholders::get()),
			T::WeightInfo::agenda_bucket(),
			|subject| {
				// A proposal that cannot be closed here stays, and `close_proposal` tells why.
				let closed = with_storage_layer(|| Self::do_close_proposal(subject));
				if let Err(error) = closed {
					log::error!(
						target: "runtime::did",
						"proposal about {subject} is due and cannot be closed: {error:?}",
					);
				}
			},
		);
		meter.consume(own.consumed());
	}

	/// Opens the vote on `motion` about `subject`, at the proposer's expense.
	pub(crate) fn open_proposal(
		proposer: Subject<T::AccountId>,
		subject: DidId,
		motion: Motion,
	) -> DispatchResult {
		let serial = NextSerial::<T>::get();
		let next = serial.checked_add(1).ok_or(Error::<T>::TooManyProposals)?;
		let footprint = Self::proposal_footprint(ActiveStakeholders::<T>::get());
		let ticket = T::ProposalConsideration::new(&proposer.account, footprint)?;
		let deadline = T::Time::now().saturating_add(Parameters::<T>::get().voting_period);
		NextSerial::<T>::put(next);
		agenda::schedule::<Agenda<T>>(deadline, subject);
		Proposals::<T>::insert(
			subject,
			Proposal {
				serial,
				motion,
				proposer: proposer.account,
				deadline,
				ballots: Default::default(),
				ticket,
			},
		);
		Self::deposit_event(Event::ProposalOpened {
			subject,
			proposal: serial,
			motion,
			proposer: proposer.did,
			deadline,
		});
		Ok(())
	}

	/// Ends the proposal: returns its ticket and does what was decided.
	fn conclude(subject: DidId, proposal: Proposal<T>, outcome: Outcome) -> DispatchResult {
		let Proposal { serial, motion, proposer, deadline, ticket, .. } = proposal;
		Proposals::<T>::remove(subject);
		agenda::cancel::<Agenda<T>>(deadline, subject);
		ticket.drop(&proposer)?;
		Self::deposit_event(Event::ProposalClosed { subject, proposal: serial, motion, outcome });
		match (outcome, motion) {
			(Outcome::Enacted, motion) => Self::enact(subject, motion),
			(_, Motion::Register) => Self::forget_applicant(subject),
			_ => Ok(()),
		}
	}

	/// Carries out a motion about a stakeholder.
	fn enact(subject: DidId, motion: Motion) -> DispatchResult {
		let record = Records::<T>::get(subject).ok_or(Error::<T>::NotFound)?;
		let status = status_after(motion, record.status).ok_or(Error::<T>::ChangeNotApplicable)?;
		ActiveStakeholders::<T>::put(Self::count_after(record.status, status)?);
		Self::write_status(subject, record, status)
	}

	/// How many stakeholders are active once one of them goes from one status to another.
	fn count_after(from: DidStatus, to: DidStatus) -> Result<u32, Error<T>> {
		let active = ActiveStakeholders::<T>::get();
		match (from == DidStatus::Active, to == DidStatus::Active) {
			(false, true) if active >= T::MaxStakeholders::get() => {
				Err(Error::<T>::TooManyStakeholders)
			},
			(false, true) => Ok(active.saturating_add(1)),
			(true, false) if active <= 1 => Err(Error::<T>::LastStakeholder),
			(true, false) => Ok(active.saturating_sub(1)),
			_ => Ok(active),
		}
	}

	/// Gives a record another status; a revoked one becomes a tombstone and its ticket returns.
	fn write_status(did: DidId, mut record: Record<T>, status: DidStatus) -> DispatchResult {
		record.status = status;
		record.updated = T::Time::now();
		if status == DidStatus::Revoked {
			if let Some(ticket) = record.ticket.take() {
				let payer = Self::payer(&record.kind).ok_or(Error::<T>::NotFound).defensive()?;
				ticket.drop(&payer)?;
			}
		}
		Records::<T>::insert(did, record);
		Self::deposit_event(Event::StatusChanged { did, status });
		Ok(())
	}

	/// Removes an applicant that was not let in, and returns the ticket of its record.
	fn forget_applicant(did: DidId) -> DispatchResult {
		let record = Records::<T>::take(did).ok_or(Error::<T>::NotFound)?;
		if let Kind::Stakeholder { account, .. } = record.kind {
			DidOf::<T>::remove(&account);
			if let Some(ticket) = record.ticket {
				ticket.drop(&account)?;
			}
		}
		Ok(())
	}

	/// Removes the ballots of voters that are not active. Returns how many ballots there were before.
	pub(crate) fn drop_lapsed_ballots(proposal: &mut Proposal<T>) -> u32 {
		let ballots = proposal.ballots.len().saturated_into();
		proposal.ballots.retain(|voter, _| Self::status_of(voter) == Some(DidStatus::Active));
		ballots
	}

	/// Of how many stakeholders `proposal` about `subject` needs a majority, and how many may vote.
	///
	/// Active stakeholders vote, the subject does not. It counts nevertheless if others want to suspend or
	/// revoke it: otherwise half of the stakeholders could expel the other half, one after the other.
	pub(crate) fn electorate(subject: &DidId, proposal: &Proposal<T>) -> Electorate {
		let active = ActiveStakeholders::<T>::get();
		let Some(record) =
			Records::<T>::get(subject).filter(|record| record.status == DidStatus::Active)
		else {
			return Electorate { size: active, voters: active };
		};
		let voters = active.saturating_sub(1);
		let expels = matches!(proposal.motion, Motion::Suspend | Motion::Revoke);
		let leaves = matches!(
			&record.kind,
			Kind::Stakeholder { account, .. } if *account == proposal.proposer
		);
		Electorate { size: if expels && !leaves { active } else { voters }, voters }
	}

	/// The status of a DID by itself, whatever its owner's.
	pub(crate) fn status_of(did: &DidId) -> Option<DidStatus> {
		Records::<T>::get(did).map(|record| record.status)
	}

	/// The account that put up the ticket of a record of this kind.
	pub(crate) fn payer(kind: &Kind<T::AccountId>) -> Option<T::AccountId> {
		match kind {
			Kind::Stakeholder { account, .. } => Some(account.clone()),
			Kind::Device { owner, .. } => match Records::<T>::get(owner)?.kind {
				Kind::Stakeholder { account, .. } => Some(account),
				Kind::Device { .. } => None,
			},
		}
	}

	/// What a stakeholder occupies: its record, and the entry of its account.
	pub(crate) fn stakeholder_footprint() -> Footprint {
		Footprint::from_mel::<(DidId, Record<T>, T::AccountId, DidId)>()
	}

	/// What a device occupies: its record.
	pub(crate) fn device_footprint() -> Footprint {
		Footprint::from_mel::<(DidId, Record<T>)>()
	}

	/// What a proposal occupies: itself, one ballot of each of `voters`, and its entry in the agenda.
	pub(crate) fn proposal_footprint(voters: u32) -> Footprint {
		type Fixed<T> = (
			(DidId, u32, Motion, Moment),
			<T as frame_system::Config>::AccountId,
			<T as Config>::ProposalConsideration,
			(u64, DidId),
		);
		let fixed: u64 = Fixed::<T>::max_encoded_len().saturated_into();
		let ballot: u64 = <(DidId, bool)>::max_encoded_len().saturated_into();
		Footprint { count: 1, size: fixed.saturating_add(ballot.saturating_mul(voters.into())) }
	}

	/// Writes the founders and the first parameters. Stops the chain specification from being made if they
	/// contradict themselves.
	pub(crate) fn build_genesis(
		founders: &[(T::AccountId, VerificationKey, Roles)],
		parameters: DidParameters,
	) {
		assert!(parameters.voting_period > 0, "the voting period is zero");
		assert!(
			parameters.voting_period <= MAX_VOTING_PERIOD,
			"the voting period is longer than 366 days"
		);
		Parameters::<T>::put(parameters);
		let now = T::Time::now();
		for (account, key, roles) in founders {
			let did = DidId::of_key(key);
			assert!(!roles.is_empty(), "a founder has no roles");
			assert!(!DidOf::<T>::contains_key(account), "two founders have one account");
			assert!(!Records::<T>::contains_key(did), "two founders have one key");
			Records::<T>::insert(
				did,
				Record {
					key: *key,
					kind: Kind::Stakeholder { account: account.clone(), roles: *roles },
					status: DidStatus::Active,
					created: now,
					updated: now,
					ticket: None,
				},
			);
			DidOf::<T>::insert(account, did);
			ActiveStakeholders::<T>::mutate(|active| *active = active.saturating_add(1));
		}
		assert!(
			ActiveStakeholders::<T>::get() <= T::MaxStakeholders::get(),
			"more founders than stakeholders may be active"
		);
	}

	/// Refuses a runtime whose constants contradict what the pallet relies on.
	pub(crate) fn check_config() {
		assert!(T::MaxStakeholders::get() > 0, "nobody could ever be active");
		assert!(
			pallet_support::has_genesis_hash::<T>(),
			"payloads name the genesis hash by 32 bytes"
		);
	}
}

impl<T: Config> Identities for Pallet<T> {
	fn status(did: &DidId) -> Option<DidStatus> {
		Self::status_of(did)
	}

	fn has_role(did: &DidId, role: Role) -> bool {
		Records::<T>::get(did).is_some_and(|record| match record.kind {
			Kind::Stakeholder { roles, .. } => {
				record.status == DidStatus::Active && roles.contains(role)
			},
			Kind::Device { .. } => false,
		})
	}

	fn owner_of(device: &DidId) -> Option<DidId> {
		match Records::<T>::get(device)?.kind {
			Kind::Device { owner, .. } => Some(owner),
			Kind::Stakeholder { .. } => None,
		}
	}

	fn is_active(did: &DidId) -> bool {
		Records::<T>::get(did).is_some_and(|record| Self::record_is_active(&record))
	}

	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool {
		Records::<T>::get(did).is_some_and(|record| {
			Self::record_is_active(&record) && is_signed_by(&record.key, message, signature)
		})
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the DID of this record is active: itself, and for a device also its owner.
	pub(crate) fn record_is_active(record: &Record<T>) -> bool {
		record.status == DidStatus::Active
			&& match &record.kind {
				Kind::Stakeholder { .. } => true,
				Kind::Device { owner, .. } => Self::status_of(owner) == Some(DidStatus::Active),
			}
	}
}
