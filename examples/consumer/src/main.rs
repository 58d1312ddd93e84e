//! Reads an OAuth token of the user and shows a part of it.
//!
//! ```sh
//! LOSANT_API_TOKEN=… cargo run -- 575ec7417ae143cd83dc4a95
//! ```
//!
//! `LOSANT_URL` is where the API is, if not at its documented address.

mod explain;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use losant::Client;
use losant::types::{ObjectId, UserOauthToken};

use crate::explain::explain;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (client, id) = match prepare() {
        Ok(prepared) => prepared,
        Err(error) => {
            eprintln!("{error}");
            eprintln!("usage: LOSANT_API_TOKEN=… [LOSANT_URL=…] consumer OAUTH_TOKEN_ID");
            return ExitCode::from(2);
        }
    };
    match client.user_oauth_token(id).get().await {
        Ok(token) => {
            show(&token);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}", explain(&error));
            ExitCode::FAILURE
        }
    }
}

/// The client and the id that the caller asks for.
fn prepare() -> Result<(Client, ObjectId), Box<dyn Error>> {
    let token = env::var("LOSANT_API_TOKEN").map_err(|error| format!("LOSANT_API_TOKEN: {error}"))?;
    let mut builder = Client::builder().token(token);
    if let Ok(url) = env::var("LOSANT_URL") {
        builder = builder.base_url(url);
    }
    let id = env::args().nth(1).ok_or("OAUTH_TOKEN_ID is missing")?;
    let id = id.parse().map_err(|error| format!("OAUTH_TOKEN_ID: {error}"))?;
    Ok((builder.build()?, id))
}

/// All properties are optional in the schema, so each is looked at on its own.
fn show(token: &UserOauthToken) {
    println!("name     {}", token.name.as_deref().unwrap_or("(none)"));
    if let Some(status) = &token.status {
        println!("status   {status}");
    }
    if let Some(role) = &token.default_role {
        println!("role     {role}");
    }
    if let Some(date) = &token.expiration_date {
        println!("expires  {date}");
    }
    for scope in token.scope.iter().flatten() {
        println!("scope    {scope}");
    }
}
