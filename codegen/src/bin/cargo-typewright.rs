//! `cargo typewright`: the same command line, as a subcommand of Cargo.

use std::process::ExitCode;

fn main() -> ExitCode {
    typewright::cli::run_for_cargo(std::env::args_os())
}
