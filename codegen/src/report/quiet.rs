//! Panics that are caught and reported as diagnostics are not also printed.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs a function; if it panics, gives the message of the panic with the place in our source. The panic is not printed;
/// those of all other threads are.
///
/// # Errors
/// If the function panics.
pub fn catch<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if QUIET.get() {
                LAST.set(Some(described(info)));
            } else {
                before(info);
            }
        }));
    });
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(before);
    result.map_err(|_| LAST.take().unwrap_or_else(|| "unknown panic".to_owned()))
}

fn described(info: &PanicHookInfo<'_>) -> String {
    // What `panic!` gives: a text as it is, or one put together.
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = text.unwrap_or("panic without a message");
    match info.location() {
        Some(place) => format!("{message} ({}:{})", place.file(), place.line()),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::catch;

    #[test]
    fn a_panic_is_returned_with_its_place() {
        assert_eq!(catch(|| 1), Ok(1));
        let message = catch(|| -> u8 { unreachable!("a root without a name") }).unwrap_err();
        assert!(
            message.contains("a root without a name") && message.contains("quiet.rs:"),
            "{message}"
        );
    }
}
