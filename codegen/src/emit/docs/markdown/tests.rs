use std::cell::RefCell;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::escape::url_length;
use super::write::{language, without_breaks, without_style};
use super::{Block, Inline, Item, Link, List, Table, read, write};

const WIDTH: usize = 40;

/// What documents are made of: everything that Markdown, HTML or rustdoc gives a meaning.
const PIECES: &[&str] = &[
    "a",
    "b ",
    " c",
    "word",
    " ",
    " ",
    "  ",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "    ",
    "\t",
    "*",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "`",
    "``",
    "```",
    "```\n",
    "\n```rust\n",
    "\n~~~json\n",
    "\n```\n",
    "~~~",
    "[",
    "]",
    "[a]",
    "(",
    ")",
    "](",
    "[a](b)",
    "[a](https://x.y \"t\")",
    "![",
    "![i](https://x.y/i.png)",
    "\n[a]: https://x.y/z\n",
    "[^1]",
    "\n[^1]: note\n",
    "> [!TIP]\n",
    "<",
    ">",
    "<b>",
    "</b>",
    "<code>",
    "</code>",
    "<br>",
    "<p>",
    "</p>",
    "<id>",
    "<T>",
    "<a href=\"#x\">",
    "</a>",
    "\n<div>\n",
    "</div>",
    "<!-- c -->",
    "<ul><li>",
    "</li></ul>",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<script>",
    "&amp;",
    "&lt;",
    "&copy;",
    "&#1;",
    "&nbsp;",
    "&",
    ";",
    "\\",
    "\\\n",
    "#",
    "# ",
    "\n# ",
    "\n## ",
    "\n> ",
    "> ",
    "\n* ",
    "* ",
    "\n- ",
    "- ",
    "\n  - ",
    "\n1. ",
    "\n3) ",
    "1.",
    "\n   ",
    "+",
    "\n+ ",
    "---",
    "\n---\n",
    "\n***\n",
    "===",
    "\n===\n",
    "\n| a | b |\n| --- | :-: |\n| c | d |\n",
    "|",
    " | ",
    "\n| --- |\n",
    "\n--- | ---\n",
    ":-",
    "- [ ] ",
    "\n- [x] t",
    "[ ] ",
    "https://x.y/z_1",
    "http://a.b/(c)",
    "https://",
    "<https://x.y/?a=1&b=2>",
    "<m@x.y>",
    "--all",
    "...",
    "!",
    "\"",
    "'",
    "é",
    "\u{a0}",
    "\u{202e}",
    "\r\n",
    "*/",
    "#![deny(all)]",
];

/// Calls a function with documents of random pieces.
fn for_each_document(check: impl Fn(&str)) {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut below = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).expect("31 bits") % end
    };
    for _ in 0..5_000 {
        let length = 1 + below(24);
        let pieces: Vec<&str> = (0..length).map(|_| PIECES[below(PIECES.len())]).collect();
        check(&pieces.concat());
    }
}

/// What of a document has to be the same after it was written, apart from emphasis.
fn essence(blocks: Vec<Block>, is_written: bool) -> Vec<Block> {
    let nested = |blocks| essence(blocks, is_written);
    let all = blocks.into_iter().map(|block| match block {
        Block::Paragraph(content) => Block::Paragraph(without_style(content)),
        Block::Heading(level, content) => {
            let level = if is_written { level } else { (level + 1).min(6) };
            Block::Heading(level, without_breaks(without_style(content)))
        }
        Block::Code(mut code) => {
            code.language = language(&code.language).to_owned();
            let lines = code.text.strip_suffix('\n').unwrap_or(&code.text).split('\n');
            code.text = lines
                .map(|line| line.replace('\t', "    ").trim_end_matches(' ').to_owned() + "\n")
                .collect();
            Block::Code(code)
        }
        Block::Quote(blocks) => Block::Quote(nested(blocks)),
        Block::List(list) => {
            let items = list.items.into_iter().map(|item| Item {
                task: item
                    .task
                    .filter(|_| matches!(item.blocks.first(), Some(Block::Paragraph(_)))),
                blocks: nested(item.blocks),
            });
            Block::List(List {
                start: list.start,
                items: items.collect(),
            })
        }
        Block::Table(table) => {
            let cell = |content| without_breaks(without_style(content));
            let rows = table.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
            Block::Table(Table {
                columns: table.columns,
                rows: rows.collect(),
            })
        }
        Block::Rule => Block::Rule,
    });
    all.collect()
}

#[test]
fn a_written_document_has_the_structure_of_the_description() {
    for_each_document(|text| {
        let blocks = read(text);
        let written = write(&blocks, WIDTH);
        let again = essence(read(&written), true);
        let wanted = essence(blocks, false);
        assert!(
            again == wanted,
            "description:\n{text}\n\nwritten:\n{written}\n\n{text:?}\n{written:?}\n wanted {wanted:?}\n got    {again:?}"
        );
    });
}

