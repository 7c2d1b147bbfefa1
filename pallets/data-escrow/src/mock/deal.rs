//! A deal to play with: what is agreed, what travels off chain, and the calls.

use super::*;

/// The parts of the lot that the tests trade: three, one and three leaves.
pub fn lot() -> Vec<Vec<Vec<u8>>> {
	let leaf = |part: usize, leaf: usize| {
		format!("part {part}, leaf {leaf}, {} l/s", 100 * part + leaf).into_bytes()
	};
	[3, 1, 3]
		.into_iter()
		.enumerate()
		.map(|(part, leaves)| (0..leaves).map(|number| leaf(part, number)).collect())
		.collect()
}

/// How many leaves [`lot`] has.
pub const LEAVES: u64 = 7;

/// The fingerprints of the parts.
pub fn fingerprints(lot: &[Vec<Vec<u8>>]) -> Vec<Fingerprint> {
	lot.iter().map(|leaves| Tree::from_leaves(leaves).fingerprint()).collect()
}

/// The encrypted leaves of the whole lot.
pub fn encrypt(lot: &[Vec<Vec<u8>>], key: &Key) -> Vec<Vec<u8>> {
	let mut leaves: Vec<Vec<u8>> = lot.concat();
	for (index, leaf) in leaves.iter_mut().enumerate() {
		apply_keystream(key, index as u64, leaf);
	}
	leaves
}

/// The data set that the tests trade from.
pub const SET: DataSetId = 77;

/// The terms of the deal that the tests make.
pub fn terms() -> NewAgreement<u64, u64> {
	NewAgreement {
		supplier: subject(SUPPLIER),
		demander: subject(DEMANDER),
		data_set: SET,
		submissions: vec![11, 12, 13],
		parts: fingerprints(&lot()),
		price: PRICE,
		asset: Asset::Native,
		commissions: vec![],
		usage: usage(),
		certificate: CertificateNeed::None,
		delivery: Delivery::Proven,
		carrier: Party::Demander,
	}
}

/// What the demander may do with the data.
pub fn usage() -> UsageStatement {
	UsageStatement { document: [0xd0; 32], terms: UsageTerms::unlimited() }
}

/// Opens an agreement as the market would.
pub fn open(terms: NewAgreement<u64, u64>) -> Result<AgreementId, DispatchError> {
	DataEscrow::open(terms)
}

/// What a call comes to, whatever it costs.
pub fn bare(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failure| failure.error)
}

pub fn fund(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::fund(RuntimeOrigin::signed(who), id, None))
}
/// By a whole call, which undoes what was counted against a limit if the money cannot be held.
pub fn fund_from(who: u64, id: AgreementId, payer: u64) -> DispatchResult {
	let call = RuntimeCall::DataEscrow(crate::Call::fund { id, from: Some(did(payer)) });
	bare(call.dispatch(RuntimeOrigin::signed(who)))
}
/// The hash of the leaf that is added for the demander alone.
pub const WATERMARK: Option<Hash> = Some([0xaf; 32]);

pub fn commit(who: u64, id: AgreementId, root: Hash, commitment: Hash) -> DispatchResult {
	DataEscrow::commit(RuntimeOrigin::signed(who), id, root, commitment, WATERMARK)
}
pub fn accept(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::accept(RuntimeOrigin::signed(who), id))
}
pub fn decline(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::decline(RuntimeOrigin::signed(who), id))
}
pub fn reveal(who: u64, id: AgreementId, key: Key) -> DispatchResult {
	DataEscrow::reveal(RuntimeOrigin::signed(who), id, key)
}
pub fn dispute(who: u64, id: AgreementId, proof: Misbehaviour) -> DispatchResult {
	DataEscrow::dispute(RuntimeOrigin::signed(who), id, proof)
}
pub fn settle(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::settle(RuntimeOrigin::signed(who), id))
}
pub fn expire(who: u64, id: AgreementId) -> DispatchResult {
	bare(DataEscrow::expire(RuntimeOrigin::signed(who), id))
}
pub fn forget(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::forget(RuntimeOrigin::signed(who), id)
}

