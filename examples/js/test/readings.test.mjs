import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { byDay, parsePayload, parseReadings, parseTime, readingPayload, ReadingsError } from '../src/lib/readings.mjs';
import { KNOWN_GAPS } from '../src/steps/water.mjs';
import { utf8 } from '../src/lib/bytes.mjs';

const HEADER = 'Time,Water flow [l/s]';
const A = '2022-03-20T11:00:00+01:00,100.59';
const B = '2022-03-20T12:00:00+01:00,100.89';
const C = '2022-03-20T13:00:00+01:00,100.88';
const file = (...lines) => [HEADER, ...lines].join('\n');

const REAL = readFileSync(new URL('../data/water-flow.csv', import.meta.url), 'utf8');

test('real_file_is_read_whole', () => {
	const readings = parseReadings(REAL, { knownGaps: KNOWN_GAPS });
	assert.equal(readings.length, 1_268);
	assert.equal(byDay(readings).size, 58);
	assert.deepEqual(readings[0], { line: 2, time: '2022-03-20T11:00:00+01:00', day: '2022-03-20', at: Date.parse('2022-03-20T10:00:00Z'), litresPerSecond: 100.59 });
	assert.equal([...byDay(readings).values()].flat().length, 1_268);
});

test('unix_and_windows_line_ends_are_alike', () => {
	assert.deepEqual(parseReadings(`${file(A, B)}\n`), parseReadings(file(A, B).replaceAll('\n', '\r\n')));
});

test('day_of_the_change_of_the_clock_has_23_hours', () => {
	const days = byDay(parseReadings(REAL, { knownGaps: KNOWN_GAPS }));
	assert.equal(days.get('2022-03-27').length, 23);
});

const BAD = [
	['empty file', '', 1, /empty/],
	['no header', `${A}\n${B}`, 1, /header/],
	['other header', `Time,Flow\n${A}`, 1, /header/],
	['header in another case', `time,Water flow [l/s]\n${A}`, 1, /header/],
	['header only', HEADER, 2, /no readings/],
	['missing column', file(A, '2022-03-20T12:00:00+01:00'), 3, /2 columns, found 1/],
	['column too many', file(A, `${B},7`), 3, /2 columns, found 3/],
	['missing value', file(A, '2022-03-20T12:00:00+01:00,'), 3, /value is missing/],
	['missing time', file(A, ',100.89'), 3, /time is missing/],
	['empty line in between', file(A, '', C), 3, /line is empty/],
	['two empty lines at the end', `${file(A)}\n\n`, 3, /line is empty/],
	['missing row', file(A, C), 3, /1 hour\(s\) are missing before 2022-03-20T13:00:00\+01:00/],
	['duplicate row', file(A, A), 3, /same moment as in line 2/],
	['duplicate of an earlier row', file(A, B, A), 4, /same moment as in line 2/],
	['same moment in another zone', file(A, '2022-03-20T12:00:00+02:00,100.59'), 3, /same moment as in line 2/],
	['unordered rows', file(B, A), 3, /earlier than the line before/],
	['letters for a number', file(A, '2022-03-20T12:00:00+01:00,abc'), 3, /"abc" is no number/],
	['NaN', file('2022-03-20T11:00:00+01:00,NaN'), 2, /no number/],
	['Infinity', file('2022-03-20T11:00:00+01:00,Infinity'), 2, /no number/],
	['hexadecimal', file('2022-03-20T11:00:00+01:00,0x10'), 2, /no number/],
	['exponent', file('2022-03-20T11:00:00+01:00,1e3'), 2, /no number/],
	['blank around a number', file('2022-03-20T11:00:00+01:00, 1'), 2, /no number/],
	['decimal comma', file('2022-03-20T11:00:00+01:00,100,59'), 2, /columns/],
	['no offset', file('2022-03-20T11:00:00,1'), 2, /no timestamp/],
	['letter for the offset', file('2022-03-20T11:00:00Z,1'), 2, /no timestamp/],
	['day that does not exist', file('2022-02-30T11:00:00+01:00,1'), 2, /no timestamp/],
	['hour that does not exist', file('2022-03-20T24:00:00+01:00,1'), 2, /no timestamp/],
	['offset that does not exist', file('2022-03-20T11:00:00+19:00,1'), 2, /no timestamp/],
	['words for a time', file('yesterday,1'), 2, /no timestamp/],
];

for (const [name, text, line, reason] of BAD) {
	test(`bad_input_stops_the_reader: ${name}`, () => {
		assert.throws(() => parseReadings(text), (error) => {
			assert(error instanceof ReadingsError, String(error.stack));
			assert.equal(error.line, line);
			assert.match(error.reason, reason);
			assert.equal(error.message, `line ${line}: ${error.reason}`);
			return true;
		});
	});
}

test('gap_that_is_known_is_no_error_and_one_that_is_none_is', () => {
	const gap = '2022-03-20T13:00:00+01:00';
	assert.equal(parseReadings(file(A, C), { knownGaps: [gap] }).length, 2);
	assert.throws(() => parseReadings(file(A, B, C), { knownGaps: [gap] }), /line 4: nothing is missing/);
	assert.throws(() => parseReadings(file(A, B), { knownGaps: [gap] }), /line 4: there is no reading of/);
});

test('payload_of_a_reading_survives', () => {
	const [reading] = parseReadings(file(A));
	assert.equal(readingPayload(reading), '{"time":"2022-03-20T11:00:00+01:00","litresPerSecond":100.59}');
	assert.deepEqual(parsePayload(utf8(readingPayload(reading))), { time: reading.time, litresPerSecond: 100.59, at: reading.at });
	for (const wrong of ['{}', '[]', '{"time":1,"litresPerSecond":1}', '{"time":"x","litresPerSecond":"1"}', 'x']) {
		assert.throws(() => parsePayload(utf8(wrong)), undefined, wrong);
	}
});

test('time_is_read_to_the_millisecond', () => {
	assert.equal(parseTime('2022-03-27T03:00:00+02:00'), Date.parse('2022-03-27T01:00:00Z'));
	assert.equal(parseTime('2022-03-27T03:00:00-03:30'), Date.parse('2022-03-27T06:30:00Z'));
});
