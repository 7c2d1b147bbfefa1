//! What a node and an application may ask the runtime.

use crate::{
	genesis, AccountId, Allowances, Audit, Aura, Balance, Block, Certification, Custody,
	DataAccess, DataAuction, DataContracts, DataEscrow, DataMarket, DataRegistry, Devices, Did,
	Executive, Grandpa, InherentDataExt, Nonce, PaymentChannels, PaymentStreams, Runtime,
	RuntimeCall, RuntimeGenesisConfig, SessionKeys, Sponsorship, System, TransactionPayment,
	Validation, VERSION,
};
use alloc::vec::Vec;
use counterfoil_primitives::{
	access::{AccessDecision, Grantee},
	custody::CirculationId,
	custody::Leak,
	enrolment::AttestationRootId,
	history::Head,
	sponsorship::{Beneficiary, CallTerms},
	traits::CertificateNeed,
	usage::NotPassable,
	voucher::FinalState,
	voucher::Voucher,
	AccreditationId, AgreementId, AuctionId, AuditSubject, Category, CertificateId,
	CertificateSubject, CertificateType, ChannelId, ContractId, DataSetId, DemandId, DidId,
	EnrolmentId, Fingerprint, GrantId, Hash as DataHash, HoldingId, KeySignature, Moment, OfferId,
	Power, Relationship, RoundId, StreamId, SubmissionId, UsageTerms,
};
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_allowances_runtime_api::AllowanceView;
use pallet_audit_runtime_api::EntryView;
use pallet_certification_runtime_api::{
	AccreditationView, CertificateView, Obstacle, StatusPurpose,
};
use pallet_custody_runtime_api::{
	CirculationView, CustodyEnd, CustodyPage, HoldingView, LimitsView, SuspectPage, TraceError,
};
use pallet_data_access_runtime_api::{
	AccessParametersView, AccessQuestion, AnnouncedKeyView, BatchView, ConductView, DecisionView,
	EpochView, GrantView, ListingView, PolicyView, RightsView, ShareOfferView,
};
use pallet_data_auction_runtime_api::{AuctionView, BidView, HeldDepositView};
use pallet_data_contracts_runtime_api::ContractView;
use pallet_data_escrow_runtime_api::{AgreementView, DealsView};
use pallet_data_market_runtime_api::{
	Appraisal, DemandPage, DemandView, Explanation, FillView, MatchView, OfferView, PageEnd, Place,
	SupplyPage,
};
use pallet_data_registry_runtime_api::{
	DataSetView, FingerprintAnswer, FingerprintQuery, LeafAnswer, LeafQuery, SchemaView,
	SequenceView, SubmissionView,
};
use pallet_devices_runtime_api::{
	Asset, AttestationRootView, DeviceView, EnrolmentView, TransferView,
};
use pallet_did_runtime_api::{
	DidView, Motion, ProposalView, Resolution, SignatureCheck, VersionView,
};
use pallet_payment_channels_runtime_api::{ChannelView, OwedView};
use pallet_payment_streams_runtime_api::StreamView;
use pallet_sponsorship_runtime_api::SponsorshipView;
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use pallet_validation_runtime_api::{MemberView, Refusal, ReputationView, RoundView};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

