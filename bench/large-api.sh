#!/usr/bin/env bash
# What a generated crate costs its compiler: `cargo check` of the crate against the cold build of bare serde and serde_json.
#
#     bench/large-api.sh [--clients] [--generator PROGRAM] FOLDER
#
# FOLDER holds the schemas or an `openapi.json`; it is copied, not changed. Schemas with errors are excluded
# (`--keep-going`). --clients checks the crate with both clients. --generator takes a built `typewright` instead of
# building one.
#
# `suites/fetch.sh` fetches two large APIs:
#
#     bench/large-api.sh --clients suites/cache/github
#     bench/large-api.sh suites/cache/losant/schemas
#
# Printed are the CPU time and the peak memory of the crate alone, which is what grows with the API, and of the crate with
# its dependencies. Run it on a machine that does nothing else: a busy one makes CPU time longer as well.
set -euo pipefail

# shellcheck source=bench/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

features=()
generator=
folder=
while (($#)); do
    case $1 in
        --clients) features=(--features client,blocking) ;;
        --generator)
            generator=${2:?}
            shift
            ;;
        *) folder=$1 ;;
    esac
    shift
done
if [[ ! -d $folder ]]; then
    sed -n '4,8p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi

generator=$(generator "$generator")
alone

cp -r -- "$folder" "$work/schemas"
timed "$generator" generate --schemas "$work/schemas" --crate "$work/crate" --name generated --keep-going \
    --runtime-path "$root/runtime"
echo "generated in $(hundredths "$wall") s"

bare_project "$work/bare"
locked "$work/crate"

cd "$work/bare"
cargo build --frozen --quiet # not counted: brings the compiler into memory
rm -rf target
timed cargo build --frozen --quiet
bare_cpu=$cpu bare_wall=$wall
echo "bare serde and serde_json, cold build: CPU $(hundredths "$cpu") s, $(hundredths "$wall") s"

cd "$work/crate"
timed cargo check --frozen --quiet "${features[@]}"
echo "the crate with its dependencies: CPU $(hundredths "$cpu") s ($(hundredths "$((cpu * 100 / bare_cpu))") ×), $(hundredths "$wall") s ($(hundredths "$((wall * 100 / bare_wall))") ×)"
touch src/lib.rs
timed cargo check --frozen --quiet "${features[@]}"
echo "the crate alone: CPU $(hundredths "$cpu") s ($(hundredths "$((cpu * 100 / bare_cpu))") ×), $(hundredths "$wall") s, $memory MB"
