//! Benchmarks of the calls, which also run as tests. Each sets up the worst case that the formula in `weights.rs` is meant to
//! cover.

use alloc::{vec, vec::Vec};

use counterfoil_primitives::{
	did::{DidId, KeySignature, VerificationKey},
	enrolment::{
		leaf, AttestationRootId, Batch, DeviceActivation, EnrolmentAttestation, Link, MAX_PATH_LEN,
	},
	fingerprint::{leaf_hash, root_from_proof},
	payload::{signing_bytes, Purpose},
	traits::Subject,
	EnrolmentId, Hash, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Hooks, Time},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::{One, SaturatedConversion};

use crate::{pallet::*, Asset, Attestation, Place, RootStatus, MAX_CLEARED};

/// What benchmarks need from the runtime around the pallet.
pub trait BenchmarkHelper<AccountId> {
	/// An active stakeholder that its account acts for, with enough money for any deposit; another one for every seed.
	fn stakeholder(seed: u32) -> Subject<AccountId>;

	/// An active device of that stakeholder; another one for every seed.
	fn device(owner: &Subject<AccountId>, seed: u32) -> DidId;

	/// Sets the chain's clock.
	fn set_time(now: Moment);
}

const KEY_TYPE: KeyTypeId = KeyTypeId(*b"cfde");
const METADATA: Hash = [7; 32];
/// Seeds of the owner and of the one that he gives to.
const OWNER: u32 = 0;
const RECIPIENT: u32 = 1;

type Path = BoundedVec<Hash, frame_support::traits::ConstU32<MAX_PATH_LEN>>;

fn stakeholder<T: Config>(seed: u32) -> Subject<T::AccountId> {
	T::BenchmarkHelper::stakeholder(seed)
}

fn origin<T: Config>(subject: &Subject<T::AccountId>) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(subject.account.clone())
}

/// A key of the keystore.
struct Key(sp_core::ed25519::Public);

impl Key {
	fn new() -> Self {
		Self(sp_io::crypto::ed25519_generate(KEY_TYPE, None))
	}

	fn public(&self) -> VerificationKey {
		VerificationKey::Ed25519(self.0 .0)
	}

	fn sign(&self, message: &[u8]) -> Result<KeySignature, BenchmarkError> {
		sp_io::crypto::ed25519_sign(KEY_TYPE, &self.0, message)
			.map(|signature| KeySignature::Ed25519(signature.0))
			.ok_or(BenchmarkError::Stop("the keystore does not sign"))
	}
}

fn link() -> Result<Link, BenchmarkError> {
	Link::new(&alloc::format!("https://{}", "x".repeat(120)))
		.map_err(|_| BenchmarkError::Stop("no link"))
}

/// A chain of so many sites, from the top to the bottom.
fn sites<T: Config>(
	owner: &Subject<T::AccountId>,
	levels: u32,
	seed: u32,
) -> Result<Vec<DidId>, BenchmarkError> {
	let mut chain = vec![];
	for level in 0..levels {
		let site = T::BenchmarkHelper::device(owner, seed.saturating_add(level));
		let parent = chain.last().copied();
		Pallet::<T>::place(origin::<T>(owner).into(), site, Place::Site, parent)?;
		chain.push(site);
	}
	Ok(chain)
}

/// A batch in which the key is at index 0 with a path of this length.
fn batch(key: &VerificationKey, length: u32) -> Result<(Batch, Path), BenchmarkError> {
	let path = vec![[9; 32]; length.saturated_into()];
	let devices = 1u32.checked_shl(length).unwrap_or(u32::MAX);
	let root = root_from_proof(leaf_hash(&leaf(key)), 0, devices.into(), &path)
		.map_err(|_| BenchmarkError::Stop("no batch"))?;
	let path = path.try_into().map_err(|_| BenchmarkError::Stop("path too long"))?;
	Ok((Batch { root, devices }, path))
}

/// An attestation root of that stakeholder that is admitted, and its key.
fn root<T: Config>(
	manufacturer: &Subject<T::AccountId>,
) -> Result<(AttestationRootId, Key), BenchmarkError> {
	let id = NextRoot::<T>::get();
	let key = Key::new();
	Pallet::<T>::propose_root(
		origin::<T>(manufacturer).into(),
		key.public(),
		Moment::MAX,
		[1; 32],
	)?;
	Pallet::<T>::admit_root(RawOrigin::Root.into(), id)?;
	Ok((id, key))
}

