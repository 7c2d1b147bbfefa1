//! Payments as small as a reading: a channel and a stream, from the deposit to the last unit.

use crate::{chain::*, keys::Key, parties::*};
use counterfoil_primitives::{
	allowance::Limits,
	money::{Asset, Commission},
	voucher::{FinalState, Voucher},
	KeySignature, Tree, VerificationKey,
};
use counterfoil_runtime::{
	constants::currency::CFL, Assets, AssetsHolder, Balance, Balances, Runtime, RuntimeCall,
	RuntimeHoldReason,
};
use frame_support::{
	assert_ok,
	traits::{
		fungible::InspectHold,
		fungibles::{self, Inspect as _},
	},
};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie};

type Channels = pallet_payment_channels::Call<Runtime>;
type ChannelError = pallet_payment_channels::Error<Runtime>;
type Streams = pallet_payment_streams::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;

/// The deposit of a channel or a stream.
const DEPOSIT: Balance = 100 * CFL;

fn on_deposit(who: Sr25519Keyring) -> Balance {
	let reasons = [
		RuntimeHoldReason::PaymentChannels(pallet_payment_channels::HoldReason::Deposit),
		RuntimeHoldReason::PaymentStreams(pallet_payment_streams::HoldReason::Deposit),
	];
	reasons.iter().map(|reason| Balances::balance_on_hold(reason, &who.to_account_id())).sum()
}

/// The planner opens a channel to the utility for what its meter reads.
fn open_channel(chain: &mut Chain, parties: &Parties, asset: Asset, deposit: Balance) -> u64 {
	let channel = pallet_payment_channels::NextChannelId::<Runtime>::get();
	let platform = Commission { payee: did_of(Bob), per_mille: 100 };
	let open = Channels::open {
		payee: did_of(UTILITY),
		signer: Key::Of(PLANNER).public(),
		asset,
		deposit,
		data_set: Some(parties.data_set),
		commissions: vec![platform].try_into().unwrap(),
		expires: chain.now() + DAY,
		challenge: 6_000,
		from: None,
	};
	assert_ok!(chain.submit(PLANNER, open));
	channel
}

/// The planner has had so many readings and owes so much for them.
fn voucher(chain: &Chain, channel: u64, amount: u128, number: u32) -> (Voucher, KeySignature) {
	let delivered = Tree::from_leaves(readings(number)).fingerprint();
	let voucher = Voucher { amount, delivered };
	let message = voucher.signing_bytes(&chain.genesis(), channel);
	(voucher, Key::Of(PLANNER).sign(&message))
}

/// Hands a voucher in.
fn claim(chain: &Chain, channel: u64, amount: u128, number: u32) -> Channels {
	let (voucher, signature) = voucher(chain, channel, amount, number);
	Channels::claim { channel, voucher, signature }
}

#[test]
fn channel_pays_per_reading_and_closes_by_both_signatures() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let channel = open_channel(chain, &parties, Asset::Native, DEPOSIT);
		assert_eq!(on_deposit(PLANNER), DEPOSIT);
		let all = [UTILITY, PLANNER, Bob];
		let before = all.map(|who| worth(chain, who));

		// Anybody may hand a voucher in; the payee and the platform get theirs.
		let first = claim(chain, channel, 40 * CFL, 10);
		assert_ok!(chain.submit(Charlie, first));
		assert_eq!(worth(chain, UTILITY) - before[0], 36 * CFL);
		assert_eq!(worth(chain, Bob) - before[2], 4 * CFL);
		// The same once more, and one that is worth less, pay nothing.
		for amount in [40, 39] {
			let again = claim(chain, channel, amount * CFL, 10);
			assert_eq!(chain.submit(UTILITY, again), Err(ChannelError::NothingNew.into()));
		}

		let delivered = Tree::from_leaves(readings(20)).fingerprint();
		let state = FinalState { amount: 50 * CFL, delivered };
		let message = state.signing_bytes(&chain.genesis(), channel);
		let payer_signature = Key::Of(PLANNER).sign(&message);
		let payee_signature = Key::Of(UTILITY).sign(&message);
		let close =
			|payee_signature| Channels::close { channel, state, payer_signature, payee_signature };
		assert_eq!(
			chain.submit(PLANNER, close(payer_signature)),
			Err(ChannelError::BadPayeeSignature.into()),
			"the payee has not agreed"
		);
		assert_ok!(chain.submit(PLANNER, close(payee_signature)));
		assert!(!pallet_payment_channels::Channels::<Runtime>::contains_key(channel));
		let after = all.map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + 45 * CFL, before[1] - 50 * CFL, before[2] + 5 * CFL]);
		assert_eq!(on_deposit(PLANNER), 0);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn channel_in_another_asset_ends_by_itself_after_the_challenge() {
	on_chain(DEV, |chain| {
		use fungibles::InspectHold as _;

		const EUROS: Balance = 50_000_000;

		let parties = Parties::approved(chain);
		let before = [UTILITY, PLANNER, Bob].map(euros);
		let channel = open_channel(chain, &parties, EURO, EUROS);
		let close = Channels::request_close { channel };
		assert_ok!(chain.submit(PLANNER, close));
		let until = chain.now() + 6_000;
		// He hoped that nobody looks: the payee has a voucher.
		let (voucher, signature) = voucher(chain, channel, 20_000_000, 7);
		let stale = Channels::finalise { channel };
		assert_eq!(
			chain.submit(PLANNER, stale),
			Err(ChannelError::DeadlineNotPassed.into()),
			"the payee has his time"
		);
		let best = Channels::claim { channel, voucher, signature };
		assert_ok!(chain.submit(UTILITY, best));
		while chain.now() <= until {
			chain.empty_block();
		}
		chain.empty_block();
		chain.empty_block();
		assert!(!pallet_payment_channels::Channels::<Runtime>::contains_key(channel));
		let after = [UTILITY, PLANNER, Bob].map(euros);
		assert_eq!(after, [before[0] + 18_000_000, before[1] - 20_000_000, before[2] + 2_000_000]);
		let reason = pallet_payment_channels::HoldReason::Deposit;
		let reason = RuntimeHoldReason::PaymentChannels(reason);
		assert_eq!(AssetsHolder::balance_on_hold(EURO_ID, &reason, &PLANNER.to_account_id()), 0);
		assert_eq!(Assets::total_issuance(EURO_ID), 12 * 1_000_000_000_000);
	});
}

