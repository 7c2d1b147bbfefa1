// A fleet of devices: enrolled by one transaction, live one by one at their first use, at the expense of a sponsor.

import assert from 'node:assert/strict';
import { lengthPrefixed, option, toHex } from '../lib/bytes.mjs';
import { decodeError } from '../lib/chain.mjs';
import { didOfKey } from '../lib/did.mjs';
import { callBatch, enrolmentAttestation } from '../lib/enrolment.mjs';
import { callVariant, Ed25519Key } from '../lib/keys.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Device, Stakeholder } from '../lib/parties.mjs';
import { PURPOSE, signingBytes } from '../lib/payload.mjs';
import { callTerms, sponsoredCallMessage } from '../lib/sponsorship.mjs';
import { Purse } from '../lib/story.mjs';
import { checkHistory } from './audit.mjs';
import { digestOf, METER_METADATA, pack, readDays, registerDataSet, registerSchema, word } from './water.mjs';

/** How many devices the fleet has. */
export const FLEET = 100_000;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LINK = 'https://water.example/td/flow-meter.jsonld';
/** The device that wakes up, and one that is stolen before it does. */
const [FIRST, STOLEN, LATER] = [41_234, 99_999, 7];

export async function meet(story) {
	const [owner] = await story.cast([{ name: 'utility', roles: ['Supplier'] }]);
	// An account without any DID.
	story.enrolment = { owner, sponsor: Stakeholder.dev('Dave') };
	assert((await story.chain.api.call.didApi.didOf(story.enrolment.sponsor.address)).isNone);
}

export async function waitForTheFleet(story) {
	const { enrolment } = story;
	enrolment.fleet = await story.fleet;
	assert.equal(enrolment.fleet.size, FLEET);
	story.record({ step: 'make the keys of the devices', who: 'maker', result: `${FLEET.toLocaleString('en')} key pairs, one Merkle root` });
}

/** The maker's key becomes an attestation root by a motion of the council; it vouches for the batch. */
export async function attest(story) {
	const { chain, enrolment } = story;
	const [maker] = await story.cast([{ name: 'maker', roles: ['Other'] }]);
	const key = new Ed25519Key();
	const proposed = await chain.submit(
		maker.pair,
		chain.api.tx.devices.proposeRoot(callVariant(key.key), (await story.now()) + HOUR, toHex(digestOf('makes flow meters and keeps their keys'))),
	);
	const root = proposed.one('devices', 'RootProposed').root.toBigInt();
	const admitted = await (await story.consortium()).resolve(chain.api.tx.devices.admitRoot(root));
	admitted.one('devices', 'RootAdmitted');
	const body = enrolmentAttestation({ root, enroller: enrolment.owner.did, batch: enrolment.fleet.batch, metadata: METER_METADATA });
	const signature = callVariant(key.sign(signingBytes(PURPOSE.enrolmentAttestation, chain.genesis, 0, body)));
	enrolment.attestation = { root, signature };
	story.record({ step: 'propose a root of attestation; admit it', who: 'maker, council', receipts: [proposed, admitted], result: `root ${root} vouches for the batch` });
}

export async function enrol(story) {
	const { chain, enrolment } = story;
	const { owner, fleet, attestation = null } = enrolment;
	const call = (batch) => chain.api.tx.devices.enrol(callBatch(batch), toHex(METER_METADATA), word(LINK, 128), attestation);
	const one = call({ ...fleet.batch, devices: 1 });
	const all = call(fleet.batch);
	const [feeOfOne, feeOfAll] = await Promise.all([one, all].map(async (tx) => (await tx.paymentInfo(owner.address)).partialFee.toBigInt()));
	assert.equal(feeOfAll, feeOfOne);
	const receipt = await chain.submit(owner.pair, all);
	const event = receipt.one('devices', 'Enrolled');
	enrolment.id = event.enrolment.toBigInt();
	const view = (await chain.api.call.devicesApi.enrolment(enrolment.id)).unwrap();
	assert.equal(view.batch.devices.toNumber(), FLEET);
	assert.equal(view.batch.root.toHex(), toHex(fleet.batch.root));
	assert.equal(view.activated.toNumber(), 0);
	assert(view.trusted.isTrue);
	story.measured.feeOfEnrolment = receipt.fee;
	story.record({
		step: `enrol ${FLEET.toLocaleString('en')} devices`,
		who: owner.name,
		receipts: receipt,
		result: `enrolment ${enrolment.id}: one transaction of ${all.method.toU8a().length} bytes, at the fee of one device`,
	});
	story.prove(`${FLEET.toLocaleString('en')} devices were enrolled by one transaction, which cost what it costs to enrol one: ${formatCfl(receipt.fee)} CFL.`);
}

