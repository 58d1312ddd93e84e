//! One client serves many callers at once.

use std::sync::Arc;

use losant::types::{ObjectId, UserOauthTokenPatch};
use losant_mock::{Mock, sample};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

const CALLS: usize = 1000;

fn id(number: usize) -> ObjectId {
    format!("{number:024x}").parse().expect("it is an id")
}

/// Each call has a connection with two ends in this process.
fn allow_many_files() {
    let wanted = u64::try_from(2 * CALLS + 100).expect("it is small");
    let limit = rlimit::increase_nofile_limit(wanted).expect("the limit can be asked for");
    assert!(
        limit >= wanted,
        "this test needs {wanted} open files (ulimit -n), and {limit} are allowed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_concurrent_calls_on_one_client_succeed_and_are_not_mixed_up() {
    allow_many_files();
    let mock = Mock::start().await.expect("there is a port");
    for number in 0..CALLS {
        let mut token = sample().expect("it is right");
        token.name = Some(format!("before {number}"));
        mock.insert(&id(number), token);
    }
    let client = losant::Client::builder()
        .token(mock.token())
        .base_url(mock.url())
        .build()
        .expect("it is a client");
    let start = Arc::new(Barrier::new(CALLS));
    let mut calls = JoinSet::new();
    for number in 0..CALLS {
        let (client, start) = (client.clone(), Arc::clone(&start));
        calls.spawn(async move {
            let token = client.user_oauth_token(id(number));
            let is_get = number % 2 == 0;
            start.wait().await;
            let (answer, name) = if is_get {
                (token.get().await, format!("before {number}"))
            } else {
                let name = format!("after {number}");
                (token.patch(UserOauthTokenPatch::new().name(&name)).await, name)
            };
            let answer = answer.unwrap_or_else(|error| panic!("call {number}: {error}"));
            assert_eq!((answer.id, answer.name), (Some(id(number)), Some(name)));
        });
    }
    calls.join_all().await;
    assert_eq!(mock.exchanges().len(), CALLS, "every call was made once");
}
