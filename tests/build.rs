//! Compiles `schemas/` into types of their own: what the build script of any project looks like that uses the generator.

fn main() -> std::process::ExitCode {
    losant_codegen::build("schemas")
}
