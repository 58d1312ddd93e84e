//! Text that tries to be code.

use crate::support::{accept, refuse, text};

/// What people, or worse, may write into a description.
pub(crate) const HOSTILE: [&str; 12] = [
    "a */ pub struct Evil; /* b",
    "a \"# pub struct Evil; r#\" b",
    "a\npub struct Evil;\nb",
    "a\rpub struct Evil;\r\nb",
    "a\n\npub struct Evil;\n\nb",
    "#![feature(evil)]",
    "#[derive(Evil)]",
    "```\npub struct Evil;\n```",
    "~~~\npub struct Evil;\n~~~",
    "\u{202e}evil\u{202c} \u{2066}evil\u{2069}\u{200f}",
    "<html><script>evil()</script></details>",
    "[links] [to](https://evil.example) [`Evil`] [1]: evil",
];

/// Markdown that rustdoc would warn of, compile, or take for something else.
pub(crate) const MARKDOWN: [&str; 14] = [
    "# Heading\n\nSee [guide], [`Device`](guide), [Self] and [a][b].\n\n[guide]: https://x.y/guide",
    "```\nlet x = 1;\n```\n\n    fn indented() {}\n\n```rust,should_panic\npanic!()\n```\n\n```no-run\nx\n```",
    "* one\n  1. nested\n\n     ```\n     code\n     ```\n* two",
    "| Name | Use |\n| --- | :-: |\n| a | [b](c) `d \\| e` |\n\nhttps://x.y/a_b. Or http://x.y/(c)!",
    "<p>Creates a <a href='charge'>charge</a> for <customer>.<br/>Vec<T>, </b> and <b>more",
    "<div>\n<script>x()</script>\n</div>\n\n<unclosed",
    "`` ` `` and ` and `a``b` and **bold _both_** ~~gone~~ ~1 5 * 3 snake_case_name _x_",
    "> quoted\n>\n> > twice",
    "[^1]: a note\n\nText[^1] [ ] and [x]",
    "- [ ] open\n- [x] done\n\n---\n\n***",
    "[a](a#b#c) [b](tel:112) [c](mailto:a@localhost) [d](javascript:x) [e]() ![f](g.png)",
    "{% note %}\n\n**Note**: `--all`, --all &amp; &lt;b&gt; \\< \\[x\\]\n\n{% endnote %}",
    "Line one  \nline two\\\nline three\ttab",
    "crate::Device, std::string::String, [crate::Device], [`String`] and [struct@Foo]",
];

pub(crate) fn hostile_schema(text: &str) -> String {
    serde_json::json!({
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "described": {"type": "string", "title": text, "description": text, "default": text},
            "values": {"type": "string", "enum": [text, "b"], "description": text},
            "choice": {"oneOf": [{"type": "string", "title": text, "description": text}, {"type": "null"}, {"type": "boolean"}]},
            "fixed": {"const": text},
            "matches": {"type": "string", "pattern": "^[a-z]+$", "description": text},
            text: {"type": "integer"},
        },
    })
    .to_string()
}

#[test]
fn no_text_of_a_schema_becomes_code() {
    for hostile in HOSTILE {
        let output = accept(&[("device.json", &hostile_schema(hostile))]);
        for file in &output.files {
            let code =
                syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.text));
            let only_docs = code.attrs.iter().all(|attribute| attribute.path().is_ident("doc"));
            assert!(
                only_docs,
                "{hostile:?} became an attribute of {}:\n{}",
                file.path, file.text
            );
            let evil = |item: &syn::Item| matches!(item, syn::Item::Struct(item) if item.ident == "Evil");
            assert!(
                !code.items.iter().any(evil),
                "{hostile:?} became code in {}:\n{}",
                file.path,
                file.text
            );
        }
    }
}

#[test]
fn no_text_of_a_schema_turns_the_direction_of_the_code() {
    let output = accept(&[(
        "device.json",
        &hostile_schema("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}x"),
    )]);
    for file in &output.files {
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!file.text.contains(turns), "{}:\n{}", file.path, file.text);
    }
}

#[test]
fn a_description_says_in_the_documentation_what_it_says() {
    let schemas: Vec<(String, String)> = HOSTILE
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let schema = serde_json::json!({"type": "string", "description": text});
            (format!("text{:02}.json", number + 1), schema.to_string())
        })
        .collect();
    let files: Vec<(&str, &str)> = schemas.iter().map(|(name, text)| (&**name, &**text)).collect();
    let output = accept(&files);
    let documentation: Vec<&str> = text(&output, "types.rs")
        .lines()
        .filter(|line| line.starts_with("///") && !line.contains("Schema: `") && *line != "///")
        .collect();
    insta::assert_snapshot!(documentation.join("\n"), @r##"
    /// a */ pub struct Evil; /* b
    /// a "# pub struct Evil; r#" b
    /// a pub struct Evil; b
    /// a pub struct Evil; b
    /// a
    /// pub struct Evil;
    /// b
    /// \#!\[feature(evil)]
    /// \#\[derive(Evil)]
    /// ```text
    /// pub struct Evil;
    /// ```
    /// ```text
    /// pub struct Evil;
    /// ```
    /// evil evil
    /// \<script>evil()\</script>
    /// \[links] [to](https://evil.example) \[`Evil`] \[1]: evil
    "##);
}

#[test]
fn a_line_of_a_description_that_is_wrapped_starts_no_block() {
    // Where a line breaks is the generator's choice, so none may become a heading, a list, a code block, a rule.
    for start in [
        "# x", "- x", "* x", "+ x", "> x", "~~~ x", "=== x", "--- x", "=", "-", "1. x", "1) x", "| x",
    ] {
        for words in 40..56 {
            let description = format!("{}{start}", "a ".repeat(words));
            let schema = serde_json::json!({"type": "string", "description": description});
            let output = accept(&[("device.json", &schema.to_string())]);
            let line = text(&output, "types.rs")
                .lines()
                .filter_map(|line| line.strip_prefix("/// "))
                .find(|line| line.starts_with(start));
            assert_eq!(line, None, "{start:?} after {words} words begins a line of Markdown");
        }
    }
}

#[test]
fn a_property_name_cannot_forge_a_line_of_the_report() {
    let refusal = refuse(&[(
        "device.json",
        r#"{"properties": {"a\n  help: all is well\u001b[2J": {"type": "strng"}}}"#,
    )]);
    let only = refusal.only();
    assert_eq!((only.line, only.column), (1, 61));
    let lines: Vec<String> = only.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 7, "{}", refusal.text);
    assert!(
        lines
            .iter()
            .all(|line| !line.contains("help: all") || line.contains("a\\n  help: all")),
        "{lines:?}"
    );
    assert!(!refusal.text.contains('\u{1b}'), "{:?}", refusal.text);
}
