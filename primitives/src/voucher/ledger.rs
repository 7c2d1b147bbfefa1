//! What payee and payer keep about a channel off chain.

use core::fmt;

use alloc::vec::Vec;
use codec::{Decode, Encode};

use crate::{
	did::{KeySignature, VerificationKey},
	fingerprint::TreeBuilder,
	money::{Price, Volume},
	ChannelId, Hash,
};

use super::{FinalState, SignedVoucher, Voucher};

/// The most vouchers that a payee asks for before one of them arrives.
pub const MAX_WAITING: usize = 64;

/// What both parties know of a channel.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Terms {
	/// The chain that it is on.
	pub genesis: Hash,
	/// Its number.
	pub channel: ChannelId,
	/// The key that signs vouchers.
	pub signer: VerificationKey,
	/// All that was put into it.
	pub deposit: u128,
	/// What the readings cost.
	pub price: Price,
}

impl Terms {
	fn check(&self) -> Result<(), LedgerError> {
		match self.price {
			Price::Fixed(_) | Price::PerRecord(_) | Price::PerByte(_) => Ok(()),
			Price::PerSecond(_) => Err(LedgerError::PricedByTime),
		}
	}

	/// What so many readings of so many bytes cost, all together.
	fn price_of(&self, records: u64, bytes: u64) -> Result<u128, LedgerError> {
		match records {
			// Also a fixed price is for something.
			0 => Ok(0),
			_ => {
				self.price.of(&Volume { records, bytes, span: 0 }).ok_or(LedgerError::PriceTooHigh)
			},
		}
	}
}

/// Why a ledger does not go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerError {
	/// What is priced by time is paid by a stream, not by vouchers.
	PricedByTime,
	/// A `u128` does not count what the readings cost.
	PriceTooHigh,
	/// The voucher is for another channel.
	OtherChannel,
	/// The voucher is not about more than the best one so far: sent twice, or lower.
	NotMore,
	/// The deposit of the channel does not cover it. Wait until the payer tops it up.
	AboveDeposit,
	/// The fingerprint is not what was delivered when a voucher was asked for.
	OtherDelivery,
	/// The voucher is about less than what was delivered costs.
	TooLittle,
	/// The signature is not by the channel's key, or it is for another chain, another channel or another voucher.
	BadSignature,
	/// More would be owed than the payee gives credit for. Wait for a voucher.
	CreditExhausted,
	/// Too many vouchers are asked for. Wait for one.
	TooManyWaiting,
	/// Nothing that costs anything was delivered since the last voucher.
	NothingNew,
	/// The final state is about more than the payer ever issued, about less than the payee holds, or about something else than was delivered.
	WrongFinalState,
	/// A final state was signed. Nothing is delivered or paid in this channel any more.
	Finished,
}

impl fmt::Display for LedgerError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::PricedByTime => "what is priced by time is not paid by vouchers",
			Self::PriceTooHigh => "the price is more than can be counted",
			Self::OtherChannel => "the voucher is for another channel",
			Self::NotMore => "the voucher is not about more than the one before",
			Self::AboveDeposit => "the deposit of the channel does not cover it",
			Self::OtherDelivery => "the voucher is about something else than was delivered",
			Self::TooLittle => "the voucher is about less than what was delivered costs",
			Self::BadSignature => {
				"the signature is not by the key of the channel over this voucher"
			},
			Self::CreditExhausted => "more would be owed than there is credit for",
			Self::TooManyWaiting => "too many vouchers are asked for already",
			Self::NothingNew => "nothing to pay for was delivered since the last voucher",
			Self::WrongFinalState => "the final state is not what was issued or accepted",
			Self::Finished => "the channel is closed for this party",
		})
	}
}

impl core::error::Error for LedgerError {}

/// The payee's side of a channel: which readings he may deliver, and which vouchers are good.
///
/// Memory does not grow with what is delivered. Keep the encoded ledger where a crash cannot reach it; the best voucher is the money.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct PayeeLedger {
	terms: Terms,
	/// The most that may be delivered and not be covered by a voucher.
	credit: u128,
	delivered: TreeBuilder,
	/// What was asked for and did not arrive, in the order of asking.
	waiting: Vec<Voucher>,
	best: Option<SignedVoucher>,
	finished: bool,
}

