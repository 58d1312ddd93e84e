//! The life of a User OAuth Token, and what goes over the wire meanwhile.
//!
//! ```sh
//! cargo run --example user_oauth_token
//! ```
//!
//! talks to an in-memory Losant. With an id, it talks to the real one, and only reads unless told otherwise:
//!
//! ```sh
//! LOSANT_API_TOKEN=… cargo run --example user_oauth_token -- 575ec7417ae143cd83dc4a95 [--patch] [--delete]
//! ```
//!
//! `--patch` changes name, role and roles of organizations for a moment and puts back what was there. `--delete` deletes
//! the token for good.

use std::error::Error;
use std::process::ExitCode;

use losant::Client;
use losant::http::CallError;
use losant::prelude::*;
use losant::types::{ObjectId, Role, UserOauthToken, UserOauthTokenPatch};
use losant_mock::{Mock, sample};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the command line says.
async fn run() -> Result<(), Box<dyn Error>> {
    let mut ids = Vec::new();
    let mut may = May::default();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--patch" => may.patch = true,
            "--delete" => may.delete = true,
            other if other.starts_with('-') => return Err(format!("there is no option {other}").into()),
            id => ids.push(
                id.parse::<ObjectId>()
                    .map_err(|error| format!("{id:?} is no id: {error}"))?,
            ),
        }
    }
    match ids.as_slice() {
        [] => in_memory().await,
        [id] => for_real(id, may).await,
        _ => Err("one id is enough".into()),
    }
}

/// What the session may do to the token.
#[derive(Default)]
struct May {
    patch: bool,
    delete: bool,
}

async fn in_memory() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    let id: ObjectId = "575ec7417ae143cd83dc4a95".parse()?;
    mock.insert(&id, sample()?);
    println!("This goes to an in-memory Losant at {}.", mock.url());
    let client = Client::builder().token(mock.token()).base_url(mock.url()).build()?;
    let all = May {
        patch: true,
        delete: true,
    };
    session(&client, &id, &all, Some(&mock)).await
}

async fn for_real(id: &ObjectId, may: May) -> Result<(), Box<dyn Error>> {
    let token = std::env::var("LOSANT_API_TOKEN").map_err(|_| "with an id, LOSANT_API_TOKEN must hold an API token")?;
    println!("This goes to the real Losant.");
    let client = Client::new(token)?;
    session(&client, id, &may, None).await
}

/// The session, the same for both.
async fn session(client: &Client, id: &ObjectId, may: &May, mock: Option<&Mock>) -> Result<(), Box<dyn Error>> {
    let oauth_token = client.user_oauth_token(id.clone());

    step("Look at it");
    let before = oauth_token.get().await?;
    show(mock, &before);

    if may.patch {
        // Made first: what could not be put back is not changed.
        let undo = put_back(&before)?;
        let changed = change(client, id, mock).await;
        step("Put back what was there");
        show(mock, &oauth_token.patch(undo).await?);
        changed?;
    }

    if may.delete {
        step("Delete it");
        let success = oauth_token.delete().await?;
        show(mock, &success);

        step("Look for it once more");
        match oauth_token.get().await {
            Err(CallError::Documented(error)) if error.status() == 404 => {
                show(mock, error.body());
                println!("It is gone, and the API says so as documented: {}", error.description());
            }
            Err(error) => return Err(error.into()),
            Ok(_) => return Err("the token is still there".into()),
        }
    }
    Ok(())
}

/// Changes some properties, then empties one.
async fn change(client: &Client, id: &ObjectId, mock: Option<&Mock>) -> Result<(), Box<dyn Error>> {
    let oauth_token = client.user_oauth_token(id.clone());

    step("Give it another name and role");
    let patch = UserOauthTokenPatch::new()
        .name("Nightly report")
        .default_role(Role::Collaborate)
        .build()?;
    show(mock, &oauth_token.patch(patch).await?);

    step("Clear its roles in organizations");
    let patch = UserOauthTokenPatch::new().org_roles([]).build()?;
    let cleared = oauth_token.patch(patch).await?;
    show(mock, &cleared);
    assert_eq!(cleared.org_roles, Some(vec![]), "an empty list is a list");
    Ok(())
}

/// The patch that makes a token what it was.
fn put_back(before: &UserOauthToken) -> Result<UserOauthTokenPatch, losant::Violations> {
    let mut patch = UserOauthTokenPatch::new().org_roles(before.org_roles.clone().unwrap_or_default());
    patch.name.clone_from(&before.name);
    patch.default_role.clone_from(&before.default_role);
    patch.build()
}

fn step(title: &str) {
    println!("\n── {title}\n");
}

/// Shows what went over the wire, if the mock has seen it, else what came back.
fn show<T: Exact>(mock: Option<&Mock>, answer: &T) {
    match mock {
        Some(mock) => mock.take_exchanges().iter().for_each(|exchange| print!("{exchange}")),
        None => match serde_json::to_string_pretty(answer) {
            Ok(text) => println!("{text}"),
            Err(error) => println!("this is no JSON: {error}"),
        },
    }
}
