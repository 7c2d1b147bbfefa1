# Sourced by scripts that run in stages: names each stage, times it, and prints the times at the end.

STAGE_NAMES=()
STAGE_SECONDS=()

stage() { # name, command...
	local name=$1 begun=$SECONDS status=0
	shift
	printf '\n== %s\n' "$name"
	"$@" || status=$?
	STAGE_NAMES+=("$name")
	STAGE_SECONDS+=($((SECONDS - begun)))
	if [ "$status" != 0 ]; then
		printf '== %s FAILED (exit code %d)\n' "$name" "$status" >&2
		stage_summary
		exit "$status"
	fi
}

stage_summary() {
	local i
	printf '\n%-44s %8s\n' stage time
	for i in "${!STAGE_NAMES[@]}"; do
		printf '%-44s %4d:%02d\n' "${STAGE_NAMES[i]}" $((STAGE_SECONDS[i] / 60)) $((STAGE_SECONDS[i] % 60))
	done
	printf '%-44s %4d:%02d\n' total $((SECONDS / 60)) $((SECONDS % 60))
}
