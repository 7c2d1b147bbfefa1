//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	custody::{suspicion, CirculationId, Leak, MAX_DEPTH, MAX_HELD_PARTS},
	did::DidId,
	traits::{DataRegistry, Fingerprints},
	usage::{NotPassable, UsageTerms},
	AgreementId, DataSetId, Hash, HoldingId, SubmissionId,
};
use frame_support::traits::Get;
use pallet_custody_runtime_api::{
	CirculationView, CustodyEnd, CustodyPage, HoldingView, LimitsView, StageView, SuspectPage,
	SuspectView, TraceError, MAX_BATCH, MAX_SCAN,
};
use pallet_support::page;

use crate::{
	Circulation, Circulations, CirculationsOf, Config, Holding, HoldingOfAgreement, Holdings,
	HoldingsOf, HoldingsOfDataSet, Pallet, Stage,
};

impl<T: Config> Pallet<T> {
	/// One holding.
	pub fn holding(id: HoldingId) -> Option<HoldingView> {
		Holdings::<T>::get(id).map(|held| view_of(id, held))
	}

	/// The first [`MAX_BATCH`] of these holdings.
	pub fn holdings(ids: Vec<HoldingId>) -> Vec<Option<HoldingView>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::holding).collect()
	}

	/// A page of what somebody holds or ever held, beginning after `from`.
	pub fn holdings_of(holder: DidId, from: Option<HoldingId>, limit: u32) -> Vec<HoldingView> {
		let ids = match from {
			Some(last) => {
				let last = HoldingsOf::<T>::hashed_key_for(holder, last);
				HoldingsOf::<T>::iter_key_prefix_from(holder, last)
			},
			None => HoldingsOf::<T>::iter_key_prefix(holder),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::holding).collect()
	}

	/// The holding that each of the first [`MAX_BATCH`] agreements made.
	pub fn holdings_of_agreements(agreements: Vec<AgreementId>) -> Vec<Option<HoldingView>> {
		let holding = |id| HoldingOfAgreement::<T>::get(id).and_then(Self::holding);
		agreements.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(holding).collect()
	}

	/// Everybody who was ever given the part with this root, in whichever data set: a page, beginning after `from`.
	pub fn custody(root: Hash, from: Option<CustodyEnd>, limit: u32) -> CustodyPage {
		let (holdings, next) = Self::search(&root, from, limit, |id, held| {
			held.parts.iter().any(|part| part.root == root).then(|| view_of(id, held))
		});
		CustodyPage { holdings, next }
	}

	/// The holding, and those that it comes from, up to the one that the owner gave.
	pub fn custody_path(id: HoldingId) -> Vec<HoldingView> {
		Self::path_of(id).into_iter().map(|(id, held)| view_of(id, held)).collect()
	}

	/// Who can have leaked a leaf, whatever data set he has it from: a page, beginning after `from`.
	pub fn suspects(
		submission: SubmissionId,
		leak: Leak,
		from: Option<CustodyEnd>,
		limit: u32,
	) -> Result<SuspectPage, TraceError> {
		let facts = T::Registry::submission(submission).ok_or(TraceError::UnknownSubmission)?;
		let clue = leak.clue(&facts.fingerprint).map_err(TraceError::Proof)?;
		let (suspects, next) = Self::search(&facts.fingerprint.root, from, limit, |id, held| {
			let path = Self::path_of(id).into_iter().map(|(_, held)| held.marks);
			let ground = suspicion(&clue, &held.parts, path)?;
			Some(SuspectView { ground, holding: view_of(id, held) })
		});
		Ok(SuspectPage { suspects, next })
	}

	/// What `find` makes of the holdings of all data sets with this root: a page, beginning after `from`, and where to go on.
	fn search<View>(
		root: &Hash,
		from: Option<CustodyEnd>,
		limit: u32,
		find: impl Fn(HoldingId, Holding) -> Option<View>,
	) -> (Vec<View>, Option<CustodyEnd>) {
		let next_after = |data_set| {
			let next = T::Registry::next_data_set_with(root, data_set);
			next.map(|data_set| CustodyEnd { data_set, after: None })
		};
		let mut search = Search::new(limit);
		let mut place = from.or_else(|| next_after(None));
		while let Some(CustodyEnd { data_set, after }) = place.filter(|_| search.goes_on()) {
			let end = search.look::<T>(data_set, after, &find);
			place = end.or_else(|| next_after(Some(data_set)));
		}
		(search.found, place)
	}

	/// The widest terms on which the holder may pass the data on now.
	pub fn passable(id: HoldingId) -> Option<Result<UsageTerms, NotPassable>> {
		Self::passable_terms(id)
	}

	/// One open circulation.
	pub fn circulation(id: CirculationId) -> Option<CirculationView<T::AccountId>> {
		Circulations::<T>::get(id).map(|circulation| view_of_circulation::<T>(id, circulation))
	}

	/// The first [`MAX_BATCH`] of these circulations.
	pub fn circulations(ids: Vec<CirculationId>) -> Vec<Option<CirculationView<T::AccountId>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::circulation).collect()
	}

	/// A page of the open circulations of somebody, beginning after `from`.
	pub fn circulations_of(
		did: DidId,
		from: Option<CirculationId>,
		limit: u32,
	) -> Vec<CirculationView<T::AccountId>> {
		let ids = match from {
			Some(last) => {
				let last = CirculationsOf::<T>::hashed_key_for(did, last);
				CirculationsOf::<T>::iter_key_prefix_from(did, last)
			},
			None => CirculationsOf::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::circulation).collect()
	}

	/// What governs circulations.
	pub fn limits() -> LimitsView {
		LimitsView {
			max_duration: T::MaxDuration::get(),
			max_depth: MAX_DEPTH,
			max_parts: MAX_HELD_PARTS,
		}
	}
}

