//! Signing in, and the tokens that come of it.

use core::time::Duration;

use backon::ExponentialBackoff;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use typewright_runtime::client::Repetition;
use typewright_runtime::http::{CallError, Token};

use super::error::ConnectError;
use super::{temporary, waits};
use crate::Json;
use crate::types::{AuthedDevice, DeviceCredentials, Error};

/// How often a session signs in again if the API is busy.
const RETRIES: usize = 2;

const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The source of the tokens of a session, with the client that signs in.
pub(super) struct Login<C> {
    pub(super) client: C,
    pub(super) credentials: DeviceCredentials,
}

/// The attempts to sign in.
pub(super) struct Attempts(ExponentialBackoff);

impl Attempts {
    pub(super) fn new() -> Self {
        Self(waits::most(RETRIES))
    }

    /// Returns how long to wait before another attempt, or why there is none.
    pub(super) fn repeat(&mut self, error: CallError<Error>) -> Result<Duration, ConnectError> {
        match (busy(&error), self.0.next()) {
            (Some(wished), Some(wait)) if wished <= LONGEST_WAIT => Ok(wait.max(wished)),
            _ => Err(error.into()),
        }
    }
}

/// Returns the token of a device that is signed in.
pub(super) fn token(device: &AuthedDevice) -> Result<Token, ConnectError> {
    let token = Token::new(&device.token).map_err(ConnectError::Token)?;
    Ok(match lifetime(&device.token) {
        Some(lifetime) => token.expires_in(lifetime),
        None => token,
    })
}

/// How long the API asks to wait, if it is busy. The client itself retries a login that did not reach the API.
fn busy(error: &CallError<Error>) -> Option<Duration> {
    match error {
        CallError::Transport(_) => None,
        error => temporary::wait(error, Repetition::Acts),
    }
}

/// How long a token is valid, if it is a JSON Web Token that says so. It is the difference of two times of the server: the
/// clock of a device may be wrong. A token that does not say it is used until the API rejects it.
fn lifetime(token: &str) -> Option<Duration> {
    let claims = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1)?.trim_end_matches('='))
        .ok()?;
    let claims = Json::parse(core::str::from_utf8(&claims).ok()?).ok()?;
    let seconds = |name| claims.get(name)?.as_number()?.as_f64();
    let lifetime = Duration::try_from_secs_f64(seconds("exp")? - seconds("iat")?).ok()?;
    Some(lifetime).filter(|lifetime| !lifetime.is_zero())
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::lifetime;

    #[test]
    fn the_lifetime_of_a_token_does_not_depend_on_the_local_clock() {
        let token = |claims: &str| format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(
            lifetime(&token(r#"{"iat":1000,"exp":4600}"#)),
            Some(Duration::from_secs(3600))
        );
        for unknown in [
            "opaque".to_owned(),
            "e30.!.x".to_owned(),
            token(r#"{"exp":4600}"#),
            token(r#"{"iat":4600,"exp":1000}"#),
            token(r#"{"iat":0,"exp":1e300}"#),
            token("[]"),
        ] {
            assert_eq!(lifetime(&unknown), None, "{unknown}");
        }
    }
}
