//! Random legal and illegal moves of payer, payee, patron and strangers, with jumps in time, against a bookkeeper whose clock ticks every
//! millisecond. After each move: no money is made or lost, what is held is what the records say, every invariant holds, a refused move changed
//! nothing; the payee has exactly what flowed in whole units, and never more than the deposits.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	stream::{Announcement, Change},
	Asset, Moment, StreamId,
};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, Stage, Streams};

/// Both parties from both of their accounts, the patron, and two who have nothing to do with it.
const EVERYBODY: [u64; 7] =
	[PAYER, PAYEE, PATRON, STRANGER, PASSER_BY, PAYER + OTHER_ACCOUNT, PAYEE + OTHER_ACCOUNT];

/// Two tokens, so that they could be mixed up.
const ASSETS: [Asset; 2] = [Asset::Native, COIN];

#[derive(Clone, Copy, Debug)]
enum Step {
	Open {
		coin: bool,
		rate: Balance,
		deposit: Balance,
		notice: Moment,
		borrowed: bool,
	},
	Propose {
		rate: Balance,
		notice: Moment,
	},
	Fund {
		deposit: Balance,
		borrowed: bool,
	},
	Claim,
	TopUp(Balance),
	Pause,
	Resume,
	ChangeRate(Balance),
	Close,
	Withdraw,
	/// The issuer blocks the payee, or lets him receive again.
	Block(bool),
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	NextBlock(Moment),
}

fn step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![3 => 0..2_000u64, 1 => 0..15_000u64];
	let open = (any::<bool>(), 0..60u128, 0..300u128, 0..4_000u64, any::<bool>()).prop_map(
		|(coin, rate, deposit, notice, borrowed)| Step::Open {
			coin,
			rate,
			deposit,
			notice,
			borrowed,
		},
	);
	prop_oneof![
		3 => open,
		1 => (1..60u128, 0..4_000u64).prop_map(|(rate, notice)| Step::Propose { rate, notice }),
		2 => (0..300u128, any::<bool>())
			.prop_map(|(deposit, borrowed)| Step::Fund { deposit, borrowed }),
		4 => Just(Step::Claim),
		2 => (0..100u128).prop_map(Step::TopUp),
		2 => Just(Step::Pause),
		2 => Just(Step::Resume),
		3 => (0..60u128).prop_map(Step::ChangeRate),
		1 => Just(Step::Close),
		1 => Just(Step::Withdraw),
		1 => any::<bool>().prop_map(Step::Block),
		6 => jump().prop_map(Step::Wait),
		3 => jump().prop_map(Step::NextBlock),
	]
}

/// A stream as the bookkeeper notes it.
#[derive(Clone, Debug)]
struct Note {
	asset: Asset,
	/// Whose money it is.
	funder: u64,
	rate: u128,
	/// In thousandths.
	flowed: u128,
	deposits: u128,
	notice: Moment,
	paused: [bool; 2],
	announced: Option<Announcement>,
	latest: Option<Moment>,
	over: bool,
}

impl Note {
	/// How long what is left lasts.
	fn lasts(&self) -> Moment {
		((self.deposits * 1_000 - self.flowed) / self.rate) as Moment
	}

	/// One millisecond.
	fn tick(&mut self, now: Moment) {
		if self.over {
			return;
		}
		let running = self.paused == [false, false];
		let used_up = running && self.flowed + self.rate > self.deposits * 1_000;
		if self.latest == Some(now) {
			self.flowed = if used_up { self.deposits * 1_000 } else { self.flowed };
			self.over = true;
			return;
		}
		if let Some(announcement) = self.announced.filter(|announced| announced.at == now) {
			self.announced = None;
			match announcement.change {
				Change::Pause => self.paused[0] = true,
				Change::Lower(rate) => self.rate = self.rate.min(rate),
				Change::Close => {
					self.over = true;
					return;
				},
			}
		}
		if self.paused != [false, false] {
			return;
		}
		if self.flowed + self.rate > self.deposits * 1_000 {
			self.flowed = self.deposits * 1_000;
			self.over = true;
		} else {
			self.flowed += self.rate;
		}
	}
}

