//! The workflows in `docs/`: the code of each page runs against a server.

mod server;

use std::fs;
use std::path::Path;

use losant::types::ObjectId;
use losant::{DeviceSession, Storage};
use server::{Answer, EVENTS, JSON, Server};

/// The code of a page, which has a private function, as a program has it.
macro_rules! snippets {
    ($($name:ident: $file:literal, $function:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
        $(
            mod $name {
                include!($file);

                #[allow(clippy::missing_errors_doc, clippy::type_complexity)]
                pub async fn run($($argument: $type),*) -> $result {
                    $function($($argument),*).await
                }
            }
        )*
    };
}

type Failed = Box<dyn std::error::Error>;

snippets! {
    report_state: "report_state.rs", report(session: &DeviceSession, voltages: &[f64]) -> Result<(), super::Failed>;
    receive_commands: "receive_commands.rs", obey(session: &DeviceSession) -> Result<Vec<String>, CommandError>;
    provision_devices: "provision_devices.rs", provision(client: &Client, application: ObjectId, names: &[&str])
        -> Result<(Option<String>, Option<String>), super::Failed>;
    page_through_devices: "page_through_devices.rs", names(client: &Client, application: ObjectId)
        -> Result<Vec<String>, super::Failed>;
    export_with_a_job: "export_with_a_job.rs", export(client: &Client, application: ObjectId)
        -> Result<Vec<Uri>, super::Failed>;
    query_time_series: "query_time_series.rs", voltages(client: &Client, application: ObjectId)
        -> Result<Vec<String>, super::Failed>;
    upload_a_file: "upload_a_file.rs", upload(client: &Client, application: ObjectId, report: PathBuf)
        -> Result<ObjectId, super::Failed>;
    upload_with_a_form: "upload_with_a_form.rs", upload(client: &Client, storage: &Storage, application: ObjectId, report: PathBuf)
        -> Result<(), super::Failed>;
    download_a_file: "download_a_file.rs", download(client: &Client, storage: &Storage, application: ObjectId, id: ObjectId,
        target: PathBuf) -> Result<(), super::Failed>;
}

/// The pages, and the code that each shows.
const PAGES: [(&str, &str); 9] = [
    ("report-state", "report_state"),
    ("receive-commands", "receive_commands"),
    ("provision-devices", "provision_devices"),
    ("page-through-devices", "page_through_devices"),
    ("export-with-a-job", "export_with_a_job"),
    ("query-time-series", "query_time_series"),
    ("files", "upload_a_file"),
    ("files", "upload_with_a_form"),
    ("files", "download_a_file"),
];

const LOGIN: Answer = (
    "POST /auth/device",
    200,
    JSON,
    r#"{"applicationId":"575ec8687ae143cd83dc4a97","deviceId":"575ecf887ae143cd83dc4aa2","deviceClass":"standalone","token":"t"}"#,
);
const STATE: Answer = (
    "POST /applications/575ec8687ae143cd83dc4a97/devices/575ecf887ae143cd83dc4aa2/state",
    200,
    JSON,
    r#"{"success":true}"#,
);

fn application() -> ObjectId {
    "575ec8687ae143cd83dc4a97".parse().expect("an ID")
}

async fn session(server: &Server) -> DeviceSession {
    let device: ObjectId = "575ecf887ae143cd83dc4aa2".parse().expect("an ID");
    let url = server.url.clone();
    let builder = DeviceSession::builder(device, "key", "secret");
    let builder = builder.configure(move |client| client.base_url(url.as_str()));
    builder.connect().await.expect("it signs in")
}

#[test]
fn each_page_shows_its_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (page, name) in PAGES {
        let read = |path: &str| {
            let path = root.join(path);
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            text.replace("\r\n", "\n")
        };
        let page = format!("../docs/{page}.md");
        let code = read(&format!("tests/workflows/{name}.rs"));
        assert!(
            read(&page).contains(&format!("```rust\n{code}```")),
            "{page} must show:\n\n{code}"
        );
    }
}

