//! Random legal and illegal moves of suppliers, validators, regulators and strangers, with jumps in time. After each
//! move: no money is made or lost, what is held is what the records say, a refused move changed nothing. And whatever
//! the others do, a round pays out exactly what it took.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	did::DidStatus, reputation::Counts, traits::Reason, verdict::RoundOutcome, Moment, RoundId,
};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, Event, OpenRounds, Phase, Reputations, Rounds, Verdict};

/// Everybody who moves: the supplier from both accounts, a regulator, strangers, and eight validators, one from two
/// accounts.
const EVERYBODY: &[u64] = &[
	SUPPLIER,
	SUPPLIER + OTHER_ACCOUNT,
	REGULATOR,
	STRANGER,
	PASSER_BY,
	DEVICE,
	VALIDATOR,
	VALIDATOR + OTHER_ACCOUNT,
	VALIDATOR + 1,
	VALIDATOR + 2,
	VALIDATOR + 3,
	VALIDATOR + 4,
	VALIDATOR + 5,
	VALIDATOR + 6,
	VALIDATOR + 7,
];

/// Several rounds at once, so that their money could be mixed up.
const ROUNDS: u64 = 3;

/// What a validator says.
#[derive(Clone, Copy, Debug)]
enum Saying {
	Valid(u16),
	Invalid(Reason, Option<usize>),
	/// Cannot be given.
	Flawed,
}

impl Saying {
	fn verdict(self) -> Verdict {
		match self {
			Saying::Valid(quality) => valid(quality),
			Saying::Invalid(reason, leaf) => {
				Verdict::Invalid { reason, leaf: leaf.map(leaf_proof) }
			},
			Saying::Flawed => valid(1_001),
		}
	}
}

#[derive(Clone, Copy, Debug)]
enum Step {
	/// The step that the round waits for, by the one who is to take it: the validators from left to right, with this
	/// verdict.
	Next(Saying),
	Open(u64, u32),
	Join,
	Commit(Saying),
	/// With the verdict that was committed to, or another one.
	Reveal(bool),
	Veto,
	Advance,
	Forget,
	/// A validator is suspended or reinstated.
	Status(bool),
	/// Other terms for the rounds to come.
	Terms(u16, u16),
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	Block(Moment),
}

#[derive(Clone, Copy, Debug)]
struct Move {
	who: u64,
	round: RoundId,
	step: Step,
}

fn saying() -> impl Strategy<Value = Saying> {
	let reason = sample::select(vec![Reason::Corrupted, Reason::Incomplete, Reason::Other]);
	prop_oneof![
		4 => (0..=1_000u16).prop_map(Saying::Valid),
		3 => (reason, proptest::option::of(0..5usize))
			.prop_map(|(reason, leaf)| Saying::Invalid(reason, leaf)),
		1 => Just(Saying::Flawed),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..40_000u64, 1 => 0..RETENTION * 2];
	prop_oneof![
		24 => saying().prop_map(Step::Next),
		3 => (90..2_000u64, 2..9u32).prop_map(|(fee, seats)| Step::Open(fee, seats)),
		3 => Just(Step::Join),
		2 => saying().prop_map(Step::Commit),
		2 => any::<bool>().prop_map(Step::Reveal),
		1 => Just(Step::Veto),
		3 => Just(Step::Advance),
		1 => Just(Step::Forget),
		1 => any::<bool>().prop_map(Step::Status),
		1 => (20..=980u16, 20..=980u16).prop_map(|(one, other)| Step::Terms(one, other)),
		2 => jump().prop_map(Step::Wait),
		3 => jump().prop_map(Step::Block),
	]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
	let one = (sample::select(EVERYBODY), 0..ROUNDS, step()).prop_map(|(who, round, step)| Move {
		who,
		round,
		step,
	});
	collection::vec(one, 1..120)
}

/// What a round took and gave, by its events.
#[derive(Default, Debug)]
struct Books {
	fee: u64,
	outcome: Option<RoundOutcome>,
	refund: u64,
	fees: u64,
	rewards: u64,
	lost: u64,
	bonds_held: u64,
	bonds_back: u64,
	closed: bool,
}

struct Play {
	/// The rounds that are played at the moment, by their place.
	places: [Option<RoundId>; ROUNDS as usize],
	/// What each validator committed to.
	sayings: BTreeMap<(RoundId, u64), Saying>,
	books: BTreeMap<RoundId, Books>,
	counted: BTreeMap<u64, Counts>,
	issuance: u64,
}

impl Play {
	fn new() -> Self {
		Self {
			places: [None; ROUNDS as usize],
			sayings: BTreeMap::new(),
			books: BTreeMap::new(),
			counted: BTreeMap::new(),
			issuance: Balances::total_issuance(),
		}
	}

