//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	enrolment::AttestationRootId,
	traits::{DeviceTrust, Identities},
	EnrolmentId,
};
use pallet_devices_runtime_api::{
	Asset, AttestationRootView, DeviceView, EnrolmentView, TransferView, MAX_BATCH,
};
use sp_runtime::traits::SaturatedConversion;

use crate::{pallet::*, types::length, AttestationRoot, Enrolment, EnrolmentStatus};

impl<T: Config> Pallet<T> {
	/// All that is known about a device.
	pub fn device(did: DidId) -> Option<DeviceView> {
		let owner = T::Identities::owner_of(&did)?;
		let status = T::Identities::status(&did)?;
		let node = Nodes::<T>::get(did);
		let member = Members::<T>::get(did);
		let enrolment = member.as_ref().map(|member| member.enrolment);
		let link = match Descriptions::<T>::get(did) {
			Some(description) => Some(description.link),
			None => enrolment.and_then(|id| Enrolments::<T>::get(id)?.link),
		};
		Some(DeviceView {
			did,
			owner,
			status,
			active: T::Identities::is_active(&did),
			trusted: Self::is_trusted(&did),
			place: node.as_ref().map(|node| node.place),
			parent: node.as_ref().and_then(|node| node.parent),
			depth: length(&Self::ancestors_of(&did)),
			height: node.as_ref().map_or(0, |node| node.below.height()),
			children: node.as_ref().map_or(0, |node| node.below.children()),
			link,
			enrolment,
			index: member.map(|member| member.index),
			offered_to: Self::offered_to(Asset::Device(did)),
		})
	}

	/// [`Self::device`] for the first [`MAX_BATCH`] of `dids`.
	pub fn devices(dids: Vec<DidId>) -> Vec<Option<DeviceView>> {
		batch(dids).map(Self::device).collect()
	}

	/// What a device stands below, from its parent to the top.
	pub fn ancestors(did: DidId) -> Vec<DidId> {
		Self::ancestors_of(&did)
	}

	/// At most `limit`, and at most [`MAX_BATCH`], of what stands directly below a device, after `after`.
	pub fn children(did: DidId, after: Option<DidId>, limit: u32) -> Vec<DidId> {
		let page = match after {
			Some(after) => {
				Children::<T>::iter_key_prefix_from(did, Children::<T>::hashed_key_for(did, after))
			},
			None => Children::<T>::iter_key_prefix(did),
		};
		page.take(limit.min(MAX_BATCH).saturated_into()).collect()
	}

	/// [`Self::is_ancestor`] for the first [`MAX_BATCH`] of `pairs`.
	pub fn are_ancestors(pairs: Vec<(DidId, DidId)>) -> Vec<bool> {
		batch(pairs).map(|(ancestor, did)| Self::is_ancestor(&ancestor, &did)).collect()
	}

	/// The open offer of an asset.
	pub fn transfer(asset: Asset) -> Option<TransferView> {
		let offer = Offers::<T>::get(asset)?;
		Some(TransferView { asset, from: offer.from, to: offer.to, deadline: offer.deadline })
	}

	/// [`Self::transfer`] for the first [`MAX_BATCH`] of `assets`.
	pub fn transfers(assets: Vec<Asset>) -> Vec<Option<TransferView>> {
		batch(assets).map(Self::transfer).collect()
	}

	/// A batch.
	pub fn enrolment(id: EnrolmentId) -> Option<EnrolmentView> {
		Enrolments::<T>::get(id).map(|enrolment| Self::view_of_enrolment(id, enrolment))
	}

	/// [`Self::enrolment`] for the first [`MAX_BATCH`] of `ids`.
	pub fn enrolments(ids: Vec<EnrolmentId>) -> Vec<Option<EnrolmentView>> {
		batch(ids).map(Self::enrolment).collect()
	}

	/// At most `limit`, and at most [`MAX_BATCH`], batches of an owner after `after`.
	pub fn enrolments_of(
		owner: DidId,
		after: Option<EnrolmentId>,
		limit: u32,
	) -> Vec<EnrolmentView> {
		let page = match after {
			Some(after) => EnrolmentsOf::<T>::iter_key_prefix_from(
				owner,
				EnrolmentsOf::<T>::hashed_key_for(owner, after),
			),
			None => EnrolmentsOf::<T>::iter_key_prefix(owner),
		};
		page.take(limit.min(MAX_BATCH).saturated_into()).filter_map(Self::enrolment).collect()
	}

	/// Whether the device is struck out of a batch.
	pub fn is_struck(enrolment: EnrolmentId, device: DidId) -> bool {
		Struck::<T>::contains_key(enrolment, device)
	}

	/// [`Self::is_struck`] for the first [`MAX_BATCH`] of `devices`.
	pub fn are_struck(enrolment: EnrolmentId, devices: Vec<DidId>) -> Vec<bool> {
		batch(devices).map(|device| Self::is_struck(enrolment, device)).collect()
	}

	/// An attestation root.
	pub fn attestation_root(id: AttestationRootId) -> Option<AttestationRootView> {
		AttestationRoots::<T>::get(id).map(|root| Self::view_of_root(id, root))
	}

	/// At most `limit`, and at most [`MAX_BATCH`], attestation roots after `after`.
	pub fn attestation_roots(
		after: Option<AttestationRootId>,
		limit: u32,
	) -> Vec<AttestationRootView> {
		let page = match after {
			Some(after) => {
				AttestationRoots::<T>::iter_from(AttestationRoots::<T>::hashed_key_for(after))
			},
			None => AttestationRoots::<T>::iter(),
		};
		page.take(limit.min(MAX_BATCH).saturated_into())
			.map(|(id, root)| Self::view_of_root(id, root))
			.collect()
	}

	fn offered_to(asset: Asset) -> Option<DidId> {
		Offers::<T>::get(asset).map(|offer| offer.to)
	}

	fn view_of_enrolment(id: EnrolmentId, enrolment: Enrolment<T>) -> EnrolmentView {
		EnrolmentView {
			id,
			enroller: enrolment.enroller,
			owner: enrolment.owner,
			batch: enrolment.batch,
			metadata: enrolment.metadata,
			link: enrolment.link,
			root: enrolment.root,
			trusted: enrolment.status != EnrolmentStatus::Revoked
				&& Self::root_stands(enrolment.root),
			status: enrolment.status,
			activated: enrolment.activated,
			live: enrolment.live,
			struck: enrolment.struck,
			created: enrolment.created,
			offered_to: Self::offered_to(Asset::Enrolment(id)),
		}
	}

	fn view_of_root(id: AttestationRootId, root: AttestationRoot<T>) -> AttestationRootView {
		AttestationRootView {
			id,
			manufacturer: root.manufacturer,
			key: root.key,
			valid_until: root.valid_until,
			policy: root.policy,
			status: root.status,
			enrolments: root.enrolments,
		}
	}
}

/// The questions that are answered.
fn batch<Q>(questions: Vec<Q>) -> impl Iterator<Item = Q> {
	questions.into_iter().take(MAX_BATCH.saturated_into())
}
