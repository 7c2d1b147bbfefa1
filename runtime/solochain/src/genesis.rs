//! The presets: chains that a node starts without a chain specification of its own.
//!
//! | | `development` | `local_testnet` |
//! |---|---|---|
//! | validators | Alice, at least one | Alice, Bob, Charlie, Dave, at least three |
//! | council | Alice | Alice, Bob, Charlie |
//! | sudo | Alice | nobody |
//! | stakeholders | Alice, Bob, Charlie, role `Other` | the same |
//! | windows of a trade | seconds to a minute | minutes to hours |
//! | phases of an auction, challenges of a channel | at least 6 seconds | at least 10 minutes |
//! | a validation round | at least one verdict, half a minute for each phase | at least three, an hour |
//!
//! The windows of `development` are a minute each, that for a dispute twelve seconds: whoever tries a trade by hand has to
//! be quick, and a script has to be at it without a break. Stakeholders vote for ten minutes.
//!
//! A session has fifteen blocks ([`SESSION_LENGTH`](crate::constants::time::SESSION_LENGTH)). Its first one, every
//! block whose number is a multiple of fifteen, takes no ordinary transactions: `pallet-session` declares it as full. A
//! transaction that is sent then waits for the next block, two seconds more.
//!
//! Session keys are registered by `Session::set_keys` with a proof that names the account. A node makes both by the RPC
//! method `author_rotateKeysWithOwner`, given the bytes of the account; `author_rotateKeys` makes keys without it, and
//! those are refused. The keys of the validators of a preset are the well-known ones, and stand in its genesis. Whoever
//! has keys in `session.keys` must be listed in `consortium.validators`, and the other way round.
//!
//! Both endow the well-known accounts with the chain's token and with an example of another one, number 1, that Alice issues. A preset is a JSON patch of the default genesis. Its chain tag, at
//! `consortium.tag` as `{"name": "...", "salt": [16 numbers]}`, is the same for everyone; who starts a network that
//! others may reach puts random bytes into the salt, so that its genesis hash is its own.

use crate::{
	constants::currency::{CFL, MILLI_CFL},
	AccountId, AssetsConfig, Balance, BalancesConfig, ConsortiumConfig, CouncilMembershipConfig,
	DataAccessConfig, DataAuctionConfig, DataEscrowConfig, DataRegistryConfig, DidConfig,
	PaymentChannelsConfig, PaymentStreamsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	SudoConfig, ValidationConfig,
};
use alloc::{vec, vec::Vec};
use counterfoil_primitives::{money::AssetId, Moment, Role, Roles, VerificationKey};
use frame_support::{build_struct_json_patch, BoundedVec};
use pallet_consortium::ChainTag;
use pallet_data_access::AccessParameters;
use pallet_data_auction::Parameters as AuctionParameters;
use pallet_data_escrow::{Parameters as EscrowParameters, Windows};
use pallet_data_registry::RegistryParameters;
use pallet_did::DidParameters;
use pallet_payment_channels::Parameters as ChannelParameters;
use pallet_payment_streams::Parameters as StreamParameters;
use pallet_validation::{Parameters as ValidationParameters, Windows as Phases};
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::Permill;

const SECOND: Moment = 1_000;
const MINUTE: Moment = 60 * SECOND;
const HOUR: Moment = 60 * MINUTE;

/// What each well-known account has.
const ENDOWMENT: Balance = 1_000_000 * CFL;

/// An example of a token besides the chain's own, with six decimals, issued by Alice.
const EURO: AssetId = 1;
/// What an account must have of it to hold it: a cent.
const EURO_MINIMUM: Balance = 10_000;
/// What each well-known account has of it.
const EURO_ENDOWMENT: Balance = 1_000_000 * 1_000_000;

/// What differs between the presets.
struct Preset {
	/// The name in the chain tag.
	name: &'static str,
	/// Who makes blocks: the account and block key, and the finality key.
	validators: Vec<(Sr25519Keyring, Ed25519Keyring)>,
	/// The least number of validators.
	minimum: u32,
	/// Who sits in the council.
	council: Vec<Sr25519Keyring>,
	/// Who is root.
	sudo: Option<Sr25519Keyring>,
	/// How long stakeholders vote.
	voting_period: Moment,
	/// How long the vote on a suspension at once lasts.
	confirmation_period: Moment,
	/// How long nobody is suspended at once again.
	suspension_cool_down: Moment,
	/// The least number of verdicts of a validation round.
	quorum: u32,
	/// How long each phase of a validation round may take.
	phases: Phases,
	/// How long a decision of several owners waits for approvals.
	decision_period: Moment,
	/// How long the records stay of rounds and of batches of accesses.
	retention: Moment,
	/// Within which time accesses are recorded. Grants that are over stay for this time and `retention`.
	recording_period: Moment,
	/// How long each step of a trade may take.
	windows: Windows,
	/// The shortest phase of an auction, the shortest challenge of a channel, and how long a stream waits to be funded.
	pace: Moment,
}

impl Preset {
	/// One machine, one person: everything is Alice's, and nothing takes long.
	fn development() -> Self {
		Self {
			name: "counterfoil development",
			validators: vec![(Sr25519Keyring::Alice, Ed25519Keyring::Alice)],
			minimum: 1,
			council: vec![Sr25519Keyring::Alice],
			sudo: Some(Sr25519Keyring::Alice),
			voting_period: 10 * MINUTE,
			confirmation_period: MINUTE,
			suspension_cool_down: 2 * MINUTE,
			quorum: 1,
			phases: Phases {
				joining: 30 * SECOND,
				committing: 30 * SECOND,
				revealing: 30 * SECOND,
			},
			decision_period: 10 * MINUTE,
			retention: HOUR,
			recording_period: HOUR,
			windows: Windows {
				funding: MINUTE,
				commitment: MINUTE,
				acceptance: MINUTE,
				reveal: MINUTE,
				dispute: 12 * SECOND,
				judgement: MINUTE,
			},
			pace: 6 * SECOND,
		}
	}

