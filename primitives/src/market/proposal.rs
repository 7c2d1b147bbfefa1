//! What a proposer commits to before he shows it.

use codec::Encode;

use crate::{did::DidId, sha256, DemandId, Hash};

/// What the bytes begin with.
const DOMAIN: &str = "counterfoil/market-proposal/v1";

/// SHA-256 of what a proposer binds himself to: the domain, the chain, the demand, the proposer, what he proposes, and 32 random
/// bytes without which nobody can guess it. It counts for no other chain, demand or proposer.
///
/// ```text
/// SHA-256(SCALE(domain: str) ‖ genesis hash ‖ demand, u64 little-endian ‖ proposer ‖ SCALE(fills) ‖ salt)
/// ```
pub fn commitment<Fills: Encode + ?Sized>(
	genesis: &Hash,
	demand: DemandId,
	proposer: &DidId,
	fills: &Fills,
	salt: &Hash,
) -> Hash {
	sha256(&[&DOMAIN.encode(), genesis, &demand.to_le_bytes(), &proposer.0, &fills.encode(), salt])
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec;

	#[test]
	fn commitment_is_the_pinned_one_and_differs_in_every_part() {
		let did = DidId([2; 32]);
		let fills = vec![1u8, 2];
		let of = |genesis, demand, did: &DidId, fills: &alloc::vec::Vec<u8>, salt| {
			commitment(&[genesis; 32], demand, did, fills, &[salt; 32])
		};
		let one = of(1, 3, &did, &fills, 4);
		let bytes = [
			&[30u8 << 2][..],
			b"counterfoil/market-proposal/v1",
			&[1; 32],
			&3u64.to_le_bytes(),
			&[2; 32],
			&[2 << 2, 1, 2],
			&[4; 32],
		]
		.concat();
		assert_eq!(one, sha256(&[&bytes]));
		assert_eq!(
			hex::encode(one),
			"76430774a29f2625efd94b1431f57082b8cbeb07c6a7dadead2823a6b2bbacb7"
		);
		for other in [
			of(9, 3, &did, &fills, 4),
			of(1, 9, &did, &fills, 4),
			of(1, 3, &DidId([9; 32]), &fills, 4),
			of(1, 3, &did, &vec![1], 4),
			of(1, 3, &did, &fills, 9),
		] {
			assert_ne!(one, other);
		}
	}
}
