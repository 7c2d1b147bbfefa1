//! Whose history an event belongs to.

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};
use pallet_devices_runtime_api::Asset;

use crate::{pallet::*, OfferEnd};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, mut subjects) = trail(&event);
		// An act belongs to the life of who acted, too.
		subjects.extend(actor.filter(|actor| !subjects.contains(actor)));
		let subjects: Vec<_> = subjects.into_iter().map(AuditSubject::Did).collect();
		T::Audit::record(AuditModule::Devices, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose life it belongs to besides: with him at most four.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<DidId>) {
	match event {
		Event::DevicePlaced { owner, device, parent, .. } => {
			(Some(*owner), [device].into_iter().chain(parent).copied().collect())
		},
		Event::DeviceMoved { owner, device, from, to } => {
			(Some(*owner), [device].into_iter().chain(from).chain(to).copied().collect())
		},
		Event::DeviceUnplaced { device, from, by } => {
			(*by, [device].into_iter().chain(from).copied().collect())
		},
		Event::DeviceDescribed { owner, device, .. } => (Some(*owner), vec![*device]),
		Event::DeviceDecommissioned { owner, device } => (Some(*owner), vec![*device, *owner]),
		Event::DeviceTidied { device } => (None, vec![*device]),
		Event::TransferOffered { asset, from, to, .. } => {
			(Some(*from), with_device(asset, &[*from, *to]))
		},
		Event::TransferAccepted { asset, from, to } => {
			(Some(*to), with_device(asset, &[*from, *to]))
		},
		Event::TransferEnded { asset, from, to, end } => {
			let actor = match end {
				OfferEnd::Withdrawn => Some(*from),
				OfferEnd::Declined => Some(*to),
				OfferEnd::Expired | OfferEnd::Void => None,
			};
			(actor, with_device(asset, &[*from, *to]))
		},
		Event::Enrolled { enroller, .. } => (Some(*enroller), vec![*enroller]),
		Event::DeviceActivated { device, owner, .. } => (Some(*device), vec![*device, *owner]),
		Event::DeviceStruckOut { owner, device, .. } => (Some(*owner), vec![*device, *owner]),
		Event::EnrolmentClosed { owner, .. } | Event::EnrolmentRevoked { owner, .. } => {
			(Some(*owner), vec![*owner])
		},
		Event::EnrolmentRemoved { owner, .. } | Event::StrikesCleared { owner, .. } => {
			(None, vec![*owner])
		},
		Event::RootProposed { manufacturer, .. } | Event::RootRemoved { manufacturer, .. } => {
			(Some(*manufacturer), vec![*manufacturer])
		},
		Event::RootAdmitted { manufacturer, .. }
		| Event::RootRejected { manufacturer, .. }
		| Event::RootRevoked { manufacturer, .. } => (None, vec![*manufacturer]),
		Event::__Ignore(..) => (None, Vec::new()),
	}
}

/// The parties, and the device if it is one that changes hands.
fn with_device(asset: &Asset, parties: &[DidId]) -> Vec<DidId> {
	let device = match asset {
		Asset::Device(device) => Some(*device),
		Asset::Enrolment(_) => None,
	};
	device.into_iter().chain(parties.iter().copied()).collect()
}
