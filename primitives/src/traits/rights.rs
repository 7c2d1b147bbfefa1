//! Who owns, who uses, who profits.

use alloc::{vec, vec::Vec};

use crate::{did::DidId, DataSetId};

/// The shares in the rights on a data set (Y.4560 8.4): the answers of the access pallet. Bounded lists.
pub trait Rights {
	/// Who decides about the data set, with how many shares each. At first its supplier, with all of them.
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)>;

	/// Who is paid for the data set, with how many shares each. At first its supplier, with all of them.
	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)>;
}

/// The supplier has every right.
impl Rights for () {
	fn owners(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		vec![(*supplier, 1)]
	}
	fn payees(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		vec![(*supplier, 1)]
	}
}
