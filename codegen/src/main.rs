//! `typewright`: the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    typewright::cli::run(std::env::args_os())
}
