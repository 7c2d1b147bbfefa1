//! How much of the book and of the registry a call looks at. Its fee is for that, and no more.

use counterfoil_primitives::traits::CertificateNeed;
use frame_support::{traits::Get, weights::Weight};

use crate::{
	features::book::LINES_PER_CANDIDATE,
	weights::{SET_CERTIFICATES, SUBMISSION_CERTIFICATES},
	Config, WeightInfo, MAX_PROPOSED,
};

/// What a call reads and does beside what every call of its kind does. It is counted where it happens, and also where the call fails then.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Effort {
	/// Lines of the index that are read.
	pub lines: u32,
	/// Pairs of an offer and a demand that are looked at.
	pub pairs: u32,
	/// Submissions that the registry is asked about.
	pub submissions: u32,
	/// Certificates that are read, at most.
	pub certificates: u32,
	/// Matches that are made, or fail.
	pub matches: u32,
}

impl Effort {
	/// The most that finding demands for an offer with so many submissions takes. They are read once, before.
	pub fn of_offer<T: Config>(submissions: u32) -> Self {
		let asked = certificates(submissions);
		Self { submissions: 0, ..Self::of_search::<T>(submissions, asked) }
	}

	/// The most that finding offers for a demand takes.
	pub fn of_demand<T: Config>(need: &CertificateNeed) -> Self {
		let asked = match need {
			CertificateNeed::None => 0,
			_ => certificates(T::MaxLot::get()),
		};
		Self::of_search::<T>(T::MaxLot::get(), asked)
	}

	/// The most that looking at so many pairs takes, so many of which are matched.
	pub fn of_pairs<T: Config>(pairs: u32, matches: u32) -> Self {
		let lot = T::MaxLot::get();
		Self {
			lines: 0,
			pairs,
			submissions: pairs.saturating_mul(lot),
			certificates: pairs.saturating_mul(certificates(lot)),
			matches,
		}
	}

	/// The most that a proposal with so many fills takes: they are compared with the ones that stand, and perhaps carried out at once.
	pub fn of_proposal<T: Config>(fills: u32) -> Self {
		let compared = fills.saturating_add(MAX_PROPOSED);
		Self::of_pairs::<T>(compared.saturating_add(fills), fills)
	}

	/// The most that carrying out a proposal takes.
	pub fn of_conclusion<T: Config>() -> Self {
		Self::of_pairs::<T>(MAX_PROPOSED, MAX_PROPOSED)
	}

	fn of_search<T: Config>(submissions: u32, certificates: u32) -> Self {
		let candidates = T::MaxCandidates::get();
		Self {
			lines: candidates.saturating_mul(LINES_PER_CANDIDATE),
			pairs: candidates,
			submissions: candidates.saturating_mul(submissions),
			certificates: candidates.saturating_mul(certificates),
			matches: candidates,
		}
	}

	/// Counts lines of the index.
	pub(crate) fn add_lines(&mut self, lines: u32) {
		self.lines = self.lines.saturating_add(lines);
	}

	/// Counts a pair that is looked at.
	pub(crate) fn add_pair(&mut self) {
		self.pairs = self.pairs.saturating_add(1);
	}

	/// Counts a lot that the registry is asked about.
	pub(crate) fn add_lot(&mut self, submissions: u32) {
		self.submissions = self.submissions.saturating_add(submissions);
	}

	/// Counts the certificates of a lot.
	pub(crate) fn add_certificates(&mut self, submissions: u32) {
		self.certificates = self.certificates.saturating_add(certificates(submissions));
	}

	/// Counts a match.
	pub(crate) fn add_match(&mut self) {
		self.matches = self.matches.saturating_add(1);
	}

	/// What it weighs.
	pub fn weight<T: Config>(&self) -> Weight {
		let parts = [
			(T::WeightInfo::line(), self.lines),
			(T::WeightInfo::pair(), self.pairs),
			(T::WeightInfo::submission(), self.submissions),
			(T::WeightInfo::certificate(), self.certificates),
			(T::WeightInfo::matching(), self.matches),
		];
		parts.into_iter().fold(Weight::zero(), |sum, (each, count)| {
			sum.saturating_add(each.saturating_mul(count.into()))
		})
	}
}

/// How many certificates are read at most for a lot of so many submissions: those of the data set, then those of each submission.
fn certificates(submissions: u32) -> u32 {
	SET_CERTIFICATES.saturating_add(submissions.saturating_mul(SUBMISSION_CERTIFICATES))
}
