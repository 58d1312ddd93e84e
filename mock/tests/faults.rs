//! What a client makes of servers and networks that do not behave, over real sockets: a small TCP server plays a script
//! for each connection, byte by byte. Both clients go through the same tests.

#[path = "faults/answers.rs"]
mod answers;
#[path = "faults/bodies.rs"]
mod bodies;
#[path = "faults/caller.rs"]
mod caller;
#[path = "faults/connections.rs"]
mod connections;
#[path = "faults/content.rs"]
mod content;
#[path = "faults/malformed.rs"]
mod malformed;
#[path = "faults/options.rs"]
mod options;
#[path = "faults/outcome.rs"]
mod outcome;
#[path = "faults/redirects.rs"]
mod redirects;
#[path = "faults/requests.rs"]
mod requests;
#[path = "faults/retries.rs"]
mod retries;
#[path = "faults/scopes.rs"]
mod scopes;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/statuses.rs"]
mod statuses;
#[path = "faults/time_outs.rs"]
mod time_outs;
