//! Formats the expressions of tables as rustfmt would: calls, arrays and tuples, deeply nested.

use quote::ToTokens;
use syn::Expr;

/// The longest arguments of a call, and elements of an array, that share a line (`fn_call_width`, `array_width`).
const SHARED: usize = 60;

/// The longest elements that fill lines together (`short_array_element_width_threshold`).
const SHORT: usize = 10;

/// Returns the text behind the `=` of an item. `before` is the width of the text in front of it, `width` that of a line.
pub(super) fn initializer(expr: &Expr, before: usize, width: usize) -> String {
    let (layout, lines) = (Layout::of(expr), Lines { width });
    let fits = before + 1 + layout.width < width && layout.may_share_a_line;
    let fits_below = 4 + layout.width < width && layout.may_share_a_line;
    let begins = before + 1 + lines.first_line(&layout, before + 1) <= width;
    if !fits && (fits_below || !begins) {
        return format!("\n    {}", lines.expression(&layout, 4, 0, 1));
    }
    format!(" {}", lines.expression(&layout, 0, before + 1, 1))
}

/// An expression, and what decides about its lines.
struct Layout {
    /// What stands in front of the brackets, or all of it if it has none.
    head: String,
    brackets: Option<Brackets>,
    /// Its width on one line.
    width: usize,
    /// Whether it may stand on one line, if it fits.
    may_share_a_line: bool,
}

struct Brackets {
    kind: Kind,
    /// The elements, each with the name of the field.
    elements: Vec<(String, Layout)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Call,
    Array,
    Tuple,
    Struct,
}

impl Kind {
    fn open_close(self) -> [&'static str; 2] {
        match self {
            Self::Call | Self::Tuple => ["(", ")"],
            Self::Array => ["[", "]"],
            Self::Struct => [" {", "}"],
        }
    }
}

impl Layout {
    fn of(expr: &Expr) -> Self {
        let all = |elements: &syn::punctuated::Punctuated<Expr, syn::Token![,]>| {
            elements
                .iter()
                .map(|element| (String::new(), Self::of(element)))
                .collect()
        };
        match expr {
            Expr::Reference(reference) => {
                let target = Self::of(&reference.expr);
                Self {
                    head: format!("&{}", target.head),
                    width: target.width + 1,
                    ..target
                }
            }
            Expr::Call(call) => Self::bracketed(text(&call.func), Kind::Call, all(&call.args)),
            Expr::Array(array) => Self::bracketed(String::new(), Kind::Array, all(&array.elems)),
            Expr::Tuple(tuple) => Self::bracketed(String::new(), Kind::Tuple, all(&tuple.elems)),
            Expr::Struct(literal) => {
                let fields = literal
                    .fields
                    .iter()
                    .map(|field| (text(&field.member), Self::of(&field.expr)));
                Self::bracketed(text(&literal.path), Kind::Struct, fields.collect())
            }
            other => {
                let head = text(other);
                Self {
                    width: columns(&head),
                    head,
                    brackets: None,
                    may_share_a_line: true,
                }
            }
        }
    }

    fn bracketed(head: String, kind: Kind, elements: Vec<(String, Self)>) -> Self {
        let separators = 2 * elements.len().saturating_sub(1);
        let inside = separators + elements.iter().map(|(_, element)| element.width).sum::<usize>();
        let fits = match &elements[..] {
            // A call does not share a line with a call around it if it is long.
            [(_, only)] => only.width <= SHARED || !only.is_call(),
            _ => inside <= SHARED,
        };
        Self {
            width: columns(&head) + inside + 2,
            may_share_a_line: kind != Kind::Struct
                && fits
                && elements.iter().all(|(_, element)| element.may_share_a_line),
            head,
            brackets: Some(Brackets { kind, elements }),
        }
    }

    fn is_call(&self) -> bool {
        self.brackets
            .as_ref()
            .is_some_and(|brackets| brackets.kind == Kind::Call)
    }

    /// Returns the expression on one line.
    fn flat(&self) -> String {
        let Some(Brackets { kind, elements }) = &self.brackets else {
            return self.head.clone();
        };
        let elements: Vec<String> = elements.iter().map(|(_, element)| element.flat()).collect();
        let [open, close] = kind.open_close();
        format!("{}{open}{}{close}", self.head, elements.join(", "))
    }
}

impl Brackets {
    /// Returns the only element, if its brackets stand on the line of the list's.
    fn hugged(&self) -> Option<&Layout> {
        match &self.elements[..] {
            [(_, only)] if only.brackets.is_some() && self.kind != Kind::Struct => Some(only),
            _ => None,
        }
    }

    fn is_filled(&self) -> bool {
        let mut widths = self.elements.iter().map(|(_, element)| element.width);
        self.kind == Kind::Array && self.elements.len() > 1 && widths.all(|width| width <= SHORT)
    }
}

/// The width of lines.
struct Lines {
    width: usize,
}

