//! One file per call, and one each for matching, the agenda, the histories, the reads and the encodings.

mod agenda;
mod audit;
mod encoding;
mod matching;
mod place_demand;
mod place_offer;
mod prune;
mod reads;
mod take_offer;
mod withdraw_demand;
mod withdraw_offer;

use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, types::*, Agenda, Demands, DemandsByPrice, Offers, OffersByPrice};
