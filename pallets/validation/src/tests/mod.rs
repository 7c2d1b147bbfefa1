//! One file per call or theme; attacks and random play beside them.

mod advance;
mod agenda;
mod attacks;
mod audit;
mod commit;
mod forget;
mod golden;
mod invariants;
mod join;
mod open_round;
mod random_play;
mod reads;
mod reveal;
mod set_parameters;
mod settlement;
mod veto;
