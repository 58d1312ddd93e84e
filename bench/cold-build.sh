#!/usr/bin/env bash
# What these bindings cost a project that depends on them: the time of a cold `cargo build` against the same project
# with bare serde and serde_json, and the time that the generator takes for `schemas/`.
#
#     bench/cold-build.sh [--features] [--client] [--floor] [ROUNDS]
#
# ROUNDS is 3 if it is not given. --features also measures the features `chrono`, `jiff` and `time`, and --client the
# feature `client` against a project with bare reqwest, tokio and serde (`bare-client`). --floor measures what the
# feature `generate` cannot be quicker than: the bindings without a generator, and a build script that does nothing with
# the packages that the generator stands on.
#
# The projects are made in a temporary folder outside of the workspace, with the versions of the committed Cargo.lock.
# Each build starts from an empty target folder and works offline. The projects take turns, and each is compared with
# its peer of the same round, since a machine has its slow minutes; what counts is the median of these ratios. Run it on
# a machine that does nothing else. The wall time depends on the number of cores, the CPU time hardly does.
set -euo pipefail

# shellcheck source=bench/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

rounds=3
generator_runs=20
projects=(bare losant generate)

for argument in "$@"; do
    case $argument in
        --features) projects+=(chrono jiff time) ;;
        --client) projects+=(bare-client client) ;;
        --floor) projects+=(floor) ;;
        [1-9] | [1-9][0-9]) rounds=$argument ;;
        *)
            sed -n '5,10s/^#* *//p' "${BASH_SOURCE[0]}" >&2
            exit 2
            ;;
    esac
done

# What a project is compared with, if not with `bare`; the peer has to come first.
declare -A peers=([client]=bare-client)
# The highest ratio to its peer in wall time that is wanted, in hundredths, and the longest time of the generator in
# milliseconds.
declare -A goals=([losant]=110 [generate]=230 [client]=105)
generator_goal=20

release_target=${CARGO_TARGET_DIR:-$root/target}
alone
as_of_a_registry

# Like the one of the other benchmarks, in milliseconds and without the memory: the generator takes few of them.
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
ratio() {
    echo "$((($1 * 100 + $2 / 2) / $2))"
}

verdict() {
    if (($1 <= $2)); then echo met; else echo missed; fi
}

# What a project depends on.
dependencies() {
    local serde='serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
    local tokio='tokio = { version = "1", default-features = false, features = ["macros", "rt"] }\n'
    case $1 in
        bare) printf '%b' "$serde" ;;
        bare-client)
            printf '%b' "$serde$tokio"
            printf 'reqwest = { version = "0.13", default-features = false, features = ["rustls"] }\n'
            ;;
        losant) printf 'losant = { path = "%s" }\n' "$root" ;;
        floor)
            printf 'losant = { path = "%s" }\n\n[build-dependencies]\n' "$root"
            sed -n '/^\(prettyplease\|proc-macro2\|quote\|schemars\|syn\|typify\) = /p' "$root/codegen/Cargo.toml"
            ;;
        *)
            printf 'losant = { path = "%s", features = ["%s"] }\n' "$root" "$1"
            if [[ $1 == client ]]; then printf '%b' "$tokio"; fi
            ;;
    esac
}

# What a project does: parse a small token and look at a part of it; with a client, also send a request to where nobody
# listens.
program() {
    case $1 in
        bare | bare-client) bare_parse ;;
        *)
            cat <<'RUST'
use losant::prelude::*;
use losant::types::UserOauthToken;

fn parse() {
    let token = UserOauthToken::from_json_exact(r#"{"name":"My OAuth App","defaultRole":"view"}"#).unwrap();
    assert_eq!(token.name.as_deref(), Some("My OAuth App"));
}
RUST
            ;;
    esac
    case $1 in
        bare-client)
            cat <<'RUST'

async fn call() -> Result<Token, Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let url = "http://127.0.0.1:1/me/oauth-tokens/575ec7417ae143cd83dc4a95";
    let answer = client.get(url).bearer_auth("token").send().await?.error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}
RUST
            ;;
        client)
            cat <<'RUST'

async fn call() -> Result<UserOauthToken, Box<dyn std::error::Error>> {
    let client = losant::Client::builder()
        .token("token")
        .base_url("http://127.0.0.1:1")
        .retries(losant::RetryPolicy::none())
        .build()?;
    let id: losant::types::ObjectId = "575ec7417ae143cd83dc4a95".parse()?;
    Ok(client.user_oauth_token(id).get().await?)
}
RUST
            ;;
    esac
    case $1 in
        bare-client | client)
            cat <<'RUST'

#[tokio::main(flavor = "current_thread")]
async fn main() {
    parse();
    assert!(call().await.is_err());
}
RUST
            ;;
        *) printf '\nfn main() {\n    parse();\n}\n' ;;
    esac
}

make_project() {
    local folder=$work/projects/$1
    mkdir -p "$folder/src"
    {
        printf '[package]\nname = "consumer"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n[dependencies]\n'
        dependencies "$1"
    } >"$folder/Cargo.toml"
    program "$1" >"$folder/src/main.rs"
    if [[ $1 == floor ]]; then
        echo 'fn main() {}' >"$folder/build.rs"
    fi
    locked "$folder"
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
declare -A walls cpus wall_ratios cpu_ratios round_wall round_cpu
for ((round = 1; round <= rounds; round++)); do
    for project in "${projects[@]}"; do
        build "$project"
        round_wall[$project]=$wall round_cpu[$project]=$cpu
        peer=${peers[$project]:-bare}
        walls[$project]+=" $wall"
        cpus[$project]+=" $cpu"
        wall_ratios[$project]+=" $(ratio "$wall" "${round_wall[$peer]}")"
        cpu_ratios[$project]+=" $(ratio "$cpu" "${round_cpu[$peer]}")"
        echo "round $round: $project $(seconds "$wall") s, CPU $(seconds "$cpu") s"
    done
done

echo
echo 'Cold `cargo build` of a consumer (medians; × is the ratio to the peer in the same round)'
printf '%-11s %9s %7s %9s %7s   %-11s   %s\n' project wall × CPU × peer goal
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
        goal="wall at most $(hundredths "$goal"): $(verdict "$wall_ratio" "$goal")"
    fi
    printf '%-11s %7s s %6s %7s s %6s   %-11s   %s\n' "$project" "$(seconds "$wall")" "$(hundredths "$wall_ratio")" \
        "$(seconds "$cpu")" "$(hundredths "$cpu_ratio")" "${peers[$project]:-bare}" "$goal"
done

cd "$root"
cargo build --quiet --release -p typewright --target-dir "$release_target"
times=()
for ((run = 0; run < generator_runs; run++)); do
    rm -rf "$work/generated"
    timed "$release_target/release/typewright" generate --schemas schemas --out "$work/generated"
    times+=("$wall")
done
wall=$(median "${times[@]}")
echo
echo "typewright generate on schemas/, release, start and writing included (median of $generator_runs runs)"
echo "$wall ms, goal: under $generator_goal ms ($(verdict "$wall" "$((generator_goal - 1))"))"
