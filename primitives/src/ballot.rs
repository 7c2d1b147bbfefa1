//! How ballots are counted: quorum, threshold, and when a vote is decided (Y.4560 9.2).
//!
//! A rule says how many of those who may vote have to vote, and how large a share has to be in favour. Per mille are rounded
//! so that a rule never asks for less than it says. Whoever counts without voting (a stakeholder that is to be expelled)
//! counts like one against, so that a threshold of more than half keeps its promise: half of them never expel the other half.
//!
//! # What is promised
//!
//! - **Early decisions stand**: [`VotingRule::decide`] decides only if no further ballot can change the result.
//! - **A full vote decides**: when everybody voted, the motion is enacted or rejected.
//! - **More in favour never hurts**: a ballot in favour does not turn a motion that passes into one that does not.
//! - **Never out of reach**: a valid rule is satisfied if all who may vote are in favour and are more than half of those who
//!   count.
//! - **Never for nothing**: a valid rule asks for more than half of what it counts, and for one vote at least; where it counts
//!   the votes cast, at least half of the electorate has to cast one.
//!
//! ```
//! use counterfoil_primitives::ballot::{Decision, Electorate, Tally, VotingRule};
//!
//! // Three of five are more than half, whatever the other two do.
//! let five = Electorate { size: 5, voters: 5 };
//! let rule = VotingRule::MAJORITY;
//! assert_eq!(rule.decide(Tally { ayes: 2, nays: 0 }, five), Decision::Open);
//! assert_eq!(rule.decide(Tally { ayes: 3, nays: 0 }, five), Decision::Enact);
//! assert_eq!(rule.decide(Tally { ayes: 2, nays: 3 }, five), Decision::Reject);
//! ```

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::roles::{Role, Roles};

/// The whole, per mille.
const WHOLE: u16 = 1_000;

/// Half, per mille.
const HALF: u16 = 500;

/// Ballots, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
	/// In favour.
	pub ayes: u32,
	/// Against.
	pub nays: u32,
}

impl Tally {
	/// How many voted.
	pub const fn cast(self) -> u32 {
		self.ayes.saturating_add(self.nays)
	}
}

/// Who counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Electorate {
	/// So many count.
	pub size: u32,
	/// So many of them may vote before the vote ends. The others count like votes against.
	pub voters: u32,
}

impl Electorate {
	/// How many count without voting.
	const fn silent(self) -> u32 {
		self.size.saturating_sub(self.voters)
	}
}

/// Of what a threshold is a share.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum Base {
	/// Of all who count, whether they vote or not.
	#[default]
	#[codec(index = 0)]
	Electorate,
	/// Of the votes cast, and of those who count without voting.
	#[codec(index = 1)]
	Cast,
}

/// What it takes to enact a motion.
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
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VotingRule {
	/// So many per mille of those who may vote have to vote.
	pub quorum: u16,
	/// More than so many per mille of the base have to be in favour. All who may vote are always enough, if they
	/// are more than half of those who count.
	pub threshold: u16,
	/// Of what the threshold is a share.
	pub base: Base,
}

impl VotingRule {
	/// More than half of all who count.
	pub const MAJORITY: Self = Self { quorum: 0, threshold: HALF, base: Base::Electorate };

	/// Whether the rule can be satisfied, and cannot be by too few.
	///
	/// The threshold lies between half and all (exclusive: "more than all" is nobody). Votes cast count only where at least
	/// half of the electorate has to vote.
	pub fn is_valid(&self) -> bool {
		let enough = match self.base {
			Base::Electorate => 0,
			Base::Cast => HALF,
		};
		(HALF..WHOLE).contains(&self.threshold) && (enough..=WHOLE).contains(&self.quorum)
	}

	/// The rule that is satisfied only if both are.
	pub fn stricter(self, other: Self) -> Self {
		Self {
			quorum: self.quorum.max(other.quorum),
			threshold: self.threshold.max(other.threshold),
			base: match (self.base, other.base) {
				(Base::Cast, Base::Cast) => Base::Cast,
				_ => Base::Electorate,
			},
		}
	}

	/// How many have to vote.
	pub fn quorum_of(&self, electorate: Electorate) -> u32 {
		let share = u64::from(electorate.voters).saturating_mul(self.quorum.into());
		share.div_ceil(WHOLE.into()).try_into().unwrap_or(u32::MAX)
	}

	/// How many have to be in favour if everybody votes.
	pub fn needed_of(&self, electorate: Electorate) -> u32 {
		self.needed(electorate.voters, electorate.silent())
	}

	/// How many have to be in favour where so many votes count and so many who do not vote.
	fn needed(&self, votes: u32, silent: u32) -> u32 {
		let base = votes.saturating_add(silent);
		let more_than = |per_mille: u16| -> u32 {
			let share = u64::from(base).saturating_mul(per_mille.into());
			let whole: u32 = (share / u64::from(WHOLE)).try_into().unwrap_or(u32::MAX);
			whole.saturating_add(1)
		};
		let unanimous = votes.max(more_than(HALF));
		more_than(self.threshold).min(unanimous)
	}

