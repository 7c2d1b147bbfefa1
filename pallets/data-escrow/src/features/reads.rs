//! What the runtime API answers.

use alloc::vec::Vec;
use counterfoil_primitives::{did::DidId, exchange::total_leaves, AgreementId};
use pallet_data_escrow_runtime_api::{
	AgreementView, DealsView, ParametersView, StageView, MAX_BATCH,
};
use pallet_support::page;
use sp_runtime::traits::Zero;

use crate::{
	Agreement, Agreements, BalanceOf, Closed, ClosedAgreements, Config, Deals, Pallet,
	ParametersStore, Parties, Stage, UnpaidDues,
};

/// An agreement as the runtime API shows it.
type ViewOf<T> = AgreementView<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// One agreement, open or closed.
	pub fn agreement_view(id: AgreementId) -> Option<ViewOf<T>> {
		Agreements::<T>::get(id).map(|agreement| view_of_open::<T>(id, agreement)).or_else(|| {
			ClosedAgreements::<T>::get(id).map(|closed| view_of_closed::<T>(id, closed))
		})
	}

	/// The first [`MAX_BATCH`] of these agreements, in this order.
	pub fn agreements(ids: Vec<AgreementId>) -> Vec<Option<ViewOf<T>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::agreement_view).collect()
	}

	/// A page of the agreements of a subject, beginning after `from`.
	pub fn agreements_of(did: DidId, from: Option<AgreementId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				Parties::<T>::iter_key_prefix_from(did, Parties::<T>::hashed_key_for(did, last))
			},
			None => Parties::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::agreement_view).collect()
	}

	/// What became of the deals of a subject.
	pub fn deals(did: DidId) -> DealsView {
		let counts = Deals::<T>::get(did);
		DealsView {
			counts,
			as_supplier: counts.sales.score(),
			as_demander: counts.purchases.score(),
		}
	}

	/// What became of the deals of the first [`MAX_BATCH`] of these subjects, in this order.
	pub fn deals_of(dids: Vec<DidId>) -> Vec<DealsView> {
		dids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::deals).collect()
	}

	/// The parameters of agreements to come.
	pub fn parameters() -> ParametersView<BalanceOf<T>> {
		let parameters = ParametersStore::<T>::get();
		ParametersView {
			funding: parameters.windows.funding,
			commitment: parameters.windows.commitment,
			acceptance: parameters.windows.acceptance,
			reveal: parameters.windows.reveal,
			dispute: parameters.windows.dispute,
			bond_ppm: parameters.bond.deconstruct(),
			minimum_bond: parameters.minimum_bond,
			judgement: parameters.windows.judgement,
		}
	}
}

fn view_of_open<T: Config>(id: AgreementId, agreement: Agreement<T>) -> ViewOf<T> {
	let (ciphertext_root, watermark) =
		(agreement.stage.ciphertext_root(), agreement.stage.watermark());
	let sealed = Pallet::<T>::sealed_view(&agreement);
	let (stage, key_commitment, key) = match agreement.stage {
		Stage::Agreed { .. } => (StageView::Agreed, None, None),
		Stage::Funded { .. } => (StageView::Funded, None, None),
		Stage::Offered { key_commitment, .. } => (StageView::Offered, Some(key_commitment), None),
		Stage::Accepted { key_commitment, .. } => (StageView::Accepted, Some(key_commitment), None),
		Stage::Revealed { key, .. } => (StageView::Revealed, None, Some(key)),
		Stage::Delivered { handover, .. } => {
			(StageView::Delivered, Some(handover.key_commitment), None)
		},
		Stage::Contested { handover, .. } => {
			(StageView::Contested, Some(handover.key_commitment), None)
		},
	};
	let funder = Some(agreement.funder).filter(|_| agreement.stage.holds_price());
	AgreementView {
		id,
		supplier: agreement.supplier.did,
		supplier_account: agreement.supplier.account,
		demander: agreement.demander.did,
		demander_account: agreement.demander.account,
		data_set: agreement.data_set,
		submissions: agreement.submissions.into_inner(),
		leaves: total_leaves(&agreement.parts).unwrap_or_default(),
		parts: agreement.parts.into_inner(),
		price: agreement.price,
		bond: agreement.bond,
		asset: agreement.asset,
		commissions: agreement.commissions.into_inner(),
		usage: Some(agreement.usage),
		certificate: Some(agreement.certificate),
		delivery: Some(agreement.delivery),
		funder: funder.as_ref().map(|funder| funder.did),
		funder_account: funder.map(|funder| funder.account),
		carrier: agreement.carrier,
		opened: agreement.opened,
		stage,
		deadline: Some(agreement.stage.until()),
		ciphertext_root,
		watermark,
		key_commitment,
		key,
		outcome: None,
		closed: None,
		unpaid: Zero::zero(),
		sealed,
	}
}

fn view_of_closed<T: Config>(id: AgreementId, closed: Closed<T>) -> ViewOf<T> {
	let unpaid = UnpaidDues::<T>::get(id);
	AgreementView {
		id,
		supplier: closed.supplier.did,
		supplier_account: closed.supplier.account,
		demander: closed.demander.did,
		demander_account: closed.demander.account,
		data_set: closed.data_set,
		submissions: Vec::new(),
		parts: Vec::new(),
		leaves: 0,
		price: closed.price,
		bond: closed.bond,
		asset: closed.asset,
		commissions: Vec::new(),
		usage: None,
		certificate: None,
		delivery: None,
		funder: None,
		unpaid: unpaid.as_ref().map_or_else(Zero::zero, |unpaid| unpaid.dues.total()),
		funder_account: unpaid.map(|unpaid| unpaid.funder),
		carrier: closed.carrier,
		opened: closed.opened,
		stage: StageView::Closed,
		deadline: None,
		ciphertext_root: None,
		watermark: None,
		key_commitment: None,
		key: None,
		outcome: Some(closed.outcome),
		closed: Some(closed.at),
		sealed: None,
	}
}
