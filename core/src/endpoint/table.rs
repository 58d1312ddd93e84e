//! The table of a descriptor.

use core::fmt;
use core::ptr;

use crate::schema::Schema;

/// A constraint table as a part of a descriptor. Tables are compared by their address, and not shown: they may be
/// recursive.
#[derive(Clone, Copy)]
pub(super) struct Table(pub(super) &'static Schema);

impl PartialEq for Table {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Table {}

impl fmt::Debug for Table {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").finish_non_exhaustive()
    }
}
