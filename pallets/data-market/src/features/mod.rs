//! The bodies of the calls, by concern.

pub(crate) mod book;
mod demands;
mod expiry;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
mod matching;
mod offers;
mod reads;
