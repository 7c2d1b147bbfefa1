//! Deadlines in the order of time, worked off with a bounded amount of work per block.
//!
//! Time is cut into buckets of [`BUCKET`] milliseconds. An entry with the deadline `d` lies in the bucket
//! `d / BUCKET + 1`, and a bucket is due once the clock shows `bucket * BUCKET` or more. So an entry is never taken
//! early (every deadline in a due bucket has passed), and never later than `BUCKET` milliseconds after its deadline plus the
//! time to the next block, unless the blocks before had no room.
//!
//! The pallet owns the storage and calls [`schedule`] and [`cancel`] where deadlines come and go, and [`work_off`] in
//! `on_poll`, when the clock of the block is set:
//!
//! ```ignore
//! #[pallet::storage]
//! pub type Agenda<T> = StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, AgreementId, ()>;
//!
//! #[pallet::storage]
//! pub type AgendaCursor<T> = StorageValue<_, u64, ValueQuery>;
//!
//! fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
//!     let mut own = agenda::share(meter);
//!     agenda::work_off::<Agenda<T>, AgendaCursor<T>, _>(
//!         T::Time::now(), &mut own, T::WeightInfo::expire_one(), T::WeightInfo::agenda_bucket(), Self::expire_one,
//!     );
//!     meter.consume(own.consumed());
//! }
//! ```
//!
//! # What is promised
//!
//! - **Never early**: the work of an entry is called only when `now > deadline`.
//! - **Never forgotten**: the cursor passes a bucket only after seeing it empty. What does not fit into one
//!   block is carried over to the next.
//! - **Bounded**: one call spends at most the meter's room and looks at most [`MAX_BUCKETS`] times for what is due, however
//!   long the chain stood still. A pallet that must leave room for transactions passes the meter that [`share`] gives it.
//!
//! # What is asked for
//!
//! A deadline lies in the present or the future when it is scheduled, as `now + window` always does. Where it may lie in the
//! past, give the map together with the cursor, `(Agenda<T>, AgendaCursor<T>)`, to [`schedule`] and [`cancel`]: such an entry
//! then goes to the first bucket that is still to be worked off. [`check`] finds entries that were lost by breaking this rule.

use alloc::vec::Vec;
use codec::FullCodec;
use counterfoil_primitives::Moment;
use frame_support::{
	storage::{types, StorageValue},
	traits::{Get, StorageInstance},
	weights::{Weight, WeightMeter},
	ReversibleStorageHasher,
};

/// The width of a bucket in milliseconds.
pub const BUCKET: Moment = 1_000;

/// The most looks into storage for due entries that one call of [`work_off`] takes, the entries that it finds aside.
pub const MAX_BUCKETS: u64 = 512;

/// An agenda takes at most one part in so many of what the block has left.
const PARTS: u64 = 4;

/// How many entries are few enough to look at each of them rather than at every bucket.
const FEW: u64 = 64;

/// The bucket that an entry with this deadline lies in. Never zero.
pub const fn bucket(deadline: Moment) -> u64 {
	// Cannot overflow: the quotient is at most a thousandth of the largest `u64`.
	(deadline / BUCKET).saturating_add(1)
}

/// The last bucket that is due at `now`.
pub const fn last_due(now: Moment) -> u64 {
	now / BUCKET
}

/// Where the entries of an agenda are kept: by bucket, then by what the entry names.
///
/// Every `StorageDoubleMap<_, Hasher, u64, Hasher, Id, ()>` whose hashers keep the key is one. So is such a map together with
/// the cursor, see the [module](self).
pub trait AgendaMap {
	/// What an entry names.
	type Id: FullCodec;

	/// The first bucket that an entry may be put into.
	fn floor() -> u64;

	/// Puts the entry into the bucket.
	fn insert(bucket: u64, id: &Self::Id);

	/// Removes the entry from the bucket and says whether it was there.
	fn remove(bucket: u64, id: &Self::Id) -> bool;

	/// The entries of a bucket, in no particular order.
	fn entries(bucket: u64) -> impl Iterator<Item = Self::Id>;

	/// The bucket of each entry, in no particular order.
	fn buckets() -> impl Iterator<Item = u64>;
}