/// A page that is being put together.
struct Search<View> {
	found: Vec<View>,
	/// How many more may be found.
	room: usize,
	/// At how many more holdings and data sets may be looked.
	looks: u32,
}

impl<View> Search<View> {
	fn new(limit: u32) -> Self {
		Self { found: Vec::new(), room: page(limit, MAX_BATCH), looks: MAX_SCAN }
	}

	fn goes_on(&self) -> bool {
		self.room > self.found.len() && self.looks > 0
	}

	/// Adds what `find` makes of the holdings of a data set, beginning after `from`, as long as the search goes on. Returns where it ended
	/// if there are more.
	fn look<T: Config>(
		&mut self,
		data_set: DataSetId,
		from: Option<HoldingId>,
		find: impl Fn(HoldingId, Holding) -> Option<View>,
	) -> Option<CustodyEnd> {
		self.looks = self.looks.saturating_sub(1);
		let mut ids = match from {
			Some(last) => {
				let last = HoldingsOfDataSet::<T>::hashed_key_for(data_set, last);
				HoldingsOfDataSet::<T>::iter_key_prefix_from(data_set, last)
			},
			None => HoldingsOfDataSet::<T>::iter_key_prefix(data_set),
		};
		let mut end = CustodyEnd { data_set, after: from };
		loop {
			let id = ids.next()?;
			if !self.goes_on() {
				return Some(end);
			}
			self.looks = self.looks.saturating_sub(1);
			end.after = Some(id);
			self.found.extend(Holdings::<T>::get(id).and_then(|held| find(id, held)));
		}
	}
}

fn view_of(id: HoldingId, held: Holding) -> HoldingView {
	HoldingView {
		id,
		holder: held.holder,
		giver: held.giver,
		source: held.source,
		data_set: held.data_set,
		parts: held.parts.into_inner(),
		copies_left: held.usage.terms.copies_left(held.given),
		usage: held.usage,
		marks: held.marks,
		certificate: held.certificate,
		agreement: held.agreement,
		circulation: held.circulation,
		since: held.since,
		receipt: held.receipt,
		given: held.given,
		depth: held.depth,
	}
}

fn view_of_circulation<T: Config>(
	id: CirculationId,
	circulation: Circulation<T>,
) -> CirculationView<T::AccountId> {
	let (stage, holding) = match circulation.stage {
		Stage::Requested => (StageView::Requested, None),
		Stage::Confirmed => (StageView::Confirmed, None),
		Stage::AtProxy { holding } => (StageView::AtProxy, Some(holding)),
	};
	let (user, user_usage) = match circulation.user {
		Some(user) => (Some(user.did), Some(user.usage)),
		None => (None, None),
	};
	CirculationView {
		id,
		source: circulation.source,
		giver: circulation.giver,
		receiver: circulation.receiver.did,
		receiver_account: circulation.receiver.account,
		usage: circulation.usage,
		user,
		user_usage,
		data_set: circulation.data_set,
		parts: circulation.parts.into_inner(),
		stage,
		holding,
		until: circulation.until,
	}
}
