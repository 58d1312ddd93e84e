//! Lists in pages: `lists/openapi.yaml`, received by both clients from a small server.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use lists::endpoints::lists::{ByHeader, Offset};
use lists::endpoints::{blocking, client};
use lists::types::OffsetBody;
use typewright_runtime::Exact as _;
use typewright_runtime::endpoint::{NextPage, PageError, PagedEndpoint, Pager};
use typewright_runtime::http::{CallError, RequestError};

#[path = "support/head.rs"]
mod head;
#[allow(dead_code, missing_docs)]
mod lists {
    include!(concat!(env!("OUT_DIR"), "/lists/mod.rs"));
}

/// A server that responds to the target of each request with headers and a body.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(respond: impl Fn(&str) -> (String, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let head = head::read(&mut stream);
                let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let (headers, body) = respond(&head);
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(target);
                let status = if body.contains("why") { 404 } else { 200 };
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                // The client may be gone.
                let _ = stream.write_all((head + &body).as_bytes());
            }
        });
        Self { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The value of a parameter in the target or the head of a request.
fn parameter(head: &str, name: &str) -> Option<u64> {
    let (_, rest) = head.split_once(name)?;
    let digits: String = rest
        .chars()
        .skip(1)
        .skip_while(|c| *c == ' ')
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// A page of things with these ids.
fn things(ids: impl IntoIterator<Item = u64>, meta: &str) -> String {
    let items: Vec<String> = ids.into_iter().map(|id| format!("{{\"id\": {id}}}")).collect();
    format!("{{\"data\": [{}], \"meta\": {{{meta}}}}}", items.join(","))
}

/// What is left of a list: its items, and the error at its end.
type Received = (Vec<String>, Option<String>);

fn shown<T: show::Show, E: std::fmt::Display>(items: Vec<Result<T, E>>) -> Received {
    let mut received = (Vec::new(), None);
    for item in items {
        assert!(received.1.is_none(), "nothing follows an error");
        match item {
            Ok(item) => received.0.push(item.show()),
            Err(error) => received.1 = Some(error.to_string()),
        }
    }
    received
}

/// Items as text.
mod show {
    pub trait Show {
        fn show(&self) -> String;
    }

    impl Show for super::lists::types::Thing {
        fn show(&self) -> String {
            self.id.to_string()
        }
    }

    impl Show for typewright_runtime::Integer {
        fn show(&self) -> String {
            self.to_string()
        }
    }
}

/// Receives the items of an action with both clients, which must agree.
macro_rules! items {
    ($server:expr, $call:ident($($argument:expr),*)) => {{
        let url = $server.url.clone();
        let build = client::Client::builder().credential("key", "secret").base_url(url.clone());
        let client = build.build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let asynchronous = runtime.block_on(async {
            let mut items = client.lists().$call($($argument),*).items();
            let mut received = Vec::new();
            while let Some(item) = items.next().await {
                received.push(item);
            }
            received
        });
        let requests = $server.requests();
        let build = blocking::Client::builder().credential("key", "secret").base_url(url);
        let client = build.build().expect("a client");
        let blocking: Vec<_> = client.lists().$call($($argument),*).items().collect();
        assert_eq!($server.requests(), requests);
        let received = shown(asynchronous);
        assert_eq!(shown(blocking), received);
        (received, requests)
    }};
}

fn ids(range: std::ops::Range<u64>) -> Vec<String> {
    range.map(|id| id.to_string()).collect()
}

#[test]
fn pages_are_numbered_until_one_is_empty() {
    let server = Server::start(|head| {
        let page = parameter(head, "page").unwrap_or(1);
        (
            String::new(),
            things(if page < 4 { page * 2..page * 2 + 2 } else { 0..0 }, ""),
        )
    });
    let (received, requests) = items!(server, numbered_call());
    assert_eq!(received, (ids(2..8), None));
    let pages = ["?", "?page=2&", "?page=3&", "?page=4&"];
    assert_eq!(requests, pages.map(|page| format!("/v1/numbered{page}key=secret")));
}

#[test]
fn totals_end_the_pages() {
    for meta in ["\"total\": 4", "\"pages\": 2", "\"total\": 100, \"pages\": 2"] {
        let server = Server::start(move |head| {
            let page = parameter(head, "page").unwrap_or(0);
            (String::new(), things(page * 2..page * 2 + 2, meta))
        });
        let (received, requests) = items!(server, counted_call());
        assert_eq!((received, requests.len()), ((ids(0..4), None), 2), "{meta}");
    }
}

#[test]
fn offsets_count_the_items() {
    let server = Server::start(|head| {
        let offset = parameter(head, "x-offset").unwrap_or(0);
        let end = if offset == 0 { 3 } else { offset + 1 };
        (String::new(), things(offset..end, "\"total\": 5"))
    });
    let body = || OffsetBody::new();
    let (received, requests) = items!(server, offset_call(body()));
    assert_eq!((received, requests.len()), ((ids(0..5), None), 3));
}

#[test]
fn cursors_are_followed_and_an_empty_page_in_between_is_not_the_end() {
    let server = Server::start(|head| match head {
        head if head.contains("cursor=a%26b") => (String::new(), things(0..0, "\"next\": \"c\"")),
        head if head.contains("cursor=c") => (String::new(), things(2..3, "\"next\": null")),
        _ => (String::new(), things(0..2, "\"next\": \"a&b\"")),
    });
    let (received, requests) = items!(server, cursor_call());
    assert_eq!((received, requests.len()), ((ids(0..3), None), 3));
}

#[test]
fn a_repeating_cursor_is_an_error_after_the_items() {
    let server = Server::start(|head| {
        let next = if head.contains("cursor=a") { "b" } else { "a" };
        (String::new(), things(0..1, &format!("\"next\": \"{next}\"")))
    });
    let ((items, error), requests) = items!(server, cursor_call());
    assert_eq!((items.len(), requests.len()), (3, 3));
    assert!(error.is_some_and(|error| error.contains("sent a cursor twice")));
}

#[test]
fn endless_empty_pages_are_an_error() {
    let count = Mutex::new(0);
    let server = Server::start(move |_| {
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        (String::new(), things(0..0, &format!("\"next\": \"{count}\"")))
    });
    let client = blocking::Client::builder()
        .credential("key", "secret")
        .base_url(server.url.as_str());
    let client = client.build().expect("a client");
    let mut items = client.lists().cursor_call().items();
    match items.next() {
        Some(Err(CallError::Pages(PageError::EmptyPages { pages: 100 }))) => {}
        other => panic!("expected an error, found {other:?}"),
    }
    assert!(items.next().is_none());
}

#[test]
fn a_page_that_never_changes_is_an_error() {
    let server = Server::start(|_| (String::new(), things(0..2, "")));
    let ((items, error), requests) = items!(server, numbered_call());
    assert_eq!((items.len(), requests.len()), (4, 2));
    assert!(error.is_some_and(|error| error.contains("ignores the parameter")));
}

#[test]
fn the_last_item_can_be_the_cursor() {
    let server = Server::start(|head| {
        let after = parameter(head, "?after").map_or(0, |after| after + 1);
        let meta = if after < 4 { "\"more\": true" } else { "\"more\": false" };
        (String::new(), things(after..after + 2, meta))
    });
    let (received, requests) = items!(server, after_call());
    assert_eq!((received, requests.len()), ((ids(0..6), None), 3));
}

#[test]
fn links_are_followed_with_the_token_of_the_request() {
    let server = Server::start(|head| match head {
        head if head.contains("next=1") => (String::new(), things(2..3, "\"link\": \"/v1/other?b=%2F\"")),
        head if head.contains("other") => (String::new(), things(3..4, "")),
        _ => (String::new(), things(0..2, "\"link\": \"?next=1&key=other\"")),
    });
    let (received, requests) = items!(server, linked_call());
    assert_eq!(received, (ids(0..4), None));
    let expected = [
        "linked?key=secret",
        "linked?next=1&key=secret",
        "other?b=%2F&key=secret",
    ];
    assert_eq!(requests, expected.map(|target| format!("/v1/{target}")));
}

#[test]
fn a_repeating_link_is_an_error() {
    let server = Server::start(|_| (String::new(), things(0..1, "\"link\": \"/v1/linked?page=2\"")));
    let ((items, error), requests) = items!(server, linked_call());
    assert_eq!((items.len(), requests.len()), (2, 2));
    assert!(error.is_some_and(|error| error.contains("link to the next page twice")));
}

#[test]
fn a_link_to_another_host_is_refused() {
    let server = Server::start(|_| {
        (
            String::new(),
            things(0..1, "\"link\": \"http://127.0.0.1:1/v1/linked\""),
        )
    });
    let ((items, error), requests) = items!(server, linked_call());
    assert_eq!((items.len(), requests.len()), (1, 1));
    assert!(error.is_some_and(|error| error.contains("another host (http://127.0.0.1:1)")));
    let client = blocking::Client::builder()
        .credential("key", "secret")
        .base_url(server.url.as_str());
    let client = client.build().expect("a client");
    let last = client.lists().linked_call().pages().last();
    assert!(matches!(
        last,
        Some(Err(CallError::Request(RequestError::ForeignLink { .. })))
    ));
}

#[test]
fn the_header_links_to_the_next_page() {
    let server = Server::start(|head| {
        if head.contains("page=2") {
            return ("link: <?page=1>; rel=\"prev\"\r\n".to_owned(), "[3]".to_owned());
        }
        let links = "link: <?page=9>; rel=last\r\nLink: </v1/header?page=2>; rel=\"next\"\r\n";
        (links.to_owned(), "[1, 2]".to_owned())
    });
    let (received, _) = items!(server, by_header_call());
    assert_eq!(received, (ids(1..4), None));
}

#[test]
fn an_error_of_a_page_is_typed_and_the_last_item() {
    let server = Server::start(|head| {
        if head.contains("cursor=a") {
            return (String::new(), "{\"why\": \"gone\"}".to_owned());
        }
        (String::new(), things(0..1, "\"next\": \"a\""))
    });
    let client = blocking::Client::builder()
        .credential("key", "secret")
        .base_url(server.url.as_str());
    let client = client.build().expect("a client");
    let mut pages = client.lists().cursor_call().pages();
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    match pages.next() {
        Some(Err(CallError::Documented(error))) => assert_eq!(error.body().why, "gone"),
        other => panic!("expected a documented error, found {other:?}"),
    }
    assert!(pages.next().is_none());
}

#[test]
fn a_total_does_not_hide_repeated_pages_of_a_list_that_is_read_from_its_middle() {
    let page = <Offset as typewright_runtime::endpoint::Descriptor>::Response::Status200(
        lists::types::Things::from_json_exact(&things(0..2, "\"total\": 3")).expect("a page"),
    );
    let mut pager = Pager::new(Offset::new(OffsetBody::new()).x_offset(1));
    let headers: [(&str, &str); 0] = [];
    assert_eq!(pager.advance(&page, &headers), Ok(NextPage::Request));
    assert_eq!(pager.advance(&page, &headers), Err(PageError::RepeatedPage));
}

#[test]
fn pages_can_be_followed_without_a_client() {
    let page = |text: &str| {
        <Offset as typewright_runtime::endpoint::Descriptor>::Response::Status200(
            lists::types::Things::from_json_exact(text).expect("a page"),
        )
    };
    let mut pager = Pager::new(Offset::new(OffsetBody::new()));
    let headers: [(&str, &str); 0] = [];
    let next = pager.advance(&page(&things(0..2, "\"total\": 3")), &headers);
    assert_eq!(next, Ok(NextPage::Request));
    assert_eq!(pager.request().position().as_deref(), Some("2"));
    let next = pager.advance(&page(&things(2..3, "\"total\": 3")), &headers);
    assert_eq!(next, Ok(NextPage::End));
    let mut pager = Pager::new(ByHeader::new());
    let page = lists::endpoints::lists::ByHeaderResponseContent::Json(Vec::new());
    let next = pager.advance(&page, &[("Link", "<https://api.example.com/2>; rel=next")]);
    assert_eq!(next, Ok(NextPage::Link("https://api.example.com/2".to_owned())));
}
