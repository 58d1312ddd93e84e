//! [`Direction`]: whether a value is sent or received.

/// The direction in which a value travels.
///
/// OpenAPI has one schema for both directions. A required property with `readOnly` is required in responses only, and a
/// required property with `writeOnly` in requests only.
///
/// ```
/// use typewright_runtime::check::{violations, violations_in};
/// use typewright_runtime::schema::Schema;
/// use typewright_runtime::schema::rules::{read_only, required_in_response};
/// use typewright_runtime::{Direction, Json};
///
/// static USER: Schema = Schema::new(&[required_in_response(&["id"]), read_only(&["id"])]);
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let user = Json::parse("{}")?;
/// assert!(violations(&USER, &user).is_ok());
/// assert!(violations_in(Direction::Request, &USER, &user).is_ok());
/// assert!(violations_in(Direction::Response, &USER, &user).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// Neither: what only one direction requires is not required.
    #[default]
    Any,
    /// To the server, without read-only properties.
    Request,
    /// From the server, without write-only properties.
    Response,
}
