//! Stand-ins for the directory of subjects, the data sets, the rights, the allowances and the histories.

use super::*;

/// Everybody but the passer-by has a DID, up to [`ISSUER`], and whoever a benchmark needs.
pub struct Directory;

impl Directory {
	const STATUS: &'static [u8] = b"status";
	const OWNER: &'static [u8] = b"owner of";

	/// From now on the subject has this status.
	pub fn set_status(who: u64, status: DidStatus) {
		unhashed::put(&[Self::STATUS, &did(who).0].concat(), &status);
	}

	/// From now on the subject is a device of somebody's.
	pub fn hand_over(device: u64, owner: u64) {
		unhashed::put(&[Self::OWNER, &did(device).0].concat(), &did(owner));
	}

	fn knows(did: &DidId) -> bool {
		let number = number(did);
		number != PASSER_BY && ((PAYER..=ISSUER).contains(&number) || number >= 200)
	}
}

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Self::knows(did)
			.then(|| unhashed::get(&[Self::STATUS, &did.0].concat()).unwrap_or(DidStatus::Active))
	}
	fn has_role(_: &DidId, _: Role) -> bool {
		false
	}
	fn owner_of(device: &DidId) -> Option<DidId> {
		unhashed::get(&[Self::OWNER, &device.0].concat())
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
	fn controllers(_: &DidId) -> Vec<DidId> {
		Vec::new()
	}
}

impl Accounts<u64> for Directory {
	fn account_of(did: &DidId) -> Option<u64> {
		let who = Self::owner_of(did).unwrap_or(*did);
		Self::knows(did).then(|| number(&who))
	}
}

/// Every account acts for a DID of its own, except that `OTHER_ACCOUNT + n` acts for that of `n`, and the passer-by for none.
pub struct EnsureSubject<const ACTIVE: bool>;

impl<const ACTIVE: bool> EnsureOrigin<RuntimeOrigin> for EnsureSubject<ACTIVE> {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		let Ok(account) = ensure_signed(origin.clone()) else { return Err(origin) };
		let subject = subject(account);
		let good = match ACTIVE {
			true => Directory::is_active(&subject.did),
			false => Directory::knows(&subject.did),
		};
		if good {
			Ok(subject)
		} else {
			Err(origin)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(PAYER))
	}
}

/// [`SET`] is the payee's; what a benchmark needs is whose it is made for.
pub struct Shelf;

impl Shelf {
	const OWNER: &'static [u8] = b"owner";
}

impl DataRegistry for Shelf {
	fn lot(_: DataSetId, _: &[SubmissionId], _: Moment) -> Result<LotFacts, LotError> {
		Err(LotError::Empty)
	}
	fn has_certificate(_: DataSetId, _: &[SubmissionId], _: &CertificateNeed, _: Moment) -> bool {
		false
	}
	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		(id == SET).then(|| DataSetFacts {
			owner: unhashed::get(Self::OWNER).unwrap_or(did(PAYEE)),
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u4pru").expect("a region"),
			confidentiality: Confidentiality::Public,
			registered: START,
		})
	}
	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
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

/// What a patron allows: so many units of any asset, bound for so long, each once.
#[derive(Clone, Encode, Decode)]
struct Permit {
	payer: u64,
	spender: DidId,
	payee: DidId,
	total: Balance,
	lock: Moment,
}

/// Allows as the allowances do, as far as matters here. Kept in the state.
pub struct Permits;

impl Permits {
	const KEY: &'static [u8] = b"permits";

	/// The patron lets somebody bind so much for a payee, in all, and each for so long.
	pub fn give(spender: u64, payee: u64, total: Balance, lock: Moment) {
		let (spender, payee) = (did(spender), did(payee));
		let permit = Permit { payer: PATRON, spender, payee, total, lock };
		unhashed::put(Self::KEY, &permit);
	}
}

impl Allowances<u64, Balance> for Permits {
	type Error = DispatchError;

	fn spend(spending: Spending<Balance>) -> Result<Subject<u64>, DispatchError> {
		let refused = DispatchError::Other("not allowed");
		let mut permit: Permit = unhashed::get(Self::KEY).ok_or(refused)?;
		let named = permit.spender == spending.spender && permit.payee == spending.payee;
		let short = spending.until.saturating_sub(spending.since) <= permit.lock;
		if !named || !short || spending.payer != did(permit.payer) {
			return Err(refused);
		}
		permit.total = permit.total.checked_sub(spending.amount).ok_or(refused)?;
		let payer = subject(permit.payer);
		unhashed::put(Self::KEY, &permit);
		Ok(payer)
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
		assert_eq!(module, AuditModule::PaymentStreams);
		let mut told: Vec<Told> = unhashed::get_or_default(Self::KEY);
		told.push((actor, subjects.to_vec(), event.to_vec()));
		unhashed::put(Self::KEY, &told);
	}
}

impl BenchmarkHelper<Test> for Directory {
	fn subject(account: &u64, balance: Balance) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		did(*account)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
	fn data_set(supplier: &DidId) -> DataSetId {
		unhashed::put(Shelf::OWNER, supplier);
		let holders: Vec<_> = (1..=16u64).map(|seed| (did(1_000 + seed), 10u32)).collect();
		for (holder, _) in &holders {
			assert_ok!(Balances::mint_into(&number(holder), WEALTH));
		}
		unhashed::put(Shareholders::KEY, &holders);
		SET
	}
	fn allow(payer: &u64, spender: &DidId, payee: &DidId) {
		let (payer, spender, payee) = (*payer, *spender, *payee);
		let permit = Permit { payer, spender, payee, total: Balance::MAX, lock: Moment::MAX };
		unhashed::put(Permits::KEY, &permit);
	}
}