export async function strikeOut(story) {
	const { chain, enrolment } = story;
	const stolen = didOfKey(enrolment.fleet.keyOf(STOLEN).key);
	const receipt = await chain.submit(enrolment.owner.pair, chain.api.tx.devices.strikeOut(enrolment.id, toHex(stolen)));
	assert.equal(receipt.one('devices', 'DeviceStruckOut').device.toHex(), toHex(stolen));
	assert((await chain.api.call.devicesApi.isStruck(enrolment.id, toHex(stolen))).isTrue);
	story.record({ step: `strike out device ${STOLEN}, which was stolen`, who: enrolment.owner.name, receipts: receipt, result: 'it will never become live' });
}

/** The call by which the device at `index` becomes live; `forge` may change what it is made of. */
function activation({ chain, enrolment }, index, forge = {}) {
	const { id, owner, fleet } = enrolment;
	const honest = { device: new Device(fleet.keyOf(index)), enrolment: id, index, owner: owner.did, path: index < FLEET ? fleet.proof(index) : [], genesis: chain.genesis };
	const { device, genesis, ...rest } = { ...honest, ...forge };
	return chain.api.tx.devices.activate(id, rest.index, ...device.activation(genesis, rest));
}

export async function refuseForgedActivations(story) {
	const { chain, enrolment } = story;
	const { sponsor, fleet } = enrolment;
	const path = fleet.proof(FIRST);
	const swapped = [path[1], path[0], ...path.slice(2)];
	const attempts = [
		[activation(story, STOLEN), 'StruckOut'],
		[activation(story, FIRST, { device: new Device() }), 'NotInBatch'],
		[activation(story, FIRST, { path: swapped }), 'NotInBatch'],
		[activation(story, FIRST, { path: path.slice(1) }), 'WrongPathLength'],
		[activation(story, FIRST, { path: [...path, path[0]] }), 'WrongPathLength'],
		[activation(story, FIRST, { index: FLEET }), 'IndexOutOfRange'],
		[activation(story, FIRST, { genesis: new Uint8Array(32) }), 'BadSignature'],
		[activation(story, FIRST, { owner: sponsor.did }), 'BadSignature'],
	];
	const receipts = await Promise.all(attempts.map(([call, error]) => chain.submitFailing(sponsor.pair, call, `devices.${error}`)));
	story.record({
		step: 'wake up: the stolen device; a key that is not in the batch; forged paths; signatures for another chain and owner',
		who: sponsor.name,
		receipts,
		result: 'refused: StruckOut, NotInBatch, WrongPathLength, IndexOutOfRange, BadSignature',
	});
	story.prove('Neither a device that was struck out nor one with a forged proof wakes up.');
}

export async function activate(story) {
	const { chain, enrolment } = story;
	const { sponsor, owner, fleet } = enrolment;
	const call = activation(story, FIRST);
	const [receipt, again] = await Promise.all([chain.submit(sponsor.pair, call), chain.submitFailing(sponsor.pair, activation(story, FIRST), 'devices.KeyInUse')]);
	const device = new Device(fleet.keyOf(FIRST));
	const event = receipt.one('devices', 'DeviceActivated');
	assert.equal(event.device.toHex(), toHex(device.did));
	assert.equal(event.index.toNumber(), FIRST);
	assert.equal(event.payer.toString(), sponsor.address);
	const record = await story.resolve(device.did);
	assert(record.active.isTrue);
	assert.equal(record.owner.unwrap().toHex(), toHex(owner.did));
	const view = (await chain.api.call.devicesApi.device(toHex(device.did))).unwrap();
	assert.equal(view.enrolment.unwrap().toBigInt(), enrolment.id);
	assert.equal(view.index.unwrap().toNumber(), FIRST);
	enrolment.device = device;
	story.record({
		step: `wake up device ${FIRST}, twice`,
		who: sponsor.name,
		receipts: [receipt, again],
		result: `live by ${fleet.proof(FIRST).length} hashes and its own signature; the second time refused: KeyInUse`,
	});
}

