//! How an auction ends: what is decided at once, the bids in steps.

use counterfoil_primitives::{
	roles::Role,
	traits::{Agreements, Identities, LotFacts, NewAgreement, Party},
	AuctionId, Moment,
};
use frame_support::{defensive, ensure, storage::with_storage_layer, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	Auction, Auctions, Awards, BalanceOf, Bid, Bids, Config, Due, End, Error, Event, Failure,
	Fault, Format, Pallet, Parties, Sealed, Settling, Stake,
};

impl<T: Config> Pallet<T> {
	/// Moves an auction on that is due. The one way in which deadlines take effect, for `advance` and for the chain itself.
	pub(crate) fn do_advance(id: AuctionId) -> DispatchResult {
		let auction = Self::known_auction(id)?;
		let now = Self::now();
		let settles = match &auction.format {
			Format::Sealed(sealed) => sealed.settling.is_some(),
			Format::Descending(_) => false,
		};
		ensure!(settles || now > auction.due(), Error::<T>::NotDue);
		match &auction.format {
			Format::Sealed(sealed) if sealed.bidders > 0 => {
				let sealed = sealed.clone();
				Self::settle_some(id, auction, sealed, now)
			},
			Format::Sealed(_) => Self::end(id, auction, End::Settled, None),
			Format::Descending(_) => Self::end(id, auction, End::Expired, None),
		}
	}

	/// Settles some more bids, and ends the auction after the last.
	///
	/// Whether the auction fails is decided in the first step and holds for all bids. A lot that is lost between two steps, which are a block
	/// apart, costs the winners who were not awarded yet their copy, and nobody any money.
	fn settle_some(
		id: AuctionId,
		mut auction: Auction<T>,
		mut sealed: Sealed<T>,
		now: Moment,
	) -> DispatchResult {
		let lot = Self::available(&auction, now);
		let begun = match sealed.settling {
			Some(settling) => settling,
			None => {
				let failed = lot.as_ref().err().copied();
				Self::tell_decision(id, &auction, &sealed, failed);
				Settling { next: 0, due: now, failed }
			},
		};
		let stop = begun.next.saturating_add(T::SettlePerStep::get()).min(sealed.bidders);
		for position in begun.next..stop {
			Self::settle_bid(id, &auction, &sealed, position, begun.failed, &lot);
		}
		if stop >= sealed.bidders {
			return Self::end(id, auction, End::Settled, None);
		}
		Self::unschedule(auction.due(), id);
		sealed.settling = Some(Settling { next: stop, due: now, ..begun });
		auction.format = Format::Sealed(sealed);
		Self::schedule(auction.due(), id);
		Auctions::<T>::insert(id, auction);
		Ok(())
	}

	fn tell_decision(
		id: AuctionId,
		auction: &Auction<T>,
		sealed: &Sealed<T>,
		failed: Option<Failure>,
	) {
		Self::emit(Event::Decided {
			auction: id,
			supplier: auction.supplier.did,
			data_set: auction.lot.data_set,
			bidders: sealed.bidders,
			revealed: sealed.revealed,
			winners: if failed.is_some() { 0 } else { sealed.winners() },
			failed,
		});
	}

	/// Settles one bid. Whatever is wrong with one bidder does not stop the others.
	fn settle_bid(
		id: AuctionId,
		auction: &Auction<T>,
		sealed: &Sealed<T>,
		position: u32,
		failed: Option<Failure>,
		lot: &Result<LotFacts, Failure>,
	) {
		let Some(Bid { bidder, amount, ticket, room, .. }) = Bids::<T>::take(id, position) else {
			defensive!("a bid was placed and is not there");
			return;
		};
		Parties::<T>::remove(bidder.did, id);
		let stake = Stake {
			auction: id,
			data_set: auction.lot.data_set,
			bidder,
			supplier: auction.supplier.clone(),
			asset: auction.lot.asset,
			amount: sealed.terms.deposit,
			ticket,
			room: Some(room),
		};
		let fault = match (failed, amount) {
			(Some(_), _) => None,
			(None, None) => Some(Fault::NotRevealed),
			(None, Some(_)) => match sealed.price_of(position) {
				Some(price) => return Self::award(auction, stake, price, lot),
				None => None,
			},
		};
		Self::release(Due { stake, fault });
	}

	/// Opens the agreement of a winner. If that cannot be done, nobody can tell by whose fault, and the deposit returns.
	fn award(
		auction: &Auction<T>,
		stake: Stake<T>,
		price: BalanceOf<T>,
		lot: &Result<LotFacts, Failure>,
	) {
		let opened = with_storage_layer(|| -> Result<_, DispatchError> {
			let facts = lot.as_ref().map_err(|failure| Error::<T>::from(*failure))?;
			let demands = T::Identities::has_role(&stake.bidder.did, Role::Demander);
			ensure!(demands, Error::<T>::NotADemander);
			// Returns first: it covers the ticket of the agreement, which is taken in the same step.
			if let Some(room) = stake.room.clone() {
				room.give_back()?;
			}
			T::Agreements::open_secured(NewAgreement {
				supplier: auction.supplier.clone(),
				demander: stake.bidder.clone(),
				data_set: auction.lot.data_set,
				submissions: auction.lot.submissions.to_vec(),
				parts: facts.parts.clone(),
				price,
				asset: auction.lot.asset,
				commissions: auction.lot.commissions.to_vec(),
				usage: auction.lot.usage.clone(),
				certificate: auction.lot.certificate,
				delivery: auction.lot.delivery,
				carrier: Party::Demander,
			})
		});
		let (supplier, bidder) = (auction.supplier.did, stake.bidder.did);
		let (id, data_set) = (stake.auction, stake.data_set);
		match opened {
			Ok(agreement) => {
				Awards::<T>::insert(agreement, Stake { room: None, ..stake });
				Self::emit(Event::Awarded {
					auction: id,
					data_set,
					supplier,
					bidder,
					agreement,
					price,
				});
			},
			Err(error) => {
				Self::emit(Event::AwardFailed { auction: id, data_set, supplier, bidder, error });
				Self::release(Due { stake, fault: None });
			},
		}
	}
}
