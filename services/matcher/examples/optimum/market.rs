//! A made-up market: the same for the same seed. One order in twenty is about a stream, one demand in twenty about a volume.

use counterfoil_matcher::solver::{solve, Demand, Offer};
use counterfoil_primitives::{
	access::Actions,
	market::{
		Completeness, DeliveryNeed, Judges, Need, Parties, Policy, Span, Supply, Wanted, Weights,
	},
	money::{Asset, Price},
	text::{Category, Region},
	traits::{CertificateNeed, Delivery, Judge},
	usage::UsageTerms,
	DidId, Moment,
};

use super::naive;

/// When everything happens.
pub const NOW: Moment = 1_700_000_000_000;

/// Who decides about sealed trades.
const JUDGE: DidId = DidId([250; 32]);

const CATEGORIES: [&str; 8] = [
	"water/flow",
	"water/level",
	"water/flow/pipe",
	"air/pm10",
	"air/no2",
	"energy/meter",
	"traffic/count",
	"noise/street",
];
const REGIONS: [&str; 4] = ["u33dc0", "u33dc1", "u33d", "u281z7"];

/// A generator of numbers that is the same everywhere (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
	fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	fn below(&mut self, end: u64) -> u64 {
		self.roll() % end
	}

	fn one<T: Copy>(&mut self, of: &[T]) -> T {
		of[self.below(of.len() as u64) as usize]
	}

	fn did(&mut self) -> DidId {
		let number = self.below(200) as u8;
		DidId([number; 32])
	}

	fn category(&mut self) -> Category {
		Category::new(self.one(&CATEGORIES)).expect("a category")
	}

	fn region(&mut self) -> Region {
		Region::new(self.one(&REGIONS)).expect("a region")
	}

	/// So many offers.
	pub fn offers(&mut self, count: u64) -> Vec<Offer> {
		(0..count).map(|id| self.offer(id)).collect()
	}

	fn offer(&mut self, id: u64) -> Offer {
		let to = NOW - self.below(1_000_000);
		let records = 1 + self.below(2_000);
		let price = match self.below(3) {
			0 => Price::PerRecord(1 + u128::from(self.below(20))),
			1 => Price::PerByte(1),
			_ => Price::Fixed(100 + u128::from(self.below(20_000))),
		};
		let judge = Judge { did: JUDGE, fee: 50, fallback: 500 };
		let supply = Supply {
			supplier: self.did(),
			demanders: self.parties(),
			live: None,
			category: self.category(),
			region: self.region(),
			span: Span { from: to - records * 1_000, to },
			schema: Some([self.below(2) as u8; 32]),
			records,
			bytes: records * 10,
			quality: 500 + self.below(501) as u16,
			reputation: self.below(1_001) as u16,
			sold: self.below(5) as u32,
			delivery: Some(self.one(&[
				Delivery::Proven,
				Delivery::Proven,
				Delivery::Proven,
				Delivery::Sealed(judge),
			])),
			usage: UsageTerms { actions: Actions::READING, copies: 0, ..UsageTerms::unlimited() },
			asset: self.one(&[Asset::Native, Asset::Native, Asset::Local(1)]),
			price,
			certified: false,
		};
		let certificates = if self.below(2) == 0 { vec![CertificateNeed::Any] } else { Vec::new() };
		let copies = 1 + self.below(2) as u32;
		let offer =
			Offer { id, supply, certificates, copies, submissions: vec![self.below(5_000)] };
		if self.below(20) == 0 {
			return self.live_offer(offer);
		}
		offer
	}

	/// A stream in the place of a lot.
	fn live_offer(&mut self, offer: Offer) -> Offer {
		let supply = Supply {
			live: Some(self.below(100_000)),
			span: Span { from: 0, to: 0 },
			schema: None,
			records: 0,
			bytes: 0,
			quality: 0,
			delivery: None,
			price: Price::PerSecond(1 + u128::from(self.below(20))),
			..offer.supply
		};
		Offer { supply, submissions: Vec::new(), ..offer }
	}

	/// Now and then somebody is not dealt with.
	fn parties(&mut self) -> Parties {
		let mut parties = Parties::default();
		if self.below(10) == 0 {
			parties.denied = vec![self.did()].try_into().expect("one is not too many");
		}
		parties
	}

	/// So many demands.
	pub fn demands(&mut self, count: u64) -> Vec<Demand> {
		(0..count).map(|id| self.demand(id)).collect()
	}

	fn demand(&mut self, id: u64) -> Demand {
		let near = Region::new("u33dc0").expect("a region");
		let weights =
			Weights { price: 3, quality: 2, freshness: 1, nearness: 2, reputation: 1, near };
		let policy = self.one(&[
			Policy::Cheapest,
			Policy::Cheapest,
			Policy::BestQuality,
			Policy::Freshest,
			Policy::FairShare,
			Policy::Nearest(near),
			Policy::Weighted(weights),
		]);
		let wanted = match self.below(20) {
			0 => self.volume(),
			1 => Wanted::Live { notice: self.below(100_000) },
			_ => Wanted::Lot { records: self.below(1_000) },
		};
		let live = matches!(wanted, Wanted::Live { .. });
		let span = |dice: &mut Self, more: u64| {
			let to = NOW - dice.below(1_000_000);
			Some(Span { from: to - more, to }).filter(|_| !live && dice.below(10) == 0)
		};
		let category = self.category();
		let need = Need {
			wanted,
			suppliers: self.parties(),
			category: if self.below(4) == 0 {
				category.parent().unwrap_or(category)
			} else {
				category
			},
			region: Region::new(self.one(&["u", "u33", "u33dc"])).expect("a region"),
			covers: span(self, 100_000),
			within: span(self, 3_000_000),
			schema: if !live && self.below(4) == 0 { Some([1; 32]) } else { None },
			quality: if live { 0 } else { 500 + self.below(400) as u16 },
			reputation: self.below(400) as u16,
			completeness: if !live && self.below(3) == 0 {
				Some(Completeness { interval: 1_000, per_mille: 900 })
			} else {
				None
			},
			max_age: if live { None } else { Some(500_000 + self.below(500_000)) },
			certificate: if self.below(3) == 0 {
				CertificateNeed::Any
			} else {
				CertificateNeed::None
			},
			usage: if self.below(4) == 0 { Some(self.usage()) } else { None },
			delivery: self.delivery(),
			asset: self.one(&[Asset::Native, Asset::Native, Asset::Local(1)]),
			budget: if live { 10 } else { 500 + u128::from(self.below(30_000)) },
			policy,
		};
		assert_eq!(need.check(), Ok(()), "a need that the chain takes");
		let left = need.left();
		let passed = if self.below(10) == 0 { vec![self.did()] } else { Vec::new() };
		let taken = if self.below(10) == 0 { vec![self.below(5_000)] } else { Vec::new() };
		Demand { id, demander: self.did(), left, fills: need.wanted.fills(), need, passed, taken }
	}

	/// As many readings as lots of the least size make up at most.
	fn volume(&mut self) -> Wanted {
		let (records, fills) = (500 + self.below(3_000), self.one(&[4u8, 8]));
		Wanted::Volume { records, least: records.div_ceil(u64::from(fills)), fills }
	}

	/// What most offers grant, or more.
	fn usage(&mut self) -> UsageTerms {
		let actions = self.one(&[Actions::READING, Actions::READING, Actions::ALL]);
		UsageTerms { actions, copies: 0, ..UsageTerms::unlimited() }
	}

	/// Half of the demanders accept a judge.
	fn delivery(&mut self) -> DeliveryNeed {
		let mut need = DeliveryNeed::default();
		if self.below(2) == 0 {
			let accepted = vec![JUDGE].try_into().expect("one is not too many");
			need.sealed = Judges { accepted, max_fee: 100, max_fallback: 500 };
		}
		need
	}

	/// So many lots that answer many needs for a volume, and so many such needs.
	pub fn volumes(&mut self, lots: u64, needs: u64) -> (Vec<Offer>, Vec<Demand>) {
		let category = Category::new("water/flow").expect("a category");
		let offers = (0..20 * lots)
			.map(|id| self.offer(id))
			.filter(|offer| offer.supply.live.is_none())
			.take(lots as usize)
			.map(|offer| {
				let supply = Supply { category, asset: Asset::Native, ..offer.supply };
				Offer { supply, ..offer }
			})
			.collect();
		let demands = (0..needs).map(|id| {
			let (asked, wanted) = (self.demand(id), self.volume());
			let need = Need {
				wanted,
				category,
				region: Region::new("u").expect("a region"),
				covers: None,
				within: None,
				schema: None,
				completeness: None,
				certificate: CertificateNeed::None,
				asset: Asset::Native,
				budget: 10_000 + u128::from(self.below(40_000)),
				quality: 500,
				reputation: 0,
				max_age: Some(1_000_000),
				..asked.need
			};
			Demand { left: need.left(), fills: wanted.fills(), need, ..asked }
		});
		let demands = demands.collect();
		(offers, demands)
	}
}

