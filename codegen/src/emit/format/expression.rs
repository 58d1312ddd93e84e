//! Formats the expressions of constants as rustfmt would, except that strings in an array fill lines: calls, arrays and
//! tuples, deeply nested.

use quote::ToTokens;
use syn::Expr;

/// How much shares a line, as `use_small_heuristics` of rustfmt says.
#[derive(Clone, Copy)]
pub(super) enum Heuristics {
    /// Tables, whose structure counts.
    Default,
    /// Descriptors, which are read from top to bottom.
    Max,
}

impl Heuristics {
    /// The longest arguments of a call, elements of an array, and chains of method calls that share a line
    /// (`fn_call_width`, `array_width`, `chain_width`).
    fn shared(self) -> usize {
        match self {
            Self::Default => 60,
            Self::Max => 100,
        }
    }
}

/// The longest elements that fill lines together (`short_array_element_width_threshold`).
const SHORT: usize = 10;

/// Returns the text behind the `=` of an item. `before` is the width of the text in front of it, `width` that of a line.
pub(super) fn initializer(expr: &Expr, before: usize, width: usize, heuristics: Heuristics) -> String {
    let (layout, lines) = (Layout::of(expr, heuristics), Lines { width });
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
    /// The method calls behind the brackets.
    calls: Vec<Self>,
    /// Its width on one line.
    width: usize,
    /// Whether it may stand on one line, if it fits.
    may_share_a_line: bool,
    /// The same for what is in front of the method calls.
    may_start_a_line: bool,
}

struct Brackets {
    kind: Kind,
    /// The elements, each with the name of the field.
    elements: Vec<(String, Layout)>,
    heuristics: Heuristics,
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
    fn of(expr: &Expr, heuristics: Heuristics) -> Self {
        let all = |elements: &syn::punctuated::Punctuated<Expr, syn::Token![,]>| {
            elements
                .iter()
                .map(|element| (String::new(), Self::of(element, heuristics)))
                .collect()
        };
        match expr {
            Expr::Reference(reference) => {
                let target = Self::of(&reference.expr, heuristics);
                Self {
                    head: format!("&{}", target.head),
                    width: target.width + 1,
                    ..target
                }
            }
            Expr::Call(call) => Self::bracketed(text(&call.func), Kind::Call, all(&call.args), heuristics),
            Expr::Array(array) => Self::bracketed(String::new(), Kind::Array, all(&array.elems), heuristics),
            Expr::Tuple(tuple) => Self::bracketed(String::new(), Kind::Tuple, all(&tuple.elems), heuristics),
            Expr::Struct(literal) => {
                let fields = literal
                    .fields
                    .iter()
                    .map(|field| (text(&field.member), Self::of(&field.expr, heuristics)));
                Self::bracketed(text(&literal.path), Kind::Struct, fields.collect(), heuristics)
            }
            Expr::MethodCall(call) if call.turbofish.is_none() => {
                let name = format!(".{}", text(&call.method));
                let call_of = Self::bracketed(name, Kind::Call, all(&call.args), heuristics);
                Self::of(&call.receiver, heuristics).followed(call_of, heuristics)
            }
            other => {
                let head = text(other);
                Self {
                    width: columns(&head),
                    head,
                    brackets: None,
                    calls: Vec::new(),
                    may_share_a_line: true,
                    may_start_a_line: true,
                }
            }
        }
    }

    fn bracketed(head: String, kind: Kind, elements: Vec<(String, Self)>, heuristics: Heuristics) -> Self {
        let separators = 2 * elements.len().saturating_sub(1);
        let inside = separators + elements.iter().map(|(_, element)| element.width).sum::<usize>();
        let fits = match &elements[..] {
            // A call does not share a line with a call around it if it is long.
            [(_, only)] => only.width <= heuristics.shared() || !only.is_call(),
            _ => inside <= heuristics.shared(),
        };
        let may_share_a_line =
            kind != Kind::Struct && fits && elements.iter().all(|(_, element)| element.may_share_a_line);
        Self {
            width: columns(&head) + inside + 2,
            may_share_a_line,
            may_start_a_line: may_share_a_line,
            head,
            brackets: Some(Brackets {
                kind,
                elements,
                heuristics,
            }),
            calls: Vec::new(),
        }
    }

    /// Adds a method call.
    fn followed(mut self, call: Self, heuristics: Heuristics) -> Self {
        self.width += call.width;
        self.may_share_a_line &= call.may_share_a_line && self.width <= heuristics.shared();
        self.calls.push(call);
        self
    }

    fn is_call(&self) -> bool {
        self.brackets
            .as_ref()
            .is_some_and(|brackets| brackets.kind == Kind::Call)
    }

    /// Returns what is in front of the method calls, on one line.
    fn first(&self) -> String {
        let mut line = self.head.clone();
        if let Some(Brackets { kind, elements, .. }) = &self.brackets {
            let elements: Vec<String> = elements.iter().map(|(_, element)| element.flat()).collect();
            let [open, close] = kind.open_close();
            line.extend([open, &elements.join(", "), close]);
        }
        line
    }

    /// Returns the expression on one line.
    fn flat(&self) -> String {
        let mut line = self.first();
        line.extend(self.calls.iter().map(Self::flat));
        line
    }