	/// Whether enough voted.
	fn has_quorum(&self, tally: Tally, electorate: Electorate) -> bool {
		tally.cast() >= self.quorum_of(electorate)
	}

	/// Whether the motion is enacted if no ballot follows.
	pub fn passes(&self, tally: Tally, electorate: Electorate) -> bool {
		let votes = match self.base {
			Base::Electorate => electorate.voters,
			Base::Cast => tally.cast(),
		};
		self.has_quorum(tally, electorate) && tally.ayes >= self.needed(votes, electorate.silent())
	}

	/// What is certain now, whatever ballots follow.
	pub fn decide(&self, tally: Tally, electorate: Electorate) -> Decision {
		let Electorate { voters, .. } = electorate;
		let worst = Tally { ayes: tally.ayes, nays: voters.saturating_sub(tally.ayes) };
		let best = Tally { ayes: voters.saturating_sub(tally.nays), nays: tally.nays };
		if self.has_quorum(tally, electorate) && self.passes(worst, electorate) {
			Decision::Enact
		} else if voters > 0 && !self.passes(best, electorate) {
			Decision::Reject
		} else {
			Decision::Open
		}
	}
}

impl Default for VotingRule {
	fn default() -> Self {
		Self::MAJORITY
	}
}

/// What is certain about a vote that still takes ballots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
	/// Nothing yet.
	Open,
	/// It passes.
	Enact,
	/// It does not pass.
	Reject,
}

/// Rules by role.
///
/// A motion that concerns several roles has to satisfy the rules of all of them, see [`Self::of`].
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct VotingRules {
	/// For the roles that have no rule of their own.
	pub default: VotingRule,
	/// For suppliers.
	pub supplier: Option<VotingRule>,
	/// For demanders.
	pub demander: Option<VotingRule>,
	/// For service providers.
	pub service_provider: Option<VotingRule>,
	/// For regulators.
	pub regulator: Option<VotingRule>,
	/// For validators.
	pub validator: Option<VotingRule>,
	/// For those who take part in no role in particular.
	pub other: Option<VotingRule>,
}

impl VotingRules {
	/// The rule of one role.
	pub fn of_role(&self, role: Role) -> VotingRule {
		let own = match role {
			Role::Supplier => self.supplier,
			Role::Demander => self.demander,
			Role::ServiceProvider => self.service_provider,
			Role::Regulator => self.regulator,
			Role::Validator => self.validator,
			Role::Other => self.other,
		};
		own.unwrap_or(self.default)
	}

	/// The strictest rule of these roles; the default rule if there is none.
	pub fn of(&self, roles: Roles) -> VotingRule {
		roles
			.iter()
			.map(|role| self.of_role(role))
			.reduce(VotingRule::stricter)
			.unwrap_or(self.default)
	}

