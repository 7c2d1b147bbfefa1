//! Random legal and illegal moves of both parties and of strangers, with jumps in time. After each
//! move: no money is made or lost, what is held is what the records say, a refused move changed
//! nothing. And whatever the others do, an honest party does not lose.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	exchange::{apply_keystream, check_delivery, Outcome},
	fingerprint::leaf_hash,
	AgreementId, Moment,
};
use frame_support::{assert_ok, traits::Time};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, Agreements, ClosedAgreements, Key, Stage};

/// Both parties from both of their accounts, and two who have nothing to do with it.
const EVERYBODY: &[u64] =
	&[SUPPLIER, DEMANDER, STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT, DEMANDER + OTHER_ACCOUNT];

/// When the demander decides for himself.
const ALL_BUT_DEMANDER: &[u64] = &[SUPPLIER, STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT];

/// When the supplier decides for himself.
const ALL_BUT_SUPPLIER: &[u64] = &[DEMANDER, STRANGER, PASSER_BY, DEMANDER + OTHER_ACCOUNT];

/// Several deals at once, so that their money could be mixed up.
const DEALS: usize = 3;

/// What the supplier delivers.
#[derive(Clone, Copy, Debug)]
enum Delivery {
	/// What was agreed.
	Right,
	/// One leaf is altered.
	WrongLeaf(usize),
	/// One leaf is longer than a leaf may be.
	LeafTooLong(usize),
	/// He commits to a root over something else.
	WrongRoot,
	/// He commits to a key that was not used.
	OtherKey,
	/// He commits to nothing that can be opened.
	WrongCommitment,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug)]
enum Forgery {
	Nothing,
	Index(u64),
	Ciphertext,
	Leaf,
	ShortPath,
	LongPath,
	/// The leaf of another deal.
	OtherDeal,
}

#[derive(Clone, Copy, Debug)]
enum Step {
	/// The step that the deal waits for, by the party that is to take it.
	Next(Delivery),
	Fund,
	Commit(Delivery),
	Accept,
	Decline,
	/// With the right key or another one.
	Reveal(bool),
	Dispute(usize, Forgery),
	Settle,
	Expire,
	Forget,
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	Block(Moment),
}

#[derive(Clone, Copy, Debug)]
struct Move {
	who: u64,
	deal: usize,
	step: Step,
}

fn leaf() -> impl Strategy<Value = usize> {
	0..LEAVES as usize
}

fn delivery() -> impl Strategy<Value = Delivery> {
	prop_oneof![
		4 => Just(Delivery::Right),
		3 => leaf().prop_map(Delivery::WrongLeaf),
		1 => leaf().prop_map(Delivery::LeafTooLong),
		1 => Just(Delivery::WrongRoot),
		1 => Just(Delivery::OtherKey),
		1 => Just(Delivery::WrongCommitment),
	]
}

fn forgery() -> impl Strategy<Value = Forgery> {
	prop_oneof![
		3 => Just(Forgery::Nothing),
		1 => any::<u64>().prop_map(Forgery::Index),
		1 => (0..LEAVES).prop_map(Forgery::Index),
		1 => Just(Forgery::Ciphertext),
		1 => Just(Forgery::Leaf),
		1 => Just(Forgery::ShortPath),
		1 => Just(Forgery::LongPath),
		1 => Just(Forgery::OtherDeal),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..60_000u64];
	prop_oneof![
		12 => delivery().prop_map(Step::Next),
		1 => Just(Step::Fund),
		1 => delivery().prop_map(Step::Commit),
		1 => Just(Step::Accept),
		1 => Just(Step::Decline),
		1 => any::<bool>().prop_map(Step::Reveal),
		3 => (leaf(), forgery()).prop_map(|(leaf, forgery)| Step::Dispute(leaf, forgery)),
		2 => Just(Step::Settle),
		2 => Just(Step::Expire),
		1 => Just(Step::Forget),
		2 => jump().prop_map(Step::Wait),
		2 => jump().prop_map(Step::Block),
	]
}

/// Moves of these accounts.
fn moves_of(players: &'static [u64]) -> impl Strategy<Value = Vec<Move>> {
	let one = (sample::select(players), 0..DEALS, step()).prop_map(|(who, deal, step)| Move {
		who,
		deal,
		step,
	});
	collection::vec(one, 1..50)
}

/// The deals, and how those ended that are over.
struct World {
	deals: Vec<Deal>,
	outcomes: BTreeMap<AgreementId, Outcome>,
	issuance: u64,
}

impl World {
	fn new() -> Self {
		Self {
			deals: (0..DEALS).map(|_| Deal::agreed()).collect(),
			outcomes: BTreeMap::new(),
			issuance: Balances::total_issuance(),
		}
	}

	fn stage(&self, deal: usize) -> Option<Stage> {
		Agreements::<Test>::get(self.deals[deal].id).map(|agreement| agreement.stage)
	}

