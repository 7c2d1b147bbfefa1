// Channels, streams and allowances on a real chain (Y.4560 6.2.2, 8.3, 9.7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/payments.mjs';
import { devNode, runProgram, tellStory } from './support.mjs';

test('payments_leave_everybody_what_is_his_to_the_last_unit', { timeout: 300_000 }, async (t) => {
	const { measured, proven } = await tellStory(t, 'payments', CHAPTERS);
	assert.equal(proven.length, 7);
	// Bars that do not depend on how busy the machine is.
	assert(BigInt(measured.feePerReading) * 100n < BigInt(measured.feePerClaim), `${measured.feePerReading} a reading, ${measured.feePerClaim} a claim`);
});

test('payments_leave_nothing_on_hold_and_no_record_behind', { timeout: 300_000 }, async (t) => {
	const { node, chain } = await devNode(t);
	const { code, stdout, stderr } = await runProgram('payments', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	const ledgerReasons = ['OtherChannel', 'BadSignature', 'NotMore', 'AboveDeposit', 'TooLittle', 'OtherDelivery'];
	const chainReasons = ['BadPayerSignature', 'NothingNew', 'ClaimTooSmall', 'BadPayeeSignature', 'DeadlineNotPassed', 'AlreadyClosed', 'NotPayee'];
	const limits = ['AmountTooHigh', 'TotalExceeded', 'CountExceeded', 'LockTooLong', 'NotAllowed'];
	for (const reason of [...ledgerReasons, ...chainReasons, ...limits, 'DepositTooLow', 'NotPaused', 'NotParty', 'SameRate', 'AlreadyAnnounced']) assert(stdout.includes(reason), reason);

	const { paymentChannels, paymentStreams, allowances, balances, assetsHolder } = chain.api.query;
	for (const map of [paymentChannels.channels, paymentChannels.channelsOf, paymentChannels.agenda]) assert.equal((await map.entries()).length, 0);
	for (const map of [paymentStreams.streams, paymentStreams.parties, paymentStreams.between, paymentStreams.agenda]) assert.equal((await map.entries()).length, 0);
	for (const map of [allowances.allowanceBook, allowances.bySpender, allowances.agenda]) assert.equal((await map.entries()).length, 0);
	// Three channels and a sponsored one, two streams and three that pulled: numbers are never used twice.
	assert.equal((await paymentChannels.nextChannelId()).toNumber(), 4);
	assert.equal((await paymentStreams.nextStreamId()).toNumber(), 5);
	const reasons = (await balances.holds.entries()).flatMap(([, holds]) => holds.map(({ id }) => id.type));
	for (const pallet of ['PaymentChannels', 'PaymentStreams', 'Allowances']) assert(!reasons.includes(pallet), pallet);
	assert.equal((await assetsHolder.holds.entries()).length, 0);
});