impl<Prefix, Hasher1, Hasher2, Id, QueryKind, OnEmpty, MaxValues> AgendaMap
	for types::StorageDoubleMap<Prefix, Hasher1, u64, Hasher2, Id, (), QueryKind, OnEmpty, MaxValues>
where
	Prefix: StorageInstance,
	Hasher1: ReversibleStorageHasher,
	Hasher2: ReversibleStorageHasher,
	Id: FullCodec,
	QueryKind: types::QueryKindTrait<(), OnEmpty>,
	OnEmpty: Get<QueryKind::Query> + 'static,
	MaxValues: Get<Option<u32>>,
{
	type Id = Id;

	fn floor() -> u64 {
		0
	}

	fn insert(bucket: u64, id: &Id) {
		Self::insert(bucket, id, ());
	}

	fn remove(bucket: u64, id: &Id) -> bool {
		let known = Self::contains_key(bucket, id);
		if known {
			Self::remove(bucket, id);
		}
		known
	}

	fn entries(bucket: u64) -> impl Iterator<Item = Id> {
		Self::iter_key_prefix(bucket)
	}

	fn buckets() -> impl Iterator<Item = u64> {
		Self::iter_keys().map(|(bucket, _)| bucket)
	}
}

impl<Map, Cursor> AgendaMap for (Map, Cursor)
where
	Map: AgendaMap,
	Cursor: StorageValue<u64, Query = u64>,
{
	type Id = Map::Id;

	fn floor() -> u64 {
		Cursor::get()
	}

	fn insert(bucket: u64, id: &Self::Id) {
		Map::insert(bucket, id);
	}

	fn remove(bucket: u64, id: &Self::Id) -> bool {
		Map::remove(bucket, id)
	}

	fn entries(bucket: u64) -> impl Iterator<Item = Self::Id> {
		Map::entries(bucket)
	}

	fn buckets() -> impl Iterator<Item = u64> {
		Map::buckets()
	}
}

/// Where an entry with this deadline is, or would be put now.
///
/// A pending entry stays where this says: the cursor does not pass the bucket that it lies in, so a floor that rises above
/// that bucket means that the entry was worked off.
fn place<Map: AgendaMap>(deadline: Moment) -> u64 {
	bucket(deadline).max(Map::floor())
}

/// Puts an entry on the agenda: its work is called once the deadline has passed. One write.
pub fn schedule<Map: AgendaMap>(deadline: Moment, id: Map::Id) {
	Map::insert(place::<Map>(deadline), &id);
}

/// Takes an entry off the agenda. Does nothing if it is not there any more. One read, one write.
pub fn cancel<Map: AgendaMap>(deadline: Moment, id: Map::Id) {
	Map::remove(place::<Map>(deadline), &id);
}

/// The part of a block that the agenda of one pallet may take: a quarter of what `meter` has left.
///
/// The rest stays for transactions and for the agendas of other pallets, whatever is due. The caller takes what was used from
/// its own meter afterwards, `meter.consume(own.consumed())`.
pub fn share(meter: &WeightMeter) -> WeightMeter {
	WeightMeter::with_limit(meter.remaining().saturating_div(PARTS))
}

