#!/usr/bin/env bash
# What these bindings cost a project that depends on them: the time of a cold `cargo build` against the same project
# with bare serde and serde_json, and the time that the generator takes for `schemas/`.
#
#     bench/cold-build.sh [--features] [ROUNDS]
#
# ROUNDS is 3 if it is not given. --features also measures the features `chrono`, `jiff` and `time`.
#
# The projects are made in a temporary folder outside of the workspace, with the versions of the committed Cargo.lock.
# Each build starts from an empty target folder and works offline. The projects take turns, and each is compared with
# `bare` of the same round, since a machine has its slow minutes; what counts is the median of these ratios. Run it on a
# machine that does nothing else. The wall time depends on the number of cores, the CPU time hardly does.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
rounds=3
generator_runs=20
projects=(bare losant generate)

for argument in "$@"; do
    case $argument in
        --features) projects+=(chrono jiff time) ;;
        [1-9] | [1-9][0-9]) rounds=$argument ;;
        *)
            sed -n '5,7s/^#* *//p' "${BASH_SOURCE[0]}" >&2
            exit 2
            ;;
    esac
done

# The highest ratio to `bare` in wall time that is wanted, in hundredths, and the longest time of the generator in milliseconds.
declare -A goals=([losant]=125 [generate]=270)
generator_goal=20

# Nothing of the caller's surroundings may make one build faster than another.
release_target=${CARGO_TARGET_DIR:-$root/target}
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_INCREMENTAL CARGO_BUILD_INCREMENTAL
unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
unset RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER
for variable in "${!CARGO_PROFILE_@}"; do unset "$variable"; done
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
trap 'exit 130' INT TERM

# Runs a command and sets `wall` and `cpu` to what it took, in milliseconds. Shows its output only if it fails.
timed() {
    local TIMEFORMAT='%3R %3U %3S' user system
    if ! { time "$@" >"$work/log" 2>&1; } 2>"$work/time"; then
        cat "$work/log" >&2
        echo "failed: $*" >&2
        exit 1
    fi
    read -r wall user system <"$work/time"
    # 1.234 s is 1234 ms; 10# keeps 0.045 from being octal.
    wall=$((10#${wall/./}))
    cpu=$((10#${user/./} + 10#${system/./}))
}

# The median of its arguments, whole numbers; the lower one of two.
median() {
    local sorted
    mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
    echo "${sorted[($# - 1) / 2]}"
}

# 1234 → 1.23
seconds() {
    printf '%d.%02d' "$(($1 / 1000))" "$(($1 % 1000 / 10))"
}

# The ratio of two numbers, in hundredths.
hundredths() {
    echo "$((($1 * 100 + $2 / 2) / $2))"
}

ratio() {
    printf '%d.%02d' "$(($1 / 100))" "$(($1 % 100))"
}

verdict() {
    if (($1 <= $2)); then echo met; else echo missed; fi
}

# A project that parses a small token and looks at a part of it.
make_project() {
    local name=$1 folder=$work/projects/$1 features=''
    mkdir -p "$folder/src"
    case $name in
        bare | losant) ;;
        *) features=", features = [\"$name\"]" ;;
    esac
    {
        printf '[package]\nname = "consumer"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'
        if [[ $name == bare ]]; then
            printf 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
        else
            printf 'losant = { path = "%s"%s }\n' "$root" "$features"
        fi
    } >"$folder/Cargo.toml"
    if [[ $name == bare ]]; then
        cat >"$folder/src/main.rs" <<'RUST'
#[derive(serde::Deserialize)]
struct Token {
    name: Option<String>,
}

fn main() {
    let token: Token = serde_json::from_str(r#"{"name":"My OAuth App","defaultRole":"view"}"#).unwrap();
    assert_eq!(token.name.as_deref(), Some("My OAuth App"));
}
RUST
    else
        cat >"$folder/src/main.rs" <<'RUST'
use losant::prelude::*;
use losant::types::UserOauthToken;

fn main() {
    let token = UserOauthToken::from_json_exact(r#"{"name":"My OAuth App","defaultRole":"view"}"#).unwrap();
    assert_eq!(token.name.as_deref(), Some("My OAuth App"));
}
RUST
    fi
    cp "$root/Cargo.lock" "$folder/Cargo.lock"
    (cd "$folder" && cargo fetch --quiet)
}

build() {
    cd "$work/projects/$1"
    rm -rf target
    timed cargo build --frozen --quiet
    ./target/debug/consumer
}

echo "$(rustc --version), $(nproc 2>/dev/null || echo '?') cores, $rounds round(s)"
for project in "${projects[@]}"; do
    make_project "$project"
done

build bare # not counted: brings the compiler into memory
declare -A walls cpus wall_ratios cpu_ratios
for ((round = 1; round <= rounds; round++)); do
    for project in "${projects[@]}"; do
        build "$project"
        if [[ $project == bare ]]; then
            bare_wall=$wall bare_cpu=$cpu
        fi
        walls[$project]+=" $wall"
        cpus[$project]+=" $cpu"
        wall_ratios[$project]+=" $(hundredths "$wall" "$bare_wall")"
        cpu_ratios[$project]+=" $(hundredths "$cpu" "$bare_cpu")"
        echo "round $round: $project $(seconds "$wall") s, CPU $(seconds "$cpu") s"
    done
done

echo
echo 'Cold `cargo build` of a consumer (medians; × is the ratio to bare in the same round)'
printf '%-10s %9s %7s %9s %7s   %s\n' project wall × CPU × goal
for project in "${projects[@]}"; do
    # The lists are meant to be split into words.
    # shellcheck disable=SC2086
    {
        wall=$(median ${walls[$project]})
        cpu=$(median ${cpus[$project]})
        wall_ratio=$(median ${wall_ratios[$project]})
        cpu_ratio=$(median ${cpu_ratios[$project]})
    }
    goal=${goals[$project]:-}
    if [[ -n $goal ]]; then
        goal="wall at most $(ratio "$goal"): $(verdict "$wall_ratio" "$goal")"
    fi
    printf '%-10s %7s s %6s %7s s %6s   %s\n' "$project" "$(seconds "$wall")" "$(ratio "$wall_ratio")" \
        "$(seconds "$cpu")" "$(ratio "$cpu_ratio")" "$goal"
done

cd "$root"
cargo build --quiet --release -p losant-codegen --target-dir "$release_target"
times=()
for ((run = 0; run < generator_runs; run++)); do
    rm -rf "$work/generated"
    timed "$release_target/release/losant-codegen" generate --schemas schemas --out "$work/generated"
    times+=("$wall")
done
wall=$(median "${times[@]}")
echo
echo "losant-codegen generate on schemas/, release, start and writing included (median of $generator_runs runs)"
echo "$wall ms, goal: under $generator_goal ms ($(verdict "$wall" "$((generator_goal - 1))"))"
