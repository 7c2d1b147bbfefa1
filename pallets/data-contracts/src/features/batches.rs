//! How batches end: exchanged, lapsed, decided about.

use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	interest::tie,
	sealed::HALF,
	terms::Fate,
	traits::{ClosedAgreement, Identities, OnAgreementClosed, Party, Subject},
	ContractId, Moment,
};
use frame_support::{defensive, ensure};
use sp_runtime::{traits::Zero, DispatchResult};

use crate::{
	types::MAX_IDLE,
	weights::{CLOSED_READS, CLOSED_WRITES},
	BalanceOf, BatchOf, BatchState, Config, Contract, Contracts, Due, Error, Event, OpenBatch,
	Pallet,
};

/// What an exchange means for its batch.
enum Exchange {
	/// The demander has the data, the supplier his price, or what a judge found fair.
	Done,
	/// The price was divided, so that there is nothing to be repeated: by the parties' fallback, since their judge was silent, or by the
	/// supplier's fault.
	Divided { refused: bool },
	/// It came to nothing: the demander did not accept, the certificate is gone, or it was the supplier's fault.
	Void { refused: bool },
}

/// What the end of an agreement means.
fn meaning<AccountId, Balance>(agreement: &ClosedAgreement<AccountId, Balance>) -> Exchange {
	match agreement.outcome {
		Outcome::Settled => Exchange::Done,
		// What the judge took off the price settles what was wrong with the rest.
		Outcome::Judged { to_supplier: HALF.. } => Exchange::Done,
		Outcome::Judged { to_supplier: 1.. } => Exchange::Divided { refused: false },
		Outcome::Fallback { to_supplier: 1.. } => Exchange::Divided { refused: true },
		Outcome::Fallback { .. } | Outcome::NotAccepted | Outcome::NotFunded => {
			Exchange::Void { refused: true }
		},
		// By nobody, if the certificate is gone.
		Outcome::Declined => {
			Exchange::Void { refused: agreement.by != Some(agreement.supplier.did) }
		},
		Outcome::NotCommitted
		| Outcome::NotRevealed
		| Outcome::Convicted
		| Outcome::Conceded
		| Outcome::Judged { .. } => Exchange::Void { refused: false },
	}
}

/// What becomes of a batch that was offered and came to nothing: by nobody's fault or the demander's, or by the supplier's.
fn fate_of_failure(refused: bool, owed: bool) -> Fate {
	match (refused, owed) {
		(true, _) => Fate::Refused,
		(false, true) => Fate::Gap,
		(false, false) => Fate::Excused,
	}
}

/// Agreements of the escrow that are about batches.
impl<T: Config> OnAgreementClosed<T::AccountId, BalanceOf<T>> for Pallet<T> {
	const READS: u64 = CLOSED_READS;
	const WRITES: u64 = CLOSED_WRITES;

	fn closed(agreement: &ClosedAgreement<T::AccountId, BalanceOf<T>>) {
		let Some((id, number)) = BatchOf::<T>::take(agreement.id) else { return };
		let Some(contract) = Contracts::<T>::get(id) else {
			defensive!("a batch of no contract was exchanged");
			return;
		};
		Self::exchanged(id, contract, number, meaning(agreement));
	}
}

impl<T: Config> Pallet<T> {
	/// The exchange of a batch is over.
	fn exchanged(id: ContractId, mut contract: Contract<T>, number: u32, exchange: Exchange) {
		let Some(batch) = contract.batch(number).copied() else {
			defensive!("a batch that is not open was exchanged");
			return;
		};
		let now = Self::now();
		let schedule = contract.conditions.schedule;
		match exchange {
			Exchange::Done => {
				let late = batch.owed && schedule.delay(number, batch.delivered) > 0;
				let fate = if late { Fate::Late } else { Fate::InTime };
				Self::close_batch(id, &mut contract, number, fate, None);
			},
			Exchange::Divided { refused } => {
				let fate = fate_of_failure(refused, batch.owed);
				Self::close_batch(id, &mut contract, number, fate, None);
			},
			Exchange::Void { refused } => {
				let until = schedule.lapses(number);
				let again = now <= until;
				if again || Self::is_contested(&contract, refused) {
					Self::hold_again(&mut contract);
				}
				if again {
					Self::put(&mut contract, number, BatchState::Waiting { refused });
					Self::emit(Event::BatchReturned {
						id,
						batch: number,
						refused,
						until,
						supplier: contract.supplier.did,
						demander: contract.demander.did,
						data_set: contract.conditions.data_set,
					});
				} else {
					Self::give_up(id, &mut contract, &batch, refused, now);
				}
			},
		}
		Self::carry_on(id, contract);
	}

	/// Whether an umpire is asked about a batch that lapses.
	fn is_contested(contract: &Contract<T>, refused: bool) -> bool {
		refused && contract.conditions.umpire.is_some()
	}

	/// Sets what an open batch waits for.
	fn put(contract: &mut Contract<T>, number: u32, state: BatchState) {
		if let Some(batch) = contract.open.iter_mut().find(|batch| batch.number == number) {
			batch.state = state;
		}
	}

