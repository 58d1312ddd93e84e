//! Converts arbitrary names of a document to Rust identifiers.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::ops::RangeInclusive;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Returns the name of a type or a variant.
pub fn pascal(name: &str) -> String {
    let name = &*status_last(name);
    finish(
        name.to_upper_camel_case(),
        name,
        heck::ToUpperCamelCase::to_upper_camel_case,
    )
}

/// Moves a status code from the start of a name to its end: `400Response` is called `Response400`.
fn status_last(name: &str) -> Cow<'_, str> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let (status, rest) = name.split_at(digits);
    let is_status = digits == 3 && matches!(name.as_bytes().first(), Some(b'1'..=b'5'));
    if is_status && rest.chars().next_back().is_some_and(char::is_alphabetic) {
        return Cow::Owned(format!("{rest} {status}"));
    }
    Cow::Borrowed(name)
}

/// Returns the name of a field, a function or a module.
pub fn snake(name: &str) -> String {
    finish(snake_words(name), name, snake_words)
}

/// Separates the words of a name. `OAuth` is one.
fn snake_words(name: &str) -> String {
    name.replace("OAuth", "Oauth").to_snake_case()
}

/// Returns the name of a static.
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// Returns distinct identifiers for names in the same namespace, in their order.
///
/// If several names map to the same identifier, the plainest name gets it. The others spell out their punctuation and
/// capitals. Numbers are added only if identifiers still collide.
pub fn distinct(names: &[&str], case: fn(&str) -> String, reserved: &[&str]) -> Vec<String> {
    let mut given: Vec<Option<String>> = vec![None; names.len()];
    let mut taken: HashSet<String> = reserved.iter().map(|&name| name.to_owned()).collect();
    // The next number for each numbered identifier. There may be as many numbers as names.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut seen: HashSet<&str> = HashSet::new();
    // The plainest names are assigned first, so that adding an unusual name later does not change them.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&index| (oddness(names[index]), names[index], index));
    for index in order {
        let name = names[index];
        let candidates = [
            case(name),
            case(&spelled(name)),
            case(&format!("{} {}", spelled(name), capitals(name))),
        ];
        // Spelling out a repeated name does not make it unique.
        let is_first = seen.insert(name);
        let free = candidates
            .into_iter()
            .find(|candidate| is_first && !taken.contains(candidate));
        let name = free.unwrap_or_else(|| {
            numbered(
                &case(&spelled(name)),
                |candidate| taken.contains(candidate),
                &mut numbers,
            )
        });
        taken.insert(name.clone());
        given[index] = Some(name);
    }
    given.into_iter().flatten().collect()
}

/// Returns a unique identifier by appending the first free number, starting at 2. `numbers` caches the next number.
pub fn numbered<S: BuildHasher>(
    base: &str,
    is_taken: impl Fn(&str) -> bool,
    numbers: &mut HashMap<String, usize, S>,
) -> String {
    let next = numbers.entry(base.to_owned()).or_insert(2);
    loop {
        let candidate = format!("{base}{next}");
        *next += 1;
        if !is_taken(&candidate) {
            return candidate;
        }
    }
}

/// Turns a string into a valid identifier: handles empty strings, leading digits and keywords.
fn finish(cased: String, name: &str, case: impl Fn(&str) -> String) -> String {
    let cased: String = cased.chars().filter(|&c| c == '_' || continues_identifier(c)).collect();
    let cased = if cased.trim_matches('_').is_empty() {
        let words = spelled(name);
        if words.trim().is_empty() {
            case("empty")
        } else {
            case(&words)
        }
    } else {
        cased
    };
    let cased = if cased.starts_with(starts_identifier) || cased.starts_with('_') {
        cased
    } else {
        format!("_{cased}")
    };
    if is_keyword(&cased) { format!("{cased}_") } else { cased }
}

fn starts_identifier(c: char) -> bool {
    c.is_ascii_alphabetic() || (is_foreign_letter(c) && parses(&c.to_string()))
}

fn continues_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || (is_foreign_letter(c) && parses(&format!("a{c}")))
}

/// Whether a non-ASCII letter is accepted by rustc without a warning. Accepts letters of widely used scripts, except
/// for letters changed by normalization (NFKC) and letters that are confusable with others.
fn is_foreign_letter(c: char) -> bool {
    let doubtful = [
        '\u{131}'..='\u{133}',
        '\u{13f}'..='\u{140}',
        '\u{149}'..='\u{149}',
        '\u{640}'..='\u{640}',
        '\u{1e9a}'..='\u{1e9f}',
        '\u{1efa}'..='\u{1eff}',
    ];
    let scripts = [
        '\u{c0}'..='\u{17e}',    // Latin
        '\u{5d0}'..='\u{5ea}',   // Hebrew
        '\u{620}'..='\u{64a}',   // Arabic
        '\u{904}'..='\u{939}',   // Devanagari
        '\u{e01}'..='\u{e30}',   // Thai
        '\u{1e00}'..='\u{1eff}', // Latin, with marks
        '\u{3041}'..='\u{3096}', // Hiragana
        '\u{30a1}'..='\u{30fa}', // Katakana
        '\u{4e00}'..='\u{9fff}', // Han
        '\u{ac00}'..='\u{d7a3}', // Hangul
    ];
    let within = |ranges: &[RangeInclusive<char>]| ranges.iter().any(|range| range.contains(&c));
    c.is_alphabetic() && within(&scripts) && !within(&doubtful)
}

