//! Random contracts, and random moves of their parties, the umpire and the issuer of the money, with jumps in time. After each move: no
//! money is made or lost, what is held is what the records say. Whatever happens, every contract ends; and who keeps to what he
//! agreed on never pays a penalty.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	sealed::{HALF, MAX_JUDGE_FEE, WHOLE},
	terms::{Completeness, Conditions, Fate, Late, Schedule, Terms, Umpire},
	traits::{Delivery, Judge, Party},
	AgreementId, ContractId, Moment,
};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, option, prelude::*, sample};

use crate::{mock::*, Agenda, BatchState, Contracts, Event, NextContractId, Proposals};

/// Everything about a contract that is random. Money moves with it in units that accounts can receive.
fn any_conditions() -> impl Strategy<Value = Conditions> {
	let late = (1..20_000u64, 10..100u128, 0..500u128).prop_map(|(unit, per_unit, more)| Late {
		unit,
		per_unit,
		most: per_unit + more,
	});
	let reward = (1..=1_000u16, 10..5_000u128)
		.prop_map(|(at_least, reward)| Completeness { at_least, reward });
	let terms = (
		option::of(late),
		prop_oneof![Just(0u128), 10..500u128],
		prop_oneof![1 => Just(0u128), 3 => 10..100u128],
		option::of(reward),
		0..2_000u128,
		prop_oneof![Just(0u64), 0..3 * PERIOD],
	)
		.prop_map(|(late, gap, refusal, completeness, more, notice)| {
			let terms = Terms { late, gap, refusal, completeness, liability: 0, notice };
			Terms { liability: terms.worst() + more, ..terms }
		});
	let schedule = (1..12u32, 2_000..PERIOD, 0..1_000u64).prop_map(|(batches, period, grace)| {
		let first = UNTIL + period;
		Schedule { first, period, grace: period * grace / 1_000, batches }
	});
	let asset = sample::select(vec![Asset::Native, COIN]);
	// A fee that can be paid, whatever the price.
	let sealed =
		|fallback| Delivery::Sealed(Judge { did: did(UMPIRE), fee: MAX_JUDGE_FEE, fallback });
	let delivery = prop_oneof![Just(Delivery::Proven), (0..=WHOLE).prop_map(sealed)];
	let prepaid = prop_oneof![Just(1), 1..12u32];
	let umpire = option::weighted(0.8, 1..300_000u64);
	(asset, schedule, terms, prepaid, 100..2_000u128, umpire, delivery).prop_map(
		|(asset, schedule, terms, prepaid, price, window, delivery)| Conditions {
			asset,
			price,
			schedule,
			prepaid: prepaid.min(schedule.batches),
			terms,
			delivery,
			umpire: window.map(|window| Umpire { did: did(UMPIRE), window }),
			..conditions()
		},
	)
}

#[derive(Clone, Copy, Debug)]
enum Step {
	/// The batch that may be delivered is delivered.
	Deliver,
	/// Any batch, with any submission.
	DeliverAny(u32, u64),
	/// An exchange ends like this; by the demander, if he declines.
	Close(usize, Outcome, bool),
	Fund(u32),
	End(bool),
	Decide(bool),
	Advance,
	/// The issuer freezes or blocks an account, or takes it back.
	Issuer(bool, u8),
	/// Time passes, and the chain works its agenda off.
	Block(Moment),
	/// Time passes and the chain does nothing.
	Wait(Moment),
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
	prop_oneof![
		8 => Just(Outcome::Settled),
		3 => Just(Outcome::NotAccepted),
		3 => Just(Outcome::Declined),
		1 => Just(Outcome::NotCommitted),
		1 => Just(Outcome::NotRevealed),
		1 => Just(Outcome::Convicted),
		1 => Just(Outcome::Conceded),
		2 => (0..=WHOLE).prop_map(|to_supplier| Outcome::Judged { to_supplier }),
		1 => prop_oneof![Just(0), 0..=WHOLE]
			.prop_map(|to_supplier| Outcome::Fallback { to_supplier }),
	]
}

