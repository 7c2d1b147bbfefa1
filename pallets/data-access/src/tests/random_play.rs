//! Random legal and illegal moves of owners, readers, operators and strangers, with jumps in time. After each move: no money is made
//! or lost, what is held is what the records say, every invariant holds, and a refused move changed nothing. And whatever was
//! played, decisions never permit a denied subject anything.

use counterfoil_primitives::{
	access::{AccessDecision, AccessRecord, Action, Basis, Fields, Grantee, Request, Right, Terms},
	did::DidStatus,
	roles::{Role, Roles},
	traits::Confidentiality,
};
use frame_support::{assert_ok, traits::Time, BoundedVec};
use proptest::{collection, prelude::*, sample};
use sp_runtime::{DispatchResult, StateVersion};

use crate::{mock::*, pallet::*, Call, Stance, TermsOf};

const PLAYERS: [u64; 8] = [SUPPLIER, PARTNER, THIRD, READER, CUSTOMS, OPERATOR, STRANGER, POOR];

#[derive(Clone, Copy, Debug)]
enum Step {
	Offer { right: Right, to: u64, shares: u32 },
	ApproveOffer(u64),
	Accept(u64),
	Close(u64),
	Approve(Decided),
	Withdraw(Decided),
	Decide(Decided),
	Use { grant: u64, uses: u32 },
	Announce { epoch: u32, to: u64 },
	Prune(u32),
	Record { grant: u64, count: u32, cheat: bool },
	Prove { operator: u64, sequence: u64 },
	SetStatus(DidStatus),
	Wait(u64),
	Block(u64),
}

/// What owners decide.
#[derive(Clone, Copy, Debug)]
enum Decided {
	Grant { grantee: u8, to: u64, uses: Option<u32>, until: Option<u64> },
	Revoke(u64),
	List { who: u64, stance: Option<Stance> },
	Operator { who: u64, appointed: bool },
	Epoch(u8),
	Classes(u8),
}

impl Decided {
	fn call(self) -> Call<Test> {
		match self {
			Self::Grant { grantee, to, uses, until } => {
				let grantee = match grantee {
					0 => Grantee::Role(Role::Demander),
					1 => Grantee::CertificateHolder(calibration()),
					_ => Grantee::Did(did(to)),
				};
				let until = until.map(|until| NOW + until);
				let terms: TermsOf = Terms { uses, until, fields: Fields::ALL, ..terms() };
				Call::grant { data_set: SET, grantee, terms }
			},
			Self::Revoke(grant) => Call::revoke_grant { grant },
			Self::List { who, stance } => {
				Call::set_listing { data_set: SET, did: did(who), stance }
			},
			Self::Operator { who, appointed } => {
				Call::set_operator { data_set: SET, operator: did(who), appointed }
			},
			Self::Epoch(byte) => Call::open_epoch { data_set: SET, commitment: [byte; 32] },
			Self::Classes(level) => {
				let mut classes = super::policy::classes(&["a", "b"]);
				if level == 0 {
					classes[0].level = Confidentiality::Public;
				}
				Call::set_field_classes { data_set: SET, classes }
			},
		}
	}

	fn make(self, who: u64) -> DispatchResult {
		use frame_support::traits::UnfilteredDispatchable;
		self.call().dispatch_bypass_filter(signed(who)).map(|_| ()).map_err(|error| error.error)
	}
}

fn player() -> impl Strategy<Value = u64> {
	sample::select(PLAYERS.to_vec())
}

fn stance() -> impl Strategy<Value = Option<Stance>> {
	sample::select(vec![None, Some(Stance::Allow), Some(Stance::Deny)])
}

