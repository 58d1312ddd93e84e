//! Events per second of a stream: a completion in 100,000 chunks, as APIs of language models send it, from a server on
//! loopback. The peer is a loop over the chunks of bare `reqwest` that parses each line with `serde_json` into hand-written
//! structs.
//!
//! `cargo run --release -p typewright-bench --bin events [ROUNDS]`. Both take turns, and what counts is the median of the
//! ratios of each round. The client has one thread and the server another.

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use http::header::ACCEPT;
use serde::Deserialize;
use tokio::runtime;
use typewright_runtime::client::{Client, ClientBuilder};

use crate::generated::endpoints::completions::Complete;
use crate::generated::types::CompleteBody;

/// The types of `schemas/`, as `build.rs` made them.
#[allow(clippy::pedantic, dead_code)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

const ROUNDS: usize = 21;
const EVENTS: u32 = 100_000;
const GOAL: f64 = 0.8;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Box<dyn Error>> {
    let rounds = match env::args().nth(1) {
        Some(text) => text.parse()?,
        None => ROUNDS,
    };
    let server = format!("http://{}", start()?);
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let found = runtime
        .block_on(measure(&server, rounds))
        .map_err(|error| error.to_string())?;
    let per_second = |time: fn(&Round) -> Duration| {
        let times = found.iter().map(|round| time(round).as_secs_f64()).collect();
        f64::from(EVENTS) / median(times)
    };
    println!("{:>10.0} events/s  typewright_runtime", per_second(|round| round.typed));
    println!(
        "{:>10.0} events/s  reqwest and serde_json",
        per_second(|round| round.bare)
    );
    let ratios = found
        .iter()
        .map(|round| round.bare.as_secs_f64() / round.typed.as_secs_f64());
    println!();
    println!(
        "{:>10.3}  typewright_runtime / bare (goal: at least {GOAL}; {rounds} rounds)",
        median(ratios.collect())
    );
    Ok(())
}

/// How long both take for a stream.
struct Round {
    typed: Duration,
    bare: Duration,
}

async fn measure(server: &str, rounds: usize) -> Result<Vec<Round>, Failure> {
    let client: Client = ClientBuilder::new("typewright-bench").base_url(server).build()?;
    let http = reqwest::Client::new();
    let mut found = Vec::with_capacity(rounds);
    // The first round is not counted.
    for round in 0..=rounds {
        let (typed, bare) = if round % 2 == 0 {
            let typed = typed(&client).await?;
            (typed, bare(&http, server).await?)
        } else {
            let bare = bare(&http, server).await?;
            (typed(&client).await?, bare)
        };
        if round > 0 {
            found.push(Round { typed, bare });
        }
    }
    Ok(found)
}

async fn typed(client: &Client) -> Result<Duration, Failure> {
    let request = Complete::new(CompleteBody::new("small"));
    let start = Instant::now();
    let mut events = client.events(&request).await?;
    let mut count = 0;
    while let Some(event) = events.next().await {
        black_box(event?.data);
        count += 1;
    }
    expect(count)?;
    Ok(start.elapsed())
}

async fn bare(client: &reqwest::Client, server: &str) -> Result<Duration, Failure> {
    let start = Instant::now();
    let request = client
        .post(format!("{server}/completions"))
        .header(ACCEPT, "text/event-stream");
    let mut response = request.body(r#"{"model":"small"}"#).send().await?.error_for_status()?;
    let mut buffer = Vec::new();
    let mut count = 0;
    'stream: while let Some(chunk) = response.chunk().await? {
        buffer.extend_from_slice(&chunk);
        let mut read = 0;
        while let Some(end) = buffer[read..].iter().position(|byte| *byte == b'\n') {
            let line = &buffer[read..read + end];
            read += end + 1;
            let Some(data) = line.strip_prefix(b"data: ") else {
                continue;
            };
            if data == b"[DONE]" {
                break 'stream;
            }
            black_box(serde_json::from_slice::<Chunk>(data)?);
            count += 1;
        }
        buffer.drain(..read);
    }
    expect(count)?;
    Ok(start.elapsed())
}

fn expect(count: u32) -> Result<(), Failure> {
    if count == EVENTS {
        return Ok(());
    }
    Err(format!("{count} events were received").into())
}

/// The types as a person would write them.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Chunk {
    id: String,
    object: String,
    created: i64,
    model: String,
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Choice {
    index: i32,
    delta: Delta,
    finish_reason: Option<FinishReason>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
struct Delta {
    role: Option<Role>,
    content: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Assistant,
    System,
    Tool,
    User,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum FinishReason {
    Stop,
    Length,
}

const EVENT: &str = r#"data: {"id":"chatcmpl-9aXk2vQw31","object":"chat.completion.chunk","created":1694268190,"model":"small","choices":[{"index":0,"delta":{"role":"assistant","content":" word"},"finish_reason":null}]}

"#;

/// Sends the stream for every connection, until the process ends.
fn start() -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let stream = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{}data: [DONE]\n\n",
        EVENT.repeat(usize::try_from(EVENTS)?)
    );
    thread::Builder::new().name("server".to_owned()).spawn(move || {
        for connection in listener.incoming() {
            if let Err(error) = connection.and_then(|connection| answer(connection, stream.as_bytes())) {
                eprintln!("a connection has failed: {error}");
            }
        }
    })?;
    Ok(address)
}

/// Reads a request, whose body is short, and sends the stream.
fn answer(mut connection: TcpStream, stream: &[u8]) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"}") {
        let length = connection.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..length]);
    }
    connection.write_all(stream)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
