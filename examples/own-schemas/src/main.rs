//! Uses what `build.rs` has generated from `schemas/`: parses exactly, shows a violation, writes requests.

use std::error::Error;

use typewright_runtime::Exact;
use typewright_runtime::endpoint::{Descriptor, Endpoint};

use crate::greenhouse::endpoints::bed::{Get, Water};
use crate::greenhouse::types::{Bed, BedCrop, Watering};

/// The API of an invented greenhouse, of which this program uses only a part.
#[allow(dead_code)]
mod greenhouse {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

fn main() -> Result<(), Box<dyn Error>> {
    // What comes in, checked against every keyword of its schema. It goes out again just as it came.
    let text = r#"{"name":"North 3","crop":"basil","moisture":41.50,"wateredAt":"2016-06-13T04:00:00.000Z"}"#;
    let bed = Bed::from_json_exact(text)?;
    assert_eq!(bed.crop, BedCrop::Basil);
    println!("{} grows {}", bed.name, bed.crop);

    // What does not fit is named by its place, the keyword and the limit.
    match Bed::from_json_exact(r#"{"name":"","crop":"basil","moisture":104}"#) {
        Ok(_) => return Err("a bed without a name was taken".into()),
        Err(error) => println!("not a bed:\n{error}"),
    }

    // Requests know their method, address and body; send them with the client that you have.
    let get = Get::new("north-3");
    println!("{} {}", Get::METADATA.method, get.url());
    assert_eq!(get.url(), "https://greenhouse.example.com/beds/north-3");

    let plan = Watering::new(1.5, [6, 20]);
    let water = Water::new("north-3", plan);
    water.validate()?;
    let body = water.body_json()?.unwrap_or_default();
    println!("{} {} {body}", Water::METADATA.method, water.url());
    assert_eq!(body, r#"{"litres":1.5,"hours":[6,20]}"#);
    Ok(())
}