#[tokio::test]
async fn state_is_reported() {
    let server = Server::start([LOGIN, STATE, STATE]).await;
    report_state::run(&session(&server).await, &[22.4, 22.5])
        .await
        .expect("all is sent");
    let sent = server.requests();
    assert!(sent[1].contains(r#""voltage""#), "{sent:?}");
    assert!(
        sent.last().is_some_and(|last| last.contains(r#""isOn":false"#)),
        "{sent:?}"
    );
}

#[tokio::test]
async fn commands_are_received() {
    let events = "data: {\"name\":\"start\",\"payload\":[1]}\n\ndata: []\n\ndata: {\"name\":\"stop\"}\n\n";
    let stream = "GET /applications/575ec8687ae143cd83dc4a97/devices/575ecf887ae143cd83dc4aa2/commandStream";
    let server = Server::start([LOGIN, (stream, 200, EVENTS, events)]).await;
    let done = receive_commands::run(&session(&server).await)
        .await
        .expect("it is told to stop");
    assert_eq!(done.len(), 1);
    assert!(done[0].starts_with("start "), "{done:?}");
}

#[tokio::test]
async fn devices_are_provisioned() {
    let devices = "POST /applications/575ec8687ae143cd83dc4a97/devices";
    let keys = "POST /applications/575ec8687ae143cd83dc4a97/keys";
    let server = Server::start([
        (devices, 201, JSON, r#"{"id":"575ecf887ae143cd83dc4aa2"}"#),
        (devices, 201, JSON, r#"{"id":"575ecf887ae143cd83dc4aa3"}"#),
        (keys, 201, JSON, r#"{"key":"the-key","secret":"the-secret"}"#),
    ])
    .await;
    let (key, secret) = provision_devices::run(&server.client(), application(), &["pump 1", "pump 2"])
        .await
        .expect("they are created");
    assert_eq!(
        (key.as_deref(), secret.as_deref()),
        (Some("the-key"), Some("the-secret"))
    );
    let sent = server.requests();
    assert!(sent[1].contains(r#""name":"pump 2""#), "{sent:?}");
    assert!(sent[2].contains("575ecf887ae143cd83dc4aa3"), "{sent:?}");
}

#[tokio::test]
async fn devices_come_page_by_page() {
    let devices = "GET /applications/575ec8687ae143cd83dc4a97/devices";
    let server = Server::start([
        (
            devices,
            200,
            JSON,
            r#"{"items":[{"name":"a"},{"name":"b"}],"totalCount":3,"page":0,"perPage":2}"#,
        ),
        (
            devices,
            200,
            JSON,
            r#"{"items":[{"name":"c"}],"totalCount":3,"page":1,"perPage":2}"#,
        ),
    ])
    .await;
    let names = page_through_devices::run(&server.client(), application())
        .await
        .expect("both pages");
    assert_eq!(names, ["a", "b", "c"]);
    let sent = server.requests();
    assert!(
        sent[0].contains("query=%7B%22name%22") && sent[0].contains("startsWith"),
        "{sent:?}"
    );
    assert!(sent[1].contains("page=1"), "{sent:?}");
}

#[tokio::test]
async fn an_export_is_waited_for() {
    let export = "POST /applications/575ec8687ae143cd83dc4a97/devices/export";
    let log = "GET /applications/575ec8687ae143cd83dc4a97/jobLogs/a-job";
    let server = Server::start([
        (
            export,
            202,
            JSON,
            r#"{"jobQueued":true,"jobId":"a-job","success":true}"#,
        ),
        (log, 200, JSON, r#"{"status":"started"}"#),
        (
            log,
            200,
            JSON,
            r#"{"status":"completed","output":{"downloadUrls":["https://example.com/a.csv"]}}"#,
        ),
    ])
    .await;
    let urls = export_with_a_job::run(&server.client(), application())
        .await
        .expect("it ends");
    assert_eq!(urls.len(), 1);
    assert_eq!(urls[0].as_str(), "https://example.com/a.csv");
}

#[tokio::test]
async fn time_series_are_queried() {
    let query = "POST /applications/575ec8687ae143cd83dc4a97/data/time-series-query";
    let data = r#"{"start":"2016-06-15T03:50:00.000Z","end":"2016-06-15T04:00:00.000Z","resolution":300000,
        "aggregation":"MEAN","limit":null,"order":"asc","devices":{"575ecf887ae143cd83dc4aa2":{"name":"Pump","tags":{},
        "points":[{"time":"2016-06-15T03:50:00.000Z","data":{"voltage":10.3}}]}}}"#;
    let server = Server::start([(query, 200, JSON, data)]).await;
    let lines = query_time_series::run(&server.client(), application())
        .await
        .expect("it is answered");
    assert_eq!(lines, ["Pump 2016-06-15T03:50:00.000Z: 10.3"]);
    assert_eq!(
        server.requests(),
        [concat!(
            r#"{"end":0,"duration":3600000,"resolution":300000,"aggregation":"MEAN","attributes":["voltage"],"#,
            r#""deviceQuery":{"tags":{"$tagKey":"floor","$tagValue":"8"}}}"#
        )]
    );
}

#[tokio::test]
async fn a_file_is_uploaded_and_downloaded() {
    let files = "POST /applications/575ec8687ae143cd83dc4a97/files";
    let upload = "POST /applications/575ec8687ae143cd83dc4a97/file/575ecf887ae143cd83dc4aa2/upload";
    let server = Server::start([
        (
            files,
            201,
            JSON,
            r#"{"id":"575ecf887ae143cd83dc4aa2","status":"pending"}"#,
        ),
        (
            upload,
            200,
            JSON,
            r#"{"id":"575ecf887ae143cd83dc4aa2","status":"completed"}"#,
        ),
    ])
    .await;
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let id = upload_a_file::run(&server.client(), application(), report.clone()).await;
    let id = id.expect("it is uploaded");
    let report = fs::read_to_string(report).expect("a file");
    let sent = server.requests();
    assert!(sent[0].contains(r#""parentDirectory":"/reports""#), "{sent:?}");
    assert!(sent[1].contains("text/csv") && sent[1].contains(&report), "{sent:?}");

    let content = Server::start([("GET /bucket/report.csv", 200, "text/csv", "voltage\n22.4\n")]).await;
    let file = "GET /applications/575ec8687ae143cd83dc4a97/file/575ecf887ae143cd83dc4aa2";
    let url = format!(r#"{{"url":"{}/bucket/report.csv"}}"#, content.url);
    let server = Server::start([(file, 200, JSON, &*url.leak())]).await;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("downloaded.csv");
    let storage = Storage::new().expect("a client");
    download_a_file::run(&server.client(), &storage, application(), id, target.clone())
        .await
        .expect("it is downloaded");
    assert_eq!(fs::read_to_string(target).expect("a file"), "voltage\n22.4\n");
}

#[tokio::test]
async fn a_file_is_uploaded_with_a_form() {
    let content = Server::start([("POST /bucket", 204, JSON, "")]).await;
    let files = "POST /applications/575ec8687ae143cd83dc4a97/files";
    let created = format!(
        r#"{{"status":"pending","upload":{{"url":"{}/bucket","fields":{{"key":"report.csv"}}}}}}"#,
        content.url
    );
    let server = Server::start([(files, 201, JSON, &*created.leak())]).await;
    let storage = Storage::new().expect("a client");
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    upload_with_a_form::run(&server.client(), &storage, application(), report.clone())
        .await
        .expect("it is uploaded");
    let report = fs::read_to_string(report).expect("a file");
    let sent = content.requests();
    assert!(sent[0].contains("report.csv") && sent[0].contains(&report), "{sent:?}");
}
