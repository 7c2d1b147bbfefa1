//! How the pallets are set up, one file per concern.

pub mod assets;
pub mod audit;
pub mod consensus;
pub mod custody;
pub mod data;
pub mod governance;
pub mod identity;
pub mod market;
pub mod money;
pub mod payments;
pub mod system;
pub mod utility;
