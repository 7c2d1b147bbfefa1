//! Usage statements as policies of ODRL 2.2 in JSON-LD, one of the other.
//!
//! `docs/protocol/usage-profile.md` is the profile that this follows. A policy has one permission for each action, and each
//! permission the same constraints: so nothing depends on how an evaluator composes rules (ODRL Information Model 2.2, 2.7).

use std::{
	fmt,
	string::{String, ToString},
	vec::Vec,
};

use serde_json::{json, Map, Value};

use crate::{
	access::{Action, Actions, PurposeName},
	canonical::parse_decimal,
	sha256,
	text::Region,
	usage::{UsagePurposes, UsageStatement, UsageTerms, UNLIMITED_COPIES},
	Moment,
};

/// The identifier of the profile, the value of ODRL `profile`.
pub const PROFILE: &str = "urn:uuid:b59affac-f1cd-5502-b6d0-1f154dc5f565";

/// The context of JSON-LD that gives the words their meaning.
pub const CONTEXT: &str = "http://www.w3.org/ns/odrl.jsonld";

/// The asset of a policy that names no data: those that the record on chain is about which carries the hash of the policy. ODRL wants
/// a target in every permission (ODRL Information Model 2.2, 2.6).
pub const RECORDED: &str = "urn:uuid:b59affac-f1cd-5502-b6d0-1f154dc5f565#recorded";

/// What an area is named by: this, and its geohash.
pub const AREA: &str = "http://geohash.org/";

/// The first moment that a date of ODRL cannot tell: the year 10000.
const END_OF_DATES: Moment = 253_402_300_800_000;

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

/// What a policy says besides the terms: all of it names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frame {
	/// The IRI of the policy.
	pub uid: String,
	/// Who allows, if the policy says so.
	pub assigner: Option<String>,
	/// Who is allowed, if the policy says so: then it is an agreement.
	pub assignee: Option<String>,
	/// The IRIs of the data; none if the record on chain says which, the policy then has [`RECORDED`].
	pub targets: Vec<String>,
}

/// Why a policy cannot be written or read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PolicyError {
	/// The terms are not in their one form.
	MalformedTerms,
	/// No action is allowed.
	NothingPermitted,
	/// The end lies beyond the year 9999.
	TooLate,
	/// Who is allowed is named, and not who allows.
	NoAssigner,
	/// It is no policy of the profile in its one form.
	NotOfProfile,
}

impl fmt::Display for PolicyError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::MalformedTerms => "the terms are not in their one form",
			Self::NothingPermitted => "no action is allowed",
			Self::TooLate => "the end lies beyond the year 9999",
			Self::NoAssigner => "an agreement names who allows",
			Self::NotOfProfile => "not a policy of the usage profile in its one form",
		})
	}
}

impl std::error::Error for PolicyError {}

/// The policy that says these terms.
pub fn policy(terms: &UsageTerms, frame: &Frame) -> Result<Value, PolicyError> {
	if !terms.is_well_formed() {
		return Err(PolicyError::MalformedTerms);
	}
	if terms.actions.is_empty() {
		return Err(PolicyError::NothingPermitted);
	}
	let kind = match (&frame.assigner, &frame.assignee) {
		(Some(_), Some(_)) => "Agreement",
		(Some(_), None) => "Offer",
		(None, None) => "Set",
		(None, Some(_)) => return Err(PolicyError::NoAssigner),
	};
	let common = constraints(terms)?;
	let permission: Vec<Value> = terms
		.actions
		.iter()
		.map(|action| {
			let mut constraints = common.clone();
			if action == Action::Distribute && terms.copies != UNLIMITED_COPIES {
				let most = json!({ "@type": "xsd:integer", "@value": terms.copies.to_string() });
				constraints.push(constraint("count", "lteq", most));
			}
			let mut permission = Map::new();
			permission.insert("action".into(), action.name().into());
			if !constraints.is_empty() {
				permission.insert("constraint".into(), constraints.into());
			}
			Value::Object(permission)
		})
		.collect();
	let mut policy = Map::new();
	policy.insert("@context".into(), CONTEXT.into());
	policy.insert("@type".into(), kind.into());
	policy.insert("uid".into(), frame.uid.clone().into());
	policy.insert("profile".into(), PROFILE.into());
	for (name, party) in [("assigner", &frame.assigner), ("assignee", &frame.assignee)] {
		if let Some(party) = party {
			policy.insert(name.into(), party.clone().into());
		}
	}
	let target = match frame.targets.is_empty() {
		true => std::vec![RECORDED.to_string()],
		false => frame.targets.clone(),
	};
	policy.insert("target".into(), target.into());
	policy.insert("permission".into(), permission.into());
	Ok(Value::Object(policy))
}

