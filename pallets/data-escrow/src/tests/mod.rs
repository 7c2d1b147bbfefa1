//! One file per call; attacks, histories and random play beside them.

mod accept;
mod agenda;
mod attacks;
mod audit;
mod commit;
mod decline;
mod dispute;
mod expire;
mod forget;
mod fund;
mod golden;
mod open;
mod profit;
mod random_play;
mod reads;
mod reveal;
mod set_parameters;
mod settle;
