//! A TCP server that plays a script for each connection and writes down what it is sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

/// What is done on a connection, one after the other. After the last step, the connection is closed in order.
#[derive(Debug, Clone)]
pub enum Step {
    /// Reads one request, head and body.
    Read,
    /// Writes these bytes.
    Send(Vec<u8>),
    /// Does nothing for a while.
    Pause(Duration),
    /// Does nothing until the client has had enough.
    Hang,
    /// Breaks the connection off: the client sees a reset.
    Reset,
}

/// Reads a request and writes these bytes.
pub fn reply(bytes: impl Into<Vec<u8>>) -> Vec<Step> {
    vec![Step::Read, Step::Send(bytes.into())]
}

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Request {
    pub text: String,
    pub came: Instant,
}

impl Request {
    /// The path with its query.
    pub fn path(&self) -> &str {
        self.text.split(' ').nth(1).unwrap_or_default()
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let (_, value) = fields.find(|(field, _)| field.eq_ignore_ascii_case(name))?;
        Some(value.trim())
    }
}

#[derive(Debug, Default)]
struct Log {
    connections: usize,
    requests: Vec<Request>,
}

type Shared = Arc<Mutex<Log>>;

fn open(log: &Shared) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The server. Its tasks end with the runtime of the test.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    log: Shared,
}

impl Server {
    /// Each connection plays the next script; when there is none left, the last one is played again.
    pub fn start(scripts: impl Into<Vec<Vec<Step>>>) -> Self {
        Place::reserve().open(scripts)
    }

    /// The address, as a base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        open(&self.log).connections
    }

    /// The requests that were read.
    pub fn requests(&self) -> Vec<Request> {
        open(&self.log).requests.clone()
    }

    /// The one request that was read.
    #[track_caller]
    pub fn only_request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "there should be exactly one request: {requests:?}");
        requests.remove(0)
    }
}

/// A port that is taken, at which nobody listens yet: connections are refused.
#[derive(Debug)]
pub struct Place {
    socket: TcpSocket,
    address: SocketAddr,
}

impl Place {
    pub fn reserve() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
        let address = socket.local_addr().expect("the address of the socket");
        Self { socket, address }
    }

    /// The address, as a base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A server at this port.
    pub fn open(self, scripts: impl Into<Vec<Vec<Step>>>) -> Server {
        let listener = self.socket.listen(64).expect("a listener");
        let log = Shared::default();
        tokio::spawn(accept(listener, scripts.into(), Arc::clone(&log)));
        Server {
            address: self.address,
            log,
        }
    }
}

async fn accept(listener: TcpListener, scripts: Vec<Vec<Step>>, log: Shared) {
    let mut scripts = scripts.into_iter().peekable();
    let mut last = Vec::new();
    while let Ok((stream, _)) = listener.accept().await {
        open(&log).connections += 1;
        if let Some(next) = scripts.next() {
            last = next;
        }
        tokio::spawn(play(stream, last.clone(), Arc::clone(&log)));
    }
}

async fn play(mut stream: TcpStream, script: Vec<Step>, log: Shared) {
    for step in script {
        match step {
            Step::Read => match read(&mut stream).await {
                Some(text) => {
                    let came = Instant::now();
                    open(&log).requests.push(Request { text, came });
                }
                None => return,
            },
            // A client that has gone is no fault of the script.
            Step::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Pause(time) => sleep(time).await,
            Step::Hang => drain(&mut stream, Duration::from_secs(60)).await,
            Step::Reset => {
                stream.set_zero_linger().expect("a socket that can be reset");
                return;
            }
        }
    }
    // What is closed with something unread is reset, so the client gets its chance to close as well.
    let _ = stream.shutdown().await;
    drain(&mut stream, Duration::from_secs(1)).await;
}

/// A request of HTTP/1.1, if there is a whole one.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if is_whole(&text) {
            return Some(text);
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head = head.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.is_none_or(|length| length.trim().parse().is_ok_and(|length: usize| body.len() >= length))
}

/// Reads until the client closes.
async fn drain(stream: &mut TcpStream, time: Duration) {
    let mut buffer = [0; 4096];
    let read = async { while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {} };
    let _ = timeout(time, read).await;
}
