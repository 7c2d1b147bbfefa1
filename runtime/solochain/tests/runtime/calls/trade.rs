//! Trade and money.

use super::*;
use counterfoil_primitives::{
	access::Actions,
	allowance::Limits as Allowed,
	auction::{Descent, Falling, Pricing},
	custody::{Marks, Source},
	market::{
		Completeness, DeliveryNeed, Judges, Need, Parties, Policy, Span, Wanted, Weights,
		MAX_FILLS, MAX_JUDGES, MAX_PARTIES,
	},
	money::{Asset, Commission, Price, MAX_COMMISSIONS},
	terms::{Conditions, Schedule, Umpire},
	traits::{CertificateNeed, Delivery, Judge, Party},
	usage::{UsageStatement, UsageTerms, MAX_PURPOSES},
	voucher::{FinalState, Voucher},
	CertificateType, Text, Tree, MAX_LEAF_LEN, MAX_PATH_LEN,
};
use frame_support::{traits::Get, BoundedVec};
use pallet_data_escrow::Misbehaviour;
use pallet_data_market::{
	DemandTerms, Goods, Lot, OfferTerms, OrderKind, ProposedFill, MAX_PROPOSED,
};

/// What a holder may do, in as many words as there can be.
fn usage() -> UsageStatement {
	let purpose = Text::new("research").unwrap();
	let terms = UsageTerms {
		actions: Actions::ALL,
		purposes: vec![purpose; MAX_PURPOSES as usize].try_into().unwrap(),
		until: Some(0),
		region: Some(region()),
		copies: 0,
	};
	UsageStatement { document: [0; 32], terms }
}

/// As many as a deal may have.
fn commissions<Size: Get<u32>>() -> BoundedVec<Commission, Size> {
	let commission = Commission { payee: SOMEBODY, per_mille: 1 };
	vec![commission; MAX_COMMISSIONS as usize].try_into().unwrap()
}

/// A delivery that names a judge.
fn sealed() -> Delivery {
	Delivery::Sealed(Judge { did: SOMEBODY, fee: 0, fallback: 0 })
}

/// As many submissions as a lot may have.
fn submissions<Size: Get<u32>>() -> BoundedVec<u64, Size> {
	(0..64).collect::<Vec<u64>>().try_into().unwrap()
}

/// Lists of parties as long as they can be.
fn parties() -> Parties {
	let list: BoundedVec<_, _> = vec![SOMEBODY; MAX_PARTIES as usize].try_into().unwrap();
	Parties { allowed: list.clone(), denied: list }
}

/// Those of the market.
pub fn calls_of_market() -> Vec<RuntimeCall> {
	use pallet_data_market::Call;

	let lot = || Lot { data_set: 0, submissions: submissions() };
	let span = Some(Span { from: 0, to: 0 });
	let offer = || OfferTerms::<Runtime> {
		goods: Goods::Lot(lot()),
		price: Price::Fixed(0),
		asset: Asset::Local(0),
		copies: 1,
		usage: usage(),
		delivery: sealed(),
		commissions: commissions(),
		demanders: parties(),
		confirm: true,
		valid_until: 0,
	};
	let judges = Judges {
		accepted: vec![SOMEBODY; MAX_JUDGES as usize].try_into().unwrap(),
		max_fee: 0,
		max_fallback: 0,
	};
	let weights =
		Weights { price: 1, quality: 1, freshness: 1, nearness: 1, reputation: 1, near: region() };
	let demand = || DemandTerms::<Runtime> {
		need: Need {
			wanted: Wanted::Volume { records: 0, least: 0, fills: MAX_FILLS as u8 },
			suppliers: parties(),
			category: category(),
			region: region(),
			covers: span,
			within: span,
			schema: Some([0; 32]),
			quality: 0,
			reputation: 0,
			completeness: Some(Completeness { interval: 1, per_mille: 0 }),
			max_age: Some(0),
			certificate: CertificateNeed::OfType(CertificateType::new("measurement").unwrap()),
			usage: Some(usage().terms),
			delivery: DeliveryNeed { proven: true, sealed: judges.clone() },
			asset: Asset::Local(0),
			budget: 0,
			policy: Policy::Weighted(weights),
		},
		reward: 0,
		window: 0,
		confirm: true,
		valid_until: 0,
	};
	let fill = ProposedFill::<Runtime> { offer: 0, lot: Some(lot()) };
	vec![
		Call::<Runtime>::place_offer { terms: offer() }.into(),
		Call::<Runtime>::withdraw_offer { offer: 0 }.into(),
		Call::<Runtime>::place_demand { terms: demand() }.into(),
		Call::<Runtime>::withdraw_demand { demand: 0 }.into(),
		Call::<Runtime>::take_offer { demand: 0, offer: 0, lot: Some(lot()) }.into(),
		Call::<Runtime>::prune { kind: OrderKind::Offer, id: 0 }.into(),
		Call::<Runtime>::amend_offer { offer: 0, terms: offer() }.into(),
		Call::<Runtime>::amend_demand { demand: 0, terms: demand() }.into(),
		Call::<Runtime>::accept_match { id: 0 }.into(),
		Call::<Runtime>::reject_match { id: 0, reason: [0; 32] }.into(),
		Call::<Runtime>::rematch { demand: 0 }.into(),
		Call::<Runtime>::commit_proposal { demand: 0, hash: [0; 32] }.into(),
		Call::<Runtime>::withdraw_commitment { demand: 0 }.into(),
		Call::<Runtime>::propose {
			demand: 0,
			fills: vec![fill; MAX_PROPOSED as usize].try_into().unwrap(),
			salt: Some([0; 32]),
		}
		.into(),
		Call::<Runtime>::conclude { demand: 0 }.into(),
	]
}

