//! One file per theme, and one for each other face of the pallet.

mod audit;
mod encoding;
mod enrolment;
mod heights;
mod hierarchy;
mod invariants;
mod lifecycle;
mod random_batches;
mod random_play;
mod roots;
mod transfer;
mod views;

pub(crate) use counterfoil_primitives::{
	did::{DidId, DidStatus},
	traits::{DeviceTrust, Identities},
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError;

pub(crate) use crate::{
	mock::{Error, Event, *},
	pallet::*,
	types, Asset, Attestation, EnrolmentStatus, Heights, OfferEnd, Place, RootStatus, WeightInfo,
};
