//! One file per call, and one for each other face of the pallet.

mod agenda;
mod audit;
mod close_proposal;
mod deactivate;
mod device_records;
mod encoding;
mod genesis;
mod history;
mod identities;
mod invariants;
mod outdated;
mod propose;
mod random_play;
mod register_device;
mod register_stakeholder;
mod roles;
mod rules;
mod set_device_status;
mod set_parameters;
mod signatures;
mod suspend_at_once;
mod update_document;
mod vote;

pub(crate) use counterfoil_primitives::{
	ballot::{Base, VotingRule, VotingRules},
	did::{DidId, DidStatus},
	roles::{Role, Roles},
	traits::{Identities, Subject},
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError;

pub(crate) use crate::{mock::*, pallet::*, Change, DeviceStatus, DidParameters, Motion, Outcome};