	/// Four validators and a council, as a consortium has them, on loopback.
	fn local() -> Self {
		Self {
			name: "counterfoil local testnet",
			validators: vec![
				(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
				(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
				(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
				(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
			],
			minimum: 3,
			council: vec![Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie],
			sudo: None,
			voting_period: 24 * HOUR,
			confirmation_period: 24 * HOUR,
			suspension_cool_down: 30 * 24 * HOUR,
			quorum: 3,
			phases: Phases { joining: HOUR, committing: HOUR, revealing: HOUR },
			decision_period: 7 * 24 * HOUR,
			retention: 90 * 24 * HOUR,
			recording_period: 7 * 24 * HOUR,
			windows: Windows {
				funding: HOUR,
				commitment: HOUR,
				acceptance: HOUR,
				reveal: HOUR,
				dispute: 10 * MINUTE,
				judgement: HOUR,
			},
			pace: 10 * MINUTE,
		}
	}

	/// The patch of the default genesis.
	fn patch(self) -> Value {
		let balances: Vec<(AccountId, Balance)> = Sr25519Keyring::well_known()
			.map(|account| (account.to_account_id(), ENDOWMENT))
			.collect();
		let euros = Sr25519Keyring::well_known()
			.map(|account| (EURO, account.to_account_id(), EURO_ENDOWMENT))
			.collect();
		let assets = AssetsConfig {
			assets: vec![(EURO, Sr25519Keyring::Alice.to_account_id(), true, EURO_MINIMUM)],
			metadata: vec![(EURO, b"Example Euro".to_vec(), b"XEUR".to_vec(), 6)],
			accounts: euros,
			..Default::default()
		};
		let keys: Vec<(AccountId, AccountId, SessionKeys)> = self
			.validators
			.iter()
			.map(|(sr25519, ed25519)| {
				let account = sr25519.to_account_id();
				let keys =
					SessionKeys { aura: sr25519.public().into(), grandpa: ed25519.public().into() };
				(account.clone(), account, keys)
			})
			.collect();
		let validators: Vec<AccountId> =
			self.validators.iter().map(|(account, _)| account.to_account_id()).collect();
		let minimum = self.minimum;
		let tag = ChainTag::new(self.name, [0; 16]).unwrap_or_default();
		let members = BoundedVec::truncate_from(
			self.council.iter().map(|member| member.to_account_id()).collect(),
		);
		let key = self.sudo.map(|account| account.to_account_id());
		let founders: Vec<(AccountId, VerificationKey, Roles)> =
			[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
				.into_iter()
				.map(|founder| {
					let key = VerificationKey::Sr25519(founder.to_raw_public());
					(founder.to_account_id(), key, Roles::from(Role::Other))
				})
				.collect();
		let did = DidParameters {
			voting_period: self.voting_period,
			confirmation_period: self.confirmation_period,
			suspension_cool_down: self.suspension_cool_down,
			rules: Default::default(),
		};
		let registry = RegistryParameters { clock_tolerance: MINUTE, ..Default::default() };
		let validation = ValidationParameters {
			windows: self.phases,
			retention: self.retention,
			minimum_fee: 10 * MILLI_CFL,
			bond: CFL,
			quorum: self.quorum,
			minority_penalty: 250,
			unrevealed_penalty: 500,
			..Default::default()
		};
		let access = AccessParameters {
			decision_period: self.decision_period,
			retention: self.retention,
			recording_period: self.recording_period,
			..Default::default()
		};
		let escrow = EscrowParameters {
			windows: self.windows,
			bond: Permill::from_percent(20),
			minimum_bond: 100 * MILLI_CFL,
		};
		let auction = AuctionParameters { min_window: self.pace, ..Default::default() };
		let channels = ChannelParameters { shortest_challenge: self.pace, ..Default::default() };
		let streams = StreamParameters { funding: 10 * self.pace, ..Default::default() };

		build_struct_json_patch!(RuntimeGenesisConfig {
			balances: BalancesConfig { balances },
			session: SessionConfig { keys },
			consortium: ConsortiumConfig { validators, minimum, tag },
			council_membership: CouncilMembershipConfig { members },
			sudo: SudoConfig { key },
			did: DidConfig { founders, parameters: did },
			data_registry: DataRegistryConfig { parameters: registry },
			validation: ValidationConfig { parameters: validation },
			data_access: DataAccessConfig { parameters: access },
			data_escrow: DataEscrowConfig { parameters: escrow },
			assets,
			data_auction: DataAuctionConfig { parameters: auction, ..Default::default() },
			payment_channels: PaymentChannelsConfig { parameters: channels, ..Default::default() },
			payment_streams: PaymentStreamsConfig { parameters: streams, ..Default::default() },
		})
	}
}

/// The preset of that name as JSON, if there is one.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
	let preset = match id.as_str() {
		DEV_RUNTIME_PRESET => Preset::development(),
		LOCAL_TESTNET_RUNTIME_PRESET => Preset::local(),
		_ => return None,
	};
	serde_json::to_vec(&preset.patch()).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
