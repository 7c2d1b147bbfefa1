//! How the pallets know each other.
//!
//! A pallet never names another pallet: its `Config` asks for one of these traits, and the runtime
//! says which pallet answers.

mod agreements;
mod audit;
mod certification;
mod identity;
mod payments;
mod registry;
mod reputation;
mod rights;

pub use agreements::*;
pub use audit::*;
pub use certification::*;
pub use identity::*;
pub use payments::*;
pub use registry::*;
pub use reputation::*;
pub use rights::*;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::did::DidId;

/// On whose behalf a call is made, and which account pays for it.
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
pub struct Subject<AccountId> {
	/// Who acts.
	pub did: DidId,
	/// The account that pays fees, tickets and prices.
	pub account: AccountId,
}

#[cfg(test)]
mod tests {
	use alloc::vec::Vec;

	use super::*;
	use crate::{
		did::{DidStatus, KeySignature, Relationship},
		roles::Role,
		Moment,
	};

	struct Directory;

	const OWNER: DidId = DidId([1; 32]);
	const SUSPENDED: DidId = DidId([2; 32]);

	impl Identities for Directory {
		fn status(did: &DidId) -> Option<DidStatus> {
			match did.0 {
				[2, ..] => Some(DidStatus::Suspended),
				[1 | 3 | 4, ..] => Some(DidStatus::Active),
				_ => None,
			}
		}
		fn has_role(_: &DidId, _: Role) -> bool {
			false
		}
		fn owner_of(device: &DidId) -> Option<DidId> {
			match device.0 {
				[3, ..] => Some(OWNER),
				[4, ..] => Some(SUSPENDED),
				_ => None,
			}
		}
		fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
			false
		}
		fn verify_for(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature) -> bool {
			false
		}
		fn verify_at(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature, _: Moment) -> bool {
			false
		}
		fn controllers(_: &DidId) -> Vec<DidId> {
			Vec::new()
		}
	}

	#[test]
	fn device_of_suspended_owner_is_not_active() {
		assert!(Directory::is_active(&OWNER));
		assert!(!Directory::is_active(&SUSPENDED));
		assert!(Directory::is_active(&DidId([3; 32])));
		assert!(!Directory::is_active(&DidId([4; 32])));
		assert!(!Directory::is_active(&DidId([5; 32])));
	}
}
