//! Pairs of documents, from files or from text.

use std::path::Path;
use std::time::{Duration, Instant};

use typewright_core::Json;
use typewright_core::schema::Schema;

use super::content::{Content, content};
use super::tables::{Shorthands, Tables};
use super::{Answer, contains};
use crate::input::document::Node;
use crate::input::file::{Document, read, read_text};
use crate::input::sources::Sources;
use crate::openapi::Api;
use crate::report::{Diagnostics, Report};
use crate::schema::resolve::{Settings, resolve};

/// How long the search for an answer may take.
const LIMIT: Duration = Duration::from_millis(800);

/// The metaschema of draft-07, which schemas may refer to by its URL.
const DRAFT_07: &str = include_str!("draft_07.json");
const DRAFT_07_URL: &str = "http://json-schema.org/draft-07/schema";

/// Decides whether schemas contain each other.
///
/// ```
/// use typewright::contains::{Answer, Containment};
///
/// # fn main() -> Result<(), typewright::Diagnostics> {
/// let mut containment = Containment::new();
/// let short = containment.text("short.json", r#"{"type": "string", "maxLength": 3}"#)?;
/// let long = containment.text("long.json", r#"{"type": "string", "maxLength": 5}"#)?;
/// assert_eq!(containment.contains(&short, &long), Answer::Yes);
/// assert!(matches!(containment.contains(&long, &short), Answer::No { .. }));
/// # Ok(())
/// # }
/// ```
pub struct Containment {
    ecma: Tables,
    unicode: Tables,
}

/// A schema that has been read.
#[derive(Debug, Clone)]
pub struct Table {
    /// As ECMA-262 reads its patterns.
    ecma: &'static Schema,
    /// As engines read them whose `\d` and `\w` take all of Unicode.
    unicode: &'static Schema,
    /// What the schema says that is not checked.
    unchecked: Option<Unchecked>,
    /// Whether it is a `const` without a string in it.
    has_no_strings: bool,
    /// The document as JSON text.
    text: String,
}

impl Default for Containment {
    fn default() -> Self {
        Self::new()
    }
}

impl Containment {
    /// No schema has been read yet.
    pub fn new() -> Self {
        Self {
            ecma: Tables::new(Shorthands::Ecma),
            unicode: Tables::new(Shorthands::Unicode),
        }
    }

    /// Reads the schema in a file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn file(&mut self, path: &Path) -> Result<Table, Diagnostics> {
        let mut report = Report::default();
        let mut sources = Sources::default();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if let Ok(document) = read(path, name.unwrap_or_default(), &mut report) {
            sources.files.push(document);
        }
        self.read(sources, report)
    }

    /// Reads a schema from text; the name stands for a file in messages.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn text(&mut self, name: &str, text: &str) -> Result<Table, Diagnostics> {
        let mut report = Report::default();
        let mut sources = Sources::default();
        sources.files.push(read_text(name, text, &mut report));
        self.read(sources, report)
    }

    fn read(&mut self, mut sources: Sources, mut report: Report) -> Result<Table, Diagnostics> {
        let settings = Settings {
            url_folders: Vec::new(),
            format_annotates: false,
        };
        let refers = |document: &Document| document.root.as_ref().is_some_and(refers_to_draft_07);
        if sources.files.items().first().is_some_and(refers) {
            let metaschema = read_text("draft-07.json", DRAFT_07, &mut report);
            sources.files.push(metaschema);
        }
        let set = resolve(&mut sources, &Api::default(), &settings, &mut report);
        let document = sources.files.items().first().and_then(|file| file.root.as_ref());
        match (set.roots.first(), document) {
            (Some(root), Some(document)) if !report.has_errors() => {
                let text = document.to_json();
                let ecma = self.ecma.table(&set, root.schema);
                Ok(Table {
                    ecma,
                    unicode: if has_shorthands(&text) {
                        self.unicode.table(&set, root.schema)
                    } else {
                        ecma
                    },
                    unchecked: unchecked(document),
                    has_no_strings: document
                        .get("const")
                        .is_some_and(|constant| !node_holds_string(constant)),
                    text,
                })
            }
            _ => Err(Diagnostics(report.into_diagnostics())),
        }
    }

    /// Decides whether `b` accepts everything that `a` accepts.
    ///
    /// # Panics
    /// On an internal fault of typewright.
    pub fn contains(&self, a: &Table, b: &Table) -> Answer {
        if a.text == b.text {
            return Answer::Yes;
        }
        let start = Instant::now();
        let answer = contains(a.ecma, b.ecma, LIMIT);
        let left = LIMIT.saturating_sub(start.elapsed());
        let has_other_reading = !core::ptr::eq(a.ecma, a.unicode) || !core::ptr::eq(b.ecma, b.unicode);
        let other = has_other_reading.then(|| contains(a.unicode, b.unicode, left));
        match (&answer, other) {
            (Answer::Yes | Answer::No { .. }, Some(undecided @ Answer::Undecided { .. })) => return undecided,
            (Answer::Yes, Some(Answer::No { .. })) | (Answer::No { .. }, Some(Answer::Yes)) => {
                return Answer::Undecided {
                    reason: "engines differ in what `\\d` and `\\w` match outside of ASCII, and the answer depends on it",
                };
            }
            (Answer::Undecided { .. }, _)
            | (_, None)
            | (Answer::Yes, Some(Answer::Yes))
            | (Answer::No { .. }, Some(Answer::No { .. })) => {}
        }
        // Without what is not checked, a schema accepts more than it should: that spoils a proof for the second schema and a
        // witness for the first one, and under a negation the other way round.
        let spoilt = match &answer {
            // All keywords that are not checked are about strings.
            Answer::Yes if a.has_no_strings => None,
            Answer::No { witness } if !holds_string(witness) => None,
            Answer::Yes => b.unchecked.or(a.unchecked.filter(|unchecked| unchecked.may_be_negated)),
            Answer::No { .. } => a.unchecked.or(b.unchecked.filter(|unchecked| unchecked.may_be_negated)),
            Answer::Undecided { .. } => None,
        };
        spoilt.map_or(answer, |unchecked| Answer::Undecided {
            reason: unchecked.reason,
        })
    }
}

