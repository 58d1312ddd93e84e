//! `typewright`: the command line.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A run makes millions of small tokens, which the allocators of some systems are slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    typewright::cli::run(std::env::args_os())
}
