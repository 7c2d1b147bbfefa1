//! An honest payee against whoever else there is, with jumps in time. After each move: no money is made or lost, what is held is what
//! the records say, a refused move changed nothing. And in the end the payee has what his best vouchers are worth, to the last unit.

use counterfoil_primitives::{
	did::KeySignature,
	money::{Asset, Price},
	traits::KeyVerifier,
	voucher::{self, PayeeLedger, PayerLedger, SignedVoucher},
	ChannelId, Moment,
};
use frame_support::{
	assert_ok,
	traits::{fungibles::Inspect, Time},
};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, Channels, State};

/// Several channels at once, in two assets, so that their money could be mixed up.
const ASSETS: [Asset; 4] = [Asset::Native, COIN, COIN, Asset::Native];
const PRICE: u64 = 7;
const CREDIT: u128 = 70;
/// Short, so that channels expire while the play goes on.
const SHORT_LIFE: Moment = 40_000;

/// Everybody but the payee, who decides for himself.
const OTHERS: &[u64] = &[PAYER, STRANGER, PASSER_BY, PAYER + OTHER_ACCOUNT, SPENDER];

#[derive(Clone, Copy, Debug)]
enum Step {
	/// The payee delivers so many readings and asks for a voucher.
	Deliver(u8),
	/// The payer sends the voucher that was asked for.
	Pay,
	/// The payer sends a voucher that is wrong: forged, or about something else.
	Forge(u8),
	/// Somebody claims with an old voucher of the payer's, or with one that he makes up.
	ClaimOld(bool),
	/// The payee claims what he has, though he need not.
	ClaimBest,
	/// The payer proposes an end at an amount of his choice, and forges the payee's signature.
	CloseForged(u64),
	/// The payer agrees to an end that the payee proposes.
	CloseAgreed,
	RequestClose,
	Finalise,
	Settle,
	TopUp(u64, Moment),
	/// The issuer blocks the payee or the payer, freezes the payer, or takes it back.
	Issuer(u8),
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	Block(Moment),
}

#[derive(Clone, Copy, Debug)]
struct Move {
	who: u64,
	channel: usize,
	step: Step,
}

fn step() -> impl Strategy<Value = Step> {
	// Never longer than the window: the payee is there once in each.
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..=CHALLENGE];
	prop_oneof![
		8 => (1..6u8).prop_map(Step::Deliver),
		8 => Just(Step::Pay),
		2 => any::<u8>().prop_map(Step::Forge),
		2 => any::<bool>().prop_map(Step::ClaimOld),
		1 => Just(Step::ClaimBest),
		1 => (0..1_100u64).prop_map(Step::CloseForged),
		1 => Just(Step::CloseAgreed),
		1 => Just(Step::RequestClose),
		2 => Just(Step::Finalise),
		1 => Just(Step::Settle),
		1 => (0..500u64, 0..20_000u64).prop_map(|(amount, more)| Step::TopUp(amount, more)),
		1 => any::<u8>().prop_map(Step::Issuer),
		2 => jump().prop_map(Step::Wait),
		2 => jump().prop_map(Step::Block),
	]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
	let one = (sample::select(OTHERS), 0..ASSETS.len(), step())
		.prop_map(|(who, channel, step)| Move { who, channel, step });
	collection::vec(one, 1..80)
}

/// One channel, and what both sides keep about it off chain.
struct Side {
	id: ChannelId,
	asset: Asset,
	payee: PayeeLedger,
	payer: PayerLedger,
	/// Vouchers that the payer has sent.
	sent: Vec<SignedVoucher>,
}

/// The channels, and the money of all.
struct World {
	sides: Vec<Side>,
	issuance: [u64; 2],
	readings: u64,
}

impl World {
	fn new() -> Self {
		let sides = ASSETS.map(|asset| {
			let id = opened_with(Terms { asset, expires: START + SHORT_LIFE, ..terms() });
			let terms = voucher::Terms {
				genesis: GENESIS,
				channel: id,
				signer: signer(),
				deposit: DEPOSIT.into(),
				price: Price::PerRecord(PRICE.into()),
			};
			Side {
				id,
				asset,
				payee: PayeeLedger::new(terms.clone(), CREDIT).unwrap(),
				payer: PayerLedger::new(terms).unwrap(),
				sent: Vec::new(),
			}
		});
		Self { sides: sides.into(), issuance: Self::issuance(), readings: 0 }
	}

	fn issuance() -> [u64; 2] {
		[Asset::Native, COIN].map(Money::total_issuance)
	}

	/// Takes a step and checks the world. A refused one must not have changed anything.
	fn play(&mut self, Move { who, channel, step }: Move) {
		let before = sp_io::storage::root(StateVersion::V1);
		if self.act(who, channel, step).is_err() {
			let after = sp_io::storage::root(StateVersion::V1);
			assert_eq!(before, after, "a refused move changed the state");
		}
		self.check();
	}

