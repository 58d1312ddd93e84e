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

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
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

if [[ -z $generator ]]; then
    cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p typewright
    generator=${CARGO_TARGET_DIR:-$root/target}/release/typewright
fi
generator=$(realpath -- "$generator")

# Nothing of the caller's surroundings may make one build faster than another.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_BUILD_INCREMENTAL
unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
unset RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER
for variable in "${!CARGO_PROFILE_@}"; do unset "$variable"; done
export LC_ALL=C
# Cargo compiles packages at a path incrementally, which takes longer the first time; those of a registry it does not.
export CARGO_INCREMENTAL=0

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT TERM

# Runs a command and sets `cpu`, in hundredths of a second, and `memory`, the peak of its largest process in MB.
timed() {
    if ! command time --format '%U %S %M' --output "$work/time" "$@" >"$work/log" 2>&1; then
        cat "$work/log" >&2
        echo "failed: $*" >&2
        exit 1
    fi
    local user system peak
    read -r user system peak <"$work/time"
    # 1.23 s is 123 hundredths; 10# keeps 0.09 from being octal.
    cpu=$((10#${user/./} + 10#${system/./}))
    memory=$((peak / 1000))
}

hundredths() {
    printf '%d.%02d' "$(($1 / 100))" "$(($1 % 100))"
}

cp -r -- "$folder" "$work/schemas"
"$generator" generate --schemas "$work/schemas" --crate "$work/crate" --name generated --runtime-path "$root/runtime" 2>"$work/log" ||
    { cat "$work/log" >&2 && exit 1; }
cp "$root/Cargo.lock" "$work/crate/Cargo.lock"
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
cp "$root/Cargo.lock" "$work/bare/Cargo.lock"

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
