//! Faults of the generator itself: panics that are caught, and reported instead of printed.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::{io, thread};

use super::Diagnostic;

thread_local! {
    static CATCHES: Cell<bool> = const { Cell::new(false) };
    static FAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a function. If it panics, returns what the panic said and where; nothing is printed.
///
/// Panics of other threads are handled as before.
///
/// # Errors
/// If the function panics.
pub fn catch<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if CATCHES.get() {
                FAULT.set(Some(described(info)));
            } else {
                before(info);
            }
        }));
    });
    let before = CATCHES.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    CATCHES.set(before);
    result.map_err(|_| match FAULT.take() {
        Some(fault) => fault,
        None => "a panic without a message".to_owned(),
    })
}

/// Like [`catch`], on a thread with a large stack: the stages recurse as deep as schemas are nested.
///
/// # Errors
/// If no thread can be started.
pub fn catch_with_stack<T: Send>(run: impl FnOnce() -> T + Send) -> io::Result<Result<T, String>> {
    const STACK: usize = 256 * 1024 * 1024;
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || catch(run))?;
        // A panic is caught inside the thread.
        Ok(thread.join().unwrap_or_else(|_| Err("the thread ended".to_owned())))
    })
}

/// The diagnostic for a fault, which is about the generator and not about its input.
pub fn diagnostic(schemas: &str, fault: &str) -> Diagnostic {
    let repository = match env!("CARGO_PKG_REPOSITORY") {
        "" => String::new(),
        url => format!(" at {url}/issues"),
    };
    Diagnostic::of_file(
        schemas,
        format!(
            "typewright {} failed on these schemas because of an internal error: {fault}",
            env!("CARGO_PKG_VERSION")
        ),
        format!("the error is in typewright; report it{repository}, with the schemas"),
    )
}

fn described(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(message), _) => message,
        (None, Some(message)) => message.as_str(),
        (None, None) => "a panic without a message",
    };
    match info.location() {
        Some(location) => format!("{message} ({location})"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{catch, diagnostic};

    #[test]
    fn a_panic_is_returned_with_its_message_and_place() {
        let fault = catch(|| panic!("no name for {}", "x")).expect_err("it panics");
        assert!(
            fault.starts_with("no name for x (") && fault.contains("fault.rs:"),
            "{fault}"
        );
        assert_eq!(catch(|| 1), Ok(1));
    }

    #[test]
    fn a_fault_says_that_it_is_ours() {
        let fault = diagnostic("schemas", "no name (src/x.rs:1:2)");
        assert!(
            fault
                .message
                .ends_with("because of an internal error: no name (src/x.rs:1:2)")
        );
        assert!(fault.help.starts_with("the error is in typewright; report it"));
    }
}
