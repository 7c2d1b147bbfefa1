//! Verdicts of validators: commitment, tally, split of the money (Y.4560 9.4).
//!
//! A validator first *commits* to his [`Verdict`] by the [`commitment`] over it and a salt, and *reveals* both when
//! nobody can commit any more. The commitment names the chain, the round and the validator, so one that was copied
//! opens for nobody else.
//!
//! What the verdicts mean together is decided by the [`Tally`], which is kept while they are revealed: to close a
//! round reads no verdict again, however many there are. What each validator gets or loses follows from his
//! [`Standing`] and from the [`Stakes`].

use core::fmt;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	fingerprint::{verify_inclusion, Fingerprint, ProofError},
	sha256,
	traits::{Decision, Reason},
	Hash, RoundId,
};

/// The best quality, per mille.
pub const MAX_QUALITY: u16 = 1_000;

/// A whole, in per mille.
pub const PER_MILLE: u16 = 1_000;

/// The bytes of a salt. As long as the hash, so that nobody finds a verdict by trying out the few that there are.
pub const SALT_LEN: usize = 32;

const COMMITMENT_DOMAIN: &[u8] = b"counterfoil/verdict/v1";

/// The leaf that shows what is wrong, with the proof that it is one of the submission's.
///
/// `Path` is a vector here; a chain puts a bounded one in its place (at most
/// [`MAX_PATH_LEN`](crate::fingerprint::MAX_PATH_LEN) hashes), the encoding is the same.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct LeafProof<Path = Vec<Hash>> {
	/// Which leaf of the submission.
	pub index: u64,
	/// Its hash.
	pub leaf: Hash,
	/// Proof that this hash is in the fingerprint (RFC 9162 2.1.3).
	pub path: Path,
}

/// What a validator says about a submission, as he commits to it and reveals it.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Verdict<Path = Vec<Hash>> {
	/// The data are what they are said to be.
	#[codec(index = 0)]
	Valid {
		/// How good they are, 0 to 1000.
		quality: u16,
	},
	/// The data are not to be used.
	#[codec(index = 1)]
	Invalid {
		/// Why. [`Reason::Vetoed`] is not a validator's to give.
		reason: Reason,
		/// A leaf that shows it.
		leaf: Option<LeafProof<Path>>,
	},
}

/// Why a verdict cannot be given about a submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VerdictError {
	/// The quality is above [`MAX_QUALITY`].
	QualityTooHigh,
	/// The reason is a regulator's.
	ReasonReserved,
	/// The leaf is not proven to be one of the submission's.
	Leaf(ProofError),
}

impl fmt::Display for VerdictError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::QualityTooHigh => f.write_str("the quality is above 1000"),
			Self::ReasonReserved => f.write_str("the reason is a regulator's to give"),
			Self::Leaf(error) => error.fmt(f),
		}
	}
}

impl core::error::Error for VerdictError {}

impl<Path: AsRef<[Hash]>> Verdict<Path> {
	/// What is counted and kept of the verdict, if it can be given about this submission.
	pub fn check(&self, fingerprint: &Fingerprint) -> Result<Finding, VerdictError> {
		match self {
			Self::Valid { quality } if *quality > MAX_QUALITY => Err(VerdictError::QualityTooHigh),
			Self::Valid { quality } => Ok(Finding::Valid { quality: *quality }),
			Self::Invalid { reason: Reason::Vetoed, .. } => Err(VerdictError::ReasonReserved),
			Self::Invalid { reason, leaf } => {
				if let Some(proof) = leaf {
					verify_inclusion(fingerprint, proof.leaf, proof.index, proof.path.as_ref())
						.map_err(VerdictError::Leaf)?;
				}
				let leaf = leaf.as_ref().map(|proof| proof.index);
				Ok(Finding::Invalid { reason: *reason, leaf })
			},
		}
	}
}

/// What a validator commits to:
/// `sha256("counterfoil/verdict/v1" ‖ genesis ‖ round as u64 little-endian ‖ validator ‖ SCALE(verdict) ‖ salt)`.
///
/// Every part but the verdict has a fixed length, and the encoding of a verdict ends by itself, so no two different
/// inputs have the same bytes.
pub fn commitment<Path>(
	genesis: &Hash,
	round: RoundId,
	validator: &DidId,
	verdict: &Verdict<Path>,
	salt: &[u8; SALT_LEN],
) -> Hash
where
	Verdict<Path>: Encode,
{
	let round = round.to_le_bytes();
	sha256(&[COMMITMENT_DOMAIN, genesis, &round, &validator.0, &verdict.encode(), salt])
}

