//! Money on hold, in every asset, against the records that say why.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	money::{Asset, AssetId},
	traits::Party,
	verdict::Standing,
};
use counterfoil_runtime::{AccountId, Balance, Balances, Runtime, RuntimeHoldReason as Why};
use frame_support::{
	storage_alias,
	traits::{fungible::Inspect, tokens::IdAmount},
	Blake2_128Concat,
};
use pallet_validation::Phase;
use std::collections::BTreeMap;

/// What is on hold of tokens besides the chain's own, and why. `pallet-assets-holder` keeps it to itself.
#[storage_alias]
type Holds = StorageDoubleMap<
	AssetsHolder,
	Blake2_128Concat,
	AssetId,
	Blake2_128Concat,
	AccountId,
	Vec<IdAmount<Why, Balance>>,
>;

/// The sum of it.
#[storage_alias]
type BalancesOnHold =
	StorageDoubleMap<AssetsHolder, Blake2_128Concat, AssetId, Blake2_128Concat, AccountId, Balance>;

/// Who has something of this token on hold.
pub fn holders_of(token: AssetId) -> Vec<AccountId> {
	Holds::iter_prefix(token).map(|(account, _)| account).collect()
}

/// How much of this token is on hold on all accounts together.
pub fn total_of(token: AssetId) -> Balance {
	BalancesOnHold::iter_prefix(token).map(|(_, amount)| amount).sum()
}

/// So much is on hold for this reason. The reason as its encoding, which has an order.
type Expected = BTreeMap<(Asset, AccountId, [u8; 2]), Balance>;

struct Ledger(Expected);

impl Ledger {
	/// Of the chain's own token.
	fn add(&mut self, account: &AccountId, why: impl Into<Why>, amount: Balance) {
		self.add_of(Asset::Native, account, why, amount);
	}

	fn add_of(&mut self, asset: Asset, account: &AccountId, why: impl Into<Why>, amount: Balance) {
		if amount > 0 {
			*self.0.entry((asset, account.clone(), bytes_of(why.into()))).or_default() += amount;
		}
	}

	/// A ticket is the amount that it holds.
	fn ticket(&mut self, account: &AccountId, why: impl Into<Why>, ticket: &impl Encode) {
		let amount =
			Balance::decode(&mut ticket.encode().as_slice()).expect("a ticket is an amount");
		self.add(account, why, amount);
	}
}

fn bytes_of(why: Why) -> [u8; 2] {
	why.encode().try_into().expect("a reason has two bytes")
}

