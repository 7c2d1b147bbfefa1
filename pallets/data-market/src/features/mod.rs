//! The bodies of the calls, by concern.

pub(crate) mod book;
mod closing;
mod confirming;
mod demands;
mod expiry;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
pub(crate) mod matching;
mod offers;
mod proposing;
mod reads;
mod rewards;
mod supply;
