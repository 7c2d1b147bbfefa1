//! Which histories an event belongs to.

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::{Config, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		let subjects: Vec<_> = subjects.into_iter().map(AuditSubject::Did).collect();
		T::Audit::record(AuditModule::Sponsorship, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose life it belongs to.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<DidId>) {
	match event {
		// Any account may offer to pay for anybody. What strangers offer is not part of a subject's life, or they could fill
		// its history; that the subject made use of it is.
		Event::SponsorshipOpened { .. }
		| Event::SponsorshipAmended { .. }
		| Event::SponsorshipEnded { .. } => (None, Vec::new()),
		Event::Dispatched { did, .. } => (Some(*did), vec![*did]),
		// A device cancels by itself, or its owner does.
		Event::NoncesCancelled { did, by, .. } if did == by => (Some(*by), vec![*did]),
		Event::NoncesCancelled { did, by, .. } => (Some(*by), vec![*did, *by]),
		Event::__Ignore(_, never) => match *never {},
	}
}
