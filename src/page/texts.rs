//! The text of every clause of a page, and where it stands in the Markdown.

use super::attributes::Attributes;
use super::inline::Words;
use super::scan::{Kind, Scanned};
use crate::model::{Anchor, Label};

/// Anchor and text of each clause, in order: the words that the reader makes its
/// text of, or its heading where it is only a heading.
pub fn texts(blocks: &[Scanned]) -> Vec<(Anchor, Words)> {
    let mut texts: Vec<(Anchor, Words)> = Vec::new();
    // Whether a quotation would belong to the last of `texts`, and whether that is a heading.
    let mut above: Option<bool> = None;
    for block in blocks {
        match &block.attributes {
            Some(Ok(Attributes::Clause { anchor, unnumbered, header })) => {
                texts.push((anchor.clone(), words_of(block, anchor, *unnumbered, *header)));
                above = (!matches!(block.kind, Kind::Table(_))).then_some(block.kind == Kind::Heading);
            }
            None if block.kind == Kind::Quote => {
                if let (Some(heading), Some((_, words))) = (&mut above, texts.last_mut()) {
                    if std::mem::take(heading) {
                        *words = Words::default();
                    }
                    words.join("\n", block.words.clone());
                }
            }
            _ => above = None,
        }
    }
    texts
}

fn words_of(block: &Scanned, anchor: &Anchor, unnumbered: bool, header: Option<usize>) -> Words {
    let mut words = Words::default();
    if let Kind::Table(rows) = &block.kind {
        let (_, rows) = table_rows(rows, header);
        for (at, row) in rows.iter().enumerate() {
            words.text.push_str(if at == 0 { "" } else { "\n" });
            for (at, cell) in row.iter().enumerate() {
                words.join(if at == 0 { "" } else { "\t" }, cell.clone());
            }
        }
        return words;
    }
    words = block.words.clone();
    if let Some((_, rest)) = Label::of(anchor, &words.text).filter(|_| !unnumbered) {
        words.drop_front(words.text.len() - rest.len());
    }
    words
}

/// How many header rows a table has, and its rows. A table of GFM always has a
/// header row; where that says nothing and no attribute counts it, it is none.
pub fn table_rows(rows: &[Vec<Words>], header: Option<usize>) -> (usize, &[Vec<Words>]) {
    match rows.split_first() {
        Some((head, rest)) if head.iter().all(|cell| cell.text.is_empty()) && header.unwrap_or(0) == 0 => {
            (0, rest)
        }
        _ => (header.unwrap_or(1).min(rows.len()), rows),
    }
}
