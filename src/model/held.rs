//! Blocks as they are read where they are held: views, which borrow.

use super::{Anchor, Block, Clause, Label, Role, Table, Unit};
use std::borrow::Cow;

/// A [`Block`] that is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BlockRef<'c> {
    Clause(ClauseRef<'c>),
    Line { role: Role, text: &'c str, line: usize },
}

/// A [`Clause`] that is held.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
pub struct ClauseRef<'c> {
    pub anchor: &'c Anchor,
    pub also: &'c [Anchor],
    pub parent: Option<&'c Anchor>,
    pub label: Option<LabelRef<'c>>,
    pub heading: &'c str,
    pub text: &'c str,
    pub table: Option<&'c Table>,
    pub line: usize,
}

/// A [`Label`] that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LabelRef<'c> {
    pub unit: Unit,
    pub number: &'c str,
    pub printed: &'c str,
}

impl<'c> BlockRef<'c> {
    #[inline]
    pub fn as_clause(self) -> Option<ClauseRef<'c>> {
        match self {
            BlockRef::Clause(clause) => Some(clause),
            BlockRef::Line { .. } => None,
        }
    }

    pub fn to_block(self) -> Block {
        match self {
            BlockRef::Clause(clause) => Block::Clause(clause.to_clause()),
            BlockRef::Line { role, text, line } => Block::Line { role, text: text.to_owned(), line },
        }
    }
}

impl<'c> ClauseRef<'c> {
    /// Whether it is a heading that stands alone on its line.
    #[inline]
    pub fn is_heading(self) -> bool {
        self.text.is_empty() && self.table.is_none() && !self.heading.is_empty()
    }

    /// The words to show and search: the heading where there is no text.
    #[inline]
    pub fn words(self) -> &'c str {
        if self.text.is_empty() { self.heading } else { self.text }
    }

    /// All its words but the number: `words`, and before them a heading that does not stand in the text.
    pub fn whole(self) -> Cow<'c, str> {
        if !self.heading.is_empty() && self.text.starts_with('\n') {
            Cow::Owned(format!("{}{}", self.heading, self.text))
        } else {
            Cow::Borrowed(self.words())
        }
    }

    /// As printed, without a trailing blank; empty without a number.
    pub fn printed_number(self) -> &'c str {
        self.label.map_or("", |label| label.printed)
    }

    pub fn to_clause(self) -> Clause {
        Clause {
            anchor: self.anchor.clone(),
            also: self.also.to_vec(),
            parent: self.parent.cloned(),
            label: self.label.map(|label| Label {
                unit: label.unit,
                number: label.number.into(),
                printed: label.printed.into(),
            }),
            heading: self.heading.to_owned(),
            text: self.text.to_owned(),
            table: self.table.cloned().map(Box::new),
            line: self.line,
        }
    }
}
