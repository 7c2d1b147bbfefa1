// The account of a run: a table that grows row by row, with a progress line on a terminal. Colour only on a terminal, and never
// when NO_COLOR is set.

import { formatCfl } from './money.mjs';

const COLUMNS = [
	{ name: '#', width: 3, right: true },
	{ name: 'step', width: 36 },
	{ name: 'who', width: 11 },
	{ name: 'block', width: 6, right: true },
	{ name: 'result', width: 50 },
	{ name: 'cost (CFL)', width: 12, right: true },
];

const STYLES = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39], cyan: [36, 39] };

/** Writes the account to a stream. */
export class Report {
	#out;
	#colour;
	#live;
	#rows = 0;
	#progress = '';

	constructor(out = process.stdout, env = process.env) {
		this.#out = out;
		this.#live = Boolean(out.isTTY);
		this.#colour = this.#live && !env.NO_COLOR && env.TERM !== 'dumb';
	}

	/** Styled text where styles are wanted. */
	style(name, text) {
		const [on, off] = STYLES[name];
		return this.#colour ? `\x1b[${on}m${text}\x1b[${off}m` : text;
	}

	/** What is going on: one line that the next line replaces. Only on a terminal. */
	progress(text) {
		if (!this.#live) return;
		this.#clear();
		this.#progress = text.slice(0, (this.#out.columns || 80) - 4);
		this.#out.write(this.style('dim', `  … ${this.#progress}`));
	}

	/** A line of text. */
	line(text = '') {
		this.#clear();
		this.#out.write(`${text}\n`);
	}

	/** A heading. */
	heading(text) {
		this.line();
		this.line(this.style('bold', text));
	}

	/** The head of the table. */
	tableHead() {
		this.line(this.style('bold', this.#cells(COLUMNS.map(({ name }) => name))));
		this.line(this.style('dim', COLUMNS.map(({ width }) => '─'.repeat(width)).join('  ')));
	}

	/** A row that names a part of the story. */
	chapter(text) {
		this.line(this.style('cyan', `${' '.repeat(COLUMNS[0].width + 2)}${text}`));
	}

	/** A row: what was done, by whom, in which block, with what result, for what fees. */
	row({ step, who = '', block = '', result = '', cost }) {
		this.#rows += 1;
		const cells = [String(this.#rows), step, who, String(block), result, cost === undefined ? '' : formatCfl(cost)];
		const wrapped = cells.map((cell, i) => wrap(cell, COLUMNS[i].width));
		const height = Math.max(...wrapped.map((lines) => lines.length));
		for (let line = 0; line < height; line += 1) this.line(this.#cells(wrapped.map((lines) => lines[line] ?? '')));
	}

	/** A small table: rows of cells, the first column to the left, the others to the right. */
	table(head, rows) {
		const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
		const join = (row) => `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`;
		this.line(this.style('bold', join(head)));
		for (const row of rows) this.line(join(row));
	}

	/** A list of statements that hold. */
	proven(statements) {
		for (const statement of statements) {
			const [first, ...rest] = wrap(statement, 110);
			this.line(`  ${this.style('green', '✓')} ${first}`);
			for (const line of rest) this.line(`    ${line}`);
		}
	}

	/** Something that should not have happened. */
	failure(text) {
		this.line();
		this.line(this.style('red', `FAILED: ${text}`));
	}

	#cells(cells) {
		return cells.map((cell, i) => (COLUMNS[i].right ? cell.padStart(COLUMNS[i].width) : cell.padEnd(COLUMNS[i].width))).join('  ').trimEnd();
	}

	#clear() {
		if (this.#progress) this.#out.write('\r\x1b[2K');
		this.#progress = '';
	}
}

/** The account of something that goes on beside other things: kept until it is over, then written to the report of the whole. */
export class Deferred {
	#report;
	#kept = [];

	constructor(report) {
		this.#report = report;
	}

	progress(text) {
		this.#report.progress(text);
	}

	chapter(text) {
		this.#kept.push((report) => report.chapter(text));
	}

	row(cells) {
		this.#kept.push((report) => report.row(cells));
	}

	/** Writes what was kept. */
	write() {
		for (const write of this.#kept.splice(0)) write(this.#report);
	}
}

/** Breaks text into lines of at most `width` characters, between words where it can. */
export function wrap(text, width) {
	const lines = [];
	for (let rest = text; ; ) {
		if (rest.length <= width) return [...lines, rest];
		const space = rest.lastIndexOf(' ', width);
		const end = space > 0 ? space : width;
		lines.push(rest.slice(0, end));
		rest = rest.slice(end).trimStart();
	}
}
