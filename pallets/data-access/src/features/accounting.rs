//! The accounts of operators: batches of access records, and proofs against them.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	access::{
		contradiction, AccessDecision, AccessRecord, Basis, GrantHistory, GrantKnowledge,
		Knowledge, Request, Right,
	},
	did::{DidId, KeySignature},
	fingerprint::{verify_inclusion, ProofError},
	payload::{signing_bytes, Purpose},
	traits::{Confidentiality, DataSetFacts, Identities, Subject},
	DataSetId, GrantId, Moment,
};
use frame_support::{ensure, traits::Footprint, BoundedVec};
use sp_runtime::DispatchResult;

use crate::{
	types::{
		AccessParameters, Batch, BatchBody, Deposit, Due, Grant, Purposes, RecordPath, Stance,
	},
	Batches, Conducts, Config, Error, Event, FieldClasses, Grants, LastTransfer,
	LatestForgottenEnd, Listings, NextGrantId, Pallet, Parameters,
};

/// What a batch occupies beside its record: its key and the entry of the agenda.
const BATCH_INDEX: usize = (32 + 16) + (16 + 8 + 49);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_record_accesses(
		caller: Subject<T::AccountId>,
		batch: BatchBody,
		signature: KeySignature,
	) -> DispatchResult {
		let BatchBody { operator, data_set, records, from, to, .. } = batch;
		let supplier = Self::known(data_set)?.owner;
		ensure!(Self::operates(data_set, &operator, &supplier), Error::<T>::NotOperator);
		let now = Self::now();
		ensure!(from <= to && to <= now, Error::<T>::InvalidPeriod);
		let parameters = Parameters::<T>::get();
		ensure!(Self::is_recordable(from, now, &parameters), Error::<T>::RecordedTooLate);
		let uses = Self::check_counts(&batch)?;
		let mut conduct = Conducts::<T>::get(operator);
		let sequence = conduct.batches;
		let genesis = pallet_support::genesis_hash::<T>();
		let message = signing_bytes(Purpose::AccessBatch, &genesis, sequence, &batch);
		ensure!(T::Identities::verify(&operator, &message, &signature), Error::<T>::BadSignature);
		conduct.batches = sequence.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;

		let bytes = Batch::<T>::max_encoded_len().saturating_add(BATCH_INDEX);
		let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;
		Self::emit(Event::AccessesRecorded {
			operator,
			sequence,
			data_set,
			records,
			uses: batch.uses.clone(),
			refusals: batch.refusals,
			by: caller.did,
		});
		let kept_until = now.saturating_add(parameters.retention);
		let mut counted = Vec::new();
		let mut overuses = 0u32;
		for (grant, count) in batch.uses {
			let mut record = Grants::<T>::get(grant).ok_or(Error::<T>::UnknownGrant)?;
			ensure!(record.data_set == data_set, Error::<T>::GrantOfOtherDataSet);
			if Self::count_uses(operator, sequence, grant, &mut record, count) {
				overuses = overuses.saturating_add(1);
			}
			// No record of the batch can rest on a grant that was over before it begins, so none counts as one that does: that
			// stays certain when the record of the grant is gone, which such a batch does not prolong.
			if record.end().is_none_or(|end| end >= from) {
				counted.push(grant);
				Self::cite(grant, &mut record, kept_until);
			}
			Grants::<T>::insert(grant, record);
		}
		conduct.records = conduct.records.saturating_add(records.leaves);
		conduct.refusals = conduct.refusals.saturating_add(batch.refusals);
		conduct.overuses = conduct.overuses.saturating_add(overuses.into());
		Conducts::<T>::insert(operator, conduct);
		Self::schedule(kept_until, Due::Batch(operator, sequence));
		Batches::<T>::insert(
			operator,
			sequence,
			Batch {
				data_set,
				records,
				from,
				to,
				uses,
				counted: BoundedVec::truncate_from(counted),
				refusals: batch.refusals,
				overuses,
				recorded: now,
				kept_until,
				contradictions: BoundedVec::new(),
				deposit,
			},
		);
		Ok(())
	}

	/// Whether a batch that begins at that moment may still be recorded: it lies within the recording period, and every grant of
	/// its time is still known. The latter says more only after the council has lengthened the period.
	fn is_recordable(from: Moment, now: Moment, parameters: &AccessParameters) -> bool {
		from >= now.saturating_sub(parameters.recording_period)
			&& LatestForgottenEnd::<T>::get().is_none_or(|end| from > end)
	}

	/// The counts of a batch are in order and not more than its records. Returns the uses together.
	fn check_counts(batch: &BatchBody) -> Result<u64, Error<T>> {
		ensure!(batch.records.leaves > 0, Error::<T>::EmptyBatch);
		let mut last = None;
		let mut uses = 0u64;
		for (grant, count) in &batch.uses {
			ensure!(last.is_none_or(|last| last < *grant) && *count > 0, Error::<T>::BadCounts);
			last = Some(*grant);
			uses = uses.saturating_add((*count).into());
		}
		let answered = uses.saturating_add(batch.refusals);
		ensure!(answered <= batch.records.leaves, Error::<T>::CountsExceedRecords);
		Ok(uses)
	}

	/// Counts uses against a grant, those first that were reserved. Says whether there are more than the grant allows.
	fn count_uses(
		operator: DidId,
		sequence: u64,
		grant: GrantId,
		record: &mut Grant<T>,
		count: u32,
	) -> bool {
		let reserved = record.reserved.min(count);
		let more = count.saturating_sub(reserved);
		record.reserved = record.reserved.saturating_sub(reserved);
		record.used = record.used.saturating_add(more);
		let used = record.used;
		match record.terms.uses {
			Some(uses) if more > 0 && used > uses => {
				let data_set = record.data_set;
				Self::emit(Event::GrantOverused {
					operator,
					sequence,
					grant,
					data_set,
					used,
					uses,
				});
				true
			},
			_ => false,
		}
	}

	pub(crate) fn do_prove_contradiction(
		caller: Subject<T::AccountId>,
		operator: DidId,
		sequence: u64,
		record: AccessRecord,
		index: u64,
		path: RecordPath,
	) -> DispatchResult {
		let mut batch = Batches::<T>::get(operator, sequence).ok_or(Error::<T>::UnknownBatch)?;
		let proven = batch.contradictions.iter().any(|(place, _)| *place == index);
		ensure!(!proven, Error::<T>::AlreadyProven);
		verify_inclusion(&batch.records, record.leaf(), index, &path).map_err(Error::<T>::from)?;
		let data_set = batch.data_set;
		let set = Self::known(data_set)?;
		let known = Self::knowledge(&record, &batch, &set);
		let found = contradiction(&record, data_set, (batch.from, batch.to), &known)
			.ok_or(Error::<T>::NoContradiction)?;
		batch
			.contradictions
			.try_push((index, found))
			.map_err(|_| Error::<T>::TooManyContradictions)?;
		Batches::<T>::insert(operator, sequence, batch);
		Conducts::<T>::mutate(operator, |conduct| {
			conduct.contradictions = conduct.contradictions.saturating_add(1);
		});
		Self::emit(Event::ContradictionProven {
			operator,
			sequence,
			data_set,
			index,
			accessor: record.accessor,
			contradiction: found,
			by: caller.did,
		});
		Ok(())
	}

	/// What the chain can say about the moment of a record.
	fn knowledge(
		record: &AccessRecord,
		batch: &Batch<T>,
		set: &DataSetFacts,
	) -> Knowledge<Purposes> {
		let data_set = batch.data_set;
		let accessor = &record.accessor;
		let Request { field, at, .. } = record.request;
		let none_since = |right| {
			let shares = Self::shares_of(data_set, right, accessor, &set.owner);
			let changed = LastTransfer::<T>::get(data_set, right).unwrap_or_default();
			(shares == 0).then_some(changed)
		};
		let denied_since = Listings::<T>::get(data_set, accessor)
			.filter(|listing| listing.stance == Stance::Deny)
			.map(|listing| listing.since);
		let named = match record.decision {
			AccessDecision::Permitted(Basis::Grant(id)) => Some(id),
			_ => None,
		};
		let declared = Self::field_levels(data_set).len();
		Knowledge {
			accessor_known: T::Identities::status(accessor).is_some(),
			without_roles: T::Identities::owner_of(accessor).is_some(),
			field_known: field.is_none_or(|field| usize::from(field) < declared),
			denied_since,
			no_owner_since: none_since(Right::Ownership),
			no_user_since: none_since(Right::Use),
			not_public_since: Self::not_public_since(field, data_set, set),
			grant: named.map(|id| Self::knowledge_of_grant(id, at)),
			counted: named.is_none_or(|id| batch.counted.contains(&id)),
		}
	}

	fn knowledge_of_grant(id: GrantId, at: Moment) -> GrantKnowledge<Purposes> {
		match Grants::<T>::get(id) {
			Some(grant) => GrantKnowledge::Known(GrantHistory {
				declared: FieldClasses::<T>::get(grant.data_set)
					.filter(|record| at > record.changed)
					.map_or(0, |record| crate::count(record.classes.len())),
				data_set: grant.data_set,
				grantee: grant.grantee,
				terms: grant.terms,
				given: grant.given,
				revoked: grant.revoked,
			}),
			None if id >= NextGrantId::<T>::get() => GrantKnowledge::NeverGiven,
			None => GrantKnowledge::Forgotten,
		}
	}

	/// Since when the class, or the whole, is certain not to have been public.
	fn not_public_since(
		field: Option<u8>,
		data_set: DataSetId,
		set: &DataSetFacts,
	) -> Option<Moment> {
		let (levels, changed) = match FieldClasses::<T>::get(data_set) {
			Some(record) => {
				let levels: Vec<_> = record.classes.iter().map(|class| class.level).collect();
				(levels, record.changed)
			},
			None => (Vec::new(), 0),
		};
		match field {
			Some(field) => levels
				.get(usize::from(field))
				.is_some_and(|level| *level > Confidentiality::Public)
				.then_some(changed),
			// The level of the data set itself never changes.
			None if set.confidentiality > Confidentiality::Public => Some(0),
			None => levels.iter().any(|level| *level > Confidentiality::Public).then_some(changed),
		}
	}

	/// Removes the record of a batch, and its ticket returns.
	pub(crate) fn forget_batch(operator: DidId, sequence: u64) -> DispatchResult {
		let batch = Batches::<T>::take(operator, sequence).ok_or(Error::<T>::UnknownBatch)?;
		batch.deposit.give_back()?;
		Self::emit(Event::BatchForgotten { operator, sequence, data_set: batch.data_set });
		Ok(())
	}
}

impl<T> From<ProofError> for Error<T> {
	fn from(error: ProofError) -> Self {
		match error {
			ProofError::IndexOutOfRange => Self::IndexOutOfRange,
			ProofError::WrongPathLength => Self::WrongPathLength,
			ProofError::RootMismatch => Self::BadProof,
		}
	}
}
