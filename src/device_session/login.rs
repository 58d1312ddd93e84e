//! Signing in, and the tokens that come of it.

use core::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::time::sleep;
use typewright_runtime::client::{Credentials, Needed, Repetition};
use typewright_runtime::http::{CallError, Token, Tokens};

use super::error::ConnectError;
use super::temporary;
use crate::Json;
use crate::endpoints::client::Client;
use crate::types::{AuthedDevice, DeviceCredentials, Error};

/// How often a session signs in again if the API is busy.
const RETRIES: usize = 2;

const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The source of the tokens of a session.
pub(super) struct Login {
    client: Client,
    credentials: DeviceCredentials,
}

impl Login {
    pub(super) fn new(client: Client, credentials: DeviceCredentials) -> Self {
        Self { client, credentials }
    }

    /// Signs in, and returns the device with its token. If the API is busy, this waits and signs in again.
    pub(super) async fn authenticate(&self) -> Result<(AuthedDevice, Token), ConnectError> {
        let mut waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(RETRIES)
            .with_jitter()
            .build();
        let device = loop {
            let error = match self.client.auth().authenticate_device(self.credentials.clone()).await {
                Ok(device) => break device,
                Err(error) => error,
            };
            match (busy(&error), waits.next()) {
                (Some(wished), Some(wait)) if wished <= LONGEST_WAIT => sleep(wait.max(wished)).await,
                _ => return Err(error.into()),
            }
        };
        let token = Token::new(&device.token).map_err(ConnectError::Token)?;
        let token = match lifetime(&device.token) {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        };
        Ok((device, token))
    }
}

impl Credentials for Login {
    type Error = ConnectError;

    async fn tokens(&self, _: Needed) -> Result<Tokens, ConnectError> {
        let (_, token) = self.authenticate().await?;
        Ok(Tokens::new().with_other(token))
    }
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