/// What is kept of a verdict: the proof is in the block in which it was revealed.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Finding {
	/// Valid.
	#[codec(index = 0)]
	Valid {
		/// 0 to 1000.
		quality: u16,
	},
	/// Invalid.
	#[codec(index = 1)]
	Invalid {
		/// Why.
		reason: Reason,
		/// The leaf that was proven to be one of the submission's.
		leaf: Option<u64>,
	},
}

impl Finding {
	/// Whether both say valid, or both say invalid.
	pub const fn sides_with(&self, other: &Self) -> bool {
		matches!(
			(self, other),
			(Self::Valid { .. }, Self::Valid { .. }) | (Self::Invalid { .. }, Self::Invalid { .. })
		)
	}
}

/// How often one reason was given.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Default,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ReasonTally {
	/// By how many.
	pub count: u32,
	/// The leaf of the first who proved one.
	pub leaf: Option<u64>,
}

/// How many reasons validators can give: all but [`Reason::Vetoed`].
pub const REASONS: usize = 6;

/// The reasons that validators can give, in the order of their indices.
const GIVEN: [Reason; REASONS] = [
	Reason::Corrupted,
	Reason::OutOfRange,
	Reason::Incomplete,
	Reason::WrongSchema,
	Reason::Implausible,
	Reason::Other,
];

/// What the revealed verdicts of a round add up to. Kept while they are revealed, one step each.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Tally {
	/// How many say valid.
	pub valid: u32,
	/// The lowest quality among them; [`MAX_QUALITY`] if there are none.
	pub quality: u16,
	/// How many say invalid.
	pub invalid: u32,
	/// Why, in the order of the indices of the reasons.
	pub reasons: [ReasonTally; REASONS],
	/// How many revealed and do not count, because they were no active validators any more.
	pub excused: u32,
}

impl Default for Tally {
	fn default() -> Self {
		Self {
			valid: 0,
			quality: MAX_QUALITY,
			invalid: 0,
			reasons: [ReasonTally::default(); REASONS],
			excused: 0,
		}
	}
}

impl Tally {
	/// Counts one verdict.
	pub fn count(&mut self, finding: &Finding) {
		match finding {
			Finding::Valid { quality } => {
				self.valid = self.valid.saturating_add(1);
				self.quality = self.quality.min(*quality);
			},
			Finding::Invalid { reason, leaf } => {
				self.invalid = self.invalid.saturating_add(1);
				let given = GIVEN.iter().zip(self.reasons.iter_mut());
				for (_, tally) in given.filter(|(given, _)| *given == reason) {
					tally.count = tally.count.saturating_add(1);
					tally.leaf = tally.leaf.or(*leaf);
				}
			},
		}
	}

	/// Notes a validator who revealed and does not count.
	pub fn excuse(&mut self) {
		self.excused = self.excused.saturating_add(1);
	}

	/// How many verdicts count.
	pub const fn counted(&self) -> u32 {
		self.valid.saturating_add(self.invalid)
	}

	/// How many revealed, whether they count or not.
	pub const fn revealed(&self) -> u32 {
		self.counted().saturating_add(self.excused)
	}

	/// What the round found.
	///
	/// At least `quorum` verdicts count, and more than `majority` per mille of those that count say the same. With a
	/// majority of 500 or more at most one side can have it.
	///
	/// Valid: the lowest quality that one of the majority gave, so that a buyer is never promised more than each of
	/// them found. Invalid: the reason that most gave, among equals the one with the lowest index, and the leaf that
	/// was proven first for it.
	pub fn decide(&self, quorum: u32, majority: u16) -> RoundOutcome {
		let counted = self.counted();
		if counted < quorum || counted == 0 {
			return RoundOutcome::TooFewRevealed;
		}
		let prevails = |votes: u32| {
			u64::from(votes).saturating_mul(PER_MILLE.into())
				> u64::from(majority).saturating_mul(counted.into())
		};
		if prevails(self.valid) {
			return RoundOutcome::Valid { quality: self.quality };
		}
		if prevails(self.invalid) {
			let (reason, leaf) = self.main_reason();
			return RoundOutcome::Invalid { reason, leaf };
		}
		RoundOutcome::NoMajority
	}

