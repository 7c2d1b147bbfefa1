//! How the pallets are set up, one file per concern.

pub mod audit;
pub mod consensus;
pub mod data;
pub mod governance;
pub mod identity;
pub mod market;
pub mod money;
pub mod system;
pub mod utility;