	/// Takes a step and checks the world. A refused one must not have changed anything.
	fn play(&mut self, Move { who, deal, step }: Move) {
		let before = sp_io::storage::root(StateVersion::V1);
		let result = match step {
			Step::Next(delivery) => self.next(deal, delivery),
			Step::Commit(delivery) => self.deliver(who, deal, delivery),
			Step::Dispute(leaf, forgery) => self.accuse(who, deal, leaf, forgery),
			Step::Reveal(right) => {
				let key = if right { self.deals[deal].key } else { [0x55; 32] };
				reveal(who, self.deals[deal].id, key)
			},
			Step::Fund => fund(who, self.deals[deal].id),
			Step::Accept => accept(who, self.deals[deal].id),
			Step::Decline => decline(who, self.deals[deal].id),
			Step::Settle => settle(who, self.deals[deal].id),
			Step::Expire => expire(who, self.deals[deal].id),
			Step::Forget => forget(who, self.deals[deal].id),
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

	/// The step that the deal waits for.
	fn next(&mut self, deal: usize, delivery: Delivery) -> DispatchResult {
		let (id, key) = (self.deals[deal].id, self.deals[deal].key);
		match self.stage(deal) {
			Some(Stage::Agreed { .. }) => fund(DEMANDER, id),
			Some(Stage::Funded { .. }) => self.deliver(SUPPLIER, deal, delivery),
			Some(Stage::Offered { .. }) => accept(DEMANDER, id),
			Some(Stage::Accepted { .. }) => reveal(SUPPLIER, id, key),
			Some(Stage::Revealed { .. }) => settle(PASSER_BY, id),
			None => Ok(()),
		}
	}

	/// Commits to a delivery of this quality. What travels off chain is kept only if the chain took it.
	fn deliver(&mut self, who: u64, deal: usize, delivery: Delivery) -> DispatchResult {
		let mut trial = self.deals[deal].clone();
		let mut root = None;
		let mut commitment = None;
		match delivery {
			Delivery::Right => (),
			Delivery::WrongLeaf(leaf) => trial.ciphertext[leaf][0] ^= 1,
			Delivery::LeafTooLong(leaf) => trial.ciphertext[leaf].resize(4097, 0),
			Delivery::WrongRoot => root = Some([0xee; 32]),
			Delivery::OtherKey => trial.key = [0xee; 32],
			Delivery::WrongCommitment => commitment = Some([0xee; 32]),
		}
		let root = root.unwrap_or_else(|| trial.root());
		let commitment = commitment.unwrap_or_else(|| trial.commitment());
		commit(who, trial.id, root, commitment)?;
		self.deals[deal] = trial;
		Ok(())
	}

	/// Disputes with a proof of this quality.
	fn accuse(&mut self, who: u64, deal: usize, leaf: usize, forgery: Forgery) -> DispatchResult {
		if self.deals.iter().any(|deal| deal.ciphertext[leaf].len() > 4096) {
			// Such a leaf cannot even be sent.
			return Ok(());
		}
		let mut proof = self.deals[deal].proof(leaf);
		match forgery {
			Forgery::Nothing => (),
			Forgery::Index(index) => proof.index = index,
			Forgery::Ciphertext => match proof.ciphertext.get_mut(0) {
				Some(byte) => *byte ^= 0x10,
				None => return Ok(()),
			},
			Forgery::Leaf => proof.leaf[7] ^= 0x10,
			Forgery::ShortPath => {
				proof.ciphertext_path.pop();
			},
			Forgery::LongPath => {
				let _ = proof.leaf_path.try_push([0; 32]);
			},
			Forgery::OtherDeal => proof = self.deals[(deal + 1) % DEALS].proof(leaf),
		}
		dispute(who, self.deals[deal].id, proof)
	}

	/// The invariants, and the accounts to the last unit.
	fn check(&mut self) {
		assert_eq!(Balances::total_issuance(), self.issuance, "money was made or lost");
		assert_ok!(DataEscrow::do_try_state());
		for (id, closed) in ClosedAgreements::<Test>::iter() {
			let known = self.outcomes.insert(id, closed.outcome);
			assert!(known.is_none() || known == Some(closed.outcome), "an outcome changed");
		}
		let count = |sought: Outcome| {
			self.outcomes.values().filter(|outcome| **outcome == sought).count() as u64
		};
		let paid = PRICE * count(Outcome::Settled);
		let penalty = BOND * (count(Outcome::NotRevealed) + count(Outcome::Convicted));
		assert_eq!(purse(SUPPLIER).total + penalty, WEALTH + paid, "the supplier's account");
		assert_eq!(purse(DEMANDER).total + paid, WEALTH + penalty, "the demander's account");
		let untouched = Purse { total: WEALTH, price: 0, bond: 0 };
		for other in [STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT, DEMANDER + OTHER_ACCOUNT] {
			assert_eq!(purse(other), untouched, "a stranger's account");
		}
	}

	/// Lets all deadlines pass until nothing is open.
	fn finish(&mut self) {
		for _ in 0..20 {
			next_block(Timestamp::now() + 60_000);
		}
		self.check();
		assert_eq!(Agreements::<Test>::iter_keys().count(), 0, "something stays open for ever");
		assert_eq!(self.outcomes.len(), DEALS);
		assert_eq!((purse(SUPPLIER).bond, purse(DEMANDER).price), (0, 0));
	}

	/// The first leaf of what the demander received that is not what was agreed.
	fn wrong_leaf(&self, deal: usize, key: &Key) -> Option<usize> {
		let deal = &self.deals[deal];
		deal.ciphertext.iter().zip(deal.leaf_hashes()).enumerate().position(
			|(index, (encrypted, expected))| {
				let mut leaf = encrypted.clone();
				apply_keystream(key, index as u64, &mut leaf);
				leaf_hash(&leaf) != expected
			},
		)
	}

	/// What a demander does who keeps to the rules. He may miss the time to fund or to accept, because
	/// that costs nothing, but never the time to dispute.
	fn honest_demander(&mut self, deal: usize) {
		let id = self.deals[deal].id;
		match self.stage(deal) {
			Some(Stage::Agreed { .. }) => {
				let _ = fund(DEMANDER, id);
			},
			Some(Stage::Offered { ciphertext_root, .. }) => {
				let delivery = check_delivery(
					&fingerprints(&self.deals[deal].lot),
					&ciphertext_root,
					&self.deals[deal].leaf_hashes(),
					&self.deals[deal].ciphertext,
				);
				let _ = match delivery {
					Ok(()) => accept(DEMANDER, id),
					Err(_) => decline(DEMANDER, id),
				};
			},
			Some(Stage::Revealed { key, .. }) => match self.wrong_leaf(deal, &key) {
				Some(leaf) => {
					assert_ok!(dispute(DEMANDER, id, self.deals[deal].proof(leaf)));
				},
				None => {
					assert_ok!(settle(DEMANDER, id));
				},
			},
			Some(Stage::Funded { .. } | Stage::Accepted { .. }) | None => (),
		}
	}

	/// What a supplier does who keeps to the rules.
	fn honest_supplier(&mut self, deal: usize) {
		let (id, key) = (self.deals[deal].id, self.deals[deal].key);
		match self.stage(deal) {
			Some(Stage::Funded { .. }) => {
				let _ = self.deliver(SUPPLIER, deal, Delivery::Right);
			},
			Some(Stage::Accepted { .. }) => {
				assert_ok!(reveal(SUPPLIER, id, key));
			},
			_ => (),
		}
	}
}

/// A step by the book that would be taken in the name of this account is not taken: its owner decides
/// for himself.
fn is_step_of(world: &World, made: &Move, account: u64) -> bool {
	let Step::Next(_) = made.step else { return false };
	let whose = match world.stage(made.deal) {
		Some(Stage::Agreed { .. } | Stage::Offered { .. }) => DEMANDER,
		Some(Stage::Funded { .. } | Stage::Accepted { .. }) => SUPPLIER,
		Some(Stage::Revealed { .. }) | None => return false,
	};
	whose == account
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn money_is_conserved_and_records_agree_whatever_anybody_does(
		moves in moves_of(EVERYBODY),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new();
			for made in moves {
				world.play(made);
			}
			world.finish();
		});
	}

