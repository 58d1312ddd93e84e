fn main() -> std::process::ExitCode {
    losant_codegen::build("schemas")
}
