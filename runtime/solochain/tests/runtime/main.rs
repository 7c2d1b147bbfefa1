//! The runtime as a node sees it: genesis from a preset, blocks through `Executive`, signed transactions.

mod adversarial;
mod audit;
mod chain;
mod consensus;
mod expectations;
mod fees;
mod governance;
mod keys;
mod limits;
mod presets;
mod random_calls;
mod trade;
mod transactions;
