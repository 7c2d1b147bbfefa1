//! How held money moves, in whichever asset, and who gets his part of a payment for data.

use counterfoil_primitives::{
	access::{part_of, MAX_HOLDERS, TOTAL_SHARES},
	did::DidId,
	money::{Asset, AssetId, Commission, MAX_COMMISSIONS},
	traits::{Accounts, Identities, Rights, Subject},
	DataSetId,
};
use frame_support::{
	storage::with_storage_layer,
	traits::tokens::{
		self,
		fungibles::{Inspect, InspectHold, MutateHold},
		Fortitude, Precision, Restriction,
	},
};
use sp_runtime::{
	traits::{Convert, SaturatedConversion, Saturating, Zero},
	DispatchResult, Either,
};

/// Which asset is the chain's own token: what the SDK's union of the native token and others (`fungible::UnionOf`) goes by.
pub struct NativeOrLocal;

impl Convert<Asset, Either<(), AssetId>> for NativeOrLocal {
	fn convert(asset: Asset) -> Either<(), AssetId> {
		match asset {
			Asset::Native => Either::Left(()),
			Asset::Local(id) => Either::Right(id),
		}
	}
}

/// Whether a subject may bind money of this asset on the account that it acts from. The limits of a sponsored call count the chain's own token
/// only, so of the others a ward binds nothing that is not on its own account: it could bind all that its sponsor has.
pub fn may_bind<AccountId: Eq, Directory: Accounts<AccountId>>(
	subject: &Subject<AccountId>,
	asset: Asset,
) -> bool {
	asset == Asset::Native || is_own::<AccountId, Directory>(subject)
}

/// Whether the account that a subject acts from is its own, and not that of a sponsor.
pub fn is_own<AccountId: Eq, Directory: Accounts<AccountId>>(subject: &Subject<AccountId>) -> bool {
	Directory::account_of(&subject.did).as_ref() == Some(&subject.account)
}

/// Whether a caller acts for somebody who is paid: for himself, or for a device of his own. What a device earns is its owner's.
pub fn acts_for<Directory: Identities>(caller: &DidId, payee: &DidId) -> bool {
	caller == payee || Directory::owner_of(payee).as_ref() == Some(caller)
}

/// What a payment out of a deposit must be at least that goes on afterwards. Where others than the payee share, so much that whoever has one
/// share of all, or the least commission, gets a part, and one that makes an account: otherwise a payee could keep everything from them by
/// claiming in crumbs. Holders share what commissions leave, which is half of it at least.
pub fn least_payment<AccountId, Assets, Shares>(
	asset: Asset,
	payee: &DidId,
	data_set: Option<DataSetId>,
	commissions: &[Commission],
) -> Assets::Balance
where
	Assets: Inspect<AccountId, AssetId = Asset>,
	Shares: Rights,
{
	let minimum = Assets::minimum_balance(asset);
	let others =
		|data_set| Shares::payees(data_set, payee).iter().any(|(holder, _)| holder != payee);
	let shared = minimum.saturating_mul(TOTAL_SHARES.into());
	match (commissions.is_empty(), data_set.is_some_and(others)) {
		(true, false) => minimum,
		(true, true) | (false, false) => shared,
		(false, true) => shared.saturating_mul(2u8.into()),
	}
}

/// Gives held money back to whose it is.
pub fn give_back<AccountId, Assets>(
	asset: Asset,
	reason: &Assets::Reason,
	owner: &AccountId,
	amount: Assets::Balance,
) -> DispatchResult
where
	Assets: MutateHold<AccountId, AssetId = Asset>,
	AccountId: Eq,
{
	if amount.is_zero() {
		return Ok(());
	}
	Assets::release(asset, reason, owner, amount, Precision::Exact).map(|_| ())
}