/// What comes nearest to this end among those that an exchange of these conditions can have: only where delivery is sealed a judge
/// decides, only elsewhere a proof does.
fn possible(conditions: &Conditions, outcome: Outcome) -> Outcome {
	match (&conditions.delivery, outcome) {
		(Delivery::Proven, Outcome::Judged { to_supplier: HALF.. }) => Outcome::Settled,
		(Delivery::Proven, Outcome::Judged { .. } | Outcome::Conceded) => Outcome::Convicted,
		(Delivery::Proven, Outcome::Fallback { .. }) => Outcome::Declined,
		(Delivery::Sealed(_), Outcome::Convicted | Outcome::NotRevealed) => Outcome::NotCommitted,
		(Delivery::Sealed(_), Outcome::NotAccepted) => Outcome::Declined,
		(Delivery::Sealed(judge), Outcome::Fallback { .. }) => {
			Outcome::Fallback { to_supplier: judge.fallback }
		},
		_ => outcome,
	}
}

fn any_step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![6 => 0..PERIOD / 4, 1 => 0..3 * PERIOD];
	prop_oneof![
		8 => Just(Step::Deliver),
		1 => (0..15u32, 0..20u64).prop_map(|(batch, lot)| Step::DeliverAny(batch, lot)),
		6 => (any::<usize>(), any_outcome(), any::<bool>())
			.prop_map(|(which, outcome, by)| Step::Close(which, outcome, by)),
		2 => (0..4u32).prop_map(Step::Fund),
		1 => any::<bool>().prop_map(Step::End),
		3 => any::<bool>().prop_map(Step::Decide),
		1 => Just(Step::Advance),
		1 => (any::<bool>(), 0..3u8).prop_map(|(who, how)| Step::Issuer(who, how)),
		8 => jump().prop_map(Step::Block),
		2 => jump().prop_map(Step::Wait),
	]
}

fn now() -> Moment {
	Timestamp::now()
}

/// Readings of the batch's period, as far as they are not over.
fn lot(conditions: &Conditions, batch: u32) -> u64 {
	let schedule = &conditions.schedule;
	Submitted::of(schedule.opens(batch) + 1, schedule.due(batch)).submit()
}

/// The supplier delivers the next batch, and what waits; the latter if he `dares`, or else as long as it is not due.
fn deliver_what_is_due(id: ContractId, dares: bool) {
	let Some(contract) = Contracts::<Test>::get(id) else { return };
	let schedule = &contract.conditions.schedule;
	let waiting = contract.open.iter().find(|it| matches!(it.state, BatchState::Waiting { .. }));
	if let Some(batch) = waiting.filter(|it| dares || now() <= schedule.due(it.number)) {
		let _ = deliver(SUPPLIER, id, batch.number, &[lot(&contract.conditions, batch.number)]);
	}
	let _ = deliver(SUPPLIER, id, contract.next, &[lot(&contract.conditions, contract.next)]);
}

fn close_as(agreement: AgreementId, outcome: Outcome, by_demander: bool) {
	let by = if by_demander { DEMANDER } else { SUPPLIER };
	close_by(agreement, outcome, (outcome == Outcome::Declined).then_some(by));
}

fn contested(id: ContractId) -> Option<u32> {
	let contract = Contracts::<Test>::get(id)?;
	let mut open = contract.open.iter();
	open.find(|it| matches!(it.state, BatchState::Contested { .. })).map(|batch| batch.number)
}

