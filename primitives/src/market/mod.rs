//! Which supply answers which need, and which of two answers is the better one.
//!
//! The rule is here, the search may happen anywhere: the chain runs these functions on a bounded number of candidates and on
//! what somebody proposes; a solver runs them on as many as it likes. Nothing here allocates.
//!
//! | file | what it holds |
//! |---|---|
//! | `rule` | [`Supply`], [`Need`], and whether one answers the other: [`admissible`] |
//! | `volume` | needs that several supplies fill together: [`Left`], [`Fill`] |
//! | `policy` | which answer is better: [`Policy`], [`rank`], [`rank_set`] |
//! | `place` | how far two geohashes are from each other |
//! | `proposal` | what a proposer commits to before he shows it |

mod place;
mod policy;
mod proposal;
mod rule;
mod volume;

pub use place::distance;
pub use policy::{compare, compare_parts, rank, rank_set, Policy, Rank, SetRank, Weights};
pub use proposal::commitment;
pub use rule::{
	admissible, Completeness, DeliveryNeed, Judges, Mismatch, Need, NeedFault, Parties, Request,
	Span, Supply, Wanted, MAX_FILLS, MAX_JUDGES, MAX_PARTIES,
};
pub use volume::{pro_rata, Fill, Left, MAX_PROPOSED};
