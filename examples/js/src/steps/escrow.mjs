// What governance decides about the escrow.

/** Changes some of the windows, such as `{ commitment: 6_000 }`, for agreements that are opened while `work` is done; then they are as before. */
export async function withWindows(story, change, work) {
	const { chain } = story;
	const consortium = await story.consortium();
	const parameters = (await chain.api.query.dataEscrow.parametersStore()).toJSON();
	const set = (windows) => consortium.resolve(chain.api.tx.dataEscrow.setParameters({ ...parameters, windows }));
	await set({ ...parameters.windows, ...change });
	try {
		return await work();
	} finally {
		await set(parameters.windows);
	}
}