/// Calls `f` for entries whose deadline has passed at `now`, bucket by bucket, as long as the meter has room.
///
/// An entry is removed before `f` is called for it. `f` may schedule and cancel entries.
///
/// `per_entry` is the weight of finding and removing an entry and of `f` together, `per_bucket` that of one look for the
/// next entry (one read) with its share of reading and writing the cursor.
pub fn work_off<Map, Cursor, Id>(
	now: Moment,
	meter: &mut WeightMeter,
	per_entry: Weight,
	per_bucket: Weight,
	mut f: impl FnMut(Id),
) where
	Map: AgendaMap<Id = Id>,
	Cursor: StorageValue<u64, Query = u64>,
{
	let last = last_due(now);
	if meter.try_consume(per_bucket).is_err() {
		return;
	}
	let stored = Cursor::get();
	let start = match stored {
		// Nothing was worked off yet. The entries that are there already are those of the first block.
		0 => earliest::<Map>(last, u64::MAX, meter, per_bucket),
		_ => Some(stored),
	};
	let Some(mut cursor) = start else { return };

	let mut looks = MAX_BUCKETS;
	let mut crowded = false;
	while cursor <= last && looks > 0 && meter.try_consume(per_bucket).is_ok() {
		looks = looks.saturating_sub(1);
		let (due, complete) = collect::<Map>(cursor, meter, per_entry);
		if !due.is_empty() {
			// `f` may schedule: the floor has to be known by then. The bucket is visited again, and left once it is empty.
			Cursor::put(cursor);
			for id in due {
				// `f` of an earlier entry may have cancelled this one.
				if Map::remove(cursor, &id) {
					f(id);
				}
			}
		} else if complete {
			cursor = cursor.saturating_add(1);
			// Far behind, after a halt: where few entries are left, ask them instead of every bucket.
			let worthwhile = last.saturating_sub(cursor) > FEW && looks > FEW;
			let room = meter.can_consume(per_bucket.saturating_mul(FEW.saturating_mul(2)));
			if !crowded && worthwhile && room {
				looks = looks.saturating_sub(FEW);
				match earliest::<Map>(last, FEW, meter, per_bucket) {
					Some(bucket) => cursor = cursor.max(bucket),
					None => crowded = true,
				}
			}
		} else {
			break;
		}
	}
	if cursor != stored {
		Cursor::put(cursor);
	}
}

/// [`work_off`] for entries that differ: each is reckoned with as the dearest, so that it surely has room, and paid for as what `f` says that it
/// was; with what is spared it goes on. Takes the agenda's [`share`] of the block, and consumes what was spent.
pub fn work_off_each<Map, Cursor, Id>(
	now: Moment,
	meter: &mut WeightMeter,
	dearest: Weight,
	per_bucket: Weight,
	mut f: impl FnMut(Id) -> Weight,
) where
	Map: AgendaMap<Id = Id>,
	Cursor: StorageValue<u64, Query = u64>,
{
	let room = share(meter).limit();
	let mut spent = Weight::zero();
	loop {
		let mut own = WeightMeter::with_limit(room.saturating_sub(spent));
		let mut spared = None;
		work_off::<Map, Cursor, Id>(now, &mut own, dearest, per_bucket, |id| {
			let rest = dearest.saturating_sub(f(id));
			spared = Some(rest.saturating_add(spared.unwrap_or_default()));
		});
		spent = spent.saturating_add(own.consumed().saturating_sub(spared.unwrap_or_default()));
		if spared.is_none() {
			break;
		}
	}
	meter.consume(spent);
}

/// The bucket of the earliest entry, or the one after the last due bucket if that is earlier.
///
/// `None` if there are more than `most` entries, or more than the meter has room to look at.
fn earliest<Map: AgendaMap>(
	last: u64,
	most: u64,
	meter: &mut WeightMeter,
	per_bucket: Weight,
) -> Option<u64> {
	let mut earliest = last.saturating_add(1);
	let mut left = most;
	for bucket in Map::buckets() {
		left = left.checked_sub(1)?;
		meter.try_consume(per_bucket).ok()?;
		earliest = earliest.min(bucket);
	}
	Some(earliest)
}

/// As many entries of the bucket as the meter has room for, and whether these are all.
fn collect<Map: AgendaMap>(
	bucket: u64,
	meter: &mut WeightMeter,
	per_entry: Weight,
) -> (Vec<Map::Id>, bool) {
	let mut due = Vec::new();
	let mut entries = Map::entries(bucket);
	loop {
		if !meter.can_consume(per_entry) {
			return (due, false);
		}
		let Some(id) = entries.next() else { return (due, true) };
		meter.consume(per_entry);
		due.push(id);
	}
}

/// Checks that no entry lies in a bucket that was already passed. Reads the whole agenda: for `try_state` only.
pub fn check<Map, Cursor>() -> Result<(), &'static str>
where
	Map: AgendaMap,
	Cursor: StorageValue<u64, Query = u64>,
{
	let cursor = Cursor::get();
	if Map::buckets().all(|bucket| bucket >= cursor) {
		Ok(())
	} else {
		Err("an entry of the agenda was passed over")
	}
}

#[cfg(test)]
mod tests;
