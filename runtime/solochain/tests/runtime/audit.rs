//! The histories are complete: every event of the blocks is in those that it belongs to, and nothing else is (Y.4560 7.1.2).
//!
//! What the pallets think an event belongs to is not asked here. The events are read from the blocks, and whom they name is
//! read from the events: their bytes and their printed form.

use crate::{chain::*, parties::*, random_calls::play};
use codec::{Decode, Encode};
use counterfoil_primitives::{
	history::{Entry, Head},
	AuditModule, AuditSubject, DidId, SubmissionStatus,
};
use counterfoil_runtime::{Block, Runtime, RuntimeEvent};
use frame_support::assert_ok;
use pallet_audit_runtime_api::runtime_decl_for_counterfoil_audit_api::CounterfoilAuditApiV1;
use std::collections::{BTreeMap, BTreeSet};

/// An event of a pallet that takes part.
struct Seen {
	block: u64,
	moment: u64,
	module: AuditModule,
	bytes: Vec<u8>,
	/// As it prints itself.
	text: String,
}

impl Seen {
	/// Its name.
	fn variant(&self) -> &str {
		let name = self.text.split([' ', '{', '(']).next().unwrap_or_default();
		name.trim_start_matches("Event::")
	}

	/// Whether its fields name the subject.
	fn names(&self, subject: &AuditSubject) -> bool {
		// `data_set: 3`, or `Submission(3)` for what a certificate is about, or `corrects: Some(3)` and the like.
		let field = |names: &[&str], id: u64| {
			names.iter().any(|name| {
				[format!("{name}: {id}"), format!("{name}: Some({id})"), format!("{name}({id})")]
					.iter()
					.any(|wanted| contains_word(&self.text, wanted))
			})
		};
		match subject {
			AuditSubject::Did(did) => self.bytes.windows(32).any(|part| part == did.0.as_slice()),
			AuditSubject::DataSet(id) => field(&["data_set", "DataSet"], *id),
			AuditSubject::Submission(id) => {
				let by = self.module == AuditModule::DataRegistry && field(&["by"], *id);
				by || field(&["submission", "corrects", "Submission"], *id)
			},
			AuditSubject::Grant(id) => {
				let used = self.text.contains("uses: BoundedVec([")
					&& self.text.contains(&format!("({id}, "));
				used || field(&["grant"], *id)
			},
			AuditSubject::Certificate(id) => field(&["certificate"], *id),
		}
	}
}

/// Whether the text contains these characters, and the number at their end does not go on.
fn contains_word(text: &str, wanted: &str) -> bool {
	text.match_indices(wanted).any(|(place, found)| {
		let end = text[place + found.len()..].chars().next();
		let start = text[..place].chars().next_back();
		!end.is_some_and(|next| next.is_ascii_digit())
			&& !start.is_some_and(|before| before.is_alphanumeric() || before == '_')
	})
}