/// Whether a demand is one that several offers fill together.
pub fn is_volume(demand: &Demand) -> bool {
	matches!(demand.need.wanted, Wanted::Volume { .. })
}

/// Of so many demands for volumes on each of so many markets of so many offers, each demand by itself: how many are answered as well as can be,
/// how many there are, and how much of a volume an answer leaves missing at most that the best one brings, per mille.
pub fn share_at_the_optimum(markets: u64, offers: u64, demands: u64) -> (usize, usize, u64) {
	let (mut best, mut all, mut missing) = (0, 0, 0);
	for seed in 0..markets {
		let (offers, demands) = Dice(seed).volumes(offers, demands);
		for demand in &demands {
			let optimum = naive::best_set(&offers, demand, NOW);
			let found = solve(&offers, std::slice::from_ref(demand), NOW);
			let found = found.first().map(|answer| answer.rank);
			assert_eq!(found.is_some(), optimum.is_some(), "an answer is found if there is one");
			let (Some(found), Some(optimum)) = (found, optimum) else { continue };
			assert!(found >= optimum, "nothing is better than the best of everything");
			all += 1;
			best += usize::from(found == optimum);
			let missed = (found.missing - optimum.missing) * 1_000 / demand.left.units;
			missing = missing.max(missed);
		}
	}
	(best, all, missing)
}
