//! Pages: what stands in `content/` and what goes to the site.

use super::{BlockRef, Circular};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// A circular's page as read: the circular, and the Markdown of each of its blocks.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Page {
    pub circular: Circular,
    /// Of each of `circular.blocks`.
    gaps: Box<[Gap]>,
    /// The Markdown of those blocks that say less than it does, in their order, with their places.
    own: Box<[(u32, Box<str>)]>,
}

/// What stands between the number and the words of a block. Most Markdown says no more than the block, and is not kept
/// twice: a large collection is in memory as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Gap {
    /// The block has Markdown of its own.
    Own,
    Nothing,
    /// U+3000
    Wide,
    Blank,
}

impl Gap {
    fn of(words: &str) -> Option<Gap> {
        match words {
            "" => Some(Gap::Nothing),
            "\u{3000}" => Some(Gap::Wide),
            " " => Some(Gap::Blank),
            _ => None,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Gap::Own | Gap::Nothing => "",
            Gap::Wide => "\u{3000}",
            Gap::Blank => " ",
        }
    }
}

impl Page {
    /// `markdown` is parallel to the blocks of `circular`.
    pub fn new(circular: Circular, markdown: Vec<String>) -> Page {
        let (mut gaps, mut own) = (Vec::with_capacity(circular.blocks.len()), Vec::new());
        for (at, (block, markdown)) in (0u32..).zip(circular.blocks.iter().zip(markdown)) {
            gaps.push(gap(block, &markdown).unwrap_or_else(|| {
                own.push((at, markdown.into_boxed_str()));
                Gap::Own
            }));
        }
        Page { circular, gaps: gaps.into(), own: own.into() }
    }

    /// Hashes what the page holds beside its circular.
    pub fn hash_markdown(&self, hash: &mut impl Hasher) {
        let Page { circular: _, gaps, own } = self;
        (gaps, own).hash(hash);
    }

    /// The Markdown of the block at that place, number included, without heading marks (`## `) and without its
    /// `{#anchor}` or `{.role}`; empty where there is none.
    pub fn markdown(&self, at: usize) -> Cow<'_, str> {
        match (self.gaps.get(at), self.circular.blocks.get(at)) {
            (Some(Gap::Own), _) => {
                let own = self.own.binary_search_by_key(&at, |(block, _)| *block as usize).ok();
                Cow::Borrowed(own.and_then(|own| self.own.get(own)).map_or("", |(_, markdown)| markdown))
            }
            (Some(gap), Some(block)) => plain(block, gap.as_str()),
            _ => Cow::Borrowed(""),
        }
    }
}

/// What stands between number and words, where `markdown` says no more than the block does.
fn gap(block: BlockRef, markdown: &str) -> Option<Gap> {
    let (number, words) = match block {
        BlockRef::Line { text, .. } => ("", text),
        BlockRef::Clause(clause) => (clause.printed_number(), clause.words()),
    };
    let gap = markdown.strip_prefix(number)?.strip_suffix(words).and_then(Gap::of)?;
    (gap == Gap::Nothing || !number.is_empty()).then_some(gap)
}

fn plain<'b>(block: BlockRef<'b>, gap: &str) -> Cow<'b, str> {
    match block {
        BlockRef::Line { text, .. } => Cow::Borrowed(text),
        BlockRef::Clause(clause) if clause.printed_number().is_empty() => Cow::Borrowed(clause.words()),
        BlockRef::Clause(clause) => Cow::Owned(format!("{}{gap}{}", clause.printed_number(), clause.words())),
    }
}

/// A page that people wrote: about, guides.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Document {
    /// Path below `content/` without `.md`, with `/`.
    pub path: String,
    pub title: String,
    /// Place in the menu; None keeps it out.
    pub menu: Option<i64>,
    pub markdown: String,
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Path below the site's folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Block, Clause, Label, Role, Token};

    #[test]
    fn the_markdown_given_is_the_markdown_had() {
        let line = |text: &str| Block::Line { role: Role::Other, text: text.into(), line: 0 };
        let clause = |line: &str| {
            let (label, text) = Label::split(line).map_or((None, line), |(label, rest)| (Some(label), rest));
            Block::Clause(Clause {
                anchor: Anchor::top(Token::Article, "1"),
                also: Vec::new(),
                parent: None,
                label,
                heading: String::new(),
                text: text.into(),
                table: None,
                line: 0,
            })
        };
        let blocks = vec![
            line("甲"),
            clause("第一条　乙"),
            clause("1. 丙"),
            clause("（一）丁"),
            clause("戊"),
            clause("一、己"),
        ];
        let blocks = blocks.into();
        let markdown =
            ["甲", "第一条　乙", "1. 丙", "（一）丁", "*戊*", "一、[己](a.md \"引\")"].map(String::from);
        let page = Page::new(Circular { blocks, ..Circular::default() }, markdown.to_vec());
        let had: Vec<_> = (0..7).map(|at| page.markdown(at)).collect();
        assert_eq!(had[..6], markdown);
        assert_eq!(had[6], "");
        assert_eq!(page.own.len(), 2);
    }
}
