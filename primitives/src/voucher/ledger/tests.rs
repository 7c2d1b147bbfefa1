use codec::MaxEncodedLen;
use hex_literal::hex;

use super::*;
use crate::fingerprint::{leaf_hash, Algorithm, Fingerprint, Tree};

const GENESIS: Hash = [1; 32];
const SIGNER: VerificationKey = VerificationKey::Ed25519([2; 32]);

fn terms() -> Terms {
	Terms { genesis: GENESIS, channel: 7, signer: SIGNER, deposit: 100, price: Price::PerRecord(3) }
}

/// Stands for a signature: the hash of key and message.
fn sign_with(key: &VerificationKey, message: &[u8]) -> KeySignature {
	let hash = leaf_hash(&(key, message).encode());
	let mut signature = [0; 64];
	signature[..32].copy_from_slice(&hash);
	KeySignature::Ed25519(signature)
}

fn sign(message: &[u8]) -> KeySignature {
	sign_with(&SIGNER, message)
}

fn check(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
	sign_with(key, message) == *signature
}

/// Both sides after so many readings, none of them asked for or paid.
fn after(readings: u8) -> (PayeeLedger, PayerLedger) {
	let mut payee = PayeeLedger::new(terms(), 100).unwrap();
	let mut payer = PayerLedger::new(terms()).unwrap();
	for reading in 0..readings {
		payee.deliver(&[reading]).unwrap();
		payer.receive(&[reading]).unwrap();
	}
	(payee, payer)
}

/// The voucher, signed as it is to be.
fn signed(voucher: Voucher) -> SignedVoucher {
	let signature = sign(&voucher.signing_bytes(&GENESIS, 7));
	SignedVoucher { channel: 7, voucher, signature }
}

#[test]
fn voucher_asked_for_is_the_one_issued() {
	let (mut payee, mut payer) = after(2);
	assert_eq!(payee.owed(), 6);
	let asked = payee.ask().unwrap();
	let signed = payer.issue(sign).unwrap();
	assert_eq!(signed.voucher, asked);
	assert_eq!(payee.accept(signed, check), Ok(6));
	assert_eq!((payee.owed(), payee.earned(), payer.spent()), (0, 6, 6));
	assert_eq!(payee.best(), Some(&signed));
	assert_eq!(payer.issued(), Some(&asked));
}

#[test]
fn payee_goes_on_delivering_while_vouchers_are_on_their_way() {
	let (mut payee, mut payer) = after(1);
	payee.ask().unwrap();
	let first = payer.issue(sign).unwrap();
	payee.deliver(b"more").unwrap();
	payer.receive(b"more").unwrap();
	payee.ask().unwrap();
	let second = payer.issue(sign).unwrap();
	assert_eq!(payee.accept(first, check), Ok(3));
	assert_eq!(payee.accept(second, check), Ok(3));

	// What overtook it made the earlier one worthless.
	assert_eq!(payee.accept(first, check), Err(LedgerError::NotMore));
}

#[test]
fn later_voucher_covers_the_earlier_ones() {
	let (mut payee, mut payer) = after(1);
	payee.ask().unwrap();
	payee.deliver(b"more").unwrap();
	payer.receive(b"more").unwrap();
	payee.ask().unwrap();
	assert_eq!(payee.accept(payer.issue(sign).unwrap(), check), Ok(6));
	assert_eq!(payee.ask(), Err(LedgerError::NothingNew));
}

#[test]
fn payee_delivers_no_more_than_he_gives_credit_for() {
	let mut payee = PayeeLedger::new(terms(), 6).unwrap();
	payee.deliver(b"1").unwrap();
	payee.deliver(b"2").unwrap();
	assert_eq!(payee.deliver(b"3"), Err(LedgerError::CreditExhausted));
	let asked = payee.ask().unwrap();
	assert_eq!(payee.accept(signed(asked), check), Ok(6));
	assert_eq!(payee.deliver(b"3"), Ok(()));
}

