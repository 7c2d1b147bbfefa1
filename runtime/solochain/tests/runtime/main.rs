//! The runtime as a node sees it: genesis from a preset, blocks through `Executive`, signed transactions.

mod adversarial;
mod agendas;
mod auctions;
mod audit;
mod calls;
mod chain;
mod consensus;
mod contracts;
mod custody;
mod expectations;
mod fees;
mod governance;
mod keys;
mod limits;
mod market_attacks;
mod parties;
mod payments;
mod presets;
mod random_calls;
mod trade;
mod trade_attacks;
mod transactions;
