//! Properties of vouchers: whatever a payer sends, the payee never waits for more than his credit and holds only what the chain
//! would pay; and a payer's vouchers never contradict each other.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	fingerprint::{leaf_hash, Fingerprint, Tree},
	money::Price,
	voucher::{LedgerError, PayeeLedger, PayerLedger, SignedVoucher, Terms, Voucher, MAX_WAITING},
	Hash,
};
use proptest::{collection, prelude::*, test_runner::FileFailurePersistence};

const GENESIS: Hash = [1; 32];
const SIGNER: VerificationKey = VerificationKey::Sr25519([2; 32]);
const DEPOSIT: u128 = 300;
const CREDIT: u128 = 60;

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		cases: 256,
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

/// Stands for a signature: the hash of key and message.
fn sign_with(key: &VerificationKey, message: &[u8]) -> KeySignature {
	let mut signature = [0; 64];
	signature[..32].copy_from_slice(&leaf_hash(&(key, message).encode()));
	KeySignature::Sr25519(signature)
}

fn sign(message: &[u8]) -> KeySignature {
	sign_with(&SIGNER, message)
}

fn check(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
	sign_with(key, message) == *signature
}

fn terms(price: Price) -> Terms {
	Terms { genesis: GENESIS, channel: 7, signer: SIGNER, deposit: DEPOSIT, price }
}

/// What is wrong with a voucher.
#[derive(Clone, Copy, Debug)]
enum Fault {
	Nothing,
	OtherChannel,
	OtherChain,
	OtherKey,
	Amount(u128),
	Leaves(u64),
	Root,
}

#[derive(Clone, Debug)]
enum Step {
	/// The payee delivers a reading.
	Deliver(Vec<u8>),
	/// He asks for a voucher.
	Ask,
	/// The payer answers one of the requests.
	Send(usize, Fault),
	/// The payer sends what he has sent before.
	Replay(usize),
	/// The payee's device starts anew.
	Restart,
}

fn fault() -> impl Strategy<Value = Fault> {
	prop_oneof![
		6 => Just(Fault::Nothing),
		1 => Just(Fault::OtherChannel),
		1 => Just(Fault::OtherChain),
		1 => Just(Fault::OtherKey),
		1 => (0..2 * DEPOSIT).prop_map(Fault::Amount),
		1 => any::<u128>().prop_map(Fault::Amount),
		1 => (0..40u64).prop_map(Fault::Leaves),
		1 => Just(Fault::Root),
	]
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		6 => collection::vec(any::<u8>(), 0..12).prop_map(Step::Deliver),
		3 => Just(Step::Ask),
		4 => (any::<prop::sample::Index>(), fault())
			.prop_map(|(which, fault)| Step::Send(which.index(MAX_WAITING), fault)),
		1 => any::<prop::sample::Index>().prop_map(|which| Step::Replay(which.index(MAX_WAITING))),
		1 => Just(Step::Restart),
	]
}

fn price() -> impl Strategy<Value = Price> {
	prop_oneof![
		(0..20u128).prop_map(Price::PerRecord),
		(0..4u128).prop_map(Price::PerByte),
		(0..80u128).prop_map(Price::Fixed),
	]
}