	/// A batch came to nothing and will not be delivered any more.
	pub(crate) fn give_up(
		id: ContractId,
		contract: &mut Contract<T>,
		batch: &OpenBatch,
		refused: bool,
		now: Moment,
	) {
		let number = batch.number;
		match contract.conditions.umpire.filter(|_| refused) {
			Some(umpire) => {
				let lapsed = contract.conditions.schedule.lapses(number);
				Self::cancel(lapsed, Due::Batch(id, number));
				let until = now.saturating_add(umpire.window);
				Self::put(contract, number, BatchState::Contested { until });
				Self::schedule(until, Due::Batch(id, number));
				Self::emit(Event::BatchContested {
					id,
					batch: number,
					until,
					supplier: contract.supplier.did,
					demander: contract.demander.did,
					data_set: contract.conditions.data_set,
				});
			},
			None => {
				let fate = fate_of_failure(refused, batch.owed);
				Self::close_batch(id, contract, number, fate, None);
			},
		}
	}

	/// A batch is over: it is counted, and the penalty set aside. `word` is the umpire's, if he decided.
	fn close_batch(
		id: ContractId,
		contract: &mut Contract<T>,
		number: u32,
		fate: Fate,
		word: Option<(DidId, Party)>,
	) {
		let (terms, schedule) = (contract.conditions.terms, contract.conditions.schedule);
		let batch = contract.position(number).map(|position| contract.open.remove(position));
		let due = match batch.map(|batch| batch.state) {
			Some(BatchState::Contested { until }) => until,
			_ => schedule.lapses(number),
		};
		Self::cancel(due, Due::Batch(id, number));

		let delay = batch.map_or(0, |batch| schedule.delay(number, batch.delivered));
		let penalty = match fate {
			Fate::Late => Self::charge(contract, terms.late(delay)),
			Fate::Gap => Self::charge(contract, terms.gap),
			Fate::InTime | Fate::Refused | Fate::Excused | Fate::Unfunded => Zero::zero(),
		};
		let compensation = match word {
			Some((_, Party::Demander)) => Self::compensate(contract),
			_ => Zero::zero(),
		};
		contract.counts.count(fate);
		Self::emit(Event::BatchClosed {
			id,
			batch: number,
			fate,
			penalty,
			compensation,
			supplier: contract.supplier.did,
			demander: contract.demander.did,
			data_set: contract.conditions.data_set,
			by: word.map(|(umpire, _)| umpire),
		});

		let delivered = matches!(fate, Fate::InTime | Fate::Late);
		let moved = delivered || !penalty.is_zero() || !compensation.is_zero();
		contract.idle = if moved { 0 } else { contract.idle.saturating_add(1) };
		if contract.idle >= MAX_IDLE && !contract.to_come().is_zero() {
			let limit = contract.next;
			Self::set_limit(id, contract, limit, None);
		}
	}

	/// The time of a batch is over: that of its delivery, or that of the umpire. Does nothing if an exchange is under way, which will tell.
	pub(crate) fn lapse_batch(id: ContractId, number: u32) -> DispatchResult {
		let mut contract = Self::running(id)?;
		let now = Self::now();
		let schedule = contract.conditions.schedule;
		match contract.batch(number).copied() {
			Some(batch) => match batch.state {
				BatchState::Running { .. } => return Ok(()),
				BatchState::Waiting { refused } => {
					ensure!(now > schedule.lapses(number), Error::<T>::NothingDue);
					Self::give_up(id, &mut contract, &batch, refused, now);
				},
				BatchState::Contested { until } => {
					ensure!(now > until, Error::<T>::NothingDue);
					Self::close_batch(id, &mut contract, number, Fate::Refused, None);
				},
			},
			None => {
				let next = number == contract.next && number < contract.limit;
				ensure!(next && now > schedule.lapses(number), Error::<T>::NothingDue);
				let fate = if !contract.owes_next() || !Self::can_pay(&contract) {
					Fate::Unfunded
				} else if contract.open.is_full() || !Self::can_judge(&contract) {
					Fate::Excused
				} else {
					Fate::Gap
				};
				contract.next = contract.next.saturating_add(1);
				contract.unpaid = fate == Fate::Unfunded;
				Self::schedule_next(id, &contract);
				Self::close_batch(id, &mut contract, number, fate, None);
			},
		}
		Self::carry_on(id, contract);
		Ok(())
	}

	pub(crate) fn do_decide(
		caller: Subject<T::AccountId>,
		id: ContractId,
		number: u32,
		against: Party,
	) -> DispatchResult {
		let mut contract = Self::running(id)?;
		let umpire = contract.conditions.umpire.map(|umpire| umpire.did);
		ensure!(umpire == Some(caller.did), Error::<T>::NotUmpire);
		let Some(OpenBatch { state: BatchState::Contested { until }, owed, .. }) =
			contract.batch(number).copied()
		else {
			return Err(Error::<T>::NotContested.into());
		};
		ensure!(Self::now() <= until, Error::<T>::DeadlinePassed);
		ensure!(T::Identities::is_active(&caller.did), Error::<T>::UmpireNotActive);
		// Who came to be tied to a side since the contract was made may still decide against that side: else a party that is about to lose would
		// tie him to itself and be saved by his silence.
		let favoured = match against {
			Party::Supplier => &contract.demander.did,
			Party::Demander => &contract.supplier.did,
		};
		let is_biased = tie::<T::Identities>(&caller.did, favoured).is_some();
		ensure!(!is_biased, Error::<T>::UmpireBiased);
		let fate = fate_of_failure(against == Party::Demander, owed);
		Self::close_batch(id, &mut contract, number, fate, Some((caller.did, against)));
		Self::carry_on(id, contract);
		Ok(())
	}
}
