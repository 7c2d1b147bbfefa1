//! Benchmarks: the worst case of every call. Somebody else's money, and as many who share in a payment as can: both at once, which no channel
//! is.

use alloc::vec::Vec;

use counterfoil_primitives::{
	access::MAX_HOLDERS,
	did::{DidId, KeySignature, VerificationKey},
	fingerprint::TreeBuilder,
	money::{Asset, Commission, MAX_COMMISSIONS},
	traits::Subject,
	voucher::{FinalState, Voucher},
	ChannelId, DataSetId, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{tokens::fungibles::Inspect, Hooks},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_support::genesis_hash;
use sp_runtime::{
	traits::{Saturating, Zero},
	SaturatedConversion,
};

use crate::*;

const START: Moment = 1_700_000_000_000;

/// What a benchmark needs from the runtime.
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for an active subject and gives it this much of the chain's token; returns the DID.
	fn subject(account: &T::AccountId, balance: BalanceOf<T>) -> DidId;
	/// Makes a data set of the subject whose profit these share with it.
	fn data_set(owner: &Subject<T::AccountId>, payees: &[DidId]) -> DataSetId;
	/// A key that [`Self::sign`] signs with.
	fn key() -> VerificationKey;
	/// Its signature.
	fn sign(key: &VerificationKey, message: &[u8]) -> KeySignature;
	/// The signature of a subject.
	fn sign_as(did: &DidId, message: &[u8]) -> KeySignature;
	/// Lets somebody spend the payer's money for this payee, as much as is asked for in a benchmark.
	fn allow(payer: &Subject<T::AccountId>, spender: &DidId, payee: &DidId);
	/// Sets the clock.
	fn set_time(now: Moment);
}

/// One channel at work.
struct Setup<T: Config> {
	id: ChannelId,
	payer: Subject<T::AccountId>,
	opener: Subject<T::AccountId>,
	payee: Subject<T::AccountId>,
	signer: VerificationKey,
	data_set: DataSetId,
	commissions: Commissions,
	expires: Moment,
	challenge: Moment,
}

fn unit<T: Config>() -> BalanceOf<T> {
	T::Assets::minimum_balance(Asset::Native).saturating_mul(100u32.into())
}

fn deposit<T: Config>() -> BalanceOf<T> {
	unit::<T>().saturating_mul(1_000u32.into())
}

fn party<T: Config>(name: &'static str, seed: u32) -> Subject<T::AccountId> {
	let account: T::AccountId = account(name, seed, 0);
	let wealth = deposit::<T>().saturating_mul(100u32.into());
	Subject { did: T::BenchmarkHelper::subject(&account, wealth), account }
}

/// Everybody who takes part, before the channel is opened.
fn prepared<T: Config>() -> Setup<T> {
	T::BenchmarkHelper::set_time(START);
	let (payer, opener) = (party::<T>("payer", 0), party::<T>("opener", 0));
	let payee = party::<T>("payee", 0);
	let holders: Vec<DidId> = (1..MAX_HOLDERS).map(|seed| party::<T>("holder", seed).did).collect();
	let commission = |seed| Commission { payee: party::<T>("platform", seed).did, per_mille: 100 };
	let commissions: Vec<Commission> = (0..MAX_COMMISSIONS).map(commission).collect();
	let parameters = ParametersStore::<T>::get();
	T::BenchmarkHelper::allow(&payer, &opener.did, &payee.did);
	Setup {
		id: NextChannelId::<T>::get(),
		data_set: T::BenchmarkHelper::data_set(&payee, &holders),
		payer,
		opener,
		payee,
		signer: T::BenchmarkHelper::key(),
		commissions: BoundedVec::truncate_from(commissions),
		expires: START + parameters.longest_life.min(1_000_000),
		challenge: parameters.shortest_challenge,
	}
}

fn opened<T: Config>() -> Result<Setup<T>, BenchmarkError> {
	let setup = prepared::<T>();
	Pallet::<T>::open(
		RawOrigin::Signed(setup.opener.account.clone()).into(),
		setup.payee.did,
		setup.signer,
		Asset::Native,
		deposit::<T>(),
		Some(setup.data_set),
		Commissions::new(),
		setup.expires,
		setup.challenge,
		Some(setup.payer.did),
	)?;
	let mut channel = Channels::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
	channel.commissions = setup.commissions.clone();
	Channels::<T>::insert(setup.id, channel);
	Ok(setup)
}

