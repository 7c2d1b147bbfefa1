//! What anybody might do, and what a deal might be about.

use counterfoil_primitives::{money::Asset, Moment};
use proptest::{collection, prelude::*, sample};

use crate::mock::*;

/// Both parties from both of their accounts, and two who have nothing to do with it.
pub const EVERYBODY: &[u64] =
	&[SUPPLIER, DEMANDER, STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT, DEMANDER + OTHER_ACCOUNT];

/// When the demander decides for himself.
pub const ALL_BUT_DEMANDER: &[u64] = &[SUPPLIER, STRANGER, PASSER_BY, SUPPLIER + OTHER_ACCOUNT];

/// When the supplier decides for himself.
pub const ALL_BUT_SUPPLIER: &[u64] = &[DEMANDER, STRANGER, PASSER_BY, DEMANDER + OTHER_ACCOUNT];

/// Several deals at once, so that their money could be mixed up.
pub const DEALS: usize = 3;

/// Whose money the price is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
	/// The demander's, by himself.
	Own,
	/// The sponsor's, within his limits.
	Sponsor,
	/// The demander's, by the supplier, within his limits.
	Claim,
}

/// What a deal is about.
#[derive(Clone, Debug)]
pub struct Terms {
	/// The lengths of the leaves, by part.
	pub lot: Vec<Vec<usize>>,
	pub asset: Asset,
	/// What the platform gets, per mille.
	pub commission: u16,
	pub source: Source,
	pub certified: bool,
}

/// Lengths of leaves: mostly short, at times as long as they may be.
pub fn length() -> impl Strategy<Value = usize> {
	prop_oneof![8 => 1..80usize, 1 => Just(4_096), 1 => Just(4_095)]
}

pub fn agreed() -> impl Strategy<Value = Terms> {
	let lot = collection::vec(collection::vec(length(), 1..5), 1..=4);
	let source =
		prop_oneof![2 => Just(Source::Own), 1 => Just(Source::Sponsor), 1 => Just(Source::Claim)];
	let asset = prop_oneof![Just(Asset::Native), Just(COIN)];
	let commission = prop_oneof![2 => Just(0), 1 => 1..=500u16];
	(lot, asset, commission, source, any::<bool>()).prop_map(
		|(lot, asset, commission, source, certified)| Terms {
			lot,
			asset,
			commission,
			source,
			certified,
		},
	)
}

pub fn all_agreed() -> impl Strategy<Value = [Terms; DEALS]> {
	[agreed(), agreed(), agreed()]
}

/// What the supplier delivers.
#[derive(Clone, Copy, Debug)]
pub enum Delivery {
	/// What was agreed.
	Right,
	/// One leaf is altered.
	WrongLeaf(usize),
	/// One leaf is longer than a leaf may be.
	LeafTooLong(usize),
	/// He commits to a root over something else.
	WrongRoot,
	/// He commits to a key that was not used.
	OtherKey,
	/// He commits to nothing that can be opened.
	WrongCommitment,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug)]
pub enum Forgery {
	Nothing,
	Index(u64),
	Ciphertext,
	Leaf,
	ShortPath,
	LongPath,
	/// The leaf of another deal.
	OtherDeal,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
	/// The step that the deal waits for, by the party that is to take it.
	Next(Delivery),
	Fund,
	Commit(Delivery),
	Accept,
	Decline,
	/// With the right key or another one.
	Reveal(bool),
	Dispute(usize, Forgery),
	Settle,
	Expire,
	Forget,
	Collect,
	/// The money of somebody, by whoever moves.
	FundFrom(u64),
	/// The issuer blocks an account of the asset, or takes that back.
	Bar(u64, bool),
	/// All certificates are revoked, or are good again.
	Certify(bool),
	/// To the deadline of the deal, so many milliseconds before or after it, and the chain does nothing.
	Deadline(i64),
	/// Time passes and the chain does nothing.
	Wait(Moment),
	/// Time passes and the chain works its agenda off.
	Block(Moment),
}

#[derive(Clone, Copy, Debug)]
pub struct Move {
	pub who: u64,
	pub deal: usize,
	pub step: Step,
}

/// Which leaf, counted beyond the end of the lot and around.
pub fn leaf() -> impl Strategy<Value = usize> {
	0..16usize
}

pub fn delivery() -> impl Strategy<Value = Delivery> {
	prop_oneof![
		4 => Just(Delivery::Right),
		3 => leaf().prop_map(Delivery::WrongLeaf),
		1 => leaf().prop_map(Delivery::LeafTooLong),
		1 => Just(Delivery::WrongRoot),
		1 => Just(Delivery::OtherKey),
		1 => Just(Delivery::WrongCommitment),
	]
}

pub fn forgery() -> impl Strategy<Value = Forgery> {
	prop_oneof![
		3 => Just(Forgery::Nothing),
		1 => any::<u64>().prop_map(Forgery::Index),
		1 => (0..16u64).prop_map(Forgery::Index),
		1 => Just(Forgery::Ciphertext),
		1 => Just(Forgery::Leaf),
		1 => Just(Forgery::ShortPath),
		1 => Just(Forgery::LongPath),
		1 => Just(Forgery::OtherDeal),
	]
}

pub fn step() -> impl Strategy<Value = Step> {
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..60_000u64];
	prop_oneof![
		12 => delivery().prop_map(Step::Next),
		1 => Just(Step::Fund),
		1 => delivery().prop_map(Step::Commit),
		1 => Just(Step::Accept),
		1 => Just(Step::Decline),
		1 => any::<bool>().prop_map(Step::Reveal),
		3 => (leaf(), forgery()).prop_map(|(leaf, forgery)| Step::Dispute(leaf, forgery)),
		2 => Just(Step::Settle),
		2 => Just(Step::Expire),
		1 => Just(Step::Forget),
		1 => Just(Step::Collect),
		1 => sample::select(&[SUPPLIER, DEMANDER, SPONSOR, STRANGER][..]).prop_map(Step::FundFrom),
		1 => any::<bool>().prop_map(Step::Certify),
		4 => sample::select(&[-1i64, 0, 1, 1_000][..]).prop_map(Step::Deadline),
		2 => jump().prop_map(Step::Wait),
		2 => jump().prop_map(Step::Block),
	]
}

/// Moves of these accounts, among them those of the issuer.
pub fn moves_with_issuer(players: &'static [u64]) -> impl Strategy<Value = Vec<Move>> {
	let barred = sample::select(&[SUPPLIER, DEMANDER, SPONSOR, PLATFORM][..]);
	let bar = (barred, any::<bool>()).prop_map(|(who, blocked)| Step::Bar(who, blocked));
	let one = (sample::select(players), 0..DEALS, prop_oneof![8 => step(), 1 => bar]);
	let one = one.prop_map(|(who, deal, step)| Move { who, deal, step });
	collection::vec(one, 1..50)
}

/// Moves of these accounts.
pub fn moves_of(players: &'static [u64]) -> impl Strategy<Value = Vec<Move>> {
	let one = (sample::select(players), 0..DEALS, step()).prop_map(|(who, deal, step)| Move {
		who,
		deal,
		step,
	});
	collection::vec(one, 1..50)
}
