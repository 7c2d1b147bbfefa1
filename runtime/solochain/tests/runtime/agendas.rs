//! What the chain does by itself in a block, all pallets together, and what it leaves to transactions.

use crate::{chain::*, contracts::conditions, parties::*};
use counterfoil_primitives::{
	allowance::Limits,
	custody::Source,
	money::Asset,
	traits::{OnAgreementClosed, Party},
};
use counterfoil_runtime::{
	configs::system::RuntimeBlockWeights, constants::currency::CFL, Address, Balance, Runtime,
	RuntimeCall, RuntimeOrigin, System,
};
use frame_support::{
	assert_ok,
	dispatch::DispatchClass,
	traits::Get,
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::traits::Dispatchable;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;

/// How much of each there is.
const MANY: usize = 60;

/// Does it in between two blocks, whatever a block holds.
fn act(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	assert_ok!(call.into().dispatch(RuntimeOrigin::signed(who.to_account_id())));
}

/// How many entries each agenda has.
fn pending() -> Vec<(&'static str, usize)> {
	vec![
		("orders", pallet_data_market::Agenda::<Runtime>::iter_keys().count()),
		("circulations", pallet_custody::Agenda::<Runtime>::iter_keys().count()),
		("allowances", pallet_allowances::Agenda::<Runtime>::iter_keys().count()),
		("contracts", pallet_data_contracts::Agenda::<Runtime>::iter_keys().count()),
		("channels", pallet_payment_channels::Agenda::<Runtime>::iter_keys().count()),
		("streams", pallet_payment_streams::Agenda::<Runtime>::iter_keys().count()),
	]
}

/// What is used of the newest block.
fn used() -> Weight {
	System::block_weight().total()
}

/// What a block holds.
fn whole() -> Weight {
	RuntimeBlockWeights::get().max_block
}

/// Fills six agendas with what is due in one moment, which it returns.
fn fill(chain: &mut Chain) -> u64 {
	let parties = Parties::approved(chain);
	let submission = parties.prepare(chain, &readings(2));
	let now = chain.now();
	let due = now + 60_000;
	let mut demand = parties.demand_terms(chain, 1_000);
	demand.valid_until = due;
	let open = pallet_payment_channels::Call::<Runtime>::open {
		payee: did_of(UTILITY),
		signer: crate::keys::Key::Of(PLANNER).public(),
		asset: Asset::Native,
		deposit: CFL,
		data_set: None,
		commissions: Default::default(),
		expires: due - 6_000,
		challenge: 6_000,
		from: None,
	};
	let stream = pallet_payment_streams::Call::<Runtime>::open {
		payee: did_of(UTILITY),
		data_set: None,
		asset: Asset::Native,
		rate: CFL,
		deposit: Balance::from((due - now) / 1_000) * CFL,
		notice: 0,
		from: None,
	};
	let mut conditions = conditions(chain, &parties, Asset::Native);
	conditions.schedule.first = due + DAY;
	for _ in 0..MANY {
		act(PLANNER, pallet_data_market::Call::<Runtime>::place_demand { terms: demand.clone() });
		act(PLANNER, open.clone());
		act(PLANNER, stream.clone());
		act(
			PLANNER,
			pallet_data_contracts::Call::<Runtime>::propose {
				party: Party::Demander,
				to: did_of(UTILITY),
				conditions: Box::new(conditions.clone()),
				until: due,
			},
		);
		act(
			PLANNER,
			pallet_custody::Call::<Runtime>::request {
				source: Source::Owner(parties.data_set),
				submissions: vec![submission].try_into().unwrap(),
				usage: usage(1),
				user: None,
				until: due,
			},
		);
	}
	let limits = Limits { amount: CFL, total: CFL, count: 1, lock: DAY, valid_until: due };
	for payee in [UTILITY, Parties::LABORATORY, Parties::MINISTRY, Alice, Charlie] {
		let (spender, payee) = (did_of(PLANNER), Some(did_of(payee)));
		let asset = Asset::Native;
		act(Bob, pallet_allowances::Call::<Runtime>::allow { spender, payee, asset, limits });
	}
	due
}

#[test]
fn attack_agendas_that_are_full_at_once_leave_a_third_of_the_block_and_each_moves() {
	on_chain(DEV, |chain| {
		let due = fill(chain);
		assert!(pending().iter().all(|(_, count)| *count >= 5), "{:?}", pending());
		chain.avoid_session_block();
		chain.empty_block();
		let quiet = used();
		// Without a halt, so that nobody has to walk over empty seconds first.
		while chain.now() + 2_000 < due + 1_000 {
			chain.empty_block();
		}
		let (mut blocks, mut fullest) = (0, Weight::zero());
		while pending().iter().any(|(_, count)| *count > 0) {
			chain.avoid_session_block();
			let before = pending();
			let transfer = pallet_balances::Call::<Runtime>::transfer_keep_alive {
				dest: Address::Id(Bob.to_account_id()),
				value: 1,
			};
			// What the agendas took, and then a transaction.
			let after_agendas = chain.block(|| {
				assert_ok!(apply(sign(Charlie, transfer.into())).expect("there is room for it"));
				used()
			});
			for ((name, before), (_, after)) in before.into_iter().zip(pending()) {
				assert!(before == 0 || after < before, "{name} stand still at {after}");
			}
			let left = whole().saturating_sub(after_agendas).ref_time();
			let third = whole().saturating_sub(quiet).ref_time() / 3;
			let transfer = 2 * WEIGHT_REF_TIME_PER_MILLIS;
			assert!(left + transfer >= third, "{left} of {third} is left in block {blocks}");
			fullest = fullest.max(after_agendas);
			blocks += 1;
			assert!(blocks < 200, "{:?}", pending());
		}
		assert!(blocks > 2, "the agendas were not full");
		assert!(fullest.ref_time() > whole().ref_time() / 5, "the agendas were not full");
	});
}

/// The agendas in the order in which the runtime's pallets have their turn, each with what its dearest entry weighs.
fn dearest() -> Vec<(&'static str, Weight)> {
	use pallet_allowances::weights::WeightInfo as _;
	use pallet_custody::weights::WeightInfo as _;
	use pallet_data_access::weights::WeightInfo as _;
	use pallet_data_auction::weights::WeightInfo as _;
	use pallet_data_contracts::weights::WeightInfo as _;
	use pallet_data_escrow::weights::WeightInfo as _;
	use pallet_data_market::{weights::WeightInfo as _, Effort};
	use pallet_devices::weights::WeightInfo as _;
	use pallet_did::weights::WeightInfo as _;
	use pallet_payment_channels::weights::WeightInfo as _;
	use pallet_payment_streams::weights::WeightInfo as _;
	use pallet_sponsorship::weights::WeightInfo as _;
	use pallet_validation::weights::WeightInfo as _;

	type Hears = <Runtime as pallet_data_escrow::Config>::OnClosed;
	type Account = counterfoil_runtime::AccountId;

	let heard = <Runtime as frame_system::Config>::DbWeight::get().reads_writes(
		<Hears as OnAgreementClosed<Account, Balance>>::READS,
		<Hears as OnAgreementClosed<Account, Balance>>::WRITES,
	);
	let voters = <Runtime as pallet_did::Config>::MaxStakeholders::get();
	let lot = <Runtime as pallet_data_auction::Config>::MaxLot::get();
	let bids = <Runtime as pallet_data_auction::Config>::SettlePerStep::get();
	let seats = <Runtime as pallet_validation::Config>::SettlePerStep::get();
	vec![
		(
			"votes",
			<Runtime as pallet_did::Config>::WeightInfo::expire_proposal(
				voters,
				pallet_did::MAX_OUTDATED,
			),
		),
		(
			"conclusions",
			<Runtime as pallet_data_market::Config>::WeightInfo::conclude()
				.saturating_add(Effort::of_conclusion::<Runtime>().weight::<Runtime>()),
		),
		("orders", <Runtime as pallet_data_market::Config>::WeightInfo::expire_order()),
		(
			"agreements",
			<Runtime as pallet_data_escrow::Config>::WeightInfo::agenda_entry()
				.saturating_add(heard),
		),
		("devices", <Runtime as pallet_devices::Config>::WeightInfo::agenda_entry()),
		("sponsorships", <Runtime as pallet_sponsorship::Config>::WeightInfo::expire_sponsorship()),
		("rounds", <Runtime as pallet_validation::Config>::WeightInfo::advance(seats)),
		("access", <Runtime as pallet_data_access::Config>::WeightInfo::agenda_entry()),
		("allowances", <Runtime as pallet_allowances::Config>::WeightInfo::agenda_entry()),
		("auctions", <Runtime as pallet_data_auction::Config>::WeightInfo::advance(lot, bids)),
		("contracts", <Runtime as pallet_data_contracts::Config>::WeightInfo::agenda_entry()),
		(
			"channels",
			<Runtime as pallet_payment_channels::Config>::WeightInfo::agenda_entry(
				pallet_payment_channels::MAX_PARTS,
			),
		),
		(
			"streams",
			<Runtime as pallet_payment_streams::Config>::WeightInfo::agenda_entry(
				pallet_payment_streams::MAX_PARTS,
			),
		),
		("circulations", <Runtime as pallet_custody::Config>::WeightInfo::agenda_entry()),
	]
}

#[test]
fn dearest_entries_of_all_agendas_move_in_one_block() {
	// As `pallet_support::agenda` shares: a quarter of what is left of a third, or one entry.
	let whole = whole().ref_time();
	let mut taken = 0;
	for (name, entry) in dearest() {
		let entry = entry.ref_time();
		let share = (whole / 3).saturating_sub(taken) / 4;
		taken += (share / entry).max(1) * entry;
		assert!(taken <= whole / 3 * 2, "{name}: nothing is left, {taken} of {whole} are taken");
	}
}

#[test]
fn pallets_are_tested_with_the_block_of_the_runtime() {
	use pallet_support::testing::{BLOCK, NORMAL};

	assert_eq!(BLOCK, whole());
	let normal = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_total;
	let normal = normal.expect("ordinary transactions are limited").ref_time();
	assert!(NORMAL.abs_diff(normal) <= 1, "{normal}");
}
