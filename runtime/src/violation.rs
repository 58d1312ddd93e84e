//! What the exact check reports.

use core::fmt;

/// One place where a value breaks its schema.
///
/// Its `Display` form is one line: where, what is wrong, and the keyword that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pointer: String,
    keyword: &'static str,
    limit: String,
    found: String,
}

impl Violation {
    pub(crate) fn new(pointer: &str, keyword: &'static str, limit: String, found: String) -> Self {
        Self {
            pointer: pointer.to_owned(),
            keyword,
            limit,
            found,
        }
    }

    /// The same violation of a value that stands inside of another one.
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }

    /// Where in the value, as a JSON Pointer (RFC 6901); the empty string is the whole value.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The keyword of JSON Schema that is broken: `maxItems`, `pattern`, …
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// What the keyword demands: the number, the pattern, the list of values.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// What stands there instead; long values are cut short.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the value"
        } else {
            &self.pointer
        };
        write!(
            f,
            "{place}: {} demands {}, found {}",
            self.keyword, self.limit, self.found
        )
    }
}

/// All places where a value breaks its schema, in the order of the value; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    pub(crate) fn new(list: Vec<Violation>) -> Result<(), Self> {
        if list.is_empty() { Ok(()) } else { Err(Self(list)) }
    }

    /// The value could not be turned into JSON at all, so no keyword could be checked.
    pub(crate) fn unserializable(error: &dyn fmt::Display) -> Self {
        Self(vec![Violation::new(
            "",
            "type",
            "a JSON value".to_owned(),
            error.to_string(),
        )])
    }

    /// The violations, one by one.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// All violations as a slice; it holds at least one.
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = core::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(violation, f)?;
        }
        Ok(())
    }
}

impl core::error::Error for Violations {}
