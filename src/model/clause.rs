//! What a page is made of, in reading order.

use super::{Anchor, ClauseRef, Label};
use serde::{Deserialize, Serialize};

/// One addressable unit.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Clause {
    pub anchor: Anchor,
    /// Other anchors that land here, because only this clause can be meant.
    pub also: Vec<Anchor>,
    /// The anchor of the clause it stands under in the outline (not always its
    /// anchor's prefix: `cl_10` stands under `sec_3`).
    pub parent: Option<Anchor>,
    /// The printed number; None for an unnumbered paragraph.
    pub label: Option<Label>,
    /// The heading's words. For a clause that is only a heading, `text` is empty;
    /// a run-in heading stands in `text` too.
    pub heading: String,
    /// The clause's own words without number and children. Further paragraphs
    /// that are not addressable (quoted new text of an amendment) follow after `\n`.
    pub text: String,
    pub table: Option<Box<Table>>,
    /// First line in the source, from 1; 0 when not known.
    pub line: usize,
}

impl Clause {
    /// As one that is held.
    #[inline]
    pub fn view(&self) -> ClauseRef<'_> {
        ClauseRef {
            anchor: &self.anchor,
            also: &self.also,
            parent: self.parent.as_ref(),
            label: self.label.as_ref().map(Label::view),
            heading: &self.heading,
            text: &self.text,
            table: self.table.as_deref(),
            line: self.line,
        }
    }

    /// [`ClauseRef::is_heading`].
    pub fn is_heading(&self) -> bool {
        self.view().is_heading()
    }

    /// [`ClauseRef::words`].
    #[inline]
    pub fn words(&self) -> &str {
        self.view().words()
    }

    /// [`ClauseRef::printed_number`].
    pub fn printed_number(&self) -> &str {
        self.view().printed_number()
    }
}

/// The heading that opens a numbered paragraph: its first sentence, when more
/// follows and it is short enough to be a heading (持续扩大组织覆盖。根据…).
pub fn run_in_heading(text: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let end = text.find('。')?;
    let head = &text[..end];
    let rest = &text[end + '。'.len_utf8()..];
    let short = head.chars().count() <= LONGEST;
    (short && !head.is_empty() && !rest.trim().is_empty() && !head.contains(['：', '；'])).then_some(head)
}

/// A table as rows of cells.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub struct Table {
    /// How many of the first rows are header rows.
    pub header: usize,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Cells joined by tabs, rows by line ends: the text of its clause.
    pub fn text(&self) -> String {
        self.rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
    }
}

/// What a line that is no clause is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The title of the page's instrument.
    Title,
    /// The title of the carrying notice.
    CoverTitle,
    /// 发文字号, 第706号
    Number,
    /// 题注: （1991年…发布 2018年…修订通过）
    HistoryNote,
    /// 主送机关
    Recipients,
    /// A line of the table of contents.
    Contents,
    /// 附件：1.… 2.…
    AttachmentList,
    /// 署名
    Signature,
    /// 成文日期
    Date,
    /// 附注: （此件公开发布）
    Note,
    CopiedTo,
    /// 印发机关和印发日期
    Imprint,
    /// The caption of a figure or table.
    Caption,
    /// An image; the text is its path.
    Image,
    /// What the program could not place; shown as it stood.
    Other,
}

/// A clause, or a line that is none.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Block {
    Clause(Clause),
    Line { role: Role, text: String, line: usize },
}

impl Block {
    #[inline]
    pub fn as_clause(&self) -> Option<&Clause> {
        match self {
            Block::Clause(clause) => Some(clause),
            Block::Line { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_in_heading_is_short_and_followed_by_text() {
        assert_eq!(run_in_heading("落实待遇。各地要按规定执行。"), Some("落实待遇"));
        assert_eq!(run_in_heading("各地要按规定执行。"), None);
        assert_eq!(run_in_heading("任务如下：甲。乙。"), None);
    }
}