	fn main_reason(&self) -> (Reason, Option<u64>) {
		let mut best = (Reason::Other, ReasonTally::default());
		for (reason, tally) in GIVEN.into_iter().zip(self.reasons) {
			if tally.count > best.1.count {
				best = (reason, tally);
			}
		}
		(best.0, best.1.leaf)
	}
}

/// How a validation round ended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum RoundOutcome {
	/// The majority found the submission valid.
	#[codec(index = 0)]
	Valid {
		/// The lowest quality that one of the majority gave.
		quality: u16,
	},
	/// The majority found it invalid.
	#[codec(index = 1)]
	Invalid {
		/// The reason that most of the majority gave.
		reason: Reason,
		/// A leaf that shows it, if one was proven.
		leaf: Option<u64>,
	},
	/// Fewer validators joined than the quorum asks for.
	#[codec(index = 2)]
	TooFewJoined,
	/// Fewer committed than the quorum asks for.
	#[codec(index = 3)]
	TooFewCommitted,
	/// Fewer revealed a verdict that counts than the quorum asks for.
	#[codec(index = 4)]
	TooFewRevealed,
	/// Neither side had the majority.
	#[codec(index = 5)]
	NoMajority,
	/// A regulator ended the round.
	#[codec(index = 6)]
	Vetoed {
		/// Who.
		regulator: DidId,
		/// SHA-256 of the document that says why.
		reason: Hash,
	},
}

impl RoundOutcome {
	/// Whether the validators decided it. Only then the fee is paid and bonds are slashed.
	pub const fn is_decided(&self) -> bool {
		matches!(self, Self::Valid { .. } | Self::Invalid { .. })
	}

	/// What the registry records.
	pub const fn decision(&self) -> Decision {
		match self {
			Self::Valid { quality } => Decision::Valid { quality: *quality },
			Self::Invalid { reason, leaf } => Decision::Invalid { reason: *reason, leaf: *leaf },
			Self::TooFewJoined
			| Self::TooFewCommitted
			| Self::TooFewRevealed
			| Self::NoMajority => Decision::Undecided,
			Self::Vetoed { .. } => Decision::Invalid { reason: Reason::Vetoed, leaf: None },
		}
	}

	/// Whether a verdict is on the side that prevailed.
	const fn agrees(&self, finding: &Finding) -> bool {
		matches!(
			(self, finding),
			(Self::Valid { .. }, Finding::Valid { .. })
				| (Self::Invalid { .. }, Finding::Invalid { .. })
		)
	}
}

/// How far a validator came in a round.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Participation {
	/// He joined.
	#[codec(index = 0)]
	Joined,
	/// He committed to a verdict.
	#[codec(index = 1)]
	Committed(Hash),
	/// He revealed it, as an active validator.
	#[codec(index = 2)]
	Revealed(Finding),
	/// He revealed it and was no active validator any more.
	#[codec(index = 3)]
	Excused(Finding),
}

/// Where a validator stands when a round is over.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Standing {
	/// He found what the round found: his bond returns, and he is paid.
	#[codec(index = 0)]
	Majority,
	/// He found the opposite: he loses the part of the bond that the minority loses.
	#[codec(index = 1)]
	Minority,
	/// He did not take a step that he owed. If the round was decided, he loses the part of the bond that those lose
	/// who did not reveal; in a round that failed it is only remembered.
	#[codec(index = 2)]
	Unrevealed,
	/// He revealed and does not count: his bond returns.
	#[codec(index = 3)]
	Excused,
	/// The round found nothing: his bond returns.
	#[codec(index = 4)]
	Undecided,
}

/// Where a validator who came so far stands when the round ends so.
pub const fn standing(outcome: &RoundOutcome, participation: &Participation) -> Standing {
	use Participation as P;
	use RoundOutcome as O;

	match (outcome, participation) {
		// He had yet to be asked for the step.
		(O::TooFewJoined | O::Vetoed { .. }, _) => Standing::Undecided,
		(O::TooFewCommitted, P::Joined) => Standing::Unrevealed,
		(O::TooFewCommitted, _) => Standing::Undecided,
		(_, P::Joined | P::Committed(_)) => Standing::Unrevealed,
		(O::TooFewRevealed | O::NoMajority, _) => Standing::Undecided,
		(O::Valid { .. } | O::Invalid { .. }, P::Excused(_)) => Standing::Excused,
		(O::Valid { .. } | O::Invalid { .. }, P::Revealed(finding)) => {
			if outcome.agrees(finding) {
				Standing::Majority
			} else {
				Standing::Minority
			}
		},
	}
}

