//! The judgement over a leaf that the demander says is wrong.

use counterfoil_primitives::{
	exchange::{judge, Deal, JudgeError, Verdict},
	traits::Subject,
	AgreementId,
};
use frame_support::weights::Weight;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Misbehaviour, Pallet, Stage, WeightInfo};

impl<T: Config> Pallet<T> {
	/// A dispute costs what its proof makes the chain hash.
	pub(crate) fn weight_of_dispute(proof: &Misbehaviour) -> Weight {
		let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		Self::heard(T::WeightInfo::dispute(
			length(proof.ciphertext.len()),
			length(proof.ciphertext_path.len().saturating_add(proof.leaf_path.len())),
		))
	}

	pub(crate) fn do_dispute(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		proof: Misbehaviour,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_demander(&caller, &agreement)?;
		Self::ensure_proven(&agreement)?;
		let Stage::Revealed { until, ciphertext_root, key, .. } = agreement.stage else {
			return Err(Error::<T>::NotRevealed.into());
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let deal = Deal { parts: &agreement.parts, ciphertext_root, key: &key };
		match judge(&deal, &proof.borrowed()).map_err(Error::<T>::from)? {
			Verdict::Guilty => {
				Self::convict(id, agreement, proof.index, now);
				Ok(())
			},
			Verdict::Innocent => Err(Error::<T>::NoMisbehaviour.into()),
		}
	}
}

impl<T> From<JudgeError> for Error<T> {
	fn from(error: JudgeError) -> Self {
		match error {
			JudgeError::IndexOutOfRange => Self::IndexOutOfRange,
			JudgeError::LeafTooLong => Self::LeafTooLong,
			JudgeError::BadCiphertextProof => Self::BadCiphertextProof,
			JudgeError::BadLeafProof => Self::BadLeafProof,
			JudgeError::EmptyLot => Self::EmptyLot,
		}
	}
}
