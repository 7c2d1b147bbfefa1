//! A chain with this pallet and a real clock.

use counterfoil_primitives::{
	did::DidId,
	history::Entry,
	traits::{AuditLog, AuditModule, AuditSubject},
	Moment,
};
use frame_support::derive_impl;
use sp_runtime::BuildStorage;

use crate::{self as pallet_audit, pallet::*};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Audit: pallet_audit,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

impl Config for Test {
	type Time = Timestamp;
	type WeightInfo = ();
}

/// When a test starts.
pub const NOW: Moment = 1_000_000;
/// Who acts.
pub const ACTOR: DidId = DidId([1; 32]);
/// Whose history is looked at.
pub const SUBJECT: AuditSubject = AuditSubject::Did(DidId([2; 32]));

pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| block(1, NOW));
		ext
	}

	/// Runs a test, then checks the state.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Audit::do_try_state().expect("the state is consistent");
		});
	}
}

/// Goes on to another block.
pub fn block(number: u64, now: Moment) {
	System::set_block_number(number);
	pallet_timestamp::Now::<Test>::put(now);
}

/// Records an event, whose bytes are these, for each subject.
pub fn record(subjects: &[AuditSubject], event: &[u8]) {
	Audit::record(AuditModule::Devices, Some(ACTOR), subjects, event);
}

/// Records `count` different events for [`SUBJECT`].
pub fn record_many(count: u8) {
	(0..count).for_each(|i| record(&[SUBJECT], &[3, i]));
}

/// The whole history, read in pages of `limit`.
pub fn read(subject: AuditSubject, limit: u32) -> Vec<Entry> {
	let mut entries = Vec::new();
	loop {
		let from = u64::try_from(entries.len()).unwrap();
		let page = Audit::audit(subject, from, limit);
		if page.is_empty() {
			return entries;
		}
		for (position, view) in page.iter().enumerate() {
			assert_eq!(view.number, from + u64::try_from(position).unwrap());
		}
		entries.extend(page.iter().map(|view| view.entry()));
	}
}
