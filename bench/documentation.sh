#!/usr/bin/env bash
# What the documentation of the bindings costs: the whole API, with all features.
#
#     bench/documentation.sh
#
# Printed are the time and the peak memory of the largest process of `cargo doc` from nothing, with the documentation of all
# dependencies, and of rustdoc on `losant` alone. The goal is 6 minutes and 4 GB on two cores. Exits with 1 if it is missed.
set -euo pipefail

# shellcheck source=bench/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

alone
as_of_a_registry

cd "$root"
cargo fetch --quiet --locked
export CARGO_TARGET_DIR=$work/target
timed cargo doc --quiet --offline --locked -p losant --all-features
echo "from nothing: $(hundredths "$wall") s, CPU $(hundredths "$cpu") s, $memory MB"
is_met=$((wall <= 36000 && memory <= 4000))

rm -rf -- "$work/target/doc"
timed cargo doc --quiet --offline --locked -p losant --all-features --no-deps
echo "losant alone: $(hundredths "$wall") s, CPU $(hundredths "$cpu") s, $memory MB"
is_met=$((is_met && wall <= 36000 && memory <= 4000))

if ((!is_met)); then
    echo "missed the goal of 360 s and 4000 MB" >&2
    exit 1
fi
