//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	access::{Grantee, Right},
	traits::{
		AuditSubject::{DataSet, Did, Grant},
		Confidentiality,
	},
};
use frame_support::assert_ok;

use crate::{mock::*, Call, Stance};

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder.build_and_execute(|| {
		appoint();
		let grant = give_reader(limited(1));
		open_epoch();
		assert_ok!(announce(0, &[READER]));
		Books::uses(grant, 2).submit();
		Books::of(&[record(99)]).submit();
		assert_ok!(Books::of(&[record(99)]).prove(1, 0));
		list(STRANGER, Some(Stance::Deny));
		transfer(SUPPLIER, Right::Ownership, PARTNER, 500);
		assert_ok!(approve(PARTNER, Call::revoke_grant { grant }));
		assert_ok!(crate::Pallet::<Test>::revoke_grant(signed(SUPPLIER), grant));
		poll(NOW + GRANT_KEPT + 1_000);
		let told = Histories::take();
		let events = events();
		assert_eq!(told.len(), events.len());
		for ((_, _, bytes), event) in told.iter().zip(&events) {
			assert_eq!(*bytes, event.encode());
		}
		assert!(told.iter().all(|(_, subjects, _)| subjects.contains(&DataSet(SET))));
	});
}

#[test]
fn trail_names_actor_and_subjects() {
	ExtBuilder.build_and_execute(|| {
		let last = || {
			let (actor, subjects, _) = Histories::take().pop().unwrap();
			(actor, subjects)
		};
		let by = |who: u64| Some(did(who));
		let grant = give_reader(limited(9));
		let me = Did(did(SUPPLIER));
		assert_eq!(last(), (by(SUPPLIER), vec![Grant(grant), DataSet(SET), Did(did(READER)), me]));
		give(Grantee::CertificateHolder(calibration()), terms());
		assert_eq!(last(), (by(SUPPLIER), vec![Grant(1), DataSet(SET), me]));
		// Each history is told once, also where he who acts is whom it is about.
		let own = give(Grantee::Did(did(SUPPLIER)), terms());
		assert_eq!(last(), (by(SUPPLIER), vec![Grant(own), DataSet(SET), me]));
		assert_ok!(crate::Pallet::<Test>::revoke_grant(signed(SUPPLIER), own));
		assert_eq!(last(), (by(SUPPLIER), vec![Grant(own), DataSet(SET), me]));
		assert_ok!(crate::Pallet::<Test>::use_grant(signed(READER), grant, 1));
		assert_eq!(last(), (by(READER), vec![Grant(grant), DataSet(SET), Did(did(READER))]));
		appoint();
		assert_eq!(last(), (by(SUPPLIER), vec![DataSet(SET), Did(did(OPERATOR)), me]));
		Books::uses(grant, 1).submit();
		assert_eq!(last(), (by(OPERATOR), vec![DataSet(SET), Did(did(OPERATOR)), Grant(grant)]));
		transfer(SUPPLIER, Right::Use, PARTNER, 1);
		assert_eq!(
			last(),
			(by(PARTNER), vec![DataSet(SET), Did(did(SUPPLIER)), Did(did(PARTNER))])
		);
		open_epoch();
		assert_eq!(last(), (by(SUPPLIER), vec![DataSet(SET), me]));
		assert_ok!(announce(0, &[READER, PARTNER]));
		let about = vec![DataSet(SET), Did(did(READER)), Did(did(PARTNER)), me];
		assert_eq!(last(), (by(SUPPLIER), about));
		list(READER, Some(Stance::Deny));
		let ended = Histories::take();
		let [listed, ended] = &ended[..] else { panic!("it is listed and the epoch ends") };
		assert_eq!(listed.1, [DataSet(SET), Did(did(READER)), me]);
		assert_eq!(ended.1, [DataSet(SET), me]);
		assert_ok!(crate::Pallet::<Test>::prune_epoch(signed(SUPPLIER), SET, 0));
		assert_eq!(last(), (by(SUPPLIER), vec![DataSet(SET), me]));
		classify(&[Confidentiality::Public]);
		assert_eq!(last(), (by(SUPPLIER), vec![DataSet(SET), me]));
		Books::of(&[record(99)]).submit();
		assert_ok!(Books::of(&[record(99)]).prove(1, 0));
		let about = vec![DataSet(SET), Did(did(OPERATOR)), Did(did(STRANGER))];
		assert_eq!(last(), (by(STRANGER), about));
		assert_ok!(crate::Pallet::<Test>::set_parameters(RuntimeOrigin::root(), parameters()));
		assert_eq!(last(), (None, vec![]));
	});
}
