//! Benchmarks. Each sets up the worst case that the formula in `weights.rs` is meant to cover.

use alloc::vec::Vec;

use counterfoil_primitives::{
	market::{commitment, DeliveryNeed, Need, Parties, Policy, Wanted},
	money::{Asset, Price},
	traits::{CertificateNeed, DataRegistry, Delivery, LotFacts, Subject},
	usage::{UsageStatement, UsageTerms},
	DataSetId, DemandId, Moment, OfferId, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{tokens::fungibles::Inspect, Get, Time},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;

use crate::{
	features::{book::LINES_PER_CANDIDATE, matching::Cause},
	Agenda, Call, Commitments, Config, DemandTerms, Demands, Effort, Fills, Goods, Lot, Matches,
	NextDemandId, NextMatchId, NextOfferId, OfferTerms, Offers, OrderKind, Pallet,
	Pallet as DataMarket, Proposals, ProposedFill, Shelf, MAX_PROPOSED,
};

type Helper<T> = <T as Config>::BenchmarkHelper;

/// Seed of the subject that makes the call; the others are strangers.
const CALLER: u32 = 0;

fn subject<T: Config>(seed: u32) -> Subject<T::AccountId> {
	<Helper<T> as crate::BenchmarkHelper<T>>::subject(seed)
}

fn lot<T: Config>(
	supplier: &Subject<T::AccountId>,
	submissions: u32,
) -> (DataSetId, Vec<SubmissionId>) {
	<Helper<T> as crate::BenchmarkHelper<T>>::lot(supplier, submissions)
}

fn set_time<T: Config>(now: Moment) {
	<Helper<T> as crate::BenchmarkHelper<T>>::set_time(now);
}

fn origin<T: Config>(subject: &Subject<T::AccountId>) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(subject.account.clone())
}

fn valid_until<T: Config>() -> Moment {
	T::Time::now().saturating_add(T::MaxValidity::get())
}

/// The lowest price.
fn least<T: Config>() -> u128 {
	T::Assets::minimum_balance(Asset::Native).into()
}

/// Terms for a new lot of so many submissions, at the lowest price.
fn terms<T: Config>(
	supplier: &Subject<T::AccountId>,
	submissions: u32,
	copies: u32,
) -> Result<OfferTerms<T>, BenchmarkError> {
	let (data_set, submissions) = lot::<T>(supplier, submissions);
	let submissions =
		BoundedVec::try_from(submissions).map_err(|_| BenchmarkError::Stop("lot too long"))?;
	Ok(OfferTerms {
		goods: Goods::Lot(Lot { data_set, submissions }),
		price: Price::Fixed(least::<T>()),
		asset: Asset::Native,
		copies,
		usage: UsageStatement { document: [0; 32], terms: UsageTerms::unlimited() },
		delivery: Delivery::Proven,
		commissions: Default::default(),
		demanders: Parties::default(),
		confirm: false,
		valid_until: valid_until::<T>(),
	})
}

/// What the registry says about a lot of the helper.
fn facts<T: Config>() -> Result<LotFacts, BenchmarkError> {
	let (data_set, submissions) = lot::<T>(&subject::<T>(CALLER), 1);
	T::Registry::lot(data_set, &submissions, T::Time::now())
		.map_err(|_| BenchmarkError::Stop("the helper's lot is not known to the registry"))
}

/// A need for which the lots of the helper are admissible.
fn need<T: Config>(policy: Policy) -> Result<Need, BenchmarkError> {
	let facts = facts::<T>()?;
	Ok(Need {
		wanted: Wanted::Lot { records: 0 },
		suppliers: Parties::default(),
		category: facts.category,
		region: facts.region,
		covers: None,
		within: None,
		schema: None,
		quality: 0,
		reputation: 0,
		completeness: None,
		max_age: None,
		certificate: CertificateNeed::Any,
		usage: None,
		delivery: DeliveryNeed::default(),
		asset: Asset::Native,
		budget: least::<T>().saturating_mul(MAX_PROPOSED.into()),
		policy,
	})
}

/// Terms for a demand, with a window for better proposals if there may be one.
fn demand_terms<T: Config>(need: Need, window: Moment) -> DemandTerms<T> {
	let reward = T::Assets::minimum_balance(Asset::Native);
	DemandTerms { need, reward, window, confirm: false, valid_until: valid_until::<T>() }
}

/// A need for as many lots as can be proposed at once.
fn volume<T: Config>() -> Result<Need, BenchmarkError> {
	let least = facts::<T>()?.records;
	let records = least.saturating_mul(MAX_PROPOSED.into());
	let fills = u8::try_from(MAX_PROPOSED).unwrap_or(u8::MAX);
	let wanted = Wanted::Volume { records, least, fills };
	Ok(Need { wanted, budget: u128::MAX, ..need::<T>(Policy::BestQuality)? })
}

