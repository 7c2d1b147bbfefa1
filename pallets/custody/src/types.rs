//! What the pallet keeps.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	custody::{CirculationId, HeldPart, Marks, Receipt, Source, MAX_HELD_PARTS},
	did::DidId,
	traits::Subject,
	usage::UsageStatement,
	AgreementId, CertificateId, DataSetId, HoldingId, Moment, SubmissionId,
};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

use crate::Config;

/// The parts that somebody holds, in strictly ascending order of their submissions.
pub type Parts = BoundedVec<HeldPart, ConstU32<MAX_HELD_PARTS>>;

/// The submissions that are asked for, in strictly ascending order.
pub type Submissions = BoundedVec<SubmissionId, ConstU32<MAX_HELD_PARTS>>;

/// What was put up for an open circulation, and by whom.
pub type Deposit<T> =
	pallet_support::Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// That somebody was given certain data on certain terms.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Holding {
	/// Who was given them.
	pub holder: DidId,
	/// Who gave them.
	pub giver: DidId,
	/// Out of what.
	pub source: Source,
	/// The data set that they belong to.
	pub data_set: DataSetId,
	/// Which parts of it.
	pub parts: Parts,
	/// On what terms.
	pub usage: UsageStatement,
	/// What distinguishes this copy.
	pub marks: Marks,
	/// The certificate that the giver showed.
	pub certificate: Option<CertificateId>,
	/// The agreement by which they were sold, if they were.
	pub agreement: Option<AgreementId>,
	/// The circulation that they were given in, if there was one.
	pub circulation: Option<CirculationId>,
	/// Since when.
	pub since: Moment,
	/// What the holder says to that.
	pub receipt: Receipt,
	/// How many of the copies that the terms allow are given away, see
	/// [`UsageTerms::cost`](counterfoil_primitives::usage::UsageTerms::cost).
	pub given: u32,
	/// Through how many hands the data went since the owner's, the holder's included.
	pub depth: u32,
}

/// For whom a proxy asks (Y.4560 I.2).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct EndUser {
	/// The data user.
	pub did: DidId,
	/// What he is to be allowed, at most.
	pub usage: UsageStatement,
}

/// What a giver states when he gives data.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Provision {
	/// The statement of permitted use.
	pub usage: UsageStatement,
	/// A valid certificate about the data set or about one of the parts.
	pub certificate: Option<CertificateId>,
	/// What distinguishes this copy. Without marks a leak of it cannot be told from one of the giver's own copy.
	pub marks: Marks,
}

/// How far a circulation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// Somebody asked.
	#[codec(index = 0)]
	Requested,
	/// The data user confirmed what a proxy asked for him.
	#[codec(index = 1)]
	Confirmed,
	/// The proxy was given the data, and is to pass them on.
	#[codec(index = 2)]
	AtProxy {
		/// What the proxy holds.
		holding: HoldingId,
	},
}

/// How a circulation ended.
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
pub enum End {
	/// Everybody was given what he asked for.
	#[codec(index = 0)]
	Completed,
	/// One of the parties stepped back.
	#[codec(index = 1)]
	Withdrawn,
	/// The next step was not taken in time.
	#[codec(index = 2)]
	Lapsed,
}

/// That data are asked for, and not yet given.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Circulation<T: Config> {
	/// Out of what they are asked for.
	pub source: Source,
	/// Who has them.
	pub giver: DidId,
	/// Who asked, and the account that carries the ticket.
	pub receiver: Subject<T::AccountId>,
	/// For whom he asked, if not for himself.
	pub user: Option<EndUser>,
	/// The data set.
	pub data_set: DataSetId,
	/// Which parts of it.
	pub parts: Parts,
	/// What the receiver is to be allowed, at most.
	pub usage: UsageStatement,
	/// How far it is.
	pub stage: Stage,
	/// Until when all of it may be done.
	pub until: Moment,
	/// The ticket for this record.
	pub deposit: Deposit<T>,
}

impl<T: Config> Circulation<T> {
	/// Whether somebody has a part in it.
	pub(crate) fn has_party(&self, did: &DidId) -> bool {
		self.parties().any(|party| party == *did)
	}

	/// Who has a part in it, each once.
	pub(crate) fn parties(&self) -> impl Iterator<Item = DidId> {
		let user = self.user.as_ref().map(|user| user.did);
		[self.giver, self.receiver.did].into_iter().chain(user)
	}
}
