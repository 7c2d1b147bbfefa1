//! Random legal and illegal moves of both parties and of strangers, with jumps in time to and around the deadlines, over random lots,
//! in money of two kinds, with commissions, with the demander's own money and with that of others, with accounts that are
//! blocked and certificates that are revoked. After each move: no money is made or lost, what is held is what the records say, a
//! refused move changed nothing. And whatever the others do, an honest party does not lose.

use std::collections::BTreeMap;

use counterfoil_primitives::{
	exchange::{apply_keystream, check_delivery, Outcome},
	fingerprint::leaf_hash,
	money::{Asset, Commission},
	traits::{CertificateNeed, NewAgreement},
	AgreementId, Moment,
};
use frame_support::{assert_ok, traits::Time};
use proptest::prelude::*;
use sp_runtime::{DispatchResult, StateVersion};

mod moves;

use self::moves::*;
use crate::{mock::*, Agreements, ClosedAgreements, Key, Stage, UnpaidDues};

/// The deals, and how those ended that are over.
struct World {
	terms: Vec<Terms>,
	deals: Vec<Deal>,
	outcomes: BTreeMap<AgreementId, Outcome>,
	/// Whose money the price was, once it was put up.
	funders: BTreeMap<AgreementId, u64>,
}

impl World {
	fn new(terms: [Terms; DEALS]) -> Self {
		for (payer, spender) in [(SPONSOR, DEMANDER), (DEMANDER, SUPPLIER)] {
			// Less than all of them may ask for.
			let limit = DEALS as u64 * PRICE - 1;
			for asset in [Asset::Native, COIN] {
				Limits::set(payer, spender, asset, limit, Moment::MAX);
			}
		}
		let deals = terms.iter().map(Self::agree).collect();
		Self { terms: terms.to_vec(), deals, outcomes: BTreeMap::new(), funders: BTreeMap::new() }
	}

	/// Opens a deal on these terms.
	fn agree(terms: &Terms) -> Deal {
		let mut seed = 0u8;
		let lot: Vec<Vec<Vec<u8>>> = terms
			.lot
			.iter()
			.map(|part| {
				let leaf = |length: &usize| {
					seed = seed.wrapping_add(1);
					(0..*length).map(|at| seed ^ at as u8).collect()
				};
				part.iter().map(leaf).collect()
			})
			.collect();
		let commissions = match terms.commission {
			0 => vec![],
			per_mille => vec![Commission { payee: did(PLATFORM), per_mille }],
		};
		let certificate =
			if terms.certified { CertificateNeed::Any } else { CertificateNeed::None };
		let id = open(NewAgreement {
			submissions: (1..).take(lot.len()).collect(),
			parts: fingerprints(&lot),
			asset: terms.asset,
			commissions,
			certificate,
			..crate::mock::terms()
		})
		.expect("the terms are right");
		Deal { lot: lot.clone(), ciphertext: encrypt(&lot, &Deal::of(id).key), ..Deal::of(id) }
	}

