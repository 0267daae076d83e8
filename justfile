# What a developer types; every recipe is a plain command that works without just.

# list the recipes
default:
    @just --list

# the README's test command
test:
    cargo test

# everything CI checks
ci:
    bash .ci/run

# write the committed completion scripts again
completions:
    cargo build
    mkdir -p completions
    cargo run --quiet -- completions bash > completions/cruddur-obs.bash
    cargo run --quiet -- completions zsh > completions/_cruddur-obs
    cargo run --quiet -- completions fish > completions/cruddur-obs.fish
    cargo run --quiet -- completions powershell > completions/_cruddur-obs.ps1
    cargo run --quiet -- completions elvish > completions/cruddur-obs.elv

# real clients against the backend, and our commands against another implementation
clients:
    cargo build
    bash tests/clients/run.sh "${CARGO_TARGET_DIR:-target}/debug/cruddur-obs"

# kill -9 a backend again and again, and look for everything that it acknowledged
kill ROUNDS="1000" *SEED:
    cargo build --release
    bash tests/kill/run.sh "${CARGO_TARGET_DIR:-target}/release/cruddur-obs" {{trim_start_match(ROUNDS, "ROUNDS=")}} {{SEED}}

# measure against peers; the parts are listed by: bash benches/run.sh --list
bench *PARTS:
    bash benches/run.sh {{PARTS}}
