//! Diagnostics as text: the source line with a caret, with or without colors.
//!
//! `annotate-snippets` renders the same layout, but it derives the column from the text that it shows: it would need the
//! whole line, which may be a whole document.

use anstyle::{AnsiColor, Style};
use typewright_core::escaped::Escaped;
use unicode_width::UnicodeWidthStr;

use super::{Diagnostic, Excerpt, Group, Severity};

/// Returns the text of a diagnostic, and how many other places it applies to, with ANSI escape sequences for colors if
/// wanted.
pub fn render(group: Group<'_>, colors: bool) -> String {
    let diagnostic = group.first;
    let paint = |style: Style, text: &str| {
        if colors {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    };
    let severity = severity_style(diagnostic.severity);
    let number = match &diagnostic.excerpt {
        Some(_) => diagnostic.line.to_string(),
        None => String::new(),
    };
    let indent = " ".repeat(number.len().max(1));
    let bar = paint(FRAME, &format!("{indent} |"));
    let severity_word = paint(severity, diagnostic.severity.as_str());
    let message = paint(Style::new().bold(), &format!(": {}", Escaped(&diagnostic.message)));
    let arrow = paint(FRAME, "-->");
    let mut lines = vec![
        format!("{severity_word}{message}"),
        format!("{indent}{arrow} {}", place(diagnostic)),
    ];
    if let Some(excerpt) = &diagnostic.excerpt {
        let (before, carets) = underline(excerpt);
        let space = if excerpt.text.is_empty() { "" } else { " " };
        let number = paint(FRAME, &format!("{number} |"));
        lines.extend([
            bar.clone(),
            format!("{number}{space}{}", excerpt.text),
            format!("{bar} {before}{}", paint(severity, &carets)),
            bar,
        ]);
    }
    let footer = |label: &str, message: &str| {
        let sign = paint(FRAME, &format!("{indent} ="));
        format!("{sign} {}: {message}", paint(Style::new().bold(), label))
    };
    lines.push(footer("help", &Escaped(&diagnostic.help).to_string()));
    lines.extend(group.others_in_words().map(|others| footer("note", &others)));
    lines.join("\n")
}

const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::BrightGreen,
    };
    color.on_default().bold()
}

/// `schemas/device.json:7:15 (/properties/name/type)`
fn place(diagnostic: &Diagnostic) -> String {
    let position = match diagnostic.line {
        0 => String::new(),
        line => format!(":{line}:{}", diagnostic.column),
    };
    let pointer = match diagnostic.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" ({})", Escaped(pointer)),
    };
    format!("{}{position}{pointer}", Escaped(&diagnostic.file))
}

/// The spaces before the carets, and the carets: one at least, also behind the end of a line.
fn underline(excerpt: &Excerpt) -> (String, String) {
    let width = |text: Option<&str>| text.map_or(0, UnicodeWidthStr::width);
    let before = width(excerpt.text.get(..excerpt.start));
    let token = width(excerpt.text.get(excerpt.start..excerpt.end));
    (" ".repeat(before), "^".repeat(token.max(1)))
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::report::{Group, Place, Report, Source};

    fn rendered(text: &str, token: &str, colors: bool) -> String {
        let source = Source::new("a.json".to_owned(), "a.json".to_owned(), text.to_owned(), String::new());
        let at = text.find(token).expect("the token is there");
        let place = Place {
            source: &source,
            at,
            pointer: "/type",
        };
        let mut report = Report::default();
        report.error(&place, "wrong", "fix it");
        let group = Group {
            first: &report.into_diagnostics()[0],
            others: 0,
        };
        render(group, colors)
    }

    #[test]
    fn carets_are_below_the_token_behind_tabs_and_wide_characters() {
        insta::assert_snapshot!(rendered("{\n\t\"日本\": \"objct\"}", "\"objct", false), @r#"
        error: wrong
         --> a.json:2:8 (/type)
          |
        2 |     "日本": "objct"}
          |             ^^^^^^^
          |
          = help: fix it
        "#);
    }

    #[test]
    fn a_place_in_a_cut_line_has_its_real_column() {
        let text = format!("{{{}\"type\": \"objct\"}}", "\"a\": 1, ".repeat(20_000));
        insta::assert_snapshot!(rendered(&text, "\"objct", false), @r#"
        error: wrong
         --> a.json:1:160010 (/type)
          |
        1 | ..., "a": 1, "a": 1, "a": 1, "a": 1, "a": 1, "type": "objct"}
          |                                                      ^^^^^^^
          |
          = help: fix it
        "#);
    }

    #[test]
    fn colors_are_escape_sequences_that_end_on_their_line() {
        let text = rendered("{\"a\": \"\u{1b}[2J\"}", "\"\u{1b}", true);
        assert!(text.contains("\u{1b}[1m\u{1b}[91merror\u{1b}[0m"), "{text:?}");
        assert!(text.contains("\\u{1b}[2J"), "{text:?}");
        assert!(!text.contains("\u{1b}[2J"), "{text:?}");
        for line in text.lines() {
            assert!(line.rfind("\u{1b}[") == line.rfind("\u{1b}[0m"), "{line:?}");
        }
    }
}
