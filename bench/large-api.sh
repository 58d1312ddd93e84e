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

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
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

if [[ -z $generator ]]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p typewright
    generator=${CARGO_TARGET_DIR:-$root/target}/release/typewright
fi
generator=$(realpath -- "$generator")

# Nothing of the caller's surroundings may make one build faster than another.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_INCREMENTAL CARGO_BUILD_INCREMENTAL
unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
unset RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER
for variable in "${!CARGO_PROFILE_@}"; do unset "$variable"; done
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT TERM

# Runs a command and sets `cpu` and `wall`, in hundredths of a second, and `memory`, the peak of its largest process in MB.
timed() {
    if ! command time --format '%U %S %e %M' --output "$work/time" "$@" >"$work/log" 2>&1; then
        cat "$work/log" >&2
        echo "failed: $*" >&2
        exit 1
    fi
    local user system elapsed peak
    read -r user system elapsed peak <"$work/time"
    # 1.23 s is 123 hundredths; 10# keeps 0.09 from being octal.
    cpu=$((10#${user/./} + 10#${system/./}))
    wall=$((10#${elapsed/./}))
    memory=$((peak / 1000))
}

hundredths() {
    printf '%d.%02d' "$(($1 / 100))" "$(($1 % 100))"
}

cp -r -- "$folder" "$work/schemas"
timed "$generator" generate --schemas "$work/schemas" --crate "$work/crate" --name generated --keep-going \
    --runtime-path "$root/runtime"
echo "generated in $(hundredths "$wall") s"

mkdir -p "$work/bare/src"
cat >"$work/bare/Cargo.toml" <<'TOML'
[package]
name = "bare"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
TOML
cat >"$work/bare/src/main.rs" <<'RUST'
#[derive(serde::Deserialize)]
struct Token {
    name: Option<String>,
}

fn main() {
    let token: Token = serde_json::from_str(r#"{"name":"My OAuth App","defaultRole":"view"}"#).unwrap();
    assert_eq!(token.name.as_deref(), Some("My OAuth App"));
}
RUST
for project in bare crate; do
    cp "$root/Cargo.lock" "$work/$project/Cargo.lock"
    (cd "$work/$project" && cargo fetch --quiet)
done

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
