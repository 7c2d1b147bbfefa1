//! The checker finds what it is there to find.

use super::*;

fn found(text: &'static str, damage: impl FnOnce()) {
	ExtBuilder::sponsored().build().execute_with(|| {
		assert_eq!(carry(DEVICE, pay(300)), (Ok(()), 300));
		Sponsorship::do_try_state().expect("nothing is damaged yet");
		damage();
		assert_eq!(Sponsorship::do_try_state(), Err(DispatchError::Other(text)));
	});
}

fn change(change: impl FnOnce(&mut crate::Sponsorship<Test>)) {
	Sponsorships::<Test>::mutate(SPONSOR, device(), |record| change(record.as_mut().unwrap()));
}

#[test]
fn impossible_limits_are_found() {
	for damage in
		[|limits: &mut Limits| limits.calls_per_window = 0, |limits: &mut Limits| limits.window = 0]
	{
		found("a sponsorship has no quota", || change(|record| damage(&mut record.limits)));
	}
}

#[test]
fn overdrawn_windows_are_found() {
	found("a window has more calls than allowed", || {
		change(|record| record.usage.calls = CALLS + 1)
	});
	found("a window took more than allowed", || change(|record| record.usage.spent = SPEND + 1));
	found("a window took more than all together", || {
		change(|record| record.usage.spent_total = 299)
	});
	found("a sponsorship begins tomorrow", || change(|record| record.usage.since = NOW + 1));
}

#[test]
fn sponsorship_off_the_agenda_is_found() {
	found("the agenda and the sponsorships differ", || {
		let _ = Agenda::<Test>::clear(u32::MAX, None);
	});
	found("the agenda and the sponsorships differ", || {
		Sponsorships::<Test>::remove(SPONSOR, device())
	});
	found("the agenda and the sponsorships differ", || {
		change(|record| record.limits.valid_until += 5_000)
	});
}

#[test]
fn agenda_that_was_passed_over_is_found() {
	found("an entry of the agenda was passed over", || AgendaCursor::<Test>::put(u64::MAX));
}

#[test]
fn impossible_beneficiaries_are_found() {
	found("a sponsorship is for nobody", || {
		Directory::mutate(|people| people.remove(&did(DEVICE)));
	});
	found("a sponsorship is for the devices of a device", || {
		let beneficiary = Beneficiary::DevicesOf(did(DEVICE));
		let record = Sponsorships::<Test>::get(SPONSOR, device()).unwrap();
		Sponsorships::<Test>::insert(SPONSOR, beneficiary, record);
	});
}

#[test]
fn impossible_counts_are_found() {
	found("a count of calls is kept though there were none", || {
		NextNonce::<Test>::insert(did(DEVICE), 0)
	});
	found("nobody has a count of calls", || NextNonce::<Test>::insert(did(UNKNOWN), 1));
}