/// What the bookkeeper knows.
struct Books {
	notes: BTreeMap<StreamId, Note>,
	issuance: [Balance; 2],
	/// How far the clock has ticked.
	now: Moment,
}

impl Books {
	fn new() -> Self {
		Permits::give(PAYER, PAYEE, Balance::MAX / 2, Moment::MAX);
		Self { notes: BTreeMap::new(), issuance: issuance(), now: Timestamp::now() }
	}

	/// The clock ticks to where the chain's is.
	fn tick(&mut self) {
		for now in self.now..Timestamp::now() {
			self.notes.values_mut().for_each(|note| note.tick(now));
		}
		self.now = Timestamp::now();
	}

	fn note(
		&mut self,
		id: StreamId,
		asset: Asset,
		funder: u64,
		(rate, deposit, notice): (Balance, Balance, Moment),
		borrowed: bool,
	) {
		let mut note = Note {
			asset,
			funder,
			rate,
			flowed: 0,
			deposits: deposit,
			notice,
			paused: [false; 2],
			announced: None,
			latest: None,
			over: false,
		};
		if borrowed {
			note.latest = Some(self.now + note.lasts());
		}
		self.notes.insert(id, note);
	}

	fn play(&mut self, who: u64, id: StreamId, step: Step) -> DispatchResult {
		match step {
			Step::Open { coin, rate, deposit, notice, borrowed } => {
				let asset = ASSETS[usize::from(coin)];
				let from = borrowed.then_some(PATRON);
				let terms = Terms { asset, rate, deposit, notice, from, ..TERMS };
				open_as(who, terms)?;
				let funder = if borrowed { PATRON } else { who };
				// A sponsor's account is lent, too.
				let lent = borrowed || who > OTHER_ACCOUNT;
				self.note(newest(), asset, funder, (rate, deposit, notice), lent);
			},
			Step::Propose { rate, notice } => {
				propose(counterfoil_primitives::traits::NewStream { rate, notice, ..agreed() })?;
			},
			Step::Fund { deposit, borrowed } => {
				let stage = Streams::<Test>::get(id).map(|stream| (stream.stage, stream.notice));
				fund(who, id, deposit, borrowed.then_some(PATRON))?;
				let Some((Stage::Awaiting { rate, .. }, notice)) = stage else {
					panic!("it did not wait")
				};
				let funder = if borrowed { PATRON } else { PAYER };
				self.note(id, Asset::Native, funder, (rate, deposit, notice), borrowed);
			},
			Step::Claim => claim(who, id)?,
			Step::Block(true) => block(PAYEE),
			Step::Block(false) => unblock(PAYEE),
			Step::Wait(time) => wait(time),
			Step::NextBlock(time) => next_block(Timestamp::now() + time),
			Step::TopUp(_)
			| Step::Pause
			| Step::Resume
			| Step::ChangeRate(_)
			| Step::Close
			| Step::Withdraw => self.change(who, id, step)?,
		}
		Ok(())
	}

	/// A change of a stream, by one of its sides.
	fn change(&mut self, who: u64, id: StreamId, step: Step) -> DispatchResult {
		match step {
			Step::TopUp(amount) => top_up(who, id, amount)?,
			Step::Pause => pause(who, id)?,
			Step::Resume => resume(who, id)?,
			Step::ChangeRate(rate) => change_rate(who, id, rate)?,
			Step::Close => close(who, id)?,
			_ => withdraw(who, id)?,
		}
		let now = self.now;
		let Some(note) = self.notes.get_mut(&id) else {
			assert!(matches!(step, Step::Close), "it was not funded");
			return Ok(());
		};
		assert!(!note.over, "it was over: {note:?}");
		let payee = did(who) == did(PAYEE);
		let announce = |change| Some(Announcement { change, at: now + note.notice });
		match step {
			Step::TopUp(amount) => {
				note.deposits += amount;
				let lasts = now + note.lasts();
				note.latest = note.latest.map(|latest| latest.max(lasts));
			},
			Step::Pause if payee => note.paused[1] = true,
			Step::Pause => note.announced = announce(Change::Pause),
			Step::Resume => note.paused[usize::from(payee)] = false,
			Step::ChangeRate(rate) => match (payee, rate > note.rate) {
				(false, true) => {
					note.rate = rate;
					note.announced = note
						.announced
						.filter(|announced| !matches!(announced.change, Change::Lower(_)));
				},
				(false, false) => note.announced = announce(Change::Lower(rate)),
				(true, true) => (),
				(true, false) => note.rate = rate,
			},
			Step::Close if payee => note.over = true,
			Step::Close => note.announced = announce(Change::Close),
			_ => note.announced = None,
		}
		Ok(())
	}