#[test]
fn nothing_is_delivered_or_paid_beyond_the_deposit_until_it_is_topped_up() {
	let (mut payee, mut payer) = after(33);
	assert_eq!(payee.deliver(b"one more"), Err(LedgerError::AboveDeposit));
	payer.receive(b"one more").unwrap();
	assert_eq!(payer.issue(sign), Err(LedgerError::AboveDeposit));
	payee.topped_up(102);
	payer.topped_up(102);
	assert_eq!(payee.deliver(b"one more"), Err(LedgerError::CreditExhausted));
	payee.credit = 102;
	payee.deliver(b"one more").unwrap();
	payee.ask().unwrap();
	assert_eq!(payee.accept(payer.issue(sign).unwrap(), check), Ok(102));
	// A report that is late makes the deposit no smaller.
	payee.topped_up(50);
	assert_eq!(payee.terms.deposit, 102);
}

#[test]
fn payee_asks_for_no_more_vouchers_than_he_can_remember() {
	let mut payee = PayeeLedger::new(Terms { deposit: 1_000, ..terms() }, 1_000).unwrap();
	for _ in 0..MAX_WAITING {
		payee.deliver(b"again").unwrap();
		payee.ask().unwrap();
	}
	payee.deliver(b"again").unwrap();
	assert_eq!(payee.ask(), Err(LedgerError::TooManyWaiting));
}

#[test]
fn voucher_about_more_than_was_asked_for_is_taken() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	payee.deliver(b"more").unwrap();
	payee.ask().unwrap();
	assert_eq!(payee.accept(signed(Voucher { amount: 9, ..asked }), check), Ok(9));
	assert_eq!((payee.owed(), payee.waiting.len()), (0, 0));
}

#[test]
fn attack_voucher_for_another_channel() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	let other = SignedVoucher { channel: 8, ..signed(asked) };
	assert_eq!(payee.accept(other, check), Err(LedgerError::OtherChannel));
	// Relabelled, its signature is for the other one.
	let signature = sign(&asked.signing_bytes(&GENESIS, 8));
	let relabelled = SignedVoucher { channel: 7, voucher: asked, signature };
	assert_eq!(payee.accept(relabelled, check), Err(LedgerError::BadSignature));
}

#[test]
fn attack_voucher_for_another_chain() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	let signature = sign(&asked.signing_bytes(&[9; 32], 7));
	let foreign = SignedVoucher { signature, ..signed(asked) };
	assert_eq!(payee.accept(foreign, check), Err(LedgerError::BadSignature));
}

#[test]
fn attack_voucher_by_another_key_or_for_another_purpose() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	let other = VerificationKey::Ed25519([3; 32]);
	let signature = sign_with(&other, &asked.signing_bytes(&GENESIS, 7));
	let foreign = SignedVoucher { signature, ..signed(asked) };
	assert_eq!(payee.accept(foreign, check), Err(LedgerError::BadSignature));

	let Voucher { amount, delivered } = asked;
	let closing = FinalState { amount, delivered }.signing_bytes(&GENESIS, 7);
	let closing = SignedVoucher { signature: sign(&closing), ..signed(asked) };
	assert_eq!(payee.accept(closing, check), Err(LedgerError::BadSignature));
}

#[test]
fn attack_decreasing_voucher() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	assert_eq!(payee.accept(signed(asked), check), Ok(6));
	for amount in [0, 5, 6] {
		let lower = signed(Voucher { amount, ..asked });
		assert_eq!(payee.accept(lower, check), Err(LedgerError::NotMore));
	}
	assert_eq!(payee.earned(), 6);
}

#[test]
fn attack_voucher_above_the_deposit() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	let high = signed(Voucher { amount: 101, ..asked });
	assert_eq!(payee.accept(high, check), Err(LedgerError::AboveDeposit));
}

#[test]
fn attack_voucher_about_less_than_was_delivered() {
	let (mut payee, _) = after(2);
	let asked = payee.ask().unwrap();
	let low = signed(Voucher { amount: 5, ..asked });
	assert_eq!(payee.accept(low, check), Err(LedgerError::TooLittle));
	let mut delivered = asked.delivered;
	delivered.leaves = 1;
	let other = signed(Voucher { delivered, ..asked });
	assert_eq!(payee.accept(other, check), Err(LedgerError::OtherDelivery));
}

