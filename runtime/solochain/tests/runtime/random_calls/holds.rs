//! Money on hold against the records that say why.

use codec::{Decode, Encode};
use counterfoil_primitives::verdict::Standing;
use counterfoil_runtime::{AccountId, Balance, Balances, Runtime, RuntimeHoldReason as Why};
use frame_support::traits::fungible::Inspect;
use pallet_validation::Phase;
use std::collections::BTreeMap;

/// So much is on hold for this reason. The reason as its encoding, which has an order.
type Expected = BTreeMap<(AccountId, [u8; 2]), Balance>;

struct Ledger(Expected);

impl Ledger {
	fn add(&mut self, account: &AccountId, why: impl Into<Why>, amount: Balance) {
		let why: Why = why.into();
		let key = (account.clone(), why.encode().try_into().expect("a reason has two bytes"));
		if amount > 0 {
			*self.0.entry(key).or_default() += amount;
		}
	}

	/// A ticket is the amount that it holds.
	fn ticket(&mut self, account: &AccountId, why: impl Into<Why>, ticket: &impl Encode) {
		let amount =
			Balance::decode(&mut ticket.encode().as_slice()).expect("a ticket is an amount");
		self.add(account, why, amount);
	}
}

/// What the records of all pallets say.
fn expected() -> Expected {
	let mut ledger = Ledger(Expected::new());
	identities(&mut ledger);
	devices(&mut ledger);
	data(&mut ledger);
	rounds(&mut ledger);
	rights(&mut ledger);
	trade(&mut ledger);
	ledger.0
}

fn identities(ledger: &mut Ledger) {
	use pallet_did::{Histories, HoldReason, Proposals, Records};

	for record in Records::<Runtime>::iter_values() {
		if let Some(ticket) = record.ticket {
			ledger.ticket(&ticket.payer, HoldReason::Record, &ticket.ticket);
		}
	}
	for history in Histories::<Runtime>::iter_values() {
		if let Some(ticket) = history.ticket {
			ledger.ticket(&ticket.payer, HoldReason::History, &ticket.ticket);
		}
	}
	for proposal in Proposals::<Runtime>::iter_values() {
		ledger.ticket(&proposal.proposer.account, HoldReason::Proposal, &proposal.ticket);
	}
	for (sponsor, _, record) in pallet_sponsorship::Sponsorships::<Runtime>::iter() {
		ledger.ticket(&sponsor, pallet_sponsorship::HoldReason::Sponsorship, &record.ticket);
	}
}

fn devices(ledger: &mut Ledger) {
	use pallet_devices::*;

	let mut add = |deposit: Deposit<Runtime>| {
		ledger.ticket(&deposit.payer, HoldReason::Entry, &deposit.ticket);
	};
	Nodes::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Descriptions::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Offers::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Enrolments::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Members::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Struck::<Runtime>::iter_values().for_each(&mut add);
	AttestationRoots::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
}

fn data(ledger: &mut Ledger) {
	use pallet_certification::HoldReason as Certifying;
	use pallet_data_registry::HoldReason;

	for schema in pallet_data_registry::Schemas::<Runtime>::iter_values() {
		ledger.ticket(&schema.payer, HoldReason::Schema, &schema.ticket);
	}
	for set in pallet_data_registry::DataSets::<Runtime>::iter_values() {
		ledger.ticket(&set.payer, HoldReason::DataSet, &set.ticket);
	}
	for submission in pallet_data_registry::Submissions::<Runtime>::iter_values() {
		ledger.ticket(&submission.payer, HoldReason::Submission, &submission.ticket);
	}
	for accreditation in pallet_certification::Accreditations::<Runtime>::iter_values() {
		if let Some((payer, ticket)) = accreditation.deposit {
			ledger.ticket(&payer, Certifying::Accreditation, &ticket);
		}
	}
	for certificate in pallet_certification::Certificates::<Runtime>::iter_values() {
		ledger.ticket(&certificate.payer, Certifying::Certificate, &certificate.ticket);
	}
}