sp_api::impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(
			data: sp_inherents::InherentData,
		) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: sp_inherents::InherentData,
		) -> sp_inherents::CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			Grandpa::current_set_id()
		}

		// Equivocations are not reported on chain: see `configs::consensus`.
		fn submit_report_equivocation_unsigned_extrinsic(
			_equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			_key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			None
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			_authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			None
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance> for Runtime {
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<Block, Balance, RuntimeCall>
		for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(json: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(json)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis::preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis::preset_names()
		}
	}

	impl pallet_did_runtime_api::DidApi<Block, AccountId> for Runtime {
		fn resolve(did: DidId) -> Option<DidView<AccountId>> {
			Did::resolve(did)
		}

		fn resolve_many(dids: Vec<DidId>) -> Vec<Option<DidView<AccountId>>> {
			Did::resolve_many(dids)
		}

		fn resolve_document(did: DidId) -> Resolution {
			Did::resolve_document(did)
		}

		fn resolve_documents(dids: Vec<DidId>) -> Vec<Resolution> {
			Did::resolve_documents(dids)
		}

		fn resolve_version(did: DidId, version: u32) -> Resolution {
			Did::resolve_version(did, version)
		}

		fn resolve_at(did: DidId, at: Moment) -> Resolution {
			Did::resolve_at(did, at)
		}

		fn resolve_many_at(questions: Vec<(DidId, Moment)>) -> Vec<Resolution> {
			Did::resolve_many_at(questions)
		}

		fn versions(did: DidId, after: u32, limit: u32) -> Vec<VersionView> {
			Did::versions(did, after, limit)
		}

		fn verify_signature(did: DidId, relationship: Relationship, message: Vec<u8>, signature: KeySignature) -> bool {
			Did::verify_signature(did, relationship, message, signature)
		}

		fn verify_signature_at(did: DidId, relationship: Relationship, message: Vec<u8>, signature: KeySignature, at: Moment) -> bool {
			Did::verify_signature_at(did, relationship, message, signature, at)
		}

		fn verify_signatures(checks: Vec<SignatureCheck>) -> Vec<bool> {
			Did::verify_signatures(checks)
		}

		fn did_of(account: AccountId) -> Option<DidId> {
			Did::did_of(account)
		}

		fn proposal(subject: DidId, motion: Motion) -> Option<ProposalView<AccountId>> {
			Did::proposal(subject, motion)
		}

		fn proposals_about(subject: DidId) -> Vec<ProposalView<AccountId>> {
			Did::proposals_about(subject)
		}

		fn proposals(after: Option<(DidId, Motion)>, limit: u32) -> Vec<ProposalView<AccountId>> {
			Did::proposals(after, limit)
		}

		fn shielded_until(subject: DidId) -> Option<Moment> {
			Did::shielded_until(subject)
		}
	}

	impl pallet_devices_runtime_api::DevicesApi<Block> for Runtime {
		fn device(did: DidId) -> Option<DeviceView> {
			Devices::device(did)
		}

		fn devices(dids: Vec<DidId>) -> Vec<Option<DeviceView>> {
			Devices::devices(dids)
		}

		fn ancestors(did: DidId) -> Vec<DidId> {
			Devices::ancestors(did)
		}

		fn children(did: DidId, after: Option<DidId>, limit: u32) -> Vec<DidId> {
			Devices::children(did, after, limit)
		}

		fn is_ancestor(ancestor: DidId, did: DidId) -> bool {
			Devices::is_ancestor(&ancestor, &did)
		}

		fn are_ancestors(pairs: Vec<(DidId, DidId)>) -> Vec<bool> {
			Devices::are_ancestors(pairs)
		}

		fn transfer(asset: Asset) -> Option<TransferView> {
			Devices::transfer(asset)
		}

		fn transfers(assets: Vec<Asset>) -> Vec<Option<TransferView>> {
			Devices::transfers(assets)
		}

		fn enrolment(id: EnrolmentId) -> Option<EnrolmentView> {
			Devices::enrolment(id)
		}

		fn enrolments(ids: Vec<EnrolmentId>) -> Vec<Option<EnrolmentView>> {
			Devices::enrolments(ids)
		}

		fn enrolments_of(owner: DidId, after: Option<EnrolmentId>, limit: u32) -> Vec<EnrolmentView> {
			Devices::enrolments_of(owner, after, limit)
		}

		fn is_struck(enrolment: EnrolmentId, device: DidId) -> bool {
			Devices::is_struck(enrolment, device)
		}

		fn are_struck(enrolment: EnrolmentId, devices: Vec<DidId>) -> Vec<bool> {
			Devices::are_struck(enrolment, devices)
		}

		fn attestation_root(id: AttestationRootId) -> Option<AttestationRootView> {
			Devices::attestation_root(id)
		}

		fn attestation_roots(after: Option<AttestationRootId>, limit: u32) -> Vec<AttestationRootView> {
			Devices::attestation_roots(after, limit)
		}
	}

	impl pallet_sponsorship_runtime_api::SponsorshipApi<Block, AccountId> for Runtime {
		fn sponsorship(sponsor: AccountId, beneficiary: Beneficiary) -> Option<SponsorshipView<AccountId>> {
			Sponsorship::sponsorship(sponsor, beneficiary)
		}

		fn sponsorships_of(sponsor: AccountId, after: Option<Beneficiary>, limit: u32) -> Vec<SponsorshipView<AccountId>> {
			Sponsorship::sponsorships_of(sponsor, after, limit)
		}

		fn allowance(sponsor: AccountId, did: DidId) -> Option<SponsorshipView<AccountId>> {
			Sponsorship::allowance(sponsor, did)
		}

		fn next_nonce(did: DidId) -> u64 {
			Sponsorship::next_nonce(did)
		}

		fn next_nonces(dids: Vec<DidId>) -> Vec<u64> {
			Sponsorship::next_nonces(dids)
		}

		fn signing_payload(terms: CallTerms<AccountId>, call: Vec<u8>) -> Option<Vec<u8>> {
			Sponsorship::signing_payload(terms, call)
		}
	}

	impl pallet_data_registry_runtime_api::DataRegistryApi<Block, AccountId> for Runtime {
		fn submission(id: SubmissionId) -> Option<SubmissionView<AccountId>> {
			DataRegistry::submission_view(id)
		}

		fn submissions(ids: Vec<SubmissionId>) -> Vec<Option<SubmissionView<AccountId>>> {
			DataRegistry::submission_views(ids)
		}

		fn submissions_of(data_set: DataSetId, after: Option<SubmissionId>, limit: u32) -> Vec<SubmissionId> {
			DataRegistry::submissions_of(data_set, after, limit)
		}

		fn submissions_with(root: DataHash, after: Option<DataSetId>, limit: u32) -> Vec<(DataSetId, SubmissionId)> {
			DataRegistry::submissions_with(root, after, limit)
		}

		fn data_set(id: DataSetId) -> Option<DataSetView<AccountId>> {
			DataRegistry::data_set_view(id)
		}

		fn data_sets(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<AccountId>>> {
			DataRegistry::data_set_views(ids)
		}

		fn children(data_set: DataSetId, after: Option<DataSetId>, limit: u32) -> Vec<DataSetId> {
			DataRegistry::children_of(data_set, after, limit)
		}

		fn schema(hash: DataHash) -> Option<SchemaView<AccountId>> {
			DataRegistry::schema_view(hash)
		}

		fn schemas(hashes: Vec<DataHash>) -> Vec<Option<SchemaView<AccountId>>> {
			DataRegistry::schema_views(hashes)
		}

		fn schema_versions(family: DataHash, from: u32, limit: u32) -> Vec<DataHash> {
			DataRegistry::schema_versions(family, from, limit)
		}

		fn verify_leaf(submission: SubmissionId, leaf: DataHash, index: u64, path: Vec<DataHash>) -> LeafAnswer {
			DataRegistry::verify_leaf(submission, leaf, index, path)
		}

		fn verify_leaves(queries: Vec<LeafQuery>) -> Vec<LeafAnswer> {
			DataRegistry::verify_leaves(queries)
		}

		fn verify_fingerprint(data_set: Option<DataSetId>, fingerprint: Fingerprint) -> FingerprintAnswer {
			DataRegistry::verify_fingerprint(data_set, fingerprint)
		}

		fn verify_fingerprints(queries: Vec<FingerprintQuery>) -> Vec<FingerprintAnswer> {
			DataRegistry::verify_fingerprints(queries)
		}

		fn next_sequence(device: DidId) -> u64 {
			DataRegistry::next_sequence(device)
		}

		fn gaps(device: DidId) -> SequenceView {
			DataRegistry::gaps(device)
		}

		fn submission_by_sequence(device: DidId, sequence: u64) -> Option<SubmissionId> {
			DataRegistry::submission_by_sequence(device, sequence)
		}

		fn parameters() -> pallet_data_registry_runtime_api::ParametersView {
			DataRegistry::parameters_view()
		}
	}

	impl pallet_validation_runtime_api::ValidationApi<Block, AccountId, Balance> for Runtime {
		fn round(id: RoundId) -> Option<RoundView<AccountId, Balance>> {
			Validation::round(id)
		}

		fn rounds(ids: Vec<RoundId>) -> Vec<Option<RoundView<AccountId, Balance>>> {
			Validation::rounds(ids)
		}

		fn round_of(submission: SubmissionId) -> Option<RoundView<AccountId, Balance>> {
			Validation::round_of(submission)
		}

		fn rounds_of_submissions(submissions: Vec<SubmissionId>) -> Vec<Option<RoundView<AccountId, Balance>>> {
			Validation::rounds_of_submissions(submissions)
		}

		fn open_rounds(from: Option<RoundId>, limit: u32) -> Vec<RoundView<AccountId, Balance>> {
			Validation::open_rounds(from, limit)
		}

		fn rounds_of(validator: DidId, from: Option<RoundId>, limit: u32) -> Vec<RoundView<AccountId, Balance>> {
			Validation::rounds_of(validator, from, limit)
		}

		fn members(round: RoundId, from: u32, limit: u32) -> Vec<MemberView<AccountId>> {
			Validation::members(round, from, limit)
		}

		fn reputation(did: DidId) -> ReputationView {
			Validation::reputation(did)
		}

		fn reputations(dids: Vec<DidId>) -> Vec<ReputationView> {
			Validation::reputations(dids)
		}

		fn may_validate(round: RoundId, validator: DidId) -> Option<Refusal> {
			Validation::may_validate(round, validator)
		}

		fn may_validate_each(rounds: Vec<RoundId>, validator: DidId) -> Vec<Option<Refusal>> {
			Validation::may_validate_each(rounds, validator)
		}

		fn commitment(round: RoundId, validator: DidId, verdict: counterfoil_primitives::verdict::Verdict, salt: [u8; 32]) -> DataHash {
			Validation::commitment(round, validator, verdict, salt)
		}

		fn parameters() -> pallet_validation_runtime_api::ParametersView<Balance> {
			Validation::parameters()
		}
	}

	impl pallet_certification_runtime_api::CertificationApi<Block, AccountId> for Runtime {
		fn certificate(id: CertificateId) -> Option<CertificateView<AccountId>> {
			Certification::certificate_view(id)
		}

		fn certificates(ids: Vec<CertificateId>) -> Vec<Option<CertificateView<AccountId>>> {
			Certification::certificate_views(ids)
		}

		fn certificates_of(subject: CertificateSubject, after: Option<CertificateType>, limit: u32) -> Vec<CertificateView<AccountId>> {
			Certification::certificates_of(subject, after, limit)
		}

		fn current(subject: CertificateSubject, kind: CertificateType) -> Option<CertificateView<AccountId>> {
			Certification::current(subject, kind)
		}

		fn history(id: CertificateId) -> Vec<CertificateView<AccountId>> {
			Certification::certificate_history(id)
		}

		fn are_certified(subjects: Vec<CertificateSubject>) -> Vec<bool> {
			Certification::are_certified(subjects)
		}

		fn hold(questions: Vec<(CertificateSubject, CertificateType)>) -> Vec<bool> {
			Certification::hold(questions)
		}

		fn accreditation(id: AccreditationId) -> Option<AccreditationView<AccountId>> {
			Certification::accreditation_view(id)
		}

		fn accreditations(ids: Vec<AccreditationId>) -> Vec<Option<AccreditationView<AccountId>>> {
			Certification::accreditation_views(ids)
		}

		fn accreditations_of(holder: DidId) -> Vec<AccreditationView<AccountId>> {
			Certification::accreditations_of(holder)
		}

		fn chain(id: AccreditationId) -> Vec<AccreditationView<AccountId>> {
			Certification::chain(id)
		}

		fn is_accredited(regulator: DidId, power: Power, category: Category) -> bool {
			Certification::is_accredited_now(regulator, power, category)
		}

		fn why_not(regulator: DidId, subject: CertificateSubject, kind: CertificateType) -> Option<Obstacle> {
			Certification::why_not(regulator, subject, kind)
		}

		fn status_bits(purpose: StatusPurpose, from: CertificateId, count: u32) -> Vec<u8> {
			Certification::status_bits(purpose, from, count)
		}
	}

	impl pallet_data_access_runtime_api::DataAccessApi<Block, AccountId> for Runtime {
		fn rights(data_set: DataSetId) -> Option<RightsView> {
			DataAccess::rights(data_set)
		}

		fn share_offer(id: u64) -> Option<ShareOfferView> {
			DataAccess::share_offer(id)
		}

		fn share_offers_of(did: DidId, from: Option<u64>, limit: u32) -> Vec<ShareOfferView> {
			DataAccess::share_offers_of(did, from, limit)
		}

		fn decision(data_set: DataSetId, decision: DataHash) -> Option<DecisionView> {
			DataAccess::decision(data_set, decision)
		}

		fn policy(data_set: DataSetId) -> Option<PolicyView> {
			DataAccess::policy(data_set)
		}

		fn listings(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<ListingView> {
			DataAccess::listings(data_set, from, limit)
		}

		fn operators(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<DidId> {
			DataAccess::operators(data_set, from, limit)
		}

		fn grant(id: GrantId) -> Option<GrantView<AccountId>> {
			DataAccess::grant_view(id)
		}

		fn grants(ids: Vec<GrantId>) -> Vec<Option<GrantView<AccountId>>> {
			DataAccess::grants(ids)
		}

		fn grants_of_data_set(data_set: DataSetId, from: Option<GrantId>, limit: u32) -> Vec<GrantView<AccountId>> {
			DataAccess::grants_of_data_set(data_set, from, limit)
		}

		fn grants_of(grantee: Grantee, from: Option<GrantId>, limit: u32) -> Vec<GrantView<AccountId>> {
			DataAccess::grants_of(grantee, from, limit)
		}

		fn may_access(question: AccessQuestion) -> AccessDecision {
			DataAccess::may_access(question)
		}

		fn may_access_many(questions: Vec<AccessQuestion>) -> Vec<AccessDecision> {
			DataAccess::may_access_many(questions)
		}

		fn epoch(data_set: DataSetId) -> Option<EpochView> {
			DataAccess::epoch(data_set)
		}

		fn epochs(data_set: DataSetId, from: Option<u32>, limit: u32) -> Vec<EpochView> {
			DataAccess::epochs(data_set, from, limit)
		}

		fn key_of(
			data_set: DataSetId,
			epoch: u32,
			recipient: DidId,
			field: Option<u8>,
		) -> Option<AnnouncedKeyView> {
			DataAccess::key_of(data_set, epoch, recipient, field)
		}

		fn keys(
			data_set: DataSetId,
			epoch: u32,
			from: Option<(DidId, Option<u8>)>,
			limit: u32,
		) -> Vec<AnnouncedKeyView> {
			DataAccess::keys(data_set, epoch, from, limit)
		}

		fn conduct(operator: DidId) -> ConductView {
			DataAccess::conduct(operator)
		}

		fn batch(operator: DidId, sequence: u64) -> Option<BatchView> {
			DataAccess::batch(operator, sequence)
		}

		fn batches(operator: DidId, from: Option<u64>, limit: u32) -> Vec<BatchView> {
			DataAccess::batches(operator, from, limit)
		}

		fn contradictions(operator: DidId, from: Option<u64>, limit: u32) -> (Vec<BatchView>, Option<u64>) {
			DataAccess::contradictions(operator, from, limit)
		}

		fn parameters() -> AccessParametersView {
			DataAccess::parameters()
		}
	}

	impl pallet_audit_runtime_api::CounterfoilAuditApi<Block> for Runtime {
		fn audit_head(subject: AuditSubject) -> Head {
			Audit::audit_head(subject)
		}

		fn audit_heads(subjects: Vec<AuditSubject>) -> Vec<Head> {
			Audit::audit_heads(subjects)
		}

		fn audit(subject: AuditSubject, from: u64, limit: u32) -> Vec<EntryView> {
			Audit::audit(subject, from, limit)
		}

		fn head_key(subject: AuditSubject) -> Vec<u8> {
			Audit::head_key(subject)
		}
	}

	impl pallet_data_market_runtime_api::DataMarketApi<Block> for Runtime {
		fn offer(id: OfferId) -> Option<OfferView> {
			DataMarket::offer_view(id)
		}

		fn offers_by_id(ids: Vec<OfferId>) -> Vec<Option<OfferView>> {
			DataMarket::offers_by_id(ids)
		}

		fn demand(id: DemandId) -> Option<DemandView> {
			DataMarket::demand_view(id)
		}

		fn demands_by_id(ids: Vec<DemandId>) -> Vec<Option<DemandView>> {
			DataMarket::demands_by_id(ids)
		}

		fn offers(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<OfferView> {
			DataMarket::offers(place, after, limit)
		}

		fn query_offers(category: Category, from: Option<OfferId>, limit: u32) -> Vec<OfferView> {
			DataMarket::query_offers(category, from, limit)
		}

		fn demands(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<DemandView> {
			DataMarket::demands(place, after, limit)
		}

		fn proposal(demand: DemandId) -> Option<pallet_data_market_runtime_api::ProposalView> {
			DataMarket::proposal_view(demand)
		}

		fn pending_match(id: u64) -> Option<MatchView> {
			DataMarket::match_view(id)
		}

		fn explain(demand: DemandId, fill: FillView) -> Explanation {
			DataMarket::explain(demand, fill)
		}

		fn explain_many(demand: DemandId, fills: Vec<FillView>) -> Vec<Explanation> {
			DataMarket::explain_many(demand, fills)
		}

		fn appraise(demand: DemandId, fills: Vec<FillView>) -> Appraisal {
			DataMarket::appraise(demand, fills)
		}

		fn supplies(from: Option<OfferId>, limit: u32) -> SupplyPage {
			DataMarket::supplies(from, limit)
		}

		fn open_demands(from: Option<DemandId>, limit: u32) -> DemandPage {
			DataMarket::open_demands(from, limit)
		}

		fn certified(offers: Vec<OfferId>, need: CertificateNeed) -> Vec<bool> {
			DataMarket::certified(offers, need)
		}
	}

	impl pallet_data_escrow_runtime_api::DataEscrowApi<Block, AccountId, Balance> for Runtime {
		fn agreement(id: AgreementId) -> Option<AgreementView<AccountId, Balance>> {
			DataEscrow::agreement_view(id)
		}

		fn agreements(ids: Vec<AgreementId>) -> Vec<Option<AgreementView<AccountId, Balance>>> {
			DataEscrow::agreements(ids)
		}

		fn agreements_of(did: DidId, from: Option<AgreementId>, limit: u32) -> Vec<AgreementView<AccountId, Balance>> {
			DataEscrow::agreements_of(did, from, limit)
		}

		fn deals(did: DidId) -> DealsView {
			DataEscrow::deals(did)
		}

		fn deals_of(dids: Vec<DidId>) -> Vec<DealsView> {
			DataEscrow::deals_of(dids)
		}

		fn parameters() -> pallet_data_escrow_runtime_api::ParametersView<Balance> {
			DataEscrow::parameters()
		}
	}

	impl pallet_allowances_runtime_api::AllowancesApi<Block, AccountId> for Runtime {
		fn allowance(payer: DidId, spender: DidId, payee: Option<DidId>) -> Option<AllowanceView<AccountId>> {
			Allowances::allowance(payer, spender, payee)
		}

		fn allowances(keys: Vec<(DidId, DidId, Option<DidId>)>) -> Vec<Option<AllowanceView<AccountId>>> {
			Allowances::allowances(keys)
		}

		fn applicable(payer: DidId, spender: DidId, payee: DidId) -> Option<AllowanceView<AccountId>> {
			Allowances::applicable_allowance(payer, spender, payee)
		}

		fn allowances_by(payer: DidId, from: Option<(DidId, Option<DidId>)>, limit: u32) -> Vec<AllowanceView<AccountId>> {
			Allowances::allowances_by(payer, from, limit)
		}

		fn allowances_of(spender: DidId, from: Option<(DidId, Option<DidId>)>, limit: u32) -> Vec<AllowanceView<AccountId>> {
			Allowances::allowances_of(spender, from, limit)
		}
	}

	impl pallet_data_auction_runtime_api::DataAuctionApi<Block> for Runtime {
		fn auction(id: AuctionId) -> Option<AuctionView> {
			DataAuction::auction(id)
		}

		fn auctions(ids: Vec<AuctionId>) -> Vec<Option<AuctionView>> {
			DataAuction::auctions(ids)
		}

		fn open_auctions(from: Option<AuctionId>, limit: u32) -> Vec<AuctionView> {
			DataAuction::open_auctions(from, limit)
		}

		fn auctions_of(did: DidId, from: Option<AuctionId>, limit: u32) -> Vec<AuctionView> {
			DataAuction::auctions_of(did, from, limit)
		}

		fn bids(auction: AuctionId, from: u32, limit: u32) -> Vec<BidView> {
			DataAuction::bids(auction, from, limit)
		}

		fn bid_of(auction: AuctionId, bidder: DidId) -> Option<BidView> {
			DataAuction::bid_of(auction, bidder)
		}

		fn price_now(auction: AuctionId) -> Option<u128> {
			DataAuction::price_now(auction)
		}

		fn prices_now(auctions: Vec<AuctionId>) -> Vec<Option<u128>> {
			DataAuction::prices_now(auctions)
		}

		fn commitment(auction: AuctionId, bidder: DidId, amount: u128, salt: DataHash) -> DataHash {
			DataAuction::commitment(auction, bidder, amount, salt)
		}

		fn deposits_of_agreements(agreements: Vec<AgreementId>) -> Vec<Option<HeldDepositView>> {
			DataAuction::deposits_of_agreements(agreements)
		}

		fn owed(auction: AuctionId, bidder: DidId) -> Option<HeldDepositView> {
			DataAuction::owed(auction, bidder)
		}

		fn parameters() -> pallet_data_auction_runtime_api::ParametersView {
			DataAuction::parameters()
		}
	}

	impl pallet_data_contracts_runtime_api::DataContractsApi<Block, AccountId, Balance> for Runtime {
		fn contract(id: ContractId) -> Option<ContractView<AccountId, Balance>> {
			DataContracts::contract(id)
		}

		fn contracts(ids: Vec<ContractId>) -> Vec<Option<ContractView<AccountId, Balance>>> {
			DataContracts::contracts(ids)
		}

		fn contracts_of(did: DidId, from: Option<ContractId>, limit: u32) -> Vec<ContractView<AccountId, Balance>> {
			DataContracts::contracts_of(did, from, limit)
		}

		fn batch_of(agreement: AgreementId) -> Option<(ContractId, u32)> {
			DataContracts::batch_of(agreement)
		}

		fn batches_of(agreements: Vec<AgreementId>) -> Vec<Option<(ContractId, u32)>> {
			DataContracts::batches_of(agreements)
		}

		fn penalty(id: ContractId, batch: u32, at: Option<Moment>) -> Option<u128> {
			DataContracts::penalty(id, batch, at)
		}
	}

	impl pallet_payment_channels_runtime_api::PaymentChannelsApi<Block, AccountId, Balance> for Runtime {
		fn channel(id: ChannelId) -> Option<ChannelView<AccountId, Balance>> {
			PaymentChannels::channel(id)
		}

		fn channels(ids: Vec<ChannelId>) -> Vec<Option<ChannelView<AccountId, Balance>>> {
			PaymentChannels::channels(ids)
		}

		fn channels_of(did: DidId, from: Option<ChannelId>, limit: u32) -> Vec<ChannelView<AccountId, Balance>> {
			PaymentChannels::channels_of(did, from, limit)
		}

		fn owed(id: ChannelId) -> Option<OwedView<Balance>> {
			PaymentChannels::owed(id)
		}

		fn owed_each(ids: Vec<ChannelId>) -> Vec<Option<OwedView<Balance>>> {
			PaymentChannels::owed_each(ids)
		}

		fn voucher_bytes(id: ChannelId, voucher: Voucher) -> Vec<u8> {
			PaymentChannels::voucher_bytes(id, voucher)
		}

		fn final_bytes(id: ChannelId, state: FinalState) -> Vec<u8> {
			PaymentChannels::final_bytes(id, state)
		}

		fn parameters() -> pallet_payment_channels_runtime_api::ParametersView {
			PaymentChannels::parameters()
		}
	}

	impl pallet_payment_streams_runtime_api::PaymentStreamsApi<Block, AccountId> for Runtime {
		fn stream(id: StreamId) -> Option<StreamView<AccountId>> {
			PaymentStreams::stream(id)
		}

		fn streams(ids: Vec<StreamId>) -> Vec<Option<StreamView<AccountId>>> {
			PaymentStreams::streams(ids)
		}

		fn streams_of(did: DidId, from: Option<StreamId>, limit: u32) -> Vec<StreamView<AccountId>> {
			PaymentStreams::streams_of(did, from, limit)
		}

		fn streams_between(payer: DidId, payee: DidId, from: Option<StreamId>, limit: u32) -> Vec<StreamView<AccountId>> {
			PaymentStreams::streams_between(payer, payee, from, limit)
		}

		fn is_running(payer: DidId, payee: DidId, data_set: Option<DataSetId>) -> bool {
			PaymentStreams::is_running(payer, payee, data_set)
		}

		fn are_running(questions: Vec<(DidId, DidId, Option<DataSetId>)>) -> Vec<bool> {
			PaymentStreams::are_running(questions)
		}

		fn parameters() -> (Moment, Moment, Moment) {
			PaymentStreams::parameters()
		}
	}

	impl pallet_custody_runtime_api::CustodyApi<Block, AccountId> for Runtime {
		fn holding(id: HoldingId) -> Option<HoldingView> {
			Custody::holding(id)
		}

		fn holdings(ids: Vec<HoldingId>) -> Vec<Option<HoldingView>> {
			Custody::holdings(ids)
		}

		fn holdings_of(holder: DidId, from: Option<HoldingId>, limit: u32) -> Vec<HoldingView> {
			Custody::holdings_of(holder, from, limit)
		}

		fn holdings_of_agreements(agreements: Vec<AgreementId>) -> Vec<Option<HoldingView>> {
			Custody::holdings_of_agreements(agreements)
		}

		fn custody(root: DataHash, from: Option<CustodyEnd>, limit: u32) -> CustodyPage {
			Custody::custody(root, from, limit)
		}

		fn custody_path(id: HoldingId) -> Vec<HoldingView> {
			Custody::custody_path(id)
		}

		fn suspects(submission: SubmissionId, leak: Leak, from: Option<CustodyEnd>, limit: u32) -> Result<SuspectPage, TraceError> {
			Custody::suspects(submission, leak, from, limit)
		}

		fn passable(id: HoldingId) -> Option<Result<UsageTerms, NotPassable>> {
			Custody::passable(id)
		}

		fn circulation(id: CirculationId) -> Option<CirculationView<AccountId>> {
			Custody::circulation(id)
		}

		fn circulations(ids: Vec<CirculationId>) -> Vec<Option<CirculationView<AccountId>>> {
			Custody::circulations(ids)
		}

		fn circulations_of(did: DidId, from: Option<CirculationId>, limit: u32) -> Vec<CirculationView<AccountId>> {
			Custody::circulations_of(did, from, limit)
		}

		fn limits() -> LimitsView {
			Custody::limits()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			use crate::*;
			use frame_benchmarking::BenchmarkList;
			use frame_support::traits::StorageInfoTrait;

			let mut list = Vec::<BenchmarkList>::new();
			list_benchmarks!(list, extra);
			(list, AllPalletsWithSystem::storage_info())
		}

		#[allow(non_local_definitions)]
		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			use crate::*;
			use frame_benchmarking::BenchmarkBatch;
			use frame_support::traits::WhitelistedStorageKeys;

			let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
			let mut batches = Vec::<BenchmarkBatch>::new();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			// The tool that asks wants the panic.
			let weight = Executive::try_runtime_upgrade(checks).expect("the upgrade passes its checks");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block passes its checks")
		}
	}
}
