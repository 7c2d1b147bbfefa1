//! Benchmarks. Each sets up the worst case that the formula in `weights.rs` is meant to cover.

use counterfoil_primitives::{
	access::Action,
	auction::{commitment, Descent, Falling, Pricing},
	exchange::Outcome,
	money::Asset,
	traits::{
		CertificateNeed, ClosedAgreement, DataRegistry, Delivery, OnAgreementClosed, Subject,
	},
	usage::{UsagePurposes, UsageStatement, UsageTerms},
	AuctionId, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Time},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use pallet_support::genesis_hash;
use sp_runtime::SaturatedConversion;

use crate::{
	Agenda, Auctions, Awards, BalanceOf, Bids, Call, Commissions, Config, Due, Fault, Lot,
	NextAuctionId, Owed, Pallet, Pallet as DataAuction, Parameters, ParametersStore, SealedTerms,
};

type Helper<T> = <T as Config>::BenchmarkHelper;

/// Seed of the subject that sells; the others buy.
const SELLER: u32 = 0;
const SALT: [u8; 32] = [7; 32];
const WINDOW: Moment = 10_000;

fn subject<T: Config>(seed: u32) -> Subject<T::AccountId> {
	<Helper<T> as crate::BenchmarkHelper<T>>::subject(seed)
}

fn set_time<T: Config>(now: Moment) {
	<Helper<T> as crate::BenchmarkHelper<T>>::set_time(now);
}

fn origin<T: Config>(subject: &Subject<T::AccountId>) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(subject.account.clone())
}

/// What auctions of the benchmarks run under.
fn parameters<T: Config>() -> Parameters {
	let parameters = Parameters { min_window: WINDOW, max_duration: 10 * WINDOW, min_deposit: 100 };
	ParametersStore::<T>::put(parameters);
	parameters
}

/// The lowest price that an auction may have.
fn reserve<T: Config>() -> BalanceOf<T> {
	DataAuction::<T>::least_amount(Asset::Native).saturated_into()
}

/// A lot of so many submissions.
fn lot<T: Config>(submissions: u32) -> Result<Lot<T>, BenchmarkError> {
	parameters::<T>();
	let supplier = subject::<T>(SELLER);
	let (data_set, submissions) =
		<Helper<T> as crate::BenchmarkHelper<T>>::lot(&supplier, submissions);
	let submissions =
		BoundedVec::try_from(submissions).map_err(|_| BenchmarkError::Stop("lot too long"))?;
	let terms = UsageTerms {
		actions: Action::Read.into(),
		purposes: UsagePurposes::new(),
		until: None,
		region: None,
		copies: 0,
	};
	Ok(Lot {
		data_set,
		submissions,
		asset: Asset::Native,
		usage: UsageStatement { document: [8; 32], terms },
		commissions: Commissions::new(),
		certificate: CertificateNeed::Any,
		delivery: Delivery::Proven,
	})
}

fn terms<T: Config>() -> SealedTerms<BalanceOf<T>> {
	SealedTerms {
		copies: T::MaxBidders::get(),
		reserve: reserve::<T>(),
		pricing: Pricing::Uniform,
		deposit: reserve::<T>(),
		commit_until: T::Time::now().saturating_add(WINDOW),
		reveal_until: T::Time::now().saturating_add(2 * WINDOW),
	}
}

fn sale<T: Config>() -> Falling {
	let price = reserve::<T>().saturated_into();
	let now = T::Time::now();
	Falling {
		start: price,
		reserve: price,
		from: now,
		until: now.saturating_add(WINDOW),
		descent: Descent::Steps(7),
	}
}

/// An auction by sealed bids with so many submissions.
fn sealed<T: Config>(submissions: u32) -> Result<AuctionId, BenchmarkError> {
	let id = NextAuctionId::<T>::get();
	let lot = lot::<T>(submissions)?;
	let seller = origin::<T>(&subject::<T>(SELLER));
	DataAuction::<T>::open_sealed(seller.into(), lot, terms::<T>())?;
	Ok(id)
}

/// An auction at a falling price of so many submissions.
fn descending<T: Config>(submissions: u32, copies: u32) -> Result<AuctionId, BenchmarkError> {
	let id = NextAuctionId::<T>::get();
	let lot = lot::<T>(submissions)?;
	let seller = origin::<T>(&subject::<T>(SELLER));
	DataAuction::<T>::open_descending(seller.into(), lot, copies, sale::<T>())?;
	Ok(id)
}

fn seal<T: Config>(id: AuctionId, bidder: &Subject<T::AccountId>) -> counterfoil_primitives::Hash {
	let amount = reserve::<T>().saturated_into();
	commitment(&genesis_hash::<T>(), id, &bidder.did, amount, &SALT)
}

/// So many bidders bid.
fn bids<T: Config>(id: AuctionId, count: u32) -> Result<(), BenchmarkError> {
	for seed in 1..=count {
		let bidder = subject::<T>(seed);
		let commitment = seal::<T>(id, &bidder);
		DataAuction::<T>::bid(origin::<T>(&bidder).into(), id, commitment)
			.map_err(|error| error.error)?;
	}
	Ok(())
}

/// So many bidders reveal.
fn reveals<T: Config>(id: AuctionId, count: u32) -> Result<(), BenchmarkError> {
	set_time::<T>(T::Time::now().saturating_add(WINDOW).saturating_add(1));
	for seed in 1..=count {
		let bidder = origin::<T>(&subject::<T>(seed));
		DataAuction::<T>::reveal(bidder.into(), id, reserve::<T>(), SALT)?;
	}
	Ok(())
}

