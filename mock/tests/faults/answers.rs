//! Answers as the bytes that go over the wire.

use std::fmt::Write;

/// A token that the API might send.
pub const TOKEN_JSON: &str = r#"{"id":"575ec7417ae143cd83dc4a95","name":"My OAuth App","orgRoles":[]}"#;

/// An error that the API might send, with a property that is not documented.
pub const ERROR_JSON: &str = r#"{"type":"NotFound","message":"OAuth token was not found","trace":7}"#;

/// The beginning of an answer: status line and these headers, each with its line break.
///
/// It says that the connection will be closed, so that no test depends on whether the client uses it again.
pub fn head(status: u16, headers: &str) -> String {
    format!("HTTP/1.1 {status} Some Reason\r\nConnection: close\r\n{headers}\r\n")
}

/// An answer with a body and its length.
pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = head(status, &format!("Content-Length: {}\r\n{headers}", body.len())).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

/// An answer with JSON.
pub fn json(status: u16, body: &str) -> Vec<u8> {
    answer(status, "Content-Type: application/json; charset=utf-8\r\n", body)
}

/// The token, as a good server sends it.
pub fn good() -> Vec<u8> {
    json(200, TOKEN_JSON)
}

/// As [`good`], on a connection that stays open.
pub fn good_kept_alive() -> Vec<u8> {
    let length = TOKEN_JSON.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{TOKEN_JSON}").into_bytes()
}

/// "Not now", with these headers.
pub fn unavailable(headers: &str) -> Vec<u8> {
    answer(503, headers, "not now")
}

/// An answer in chunks of this size.
pub fn chunked(status: u16, body: &str, size: usize) -> Vec<u8> {
    let mut text = head(status, "Transfer-Encoding: chunked\r\n");
    for chunk in body.as_bytes().chunks(size) {
        let chunk = String::from_utf8_lossy(chunk);
        write!(text, "{:x}\r\n{chunk}\r\n", chunk.len()).expect("a string takes everything");
    }
    text.push_str("0\r\n\r\n");
    text.into_bytes()
}

/// JSON that is a token of exactly this many bytes.
pub fn token_of_length(length: usize) -> String {
    let empty = r#"{"name":""}"#;
    format!(r#"{{"name":"{}"}}"#, "x".repeat(length - empty.len()))
}
