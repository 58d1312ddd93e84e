//! A long report in short: a line for each cause, what is worst first.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use typewright_core::escaped::Escaped;

use super::group::Group;
use super::shortened;
use crate::diff::Verdict;
use crate::diff::verdict::Concern;
use crate::input::file::is_document;
use crate::report::Severity;

/// How many sentences of one cause are shown.
const SENTENCES: usize = 3;
/// How long a sentence is at most, and the list of harmless rules.
const SENTENCE: usize = 90;
const WIDTH: usize = 110;

/// Renders the groups of a report.
pub(super) fn render(groups: &[Group<'_>], colors: bool) -> String {
    let mut text = String::new();
    for concern in LISTED {
        let own: Vec<&Group<'_>> = groups
            .iter()
            .filter(|group| group.first().concern() == concern)
            .collect();
        if own.is_empty() {
            continue;
        }
        let heading = format!("{}: {}", title(concern), changes(&own));
        text.push_str(&paint(style(concern), &heading, colors));
        text.push('\n');
        for (rule, groups) in by_rule(&own) {
            let heading = format!("{rule}: {}", changes(&groups));
            text.extend(["  ", &paint(Style::new().bold(), &heading, colors), "\n"]);
            let causes = causes(&groups);
            let shown = most_causes(concern).min(causes.len());
            for cause in &causes[..shown] {
                let _ = writeln!(text, "    {}", Escaped(&cause.line()));
            }
            if shown < causes.len() {
                let _ = writeln!(text, "    and {} more", causes.len() - shown);
            }
        }
        text.push('\n');
    }
    let harmless: Vec<&Group<'_>> = groups
        .iter()
        .filter(|group| group.first().concern() == Concern::None)
        .collect();
    text.push_str(&in_short(&harmless));
    text
}

/// What is listed, from the worst.
const LISTED: [Concern; 5] = [
    Concern::Wire,
    Concern::Rust,
    Concern::Check,
    Concern::May,
    Concern::Undecided,
];

fn title(concern: Concern) -> &'static str {
    match concern {
        Concern::Wire => "breaks on the wire",
        Concern::Rust => "breaks Rust code",
        Concern::Check => "concerns the exact check of older versions",
        Concern::May => "may break",
        Concern::Undecided => "undecided",
        Concern::None => "harmless",
    }
}

/// How many causes of one rule are listed: nearly all of those that the other side of the wire or a check decides, since nothing
/// else reports them. The compiler reports all that break Rust code.
fn most_causes(concern: Concern) -> usize {
    match concern {
        Concern::Wire | Concern::Check => 40,
        Concern::Rust | Concern::May | Concern::Undecided | Concern::None => 8,
    }
}

fn style(concern: Concern) -> Style {
    let color = match concern.severity() {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning | Severity::Note => AnsiColor::Yellow,
    };
    color.on_default().bold()
}

/// Groups by rule, in the order of the first of each.
fn by_rule<'g, 'r>(groups: &[&'g Group<'r>]) -> Vec<(&'static str, Vec<&'g Group<'r>>)> {
    let mut rules: Vec<(&'static str, Vec<&Group<'_>>)> = Vec::new();
    for group in groups {
        let id = group.first().rule.id;
        match rules.iter_mut().find(|(rule, _)| *rule == id) {
            Some((_, own)) => own.push(group),
            None => rules.push((id, vec![group])),
        }
    }
    rules
}

/// Changes of one rule in one schema, or with one sentence.
struct Cause<'g, 'r> {
    groups: Vec<&'g Group<'r>>,
}

