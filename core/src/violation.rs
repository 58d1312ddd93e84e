//! What the exact check reports.

use core::fmt;
use std::sync::Arc;

use crate::escaped::Escaped;

/// One place where a value breaks its schema.
///
/// Its `Display` form is one line, whatever the value holds: where, what is wrong, and the keyword that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pointer: String,
    keyword: &'static str,
    limit: String,
    found: String,
    /// Of the branches of `anyOf` or `oneOf`, the number of the nearest, and what keeps the value from it.
    nearest: Option<(usize, Arc<Violation>)>,
}

impl Violation {
    pub(crate) fn new(pointer: &str, keyword: &'static str, limit: String, found: String) -> Self {
        Self {
            pointer: pointer.to_owned(),
            keyword,
            limit,
            found,
            nearest: None,
        }
    }

    /// The same violation with the branch that is nearest, counted from 1, and what keeps the value from it.
    pub(crate) fn with_nearest(mut self, number: usize, violation: Arc<Violation>) -> Self {
        self.nearest = Some((number, violation));
        self
    }

    /// The same violation of a value that stands inside of another one.
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        if let Some((_, violation)) = &mut self.nearest {
            Arc::make_mut(violation).pointer.insert_str(0, prefix);
        }
        self
    }

    /// How much memory it takes, about.
    pub(crate) fn size(&self) -> usize {
        let nearest = self.nearest().map_or(0, Self::size);
        size_of::<Self>() + self.pointer.len() + self.limit.len() + self.found.len() + nearest
    }

    /// Where in the value, as a JSON Pointer (RFC 6901); the empty string is the whole value.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The keyword of JSON Schema that is broken: `maxItems`, `pattern`, …; `style` if a parameter cannot be written so that it
    /// is read as what it is.
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// What the keyword expects: the limit, the pattern, the list of values.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// The value that was found; long values are truncated.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// If the value matches no branch of `anyOf` or `oneOf`: the first thing that keeps it from the nearest of them.
    ///
    /// The nearest takes the type of the value. It has a property with one of the values that are listed for it, such as
    /// its kind, or none with another; then the fewest constants (`const`, `enum` with one value) that differ; then the
    /// value breaks it deepest inside, or in the fewest places. Of very many violations, only the first hundred tell.
    pub fn nearest(&self) -> Option<&Violation> {
        self.nearest.as_ref().map(|(_, violation)| &**violation)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "the value"
        } else {
            &self.pointer
        };
        let (place, limit, found) = (Escaped(place), Escaped(&self.limit), Escaped(&self.found));
        write!(f, "{place}: expected {limit} ({}), found {found}", self.keyword)?;
        match &self.nearest {
            Some((number, violation)) => write!(f, "; branch {number} is the closest match: {violation}"),
            None => Ok(()),
        }
    }
}

/// All places where a value breaks its schema, in the order of the value; never empty.
///
/// They take no more than some 64 MiB of memory, whatever the value: of those beyond it is told how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
    omitted: usize,
}

impl Violations {
    pub(crate) fn new(list: Vec<Violation>, omitted: usize) -> Result<(), Self> {
        if list.is_empty() {
            Ok(())
        } else {
            Err(Self { list, omitted })
        }
    }

    /// The value goes deeper than it can be followed.
    pub(crate) fn too_deep() -> Self {
        Self::only(
            "type",
            "a value that is not nested so deep",
            "one that cannot be followed",
        )
    }

    fn only(keyword: &'static str, limit: &str, found: &str) -> Self {
        Self {
            list: vec![Violation::new("", keyword, limit.to_owned(), found.to_owned())],
            omitted: 0,
        }
    }

    /// The value could not be turned into JSON at all, so no keyword could be checked.
    pub(crate) fn unserializable(error: &dyn fmt::Display) -> Self {
        Self::only("type", "a JSON value", &error.to_string())
    }

    /// The violations, one by one.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// All violations as a slice; it holds at least one.
    pub fn as_slice(&self) -> &[Violation] {
        &self.list
    }

    /// How many violations there are beside those that are listed: none, unless their text would take too much memory.
    pub fn omitted(&self) -> usize {
        self.omitted
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
        self.list.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(violation, f)?;
        }
        if self.omitted > 0 {
            write!(f, "\nand {} more", self.omitted)?;
        }
        Ok(())
    }
}

impl core::error::Error for Violations {}