fn take(id: ContractId, step: Step) {
	// Most steps are refused at most times, which is as good.
	match step {
		Step::Deliver => deliver_what_is_due(id, true),
		Step::DeliverAny(batch, lot) => {
			let _ = deliver(SUPPLIER, id, batch, &[lot]);
		},
		Step::Close(which, outcome, by) => {
			let open = deals();
			// As long as an exchange runs, its contract does.
			if let Some(contract) = Contracts::<Test>::get(id).filter(|_| !open.is_empty()) {
				let outcome = possible(&contract.conditions, outcome);
				close_as(open[which % open.len()], outcome, by);
			}
		},
		Step::Fund(batches) => {
			let _ = fund_more(DEMANDER, id, batches);
		},
		Step::End(by_supplier) => {
			let _ = end(if by_supplier { SUPPLIER } else { DEMANDER }, id);
		},
		Step::Decide(right) => {
			let against = if right { Party::Supplier } else { Party::Demander };
			if let Some(batch) = contested(id) {
				let _ = decide(UMPIRE, id, batch, against);
			}
		},
		Step::Advance => {
			let _ = advance(PASSER_BY, id);
		},
		Step::Issuer(who, how) => {
			let who = if who { SUPPLIER } else { DEMANDER };
			match how {
				0 => freeze(who),
				1 => block(who),
				_ => thaw(who),
			}
		},
		Step::Block(jump) => next_block(now() + jump),
		Step::Wait(jump) => set_time(now() + jump),
	}
}

/// Everything comes to its end: exchanges settle, accounts are free, time passes.
fn run_out(id: ContractId) {
	thaw(SUPPLIER);
	thaw(DEMANDER);
	pay_rest();
	for agreement in deals() {
		close(agreement, Outcome::Settled);
	}
	for _ in 0..40 {
		next_block(now() + 3 * PERIOD);
		let _ = advance(PASSER_BY, id);
	}
}

/// What each account has of both assets.
fn wealth(account: u64) -> [u64; 2] {
	[Asset::Native, COIN].map(|asset| purse(asset, account).0)
}

/// What was told of penalties, compensations, rewards and fates.
#[derive(Default, Debug)]
struct Told {
	penalties: u64,
	compensations: u64,
	reward: u64,
	gaps: u32,
	late: u32,
	/// How often the umpire found against the demander.
	found: u32,
}

/// What exchanges brought the supplier.
fn sold() -> u64 {
	fake_escrow::Paid::<Test>::get()
}

fn told() -> Told {
	take_events().into_iter().fold(Told::default(), |mut told, event| {
		match event {
			Event::BatchClosed { fate, penalty, compensation, by, .. } => {
				told.penalties += penalty;
				told.compensations += compensation;
				told.gaps += u32::from(fate == Fate::Gap);
				told.late += u32::from(fate == Fate::Late);
				told.found += u32::from(fate == Fate::Refused && by.is_some());
			},
			Event::Ended { reward, .. } => told.reward += reward,
			_ => {},
		}
		told
	})
}

