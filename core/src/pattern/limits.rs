//! How large a pattern may be.

/// The maximum number of states, with counted repetitions expanded. It bounds the cost of one character.
pub(super) const MAX_STATES: usize = 20_000;

/// The maximum number of lookaheads; each costs one bit for each byte of the string.
pub(super) const MAX_LOOKAHEADS: usize = 64;
