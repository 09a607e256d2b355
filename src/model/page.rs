//! Pages: what stands in `content/` and what goes to the site.

use super::{Block, Circular};
use std::borrow::Cow;

/// A circular's page as read: the circular, and the Markdown of each of its blocks.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Page {
    pub circular: Circular,
    /// Parallel to `circular.blocks`.
    markdown: Vec<Markdown>,
}

/// The Markdown of one block. Most says what the block says, and is not kept twice: a large collection is in memory as a whole.
#[derive(Debug, Clone, PartialEq, Hash)]
enum Markdown {
    /// The printed number, this between, the words.
    Plain(Gap),
    Own(Box<str>),
}

/// What stands between number and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Gap {
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
            Gap::Nothing => "",
            Gap::Wide => "\u{3000}",
            Gap::Blank => " ",
        }
    }
}

impl Page {
    /// `markdown` is parallel to the blocks of `circular`.
    pub fn new(circular: Circular, markdown: Vec<String>) -> Page {
        let kept = circular.blocks.iter().zip(markdown).map(|(block, markdown)| {
            gap(block, &markdown).map_or_else(|| Markdown::Own(markdown.into()), Markdown::Plain)
        });
        let markdown = kept.collect();
        Page { circular, markdown }
    }

    /// The Markdown of the block at that place, number included, without heading marks (`## `) and without its
    /// `{#anchor}` or `{.role}`; empty where there is none.
    pub fn markdown(&self, at: usize) -> Cow<'_, str> {
        match (self.markdown.get(at), self.circular.blocks.get(at)) {
            (Some(Markdown::Own(markdown)), _) => Cow::Borrowed(markdown),
            (Some(Markdown::Plain(gap)), Some(block)) => plain(block, gap.as_str()),
            _ => Cow::Borrowed(""),
        }
    }
}

/// What stands between number and words, where `markdown` says no more than the block does.
fn gap(block: &Block, markdown: &str) -> Option<Gap> {
    let (number, words) = match block {
        Block::Line { text, .. } => ("", text.as_str()),
        Block::Clause(clause) => (clause.printed_number(), clause.words()),
    };
    let gap = markdown.strip_prefix(number)?.strip_suffix(words).and_then(Gap::of)?;
    (gap == Gap::Nothing || !number.is_empty()).then_some(gap)
}

fn plain<'b>(block: &'b Block, gap: &str) -> Cow<'b, str> {
    match block {
        Block::Line { text, .. } => Cow::Borrowed(text),
        Block::Clause(clause) if clause.printed_number().is_empty() => Cow::Borrowed(clause.words()),
        Block::Clause(clause) => Cow::Owned(format!("{}{gap}{}", clause.printed_number(), clause.words())),
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
    use crate::model::{Anchor, Clause, Label, Role, Token};

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
        let markdown =
            ["甲", "第一条　乙", "1. 丙", "（一）丁", "*戊*", "一、[己](a.md \"引\")"].map(String::from);
        let page = Page::new(Circular { blocks, ..Circular::default() }, markdown.to_vec());
        let had: Vec<_> = (0..7).map(|at| page.markdown(at)).collect();
        assert_eq!(had[..6], markdown);
        assert_eq!(had[6], "");
        let own = page.markdown.iter().filter(|markdown| matches!(markdown, Markdown::Own(_)));
        assert_eq!(own.count(), 2);
    }
}