/** Dave pays for the device, within limits: two calls. */
export async function sponsor(story) {
	const { chain, enrolment } = story;
	const limits = { callsPerWindow: 2, spendPerWindow: 10n * CFL, window: HOUR, spendTotal: 20n * CFL, validUntil: (await story.now()) + HOUR };
	const receipt = await chain.submit(enrolment.sponsor.pair, chain.api.tx.sponsorship.sponsor({ Did: toHex(enrolment.device.did) }, limits));
	receipt.one('sponsorship', 'SponsorshipOpened');
	story.record({ step: 'agree to pay for two calls an hour', who: enrolment.sponsor.name, receipts: receipt, result: `up to ${formatCfl(limits.spendTotal)} CFL besides fees` });
}

export async function prepareData(story) {
	const { enrolment } = story;
	const { owner, device } = enrolment;
	const registered = await registerSchema(story, owner);
	const { dataSet, receipt } = await registerDataSet(story, owner);
	const [{ readings }] = readDays(story.csv);
	enrolment.batch = pack({ schema: story.schema, device, dataSet }, readings);
	story.record({ step: 'register a data set for the fleet', who: owner.name, receipts: [...registered, receipt], result: `data set ${dataSet}` });
}

/** A call that the device signs. `forge` may change terms, chain and call. */
async function sponsored(story, call, forge = {}) {
	const { chain, enrolment } = story;
	const { device, sponsor: account } = enrolment;
	const api = chain.api.call.sponsorshipApi;
	const now = await story.now();
	const nonce = (await api.nextNonce(toHex(device.did))).toBigInt();
	const terms = { did: device.did, nonce, sponsor: account.pair.publicKey, validFrom: now, validUntil: now + 10 * MINUTE, ...forge.terms };
	const bytes = call.method.toU8a();
	const version = chain.api.runtimeVersion.transactionVersion.toNumber();
	const message = sponsoredCallMessage(terms, forge.genesis ?? chain.genesis, version, bytes);
	if (!forge.genesis && !forge.unpayable) {
		// What the device signs, made by us and by the chain. polkadot.js leaves the tag and the length of an `Option<Vec<u8>>` in the bytes.
		const payload = (await api.signingPayload(callTerms(terms), toHex(bytes))).unwrap().toU8a(true);
		assert.equal(toHex(payload), toHex(option(message, lengthPrefixed)));
	}
	return chain.api.tx.sponsorship.dispatch(callTerms(terms), call, device.sign(message));
}

export async function submitSponsored(story) {
	const { chain, enrolment } = story;
	const { device, sponsor: account, batch, owner } = enrolment;
	const purse = await Purse.open(chain, [account, owner]);
	enrolment.submit = chain.api.tx.dataRegistry.submit(...device.submission(chain.genesis, batch.body).args);
	enrolment.dispatch = await sponsored(story, enrolment.submit);
	const receipt = await chain.submit(account.pair, enrolment.dispatch);
	const dispatched = receipt.one('sponsorship', 'Dispatched');
	assert(dispatched.result.isOk, `${dispatched.result}`);
	assert.equal(dispatched.did.toHex(), toHex(device.did));
	assert(dispatched.spent.toBigInt() > 0n);
	const submitted = receipt.one('dataRegistry', 'Submitted');
	assert.equal(submitted.submitter.toHex(), toHex(device.did));
	assert.equal(submitted.supplier.toHex(), toHex(owner.did));
	assert.equal(submitted.payer.toString(), account.address);
	batch.submission = submitted.submission.toBigInt();
	// The deposit is held on the sponsor's account and still his; nobody else paid anything, and the device has no account at all.
	await purse.expect([0n, 0n]);
	const { nonce, data } = await chain.api.query.system.account(device.firstKey.Ed25519);
	assert.deepEqual([nonce.toNumber(), data.free.toBigInt(), data.reserved.toBigInt()], [0, 0n, 0n]);
	story.record({
		step: 'carry what the device signed: a day of readings',
		who: account.name,
		receipts: receipt,
		result: `submission ${batch.submission} by the device itself, which owns no money; ${formatCfl(dispatched.spent.toBigInt())} CFL of deposit by ${account.name}`,
	});
	story.prove('A device that owns no tokens, and has no account, submitted data by a call that it signed and a sponsor paid for.');
}

