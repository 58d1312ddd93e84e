//! Parsing a union of 30 tagged objects, against a hand-written internally tagged enum.
//!
//! The contenders take turns in one run, and what counts is the ratio of the medians: `cargo run --release -p
//! typewright-bench --bin unions`.

#[path = "../hand_written_event.rs"]
mod hand_written_event;

use std::hint::black_box;
use std::time::Instant;

use typewright_runtime::Exact;

use crate::generated::types::Event;
use crate::hand_written_event::Event as HandWritten;

/// The types of `schemas/`, as `build.rs` made them.
#[allow(clippy::pedantic, dead_code)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

const ROUNDS: usize = 301;
const REPEATS: u32 = 500;

/// Values of the first, a middle and the last branch, with the tag at the start and at the end.
const VALUES: [(&str, &str); 4] = [
    (
        "first branch",
        r#"{"type":"opened","id":"575ec8687ae143cd83dc4a97","name":"The front door of the house","count":12,"active":true,"tags":["door","front","entry"]}"#,
    ),
    (
        "middle branch",
        r#"{"type":"unlocked","id":"575ec8687ae143cd83dc4a97","level":"medium","ratio":0.75,"note":"as it was before","place":{"room":"kitchen","floor":2},"active":false,"count":3}"#,
    ),
    (
        "last branch",
        r#"{"type":"expired","id":"575ec8687ae143cd83dc4a97","by":"the scheduler","to":"everybody","reason":"nobody renewed it in time","first":1,"last":250,"names":["a lease","a key"],"final":true,"note":"-"}"#,
    ),
    (
        "last branch, tag at the end",
        r#"{"id":"575ec8687ae143cd83dc4a97","by":"the scheduler","to":"everybody","reason":"nobody renewed it in time","first":1,"last":250,"names":["a lease","a key"],"final":true,"note":"-","type":"expired"}"#,
    ),
];

fn main() {
    println!(
        "liberal parse / hand-written parse (goal: at most 1.3), exact parse / hand-written parse (goal: at most 2.5)"
    );
    for (name, text) in VALUES {
        if let Err(error) = Event::from_json_exact(text) {
            println!("{name}: {error}");
            return;
        }
        let mut contenders: [Contender<'_>; 3] = [
            Box::new(|| serde_json::from_str::<HandWritten>(black_box(text)).is_ok()),
            Box::new(|| serde_json::from_str::<Event>(black_box(text)).is_ok()),
            Box::new(|| Event::from_json_exact(black_box(text)).is_ok()),
        ];
        let [hand, liberal, exact] = measure(&mut contenders);
        println!(
            "{:>8.2} {:>8.2}  {name} ({hand:.0} ns, {liberal:.0} ns, {exact:.0} ns)",
            liberal / hand,
            exact / hand
        );
    }
}

type Contender<'a> = Box<dyn FnMut() -> bool + 'a>;

/// The median time of one call, in nanoseconds. The contenders take turns, so that all see the same noise.
fn measure<const N: usize>(contenders: &mut [Contender<'_>; N]) -> [f64; N] {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        for (run, times) in contenders.iter_mut().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..REPEATS {
                black_box(run());
            }
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(REPEATS));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}
