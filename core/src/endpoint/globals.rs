//! Parameters that belong to every action of an API.

use core::fmt;

use super::outgoing::Wanted;
use super::{Outgoing, Parameter};
use crate::violation::Violations;

/// Parameters that belong to every action of an API. They are set once on a client, and for a single call.
pub trait Globals: fmt::Debug + Send + Sync {
    /// The documentation of the parameters.
    fn parameters(&self) -> &'static [Parameter];

    /// Passes the parameters to a request that is sent.
    fn write(&self, request: &mut Outgoing);

    /// Checks the parameters against their schemas.
    ///
    /// # Errors
    /// All violations. The pointers start with the part: `/query/limit`, `/header/Accept-Version`.
    #[inline]
    fn validate(&self) -> Result<(), Violations> {
        Outgoing::of_globals(self.parameters(), Wanted::Check, &|request| self.write(request)).checked()
    }

    /// The query parameters that are set, without the `?`.
    #[inline]
    fn query(&self) -> String {
        Outgoing::of_globals(self.parameters(), Wanted::Query, &|request| self.write(request)).query
    }

    /// The header parameters that are set.
    #[inline]
    fn headers(&self) -> Vec<(&'static str, String)> {
        Outgoing::of_globals(self.parameters(), Wanted::Headers, &|request| self.write(request)).headers
    }
}
