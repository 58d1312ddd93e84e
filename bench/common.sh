# What the benchmarks of builds share. They source it: it is no command.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# Keeps the caller's surroundings from making one build faster than another, and makes `$work`, a folder for this run.
alone() {
    unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR CARGO_INCREMENTAL CARGO_BUILD_INCREMENTAL
    unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
    unset RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER
    for variable in "${!CARGO_PROFILE_@}"; do unset "$variable"; done
    export LC_ALL=C
    work=$(mktemp -d)
    trap 'rm -rf -- "$work"' EXIT
    trap 'exit 130' INT TERM
}

# Compiles packages at a path as Cargo compiles those of a registry: not incrementally, which takes longer the first time.
as_of_a_registry() {
    export CARGO_INCREMENTAL=0
}

# The generator: a built one if its path is given, otherwise a new one.
generator() {
    local built=${1:-}
    if [[ -z $built ]]; then
        cargo build --quiet --release --manifest-path "$root/Cargo.toml" -p typewright || return
        built=${CARGO_TARGET_DIR:-$root/target}/release/typewright
    fi
    realpath -- "$built"
}

# Runs a command and sets `cpu` and `wall`, in hundredths of a second, and `memory`, the peak of its largest process in MB.
# Shows its output only if it fails.
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

# 123 → 1.23
hundredths() {
    printf '%d.%02d' "$(($1 / 100))" "$(($1 % 100))"
}

# Makes a project with bare serde and serde_json, which parses a small token, in this folder.
bare_project() {
    mkdir -p "$1/src"
    cat >"$1/Cargo.toml" <<'TOML'
[package]
name = "bare"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
TOML
    {
        bare_parse
        printf 'fn main() {\n    parse();\n}\n'
    } >"$1/src/main.rs"
    locked "$1"
}

# What a project with bare serde does: parse a small token and look at a part of it.
bare_parse() {
    cat <<'RUST'
#[derive(serde::Deserialize)]
struct Token {
    name: Option<String>,
}

fn parse() {
    let token: Token = serde_json::from_str(r#"{"name":"My OAuth App","defaultRole":"view"}"#).unwrap();
    assert_eq!(token.name.as_deref(), Some("My OAuth App"));
}
RUST
}

# Gives a project the versions of the committed Cargo.lock, so that it can be built offline.
locked() {
    cp "$root/Cargo.lock" "$1/Cargo.lock"
    (cd "$1" && cargo fetch --quiet)
}