/// Hands held money over to somebody else, who has it free. Forced past a freeze on the account that it comes from; to whose it is it is
/// given back.
pub fn hand_over<AccountId, Assets>(
	asset: Asset,
	reason: &Assets::Reason,
	from: &AccountId,
	to: &AccountId,
	amount: Assets::Balance,
) -> DispatchResult
where
	Assets: MutateHold<AccountId, AssetId = Asset>,
	AccountId: Eq,
{
	if amount.is_zero() {
		return Ok(());
	}
	if from == to {
		return give_back::<AccountId, Assets>(asset, reason, from, amount);
	}
	Assets::transfer_on_hold(
		asset,
		reason,
		from,
		to,
		amount,
		Precision::Exact,
		Restriction::Free,
		Fortitude::Force,
	)
	.map(|_| ())
}

/// A payment for data out of held money.
pub struct Payment<'a, AccountId, Reason, Balance> {
	/// What is paid in.
	pub asset: Asset,
	/// Why the money is held.
	pub reason: Reason,
	/// On whose account.
	pub payer: &'a AccountId,
	/// Who is paid in the end: whatever nobody else gets.
	pub supplier: &'a Subject<AccountId>,
	/// The data set that is paid for, whose holders of the right of profit share; `None` if the supplier alone is paid.
	pub data_set: Option<DataSetId>,
	/// Who gets a part beforehand.
	pub commissions: &'a [Commission],
	/// How much, all together.
	pub amount: Balance,
}

/// What a part of a payment was for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
	/// A commission.
	Commission,
	/// A share in the right of profit.
	Profit,
}

impl<AccountId, Reason, Balance> Payment<'_, AccountId, Reason, Balance>
where
	AccountId: Clone + Eq,
	Balance: tokens::Balance,
{
	/// Pays commissions first, then the holders of the right of profit as they are now, each by his shares (Y.4560 8.4), then the
	/// supplier the rest: what rounding left over, and the part of who has no account or one that cannot receive it. So a payee can
	/// never stop a payment; only the supplier can, by an account that cannot receive. `told` hears of every part but the supplier's.
	pub fn make<Assets, Shares, Directory>(
		&self,
		mut told: impl FnMut(Part, DidId, AccountId, Balance),
	) -> DispatchResult
	where
		Assets: MutateHold<AccountId, AssetId = Asset>
			+ InspectHold<AccountId, Reason = Reason>
			+ Inspect<AccountId, Balance = Balance>,
		Shares: Rights,
		Directory: Accounts<AccountId>,
	{
		let mut rest = self.amount;
		let mut pay = |rest: &mut Balance, part: Part, payee: DidId, amount: Balance| {
			let amount = amount.min(*rest);
			if payee == self.supplier.did || amount.is_zero() {
				return;
			}
			let Some(account) = Directory::account_of(&payee) else { return };
			let paid = account != self.supplier.account
				&& with_storage_layer(|| {
					hand_over::<_, Assets>(self.asset, &self.reason, self.payer, &account, amount)
				})
				.is_ok();
			if paid {
				*rest = rest.saturating_sub(amount);
				told(part, payee, account, amount);
			}
		};
		for commission in self.commissions.iter().take(count(MAX_COMMISSIONS)) {
			let amount = commission.of(self.amount.saturated_into::<u128>()).saturated_into();
			pay(&mut rest, Part::Commission, commission.payee, amount);
		}
		if let (Some(data_set), false) = (self.data_set, rest.is_zero()) {
			let payees = Shares::payees(data_set, &self.supplier.did);
			let total = payees.iter().fold(0u64, |sum, (_, own)| sum.saturating_add((*own).into()));
			let shared = rest.saturated_into::<u128>();
			for (payee, own) in payees.into_iter().take(count(MAX_HOLDERS)) {
				pay(&mut rest, Part::Profit, payee, part_of(shared, own, total).saturated_into());
			}
		}
		hand_over::<_, Assets>(self.asset, &self.reason, self.payer, &self.supplier.account, rest)
	}
}

/// So many as a length.
fn count(number: u32) -> usize {
	usize::try_from(number).unwrap_or_default()
}