/// What every action is subject to.
fn constraints(terms: &UsageTerms) -> Result<Vec<Value>, PolicyError> {
	let mut constraints = Vec::new();
	if !terms.purposes.is_empty() {
		let names: Vec<_> = terms.purposes.iter().map(ToString::to_string).collect();
		constraints.push(constraint("purpose", "isAnyOf", names.into()));
	}
	if let Some(until) = terms.until {
		let date = write_date(until).ok_or(PolicyError::TooLate)?;
		let date = json!({ "@type": "xsd:dateTime", "@value": date });
		constraints.push(constraint("dateTime", "lteq", date));
	}
	if let Some(region) = &terms.region {
		let area = json!({ "@id": std::format!("{AREA}{region}") });
		constraints.push(constraint("spatial", "isPartOf", area));
	}
	Ok(constraints)
}

fn constraint(left: &str, operator: &str, right: Value) -> Value {
	json!({ "leftOperand": left, "operator": operator, "rightOperand": right })
}

/// The canonical form of a policy (RFC 8785): what is hashed.
pub fn canonical(policy: &Value) -> Result<String, PolicyError> {
	serde_json_canonicalizer::to_string(policy).map_err(|_| PolicyError::NotOfProfile)
}

/// The statement that says these terms: the policy, and what of it goes on chain.
pub fn statement(
	terms: UsageTerms,
	frame: &Frame,
) -> Result<(String, UsageStatement), PolicyError> {
	let text = canonical(&policy(&terms, frame)?)?;
	let document = sha256(&[text.as_bytes()]);
	Ok((text, UsageStatement { document, terms }))
}

/// What a policy says: the other way round. `duty`, `prohibition` and `obligation` are passed over, since the chain knows nothing of
/// them; anything else that the profile does not have is refused.
pub fn read(text: &str) -> Result<(UsageTerms, Frame), PolicyError> {
	let mut given: Value = serde_json::from_str(text).map_err(|_| PolicyError::NotOfProfile)?;
	let policy_members = given.as_object_mut().ok_or(PolicyError::NotOfProfile)?;
	for unknown in ["prohibition", "obligation"] {
		policy_members.remove(unknown);
	}
	let rules = policy_members
		.get_mut("permission")
		.and_then(Value::as_array_mut)
		.ok_or(PolicyError::NotOfProfile)?;
	for rule in rules.iter_mut() {
		rule.as_object_mut().ok_or(PolicyError::NotOfProfile)?.remove("duty");
	}
	let (terms, frame) = parse(&given).ok_or(PolicyError::NotOfProfile)?;
	// Whatever was not understood would be missing here.
	match policy(&terms, &frame)? == given {
		true => Ok((terms, frame)),
		false => Err(PolicyError::NotOfProfile),
	}
}

