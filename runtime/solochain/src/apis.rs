//! What a node and an application may ask the runtime.

use crate::{
	genesis, AccountId, Aura, Balance, Block, DataEscrow, DataMarket, DataRegistry, Did, Executive,
	Grandpa, InherentDataExt, Nonce, Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys,
	System, TransactionPayment, VERSION,
};
use alloc::vec::Vec;
use counterfoil_primitives::{
	AgreementId, Category, CertificateId, DataSetId, DemandId, DidId, Hash as DataHash, OfferId,
	SubmissionId,
};
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	weights::Weight,
};
use pallet_data_escrow_runtime_api::AgreementView;
use pallet_data_market_runtime_api::{DemandView, Explanation, OfferView, PageEnd};
use pallet_data_registry_runtime_api::{
	CertificateView, DataSetView, InclusionQuery, SubmissionView, Verification,
};
use pallet_did_runtime_api::{DidView, ProposalView};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
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

		fn did_of(account: AccountId) -> Option<DidId> {
			Did::did_of(account)
		}

		fn proposal(subject: DidId) -> Option<ProposalView<AccountId>> {
			Did::proposal(subject)
		}

		fn proposals(after: Option<DidId>, limit: u32) -> Vec<ProposalView<AccountId>> {
			Did::proposals(after, limit)
		}
	}

	impl pallet_data_registry_runtime_api::DataRegistryApi<Block, AccountId> for Runtime {
		fn submission(id: SubmissionId) -> Option<SubmissionView<AccountId>> {
			DataRegistry::submission_view(id)
		}

		fn submissions(ids: Vec<SubmissionId>) -> Vec<Option<SubmissionView<AccountId>>> {
			DataRegistry::submission_views(ids)
		}

		fn submissions_of(
			data_set: DataSetId,
			after: Option<SubmissionId>,
			limit: u32,
		) -> Vec<SubmissionId> {
			DataRegistry::submissions_of(data_set, after, limit)
		}

		fn data_set(id: DataSetId) -> Option<DataSetView<AccountId>> {
			DataRegistry::data_set_view(id)
		}

		fn data_sets(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<AccountId>>> {
			DataRegistry::data_set_views(ids)
		}

		fn certificate(id: CertificateId) -> Option<CertificateView<AccountId>> {
			DataRegistry::certificate_view(id)
		}

		fn certificates(ids: Vec<CertificateId>) -> Vec<Option<CertificateView<AccountId>>> {
			DataRegistry::certificate_views(ids)
		}

		fn verify(
			submission: SubmissionId,
			leaf: DataHash,
			index: u64,
			path: Vec<DataHash>,
		) -> Verification {
			DataRegistry::verify(submission, leaf, index, path)
		}

		fn verify_many(queries: Vec<InclusionQuery>) -> Vec<Verification> {
			DataRegistry::verify_many(queries)
		}

		fn next_sequence(device: DidId) -> u64 {
			DataRegistry::next_sequence(device)
		}

		fn parameters() -> pallet_data_registry_runtime_api::ParametersView {
			DataRegistry::parameters_view()
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

		fn offers(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<OfferView> {
			DataMarket::offers(category, after, limit)
		}

		fn demands(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<DemandView> {
			DataMarket::demands(category, after, limit)
		}

		fn explain(demand: DemandId, offer: OfferId) -> Explanation {
			DataMarket::explain(demand, offer)
		}

		fn explain_many(demand: DemandId, offers: Vec<OfferId>) -> Vec<Explanation> {
			DataMarket::explain_many(demand, offers)
		}
	}

	impl pallet_data_escrow_runtime_api::DataEscrowApi<Block, AccountId, Balance> for Runtime {
		fn agreement(id: AgreementId) -> Option<AgreementView<AccountId, Balance>> {
			DataEscrow::agreement_view(id)
		}

		fn agreements(ids: Vec<AgreementId>) -> Vec<Option<AgreementView<AccountId, Balance>>> {
			DataEscrow::agreements(ids)
		}

		fn agreements_of(
			did: DidId,
			from: Option<AgreementId>,
			limit: u32,
		) -> Vec<AgreementView<AccountId, Balance>> {
			DataEscrow::agreements_of(did, from, limit)
		}

		fn parameters() -> pallet_data_escrow_runtime_api::ParametersView<Balance> {
			DataEscrow::parameters()
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
