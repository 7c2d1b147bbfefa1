//! One file per call or theme; attacks and random play beside them.

mod agenda;
mod allow;
mod amend;
mod attacks;
mod audit;
mod encoding;
mod random_play;
mod revoke;
mod spend;
mod views;
mod weight;
