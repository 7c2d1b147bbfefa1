//! `do_try_state` sees what must not be.

use frame_support::assert_ok;

use crate::{mock::*, Agenda, Channel, Channels, ChannelsOf, NextChannelId, State};

/// Changes the record of a channel that is open, and asks whether that is seen.
#[track_caller]
fn is_seen(change: impl FnOnce(&mut Channel<Test>)) {
	new_test_ext().execute_with(|| {
		let id = opened();
		assert_ok!(PaymentChannels::do_try_state());
		let mut found = channel(id);
		change(&mut found);
		Channels::<Test>::insert(id, found);
		assert!(PaymentChannels::do_try_state().is_err());
	});
}

#[test]
fn money_that_does_not_add_up_is_seen() {
	is_seen(|channel| channel.deposit += 1);
	is_seen(|channel| channel.claimed = DEPOSIT + 1);
	is_seen(|channel| channel.paid = 1);
	is_seen(|channel| channel.returned = 1);
	is_seen(|channel| channel.payer.account = STRANGER);
	is_seen(|channel| channel.asset = COIN);
}

#[test]
fn parties_and_deadlines_that_do_not_fit_are_seen() {
	is_seen(|channel| channel.payee = did(STRANGER));
	is_seen(|channel| channel.payee = did(PAYER));
	is_seen(|channel| channel.opener = did(STRANGER));
	is_seen(|channel| channel.expires += 1_000);
	is_seen(|channel| channel.state = State::Closing { until: START });
	is_seen(|channel| channel.state = State::Ended { at: START });
}

#[test]
fn entries_without_a_channel_and_numbers_that_were_not_given_are_seen() {
	new_test_ext().execute_with(|| {
		ChannelsOf::<Test>::insert(did(PAYER), 0, ());
		assert!(PaymentChannels::do_try_state().is_err());
		ChannelsOf::<Test>::remove(did(PAYER), 0);
		Agenda::<Test>::insert(1, 0, ());
		assert!(PaymentChannels::do_try_state().is_err());
		Agenda::<Test>::remove(1, 0);
		opened();
		NextChannelId::<Test>::put(0);
		assert!(PaymentChannels::do_try_state().is_err());
	});
}