export async function refuseReplay(story) {
	const { chain, enrolment } = story;
	const receipt = await chain.submitFailing(enrolment.sponsor.pair, enrolment.dispatch, 'sponsorship.NonceUsed');
	story.record({ step: 'carry it once more', who: enrolment.sponsor.name, receipts: receipt, result: 'refused: NonceUsed' });
	story.prove('A sponsored call counts once: the same bytes brought again were refused.');
}

export async function refuseForgedCalls(story) {
	const { chain, enrolment } = story;
	const { sponsor: account, owner, submit } = enrolment;
	const now = await story.now();
	const transfer = chain.api.tx.balances.transferKeepAlive(owner.address, CFL);
	const attempts = [
		[account, await sponsored(story, submit, { genesis: new Uint8Array(32) }), 'BadSignature'],
		[owner, await sponsored(story, submit), 'WrongSponsor'],
		[owner, await sponsored(story, submit, { terms: { sponsor: null } }), 'NotSponsored'],
		[account, await sponsored(story, submit, { terms: { validFrom: now - HOUR, validUntil: now - 1 } }), 'DeadlinePassed'],
		[account, await sponsored(story, submit, { terms: { validFrom: now + HOUR, validUntil: now + 2 * HOUR } }), 'NotYetValid'],
		[account, await sponsored(story, submit, { terms: { nonce: 7n } }), 'NonceTooHigh'],
		[account, await sponsored(story, transfer, { unpayable: true }), 'CallNotAllowed'],
	];
	const receipts = await Promise.all(attempts.map(([who, call, error]) => chain.submitFailing(who.pair, call, `sponsorship.${error}`)));
	story.record({
		step: 'carry forged calls, and a transfer',
		who: `${account.name}, ${owner.name}`,
		receipts,
		result: `refused: ${attempts.map(([, , error]) => error).join(', ')}`,
	});
}

/** A call that fails uses up its number and a place in the quota; then the quota is exhausted. */
export async function useUpTheQuota(story) {
	const { chain, enrolment } = story;
	const { sponsor: account, device, batch } = enrolment;
	const other = { ...batch.body, to: batch.body.to + 1 };
	const wrong = chain.api.tx.dataRegistry.submit(...device.submissionAs(chain.genesis, 0n, other));
	const failed = await chain.submit(account.pair, await sponsored(story, wrong));
	const { result } = failed.one('sponsorship', 'Dispatched');
	assert.equal(decodeError(chain.api.registry, result.asErr).name, 'dataRegistry.SequenceUsed');
	const exhausted = await chain.submitFailing(account.pair, await sponsored(story, wrong), 'sponsorship.QuotaExhausted');
	story.record({
		step: 'carry a call that fails, then one more',
		who: account.name,
		receipts: [failed, exhausted],
		result: 'undone, its number used up: SequenceUsed; refused: QuotaExhausted',
	});
}

/** The council revokes the maker's root: one write, and no device of the batch is trusted any more. */
export async function revokeTheRoot(story) {
	const { chain, enrolment } = story;
	const { sponsor: account, device, attestation, owner, batch } = enrolment;
	const revoked = await (await story.consortium()).resolve(chain.api.tx.devices.revokeRoot(attestation.root));
	revoked.one('devices', 'RootRevoked');
	assert((await story.resolve(device.did)).active.isFalse);
	assert((await chain.api.call.devicesApi.device(toHex(device.did))).unwrap().trusted.isFalse);
	const refused = await Promise.all([
		chain.submitFailing(account.pair, activation(story, LATER), 'devices.NotTrusted'),
		chain.submitFailing(owner.pair, chain.api.tx.dataRegistry.submit(...device.submissionAs(chain.genesis, 1n, batch.body)), 'dataRegistry.DeviceNotActive'),
	]);
	story.record({
		step: 'revoke the root of attestation',
		who: 'council',
		receipts: [revoked, ...refused],
		result: `one write; device ${FIRST} is not active any more, and no other wakes up`,
	});
	story.prove(`The revocation of a maker's root reached all ${FLEET.toLocaleString('en')} devices by one write.`);
}

export async function recomputeTheHistory(story) {
	const { device } = story.enrolment;
	const names = await checkHistory(story, { Did: device.did });
	for (const name of ['devices.DeviceActivated', 'sponsorship.Dispatched', 'dataRegistry.Submitted']) assert(names.includes(name), `${name} of ${names}`);
	story.record({ step: 'recompute the history of the device', who: 'anyone', result: `${names.length} events lead to the head on chain` });
}
