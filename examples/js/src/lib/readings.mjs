// Reads the meter's CSV file. Strict: what it does not understand stops it, with the number of the line and the reason.

const HEADER = 'Time,Water flow [l/s]';
const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})([+-])(\d{2}):(\d{2})$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const HOUR = 3_600_000;

/** Why a file was not read. */
export class ReadingsError extends Error {
	constructor(line, reason) {
		super(`line ${line}: ${reason}`);
		this.name = 'ReadingsError';
		this.line = line;
		this.reason = reason;
	}
}

/**
 * All readings of a file, in order: `{ line, time, day, at, litresPerSecond }`. `time` is the text in the file, `day` its local day, `at` the
 * moment in milliseconds, `litresPerSecond` the number.
 *
 * A reading is due every hour. Hours that are known to be missing are named by the first reading after them, in `knownGaps`; any other missing
 * row is an error, and so is a known gap that is none.
 */
export function parseReadings(text, { knownGaps = [] } = {}) {
	const lines = text.split(/\r?\n/);
	if (lines.at(-1) === '') lines.pop();
	if (lines.length === 0) throw new ReadingsError(1, 'the file is empty');
	if (lines[0] !== HEADER) throw new ReadingsError(1, `the header must be "${HEADER}", found "${lines[0]}"`);
	if (lines.length === 1) throw new ReadingsError(2, 'there are no readings');
	const gaps = new Set(knownGaps);
	const seen = new Map();
	const readings = [];
	for (const [index, content] of lines.entries()) {
		if (index === 0) continue;
		const line = index + 1;
		const reading = parseLine(line, content);
		const before = readings.at(-1);
		if (seen.has(reading.at)) throw new ReadingsError(line, `${reading.time} is the same moment as in line ${seen.get(reading.at)}`);
		if (before && reading.at < before.at) throw new ReadingsError(line, `${reading.time} is earlier than the line before`);
		const known = gaps.delete(reading.time);
		if (before && known && reading.at - before.at <= HOUR) throw new ReadingsError(line, `nothing is missing before ${reading.time}`);
		if (before && !known && reading.at - before.at > HOUR) {
			throw new ReadingsError(line, `${Math.ceil((reading.at - before.at) / HOUR) - 1} hour(s) are missing before ${reading.time}`);
		}
		seen.set(reading.at, line);
		readings.push(reading);
	}
	const [absent] = gaps;
	if (absent) throw new ReadingsError(lines.length + 1, `there is no reading of ${absent}, which should follow a known gap`);
	return readings;
}

/** Readings by local day, in order: a map from day to readings. */
export function byDay(readings) {
	const days = new Map();
	for (const reading of readings) {
		if (!days.has(reading.day)) days.set(reading.day, []);
		days.get(reading.day).push(reading);
	}
	return days;
}

/** What a reading says, as the payload of its envelope. */
export const readingPayload = ({ time, litresPerSecond }) => JSON.stringify({ time, litresPerSecond });

/** Reads `readingPayload`. */
export function parsePayload(bytes) {
	const reading = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	if (typeof reading.time !== 'string' || typeof reading.litresPerSecond !== 'number') throw new TypeError('this is no reading');
	return { ...reading, at: parseTime(reading.time) };
}

/** The moment of a timestamp, in milliseconds; `NaN` when there is no such moment. */
export function parseTime(text) {
	const match = TIMESTAMP.exec(text);
	if (!match) return NaN;
	const [, year, month, day, hour, minute, second, sign, offsetHours, offsetMinutes] = match;
	const fields = [year, month, day, hour, minute, second].map(Number);
	const local = Date.UTC(fields[0], fields[1] - 1, fields[2], fields[3], fields[4], fields[5]);
	// Date.UTC carries the 30th of February over into March; the round trip shows it.
	if (new Date(local).toISOString().slice(0, 19) !== text.slice(0, 19)) return NaN;
	const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
	if (Number(offsetMinutes) > 59 || offset > 14 * 60) return NaN;
	return local - (sign === '+' ? 1 : -1) * offset * 60_000;
}

function parseLine(line, content) {
	if (content.trim() === '') throw new ReadingsError(line, 'the line is empty');
	const columns = content.split(',');
	if (columns.length !== 2) throw new ReadingsError(line, `expected 2 columns, found ${columns.length}`);
	const [time, value] = columns;
	if (time === '') throw new ReadingsError(line, 'the time is missing');
	if (value === '') throw new ReadingsError(line, 'the value is missing');
	const at = parseTime(time);
	if (Number.isNaN(at)) throw new ReadingsError(line, `"${time}" is no timestamp with an offset from UTC`);
	if (!NUMBER.test(value)) throw new ReadingsError(line, `"${value}" is no number`);
	return { line, time, day: time.slice(0, 10), at, litresPerSecond: Number(value) };
}
