//! Schemas.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	roles::Role,
	text::MediaType,
	traits::{Identities, Subject},
	Hash,
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Time},
};
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{Config, Error, Event, Pallet, Schema, SchemaOf, SchemaVersions, Schemas};

/// Whose work schemas are: who submits data, who sets the rules, who builds what reads them.
const AUTHORS: [Role; 3] = [Role::Supplier, Role::Regulator, Role::ServiceProvider];

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_schema(
		subject: Subject<T::AccountId>,
		hash: Hash,
		media_type: MediaType,
		previous: Option<Hash>,
	) -> DispatchResult {
		let Subject { did: author, account: payer } = subject;
		ensure!(
			AUTHORS.into_iter().any(|role| T::Identities::has_role(&author, role)),
			Error::<T>::NoSchemaRole
		);
		ensure!(!Schemas::<T>::contains_key(hash), Error::<T>::SchemaExists);
		let (family, version) = match previous {
			None => (hash, 1),
			Some(previous) => {
				let old = Schemas::<T>::get(previous).ok_or(Error::<T>::UnknownSchema)?;
				ensure!(old.author == author, Error::<T>::NotSchemaAuthor);
				let version = old.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				ensure!(
					!SchemaVersions::<T>::contains_key(old.family, version),
					Error::<T>::NotNewestVersion
				);
				(old.family, version)
			},
		};

		let ticket = T::SchemaConsideration::new(&payer, Self::schema_footprint())?;
		SchemaVersions::<T>::insert(family, version, hash);
		Schemas::<T>::insert(
			hash,
			Schema {
				author,
				payer: payer.clone(),
				media_type,
				family,
				version,
				previous,
				registered: T::Time::now(),
				deprecated: None,
				ticket,
			},
		);
		Self::emit(Event::SchemaRegistered {
			hash,
			author,
			payer,
			media_type,
			family,
			version,
			previous,
		});
		Ok(())
	}

	pub(crate) fn do_deprecate_schema(author: DidId, hash: Hash) -> DispatchResult {
		let mut schema = Schemas::<T>::get(hash).ok_or(Error::<T>::UnknownSchema)?;
		ensure!(schema.author == author, Error::<T>::NotSchemaAuthor);
		ensure!(schema.deprecated.is_none(), Error::<T>::AlreadyDeprecated);
		schema.deprecated = Some(T::Time::now());
		let (family, version) = (schema.family, schema.version);
		Schemas::<T>::insert(hash, schema);
		Self::emit(Event::SchemaDeprecated { hash, author, family, version });
		Ok(())
	}

	/// The state that a schema occupies: its record and its place in the family, keys included.
	pub(crate) fn schema_footprint() -> Footprint {
		let hash = Hash::max_encoded_len();
		let record = hash.saturating_add(SchemaOf::<T>::max_encoded_len());
		let place = hash.saturating_mul(2).saturating_add(u32::max_encoded_len());
		Footprint::from_parts(1, record.saturating_add(place))
	}
}
