#!/usr/bin/env bash
# What the features of a generated crate cost, and whether each of them compiles.
#
#     bench/features.sh [--check] [--generator PROGRAM] FOLDER [FEATURE...]
#
# FOLDER holds an `openapi.json` with `x-feature`; it is copied, not changed. Printed is the CPU time of a cold `cargo build`
# of the crate without features, with each FEATURE and with `full`, against that of a project with bare serde and serde_json, and
# the peak memory of the crate alone. Run it on a machine that does nothing else.
#
# --check compiles the crate without features, with each of them alone and with `full` instead, each with warnings as errors,
# without and with the clients and `schemars`. --generator takes a built `typewright` instead of building one.
set -euo pipefail

# shellcheck source=bench/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

is_check=
generator=
arguments=()
while (($#)); do
    case $1 in
        --check) is_check=1 ;;
        --generator)
            generator=${2:?}
            shift
            ;;
        *) arguments+=("$1") ;;
    esac
    shift
done
folder=${arguments[0]:-}
if [[ ! -d $folder ]]; then
    sed -n '4,8p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi

generator=$(generator "$generator")
alone
as_of_a_registry

cp -r -- "$folder" "$work/schemas"
timed "$generator" generate --schemas "$work/schemas" --crate "$work/crate" --name generated --runtime-path "$root/runtime"
locked "$work/crate"
mapfile -t of_resources < <(sed -n 's/^full = \[\(.*\)\]$/\1/p' "$work/crate/Cargo.toml" | tr -d '" ' | tr , '\n')
if ((!${#of_resources[@]})); then
    echo "$folder has no x-feature" >&2
    exit 2
fi

if [[ -n $is_check ]]; then
    cd "$work/crate"
    export RUSTFLAGS=-Dwarnings
    for others in '' client,blocking,schemars; do
        for feature in '' "${of_resources[@]}" full; do
            timed cargo check --quiet --offline --features "$feature,$others"
            echo "compiles: ${feature:-no feature}${others:+, $others}"
        done
    done
    exit
fi

bare_project "$work/bare"
cd "$work/bare"
cargo build --offline --quiet # not counted: brings the compiler into memory
rm -rf target
timed cargo build --offline --quiet
bare=$cpu
echo "bare serde and serde_json: CPU $(hundredths "$cpu") s"

cd "$work/crate"
for feature in '' "${arguments[@]:1}" full; do
    rm -rf target
    timed cargo build --offline --quiet --features "$feature"
    whole=$cpu
    touch src/lib.rs
    timed cargo build --offline --quiet --features "$feature"
    echo "${feature:-no feature}: CPU $(hundredths "$whole") s ($(hundredths "$((whole * 100 / bare))") ×), the crate alone" \
        "$(hundredths "$cpu") s, $memory MB"
done