    /// Whether the brackets of a list may stand around those of this expression.
    fn is_huggable(&self) -> bool {
        self.brackets.is_some() && self.calls.is_empty()
    }
}

impl Brackets {
    /// Returns the only element, if its brackets stand on the line of the list's.
    fn hugged(&self) -> Option<&Layout> {
        match &self.elements[..] {
            [(_, only)] if only.is_huggable() && self.kind != Kind::Struct => Some(only),
            _ => None,
        }
    }

    /// Whether as many elements stand on each line as fit: short ones, and strings; in descriptors, also names, and the
    /// arguments of a call with several.
    fn is_filled(&self) -> bool {
        let mut elements = self.elements.iter().map(|(_, element)| element);
        let is_descriptor = matches!(self.heuristics, Heuristics::Max);
        match self.kind {
            Kind::Array if self.elements.len() > 1 => elements.all(|element| {
                element.width <= SHORT || element.head.starts_with('"') || is_descriptor && element.brackets.is_none()
            }),
            Kind::Call if self.elements.len() > 2 => {
                is_descriptor && elements.all(|element| element.brackets.is_none())
            }
            _ => false,
        }
    }

    /// Returns the last argument with those in front of it, if only this one takes several lines: an array of strings.
    fn trailing(&self) -> Option<(&Layout, String)> {
        let ((_, last), before) = self.elements.split_last()?;
        let is_array = last.is_huggable() && last.brackets.as_ref().is_some_and(Self::is_filled);
        let is_flat = before.iter().all(|(_, element)| element.may_share_a_line);
        let before = before.iter().map(|(_, element)| element.flat() + ", ");
        (self.kind == Kind::Call && is_array && is_flat).then(|| (last, before.collect()))
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
        let calls = &layout.calls;
        if calls.is_empty() {
            return self.opened(layout, indent, before);
        }
        // Without its method calls, the expression may fit.
        let mut text = layout.first();
        let is_short = layout.may_start_a_line && indent + before + columns(&text) <= self.width;
        // Calls stand below the end of an expression on several lines.
        let inside = if is_short { indent + 4 } else { indent };
        if !is_short {
            text = self.opened(layout, indent, before);
        }
        for call in calls {
            text.extend(["\n", &" ".repeat(inside), &self.expression(call, inside, 0, 0)]);
        }
        text
    }

    /// Returns an expression without its method calls, with its brackets on several lines.
    fn opened(&self, layout: &Layout, indent: usize, before: usize) -> String {
        let Layout { head, brackets, .. } = layout;
        let Some(brackets) = brackets else {
            return head.clone();
        };
        let [open, close] = brackets.kind.open_close();
        let before = before + columns(head) + 1;
        if let Some((array, others)) = brackets.trailing()
            && indent + before + columns(&others) + 2 <= self.width
        {
            let array = self.broken(array, indent, before);
            return format!("{head}{open}{others}{array}{close}");
        }
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
        if !layout.calls.is_empty() && layout.may_start_a_line {
            return columns(&layout.first());
        }
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
    let text = text.replace(" :: ", "::");
    match text.strip_prefix(":: ") {
        Some(path) => format!("::{path}"),
        None => text,
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use syn::parse_str;

    use super::{Heuristics, initializer};

    fn formatted(text: &str) -> String {
        formatted_with(text, Heuristics::Default)
    }

    fn formatted_with(text: &str, heuristics: Heuristics) -> String {
        initializer(&parse_str(text).expect("it is an expression"), 20, 100, heuristics)
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
    fn strings_fill_lines() {
        let names: Vec<String> = (10..18).map(|number| format!("\"a.name.of.{number}\"")).collect();
        let text = format!("one(&A::B, &[{}])", names.join(", "));
        let (first, second) = (names[..6].join(", "), names[6..].join(", "));
        assert_eq!(
            formatted(&text),
            format!(" one(&A::B, &[\n    {first},\n    {second},\n])")
        );
    }

    #[test]
    fn method_calls_stand_below_what_they_are_called_on() {
        let long = "x".repeat(40);
        let short = format!("&A::new(\"{long}\").b(\"{long}\").c()");
        let lines = [
            &format!(" &A::new(\"{long}\")"),
            &format!("    .b(\"{long}\")"),
            "    .c()",
        ];
        assert_eq!(formatted(&short), lines.join("\n"));
        let tall = format!("&A::new(\"{long}\", \"{long}\").b(&[B::new(\"b\"), B::new(\"{long}\").d(\"{long}\")])");
        let lines = [
            " &A::new(",
            &format!("    \"{long}\","),
            &format!("    \"{long}\","),
            ")",
            ".b(&[",
            "    B::new(\"b\"),",
            &format!("    B::new(\"{long}\")"),
            &format!("        .d(\"{long}\"),"),
            "])",
        ];
        assert_eq!(formatted(&tall), lines.join("\n"));
        assert_eq!(formatted("A::new(1).b().c(&[2])"), " A::new(1).b().c(&[2])");
        let text = format!("A::new(\"{long}\").b(&[3, 4]).c(&[\"twenty\"])");
        assert_eq!(formatted_with(&text, Heuristics::Max), format!(" {text}"));
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
