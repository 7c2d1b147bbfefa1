//! Stand-ins for the directory of subjects, the data sets, the allowances and the histories.

use super::*;

/// Every account acts for a DID of its own, except that `OTHER_ACCOUNT + n` acts for that of `n`, and
/// the passer-by for none.
pub struct Subjects;

/// The DID of an account that has one.
pub fn did(account: u64) -> DidId {
	let who = match account {
		OTHER_ACCOUNT..=199 => account - OTHER_ACCOUNT,
		_ => account,
	};
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

/// The number that a DID was made of.
fn number(did: &DidId) -> u64 {
	let [a, b, c, d, e, f, g, h, ..] = did.0;
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	Subject { did: did(account), account }
}

impl Subjects {
	/// From now on the subject is suspended.
	pub fn suspend(who: u64) {
		unhashed::put(&(b"suspended", did(who)).encode(), &());
	}

	/// From now on this account is the subject's.
	pub fn move_to(who: u64, account: u64) {
		unhashed::put(&(b"account", did(who)).encode(), &account);
	}
}

impl EnsureOrigin<RuntimeOrigin> for Subjects {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		match ensure_signed(origin.clone()) {
			Ok(account) if account != PASSER_BY => Ok(subject(account)),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(PAYER))
	}
}

impl Identities for Subjects {
	fn status(did: &DidId) -> Option<DidStatus> {
		match number(did) {
			SUSPENDED => Some(DidStatus::Suspended),
			_ if unhashed::exists(&(b"suspended", did).encode()) => Some(DidStatus::Suspended),
			PASSER_BY => None,
			number if did.0[8..].iter().all(|byte| *byte == 0) && number < 1_000_000 => {
				Some(DidStatus::Active)
			},
			// Accounts of benchmarks are drawn from all numbers.
			_ if unhashed::exists(&(b"benchmark", did).encode()) => Some(DidStatus::Active),
			_ => None,
		}
	}

	fn has_role(_: &DidId, _: Role) -> bool {
		false
	}

	fn owner_of(device: &DidId) -> Option<DidId> {
		(number(device) == DEVICE).then(|| did(PAYEE))
	}

	fn verify(who: &DidId, message: &[u8], signature: &KeySignature) -> bool {
		let key = VerificationKey::Ed25519(pair(number(who)).public().0);
		Self::is_active(who) && Self::is_signed_by(&key, message, signature)
	}

	fn verify_for(did: &DidId, _: Relationship, message: &[u8], signature: &KeySignature) -> bool {
		Self::verify(did, message, signature)
	}

	fn verify_at(
		did: &DidId,
		_: Relationship,
		message: &[u8],
		signature: &KeySignature,
		_: Moment,
	) -> bool {
		Self::verify(did, message, signature)
	}

	fn controllers(_: &DidId) -> Vec<DidId> {
		Vec::new()
	}
}

impl KeyVerifier for Subjects {
	fn is_signed_by(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
		match (key, signature) {
			(VerificationKey::Ed25519(key), KeySignature::Ed25519(signature)) => {
				ed25519::Pair::verify(
					&ed25519::Signature::from_raw(*signature),
					message,
					&ed25519::Public::from_raw(*key),
				)
			},
			(VerificationKey::Sr25519(key), KeySignature::Sr25519(signature)) => {
				sr25519::Pair::verify(
					&sr25519::Signature::from_raw(*signature),
					message,
					&sr25519::Public::from_raw(*key),
				)
			},
			(VerificationKey::EcdsaSecp256k1(key), KeySignature::EcdsaSecp256k1(signature)) => {
				ecdsa::Pair::verify_prehashed(
					&ecdsa::Signature::from_raw(*signature),
					&sp_io::hashing::sha2_256(message),
					&ecdsa::Public::from_raw(*key),
				)
			},
			_ => false,
		}
	}
}

/// The passer-by has no account that could be paid, and a device has its owner's.
impl Accounts<u64> for Subjects {
	fn account_of(who: &DidId) -> Option<u64> {
		let who = Self::owner_of(who).unwrap_or(*who);
		let moved = unhashed::get(&(b"account", who).encode());
		moved.or(Some(number(&who)).filter(|account| *account != PASSER_BY))
	}
}

/// The data sets, and who shares in their profit. Kept in the state; the supplier alone if nothing was said.
pub struct Shelf;

impl Shelf {
	const KEY: &'static [u8] = b"shareholders";

	/// From now on these share in the profit of every data set, with so many shares each.
	pub fn share(shares: &[(u64, u32)]) {
		let list: Vec<_> = shares.iter().map(|(who, shares)| (did(*who), *shares)).collect();
		unhashed::put(Self::KEY, &list);
	}
}

