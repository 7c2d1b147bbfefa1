//! Sealed deals: the key stays private, and the judge whom the parties named divides the price if they disagree.

use core::cmp::Ordering;

use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	interest::{hands, tie_of},
	money::Commission,
	sealed::{bear, is_fee_payable, MAX_JUDGE_FEE, WHOLE},
	traits::{Accounts, Delivery, Identities, Judge, Rights, Subject},
	AgreementId, DataSetId, Hash, Moment,
};
use frame_support::{ensure, storage::with_storage_layer, traits::tokens::fungibles::MutateHold};
use pallet_data_escrow_runtime_api::SealedView;
use pallet_support::money::hand_over;
use sp_runtime::{
	traits::{CheckedAdd, SaturatedConversion, Saturating, Zero},
	DispatchResult,
};

use crate::{
	Agreement, BalanceOf, Case, Config, Error, Event, Handover, HoldReason, Pallet, Stage,
};

impl<T: Config> Pallet<T> {
	/// What the judge of a deal to come is promised can be paid, and what is held for it can be counted.
	pub(crate) fn check_fee(
		judge: &Judge,
		price: BalanceOf<T>,
		bond: BalanceOf<T>,
		least: BalanceOf<T>,
	) -> Result<(), Error<T>> {
		ensure!(judge.fee <= MAX_JUDGE_FEE, Error::<T>::FeeTooHigh);
		ensure!(judge.fallback <= WHOLE, Error::<T>::FallbackTooHigh);
		let fee = judge.fee_of(price.saturated_into());
		let dust = !judge.fee.is_zero() && fee.is_zero();
		let payable = is_fee_payable(fee, least.saturated_into());
		ensure!(payable && !dust, Error::<T>::FeeTooLow);
		let fee: BalanceOf<T> = fee.saturated_into();
		let sum = [bond, fee, fee].iter().try_fold(price, |sum, part| sum.checked_add(part));
		ensure!(sum.is_some(), Error::<T>::PriceTooHigh);
		Ok(())
	}

	/// The judge of a deal to come is nobody who has an interest in it.
	pub(crate) fn check_interest(
		judge: &DidId,
		supplier: &Subject<T::AccountId>,
		demander: &Subject<T::AccountId>,
		data_set: DataSetId,
		commissions: &[Commission],
	) -> Result<(), Error<T>> {
		let account = T::Accounts::account_of(judge);
		for party in [supplier, demander] {
			let same = party.did == *judge || account.as_ref() == Some(&party.account);
			ensure!(!same, Error::<T>::JudgeIsParty);
		}
		ensure!(T::Identities::is_active(judge), Error::<T>::JudgeNotActive);
		let own = hands::<T::Identities>(judge);
		ensure!(
			!Self::are_tied(&own, &supplier.did) && !Self::are_tied(&own, &demander.did),
			Error::<T>::JudgeTied
		);
		let paid = commissions.iter().any(|commission| commission.payee == *judge)
			|| Self::shares_profit(judge, data_set, &supplier.did);
		ensure!(!paid, Error::<T>::JudgeShares);
		Ok(())
	}

	/// Who pays for the demander is not who judges.
	pub(crate) fn ensure_not_judge(
		agreement: &Agreement<T>,
		payer: &DidId,
	) -> Result<(), Error<T>> {
		match agreement.delivery {
			Delivery::Sealed(judge) if judge.did == *payer => Err(Error::<T>::JudgeIsParty),
			Delivery::Sealed(_) | Delivery::Proven => Ok(()),
		}
	}

	/// Whether those who can act for the judge have anything to do with a subject.
	fn are_tied(own: &[DidId], other: &DidId) -> bool {
		tie_of(own, &hands::<T::Identities>(other)).is_some()
	}

	fn shares_profit(judge: &DidId, data_set: DataSetId, supplier: &DidId) -> bool {
		T::Rights::payees(data_set, supplier).iter().any(|(payee, _)| payee == judge)
	}

