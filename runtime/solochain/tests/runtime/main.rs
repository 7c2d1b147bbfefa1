//! The runtime as a node sees it: genesis from a preset, blocks through `Executive`, signed transactions.

mod chain;
mod consensus;
mod expectations;
mod fees;
mod governance;
mod limits;
mod presets;
mod trade;
mod transactions;