impl Rights for Shelf {
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		<()>::owners(data_set, supplier)
	}

	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		unhashed::get(Self::KEY).unwrap_or_else(|| <()>::payees(data_set, supplier))
	}
}

impl DataRegistry for Shelf {
	fn lot(_: DataSetId, _: &[SubmissionId], _: Moment) -> Result<LotFacts, LotError> {
		Err(LotError::UnknownDataSet)
	}

	fn has_certificate(_: DataSetId, _: &[SubmissionId], _: &CertificateNeed, _: Moment) -> bool {
		false
	}

	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		let owner = match id {
			SET => did(PAYEE),
			OTHER_SET => did(STRANGER),
			_ => unhashed::get(&(b"data set", id).encode())?,
		};
		Some(DataSetFacts {
			owner,
			category: Category::new("water").ok()?,
			region: Region::new("u4pru").ok()?,
			confidentiality: Confidentiality::Public,
			registered: START,
		})
	}

	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

/// What the payer lets the spender bind, in all. Kept in the state.
pub struct Purses;

impl Purses {
	const KEY: &'static [u8] = b"purse";

	/// From now on the spender may bind so much, for so long from when the first of it was bound.
	pub fn allow(amount: u64, lock: Moment) {
		unhashed::put(Self::KEY, &(did(PAYER), did(SPENDER), amount, lock));
	}

	/// What is left of it.
	pub fn left() -> u64 {
		let purse: Option<(DidId, DidId, u64, Moment)> = unhashed::get(Self::KEY);
		purse.map(|(.., left, _)| left).unwrap_or_default()
	}
}

/// What an allowance says that does not allow it.
pub const NOT_ALLOWED: DispatchError = DispatchError::Other("not allowed");

impl Allowances<u64, u64> for Purses {
	type Error = DispatchError;

	fn spend(spending: Spending<u64>) -> Result<Subject<u64>, DispatchError> {
		let (payer, spender, left, lock): (DidId, DidId, u64, Moment) =
			unhashed::get(Self::KEY).ok_or(NOT_ALLOWED)?;
		let fits = spending.payer == payer && spending.spender == spender;
		let left = left.checked_sub(spending.amount).filter(|_| fits).ok_or(NOT_ALLOWED)?;
		if spending.until.saturating_sub(spending.since) > lock {
			return Err(NOT_ALLOWED);
		}
		unhashed::put(Self::KEY, &(payer, spender, left, lock));
		let account = Subjects::account_of(&payer).ok_or(NOT_ALLOWED)?;
		Ok(Subject { did: payer, account })
	}
}

/// Who caused an event, whose life it belongs to, its bytes.
pub type Told = (Option<DidId>, Vec<AuditSubject>, Vec<u8>);

/// Remembers what the histories are told. Kept in the state.
pub struct Histories;

impl Histories {
	const KEY: &'static [u8] = b"histories";

	/// From now on they listen.
	pub fn listen() {
		unhashed::put(Self::KEY, &Vec::<Told>::new());
	}

	/// What they were told since they were last asked, or began to listen.
	pub fn take() -> Vec<Told> {
		let told = unhashed::get(Self::KEY).unwrap_or_default();
		Self::listen();
		told
	}
}

impl AuditLog for Histories {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::PaymentChannels);
		assert!(subjects.len() <= 4, "the weights count four histories");
		if let Some(mut told) = unhashed::get::<Vec<Told>>(Self::KEY) {
			told.push((actor, subjects.to_vec(), event.to_vec()));
			unhashed::put(Self::KEY, &told);
		}
	}
}

impl pallet_payment_channels::BenchmarkHelper<Test> for Subjects {
	fn subject(account: &u64, balance: u64) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		unhashed::put(&(b"benchmark", did(*account)).encode(), &());
		did(*account)
	}

	fn data_set(owner: &Subject<u64>, payees: &[DidId]) -> DataSetId {
		let shares: Vec<_> = payees.iter().map(|payee| (*payee, 60u32)).collect();
		unhashed::put(Shelf::KEY, &shares);
		unhashed::put(&(b"data set", 5u64).encode(), &owner.did);
		5
	}

	fn key() -> VerificationKey {
		signer()
	}

	fn sign(_: &VerificationKey, message: &[u8]) -> KeySignature {
		sign(message)
	}

	fn sign_as(did: &DidId, message: &[u8]) -> KeySignature {
		KeySignature::Ed25519(pair(number(did)).sign(message).0)
	}

	fn allow(payer: &Subject<u64>, spender: &DidId, _: &DidId) {
		unhashed::put(Purses::KEY, &(payer.did, spender, u64::MAX, Moment::MAX));
	}

	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}