#[test]
fn attack_voucher_of_another_channel_chain_or_key_pays_nothing() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let channel = open_channel(chain, &parties, Asset::Native, DEPOSIT);
		let other = open_channel(chain, &parties, Asset::Native, DEPOSIT);
		let (voucher, signature) = voucher(chain, other, 40 * CFL, 10);
		let elsewhere = Key::Of(PLANNER).sign(&voucher.signing_bytes(&[9; 32], channel));
		let forged = Key::Of(UTILITY).sign(&voucher.signing_bytes(&chain.genesis(), channel));
		for signature in [signature, elsewhere, forged] {
			let claim = Channels::claim { channel, voucher, signature };
			assert_eq!(chain.submit(UTILITY, claim), Err(ChannelError::BadPayerSignature.into()));
		}
		assert_eq!(on_deposit(PLANNER), 2 * DEPOSIT);
	});
}

#[test]
fn attack_steps_of_a_channel_are_repeated_in_one_transaction() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let channel = open_channel(chain, &parties, Asset::Native, DEPOSIT);
		let all = [UTILITY, PLANNER, Bob];
		let before = all.map(|who| worth(chain, who));
		let claim = |amount, number| claim(chain, channel, amount, number).into();
		// The payee collects twice, takes an old voucher back to life, ends the channel, and then goes on.
		let calls: Vec<RuntimeCall> = vec![
			claim(20 * CFL, 10),
			claim(20 * CFL, 10),
			claim(10 * CFL, 5),
			claim(40 * CFL, 20),
			Channels::close_by_payee { channel, best: None }.into(),
			claim(50 * CFL, 25),
			Channels::finalise { channel }.into(),
			Channels::settle { channel }.into(),
		];
		let batch = pallet_utility::Call::<Runtime>::force_batch { calls };
		assert_ok!(chain.submit(UTILITY, batch));
		let no = |error: ChannelError| Err(error.into());
		let expected = [
			Ok(()),
			no(ChannelError::NothingNew),
			no(ChannelError::NothingNew),
			Ok(()),
			Ok(()),
			no(ChannelError::AlreadyClosed),
			no(ChannelError::AlreadyClosed),
			no(ChannelError::AlreadyClosed),
		];
		assert_eq!(items(chain), expected);
		let after = all.map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + 36 * CFL, before[1] - 40 * CFL, before[2] + 4 * CFL]);
		assert_eq!(on_deposit(PLANNER), 0);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn stream_pays_by_the_second_until_the_notice_is_over() {
	on_chain(DEV, |chain| {
		const RATE: Balance = CFL;
		const NOTICE: u64 = 4_000;

		let parties = Parties::approved(chain);
		let open = Streams::open {
			payee: did_of(UTILITY),
			data_set: Some(parties.data_set),
			asset: Asset::Native,
			rate: RATE,
			deposit: DEPOSIT,
			notice: NOTICE,
			from: None,
		};
		assert_ok!(chain.submit(PLANNER, open));
		let opened = chain.now();
		assert_eq!(on_deposit(PLANNER), DEPOSIT);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));

		chain.wait(10_000);
		assert_ok!(chain.submit(UTILITY, Streams::claim { id: 0 }));
		let paid = Balance::from(chain.now() - opened) * RATE / 1_000;
		assert_eq!(worth(chain, UTILITY), before[0] + paid);
		assert_ok!(chain.submit(PLANNER, Streams::close { id: 0 }));
		let end = chain.now() + NOTICE;
		for _ in 0..10 {
			chain.empty_block();
		}
		assert!(!pallet_payment_streams::Streams::<Runtime>::contains_key(0), "it ended by itself");
		let paid = Balance::from(end - opened) * RATE / 1_000;
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + paid, before[1] - paid]);
		assert_eq!(on_deposit(PLANNER), 0);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn stream_that_the_market_opened_is_pulled_from_an_allowance_and_ends_when_the_money_does() {
	on_chain(DEV, |chain| {
		use pallet_data_market::Goods;

		const RATE: Balance = CFL;

		let parties = Parties::approved(chain);
		let submission = parties.prepare(chain, &readings(2));
		let mut offer = parties.offer_terms(chain, submission);
		offer.goods = Goods::Live { data_set: parties.data_set, notice: 2_000 };
		offer.price = counterfoil_primitives::money::Price::PerSecond(RATE);
		let mut demand = parties.demand_terms(chain, 0);
		demand.need.wanted = counterfoil_primitives::market::Wanted::Live { notice: 60_000 };
		demand.need.budget = RATE;
		demand.need.quality = 0;
		demand.need.max_age = None;
		demand.need.certificate = Default::default();
		type Market = pallet_data_market::Call<Runtime>;
		assert_ok!(chain.submit(UTILITY, Market::place_offer { terms: offer }));
		assert_ok!(chain.submit(PLANNER, Market::place_demand { terms: demand }));
		let stream = pallet_payment_streams::Streams::<Runtime>::get(0);
		assert!(stream.is_some(), "the market opened a stream");

		// Bob pays for the planner, up to a limit.
		let limits = Limits {
			amount: 10 * CFL,
			total: 10 * CFL,
			count: 1,
			lock: DAY,
			valid_until: chain.now() + DAY,
		};
		let (spender, payee) = (did_of(PLANNER), Some(did_of(UTILITY)));
		let allow = pallet_allowances::Call::<Runtime>::allow {
			spender,
			payee,
			asset: Asset::Native,
			limits,
		};
		assert_ok!(chain.submit(Bob, allow));
		let before = [UTILITY, PLANNER, Bob].map(|who| worth(chain, who));
		let fund = |deposit| Streams::fund { id: 0, deposit, from: Some(did_of(Bob)) };
		assert_eq!(
			chain.submit(PLANNER, fund(10 * CFL + 1)),
			Err(pallet_allowances::Error::<Runtime>::AmountTooHigh.into())
		);
		assert_ok!(chain.submit(PLANNER, fund(10 * CFL)));
		assert_eq!((on_deposit(Bob), on_deposit(PLANNER)), (10 * CFL, 0));
		for _ in 0..10 {
			chain.empty_block();
		}
		assert!(!pallet_payment_streams::Streams::<Runtime>::contains_key(0), "nothing is left");
		let after = [UTILITY, PLANNER, Bob].map(|who| worth(chain, who));
		assert_eq!(after, [before[0] + 10 * CFL, before[1], before[2] - 10 * CFL]);
		assert_eq!(Balances::total_issuance(), 12 * ENDOWMENT);
	});
}

