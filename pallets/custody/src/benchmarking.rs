//! Benchmarks: the worst case of every call. The longest path to the owner, the most parts, the last hop.

use alloc::vec::Vec;

use counterfoil_primitives::{
	access::{Action, Actions, PurposeName},
	custody::{CirculationId, Marks, Source, MAX_DEPTH, MAX_HELD_PARTS},
	traits::{ClosedAgreement, DataRegistry, OnAgreementClosed, Subject},
	usage::{UsagePurposes, UsageStatement, UsageTerms, MAX_PURPOSES, UNLIMITED_COPIES},
	AgreementId, Asset, DataSetId, Moment, Outcome, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::{traits::Hooks, weights::WeightMeter};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::Zero;

use crate::{BenchmarkHelper as _, *};

const NOW: Moment = 1_700_000_000_000;
const UNTIL: Moment = NOW + 1_000;

/// As many purposes as there may be, and no limit.
fn usage() -> UsageStatement {
	let name = |number: u32| {
		let letter = char::from_u32(u32::from('a') + number).unwrap_or('a');
		let mut buffer = [0; 4];
		PurposeName::new(letter.encode_utf8(&mut buffer)).ok()
	};
	let terms = UsageTerms {
		actions: Actions::from(Action::Read) | Action::Distribute,
		purposes: UsagePurposes::truncate_from((0..MAX_PURPOSES).filter_map(name).collect()),
		until: Some(UNTIL),
		region: None,
		copies: UNLIMITED_COPIES,
	};
	UsageStatement { document: [1; 32], terms }
}

fn subject<T: Config>(name: &'static str, number: u32) -> Subject<T::AccountId> {
	let account: T::AccountId = account(name, number, 0);
	Subject { did: T::BenchmarkHelper::subject(&account), account }
}

fn origin<T: Config>(subject: &Subject<T::AccountId>) -> T::RuntimeOrigin {
	RawOrigin::Signed(subject.account.clone()).into()
}

/// Data with their owner, a proxy and a user.
struct Setup<T: Config> {
	owner: Subject<T::AccountId>,
	proxy: Subject<T::AccountId>,
	user: Subject<T::AccountId>,
	data_set: DataSetId,
	submissions: Vec<SubmissionId>,
}

impl<T: Config> Setup<T> {
	fn new(submissions: u32) -> Self {
		T::BenchmarkHelper::set_time(NOW);
		let owner = subject::<T>("owner", 0);
		let (data_set, submissions) = T::BenchmarkHelper::data_set(&owner, submissions);
		Self {
			owner,
			proxy: subject::<T>("proxy", 0),
			user: subject::<T>("user", 0),
			data_set,
			submissions,
		}
	}

	fn parts(&self) -> Submissions {
		Submissions::truncate_from(self.submissions.clone())
	}

	fn end_user(&self) -> Option<EndUser> {
		Some(EndUser { did: self.user.did, usage: usage() })
	}

	fn provision(&self) -> Provision {
		Provision {
			usage: usage(),
			certificate: T::BenchmarkHelper::certificate(self.data_set),
			marks: Marks { ciphertext_root: Some([2; 32]), watermark: Some([3; 32]) },
		}
	}

	/// Somebody is given the data out of a source, and acknowledges.
	fn give(
		&self,
		giver: &Subject<T::AccountId>,
		source: Source,
		receiver: &Subject<T::AccountId>,
	) -> Result<Source, BenchmarkError> {
		let (id, holding) = (NextCirculationId::<T>::get(), NextHoldingId::<T>::get());
		let to = origin::<T>(receiver);
		Pallet::<T>::request(to.clone(), source, self.parts(), usage(), None, UNTIL)?;
		Pallet::<T>::provide(origin::<T>(giver), id, self.provision())?;
		Pallet::<T>::acknowledge(to, holding)?;
		Ok(Source::Holding(holding))
	}

	/// A holding so many hands away from the owner, and who has it.
	fn deep(&self, hands: u32) -> Result<(Source, Subject<T::AccountId>), BenchmarkError> {
		let (mut source, mut giver) = (Source::Owner(self.data_set), self.owner.clone());
		for number in 0..hands {
			let receiver = subject::<T>("hand", number);
			source = self.give(&giver, source, &receiver)?;
			giver = receiver;
		}
		Ok((source, giver))
	}

	/// The proxy asked the owner for the user.
	fn requested(&self) -> Result<CirculationId, BenchmarkError> {
		let id = NextCirculationId::<T>::get();
		let source = Source::Owner(self.data_set);
		let by = origin::<T>(&self.proxy);
		Pallet::<T>::request(by, source, self.parts(), usage(), self.end_user(), UNTIL)?;
		Ok(id)
	}

	/// The proxy holds the data and has acknowledged.
	fn at_proxy(&self) -> Result<CirculationId, BenchmarkError> {
		let (id, holding) = (self.requested()?, NextHoldingId::<T>::get());
		Pallet::<T>::confirm(origin::<T>(&self.user), id)?;
		Pallet::<T>::provide(origin::<T>(&self.owner), id, self.provision())?;
		Pallet::<T>::acknowledge(origin::<T>(&self.proxy), holding)?;
		Ok(id)
	}

	/// The owner sold the data to the proxy.
	fn sold(&self) -> ClosedAgreement<T::AccountId, u128> {
		ClosedAgreement {
			id: AgreementId::MAX,
			supplier: self.owner.clone(),
			demander: self.proxy.clone(),
			data_set: self.data_set,
			submissions: self.submissions.clone(),
			parts: self
				.submissions
				.iter()
				.filter_map(|submission| {
					T::Registry::submission(*submission).map(|found| found.fingerprint)
				})
				.collect(),
			ciphertext_root: Some([2; 32]),
			watermark: None,
			price: 1,
			asset: Asset::Native,
			usage: usage(),
			outcome: Outcome::Settled,
			by: None,
			delivered: true,
		}
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n`: submissions. Out of a data set, which reads each of them.
	#[benchmark]
	fn request(n: Linear<1, 64>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(n);
		let source = Source::Owner(setup.data_set);
		let (parts, end_user) = (setup.parts(), setup.end_user());
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.proxy.account.clone()), source, parts, usage(), end_user, UNTIL);

		assert_eq!(NextCirculationId::<T>::get(), 1);
		Ok(())
	}

	/// Out of a holding with the longest path that leaves room for two more hands.
	#[benchmark]
	fn request_out_of_holding() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let (source, _) = setup.deep(MAX_DEPTH - 2)?;
		let (parts, end_user) = (setup.parts(), setup.end_user());
		let id = NextCirculationId::<T>::get();
		#[extrinsic_call]
		request(
			RawOrigin::Signed(setup.proxy.account.clone()),
			source,
			parts,
			usage(),
			end_user,
			UNTIL,
		);

		assert!(Circulations::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn confirm() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.requested()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.user.account.clone()), id);

		assert!(Circulations::<T>::get(id).is_some_and(|open| open.stage == Stage::Confirmed));
		Ok(())
	}

	#[benchmark]
	fn provide() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.at_proxy()?;
		let provision = setup.provision();
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.proxy.account.clone()), id, provision);

		assert!(!Circulations::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn provide_sold() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		Pallet::<T>::closed(&setup.sold());
		let id = NextCirculationId::<T>::get();
		let source = Source::Owner(setup.data_set);
		let by = origin::<T>(&setup.proxy);
		Pallet::<T>::request(by, source, setup.parts(), usage(), None, UNTIL)?;
		let certificate = T::BenchmarkHelper::certificate(setup.data_set);
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.owner.account.clone()), id, AgreementId::MAX, certificate);

		assert!(!Circulations::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn acknowledge() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.at_proxy()?;
		Pallet::<T>::provide(origin::<T>(&setup.proxy), id, setup.provision())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.user.account.clone()), 1);

		Ok(())
	}

	#[benchmark]
	fn deny() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.at_proxy()?;
		Pallet::<T>::provide(origin::<T>(&setup.proxy), id, setup.provision())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.user.account.clone()), 1);

		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.requested()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.owner.account.clone()), id);

		assert!(!Circulations::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn expire() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.requested()?;
		T::BenchmarkHelper::set_time(UNTIL + 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.user.account.clone()), id);

		assert!(!Circulations::<T>::contains_key(id));
		Ok(())
	}

	/// What the escrow adds to the end of an agreement.
	#[benchmark]
	fn closed() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let agreement = setup.sold();
		#[block]
		{
			Pallet::<T>::closed(&agreement);
		}
		assert_eq!(NextHoldingId::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(MAX_HELD_PARTS);
		let id = setup.requested()?;
		T::BenchmarkHelper::set_time(UNTIL + 1_000);
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		assert!(!Circulations::<T>::contains_key(id));
		Ok(())
	}

	/// An empty bucket.
	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(NOW);
		let mut meter = WeightMeter::new();
		Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		T::BenchmarkHelper::set_time(NOW + 1_000);
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
