use counterfoil_primitives::{
	fingerprint::TreeBuilder,
	money::{Asset, Commission},
	traits::Subject,
};
use frame_support::{assert_ok, BoundedVec};
use pallet_support::assert_noop;
use sp_runtime::{DispatchError, TokenError};

use crate::{mock::*, Agenda, Channels, ChannelsOf, Error, Event, State};

/// Commissions of so many per mille each.
fn commissions(shares: &[u16]) -> crate::Commissions {
	let one = |per_mille: &u16| Commission { payee: did(PLATFORM), per_mille: *per_mille };
	BoundedVec::truncate_from(shares.iter().map(one).collect())
}

#[test]
fn open_holds_the_deposit_and_takes_a_ticket() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open(PAYER, terms()));
		let found = channel(0);
		assert_eq!(found.payer, subject(PAYER));
		assert_eq!((found.opener, found.payee), (did(PAYER), did(PAYEE)));
		assert_eq!((found.deposit, found.claimed, found.paid, found.returned), (1_000, 0, 0, 0));
		assert_eq!(found.delivered, TreeBuilder::new().finish());
		assert_eq!((found.opened, found.state), (START, State::Open));
		assert_eq!(found.end(), Some(START + LIFE + CHALLENGE));
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert!(tickets(PAYER) > 0);
		assert_eq!(
			last_event(),
			Event::Opened {
				id: 0,
				payer: subject(PAYER),
				payee: did(PAYEE),
				opener: did(PAYER),
				signer: signer(),
				asset: Asset::Native,
				deposit: DEPOSIT,
				data_set: None,
				commissions: Default::default(),
				expires: START + LIFE,
				challenge: CHALLENGE,
			}
		);
		for party in [PAYER, PAYEE] {
			assert!(ChannelsOf::<Test>::contains_key(did(party), 0));
		}
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		// Numbers are given one after the other.
		assert_eq!(opened(), 1);
	});
}

#[test]
fn open_from_the_account_of_a_sponsor_holds_his_money() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open(PAYER + OTHER_ACCOUNT, terms()));
		let payer = Subject { did: did(PAYER), account: PAYER + OTHER_ACCOUNT };
		assert_eq!(channel(0).payer, payer);
		assert_eq!(held(Asset::Native, PAYER), 0);
		assert_eq!(held(Asset::Native, PAYER + OTHER_ACCOUNT), DEPOSIT);
		assert!(tickets(PAYER + OTHER_ACCOUNT) > 0);
	});
}

#[test]
fn open_in_other_assets_holds_them_and_the_ticket_is_native() {
	for asset in [COIN, TOKEN] {
		ExtBuilder::build_and_execute(|| {
			opened_with(Terms { asset, ..terms() });
			assert_eq!((held(asset, PAYER), held(Asset::Native, PAYER)), (DEPOSIT, 0));
			assert!(tickets(PAYER) > 0);
		});
	}
}

#[test]
fn open_from_an_allowance_holds_the_payers_money_at_the_openers_ticket() {
	ExtBuilder::build_and_execute(|| {
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		assert_ok!(open(SPENDER, Terms { from: Some(PAYER), ..terms() }));
		let found = channel(0);
		assert_eq!((found.payer, found.opener), (subject(PAYER), did(SPENDER)));
		assert_eq!((held(Asset::Native, PAYER), held(Asset::Native, SPENDER)), (DEPOSIT, 0));
		assert_eq!(tickets(PAYER), 0);
		assert!(tickets(SPENDER) > 0);
		for party in [PAYER, PAYEE, SPENDER] {
			assert!(ChannelsOf::<Test>::contains_key(did(party), 0));
		}
	});
}

#[test]
fn open_from_oneself_needs_no_allowance() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open(PAYER, Terms { from: Some(PAYER), ..terms() }));
		assert_eq!(channel(0).payer, subject(PAYER));
	});
}

