//! A reference solver for the market of a Counterfoil chain.
//!
//! The chain checks matches, it does not search for them: whoever finds a better answer to a demand may propose it, and is
//! rewarded by the demander. This service watches a chain, looks for the best answers, and proposes them. It keeps nothing
//! that it cannot read from the chain again, so killing it loses nothing; several of them compete.
//!
//! | module | what it holds |
//! |---|---|
//! | [`solver`] | which offers answer which demands best, without a chain |
//! | [`chain`] | the market of a chain, as a node tells it |
//! | [`service`] | watches and proposes |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod chain;
pub mod service;
pub mod solver;