	/// The deal is one of this kind.
	pub(crate) fn ensure_proven(agreement: &Agreement<T>) -> Result<(), Error<T>> {
		ensure!(matches!(agreement.delivery, Delivery::Proven), Error::<T>::WrongDelivery);
		Ok(())
	}

	/// The deal is one of this kind. Returns who judges it.
	fn ensure_sealed(agreement: &Agreement<T>) -> Result<Judge, Error<T>> {
		match agreement.delivery {
			Delivery::Sealed(judge) => Ok(judge),
			Delivery::Proven => Err(Error::<T>::WrongDelivery),
		}
	}

	/// What the runtime API shows of a sealed deal alone.
	pub(crate) fn sealed_view(agreement: &Agreement<T>) -> Option<SealedView<BalanceOf<T>>> {
		let Judge { did: judge, fallback, .. } = Self::ensure_sealed(agreement).ok()?;
		let (handover, case) = match agreement.stage {
			Stage::Delivered { handover, .. } => (Some(handover), None),
			Stage::Contested { handover, case, .. } => (Some(handover), Some(case)),
			_ => (None, None),
		};
		Some(SealedView {
			judge,
			fee: agreement.fee(),
			fallback,
			sealed_key: handover.map(|handover| handover.sealed_key),
			complaint: case.map(|case| case.complaint),
			answer_deadline: case.map(|case| case.answer_until),
			answer: case.and_then(|case| case.answer),
			reply: case.and_then(|case| case.reply),
		})
	}