impl Lines {
    /// Returns an expression. `indent` is the indentation of its line, `before` and `after` what else the first and the
    /// last line hold: the width of the text in front of the expression, without the indentation, and behind it.
    fn expression(&self, layout: &Layout, indent: usize, before: usize, after: usize) -> String {
        if layout.may_share_a_line && indent + before + layout.width + after <= self.width {
            return layout.flat();
        }
        self.broken(layout, indent, before)
    }

    /// Returns an expression on several lines, if it has brackets.
    fn broken(&self, layout: &Layout, indent: usize, before: usize) -> String {
        let Layout { head, brackets, .. } = layout;
        let Some(brackets) = brackets else {
            return head.clone();
        };
        let [open, close] = brackets.kind.open_close();
        let before = before + columns(head) + 1;
        if let Some(only) = brackets.hugged()
            && indent + before + self.first_line(only, indent + before) <= self.width
        {
            let only = self.broken(only, indent, before);
            return format!("{head}{open}{only}{close}");
        }
        let lines = if brackets.is_filled() {
            self.filled(&brackets.elements, indent + 4)
        } else {
            self.listed(&brackets.elements, indent + 4)
        };
        format!("{head}{open}\n{lines}{}{close}", " ".repeat(indent))
    }

    /// Returns the width of the first line of an expression on several lines, which begins at a column.
    fn first_line(&self, layout: &Layout, column: usize) -> usize {
        let Some(brackets) = &layout.brackets else {
            return layout.width;
        };
        let opening = columns(&layout.head) + 1;
        let inside = brackets.hugged().map(|only| self.first_line(only, column + opening));
        let inside = inside.filter(|inside| column + opening + inside <= self.width);
        opening + inside.unwrap_or_default()
    }

    /// Returns a line for each element.
    fn listed(&self, elements: &[(String, Layout)], indent: usize) -> String {
        let lines = elements.iter().map(|(name, element)| {
            let label = if name.is_empty() {
                String::new()
            } else {
                format!("{name}: ")
            };
            let element = self.expression(element, indent, columns(&label), 1);
            format!("{}{label}{element},\n", " ".repeat(indent))
        });
        lines.collect()
    }

    /// Returns short elements: as many on each line as fit.
    fn filled(&self, elements: &[(String, Layout)], indent: usize) -> String {
        let mut lines = String::new();
        let mut column = 0;
        for (_, element) in elements {
            if column > 0 && column + 1 + element.width < self.width {
                lines.push(' ');
                column += 1;
            } else {
                lines.push_str(if column > 0 { "\n" } else { "" });
                lines.push_str(&" ".repeat(indent));
                column = indent;
            }
            lines.extend([&element.flat(), ","]);
            column += element.width + 1;
        }
        lines.push('\n');
        lines
    }
}

/// Returns tokens on one line. Only paths and operators have spaces too many.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    if text.starts_with('"') {
        return text;
    }
    text.replace(" :: ", "::")
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use syn::parse_str;

    use super::initializer;

    fn formatted(text: &str) -> String {
        initializer(&parse_str(text).expect("it is an expression"), 20, 100)
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        assert_eq!(
            formatted("Schema::new(&[string(), max_length(5)])"),
            " Schema::new(&[string(), max_length(5)])"
        );
    }

    #[test]
    fn brackets_of_a_single_argument_stand_beside_those_of_the_call() {
        let long = "Schema::new(&[string(), min_length(1), max_length(5)])";
        let text = format!("Schema::new(&[object(), properties(&[(\"a\", {long}), (\"b\", Schema::new(&to::B))])])");
        let lines = [
            " Schema::new(&[",
            "    object(),",
            "    properties(&[",
            &format!("        (\"a\", {long}),"),
            "        (\"b\", Schema::new(&to::B)),",
            "    ]),",
            "])",
        ];
        assert_eq!(formatted(&text), lines.join("\n"));
    }

    #[test]
    fn short_elements_fill_lines() {
        let names: Vec<String> = (10..40).map(|number| format!("\"{number}\"")).collect();
        let text = format!("Schema::new(&[strings(&[{}])])", names.join(", "));
        let (first, second) = (names[..16].join(", "), names[16..].join(", "));
        assert_eq!(
            formatted(&text),
            format!(" Schema::new(&[strings(&[\n    {first},\n    {second},\n])])")
        );
    }

    #[test]
    fn deep_nesting_takes_no_longer_than_it_is_deep() {
        let text = format!("{}string(){}", "not(&Schema::new(&[".repeat(40), "]))".repeat(40));
        let lines = formatted(&text);
        assert!(lines.lines().count() > 10, "{lines}");
    }

    #[test]
    fn a_long_text_stands_on_a_line_of_its_own() {
        let text = format!("Pattern::new(\"{}\")", "x".repeat(75));
        assert_eq!(formatted(&text), format!("\n    {text}"));
    }
}
