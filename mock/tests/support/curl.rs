//! The curl commands of the documentation, and a curl to run them.

use std::process::{Command, Output};

use losant_mock::Mock;

const DOCUMENTATION: &str = include_str!("../../../generated/endpoints/user_oauth_token.rs");

/// The shell commands that stand in the documentation, in its order.
pub fn commands() -> Vec<String> {
    let text: Vec<&str> = DOCUMENTATION
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
    let replaced = [
        ("https://api.losant.com", url),
        ("YOUR_API_ACCESS_TOKEN", token),
        ("575ec7417ae143cd83dc4a95", id),
    ];
    replaced.iter().fold(command.clone(), |command, (from, to)| {
        assert!(command.contains(from), "{from} is not in {command}");
        command.replace(from, to)
    })
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
