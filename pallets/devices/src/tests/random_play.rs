//! Random moves of two owners on their devices, against a model that does everything the simple and slow way; and random
//! proofs against random batches.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Devices of each owner.
const DEVICES: u64 = 9;

/// What somebody does with a device.
#[derive(Clone, Copy, Debug)]
enum Step {
	Place(Place, Option<u64>),
	Move(Option<u64>),
	Unplace,
	Decommission,
	Offer,
	Accept,
	End,
	/// Revoked without this pallet, then perhaps tidied.
	Revoke,
	Tidy,
	Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
	let kind = || {
		prop_oneof![
			3 => Just(Place::Site),
			2 => Just(Place::Gateway),
			1 => Just(Place::Sensor)
		]
	};
	let parent = || prop::option::weighted(0.85, 0..DEVICES);
	prop_oneof![
		10 => (kind(), parent()).prop_map(|(kind, parent)| Step::Place(kind, parent)),
		12 => parent().prop_map(Step::Move),
		3 => Just(Step::Unplace),
		1 => Just(Step::Decommission),
		2 => Just(Step::Offer),
		2 => Just(Step::Accept),
		2 => Just(Step::End),
		1 => Just(Step::Revoke),
		1 => Just(Step::Tidy),
		1 => (0..MAX_OFFER_PERIOD).prop_map(Step::Wait),
	]
}

/// What stands where, kept as parents alone.
#[derive(Default)]
struct Model {
	parents: BTreeMap<DidId, (Place, Option<DidId>)>,
}

impl Model {
	fn ancestors(&self, device: DidId) -> Vec<DidId> {
		let mut above = Vec::new();
		let mut next = self.parents.get(&device).and_then(|(_, parent)| *parent);
		while let Some(parent) = next {
			above.push(parent);
			next = self.parents[&parent].1;
		}
		above
	}

	fn children(&self, device: DidId) -> Vec<DidId> {
		let below = |(child, (_, parent)): (&DidId, &(Place, Option<DidId>))| {
			(*parent == Some(device)).then_some(*child)
		};
		self.parents.iter().filter_map(below).collect()
	}

	fn height(&self, device: DidId) -> u32 {
		let children = self.children(device);
		children.into_iter().map(|child| 1 + self.height(child)).max().unwrap_or(0)
	}

	/// Whether a device of this kind and height may stand below the parent.
	fn fits(&self, device: DidId, place: Place, height: u32, parent: Option<DidId>) -> bool {
		let Some(parent) = parent else { return height < MAX_DEPTH };
		let Some((holder, _)) = self.parents.get(&parent) else { return false };
		let above = self.ancestors(parent);
		holder.may_hold(place)
			&& parent != device
			&& !above.contains(&device)
			&& above.len() as u32 + 1 + height < MAX_DEPTH
	}
}

/// Whether a device may be changed in the hierarchy at all, or be a parent there.
fn is_free(device: DidId, owner: u64) -> bool {
	Directory::owner_of(&device) == Some(did(owner))
		&& Directory::status(&device) != Some(DidStatus::Revoked)
		&& !Offers::<Test>::contains_key(Asset::Device(device))
}

