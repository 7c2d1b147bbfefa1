// Keys that are agreed on: whoever receives something secret names an X25519 key in its DID document, and whoever sends takes it from there.

import { toHex } from '../lib/bytes.mjs';
import { RecipientKey } from '../lib/content_keys.mjs';
import { callDocument, documentOfKey, KEY_AGREEMENT, newDocument } from '../lib/document.mjs';

/** Names a new key in the document of a party. Returns the pair and the receipt. */
export async function nameAKey({ chain }, party) {
	const did = toHex(party.did);
	const key = new RecipientKey();
	const { version } = (await chain.api.call.didApi.resolveDocument(did)).asFound.version;
	const document = newDocument({ methods: [...documentOfKey(party.key).methods, { id: 2, key: key.key, relationships: KEY_AGREEMENT }] });
	const receipt = await chain.submit(party.pair, chain.api.tx.did.updateDocument(did, callDocument(document), version, [], []));
	return { key, receipt };
}

/** The key that the document of a party names for this: read on chain, taken from nobody else. */
export async function keyAgreementOf({ chain }, { did }) {
	const { document } = (await chain.api.call.didApi.resolveDocument(toHex(did))).asFound;
	return document.methods.find(({ relationships }) => (relationships.toNumber() & KEY_AGREEMENT) !== 0).key.asX25519.toU8a();
}