	/// Whether each rule is valid.
	pub fn are_valid(&self) -> bool {
		self.default.is_valid() && Role::ALL.into_iter().all(|role| self.of_role(role).is_valid())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;

	fn all_of(size: u32) -> Electorate {
		Electorate { size, voters: size }
	}

	fn all_but_one_of(size: u32) -> Electorate {
		Electorate { size, voters: size - 1 }
	}

	const fn rule(quorum: u16, threshold: u16, base: Base) -> VotingRule {
		VotingRule { quorum, threshold, base }
	}

	#[test]
	fn majority_is_more_than_half() {
		let needed: Vec<_> =
			(1..=7).map(|size| VotingRule::MAJORITY.needed_of(all_of(size))).collect();
		assert_eq!(needed, [1, 2, 2, 3, 3, 4, 4]);
	}

	#[test]
	fn threshold_is_never_rounded_down() {
		// More than two thirds, as near as per mille come.
		let two_thirds = rule(0, 666, Base::Electorate);
		let needed: Vec<_> = (1..=7).map(|size| two_thirds.needed_of(all_of(size))).collect();
		assert_eq!(needed, [1, 2, 2, 3, 4, 4, 5]);
	}

	#[test]
	fn highest_threshold_asks_for_all_and_no_more() {
		let unanimous = rule(0, 999, Base::Electorate);
		for size in 1..2_000 {
			let needed = unanimous.needed_of(all_of(size));
			assert!(needed <= size && needed * 1_000 > size * 999, "{needed} of {size}");
			if size > 2 {
				assert!(unanimous.needed_of(all_but_one_of(size)) < size);
			}
		}
	}

	#[test]
	fn quorum_is_rounded_up_and_can_be_met() {
		let quorum =
			|per_mille, size| rule(per_mille, 500, Base::Electorate).quorum_of(all_of(size));
		assert_eq!([quorum(0, 7), quorum(1, 7), quorum(500, 7), quorum(1_000, 7)], [0, 1, 4, 7]);
		assert_eq!(rule(1_000, 500, Base::Cast).quorum_of(all_but_one_of(7)), 6);
	}

	#[test]
	fn majority_without_quorum_stays_open_and_does_not_pass() {
		let rule = rule(800, 500, Base::Electorate);
		let tally = Tally { ayes: 3, nays: 0 };
		assert_eq!(rule.decide(tally, all_of(5)), Decision::Open);
		assert!(!rule.passes(tally, all_of(5)));
		// The fourth vote makes the quorum, whichever way it goes.
		for fourth in [Tally { ayes: 4, nays: 0 }, Tally { ayes: 3, nays: 1 }] {
			assert_eq!(rule.decide(fourth, all_of(5)), Decision::Enact);
			assert!(rule.passes(fourth, all_of(5)));
		}
	}

	#[test]
	fn share_of_votes_cast_passes_at_the_end_and_not_before() {
		let rule = rule(500, 500, Base::Cast);
		let tally = Tally { ayes: 2, nays: 1 };
		assert_eq!(rule.decide(tally, all_of(5)), Decision::Open);
		assert!(rule.passes(tally, all_of(5)));
		assert!(!VotingRule::MAJORITY.passes(tally, all_of(5)));
		// Without a quorum it does not.
		assert!(!rule.passes(Tally { ayes: 2, nays: 0 }, all_of(5)));
	}

	#[test]
	fn whoever_counts_without_voting_counts_against() {
		for base in [Base::Electorate, Base::Cast] {
			let rule = rule(500, 500, base);
			for half in 1..100 {
				let everybody = Tally { ayes: half, nays: half - 1 };
				assert!(!rule.passes(everybody, all_but_one_of(half * 2)));
			}
		}
	}

	#[test]
	fn nobody_decides_nothing() {
		for size in [0, 1] {
			let nobody = Electorate { size, voters: 0 };
			assert_eq!(VotingRule::MAJORITY.decide(Tally::default(), nobody), Decision::Open);
			assert!(!VotingRule::MAJORITY.passes(Tally::default(), nobody));
		}
	}

	#[test]
	fn rules_out_of_reach_or_for_nothing_are_invalid() {
		for (rule, valid) in [
			(rule(0, 500, Base::Electorate), true),
			(rule(1_000, 999, Base::Electorate), true),
			(rule(500, 500, Base::Cast), true),
			(rule(0, 499, Base::Electorate), false),
			(rule(0, 1_000, Base::Electorate), false),
			(rule(1_001, 500, Base::Electorate), false),
			(rule(499, 500, Base::Cast), false),
			(rule(1_001, 500, Base::Cast), false),
		] {
			assert_eq!(rule.is_valid(), valid, "{rule:?}");
			let rules = VotingRules { regulator: Some(rule), ..Default::default() };
			assert_eq!(rules.are_valid(), valid, "{rule:?}");
			assert_eq!(VotingRules { default: rule, ..Default::default() }.are_valid(), valid);
		}
	}

	#[test]
	fn default_rule_is_checked_even_if_every_role_has_its_own() {
		let own = Some(VotingRule::MAJORITY);
		let rules = VotingRules {
			default: rule(0, 0, Base::Electorate),
			supplier: own,
			demander: own,
			service_provider: own,
			regulator: own,
			validator: own,
			other: own,
		};
		assert!(!rules.are_valid());
	}

	#[test]
	fn rule_of_several_roles_is_the_strictest() {
		let strict = rule(600, 750, Base::Electorate);
		let lax = rule(700, 500, Base::Cast);
		let rules =
			VotingRules { regulator: Some(strict), validator: Some(lax), ..VotingRules::default() };
		assert_eq!(rules.of(Role::Supplier.into()), VotingRule::MAJORITY);
		assert_eq!(rules.of(Role::Regulator.into()), strict);
		assert_eq!(rules.of(Role::Regulator | Role::Validator), rule(700, 750, Base::Electorate));
		assert_eq!(rules.of(Roles::EMPTY), VotingRule::MAJORITY);
	}

	#[test]
	fn rule_encodes_as_quorum_threshold_base() {
		assert_eq!(rule(1, 2, Base::Cast).encode(), [1, 0, 2, 0, 1]);
		let rules = VotingRules { demander: Some(rule(1, 2, Base::Cast)), ..Default::default() };
		let default = [0, 0, 0xf4, 1, 0];
		let expected = [&default[..], &[0], &[1, 1, 0, 2, 0, 1], &[0; 4]].concat();
		assert_eq!(rules.encode(), expected);
	}

	#[test]
	fn json_names_fields_and_refuses_others() {
		let json = r#"{"quorum":1,"threshold":2,"base":"cast"}"#;
		assert_eq!(serde_json::from_str::<VotingRule>(json).unwrap(), rule(1, 2, Base::Cast));
		assert_eq!(serde_json::to_string(&rule(1, 2, Base::Cast)).unwrap(), json);
		let rules: VotingRules = serde_json::from_str(r#"{"serviceProvider":null}"#).unwrap();
		assert_eq!(rules, VotingRules::default());
		assert!(serde_json::from_str::<VotingRules>(r#"{"emperor":null}"#).is_err());
	}
}
