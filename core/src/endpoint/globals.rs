//! Parameters that belong to every action of an API.

use core::fmt;

use crate::violation::Violations;

/// Parameters that belong to every action of an API. They are set once on a client, and for a single call.
pub trait Globals: fmt::Debug + Send + Sync {
    /// Checks the parameters against their schemas.
    ///
    /// # Errors
    /// All violations. The pointers start with the part: `/query/limit`, `/header/Accept-Version`.
    fn validate(&self) -> Result<(), Violations>;

    /// The query parameters that are set, without the `?`.
    #[inline]
    fn query(&self) -> String {
        String::new()
    }

    /// The header parameters that are set.
    #[inline]
    fn headers(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
