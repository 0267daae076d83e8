#!/usr/bin/env bash
# The kill test: run.sh BINARY [ROUNDS [SEED]]. Python 3 without packages is all it needs.
set -euo pipefail
if [ $# -lt 1 ]; then
  echo "usage: $0 BINARY [ROUNDS [SEED]]" >&2
  exit 2
fi
exec python3 -B "$(dirname "$0")/kill.py" "$@"
