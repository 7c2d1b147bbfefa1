//! What must hold after every call and every block.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};

use counterfoil_primitives::{
	did::DidId, enrolment::AttestationRootId, traits::Identities, EnrolmentId,
};
use frame_support::{ensure, traits::Get};
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use crate::{pallet::*, types::length, EnrolmentStatus, Heights, RootStatus};

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_trees()?;
		Self::check_offers()?;
		Self::check_enrolments()
	}

	/// Trees are trees, of one owner each, not too deep, and what is counted is there.
	fn check_trees() -> Result<(), TryRuntimeError> {
		let mut below = BTreeMap::<DidId, Heights<T>>::new();
		let mut lines = 0usize;
		for (device, node) in Nodes::<T>::iter() {
			let owner = T::Identities::owner_of(&device);
			ensure!(owner.is_some(), "something in the hierarchy is no device");
			// A circle has no top: the way up from any of it is longer than a tree is deep.
			let mut depth = 0u32;
			let mut at = node.clone();
			while let Some(parent) = at.parent {
				depth = depth.saturating_add(1);
				ensure!(depth < T::MaxDepth::get(), "a tree is too deep, or no tree");
				at = Nodes::<T>::get(parent).ok_or("a parent has no place")?;
			}
			ensure!(
				depth.saturating_add(node.below.height()) < T::MaxDepth::get(),
				"a tree is said to be too deep"
			);
			if let Some(parent) = node.parent {
				ensure!(
					Children::<T>::contains_key(parent, device),
					"a parent does not know its child"
				);
				lines = lines.saturating_add(1);
				ensure!(
					T::Identities::owner_of(&parent) == owner,
					"a device stands below that of another owner"
				);
				let parent_node = Nodes::<T>::get(parent).ok_or("a parent has no place")?;
				ensure!(
					parent_node.place.may_hold(node.place),
					"a device stands below what holds no such device"
				);
				below
					.entry(parent)
					.or_default()
					.add(node.below.height())
					.ok_or("a child is too high")?;
			}
		}
		for (device, node) in Nodes::<T>::iter() {
			ensure!(
				node.below == below.remove(&device).unwrap_or_default(),
				"the children of a place are miscounted"
			);
		}
		// Each child has its line, so equal numbers mean that there are no others.
		ensure!(
			Children::<T>::iter_keys().count() == lines,
			"a line names a child that is not one"
		);
		for device in Descriptions::<T>::iter_keys() {
			ensure!(
				T::Identities::owner_of(&device).is_some(),
				"something that is described is no device"
			);
		}
		Ok(())
	}

	/// The agenda knows each offer, and nothing else.
	fn check_offers() -> Result<(), TryRuntimeError> {
		let mut offered = BTreeSet::new();
		for (asset, offer) in Offers::<T>::iter() {
			ensure!(offer.from != offer.to, "something is offered to its owner");
			offered.insert(asset);
		}
		let mut planned = BTreeSet::new();
		for (_, asset) in Agenda::<T>::iter_keys() {
			ensure!(planned.insert(asset), "an offer is in the agenda twice");
		}
		ensure!(planned == offered, "the agenda and the offers differ");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}

	/// Members, strikes, owners and roots agree with the enrolments.
	fn check_enrolments() -> Result<(), TryRuntimeError> {
		let mut live = BTreeMap::<EnrolmentId, Vec<u32>>::new();
		for (device, member) in Members::<T>::iter() {
			ensure!(T::Identities::owner_of(&device).is_some(), "a member is no device");
			live.entry(member.enrolment).or_default().push(member.index);
		}
		let mut struck = BTreeMap::<EnrolmentId, u32>::new();
		for (enrolment, device, _) in Struck::<T>::iter() {
			ensure!(
				Members::<T>::get(device).is_none_or(|m| m.enrolment != enrolment),
				"a device that is struck out is live"
			);
			let count = struck.entry(enrolment).or_default();
			*count = count.saturating_add(1);
		}
		let mut named = BTreeMap::<AttestationRootId, u32>::new();
		let mut lines = 0usize;
		for (id, enrolment) in Enrolments::<T>::iter() {
			lines = lines.saturating_add(1);
			ensure!(
				id < NextEnrolment::<T>::get(),
				"an enrolment has a number that is not given yet"
			);
			ensure!(enrolment.batch.devices > 0, "a batch has no device");
			ensure!(enrolment.live <= enrolment.activated, "more devices are live than ever were");
			ensure!(
				enrolment.activated <= enrolment.batch.devices,
				"more devices were live than the batch has"
			);
			let mut indices = live.remove(&id).unwrap_or_default();
			ensure!(enrolment.live == length(&indices), "the live devices are miscounted");
			indices.sort_unstable();
			ensure!(indices.is_sorted_by(|a, b| a < b), "one index has two devices");
			ensure!(
				indices.last().is_none_or(|last| *last < enrolment.batch.devices),
				"a member is outside of its batch"
			);
			ensure!(
				enrolment.struck == struck.remove(&id).unwrap_or_default(),
				"the strikes are miscounted"
			);
			ensure!(
				enrolment.status == EnrolmentStatus::Open
					|| enrolment.live > 0
					|| enrolment.struck > 0,
				"an enrolment that nothing depends on was kept"
			);
			ensure!(
				EnrolmentsOf::<T>::contains_key(enrolment.owner, id),
				"an owner does not know an enrolment"
			);
			if let Some(root) = enrolment.root {
				ensure!(
					Attested::<T>::get(root, enrolment.batch.root) == Some(id),
					"an attested batch belongs to another enrolment"
				);
				let count = named.entry(root).or_default();
				*count = count.saturating_add(1);
			}
		}
		ensure!(live.is_empty(), "a member's enrolment is gone");
		ensure!(struck.is_empty(), "a device is struck out of an enrolment that is gone");
		ensure!(
			EnrolmentsOf::<T>::iter_keys().count() == lines,
			"a line names an enrolment that is not there"
		);
		let attested = named.values().fold(0usize, |sum, count| {
			sum.saturating_add(usize::try_from(*count).unwrap_or(usize::MAX))
		});
		ensure!(
			Attested::<T>::iter_keys().count() == attested,
			"a line names an attested batch that is not there"
		);
		for (id, root) in AttestationRoots::<T>::iter() {
			ensure!(id < NextRoot::<T>::get(), "a root has a number that is not given yet");
			let enrolments = named.remove(&id).unwrap_or_default();
			ensure!(root.enrolments == enrolments, "the enrolments of a root are miscounted");
			ensure!(
				root.status != RootStatus::Proposed || enrolments == 0,
				"a root vouched before it was admitted"
			);
		}
		ensure!(named.is_empty(), "an enrolment names a root that is gone");
		Ok(())
	}
}
