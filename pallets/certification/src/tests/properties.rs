//! Whatever is called in whatever order, the invariants hold, records only gain, and what is answered is what a naive model
//! answers that knows nothing of lists and counters.

use std::collections::BTreeMap;

use counterfoil_primitives::text::Category;
use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
	Accredit {
		holder: usize,
		terms: Terms,
	},
	/// `by` none: by the holder; `terms` none: those of the parent.
	Delegate {
		by: Option<usize>,
		parent: u64,
		holder: usize,
		terms: Option<Terms>,
	},
	RevokeAccreditation {
		by: Option<usize>,
		id: u64,
	},
	Release {
		id: u64,
	},
	/// `by` none: by the holder.
	Certify {
		by: Option<usize>,
		accreditation: u64,
		about: usize,
		text: usize,
		until: u64,
	},
	/// `by` none: by the holder of the accreditation.
	Renew {
		by: Option<usize>,
		id: u64,
		accreditation: u64,
		until: u64,
	},
	Suspend {
		by: Option<usize>,
		id: u64,
	},
	Reinstate {
		by: Option<usize>,
		id: u64,
	},
	Revoke {
		by: Option<usize>,
		id: u64,
	},
	SetStatus {
		who: usize,
		active: bool,
	},
	Wait {
		milliseconds: u64,
	},
}

const KINDS: [&str; 4] = ["origin", "calibration", "quality", "type"];
const WATER: &str = "water/flow";

fn some_terms() -> impl Strategy<Value = Terms> {
	let scope = prop_oneof![
		4 => Just(Scope::Everything),
		2 => Just(category("water")),
		1 => Just(category(WATER)),
		1 => Just(Scope::Subjects),
	];
	let types = prop_oneof![3 => Just(CertificateTypes::Any), 1 => Just(only(&["origin"]))];
	(1u8..4, scope, types, proptest::bool::weighted(0.8), 0u64..20, 10u64..120).prop_map(
		|(bits, scope, types, delegable, from, until)| Terms {
			powers: Powers::from_bits(bits).unwrap(),
			scope,
			types,
			delegable,
			from: NOW + from,
			until: NOW + until,
		},
	)
}

fn step() -> impl Strategy<Value = Step> {
	let who = 0usize..4;
	let authority = || proptest::option::weighted(0.8, 0usize..4);
	let intruder = || proptest::option::weighted(0.2, 0usize..4);
	let id = || 0u64..1_000;
	prop_oneof![
		2 => (who.clone(), some_terms())
			.prop_map(|(holder, terms)| Step::Accredit { holder, terms }),
		8 => (intruder(), id(), who.clone(), proptest::option::weighted(0.4, some_terms()))
			.prop_map(|(by, parent, holder, terms)| Step::Delegate { by, parent, holder, terms }),
		1 => (authority(), id()).prop_map(|(by, id)| Step::RevokeAccreditation { by, id }),
		2 => id().prop_map(|id| Step::Release { id }),
		10 => (intruder(), id(), 0usize..4, 0usize..4, 5u64..150).prop_map(
			|(by, accreditation, about, text, until)| {
				Step::Certify { by, accreditation, about, text, until }
			}
		),
		3 => (intruder(), id(), id(), 5u64..150).prop_map(
			|(by, id, accreditation, until)| Step::Renew { by, id, accreditation, until }
		),
		3 => (authority(), id()).prop_map(|(by, id)| Step::Suspend { by, id }),
		3 => (authority(), id()).prop_map(|(by, id)| Step::Reinstate { by, id }),
		1 => (authority(), id()).prop_map(|(by, id)| Step::Revoke { by, id }),
		2 => (who, proptest::bool::weighted(0.7))
			.prop_map(|(who, active)| Step::SetStatus { who, active }),
		3 => (0u64..15).prop_map(|milliseconds| Step::Wait { milliseconds }),
	]
}

/// The subjects of the play; the last regulator is one of them.
fn about(index: usize) -> CertificateSubject {
	match index {
		0 => CertificateSubject::Submission(0),
		1 => CertificateSubject::DataSet(0),
		2 => subject(DEVICE),
		_ => subject(REGULATORS[3]),
	}
}

fn now() -> u64 {
	pallet_timestamp::Now::<Test>::get()
}

fn origin(by: Option<usize>) -> RuntimeOrigin {
	by.map_or_else(council, |by| signed(REGULATORS[by]))
}

/// An accreditation as somebody would write it down who only heard the events.
#[derive(Clone)]
struct Noted {
	holder: usize,
	terms: Terms,
	parent: Option<u64>,
	revoked: bool,
}

#[derive(Clone)]
struct Issued {
	about: CertificateSubject,
	text: usize,
	accreditation: u64,
	from: u64,
	until: u64,
	suspended: bool,
	over: bool,
}