impl PayeeLedger {
	/// Nothing is delivered yet. `terms` are what the chain says about the channel, once its opening is final; `credit` is the most that
	/// the payee delivers without a voucher, at least one reading's price.
	pub fn new(terms: Terms, credit: u128) -> Result<Self, LedgerError> {
		terms.check()?;
		Ok(Self {
			terms,
			credit,
			delivered: TreeBuilder::new(),
			waiting: Vec::new(),
			best: None,
			finished: false,
		})
	}

	/// The best voucher so far. This is the one to claim with.
	pub const fn best(&self) -> Option<&SignedVoucher> {
		self.best.as_ref()
	}

	/// What the best voucher is worth.
	pub fn earned(&self) -> u128 {
		self.best.map(|best| best.voucher.amount).unwrap_or_default()
	}

	/// What was delivered and is not covered by the best voucher.
	pub fn owed(&self) -> u128 {
		// The price was counted when the last reading was delivered.
		self.terms
			.price_of(self.delivered.leaves(), self.delivered.bytes())
			.unwrap_or(u128::MAX)
			.saturating_sub(self.earned())
	}

	/// The chain says that so much was put into the channel by now.
	pub fn topped_up(&mut self, deposit: u128) {
		self.terms.deposit = self.terms.deposit.max(deposit);
	}

	/// Counts a reading. Send it only if this goes well: what it costs is within the deposit and within the credit.
	pub fn deliver(&mut self, reading: &[u8]) -> Result<(), LedgerError> {
		self.ensure_open()?;
		let bytes = u64::try_from(reading.len()).unwrap_or(u64::MAX);
		let price = self.terms.price_of(
			self.delivered.leaves().saturating_add(1),
			self.delivered.bytes().saturating_add(bytes),
		)?;
		if price > self.terms.deposit {
			return Err(LedgerError::AboveDeposit);
		}
		if price.saturating_sub(self.earned()) > self.credit {
			return Err(LedgerError::CreditExhausted);
		}
		self.delivered.push(reading);
		Ok(())
	}

	/// Asks for a voucher about everything that was delivered so far, which is returned as the payer is to sign it. More may be delivered
	/// and asked for before it arrives.
	pub fn ask(&mut self) -> Result<Voucher, LedgerError> {
		self.ensure_open()?;
		let amount = self.terms.price_of(self.delivered.leaves(), self.delivered.bytes())?;
		let last = self.waiting.last().map_or(self.earned(), |last| last.amount);
		if amount <= last {
			return Err(LedgerError::NothingNew);
		}
		if self.waiting.len() >= MAX_WAITING {
			return Err(LedgerError::TooManyWaiting);
		}
		let voucher = Voucher { amount, delivered: self.delivered.finish() };
		self.waiting.push(voucher);
		Ok(voucher)
	}

	/// Takes a voucher if it is good, and says how much more it is worth than the best one before. `check` says whether this key made this
	/// signature over these bytes. What was asked for before this voucher is not waited for any longer.
	pub fn accept(
		&mut self,
		signed: SignedVoucher,
		check: impl FnOnce(&VerificationKey, &[u8], &KeySignature) -> bool,
	) -> Result<u128, LedgerError> {
		self.ensure_open()?;
		let SignedVoucher { channel, voucher, signature } = signed;
		if channel != self.terms.channel {
			return Err(LedgerError::OtherChannel);
		}
		let before = self.earned();
		if voucher.amount <= before {
			return Err(LedgerError::NotMore);
		}
		if voucher.amount > self.terms.deposit {
			return Err(LedgerError::AboveDeposit);
		}
		let place = self
			.waiting
			.iter()
			.position(|asked| asked.delivered == voucher.delivered)
			.ok_or(LedgerError::OtherDelivery)?;
		if self.waiting.get(place).is_none_or(|asked| voucher.amount < asked.amount) {
			return Err(LedgerError::TooLittle);
		}
		// The signature last: it takes longer than everything before.
		let message = voucher.signing_bytes(&self.terms.genesis, channel);
		if !check(&self.terms.signer, &message, &signature) {
			return Err(LedgerError::BadSignature);
		}
		// Whoever pays more than he was asked for has paid for what waits behind it, too.
		self.waiting.drain(..=place);
		self.waiting.retain(|asked| asked.amount > voucher.amount);
		self.best = Some(signed);
		Ok(voucher.amount.saturating_sub(before))
	}

	/// The state that the payee closes the channel at: what his best voucher is worth. From now on he delivers nothing and takes no voucher. His
	/// key signs the [`FinalState::signing_bytes`].
	pub fn finish(&mut self) -> FinalState {
		self.finished = true;
		final_state(self.best.map(|best| best.voucher))
	}