#[test]
fn attack_allowance_exceeded_in_amount_in_time_or_by_somebody_else() {
	ExtBuilder::build_and_execute(|| {
		let lock = LIFE + CHALLENGE;
		let from = Terms { from: Some(PAYER), ..terms() };
		assert_noop!(open(SPENDER, from.clone()), NOT_ALLOWED);
		Purses::allow(DEPOSIT - 1, lock);
		assert_noop!(open(SPENDER, from.clone()), NOT_ALLOWED);
		Purses::allow(DEPOSIT, lock - 1);
		assert_noop!(open(SPENDER, from.clone()), NOT_ALLOWED);
		Purses::allow(DEPOSIT, lock);
		assert_noop!(open(STRANGER, from.clone()), NOT_ALLOWED);
		assert_ok!(open(SPENDER, from.clone()));
		assert_eq!(Purses::left(), 0);
		assert_noop!(open(SPENDER, from), NOT_ALLOWED);
	});
}

#[test]
fn attack_payee_that_does_not_exist() {
	ExtBuilder::build_and_execute(|| {
		let to = |payee| Terms { payee, ..terms() };
		assert_noop!(open(PAYER, to(5_000_000)), Error::<Test>::UnknownPayee);
		assert_noop!(open(PAYER, to(PASSER_BY)), Error::<Test>::UnknownPayee);
		assert_noop!(open(PAYER, to(SUSPENDED)), Error::<Test>::PayeeNotActive);
	});
}

#[test]
fn attack_channel_with_oneself_or_a_tied_account() {
	ExtBuilder::build_and_execute(|| {
		let to = |payee| Terms { payee, ..terms() };
		assert_noop!(open(PAYER, to(PAYER)), Error::<Test>::SelfDealing);
		assert_noop!(open(PAYER + OTHER_ACCOUNT, to(PAYER)), Error::<Test>::SelfDealing);
		// A device and its owner, either way.
		assert_noop!(open(PAYEE, to(DEVICE)), Error::<Test>::SelfDealing);
		assert_noop!(open(DEVICE, to(PAYEE)), Error::<Test>::SelfDealing);
		// One account for both.
		Subjects::move_to(PAYEE, PAYER);
		assert_noop!(open(PAYER, to(PAYEE)), Error::<Test>::SelfDealing);
		assert_noop!(open(PAYER + OTHER_ACCOUNT, to(PAYEE)), Error::<Test>::SelfDealing);
	});
}

#[test]
fn attack_spender_pays_himself_or_pays_the_payer() {
	ExtBuilder::build_and_execute(|| {
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		let to = |payee| Terms { payee, from: Some(PAYER), ..terms() };
		assert_noop!(open(SPENDER, to(SPENDER)), Error::<Test>::SelfDealing);
		assert_noop!(open(SPENDER, to(PAYER)), Error::<Test>::SelfDealing);
	});
}

#[test]
fn attack_data_set_of_somebody_else_would_lead_the_payments_away() {
	ExtBuilder::build_and_execute(|| {
		let about = |data_set| Terms { data_set: Some(data_set), ..terms() };
		assert_noop!(open(PAYER, about(OTHER_SET)), Error::<Test>::NotDataSetOfPayee);
		assert_noop!(open(PAYER, about(1)), Error::<Test>::UnknownDataSet);
		assert_ok!(open(PAYER, about(SET)));
	});
}

#[test]
fn open_asks_for_fair_commissions() {
	ExtBuilder::build_and_execute(|| {
		let with = |shares: &[u16]| Terms { commissions: commissions(shares), ..terms() };
		assert_noop!(open(PAYER, with(&[0])), Error::<Test>::UnfairCommissions);
		assert_noop!(open(PAYER, with(&[501])), Error::<Test>::UnfairCommissions);
		assert_noop!(open(PAYER, with(&[250, 251])), Error::<Test>::UnfairCommissions);
		assert_ok!(open(PAYER, with(&[250, 250])));
	});
}

#[test]
fn attack_dust_deposit() {
	ExtBuilder::build_and_execute(|| {
		let of = |asset, deposit| Terms { asset, deposit, ..terms() };
		assert_noop!(open(PAYER, of(Asset::Native, 0)), Error::<Test>::DepositTooLow);
		assert_noop!(
			open(PAYER, of(Asset::Native, EXISTENTIAL_DEPOSIT - 1)),
			Error::<Test>::DepositTooLow
		);
		assert_noop!(open(PAYER, of(COIN, LEAST - 1)), Error::<Test>::DepositTooLow);
		assert_noop!(open(PAYER, of(Asset::Local(99), 0)), Error::<Test>::DepositTooLow);
		assert_ok!(open(PAYER, of(Asset::Native, EXISTENTIAL_DEPOSIT)));
		assert_ok!(open(PAYER, of(COIN, LEAST)));
		// An asset that does not exist has no least balance, and nobody has any of it.
		assert!(open(PAYER, of(Asset::Local(99), 1)).is_err());
	});
}

