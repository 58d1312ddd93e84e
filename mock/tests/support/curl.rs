//! The curl commands of the documentation, and a curl to run them.

use std::fs;
use std::process::{Command, Output};

use losant_mock::Mock;

const DOCUMENTATION: &str = include_str!("../../../generated/endpoints/user_oauth_token.rs");

/// The files with the documentation of all actions.
const ENDPOINTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/endpoints");

/// The shell commands that stand in the documentation of the User OAuth Token, in its order.
pub fn commands() -> Vec<String> {
    commands_in(DOCUMENTATION)
}

/// The shell commands that stand in the documentation of all actions.
#[allow(dead_code)] // not every test needs them
pub fn all_commands() -> Vec<String> {
    let entries = fs::read_dir(ENDPOINTS).expect("the generated files");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let texts = files.map(|path| fs::read_to_string(path).expect("a generated file"));
    texts.flat_map(|text| commands_in(&text)).collect()
}

fn commands_in(documentation: &str) -> Vec<String> {
    let text: Vec<&str> = documentation
        .lines()
        .filter_map(|line| line.strip_prefix("///"))
        .collect();
    let text = text
        .iter()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n");
    let blocks = text.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split("\n```").next().expect("a block has an end").to_owned())
        .collect()
}

/// The command of this method, for another server, token and id; nothing else is changed.
pub fn command(method: &str, url: &str, token: &str, id: &str) -> String {
    let all = commands();
    let found = all.iter().find(|command| command.contains(&format!("-X {method} ")));
    let command = found.unwrap_or_else(|| panic!("no curl command for {method} is documented"));
    let command = command.replace("575ec7417ae143cd83dc4a95", id);
    assert!(
        command.contains("YOUR_API_ACCESS_TOKEN") && command.contains(id),
        "{command}"
    );
    localised(&command, url, token)
}

/// A command for another server and token; nothing else is changed.
pub fn localised(command: &str, url: &str, token: &str) -> String {
    assert!(command.contains("https://api.losant.com"), "{command}");
    let command = command.replace("https://api.losant.com", url);
    command.replace("YOUR_API_ACCESS_TOKEN", token)
}

/// Runs a command in a shell and gives what curl wrote.
pub async fn run(command: String) -> String {
    let output = tokio::task::spawn_blocking(move || shell(&command))
        .await
        .expect("it ran");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() != Some(127),
        "this test runs a real curl, and there is none (or no sh): install curl. {errors}"
    );
    assert!(output.status.success(), "{}: {errors}", output.status);
    String::from_utf8(output.stdout).expect("the answer is text")
}

fn shell(command: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    // Loopback needs no proxy, and no settings of whoever runs the test.
    shell
        .env("NO_PROXY", "*")
        .env("no_proxy", "*")
        .env("CURL_HOME", env!("CARGO_MANIFEST_DIR"));
    shell
        .output()
        .unwrap_or_else(|error| panic!("this test needs a shell named sh: {error}"))
}

/// The status that the mock has answered the last request with.
#[allow(dead_code)] // not every test needs it
pub fn last_status(mock: &Mock) -> u16 {
    mock.exchanges().last().expect("a request came in").status().as_u16()
}
