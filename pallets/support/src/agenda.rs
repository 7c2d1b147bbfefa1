//! Deadlines in the order of seconds, worked off with a bounded amount of work per block.
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
//!     agenda::work_off::<Agenda<T>, AgendaCursor<T>, _>(
//!         T::Time::now(),
//!         meter,
//!         T::WeightInfo::agenda_bucket(),
//!         |id| T::WeightInfo::expire(Self::size_of(id)),
//!         Self::expire_one,
//!     );
//! }
//! ```
//!
//! # What is promised
//!
//! - **Never early**: the work of an entry is called only when `now > deadline`.
//! - **Never forgotten**: the cursor passes a bucket only after seeing it empty. What does not fit into one
//!   block is carried over to the next.
//! - **In the order of seconds**: the buckets follow each other. Within one there is no order: what falls due in the same second is taken
//!   in the order of the keys, which are hashed, and what is carried over from it stays before all that is due later.
//! - **Bounded**: all agendas of a block together leave a third of it to transactions, whatever is due. They share another third: each takes at
//!   most a quarter of what those before it left of that, so that the ones after it have theirs. And one call looks at most [`MAX_BUCKETS`] times for what is
//!   due, however long the chain stood still.
//! - **None starves**: however little its share is, an agenda takes one entry in each block that has room for it besides the third for
//!   transactions; the third in between is there for that. What is taken of it is missed by the shares after it. An entry is weighed by itself
//!   before it is taken, so a light agenda does not wait for a room that only heavy entries need; within an agenda the next entry waits for the
//!   one before it.
//! - **After a halt** the seconds that nobody looked at are walked through, a look each: of a day some tens of thousands, for which many blocks
//!   are needed. Whoever does not want to wait calls what the pallet offers for it.
//!
//! # What is asked for
//!
//! A deadline lies in the present or the future when it is scheduled, as `now + window` always does. Where it may lie in the
//! past, give the map together with the cursor, `(Agenda<T>, AgendaCursor<T>)`, to [`schedule`] and [`cancel`]: such an entry
//! then goes to the first bucket that is still to be worked off. [`check`] finds entries that were lost by breaking this rule.

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

/// The most looks into buckets for due entries that one call of [`work_off`] takes, the entries that it finds aside.
pub const MAX_BUCKETS: u64 = 512;

/// What a block has is cut into so many parts: one that the agendas share, one for entries that are heavier than a share, and one that stays for
/// transactions.
const THIRDS: u64 = 3;

/// An agenda takes at most one part in so many of what those before it left of the shared third.
const PARTS: u64 = 4;

/// The looks that an agenda takes in any case, so that it comes to what is due.
const LEAST_LOOKS: u64 = 8;

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

/// What one agenda may still take of a block.
struct Room {
	/// Its share.
	own: Weight,
	/// What there is besides the part for transactions: for the first entry, if the share is too small for it.
	most: Weight,
	/// What it took.
	spent: Weight,
	/// Whether it has taken no entry yet.
	idle: bool,
}

impl Room {
	/// What `meter` has for an agenda that looks into its buckets at this price.
	fn of(meter: &WeightMeter, per_bucket: Weight) -> Self {
		let (block, taken) = (meter.limit(), meter.consumed());
		let third = block.saturating_div(THIRDS);
		let shared = third.saturating_sub(taken);
		let own = shared.saturating_div(PARTS).max(per_bucket.saturating_mul(LEAST_LOOKS));
		let open = block.saturating_sub(third).saturating_sub(taken);
		// One look is set aside for the entry that is weighed and does not fit.
		let most = open.saturating_sub(per_bucket);
		Self { own: own.min(most), most, spent: Weight::zero(), idle: true }
	}

	fn has(&self, weight: Weight) -> bool {
		self.spent.saturating_add(weight).all_lte(self.own)
	}

	/// Takes the weight of a look, if there is room for it.
	fn look(&mut self, per_bucket: Weight) -> bool {
		let fits = self.has(per_bucket);
		if fits {
			self.spent = self.spent.saturating_add(per_bucket);
		}
		fits
	}

