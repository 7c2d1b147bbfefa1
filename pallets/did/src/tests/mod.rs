//! One file per call, and one for each other face of the pallet.

mod agenda;
mod close_proposal;
mod encoding;
mod genesis;
mod identities;
mod invariants;
mod propose;
mod register_device;
mod register_stakeholder;
mod set_device_status;
mod set_parameters;
mod tally;
mod vote;

pub(crate) use counterfoil_primitives::{
	did::{DidId, DidStatus},
	roles::{Role, Roles},
	traits::Identities,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError;

pub(crate) use crate::{mock::*, pallet::*, Change, DeviceStatus, DidParameters, Motion, Outcome};
