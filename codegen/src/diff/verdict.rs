//! What a change means.

use crate::report::Severity;

/// What a change means for a program, from harmless to harmful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing breaks.
    None,
    /// Neither a proof nor a witness was found.
    Undecided,
    /// Something may break, depending on what the program or the server does.
    May,
    /// Something breaks.
    Breaks,
}

impl Verdict {
    /// The name of the verdict in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Undecided => "undecided",
            Self::May => "may",
            Self::Breaks => "breaks",
        }
    }
}

/// How much a finding matters to a reader, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concern {
    /// Nothing breaks.
    None,
    /// It is not decided whether something breaks.
    Undecided,
    /// Something may break.
    May,
    /// The exact check of older bindings disagrees with the server; programs go on.
    Check,
    /// Code does not compile.
    Rust,
    /// Programs cannot talk to the server.
    Wire,
}

impl Concern {
    /// How it is reported: what breaks a program is an error.
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Wire | Self::Rust => Severity::Error,
            Self::Check | Self::May | Self::Undecided => Severity::Warning,
            Self::None => Severity::Note,
        }
    }
}

/// Who sends the values of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Clients.
    Request,
    /// The server.
    Response,
    /// Both, or nobody knows.
    Both,
}

impl Direction {
    /// The name of the direction in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
        }
    }

    /// Whether clients send the values.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Whether the server sends the values.
    pub(super) fn is_received(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }

    /// Both of two directions.
    pub(super) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }
}

/// The bump of the version that the new bindings need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Semver {
    /// Nothing changed.
    None,
    /// Only documentation or the behavior of the server changed.
    Patch,
    /// Something is new, or values are checked differently.
    Minor,
    /// Code that compiled may not compile anymore.
    Major,
}

impl Semver {
    /// The name of the bump in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}
