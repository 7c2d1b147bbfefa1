//! How a batch is delivered, and how the demander pays for more of them.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	interest::tie,
	terms::Conditions,
	traits::{
		Accounts, Agreements, DataRegistry, Delivery, Identities, LotFacts, NewAgreement, Party,
		Subject,
	},
	ContractId, DataSetId, Moment, SubmissionId,
};
use frame_support::{defensive_assert, ensure, traits::Get};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use crate::{
	BatchOf, BatchState, Config, Contract, Contracts, Error, Event, HoldReason, OpenBatch, Pallet,
};

/// Between which moments the readings of a delivery lie.
struct Span {
	/// All are newer than this, if there was a batch before.
	after: Option<Moment>,
	/// None is newer than this, if later batches were delivered already.
	until: Option<Moment>,
}

impl<T: Config> Pallet<T> {
	/// The submissions are what the conditions ask for, and none of it was delivered before.
	fn ensure_as_agreed(
		supplier: &DidId,
		conditions: &Conditions,
		span: &Span,
		submissions: &[SubmissionId],
		now: Moment,
	) -> Result<LotFacts, Error<T>> {
		let data_set: DataSetId = conditions.data_set;
		let most = usize::try_from(T::MaxParts::get()).unwrap_or(usize::MAX);
		ensure!(submissions.len() <= most, Error::<T>::TooManyParts);
		let lot = T::Registry::lot(data_set, submissions, now).map_err(Error::<T>::from)?;
		ensure!(lot.supplier == *supplier, Error::<T>::NotOwner);
		ensure!(lot.records >= conditions.records, Error::<T>::TooFewRecords);
		ensure!(lot.quality >= conditions.quality, Error::<T>::QualityTooLow);
		let need = &conditions.certificate;
		ensure!(
			T::Registry::has_certificate(data_set, submissions, need, now),
			Error::<T>::NotCertified
		);
		ensure!(
			span.after.is_none_or(|after| lot.oldest > after)
				&& span.until.is_none_or(|until| lot.newest <= until),
			Error::<T>::NotNewer
		);
		Ok(lot)
	}

	/// The batch may be delivered now: it is the next one, or one whose exchange came to nothing. Returns what is known of it, and
	/// where its readings are to lie.
	fn ensure_deliverable(
		contract: &Contract<T>,
		batch: u32,
		now: Moment,
	) -> Result<(Option<OpenBatch>, Span), Error<T>> {
		ensure!(batch < contract.limit, Error::<T>::NoSuchBatch);
		ensure!(batch <= contract.next, Error::<T>::OutOfOrder);
		let open = contract.batch(batch).copied();
		match open.map(|open| open.state) {
			Some(BatchState::Running { .. }) => return Err(Error::<T>::AlreadyOpen),
			Some(BatchState::Contested { .. }) => return Err(Error::<T>::AlreadyClosed),
			Some(BatchState::Waiting { .. }) => {},
			None => {
				ensure!(batch == contract.next, Error::<T>::AlreadyClosed);
				ensure!(!contract.open.is_full(), Error::<T>::TooManyOpen);
			},
		}
		let schedule = &contract.conditions.schedule;
		ensure!(now >= schedule.opens(batch), Error::<T>::TooEarly);
		ensure!(now <= schedule.lapses(batch), Error::<T>::DeadlinePassed);
		let span = match &open {
			Some(open) => Span { after: open.after, until: Some(open.newest) },
			None => Span { after: contract.newest, until: None },
		};
		Ok((open, span))
	}

