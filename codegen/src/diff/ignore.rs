//! The ignore file: findings that were reviewed and accepted.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::finding::{Finding, Place};
use super::rules::RULES;
use crate::input::document::{Node, Value, step};
use crate::input::file::{Document, read, shown};
use crate::report::{self, Diagnostics, Report};

/// Findings that were reviewed and accepted.
///
/// The file is a JSON array of objects with `rule`, `pointer` (a JSON Pointer, or the name of a file, `#` and a JSON
/// Pointer), `reason`, and optionally `expires` (`2027-01-31`: the last day).
#[derive(Debug)]
pub struct Ignore {
    document: Document,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    rule: String,
    pointer: String,
    expires: Option<(u64, String)>,
    at: usize,
    place: String,
}

impl Ignore {
    /// Reads an ignore file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let mut report = Report::default();
        let document = read_array(path, &mut report);
        let (Some(document), false) = (document, report.has_errors()) else {
            return Err(Diagnostics(report.into_diagnostics()));
        };
        let mut entries = Vec::new();
        for (index, node) in document
            .root
            .as_ref()
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            entries.extend(entry(node, &step("", &index.to_string()), &document, &mut report));
        }
        if report.has_errors() {
            return Err(Diagnostics(report.into_diagnostics()));
        }
        Ok(Self { document, entries })
    }

    /// Removes the findings that are ignored.
    ///
    /// # Errors
    /// The entries that are expired, and those that no finding belongs to.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) -> Result<(), Diagnostics> {
        let mut report = Report::default();
        for entry in &self.entries {
            let place = report::Place {
                source: &self.document.source,
                at: entry.at,
                pointer: &entry.place,
            };
            if let Some((day, text)) = &entry.expires
                && *day < today()
            {
                let help = "review the finding again, then remove the entry or set another date";
                report.error(&place, format!("this entry expired on {text}"), help);
                continue;
            }
            let mut is_stale = true;
            findings.retain_mut(|finding| {
                finding.rule.id != entry.rule
                    || finding.retain_places(|places| {
                        let is_about = entry.is_about(places);
                        is_stale &= !is_about;
                        is_about
                    })
            });
            if is_stale {
                let message = format!(
                    "stale entry: there is no finding of `{}` at {:?}",
                    entry.rule, entry.pointer
                );
                report.error(&place, message, "remove the entry, or correct its pointer");
            }
        }
        if report.has_errors() {
            Err(Diagnostics(report.into_diagnostics()))
        } else {
            Ok(())
        }
    }
}

impl Entry {
    fn is_about(&self, places: [&Option<Place>; 2]) -> bool {
        let is_at = |place: &Place| {
            place.pointer == self.pointer || format!("{}#{}", place.name, place.pointer) == self.pointer
        };
        self.pointer.is_empty() || places.into_iter().flatten().any(is_at)
    }
}

/// Reads a file that holds an array.
fn read_array(path: &Path, report: &mut Report) -> Option<Document> {
    let mut inner = Report::default();
    match read(path, shown(path), &mut inner) {
        Ok(document) => {
            // The reader expects a schema; here, an array is expected.
            let parsed = crate::input::document::parse(&document.text);
            match parsed {
                Ok(root) if matches!(root.value, Value::Array(_)) => Some(Document {
                    root: Some(root),
                    fault: None,
                    ..document
                }),
                Ok(root) => {
                    let place = report::Place {
                        source: &document.source,
                        at: root.at,
                        pointer: "",
                    };
                    let message = format!("an ignore file must be an array of entries, found {}", root.kind());
                    report.error(&place, message, HELP);
                    None
                }
                Err(error) => {
                    let place = report::Place {
                        source: &document.source,
                        at: error.at,
                        pointer: &error.pointer,
                    };
                    report.error(&place, error.message, error.help);
                    None
                }
            }
        }
        Err(error) => {
            let error = inner.get(error);
            report.whole_file(&error.file, error.message.clone(), "name a readable file with --ignore");
            None
        }
    }
}

const HELP: &str = "write entries such as {\"rule\": \"property-removed\", \"pointer\": \"order.json#/properties/note\", \"reason\": \"no \
                    client uses it\", \"expires\": \"2027-01-31\"}";

fn entry(node: &Node, pointer: &str, document: &Document, report: &mut Report) -> Option<Entry> {
    let mut error = |at: usize, pointer: &str, message: String| {
        let place = report::Place {
            source: &document.source,
            at,
            pointer,
        };
        report.error(&place, message, HELP);
    };
    let mut text = |name: &str| {
        let text = node
            .get(name)
            .and_then(Node::as_str)
            .filter(|text| !text.is_empty() || name == "pointer");
        if text.is_none() {
            error(node.at, pointer, format!("this entry has no `{name}`"));
        }
        text
    };
    let (rule, place, reason) = (text("rule"), text("pointer"), text("reason"));
    for member in node.members() {
        if !["rule", "pointer", "reason", "expires"].contains(&&*member.name) {
            error(
                member.at,
                &step(pointer, &member.name),
                format!("unknown property {:?}", member.name),
            );
        }
    }
    if let Some(rule) = rule
        && !RULES.iter().any(|known| known.id == rule)
    {
        let at = node.get("rule").map_or(node.at, |node| node.at);
        error(at, &step(pointer, "rule"), format!("unknown rule {rule:?}"));
    }
    let expires = match node.get("expires") {
        None => None,
        Some(value) => match value.as_str().and_then(|text| Some((day_of(text)?, text.to_owned()))) {
            Some(day) => Some(day),
            None => {
                let message = format!(
                    "`expires` must be a date such as \"2027-01-31\", found {}",
                    value.to_json()
                );
                error(value.at, &step(pointer, "expires"), message);
                None
            }
        },
    };
    reason?;
    Some(Entry {
        rule: rule?.to_owned(),
        pointer: place?.to_owned(),
        expires,
        at: node.at,
        place: pointer.to_owned(),
    })
}

/// Today, in days since 1970 (UTC).
fn today() -> u64 {
    const DAY: u64 = 24 * 60 * 60;
    // A clock before 1970 has not passed any date.
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs() / DAY)
}

/// The day of a date since 1970.
fn day_of(text: &str) -> Option<u64> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !is_digits(year, 4) || !is_digits(month, 2) || !is_digits(day, 2) {
        return None;
    }
    let (year, month, day): (u64, u64, u64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let lengths = [
        31,
        if is_leap { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let index = usize::try_from(month.checked_sub(1)?).ok()?;
    if year < 1970 || day == 0 || day > *lengths.get(index)? {
        return None;
    }
    let before = |year: u64| year * 365 + year / 4 - year / 100 + year / 400;
    let days: u64 = lengths.iter().take(index).sum();
    Some(before(year - 1) - before(1969) + days + day - 1)
}

#[cfg(test)]
mod tests {
    use super::day_of;

    #[test]
    fn dates_are_days_since_1970() {
        assert_eq!(day_of("1970-01-01"), Some(0));
        assert_eq!(day_of("2000-03-01"), Some(11_017));
        assert_eq!(day_of("2026-11-26"), Some(20_783));
        for wrong in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "26-01-01",
            "2026-01-01-1",
            "soon",
        ] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }
}
