//! Two texts side by side: which are put together, and what each clause became.

use super::{Anchor, Span};
use serde::{Deserialize, Serialize};

/// Why two texts are put side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ground {
    /// Neighbouring versions of one work.
    Versions,
    /// Texts of one work of the same day: another script, a part.
    Variants,
    /// Two works that share wording.
    Parallels,
}

impl Ground {
    pub fn name(self) -> &'static str {
        match self {
            Ground::Versions => "versions",
            Ground::Variants => "variants",
            Ground::Parallels => "parallels",
        }
    }
}

/// Two texts that have a page of their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pair {
    pub ground: Ground,
    /// Slug of the earlier text; of the fullest one among variants.
    pub before: String,
    /// Slug of the later text.
    pub after: String,
    /// Han characters shared, of works that share wording; else 0.
    pub strength: usize,
}

/// A pair with all that is put side by side, in the reading order of the later text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub pair: Pair,
    pub rows: Vec<Row>,
}

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The same words under the same number.
    Unchanged,
    /// The same words under another number or in another place.
    Renumbered,
    Reworded,
    Inserted,
    Deleted,
    /// Clauses of two works with words in common.
    Shared,
}

impl Change {
    pub const ALL: [Change; 6] = [
        Change::Unchanged,
        Change::Renumbered,
        Change::Reworded,
        Change::Inserted,
        Change::Deleted,
        Change::Shared,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Change::Unchanged => "unchanged",
            Change::Renumbered => "renumbered",
            Change::Reworded => "reworded",
            Change::Inserted => "inserted",
            Change::Deleted => "deleted",
            Change::Shared => "shared",
        }
    }
}

/// Clauses that stand side by side. Between versions and variants there is at most one on each side; a clause may
/// share words with several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub change: Change,
    pub before: Vec<Side>,
    pub after: Vec<Side>,
}

/// One clause of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub anchor: Anchor,
    /// What is marked: words deleted (before), inserted (after) or shared. Bytes of `Clause::whole`, in order, apart.
    pub marked: Vec<Span>,
}
