//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	access::{AccessDecision, Grantee, Request, Right},
	did::DidId,
	traits::Confidentiality,
	DataSetId, GrantId, Hash,
};
use pallet_data_access_runtime_api::{
	AccessParametersView, AccessQuestion, AnnouncedKeyView, BatchView, ClearanceView, ConductView,
	ContradictionView, DecisionView, EpochView, FieldClassView, GrantView, HolderView, ListingView,
	PolicyView, RightsView, ShareOfferView, MAX_BATCH,
};
use pallet_support::page;

use crate::{
	pallet::*,
	types::{Announcement, Batch, CurrentEpoch, Epoch, ShareOfferId, Stance},
};

impl<T: Config> Pallet<T> {
	/// Who holds the three rights on a data set.
	pub fn rights(data_set: DataSetId) -> Option<RightsView> {
		let supplier = Self::known(data_set).ok()?.owner;
		let holders = |right| {
			Self::holders_of(data_set, right, &supplier)
				.into_iter()
				.map(|(did, shares)| HolderView { did, shares })
				.collect()
		};
		Some(RightsView {
			data_set,
			ownership: holders(Right::Ownership),
			usage: holders(Right::Use),
			profit: holders(Right::Profit),
		})
	}

	/// One open offer of shares.
	pub fn share_offer(id: ShareOfferId) -> Option<ShareOfferView> {
		let offer = ShareOffers::<T>::get(id)?;
		let agreed =
			Self::known(offer.data_set).is_ok_and(|set| Self::is_agreed(&offer, &set.owner));
		Some(ShareOfferView {
			id,
			data_set: offer.data_set,
			right: offer.right,
			from: offer.from,
			to: offer.to,
			shares: offer.shares,
			until: offer.until,
			approvals: offer.approvals.into_inner(),
			agreed,
		})
	}

	/// A page of the open offers that somebody made or may take.
	pub fn share_offers_of(
		did: DidId,
		from: Option<ShareOfferId>,
		limit: u32,
	) -> Vec<ShareOfferView> {
		let ids = match from {
			Some(last) => ShareOffersOf::<T>::iter_key_prefix_from(
				did,
				ShareOffersOf::<T>::hashed_key_for(did, last),
			),
			None => ShareOffersOf::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::share_offer).collect()
	}

	/// A decision that waits for approvals.
	pub fn decision(data_set: DataSetId, decision: Hash) -> Option<DecisionView> {
		let pending = Decisions::<T>::get(data_set, decision)?;
		let supplier = Self::known(data_set).ok()?.owner;
		let shares = Self::shares_that_agree(data_set, &supplier, pending.approvals.iter());
		let until = pending.until;
		Some(DecisionView { approvals: pending.approvals.into_inner(), shares, until })
	}

	/// What owners decided about a data set, grants aside.
	pub fn policy(data_set: DataSetId) -> Option<PolicyView> {
		let level = Self::known(data_set).ok()?.confidentiality;
		let classes = FieldClasses::<T>::get(data_set)
			.map(|record| record.classes.into_inner())
			.unwrap_or_default()
			.into_iter()
			.map(|class| FieldClassView { name: class.name, level: class.level })
			.collect();
		Some(PolicyView {
			data_set,
			level,
			classes,
			allowed: AllowListed::<T>::get(data_set),
			kinds: CertificateKinds::<T>::get(data_set).into_inner(),
		})
	}

