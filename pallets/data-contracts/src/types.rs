//! What the pallet stores.

use codec::{Decode, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	terms::{Conditions, Counts},
	traits::{Party, Subject},
	AgreementId, ContractId, Moment,
};
use frame_support::{
	traits::{tokens::fungibles::Inspect, ConstU32},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_support::Deposit;
use scale_info::TypeInfo;
use sp_runtime::traits::{SaturatedConversion, Saturating, Zero};

use crate::Config;

/// The balance of the money that contracts are about.
pub type BalanceOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// What the record of a contract costs, and whom.
pub type DepositOf<T> =
	Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// The most batches of one contract that are open at once: delivered and not settled, or to be delivered once more.
pub const MAX_OPEN: u32 = 16;

/// After so many batches in a row for which nothing was delivered and nothing paid, a contract ends by itself. Nobody cares for it any
/// more, and the chain need not watch it to its last batch.
pub const MAX_IDLE: u32 = 8;

/// What waits for its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Due {
	/// A proposal that nobody accepted.
	#[codec(index = 0)]
	Proposal(ContractId),
	/// A batch that may not be delivered any more, or about which the umpire may not decide any more.
	#[codec(index = 1)]
	Batch(ContractId, u32),
}

/// A contract that one party proposed and the other has yet to accept.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Proposal<T: Config> {
	/// Who proposed it, and the account that put up the stake and carries the ticket.
	pub by: Subject<T::AccountId>,
	/// As what.
	pub party: Party,
	/// Who may accept it.
	pub to: DidId,
	/// What it says.
	pub conditions: Conditions,
	/// What the proposer put up: his budget or his bond.
	pub stake: BalanceOf<T>,
	/// The last moment at which it may be accepted.
	pub until: Moment,
	/// What the record costs the proposer.
	pub deposit: DepositOf<T>,
}

impl<T: Config> Proposal<T> {
	/// Who is to deliver.
	pub fn supplier(&self) -> DidId {
		match self.party {
			Party::Supplier => self.by.did,
			Party::Demander => self.to,
		}
	}

	/// Who is to receive.
	pub fn demander(&self) -> DidId {
		match self.party {
			Party::Supplier => self.to,
			Party::Demander => self.by.did,
		}
	}
}

/// The money of a contract. All of it is on hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Purse<Balance> {
	/// The demander's, for batches to come.
	pub budget: Balance,
	/// The demander's, promised as a reward.
	pub reward: Balance,
	/// On the demander's account, and due to the supplier: he earned it, and could not be paid yet.
	pub earned: Balance,
	/// The supplier's, for penalties to come.
	pub bond: Balance,
	/// On the supplier's account, and due to the demander, who could not be paid yet.
	pub penalties: Balance,
}

impl<Balance: Copy + Saturating + Zero> Purse<Balance> {
	/// What is held on the demander's account.
	pub fn of_demander(&self) -> Balance {
		self.budget.saturating_add(self.reward).saturating_add(self.earned)
	}

	/// What is held on the supplier's account.
	pub fn of_supplier(&self) -> Balance {
		self.bond.saturating_add(self.penalties)
	}

	/// Whether nothing is held any more.
	pub fn is_empty(&self) -> bool {
		self.of_demander().is_zero() && self.of_supplier().is_zero()
	}
}

/// What an open batch waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum BatchState {
	/// The end of its exchange.
	#[codec(index = 0)]
	Running {
		/// The agreement about it.
		agreement: AgreementId,
	},
	/// Another delivery, since the last one came to nothing.
	#[codec(index = 1)]
	Waiting {
		/// Whether the demander did not accept it, or its certificate is gone. Else it was the supplier's fault.
		refused: bool,
	},
	/// The umpire's word on why the demander did not accept it.
	#[codec(index = 2)]
	Contested {
		/// The last moment at which it counts.
		until: Moment,
	},
}

/// A batch that was delivered and is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenBatch {
	/// Which one.
	pub number: u32,
	/// What it waits for.
	pub state: BatchState,
	/// The last delivery, from which delay is counted.
	pub delivered: Moment,
	/// Whether the supplier owed it: its price was there when its period began.
	pub owed: bool,
	/// Its readings are newer than this moment, if there was any batch before.
	pub after: Option<Moment>,
	/// And none is newer than this one.
	pub newest: Moment,
}

impl OpenBatch {
	/// Whether it is being exchanged.
	pub fn is_running(&self) -> bool {
		matches!(self.state, BatchState::Running { .. })
	}

