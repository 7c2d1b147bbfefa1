//! What a payer signs off chain, and what both parties sign when a payment channel closes.
//!
//! A payment channel is a deposit on chain. The payer pays out of it by [`Voucher`]s, which he signs and gives to the payee: "so much
//! have you earned by now, for what you have delivered by now". Amounts are cumulative, so the last voucher is worth
//! all of them, and the payee takes one to the chain whenever he likes. A voucher names the chain and the channel by the bytes that are
//! signed ([`Voucher::signing_bytes`]) and what was delivered by its [`Fingerprint`].
//!
//! What the parties do off chain is in two ledgers, with the same rules on every device: the [`PayeeLedger`] says which voucher is
//! good, and the [`PayerLedger`] makes them. Each keeps one hash per level of a tree and, at the payee, [`MAX_WAITING`] vouchers
//! that were asked for: the same for ten readings and for ten million. Each can be encoded and gone on with later.
//!
//! ```text
//! payee                                        payer
//!   │ deliver(reading) ── reading ──────────────► │ receive(reading)
//!   │ deliver(reading) ── reading ──────────────► │ receive(reading)
//!   │ ask() ───────────── "pay, please" ────────► │ issue(sign)
//!   │ deliver(reading) ── reading ──────────────► │ receive(reading)    nobody waits
//!   │ accept(voucher)  ◄───────── voucher ─────── │
//! ```
//!
//! The payee delivers on credit while a voucher is on its way; how much, he says himself, and that is the most that a payer can make
//! him lose.
//!
//! # The bytes
//! ```text
//! voucher, final state   amount u128 LE ‖ algorithm u8 = 0 ‖ root 32 bytes ‖ leaves u64 LE ‖ bytes u64 LE        65 bytes
//! signed for a voucher   0x78 "counterfoil/payment-voucher/v1" ‖ genesis hash ‖ channel u64 LE ‖ voucher        136 bytes
//! signed for the end     0x70 "counterfoil/channel-close/v1" ‖ genesis hash ‖ channel u64 LE ‖ final state      134 bytes
//! as it is sent          channel u64 LE ‖ voucher ‖ scheme u8 ‖ signature, 64 or 65 bytes                 138, 139 bytes
//! ```
//!
//! # Example
//! ```
//! use counterfoil_primitives::{
//! 	did::{KeySignature, VerificationKey},
//! 	money::Price,
//! 	voucher::{PayeeLedger, PayerLedger, Terms},
//! };
//!
//! let terms = Terms {
//! 	genesis: [1; 32],
//! 	channel: 7,
//! 	signer: VerificationKey::Ed25519([2; 32]),
//! 	deposit: 1_000,
//! 	price: Price::PerRecord(3),
//! };
//! // Stands for a key that signs, and for checking its signatures.
//! let sign = |_: &[u8]| KeySignature::Ed25519([9; 64]);
//! let check = |_: &VerificationKey, _: &[u8], signature: &KeySignature| {
//! 	*signature == KeySignature::Ed25519([9; 64])
//! };
//!
//! let mut payee = PayeeLedger::new(terms.clone(), 30)?;
//! let mut payer = PayerLedger::new(terms)?;
//! for reading in ["4.2 l/s", "4.3 l/s"] {
//! 	payee.deliver(reading.as_bytes())?;
//! 	payer.receive(reading.as_bytes())?;
//! }
//! let asked = payee.ask()?;
//! let signed = payer.issue(sign)?;
//! assert_eq!(signed.voucher, asked);
//! assert_eq!(payee.accept(signed, check)?, 6);
//! # Ok::<(), counterfoil_primitives::voucher::LedgerError>(())
//! ```

mod ledger;

pub use ledger::{LedgerError, PayeeLedger, PayerLedger, Terms, MAX_WAITING};

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::KeySignature,
	fingerprint::Fingerprint,
	payload::{signing_bytes, Purpose},
	ChannelId, Hash,
};

/// What the payee has earned by now. The channel is not part of it: it is the number that its signature is for.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Voucher {
	/// All that was earned since the channel was opened.
	pub amount: u128,
	/// All that was delivered since the channel was opened.
	pub delivered: Fingerprint,
}

impl Voucher {
	/// The bytes that the payer's key signs for this channel of this chain.
	pub fn signing_bytes(&self, genesis: &Hash, channel: ChannelId) -> Vec<u8> {
		signing_bytes(Purpose::PaymentVoucher, genesis, channel, self)
	}
}

/// What a channel closes at. Both parties sign it; whoever did takes or gives no voucher any more.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct FinalState {
	/// All that the payee gets out of the channel.
	pub amount: u128,
	/// All that was delivered.
	pub delivered: Fingerprint,
}

impl FinalState {
	/// The bytes that both parties sign to close this channel of this chain.
	pub fn signing_bytes(&self, genesis: &Hash, channel: ChannelId) -> Vec<u8> {
		signing_bytes(Purpose::ChannelClose, genesis, channel, self)
	}
}

/// A voucher as it is sent.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct SignedVoucher {
	/// The channel that it is for.
	pub channel: ChannelId,
	/// What was earned.
	pub voucher: Voucher,
	/// By the channel's key.
	pub signature: KeySignature,
}