	/// A page of the lists of a data set.
	pub fn listings(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<ListingView> {
		let entries = match from {
			Some(last) => Listings::<T>::iter_prefix_from(
				data_set,
				Listings::<T>::hashed_key_for(data_set, last),
			),
			None => Listings::<T>::iter_prefix(data_set),
		};
		entries
			.take(page(limit, MAX_BATCH))
			.map(|(did, listing)| ListingView {
				did,
				denied: listing.stance == Stance::Deny,
				since: listing.since,
			})
			.collect()
	}

	/// A page of the appointed operators of a data set.
	pub fn operators(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<DidId> {
		let entries = match from {
			Some(last) => Operators::<T>::iter_key_prefix_from(
				data_set,
				Operators::<T>::hashed_key_for(data_set, last),
			),
			None => Operators::<T>::iter_key_prefix(data_set),
		};
		entries.take(page(limit, MAX_BATCH)).collect()
	}

	/// One grant, in force or over.
	pub fn grant_view(id: GrantId) -> Option<GrantView<T::AccountId>> {
		let grant = Grants::<T>::get(id)?;
		let now = Self::now();
		let in_force = !grant.is_over(now) && now >= grant.terms.from;
		Some(GrantView {
			id,
			data_set: grant.data_set,
			grantee: grant.grantee,
			actions: grant.terms.actions,
			purposes: grant.terms.purposes.into_inner(),
			fields: grant.terms.fields,
			from: grant.terms.from,
			until: grant.terms.until,
			uses: grant.terms.uses,
			used: grant.used,
			reserved: grant.reserved,
			given: grant.given,
			by: grant.by,
			revoked: grant.revoked,
			listed: GrantsFor::<T>::get(grant.data_set, grant.grantee).contains(&id),
			in_force,
			depositor: grant.deposit.payer,
		})
	}

	/// [`Self::grant_view`] for the first [`MAX_BATCH`] of these.
	pub fn grants(ids: Vec<GrantId>) -> Vec<Option<GrantView<T::AccountId>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::grant_view).collect()
	}

	/// A page of the grants of a data set.
	pub fn grants_of_data_set(
		data_set: DataSetId,
		from: Option<GrantId>,
		limit: u32,
	) -> Vec<GrantView<T::AccountId>> {
		let ids = match from {
			Some(last) => GrantsOfDataSet::<T>::iter_key_prefix_from(
				data_set,
				GrantsOfDataSet::<T>::hashed_key_for(data_set, last),
			),
			None => GrantsOfDataSet::<T>::iter_key_prefix(data_set),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::grant_view).collect()
	}

	/// A page of the grants to a grantee.
	pub fn grants_of(
		grantee: Grantee,
		from: Option<GrantId>,
		limit: u32,
	) -> Vec<GrantView<T::AccountId>> {
		let ids = match from {
			Some(last) => GrantsOfGrantee::<T>::iter_key_prefix_from(
				grantee,
				GrantsOfGrantee::<T>::hashed_key_for(grantee, last),
			),
			None => GrantsOfGrantee::<T>::iter_key_prefix(grantee),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::grant_view).collect()
	}

	/// Whether an access is permitted, by what, or why not.
	pub fn may_access(question: AccessQuestion) -> AccessDecision {
		let AccessQuestion { did, data_set, action, purpose, field, at } = question;
		Self::access(&did, data_set, &Request { action, purpose, field, at })
	}

