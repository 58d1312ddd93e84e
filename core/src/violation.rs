//! The violations that the exact check reports.

use core::fmt;
use std::sync::Arc;

use crate::escaped::Escaped;

/// One violation of a schema by a value.
///
/// `Display` writes one line, whatever the value contains: the place, what is invalid, and the violated keyword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pointer: String,
    keyword: &'static str,
    limit: String,
    found: String,
    /// The nearest branch of `anyOf` or `oneOf`: its number, and the first violation of it.
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

    /// Adds the nearest branch, counted from 1, and the first violation of it.
    pub(crate) fn with_nearest(mut self, number: usize, violation: Arc<Violation>) -> Self {
        self.nearest = Some((number, violation));
        self
    }

    /// Prefixes the pointer, for a value that is nested in another one.
    #[cfg(feature = "http")]
    pub(crate) fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        if let Some((_, violation)) = &mut self.nearest {
            Arc::make_mut(violation).pointer.insert_str(0, prefix);
        }
        self
    }

    /// The approximate memory that the violation takes.
    pub(crate) fn size(&self) -> usize {
        let nearest = self.nearest().map_or(0, Self::size);
        size_of::<Self>() + self.pointer.len() + self.limit.len() + self.found.len() + nearest
    }

    /// The JSON Pointer (RFC 6901) of the invalid value; the empty string is the whole value.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The violated keyword of JSON Schema: `maxItems`, `pattern`, …. It is `style` if a parameter cannot be written so
    /// that it is read back as the same value.
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// What the keyword expects: the limit, the pattern, the allowed values.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// The value that was found; long values are truncated.
    pub fn found(&self) -> &str {
        &self.found
    }

    /// The first violation of the nearest branch, if the value matches no branch of `anyOf` or `oneOf`.
    ///
    /// The nearest branch allows the type of the value. Among several, the branch is preferred whose listed values
    /// (such as a kind) the value matches; then the one with the fewest constants (`const`, `enum` with one value) that
    /// differ; then the one whose violations are nested deepest; then the one with the fewest violations. Only the
    /// first hundred violations report a nearest branch.
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

/// All violations of a schema by a value, in the order of the value; never empty.
///
/// Their memory is limited to about 64 MiB. Violations beyond that limit are only counted.
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

    /// Creates the violation for a value that is nested too deeply to be validated.
    pub(crate) fn too_deep() -> Self {
        Self::only(
            "type",
            "a value that is not nested so deep",
            "one that cannot be followed",
        )
    }

    pub(crate) fn one(violation: Violation) -> Self {
        Self {
            list: vec![violation],
            omitted: 0,
        }
    }

    fn only(keyword: &'static str, limit: &str, found: &str) -> Self {
        Self::one(Violation::new("", keyword, limit.to_owned(), found.to_owned()))
    }

    /// Creates the violation for a value that cannot be converted to JSON, so that no keyword could be checked.
    pub(crate) fn unserializable(error: &dyn fmt::Display) -> Self {
        Self::only("type", "a JSON value", &error.to_string())
    }

    /// Prefixes the pointers, for a value that is nested in another one.
    #[cfg(feature = "http")]
    pub(crate) fn under(self, prefix: &str) -> Self {
        let list = self.list.into_iter().map(|violation| violation.under(prefix));
        Self {
            list: list.collect(),
            omitted: self.omitted,
        }
    }

    /// Returns an iterator over the violations.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Returns all violations as a slice, which is never empty.
    pub fn as_slice(&self) -> &[Violation] {
        &self.list
    }

    /// The number of violations that are not listed because of the memory limit.
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