/// A demand that rests although as many offers answer it as can be proposed, and these offers.
fn answered_demand<T: Config>(window: Moment) -> Result<(DemandId, Fills<T>), BenchmarkError> {
	let mut fills = Fills::<T>::default();
	for seed in 1..=MAX_PROPOSED {
		let fill = ProposedFill { offer: open_offer::<T>(seed, 1)?, lot: None };
		fills.try_push(fill).map_err(|_| BenchmarkError::Stop("too many fills"))?;
	}
	let demand = open_terms::<T>(CALLER, demand_terms::<T>(unanswered(volume::<T>()?), window))?;
	answer_it::<T>(demand);
	Ok((demand, fills))
}

/// What nobody's score answers.
fn unanswered(need: Need) -> Need {
	Need { reputation: 1_000, ..need }
}

/// Asks for no score any more.
fn answer_it<T: Config>(demand: DemandId) {
	Demands::<T>::mutate(demand, |demand| {
		if let Some(demand) = demand {
			demand.terms.need.reputation = 0;
		}
	});
}

/// Places a demand and returns its number.
fn open_terms<T: Config>(seed: u32, terms: DemandTerms<T>) -> Result<DemandId, BenchmarkError> {
	let demander = subject::<T>(seed);
	let id = NextDemandId::<T>::get();
	DataMarket::<T>::place_demand(origin::<T>(&demander).into(), terms)?;
	Ok(id)
}

/// A match that waits for the supplier, whose seed is 1.
fn suspended<T: Config>() -> Result<u64, BenchmarkError> {
	let supplier = subject::<T>(1);
	let terms = OfferTerms { confirm: true, ..terms::<T>(&supplier, 1, 2)? };
	DataMarket::<T>::place_offer(origin::<T>(&supplier).into(), terms)?;
	let id = NextMatchId::<T>::get();
	open_demand::<T>(CALLER, need::<T>(Policy::Cheapest)?)?;
	Ok(id)
}

/// Places an offer of so many submissions and returns its number.
fn open_offer<T: Config>(seed: u32, submissions: u32) -> Result<OfferId, BenchmarkError> {
	let supplier = subject::<T>(seed);
	let id = NextOfferId::<T>::get();
	let terms = terms::<T>(&supplier, submissions, 2)?;
	DataMarket::<T>::place_offer(origin::<T>(&supplier).into(), terms)?;
	Ok(id)
}

/// Places a demand that the helper's lots do not answer, and returns its number.
fn open_idle_demand<T: Config>(seed: u32) -> Result<DemandId, BenchmarkError> {
	open_demand::<T>(seed, unanswered(need::<T>(Policy::Cheapest)?))
}

/// An offer of so many submissions and a demand that it answers, which are not matched.
fn idle_pair<T: Config>(
	submissions: u32,
	certificate: CertificateNeed,
) -> Result<(OfferId, DemandId), BenchmarkError> {
	let offer = open_offer::<T>(1, submissions)?;
	let need = Need { certificate, ..need::<T>(Policy::Cheapest)? };
	let demand = open_demand::<T>(CALLER, unanswered(need))?;
	answer_it::<T>(demand);
	Ok((offer, demand))
}

fn open_demand<T: Config>(seed: u32, need: Need) -> Result<DemandId, BenchmarkError> {
	open_terms::<T>(seed, demand_terms::<T>(need, 0))
}

#[benchmarks]
mod benches {
	use super::*;