#[test]
fn attack_voucher_after_the_final_state() {
	let (mut payee, mut payer) = after(2);
	let asked = payee.ask().unwrap();
	assert_eq!(payee.accept(payer.issue(sign).unwrap(), check), Ok(6));
	let end = payee.finish();
	assert_eq!(end, FinalState { amount: 6, delivered: asked.delivered });
	assert_eq!(payee.deliver(b"more"), Err(LedgerError::Finished));
	assert_eq!(payee.ask(), Err(LedgerError::Finished));
	assert_eq!(payee.accept(signed(asked), check), Err(LedgerError::Finished));
	payer.agree(&end).unwrap();
	assert_eq!(payer.receive(b"more"), Err(LedgerError::Finished));
	assert_eq!(payer.issue(sign), Err(LedgerError::Finished));
}

#[test]
fn attack_final_state_below_the_best_voucher_or_above_the_last_one() {
	let (mut payee, mut payer) = after(2);
	payee.ask().unwrap();
	assert_eq!(payee.accept(payer.issue(sign).unwrap(), check), Ok(6));
	let state = |amount| FinalState { amount, delivered: payer.received.finish() };
	let (low, high, right) = (state(5), state(7), state(6));
	assert_eq!(payee.agree(&low), Err(LedgerError::WrongFinalState));
	assert_eq!(payee.agree(&state(101)), Err(LedgerError::AboveDeposit));
	assert_eq!(payer.clone().agree(&high), Err(LedgerError::WrongFinalState));
	assert_eq!(payer.finish(), right);
	assert_eq!(payee.agree(&right), Ok(()));
}

#[test]
fn attack_final_state_about_something_that_was_never_delivered() {
	let (mut payee, mut payer) = after(2);
	payee.ask().unwrap();
	let first = payer.issue(sign).unwrap();
	payee.accept(first, check).unwrap();
	for ledger in [3, 4] {
		payee.deliver(&[ledger]).unwrap();
		payer.receive(&[ledger]).unwrap();
		payee.ask().unwrap();
	}
	let other = TreeBuilder::new().finish();
	for (amount, delivered) in
		[(6, other), (9, other), (9, Tree::from_leaves([b"leak"]).fingerprint())]
	{
		let state = FinalState { amount, delivered };
		assert_eq!(payee.clone().agree(&state), Err(LedgerError::WrongFinalState));
		assert_eq!(payer.clone().agree(&state), Err(LedgerError::WrongFinalState));
	}
	// What the best voucher is about, what was asked for, and all of it.
	let asked = payee.waiting[0].delivered;
	for delivered in [first.voucher.delivered, asked, payee.delivered.finish()] {
		assert_eq!(payee.clone().agree(&FinalState { amount: 9, delivered }), Ok(()));
	}
	for delivered in [first.voucher.delivered, payer.received.finish()] {
		assert_eq!(payer.clone().agree(&FinalState { amount: 6, delivered }), Ok(()));
	}
}

#[test]
fn channel_without_a_voucher_closes_at_nothing() {
	let (mut payee, mut payer) = after(2);
	let nothing = FinalState { amount: 0, delivered: TreeBuilder::new().finish() };
	assert_eq!((payee.finish(), payer.finish()), (nothing, nothing));
}

#[test]
fn fixed_price_is_paid_once_and_bytes_are_counted() {
	let priced = |price| Terms { price, ..terms() };
	let mut payer = PayerLedger::new(priced(Price::Fixed(10))).unwrap();
	assert_eq!(payer.issue(sign), Err(LedgerError::NothingNew));
	payer.receive(b"first").unwrap();
	assert_eq!(payer.issue(sign).unwrap().voucher.amount, 10);
	payer.receive(b"second").unwrap();
	assert_eq!(payer.issue(sign), Err(LedgerError::NothingNew));

	let mut payer = PayerLedger::new(priced(Price::PerByte(2))).unwrap();
	payer.receive(b"12345").unwrap();
	assert_eq!(payer.issue(sign).unwrap().voucher.amount, 10);
}

