//! Stand-ins for whom the escrow asks and tells.

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

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	Subject { did: did(account), account }
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
		Ok(RuntimeOrigin::signed(SUPPLIER))
	}
}

/// The passer-by and [`OTHER_ACCOUNT`]s have no DID that could be paid.
impl Accounts<u64> for Subjects {
	fn account_of(did: &DidId) -> Option<u64> {
		let [a, b, c, d, e, f, g, h, ..] = did.0;
		let account = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
		let account = unhashed::get_or(&(b"moved", did).encode(), account);
		(account != PASSER_BY).then_some(account)
	}
}

/// Who controls whom and who is suspended is kept in the state; everybody is active and a stakeholder until something is said.
impl Identities for Subjects {
	fn status(did: &DidId) -> Option<DidStatus> {
		let suspended = unhashed::exists(&(b"suspended", did).encode());
		Some(if suspended { DidStatus::Suspended } else { DidStatus::Active })
	}
	fn has_role(_: &DidId, _: Role) -> bool {
		true
	}
	fn owner_of(device: &DidId) -> Option<DidId> {
		unhashed::get(&(b"owner", device).encode())
	}
	fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
		false
	}
	fn verify_for(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature) -> bool {
		false
	}
	fn verify_at(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature, _: Moment) -> bool {
		false
	}
	fn controllers(did: &DidId) -> Vec<DidId> {
		unhashed::get_or_default(&(b"controllers", did).encode())
	}
}

impl Subjects {
	/// From now on this account's subject is controlled by those of the others.
	pub fn control(account: u64, controllers: &[u64]) {
		let list: Vec<_> = controllers.iter().map(|who| did(*who)).collect();
		unhashed::put(&(b"controllers", did(account)).encode(), &list);
	}

	/// From now on this account's subject is a device of the other's.
	pub fn own(device: u64, owner: u64) {
		unhashed::put(&(b"owner", did(device)).encode(), &did(owner));
	}

	/// From now on this account's subject has another one for its own.
	pub fn move_to(account: u64, own: u64) {
		unhashed::put(&(b"moved", did(account)).encode(), &own);
	}

	/// From now on this account's subject is suspended.
	pub fn suspend(account: u64) {
		unhashed::put(&(b"suspended", did(account)).encode(), &());
	}

	/// From now on it is not any more.
	pub fn restore(account: u64) {
		unhashed::kill(&(b"suspended", did(account)).encode());
	}
}

/// Everything is certified until something is said. Kept in the state.
pub struct Certified;

impl Certified {
	const KEY: &'static [u8] = b"uncertified";

	/// From now on nothing is certified.
	pub fn revoke() {
		unhashed::put(Self::KEY, &true);
	}

	/// From now on everything is again.
	pub fn restore() {
		unhashed::kill(Self::KEY);
	}
}

impl DataRegistry for Certified {
	fn lot(_: DataSetId, _: &[SubmissionId], _: Moment) -> Result<LotFacts, LotError> {
		Err(LotError::UnknownDataSet)
	}
	fn has_certificate(
		_: DataSetId,
		_: &[SubmissionId],
		need: &CertificateNeed,
		_: Moment,
	) -> bool {
		*need == CertificateNeed::None || !unhashed::get_or_default::<bool>(Self::KEY)
	}
	fn data_set(_: DataSetId) -> Option<DataSetFacts> {
		None
	}
	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

/// What one lets another spend: whom to pay, how much, and until when it may be bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Limit {
	pub payee: DidId,
	pub left: u64,
	pub until: Moment,
}

/// The limits of payers. Kept in the state, one for each payer, spender and kind of money.
pub struct Limits;

impl Limits {
	/// There is no such limit.
	pub const NONE: DispatchError = DispatchError::CannotLookup;
	/// It is used up.
	pub const EXCEEDED: DispatchError = DispatchError::Exhausted;
	/// It ends before the money is free again.
	pub const ENDED: DispatchError = DispatchError::Unavailable;

	fn key(payer: &DidId, spender: &DidId, asset: Asset) -> Vec<u8> {
		(b"limit", payer, spender, asset).encode()
	}