	/// Whether the payee may sign a final state that the payer proposes: no less than what his best voucher is worth, no more than the
	/// deposit, and about what he delivered: all of it, or as far as a voucher was asked for. From then on he delivers nothing and takes no
	/// voucher.
	pub fn agree(&mut self, proposed: &FinalState) -> Result<(), LedgerError> {
		let known =
			[final_state(self.best.map(|best| best.voucher)).delivered, self.delivered.finish()];
		let mut asked = self.waiting.iter().map(|asked| asked.delivered);
		let about_it = known.contains(&proposed.delivered)
			|| asked.any(|delivered| delivered == proposed.delivered);
		if proposed.amount < self.earned() || !about_it {
			return Err(LedgerError::WrongFinalState);
		}
		if proposed.amount > self.terms.deposit {
			return Err(LedgerError::AboveDeposit);
		}
		self.finished = true;
		Ok(())
	}

	fn ensure_open(&self) -> Result<(), LedgerError> {
		if self.finished {
			return Err(LedgerError::Finished);
		}
		Ok(())
	}
}

/// The state that a channel closes at with this as its last voucher.
fn final_state(last: Option<Voucher>) -> FinalState {
	match last {
		Some(Voucher { amount, delivered }) => FinalState { amount, delivered },
		None => FinalState { amount: 0, delivered: TreeBuilder::new().finish() },
	}
}

/// The payer's side of a channel: makes vouchers that never contradict each other.
///
/// Of two vouchers that it ever issues the later one is about more, and about everything that the earlier one is about. Keep the encoded
/// ledger before a voucher is sent.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct PayerLedger {
	terms: Terms,
	received: TreeBuilder,
	issued: Option<Voucher>,
	finished: bool,
}

impl PayerLedger {
	/// Nothing is received yet.
	pub fn new(terms: Terms) -> Result<Self, LedgerError> {
		terms.check()?;
		Ok(Self { terms, received: TreeBuilder::new(), issued: None, finished: false })
	}

	/// The last voucher that was issued.
	pub const fn issued(&self) -> Option<&Voucher> {
		self.issued.as_ref()
	}

	/// What all vouchers are worth: the amount of the last one.
	pub fn spent(&self) -> u128 {
		self.issued.map(|last| last.amount).unwrap_or_default()
	}

	/// The payer has put so much into the channel by now.
	pub fn topped_up(&mut self, deposit: u128) {
		self.terms.deposit = self.terms.deposit.max(deposit);
	}

	/// Counts a reading that arrived and that the payer wants to pay for.
	pub fn receive(&mut self, reading: &[u8]) -> Result<(), LedgerError> {
		self.ensure_open()?;
		self.received.push(reading);
		Ok(())
	}

	/// Makes the voucher about everything that was received so far. `sign` signs these bytes with the channel's key.
	pub fn issue(
		&mut self,
		sign: impl FnOnce(&[u8]) -> KeySignature,
	) -> Result<SignedVoucher, LedgerError> {
		self.ensure_open()?;
		let amount = self.terms.price_of(self.received.leaves(), self.received.bytes())?;
		if amount <= self.spent() {
			return Err(LedgerError::NothingNew);
		}
		if amount > self.terms.deposit {
			return Err(LedgerError::AboveDeposit);
		}
		let voucher = Voucher { amount, delivered: self.received.finish() };
		// Remembered before it is signed: whatever happens then, nothing lower is signed later.
		self.issued = Some(voucher);
		let channel = self.terms.channel;
		let signature = sign(&voucher.signing_bytes(&self.terms.genesis, channel));
		Ok(SignedVoucher { channel, voucher, signature })
	}

	/// The state that the payer proposes to close the channel at: what his last voucher is worth. From now on he issues none.
	pub fn finish(&mut self) -> FinalState {
		self.finished = true;
		final_state(self.issued)
	}

	/// Whether the payer may sign a final state that the payee proposes: no more than what his vouchers are worth, and about what the last
	/// of them is about, or about all that he received. From then on he issues none.
	pub fn agree(&mut self, proposed: &FinalState) -> Result<(), LedgerError> {
		let known = [final_state(self.issued).delivered, self.received.finish()];
		if proposed.amount > self.spent() || !known.contains(&proposed.delivered) {
			return Err(LedgerError::WrongFinalState);
		}
		self.finished = true;
		Ok(())
	}

	fn ensure_open(&self) -> Result<(), LedgerError> {
		if self.finished {
			return Err(LedgerError::Finished);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests;
