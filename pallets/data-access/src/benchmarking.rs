//! Benchmarks of the calls, which also run as tests.

use alloc::{vec, vec::Vec};

use counterfoil_primitives::{
	access::{
		AccessBatchBody, AccessDecision, AccessRecord, Action, Actions, Basis, FieldClass,
		FieldName, Fields, Grantee, PurposeName, Request, Terms,
	},
	did::{DidId, KeySignature},
	fingerprint::{leaf_hash, Algorithm, Fingerprint, Tree},
	payload::{signing_bytes, Purpose},
	roles::{Role, Roles},
	traits::{Confidentiality, Subject},
	DataSetId, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{traits::Hooks, weights::WeightMeter, BoundedVec};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::One;

use crate::{pallet::*, types::*, Right};

/// What benchmarks need from the runtime around the pallet.
pub trait BenchmarkHelper<AccountId> {
	/// Makes an active stakeholder of these roles whose account can pay any ticket of this pallet.
	fn stakeholder(roles: Roles, seed: u32) -> Subject<AccountId>;

	/// Registers a data set of this supplier that is not public.
	fn data_set(supplier: &Subject<AccountId>) -> DataSetId;

	/// The signature of a stakeholder that this helper made.
	fn sign(did: &DidId, message: &[u8]) -> KeySignature;

	/// Sets the chain's clock.
	fn set_time(now: Moment);
}

const NOW: Moment = 1_700_000_000_000;

/// A supplier with a data set.
struct Setup<T: Config> {
	supplier: Subject<T::AccountId>,
	data_set: DataSetId,
}

fn setup<T: Config>() -> Setup<T> {
	T::BenchmarkHelper::set_time(NOW);
	Parameters::<T>::put(AccessParameters::default());
	let supplier = T::BenchmarkHelper::stakeholder(Roles::ALL, 0);
	let data_set = T::BenchmarkHelper::data_set(&supplier);
	Setup { supplier, data_set }
}

/// Another stakeholder with every role.
fn other<T: Config>(seed: u32) -> Subject<T::AccountId> {
	T::BenchmarkHelper::stakeholder(Roles::ALL, seed)
}

fn signed<T: Config>(subject: &Subject<T::AccountId>) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(subject.account.clone())
}

/// Terms that permit everything, so many times.
fn terms(uses: Option<u32>) -> TermsOf {
	let purpose = PurposeName::new("benchmark").unwrap_or_else(|_| unreachable!("it is short"));
	Terms {
		actions: Actions::ALL,
		purposes: BoundedVec::truncate_from(vec![purpose; MAX_PURPOSES as usize]),
		fields: Fields::ALL,
		from: NOW,
		until: Some(NOW + 1_000),
		uses,
	}
}

impl<T: Config> Setup<T> {
	/// Has the supplier give a grant; returns its number.
	fn grant(&self, grantee: Grantee, uses: Option<u32>) -> Result<u64, BenchmarkError> {
		let id = NextGrantId::<T>::get();
		Pallet::<T>::do_grant(self.supplier.clone(), self.data_set, grantee, terms(uses))?;
		Ok(id)
	}

	/// Moves shares of ownership until the supplier has 500 and somebody else as many; returns him.
	fn share(&self) -> Result<Subject<T::AccountId>, BenchmarkError> {
		let second = other::<T>(1);
		self.transfer(&second, Right::Ownership, 500)?;
		Ok(second)
	}

	fn transfer(
		&self,
		to: &Subject<T::AccountId>,
		right: Right,
		shares: u32,
	) -> Result<(), BenchmarkError> {
		let offer = self.offer(to, right, shares)?;
		Pallet::<T>::do_accept_shares(to.clone(), offer)?;
		Ok(())
	}

	fn offer(
		&self,
		to: &Subject<T::AccountId>,
		right: Right,
		shares: u32,
	) -> Result<ShareOfferId, BenchmarkError> {
		let offer = NextShareOfferId::<T>::get();
		let from = self.supplier.clone();
		Pallet::<T>::do_offer_shares(from, self.data_set, right, to.did, shares, NOW)?;
		Ok(offer)
	}

	/// Splits the ownership, and has the supplier approve the call that the other owner, who is returned, will make.
	fn approved(&self, call: Call<T>) -> Result<Subject<T::AccountId>, BenchmarkError> {
		let second = self.share()?;
		let decision = Pallet::<T>::decision_of(call);
		Pallet::<T>::do_approve_decision(self.supplier.clone(), self.data_set, decision)?;
		Ok(second)
	}

	fn open_epoch(&self) -> Result<(), BenchmarkError> {
		Pallet::<T>::do_open_epoch(self.supplier.clone(), self.data_set, [7; 32])?;
		Ok(())
	}

	fn batch(&self, records: Fingerprint, uses: Vec<(u64, u32)>) -> (BatchBody, KeySignature) {
		let batch = AccessBatchBody {
			operator: self.supplier.did,
			data_set: self.data_set,
			records,
			from: NOW,
			to: NOW,
			uses: BoundedVec::truncate_from(uses),
			refusals: 0,
		};
		let genesis = pallet_support::genesis_hash::<T>();
		let message = signing_bytes(Purpose::AccessBatch, &genesis, 0, &batch);
		let signature = T::BenchmarkHelper::sign(&self.supplier.did, &message);
		(batch, signature)
	}
}

