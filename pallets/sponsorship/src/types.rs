//! What the pallet stores and what its events tell.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::sponsorship::{Limits, Usage};
use frame_support::{CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;

use crate::Config;

/// The most nonces that one `cancel` voids. A slip of the finger would otherwise void every nonce there is.
pub const MAX_CANCELLED: u64 = 1_000;

/// The calls of the runtime.
pub type CallOf<T> = <T as Config>::RuntimeCall;

/// An agreement to pay for somebody's calls.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Sponsorship<T: Config> {
	/// How much is paid at most.
	pub limits: Limits,
	/// How much of it is used.
	pub usage: Usage,
	/// What the sponsor put up for this record.
	pub ticket: T::Consideration,
}

/// Why a sponsorship ended.
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
pub enum EndReason {
	/// The sponsor ended it.
	#[codec(index = 0)]
	Withdrawn,
	/// Its last moment passed.
	#[codec(index = 1)]
	Expired,
}
