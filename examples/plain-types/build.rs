fn main() -> std::process::ExitCode {
    typewright::build_plain("schemas")
}