	/// `checked` counts the certificates that are looked up.
	pub(crate) fn do_deliver_sealed(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		handover: Handover,
		checked: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_supplier(&caller, &agreement)?;
		Self::ensure_account(&caller, &agreement.supplier)?;
		Self::ensure_own_account(&caller, agreement.asset)?;
		Self::ensure_sealed(&agreement)?;
		let until = match agreement.stage {
			Stage::Agreed { .. } => return Err(Error::<T>::NotFunded.into()),
			Stage::Funded { until } => until,
			_ => return Err(Error::<T>::AlreadyDelivered.into()),
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		Self::ensure_certified(&agreement, now, checked)?;
		let until = Self::deadline(now, agreement.windows.dispute)?;
		let (bond, fee) = (agreement.bond, agreement.fee());
		let account = &agreement.supplier.account;
		let pledge = agreement.pledge();
		T::Assets::hold(agreement.asset, &HoldReason::Bond.into(), account, pledge)?;

		Self::no_longer_owes(agreement.supplier.did);
		let (demander, data_set) = (agreement.demander.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Delivered { until, handover });
		let Handover { ciphertext_root, watermark, key_commitment, sealed_key } = handover;
		Self::emit(Event::Delivered {
			id,
			supplier: caller.did,
			ciphertext_root,
			watermark,
			key_commitment,
			sealed_key,
			bond,
			fee,
			until,
			demander,
			data_set,
		});
		Ok(())
	}

	pub(crate) fn do_complain(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		evidence: Hash,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_demander(&caller, &agreement)?;
		let judge = Self::ensure_sealed(&agreement)?.did;
		let (until, handover) = match agreement.stage {
			Stage::Delivered { until, handover } => (until, handover),
			Stage::Contested { .. } => return Err(Error::<T>::AlreadyContested.into()),
			_ => return Err(Error::<T>::NotDelivered.into()),
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let answer_until = Self::deadline(now, agreement.windows.reveal)?;
		// Counted from the end of the answer's window, however soon the answer comes: the judge can plan with it.
		let until = Self::deadline(answer_until, agreement.windows.judgement)?;
		let case = Case { complaint: evidence, answer_until, answer: None, reply: None };

		let (supplier, data_set) = (agreement.supplier.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Contested { until, handover, case });
		Self::emit(Event::Complained {
			id,
			demander: caller.did,
			evidence,
			answer_until,
			until,
			judge,
			supplier,
			data_set,
		});
		Ok(())
	}

	/// The deadline, what was handed over and what was said, of a deal that its judge has yet to decide.
	fn contested(agreement: &Agreement<T>) -> Result<(Moment, Handover, Case), Error<T>> {
		match agreement.stage {
			Stage::Contested { until, handover, case } => Ok((until, handover, case)),
			_ => Err(Error::<T>::NotContested),
		}
	}

	/// The supplier's answer, or the demander's reply to it.
	pub(crate) fn do_answer(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		evidence: Hash,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let by_supplier = caller.did == agreement.supplier.did;
		ensure!(by_supplier || caller.did == agreement.demander.did, Error::<T>::NotParty);
		let judge = Self::ensure_sealed(&agreement)?.did;
		let (until, handover, mut case) = Self::contested(&agreement)?;
		let now = Self::now();
		if by_supplier {
			ensure!(case.answer.is_none(), Error::<T>::AlreadyAnswered);
			Self::ensure_in_time(case.answer_until, now)?;
			case.answer = Some(evidence);
		} else {
			ensure!(case.answer.is_some(), Error::<T>::NotAnswered);
			ensure!(case.reply.is_none(), Error::<T>::AlreadyAnswered);
			Self::ensure_in_time(until, now)?;
			case.reply = Some(evidence);
		}

		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		let data_set = agreement.data_set;
		Self::enter(id, agreement, Stage::Contested { until, handover, case });
		Self::emit(Event::Answered {
			id,
			by: caller.did,
			evidence,
			judge,
			supplier,
			demander,
			data_set,
		});
		Ok(())
	}

	/// The demander of a contested deal lets his complaint go. Once it is the judge's turn, the fee is his to bear. `payees` counts how
	/// many besides the supplier are to be paid, here and below.
	pub(crate) fn drop_complaint(
		caller: Option<DidId>,
		id: AgreementId,
		agreement: Agreement<T>,
		payees: &mut u32,
	) -> DispatchResult {
		let (until, _, case) = Self::contested(&agreement)?;
		ensure!(caller == Some(agreement.demander.did), Error::<T>::NotDemander);
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let verdict = case.is_before_judge(now).then_some(WHOLE);
		*payees = Self::end_judged(id, agreement, Outcome::Settled, verdict, now, caller);
		Ok(())
	}

	/// Once it is the judge's turn, the fee is the supplier's to bear.
	pub(crate) fn do_concede(caller: Subject<T::AccountId>, id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_supplier(&caller, &agreement)?;
		Self::ensure_sealed(&agreement)?;
		let now = Self::now();
		let verdict = match agreement.stage {
			Stage::Delivered { .. } => None,
			Stage::Contested { case, .. } => case.is_before_judge(now).then_some(0),
			_ => return Err(Error::<T>::NotDelivered.into()),
		};
		Self::ensure_in_time(agreement.stage.until(), now)?;
		Self::end_judged(id, agreement, Outcome::Conceded, verdict, now, Some(caller.did));
		Ok(())
	}

	pub(crate) fn do_decide(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		to_supplier: u16,
		reason: Hash,
		payees: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let judge = Self::ensure_sealed(&agreement)?;
		ensure!(caller.did == judge.did, Error::<T>::NotJudge);
		let (until, _, case) = Self::contested(&agreement)?;
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		ensure!(case.is_before_judge(now), Error::<T>::AnswerWindowOpen);
		ensure!(to_supplier <= WHOLE, Error::<T>::VerdictTooHigh);
		ensure!(T::Identities::is_active(&judge.did), Error::<T>::JudgeNotActive);
		Self::ensure_impartial(&judge, &agreement, to_supplier)?;

		Self::emit(Event::Decided {
			id,
			judge: judge.did,
			to_supplier,
			reason,
			supplier: agreement.supplier.did,
			demander: agreement.demander.did,
			data_set: agreement.data_set,
		});
		let outcome = Outcome::Judged { to_supplier };
		let by = Some(judge.did);
		*payees = Self::end_judged(id, agreement, outcome, Some(to_supplier), now, by);
		Ok(())
	}

	/// A judge who came to be tied to a side since the deal was made gives that side no more than the fallback does.
	///
	/// He is not shut out: then a party that is about to lose would tie him to itself, by naming him in its own document, and be
	/// saved by the fallback.
	fn ensure_impartial(
		judge: &Judge,
		agreement: &Agreement<T>,
		to_supplier: u16,
	) -> Result<(), Error<T>> {
		let (supplier, demander) = (&agreement.supplier.did, &agreement.demander.did);
		let (did, funder) = (&judge.did, &agreement.funder.did);
		let tied = |side: &DidId| Self::are_tied(&hands::<T::Identities>(did), side);
		let favours = match to_supplier.cmp(&judge.fallback) {
			Ordering::Greater => {
				tied(supplier) || Self::shares_profit(did, agreement.data_set, supplier)
			},
			Ordering::Less => tied(demander) || (funder != demander && tied(funder)),
			Ordering::Equal => false,
		};
		ensure!(!favours, Error::<T>::JudgeBiased);
		Ok(())
	}

	pub(crate) fn do_recuse(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		payees: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let judge = Self::ensure_sealed(&agreement)?.did;
		ensure!(caller.did == judge, Error::<T>::NotJudge);
		let (until, ..) = Self::contested(&agreement)?;
		let now = Self::now();
		Self::ensure_in_time(until, now)?;

		Self::emit(Event::Recused {
			id,
			judge,
			supplier: agreement.supplier.did,
			demander: agreement.demander.did,
			data_set: agreement.data_set,
		});
		let outcome = agreement.fallback();
		*payees = Self::end_judged(id, agreement, outcome, None, now, Some(judge));
		Ok(())
	}

	/// Ends a sealed deal. `verdict` says who bears how much of the judge's fee, if it is due. Returns how many besides the supplier were to be
	/// paid.
	fn end_judged(
		id: AgreementId,
		agreement: Agreement<T>,
		outcome: Outcome,
		verdict: Option<u16>,
		now: Moment,
		by: Option<DidId>,
	) -> u32 {
		let mut dues = Self::dues_of(&agreement, outcome);
		if let Some(to_supplier) = verdict {
			let (of_supplier, of_demander) = Self::pay_judge(id, &agreement, to_supplier);
			dues.bond = dues.bond.saturating_sub(of_supplier);
			dues.refund = dues.refund.saturating_sub(of_demander);
		}
		Self::close_with(id, agreement, outcome, dues, now, by)
	}

	/// Pays the judge, each side its part of the fee. Returns what supplier and demander bore: nothing if the judge is suspended, has no
	/// account, or one that cannot receive it. A verdict never waits for the payment of who passed it.
	fn pay_judge(
		id: AgreementId,
		agreement: &Agreement<T>,
		to_supplier: u16,
	) -> (BalanceOf<T>, BalanceOf<T>) {
		let nothing = (Zero::zero(), Zero::zero());
		let Delivery::Sealed(Judge { did: judge, .. }) = agreement.delivery else { return nothing };
		let fee = agreement.fee();
		let of_demander: BalanceOf<T> =
			bear(fee.saturated_into(), to_supplier).demander.saturated_into();
		let of_supplier = fee.saturating_sub(of_demander);
		let Some(account) =
			T::Accounts::account_of(&judge).filter(|_| T::Identities::is_active(&judge))
		else {
			return nothing;
		};
		let supplier = (HoldReason::Bond, &agreement.supplier.account, of_supplier);
		let demander = (HoldReason::Price, &agreement.funder.account, of_demander);
		// The larger part first: it is no dust, so an account that has nothing yet can receive it, and after it any other.
		let parts =
			if of_supplier > of_demander { [supplier, demander] } else { [demander, supplier] };
		let paid = with_storage_layer(|| {
			parts.into_iter().try_for_each(|(reason, from, part)| {
				hand_over::<_, T::Assets>(agreement.asset, &reason.into(), from, &account, part)
			})
		});
		if paid.is_err() || fee.is_zero() {
			return nothing;
		}
		let data_set = agreement.data_set;
		Self::emit(Event::JudgePaid { id, judge, account, amount: fee, data_set });
		(of_supplier, of_demander)
	}
}
