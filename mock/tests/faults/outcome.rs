//! What a call should have come to, or a message that says what it came to instead.

use std::fmt::Debug;

use losant::http::{CallError, Documented, Reason, RequestError, TransportError, TransportKind, Undocumented};

#[track_caller]
pub fn undocumented<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>, case: impl Debug) -> Undocumented {
    match outcome {
        Err(CallError::Undocumented(answer)) => *answer,
        other => panic!("{case:?}: should be an undocumented answer, is {other:?}"),
    }
}

/// An answer whose body is not what is documented.
#[track_caller]
pub fn unfit_body<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>, case: impl Debug) -> Undocumented {
    let answer = undocumented(outcome, &case);
    assert!(
        matches!(answer.reason(), Reason::Body(_)),
        "{case:?}: the reason should be the body, is {:?}",
        answer.reason()
    );
    answer
}

#[track_caller]
pub fn documented<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>, case: impl Debug) -> Documented<E> {
    match outcome {
        Err(CallError::Documented(error)) => *error,
        other => panic!("{case:?}: should be a documented error, is {other:?}"),
    }
}

#[track_caller]
pub fn lost<T: Debug, E: Debug>(
    outcome: Result<T, CallError<E>>,
    kind: TransportKind,
    case: impl Debug,
) -> TransportError {
    match outcome {
        Err(CallError::Transport(error)) if error.kind() == kind => error,
        other => panic!("{case:?}: should be lost on the way ({kind:?}), is {other:?}"),
    }
}

#[track_caller]
pub fn not_sent<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>, case: impl Debug) -> RequestError {
    match outcome {
        Err(CallError::Request(why)) => why,
        other => panic!("{case:?}: should not have been sent, is {other:?}"),
    }
}

#[track_caller]
pub fn succeeded<T: Debug, E: Debug>(outcome: Result<T, CallError<E>>, case: impl Debug) -> T {
    match outcome {
        Ok(value) => value,
        Err(error) => panic!("{case:?}: should succeed, is {error:?}"),
    }
}
