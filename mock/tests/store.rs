#![allow(clippy::large_futures)] // those of the actions with many parameters
//! What the mock stores, issues and runs, through the async client.

use std::collections::BTreeMap;

use losant::http::{CallError, Token};
use losant::types::{
    AdvancedQuery, DeviceCommand, DeviceCredentials, DevicePatch, DevicePost, DeviceState, Error, ObjectId,
    UserCredentials,
};
use losant::{Client, query};
use losant_mock::Mock;
use serde::{Deserialize, Serialize};

/// The application of all devices here.
fn application() -> ObjectId {
    "575ec8687ae143cd83dc4a97".parse().expect("an ID")
}

async fn start() -> (Mock, Client) {
    let mock = Mock::start().await.expect("a port");
    let client = client(&mock, mock.token());
    (mock, client)
}

fn client(mock: &Mock, token: &str) -> Client {
    let client = Client::builder().token(token).base_url(mock.url()).build();
    client.expect("a client")
}

async fn created(client: &Client, name: &str) -> ObjectId {
    let device = client.devices(application()).post(DevicePost::new(name)).await;
    device.expect("a valid device").id.expect("it has an ID")
}

#[tokio::test]
async fn a_device_is_created_changed_and_deleted() {
    let (_mock, client) = start().await;
    let id = created(&client, "Boiler").await;
    let device = client.device(application(), id.clone());
    let patch = DevicePatch::new().description("In the cellar");
    device.patch(patch).await.expect("the device is there");
    let stored = device.get().await.expect("the device is there");
    assert_eq!(
        (stored.name.as_deref(), stored.description.as_deref(), stored.id),
        (Some("Boiler"), Some("In the cellar"), Some(id))
    );
    device.delete().await.expect("the device is there");
    let gone = device.get().await.expect_err("the device is gone");
    assert_eq!(
        gone.documented().and_then(|error| error.type_.as_deref()),
        Some("NotFound")
    );
}

#[tokio::test]
async fn devices_are_listed_in_pages() {
    let (_mock, client) = start().await;
    for name in ["c", "a", "b"] {
        created(&client, name).await;
    }
    let call = client
        .devices(application())
        .get_call()
        .with(|request| request.per_page(2));
    let mut items = call.items();
    let mut names = Vec::new();
    while let Some(device) = items.next().await {
        names.extend(device.expect("a device").name);
    }
    assert_eq!(names, ["a", "b", "c"]);
}

#[tokio::test]
async fn a_parameter_that_the_store_does_not_evaluate_is_an_error() {
    let (_mock, client) = start().await;
    let call = client
        .devices(application())
        .get_call()
        .with(|request| request.filter("x"));
    let error = call.send().await.expect_err("the mock has no filters");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
}

#[tokio::test]
async fn a_device_logs_in_reports_its_state_and_receives_commands_once() {
    let (mock, client) = start().await;
    let id = created(&client, "Boiler").await;
    let anonymous = Client::builder().base_url(mock.url()).build().expect("a client");
    let session = anonymous
        .auth()
        .authenticate_device(DeviceCredentials::new(id.clone()).key("any").secret("any"))
        .await
        .expect("the device is there");
    let gateway = self::client(&mock, &session.token);
    let device = gateway.device(application(), id.clone());
    for voltage in [1.5, 2.5] {
        let state = DeviceState::new([("voltage", voltage)]);
        device.send_state(state).await.expect("the device is there");
    }
    let states = device.get_state().await.expect("the device is there");
    assert_eq!(states.len(), 1, "the latest state");
    assert_eq!(states[0].data.get("voltage"), Some(&2.5.into()));

    let commands = client.device(application(), id);
    commands
        .send_command(DeviceCommand::new("first"))
        .await
        .expect("accepted");
    let mut received = device.command_stream_call().events().await.expect("a stream");
    let first = received.next().await.expect("a command").expect("a valid command");
    commands
        .send_command(DeviceCommand::new("second"))
        .await
        .expect("accepted");
    // The stream has ended, and the client resumes it after the last command.
    let second = received.next().await.expect("a command").expect("a valid command");
    assert_eq!(
        (first.data.name.as_str(), second.data.name.as_str()),
        ("first", "second")
    );
}

