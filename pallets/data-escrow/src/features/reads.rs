//! What the runtime API answers.

use alloc::vec::Vec;
use counterfoil_primitives::{did::DidId, exchange::total_leaves, AgreementId};
use pallet_data_escrow_runtime_api::{AgreementView, ParametersView, StageView, MAX_BATCH};

use crate::{
	Agreement, Agreements, BalanceOf, Closed, ClosedAgreements, Config, Pallet, ParametersStore,
	Parties, Stage,
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
		ids.into_iter().take(batch(MAX_BATCH)).map(Self::agreement_view).collect()
	}

	/// A page of the agreements of a subject, beginning after `from`.
	pub fn agreements_of(did: DidId, from: Option<AgreementId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				Parties::<T>::iter_key_prefix_from(did, Parties::<T>::hashed_key_for(did, last))
			},
			None => Parties::<T>::iter_key_prefix(did),
		};
		ids.take(batch(limit)).filter_map(Self::agreement_view).collect()
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
		}
	}
}

/// At most [`MAX_BATCH`].
fn batch(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_BATCH)).unwrap_or_default()
}

fn view_of_open<T: Config>(id: AgreementId, agreement: Agreement<T>) -> ViewOf<T> {
	let (stage, ciphertext_root, key_commitment, key) = match agreement.stage {
		Stage::Agreed { .. } => (StageView::Agreed, None, None, None),
		Stage::Funded { .. } => (StageView::Funded, None, None, None),
		Stage::Offered { ciphertext_root, key_commitment, .. } => {
			(StageView::Offered, Some(ciphertext_root), Some(key_commitment), None)
		},
		Stage::Accepted { ciphertext_root, key_commitment, .. } => {
			(StageView::Accepted, Some(ciphertext_root), Some(key_commitment), None)
		},
		Stage::Revealed { ciphertext_root, key, .. } => {
			(StageView::Revealed, Some(ciphertext_root), None, Some(key))
		},
	};
	AgreementView {
		id,
		supplier: agreement.supplier.did,
		supplier_account: agreement.supplier.account,
		demander: agreement.demander.did,
		demander_account: agreement.demander.account,
		data_set: agreement.data_set,
		leaves: total_leaves(&agreement.parts).unwrap_or_default(),
		parts: agreement.parts.into_inner(),
		price: agreement.price,
		bond: agreement.bond,
		opened: agreement.opened,
		stage,
		deadline: Some(agreement.stage.until()),
		ciphertext_root,
		key_commitment,
		key,
		outcome: None,
		closed: None,
	}
}

fn view_of_closed<T: Config>(id: AgreementId, closed: Closed<T>) -> ViewOf<T> {
	AgreementView {
		id,
		supplier: closed.supplier.did,
		supplier_account: closed.supplier.account,
		demander: closed.demander.did,
		demander_account: closed.demander.account,
		data_set: closed.data_set,
		parts: Vec::new(),
		leaves: 0,
		price: closed.price,
		bond: closed.bond,
		opened: closed.opened,
		stage: StageView::Closed,
		deadline: None,
		ciphertext_root: None,
		key_commitment: None,
		key: None,
		outcome: Some(closed.outcome),
		closed: Some(closed.at),
	}
}
