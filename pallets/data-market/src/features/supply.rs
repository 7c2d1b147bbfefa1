//! What an offer supplies now, and whether that answers a demand.
//!
//! What is fixed in the order (price, parties, validity) is read from the order. What may have changed since it was placed (who
//! is active, what the lot is worth) is asked again here, every time.

use alloc::vec::Vec;

use counterfoil_primitives::{
	fingerprint::Fingerprint,
	market::{admissible, Fill, Mismatch, Request, Span, Supply},
	reputation::Score,
	roles::Role,
	text::{Category, Region},
	traits::{
		Agreements, CertificateNeed, DataRegistry, DataSetFacts, Identities, LotFacts, Reputations,
	},
	DataSetId, DidId, Moment, SubmissionId,
};
use frame_support::{ensure, traits::Get};
use pallet_data_market_runtime_api::Obstacle;

use crate::{
	types::lot_len, Config, Demand, Effort, Goods, Lot, Offer, OfferTerms, Pallet, Query, Sold,
};

/// What an offer supplies now.
#[derive(Clone)]
pub(crate) struct Stock<T: Config> {
	/// As the rule sees it.
	pub supply: Supply,
	/// The data set.
	pub data_set: DataSetId,
	/// The lot, unless it is a stream.
	pub lot: Option<Lot<T>>,
	/// The fingerprints of the submissions of the lot.
	pub parts: Vec<Fingerprint>,
}

impl<T: Config> Stock<T> {
	/// The submissions, none of a stream.
	pub fn submissions(&self) -> &[SubmissionId] {
		self.lot.as_ref().map(|lot| &lot.submissions[..]).unwrap_or_default()
	}
}

impl<T: Config> Pallet<T> {
	/// What an offer supplies now: its own lot, the one that is named for a query, or its stream.
	pub(crate) fn stock_of(
		offer: &Offer<T>,
		named: Option<&Lot<T>>,
		now: Moment,
		effort: &mut Effort,
	) -> Result<Stock<T>, Obstacle> {
		let (supplier, terms) = (&offer.supplier.did, &offer.terms);
		match (&terms.goods, named) {
			(Goods::Lot(lot), None) => Self::stock_of_lot(supplier, terms, lot, now, effort),
			(Goods::Query(query), Some(lot)) => {
				let stock = Self::stock_of_lot(supplier, terms, lot, now, effort)?;
				ensure!(answers(&stock.supply, query), Obstacle::OutsideQuery);
				Ok(stock)
			},
			(Goods::Live { data_set, notice }, None) => {
				let facts = T::Registry::data_set(*data_set).ok_or(Obstacle::LotUnavailable)?;
				ensure!(facts.owner == *supplier, Obstacle::LotUnavailable);
				Ok(Self::stream(terms, (*data_set, facts), *notice, now))
			},
			(Goods::Query(_), None) => Err(Obstacle::LotNotNamed),
			(Goods::Lot(_) | Goods::Live { .. }, Some(_)) => Err(Obstacle::LotNamed),
		}
	}

	/// What the registry says about a lot of a supplier now.
	fn stock_of_lot(
		supplier: &DidId,
		terms: &OfferTerms<T>,
		lot: &Lot<T>,
		now: Moment,
		effort: &mut Effort,
	) -> Result<Stock<T>, Obstacle> {
		effort.add_lot(lot_len(&lot.submissions));
		let facts = T::Registry::lot(lot.data_set, &lot.submissions, now)
			.map_err(|_| Obstacle::LotUnavailable)?;
		ensure!(facts.supplier == *supplier, Obstacle::LotUnavailable);
		Ok(Self::lot(terms, lot, facts, now))
	}

	/// A lot of which these facts are known.
	pub(crate) fn lot(
		terms: &OfferTerms<T>,
		lot: &Lot<T>,
		facts: LotFacts,
		now: Moment,
	) -> Stock<T> {
		let base = Self::supply_by(terms, facts.supplier, facts.category, facts.region, now);
		let supply = Supply {
			span: Span { from: facts.oldest, to: facts.newest },
			schema: facts.schema,
			records: facts.records,
			bytes: facts.bytes,
			quality: facts.quality,
			delivery: Some(terms.delivery),
			..base
		};
		Stock { supply, data_set: lot.data_set, lot: Some(lot.clone()), parts: facts.parts }
	}

	/// A stream of a data set of which these facts are known.
	pub(crate) fn stream(
		terms: &OfferTerms<T>,
		(data_set, facts): (DataSetId, DataSetFacts),
		notice: Moment,
		now: Moment,
	) -> Stock<T> {
		let base = Self::supply_by(terms, facts.owner, facts.category, facts.region, now);
		let supply = Supply { live: Some(notice), ..base };
		Stock { supply, data_set, lot: None, parts: Vec::new() }
	}