#[tokio::test]
async fn no_form_of_an_exchange_shows_the_token_or_the_password_of_a_login() {
    let (mock, client) = start().await;
    let user = UserCredentials::new("someone@example.com", "correct-horse");
    let session = client.auth().authenticate_user(user).await.expect("it is accepted");
    let exchange = mock.take_exchanges().remove(0);
    let shown = format!("{exchange}\n{exchange:#}\n{exchange:?}");
    assert!(shown.contains("someone@example.com"), "{shown}");
    assert!(!shown.contains(session.token.as_str()), "{shown}");
    assert!(!shown.contains("correct-horse"), "{shown}");
}

#[tokio::test]
async fn an_unknown_device_cannot_log_in() {
    let (mock, _) = start().await;
    let anonymous = Client::builder().base_url(mock.url()).build().expect("a client");
    let error = anonymous
        .auth()
        .authenticate_device(DeviceCredentials::new(application()).key("any").secret("any"))
        .await
        .expect_err("there is no such device");
    assert!(matches!(error, CallError::Documented(error) if error.status() == 401));
}

#[tokio::test]
async fn a_token_without_the_scope_gets_403_and_a_revoked_one_401() {
    let (mock, _) = start().await;
    let token = mock.issue(["devices.get"]);
    // The client does not know the scopes, so it asks.
    let client = client(&mock, &token);
    let devices = client.devices(application());
    assert!(devices.get().await.is_ok());
    let status = |error: CallError<Error>| error.status().map(|status| status.as_u16());
    assert_eq!(devices.post(DevicePost::new("x")).await.map_err(status), Err(Some(403)));
    mock.revoke(&token);
    assert_eq!(devices.get().await.map_err(status), Err(Some(401)));
}

#[tokio::test]
async fn a_client_that_knows_its_scopes_does_not_ask() {
    let (mock, _) = start().await;
    let token = Token::new(mock.issue(["devices.get"])).expect("a token");
    let client = Client::builder()
        .token(token.with_scopes(["devices.get"]))
        .base_url(mock.url());
    let client = client.build().expect("a client");
    let error = client.devices(application()).post(DevicePost::new("x")).await;
    assert!(matches!(error, Err(CallError::Request(_))));
    assert!(mock.exchanges().is_empty());
}

