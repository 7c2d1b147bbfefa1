//! Proposals by anybody, the window in which better ones may follow, and carrying the best one out.

use alloc::vec::Vec;

use counterfoil_primitives::{
	market::{commitment, rank_set, Fill, SetRank},
	traits::{Agreements, CertificateNeed, Identities, Subject},
	DemandId, DidId, Hash, Moment,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{Consideration, Time},
	weights::WeightMeter,
	BoundedVec,
};
use pallet_data_market_runtime_api::Obstacle;
use pallet_support::{agenda, genesis_hash, money::may_bind, Deposit};
use sp_runtime::{DispatchError, DispatchResult};

use super::{matching::Cause, supply::Stock};
use crate::{
	types::{commitment_footprint, count, lot_len, proposal_footprint},
	Commitment, Commitments, Conclusions, ConclusionsCursor, Config, Demand, Demands, Effort,
	Error, Event, Fills, Find, Offers, Pallet, Proposal, Proposals, ProposedFill, WeightInfo,
	LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::commit_proposal`].
	pub(crate) fn do_commit_proposal(
		subject: Subject<T::AccountId>,
		demand: DemandId,
		hash: Hash,
	) -> DispatchResult {
		ensure!(T::Identities::is_active(&subject.did), Error::<T>::NotActive);
		let known = Demands::<T>::get(demand).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(known.is_open(), Error::<T>::DemandClosed);
		let is_new = !Commitments::<T>::contains_key(demand, subject.did);
		ensure!(is_new, Error::<T>::AlreadyCommitted);
		let deposit = Deposit::take(&subject.account, commitment_footprint())?;
		let at = T::Time::now();
		Commitments::<T>::insert(demand, subject.did, Commitment { hash, at, deposit });
		Self::emit(Event::ProposalCommitted { demand, by: subject.did, hash });
		Ok(())
	}

	/// Body of [`Pallet::withdraw_commitment`].
	pub(crate) fn do_withdraw_commitment(
		subject: Subject<T::AccountId>,
		demand: DemandId,
	) -> DispatchResult {
		let commitment =
			Commitments::<T>::take(demand, subject.did).ok_or(Error::<T>::UnknownCommitment)?;
		commitment.deposit.give_back()?;
		Self::emit(Event::CommitmentWithdrawn { demand, by: subject.did });
		Ok(())
	}

	/// Body of [`Pallet::propose`].
	pub(crate) fn do_propose(
		subject: Subject<T::AccountId>,
		id: DemandId,
		fills: Fills<T>,
		salt: Option<Hash>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		ensure!(T::Identities::is_active(&subject.did), Error::<T>::NotActive);
		let proposed = count(fills.len());
		let mut demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.is_open(), Error::<T>::DemandClosed);
		let since = match salt {
			Some(salt) => Self::open_commitment(&subject.did, id, &fills, &salt)?,
			None => now,
		};
		let weighed =
			Self::weigh(&demand, &fills, now, effort).map_err(|(_, why)| Error::<T>::from(why))?;
		let rank = ranked(&weighed, &demand, now);
		let standing = Proposals::<T>::get(id);
		if let Some(standing) = &standing {
			ensure!(now <= standing.concludes, Error::<T>::WindowOver);
			// As good as it is now: what was good may have become stale, and must not keep others out then.
			let still = Self::weigh(&demand, &standing.fills, now, effort)
				.map(|weighed| ranked(&weighed, &demand, now));
			let better = match still {
				Ok(other) => rank < other || (rank == other && since < standing.since),
				Err(_) => true,
			};
			ensure!(better, Error::<T>::NotBetter);
		}
		let concludes = standing
			.as_ref()
			.map_or(now.saturating_add(demand.terms.window), |standing| standing.concludes);
		ensure!(concludes < demand.terms.valid_until, Error::<T>::ValidityTooShort);
		let replaced = standing.map(|standing| Self::release_proposal(id, standing)).transpose()?;
		let price = weighed.iter().fold(0u128, |sum, (_, fill)| sum.saturating_add(fill.amount));
		Self::emit(Event::Proposed {
			demand: id,
			demander: demand.demander.did,
			by: subject.did,
			fills: proposed,
			missing: rank.missing,
			price,
			concludes,
			replaced,
		});
		let offers = BoundedVec::try_from(fills.iter().map(|fill| fill.offer).collect::<Vec<_>>());
		demand.found = offers.ok().map(|offers| Find { by: subject.clone(), offers });
		Demands::<T>::insert(id, &demand);
		if demand.terms.window == 0 {
			return Self::carry_out(id, subject, fills, effort);
		}
		let ticket = T::Consideration::new(&subject.account, proposal_footprint(&fills))?;
		agenda::schedule::<Conclusions<T>>(concludes, id);
		Proposals::<T>::insert(id, Proposal { by: subject, fills, rank, since, concludes, ticket });
		Ok(())
	}

	/// Uses up the commitment of a proposer, and says when it was made.
	fn open_commitment(
		proposer: &DidId,
		demand: DemandId,
		fills: &Fills<T>,
		salt: &Hash,
	) -> Result<Moment, DispatchError> {
		let known =
			Commitments::<T>::take(demand, proposer).ok_or(Error::<T>::UnknownCommitment)?;
		let hash = commitment(&genesis_hash::<T>(), demand, proposer, fills, salt);
		ensure!(hash == known.hash, Error::<T>::CommitmentMismatch);
		known.deposit.give_back()?;
		Ok(known.at)
	}

	/// What the fills of a proposal supply, each examined for what the ones before leave of the demand; or which of them fails first, and
	/// why.
	pub(crate) fn weigh(
		demand: &Demand<T>,
		fills: &[ProposedFill<T>],
		now: Moment,
		effort: &mut Effort,
	) -> Result<Vec<(Stock<T>, Fill)>, (u32, Obstacle)> {
		let mut demand = demand.clone();
		let mut weighed = Vec::new();
		let mut sold = Vec::new();
		for (position, ProposedFill { offer: id, lot }) in (0u32..).zip(fills) {
			let fail = |obstacle| (position, obstacle);
			effort.add_pair();
			let offer = Offers::<T>::get(id).ok_or(Obstacle::UnknownOffer).map_err(fail)?;
			let copies = sold.iter().filter(|other| *other == id).count();
			let enough = count(copies) < offer.terms.copies;
			ensure!(enough, fail(Obstacle::OfferClosed));
			let passed = demand.passed.contains(&offer.supplier.did);
			ensure!(!passed, fail(Obstacle::PassedOver));
			let (stock, fill) =
				Self::examine(&offer, &demand, lot.as_ref(), now, effort).map_err(fail)?;
			// As if it were matched: the next one fills what is left.
			demand.left = demand.left.after(&fill);
			demand.pending = demand.pending.saturating_add(1);
			demand.take(stock.submissions()).map_err(|()| fail(Obstacle::DemandClosed))?;
			sold.push(*id);
			weighed.push((stock, fill));
		}
		ensure!(!weighed.is_empty(), (0, Obstacle::LotNotNamed));
		Ok(weighed)
	}

	/// Body of [`Pallet::conclude`].
	pub(crate) fn do_conclude(id: DemandId, effort: &mut Effort) -> DispatchResult {
		let proposal = Proposals::<T>::get(id).ok_or(Error::<T>::UnknownProposal)?;
		ensure!(T::Time::now() > proposal.concludes, Error::<T>::WindowOpen);
		let (by, fills) = (proposal.by.clone(), proposal.fills.clone());
		Self::release_proposal(id, proposal)?;
		Self::carry_out(id, by, fills, effort)
	}

	/// Matches what is proposed, each fill by itself: everything is asked again, and what fails leaves both orders as they were.
	fn carry_out(
		id: DemandId,
		by: Subject<T::AccountId>,
		fills: Fills<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let (mut matched, mut failed) = (0u32, 0u32);
		for fill in fills {
			let offer = fill.offer;
			match Self::match_proposed(id, &by, fill, effort) {
				Ok(()) => matched = matched.saturating_add(1),
				Err(error) => {
					failed = failed.saturating_add(1);
					Self::emit(Event::MatchFailed { offer, demand: id, error });
				},
			}
		}
		Self::emit(Event::ProposalConcluded { demand: id, by: by.did, matched, failed });
		Ok(())
	}

	/// Matches one offer that is proposed. A supplier with whom nothing can be opened is passed over from then on: he would be proposed again
	/// and again, and keep others out for as long as the demand is valid. Not if it is the demander who cannot: that is his own affair, and
	/// he would lose one supplier after the other.
	fn match_proposed(
		id: DemandId,
		by: &Subject<T::AccountId>,
		proposed: ProposedFill<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let ProposedFill { offer: offer_id, lot } = proposed;
		effort.add_pair();
		let offer = Offers::<T>::get(offer_id).ok_or(Error::<T>::UnknownOffer)?;
		let demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		let (supplier, demander) = (offer.supplier.did, &demand.demander);
		ensure!(!demand.passed.contains(&supplier), Error::<T>::PassedOver);
		let (stock, fill) = Self::examine(&offer, &demand, lot.as_ref(), T::Time::now(), effort)
			.map_err(Error::<T>::from)?;
		let cause = Cause { finder: Some(by.clone()), ..Cause::of(by.did) };
		let matched =
			with_storage_layer(|| Self::make_match(offer_id, id, stock, fill, cause, effort));
		let unable = || {
			T::Agreements::owes_too_much(&demander.did)
				|| !may_bind::<_, T::Accounts>(demander, offer.terms.asset)
		};
		if matched.is_err() && !unable() {
			Self::pass_over(id, supplier);
		}
		matched
	}

	/// Removes a proposal and gives its ticket back. Returns whose it was.
	fn release_proposal(id: DemandId, proposal: Proposal<T>) -> Result<DidId, DispatchError> {
		Proposals::<T>::remove(id);
		agenda::cancel::<Conclusions<T>>(proposal.concludes, id);
		proposal.ticket.drop(&proposal.by.account)?;
		Ok(proposal.by.did)
	}

	/// Drops what is proposed for a demand that is not open any more.
	pub(crate) fn drop_proposal(id: DemandId) -> DispatchResult {
		let Some(proposal) = Proposals::<T>::get(id) else { return Ok(()) };
		let by = Self::release_proposal(id, proposal)?;
		Self::emit(Event::ProposalDropped { demand: id, by });
		Ok(())
	}

	/// Concludes proposals whose window is over, as far as there is room in the agenda's share of the block. What is late does no harm:
	/// nothing can be proposed meanwhile, and anybody may conclude.
	pub(crate) fn conclude_due(meter: &mut WeightMeter) {
		let weight =
			|effort: Effort| T::WeightInfo::conclude().saturating_add(effort.weight::<T>());
		agenda::work_off::<Conclusions<T>, ConclusionsCursor<T>, DemandId>(
			T::Time::now(),
			meter,
			T::WeightInfo::conclude_bucket(),
			|id| weight(Self::effort_to_conclude(*id)),
			|id| {
				let mut effort = Effort::default();
				if let Err(error) = with_storage_layer(|| Self::do_conclude(id, &mut effort)) {
					// Still there for `conclude`.
					log::error!(
						target: LOG_TARGET,
						"the proposal for {id} could not be concluded: {error:?}"
					);
				}
				Some(weight(effort))
			},
		);
	}

	/// The most that concluding this very proposal takes: by its fills, their lots, and whether the demand asks for a certificate.
	fn effort_to_conclude(id: DemandId) -> Effort {
		let mut effort = Effort::default();
		let (Some(demand), Some(proposal)) = (Demands::<T>::get(id), Proposals::<T>::get(id))
		else {
			return effort;
		};
		let certified = demand.terms.need.certificate != CertificateNeed::None;
		for ProposedFill { offer, lot } in &proposal.fills {
			let submissions = match lot {
				Some(lot) => lot_len(&lot.submissions),
				None => Offers::<T>::get(offer).map_or(0, |offer| offer.terms.lot_len()),
			};
			effort.add_pair();
			effort.add_lot(submissions);
			if certified {
				effort.add_certificates(submissions);
			}
			effort.add_match();
		}
		effort
	}
}

/// How good the fills are together under the policy of the demand.
pub(crate) fn ranked<T: Config>(
	weighed: &[(Stock<T>, Fill)],
	demand: &Demand<T>,
	now: Moment,
) -> SetRank {
	let fills = weighed.iter().map(|(stock, fill)| (&stock.supply, *fill));
	rank_set(fills, &demand.terms.need, &demand.left, now)
}
