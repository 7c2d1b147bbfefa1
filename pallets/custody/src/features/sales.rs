//! What the escrow tells: that somebody bought data and can read them.

use counterfoil_primitives::{
	custody::{HeldPart, Marks, Receipt, Source},
	exchange::Outcome,
	traits::{ClosedAgreement, OnAgreementClosed},
};
use frame_support::defensive;

use crate::{Config, Event, Holding, HoldingOfAgreement, Pallet, Parts};

impl<T: Config, Balance> OnAgreementClosed<T::AccountId, Balance> for Pallet<T> {
	// The holding of the agreement, the next number, the time, and the histories of both parties and the data set.
	const READS: u64 = 9;
	// The holding, its two indices, that of the agreement, the next number, and the histories.
	const WRITES: u64 = 11;

	/// The demander holds the data on the statement of the agreement, however it ended: also one who proved a wrong leaf and has
	/// his money back can read the others.
	fn closed(agreement: &ClosedAgreement<T::AccountId, Balance>) {
		if !agreement.delivered || HoldingOfAgreement::<T>::contains_key(agreement.id) {
			return;
		}
		let parts = agreement
			.submissions
			.iter()
			.zip(&agreement.parts)
			.map(|(submission, part)| HeldPart { submission: *submission, root: part.root })
			.collect();
		let now = Self::now();
		// He accepted what he was sold, or had it. Whom a judge, or the supplier himself, gives everything back may have been given nothing that
		// is worth the name: that is the supplier's word, and he may deny it.
		let receipt = match agreement.outcome {
			Outcome::Judged { to_supplier: 0 } | Outcome::Conceded => Receipt::Claimed,
			_ => Receipt::Received(now),
		};
		let recorded = Self::record(Holding {
			holder: agreement.demander.did,
			giver: agreement.supplier.did,
			source: Source::Owner(agreement.data_set),
			data_set: agreement.data_set,
			// An agreement has no more parts than a holding may have.
			parts: Parts::truncate_from(parts),
			usage: agreement.usage.clone(),
			marks: Marks {
				ciphertext_root: agreement.ciphertext_root,
				watermark: agreement.watermark,
			},
			certificate: None,
			agreement: Some(agreement.id),
			circulation: None,
			since: now,
			receipt,
			given: 0,
			depth: 1,
		});
		let Ok(holding) = recorded else {
			defensive!("all numbers of holdings are used up");
			return;
		};
		HoldingOfAgreement::<T>::insert(agreement.id, holding);
		Self::emit(Event::Sold {
			holding,
			agreement: agreement.id,
			giver: agreement.supplier.did,
			holder: agreement.demander.did,
			data_set: agreement.data_set,
			usage: agreement.usage.clone(),
		});
	}
}
