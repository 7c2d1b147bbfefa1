//! One file per call or theme.

mod agenda;
mod amend;
mod assets;
mod attacks;
mod audit;
mod closing;
mod conditions;
mod confirm;
mod encoding;
mod live;
mod matching;
mod place_demand;
mod place_offer;
mod propose;
mod prune;
mod query;
mod random_play;
mod reads;
mod take_offer;
mod volume;
mod withdraw_demand;
mod withdraw_offer;

use counterfoil_primitives::{
	exchange::Outcome,
	market::{Need, Policy, Wanted},
	money::{Asset, Price},
	traits::CertificateNeed,
};
use frame_support::assert_ok;
use pallet_support::{assert_noop, testing::plain};

use crate::{mock::*, types::*, Agenda, Demands, DemandsByPrice, Effort, Offers, OffersByPrice};

/// Proposes offers that have their own lots, without a commitment.
fn propose(account: AccountId, demand: u64, offers: &[u64]) -> sp_runtime::DispatchResult {
	plain(DataMarket::propose(signed(account), demand, fills(offers), None))
}
