//! A token to begin with.

use losant::types::UserOauthToken;
use losant::{Exact, ExactError};

/// A token that has a value for nearly every property, with the id of the documentation.
///
/// # Errors
/// None in practice: a test holds it against the schema.
pub fn sample() -> Result<UserOauthToken, ExactError> {
    UserOauthToken::from_json_exact(include_str!("../sample.json"))
}

#[cfg(test)]
mod tests {
    use super::sample;

    #[test]
    fn the_sample_is_right_by_the_schema() {
        let token = sample().expect("it is right");
        assert_eq!(token.additional_properties.len(), 0);
    }
}
