//! Every documented status of every action comes through both clients as what it is documented to be.

#[path = "support/session.rs"]
mod session;

use core::fmt::Debug;

use losant::endpoint::{AnyRequest, Status};
use losant::endpoints::Request;
use losant::endpoints::user_oauth_token::{Delete, Get, Patch};
use losant::http::{CallError, CallResult, ResponseResult};
use losant::prelude::*;
use losant::types::{Error, ObjectId, Role, UserOauthTokenPatch};
use losant::{Client, blocking};
use losant_mock::{Mock, sample};

/// The documented statuses of an action.
fn statuses<E: Endpoint>() -> Vec<u16> {
    let all = E::METADATA.successes.iter().chain(E::METADATA.errors);
    all.map(|response| match response.status {
        Status::Code(code) => code,
        other => panic!("{other:?} is no single status"),
    })
    .collect()
}

/// A mock that answers with this status to the next request about the token.
async fn mock_for(status: u16) -> Mock {
    let mock = Mock::start().await.expect("there is a port");
    match status {
        200 => {
            mock.insert(&session::id(), sample().expect("it is right"));
        }
        // The client sends nothing that is malformed, so the server has to be the one that is hard to please.
        400 => {
            let error = Error::new().type_("Validation").message("this will not do");
            mock.fail_next(status.try_into().expect("it is a status"), error);
        }
        404 => {}
        other => panic!("the test does not know how to bring about {other}"),
    }
    mock
}

/// Checks that the outcome is what is documented for the status.
fn check<E: Endpoint<Error = Error>>(status: u16, outcome: ResponseResult<E>)
where
    E::Response: Debug,
{
    let id = E::METADATA.operation_id;
    if status == 200 {
        assert_eq!(outcome.expect("it is a success").status(), status, "{id}");
        return;
    }
    let error = outcome.expect_err("it is an error");
    let CallError::Documented(error) = error else {
        panic!("{id}: {status} is documented, and is not taken so: {error}");
    };
    assert_eq!(error.status(), status, "{id}");
    let documented = E::METADATA.response(status).expect("it is documented");
    assert_eq!(error.description(), documented.description, "{id}");
    let message = error.body().message.as_deref().unwrap_or_default();
    let told = if status == 404 {
        session::id().to_string()
    } else {
        "this will not do".to_owned()
    };
    assert!(message.contains(&told), "{id}: {message}");
}

/// Brings about every documented status of the action, for both clients, and gives its name.
async fn every_status<E>(request: E) -> &'static str
where
    E: Endpoint<Error = Error> + Clone + Send + Sync + 'static,
    E::Response: Debug,
{
    for status in statuses::<E>() {
        let mock = mock_for(status).await;
        check::<E>(status, session::client(&mock).send_response(&request).await);
        assert_eq!(mock.exchanges().len(), 1, "documented answers are not tried again");
    }
    for status in statuses::<E>() {
        let mock = mock_for(status).await;
        let request = request.clone();
        with_blocking(&mock, move |client| check::<E>(status, client.send_response(&request))).await;
        assert_eq!(mock.exchanges().len(), 1, "documented answers are not tried again");
    }
    E::METADATA.operation_id
}

/// Runs something with a blocking client, on a thread that may block.
async fn with_blocking<T: Send + 'static>(mock: &Mock, run: impl FnOnce(blocking::Client) -> T + Send + 'static) -> T {
    let builder = blocking::Client::builder().token(mock.token()).base_url(mock.url());
    let thread = tokio::task::spawn_blocking(move || run(builder.build().expect("it is a client")));
    thread.await.expect("it ran")
}

#[tokio::test]
async fn every_documented_status_of_the_token_is_understood_by_both_clients() {
    let id: ObjectId = session::id();
    let patch = UserOauthTokenPatch::new().name("New");
    let tried = [
        every_status(Delete::new(id.clone())).await,
        every_status(Get::new(id.clone())).await,
        every_status(Patch::new(id, patch)).await,
    ];
    assert_eq!(
        tried.to_vec(),
        Request::ENDPOINTS
            .iter()
            .map(|known| known.operation_id)
            .filter(|id| id.starts_with("userOauthToken."))
            .collect::<Vec<_>>()
    );
}

fn is_not_found<E: Endpoint<Error = Error>>(called: CallResult<E>) -> bool {
    matches!(called, Err(CallError::Documented(error)) if error.status() == 404)
}

#[tokio::test]
async fn a_session_of_the_async_client_changes_what_it_says_and_nothing_else() {
    let mock = session::mock().await;
    let client: Client = session::client(&mock);
    let token = client.user_oauth_token(session::id());
    let mut expected = sample().expect("it is right");
    assert_eq!(token.get().await.expect("it is there"), expected);

    let nothing = token
        .patch(UserOauthTokenPatch::new())
        .await
        .expect("an empty patch is one");
    assert_eq!(nothing, expected);

    let patch = UserOauthTokenPatch::new().name("New").default_role(Role::Admin);
    expected.name = Some("New".to_owned());
    expected.default_role = Some(Role::Admin);
    assert_eq!(token.patch(patch).await.expect("it works"), expected);

    expected.org_roles = Some(vec![]);
    let cleared = token
        .patch(UserOauthTokenPatch::new().org_roles([]))
        .await
        .expect("it works");
    assert_eq!(cleared, expected);
    assert_eq!(mock.get(&session::id()), Some(expected));

    assert_eq!(token.delete().await.expect("it works").success, Some(true));
    assert!(is_not_found::<Get>(token.get().await));
    assert!(is_not_found::<Delete>(token.delete().await));
    assert!(is_not_found::<Patch>(token.patch(UserOauthTokenPatch::new()).await));
}

#[tokio::test]
async fn a_session_of_the_blocking_client_changes_what_it_says_and_nothing_else() {
    let mock = session::mock().await;
    with_blocking(&mock, |client| {
        let token = client.user_oauth_token(session::id());
        let mut expected = sample().expect("it is right");
        assert_eq!(token.get().expect("it is there"), expected);
        expected.org_roles = Some(vec![]);
        let cleared = token.patch(UserOauthTokenPatch::new().org_roles([])).expect("it works");
        assert_eq!(cleared, expected);
        assert_eq!(token.delete().expect("it works").success, Some(true));
        assert!(is_not_found::<Get>(token.get()));
    })
    .await;
    assert!(mock.tokens().is_empty());
}

#[tokio::test]
async fn a_wrong_token_is_an_undocumented_401() {
    let mock = session::mock().await;
    let client = Client::builder()
        .token("another-token")
        .base_url(mock.url())
        .build()
        .expect("it is a client");
    let error = client
        .user_oauth_token(session::id())
        .get()
        .await
        .expect_err("the token is wrong");
    assert!(
        matches!(&error, CallError::Undocumented(answer) if answer.status() == 401),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("another-token"));
}
