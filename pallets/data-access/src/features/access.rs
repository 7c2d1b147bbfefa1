//! Decisions about access: what is gathered for them, by key alone.

use alloc::vec::Vec;

use counterfoil_primitives::{
	access::{decide, AccessDecision, Facts, GrantFacts, Grantee, Refusal, Request, Right},
	did::DidId,
	roles::Role,
	traits::{CertificateSubject, Certificates, Confidentiality, DataSetFacts, Identities},
	DataSetId, Moment,
};

use crate::{
	types::{Purposes, Stance},
	AllowListed, CertificateKinds, Config, FieldClasses, Grants, GrantsFor, Listings, Pallet,
	Parameters,
};

impl<T: Config> Pallet<T> {
	/// Decides about a request, by the rights and roles as they are now.
	pub fn access(did: &DidId, data_set: DataSetId, request: &Request) -> AccessDecision {
		match Self::known(data_set) {
			Ok(set) => decide(request, &Self::facts(did, data_set, &set, request.at)),
			Err(_) => AccessDecision::Refused(Refusal::UnknownDataSet),
		}
	}

	/// Everything that decides what the subject may do with the data set at that moment.
	pub(crate) fn facts(
		did: &DidId,
		data_set: DataSetId,
		set: &DataSetFacts,
		at: Moment,
	) -> Facts<Purposes> {
		let grants = Self::grants_covering(did, data_set, at);
		Self::facts_with(did, data_set, set, at, grants)
	}

	/// The facts, with these grants.
	pub(crate) fn facts_with(
		did: &DidId,
		data_set: DataSetId,
		set: &DataSetFacts,
		at: Moment,
		grants: Vec<GrantFacts<Purposes>>,
	) -> Facts<Purposes> {
		let holds = |right| Self::shares_of(data_set, right, did, &set.owner) > 0;
		let (denied, left_out) = Self::standing_on_lists(data_set, did);
		Facts {
			active: T::Identities::is_active(did),
			owner: holds(Right::Ownership),
			user: holds(Right::Use),
			denied,
			left_out,
			clearance: Self::clearance_of(did, at),
			level: set.confidentiality,
			fields: Self::field_levels(data_set),
			grants,
		}
	}

	/// The levels of the field classes of a data set, in the order of their places.
	pub(crate) fn field_levels(data_set: DataSetId) -> Vec<Confidentiality> {
		FieldClasses::<T>::get(data_set)
			.map(|record| record.classes.iter().map(|class| class.level).collect())
			.unwrap_or_default()
	}

	/// Whether the subject is denied, and whether there is an allow list that it is not on.
	pub(crate) fn standing_on_lists(data_set: DataSetId, did: &DidId) -> (bool, bool) {
		let stance = Listings::<T>::get(data_set, did).map(|listing| listing.stance);
		let listed = AllowListed::<T>::get(data_set) > 0;
		(stance == Some(Stance::Deny), listed && stance != Some(Stance::Allow))
	}

	/// Up to which level the subject is cleared at that moment.
	pub(crate) fn clearance_of(did: &DidId, at: Moment) -> Confidentiality {
		use Confidentiality::{Confidential, Public, Restricted, Secret};

		let parameters = Parameters::<T>::get();
		[Secret, Confidential, Restricted]
			.into_iter()
			.find(|level| {
				parameters.clearance(*level).is_some_and(|clearance| {
					clearance.roles.iter().any(|role| T::Identities::has_role(did, role))
						|| clearance.certificates.iter().any(|kind| {
							T::Certificates::holds(&CertificateSubject::Did(*did), kind, at)
						})
				})
			})
			.unwrap_or(Public)
	}

	/// Whether the grantee is the subject, or includes it at that moment.
	pub(crate) fn covers(grantee: &Grantee, did: &DidId, at: Moment) -> bool {
		match grantee {
			Grantee::Did(only) => only == did,
			Grantee::Role(role) => T::Identities::has_role(did, *role),
			Grantee::CertificateHolder(kind) => {
				T::Certificates::holds(&CertificateSubject::Did(*did), kind, at)
			},
		}
	}

	/// The grants for the data set that cover the subject: four for itself, for each of its roles and for each of its
	/// certificates at most.
	fn grants_covering(did: &DidId, data_set: DataSetId, at: Moment) -> Vec<GrantFacts<Purposes>> {
		let roles = Role::ALL.into_iter().map(Grantee::Role);
		let kinds = CertificateKinds::<T>::get(data_set);
		let kinds = kinds.into_iter().map(Grantee::CertificateHolder);
		let mut grants = Vec::new();
		for grantee in core::iter::once(Grantee::Did(*did)).chain(roles).chain(kinds) {
			let places = GrantsFor::<T>::get(data_set, grantee);
			if places.is_empty() || !Self::covers(&grantee, did, at) {
				continue;
			}
			grants.extend(
				places
					.into_iter()
					.filter_map(|id| Grants::<T>::get(id).map(|grant| grant.facts(id))),
			);
		}
		grants
	}
}
