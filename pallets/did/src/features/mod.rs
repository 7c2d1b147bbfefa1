//! The bodies of the calls, and what other pallets are told: one file per concern.

mod devices;
pub(crate) mod documents;
mod genesis;
pub(crate) mod history;
mod identities;
mod stakeholders;
mod votes;

pub(crate) use votes::Work;
