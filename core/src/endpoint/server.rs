//! The servers of an API as data.

use core::fmt;

/// A documented server (OpenAPI 3.1, 4.8.5).
///
/// ```
/// use typewright_runtime::endpoint::{Server, ServerVariable};
///
/// const REGIONAL: Server = Server::new("https://{region}.example.com/v1")
///     .variables(&[ServerVariable::new("region", "eu").values(&["eu", "us"])]);
/// assert_eq!(REGIONAL.address(&[]).as_deref(), Ok("https://eu.example.com/v1"));
/// assert_eq!(REGIONAL.address(&[("region", "us")]).as_deref(), Ok("https://us.example.com/v1"));
/// assert!(REGIONAL.address(&[("region", "moon")]).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Server {
    /// The URL, with its variables in braces.
    pub url: &'static str,
    /// The description.
    pub description: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

impl Server {
    /// Creates a server without variables.
    #[inline]
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            description: "",
            variables: &[],
        }
    }

    /// Sets the description.
    #[must_use]
    #[inline]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Sets the variables of the URL.
    #[must_use]
    #[inline]
    pub const fn variables(mut self, variables: &'static [ServerVariable]) -> Self {
        self.variables = variables;
        self
    }

    /// Returns the address of the server, with values for some of its variables and the defaults of the others.
    ///
    /// # Errors
    /// If the server has no such variable, or does not allow the value.
    #[inline]
    pub fn address(&self, values: &[(&str, &str)]) -> Result<String, InvalidServerVariable> {
        let is_known = |name: &str| self.variables.iter().any(|variable| variable.name == name);
        if let Some((name, _)) = values.iter().find(|(name, _)| !is_known(name)) {
            return Err(InvalidServerVariable {
                url: self.url,
                name: (*name).to_owned(),
                allowed: None,
            });
        }
        let mut address = self.url.to_owned();
        for variable in self.variables {
            let given = values.iter().rev().find(|(name, _)| *name == variable.name);
            let value = given.map_or(variable.default, |(_, value)| value);
            if given.is_some() && !variable.values.is_empty() && !variable.values.contains(&value) {
                return Err(InvalidServerVariable {
                    url: self.url,
                    name: variable.name.to_owned(),
                    allowed: Some(variable.values),
                });
            }
            address = address.replace(&format!("{{{}}}", variable.name), value);
        }
        Ok(address)
    }
}

/// A variable in the URL of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerVariable {
    /// The name.
    pub name: &'static str,
    /// The value that is used if no other is given.
    pub default: &'static str,
    /// The allowed values; empty if every value is allowed.
    pub values: &'static [&'static str],
    /// The description.
    pub description: &'static str,
}

impl ServerVariable {
    /// Creates a variable with its name and its default.
    #[inline]
    pub const fn new(name: &'static str, default: &'static str) -> Self {
        Self {
            name,
            default,
            values: &[],
            description: "",
        }
    }

    /// Sets the allowed values.
    #[must_use]
    #[inline]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the description.
    #[must_use]
    #[inline]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }
}

/// The error of a value for a variable of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidServerVariable {
    url: &'static str,
    name: String,
    /// The allowed values; `None` if there is no such variable.
    allowed: Option<&'static [&'static str]>,
}

impl fmt::Display for InvalidServerVariable {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url, name, allowed } = self;
        match allowed {
            None => write!(f, "the server {url} has no variable {name:?}"),
            Some(allowed) => write!(
                f,
                "invalid value for the variable {name:?} of the server {url}: expected one of {}",
                allowed.join(", ")
            ),
        }
    }
}

impl core::error::Error for InvalidServerVariable {}
