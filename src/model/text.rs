//! Texts and places in them. All offsets are bytes of UTF-8; line and column
//! are derived only when something is shown.

use super::{Certainty, RepairKind};

/// A half-open range of byte offsets.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// What the bytes of a source turned out to be, judged by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    Text,
    Html,
    Docx,
    Ofd,
    Pdf,
    Markdown,
}

/// A source as text: one paragraph a line where the format knows paragraphs,
/// table rows as tab-separated lines, images as lines `[img PATH]`.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceText {
    /// Path below the sources folder, with `/`.
    pub name: String,
    /// SHA-256 of the bytes as received, lower-case hex.
    pub sha256: String,
    pub format: Format,
    /// Name of the encoding the bytes were read in, as WHATWG names it.
    pub encoding: String,
    /// Everything the source says, navigation and the like included.
    /// Line ends are `\n`; no byte order mark.
    pub text: String,
    /// Changes the reader itself knows of (kind `Decoding`, and `Chrome` for the
    /// parts of a web page outside its main text), spans in `text`.
    pub edits: Vec<Edit>,
}

/// One wish to change a text: the characters at `span` shall read `after`.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    pub kind: RepairKind,
    pub span: Span,
    pub after: String,
    pub certainty: Certainty,
    /// Why, where the kind alone does not say it.
    pub note: Option<String>,
}

impl Edit {
    pub fn certain(kind: RepairKind, span: Span, after: impl Into<String>) -> Self {
        Edit { kind, span, after: after.into(), certainty: Certainty::Certain, note: None }
    }
}

/// Line starts of a text, for showing places.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        LineIndex { starts: std::iter::once(0).chain(ends.map(|end| end + 1)).collect() }
    }

    /// Line from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Line and column from 1; the column counts characters.
    pub fn place(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let column = text[self.starts[line - 1]..offset].chars().count() + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let text = "甲乙\n丙丁";
        let index = LineIndex::new(text);
        assert_eq!(index.place(text, 10), (2, 2));
    }
}
