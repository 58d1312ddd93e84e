//! Writes the ranges of every Unicode property in `reader/src/schema/unicode.txt`, from the tables of the crate `regress`.
//!
//! Takes no arguments. The names are read from the file: a script that a new version of Unicode adds is added there by
//! hand, as a line without ranges.

use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;

use regress::Regex;
use typewright_suites::{Failure, folders};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Failure> {
    let path = folders::repository().join("reader/src/schema/unicode.txt");
    let all: String = ('\0'..=char::MAX).collect();
    let mut text = String::new();
    for line in folders::read(&path)?.lines() {
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            [kind, names, ..] if !kind.starts_with('#') => {
                let name = names.split('|').next().unwrap_or(names);
                let prefix = match kind {
                    "binary" => String::new(),
                    kind => format!("{kind}="),
                };
                let property = Regex::with_flags(&format!(r"\p{{{prefix}{name}}}+"), "u")?;
                writeln!(text, "{kind} {names}{}", encoded(&property, &all))?;
            }
            _ => writeln!(text, "{line}")?,
        }
    }
    Ok(fs::write(path, text)?)
}

/// Each range as its distance from the end of the one before it, and its length unless that is 1, in base 36.
fn encoded(property: &Regex, all: &str) -> String {
    let mut text = String::new();
    let mut end = 0;
    for found in property.find_iter(all) {
        let ends = |mut chars: std::str::Chars<'_>| Some((chars.next()?, chars.next_back()));
        let Some((first, last)) = all.get(found.range()).and_then(|found| ends(found.chars())) else {
            continue;
        };
        let (first, last) = (number(first), number(last.unwrap_or(first)));
        text.push(' ');
        text.push_str(&base_36(first - end));
        if last > first {
            text.push('.');
            text.push_str(&base_36(last + 1 - first));
        }
        end = last + 1;
    }
    text
}

/// The place of a character among all characters: the surrogates, which are none, are not counted.
fn number(c: char) -> u32 {
    let code = u32::from(c);
    if code < 0xd800 { code } else { code - 0x800 }
}

fn base_36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit(number % 36, 36));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.into_iter().rev().collect()
}
