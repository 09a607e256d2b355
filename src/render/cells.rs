//! How the cells of a table's row are set: which may be broken into lines, and whether one spans the row.

use super::plain::{is_line_break, is_wide};
use pulldown_cmark::{Event, TagEnd};

/// Ems up to which a cell's words are not broken: those of 2019-12-31 and 序号.
const SHORT: usize = 5;

/// The cells of one row.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Row {
    /// Half ems of the longest line of each.
    widths: Vec<usize>,
}

impl Row {
    /// `events` begin with the row and may go on behind it.
    pub(super) fn of(events: &[Event]) -> Row {
        let mut row = Row::default();
        let (mut line, mut longest) = (0, 0);
        for event in events {
            match event {
                Event::Text(text) | Event::Code(text) | Event::Html(text) => line += width(text),
                Event::InlineHtml(tag) if is_line_break(tag) => line = 0,
                Event::InlineHtml(text) => line += width(text),
                Event::End(TagEnd::TableCell) => {
                    row.widths.push(longest);
                    (line, longest) = (0, 0);
                }
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
            longest = longest.max(line);
        }
        row
    }

    pub(super) fn is_long(&self, column: usize) -> bool {
        self.widths.get(column).is_some_and(|width| *width > 2 * SHORT)
    }

    /// How many columns the first cell spans that stands alone in its row: a note below a table. A short one is that of
    /// a form to be filled in.
    pub(super) fn span(&self) -> Option<usize> {
        let (_, others) = self.widths.split_first()?;
        let is_note = !others.is_empty() && others.iter().all(|width| *width == 0) && self.is_long(0);
        is_note.then_some(self.widths.len())
    }
}

fn width(text: &str) -> usize {
    text.trim().chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}
