//! An escrow whose agreements end as a test says.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	traits::{Agreements, ClosedAgreement, Delivery, NewAgreement, OnAgreementClosed},
	AgreementId,
};
use frame_support::traits::fungibles::MutateHold as _;
use pallet_support::money::hand_over;
use sp_runtime::DispatchError;

use super::{did, take_meanwhile, DataContracts, Escrow, Money, Test};

/// The escrow: its agreements lie here until a test closes them.
#[frame_support::pallet(dev_mode)]
pub mod fake_escrow {
	use super::*;
	use frame_support::pallet_prelude::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::composite_enum]
	pub enum HoldReason {
		Price,
	}

	#[pallet::storage]
	#[pallet::unbounded]
	pub type Deals<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, NewAgreement<u64, u64>, OptionQuery>;

	/// What could not be paid at the end: in what, from whom, to whom, how much.
	#[pallet::storage]
	#[pallet::unbounded]
	pub type Unpaid<T: Config> = StorageValue<_, Vec<(Asset, u64, u64, u64)>, ValueQuery>;

	/// What suppliers got of the prices of all agreements that are over.
	#[pallet::storage]
	pub type Paid<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::storage]
	pub type Next<T: Config> = StorageValue<_, AgreementId, ValueQuery>;
}

/// What the stand-in escrow says to an account that cannot put up the price.
pub const NO_PRICE: DispatchError = DispatchError::Other("the price cannot be held");

impl Agreements<u64, u64> for Escrow {
	type Error = DispatchError;

	fn open(_: NewAgreement<u64, u64>) -> Result<AgreementId, DispatchError> {
		Err(DispatchError::Other("batches are funded at once"))
	}

	fn open_funded(terms: NewAgreement<u64, u64>) -> Result<AgreementId, DispatchError> {
		if let Some((agreement, outcome)) = take_meanwhile() {
			close(agreement, outcome);
		}
		let payer = terms.demander.account;
		Money::hold(terms.asset, &fake_escrow::HoldReason::Price.into(), &payer, stake_of(&terms))
			.map_err(|_| NO_PRICE)?;
		let id = fake_escrow::Next::<Test>::get();
		fake_escrow::Next::<Test>::put(id + 1);
		fake_escrow::Deals::<Test>::insert(id, terms);
		Ok(id)
	}

	fn largest_footprint() -> u64 {
		1_000
	}
}

/// What the demander puts up for an agreement.
fn stake_of(terms: &NewAgreement<u64, u64>) -> u64 {
	match terms.delivery {
		Delivery::Proven => terms.price,
		Delivery::Sealed(judge) => {
			let stake = judge.stake(terms.price.into()).expect("prices are small");
			u64::try_from(stake).expect("prices are small")
		},
	}
}

/// Ends an agreement, as nobody in particular wanted it.
pub fn close(agreement: AgreementId, outcome: Outcome) {
	close_by(agreement, outcome, None);
}

/// Ends an agreement: what the supplier is due is paid, the rest returns, and the pallet hears of it. What cannot be returned stays on
/// hold.
pub fn close_by(agreement: AgreementId, outcome: Outcome, by: Option<u64>) {
	let terms = fake_escrow::Deals::<Test>::take(agreement).expect("the agreement is open");
	let (payer, payee) = (terms.demander.account, terms.supplier.account);
	let paid = match outcome {
		Outcome::Settled => terms.price,
		Outcome::Judged { to_supplier } | Outcome::Fallback { to_supplier } => {
			terms.price * u64::from(to_supplier) / 1_000
		},
		_ => 0,
	};
	fake_escrow::Paid::<Test>::mutate(|all| *all += paid);
	let back = stake_of(&terms) - paid;
	for (to, amount) in [(payer, back), (payee, paid)] {
		pay(terms.asset, payer, to, amount);
	}
	DataContracts::closed(&ClosedAgreement {
		id: agreement,
		supplier: terms.supplier,
		demander: terms.demander,
		data_set: terms.data_set,
		submissions: terms.submissions,
		parts: terms.parts,
		ciphertext_root: None,
		watermark: None,
		price: terms.price,
		asset: terms.asset,
		usage: terms.usage,
		outcome,
		by: by.map(did),
		delivered: matches!(
			outcome,
			Outcome::Settled
				| Outcome::Judged { .. }
				| Outcome::Fallback { .. }
				| Outcome::Conceded
		),
	});
}

/// The escrow pays, or keeps what cannot be paid.
fn pay(asset: Asset, from: u64, to: u64, amount: u64) {
	let reason = fake_escrow::HoldReason::Price.into();
	if hand_over::<_, Money>(asset, &reason, &from, &to, amount).is_err() {
		fake_escrow::Unpaid::<Test>::append((asset, from, to, amount));
	}
}

/// The escrow pays what it kept.
pub fn pay_rest() {
	for (asset, from, to, amount) in fake_escrow::Unpaid::<Test>::take() {
		pay(asset, from, to, amount);
	}
}

/// What an agreement says.
pub fn deal(agreement: AgreementId) -> NewAgreement<u64, u64> {
	fake_escrow::Deals::<Test>::get(agreement).expect("the agreement is open")
}

/// The agreements that are open.
pub fn deals() -> Vec<AgreementId> {
	let mut ids: Vec<_> = fake_escrow::Deals::<Test>::iter_keys().collect();
	ids.sort_unstable();
	ids
}
