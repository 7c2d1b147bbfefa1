//! For the tests of the pallets.

use frame_support::{
	dispatch::DispatchErrorWithPostInfo,
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight},
};
use sp_runtime::{DispatchError, DispatchResult};

/// What a block of the runtime holds.
pub const BLOCK: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND / 3 * 2, u64::MAX);

/// The time of it that transactions may take.
pub const NORMAL: u64 = BLOCK.ref_time() * 3 / 4;

/// The error of a call, whether or not it says what the call weighed.
pub trait Refusal {
	/// The error alone.
	fn error(self) -> DispatchError;
}

impl Refusal for DispatchError {
	fn error(self) -> DispatchError {
		self
	}
}

impl Refusal for DispatchErrorWithPostInfo {
	fn error(self) -> DispatchError {
		self.error
	}
}

/// What became of a call, without what it weighed.
pub fn plain<Done>(result: Result<Done, impl Refusal>) -> DispatchResult {
	result.map(|_| ()).map_err(Refusal::error)
}

/// [`frame_support::assert_noop`] for calls that say what they weighed also where they fail.
#[macro_export]
macro_rules! assert_noop {
	($call:expr, $error:expr $(,)?) => {
		frame_support::assert_noop!($crate::testing::plain($call), $error)
	};
}