/// Those of the escrow.
pub fn calls_of_escrow() -> Vec<RuntimeCall> {
	use pallet_data_escrow::Call;

	let path = || vec![[0; 32]; MAX_PATH_LEN as usize].try_into().unwrap();
	let proof = Misbehaviour {
		index: 0,
		ciphertext: vec![0; MAX_LEAF_LEN as usize].try_into().unwrap(),
		ciphertext_path: path(),
		leaf: [0; 32],
		leaf_path: path(),
	};
	let (id, evidence, ciphertext_root, key_commitment) = (0, [0; 32], [0; 32], [0; 32]);
	let watermark = Some([0; 32]);
	vec![
		Call::<Runtime>::fund { id, from: Some(SOMEBODY) }.into(),
		Call::<Runtime>::commit { id, ciphertext_root, key_commitment, watermark }.into(),
		Call::<Runtime>::accept { id }.into(),
		Call::<Runtime>::decline { id }.into(),
		Call::<Runtime>::reveal { id, key: [0; 32] }.into(),
		Call::<Runtime>::dispute { id, proof }.into(),
		Call::<Runtime>::settle { id }.into(),
		Call::<Runtime>::expire { id }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
		Call::<Runtime>::forget { id }.into(),
		Call::<Runtime>::collect { id }.into(),
		Call::<Runtime>::deliver_sealed {
			id,
			ciphertext_root,
			key_commitment,
			sealed_key: [0; 32],
			watermark,
		}
		.into(),
		Call::<Runtime>::complain { id, evidence }.into(),
		Call::<Runtime>::answer { id, evidence }.into(),
		Call::<Runtime>::concede { id }.into(),
		Call::<Runtime>::decide { id, to_supplier: 0, reason: [0; 32] }.into(),
		Call::<Runtime>::recuse { id }.into(),
	]
}

/// Those of the auctions.
pub fn calls_of_auctions() -> Vec<RuntimeCall> {
	use pallet_data_auction::{Call, Lot, SealedTerms};

	let lot = || Lot::<Runtime> {
		data_set: 0,
		submissions: submissions(),
		asset: Asset::Local(0),
		usage: usage(),
		commissions: commissions(),
		certificate: CertificateNeed::Any,
		delivery: sealed(),
	};
	let terms = SealedTerms {
		copies: 1,
		reserve: 0,
		pricing: Pricing::First,
		deposit: 0,
		commit_until: 0,
		reveal_until: 0,
	};
	let descent = Descent::Steps(1);
	let sale = Falling { start: 0, reserve: 0, from: 0, until: 0, descent };
	let auction = 0;
	vec![
		Call::<Runtime>::open_sealed { lot: lot(), terms }.into(),
		Call::<Runtime>::open_descending { lot: lot(), copies: 1, sale }.into(),
		Call::<Runtime>::bid { auction, commitment: [0; 32] }.into(),
		Call::<Runtime>::reveal { auction, amount: 0, salt: [0; 32] }.into(),
		Call::<Runtime>::take { auction, max_price: 0 }.into(),
		Call::<Runtime>::cancel { auction }.into(),
		Call::<Runtime>::advance { auction }.into(),
		Call::<Runtime>::collect { auction, bidder: SOMEBODY }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
	]
}