#[test]
fn open_keeps_the_windows_within_what_governance_allows() {
	ExtBuilder::build_and_execute(|| {
		let challenge = |challenge| Terms { challenge, ..terms() };
		assert_noop!(open(PAYER, challenge(999)), Error::<Test>::ChallengeOutOfRange);
		assert_noop!(open(PAYER, challenge(20_001)), Error::<Test>::ChallengeOutOfRange);
		assert_ok!(open(PAYER, challenge(1_000)));
		assert_ok!(open(PAYER, challenge(20_000)));
		let expires = |expires| Terms { expires, ..terms() };
		assert_noop!(open(PAYER, expires(START)), Error::<Test>::ExpiresInThePast);
		assert_noop!(open(PAYER, expires(0)), Error::<Test>::ExpiresInThePast);
		assert_noop!(open(PAYER, expires(START + 200_001)), Error::<Test>::LifeTooLong);
		assert_noop!(open(PAYER, expires(u64::MAX)), Error::<Test>::LifeTooLong);
		assert_ok!(open(PAYER, expires(START + 1)));
		assert_ok!(open(PAYER, expires(START + 200_000)));
	});
}

#[test]
fn open_needs_a_subject_and_its_money() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open(PASSER_BY, terms()), DispatchError::BadOrigin);
		let much = Terms { deposit: WEALTH, ..terms() };
		assert_noop!(open(PAYER, much), TokenError::FundsUnavailable);
		let much = Terms { asset: COIN, deposit: WEALTH + 1, ..terms() };
		assert!(open(PAYER, much).is_err());
		// Enough for the deposit and not for the ticket.
		assert_noop!(open(BROKE, terms()), TokenError::FundsUnavailable);
		assert_eq!(Channels::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn attack_ward_binds_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		// The call is made for the payer and paid from a sponsor's account. The sponsor's limits are on the chain's own token.
		let sponsored = PAYER + OTHER_ACCOUNT;
		for from in [None, Some(PAYER)] {
			let coins = Terms { asset: COIN, from, ..terms() };
			assert_noop!(open(sponsored, coins), Error::<Test>::AccountNotOwn);
		}
		assert_ok!(open(sponsored, terms()));
		// With the payer's leave it is the payer's token, whoever pays for the call.
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		let lent = Terms { asset: COIN, from: Some(PAYER), ..terms() };
		assert_ok!(open(SPENDER + OTHER_ACCOUNT, lent));
		assert_eq!(held(COIN, PAYER), DEPOSIT);
	});
}

#[test]
fn attack_spender_takes_a_commission_of_the_payers_money() {
	ExtBuilder::build_and_execute(|| {
		// He was allowed to pay this payee, and would pay himself half of it by a voucher over twice the price.
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		for who in [SPENDER, PLATFORM] {
			let one = Commission { payee: did(who), per_mille: 500 };
			let commissions = BoundedVec::truncate_from(vec![one]);
			let lent = Terms { commissions, from: Some(PAYER), ..terms() };
			assert_noop!(open(SPENDER, lent), Error::<Test>::CommissionsNotAllowed);
		}
		assert_eq!(Purses::left(), DEPOSIT);
		// Of his own money he gives what he likes.
		assert_ok!(open(PAYER, Terms { commissions: commissions(&[500]), ..terms() }));
	});
}

#[test]
fn attack_suspended_payer_binds_money_anew() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open(SUSPENDED, terms()), Error::<Test>::NotActive);
		let id = opened();
		Subjects::suspend(PAYER);
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::NotActive);
		assert_noop!(top_up(PAYER, id, 0, Some(START + LIFE + 1)), Error::<Test>::NotActive);
		// What runs is wound down, and vouchers are paid.
		assert_ok!(claim(PAYEE, id, 300));
		assert_ok!(request_close(PAYER, id));
		next_block(START + CHALLENGE + 1_000);
		assert!(is_gone(id));
		assert_eq!((total(Asset::Native, PAYER), tickets(PAYER)), (WEALTH - 300, 0));
	});
}