/// Whether a string is a valid Rust identifier.
fn parses(text: &str) -> bool {
    syn::parse_str::<proc_macro2::Ident>(text).is_ok()
}

fn is_keyword(text: &str) -> bool {
    const RESERVED: [&str; 5] = ["self", "Self", "super", "crate", "gen"];
    RESERVED.contains(&text) || !parses(text)
}

/// Spells out the punctuation of a name: `a-b` becomes `a dash b`.
fn spelled(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        match punctuation(c) {
            Some(word) => {
                words.push(' ');
                words.push_str(word);
                words.push(' ');
            }
            None if continues_identifier(c) => words.push(c),
            None => words.extend([" u".to_owned(), format!("{:x} ", u32::from(c))]),
        }
    }
    words
}

fn punctuation(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "space",
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "bracket",
        '\\' => "backslash",
        ']' => "bracket end",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "brace",
        '|' => "or",
        '}' => "brace end",
        '~' => "tilde",
        _ => return None,
    })
}

fn capitals(name: &str) -> &'static str {
    let upper = name.chars().any(char::is_uppercase);
    let lower = name.chars().any(char::is_lowercase);
    match (upper, lower) {
        (true, false) => "upper",
        (true, true) => "mixed",
        (false, _) => "lower",
    }
}

/// Returns how much a name differs from a plain identifier. A leading capital counts least, all capitals count more,
/// and other characters count most.
fn oddness(name: &str) -> u8 {
    let signs = name.chars().any(|c| !c.is_ascii_alphanumeric());
    let shouting = !name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    let capital = name.starts_with(char::is_uppercase);
    4 * u8::from(signs) + 2 * u8::from(shouting) + u8::from(capital)
}

#[cfg(test)]
mod tests {
    use super::{distinct, pascal, snake};

    #[test]
    fn wire_names_become_rust_names() {
        assert_eq!(snake("orgRoles"), "org_roles");
        assert_eq!(snake("OAuth2PasswordBearer"), "oauth2_password_bearer");
        assert_eq!(snake("$and"), "and");
        assert_eq!(snake("2fa"), "_2fa");
        assert_eq!(snake("type"), "type_");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake(""), "empty");
        assert_eq!(snake("$"), "dollar");
        assert_eq!(pascal("userOauthToken"), "UserOauthToken");
        assert_eq!(pascal(">="), "GreaterEqual");
        assert_eq!(pascal("Self"), "Self_");
        assert_eq!(pascal("400Response"), "Response400");
        assert_eq!(pascal("404_not_found"), "NotFound404");
        assert_eq!(pascal("3DModel"), "_3dModel");
        assert_eq!(pascal("1000"), "_1000");
    }

    #[test]
    fn letters_are_kept_if_rustc_has_nothing_to_say_about_them() {
        assert_eq!(snake("Größe"), "größe");
        assert_eq!(snake("温度"), "温度");
        assert_eq!(pascal("año nuevo"), "AñoNuevo");
        // Signs that are letters to Unicode, other forms of a letter, a rare script, letters that look like ASCII.
        assert_eq!(snake("Ⅷ"), "u2167");
        assert_eq!(snake("ǆ"), "u1c6");
        assert_eq!(snake("xʰ"), "x");
        assert_eq!(snake("ᏣᎳᎩ"), "u13e3_u13b3_u13a9");
        assert_eq!(snake("ı"), "u131");
        assert_eq!(pascal("ẞ"), "U1e9e");
    }

    #[test]
    fn names_that_differ_only_in_case_stay_apart() {
        assert_eq!(distinct(&["asc", "ASC", ""], pascal, &[]), ["Asc", "AscUpper", "Empty"]);
        assert_eq!(distinct(&["ASC", "", "asc"], pascal, &[]), ["AscUpper", "Empty", "Asc"]);
        assert_eq!(
            distinct(&["a-b", "a_b", "aB"], snake, &[]),
            ["a_dash_b", "a_underscore_b", "a_b"]
        );
    }

    #[test]
    fn a_name_that_stands_there_twice_is_numbered() {
        assert_eq!(
            distinct(&["map", "map", "Map"], pascal, &[]),
            ["Map", "Map2", "MapMixed"]
        );
    }
}