pub fn collect(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::collect(RuntimeOrigin::signed(who), id)
}

/// A deal between [`SUPPLIER`] and [`DEMANDER`] over [`lot`], with what travels off chain.
#[derive(Clone, Debug)]
pub struct Deal {
	pub id: AgreementId,
	pub lot: Vec<Vec<Vec<u8>>>,
	pub key: Key,
	/// What the demander received.
	pub ciphertext: Vec<Vec<u8>>,
}

impl Deal {
	/// Opened; the delivery is right.
	pub fn agreed() -> Self {
		Self::of(open(terms()).expect("the terms are right"))
	}

	/// Over [`lot`], opened under this number; the delivery is right.
	pub fn of(id: AgreementId) -> Self {
		let lot = lot();
		let key = [id as u8 + 1; 32];
		Self { id, ciphertext: encrypt(&lot, &key), lot, key }
	}

	/// Opened over [`lot`] in an asset.
	pub fn agreed_in(asset: Asset) -> Self {
		Self::of(open(NewAgreement { asset, ..terms() }).expect("the terms are right"))
	}

	pub fn funded() -> Self {
		Self::agreed().fund()
	}

	pub fn offered() -> Self {
		Self::funded().commit()
	}

	pub fn accepted() -> Self {
		Self::offered().accept()
	}

	pub fn revealed() -> Self {
		Self::accepted().reveal()
	}

	/// Revealed, and one bit of one leaf is wrong.
	pub fn revealed_with_wrong_leaf(index: usize) -> Self {
		Self::funded().with_wrong_leaf(index).commit().accept().reveal()
	}

	/// One bit of one leaf is wrong.
	pub fn with_wrong_leaf(mut self, index: usize) -> Self {
		self.ciphertext[index][0] ^= 1;
		self
	}

	pub fn fund(self) -> Self {
		assert_ok!(fund(DEMANDER, self.id));
		self
	}

	pub fn commit(self) -> Self {
		assert_ok!(commit(SUPPLIER, self.id, self.root(), self.commitment()));
		self
	}

	pub fn accept(self) -> Self {
		assert_ok!(accept(DEMANDER, self.id));
		self
	}

	pub fn reveal(self) -> Self {
		assert_ok!(reveal(SUPPLIER, self.id, self.key));
		self
	}

	/// One encrypted leaf, counted beyond the end and around.
	pub fn leaf_mut(&mut self, index: usize) -> &mut Vec<u8> {
		let count = self.ciphertext.len();
		&mut self.ciphertext[index % count]
	}

	/// The root over what the demander received.
	pub fn root(&self) -> Hash {
		Tree::from_leaves(&self.ciphertext).fingerprint().root
	}

	pub fn commitment(&self) -> Hash {
		key_commitment(&GENESIS, self.id, &self.key)
	}

	/// The hashes that the leaves are to have.
	pub fn leaf_hashes(&self) -> Vec<Hash> {
		self.lot.iter().flat_map(|part| Tree::from_leaves(part).leaf_hashes().to_vec()).collect()
	}

	/// The proof about one leaf, by the book.
	pub fn proof(&self, index: usize) -> Misbehaviour {
		let mut local = index;
		let mut parts = self.lot.iter();
		let part = loop {
			let part = parts.next().expect("the lot has this leaf");
			if local < part.len() {
				break Tree::from_leaves(part);
			}
			local -= part.len();
		};
		let path = |path: Option<Vec<Hash>>| -> BoundedVec<Hash, ConstU32<MAX_PATH_LEN>> {
			path.expect("the tree has this leaf").try_into().expect("the path is short")
		};
		Misbehaviour {
			index: index as u64,
			ciphertext: self.ciphertext[index].clone().try_into().expect("the leaf is short"),
			ciphertext_path: path(Tree::from_leaves(&self.ciphertext).proof(index as u64)),
			leaf: part.leaf_hashes()[local],
			leaf_path: path(part.proof(local as u64)),
		}
	}
}