/// Of a round that is being settled, losers are visited first: what they lost waits with the fee on the account of the
/// supplier until the winners, visited afterwards, have it.
fn rounds(ledger: &mut Ledger) {
	use pallet_validation::{HoldReason, Rounds, Seats};

	for (id, round) in Rounds::<Runtime>::iter() {
		let supplier = &round.supplier.account;
		ledger.ticket(supplier, HoldReason::Record, &round.ticket);
		let members: Vec<_> =
			(0..round.joined).map(|seat| Seats::<Runtime>::get(id, seat).unwrap()).collect();
		match round.phase {
			Phase::Joining { .. } | Phase::Committing { .. } | Phase::Revealing { .. } => {
				ledger.add(supplier, HoldReason::Fee, round.fee);
				for member in members {
					ledger.add(&member.validator.account, HoldReason::Bond, round.bond);
				}
			},
			Phase::Settling { outcome, visited, rewarded, .. } => {
				let stakes = round.stakes(&outcome);
				let paid: Vec<_> = (0..rewarded).map(|rank| stakes.reward(rank)).collect();
				let mut pot = 0;
				for (seat, member) in (0u32..).zip(members) {
					let standing = member.standing(&outcome);
					let first = if standing == Standing::Majority { round.joined } else { 0 };
					if visited > first + seat {
						pot += round.loss(&outcome, standing);
					} else {
						ledger.add(&member.validator.account, HoldReason::Bond, round.bond);
					}
				}
				let fee = if outcome.is_decided() { round.fee } else { 0 };
				let fee_paid: Balance = paid.iter().map(|reward| reward.fee).sum();
				let slashed_paid: Balance = paid.iter().map(|reward| reward.slashed).sum();
				ledger.add(supplier, HoldReason::Fee, fee - fee_paid);
				ledger.add(supplier, HoldReason::Bond, pot - slashed_paid);
			},
			Phase::Closed { .. } => {},
		}
	}
}

fn rights(ledger: &mut Ledger) {
	use pallet_data_access::*;

	let mut add = |deposit: Deposit<Runtime>| {
		ledger.ticket(&deposit.payer, HoldReason::Record, &deposit.ticket);
	};
	Holders::<Runtime>::iter_values()
		.flatten()
		.filter_map(|holding| holding.deposit)
		.for_each(&mut add);
	ShareOffers::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Decisions::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	FieldClasses::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Listings::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Operators::<Runtime>::iter_values().for_each(&mut add);
	Grants::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Epochs::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Announcements::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
	Batches::<Runtime>::iter_values().for_each(|entry| add(entry.deposit));
}

fn trade(ledger: &mut Ledger) {
	use pallet_data_escrow::HoldReason;
	use pallet_data_market::HoldReason as Ordering;

	for offer in pallet_data_market::Offers::<Runtime>::iter_values() {
		ledger.ticket(&offer.supplier.account, Ordering::Order, &offer.ticket);
	}
	for demand in pallet_data_market::Demands::<Runtime>::iter_values() {
		ledger.ticket(&demand.demander.account, Ordering::Order, &demand.ticket);
	}
	for agreement in pallet_data_escrow::Agreements::<Runtime>::iter_values() {
		let (supplier, demander) = (&agreement.supplier.account, &agreement.demander.account);
		ledger.ticket(demander, HoldReason::Record, &agreement.ticket);
		ledger.add(demander, HoldReason::Price, agreement.held_price());
		ledger.add(supplier, HoldReason::Bond, agreement.held_bond());
	}
	for closed in pallet_data_escrow::ClosedAgreements::<Runtime>::iter_values() {
		ledger.ticket(&closed.demander.account, HoldReason::Record, &closed.ticket);
	}
}

/// Every unit on hold of our reasons is in exactly one record, and what is on hold adds up to what the account lacks.
pub fn check() -> Result<(), String> {
	let mut found = Expected::new();
	for (account, holds) in pallet_balances::Holds::<Runtime>::iter() {
		let mut sum = 0;
		for hold in holds {
			sum += hold.amount;
			let why: [u8; 2] = hold.id.encode().try_into().expect("a reason has two bytes");
			if why[0] >= 50 {
				found.insert((account.clone(), why), hold.amount);
			}
		}
		let lacking = Balances::total_balance(&account) - Balances::balance(&account);
		if lacking != sum {
			return Err(format!("{account}: {lacking} on hold, reasons for {sum}"));
		}
	}
	let expected = expected();
	if found == expected {
		return Ok(());
	}
	let differences: Vec<_> = found
		.keys()
		.chain(expected.keys())
		.filter(|key| found.get(key) != expected.get(key))
		.map(|key| (key, found.get(key), expected.get(key)))
		.collect();
	Err(format!("on hold against the records: {differences:?}"))
}
