//! Where devices stand. Everything here reads and writes at most two paths to the top of a tree.

use alloc::vec::Vec;

use counterfoil_primitives::{did::DidId, traits::Subject};
use frame_support::{
	defensive,
	dispatch::DispatchResult,
	ensure,
	traits::{Defensive, Get},
};
use sp_runtime::DispatchError;

use crate::{
	pallet::*,
	types::{length, node_footprint},
	Deposit, Heights, Node, Place,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_place(
		owner: Subject<T::AccountId>,
		device: DidId,
		place: Place,
		parent: Option<DidId>,
	) -> DispatchResult {
		Self::ensure_may_change(&owner, &device)?;
		ensure!(!Nodes::<T>::contains_key(device), Error::<T>::AlreadyPlaced);
		Self::ensure_fits(&owner, &device, place, 0, parent)?;
		let deposit = Deposit::<T>::take(&owner.account, node_footprint::<T>())?;
		let node = Node { place, parent: None, below: Heights::default(), deposit };
		Self::attach(device, node, parent)?;
		Self::emit(Event::DevicePlaced { owner: owner.did, device, place, parent });
		Ok(())
	}

	pub(crate) fn do_move_device(
		owner: Subject<T::AccountId>,
		device: DidId,
		parent: Option<DidId>,
	) -> DispatchResult {
		Self::ensure_may_change(&owner, &device)?;
		let node = Nodes::<T>::get(device).ok_or(Error::<T>::NotPlaced)?;
		ensure!(node.parent != parent, Error::<T>::SamePlace);
		Self::ensure_fits(&owner, &device, node.place, node.below.height(), parent)?;
		let from = node.parent;
		Self::detach(&device, &node)?;
		Self::attach(device, node, parent)?;
		Self::emit(Event::DeviceMoved { owner: owner.did, device, from, to: parent });
		Ok(())
	}

	pub(crate) fn do_unplace(owner: Subject<T::AccountId>, device: DidId) -> DispatchResult {
		Self::ensure_owner(&owner, &device)?;
		Self::ensure_not_offered(&device)?;
		let placed = Self::leave_tree(device, Some(owner.did))?;
		ensure!(placed, Error::<T>::NotPlaced);
		Ok(())
	}

	/// Takes a device out of its tree and returns the deposit. Says whether it was in one.
	pub(crate) fn leave_tree(device: DidId, by: Option<DidId>) -> Result<bool, DispatchError> {
		let Some(node) = Nodes::<T>::get(device) else { return Ok(false) };
		ensure!(node.below.height() == 0, Error::<T>::HasChildren);
		let from = node.parent;
		Self::detach(&device, &node)?;
		Nodes::<T>::remove(device);
		node.deposit.give_back()?;
		Self::emit(Event::DeviceUnplaced { device, from, by });
		Ok(true)
	}

	/// A device that is such a place, with so many levels below it, may stand below `parent`.
	fn ensure_fits(
		owner: &Subject<T::AccountId>,
		device: &DidId,
		place: Place,
		height: u32,
		parent: Option<DidId>,
	) -> DispatchResult {
		let mut depth = 0;
		if let Some(parent) = parent {
			ensure!(parent != *device, Error::<T>::Cycle);
			Self::ensure_owner(owner, &parent)?;
			Self::ensure_not_revoked(&parent)?;
			Self::ensure_not_offered(&parent)?;
			let node = Nodes::<T>::get(parent).ok_or(Error::<T>::NotPlaced)?;
			ensure!(node.place.may_hold(place), Error::<T>::PlaceNotAllowed);
			let above = Self::ancestors_of(&parent);
			ensure!(!above.contains(device), Error::<T>::Cycle);
			depth = length(&above).saturating_add(1);
		}
		// Levels are counted from the top: the deepest of them is `depth + height`.
		ensure!(depth.saturating_add(height) < T::MaxDepth::get(), Error::<T>::TooDeep);
		Ok(())
	}

	/// What a device stands below, from its parent to the top: fewer than `MaxDepth`.
	pub(crate) fn ancestors_of(device: &DidId) -> Vec<DidId> {
		let mut above = Vec::new();
		let mut next = Nodes::<T>::get(device).and_then(|node| node.parent);
		while let Some(place) = next {
			above.push(place);
			if length(&above) >= T::MaxDepth::get() {
				defensive!("a tree is deeper than is allowed");
				break;
			}
			next = Nodes::<T>::get(place).and_then(|node| node.parent);
		}
		above
	}

	/// Whether `ancestor` is above `device`: at most `MaxDepth` reads, however large the tree.
	pub fn is_ancestor(ancestor: &DidId, device: &DidId) -> bool {
		Self::ancestors_of(device).contains(ancestor)
	}

	/// Puts a node below `parent`.
	fn attach(device: DidId, mut node: Node<T>, parent: Option<DidId>) -> DispatchResult {
		node.parent = parent;
		let height = node.below.height();
		Nodes::<T>::insert(device, node);
		if let Some(parent) = parent {
			Children::<T>::insert(parent, device, ());
			Self::recount(parent, None, Some(height))?;
		}
		Ok(())
	}

	/// Takes a node from below its parent. The node itself stays as it was.
	fn detach(device: &DidId, node: &Node<T>) -> DispatchResult {
		if let Some(parent) = node.parent {
			Children::<T>::remove(parent, device);
			Self::recount(parent, Some(node.below.height()), None)?;
		}
		Ok(())
	}

	/// A child of `place` had the height `gone` or has the height `come`: counts it there, and upwards as far as heights change.
	fn recount(place: DidId, gone: Option<u32>, come: Option<u32>) -> DispatchResult {
		let (mut place, mut gone, mut come) = (place, gone, come);
		for _ in 0..T::MaxDepth::get() {
			let mut node = Nodes::<T>::get(place).ok_or(Error::<T>::NotPlaced).defensive()?;
			let before = node.below.height();
			if let Some(height) = gone {
				node.below.remove(height).ok_or(Error::<T>::NotPlaced).defensive()?;
			}
			if let Some(height) = come {
				node.below.add(height).ok_or(Error::<T>::TooDeep).defensive()?;
			}
			let after = node.below.height();
			let parent = node.parent;
			Nodes::<T>::insert(place, node);
			match parent {
				Some(parent) if before != after => {
					(place, gone, come) = (parent, Some(before), Some(after));
				},
				_ => break,
			}
		}
		Ok(())
	}
}