#[test]
fn price_by_time_is_refused_and_price_overflow_is_no_voucher() {
	let priced = |price| Terms { price, ..terms() };
	let by_time = priced(Price::PerSecond(1));
	assert_eq!(PayeeLedger::new(by_time.clone(), 1), Err(LedgerError::PricedByTime));
	assert_eq!(PayerLedger::new(by_time), Err(LedgerError::PricedByTime));

	let huge = priced(Price::PerRecord(u128::MAX));
	let mut payee = PayeeLedger::new(huge.clone(), u128::MAX).unwrap();
	payee.topped_up(u128::MAX);
	payee.deliver(b"1").unwrap();
	assert_eq!(payee.deliver(b"2"), Err(LedgerError::PriceTooHigh));
	let mut payer = PayerLedger::new(huge).unwrap();
	payer.receive(b"1").unwrap();
	payer.receive(b"2").unwrap();
	assert_eq!(payer.issue(sign), Err(LedgerError::PriceTooHigh));
}

#[test]
fn ledgers_go_on_where_they_were_kept() {
	let (mut payee, payer) = after(3);
	payee.ask().unwrap();
	let mut payee = PayeeLedger::decode(&mut &payee.encode()[..]).unwrap();
	let mut payer = PayerLedger::decode(&mut &payer.encode()[..]).unwrap();
	assert_eq!(payee.accept(payer.issue(sign).unwrap(), check), Ok(9));
	assert_eq!(PayerLedger::decode(&mut &payer.encode()[..]).unwrap(), payer);
}

#[test]
fn memory_does_not_grow_with_what_is_delivered() {
	let rich = Terms { deposit: u128::MAX, ..terms() };
	let mut payee = PayeeLedger::new(rich.clone(), u128::MAX).unwrap();
	let mut payer = PayerLedger::new(rich).unwrap();
	for reading in 0..4_096u32 {
		payee.deliver(&reading.to_le_bytes()).unwrap();
		payer.receive(&reading.to_le_bytes()).unwrap();
		payee.ask().unwrap();
		payee.accept(payer.issue(sign).unwrap(), check).unwrap();
		assert!(payee.encode().len() < 1_000 && payer.encode().len() < 1_000);
	}
}

#[test]
fn bytes_are_as_published() {
	let delivered = Fingerprint {
		algorithm: Algorithm::Rfc9162Sha256,
		root: [0xab; 32],
		leaves: 0x0102,
		bytes: 0x0304,
	};
	let voucher = Voucher { amount: 0x0506, delivered };
	let body = hex!(
		"06050000000000000000000000000000"
		"00"
		"abababababababababababababababababababababababababababababababab"
		"0201000000000000"
		"0403000000000000"
	);
	assert_eq!(voucher.encode(), body);
	assert_eq!(Voucher::max_encoded_len(), 65);
	let signed = voucher.signing_bytes(&[0x11; 32], 0x0708);
	let head =
		[&[0x78][..], b"counterfoil/payment-voucher/v1", &[0x11; 32], &[8, 7, 0, 0, 0, 0, 0, 0]]
			.concat();
	assert_eq!(signed, [&head[..], &body].concat());
	assert_eq!(signed.len(), 136);

	let end = FinalState { amount: 0x0506, delivered };
	assert_eq!(end.encode(), body);
	let signed = end.signing_bytes(&[0x11; 32], 0x0708);
	let head =
		[&[0x70][..], b"counterfoil/channel-close/v1", &[0x11; 32], &[8, 7, 0, 0, 0, 0, 0, 0]]
			.concat();
	assert_eq!(signed, [&head[..], &body].concat());
	assert_eq!(signed.len(), 134);

	let sent = SignedVoucher {
		channel: 0x0708,
		voucher,
		signature: KeySignature::EcdsaSecp256k1([0x22; 65]),
	};
	let bytes = [&[8, 7, 0, 0, 0, 0, 0, 0][..], &body, &[2], &[0x22; 65]].concat();
	assert_eq!(sent.encode(), bytes);
	assert_eq!(SignedVoucher::max_encoded_len(), 139);
}
