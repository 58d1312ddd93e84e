//! Parsing, checking and writing the documented token, against a hand-written struct and the `jsonschema` crate.
//!
//! All contenders take turns in one run, and what counts is the ratio of the medians: `cargo run --release -p
//! typewright-bench --bin speed`.

#[path = "../hand_written.rs"]
mod hand_written;

use std::hint::black_box;
use std::time::Instant;

use losant::prelude::*;
use losant::types::UserOauthToken;

use crate::hand_written::Token;

const ROUNDS: usize = 301;
const REPEATS: u32 = 500;

#[jsonschema::validator(path = "../schemas/userOauthToken.json")]
struct Peer;

fn main() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../schemas/userOauthToken.json")).unwrap_or_default();
    let text = schema["examples"][0].to_string();
    let text = text.as_str();
    let (Ok(token), Ok(hand)) = (
        UserOauthToken::from_json_exact(text),
        serde_json::from_str::<Token>(text),
    ) else {
        println!("the documented example does not parse");
        return;
    };

    let mut contenders: Vec<Contender<'_>> = vec![
        (
            "hand-written struct: parse",
            Box::new(|| parses(serde_json::from_str::<Token>(black_box(text)))),
        ),
        (
            "losant: liberal parse",
            Box::new(|| parses(serde_json::from_str::<UserOauthToken>(black_box(text)))),
        ),
        (
            "losant: exact parse",
            Box::new(|| parses(UserOauthToken::from_json_exact(black_box(text)))),
        ),
        (
            "jsonschema: Value, check, convert",
            Box::new(|| value_check_convert(black_box(text))),
        ),
        (
            "hand-written struct: write",
            Box::new(|| parses(serde_json::to_string(black_box(&hand)))),
        ),
        (
            "losant: write",
            Box::new(|| parses(serde_json::to_string(black_box(&token)))),
        ),
        ("losant: validate", Box::new(|| black_box(&token).validate().is_ok())),
    ];
    let medians = measure(&mut contenders);
    for ((name, _), nanoseconds) in contenders.iter().zip(&medians) {
        println!("{nanoseconds:>8.0} ns  {name}");
    }
    let [hand_parse, liberal, exact, peer, hand_write, write, _] = medians[..] else {
        return;
    };
    println!();
    println!(
        "{:>8.2}  liberal parse / hand-written parse  (goal: at most 1.1)",
        liberal / hand_parse
    );
    println!(
        "{:>8.2}  exact parse / hand-written parse    (goal: at most 1.3)",
        exact / hand_parse
    );
    println!(
        "{:>8.2}  jsonschema way / exact parse        (goal: at least 1.7)",
        peer / exact
    );
    println!(
        "{:>8.2}  write / hand-written write          (goal: at most 1.1)",
        write / hand_write
    );
}

type Contender<'a> = (&'static str, Box<dyn FnMut() -> bool + 'a>);

/// The median time of one call, in nanoseconds. The contenders take turns, so that all see the same noise.
fn measure(contenders: &mut [Contender<'_>]) -> Vec<f64> {
    let mut times: Vec<Vec<f64>> = contenders.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
    for _ in 0..ROUNDS {
        for ((_, run), times) in contenders.iter_mut().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..REPEATS {
                black_box(run());
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS));
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        })
        .collect()
}

fn parses<T, E>(result: Result<T, E>) -> bool {
    black_box(result).is_ok()
}

/// What the `jsonschema` crate asks for: a `Value` first, then its check, then the conversion into a type.
fn value_check_convert(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text)
        .is_ok_and(|value| Peer::is_valid(&value) && parses(serde_json::from_value::<Token>(value)))
}
