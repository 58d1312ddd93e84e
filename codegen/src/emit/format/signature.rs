//! Joins the lines of a function's signature and of the struct that it returns, which prettyplease breaks early.

use super::WIDTH;

/// Returns the text with each signature and each `Self { … }` on one line, if it fits.
pub(super) fn join(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let mut ahead = lines.clone();
        match one_line(line, &mut ahead).or_else(|| literal(line, &mut ahead, lines.clone())) {
            Some(signature) => {
                joined.push_str(&signature);
                // The lines of the arguments, and the line of the closing parenthesis.
                lines = ahead;
            }
            None => joined.push_str(line),
        }
        if lines.peek().is_some() {
            joined.push('\n');
        }
    }
    joined
}

/// Returns the signature that begins on a line, unless it has no lines of its own for arguments or is too long.
fn one_line<'t>(first: &str, rest: &mut impl Iterator<Item = &'t str>) -> Option<String> {
    let start = first.trim_start();
    let words = start.split(' ').take_while(|word| !word.contains('('));
    let is_function = words.clone().any(|word| word == "fn") && !start.starts_with('/');
    let opening = first.strip_suffix('(').filter(|_| is_function)?;
    let indent = first.len() - start.len();
    let mut arguments = Vec::new();
    for line in rest {
        if line.len() - line.trim_start().len() == indent {
            let arguments = arguments.join(" ");
            let arguments = arguments.strip_suffix(',').unwrap_or(&arguments);
            let signature = format!("{opening}({arguments}{}", line.trim_start());
            return (signature.chars().count() <= WIDTH).then_some(signature);
        }
        arguments.push(line.trim());
    }
    None
}

/// Returns the struct that begins on a line, unless a field takes several lines or it is too long. `rest` is left behind it.
fn literal<'t, I: Iterator<Item = &'t str>>(first: &str, rest: &mut I, lines: I) -> Option<String> {
    *rest = lines;
    let start = first.trim_start();
    let indent = first.len() - start.len();
    if !matches!(start, "Self {" | "Ok(Self {") {
        return None;
    }
    let mut fields = Vec::new();
    for line in rest {
        let inside = line.len() - line.trim_start().len();
        if inside == indent {
            let fields = fields.join(" ");
            let fields = fields.strip_suffix(',').unwrap_or(&fields);
            let literal = format!("{first} {fields} {}", line.trim_start());
            return (literal.chars().count() <= WIDTH).then_some(literal);
        }
        if inside != indent + 4 || !(line.ends_with(',') || line.trim_start() == "..self") {
            return None;
        }
        fields.push(line.trim());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn a_signature_that_fits_is_joined() {
        let long = "    pub fn maybe_org_roles(\n        mut self,\n        value: Option<impl IntoIterator<Item = OrgRole>>,\n    ) -> Self {\n        self\n    }";
        let short = "    pub fn maybe_org_roles(mut self, value: Option<impl IntoIterator<Item = OrgRole>>) -> Self {\n        self\n    }";
        assert_eq!(join(long), short);
        assert_eq!(join(short), short);
    }

    #[test]
    fn a_struct_that_fits_is_joined() {
        let long = "    fn new() -> Self {\n        Self {\n            a: None,\n            ..self\n        }\n    }";
        let short = "    fn new() -> Self {\n        Self { a: None, ..self }\n    }";
        assert_eq!(join(long), short);
        let tall = "Ok(Self {\n    a: b(\n        1,\n    ),\n})";
        assert_eq!(join(tall), tall);
    }

    #[test]
    fn a_signature_that_is_too_long_keeps_its_lines() {
        let name = "a".repeat(80);
        let long = format!("fn {name}(\n    value: Value,\n) -> Self {{\n    f(\n        value,\n    )\n}}");
        assert_eq!(join(&long), long);
    }
}