/// What groups of one cause have in common.
#[derive(PartialEq, Eq, Hash)]
enum Common<'g> {
    /// They are in this schema, or in this action.
    Owner(&'g str),
    /// They are at the same places.
    Places(BTreeSet<&'g str>),
    /// They have this sentence, apart from what it names first.
    Sentence(String),
}

fn causes<'g, 'r>(groups: &[&'g Group<'r>]) -> Vec<Cause<'g, 'r>> {
    let mut causes: Vec<Cause<'_, '_>> = Vec::new();
    let mut known: HashMap<(Common<'_>, Verdict, Verdict), usize> = HashMap::new();
    for group in groups {
        let next = causes.len();
        let (wire, rust) = (group.first().wire, group.first().rust);
        let index = common(group).map_or(next, |common| *known.entry((common, wire, rust)).or_insert(next));
        match causes.get_mut(index) {
            Some(cause) => cause.groups.push(group),
            None => causes.push(Cause { groups: vec![group] }),
        }
    }
    causes
}

fn common<'g>(group: &'g Group<'_>) -> Option<Common<'g>> {
    let places: BTreeSet<&str> = group.subjects().into_iter().collect();
    let owners: BTreeSet<&str> = places.iter().map(|place| owner(place)).collect();
    Some(match (owners.first(), owners.len()) {
        (None, _) => {
            let (start, _, end) = named(&group.message)?;
            Common::Sentence(format!("{start}{end}"))
        }
        (Some(first), 1) => Common::Owner(first),
        (Some(_), _) => Common::Places(places),
    })
}

/// What a sentence names first, and what is before and behind it.
fn named(sentence: &str) -> Option<(&str, &str, &str)> {
    let (start, rest) = sentence.split_once('`')?;
    let (name, end) = rest.split_once('`')?;
    Some((start, name, end))
}

impl Cause<'_, '_> {
    fn line(&self) -> String {
        let Some(first) = self.groups.first() else {
            return String::new();
        };
        let finding = first.first();
        let also = match (finding.concern(), finding.rust, finding.wire) {
            (Concern::Wire, Verdict::Breaks, _) => " [Rust breaks too]",
            (Concern::Rust, _, Verdict::May) => " [may break on the wire too]",
            _ => "",
        };
        let subjects = first.subjects();
        let Some(subject) = subjects.first() else {
            return format!("{}{also}{}", shortened(&first.message, 2 * SENTENCE), self.others());
        };
        let places = |group: &Group<'_>| {
            group
                .subjects()
                .into_iter()
                .map(str::to_owned)
                .collect::<BTreeSet<String>>()
        };
        let together = places(first);
        let are_together = self.groups.iter().all(|group| places(group) == together);
        let start = match subjects.len() {
            _ if !are_together => owner(subject).to_owned(),
            1 => (*subject).to_owned(),
            count => format!("{subject} and {} more", count - 1),
        };
        let sentences = self.groups.iter().take(SENTENCES).map(|group| {
            let detail = shortened(group.detail(), SENTENCE);
            let subjects = group.subjects();
            let place = match subjects.first() {
                Some(place) if !are_together => place.strip_prefix(&start).unwrap_or(place),
                _ => "",
            };
            match (place, subjects.len()) {
                ("", 1) => detail,
                ("", _) if are_together => detail,
                ("", count) => format!("{start} and {} more {detail}", count - 1),
                (place, 1) => format!("{place} {detail}"),
                (place, count) => format!("{place} and {} more {detail}", count - 1),
            }
        });
        let mut sentences: Vec<String> = sentences.collect();
        if self.groups.len() > SENTENCES {
            sentences.push(format!("and {} more", self.groups.len() - SENTENCES));
        }
        format!("{start}: {}{also}", sentences.join("; "))
    }

    /// What the other sentences name.
    fn others(&self) -> String {
        const NAMES: usize = 100;
        let others = self.groups.iter().skip(1).filter_map(|group| named(&group.message));
        let others: Vec<&str> = others.map(|(_, name, _)| name).collect();
        match others[..] {
            [] => String::new(),
            _ => format!("; the same: {}", shortened(&others.join(", "), NAMES)),
        }
    }
}

/// The schema, the resource or the file that a place is in.
fn owner(subject: &str) -> &str {
    let file = subject.split('/').next().unwrap_or_default();
    if is_document(Path::new(file)) {
        return file;
    }
    subject.split(['.', '[', '/', '?']).next().unwrap_or_default()
}

/// How many changes some groups have.
fn changes(groups: &[&Group<'_>]) -> String {
    let count: usize = groups.iter().map(|group| group.changes()).sum();
    match count {
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    }
}

/// How many harmless changes there are of each rule.
fn in_short(groups: &[&Group<'_>]) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in groups {
        *counts.entry(group.first().rule.id).or_default() += group.changes();
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut text = format!("harmless: {}\n ", changes(groups));
    let mut column = 1;
    for (index, (rule, count)) in counts.iter().enumerate() {
        let end = if index + 1 == counts.len() { "" } else { "," };
        let word = format!(" {count} {rule}{end}");
        if column + word.len() > WIDTH {
            text.push_str("\n ");
            column = 1;
        }
        column += word.len();
        text.push_str(&word);
    }
    text.push_str("\n\n");
    text
}

fn paint(style: Style, text: &str, colors: bool) -> String {
    if colors {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}
