//! The bodies of the calls, one file per concern.

mod dispatch;
mod nonces;
mod sponsorships;