fn begin(conditions: Conditions, by_supplier: bool) -> ContractId {
	let id = NextContractId::<Test>::get();
	let (party, by, to) = match by_supplier {
		true => (Party::Supplier, SUPPLIER, DEMANDER),
		false => (Party::Demander, DEMANDER, SUPPLIER),
	};
	assert_ok!(propose(by, party, to, conditions));
	assert_ok!(accept(to, id));
	id
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn whatever_happens_no_money_is_lost_and_the_contract_ends(
		conditions in any_conditions(),
		by_supplier: bool,
		steps in collection::vec(any_step(), 0..80),
	) {
		ExtBuilder::build_and_execute(|| {
			let (asset, refusal) = (conditions.asset, conditions.terms.refusal as u64);
			let (bond, promised) = (conditions.bond() as u64, conditions.terms.promised() as u64);
			let id = begin(conditions, by_supplier);
			take_events();
			for step in steps {
				take(id, step);
				assert_ok!(DataContracts::do_try_state());
			}
			run_out(id);
			assert!(!Contracts::<Test>::contains_key(id), "{:?}", Contracts::<Test>::get(id));
			assert!(!Proposals::<Test>::contains_key(id));
			assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
			assert_eq!((ticket(SUPPLIER), ticket(DEMANDER)), (0, 0));
			let told = told();
			assert!(told.penalties <= bond && told.reward <= promised);
			// Where nobody can freeze an account, the umpire's word is always good for the whole compensation.
			let found = u64::from(told.found) * refusal;
			assert!(asset != Asset::Native || told.compensations == found, "{told:?}");
			let to_supplier = sold() + told.compensations + told.reward;
			let gain = to_supplier as i64 - told.penalties as i64;
			assert_gained_in(asset, SUPPLIER, gain);
			assert_gained_in(asset, DEMANDER, -gain);
		});
	}

	#[test]
	fn honest_supplier_never_pays_whatever_the_demander_does(
		conditions in any_conditions(),
		steps in collection::vec((any_step(), 0..1_000u64), 0..80),
	) {
		ExtBuilder::build_and_execute(|| {
			let period = conditions.schedule.period;
			let id = begin(conditions, true);
			take_events();
			for (step, part) in steps {
				match step {
					// He closes nothing by his own fault, and the umpire knows that.
					Step::Close(which, outcome, _) => {
						let outcome = match outcome {
							Outcome::Settled | Outcome::NotAccepted | Outcome::Fallback { .. } => outcome,
							Outcome::Judged { to_supplier } => {
								Outcome::Judged { to_supplier: to_supplier.max(HALF) }
							},
							_ => Outcome::Declined,
						};
						take(id, Step::Close(which, outcome, true));
					},
					Step::Decide(_) => take(id, Step::Decide(false)),
					// He is there in every period, and before its end.
					Step::Block(_) | Step::Wait(_) => {
						next_block(now() + period * part / 4_000);
					},
					Step::End(_) => take(id, Step::End(false)),
					// He protests against an account that cannot pay.
					Step::Issuer(_, how) => take(id, Step::Issuer(false, how)),
					Step::DeliverAny(..) | Step::Deliver => {},
					other => take(id, other),
				}
				deliver_what_is_due(id, false);
				let _ = protest(SUPPLIER, id);
				assert_ok!(DataContracts::do_try_state());
			}
			// The rest of the time he goes on like this, and the demander is content.
			let mut left = 0;
			thaw(DEMANDER);
			pay_rest();
			while Contracts::<Test>::contains_key(id) {
				next_block(now() + period / 4);
				deliver_what_is_due(id, false);
				for agreement in deals() {
					close(agreement, Outcome::Settled);
				}
				let _ = advance(PASSER_BY, id);
				left += 1;
				assert!(left < 1_000, "the contract does not end");
			}
			let told = told();
			assert_eq!((told.penalties, told.gaps, told.late), (0, 0, 0), "{told:?}");
		});
	}

	#[test]
	fn honest_demander_pays_for_what_he_got_and_for_nothing_else(
		conditions in any_conditions(),
		steps in collection::vec(any_step(), 0..80),
	) {
		// All is paid beforehand, and he accepts whatever he gets.
		let conditions = Conditions { prepaid: conditions.schedule.batches, ..conditions };
		ExtBuilder::build_and_execute(|| {
			let asset = conditions.asset;
			let (gap, worst) = (conditions.terms.gap as u64, conditions.terms.liability as u64);
			let id = begin(conditions, false);
			let before = wealth(DEMANDER);
			take_events();
			for step in steps {
				match step {
					Step::Close(which, outcome, _) => {
						let outcome = match outcome {
							Outcome::NotAccepted => Outcome::Settled,
							other => other,
						};
						take(id, Step::Close(which, outcome, false));
					},
					// A judge may be silent. The umpire knows that it was not for nothing that the demander complained.
					Step::Decide(_) => take(id, Step::Decide(true)),
					Step::Issuer(..) | Step::Fund(_) => {},
					Step::End(_) => take(id, Step::End(true)),
					other => take(id, other),
				}
				assert_ok!(DataContracts::do_try_state());
			}
			run_out(id);
			assert!(!Contracts::<Test>::contains_key(id));
			let told = told();
			assert_eq!(told.compensations, 0);
			// Each gap costs the supplier what was agreed, until his liability is used up.
			let due = u64::from(told.gaps) * gap;
			assert!(told.penalties >= due.min(worst), "{told:?}");
			let paid = sold() + told.reward;
			let place = usize::from(asset != Asset::Native);
			assert_eq!(wealth(DEMANDER)[place], before[place] + told.penalties - paid);
		});
	}
}