	/// The round at a place. A number that was never given, if there is none.
	fn at(&self, place: u64) -> RoundId {
		self.places[place as usize].unwrap_or(999)
	}

	/// Takes a step and checks the world. A refused one must not have changed anything.
	fn play(&mut self, Move { who, round, step }: Move) {
		let before = sp_io::storage::root(StateVersion::V1);
		let id = self.at(round);
		let result = match step {
			Step::Next(saying) => self.next(round, saying),
			Step::Open(fee, seats) => self.open(who, round, fee, seats),
			Step::Join => join(who, id),
			Step::Commit(saying) => self.commit(who, id, saying),
			Step::Reveal(right) => self.reveal(who, id, right),
			Step::Veto => veto(who, id, [7; 32]),
			Step::Advance => advance(who, id),
			Step::Forget => forget(who, id),
			Step::Status(active) => {
				let status = if active { DidStatus::Active } else { DidStatus::Suspended };
				if (VALIDATOR..OTHER_ACCOUNT).contains(&who) {
					set_status(who, status);
				}
				Ok(())
			},
			Step::Terms(minority_penalty, unrevealed_penalty) => {
				let mut terms = parameters();
				terms.minority_penalty = minority_penalty;
				terms.unrevealed_penalty = unrevealed_penalty;
				Validation::set_parameters(RuntimeOrigin::root(), terms)
			},
			Step::Wait(milliseconds) => {
				set_time(Timestamp::now() + milliseconds);
				Ok(())
			},
			Step::Block(milliseconds) => {
				next_block(Timestamp::now() + milliseconds);
				Ok(())
			},
		};
		if result.is_err() {
			let after = sp_io::storage::root(StateVersion::V1);
			assert_eq!(before, after, "a refused move changed the state");
		}
		self.check();
	}

	fn open(&mut self, who: u64, place: u64, fee: u64, seats: u32) -> DispatchResult {
		let busy = self.places[place as usize].is_some_and(OpenRounds::<Test>::contains_key);
		if busy {
			return Ok(());
		}
		let submission = submit();
		let id = crate::NextRoundId::<Test>::get();
		let result = open_round(who, submission, fee, seats);
		if result.is_ok() {
			self.places[place as usize] = Some(id);
		}
		// The submission stays either way.
		self.check();
		Ok(())
	}

	/// The step that the round waits for.
	fn next(&mut self, place: u64, saying: Saying) -> DispatchResult {
		let id = self.at(place);
		let Some(known) = Rounds::<Test>::get(id) else {
			return self.open(SUPPLIER, place, FEE, 5);
		};
		let all = (VALIDATOR..VALIDATOR + 8).collect::<Vec<_>>();
		match known.phase {
			Phase::Joining { .. } => join(all[known.joined as usize % all.len()], id),
			Phase::Committing { .. } => self.commit(all[known.committed as usize % 8], id, saying),
			Phase::Revealing { .. } => {
				let mut result = Ok(());
				for who in all {
					result = self.reveal(who, id, true);
					if result.is_ok() {
						break;
					}
				}
				result
			},
			Phase::Settling { .. } => advance(PASSER_BY, id),
			Phase::Closed { .. } => self.open(SUPPLIER, place, FEE, 5),
		}
	}

	fn commit(&mut self, who: u64, id: RoundId, saying: Saying) -> DispatchResult {
		let member = who % OTHER_ACCOUNT;
		commit(who, id, seal(member, id, &saying.verdict()))?;
		self.sayings.insert((id, member), saying);
		Ok(())
	}

	fn reveal(&mut self, who: u64, id: RoundId, right: bool) -> DispatchResult {
		let member = who % OTHER_ACCOUNT;
		let saying = match self.sayings.get(&(id, member)) {
			Some(saying) if right => *saying,
			_ => Saying::Valid(1),
		};
		reveal(who, id, saying.verdict(), salt(member))
	}

	/// Writes the events into the books.
	fn book(&mut self) {
		for event in take_events() {
			match event {
				Event::RoundOpened { round, fee, .. } => {
					self.books.insert(round, Books { fee, ..Books::default() });
				},
				Event::Joined { round, bond, .. } => {
					self.books.get_mut(&round).unwrap().bonds_held += bond;
				},
				Event::Decided { round, outcome, refund, .. } => {
					let books = self.books.get_mut(&round).unwrap();
					assert_eq!(books.outcome, None, "a round was decided twice");
					(books.outcome, books.refund) = (Some(outcome), refund);
				},
				Event::Rewarded { round, fee, slashed, bond, .. } => {
					let books = self.books.get_mut(&round).unwrap();
					books.fees += fee;
					books.rewards += slashed;
					books.bonds_back += bond;
				},
				Event::Slashed { round, lost, returned, .. } => {
					let books = self.books.get_mut(&round).unwrap();
					books.lost += lost;
					books.bonds_back += returned;
				},
				Event::BondReturned { round, bond, .. } => {
					self.books.get_mut(&round).unwrap().bonds_back += bond;
				},
				Event::RoundClosed { round, .. } => {
					let books = self.books.get_mut(&round).unwrap();
					assert!(!books.closed, "a round was closed twice");
					books.closed = true;
				},
				_ => (),
			}
		}
	}

