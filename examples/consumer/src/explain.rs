//! What a failed call means for the person in front of the terminal.

use losant::http::{CallError, RequestError, TransportKind};
use losant::types;

/// Says what happened and what to do about it.
pub fn explain(error: &CallError<types::Error>) -> String {
    match error {
        // A mistake on this side: the API has not heard of it.
        CallError::Request(RequestError::Invalid(violations)) => format!("The request breaks its schema:\n{violations}"),
        CallError::Request(reason) => format!("The request was not sent: {reason}"),
        CallError::Transport(lost) => match lost.kind() {
            TransportKind::Connect => format!("{lost}\nIs the address right, and is there a network?"),
            // Reading may be repeated by hand; after a change, one would look first whether it was made.
            _ => format!("{lost}\nWhether the API has acted is not known. Try again."),
        },
        // The API said no, in the way that its documentation promises.
        CallError::Documented(refusal) => {
            let error = refusal.body();
            let kind = error.type_.as_deref().unwrap_or("error");
            let message = error.message.as_deref().unwrap_or(refusal.description());
            format!("The API refuses ({}): {kind}: {message}", refusal.status())
        }
        // Anything else: often a proxy, a wrong address, or a token that has expired.
        CallError::Undocumented(answer) => {
            let start = answer.body().get(..200).unwrap_or(answer.body());
            // With its control characters escaped, which are not for this terminal.
            format!("{answer}\nIt begins with: {:?}", String::from_utf8_lossy(start))
        }
        // A later version may tell more apart.
        other => other.to_string(),
    }
}