#[test]
fn key_that_signs_vouchers_need_not_be_the_identity() {
	on_chain(DEV, |chain| {
		let _ = Parties::approved(chain);
		let signer = Key::Numbered(77);
		assert!(matches!(signer.public(), VerificationKey::Ed25519(_)));
		let open = Channels::open {
			payee: did_of(UTILITY),
			signer: signer.public(),
			asset: Asset::Native,
			deposit: DEPOSIT,
			data_set: None,
			commissions: Default::default(),
			expires: chain.now() + DAY,
			challenge: 6_000,
			from: None,
		};
		assert_ok!(chain.submit(PLANNER, open));
		let before = worth(chain, UTILITY);
		let (voucher, by_identity) = voucher(chain, 0, 5 * CFL, 3);
		let claim = |signature| Channels::claim { channel: 0, voucher, signature };
		assert_eq!(
			chain.submit(UTILITY, claim(by_identity)),
			Err(ChannelError::BadPayerSignature.into())
		);
		let signature = signer.sign(&voucher.signing_bytes(&chain.genesis(), 0));
		assert_ok!(chain.submit(UTILITY, claim(signature)));
		assert_eq!(worth(chain, UTILITY), before + 5 * CFL);
	});
}

#[test]
fn owner_of_a_device_that_is_paid_ends_its_channel_and_its_stream() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let open = Channels::open {
			payee: parties.meter,
			signer: Key::Of(PLANNER).public(),
			asset: Asset::Native,
			deposit: DEPOSIT,
			data_set: None,
			commissions: Default::default(),
			expires: chain.now() + DAY,
			challenge: 6_000,
			from: None,
		};
		assert_ok!(chain.submit(PLANNER, open));
		let (voucher, signature) = voucher(chain, 0, 5 * CFL, 3);
		let close = || Channels::close_by_payee { channel: 0, best: Some((voucher, signature)) };
		assert_eq!(chain.submit(PLANNER, close()), Err(ChannelError::NotPayee.into()));
		let before = worth(chain, UTILITY);
		assert_ok!(chain.submit(UTILITY, close()));
		assert_eq!(worth(chain, UTILITY), before + 5 * CFL);

		let open = Streams::open {
			payee: parties.meter,
			data_set: None,
			asset: Asset::Native,
			rate: CFL,
			deposit: DEPOSIT,
			notice: 0,
			from: None,
		};
		assert_ok!(chain.submit(PLANNER, open));
		assert_ok!(chain.submit(UTILITY, Streams::pause { id: 0 }));
		assert_ok!(chain.submit(UTILITY, Streams::resume { id: 0 }));
		assert_ok!(chain.submit(UTILITY, Streams::close { id: 0 }));
		assert!(!pallet_payment_streams::Streams::<Runtime>::contains_key(0));
		assert_eq!(on_deposit(PLANNER), 0);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn attack_opener_begins_the_lock_of_an_allowance_anew_by_adding_a_unit() {
	on_chain(DEV, |chain| {
		type AllowanceError = pallet_allowances::Error<Runtime>;

		const LOCK: u64 = 60 * 60 * 1_000;

		let _ = Parties::approved(chain);
		let (spender, payee) = (did_of(PLANNER), Some(did_of(UTILITY)));
		let valid_until = chain.now() + DAY;
		let limits =
			Limits { amount: DEPOSIT, total: 2 * DEPOSIT, count: 3, lock: LOCK, valid_until };
		let asset = Asset::Native;
		let allow = pallet_allowances::Call::<Runtime>::allow { spender, payee, asset, limits };
		assert_ok!(chain.submit(Bob, allow));
		let expires = chain.now() + LOCK - 10_000;
		let open = Channels::open {
			payee: did_of(UTILITY),
			signer: Key::Of(PLANNER).public(),
			asset,
			deposit: DEPOSIT,
			data_set: None,
			commissions: Default::default(),
			expires,
			challenge: 6_000,
			from: Some(did_of(Bob)),
		};
		assert_ok!(chain.submit(PLANNER, open));
		let opened = chain.now();
		let top_up = |amount, expires| Channels::top_up { channel: 0, amount, expires };

		// Shortly before the end, as if an hour began now.
		chain.wait(LOCK - 60_000);
		for amount in [0, 1] {
			let later = top_up(amount, Some(chain.now() + LOCK - 10_000));
			assert_eq!(chain.submit(PLANNER, later), Err(AllowanceError::LockTooLong.into()));
		}
		// What is left of the hour he may use, without money as well; that counts like a payment.
		let last = opened + LOCK - 6_000;
		assert_ok!(chain.submit(PLANNER, top_up(0, Some(last))));
		assert_ok!(chain.submit(PLANNER, top_up(1, None)));
		assert_eq!(
			chain.submit(PLANNER, top_up(1, None)),
			Err(AllowanceError::CountExceeded.into())
		);
		assert_eq!(on_deposit(Bob), DEPOSIT + 1);
		chain.wait(60_000);
		chain.empty_block();
		chain.empty_block();
		assert_eq!(on_deposit(Bob), 0, "after the hour he has it back");
	});
}

/// `pallets/payment-channels/examples/vouchers.rs` reckons with this much.
#[test]
fn extensions_of_a_claim_weigh_what_its_fee_is_reckoned_with() {
	use sp_runtime::{generic::Era, traits::TransactionExtension};

	on_chain(DEV, |chain| {
		let call: RuntimeCall = claim(chain, 0, 1, 1).into();
		let weight = extensions(0, Era::Immortal, 0).weight(&call).ref_time();
		assert!(weight.abs_diff(490_000_000) < 10_000_000, "{weight}");
	});
}