	#[test]
	fn honest_demander_never_pays_for_wrong_data(
		moves in moves_of(ALL_BUT_DEMANDER),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new();
			for made in moves {
				if !is_step_of(&world, &made, DEMANDER) {
					world.play(made);
				}
				(0..DEALS).for_each(|deal| world.honest_demander(deal));
				world.check();
			}
			world.finish();
			for deal in 0..DEALS {
				if world.outcomes.get(&world.deals[deal].id) == Some(&Outcome::Settled) {
					let key = world.deals[deal].key;
					assert_eq!(world.wrong_leaf(deal, &key), None, "paid for wrong data");
				}
			}
		});
	}

	#[test]
	fn honest_supplier_never_loses_price_or_bond(
		moves in moves_of(ALL_BUT_SUPPLIER),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new();
			for made in moves {
				if !is_step_of(&world, &made, SUPPLIER) {
					let revealed = matches!(world.stage(made.deal), Some(Stage::Revealed { .. }));
					world.play(made);
					let outcome = world.outcomes.get(&world.deals[made.deal].id);
					if revealed && outcome.is_some() {
						assert_eq!(outcome, Some(&Outcome::Settled), "the key was given for nothing");
					}
				}
				(0..DEALS).for_each(|deal| world.honest_supplier(deal));
				world.check();
			}
			world.finish();
			for outcome in world.outcomes.values() {
				assert!(
					!matches!(outcome, Outcome::Convicted | Outcome::NotRevealed),
					"punished without fault"
				);
			}
		});
	}
}
