//! One file per call, and one for each other face of the pallet.

mod agenda;
mod amend;
mod attacks;
mod audit;
mod cancel;
mod dispatch;
mod encoding;
mod end;
mod invariants;
mod origins;
mod random_play;
mod spending;
mod sponsor;
mod views;
mod weights;

pub(crate) use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature},
	sponsorship::{Beneficiary, CallTerms, Limits, Usage},
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError;

pub(crate) use crate::{mock::*, pallet::*, EndReason, MAX_CANCELLED};

/// [`DEVICE`] as a beneficiary.
pub(crate) fn device() -> Beneficiary {
	Beneficiary::Did(did(DEVICE))
}

/// The devices of [`OWNER`] as beneficiaries.
pub(crate) fn fleet() -> Beneficiary {
	Beneficiary::DevicesOf(did(OWNER))
}

/// How much of its limits the sponsorship has used.
pub(crate) fn usage(beneficiary: Beneficiary) -> Usage {
	Sponsorships::<Test>::get(SPONSOR, beneficiary).expect("it is sponsored").usage
}

/// An error of this pallet, as an inner call ends with it.
pub(crate) fn error(error: Error<Test>) -> Result<(), DispatchError> {
	Err(error.into())
}

/// Refuses what [`SPONSOR`] brings.
#[track_caller]
pub(crate) fn refuse(error: Error<Test>, seed: u8, terms: CallTerms<AccountId>, call: RuntimeCall) {
	refuse_from(SPONSOR, error, seed, terms, call)
}

/// Refuses what this account brings.
#[track_caller]
pub(crate) fn refuse_from(
	sponsor: AccountId,
	error: Error<Test>,
	seed: u8,
	terms: CallTerms<AccountId>,
	call: RuntimeCall,
) {
	let signature = sign(seed, &terms, &call);
	refuse_signature(sponsor, error, terms, call, signature)
}

/// Refuses this very signature.
#[track_caller]
pub(crate) fn refuse_signature(
	sponsor: AccountId,
	error: Error<Test>,
	terms: CallTerms<AccountId>,
	call: RuntimeCall,
	signature: KeySignature,
) {
	assert_noop!(
		Sponsorship::dispatch(signed(sponsor), terms, Box::new(call), signature)
			.map_err(|refusal| refusal.error),
		error
	);
}
