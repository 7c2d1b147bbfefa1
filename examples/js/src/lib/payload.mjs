// What devices and stakeholders sign: a domain, the genesis hash of the one chain it is meant for, a nonce, and the body.

import { concat, fixed, lengthPrefixed, option, u64, utf8 } from './bytes.mjs';

/** What a signature is for. A signature for one purpose is good for no other. */
export const PURPOSE = {
	stakeholderRegistration: 'counterfoil/stakeholder-registration/v1',
	deviceConsent: 'counterfoil/device-consent/v1',
	submission: 'counterfoil/submission/v1',
	didUpdate: 'counterfoil/did-update/v1',
	deviceActivation: 'counterfoil/device-activation/v1',
	enrolmentAttestation: 'counterfoil/enrolment-attestation/v1',
	sponsoredCall: 'counterfoil/sponsored-call/v1',
	accessBatch: 'counterfoil/access-batch/v1',
	paymentVoucher: 'counterfoil/payment-voucher/v1',
	channelClose: 'counterfoil/channel-close/v1',
};

/** The bytes to sign. */
export const signingBytes = (purpose, genesis, nonce, body) =>
	concat(lengthPrefixed(utf8(purpose)), fixed(genesis, 32, 'genesis hash'), u64(nonce), body);

/** Body of `PURPOSE.stakeholderRegistration` (nonce 0). `roles` is the bit set. */
export const stakeholderRegistration = ({ account, roles }) => concat(fixed(account, 32, 'account'), Uint8Array.of(roles));

/** Body of `PURPOSE.deviceConsent` (nonce 0). */
export const deviceConsent = ({ owner, metadata }) => concat(fixed(owner, 32, 'owner'), fixed(metadata, 32, 'metadata'));

/** SCALE bytes of a fingerprint; the leading zero is the algorithm. */
export const encodeFingerprint = ({ root, leaves, bytes }) => concat(Uint8Array.of(0), fixed(root, 32, 'root'), u64(leaves), u64(bytes));

/** Body of `PURPOSE.submission` (the nonce is the device's sequence number). */
export const submissionBody = ({ dataSet, schema, fingerprint, from, to, corrects }) =>
	concat(u64(dataSet), fixed(schema, 32, 'schema'), encodeFingerprint(fingerprint), u64(from), u64(to), option(corrects, u64));