	fn act(&mut self, who: u64, channel: usize, step: Step) -> DispatchResult {
		let now = Timestamp::now();
		let readings = &mut self.readings;
		let side = &mut self.sides[channel];
		let id = side.id;
		match step {
			Step::Deliver(count) => {
				// The payee delivers only while he is sure that he can still claim.
				let open = Channels::<Test>::get(id)
					.is_some_and(|found| found.state == State::Open && now <= found.expires);
				for _ in 0..count {
					*readings += 1;
					let reading = readings.to_le_bytes();
					if open && side.payee.deliver(&reading).is_ok() {
						let _ = side.payer.receive(&reading);
					}
				}
				let _ = side.payee.ask();
			},
			Step::Pay => {
				if let Ok(signed) = side.payer.issue(sign) {
					side.sent.push(signed);
					// A voucher that comes when the channel is over is worth nothing, and the payee knows it.
					if Channels::<Test>::get(id)
						.and_then(|found| found.end())
						.is_some_and(|end| now <= end)
					{
						let _ = side.payee.accept(signed, Subjects::is_signed_by);
					}
				}
			},
			Step::Forge(how) => {
				let Some(good) = side.sent.last().copied() else { return Ok(()) };
				let mut bad = good;
				match how % 4 {
					0 => bad.voucher.amount += 1,
					1 => bad.channel += 1,
					2 => bad.voucher.delivered.root[0] ^= 1,
					_ => bad.signature = KeySignature::Ed25519([how; 64]),
				}
				assert!(side.payee.accept(bad, Subjects::is_signed_by).is_err());
				return claim_with(who, bad.channel, bad.voucher, bad.signature);
			},
			Step::ClaimOld(made_up) => {
				let Some(old) = side.sent.first().copied() else { return Ok(()) };
				let signature = if made_up { sign_with(who, b"mine") } else { old.signature };
				return claim_with(who, id, old.voucher, signature);
			},
			Step::ClaimBest => {
				let Some(best) = side.payee.best().copied() else { return Ok(()) };
				return claim_with(PAYEE, id, best.voucher, best.signature);
			},
			Step::CloseForged(amount) => {
				let (state, payer, _) = agreed(id, amount.into());
				let forged = sign_with(who, &state.signing_bytes(&GENESIS, id));
				return close_with(who, id, state, payer, forged);
			},
			Step::CloseAgreed => {
				if is_gone(id) || side.payee.best().is_none() {
					return Ok(());
				}
				let state = side.payee.finish();
				if side.payer.agree(&state).is_err() {
					return Ok(());
				}
				let message = state.signing_bytes(&GENESIS, id);
				return close_with(who, id, state, sign(&message), sign_with(PAYEE, &message));
			},
			Step::RequestClose => return request_close(who, id),
			Step::Finalise => return finalise(who, id),
			Step::Settle => return settle(who, id),
			Step::TopUp(amount, more) => {
				let found = Channels::<Test>::get(id);
				let expires = found.map(|found| found.expires + more);
				top_up(who, id, amount, expires)?;
				let deposit = self::channel(id).deposit.into();
				side.payee.topped_up(deposit);
				side.payer.topped_up(deposit);
			},
			Step::Issuer(what) => match what % 4 {
				0 => block(COIN, PAYEE),
				1 => block(COIN, PAYER),
				2 => freeze(COIN, PAYER),
				_ => {
					thaw(COIN, PAYEE);
					thaw(COIN, PAYER);
				},
			},
			Step::Wait(milliseconds) => set_time(now + milliseconds),
			Step::Block(milliseconds) => next_block(now + milliseconds),
		}
		Ok(())
	}

	/// What a payee does who keeps to the rules: when a channel is about to end he takes his best voucher to the chain. Whether he can
	/// receive the money then does not matter.
	fn honest_payee(&mut self) {
		for side in &self.sides {
			let Some(found) = Channels::<Test>::get(side.id) else { continue };
			let ending = match found.state {
				State::Open => Timestamp::now() > found.expires,
				State::Closing { .. } => true,
				State::Ended { .. } => false,
			};
			let in_time = found.end().is_some_and(|end| Timestamp::now() <= end);
			let best =
				side.payee.best().filter(|best| best.voucher.amount > u128::from(found.claimed));
			if let (true, true, Some(best)) = (ending, in_time, best) {
				let best = Some((best.voucher, best.signature));
				let origin = RuntimeOrigin::signed(PAYEE);
				assert_ok!(PaymentChannels::close_by_payee(origin, side.id, best));
			}
		}
	}

	fn check(&self) {
		assert_eq!(Self::issuance(), self.issuance, "money was made or lost");
		assert_ok!(PaymentChannels::do_try_state());
		for side in &self.sides {
			if let Some(found) = Channels::<Test>::get(side.id) {
				// Nobody but the payer can make a voucher.
				assert!(u128::from(found.claimed) <= side.payer.spent(), "more than was signed");
			}
		}
	}

	/// Lets all deadlines pass and all freezes go, until nothing is left.
	fn finish(&mut self) {
		for _ in 0..60 {
			next_block(Timestamp::now() + CHALLENGE / 2);
			self.honest_payee();
		}
		thaw(COIN, PAYEE);
		thaw(COIN, PAYER);
		for side in &self.sides {
			if !is_gone(side.id) {
				assert_ok!(settle(PASSER_BY, side.id));
			}
			assert!(is_gone(side.id), "something stays for ever");
		}
		self.check();
		for asset in [Asset::Native, COIN] {
			let sides = self.sides.iter().filter(|side| side.asset == asset);
			let earned: u128 = sides.map(|side| side.payee.earned()).sum();
			let earned = u64::try_from(earned).unwrap();
			assert_eq!(total(asset, PAYEE), WEALTH + earned, "the payee's account");
			assert_eq!(total(asset, PAYER), WEALTH - earned, "the payer's account");
			assert_eq!((held(asset, PAYER), held(asset, PAYEE)), (0, 0));
			assert_eq!(total(asset, STRANGER), WEALTH);
		}
		assert_eq!(tickets(PAYER), 0);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn honest_payee_ends_with_the_amount_of_his_best_vouchers_whatever_anybody_does(
		moves in moves(),
	) {
		ExtBuilder::build_and_execute(|| {
			let mut world = World::new();
			for made in moves {
				world.play(made);
				world.honest_payee();
				world.check();
			}
			world.finish();
		});
	}
}