	/// [`Self::may_access`] for the first [`MAX_BATCH`] of these.
	pub fn may_access_many(questions: Vec<AccessQuestion>) -> Vec<AccessDecision> {
		questions.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::may_access).collect()
	}

	/// The newest epoch of a data set.
	pub fn epoch(data_set: DataSetId) -> Option<EpochView> {
		let CurrentEpoch { number, open } = CurrentEpochs::<T>::get(data_set)?;
		if open {
			let record = Epochs::<T>::get(data_set, number)?;
			return Some(Self::view_of_epoch(data_set, number, record));
		}
		Some(EpochView {
			epoch: number,
			commitment: None,
			opened: None,
			announced: 0,
			in_force: false,
		})
	}

	/// A page of the epochs of a data set that have a key.
	pub fn epochs(data_set: DataSetId, from: Option<u32>, limit: u32) -> Vec<EpochView> {
		let entries = match from {
			Some(last) => {
				Epochs::<T>::iter_prefix_from(data_set, Epochs::<T>::hashed_key_for(data_set, last))
			},
			None => Epochs::<T>::iter_prefix(data_set),
		};
		entries
			.take(page(limit, MAX_BATCH))
			.map(|(number, record)| Self::view_of_epoch(data_set, number, record))
			.collect()
	}

	fn view_of_epoch(data_set: DataSetId, number: u32, record: Epoch<T>) -> EpochView {
		EpochView {
			epoch: number,
			commitment: Some(record.commitment),
			opened: Some(record.opened),
			announced: record.announced,
			in_force: CurrentEpochs::<T>::get(data_set)
				== Some(CurrentEpoch { number, open: true }),
		}
	}

	/// The key of a field class in an epoch that was wrapped for a recipient.
	pub fn key_of(
		data_set: DataSetId,
		epoch: u32,
		recipient: DidId,
		field: Option<u8>,
	) -> Option<AnnouncedKeyView> {
		let record = Announcements::<T>::get((data_set, epoch, recipient, field))?;
		Some(Self::view_of_key(recipient, field, record))
	}

	/// A page of the keys of an epoch.
	pub fn keys(
		data_set: DataSetId,
		epoch: u32,
		from: Option<(DidId, Option<u8>)>,
		limit: u32,
	) -> Vec<AnnouncedKeyView> {
		let entries = match from {
			Some((recipient, field)) => Announcements::<T>::iter_prefix_from(
				(data_set, epoch),
				Announcements::<T>::hashed_key_for((data_set, epoch, recipient, field)),
			),
			None => Announcements::<T>::iter_prefix((data_set, epoch)),
		};
		entries
			.take(page(limit, MAX_BATCH))
			.map(|((recipient, field), record)| Self::view_of_key(recipient, field, record))
			.collect()
	}

	fn view_of_key(
		recipient: DidId,
		field: Option<u8>,
		record: Announcement<T>,
	) -> AnnouncedKeyView {
		let Announcement { wrapped, by, at, .. } = record;
		AnnouncedKeyView { recipient, field, wrapped, by, at }
	}

	/// What an operator has done.
	pub fn conduct(operator: DidId) -> ConductView {
		let conduct = Conducts::<T>::get(operator);
		ConductView {
			operator,
			batches: conduct.batches,
			records: conduct.records,
			refusals: conduct.refusals,
			overuses: conduct.overuses,
			contradictions: conduct.contradictions,
		}
	}

	/// One batch of an operator.
	pub fn batch(operator: DidId, sequence: u64) -> Option<BatchView> {
		let batch = Batches::<T>::get(operator, sequence)?;
		Some(Self::view_of_batch(operator, sequence, batch))
	}

	/// A page of the batches of an operator that are kept.
	pub fn batches(operator: DidId, from: Option<u64>, limit: u32) -> Vec<BatchView> {
		Self::batches_from(operator, from)
			.take(page(limit, MAX_BATCH))
			.map(|(sequence, batch)| Self::view_of_batch(operator, sequence, batch))
			.collect()
	}

	/// A page of the batches of an operator against which something was proven, and where to go on.
	pub fn contradictions(
		operator: DidId,
		from: Option<u64>,
		limit: u32,
	) -> (Vec<BatchView>, Option<u64>) {
		let mut found = Vec::new();
		let mut looked = 0usize;
		for (sequence, batch) in Self::batches_from(operator, from) {
			looked = looked.saturating_add(1);
			if !batch.contradictions.is_empty() {
				found.push(Self::view_of_batch(operator, sequence, batch));
			}
			if looked >= page(MAX_BATCH, MAX_BATCH) || found.len() >= page(limit, MAX_BATCH) {
				return (found, Some(sequence));
			}
		}
		(found, None)
	}

	fn batches_from(operator: DidId, from: Option<u64>) -> impl Iterator<Item = (u64, Batch<T>)> {
		match from {
			Some(last) => Batches::<T>::iter_prefix_from(
				operator,
				Batches::<T>::hashed_key_for(operator, last),
			),
			None => Batches::<T>::iter_prefix(operator),
		}
	}

	fn view_of_batch(operator: DidId, sequence: u64, batch: Batch<T>) -> BatchView {
		BatchView {
			operator,
			sequence,
			data_set: batch.data_set,
			records: batch.records,
			from: batch.from,
			to: batch.to,
			uses: batch.uses,
			refusals: batch.refusals,
			overuses: batch.overuses,
			recorded: batch.recorded,
			kept_until: batch.kept_until,
			contradictions: batch
				.contradictions
				.into_iter()
				.map(|(index, contradiction)| ContradictionView { index, contradiction })
				.collect(),
		}
	}

	/// The parameters in force.
	pub fn parameters() -> AccessParametersView {
		let parameters = Parameters::<T>::get();
		let levels =
			[Confidentiality::Restricted, Confidentiality::Confidential, Confidentiality::Secret];
		let clearances = levels
			.into_iter()
			.filter_map(|level| {
				parameters.clearance(level).map(|clearance| ClearanceView {
					level,
					roles: clearance.roles.bits(),
					certificates: clearance.certificates.to_vec(),
				})
			})
			.collect();
		AccessParametersView {
			clearances,
			decision_period: parameters.decision_period,
			retention: parameters.retention,
			recording_period: parameters.recording_period,
		}
	}
}