	/// The invariants, and the books of every round that is over.
	fn check(&mut self) {
		assert_eq!(Balances::total_issuance(), self.issuance, "money was made or lost");
		assert_ok!(Validation::do_try_state());
		self.book();
		for (id, books) in &self.books {
			let known = Rounds::<Test>::get(id);
			let open = known.is_some_and(|known| !matches!(known.phase, Phase::Closed { .. }));
			assert_eq!(open, !books.closed, "round {id}");
			if open {
				continue;
			}
			let decided = books.outcome.expect("it is over").is_decided();
			let (fees, refund) = if decided { (books.fee, 0) } else { (0, books.fee) };
			assert_eq!((books.fees, books.refund), (fees, refund), "the fee of round {id}");
			assert_eq!(books.rewards, books.lost, "the slashed parts of round {id}");
			assert_eq!(books.bonds_back + books.lost, books.bonds_held, "the bonds of {id}");
			assert!(decided || books.lost == 0, "slashed in a round that failed: {id}");
		}
		// What is counted only grows.
		for who in [SUPPLIER].into_iter().chain(VALIDATOR..VALIDATOR + 8) {
			let now = Reputations::<Test>::get(did(who));
			let before = self.counted.insert(who, now).unwrap_or_default();
			assert!(now.validator.with_majority >= before.validator.with_majority);
			assert!(now.validator.unrevealed >= before.validator.unrevealed);
			assert!(now.supplier.validated >= before.supplier.validated);
		}
		for other in [REGULATOR, STRANGER, PASSER_BY, DEVICE] {
			assert_eq!(purse(other), Purse { total: WEALTH, fee: 0, bond: 0 }, "a stranger");
		}
	}

	/// Lets all deadlines pass until nothing is open, and everything is forgotten.
	fn finish(&mut self) {
		for _ in 0..40 {
			next_block(Timestamp::now() + 40_000);
		}
		self.check();
		assert_eq!(OpenRounds::<Test>::iter_keys().count(), 0, "a round stays open for ever");
		for who in EVERYBODY {
			assert_eq!((purse(*who).fee, purse(*who).bond), (0, 0), "a hold without an end");
		}
		set_time(Timestamp::now() + RETENTION);
		let ids: Vec<RoundId> = Rounds::<Test>::iter_keys().collect();
		for id in ids {
			assert_ok!(forget(PASSER_BY, id));
		}
		for who in EVERYBODY {
			assert_eq!(ticket(*who), 0, "a ticket without an end");
		}
		self.check();
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn money_is_conserved_and_records_agree_whatever_anybody_does(moves in moves()) {
		ExtBuilder::build_and_execute(|| {
			let mut play = Play::new();
			for made in moves {
				play.play(made);
			}
			play.finish();
		});
	}

	#[test]
	fn whoever_takes_every_step_never_loses_more_than_the_minority(
		moves in moves(),
		quality in 0..=1_000u16,
	) {
		const HONEST: u64 = VALIDATOR + 8;

		ExtBuilder::build_and_execute(|| {
			let mut play = Play::new();
			let verdict = valid(quality);
			for made in moves {
				play.play(made);
				for id in play.places.into_iter().flatten() {
					let Some(known) = Rounds::<Test>::get(id) else { continue };
					let in_time = |until| Timestamp::now() <= until;
					let seated = crate::SeatOf::<Test>::contains_key(did(HONEST), id);
					match known.phase {
						Phase::Joining { until } if in_time(until) && !seated => {
							assert_ok!(join(HONEST, id));
						},
						Phase::Committing { until } if in_time(until) && seated => {
							let _ = commit(HONEST, id, seal(HONEST, id, &verdict));
						},
						Phase::Revealing { until } if in_time(until) && seated => {
							let _ = reveal(HONEST, id, verdict.clone(), salt(HONEST));
						},
						_ => (),
					}
				}
			}
			play.finish();
			let counts = Reputations::<Test>::get(did(HONEST)).validator;
			let worst = 490 * u64::from(counts.against_majority + counts.unrevealed);
			assert!(purse(HONEST).total + worst >= WEALTH);
			if counts.against_majority + counts.unrevealed == 0 {
				assert!(purse(HONEST).total >= WEALTH, "lost without fault");
			}
		});
	}
}
