//! One file per theme, and one for each attack that has a name.

mod access;
mod agenda;
mod attacks;
mod audit;
mod batches;
mod contradictions;
mod decisions;
mod encoding;
mod epochs;
mod grants;
mod parameters;
mod policy;
mod random_play;
mod recording;
mod shares;
mod views;
mod weight;
