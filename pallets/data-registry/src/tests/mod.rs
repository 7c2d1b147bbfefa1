//! One file per call, then what is read and what is always true.

mod attest;
mod certify;
mod encoding;
mod genesis;
mod invariants;
mod lot;
mod properties;
mod register_data_set;
mod revoke_certificate;
mod set_parameters;
mod submit;
mod views;
mod weight;

pub(crate) use counterfoil_primitives::{did::DidStatus, text::Region};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::{DispatchError, TokenError};

pub(crate) use crate::{mock::*, *};