/// Whether a document has a `$ref` to the metaschema, and does not define it.
fn refers_to_draft_07(document: &Node) -> bool {
    let has = |node: &Node, keyword: &str| {
        let url = node.get(keyword).and_then(Node::as_str);
        url.is_some_and(|url| url.split('#').next() == Some(DRAFT_07_URL))
    };
    !has(document, "$id") && (has(document, "$ref") || inside(document).any(refers_to_draft_07))
}

/// Whether a pattern may use `\d`, `\w` or their opposites: the backslash is escaped in JSON.
fn has_shorthands(document: &str) -> bool {
    [r"\\d", r"\\D", r"\\w", r"\\W"]
        .iter()
        .any(|shorthand| document.contains(shorthand))
}

/// A keyword that is not checked.
#[derive(Debug, Clone, Copy)]
struct Unchecked {
    reason: &'static str,
    /// Whether the document negates schemas anywhere.
    may_be_negated: bool,
}

/// The first keyword of a document that is not checked.
fn unchecked(document: &Node) -> Option<Unchecked> {
    let reason = first_unchecked(document)?;
    let may_be_negated = ["not", "oneOf", "if"]
        .into_iter()
        .any(|keyword| has_member(document, keyword));
    Some(Unchecked { reason, may_be_negated })
}

fn first_unchecked(node: &Node) -> Option<&'static str> {
    let text = |keyword: &str| node.get(keyword).and_then(Node::as_str);
    let own = match content(text("contentEncoding"), text("contentMediaType")) {
        Content::Unchecked(reason) => Some(reason),
        Content::Any | Content::Checked(_) => {
            (text("format") == Some("idn-hostname")).then_some("the format `idn-hostname` is not checked")
        }
    };
    own.or_else(|| inside(node).find_map(first_unchecked))
}

fn node_holds_string(node: &Node) -> bool {
    node.as_str().is_some() || inside(node).any(node_holds_string)
}

fn holds_string(value: &Json) -> bool {
    match value {
        Json::String(_) => true,
        Json::Array(items) => items.iter().any(holds_string),
        Json::Object(object) => object.values().any(holds_string),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

fn has_member(node: &Node, name: &str) -> bool {
    node.get(name).is_some() || inside(node).any(|inside| has_member(inside, name))
}

fn inside(node: &Node) -> impl Iterator<Item = &Node> {
    node.members().iter().map(|member| &member.value).chain(node.items())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight pigeons in seven holes, each hole with one pigeon at most: it takes long to see that this cannot be.
    fn pigeons() -> String {
        let (pigeons, holes) = (8, 7);
        let place = |pigeon: usize, hole: usize| format!(r#"{{"required": ["{pigeon} in {hole}"]}}"#);
        let mut parts: Vec<String> = (0..pigeons)
            .map(|pigeon| {
                let places: Vec<String> = (0..holes).map(|hole| place(pigeon, hole)).collect();
                format!(r#"{{"anyOf": [{}]}}"#, places.join(","))
            })
            .collect();
        for hole in 0..holes {
            for one in 0..pigeons {
                for other in one + 1..pigeons {
                    let both = [place(one, hole), place(other, hole)].join(",");
                    parts.push(format!(r#"{{"not": {{"allOf": [{both}]}}}}"#));
                }
            }
        }
        format!(r#"{{"allOf": [{}]}}"#, parts.join(","))
    }

    /// The witness against `a` in `b`, however slow the machine is.
    fn witness(a: &str, b: &str) -> String {
        let mut containment = Containment::new();
        let a = containment.text("a.json", a).expect("a schema");
        let b = containment.text("b.json", b).expect("a schema");
        match contains(a.ecma, b.ecma, Duration::from_secs(60)) {
            Answer::No { witness } => witness.to_string(),
            answer => panic!("{answer:?}"),
        }
    }

    #[test]
    fn a_branch_that_takes_too_long_does_not_hide_the_others() {
        let easy = r#"{"required": ["x"], "properties": {"x": {"const": 1}}}"#;
        let a = format!(r#"{{"type": "object", "anyOf": [{}, {easy}]}}"#, pigeons());
        assert_eq!(witness(&a, r#"{"not": {"required": ["x"]}}"#), r#"{"x":1}"#);
    }

    #[test]
    fn what_is_hard_to_exclude_is_denied_like_anything_else() {
        let branches = ["x", "y", "z"].map(|name| format!(r#"{{"required": ["{name}"], "allOf": [{}]}}"#, pigeons()));
        let b = format!(r#"{{"anyOf": [{}]}}"#, branches.join(","));
        assert_eq!(witness(r#"{"type": "object", "required": ["w"]}"#, &b), r#"{"w":null}"#);
    }
}