#[tokio::test]
async fn a_job_ends_when_it_is_asked_for_the_second_time() {
    let (mock, client) = start().await;
    client
        .devices(application())
        .export_call()
        .wait()
        .await
        .expect("the job ends");
    let paths = mock
        .take_exchanges()
        .into_iter()
        .map(|exchange| exchange.status().as_u16());
    assert_eq!(paths.collect::<Vec<_>>(), [202, 200, 200]);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Tank {
    name: String,
    level: f64,
    note: Option<String>,
}

fn tank(name: &str, level: f64, note: Option<&str>) -> Tank {
    let (name, note) = (name.to_owned(), note.map(str::to_owned));
    Tank { name, level, note }
}

async fn read(mut rows: losant::rows::Rows<Tank>) -> Vec<Tank> {
    let mut found = Vec::new();
    while let Some(row) = rows.next().await {
        found.push(row.expect("a tank"));
    }
    found
}

#[tokio::test]
async fn rows_are_inserted_queried_and_deleted() {
    let (mock, client) = start().await;
    let table: ObjectId = "596e6ce831761df4231708f1".parse().expect("an ID");
    let tanks = client.data_table_rows(application(), table.clone());
    tanks.insert(&tank("north", 0.1, None)).await.expect("a row");
    let others = [tank("south", 0.15, Some("leaks")), tank("east", 0.9, None)];
    tanks.insert(&others).await.expect("two rows");

    let low = || AdvancedQuery::new().column("level", query::less_than(0.2));
    let expected = [tank("north", 0.1, None), tank("south", 0.15, Some("leaks"))];
    assert_eq!(read(tanks.rows(low())).await, expected);
    mock.take_exchanges();
    let call = tanks.get_call().with(|request| request.limit(2).sort_column("level"));
    let mut items = call.items();
    let mut names = Vec::new();
    while let Some(row) = items.next().await {
        names.push(row.expect("a row").additional_properties["name"].to_string());
    }
    assert_eq!(names, [r#""north""#, r#""south""#, r#""east""#]);
    assert_eq!(mock.take_exchanges().len(), 2, "pages of two rows");

    let id = tanks.get().await.expect("rows").items.expect("rows")[2].id.clone();
    let east = client.data_table_row(application(), table, id.expect("an ID"));
    let level = [("level".to_owned(), Some(0.8.into()))];
    east.patch(BTreeMap::from(level)).await.expect("it is there");
    assert_eq!(
        east.get().await.expect("it is there").additional_properties["level"].to_string(),
        "0.8"
    );
    tanks
        .delete_call()
        .with(|request| request.body(low()))
        .send()
        .await
        .expect("two are deleted");
    assert_eq!(read(tanks.rows(AdvancedQuery::new())).await, [tank("east", 0.8, None)]);
    tanks.truncate().await.expect("all are deleted");
    assert!(east.get().await.is_err());
}

#[tokio::test]
async fn a_row_with_an_invalid_name_of_a_column_is_not_sent() {
    let (mock, client) = start().await;
    let tanks = client.data_table_rows(application(), application());
    let error = tanks.insert(&BTreeMap::from([("tank level", 1)])).await;
    assert_eq!(
        error.expect_err("it has a space").to_string(),
        "the request was not sent: /body/tank level: expected no properties but those that match ^[0-9a-zA-Z_-]{1,255}$ \
         (additionalProperties), found 1"
    );
    assert!(mock.exchanges().is_empty());
}

#[tokio::test]
async fn an_action_without_a_store_is_answered_with_its_example() {
    let (mock, client) = start().await;
    let application = client.application(application()).get().await.expect("an example");
    assert_eq!(application.name.as_deref(), Some("My Application"));
    mock.show_examples();
    let device = client.device(
        "575ec8687ae143cd83dc4a97".parse::<ObjectId>().expect("an ID"),
        self::application(),
    );
    assert_eq!(
        device.get().await.expect("an example").name.as_deref(),
        Some("My Device")
    );
}

#[tokio::test]
async fn rows_are_inserted_and_queried_with_the_blocking_client() {
    let (mock, _) = start().await;
    let client = losant::blocking::Client::builder()
        .token(mock.token())
        .base_url(mock.url());
    let rows = tokio::task::spawn_blocking(move || {
        let client = client.build().expect("a client");
        let table: ObjectId = "596e6ce831761df4231708f1".parse().expect("an ID");
        let tanks = client.data_table_rows(application(), table);
        tanks
            .insert(&[tank("north", 0.1, None), tank("south", 0.9, None)])
            .expect("two rows");
        let number = tanks.insert(&5);
        assert!(
            matches!(number, Err(losant::rows::RowError::Call(CallError::Request(_)))),
            "{number:?}"
        );
        let all = AdvancedQuery::new();
        let others: Vec<_> = tanks.rows::<BTreeMap<String, u8>>(all).collect();
        assert_eq!(others.len(), 2, "the rows go on after one of another form");
        for other in others {
            assert!(
                matches!(other, Err(losant::rows::RowError::Deserialize { .. })),
                "{other:?}"
            );
        }
        let low = AdvancedQuery::new().column("level", query::less_than(0.2));
        tanks.rows::<Tank>(low).collect::<Result<Vec<_>, _>>()
    });
    let rows = rows.await.expect("no panic").expect("no error");
    assert_eq!(rows, [tank("north", 0.1, None)]);
}
