//! One file per call; attacks, histories and random play beside them.

mod agenda;
mod attacks;
mod audit;
mod claim;
mod close;
mod close_by_payee;
mod finalise;
mod golden;
mod invariants;
mod open;
mod random_play;
mod reads;
mod request_close;
mod set_parameters;
mod settle;
mod top_up;
mod weight;
