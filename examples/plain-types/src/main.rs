//! Uses what `build.rs` has generated from `schemas/`: plain serde types, read and written with `serde_json`.

use std::error::Error;

use crate::library::types::Loan;

/// The loans of an invented library.
#[allow(dead_code)]
mod library {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = r#"{"book":{"title":"The Sea","condition":"worn"},"reader":"Ada","due":"2026-02-28","notes":[]}"#;
    let mut loan: Loan = serde_json::from_str(text)?;
    println!("{} has {} ({}) until {}", loan.reader, loan.book.title, loan.book.condition, loan.due);
    // An empty array is not an absent one.
    assert_eq!(serde_json::to_string(&loan)?, text);

    loan.renewals = Some(loan.renewals.unwrap_or(0) + 1);
    loan.fee = Some(0.5.into());
    println!("{}", serde_json::to_string_pretty(&loan)?);

    // serde refuses what has the wrong structure; limits such as `maximum` are not checked.
    match serde_json::from_str::<Loan>(r#"{"reader":"Ada"}"#) {
        Ok(_) => return Err("a loan without a book was accepted".into()),
        Err(error) => println!("not a loan: {error}"),
    }
    Ok(())
}