/// The naive model: every accreditation and certificate that ever was, and no index.
#[derive(Default)]
struct Model {
	accreditations: BTreeMap<u64, Noted>,
	certificates: BTreeMap<u64, Issued>,
	inactive: [bool; 4],
}

impl Model {
	fn chain(&self, id: u64) -> Vec<&Noted> {
		let noted = &self.accreditations[&id];
		let mut chain = noted.parent.map_or_else(Vec::new, |parent| self.chain(parent));
		chain.push(noted);
		chain
	}

	fn in_force(&self, id: u64, now: u64) -> bool {
		self.chain(id)
			.iter()
			.all(|it| !it.revoked && it.terms.is_in_period(now) && !self.inactive[it.holder])
	}

	fn is_accredited(&self, holder: usize, power: Power, now: u64) -> bool {
		let water = Category::new(WATER).unwrap();
		self.accreditations.iter().any(|(id, it)| {
			it.holder == holder
				&& it.terms.powers.contains(power)
				&& it.terms.scope.covers(&water)
				&& self.in_force(*id, now)
		})
	}

	fn holds(&self, about: CertificateSubject, text: usize, now: u64) -> bool {
		self.certificates.values().any(|it| {
			it.about == about
				&& it.text == text
				&& !it.over && !it.suspended
				&& it.from <= now
				&& now <= it.until
				&& self.chain(it.accreditation).iter().all(|above| !above.revoked)
		})
	}

	/// One of the numbers that were given.
	fn pick(number: u64, given: u64) -> u64 {
		number % given.max(1)
	}

	/// Who holds the accreditation, unless somebody else tries.
	fn holder(&self, by: Option<usize>, id: u64) -> usize {
		by.or_else(|| self.accreditations.get(&id).map(|it| it.holder)).unwrap_or_default()
	}

	/// Does a step on the chain, checks what may never succeed, and writes down what did.
	fn take(&mut self, step: Step) {
		let now = now();
		let accreditation_of = |number| Self::pick(number, NextAccreditationId::<Test>::get());
		let certificate_of = |number| Self::pick(number, NextCertificateId::<Test>::get());
		match step {
			Step::Accredit { holder, terms } => {
				let id = NextAccreditationId::<Test>::get();
				let result = Certification::accredit(council(), did(REGULATORS[holder]), terms);
				if result.is_ok() {
					self.note(id, holder, None);
				}
			},
			Step::Delegate { by, parent, holder, terms } => {
				let id = NextAccreditationId::<Test>::get();
				let parent = accreditation_of(parent);
				let by = self.holder(by, parent);
				let terms = terms
					.or_else(|| self.accreditations.get(&parent).map(|it| it.terms.clone()))
					.unwrap_or_else(super::terms);
				let allowed = Accreditations::<Test>::contains_key(parent)
					&& self.accreditations[&parent].holder == by
					&& self.in_force(parent, now)
					&& self.chain(parent).len() <= 3
					&& !self.inactive[holder]
					&& holder != by;
				let result = Certification::delegate(
					signed(REGULATORS[by]),
					parent,
					did(REGULATORS[holder]),
					terms,
				);
				if result.is_ok() {
					assert!(allowed, "passed on what could not be");
					self.note(id, holder, Some(parent));
				}
			},
			Step::RevokeAccreditation { by, id } => {
				let id = accreditation_of(id);
				let result = Certification::revoke_accreditation(origin(by), id, [6; 32]);
				if result.is_ok() {
					let above = self.chain(id).iter().any(|it| Some(it.holder) == by);
					assert!(by.is_none() || above, "revoked by somebody without a say");
					self.accreditations.get_mut(&id).unwrap().revoked = true;
				}
			},
			Step::Release { id } => {
				let id = accreditation_of(id);
				if Certification::release_accreditation(signed(STRANGER), id).is_ok() {
					assert!(!self.in_force(id, now));
					assert!(self
						.accreditations
						.values()
						.all(|it| { it.parent != Some(id) || !self.knows(it) }));
				}
			},
			Step::Certify { by, accreditation, about: index, text, until } => {
				let id = NextCertificateId::<Test>::get();
				let accreditation = accreditation_of(accreditation);
				let by = self.holder(by, accreditation);
				let result = Certification::certify(
					signed(REGULATORS[by]),
					accreditation,
					about(index),
					kind(KINDS[text]),
					0,
					statement(NOW + until),
				);
				if result.is_ok() {
					assert!(!self.holds(about(index), text, now), "certified twice");
					self.issue(id, by, accreditation, about(index), text, NOW + until);
				}
			},
			Step::Renew { by, id, accreditation, until } => {
				let new = NextCertificateId::<Test>::get();
				let (id, accreditation) = (certificate_of(id), accreditation_of(accreditation));
				let by = self.holder(by, accreditation);
				let result = Certification::renew(
					signed(REGULATORS[by]),
					id,
					accreditation,
					statement(NOW + until),
				);
				if result.is_ok() {
					let old = self.certificates.get_mut(&id).unwrap();
					assert!(!old.over && !old.suspended && now <= old.until);
					old.over = true;
					let (about, text) = (old.about, old.text);
					self.issue(new, by, accreditation, about, text, NOW + until);
				}
			},
			Step::Suspend { by, id } => {
				let id = certificate_of(id);
				if Certification::suspend(origin(by), id, [6; 32]).is_ok() {
					self.certificates.get_mut(&id).unwrap().suspended = true;
				}
			},
			Step::Reinstate { by, id } => {
				let id = certificate_of(id);
				if Certification::reinstate(origin(by), id, [6; 32]).is_ok() {
					let certificate = self.certificates.get_mut(&id).unwrap();
					assert!(certificate.suspended && !certificate.over);
					certificate.suspended = false;
				}
			},
			Step::Revoke { by, id } => {
				let id = certificate_of(id);
				if Certification::revoke(origin(by), id, [6; 32]).is_ok() {
					self.certificates.get_mut(&id).unwrap().over = true;
				}
			},
			Step::SetStatus { who, active } => {
				let status = if active { DidStatus::Active } else { DidStatus::Suspended };
				Directory::set_status(REGULATORS[who], status);
				self.inactive[who] = !active;
			},
			Step::Wait { milliseconds } => set_time(now + milliseconds),
		}
	}

