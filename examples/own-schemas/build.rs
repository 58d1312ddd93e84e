fn main() -> std::process::ExitCode {
    typewright::build("schemas")
}