/// A voucher with a fault.
fn made(asked: Voucher, fault: Fault) -> SignedVoucher {
	let mut voucher = asked;
	match fault {
		Fault::Amount(amount) => voucher.amount = amount,
		Fault::Leaves(leaves) => voucher.delivered.leaves = leaves,
		Fault::Root => voucher.delivered.root[3] ^= 1,
		Fault::Nothing | Fault::OtherChannel | Fault::OtherChain | Fault::OtherKey => (),
	}
	let signature = match fault {
		Fault::OtherChannel => sign(&voucher.signing_bytes(&GENESIS, 8)),
		Fault::OtherChain => sign(&voucher.signing_bytes(&[9; 32], 7)),
		Fault::OtherKey => {
			let other = VerificationKey::Sr25519([3; 32]);
			sign_with(&other, &voucher.signing_bytes(&GENESIS, 7))
		},
		_ => sign(&voucher.signing_bytes(&GENESIS, 7)),
	};
	SignedVoucher { channel: 7, voucher, signature }
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn payee_is_never_owed_more_than_his_credit_and_holds_what_the_chain_pays(
		price in price(),
		steps in collection::vec(step(), 1..120),
	) {
		let mut payee = PayeeLedger::new(terms(price), CREDIT).unwrap();
		let mut delivered: Vec<Vec<u8>> = Vec::new();
		let mut asked: Vec<Voucher> = Vec::new();
		let mut sent: Vec<SignedVoucher> = Vec::new();
		for step in steps {
			let before = payee.earned();
			match step {
				Step::Deliver(reading) => {
					if payee.deliver(&reading).is_ok() {
						delivered.push(reading);
					}
				},
				Step::Ask => {
					if let Ok(voucher) = payee.ask() {
						let expected = Tree::from_leaves(&delivered).fingerprint();
						prop_assert_eq!(voucher.delivered, expected);
						asked.push(voucher);
					}
				},
				Step::Send(which, fault) => {
					if let Some(request) = asked.get(which % asked.len().max(1)) {
						let voucher = made(*request, fault);
						let result = payee.accept(voucher, check);
						let faulty = matches!(
							fault,
							Fault::OtherChannel | Fault::OtherChain | Fault::OtherKey | Fault::Root
						);
						prop_assert!(!faulty || result.is_err());
						if result.is_ok() {
							prop_assert!(voucher.voucher.amount >= request.amount);
						}
						sent.push(voucher);
					}
				},
				Step::Replay(which) => {
					if let Some(voucher) = sent.get(which % sent.len().max(1)) {
						if voucher.voucher.amount <= before {
							prop_assert_eq!(payee.accept(*voucher, check), Err(LedgerError::NotMore));
						}
					}
				},
				Step::Restart => {
					payee = PayeeLedger::decode(&mut &payee.encode()[..]).unwrap();
				},
			}
			prop_assert!(payee.earned() >= before, "a voucher was lost");
			prop_assert!(payee.owed() <= CREDIT, "delivered beyond the credit");
			prop_assert!(payee.earned() <= DEPOSIT);
			if let Some(best) = payee.best() {
				// What the chain asks.
				let message = best.voucher.signing_bytes(&GENESIS, 7);
				prop_assert!(check(&SIGNER, &message, &best.signature));
				let leaves = usize::try_from(best.voucher.delivered.leaves).unwrap();
				let paid: Fingerprint = Tree::from_leaves(&delivered[..leaves]).fingerprint();
				prop_assert_eq!(best.voucher.delivered, paid, "paid for something else");
			}
		}
	}

	#[test]
	fn vouchers_of_a_payer_never_contradict(
		price in price(),
		readings in collection::vec((collection::vec(any::<u8>(), 0..12), any::<bool>()), 0..80),
	) {
		let mut payer = PayerLedger::new(terms(price)).unwrap();
		let mut received: Vec<Vec<u8>> = Vec::new();
		let mut last: Option<Voucher> = None;
		for (reading, pays) in readings {
			payer.receive(&reading).unwrap();
			received.push(reading);
			if pays {
				if let Ok(signed) = payer.issue(sign) {
					let voucher = signed.voucher;
					prop_assert_eq!(voucher.delivered, Tree::from_leaves(&received).fingerprint());
					prop_assert!(voucher.amount <= DEPOSIT);
					if let Some(last) = last {
						prop_assert!(voucher.amount > last.amount);
						prop_assert!(voucher.delivered.leaves > last.delivered.leaves);
					}
					last = Some(voucher);
				}
			}
		}
		prop_assert_eq!(payer.issued(), last.as_ref());
		prop_assert_eq!(payer.finish().amount, last.map(|last| last.amount).unwrap_or_default());
	}

	/// Decoding never panics, and what is decoded encodes to the same.
	#[test]
	fn arbitrary_bytes_are_a_ledger_or_none(bytes in collection::vec(any::<u8>(), 0..300)) {
		if let Ok(payee) = PayeeLedger::decode(&mut &bytes[..]) {
			prop_assert!(bytes.starts_with(&payee.encode()));
		}
		if let Ok(signed) = SignedVoucher::decode(&mut &bytes[..]) {
			prop_assert!(bytes.starts_with(&signed.encode()));
		}
	}
}
