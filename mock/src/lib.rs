//! An in-memory Losant for tests and examples.
