//! What a signed transaction carries beside its call, and how it is checked.

use crate::{Runtime, RuntimeCall};
use sp_runtime::generic;

/// The extensions of a transaction, in the order in which they are checked and encoded.
///
/// `AuthorizeCall` comes first, because it gives an origin to calls that the chain's own workers make. `WeightReclaim`
/// comes last, because it takes back the weight that nothing before it needed. Their order and their encoding are part of
/// `transaction_version`.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// What the sender of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