	/// Whether an umpire is asked, or would be if it lapsed now, why it was not accepted.
	pub fn is_refused(&self) -> bool {
		matches!(self.state, BatchState::Waiting { refused: true } | BatchState::Contested { .. })
	}
}

/// Open batches, in ascending order of their numbers.
pub type OpenBatches = BoundedVec<OpenBatch, ConstU32<MAX_OPEN>>;

/// A contract that was accepted.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Contract<T: Config> {
	/// Who delivers, and the account that posts the bond and is paid.
	pub supplier: Subject<T::AccountId>,
	/// Who receives, and the account that pays.
	pub demander: Subject<T::AccountId>,
	/// What they agreed on.
	pub conditions: Conditions,
	/// When it was accepted.
	pub since: Moment,
	/// Where it ends: no batch from this number on is delivered. At first the number of all batches.
	pub limit: u32,
	/// The first batch that was neither delivered yet nor lapsed.
	pub next: u32,
	/// What became of the batches that are over.
	pub counts: Counts,
	/// The batches that were delivered and are not over.
	pub open: OpenBatches,
	/// The newest reading of all deliveries.
	pub newest: Option<Moment>,
	/// Since when the budget has covered a batch without interruption; `None` if it does not.
	pub covered: Option<Moment>,
	/// How many of the last batches brought neither a delivery nor a penalty.
	pub idle: u32,
	/// Whether the batch before the next one lapsed because the demander had not paid for it.
	pub unpaid: bool,
	/// The money.
	pub purse: Purse<BalanceOf<T>>,
	/// Whether all batches are over and the reward is reckoned. What could not be paid out yet keeps the record.
	pub over: bool,
	/// What the record costs, and whom.
	pub deposit: DepositOf<T>,
}

impl<T: Config> Contract<T> {
	/// Where an open batch stands in the list.
	pub fn position(&self, number: u32) -> Option<usize> {
		self.open.iter().position(|batch| batch.number == number)
	}

	/// An open batch.
	pub fn batch(&self, number: u32) -> Option<&OpenBatch> {
		self.open.iter().find(|batch| batch.number == number)
	}

	/// What the demander puts up for one batch.
	pub fn stake(&self) -> BalanceOf<T> {
		// Was counted when the contract was proposed.
		self.conditions.stake().unwrap_or(u128::MAX).saturated_into()
	}

	/// What the umpire may yet have the demander pay for batches that he did not accept, this one aside.
	fn at_issue(&self, aside: u32) -> BalanceOf<T> {
		let refusal = self.conditions.umpire.map_or(0, |_| self.conditions.terms.refusal);
		let others = self.open.iter().filter(|open| open.number != aside && open.is_refused());
		let count = others.fold(0u32, |count, _| count.saturating_add(1));
		refusal.saturating_mul(count.into()).saturated_into()
	}

	/// Whether the budget covers this batch and what the umpire may yet decide about others: a supplier who goes on delivering does
	/// not use up what he may be due.
	pub fn covers(&self, number: u32) -> bool {
		self.purse.budget >= self.stake().saturating_add(self.at_issue(number))
	}

	/// Whether the budget covers the next batch.
	pub fn is_covered(&self) -> bool {
		self.covers(self.next)
	}

	/// Whether the supplier owes the next batch: its price was there when its period began.
	pub fn owes_next(&self) -> bool {
		let opens = self.conditions.schedule.opens(self.next);
		self.covered.is_some_and(|since| since <= opens)
	}

	/// How many batches are still to begin.
	pub fn to_come(&self) -> u32 {
		self.limit.saturating_sub(self.next)
	}

	/// The most that the budget may still have to pay. A batch that is not accepted costs no more than one that is.
	pub fn most_budget(&self) -> BalanceOf<T> {
		let again = self
			.open
			.iter()
			.filter(|batch| !batch.is_running())
			.fold(0u32, |count, _| count.saturating_add(1));
		self.stake().saturating_mul(self.to_come().saturating_add(again).into())
	}

	/// The most that the bond may still have to pay.
	pub fn most_penalties(&self) -> BalanceOf<T> {
		let open = u32::try_from(self.open.len()).unwrap_or(MAX_OPEN);
		self.conditions
			.terms
			.worst()
			.saturating_mul(self.to_come().saturating_add(open).into())
			.saturated_into()
	}
}
