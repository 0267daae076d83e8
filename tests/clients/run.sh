#!/usr/bin/env bash
# Runs the client tests against a built binary:  tests/clients/run.sh BINARY [PYTEST ARGUMENT...]
# The last line of the output is the summary of the test runner.
set -eu

if [ "$#" -lt 1 ]; then
    echo "usage: $0 BINARY [PYTEST ARGUMENT...]" >&2
    exit 2
fi
if [ ! -x "$1" ]; then
    echo "$0: $1 is no program" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
binary=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift

environment=${CRUDDUR_OBS_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/cruddur-obs/venv}
python=$environment/bin/python
installed=$environment/.cruddur-obs-clients-requirements.txt
if [ ! -x "$python" ]; then
    python3 -m venv "$environment"
fi
if ! cmp -s "$here/requirements.txt" "$installed"; then
    "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$installed"
fi

# Node is optional: without it those tests say that they are skipped.
modules=
if command -v node >/dev/null && command -v npm >/dev/null; then
    packages=${CRUDDUR_OBS_NODE:-${XDG_CACHE_HOME:-$HOME/.cache}/cruddur-obs/node}
    installed=$packages/installed-package-lock.json
    if ! cmp -s "$here/node/package-lock.json" "$installed"; then
        mkdir -p "$packages"
        cp "$here/node/package.json" "$here/node/package-lock.json" "$packages/"
        (cd "$packages" && npm ci --silent --no-audit --no-fund --ignore-scripts)
        cp "$here/node/package-lock.json" "$installed"
    fi
    modules=$packages/node_modules
else
    echo "$0: node and npm are not installed, so its senders are not tested" >&2
fi

# The programs under test see none of the caller's settings or credentials.
for name in $(compgen -e); do
    case $name in
        AWS_* | CRUDDUR_OBS_* | HONEYCOMB_* | ROLLBAR_* | OTEL_* | *_proxy | *_PROXY)
            unset "$name"
            ;;
    esac
done

export CRUDDUR_OBS_BINARY=$binary
if [ -n "$modules" ]; then
    export CRUDDUR_OBS_NODE_MODULES=$modules
fi
export PYTHONDONTWRITEBYTECODE=1
cd "$here"
exec "$python" -m pytest -q -p no:cacheprovider --rootdir "$here" "$@"
