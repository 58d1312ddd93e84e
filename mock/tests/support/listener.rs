//! A server that takes down what comes in, byte by byte, and gives everyone the same answer.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A request as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The request line.
    pub line: String,
    /// The headers in their order, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// It stops with the runtime of the test.
pub struct Listener {
    address: SocketAddr,
    captured: UnboundedReceiver<Captured>,
}

impl Listener {
    /// Gives everyone this status line and this body of JSON.
    pub async fn start(status: &'static str, body: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("there is a port");
        let address = listener.local_addr().expect("it has an address");
        let (sender, captured) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(request) = read(&mut stream).await else {
                    continue;
                };
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
                     Connection: close\r\n\r\n{body}"
                );
                // What counts has been read; the other side may hang up as it likes.
                let _ = stream.write_all(answer.as_bytes()).await;
                if sender.send(request).is_err() {
                    break;
                }
            }
        });
        Self { address, captured }
    }

    /// The base URL for a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The oldest request that was not asked for yet.
    pub async fn next(&mut self) -> Captured {
        self.captured.recv().await.expect("the listener is there")
    }
}

async fn read(stream: &mut TcpStream) -> Option<Captured> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec()).expect("the head is text");
    let mut lines = head.split("\r\n").map(str::to_owned);
    let line = lines.next().expect("there is a request line");
    let headers: Vec<(String, String)> = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").expect("it is a header");
            (name.to_ascii_lowercase(), value.to_owned())
        })
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().expect("it is a length"));
    while bytes.len() < end + 4 + length {
        stream.read_buf(&mut bytes).await.ok()?;
    }
    let body = String::from_utf8(bytes[end + 4..].to_vec()).expect("the body is text");
    Some(Captured { line, headers, body })
}