	/// Has the price put up by whom the terms say.
	fn put_up(&self, deal: usize) -> DispatchResult {
		let id = self.deals[deal].id;
		match self.terms[deal].source {
			Source::Own => fund(DEMANDER, id),
			Source::Sponsor => fund_from(DEMANDER, id, SPONSOR),
			Source::Claim => fund_from(SUPPLIER, id, DEMANDER),
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
			Step::FundFrom(payer) => fund_from(who, self.deals[deal].id, payer),
			Step::Collect => collect(who, self.deals[deal].id),
			Step::Bar(account, true) => {
				Assets::block(RuntimeOrigin::signed(ISSUER), COIN_ID, account)
			},
			Step::Bar(account, false) => {
				Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, account)
			},
			Step::Certify(true) => {
				Certified::restore();
				Ok(())
			},
			Step::Certify(false) => {
				Certified::revoke();
				Ok(())
			},
			Step::Deadline(offset) => {
				if let Some(stage) = self.stage(deal) {
					let moment = stage.until().saturating_add_signed(offset);
					set_time(moment.max(Timestamp::now()));
				}
				Ok(())
			},
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
			Some(Stage::Agreed { .. }) => self.put_up(deal),
			Some(Stage::Funded { .. }) => self.deliver(SUPPLIER, deal, delivery),
			Some(Stage::Offered { .. }) => accept(DEMANDER, id),
			Some(Stage::Accepted { .. }) => reveal(SUPPLIER, id, key),
			Some(Stage::Revealed { .. }) => settle(PASSER_BY, id),
			_ => Ok(()),
		}
	}

	/// Commits to a delivery of this quality. What travels off chain is kept only if the chain took it.
	fn deliver(&mut self, who: u64, deal: usize, delivery: Delivery) -> DispatchResult {
		let mut trial = self.deals[deal].clone();
		let mut root = None;
		let mut commitment = None;
		match delivery {
			Delivery::Right => (),
			Delivery::WrongLeaf(leaf) => trial.leaf_mut(leaf)[0] ^= 1,
			Delivery::LeafTooLong(leaf) => trial.leaf_mut(leaf).resize(4_097, 0),
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
		let of = |deal: &Deal| {
			let leaf = leaf % deal.ciphertext.len();
			// A leaf that is too long cannot even be sent.
			(deal.ciphertext[leaf].len() <= 4_096).then(|| deal.proof(leaf))
		};
		let (own, other) = (of(&self.deals[deal]), of(&self.deals[(deal + 1) % DEALS]));
		let (Some(mut proof), Some(other)) = (own, other) else { return Ok(()) };
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
			Forgery::OtherDeal => proof = other,
		}
		dispute(who, self.deals[deal].id, proof)
	}

	/// The invariants, and the accounts to the last unit.
	fn check(&mut self) {
		assert_ok!(DataEscrow::do_try_state());
		for (id, agreement) in Agreements::<Test>::iter() {
			if agreement.stage.holds_price() {
				self.funders.insert(id, agreement.funder.account);
			}
		}
		for (id, closed) in ClosedAgreements::<Test>::iter() {
			let known = self.outcomes.insert(id, closed.outcome);
			assert!(known.is_none() || known == Some(closed.outcome), "an outcome changed");
		}
		// What is still due lies with the one who paid.
		if UnpaidDues::<Test>::iter_keys().next().is_none() {
			self.check_accounts(Asset::Native);
			self.check_accounts(COIN);
		}
	}

	/// Everybody has of this money what the outcomes say.
	fn check_accounts(&self, asset: Asset) {
		let mut expected: BTreeMap<u64, u64> =
			[SUPPLIER, DEMANDER, SPONSOR, STRANGER].map(|who| (who, WEALTH)).into();
		expected.insert(PLATFORM, 0);
		let mut pay = |from: u64, to: u64, amount: u64| {
			*expected.get_mut(&from).unwrap() -= amount;
			*expected.get_mut(&to).unwrap() += amount;
		};
		let mut commissions = 0;
		for (deal, terms) in self.deals.iter().zip(&self.terms) {
			let Some(outcome) = self.outcomes.get(&deal.id) else { continue };
			if terms.asset != asset {
				continue;
			}
			match outcome {
				Outcome::Settled => {
					let funder = self.funders[&deal.id];
					commissions += PRICE * u64::from(terms.commission) / 1_000;
					pay(funder, SUPPLIER, PRICE);
				},
				Outcome::NotRevealed | Outcome::Convicted => pay(SUPPLIER, DEMANDER, BOND),
				_ => (),
			}
		}
		// A commission that could not be received is the supplier's.
		let received = purse_in(asset, PLATFORM).total;
		assert!(received <= commissions, "the platform got too much");
		pay(SUPPLIER, PLATFORM, received);
		for (who, amount) in expected {
			assert_eq!(purse_in(asset, who).total, amount, "account {who} of {asset:?}");
		}
		if asset == Asset::Native {
			let untouched = Purse { total: WEALTH, price: 0, bond: 0 };
			for other in [PASSER_BY, SUPPLIER + OTHER_ACCOUNT, DEMANDER + OTHER_ACCOUNT] {
				assert_eq!(purse(other), untouched, "a stranger's account");
			}
		}
	}

	/// Lets all deadlines pass until nothing is open, and everything be paid.
	fn finish(&mut self) {
		for _ in 0..20 {
			next_block(Timestamp::now() + 60_000);
		}
		assert_eq!(Agreements::<Test>::iter_keys().count(), 0, "something stays open for ever");
		for account in [SUPPLIER, DEMANDER, SPONSOR, PLATFORM] {
			// One that was never there cannot be thawed.
			let _ = Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, account);
		}
		for id in UnpaidDues::<Test>::iter_keys().collect::<Vec<_>>() {
			assert_ok!(collect(PASSER_BY, id));
		}
		self.check();
		assert_eq!(self.outcomes.len(), DEALS);
		for (asset, who) in [Asset::Native, COIN]
			.into_iter()
			.flat_map(|asset| [SUPPLIER, DEMANDER, SPONSOR].map(|who| (asset, who)))
		{
			let Purse { price, bond, .. } = purse_in(asset, who);
			assert_eq!((price, bond), (0, 0), "something is held for ever");
		}
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
				// Refused if the certificate is gone; then nothing is at stake.
				let _ = self.put_up(deal);
			},
			Some(Stage::Offered { ciphertext_root, .. }) => {
				let delivery = check_delivery(
					&fingerprints(&self.deals[deal].lot),
					&ciphertext_root,
					&self.deals[deal].leaf_hashes(),
					&self.deals[deal].ciphertext,
				);
				if delivery.is_err() || accept(DEMANDER, id).is_err() {
					// Not what was committed to, or too late, or no longer certified.
					let _ = decline(DEMANDER, id);
				}
			},
			Some(Stage::Revealed { key, .. }) => match self.wrong_leaf(deal, &key) {
				Some(leaf) => {
					assert_ok!(dispute(DEMANDER, id, self.deals[deal].proof(leaf)));
				},
				None => {
					assert_ok!(settle(DEMANDER, id));
				},
			},
			_ => (),
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
		_ => return false,
	};
	whose == account
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn money_is_conserved_and_records_agree_whatever_anybody_does(
		terms in all_agreed(),
		moves in moves_with_issuer(EVERYBODY),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new(terms);
			for made in moves {
				world.play(made);
			}
			world.finish();
		});
	}

	#[test]
	fn honest_demander_never_pays_for_wrong_data(
		terms in all_agreed(),
		moves in moves_of(ALL_BUT_DEMANDER),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new(terms);
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
		terms in all_agreed(),
		moves in moves_of(ALL_BUT_SUPPLIER),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new(terms);
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
