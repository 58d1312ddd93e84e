//! Every action of the API over a socket: a request with generated values is sent by the client, received exactly by the mock,
//! answered with a documented example, and the response is parsed without loss.
//!
//! A failure names the seed that reproduces it: `LOSANT_TEST_SEED=… cargo test -p losant-tests --test actions`.

#[path = "../oracle/folder.rs"]
#[allow(dead_code)] // the oracle needs more of it
mod folder;
mod generated;
#[path = "../oracle/instances.rs"]
#[allow(dead_code)]
mod instances;
#[path = "../support/percent.rs"]
mod percent;
mod reader;
#[path = "../support/shell.rs"]
mod shell;
#[path = "../oracle/texts.rs"]
#[allow(dead_code)]
mod texts;
mod visitors;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use losant::Json;
use losant::blocking::Client;
use losant::endpoint::{AnyRequest, Metadata, Status};
use losant::endpoints::Request as Action;
use losant::http::receive;
use losant_mock::{Exchange, Mock};
use tokio::runtime::Runtime;

use folder::Folder;
use generated::{Description, Generated};
use visitors::{Parse, Send, body_of};

const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");

/// The seed of a run that asks for no other (`LOSANT_TEST_SEED`).
const SEED: u64 = 7;

/// A mock with a client for it. The mock runs on the threads of the runtime.
struct Session {
    _runtime: Runtime,
    mock: Mock,
    client: Client,
}

impl Session {
    fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let mock = runtime.block_on(Mock::start()).expect("a port");
        let client = Client::builder().token(mock.token()).base_url(mock.url());
        let client = client.build().expect("a client");
        Self {
            _runtime: runtime,
            mock,
            client,
        }
    }

    /// What went over the wire since the last call.
    fn exchange(&self) -> Exchange {
        let mut exchanges = self.mock.take_exchanges();
        assert_eq!(exchanges.len(), 1, "one request is sent once");
        exchanges.remove(0)
    }
}

#[test]
fn a_generated_request_of_every_action_is_received_exactly_and_its_response_is_parsed_without_loss() {
    let seed = std::env::var("LOSANT_TEST_SEED").map_or(SEED, |seed| seed.parse().expect("a number"));
    let session = Session::start();
    let folder = Folder::read(SCHEMAS);
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut exchanged = 0;
    for action in Action::ENDPOINTS {
        let description = Description::of(folder, action);
        for status in statuses(action) {
            let what = format!("seed {seed}: {} {status}", action.operation_id);
            let generated = description.request(rng.u64(..));
            let request: Action = receive(&generated.http(session.mock.token()))
                .unwrap_or_else(|error| panic!("{what}: {error}\n{generated:.2000?}"));
            session.mock.show_next(status);
            let response = request.clone().visit(Send(&session.client));
            let exchange = session.exchange();
            is_received(&what, &request, &generated, exchange.request());
            is_parsed(&what, status, &response, exchange.answer());
            exchanged += 1;
        }
    }
    assert_eq!((Action::ENDPOINTS.len(), exchanged), (375, 1097));
}

/// The request that arrived has the values that were generated.
#[track_caller]
fn is_received(what: &str, request: &Action, generated: &Generated, arrived: &Request<Bytes>) {
    let received: Action = receive(arrived).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(&received, request, "{what}");
    assert_eq!(arrived.method().as_str(), generated.method, "{what}");
    assert_eq!(arrived.uri().path(), generated.path, "{what}");
    assert_eq!(reader::query(arrived), reader::sorted(&generated.query), "{what}");
    if let Some(body) = &generated.json {
        assert_eq!(reader::json(arrived.body()), *body, "{what}");
    }
}

/// The response was parsed, and written again it says the same.
#[track_caller]
fn is_parsed(what: &str, status: StatusCode, parsed: &Result<Response<Bytes>, String>, sent: &Response<Bytes>) {
    let parsed = parsed.as_ref().unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!((parsed.status(), sent.status()), (status, status), "{what}");
    assert_eq!(body_of(parsed), body_of(sent), "{what}");
}

#[test]
fn every_documented_example_of_a_request_is_received_and_written_without_loss() {
    let folder = Folder::read(SCHEMAS);
    let mut examples = 0;
    for action in Action::ENDPOINTS {
        let Some(example) = action.request_body.and_then(|body| body.example) else {
            continue;
        };
        let mut generated = Description::of(folder, action).request(SEED);
        generated.body = example.to_owned().into();
        let request: Action =
            receive(&generated.http("token")).unwrap_or_else(|error| panic!("{}: {error}", action.operation_id));
        let written = request.visit(visitors::Body).expect("a body");
        assert_eq!(Json::parse(&written), Json::parse(example), "{}", action.operation_id);
        examples += 1;
    }
    assert_eq!(examples, 143);
}

/// The documented statuses of an action.
fn statuses(action: &Metadata) -> Vec<StatusCode> {
    let all = action.successes.iter().chain(action.errors);
    let code = |status| match status {
        Status::Code(code) => StatusCode::from_u16(code).expect("a status"),
        other => panic!("{}: {other} is no single status", action.operation_id),
    };
    all.map(|response| code(response.status)).collect()
}

#[test]
fn the_curl_command_of_every_action_is_answered_with_its_documented_example() {
    let session = Session::start();
    session.mock.show_examples();
    let commands = reader::commands();
    assert_eq!(commands.len(), Action::ENDPOINTS.len());
    for action in Action::ENDPOINTS {
        let what = action.operation_id;
        let command = commands.get(&format!("{} {}", action.method, action.path));
        let command = command.unwrap_or_else(|| panic!("{what} has no command"));
        let request = reader::request(command, session.mock.token());
        let answer = reader::exchange(session.mock.address(), &request);
        let exchange = session.exchange();
        let request: Action = receive(exchange.request()).unwrap_or_else(|error| panic!("{what}: {error}\n{command}"));
        is_parsed(
            what,
            statuses(action)[0],
            &request.visit(Parse(answer)),
            exchange.answer(),
        );
    }
}