/// The share of a bond that is lost, rounded down.
pub fn penalty(bond: u128, per_mille: u16) -> u128 {
	// Split, so that the product never overflows for a share of at most a whole.
	let (whole, share) = (u128::from(PER_MILLE), u128::from(per_mille));
	let thousands = (bond / whole).saturating_mul(share);
	let rest = (bond % whole).saturating_mul(share) / whole;
	thousands.saturating_add(rest)
}

/// What the one with this rank gets when `total` is shared equally among so many, the first of whom has rank 0.
///
/// The indivisible rest goes to the lowest ranks, one unit each, so that all shares together are `total` and no two
/// differ by more than one. Ranks beyond the last get nothing.
pub fn share(total: u128, heads: u32, rank: u32) -> u128 {
	if rank >= heads {
		return 0;
	}
	let heads = u128::from(heads);
	let base = total / heads;
	if u128::from(rank) < total % heads {
		base.saturating_add(1)
	} else {
		base
	}
}

/// What is at stake in a round that was decided, and who stands where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stakes {
	/// What the supplier pays.
	pub fee: u128,
	/// What each validator put up.
	pub bond: u128,
	/// What the minority loses of the bond, per mille.
	pub minority_penalty: u16,
	/// What those lose of it who did not reveal, per mille.
	pub unrevealed_penalty: u16,
	/// How many are of the majority.
	pub majority: u32,
	/// How many are of the minority.
	pub minority: u32,
	/// How many did not reveal.
	pub unrevealed: u32,
}

/// What one of the majority is paid besides his own bond.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reward {
	/// Of the fee.
	pub fee: u128,
	/// Of what others lost.
	pub slashed: u128,
}

impl Stakes {
	/// What a validator with this standing loses of his bond.
	pub fn loss(&self, standing: Standing) -> u128 {
		match standing {
			Standing::Minority => penalty(self.bond, self.minority_penalty),
			Standing::Unrevealed => penalty(self.bond, self.unrevealed_penalty),
			Standing::Majority | Standing::Excused | Standing::Undecided => 0,
		}
	}

	/// What all of them lose together.
	pub fn slashed(&self) -> u128 {
		let minority = self.loss(Standing::Minority).saturating_mul(self.minority.into());
		let unrevealed = self.loss(Standing::Unrevealed).saturating_mul(self.unrevealed.into());
		minority.saturating_add(unrevealed)
	}

