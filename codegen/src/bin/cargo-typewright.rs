//! `cargo typewright`: the same command line, as a subcommand of Cargo.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A run makes millions of small tokens, which the allocators of some systems are slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    typewright::cli::run_for_cargo(std::env::args_os())
}
