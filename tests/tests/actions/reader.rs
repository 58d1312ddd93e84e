//! Reads requests without the bindings: what arrived, and what the documented `curl` commands send.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use bytes::Bytes;
use http::{Request, Response};
use losant::Json;

use crate::{percent, shell};

const ENDPOINTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/endpoints");

/// The names and values of the query, decoded and sorted.
pub fn query(request: &Request<Bytes>) -> Vec<(String, Result<Json, String>)> {
    let query = request.uri().query().unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (form_decoded(name), form_decoded(value))
    });
    sorted(&pairs.collect::<Vec<_>>())
}

/// Sorted names, with their values: objects and arrays as JSON, anything else as text.
pub fn sorted(pairs: &[(String, String)]) -> Vec<(String, Result<Json, String>)> {
    let mut pairs = pairs.to_vec();
    pairs.sort();
    let value = |text: String| match Json::parse(&text) {
        Ok(json @ (Json::Object(_) | Json::Array(_))) => Ok(json),
        _ => Err(text),
    };
    pairs.into_iter().map(|(name, text)| (name, value(text))).collect()
}

/// The body as JSON.
pub fn json(body: &[u8]) -> Json {
    let text = std::str::from_utf8(body).expect("UTF-8");
    Json::parse(text).expect("JSON")
}

pub fn percent_encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Decodes a name or a value of a query.
fn form_decoded(text: &str) -> String {
    percent::decoded(&text.replace('+', " "))
}

/// The commands of the documentation, by method and path template of their action.
pub fn commands() -> BTreeMap<String, String> {
    let mut commands = BTreeMap::new();
    for entry in fs::read_dir(ENDPOINTS).expect("the generated files") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            commands.extend(commands_of(&path));
        }
    }
    commands
}

fn commands_of(path: &Path) -> Vec<(String, String)> {
    let source = fs::read_to_string(path).expect("a generated file");
    let lines = source.lines().filter_map(|line| line.strip_prefix("///"));
    let docs: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let docs = docs.join("\n");
    let blocks = docs.split("```sh\n");
    let mut action = String::new();
    let mut commands = Vec::new();
    for block in blocks {
        if let Some((command, _)) = block
            .split_once("\n```")
            .filter(|(command, _)| command.starts_with("curl "))
        {
            commands.push((action.clone(), command.to_owned()));
        }
        let mut heading = block.lines().filter_map(|line| {
            let (method, url) = line.strip_prefix('`')?.strip_suffix('`')?.split_once(' ')?;
            Some(format!("{method} {}", url.strip_prefix("https://api.losant.com")?))
        });
        action = heading.next_back().unwrap_or_default();
    }
    commands
}

/// The request that a command sends, with this access token. Fails on an option that it does not know.
pub fn request(command: &str, token: &str) -> Request<Vec<u8>> {
    let mut words = shell::words(&command.replace("YOUR_API_ACCESS_TOKEN", token)).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"));
    let mut request = Request::builder();
    let mut body = Vec::new();
    let mut form = String::new();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .unwrap_or_else(|| panic!("{word} without a value in {command}"))
        };
        match word.as_str() {
            "-H" => {
                let header = value();
                let (name, value) = header.split_once(": ").expect("a header");
                request = request.header(name, value);
            }
            "-X" => request = request.method(value().as_str()),
            "-d" | "--data-raw" => body = value().into_bytes(),
            "-F" | "--form-string" => form += &form_part(&value()),
            "-g" | "-N" | "--globoff" => {}
            url => {
                let target = url.strip_prefix("https://api.losant.com");
                request = request.uri(target.unwrap_or_else(|| panic!("{url:?} in {command}")));
            }
        }
    }
    if !form.is_empty() {
        request = request.header("content-type", "multipart/form-data; boundary=boundary");
        body = format!("{form}--boundary--\r\n").into_bytes();
    }
    request.body(body).expect("a request")
}

/// A field of a form as `curl -F` sends it.
fn form_part(field: &str) -> String {
    let (name, value) = field.split_once('=').expect("a field");
    let (value, media_type) = match value.split_once(";type=") {
        Some((value, media_type)) => (value, format!("\r\nContent-Type: {media_type}")),
        None => (value, String::new()),
    };
    let (value, file) = match value.strip_prefix('@') {
        Some(file) => ("the content of the file", format!("; filename=\"{file}\"")),
        None => (value, String::new()),
    };
    format!("--boundary\r\nContent-Disposition: form-data; name=\"{name}\"{file}{media_type}\r\n\r\n{value}\r\n")
}

/// Sends a request over a socket, and returns the response.
pub fn exchange(address: SocketAddr, request: &Request<Vec<u8>>) -> Response<Bytes> {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().expect("text")));
    let head = format!(
        "{} {} HTTP/1.1\r\n{}host: {address}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        request.method(),
        request.uri(),
        headers.collect::<String>(),
        request.body().len()
    );
    let mut stream = TcpStream::connect(address).expect("the mock listens");
    stream.write_all(head.as_bytes()).expect("the head is sent");
    stream.write_all(request.body()).expect("the body is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head has an end");
    let status = head.split(' ').nth(1).expect("a status");
    let response = Response::builder().status(status.parse::<u16>().expect("a number"));
    response.body(Bytes::from(body.to_owned())).expect("a response")
}