impl<T: Config> Setup<T> {
	/// A voucher over half of the deposit.
	fn voucher(&self) -> (Voucher, KeySignature) {
		let amount = deposit::<T>().saturated_into::<u128>() / 2;
		let voucher = Voucher { amount, delivered: TreeBuilder::new().finish() };
		let message = voucher.signing_bytes(&genesis_hash::<T>(), self.id);
		(voucher, T::BenchmarkHelper::sign(&self.signer, &message))
	}

	/// A final state over half of the deposit, signed by both.
	fn end(&self) -> (FinalState, KeySignature, KeySignature) {
		let (Voucher { amount, delivered }, _) = self.voucher();
		let state = FinalState { amount, delivered };
		let message = state.signing_bytes(&genesis_hash::<T>(), self.id);
		let payer = T::BenchmarkHelper::sign(&self.signer, &message);
		(state, payer, T::BenchmarkHelper::sign_as(&self.payee.did, &message))
	}

	/// Lets the last moment pass by two seconds.
	fn pass_deadline(&self) {
		T::BenchmarkHelper::set_time(self.expires + self.challenge + 2_000);
	}

	/// Claims half of the deposit for the payee, who cannot receive it.
	fn claim_in_vain(&self) -> Result<(), BenchmarkError> {
		let mut channel = Channels::<T>::get(self.id).ok_or(BenchmarkError::Stop("not open"))?;
		channel.claimed = self.voucher().0.amount.saturated_into();
		Channels::<T>::insert(self.id, channel);
		Ok(())
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open() -> Result<(), BenchmarkError> {
		let setup = prepared::<T>();
		#[extrinsic_call]
		_(
			RawOrigin::Signed(setup.opener.account.clone()),
			setup.payee.did,
			setup.signer,
			Asset::Native,
			deposit::<T>(),
			Some(setup.data_set),
			Commissions::new(),
			setup.expires,
			setup.challenge,
			Some(setup.payer.did),
		);

		assert!(Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn top_up() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		let opener = RawOrigin::Signed(setup.opener.account.clone());
		T::BenchmarkHelper::set_time(START + 1_000);
		#[extrinsic_call]
		_(opener, setup.id, unit::<T>(), Some(setup.expires + 1));

		let channel = Channels::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert_eq!(channel.expires, setup.expires + 1);
		Ok(())
	}

	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		let (voucher, signature) = setup.voucher();
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), setup.id, voucher, signature);

		let channel = Channels::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(!channel.paid.is_zero());
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		let (state, payer, payee) = setup.end();
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), setup.id, state, payer, payee);

		assert!(!Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn close_by_payee() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		let best = Some(setup.voucher());
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payee.account.clone()), setup.id, best);

		assert!(!Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn request_close() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.opener.account.clone()), setup.id);

		let channel = Channels::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(matches!(channel.state, State::Closing { .. }));
		Ok(())
	}

	#[benchmark]
	fn finalise() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		setup.claim_in_vain()?;
		setup.pass_deadline();
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), setup.id);

		assert!(!Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		setup.claim_in_vain()?;
		let mut channel = Channels::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		Pallet::<T>::cancel(setup.expires + setup.challenge, setup.id);
		channel.state = State::Ended { at: START };
		Channels::<T>::insert(setup.id, channel);
		let caller: T::AccountId = account("caller", 0, 0);
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), setup.id);

		assert!(!Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = ParametersStore::<T>::get();
		#[block]
		{
			assert_ok!(Pallet::<T>::do_set_parameters(parameters));
		}
		Ok(())
	}

	/// One overdue channel with something due, and the bucket that it lies in.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = opened::<T>()?;
		setup.claim_in_vain()?;
		setup.pass_deadline();
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		assert!(!Channels::<T>::contains_key(setup.id));
		Ok(())
	}

	/// An empty bucket.
	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let mut meter = WeightMeter::new();
		Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		T::BenchmarkHelper::set_time(START + 1_000);
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