fn attest<T: Config>(
	enroller: &Subject<T::AccountId>,
	batch: Batch,
) -> Result<Attestation, BenchmarkError> {
	let (root, key) = root::<T>(enroller)?;
	let body = EnrolmentAttestation { root, enroller: enroller.did, batch, metadata: METADATA };
	let genesis = pallet_support::genesis_hash::<T>();
	let message = signing_bytes(Purpose::EnrolmentAttestation, &genesis, 0, &body);
	Ok(Attestation { root, signature: key.sign(&message)? })
}

/// An enrolment under an attestation root.
fn enrol<T: Config>(
	owner: &Subject<T::AccountId>,
	batch: Batch,
) -> Result<EnrolmentId, BenchmarkError> {
	let id = NextEnrolment::<T>::get();
	let attestation = attest::<T>(owner, batch)?;
	Pallet::<T>::enrol(
		origin::<T>(owner).into(),
		batch,
		METADATA,
		Some(link()?),
		Some(attestation),
	)?;
	Ok(id)
}

/// What a device signs to become live.
fn consent<T: Config>(
	key: &Key,
	enrolment: EnrolmentId,
	owner: DidId,
) -> Result<KeySignature, BenchmarkError> {
	let body = DeviceActivation { enrolment, owner };
	let genesis = pallet_support::genesis_hash::<T>();
	key.sign(&signing_bytes(Purpose::DeviceActivation, &genesis, 0, &body))
}

/// A live device with everything that can be kept about it: at the bottom of a tree of `d` levels, described, and
/// the last of its batch.
fn full_device<T: Config>(
	owner: &Subject<T::AccountId>,
	d: u32,
) -> Result<(EnrolmentId, DidId), BenchmarkError> {
	let key = Key::new();
	let device = DidId::of_key(&key.public());
	let (batch, path) = batch(&key.public(), 0)?;
	let enrolment = enrol::<T>(owner, batch)?;
	let signature = consent::<T>(&key, enrolment, owner.did)?;
	let by = || origin::<T>(owner);
	Pallet::<T>::activate(by().into(), enrolment, 0, key.public(), path, signature)?;
	Pallet::<T>::close_enrolment(by().into(), enrolment)?;
	let parent = sites::<T>(owner, d.saturating_sub(1), 1_000)?.last().copied();
	Pallet::<T>::place(by().into(), device, Place::Sensor, parent)?;
	Pallet::<T>::describe(by().into(), device, METADATA, Some(link()?))?;
	Ok((enrolment, device))
}

fn deadline<T: Config>() -> Moment {
	T::Time::now().saturating_add(T::MaxOfferPeriod::get())
}