/// The event, if its pallet takes part.
fn seen(happened: &Happened, event: &RuntimeEvent) -> Option<Seen> {
	let (module, bytes, text) = match event {
		RuntimeEvent::Did(event) => (AuditModule::Did, event.encode(), format!("{event:?}")),
		RuntimeEvent::Devices(event) => {
			(AuditModule::Devices, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::Sponsorship(event) => {
			(AuditModule::Sponsorship, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataRegistry(event) => {
			(AuditModule::DataRegistry, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::Validation(event) => {
			(AuditModule::Validation, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::Certification(event) => {
			(AuditModule::Certification, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataAccess(event) => {
			(AuditModule::DataAccess, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataMarket(event) => {
			(AuditModule::DataMarket, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataEscrow(event) => {
			(AuditModule::DataEscrow, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::Allowances(event) => {
			(AuditModule::Allowances, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataAuction(event) => {
			(AuditModule::DataAuction, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::DataContracts(event) => {
			(AuditModule::DataContracts, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::PaymentChannels(event) => {
			(AuditModule::PaymentChannels, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::PaymentStreams(event) => {
			(AuditModule::PaymentStreams, event.encode(), format!("{event:?}"))
		},
		RuntimeEvent::Custody(event) => {
			(AuditModule::Custody, event.encode(), format!("{event:?}"))
		},
		_ => return None,
	};
	let (block, moment) = (happened.number.into(), happened.moment);
	Some(Seen { block, moment, module, bytes, text })
}

/// The whole history of a subject, page by page through the runtime API.
fn history(subject: AuditSubject) -> Vec<Entry> {
	let mut entries = Vec::new();
	loop {
		let from = u64::try_from(entries.len()).unwrap();
		let page = <Runtime as CounterfoilAuditApiV1<Block>>::audit(subject, from, 7);
		if page.is_empty() {
			return entries;
		}
		for (number, view) in (from..).zip(page) {
			assert_eq!(view.number, number);
			entries.push(view.entry());
		}
	}
}

/// Events that belong to no history: nothing happened, or what happened concerns the chain as a whole, or strangers could fill
/// the history of somebody who did nothing.
const OF_NOBODY: [&str; 6] = [
	"AlreadySubmitted",
	"MatchFailed",
	"ParametersSet",
	"SponsorshipOpened",
	"SponsorshipAmended",
	"SponsorshipEnded",
];

/// Which event names a subject without belonging to its life: the module, the variant and the kind of subject.
///
/// The decision of a round names the regulator whose veto it was; he has the veto itself in his history. A contradiction is the
/// operator's: it names whoever the operator claims to have let in, and whoever proved that it is not so. A sponsored call of a device
/// names the owner to whose devices the sponsorship is. What somebody allows, asks for or lets lapse is his own doing: otherwise
/// strangers could fill the histories of those whom they name. A provision names the certificate that it rests on.
const MENTIONS: [(AuditModule, &str, &str); 14] = [
	(AuditModule::Validation, "Decided", "Did"),
	(AuditModule::DataAccess, "ContradictionProven", "Did"),
	(AuditModule::Sponsorship, "Dispatched", "Did"),
	(AuditModule::Allowances, "Allowed", "Did"),
	(AuditModule::Allowances, "Amended", "Did"),
	(AuditModule::Allowances, "Revoked", "Did"),
	(AuditModule::Allowances, "Expired", "Did"),
	(AuditModule::Custody, "Requested", "Did"),
	(AuditModule::Custody, "Requested", "DataSet"),
	(AuditModule::Custody, "Confirmed", "Did"),
	(AuditModule::Custody, "Confirmed", "DataSet"),
	(AuditModule::Custody, "Closed", "Did"),
	(AuditModule::Custody, "Closed", "DataSet"),
	(AuditModule::Custody, "Provided", "Certificate"),
];

/// An event that names a subject whose history it is not in: the module, the variant and the kind of subject.
type Mention = (AuditModule, String, &'static str);

/// The kind of a subject.
fn kind(subject: &AuditSubject) -> &'static str {
	match subject {
		AuditSubject::Did(_) => "Did",
		AuditSubject::DataSet(_) => "DataSet",
		AuditSubject::Submission(_) => "Submission",
		AuditSubject::Grant(_) => "Grant",
		AuditSubject::Certificate(_) => "Certificate",
	}
}

/// Compares all blocks with all histories. The modules whose events were seen, and who is named only.
fn compare(chain: &Chain) -> (BTreeSet<AuditModule>, BTreeSet<Mention>) {
	type Api = Runtime;

	let events: Vec<Seen> = chain
		.blocks
		.iter()
		.flat_map(|happened| happened.events.iter().filter_map(|event| seen(happened, event)))
		.collect();
	let mut subjects: BTreeSet<_> = pallet_audit::Heads::<Runtime>::iter_keys().collect();
	subjects.extend(pallet_did::Records::<Runtime>::iter_keys().map(AuditSubject::Did));
	{
		use pallet_certification::Certificates;
		use pallet_data_access::Grants;
		use pallet_data_registry::{DataSets, Submissions};

		subjects.extend(DataSets::<Runtime>::iter_keys().map(AuditSubject::DataSet));
		subjects.extend(Submissions::<Runtime>::iter_keys().map(AuditSubject::Submission));
		subjects.extend(Grants::<Runtime>::iter_keys().map(AuditSubject::Grant));
		subjects.extend(Certificates::<Runtime>::iter_keys().map(AuditSubject::Certificate));
	}
	let mut recorded = BTreeMap::<usize, u32>::new();
	let mut mentions = BTreeSet::new();
	for subject in &subjects {
		let entries = history(*subject);
		// The head is that of the entries, and lies where the chain says.
		let head = Head::of(subject, &entries);
		assert_eq!(<Api as CounterfoilAuditApiV1<Block>>::audit_head(*subject), head);
		let key = <Api as CounterfoilAuditApiV1<Block>>::head_key(*subject);
		let stored = sp_io::storage::get(&key).map(|bytes| Head::decode(&mut &bytes[..]).unwrap());
		assert_eq!(stored, (!entries.is_empty()).then_some(head));

		// The entries are events in the order of the blocks, each event once.
		let mut place = 0;
		for entry in &entries {
			let is_entry = |event: &Seen| {
				(event.block, event.moment, event.module)
					== (entry.block, entry.moment, entry.module)
					&& event.bytes[0] == entry.event
					&& sp_io::hashing::sha2_256(&event.bytes) == entry.event_digest
			};
			let skipped = events[place..].iter().position(is_entry);
			let found = place
				+ skipped.unwrap_or_else(|| {
					panic!("{subject:?} has an entry that is no event, or out of order: {entry:?}")
				});
			for event in &events[place..found] {
				note_mention(event, subject, &mut mentions);
			}
			let event = &events[found];
			assert!(event.names(subject), "{subject:?} is not named by {}", event.text);
			if let Some(actor) = entry.actor {
				assert!(event.bytes.windows(32).any(|part| part == actor.0.as_slice()));
			}
			*recorded.entry(found).or_default() += 1;
			place = found + 1;
		}
		for event in &events[place..] {
			note_mention(event, subject, &mut mentions);
		}
	}
	for (number, event) in events.iter().enumerate() {
		let of_nobody = OF_NOBODY.contains(&event.variant());
		assert_eq!(recorded.contains_key(&number), !of_nobody, "{}", event.text);
	}
	(events.iter().map(|event| event.module).collect(), mentions)
}

/// Nobody is named without reason.
fn assert_expected(mentions: &BTreeSet<Mention>) {
	let is_expected =
		|(module, variant, kind): &&Mention| MENTIONS.contains(&(*module, variant.as_str(), *kind));
	let unexpected: Vec<_> = mentions.iter().filter(|one| !is_expected(one)).collect();
	assert!(unexpected.is_empty(), "named, and not in the history: {unexpected:?}");
}

/// Notes that an event names a subject whose history it is not in.
fn note_mention(event: &Seen, subject: &AuditSubject, mentions: &mut BTreeSet<Mention>) {
	if !OF_NOBODY.contains(&event.variant()) && event.names(subject) {
		mentions.insert((event.module, event.variant().into(), kind(subject)));
	}
}

#[test]
fn every_event_of_a_trade_is_in_the_histories_that_it_belongs_to() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let leaves = readings(5);
		let id = parties.agree(chain, &leaves);
		exchange(chain, id, &encrypt(&leaves));
		let submission = pallet_data_registry::Submissions::<Runtime>::get(0).unwrap();
		assert_eq!(submission.status, SubmissionStatus::Validated);
		let revoke =
			pallet_certification::Call::<Runtime>::revoke { certificate: 0, reason: [1; 32] };
		assert_ok!(chain.submit(Parties::MINISTRY, revoke));

		let (modules, mentions) = compare(chain);
		assert_eq!(modules.len(), 6);
		assert_expected(&mentions);
		// The life of the submission, as far as its own history tells it.
		let life: Vec<_> = history(AuditSubject::Submission(0))
			.iter()
			.map(|entry| (entry.module, entry.event, entry.actor))
			.collect();
		let utility = Some(did_of(Parties::UTILITY));
		let ministry = Some(did_of(Parties::MINISTRY));
		assert_eq!(life.first(), Some(&(AuditModule::DataRegistry, 3, utility)));
		assert_eq!(life.last(), Some(&(AuditModule::Certification, 7, ministry)));
		// Whom nothing happened to has no history.
		let nobody = AuditSubject::Did(DidId([9; 32]));
		assert_eq!(history(nobody), []);
		assert_eq!(
			<Runtime as CounterfoilAuditApiV1<Block>>::audit_head(nobody),
			Head::start(&nobody)
		);
	});
}

#[test]
fn every_event_of_random_calls_is_in_the_histories_that_it_belongs_to() {
	let (mut modules, mut mentions) = (BTreeSet::new(), BTreeSet::new());
	// One of each play.
	for seed in 1_001..1_012 {
		play(seed, 250, |chain| {
			let seen = compare(chain);
			modules.extend(seen.0);
			mentions.extend(seen.1);
		});
	}
	assert_eq!(modules.len(), 15, "{modules:?}");
	assert_expected(&mentions);
}
