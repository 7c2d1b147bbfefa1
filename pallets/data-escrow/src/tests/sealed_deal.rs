//! A sealed deal to play with: between [`SUPPLIER`] and [`DEMANDER`], judged by [`JUDGE`].

use counterfoil_primitives::{
	money::Asset,
	sealed::sealed_key_commitment,
	traits::{Delivery, Judge, NewAgreement},
	AgreementId, Hash,
};
use frame_support::assert_ok;
use sp_runtime::{DispatchError, DispatchResult};

use crate::mock::*;

/// Decides. Has a DID and no money.
pub const JUDGE: u64 = 20;
/// What the judge gets: a tenth of [`PRICE`].
pub const FEE: u64 = 100;
/// What the supplier gets if the judge does not decide, per mille.
pub const FALLBACK: u16 = 400;
/// What the parties show the judge.
pub const COMPLAINT: Hash = [0xc0; 32];
pub const ANSWER: Hash = [0xa0; 32];
pub const REPLY: Hash = [0xb0; 32];
/// Why the judge decides as he does.
pub const REASON: Hash = [0xd0; 32];

/// The terms that the tests agree on with their judge.
pub fn judge() -> Judge {
	Judge { did: did(JUDGE), fee: 100, fallback: FALLBACK }
}

/// The terms of a deal under this judge.
pub fn terms_under(judge: Judge) -> NewAgreement<u64, u64> {
	NewAgreement { delivery: Delivery::Sealed(judge), ..terms() }
}

/// The terms of the deal that the tests make.
pub fn sealed_terms() -> NewAgreement<u64, u64> {
	terms_under(judge())
}

/// Opens an agreement under this judge.
pub fn open_under(judge: Judge) -> Result<AgreementId, DispatchError> {
	open(terms_under(judge))
}

pub fn deliver_sealed(who: u64, deal: &Deal) -> DispatchResult {
	bare(DataEscrow::deliver_sealed(
		RuntimeOrigin::signed(who),
		deal.id,
		deal.root(),
		deal.commitment(),
		sealed_key(deal.id),
		WATERMARK,
	))
}
pub fn complain(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::complain(RuntimeOrigin::signed(who), id, COMPLAINT)
}
pub fn answer(who: u64, id: AgreementId, evidence: Hash) -> DispatchResult {
	DataEscrow::answer(RuntimeOrigin::signed(who), id, evidence)
}
pub fn concede(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::concede(RuntimeOrigin::signed(who), id)
}
pub fn decide(who: u64, id: AgreementId, to_supplier: u16) -> DispatchResult {
	bare(DataEscrow::decide(RuntimeOrigin::signed(who), id, to_supplier, REASON))
}
pub fn recuse(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::recuse(RuntimeOrigin::signed(who), id))
}

/// What the supplier says that he sealed.
pub fn sealed_key(id: AgreementId) -> Hash {
	sealed_key_commitment(&GENESIS, id, &[0x5e; 80])
}

/// Opened.
pub fn agreed() -> Deal {
	Deal::of(open(sealed_terms()).expect("the terms are right"))
}

/// Opened in another asset.
pub fn agreed_in(asset: Asset) -> Deal {
	Deal::of(open(NewAgreement { asset, ..sealed_terms() }).expect("the terms are right"))
}

pub fn funded() -> Deal {
	agreed().fund()
}

pub fn delivered() -> Deal {
	deliver(funded())
}

pub fn contested() -> Deal {
	contest(delivered())
}

/// The supplier has answered: it is the judge's turn.
pub fn answered() -> Deal {
	let deal = contested();
	assert_ok!(answer(SUPPLIER, deal.id, ANSWER));
	deal
}

pub fn deliver(deal: Deal) -> Deal {
	assert_ok!(deliver_sealed(SUPPLIER, &deal));
	deal
}

pub fn contest(deal: Deal) -> Deal {
	assert_ok!(complain(DEMANDER, deal.id));
	deal
}

/// What the three have in the end, and nothing is held.
#[track_caller]
pub fn assert_ended(supplier: u64, demander: u64, judge: u64) {
	let purses = [SUPPLIER, DEMANDER, JUDGE].map(purse);
	let expected = [supplier, demander, judge].map(|total| Purse { total, price: 0, bond: 0 });
	assert_eq!(purses, expected);
}
