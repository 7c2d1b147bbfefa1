// Calls that a subject signs and somebody else pays for. The chain's side is `counterfoil_primitives::sponsorship`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, option, toHex, u32, u64 } from './bytes.mjs';
import { PURPOSE, signingBytes } from './payload.mjs';

/** Body of `PURPOSE.sponsoredCall` (the nonce is the subject's count of such calls). `call` is the SCALE form of the call. */
export const sponsoredCallBody = ({ did, sponsor, validFrom, validUntil }, transactionVersion, call) =>
	concat(
		fixed(did, 32, 'subject'),
		option(sponsor, (account) => fixed(account, 32, 'sponsor')),
		u64(validFrom),
		u64(validUntil),
		u32(transactionVersion),
		sha256(call),
	);

/** The bytes that the subject signs. */
export const sponsoredCallMessage = (terms, genesis, transactionVersion, call) =>
	signingBytes(PURPOSE.sponsoredCall, genesis, terms.nonce, sponsoredCallBody(terms, transactionVersion, call));

/** Terms as polkadot.js wants them. */
export const callTerms = ({ did, nonce, sponsor, validFrom, validUntil }) => ({
	did: toHex(did),
	nonce,
	sponsor: sponsor == null ? null : toHex(sponsor),
	validFrom,
	validUntil,
});
