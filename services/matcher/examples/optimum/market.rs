//! A made-up market: the same for the same seed.

use counterfoil_matcher::solver::{Demand, Offer};
use counterfoil_primitives::{
	access::Actions,
	market::{Completeness, DeliveryNeed, Need, Parties, Policy, Span, Supply, Wanted, Weights},
	money::{Asset, Price},
	text::{Category, Region},
	traits::{CertificateNeed, Delivery},
	usage::UsageTerms,
	DidId, Moment,
};

/// When everything happens.
pub const NOW: Moment = 1_700_000_000_000;

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
		let supply = Supply {
			supplier: self.did(),
			demanders: Parties::default(),
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
			delivery: Some(Delivery::Proven),
			usage: UsageTerms { actions: Actions::READING, copies: 0, ..UsageTerms::unlimited() },
			asset: self.one(&[Asset::Native, Asset::Native, Asset::Local(1)]),
			price,
			certified: false,
		};
		let certificates = if self.below(2) == 0 { vec![CertificateNeed::Any] } else { Vec::new() };
		let copies = 1 + self.below(2) as u32;
		Offer { id, supply, certificates, copies, submissions: vec![self.below(5_000)] }
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
			0 => Wanted::Volume { records: 500 + self.below(3_000), least: 50, fills: 4 },
			_ => Wanted::Lot { records: self.below(1_000) },
		};
		let category = self.category();
		let need = Need {
			wanted,
			suppliers: Parties::default(),
			category: if self.below(4) == 0 {
				category.parent().unwrap_or(category)
			} else {
				category
			},
			region: Region::new(self.one(&["u", "u33", "u33dc"])).expect("a region"),
			covers: None,
			within: None,
			schema: if self.below(4) == 0 { Some([1; 32]) } else { None },
			quality: 500 + self.below(400) as u16,
			reputation: self.below(400) as u16,
			completeness: if self.below(3) == 0 {
				Some(Completeness { interval: 1_000, per_mille: 900 })
			} else {
				None
			},
			max_age: Some(500_000 + self.below(500_000)),
			certificate: if self.below(3) == 0 {
				CertificateNeed::Any
			} else {
				CertificateNeed::None
			},
			usage: None,
			delivery: DeliveryNeed::default(),
			asset: self.one(&[Asset::Native, Asset::Native, Asset::Local(1)]),
			budget: 500 + u128::from(self.below(30_000)),
			policy,
		};
		let left = need.left();
		let passed = if self.below(10) == 0 { vec![self.did()] } else { Vec::new() };
		let taken = if self.below(10) == 0 { vec![self.below(5_000)] } else { Vec::new() };
		Demand { id, demander: self.did(), left, fills: need.wanted.fills(), need, passed, taken }
	}
}