	/// What the one of the majority with this rank is paid. Fee and losses are shared each for itself.
	pub fn reward(&self, rank: u32) -> Reward {
		Reward {
			fee: share(self.fee, self.majority, rank),
			slashed: share(self.slashed(), self.majority, rank),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::fingerprint::Tree;
	use alloc::{vec, vec::Vec};
	use hex_literal::hex;

	fn valid(quality: u16) -> Finding {
		Finding::Valid { quality }
	}

	fn invalid(reason: Reason, leaf: Option<u64>) -> Finding {
		Finding::Invalid { reason, leaf }
	}

	fn tally(findings: &[Finding]) -> Tally {
		let mut tally = Tally::default();
		findings.iter().for_each(|finding| tally.count(finding));
		tally
	}

	#[test]
	fn commitments_are_the_pinned_ones() {
		let (genesis, validator, salt) = ([1; 32], DidId([2; 32]), [3; 32]);
		let round = 0x0102_0304_0506_0708;
		let good: Verdict = Verdict::Valid { quality: 900 };
		assert_eq!(good.encode(), hex!("00 8403"));
		assert_eq!(
			commitment(&genesis, round, &validator, &good, &salt),
			hex!("81036a2620ab2e37e6f6ea892b45ed3174a570d7a8d477ed37aea6f24b4429b2")
		);
		let bad: Verdict = Verdict::Invalid {
			reason: Reason::Incomplete,
			leaf: Some(LeafProof { index: 5, leaf: [4; 32], path: vec![[5; 32]] }),
		};
		let expected = [&hex!("01 02 01 0500000000000000")[..], &[4; 32], &[4], &[5; 32]].concat();
		assert_eq!(bad.encode(), expected);
		assert_eq!(
			commitment(&genesis, round, &validator, &bad, &salt),
			hex!("32deb26ef0388284cbecc8780cf6fa33ca8ed4e75b88b55efd4c923ecc4c34a8")
		);
	}

	#[test]
	fn commitment_differs_by_every_part() {
		let good: Verdict = Verdict::Valid { quality: 900 };
		let of = |genesis: u8, round: u64, validator: u8, verdict: &Verdict, salt: u8| {
			commitment(&[genesis; 32], round, &DidId([validator; 32]), verdict, &[salt; 32])
		};
		let original = of(1, 2, 3, &good, 4);
		let others = [
			of(9, 2, 3, &good, 4),
			of(1, 9, 3, &good, 4),
			of(1, 2, 9, &good, 4),
			of(1, 2, 3, &Verdict::Valid { quality: 901 }, 4),
			of(1, 2, 3, &good, 9),
		];
		for other in others {
			assert_ne!(original, other);
		}
	}

	#[test]
	fn verdict_is_checked_against_the_fingerprint() {
		let tree = Tree::from_leaves([b"a", b"b", b"c"]);
		let fingerprint = tree.fingerprint();
		let proof = |index: u64, leaf: usize| LeafProof {
			index,
			leaf: tree.leaf_hashes()[leaf],
			path: tree.proof(leaf as u64).unwrap(),
		};
		let with = |leaf| Verdict::Invalid { reason: Reason::OutOfRange, leaf };

		let quality = |quality| Verdict::<Vec<Hash>>::Valid { quality }.check(&fingerprint);
		assert_eq!(quality(1_000), Ok(valid(1_000)));
		assert_eq!(quality(1_001), Err(VerdictError::QualityTooHigh));
		assert_eq!(with(None).check(&fingerprint), Ok(invalid(Reason::OutOfRange, None)));
		assert_eq!(
			with(Some(proof(2, 2))).check(&fingerprint),
			Ok(invalid(Reason::OutOfRange, Some(2)))
		);
		let refused = |leaf| with(Some(leaf)).check(&fingerprint).unwrap_err();
		assert_eq!(refused(proof(3, 2)), VerdictError::Leaf(ProofError::IndexOutOfRange));
		assert_eq!(refused(proof(0, 2)), VerdictError::Leaf(ProofError::WrongPathLength));
		assert_eq!(refused(proof(0, 1)), VerdictError::Leaf(ProofError::RootMismatch));
		let vetoed = Verdict::<Vec<Hash>>::Invalid { reason: Reason::Vetoed, leaf: None };
		assert_eq!(vetoed.check(&fingerprint), Err(VerdictError::ReasonReserved));
	}

	#[test]
	fn given_reasons_are_in_the_order_of_their_indices() {
		for (index, reason) in (0u8..).zip(GIVEN) {
			assert_eq!(reason.encode(), [index]);
		}
		assert_eq!(Reason::Vetoed.encode(), [REASONS as u8]);
	}

	#[test]
	fn majority_is_strictly_more_than_its_share() {
		let two_of_three = tally(&[valid(900), valid(800), invalid(Reason::Other, None)]);
		assert_eq!(two_of_three.decide(3, 666), RoundOutcome::Valid { quality: 800 });
		assert_eq!(two_of_three.decide(3, 667), RoundOutcome::NoMajority);
		let half = tally(&[valid(900), invalid(Reason::Other, None)]);
		assert_eq!(half.decide(2, 500), RoundOutcome::NoMajority);
		let all = tally(&[valid(1_000)]);
		assert_eq!(all.decide(1, 999), RoundOutcome::Valid { quality: 1_000 });
	}

	#[test]
	fn quorum_counts_what_counts() {
		let mut two = tally(&[valid(900), valid(900)]);
		two.excuse();
		assert_eq!((two.counted(), two.revealed()), (2, 3));
		assert_eq!(two.decide(3, 500), RoundOutcome::TooFewRevealed);
		assert_eq!(two.decide(2, 500), RoundOutcome::Valid { quality: 900 });
		assert_eq!(Tally::default().decide(0, 500), RoundOutcome::TooFewRevealed);
	}

	#[test]
	fn main_reason_is_the_most_frequent_then_the_one_with_the_lowest_index() {
		let findings = [
			invalid(Reason::Other, Some(1)),
			invalid(Reason::Implausible, None),
			invalid(Reason::Incomplete, None),
			invalid(Reason::Implausible, Some(7)),
			invalid(Reason::Incomplete, Some(8)),
			invalid(Reason::Incomplete, Some(9)),
			valid(3),
		];
		let decided = |findings: &[Finding]| tally(findings).decide(1, 500);
		let leaf = Some(8);
		assert_eq!(decided(&findings), RoundOutcome::Invalid { reason: Reason::Incomplete, leaf });
		// Two and two.
		assert_eq!(
			decided(&findings[..5]),
			RoundOutcome::Invalid { reason: Reason::Incomplete, leaf }
		);
		assert_eq!(
			decided(&findings[..2]),
			RoundOutcome::Invalid { reason: Reason::Implausible, leaf: None }
		);
	}

	#[test]
	fn standing_follows_from_outcome_and_participation() {
		use Participation as P;
		use RoundOutcome as O;
		use Standing as S;

		let progress = [
			P::Joined,
			P::Committed([0; 32]),
			P::Revealed(valid(1)),
			P::Revealed(invalid(Reason::Other, None)),
			P::Excused(valid(1)),
		];
		let veto = O::Vetoed { regulator: DidId([0; 32]), reason: [0; 32] };
		let cases = [
			(
				O::Valid { quality: 1 },
				[S::Unrevealed, S::Unrevealed, S::Majority, S::Minority, S::Excused],
			),
			(
				O::Invalid { reason: Reason::Other, leaf: None },
				[S::Unrevealed, S::Unrevealed, S::Minority, S::Majority, S::Excused],
			),
			(O::TooFewJoined, [S::Undecided; 5]),
			(
				O::TooFewCommitted,
				[S::Unrevealed, S::Undecided, S::Undecided, S::Undecided, S::Undecided],
			),
			(
				O::TooFewRevealed,
				[S::Unrevealed, S::Unrevealed, S::Undecided, S::Undecided, S::Undecided],
			),
			(
				O::NoMajority,
				[S::Unrevealed, S::Unrevealed, S::Undecided, S::Undecided, S::Undecided],
			),
			(veto, [S::Undecided; 5]),
		];
		for (outcome, expected) in cases {
			for (participation, expected) in progress.iter().zip(expected) {
				assert_eq!(standing(&outcome, participation), expected, "{outcome:?}");
			}
		}
	}

	#[test]
	fn outcomes_tell_the_registry_what_it_needs() {
		let veto = RoundOutcome::Vetoed { regulator: DidId([1; 32]), reason: [2; 32] };
		assert_eq!(veto.decision(), Decision::Invalid { reason: Reason::Vetoed, leaf: None });
		assert!(!veto.is_decided());
		let invalid = RoundOutcome::Invalid { reason: Reason::Corrupted, leaf: Some(3) };
		assert_eq!(
			invalid.decision(),
			Decision::Invalid { reason: Reason::Corrupted, leaf: Some(3) }
		);
		assert_eq!(RoundOutcome::Valid { quality: 7 }.decision(), Decision::Valid { quality: 7 });
		assert_eq!(RoundOutcome::NoMajority.decision(), Decision::Undecided);
	}

	#[test]
	fn penalty_is_rounded_down_and_never_overflows() {
		assert_eq!(penalty(1_999, 500), 999);
		assert_eq!(penalty(999, 1), 0);
		assert_eq!(penalty(u128::MAX, 1_000), u128::MAX);
		assert_eq!(penalty(u128::MAX, 0), 0);
	}

	#[test]
	fn seven_validators_with_one_cheat_and_one_absentee() {
		let stakes = Stakes {
			fee: 1_000,
			bond: 500,
			minority_penalty: 300,
			unrevealed_penalty: 500,
			majority: 5,
			minority: 1,
			unrevealed: 1,
		};
		assert_eq!(stakes.loss(Standing::Minority), 150);
		assert_eq!(stakes.loss(Standing::Unrevealed), 250);
		assert_eq!(stakes.reward(0), Reward { fee: 200, slashed: 80 });
		assert_eq!(stakes.reward(5), Reward::default());
	}

	#[test]
	fn indivisible_rest_goes_to_the_first() {
		let shares: Vec<u128> = (0..4).map(|rank| share(11, 3, rank)).collect();
		assert_eq!(shares, [4, 4, 3, 0]);
		assert_eq!(share(5, 0, 0), 0);
	}
}