fn parse(given: &Value) -> Option<(UsageTerms, Frame)> {
	let text = |name: &str| given.get(name).and_then(Value::as_str).map(ToString::to_string);
	let targets = given.get("target").and_then(Value::as_array);
	let frame = Frame {
		uid: text("uid")?,
		assigner: text("assigner"),
		assignee: text("assignee"),
		targets: targets
			.into_iter()
			.flatten()
			.filter_map(|target| target.as_str().map(ToString::to_string))
			.filter(|target| target != RECORDED)
			.collect(),
	};
	let mut terms = UsageTerms {
		actions: Actions::EMPTY,
		purposes: UsagePurposes::new(),
		until: None,
		region: None,
		copies: 0,
	};
	for rule in given.get("permission")?.as_array()? {
		let name = rule.get("action")?.as_str()?;
		let action = Action::ALL.into_iter().find(|action| action.name() == name)?;
		terms.actions |= action;
		if action == Action::Distribute {
			terms.copies = UNLIMITED_COPIES;
		}
		for constraint in rule.get("constraint").and_then(Value::as_array).into_iter().flatten() {
			let right = constraint.get("rightOperand")?;
			let literal = right.get("@value").and_then(Value::as_str);
			match constraint.get("leftOperand")?.as_str()? {
				"purpose" => {
					let names = right.as_array()?.iter();
					let names: Option<Vec<_>> =
						names.map(|name| PurposeName::new(name.as_str()?).ok()).collect();
					terms.purposes = names?.try_into().ok()?;
				},
				"dateTime" => terms.until = Some(read_date(literal?)?),
				"spatial" => {
					let area = right.get("@id")?.as_str()?.strip_prefix(AREA)?;
					terms.region = Some(Region::new(area).ok()?);
				},
				"count" => terms.copies = parse_decimal(literal?)?.try_into().ok()?,
				_ => return None,
			}
		}
	}
	Some((terms, frame))
}

/// A moment as `xsd:dateTime` in UTC, with milliseconds.
fn write_date(moment: Moment) -> Option<String> {
	if moment >= END_OF_DATES {
		return None;
	}
	let (days, time) = (moment / DAY, moment % DAY);
	let (year, month, day) = civil(days);
	let (hour, minute) = (time / 3_600_000, time / 60_000 % 60);
	let (second, millisecond) = (time / 1_000 % 60, time % 1_000);
	Some(std::format!(
		"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z"
	))
}

/// The moment that [`write_date`] wrote so; `None` for any other way to write it.
fn read_date(text: &str) -> Option<Moment> {
	let field = |from: usize, to: usize| {
		let digits = text.get(from..to)?;
		let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
		if plain {
			digits.parse::<u64>().ok()
		} else {
			None
		}
	};
	let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
	let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
	let time = ((hour * 60 + minute) * 60 + second) * 1_000 + field(20, 23)?;
	// Days are counted by trying: at most twelve months of one year.
	let first = days_before(year)?;
	let days = (first..first + 366).find(|days| civil(*days) == (year, month, day))?;
	let moment = days * DAY + time;
	(write_date(moment).as_deref() == Some(text)).then_some(moment)
}

/// The days from 1970-01-01 to the first of January of a year of the Gregorian calendar.
fn days_before(year: u64) -> Option<u64> {
	let past = year.checked_sub(1)?;
	let days = past * 365 + past / 4 - past / 100 + past / 400;
	days.checked_sub(719_162)
}