	fn knows(&self, noted: &Noted) -> bool {
		self.accreditations
			.iter()
			.any(|(id, it)| std::ptr::eq(it, noted) && Accreditations::<Test>::contains_key(id))
	}

	fn note(&mut self, id: u64, holder: usize, parent: Option<u64>) {
		let terms = Accreditations::<Test>::get(id).unwrap().terms;
		if let Some(parent) = parent {
			assert!(terms.within(&self.accreditations[&parent].terms).is_ok());
		}
		self.accreditations.insert(id, Noted { holder, terms, parent, revoked: false });
	}

	fn issue(
		&mut self,
		id: u64,
		by: usize,
		accreditation: u64,
		about: CertificateSubject,
		text: usize,
		until: u64,
	) {
		let now = now();
		let noted = &self.accreditations[&accreditation];
		let covered = match about {
			CertificateSubject::Did(_) => noted.terms.scope.covers_subjects(),
			_ => noted.terms.scope.covers(&Category::new(WATER).unwrap()),
		};
		assert!(
			noted.holder == by
				&& covered && noted.terms.powers.contains(Power::Certify)
				&& noted.terms.types.contains(&kind(KINDS[text]))
				&& self.in_force(accreditation, now)
				&& about != subject(REGULATORS[by]),
			"certified without being accredited"
		);
		let issued =
			Issued { about, text, accreditation, from: now, until, suspended: false, over: false };
		self.certificates.insert(id, issued);
	}

	/// The chain and the model give the same answers, now and at other moments.
	fn agree(&self) {
		for moment in [now(), now() + 7, now() + 60] {
			for (index, who) in REGULATORS.into_iter().enumerate() {
				for power in Power::ALL {
					assert_eq!(
						Certification::is_accredited(
							&did(who),
							power,
							&Category::new(WATER).unwrap(),
							moment
						),
						self.is_accredited(index, power, moment),
					);
				}
			}
			for index in 0..4 {
				let certified: Vec<_> =
					(0..KINDS.len()).map(|text| self.holds(about(index), text, moment)).collect();
				for (text, expected) in certified.iter().enumerate() {
					assert_eq!(
						Certification::holds(&about(index), &kind(KINDS[text]), moment),
						*expected
					);
				}
				assert_eq!(
					Certification::is_certified(&about(index), moment),
					certified.contains(&true)
				);
			}
		}
	}
}

/// What never changes once it is written.
fn written() -> Vec<(u64, Statement, Option<Revocation>, Option<u64>)> {
	let mut written: Vec<_> = Certificates::<Test>::iter()
		.map(|(id, it)| (id, it.statement, it.revoked, it.superseded_by))
		.collect();
	written.sort_unstable_by_key(|(id, ..)| *id);
	written
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn any_order_of_calls_agrees_with_the_model(
		steps in proptest::collection::vec(step(), 1..80),
	) {
		ExtBuilder.build_and_execute(|| {
			submission();
			let mut model = Model::default();
			for step in steps {
				let before = written();
				model.take(step);
				let after = written();
				assert!(after.len() >= before.len(), "a certificate was deleted");
				for (old, new) in before.iter().zip(&after) {
					assert_eq!((old.0, old.1), (new.0, new.1), "a certificate was overwritten");
					assert!(old.2.is_none() || old.2 == new.2, "a revocation was changed");
					assert!(old.3.is_none() || old.3 == new.3, "a link was changed");
				}
				model.agree();
				assert_ok!(Certification::do_try_state());
			}
		});
	}
}