	/// Lets one spend another's money on [`SUPPLIER`]'s data.
	pub fn set(payer: u64, spender: u64, asset: Asset, left: u64, until: Moment) {
		let limit = Limit { payee: did(SUPPLIER), left, until };
		unhashed::put(&Self::key(&did(payer), &did(spender), asset), &limit);
	}

	/// What may still be spent of the chain's own token.
	pub fn left(payer: u64, spender: u64) -> u64 {
		let key = Self::key(&did(payer), &did(spender), Asset::Native);
		unhashed::get::<Limit>(&key).map_or(0, |limit| limit.left)
	}
}

impl Allowances<u64, u64> for Limits {
	type Error = DispatchError;

	fn spend(spending: Spending<u64>) -> Result<Subject<u64>, DispatchError> {
		let key = Self::key(&spending.payer, &spending.spender, spending.asset);
		let mut limit: Limit = unhashed::get(&key).ok_or(Self::NONE)?;
		if limit.payee != spending.payee {
			return Err(Self::NONE);
		}
		if limit.until < spending.until {
			return Err(Self::ENDED);
		}
		limit.left = limit.left.checked_sub(spending.amount).ok_or(Self::EXCEEDED)?;
		unhashed::put(&key, &limit);
		let account = Subjects::account_of(&spending.payer).ok_or(Self::NONE)?;
		Ok(Subject { did: spending.payer, account })
	}
}

thread_local! {
	static HEARD: RefCell<Vec<ClosedAgreement<u64, u64>>> = const { RefCell::new(Vec::new()) };
}

/// Remember how agreements ended.
pub struct Listeners;

impl Listeners {
	/// What they heard since they were last asked.
	pub fn take() -> Vec<ClosedAgreement<u64, u64>> {
		HEARD.take()
	}
}

impl OnAgreementClosed<u64, u64> for Listeners {
	const READS: u64 = 1;
	const WRITES: u64 = 2;

	fn closed(agreement: &ClosedAgreement<u64, u64>) {
		HEARD.with_borrow_mut(|heard| heard.push(agreement.clone()));
	}
}

/// Who shares in the profit of every data set. Kept in the state; the supplier alone if nothing was said.
pub struct Shareholders;

impl Shareholders {
	const KEY: &'static [u8] = b"shareholders";

	/// From now on these do, with so many shares each.
	pub fn are(shares: &[(u64, u32)]) {
		let list: Vec<_> = shares.iter().map(|(who, shares)| (did(*who), *shares)).collect();
		unhashed::put(Self::KEY, &list);
	}
}

impl Rights for Shareholders {
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		<()>::owners(data_set, supplier)
	}

	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		unhashed::get(Self::KEY).unwrap_or_else(|| <()>::payees(data_set, supplier))
	}
}

/// Who caused an event, whose life it belongs to, its bytes.
pub type Told = (Option<DidId>, Vec<AuditSubject>, Vec<u8>);

/// Remembers what the histories are told. Kept in the state.
pub struct Histories;

impl Histories {
	const KEY: &'static [u8] = b"histories";

	/// What they were told since they were last asked.
	pub fn take() -> Vec<Told> {
		unhashed::take(Self::KEY).unwrap_or_default()
	}
}

impl AuditLog for Histories {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataEscrow);
		let mut told: Vec<Told> = unhashed::get_or_default(Self::KEY);
		told.push((actor, subjects.to_vec(), event.to_vec()));
		unhashed::put(Self::KEY, &told);
	}
}

impl pallet_data_escrow::BenchmarkHelper<Test> for Subjects {
	fn subject(account: &u64, balance: u64) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		assert_ok!(Assets::mint_into(COIN_ID, account, balance));
		did(*account)
	}

	fn asset() -> Asset {
		COIN
	}

	fn let_spend(payer: &u64, spender: &DidId, payee: &DidId) -> bool {
		let limit = Limit { payee: *payee, left: u64::MAX, until: Moment::MAX };
		unhashed::put(&Limits::key(&did(*payer), spender, COIN), &limit);
		true
	}

	fn share_profit(_: DataSetId, _: &DidId, payees: &[DidId]) {
		let list: Vec<_> = payees.iter().map(|payee| (*payee, 62u32)).collect();
		unhashed::put(Shareholders::KEY, &list);
	}

	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}