/// The key of what belongs to no class, for somebody.
fn class_key<T: Config>(seed: u32) -> ClassKey {
	ClassKey { recipient: other::<T>(seed).did, field: None, wrapped: [9; 32] }
}

fn classes() -> FieldClassList {
	let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
	let class = |name| {
		let name = FieldName::new(name).unwrap_or_else(|_| unreachable!("it is short"));
		FieldClass { name, level: Confidentiality::Restricted }
	};
	BoundedVec::truncate_from(names.into_iter().map(class).collect())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn offer_shares() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let to = other::<T>(1).did;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), setup.data_set, Right::Profit, to, 1, NOW);

		assert_eq!(NextShareOfferId::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn approve_offer() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let second = setup.share()?;
		let offer = setup.offer(&other::<T>(2), Right::Ownership, 1)?;

		#[extrinsic_call]
		_(signed::<T>(&second), offer);

		assert!(ShareOffers::<T>::get(offer).is_some_and(|offer| offer.approvals.len() == 1));
		Ok(())
	}

	/// The last share of the supplier makes the list as long as it can be, and ends the epoch.
	#[benchmark]
	fn accept_shares() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		for seed in 1..16 {
			setup.transfer(&other::<T>(seed), Right::Use, 1)?;
		}
		let last = other::<T>(16);
		let offer = setup.offer(&last, Right::Use, 985)?;

		#[extrinsic_call]
		_(signed::<T>(&last), offer);

		assert!(!ShareOffers::<T>::contains_key(offer));
		Ok(())
	}

	#[benchmark]
	fn close_offer() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let offer = setup.offer(&other::<T>(1), Right::Profit, 1)?;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), offer);

		assert!(!ShareOffers::<T>::contains_key(offer));
		Ok(())
	}

	#[benchmark]
	fn approve_decision() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.share()?;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), setup.data_set, [1; 32]);

		assert!(Decisions::<T>::contains_key(setup.data_set, [1; 32]));
		Ok(())
	}

	#[benchmark]
	fn withdraw_approval() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		Pallet::<T>::do_approve_decision(setup.supplier.clone(), setup.data_set, [1; 32])?;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), setup.data_set, [1; 32]);

		assert!(!Decisions::<T>::contains_key(setup.data_set, [1; 32]));
		Ok(())
	}

	#[benchmark]
	fn set_field_classes() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		let data_set = setup.data_set;
		let caller = setup.approved(Call::set_field_classes { data_set, classes: classes() })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), data_set, classes());

		assert!(FieldClasses::<T>::contains_key(data_set));
		Ok(())
	}

	#[benchmark]
	fn set_listing() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		let (data_set, did, stance) = (setup.data_set, other::<T>(2).did, Some(Stance::Deny));
		let supplier = setup.supplier.clone();
		Pallet::<T>::do_set_listing(supplier, data_set, did, Some(Stance::Allow))?;
		let caller = setup.approved(Call::set_listing { data_set, did, stance })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), data_set, did, stance);

		assert!(Listings::<T>::get(data_set, did).is_some_and(|entry| entry.stance == Stance::Deny));
		Ok(())
	}

	#[benchmark]
	fn set_operator() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let (data_set, operator) = (setup.data_set, other::<T>(2).did);
		let caller = setup.approved(Call::set_operator { data_set, operator, appointed: true })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), data_set, operator, true);

		assert!(Operators::<T>::contains_key(data_set, operator));
		Ok(())
	}

	/// The places of the grantee are taken; the last of them is over.
	#[benchmark]
	fn grant() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let (data_set, grantee) = (setup.data_set, Grantee::Did(other::<T>(2).did));
		for _ in 0..MAX_GRANTS_PER_PAIR {
			setup.grant(grantee, None)?;
		}
		Pallet::<T>::do_revoke_grant(setup.supplier.clone(), NextGrantId::<T>::get() - 1)?;
		let terms = terms(Some(1));
		let caller = setup.approved(Call::grant { data_set, grantee, terms: terms.clone() })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), data_set, grantee, terms);

		assert_eq!(GrantsFor::<T>::get(data_set, grantee).len(), MAX_GRANTS_PER_PAIR as usize);
		Ok(())
	}

	#[benchmark]
	fn revoke_grant() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		let id = setup.grant(Grantee::Did(other::<T>(2).did), None)?;
		let caller = setup.approved(Call::revoke_grant { grant: id })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), id);

		assert!(Grants::<T>::get(id).is_some_and(|record| record.revoked.is_some()));
		Ok(())
	}

	#[benchmark]
	fn use_grant() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.grant(Grantee::Role(Role::Demander), Some(1))?;

		#[extrinsic_call]
		_(signed::<T>(&other::<T>(2)), id, 1);

		assert!(Grants::<T>::get(id).is_some_and(|record| record.used == 1));
		Ok(())
	}

	#[benchmark]
	fn open_epoch() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		let (data_set, commitment) = (setup.data_set, [8; 32]);
		let caller = setup.approved(Call::open_epoch { data_set, commitment })?;

		#[extrinsic_call]
		_(signed::<T>(&caller), data_set, commitment);

		assert!(Epochs::<T>::contains_key(data_set, 1));
		Ok(())
	}

	#[benchmark]
	fn announce_keys(k: Linear<1, { MAX_ANNOUNCEMENTS }>) -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		for role in Role::ALL {
			for _ in 0..MAX_GRANTS_PER_PAIR {
				setup.grant(Grantee::Role(role), None)?;
			}
		}
		let keys = (0..k).map(|seed| class_key::<T>(seed + 1)).collect();

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), setup.data_set, 0, BoundedVec::truncate_from(keys));

		assert!(Epochs::<T>::get(setup.data_set, 0).is_some_and(|epoch| epoch.announced == k));
		Ok(())
	}

	#[benchmark]
	fn prune_epoch() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		setup.open_epoch()?;
		setup.grant(Grantee::Role(Role::Demander), None)?;
		for round in 0..2 {
			let seeds = round * MAX_ANNOUNCEMENTS + 1..=(round + 1) * MAX_ANNOUNCEMENTS;
			let keys = seeds.map(class_key::<T>).collect();
			let keys = BoundedVec::truncate_from(keys);
			Pallet::<T>::do_announce_keys(setup.supplier.clone(), setup.data_set, 0, keys)?;
		}
		setup.open_epoch()?;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), setup.data_set, 0);

		assert!(!Epochs::<T>::contains_key(setup.data_set, 0));
		Ok(())
	}

	/// Every grant is used beyond its count.
	#[benchmark]
	fn record_accesses(u: Linear<0, { MAX_USES }>) -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let mut uses = Vec::new();
		for seed in 0..u {
			let id = setup.grant(Grantee::Did(other::<T>(seed + 1).did), Some(1))?;
			uses.push((id, 2));
		}
		let records = Fingerprint {
			algorithm: Algorithm::Rfc9162Sha256,
			root: [1; 32],
			leaves: 64,
			bytes: 1,
		};
		let (batch, signature) = setup.batch(records, uses);

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), batch, signature);

		let conduct = Conducts::<T>::get(setup.supplier.did);
		assert_eq!((conduct.batches, conduct.overuses), (1, u.into()));
		Ok(())
	}

	#[benchmark]
	fn prove_contradiction(h: Linear<0, 12>) -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let record = AccessRecord {
			data_set: setup.data_set,
			accessor: other::<T>(1).did,
			request: Request {
				action: Action::Read,
				purpose: PurposeName::new("x").map_err(|_| BenchmarkError::Stop("too long"))?,
				field: None,
				at: NOW,
			},
			decision: AccessDecision::Permitted(Basis::Grant(u64::MAX)),
			salt: [0; 16],
		};
		let others = (1..1u64 << h).map(|index| (leaf_hash(&index.to_le_bytes()), 8));
		let tree = Tree::from_hashes(core::iter::once((record.leaf(), 100)).chain(others));
		let (batch, signature) = setup.batch(tree.fingerprint(), Vec::new());
		Pallet::<T>::do_record_accesses(setup.supplier.clone(), batch, signature)?;
		let path = BoundedVec::truncate_from(tree.proof(0).unwrap_or_default());
		let operator = setup.supplier.did;

		#[extrinsic_call]
		_(signed::<T>(&setup.supplier), operator, 0, record, 0, path);

		assert_eq!(Conducts::<T>::get(operator).contradictions, 1);
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = AccessParameters { retention: 1_234, ..AccessParameters::default() };

		#[extrinsic_call]
		_(RawOrigin::Root, parameters.clone());

		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	/// One decision where 4 grants for each role are looked at and none permits, while so many other grants exist.
	#[benchmark]
	fn access(g: Linear<10, 1_000>) -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		for role in Role::ALL {
			for _ in 0..MAX_GRANTS_PER_PAIR {
				setup.grant(Grantee::Role(role), None)?;
			}
		}
		for seed in 0..g {
			setup.grant(Grantee::Did(other::<T>(seed + 2).did), None)?;
		}
		let accessor = other::<T>(1).did;
		let purpose = PurposeName::new("no-one-s").map_err(|_| BenchmarkError::Stop("too long"))?;
		let request = Request { action: Action::Derive, purpose, field: None, at: NOW };
		let answer;

		#[block]
		{
			answer = Pallet::<T>::access(&accessor, setup.data_set, &request);
		}

		assert!(!answer.is_permitted());
		Ok(())
	}

	/// A grant to a role, the only one of its grantee.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.grant(Grantee::Role(Role::Demander), None)?;
		let kept = Grants::<T>::get(id).and_then(|record| record.kept_until).unwrap_or_default();
		T::BenchmarkHelper::set_time(kept + 2_000);
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::one(), &mut meter);
		}

		assert!(!Grants::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(NOW);
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
