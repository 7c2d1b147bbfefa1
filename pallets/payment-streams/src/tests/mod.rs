//! One file per call or theme; attacks, histories and random play beside them.

mod agenda;
mod attacks;
mod audit;
mod borrowed;
mod change_rate;
mod claim;
mod close;
mod commissions;
mod encoding;
mod fund;
mod open;
mod parameters;
mod pause;
mod random_play;
mod top_up;
mod undelivered;
mod views;
mod weight;
