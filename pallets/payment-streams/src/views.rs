//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{did::DidId, stream::Flow, DataSetId, Moment, StreamId};
use pallet_payment_streams_runtime_api::{StageView, StreamView, MAX_BATCH};
use pallet_support::page;

use crate::{types::Stage, Between, Config, Pallet, ParametersStore, Parties, Streams};

/// A stream as the runtime API shows it.
type ViewOf<T> = StreamView<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// One stream, as it stands now.
	pub fn stream(id: StreamId) -> Option<ViewOf<T>> {
		let stream = Streams::<T>::get(id)?;
		let mut ended = None;
		let (stage, flow, due) = match stream.stage {
			Stage::Awaiting { rate, until } => {
				let stage = if Self::now() > until { StageView::Over } else { StageView::Awaiting };
				(stage, Flow::new(rate, 0, stream.opened, None), 0)
			},
			Stage::Open(mut flow) => {
				ended = flow.advance(Self::now()).ended;
				let stage = match ended {
					Some(_) => StageView::Over,
					None if flow.is_running() => StageView::Running,
					None => StageView::Paused,
				};
				(stage, flow, flow.payable())
			},
			Stage::Undelivered(rest) => {
				ended = Some((rest.ending, rest.at));
				let held = stream.stage.held();
				(StageView::Undelivered, Flow::new(0, held, stream.opened, None), rest.to_payee)
			},
		};
		let running = stage == StageView::Running;
		let payee = Self::supplier(&stream);
		let deadline = match (stage, stream.stage) {
			(StageView::Over | StageView::Undelivered, _) => None,
			(_, Stage::Awaiting { until, .. }) => Some(until),
			_ => flow.due(),
		};
		Some(StreamView {
			id,
			payer: stream.payer.did,
			payee: payee.did,
			payee_account: payee.account,
			funder: stream.funder.did,
			funder_account: stream.funder.account,
			data_set: stream.data_set,
			usage: stream.usage,
			commissions: stream.commissions.into_inner(),
			asset: stream.asset,
			rate: flow.rate,
			notice: stream.notice,
			opened: stream.opened,
			stage,
			deposit: flow.deposit,
			due,
			paid: stream.paid,
			runs_until: flow.runs_until().filter(|_| running),
			paused_by_payer: flow.paused_by_payer,
			paused_by_payee: flow.paused_by_payee,
			announced: flow.announced,
			asked: stream.asked,
			latest: flow.latest,
			deadline,
			ended,
		})
	}

	/// The first [`MAX_BATCH`] of these streams, in this order.
	pub fn streams(ids: Vec<StreamId>) -> Vec<Option<ViewOf<T>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::stream).collect()
	}

	/// A page of the streams of a subject, beginning after `from`.
	pub fn streams_of(did: DidId, from: Option<StreamId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				Parties::<T>::iter_key_prefix_from(did, Parties::<T>::hashed_key_for(did, last))
			},
			None => Parties::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::stream).collect()
	}

	/// A page of the streams from a payer to a payee, beginning after `from`.
	pub fn streams_between(
		payer: DidId,
		payee: DidId,
		from: Option<StreamId>,
		limit: u32,
	) -> Vec<ViewOf<T>> {
		let pair = (payer, payee);
		let ids = match from {
			Some(last) => {
				Between::<T>::iter_key_prefix_from(pair, Between::<T>::hashed_key_for(pair, last))
			},
			None => Between::<T>::iter_key_prefix(pair),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::stream).collect()
	}

	/// Whether money flows now from a payer to a payee for a data set; how much, the streams say. Looks at all streams between the two, until one flows: for reads only.
	pub fn is_running(payer: DidId, payee: DidId, data_set: Option<DataSetId>) -> bool {
		Between::<T>::iter_key_prefix((payer, payee)).filter_map(Streams::<T>::get).any(|stream| {
			let Stage::Open(mut flow) = stream.stage else { return false };
			stream.data_set == data_set
				&& flow.advance(Self::now()).ended.is_none()
				&& flow.is_running()
		})
	}

	/// The first [`MAX_BATCH`] of these questions, in this order.
	pub fn are_running(questions: Vec<(DidId, DidId, Option<DataSetId>)>) -> Vec<bool> {
		questions
			.into_iter()
			.take(page(MAX_BATCH, MAX_BATCH))
			.map(|(payer, payee, data_set)| Self::is_running(payer, payee, data_set))
			.collect()
	}

	/// The parameters of streams to come: how long funding may take, the longest notice, and how long borrowed money may be bound.
	pub fn parameters() -> (Moment, Moment, Moment) {
		let parameters = ParametersStore::<T>::get();
		(parameters.funding, parameters.max_notice, parameters.max_loan)
	}
}