#[test]
fn rustdoc_has_nothing_to_warn_of_and_no_test_to_run() {
    for_each_document(|text| {
        let written = write(&read(text), WIDTH);
        assert!(!written.contains(['\r', '\u{202e}']), "{text:?}\n{written}");
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        // rustdoc looks for an item of that name.
        let unresolved = RefCell::new(Vec::new());
        let mut resolve = |link: BrokenLink<'_>| {
            unresolved.borrow_mut().push(link.reference.to_string());
            None
        };
        let mut inside = 0;
        for event in Parser::new_with_broken_link_callback(&written, options, Some(&mut resolve)) {
            match event {
                Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                    panic!("{event:?} is markup:\n{text:?}\n{written}");
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    inside += 1;
                    assert!(
                        matches!(&kind, CodeBlockKind::Fenced(language) if !language.is_empty() && !language.contains("rust")),
                        "{kind:?}:\n{text:?}\n{written}"
                    );
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    inside += 1;
                    let is_safe = dest_url.contains(['/', '.', '%']) || dest_url.starts_with(['#', '?']);
                    assert!(is_safe, "{dest_url:?} may be an item:\n{text:?}\n{written}");
                }
                Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => inside -= 1,
                Event::Text(part) if inside == 0 => {
                    let mut urls = part.match_indices("http").filter_map(|(at, _)| url_length(&part[at..]));
                    assert_eq!(urls.next(), None, "a bare URL:\n{text:?}\n{written}");
                }
                _ => {}
            }
        }
        assert_eq!(
            *unresolved.borrow(),
            [""; 0],
            "links without a target:\n{text:?}\n{written}"
        );
    });
}

fn written(text: &str) -> String {
    write(&read(text), 96)
}

#[test]
fn blocks_survive() {
    for text in [
        "One.\n\nTwo.",
        "* a\n* b\n  1. c\n  2. d\n* e",
        "1. a\n\n   more\n\n2. b",
        "```json\n{\n    \"a\": [1]\n}\n```",
        "> quoted\n>\n> * twice",
        "| Name | Count |\n| --- | --: |\n| a \\| b | 1 |",
        "* [x] done\n* [ ] open",
        "a\\\nb",
        "> **Note**\n>\n> text",
        "*a*, **b**, ~~c~~, **_d_** and `e`",
        "[a](https://b.c \"t\"), ![d](https://e.f/g.png), <https://h.i> and <j@k.l>",
    ] {
        assert_eq!(written(text), text);
    }
}

#[test]
fn code_is_never_a_documentation_test() {
    for (text, first) in [
        ("```\nx\n```", "```text"),
        ("    x", "```text"),
        ("```rust\nx\n```", "```text"),
        ("```Rust,ignore\nx\n```", "```text"),
        ("```should-panic\nx\n```", "```text"),
        ("```E0277\nx\n```", "```text"),
        ("~~~ js highlight\nx\n~~~", "```js"),
        ("````\n```\n````", "````text"),
    ] {
        assert_eq!(written(text).lines().next(), Some(first), "{text}");
    }
}

#[test]
fn headings_are_below_those_of_the_documentation() {
    assert_eq!(
        written("# a\n\nb\n-\n\n###### c #\\#"),
        "## a\n\n### b\n\n###### c #\\#"
    );
}

#[test]
fn links_are_resolved_or_dropped() {
    assert_eq!(
        written("[a], [b][c] and [d]\n\n[a]: https://x.y/a\n[c]: <https://x.y/c>"),
        "[a](https://x.y/a), [b](https://x.y/c) and \\[d]"
    );
    assert_eq!(
        written("[a](guide) [b](#part) [c](javascript:alert) [d](tel:112) [e](mailto:f@g)"),
        "[a](./guide) [b](#part) c [d](tel:%3112) [e](mailto:%66@g)"
    );
    assert_eq!(
        written("See https://x.y/a_b_(c). Or (http://z.a)!"),
        "See <https://x.y/a_b_(c)>. Or (<http://z.a>)!"
    );
}

#[test]
fn html_becomes_markdown_and_placeholders_stay() {
    for (text, expected) in [
        (
            "Send <id> or `<id>` in <code>a_b</code>.<br>Then wait.",
            "Send \\<id> or `<id>` in `a_b`.\\\nThen wait.",
        ),
        (
            "<p>Creates a <a href=\"https://x.y\">charge</a>.</p>\n\n<p>1 &lt; 2 &amp; <strong>so on </strong></p>",
            "Creates a [charge](https://x.y).\n\n1 < 2 & **so on**",
        ),
        (
            "<ul>\n  <li>one</li>\n  <li>two <b>three</b></li>\n</ul>\n<pre>\nx\n  y\n</pre>",
            "* one\n* two **three**\n\n```text\nx\n  y\n```",
        ),
        ("a<!-- b --> <span style='x'>c</span> <b>d", "a c d"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
    ] {
        assert_eq!(written(text), expected, "{text}");
    }
}

#[test]
fn an_alert_is_a_quote_with_a_title() {
    assert_eq!(written("> [!NOTE]\n> It\n> rains."), "> **Note**\n>\n> It rains.");
}

#[test]
fn deep_nesting_is_merged() {
    for piece in ["> ", "* ", "[", "*a ", "<b>", "![", "1. ", "~~", "`"] {
        let text = piece.repeat(20_000) + "x";
        let blocks = read(&text);
        assert!(write(&blocks, WIDTH).contains('x'), "{piece}");
    }
}

#[test]
fn emphasis_that_cannot_be_written_is_dropped() {
    let linked = Link {
        is_image: false,
        to: "https://x.y".to_owned(),
        title: String::new(),
        content: vec![Inline::Text("a".to_owned())],
    };
    assert_eq!(written("<b>a:</b>b"), "a:b");
    assert_eq!(written("<b>[a](https://x.y)</b>c"), "[a](https://x.y)c");
    assert_eq!(read("[a](https://x.y)"), [Block::Paragraph(vec![Inline::Link(linked)])]);
}