	/// What is known without readings: the terms, and what became of the supplier's other deals. That there is a certificate is
	/// assumed until a demand asks for one.
	fn supply_by(
		terms: &OfferTerms<T>,
		supplier: DidId,
		category: Category,
		region: Region,
		now: Moment,
	) -> Supply {
		let (good, bad) = T::Reputations::supplier(&supplier);
		Supply {
			supplier,
			demanders: terms.demanders.clone(),
			live: None,
			category,
			region,
			span: Span { from: 0, to: 0 },
			schema: None,
			records: 0,
			bytes: 0,
			quality: 0,
			reputation: Score::of(good, bad).lower,
			sold: Self::sold_lately(&supplier, now),
			delivery: None,
			usage: terms.usage.terms.clone(),
			asset: terms.asset,
			price: terms.price,
			certified: true,
		}
	}

	/// How many matches a supplier had lately.
	pub(crate) fn sold_lately(supplier: &DidId, now: Moment) -> u32 {
		Sold::<T>::get(supplier).at(Self::fair_window(now)).lately()
	}

	/// Counts a match of a supplier.
	pub(crate) fn count_sale(supplier: &DidId, now: Moment) {
		Sold::<T>::mutate(supplier, |sales| {
			*sales = sales.at(Self::fair_window(now));
			sales.count = sales.count.saturating_add(1);
		});
	}

	/// The number of the window of time in which matches are counted.
	fn fair_window(now: Moment) -> u64 {
		now.checked_div(T::FairWindow::get()).unwrap_or_default()
	}

	/// Whether both orders are open, and the two parties may deal with each other now.
	pub(crate) fn check_orders(
		offer: &Offer<T>,
		demand: &Demand<T>,
		now: Moment,
	) -> Result<(), Obstacle> {
		ensure!(offer.is_open(), Obstacle::OfferClosed);
		ensure!(demand.is_open(), Obstacle::DemandClosed);
		ensure!(now <= offer.terms.valid_until, Obstacle::OfferExpired);
		ensure!(now <= demand.terms.valid_until, Obstacle::DemandExpired);
		let (supplier, demander) = (&offer.supplier.did, &demand.demander.did);
		ensure!(supplier != demander, Obstacle::Mismatch(Mismatch::SameParty));
		let supplies = T::Identities::has_role(supplier, Role::Supplier);
		ensure!(supplies, Obstacle::SupplierNotActive);
		let demands = T::Identities::has_role(demander, Role::Demander);
		ensure!(demands, Obstacle::DemanderNotActive);
		// Others can bring that about and he can end it: it stands in the way for as long as it lasts, and no longer.
		let of_agreements = !matches!(offer.terms.goods, Goods::Live { .. });
		let owes = of_agreements && T::Agreements::owes_too_much(supplier);
		ensure!(!owes, Obstacle::SupplierOwes);
		Ok(())
	}

	/// Whether what an offer supplies answers what is left of a demand, and how much of it; whatever certificate the demand needs.
	pub(crate) fn fill_of(
		stock: &Stock<T>,
		demand: &Demand<T>,
		now: Moment,
	) -> Result<Fill, Obstacle> {
		let need = &demand.terms.need;
		let request = Request { demander: &demand.demander.did, need, left: &demand.left };
		let fill = admissible(&stock.supply, &request, now).map_err(Obstacle::Mismatch)?;
		ensure!(!demand.has_any(stock.submissions()), Obstacle::AlreadyTaken);
		// An amount that the asset cannot hold cannot be paid, and dust cannot be received.
		let amount =
			T::Balance::try_from(fill.amount).map_err(|_| Obstacle::Mismatch(Mismatch::Price))?;
		let least = Self::least_amount(need.asset, stock.supply.live.is_some());
		ensure!(amount >= least, Obstacle::PriceTooLow);
		Ok(fill)
	}

	/// The same with the certificate. It is asked for last, and only if the demand needs one.
	pub(crate) fn answer(
		stock: &Stock<T>,
		demand: &Demand<T>,
		now: Moment,
		effort: &mut Effort,
	) -> Result<Fill, Obstacle> {
		let fill = Self::fill_of(stock, demand, now)?;
		let certified = match &demand.terms.need.certificate {
			CertificateNeed::None => true,
			asked => {
				let submissions = stock.submissions();
				effort.add_certificates(lot_len(submissions));
				T::Registry::has_certificate(stock.data_set, submissions, asked, now)
			},
		};
		ensure!(certified, Obstacle::Mismatch(Mismatch::Certificate));
		Ok(fill)
	}

	/// Whether the pair can be matched now, with what is supplied and how much of it the demand takes.
	pub(crate) fn examine(
		offer: &Offer<T>,
		demand: &Demand<T>,
		named: Option<&Lot<T>>,
		now: Moment,
		effort: &mut Effort,
	) -> Result<(Stock<T>, Fill), Obstacle> {
		Self::check_orders(offer, demand, now)?;
		let stock = Self::stock_of(offer, named, now, effort)?;
		let fill = Self::answer(&stock, demand, now, effort)?;
		Ok((stock, fill))
	}
}

/// Whether the lot is among the data that the offer is about.
fn answers(supply: &Supply, query: &Query) -> bool {
	supply.category.is_within(&query.category)
		&& supply.region.starts_with(&query.region)
		&& query.within.is_none_or(|span| span.holds(&supply.span))
		&& (query.schema.is_none() || query.schema == supply.schema)
}
