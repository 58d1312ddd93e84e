//! The README: its example is code that runs, and its links lead somewhere, in the checkout and in the documentation.

use losant_mock::{Mock, sample};

/// The snippet, as the README has it.
mod snippet {
    include!("readme/client.rs");

    /// It is private there, as it is in a program.
    pub async fn run(client: &losant::Client, id: ObjectId) -> Result<(), Box<dyn std::error::Error>> {
        rename(client, id).await
    }
}

#[test]
fn the_readme_shows_the_snippet_word_for_word() {
    let readme = include_str!("../../README.md").replace("\r\n", "\n");
    let snippet = include_str!("readme/client.rs").replace("\r\n", "\n");
    assert!(
        readme.contains(&format!("\n{snippet}```")),
        "README.md must hold mock/tests/readme/client.rs as a block of code:\n\n{snippet}"
    );
}

#[test]
fn a_link_to_a_file_leads_somewhere_in_the_documentation_too() {
    let readme = include_str!("../../README.md");
    let crate_docs = include_str!("../../src/lib.rs");
    for target in readme.split("](").skip(1) {
        assert!(
            target.starts_with("https://") || target.starts_with('#'),
            "name the file in brackets only, and define the link at the end of README.md: {}",
            target.lines().next().unwrap_or_default()
        );
    }
    let definitions = readme.lines().filter(|line| line.starts_with('['));
    let labels = definitions.filter_map(|line| line.split_once("]: ").map(|(label, _)| label));
    for label in labels {
        assert!(
            crate_docs.contains(&format!("#![doc = \"{label}]: ")),
            "src/lib.rs must define {label}] for the documentation, before it includes README.md"
        );
    }
}

#[tokio::test]
async fn the_snippet_renames_a_token() {
    let mock = Mock::start().await.expect("there is a port");
    let id = "575ec7417ae143cd83dc4a95".parse().expect("it is an id");
    mock.insert(&id, sample().expect("it is right"));
    let client = losant::Client::builder()
        .token(mock.token())
        .base_url(mock.url())
        .build()
        .expect("it is a client");
    snippet::run(&client, id.clone()).await.expect("it works");
    let token = mock.get(&id).expect("it is still there");
    assert_eq!(token.name.as_deref(), Some("Nightly report"));
    assert_eq!(token.description.as_deref(), Some("OAuth application for automation"));
}

#[tokio::test]
async fn the_snippet_gives_on_what_it_does_not_expect() {
    let mock = Mock::start().await.expect("there is a port");
    let id = "575ec7417ae143cd83dc4a95".parse().expect("it is an id");
    let client = losant::Client::builder()
        .token(mock.token())
        .base_url(mock.url())
        .build()
        .expect("it is a client");
    let error = snippet::run(&client, id).await.expect_err("there is no such token");
    assert!(error.to_string().contains("404"), "{error}");
}