	/// The lot has `s` submissions, and nobody asks for it.
	#[benchmark]
	fn place_offer(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let supplier = subject::<T>(CALLER);
		let terms = terms::<T>(&supplier, s, 1)?;
		let id = NextOfferId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&supplier), terms);

		assert!(Offers::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn withdraw_offer() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(CALLER, T::MaxLot::get())?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), id);

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	/// Nobody offers anything.
	#[benchmark]
	fn place_demand() -> Result<(), BenchmarkError> {
		let terms = demand_terms::<T>(need::<T>(Policy::BestQuality)?, 0);
		let id = NextDemandId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), terms);

		assert!(Demands::<T>::get(id).is_some_and(|demand| demand.listed));
		Ok(())
	}

	#[benchmark]
	fn withdraw_demand() -> Result<(), BenchmarkError> {
		let id = open_idle_demand::<T>(CALLER)?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), id);

		assert!(!Demands::<T>::contains_key(id));
		Ok(())
	}

	/// The smallest pair, as the other calls that look at some.
	#[benchmark]
	fn take_offer() -> Result<(), BenchmarkError> {
		// The demand asks for too much when it is placed, so that the two do not match at once.
		let offer = open_offer::<T>(1, 1)?;
		let demand = open_idle_demand::<T>(CALLER)?;
		answer_it::<T>(demand);

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), demand, offer, None);

		assert!(Demands::<T>::get(demand).is_some_and(|demand| !demand.listed));
		assert_eq!(Offers::<T>::get(offer).map(|offer| offer.terms.copies), Some(1));
		Ok(())
	}

	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(1, T::MaxLot::get())?;
		set_time::<T>(valid_until::<T>().saturating_add(1));

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), OrderKind::Offer, id);

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	/// As `place_offer`, with one to withdraw.
	#[benchmark]
	fn amend_offer(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let old = open_offer::<T>(CALLER, T::MaxLot::get())?;
		let supplier = subject::<T>(CALLER);
		let terms = terms::<T>(&supplier, s, 1)?;
		let new = NextOfferId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&supplier), old, terms);

		assert!(!Offers::<T>::contains_key(old));
		assert!(Offers::<T>::contains_key(new));
		Ok(())
	}

	/// As `place_demand`, with one to withdraw.
	#[benchmark]
	fn amend_demand() -> Result<(), BenchmarkError> {
		let old = open_idle_demand::<T>(CALLER)?;
		let terms = demand_terms::<T>(need::<T>(Policy::BestQuality)?, 0);
		let new = NextDemandId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), old, terms);

		assert!(!Demands::<T>::contains_key(old));
		assert!(Demands::<T>::get(new).is_some_and(|demand| demand.listed));
		Ok(())
	}

	#[benchmark]
	fn accept_match() -> Result<(), BenchmarkError> {
		let id = suspended::<T>()?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(1)), id);

		assert!(!Matches::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn reject_match() -> Result<(), BenchmarkError> {
		let id = suspended::<T>()?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(1)), id, [1; 32]);

		assert!(!Matches::<T>::contains_key(id));
		Ok(())
	}

	/// Nobody offers anything.
	#[benchmark]
	fn rematch() -> Result<(), BenchmarkError> {
		let demand = open_idle_demand::<T>(CALLER)?;
		answer_it::<T>(demand);
		// As if an agreement had come to nothing.
		Demands::<T>::try_mutate(demand, |demand| {
			let demand = demand.as_mut().ok_or(BenchmarkError::Stop("no demand"))?;
			demand.failed = crate::Failed { left: demand.left, fills: 1 };
			demand.left.units = 0;
			demand.left.budget = 0;
			Ok::<(), BenchmarkError>(())
		})?;
		let closed = Demands::<T>::get(demand).ok_or(BenchmarkError::Stop("no demand"))?;
		DataMarket::<T>::keep_demand(demand, closed)?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), demand);

		assert!(Demands::<T>::get(demand).is_some_and(|demand| demand.listed));
		Ok(())
	}

	#[benchmark]
	fn commit_proposal() -> Result<(), BenchmarkError> {
		let demand = open_idle_demand::<T>(CALLER)?;
		let solver = subject::<T>(9);

		#[extrinsic_call]
		_(origin::<T>(&solver), demand, [1; 32]);

		assert!(Commitments::<T>::contains_key(demand, solver.did));
		Ok(())
	}

	#[benchmark]
	fn withdraw_commitment() -> Result<(), BenchmarkError> {
		let demand = open_idle_demand::<T>(CALLER)?;
		let solver = subject::<T>(9);
		DataMarket::<T>::commit_proposal(origin::<T>(&solver).into(), demand, [1; 32])?;

		#[extrinsic_call]
		_(origin::<T>(&solver), demand);

		assert!(!Commitments::<T>::contains_key(demand, solver.did));
		Ok(())
	}

	/// As many offers as can be, in the place of as many; the proposal was committed to.
	#[benchmark]
	fn propose() -> Result<(), BenchmarkError> {
		let (demand, fills) = answered_demand::<T>(T::MaxWindow::get())?;
		let mut fewer = fills.clone();
		fewer.truncate(1);
		let (other, solver) = (subject::<T>(10), subject::<T>(9));
		DataMarket::<T>::propose(origin::<T>(&other).into(), demand, fewer, None)?;
		let genesis = pallet_support::genesis_hash::<T>();
		let hash = commitment(&genesis, demand, &solver.did, &fills, &[1; 32]);
		DataMarket::<T>::commit_proposal(origin::<T>(&solver).into(), demand, hash)?;

		#[extrinsic_call]
		_(origin::<T>(&solver), demand, fills, Some([1; 32]));

		assert!(Proposals::<T>::get(demand).is_some_and(|standing| standing.by == solver));
		Ok(())
	}

	/// As many offers as can be.
	#[benchmark]
	fn conclude() -> Result<(), BenchmarkError> {
		let (demand, fills) = answered_demand::<T>(T::MaxWindow::get())?;
		let solver = subject::<T>(9);
		DataMarket::<T>::propose(origin::<T>(&solver).into(), demand, fills, None)?;
		let over = T::Time::now().saturating_add(T::MaxWindow::get()).saturating_add(1);
		set_time::<T>(over);

		#[extrinsic_call]
		_(origin::<T>(&solver), demand);

		let matched = Demands::<T>::get(demand).map(|demand| demand.agreements.len());
		assert_eq!(matched, usize::try_from(MAX_PROPOSED).ok());
		Ok(())
	}

	/// `n` lines of the index.
	#[benchmark]
	fn line(
		n: Linear<0, { T::MaxCandidates::get() * LINES_PER_CANDIDATE }>,
	) -> Result<(), BenchmarkError> {
		for _ in 0..n {
			open_offer::<T>(1, 1)?;
		}
		let need = need::<T>(Policy::Cheapest)?;
		let shelf = Shelf { category: need.category, asset: need.asset, live: false };
		let mut candidates = DataMarket::<T>::cheapest_offers(shelf, need.budget);

		#[block]
		{
			candidates.by_ref().count();
		}

		assert_eq!(candidates.read(), n);
		Ok(())
	}

	/// A pair with the smallest lot, and no certificate.
	#[benchmark]
	fn pair() -> Result<(), BenchmarkError> {
		let (offer, demand) = idle_pair::<T>(1, CertificateNeed::None)?;

		#[block]
		{
			let found = Offers::<T>::get(offer).zip(Demands::<T>::get(demand));
			let (offer, demand) = found.ok_or(BenchmarkError::Stop("no orders"))?;
			let now = T::Time::now();
			DataMarket::<T>::examine(&offer, &demand, None, now, &mut Effort::default())
				.map_err(|_| BenchmarkError::Stop("not admissible"))?;
		}

		Ok(())
	}

	/// `n` submissions of a lot.
	#[benchmark]
	fn submission(n: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let (offer, _) = idle_pair::<T>(n, CertificateNeed::None)?;
		let offer = Offers::<T>::get(offer).ok_or(BenchmarkError::Stop("no offer"))?;
		let mut effort = Effort::default();

		#[block]
		{
			DataMarket::<T>::stock_of(&offer, None, T::Time::now(), &mut effort)
				.map_err(|_| BenchmarkError::Stop("no stock"))?;
		}

		assert_eq!(effort.submissions, n);
		Ok(())
	}

	/// The certificates of a lot with `n` submissions.
	#[benchmark]
	fn certificate(n: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		let (offer, demand) = idle_pair::<T>(n, CertificateNeed::Any)?;
		let found = Offers::<T>::get(offer).zip(Demands::<T>::get(demand));
		let (offer, demand) = found.ok_or(BenchmarkError::Stop("no orders"))?;
		let mut effort = Effort::default();
		let stock = DataMarket::<T>::stock_of(&offer, None, T::Time::now(), &mut effort)
			.map_err(|_| BenchmarkError::Stop("no stock"))?;

		#[block]
		{
			DataMarket::<T>::answer(&stock, &demand, T::Time::now(), &mut effort)
				.map_err(|_| BenchmarkError::Stop("not certified"))?;
		}

		assert!(effort.certificates > n);
		Ok(())
	}

	/// The lot is as large as can be.
	#[benchmark]
	fn matching() -> Result<(), BenchmarkError> {
		let (offer_id, demand_id) = idle_pair::<T>(T::MaxLot::get(), CertificateNeed::Any)?;
		let found = Offers::<T>::get(offer_id).zip(Demands::<T>::get(demand_id));
		let (offer, demand) = found.ok_or(BenchmarkError::Stop("no orders"))?;
		let (now, mut effort) = (T::Time::now(), Effort::default());
		let (stock, fill) = DataMarket::<T>::examine(&offer, &demand, None, now, &mut effort)
			.map_err(|_| BenchmarkError::Stop("not admissible"))?;
		let cause = Cause::of(demand.demander.did);

		#[block]
		{
			DataMarket::<T>::make_match(offer_id, demand_id, stock, fill, cause, &mut effort)?;
		}

		assert!(Demands::<T>::get(demand_id).is_some_and(|demand| demand.agreements.len() == 1));
		Ok(())
	}

	/// The agenda has a bucket that is due and empty.
	#[benchmark]
	fn expire_bucket() -> Result<(), BenchmarkError> {
		let mut meter = WeightMeter::new();

		#[block]
		{
			DataMarket::<T>::expire_due(&mut meter);
		}

		assert_eq!(Agenda::<T>::iter_keys().count(), 0);
		Ok(())
	}

	/// One order is due.
	#[benchmark]
	fn expire_order() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(1, T::MaxLot::get())?;
		set_time::<T>(valid_until::<T>().saturating_add(2_000));
		let mut meter = WeightMeter::new();

		#[block]
		{
			DataMarket::<T>::expire_due(&mut meter);
		}

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