/// What the records of all pallets say.
fn expected() -> Expected {
	let mut ledger = Ledger(Expected::new());
	identities(&mut ledger);
	devices(&mut ledger);
	data(&mut ledger);
	rounds(&mut ledger);
	rights(&mut ledger);
	market(&mut ledger);
	exchange(&mut ledger);
	auctions(&mut ledger);
	contracts(&mut ledger);
	payments(&mut ledger);
	custody(&mut ledger);
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

fn market(ledger: &mut Ledger) {
	use pallet_data_market::*;

	for offer in Offers::<Runtime>::iter_values() {
		ledger.ticket(&offer.supplier.account, HoldReason::Order, &offer.ticket);
	}
	for demand in Demands::<Runtime>::iter_values() {
		let demander = &demand.demander.account;
		ledger.ticket(demander, HoldReason::Order, &demand.ticket);
		for cover in demand.covers {
			ledger.ticket(demander, HoldReason::Order, &cover);
		}
		ledger.add(demander, HoldReason::Reward, demand.terms.reward);
	}
	// Of a reward, what is for these is set aside until they are over.
	let matches = Matches::<Runtime>::iter_values().map(|one| (one.demand, one.reward));
	let deals = Deals::<Runtime>::iter_values().map(|one| (one.demand, one.reward));
	for (demand, reward) in matches.chain(deals) {
		let demander = Demands::<Runtime>::get(demand).expect("it is kept for them").demander;
		ledger.add(&demander.account, HoldReason::Reward, reward);
	}
	for proposal in Proposals::<Runtime>::iter_values() {
		ledger.ticket(&proposal.by.account, HoldReason::Order, &proposal.ticket);
	}
	for commitment in Commitments::<Runtime>::iter_values() {
		let deposit = commitment.deposit;
		ledger.ticket(&deposit.payer, HoldReason::Order, &deposit.ticket);
	}
}

fn exchange(ledger: &mut Ledger) {
	use pallet_data_escrow::*;

	for agreement in Agreements::<Runtime>::iter_values() {
		let (asset, deposit) = (agreement.asset, &agreement.deposit);
		ledger.ticket(&deposit.payer, HoldReason::Record, &deposit.ticket);
		let (funder, supplier) = (&agreement.funder.account, &agreement.supplier.account);
		ledger.add_of(asset, funder, HoldReason::Price, agreement.held_price());
		ledger.add_of(asset, supplier, HoldReason::Bond, agreement.held_bond());
	}
	for closed in ClosedAgreements::<Runtime>::iter_values() {
		ledger.ticket(&closed.deposit.payer, HoldReason::Record, &closed.deposit.ticket);
	}
	for (id, unpaid) in UnpaidDues::<Runtime>::iter() {
		let closed = ClosedAgreements::<Runtime>::get(id).expect("it is kept for what is due");
		let (asset, dues) = (closed.asset, unpaid.dues);
		ledger.add_of(asset, &unpaid.funder, HoldReason::Price, dues.of_price());
		ledger.add_of(asset, &closed.supplier.account, HoldReason::Bond, dues.of_bond());
	}
}

fn auctions(ledger: &mut Ledger) {
	use pallet_data_auction::*;

	let ticket = |ledger: &mut Ledger, deposit: TicketOf<Runtime>| {
		ledger.ticket(&deposit.payer, HoldReason::Record, &deposit.ticket);
	};
	for auction in Auctions::<Runtime>::iter_values() {
		ticket(ledger, auction.ticket);
	}
	for (id, _, bid) in Bids::<Runtime>::iter() {
		ticket(ledger, bid.ticket);
		ticket(ledger, bid.room);
		let auction = Auctions::<Runtime>::get(id).expect("a bid has an auction");
		let Format::Sealed(sealed) = auction.format else { panic!("a bid is sealed") };
		let (asset, deposit) = (auction.lot.asset, sealed.terms.deposit);
		ledger.add_of(asset, &bid.bidder.account, HoldReason::Deposit, deposit);
	}
	let owed = Owed::<Runtime>::iter_values().map(|due| due.stake);
	for stake in Awards::<Runtime>::iter_values().chain(owed) {
		ticket(ledger, stake.ticket);
		stake.room.into_iter().for_each(|room| ticket(ledger, room));
		ledger.add_of(stake.asset, &stake.bidder.account, HoldReason::Deposit, stake.amount);
	}
}

fn contracts(ledger: &mut Ledger) {
	use pallet_data_contracts::*;

	for proposal in Proposals::<Runtime>::iter_values() {
		ledger.ticket(&proposal.deposit.payer, HoldReason::Record, &proposal.deposit.ticket);
		let why = match proposal.party {
			Party::Supplier => HoldReason::Bond,
			Party::Demander => HoldReason::Budget,
		};
		ledger.add_of(proposal.conditions.asset, &proposal.by.account, why, proposal.stake);
	}
	for contract in Contracts::<Runtime>::iter_values() {
		ledger.ticket(&contract.deposit.payer, HoldReason::Record, &contract.deposit.ticket);
		let (asset, purse) = (contract.conditions.asset, contract.purse);
		let (supplier, demander) = (&contract.supplier.account, &contract.demander.account);
		ledger.add_of(asset, demander, HoldReason::Budget, purse.of_demander());
		ledger.add_of(asset, supplier, HoldReason::Bond, purse.of_supplier());
	}
}

fn payments(ledger: &mut Ledger) {
	use pallet_payment_channels::{Channels, HoldReason as Channelling};
	use pallet_payment_streams::{HoldReason as Streaming, Streams};

	for allowance in pallet_allowances::AllowanceBook::<Runtime>::iter_values() {
		let deposit = allowance.deposit;
		ledger.ticket(&deposit.payer, pallet_allowances::HoldReason::Record, &deposit.ticket);
	}
	for channel in Channels::<Runtime>::iter_values() {
		ledger.ticket(&channel.ticket.payer, Channelling::Record, &channel.ticket.ticket);
		let payer = &channel.payer.account;
		ledger.add_of(channel.asset, payer, Channelling::Deposit, channel.held());
	}
	for stream in Streams::<Runtime>::iter_values() {
		ledger.ticket(&stream.deposit.payer, Streaming::Record, &stream.deposit.ticket);
		let (funder, held) = (&stream.funder.account, stream.stage.held());
		ledger.add_of(stream.asset, funder, Streaming::Deposit, held);
	}
}

fn custody(ledger: &mut Ledger) {
	use pallet_custody::*;

	for circulation in Circulations::<Runtime>::iter_values() {
		let deposit = circulation.deposit;
		ledger.ticket(&deposit.payer, HoldReason::Circulation, &deposit.ticket);
	}
}

/// What is on hold for our reasons, and that it adds up to what each account lacks.
fn found() -> Result<Expected, String> {
	let mut found = Expected::new();
	for (account, holds) in pallet_balances::Holds::<Runtime>::iter() {
		let mut sum = 0;
		for hold in holds {
			sum += hold.amount;
			let why = bytes_of(hold.id);
			if why[0] >= 50 {
				found.insert((Asset::Native, account.clone(), why), hold.amount);
			}
		}
		let lacking = Balances::total_balance(&account) - Balances::balance(&account);
		if lacking != sum {
			return Err(format!("{account}: {lacking} on hold, reasons for {sum}"));
		}
	}
	for (token, account, holds) in Holds::iter() {
		let mut sum = 0;
		for hold in holds {
			sum += hold.amount;
			found.insert((Asset::Local(token), account.clone(), bytes_of(hold.id)), hold.amount);
		}
		let lacking = BalancesOnHold::get(token, &account).unwrap_or_default();
		if lacking != sum {
			return Err(format!("{account}: {lacking} of {token} on hold, reasons for {sum}"));
		}
	}
	Ok(found)
}

/// Every unit on hold of our reasons is in exactly one record, and what is on hold adds up to what the account lacks.
pub fn check() -> Result<(), String> {
	let (found, expected) = (found()?, expected());
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
