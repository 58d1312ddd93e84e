//! A foreign client: it sends what it is told, byte by byte.

use losant::Json;
use losant::types::Error;
use losant_mock::Mock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// What the error says.
    pub fn message(&self) -> String {
        assert!(Json::parse(&self.body).is_ok(), "{}", self.body);
        let error: Error = serde_json::from_str(&self.body).expect("it is an error");
        error.message.expect("it has a message")
    }
}

/// Sends a request with these headers, each `Name: value`, and this body.
pub async fn send(mock: &Mock, line: &str, headers: &[&str], body: &[u8]) -> Answer {
    let line = format!("{line} HTTP/1.1");
    let host = format!("Host: {}", mock.address());
    let length = format!("Content-Length: {}", body.len());
    let mut lines = vec![line.as_str(), &host, "Connection: close"];
    lines.extend(headers);
    if !body.is_empty() {
        lines.push(&length);
    }
    lines.extend(["", ""]);
    let request = lines.join("\r\n");
    let mut stream = TcpStream::connect(mock.address()).await.expect("the mock is there");
    stream.write_all(request.as_bytes()).await.expect("it can be sent");
    // A server that has seen enough may hang up before the end.
    let _ = stream.write_all(body).await;
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    parse(&String::from_utf8(bytes).expect("the answer is text"))
}

fn parse(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").expect("a head has an end");
    let mut lines = head.split("\r\n");
    let line = lines.next().expect("there is a status line");
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .expect("there is a status");
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer {
        status,
        headers,
        body: body.to_owned(),
    }
}