/// Those of the contracts.
pub fn calls_of_contracts() -> Vec<RuntimeCall> {
	use pallet_data_contracts::Call;

	let conditions = Conditions {
		data_set: 0,
		asset: Asset::Local(0),
		price: 0,
		schedule: Schedule { first: 0, period: 0, grace: 0, batches: 0 },
		prepaid: 0,
		records: 0,
		quality: 0,
		certificate: CertificateNeed::Any,
		delivery: sealed(),
		commissions: commissions(),
		usage: usage(),
		terms: Default::default(),
		umpire: Some(Umpire { did: SOMEBODY, window: 0 }),
	};
	let (id, batch) = (0, 0);
	vec![
		Call::<Runtime>::propose {
			party: Party::Supplier,
			to: SOMEBODY,
			conditions: Box::new(conditions),
			until: 0,
		}
		.into(),
		Call::<Runtime>::withdraw { id }.into(),
		Call::<Runtime>::accept { id }.into(),
		Call::<Runtime>::fund_more { id, batches: 0 }.into(),
		Call::<Runtime>::deliver { id, batch, submissions: submissions() }.into(),
		Call::<Runtime>::decide { id, batch, against: Party::Supplier }.into(),
		Call::<Runtime>::end { id }.into(),
		Call::<Runtime>::advance { id }.into(),
		Call::<Runtime>::protest { id }.into(),
	]
}

/// Those of the allowances.
pub fn calls_of_allowances() -> Vec<RuntimeCall> {
	use pallet_allowances::Call;

	let (spender, payee) = (SOMEBODY, Some(SOMEBODY));
	let limits = Allowed { amount: 0, total: 0, count: 0, lock: 0, valid_until: 0 };
	vec![
		Call::<Runtime>::allow { spender, payee, asset: Asset::Local(0), limits }.into(),
		Call::<Runtime>::amend { spender, payee, limits }.into(),
		Call::<Runtime>::revoke { spender, payee }.into(),
	]
}

/// Those of the channels.
pub fn calls_of_channels() -> Vec<RuntimeCall> {
	use pallet_payment_channels::Call;

	let delivered = Tree::from_leaves([b"leaf"]).fingerprint();
	let voucher = Voucher { amount: 0, delivered };
	let channel = 0;
	vec![
		Call::<Runtime>::open {
			payee: SOMEBODY,
			signer: KEY,
			asset: Asset::Local(0),
			deposit: 0,
			data_set: Some(0),
			commissions: commissions(),
			expires: 0,
			challenge: 0,
			from: Some(SOMEBODY),
		}
		.into(),
		Call::<Runtime>::top_up { channel, amount: 0, expires: Some(0) }.into(),
		Call::<Runtime>::claim { channel, voucher, signature: SIGNATURE }.into(),
		Call::<Runtime>::close {
			channel,
			state: FinalState { amount: 0, delivered },
			payer_signature: SIGNATURE,
			payee_signature: SIGNATURE,
		}
		.into(),
		Call::<Runtime>::close_by_payee { channel, best: Some((voucher, SIGNATURE)) }.into(),
		Call::<Runtime>::request_close { channel }.into(),
		Call::<Runtime>::finalise { channel }.into(),
		Call::<Runtime>::settle { channel }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
	]
}

/// Those of the streams.
pub fn calls_of_streams() -> Vec<RuntimeCall> {
	use pallet_payment_streams::Call;

	let (id, from) = (0, Some(SOMEBODY));
	vec![
		Call::<Runtime>::open {
			payee: SOMEBODY,
			data_set: Some(0),
			asset: Asset::Local(0),
			rate: 0,
			deposit: 0,
			notice: 0,
			from,
		}
		.into(),
		Call::<Runtime>::fund { id, deposit: 0, from }.into(),
		Call::<Runtime>::claim { id }.into(),
		Call::<Runtime>::top_up { id, amount: 0 }.into(),
		Call::<Runtime>::pause { id }.into(),
		Call::<Runtime>::resume { id }.into(),
		Call::<Runtime>::change_rate { id, rate: 0 }.into(),
		Call::<Runtime>::close { id }.into(),
		Call::<Runtime>::withdraw { id }.into(),
		Call::<Runtime>::set_parameters { parameters: Default::default() }.into(),
	]
}

/// Those of custody.
pub fn calls_of_custody() -> Vec<RuntimeCall> {
	use pallet_custody::{Call, EndUser, Provision};

	let marks = Marks { ciphertext_root: Some([0; 32]), watermark: Some([0; 32]) };
	let (circulation, holding) = (0, 0);
	vec![
		Call::<Runtime>::request {
			source: Source::Holding(0),
			submissions: submissions(),
			usage: usage(),
			user: Some(EndUser { did: SOMEBODY, usage: usage() }),
			until: 0,
		}
		.into(),
		Call::<Runtime>::confirm { circulation }.into(),
		Call::<Runtime>::provide {
			circulation,
			provision: Provision { usage: usage(), certificate: Some(0), marks },
		}
		.into(),
		Call::<Runtime>::provide_sold { circulation, agreement: 0, certificate: Some(0) }.into(),
		Call::<Runtime>::acknowledge { holding }.into(),
		Call::<Runtime>::deny { holding }.into(),
		Call::<Runtime>::withdraw { circulation }.into(),
		Call::<Runtime>::expire { circulation }.into(),
	]
}
