//! An API that has one answer, on loopback, in a thread and a runtime of its own.

use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::runtime;

/// Answers every GET of `path` with `body`, until the process ends. The address is ready for connections.
///
/// # Errors
/// If there is no port, thread or runtime to be had.
pub(crate) fn start(path: &str, body: Bytes) -> Result<SocketAddr, Box<dyn Error>> {
    let answer = get(async move || ([(CONTENT_TYPE, "application/json")], body.clone()));
    let router = Router::new().route(path, answer);
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let address = listener.local_addr()?;
    thread::Builder::new().name("server".to_owned()).spawn(move || {
        if let Err(error) = runtime.block_on(async { axum::serve(listener, router).await }) {
            eprintln!("the server has ended: {error}");
        }
    })?;
    Ok(address)
}