	/// Takes the weight of an entry, if there is room for it.
	fn take(&mut self, entry: Weight) -> bool {
		let after = self.spent.saturating_add(entry);
		let fits = after.all_lte(self.own) || (self.idle && after.all_lte(self.most));
		if fits {
			self.spent = after;
			self.idle = false;
		}
		fits
	}
}

/// Does the work of entries whose deadline has passed at `now`, bucket by bucket, as long as the agenda has room in the block, and takes what
/// that weighs from `meter`. The meter is the one of the block: its limit is what the block had left before the first agenda.
///
/// `per_bucket` is the weight of one look for the next entry with its share of reading and writing the cursor, and of weighing an entry.
/// `weigh` says what an entry weighs at most, finding and removing it included. `work` does it; it may schedule and cancel entries, and
/// says what it was in fact if that was less. An entry is removed before.
pub fn work_off<Map, Cursor, Id>(
	now: Moment,
	meter: &mut WeightMeter,
	per_bucket: Weight,
	weigh: impl FnMut(&Id) -> Weight,
	work: impl FnMut(Id) -> Option<Weight>,
) where
	Map: AgendaMap<Id = Id>,
	Cursor: StorageValue<u64, Query = u64>,
{
	let mut room = Room::of(meter, per_bucket);
	work_through::<Map, Cursor, Id>(now, &mut room, per_bucket, weigh, work);
	meter.consume(room.spent);
}

fn work_through<Map, Cursor, Id>(
	now: Moment,
	room: &mut Room,
	per_bucket: Weight,
	mut weigh: impl FnMut(&Id) -> Weight,
	mut work: impl FnMut(Id) -> Option<Weight>,
) where
	Map: AgendaMap<Id = Id>,
	Cursor: StorageValue<u64, Query = u64>,
{
	let last = last_due(now);
	if !room.look(per_bucket) {
		return;
	}
	let stored = Cursor::get();
	let start = match stored {
		// Nothing was worked off yet. The entries that are there already are those of the first block.
		0 => earliest::<Map>(last, u64::MAX, room, per_bucket),
		_ => Some(stored),
	};
	let Some(mut cursor) = start else { return };

	let mut looks = MAX_BUCKETS;
	let mut crowded = false;
	while cursor <= last && looks > 0 && room.look(per_bucket) {
		looks = looks.saturating_sub(1);
		let mut found = false;
		// Each look for the next entry sees what the work of the ones before has cancelled.
		for id in Map::entries(cursor) {
			let weight = weigh(&id);
			if !room.take(weight) {
				room.spent = room.spent.saturating_add(per_bucket);
				return Cursor::put(cursor);
			}
			// The work may schedule: the floor has to be known by then. The bucket is visited again, and left once it is empty.
			if !found {
				Cursor::put(cursor);
				found = true;
			}
			Map::remove(cursor, &id);
			if let Some(actual) = work(id) {
				room.spent = room.spent.saturating_sub(weight.saturating_sub(actual));
			}
		}
		if found {
			continue;
		}
		cursor = cursor.saturating_add(1);
		// Far behind, after a halt: where few entries are left, ask them instead of every bucket.
		let worthwhile = last.saturating_sub(cursor) > FEW && looks > FEW;
		if !crowded && worthwhile && room.has(per_bucket.saturating_mul(FEW.saturating_mul(2))) {
			looks = looks.saturating_sub(FEW);
			match earliest::<Map>(last, FEW, room, per_bucket) {
				Some(bucket) => cursor = cursor.max(bucket),
				None => crowded = true,
			}
		}
	}
	if cursor != stored {
		Cursor::put(cursor);
	}
}

/// The bucket of the earliest entry, or the one after the last due bucket if that is earlier.
///
/// `None` if there are more than `most` entries, or more than there is room to look at.
fn earliest<Map: AgendaMap>(
	last: u64,
	most: u64,
	room: &mut Room,
	per_bucket: Weight,
) -> Option<u64> {
	let mut earliest = last.saturating_add(1);
	let mut left = most;
	for bucket in Map::buckets() {
		left = left.checked_sub(1)?;
		if !room.look(per_bucket) {
			return None;
		}
		earliest = earliest.min(bucket);
	}
	Some(earliest)
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
