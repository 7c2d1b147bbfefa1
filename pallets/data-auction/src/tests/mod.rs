//! One file per call or theme.

mod advance;
mod agenda;
mod attacks;
mod audit;
mod awards;
mod bid;
mod cancel;
mod collect;
mod encoding;
mod invariants;
mod open_descending;
mod open_sealed;
mod random_play;
mod reveal;
mod set_parameters;
mod take;
mod views;
mod weight;

use frame_support::assert_ok;
use pallet_support::{assert_noop, testing::plain};

use crate::{mock::*, types::*, Agenda, Auctions, Awards, Bids, NextAuctionId, Owed, Parties};
