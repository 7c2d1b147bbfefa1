//! One file for each face of the pallet.

mod encoding;
mod invariants;
mod paging;
mod properties;
mod record;
mod weights;

pub(crate) use codec::Encode;
pub(crate) use counterfoil_primitives::{
	did::DidId,
	history::{event_digest, Entry, Head},
	traits::{AuditLog, AuditModule, AuditSubject},
};

pub(crate) use crate::{mock::*, pallet::*};