/// Year, month and day of a day since 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
	// Years that begin in March, in eras of 400 years, so that the day that comes and goes is the last one.
	let days = days + 719_468;
	let (era, of_era) = (days / 146_097, days % 146_097);
	let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
	let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let shifted = (5 * of_year + 2) / 153;
	let day = of_year - (153 * shifted + 2) / 5 + 1;
	let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
	let year = era * 400 + year_of_era + u64::from(month <= 2);
	(year, month, day)
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn terms() -> UsageTerms {
		let purpose = |name| PurposeName::new(name).unwrap();
		UsageTerms {
			actions: Actions::from(Action::Read) | Action::Derive | Action::Distribute,
			purposes: std::vec![purpose("customs"), purpose("research")].try_into().unwrap(),
			until: Some(1_798_761_599_999),
			region: Some(Region::new("u33").unwrap()),
			copies: 3,
		}
	}

	fn frame() -> Frame {
		let chain = "69".repeat(16);
		let did = |id: &str| std::format!("did:counterfoil:{chain}:{id}");
		let owner = did("4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi");
		Frame {
			uid: "urn:uuid:0b0a8d2e-6f0e-4f6c-9a55-0d3f5f6f9f10".into(),
			targets: std::vec![
				std::format!("{owner}/data-sets/77/submissions/7700"),
				std::format!("{owner}/data-sets/77/submissions/7701"),
			],
			assigner: Some(owner),
			assignee: Some(did("8qbHbw2BbbTHBW1sbeqakYXVKRQM8Ne7pLK7m6CVfeR")),
		}
	}

	/// The example of `docs/protocol/usage-profile.md`.
	#[test]
	fn example_of_the_profile_is_what_it_says() {
		let profile = include_str!("../../../docs/protocol/usage-profile.md");
		let example = profile.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
		assert_eq!(read(example), Ok((terms(), frame())));
		let (text, statement) = statement(terms(), &frame()).unwrap();
		assert_eq!(canonical(&serde_json::from_str(example).unwrap()), Ok(text));
		let hash = std::format!("`0x{}`", hex::encode(statement.document));
		assert!(profile.contains(&hash), "the hash of the example is {hash}");
		assert!(profile.contains(PROFILE));
		assert!(profile.contains(RECORDED));
		for action in Action::ALL {
			assert!(profile.contains(action.name()), "{}", action.name());
		}
	}

	#[test]
	fn dates_are_those_of_the_calendar() {
		for (moment, text) in [
			(0, "1970-01-01T00:00:00.000Z"),
			(951_782_400_000, "2000-02-29T00:00:00.000Z"),
			(1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
			(4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
			(END_OF_DATES - 1, "9999-12-31T23:59:59.999Z"),
		] {
			assert_eq!(write_date(moment).as_deref(), Some(text));
			assert_eq!(read_date(text), Some(moment));
		}
		assert_eq!(write_date(END_OF_DATES), None);
		for wrong in [
			"",
			"2024-02-30T00:00:00.000Z",
			"2023-02-29T00:00:00.000Z",
			"2024-02-29T24:00:00.000Z",
			"2024-02-29T00:00:60.000Z",
			"2024-02-29T00:00:00Z",
			"2024-02-29T00:00:00.000+00:00",
			"2024-02-29 00:00:00.000Z",
			"1969-12-31T23:59:59.999Z",
			"+024-02-29T00:00:00.000Z",
		] {
			assert_eq!(read_date(wrong), None, "{wrong}");
		}
	}

	#[test]
	fn policy_without_limits_has_no_constraints() {
		let policy = policy(&UsageTerms::unlimited(), &Frame::default()).unwrap();
		assert_eq!(policy["@type"], "Set");
		assert_eq!(policy["target"], json!([RECORDED]));
		let rules = policy["permission"].as_array().unwrap();
		assert_eq!(rules.len(), 16);
		assert!(rules.iter().all(|rule| rule.get("constraint").is_none()));
	}

	#[test]
	fn policy_without_assignee_is_an_offer() {
		let offer = Frame { assignee: None, ..frame() };
		assert_eq!(policy(&terms(), &offer).unwrap()["@type"], "Offer");
		let nobody = Frame { assigner: None, ..frame() };
		assert_eq!(policy(&terms(), &nobody), Err(PolicyError::NoAssigner));
	}

	#[test]
	fn what_a_policy_cannot_say_is_refused() {
		let late = UsageTerms { until: Some(Moment::MAX), ..terms() };
		assert_eq!(policy(&late, &frame()), Err(PolicyError::TooLate));
		let nothing = UsageTerms { actions: Actions::EMPTY, copies: 0, ..terms() };
		assert_eq!(policy(&nothing, &frame()), Err(PolicyError::NothingPermitted));
		let malformed = UsageTerms { actions: Action::Read.into(), ..terms() };
		assert_eq!(policy(&malformed, &frame()), Err(PolicyError::MalformedTerms));
	}

	#[test]
	fn duties_and_prohibitions_are_passed_over() {
		let mut policy = policy(&terms(), &frame()).unwrap();
		policy["prohibition"] = json!([{ "action": "sell" }]);
		policy["obligation"] = json!([{ "action": "delete" }]);
		policy["permission"][0]["duty"] = json!([{ "action": "attribute" }]);
		assert_eq!(read(&policy.to_string()), Ok((terms(), frame())));
	}

	#[test]
	fn attack_policy_that_says_more_than_the_terms() {
		let good = policy(&terms(), &frame()).unwrap();
		let change = |change: &dyn Fn(&mut Value)| {
			let mut policy = good.clone();
			change(&mut policy);
			read(&policy.to_string())
		};
		assert_eq!(change(&|_| ()), Ok((terms(), frame())));
		let changes: [&dyn Fn(&mut Value); 14] = [
			// Another rule for one action only.
			&|policy| policy["permission"][0]["constraint"] = json!([]),
			&|policy| policy["permission"][0]["constraint"][0]["operator"] = "isNoneOf".into(),
			&|policy| policy["permission"][0]["constraint"][1]["rightOperand"] = "later".into(),
			&|policy| policy["permission"][0]["action"] = "sell".into(),
			&|policy| policy["permission"][0]["refinement"] = json!([]),
			&|policy| policy["permission"][0]["target"] = "urn:uuid:other".into(),
			&|policy| policy["inheritFrom"] = "urn:uuid:other".into(),
			&|policy| policy["profile"] = "urn:uuid:other".into(),
			&|policy| policy["@context"] = "urn:uuid:other".into(),
			&|policy| policy["@type"] = "Set".into(),
			&|policy| policy["permission"] = json!({}),
			// Every permission has a target.
			&|policy| policy["target"] = Value::Null,
			&|policy| policy["target"] = json!([]),
			&|policy| policy["target"] = json!([RECORDED, "urn:uuid:other"]),
		];
		for (number, with) in changes.iter().enumerate() {
			assert_eq!(change(with), Err(PolicyError::NotOfProfile), "{number}");
		}
		assert_eq!(read(""), Err(PolicyError::NotOfProfile));
		assert_eq!(read("[]"), Err(PolicyError::NotOfProfile));
		assert_eq!(read("{}"), Err(PolicyError::NotOfProfile));
	}

	proptest! {
		#[test]
		fn policy_and_terms_say_the_same(
			bits in 1..=u16::MAX,
			names in proptest::sample::subsequence(std::vec!["a", "b", "c"], 0..=3),
			until in proptest::option::of(0..END_OF_DATES),
			region in proptest::option::of("[0-9b-hjkmnp-z]{1,12}"),
			copies in prop_oneof![0..4u32, Just(UNLIMITED_COPIES)],
			targets in proptest::collection::vec("[a-z]{1,8}", 0..3),
		) {
			let actions: Actions =
				Action::ALL.into_iter().filter(|action| bits & (1 << *action as u16) != 0).collect();
			let names: Vec<_> =
				names.into_iter().map(|name| PurposeName::new(name).unwrap()).collect();
			let terms = UsageTerms {
				actions,
				purposes: names.try_into().unwrap(),
				until,
				region: region.map(|region| Region::new(&region).unwrap()),
				copies: if actions.contains(Action::Distribute) { copies } else { 0 },
			};
			let frame = Frame { targets, ..frame() };
			let (text, statement) = statement(terms.clone(), &frame).unwrap();
			prop_assert_eq!(read(&text), Ok((terms, frame)));
			prop_assert_eq!(statement.document, sha256(&[text.as_bytes()]));
		}
	}
}
