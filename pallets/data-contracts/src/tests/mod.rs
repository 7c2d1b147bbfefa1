//! One file per call or theme; attacks and random play beside them.

mod accept;
mod advance;
mod agenda;
mod assets;
mod attacks;
mod audit;
mod batches;
mod decide;
mod deliver;
mod encoding;
mod end;
mod fund_more;
mod invariants;
mod propose;
mod protest;
mod random_play;
mod sealed;
mod views;
mod weight;
mod withdraw;
