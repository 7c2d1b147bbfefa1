//! Bodies of the calls, one file per kind of record; and what the validation pallet moves.

mod data_sets;
mod parameters;
mod schemas;
mod submissions;
mod validation;
