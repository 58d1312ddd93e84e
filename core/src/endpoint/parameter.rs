//! A parameter as constant data.

use super::table::Table;
use super::{ParameterStyle, TextForm};
use crate::schema::Schema;

/// A parameter of a path, a query, the headers or the cookies.
///
/// ```
/// use typewright_runtime::endpoint::{Parameter, ParameterPlace};
/// use typewright_runtime::schema::Schema;
///
/// const LIMIT: Parameter = Parameter::query("limit", Schema::ANY).literal().example("10");
/// assert_eq!(LIMIT.place, ParameterPlace::Query);
/// assert!(!LIMIT.required);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name in the path template, the query, the headers or the cookies.
    pub name: &'static str,
    /// Where the parameter is.
    pub place: ParameterPlace,
    /// The name that the documentation shows, if it differs.
    pub display_name: Option<&'static str>,
    /// The description.
    pub description: &'static str,
    /// Whether the parameter is required.
    pub required: bool,
    /// Whether the parameter is deprecated.
    pub deprecated: bool,
    /// An example value.
    pub example: Option<&'static str>,
    /// The documented regular expression (ECMA-262) that a value matches.
    pub pattern: Option<&'static str>,
    /// How values are serialized, if the style is not the default: `simple` in a path and a header, `form` in a query and a
    /// cookie.
    pub style: Option<ParameterStyle>,
    /// Whether each item or property is serialized on its own, if that is not the default: only those with the style `form`
    /// are.
    pub explode: Option<bool>,
    table: Table,
    pub(super) text: Text,
}

/// Where a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

#[cfg(feature = "http")]
impl ParameterPlace {
    /// The place in a JSON Pointer to a parameter, such as `/path/id`.
    #[inline]
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// What the text of a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// The value itself, a string.
    String,
    /// A number or a boolean.
    Literal,
    /// JSON.
    Json,
    /// A value in a style.
    Form(TextForm),
}

impl Parameter {
    /// Creates a parameter of the path, which is always required. Its values are strings that the table allows.
    #[inline]
    pub const fn path(name: &'static str, table: &'static Schema) -> Self {
        Self::new(ParameterPlace::Path, name, table).required()
    }

    /// Creates an optional parameter of the query. Its values are strings that the table allows.
    #[inline]
    pub const fn query(name: &'static str, table: &'static Schema) -> Self {
        Self::new(ParameterPlace::Query, name, table)
    }

    /// Creates an optional header. Its values are strings that the table allows.
    #[inline]
    pub const fn header(name: &'static str, table: &'static Schema) -> Self {
        Self::new(ParameterPlace::Header, name, table)
    }

    /// Creates an optional cookie. Its values are strings that the table allows.
    #[inline]
    pub const fn cookie(name: &'static str, table: &'static Schema) -> Self {
        Self::new(ParameterPlace::Cookie, name, table)
    }

    #[inline]
    pub(super) const fn new(place: ParameterPlace, name: &'static str, table: &'static Schema) -> Self {
        Self {
            name,
            place,
            display_name: None,
            description: "",
            required: false,
            deprecated: false,
            example: None,
            pattern: None,
            style: None,
            explode: None,
            table: Table(table),
            text: Text::String,
        }
    }

    /// The table that values are checked against.
    #[inline]
    pub const fn table(&self) -> &'static Schema {
        self.table.0
    }

    /// Makes the values numbers and booleans.
    #[must_use]
    #[inline]
    pub const fn literal(mut self) -> Self {
        self.text = Text::Literal;
        self
    }

    /// Makes the values JSON.
    #[must_use]
    #[inline]
    pub const fn json(mut self) -> Self {
        self.text = Text::Json;
        self
    }

    /// Sets the kinds of values, and how they are serialized.
    #[must_use]
    #[inline]
    pub const fn form(mut self, form: TextForm) -> Self {
        self.text = Text::Form(form);
        self
    }

    /// Sets the name that the documentation shows.
    #[must_use]
    #[inline]
    pub const fn display_name(mut self, display_name: &'static str) -> Self {
        self.display_name = Some(display_name);
        self
    }

    /// Sets the description.
    #[must_use]
    #[inline]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Makes the parameter required.
    #[must_use]
    #[inline]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Marks the parameter as deprecated.
    #[must_use]
    #[inline]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Sets an example value.
    #[must_use]
    #[inline]
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    /// Sets the regular expression that a value matches.
    #[must_use]
    #[inline]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Sets the style.
    #[must_use]
    #[inline]
    pub const fn style(mut self, style: ParameterStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// Sets whether each item or property is serialized on its own.
    #[must_use]
    #[inline]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = Some(explode);
        self
    }
}
