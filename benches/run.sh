#!/usr/bin/env bash
# The benches: run.sh [PART...]; without a part, all of them. `run.sh --list` names the parts.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/cruddur-obs"
venv="${CRUDDUR_OBS_VENV:-$cache/venv}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"

if [ ! -x "$venv/bin/moto_server" ] || [ ! -x "$venv/bin/aws" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement "$root/tests/clients/requirements.txt"
fi
if [ "${1:-}" != --list ]; then
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
  cargo build --manifest-path "$root/Cargo.toml" --locked --release
  floor="$(cargo bench --manifest-path "$root/Cargo.toml" --locked --no-run --bench sdk_floor 2>&1 \
    | sed -n 's/.*Executable .*(\(.*\))$/\1/p')"
  export CRUDDUR_OBS_BENCH_FLOOR="$floor"
  # Somebody else's build must not exchange the program while it is measured.
  copy="$(mktemp -d "${TMPDIR:-/tmp}/cruddur-obs-bench-XXXXXX")"
  trap 'rm -rf "$copy"' EXIT
  cp "$CARGO_TARGET_DIR/release/cruddur-obs" "$copy/cruddur-obs"
  export CRUDDUR_OBS_BENCH_BINARY="$copy/cruddur-obs"
fi
"$venv/bin/python" -B "$here/bench.py" "$@"