/// Takes one step, and checks that the pallet allows it exactly when the model does.
fn play(model: &mut Model, all: &[DidId], who: u64, device: DidId, step: Step) {
	let named = |n: u64| all[usize::try_from(n).unwrap()];
	let usable = |parent: Option<DidId>| parent.is_none_or(|parent| is_free(parent, who));
	let asset = Asset::Device(device);
	match step {
		Step::Place(place, parent) => {
			let parent = parent.map(named);
			let allowed = is_free(device, who)
				&& !model.parents.contains_key(&device)
				&& usable(parent)
				&& model.fits(device, place, 0, parent);
			let result = Devices::place(signed(who), device, place, parent);
			assert_eq!(result.is_ok(), allowed, "{result:?}");
			if allowed {
				model.parents.insert(device, (place, parent));
			}
		},
		Step::Move(parent) => {
			let parent = parent.map(named);
			let known = model.parents.get(&device).copied();
			let allowed = known.is_some_and(|(place, from)| {
				is_free(device, who)
					&& from != parent
					&& usable(parent)
					&& model.fits(device, place, model.height(device), parent)
			});
			let result = Devices::move_device(signed(who), device, parent);
			assert_eq!(result.is_ok(), allowed, "{result:?}");
			if let (true, Some((place, _))) = (allowed, known) {
				model.parents.insert(device, (place, parent));
			}
		},
		Step::Unplace => {
			let offered = Offers::<Test>::contains_key(asset);
			let mine = Directory::owner_of(&device) == Some(did(who));
			let leaf = model.children(device).is_empty();
			let allowed = mine && !offered && leaf && model.parents.contains_key(&device);
			let result = Devices::unplace(signed(who), device);
			assert_eq!(result.is_ok(), allowed, "{result:?}");
			if allowed {
				model.parents.remove(&device);
			}
		},
		Step::Decommission => {
			if Devices::decommission(signed(who), device).is_ok() {
				assert!(model.children(device).is_empty());
				model.parents.remove(&device);
			}
		},
		Step::Offer => {
			let to = if who == OWNER { OTHER } else { OWNER };
			let deadline = pallet_timestamp::Now::<Test>::get() + MAX_OFFER_PERIOD / 2;
			let allowed = is_free(device, who) && model.children(device).is_empty();
			let result = Devices::offer_transfer(signed(who), asset, did(to), deadline);
			assert_eq!(result.is_ok(), allowed, "{result:?}");
		},
		Step::Accept => {
			if Devices::accept_transfer(signed(who), asset).is_ok() {
				assert_eq!(Directory::owner_of(&device), Some(did(who)));
				model.parents.remove(&device);
			}
		},
		Step::End => {
			let known = Offers::<Test>::contains_key(asset);
			assert_eq!(Devices::end_transfer(signed(who), asset).is_ok(), known);
		},
		Step::Revoke => set_status(device, DidStatus::Revoked),
		Step::Tidy => {
			if Devices::tidy(signed(PAYER), device).is_ok() {
				model.parents.remove(&device);
			}
		},
		Step::Wait(time) => run_to(pallet_timestamp::Now::<Test>::get() + time),
	}
}

/// The pallet says what the model says.
fn compare(model: &Model, all: &[DidId]) {
	assert_eq!(Nodes::<Test>::iter().count(), model.parents.len());
	for device in all {
		let above = model.ancestors(*device);
		assert_eq!(Devices::ancestors(*device), above);
		for other in all {
			assert_eq!(Devices::is_ancestor(other, device), above.contains(other));
		}
		let view = Devices::device(*device).unwrap();
		assert_eq!(view.height, model.height(*device));
		let mut children = Devices::children(*device, None, 100);
		children.sort();
		assert_eq!(children, model.children(*device));
		assert_eq!(view.children as usize, children.len());
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

	#[test]
	fn trees_are_what_a_naive_model_says(
		moves in prop::collection::vec((prop::bool::weighted(0.8), 0..2 * DEVICES, step()), 1..120)
	) {
		ExtBuilder.build_and_execute(|| {
			let mine = (0..DEVICES).map(|n| device(OWNER, n));
			let all: Vec<_> = mine.chain((0..DEVICES).map(|n| device(OTHER, n))).collect();
			let mut model = Model::default();
			for (first, n, step) in moves {
				let who = if first { OWNER } else { OTHER };
				// Mostly a device of one's own.
				let n = if first { n % DEVICES } else { n };
				play(&mut model, &all, who, all[usize::try_from(n).unwrap()], step);
				compare(&model, &all);
				check();
			}
		});
	}

	#[test]
	fn only_the_true_place_and_path_of_a_device_make_it_live(
		size in 1u64..70,
		at in any::<prop::sample::Index>(),
		other in any::<prop::sample::Index>(),
		bit in 0usize..256,
	) {
		ExtBuilder.build_and_execute(|| {
			let lot = Lot::new(size);
			let enrolment = lot.enrol(OWNER);
			let devices = usize::try_from(size).unwrap();
			let index = u32::try_from(at.index(devices)).unwrap();
			let key = lot.key(index);
			let call = |index: u32, path: Vec<[u8; 32]>| {
				let consent = key.consent(enrolment, index, did(OWNER));
				Devices::activate(
					signed(PAYER), enrolment, index, key.public(), bounded(path), consent,
				)
			};
			let path = lot.path(index);
			let elsewhere = u32::try_from(other.index(devices)).unwrap();
			if elsewhere != index {
				assert!(call(elsewhere, path.clone()).is_err());
				assert!(call(elsewhere, lot.path(elsewhere)).is_err());
			}
			if !path.is_empty() {
				let mut flipped = path.clone();
				let place = other.index(path.len());
				flipped[place][bit / 8] ^= 1 << (bit % 8);
				assert_noop!(call(index, flipped), Error::NotInBatch);
				assert_noop!(call(index, path[1..].to_vec()), Error::WrongPathLength);
			}
			assert_ok!(call(index, path));
		});
	}
}