fn offer<T: Config>(owner: &Subject<T::AccountId>, asset: Asset) -> Result<(), BenchmarkError> {
	let to = stakeholder::<T>(RECIPIENT).did;
	Pallet::<T>::offer_transfer(origin::<T>(owner).into(), asset, to, deadline::<T>())?;
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn place(d: Linear<1, { T::MaxDepth::get() }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let parent = sites::<T>(&owner, d - 1, 1_000)?.last().copied();
		let device = T::BenchmarkHelper::device(&owner, 0);

		#[extrinsic_call]
		_(origin::<T>(&owner), device, Place::Sensor, parent);

		assert_eq!(Pallet::<T>::ancestors(device).len() as u32, d - 1);
		Ok(())
	}

	#[benchmark]
	fn move_device(d: Linear<2, { T::MaxDepth::get() }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let from = sites::<T>(&owner, d - 1, 1_000)?.last().copied();
		let to = sites::<T>(&owner, d - 1, 2_000)?.last().copied();
		let device = T::BenchmarkHelper::device(&owner, 0);
		Pallet::<T>::place(origin::<T>(&owner).into(), device, Place::Site, from)?;

		#[extrinsic_call]
		_(origin::<T>(&owner), device, to);

		assert_eq!(Nodes::<T>::get(device).and_then(|node| node.parent), to);
		Ok(())
	}

	#[benchmark]
	fn unplace(d: Linear<1, { T::MaxDepth::get() }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let device =
			sites::<T>(&owner, d, 1_000)?.pop().ok_or(BenchmarkError::Stop("no device"))?;

		#[extrinsic_call]
		_(origin::<T>(&owner), device);

		assert!(!Nodes::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn describe() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let device = T::BenchmarkHelper::device(&owner, 0);
		Pallet::<T>::describe(origin::<T>(&owner).into(), device, METADATA, Some(link()?))?;

		#[extrinsic_call]
		_(origin::<T>(&owner), device, [8; 32], Some(link()?));

		assert!(Descriptions::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn decommission(d: Linear<1, { T::MaxDepth::get() }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let (enrolment, device) = full_device::<T>(&owner, d)?;
		offer::<T>(&owner, Asset::Device(device))?;

		#[extrinsic_call]
		strike_out(origin::<T>(&owner), enrolment, device);

		assert!(!Members::<T>::contains_key(device));
		assert!(!Enrolments::<T>::contains_key(enrolment));
		Ok(())
	}

	#[benchmark]
	fn offer_transfer() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let (_, device) = full_device::<T>(&owner, 1)?;
		let to = stakeholder::<T>(RECIPIENT).did;
		let asset = Asset::Device(device);

		#[extrinsic_call]
		_(origin::<T>(&owner), asset, to, deadline::<T>());

		assert!(Offers::<T>::contains_key(asset));
		Ok(())
	}

	#[benchmark]
	fn accept_transfer(d: Linear<1, { T::MaxDepth::get() }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let (_, device) = full_device::<T>(&owner, d)?;
		let asset = Asset::Device(device);
		offer::<T>(&owner, asset)?;
		let recipient = stakeholder::<T>(RECIPIENT);

		#[extrinsic_call]
		_(origin::<T>(&recipient), asset);

		assert!(!Offers::<T>::contains_key(asset));
		assert!(!Nodes::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn end_transfer() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let asset = Asset::Device(T::BenchmarkHelper::device(&owner, 0));
		offer::<T>(&owner, asset)?;

		#[extrinsic_call]
		_(origin::<T>(&owner), asset);

		assert!(!Offers::<T>::contains_key(asset));
		Ok(())
	}

	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let batch = Batch { root: [5; 32], devices: u32::MAX };
		let attestation = attest::<T>(&owner, batch)?;
		let id = NextEnrolment::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&owner), batch, METADATA, Some(link()?), Some(attestation));

		assert!(Enrolments::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn activate(p: Linear<0, { MAX_PATH_LEN }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let payer = stakeholder::<T>(RECIPIENT);
		let key = Key::new();
		let (batch, path) = batch(&key.public(), p)?;
		let enrolment = super::enrol::<T>(&owner, batch)?;
		let signature = consent::<T>(&key, enrolment, owner.did)?;

		#[extrinsic_call]
		_(origin::<T>(&payer), enrolment, 0, key.public(), path, signature);

		assert!(Members::<T>::contains_key(DidId::of_key(&key.public())));
		Ok(())
	}

	#[benchmark]
	fn close_enrolment() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let enrolment = super::enrol::<T>(&owner, Batch { root: [5; 32], devices: 9 })?;
		offer::<T>(&owner, Asset::Enrolment(enrolment))?;

		#[extrinsic_call]
		revoke_enrolment(origin::<T>(&owner), enrolment);

		assert!(!Enrolments::<T>::contains_key(enrolment));
		Ok(())
	}

	#[benchmark]
	fn clear_strikes(s: Linear<1, { MAX_CLEARED }>) -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let enrolment = super::enrol::<T>(&owner, Batch { root: [5; 32], devices: 999 })?;
		for n in 0..s {
			let mut device = [0; 32];
			device[..4].copy_from_slice(&n.to_be_bytes());
			Pallet::<T>::strike_out(origin::<T>(&owner).into(), enrolment, DidId(device))?;
		}
		Pallet::<T>::close_enrolment(origin::<T>(&owner).into(), enrolment)?;
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), enrolment, s);

		assert!(!Enrolments::<T>::contains_key(enrolment));
		Ok(())
	}

	#[benchmark]
	fn propose_root() -> Result<(), BenchmarkError> {
		let manufacturer = stakeholder::<T>(OWNER);
		let id = NextRoot::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&manufacturer), VerificationKey::Ed25519([1; 32]), Moment::MAX, [1; 32]);

		assert!(AttestationRoots::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn decide_root() -> Result<(), BenchmarkError> {
		let manufacturer = stakeholder::<T>(OWNER);
		let (id, _) = root::<T>(&manufacturer)?;
		Pallet::<T>::revoke_root(RawOrigin::Root.into(), id)?;
		let status = AttestationRoots::<T>::get(id).map(|root| root.status);
		assert_eq!(status, Some(RootStatus::Revoked));

		#[extrinsic_call]
		remove_root(origin::<T>(&manufacturer), id);

		assert!(!AttestationRoots::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let owner = stakeholder::<T>(OWNER);
		let asset = Asset::Device(T::BenchmarkHelper::device(&owner, 0));
		offer::<T>(&owner, asset)?;
		T::BenchmarkHelper::set_time(deadline::<T>().saturating_add(1));

		#[block]
		{
			Pallet::<T>::do_expire_transfer(asset)?;
		}

		assert!(!Offers::<T>::contains_key(asset));
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::one(), &mut meter);
		}

		assert!(AgendaCursor::<T>::get() > 0);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder.build(), crate::mock::Test);
}