	/// The invariants, and the accounts to the last unit.
	fn check(&self) {
		assert_eq!(issuance(), self.issuance, "money was made or lost");
		assert_ok!(PaymentStreams::do_try_state());
		check_tickets();
		for asset in ASSETS {
			let mut paid = 0;
			let mut spent: BTreeMap<u64, Balance> = BTreeMap::new();
			for (id, note) in self.notes.iter().filter(|(_, note)| note.asset == asset) {
				let by_stream = Self::paid_by(*id, note);
				paid += by_stream;
				*spent.entry(note.funder).or_default() += by_stream;
			}
			assert_eq!(total(asset, PAYEE), WEALTH + paid, "the payee");
			for who in EVERYBODY.into_iter().filter(|who| *who != PAYEE) {
				let spent = spent.get(&who).copied().unwrap_or(0);
				assert_eq!(total(asset, who), WEALTH - spent, "{who}");
			}
		}
	}

	/// What the payee has got from a stream, which must be what flowed.
	fn paid_by(id: StreamId, note: &Note) -> Balance {
		let whole = note.flowed / 1_000;
		let Some(stream) = Streams::<Test>::get(id) else {
			assert!(note.over, "gone too early: {note:?}");
			return whole;
		};
		match stream.stage {
			Stage::Awaiting { .. } => panic!("it was funded"),
			Stage::Open(mut flow) => {
				let ended = flow.advance(Timestamp::now()).ended.is_some();
				assert_eq!(ended, note.over, "{note:?}");
				assert_eq!(stream.paid * 1_000 + flow.accrued, note.flowed);
				assert_eq!(stream.paid + flow.deposit, note.deposits);
				assert!(stream.paid <= whole && whole <= note.deposits);
			},
			Stage::Undelivered(rest) => {
				assert!(note.over);
				assert_eq!(stream.paid + rest.to_payee, whole);
			},
		}
		stream.paid
	}

	/// Everything ends, and everybody has what is his.
	fn finish(&mut self) {
		unblock(PAYEE);
		let ids: Vec<_> = Streams::<Test>::iter_keys().collect();
		for id in ids {
			if claim(PASSER_BY, id).is_err() || !is_gone(id) {
				assert_ok!(close(PAYEE, id));
			}
			assert!(is_gone(id));
			if let Some(note) = self.notes.get_mut(&id) {
				note.over = true;
			}
		}
		self.check();
		for (asset, who) in ASSETS.into_iter().flat_map(|asset| EVERYBODY.map(|who| (asset, who))) {
			assert_eq!(held(asset, who), 0);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(96))]

	#[test]
	fn payee_gets_exactly_what_flowed_whatever_anybody_does(
		moves in collection::vec((sample::select(&EVERYBODY[..]), 0..6u64, step()), 1..80),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut books = Books::new();
			for (who, id, step) in moves {
				let before = sp_io::storage::root(StateVersion::V1);
				if books.play(who, id, step).is_err() {
					let after = sp_io::storage::root(StateVersion::V1);
					assert_eq!(before, after, "a refused move changed the state");
				}
				books.tick();
				books.check();
				System::reset_events();
				Histories::take();
			}
			books.finish();
		});
	}
}
