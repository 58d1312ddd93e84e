//! Requests per second of `losant::Client` against bare `reqwest` with a hand-written struct: the GET of the documented
//! token, from a server on loopback.
//!
//! `cargo run --release -p typewright-bench --bin client [ROUNDS]`. Both take turns in many short rounds, the first turn
//! going back and forth between them, and what counts is the median of the ratios of each round. The client has one
//! thread and the server another, so the machine should have two cores to spare.

#[path = "../hand_written.rs"]
mod hand_written;
#[path = "../server.rs"]
mod server;

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::ACCEPT;
use losant::types::ObjectId;
use tokio::runtime;

use crate::hand_written::Token;

const ROUNDS: usize = 501;
/// How many requests are under way at the same time, and how many each of these tasks makes in a round.
const TASKS: u32 = 8;
const REQUESTS: u32 = 25;

const ID: &str = "575ec7417ae143cd83dc4a95";
const API_TOKEN: &str = "an-api-token-of-a-length-that-is-not-unusual-for-one";
const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds = match env::args().nth(1) {
        Some(text) => text.parse()?,
        None => ROUNDS,
    };
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../../schemas/userOauthToken.json"))?;
    let body = Bytes::from(schema["examples"][0].to_string());
    let address = server::start(&format!("/me/oauth-tokens/{ID}"), body)?;
    let server = format!("http://{address}");
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let ratios = runtime
        .block_on(measure(&server, rounds))
        .map_err(|error| error.to_string())?;
    report(ratios);
    Ok(())
}

/// What one round has found.
struct Round {
    losant: Duration,
    bare: Duration,
}

async fn measure(server: &str, rounds: usize) -> Result<Vec<Round>, Failure> {
    let losant = Arc::new(Losant::new(server)?);
    let bare = Arc::new(Bare::new(server)?);
    // Not counted: opens the connections.
    turn(&losant).await?;
    turn(&bare).await?;
    let mut found = Vec::with_capacity(rounds);
    for round in 0..rounds {
        found.push(if round % 2 == 0 {
            let losant = turn(&losant).await?;
            let bare = turn(&bare).await?;
            Round { losant, bare }
        } else {
            let bare = turn(&bare).await?;
            let losant = turn(&losant).await?;
            Round { losant, bare }
        });
    }
    Ok(found)
}

/// How long one contender takes for the requests of a round.
async fn turn<C: Contender>(contender: &Arc<C>) -> Result<Duration, Failure> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let contender = Arc::clone(contender);
            tokio::spawn(async move {
                for _ in 0..REQUESTS {
                    contender.call().await?;
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(start.elapsed())
}

trait Contender: Send + Sync + 'static {
    /// Reads the token, and fails unless it is what the server has.
    fn call(&self) -> impl Future<Output = Result<(), Failure>> + Send;
}

struct Losant {
    client: losant::Client,
    id: ObjectId,
}

impl Losant {
    fn new(server: &str) -> Result<Self, Failure> {
        Ok(Self {
            client: losant::Client::builder().token(API_TOKEN).base_url(server).build()?,
            id: ID.parse()?,
        })
    }
}

impl Contender for Losant {
    async fn call(&self) -> Result<(), Failure> {
        let token = black_box(self.client.user_oauth_token(self.id.clone()).get().await?);
        expect(token.name.as_deref())
    }
}

/// The same call as a person would write it, with the time-outs that the other one has.
struct Bare {
    client: reqwest::Client,
    server: String,
}

impl Bare {
    fn new(server: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .user_agent("typewright-bench")
            .build()?;
        Ok(Self {
            client,
            server: server.to_owned(),
        })
    }
}

impl Contender for Bare {
    async fn call(&self) -> Result<(), Failure> {
        let url = format!("{}/me/oauth-tokens/{ID}", self.server);
        let request = self
            .client
            .get(url)
            .header(ACCEPT, "application/json")
            .bearer_auth(API_TOKEN);
        let body = request.send().await?.error_for_status()?.bytes().await?;
        let token: Token = black_box(serde_json::from_slice(&body)?);
        expect(token.name.as_deref())
    }
}

fn expect(name: Option<&str>) -> Result<(), Failure> {
    match name {
        Some("My OAuth App") => Ok(()),
        other => Err(format!("the token is called {other:?}").into()),
    }
}

fn report(rounds: Vec<Round>) {
    let per_second = |time: &Duration| f64::from(TASKS * REQUESTS) / time.as_secs_f64();
    let losant = median(rounds.iter().map(|round| per_second(&round.losant)).collect());
    let bare = median(rounds.iter().map(|round| per_second(&round.bare)).collect());
    let ratios: Vec<f64> = rounds
        .iter()
        .map(|round| round.bare.as_secs_f64() / round.losant.as_secs_f64())
        .collect();
    println!("{losant:>8.0} requests/s  losant::Client");
    println!("{bare:>8.0} requests/s  reqwest and a hand-written struct");
    println!();
    println!(
        "{:>8.3}  losant::Client / bare reqwest  (goal: at least 0.95; {} rounds)",
        median(ratios),
        rounds.len()
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
