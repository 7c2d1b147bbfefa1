//! The bodies of the calls, by concern.

mod agenda;
mod bidding;
mod independence;
mod opening;
mod settling;
mod stakes;
mod taking;
