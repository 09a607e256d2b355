//! Pages: what stands in `content/` and what goes to the site.

use super::blocks::small;
use super::{BlockRef, Circular};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// A circular's page as read: the circular, and the Markdown of each of its blocks.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Page {
    pub circular: Circular,
    /// Of each of `circular.blocks`.
    gaps: Box<[Gap]>,
    /// What the Markdown says more than the blocks, in their order.
    more: Box<[More]>,
    /// Its words, one after the other.
    words: Box<str>,
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

/// Words that the Markdown of a block has and the block has not: the marks of a link, and where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct More {
    /// The block's place.
    block: u32,
    /// The byte of the block, plainly written, before which they stand.
    at: u32,
    /// Where they end among all.
    end: u32,
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
        let mut gaps = Vec::with_capacity(circular.blocks.len());
        let (mut more, mut words) = (Vec::new(), String::new());
        for (at, (block, markdown)) in (0u32..).zip(circular.blocks.iter().zip(&markdown)) {
            gaps.push(gap(block, markdown).unwrap_or_else(|| {
                let (gap, inserted) = insertions(block, markdown).unwrap_or((Gap::Own, vec![(0, markdown)]));
                for (byte, inserted) in inserted {
                    words.push_str(inserted);
                    more.push(More { block: at, at: small(byte), end: small(words.len()) });
                }
                gap
            }));
        }
        // What is long held is copied once to its length.
        let (more, words) = (more.as_slice().into(), words.as_str().into());
        Page { circular, gaps: gaps.into(), more, words }
    }

    /// Hashes what the page holds beside its circular.
    pub fn hash_markdown(&self, hash: &mut impl Hasher) {
        let Page { circular: _, gaps, more, words } = self;
        (gaps, more, words).hash(hash);
    }

    /// The Markdown of the block at that place, number included, without heading marks (`## `) and without its
    /// `{#anchor}` or `{.role}`; empty where there is none.
    pub fn markdown(&self, at: usize) -> Cow<'_, str> {
        let plain = match (self.gaps.get(at), self.circular.blocks.get(at)) {
            (Some(gap), Some(block)) if *gap != Gap::Own => plain(block, gap.as_str()),
            _ => Cow::Borrowed(""),
        };
        let first = self.more.partition_point(|more| (more.block as usize) < at);
        let own = self.more.iter().skip(first).take_while(|more| more.block as usize == at);
        let mut from = first.checked_sub(1).and_then(|before| self.more.get(before)).map_or(0, |m| m.end);
        let (mut markdown, mut read) = (String::new(), 0);
        for more in own {
            markdown.push_str(plain.get(read..more.at as usize).unwrap_or_default());
            markdown.push_str(self.words.get(from as usize..more.end as usize).unwrap_or_default());
            (read, from) = (more.at as usize, more.end);
        }
        if markdown.is_empty() {
            return plain;
        }
        markdown.push_str(plain.get(read..).unwrap_or_default());
        Cow::Owned(markdown)
    }
}

/// Number and words.
fn parts<'b>(block: BlockRef<'b>) -> (&'b str, &'b str) {
    match block {
        BlockRef::Line { text, .. } => ("", text),
        BlockRef::Clause(clause) => (clause.printed_number(), clause.words()),
    }
}

/// What stands between number and words, where `markdown` says no more than the block does.
fn gap(block: BlockRef, markdown: &str) -> Option<Gap> {
    let (number, words) = parts(block);
    let gap = markdown.strip_prefix(number)?.strip_suffix(words).and_then(Gap::of)?;
    (gap == Gap::Nothing || !number.is_empty()).then_some(gap)
}

/// What must be put into the block, plainly written with a gap, to get its `markdown`, each with the byte before which it
/// goes. None where the Markdown has not all words of the block.
fn insertions<'m>(block: BlockRef, markdown: &'m str) -> Option<(Gap, Vec<(usize, &'m str)>)> {
    let (number, words) = parts(block);
    let rest = markdown.strip_prefix(number)?;
    let gap = [Gap::Wide, Gap::Blank].into_iter().find(|gap| rest.starts_with(gap.as_str()));
    let gap = gap.filter(|_| !number.is_empty()).unwrap_or(Gap::Nothing);
    let rest = rest.strip_prefix(gap.as_str())?;
    let base = number.len() + gap.as_str().len();
    let (mut wanted, mut begun, mut inserted) = (words.char_indices().peekable(), None, Vec::new());
    for (at, c) in rest.char_indices() {
        match wanted.next_if(|(_, next)| *next == c) {
            Some((byte, _)) => inserted.extend(begun.take().map(|from| (base + byte, &rest[from..at]))),
            None => {
                begun.get_or_insert(at);
            }
        }
    }
    inserted.extend(begun.map(|from| (base + words.len(), &rest[from..])));
    wanted.next().is_none().then_some((gap, inserted))
}

fn plain<'b>(block: BlockRef<'b>, gap: &str) -> Cow<'b, str> {
    match parts(block) {
        ("", words) => Cow::Borrowed(words),
        (number, words) => Cow::Owned(format!("{number}{gap}{words}")),
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
    use proptest::prelude::*;

    fn clause(label: Option<Label>, text: &str) -> Block {
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
    }

    #[test]
    fn the_markdown_given_is_the_markdown_had() {
        let line = |text: &str| Block::Line { role: Role::Other, text: text.into(), line: 0 };
        let clause = |line: &str| {
            let (label, text) = Label::split(line).map_or((None, line), |(label, rest)| (Some(label), rest));
            clause(label, text)
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
        assert_eq!(page.more.len(), 4);
    }

    proptest! {
        #[test]
        fn any_markdown_comes_back(
            blocks in proptest::collection::vec(("[甲乙1、]{0,3}", "[甲乙。]{0,5}", "[甲乙。\\[\\]()　 ]{0,9}", 0..6usize), 0..5),
        ) {
            let mut markdown = Vec::new();
            let mut held = Vec::new();
            for (number, words, other, kind) in blocks {
                markdown.push(match kind {
                    0 => format!("{number}{words}"),
                    1 => format!("{number}\u{3000}{words}"),
                    2 => format!("{number} [{words}](x)。"),
                    3 => format!("{number}{}", words.replace('甲', "[甲](甲.md)")),
                    _ => other,
                });
                let label = (!number.is_empty()).then(|| Label {
                    unit: crate::model::Unit::Digit,
                    number: "1".into(),
                    printed: number.as_str().into(),
                });
                held.push(clause(label, &words));
            }
            let page = Page::new(Circular { blocks: held.into(), ..Circular::default() }, markdown.clone());
            let had: Vec<_> = (0..markdown.len()).map(|at| page.markdown(at).into_owned()).collect();
            prop_assert_eq!(had, markdown);
        }
    }
}