	pub(crate) fn do_deliver(
		caller: Subject<T::AccountId>,
		id: ContractId,
		number: u32,
		submissions: Vec<SubmissionId>,
	) -> DispatchResult {
		let mut contract = Self::running(id)?;
		ensure!(caller.did == contract.supplier.did, Error::<T>::NotSupplier);
		Self::ensure_account(&caller, &contract.supplier)?;
		let now = Self::now();
		let (open, span) = Self::ensure_deliverable(&contract, number, now)?;
		ensure!(contract.covers(number), Error::<T>::NotFunded);
		let conditions = &contract.conditions;
		let lot = Self::ensure_as_agreed(&caller.did, conditions, &span, &submissions, now)?;

		// The contract is stored before the escrow is called: should it close another agreement meanwhile, that finds everything in
		// its place.
		let refused =
			matches!(open, Some(OpenBatch { state: BatchState::Waiting { refused: true }, .. }));
		let batch = OpenBatch {
			number,
			state: BatchState::Waiting { refused },
			delivered: now,
			owed: open.map_or_else(|| contract.owes_next(), |open| open.owed),
			after: span.after,
			newest: open.map_or(lot.newest, |open| open.newest),
		};
		match contract.position(number).and_then(|position| contract.open.get_mut(position)) {
			Some(open) => *open = batch,
			None => {
				contract.open.try_push(batch).map_err(|_| Error::<T>::TooManyOpen)?;
				contract.next = contract.next.saturating_add(1);
				contract.unpaid = false;
				contract.newest = Some(lot.newest);
				Self::schedule_next(id, &contract);
			},
		}
		let stake = contract.stake();
		contract.purse.budget.saturating_reduce(stake);
		let agreed = &contract.conditions;
		let terms = NewAgreement {
			supplier: contract.supplier.clone(),
			demander: contract.demander.clone(),
			data_set: agreed.data_set,
			submissions,
			parts: lot.parts,
			price: Self::amount(agreed.price),
			asset: agreed.asset,
			commissions: agreed.commissions.to_vec(),
			usage: agreed.usage.clone(),
			certificate: agreed.certificate,
			delivery: agreed.delivery,
			carrier: Party::Supplier,
		};
		let (asset, payer) = (terms.asset, terms.demander.account.clone());
		Contracts::<T>::insert(id, contract);
		Self::release(asset, HoldReason::Budget, &payer, stake)?;
		let agreement = T::Agreements::open_funded(terms)?;

		let mut contract = Self::running(id)?;
		let position = contract.position(number);
		defensive_assert!(position.is_some(), "the batch was just put there");
		if let Some(open) = position.and_then(|position| contract.open.get_mut(position)) {
			open.state = BatchState::Running { agreement };
		}
		BatchOf::<T>::insert(agreement, (id, number));
		Self::emit(Event::BatchDelivered {
			id,
			batch: number,
			agreement,
			supplier: contract.supplier.did,
			demander: contract.demander.did,
			data_set: contract.conditions.data_set,
		});
		Self::carry_on(id, contract);
		Ok(())
	}

	/// Whether the judge of sealed deliveries can serve, as far as that is not up to the supplier: he is active, and has nothing to do with
	/// the demander.
	pub(crate) fn can_judge(contract: &Contract<T>) -> bool {
		match contract.conditions.delivery {
			Delivery::Proven => true,
			Delivery::Sealed(judge) => {
				let demander = &contract.demander;
				T::Identities::is_active(&judge.did)
					&& tie::<T::Identities>(&judge.did, &demander.did).is_none()
					&& T::Accounts::account_of(&judge.did).as_ref() != Some(&demander.account)
			},
		}
	}

	pub(crate) fn do_protest(id: ContractId) -> DispatchResult {
		let mut contract = Self::running(id)?;
		let hindered =
			contract.is_covered() && (!Self::can_pay(&contract) || !Self::can_judge(&contract));
		ensure!(hindered, Error::<T>::NotHindered);
		contract.covered = Some(Self::now());
		Self::emit(Event::Hindered {
			id,
			batch: contract.next,
			supplier: contract.supplier.did,
			demander: contract.demander.did,
			data_set: contract.conditions.data_set,
		});
		Self::carry_on(id, contract);
		Ok(())
	}

	pub(crate) fn do_fund_more(
		caller: Subject<T::AccountId>,
		id: ContractId,
		batches: u32,
	) -> DispatchResult {
		let mut contract = Self::running(id)?;
		ensure!(caller.did == contract.demander.did, Error::<T>::NotDemander);
		Self::ensure_account(&caller, &contract.demander)?;
		// What the umpire took may have left a part of a stake: the last one that is added may be the rest of it.
		let room = contract.most_budget().saturating_sub(contract.purse.budget);
		let stake = contract.stake();
		let whole = stake.saturating_mul(batches.saturating_sub(1).into());
		ensure!(!batches.is_zero() && whole < room, Error::<T>::BadFunding);
		let amount = whole.saturating_add(stake).min(room);
		Self::hold(contract.conditions.asset, HoldReason::Budget, &caller.account, amount)?;
		contract.purse.budget.saturating_accrue(amount);
		Self::emit(Event::Funded {
			id,
			demander: caller.did,
			supplier: contract.supplier.did,
			data_set: contract.conditions.data_set,
			batches,
			amount,
		});
		Self::carry_on(id, contract);
		Ok(())
	}
}
