// Waiting with an end.

/** The promise, or an error after `ms` that says what it was waiting for. */
export async function deadline(promise, ms, what) {
	let timer;
	const timeout = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
	});
	try {
		return await Promise.race([promise, timeout]);
	} finally {
		clearTimeout(timer);
	}
}

/** Measures: returns a function that gives the seconds since. */
export function stopwatch() {
	const begun = performance.now();
	return () => (performance.now() - begun) / 1000;
}