#[benchmarks]
mod benches {
	use super::*;

	/// The lot has `s` submissions.
	#[benchmark]
	fn open_sealed(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let (lot, terms) = (lot::<T>(s)?, terms::<T>());
		let id = NextAuctionId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(SELLER)), lot, terms);

		assert!(Auctions::<T>::contains_key(id));
		Ok(())
	}

	/// The lot has `s` submissions.
	#[benchmark]
	fn open_descending(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let (lot, sale) = (lot::<T>(s)?, sale::<T>());
		let id = NextAuctionId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(SELLER)), lot, T::MaxBidders::get(), sale);

		assert!(Auctions::<T>::contains_key(id));
		Ok(())
	}

	/// The last bidder of many.
	#[benchmark]
	fn bid() -> Result<(), BenchmarkError> {
		let id = sealed::<T>(T::MaxLot::get())?;
		let before = T::MaxBidders::get().saturating_sub(1);
		bids::<T>(id, before)?;
		let bidder = subject::<T>(T::MaxBidders::get());
		let commitment = seal::<T>(id, &bidder);

		#[extrinsic_call]
		_(origin::<T>(&bidder), id, commitment);

		assert!(Bids::<T>::contains_key(id, before));
		Ok(())
	}

	/// The last of many, and all have bid the same.
	#[benchmark]
	fn reveal() -> Result<(), BenchmarkError> {
		let id = sealed::<T>(T::MaxLot::get())?;
		let most = T::MaxBidders::get();
		bids::<T>(id, most)?;
		reveals::<T>(id, most.saturating_sub(1))?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(most)), id, reserve::<T>(), SALT);

		let last = Bids::<T>::get(id, most.saturating_sub(1));
		assert!(last.is_some_and(|last| last.amount.is_some()));
		Ok(())
	}

	/// The lot has `s` submissions; the last copy is bought.
	#[benchmark]
	fn take(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let id = descending::<T>(s, 1)?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(1)), id, reserve::<T>());

		assert!(!Auctions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let id = sealed::<T>(T::MaxLot::get())?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(SELLER)), id);

		assert!(!Auctions::<T>::contains_key(id));
		Ok(())
	}

	/// The lot has `s` submissions, and `b` winners get their agreements.
	#[benchmark]
	fn advance(
		s: Linear<1, { T::MaxLot::get() }>,
		b: Linear<1, { T::SettlePerStep::get() }>,
	) -> Result<(), BenchmarkError> {
		let id = sealed::<T>(s)?;
		bids::<T>(id, b)?;
		reveals::<T>(id, b)?;
		set_time::<T>(T::Time::now().saturating_add(WINDOW));

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(1)), id);

		assert!(!Auctions::<T>::contains_key(id));
		assert_eq!(Awards::<T>::iter_keys().count(), usize::try_from(b).unwrap_or_default());
		Ok(())
	}

	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let id = sealed::<T>(1)?;
		bids::<T>(id, 1)?;
		reveals::<T>(id, 1)?;
		set_time::<T>(T::Time::now().saturating_add(WINDOW));
		DataAuction::<T>::do_advance(id)?;
		let stake = Awards::<T>::drain().next().ok_or(BenchmarkError::Stop("nothing awarded"))?.1;
		let bidder = stake.bidder.did;
		Owed::<T>::insert(id, bidder, Due { stake, fault: Some(Fault::NotFunded) });

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(2)), id, bidder);

		assert!(!Owed::<T>::contains_key(id, bidder));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = parameters::<T>();

		#[block]
		{
			DataAuction::<T>::do_set_parameters(parameters)?;
		}

		assert_eq!(ParametersStore::<T>::get(), parameters);
		Ok(())
	}

	/// What the end of an agreement costs: the winner did not fund it.
	#[benchmark]
	fn closed() -> Result<(), BenchmarkError> {
		let id = sealed::<T>(1)?;
		bids::<T>(id, 1)?;
		reveals::<T>(id, 1)?;
		set_time::<T>(T::Time::now().saturating_add(WINDOW));
		let auction = Auctions::<T>::get(id).ok_or(BenchmarkError::Stop("no auction"))?;
		DataAuction::<T>::do_advance(id)?;
		let (agreement, stake) =
			Awards::<T>::iter().next().ok_or(BenchmarkError::Stop("nothing awarded"))?;
		let facts =
			T::Registry::lot(auction.lot.data_set, &auction.lot.submissions, T::Time::now())
				.map_err(|_| {
					BenchmarkError::Stop("the helper's lot is not known to the registry")
				})?;
		let ended = ClosedAgreement {
			id: agreement,
			supplier: stake.supplier,
			demander: stake.bidder,
			data_set: stake.data_set,
			submissions: auction.lot.submissions.into_inner(),
			parts: facts.parts,
			ciphertext_root: None,
			watermark: None,
			price: reserve::<T>(),
			asset: Asset::Native,
			usage: auction.lot.usage,
			outcome: Outcome::NotFunded,
			by: None,
			delivered: false,
		};

		#[block]
		{
			DataAuction::<T>::closed(&ended);
		}

		assert!(!Awards::<T>::contains_key(agreement));
		Ok(())
	}

	/// The agenda has a bucket that is due and empty.
	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		let mut meter = WeightMeter::new();

		#[block]
		{
			DataAuction::<T>::work_off_agenda(&mut meter);
		}

		assert_eq!(Agenda::<T>::iter_keys().count(), 0);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::build(), crate::mock::Test);
}
