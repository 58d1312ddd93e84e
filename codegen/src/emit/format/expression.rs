//! Formats the expressions of tables as rustfmt would: calls, arrays and tuples, deeply nested.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

/// The longest arguments of a call, and elements of an array, that share a line (`fn_call_width`, `array_width`).
const SHARED: usize = 60;

/// The longest elements that fill lines together (`short_array_element_width_threshold`).
const SHORT: usize = 10;

/// Returns the text behind the `=` of an item. `before` is the width of the text in front of it, `width` that of a line.
pub(super) fn initializer(expr: &Expr, before: usize, width: usize) -> String {
    let lines = Lines { width };
    let text = lines.expression(expr, 0, before + 1, 1);
    let flat = flat(expr);
    if text.contains('\n') && may_share_a_line(expr) && 4 + columns(&flat) < width {
        return format!("\n    {flat}");
    }
    format!(" {text}")
}

/// The width of lines.
struct Lines {
    width: usize,
}

impl Lines {
    /// Returns an expression. `indent` is the indentation of its line, `before` and `after` what else the first and the
    /// last line hold: the width of the text in front of the expression, without the indentation, and behind it.
    fn expression(&self, expr: &Expr, indent: usize, before: usize, after: usize) -> String {
        let flat = flat(expr);
        if indent + before + columns(&flat) + after <= self.width && may_share_a_line(expr) {
            return flat;
        }
        self.broken(expr, indent, before, after)
    }

    /// Returns an expression on several lines, if it has parts.
    fn broken(&self, expr: &Expr, indent: usize, before: usize, after: usize) -> String {
        match expr {
            Expr::Reference(reference) => {
                let target = self.broken(&reference.expr, indent, before + 1, after);
                format!("&{target}")
            }
            Expr::Call(call) => {
                let function = self::flat(&call.func);
                let list = self.list(&call.args, indent, before + columns(&function), after, ['(', ')']);
                format!("{function}{list}")
            }
            Expr::Array(array) if is_short(&array.elems) => self.filled(&array.elems, indent),
            Expr::Array(array) => self.list(&array.elems, indent, before, after, ['[', ']']),
            Expr::Tuple(tuple) => self.list(&tuple.elems, indent, before, after, ['(', ')']),
            Expr::Struct(literal) => {
                let inner = " ".repeat(indent + 4);
                let fields = literal.fields.iter().map(|field| {
                    let name = field.member.to_token_stream().to_string();
                    let value = self.expression(&field.expr, indent + 4, name.len() + 2, 1);
                    format!("{inner}{name}: {value},\n")
                });
                let path = path(&literal.path.to_token_stream().to_string());
                format!("{path} {{\n{}{}}}", fields.collect::<String>(), " ".repeat(indent))
            }
            other => flat(other),
        }
    }

    /// Returns a list in parentheses or brackets: around its only element, or with a line for each.
    fn list(
        &self,
        elements: &Punctuated<Expr, Token![,]>,
        indent: usize,
        before: usize,
        after: usize,
        [open, close]: [char; 2],
    ) -> String {
        if let Some(only) = hugged(elements) {
            let only = self.broken(only, indent, before + 1, after + 1);
            let first = only.lines().next().map_or(0, columns);
            if indent + before + 1 + first <= self.width {
                return format!("{open}{only}{close}");
            }
        }
        let inner = " ".repeat(indent + 4);
        let lines = elements.iter().map(|element| {
            let element = self.expression(element, indent + 4, 0, 1);
            format!("{inner}{element},\n")
        });
        format!("{open}\n{}{}{close}", lines.collect::<String>(), " ".repeat(indent))
    }

    /// Returns an array of short elements: as many on each line as fit.
    fn filled(&self, elements: &Punctuated<Expr, Token![,]>, indent: usize) -> String {
        let inner = " ".repeat(indent + 4);
        let mut lines: Vec<String> = Vec::new();
        for element in elements {
            let element = flat(element);
            match lines.last_mut() {
                Some(line) if columns(line) + 1 + columns(&element) < self.width => line.extend([" ", &element, ","]),
                _ => lines.push(format!("{inner}{element},")),
            }
        }
        format!("[\n{}\n{}]", lines.join("\n"), " ".repeat(indent))
    }
}

/// Returns the only element of a list, if its brackets stand on the line of the list's.
fn hugged(elements: &Punctuated<Expr, Token![,]>) -> Option<&Expr> {
    let mut elements = elements.iter();
    elements
        .next()
        .filter(|only| elements.next().is_none() && is_bracketed(only))
}

fn is_bracketed(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => is_bracketed(&reference.expr),
        Expr::Call(_) | Expr::Array(_) | Expr::Tuple(_) | Expr::Struct(_) => true,
        _ => false,
    }
}

/// Whether an expression is a call that does not share a line with a call around it.
fn is_long_call(expr: &Expr) -> bool {
    is_call(expr) && columns(&flat(expr)) > SHARED
}

fn is_call(expr: &Expr) -> bool {
    match expr {
        Expr::Reference(reference) => is_call(&reference.expr),
        Expr::Call(_) => true,
        _ => false,
    }
}

fn is_short(elements: &Punctuated<Expr, Token![,]>) -> bool {
    elements.len() > 1 && elements.iter().all(|element| columns(&flat(element)) <= SHORT)
}

/// Whether an expression may stand on one line, if it fits.
fn may_share_a_line(expr: &Expr) -> bool {
    let elements = match expr {
        Expr::Reference(reference) => return may_share_a_line(&reference.expr),
        Expr::Call(call) => &call.args,
        Expr::Array(array) => &array.elems,
        Expr::Tuple(tuple) => &tuple.elems,
        Expr::Struct(_) => return false,
        _ => return true,
    };
    match hugged(elements) {
        Some(only) => !is_long_call(only) && may_share_a_line(only),
        None if elements.len() == 1 => elements.iter().all(may_share_a_line),
        None => columns(&joined(elements)) <= SHARED && elements.iter().all(may_share_a_line),
    }
}

/// Returns an expression on one line.
fn flat(expr: &Expr) -> String {
    match expr {
        Expr::Reference(reference) => format!("&{}", flat(&reference.expr)),
        Expr::Call(call) => format!("{}({})", flat(&call.func), joined(&call.args)),
        Expr::Array(array) => format!("[{}]", joined(&array.elems)),
        Expr::Tuple(tuple) => format!("({})", joined(&tuple.elems)),
        Expr::Binary(binary) => {
            let operator = binary.op.to_token_stream();
            format!("{} {operator} {}", flat(&binary.left), flat(&binary.right))
        }
        other => path(&other.to_token_stream().to_string()),
    }
}

fn joined(elements: &Punctuated<Expr, Token![,]>) -> String {
    elements.iter().map(flat).collect::<Vec<String>>().join(", ")
}

/// Returns the tokens of a path without spaces. Any other token is left as it is.
fn path(tokens: &str) -> String {
    if tokens.starts_with('"') {
        return tokens.to_owned();
    }
    tokens.replace(" :: ", "::")
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
    fn a_long_text_stands_on_a_line_of_its_own() {
        let text = format!("Pattern::new(\"{}\")", "x".repeat(75));
        assert_eq!(formatted(&text), format!("\n    {text}"));
    }
}