fn decided() -> impl Strategy<Value = Decided> {
	let uses = prop::option::of(1..4u32);
	let until = prop::option::of(0..20_000u64);
	prop_oneof![
		4 => (0..4u8, player(), uses, until)
			.prop_map(|(grantee, to, uses, until)| Decided::Grant { grantee, to, uses, until }),
		2 => (0..6u64).prop_map(Decided::Revoke),
		2 => (player(), stance()).prop_map(|(who, stance)| Decided::List { who, stance }),
		1 => (player(), any::<bool>())
			.prop_map(|(who, appointed)| Decided::Operator { who, appointed }),
		2 => (0..2u8).prop_map(Decided::Epoch),
		1 => (0..2u8).prop_map(Decided::Classes),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let right = sample::select(Right::ALL.to_vec());
	let status = sample::select(vec![DidStatus::Active, DidStatus::Active, DidStatus::Suspended]);
	let jump = || prop_oneof![4 => 0..2_000u64, 1 => 0..70_000u64];
	prop_oneof![
		4 => (right, player(), 0..700u32)
			.prop_map(|(right, to, shares)| Step::Offer { right, to, shares }),
		2 => (0..6u64).prop_map(Step::ApproveOffer),
		6 => (0..6u64).prop_map(Step::Accept),
		1 => (0..6u64).prop_map(Step::Close),
		3 => decided().prop_map(Step::Approve),
		1 => decided().prop_map(Step::Withdraw),
		8 => decided().prop_map(Step::Decide),
		3 => (0..6u64, 0..3u32).prop_map(|(grant, uses)| Step::Use { grant, uses }),
		2 => (0..3u32, player()).prop_map(|(epoch, to)| Step::Announce { epoch, to }),
		1 => (0..3u32).prop_map(Step::Prune),
		3 => (0..6u64, 1..4u32, any::<bool>())
			.prop_map(|(grant, count, cheat)| Step::Record { grant, count, cheat }),
		2 => (player(), 0..3u64).prop_map(|(operator, sequence)| Step::Prove { operator, sequence }),
		1 => status.prop_map(Step::SetStatus),
		1 => jump().prop_map(Step::Wait),
		2 => jump().prop_map(Step::Block),
	]
}

/// The records of a batch of that number of an operator: what it is proven against.
fn books(operator: u64, grant: u64, count: u32, cheat: bool) -> Books {
	let basis = if cheat { Basis::Grant(u64::MAX) } else { Basis::Grant(grant) };
	let record = AccessRecord { decision: permitted(basis), ..record(grant) };
	let records = vec![record; count as usize];
	Books { operator, records, uses: vec![(grant, count)], refusals: 0 }
}

struct World {
	issuance: u64,
	/// The books behind each batch, by operator and sequence.
	batches: Vec<(u64, u64, Books)>,
}

impl World {
	fn play(&mut self, who: u64, step: Step) {
		let before = sp_io::storage::root(StateVersion::V1);
		let result = frame_support::storage::with_storage_layer(|| self.take(who, step));
		if result.is_err() {
			let after = sp_io::storage::root(StateVersion::V1);
			assert_eq!(before, after, "a refused move changed the state");
		}
		assert_consistent();
		assert_eq!(Balances::total_issuance(), self.issuance, "money was made or lost");
		self.check_decisions();
	}

	fn take(&mut self, who: u64, step: Step) -> DispatchResult {
		let now = Timestamp::now();
		match step {
			Step::Offer { right, to, shares } => {
				DataAccess::offer_shares(signed(who), SET, right, did(to), shares, now + 5_000)
			},
			Step::ApproveOffer(offer) => DataAccess::approve_offer(signed(who), offer),
			Step::Accept(offer) => {
				// Mostly by the one who may.
				let to = ShareOffers::<Test>::get(offer).map(|offer| offer.to);
				let to = PLAYERS.into_iter().find(|player| Some(did(*player)) == to);
				DataAccess::accept_shares(signed(to.unwrap_or(who)), offer)
			},
			Step::Close(offer) => DataAccess::close_offer(signed(who), offer),
			Step::Approve(decided) => approve(who, decided.call()),
			Step::Withdraw(decided) => DataAccess::withdraw_approval(
				signed(who),
				SET,
				DataAccess::decision_of(decided.call()),
			),
			Step::Decide(decided) => decided.make(who),
			Step::Use { grant, uses } => DataAccess::use_grant(signed(who), grant, uses),
			Step::Announce { epoch, to } => {
				let classes =
					FieldClasses::<Test>::get(SET).map_or(0, |record| record.classes.len());
				let field = (classes > 0).then_some(0).filter(|_| epoch % 2 == 1);
				let keys = BoundedVec::truncate_from(vec![class_key(to, field)]);
				DataAccess::announce_keys(signed(who), SET, epoch, keys)
			},
			Step::Prune(epoch) => DataAccess::prune_epoch(signed(who), SET, epoch),
			Step::Record { grant, count, cheat } => {
				let books = books(who, grant, count, cheat);
				let sequence = Conducts::<Test>::get(did(who)).batches;
				submit(who, &books.batch())?;
				self.batches.push((who, sequence, books));
				Ok(())
			},
			Step::Prove { operator, sequence } => {
				let known = self
					.batches
					.iter()
					.find(|(by, number, _)| (*by, *number) == (operator, sequence));
				match known {
					Some((_, _, books)) => books.prove(sequence, 0),
					None => Err(Error::<Test>::UnknownBatch.into()),
				}
			},
			Step::SetStatus(status) => {
				Directory::set_status(who, status);
				Ok(())
			},
			Step::Wait(milliseconds) => {
				set_time(now + milliseconds);
				Ok(())
			},
			Step::Block(milliseconds) => {
				poll(now + milliseconds);
				Ok(())
			},
		}
	}

	/// Whoever is denied and no owner is refused, whoever is suspended too, and a grant that is named is in force.
	fn check_decisions(&self) {
		let now = Timestamp::now();
		for who in PLAYERS {
			let request = Request { action: Action::Read, ..request() };
			let answer = DataAccess::access(&did(who), SET, &request);
			let denied = DataAccess::standing_on_lists(SET, &did(who)).0;
			let owner = shares(Right::Ownership, who) > 0;
			if denied && !owner {
				assert!(!answer.is_permitted(), "a denied subject was permitted something");
			}
			if let AccessDecision::Permitted(Basis::Grant(grant)) = answer {
				let grant = Grants::<Test>::get(grant).unwrap();
				assert!(!grant.is_over(now), "a grant that is over permitted something");
				let covers = DataAccess::covers(&grant.grantee, &did(who), now);
				assert!(covers, "a grant permitted something to somebody else");
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 120,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	#[test]
	fn random_play_keeps_every_promise(
		moves in collection::vec((player(), step()), 1..60),
		certified in any::<bool>(),
	) {
		ExtBuilder.build_and_execute(|| {
			Directory::enrol(OPERATOR, Role::ServiceProvider | Role::Demander);
			Directory::enrol(STRANGER, Roles::ALL);
			if certified {
				Drawer::certify(READER, calibration(), NOW + 30_000);
			}
			let mut world = World { issuance: Balances::total_issuance(), batches: Vec::new() };
			for (who, step) in moves {
				world.play(who, step);
			}
			// Everything that ends by itself ends, and takes its ticket along.
			for _ in 0..3 {
				poll(Timestamp::now() + 200_000);
			}
			assert_eq!(ShareOffers::<Test>::iter().count(), 0);
			assert_eq!(Decisions::<Test>::iter().count(), 0);
			assert_eq!(Batches::<Test>::iter().count(), 0);
			assert!(Grants::<Test>::iter_values().all(|grant| {
				grant.terms.until.is_none() && grant.revoked.is_none()
			}));
			assert_ok!(DataAccess::do_try_state());
		});
	}
}
