// What the end-to-end tests share: networks on loopback, council motions, comparisons of chains.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBinary, Node, removeFolder, runCommand, temporaryFolder } from '../../src/lib/node.mjs';

export const binary = () => findBinary();

/** A folder that goes away when the test ends. */
export function folderFor(t) {
	const folder = temporaryFolder();
	t.after(() => removeFolder(folder));
	return folder;
}

/** Runs one of the programs in `src` as a user does: `{ code, stdout, stderr }`. */
export async function runProgram(name, ...args) {
	const file = fileURLToPath(new URL(`../../src/${name}.mjs`, import.meta.url));
	const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let [stdout, stderr] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
	const [code] = await once(child, 'close');
	return { code, stdout, stderr };
}

/** Runs a program on a node of its own to its good end, checks the form of the account, and returns what was measured and proven. */
export async function tellStory(t, name, chapters) {
	const file = join(folderFor(t), 'facts.json');
	const { code, stdout, stderr } = await runProgram(name, '--binary', binary(), '--facts', file);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	assert(!stdout.includes('\x1b') && !stdout.includes('\r'), 'colour outside of a terminal');
	for (const { title } of chapters) assert(stdout.includes(title), title);
	const facts = JSON.parse(readFileSync(file, 'utf8'));
	assert(stdout.trimEnd().endsWith(facts.proven.at(-1).split(' ').at(-1)), 'the account ends with what was proven');
	for (const [what, value] of Object.entries(facts.measured)) t.diagnostic(`${what}: ${value}`);
	return facts;
}

/** A development node with its connection, both closed when the test ends. */
export async function devNode(t, { args = [], ...options } = {}) {
	const node = await Node.start({ binary: binary(), args: ['--dev', ...args], name: 'dev', ...options });
	let chain;
	t.after(async () => {
		await chain?.disconnect();
		await node.stop();
	});
	chain = await node.connect();
	return { node, chain };
}

/** Nodes of one new network, each in a folder of its own so that it can be started again. */
export class Network {
	#members = new Map();

	/** A new network of a preset, from an exported specification. */
	static async create(t, preset) {
		const folder = temporaryFolder();
		const { code, stdout, stderr } = await runCommand(binary(), ['export-chain-spec', '--chain', preset, '--raw']);
		assert.equal(code, 0, stderr);
		const spec = join(folder, 'spec.json');
		writeFileSync(spec, stdout);
		const network = new Network(folder, spec);
		t.after(() => network.#end());
		return network;
	}

	constructor(folder, spec) {
		this.folder = folder;
		this.spec = spec;
	}

	/** Starts a node, or starts it again. It knows the addresses of all that run. */
	async start(name, ...args) {
		const before = this.#members.get(name);
		const bootnodes = await Promise.all(this.#running().map(({ node, chain }) => node.address(chain)));
		const node = await Node.start({
			binary: binary(),
			name,
			folder: join(this.folder, name),
			p2pPort: before?.node.p2pPort,
			args: [
				...['--chain', this.spec],
				'--unsafe-force-node-key-generation',
				...args,
				...(bootnodes.length ? ['--bootnodes', ...bootnodes] : []),
			],
		});
		const member = { node, running: true, chain: null };
		this.#members.set(name, member);
		member.chain = await node.connect();
		return member;
	}

	async stop(name) {
		const member = this.#members.get(name);
		member.running = false;
		await member.chain.disconnect();
		await member.node.stop();
	}

	get(name) {
		return this.#members.get(name);
	}

	/** All running nodes have finalised this block, the same one. Returns its hash. */
	async allFinalize(number, options) {
		const hashes = await Promise.all(
			this.#running().map(async ({ chain }) => {
				await chain.waitFinalized(number, options);
				return (await chain.api.rpc.chain.getBlockHash(number)).toHex();
			}),
		);
		assert.equal(new Set(hashes).size, 1, `the nodes finalised different blocks ${number}: ${hashes}`);
		return hashes[0];
	}

	#running() {
		return [...this.#members.values()].filter(({ running, chain }) => running && chain);
	}

	async #end() {
		await Promise.all(
			[...this.#members.values()].map(async ({ node, chain, running }) => {
				if (running) await chain?.disconnect();
				await node.stop({ signal: 'SIGKILL' });
			}),
		);
		removeFolder(this.folder);
	}
}

/** Passes a motion by the votes of these council members and checks that it was carried out. */
export async function passMotion(chain, members, call) {
	const [proposer] = members;
	const length = call.method.encodedLength;
	const { weight } = await call.paymentInfo(proposer.address);
	const proposed = await chain.submit(proposer, chain.api.tx.council.propose(members.length, call, length));
	const { proposalHash, proposalIndex } = proposed.one('council', 'Proposed');
	await Promise.all(members.map((member) => chain.submit(member, chain.api.tx.council.vote(proposalHash, proposalIndex, true))));
	const closed = await chain.submit(proposer, chain.api.tx.council.close(proposalHash, proposalIndex, weight, length));
	const { result } = closed.one('council', 'Executed');
	assert(result.isOk, `the motion failed: ${result}`);
	return closed;
}

/** The validators of the session of a block, as addresses. */
export async function validatorsAt(chain, hash) {
	const stored = await chain.rpc('state_getStorage', chain.api.query.session.validators.key(), hash.toString());
	return chain.api.registry.createType('Vec<AccountId32>', stored).map(String);
}

/** Who made a block: Aura's slot points into the list of validators. */
export async function authorOf(chain, header) {
	const slot = header.digest.logs.find((log) => log.isPreRuntime && log.asPreRuntime[0].toString() === 'aura').asPreRuntime[1];
	const validators = await validatorsAt(chain, header.hash);
	return validators[Number(BigInt(chain.api.registry.createType('u64', slot.toU8a(true)).toString()) % BigInt(validators.length))];
}
