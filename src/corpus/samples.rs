//! Circulars for the tests of this stage.

use crate::model::{Anchor, Block, Circular, Clause, Metadata, Token};

/// A circular of unnumbered paragraphs, `para_1` and on.
pub fn circular(slug: &str, title: &str, paragraphs: &[&str]) -> Circular {
    let clause =
        |(i, text): (usize, &&str)| clause(Anchor::top(Token::Paragraph, &(i + 1).to_string()), text);
    Circular {
        slug: slug.into(),
        meta: Metadata { title: title.into(), ..Metadata::default() },
        blocks: paragraphs.iter().enumerate().map(clause).map(Block::Clause).collect(),
    }
}

/// A circular of articles, each with its anchor's number.
pub fn articles(slug: &str, title: &str, articles: &[(&str, &str)]) -> Circular {
    let block =
        |(number, text): &(&str, &str)| Block::Clause(clause(Anchor::top(Token::Article, number), text));
    Circular { blocks: articles.iter().map(block).collect(), ..circular(slug, title, &[]) }
}

fn clause(anchor: Anchor, text: &str) -> Clause {
    Clause {
        anchor,
        also: vec![],
        parent: None,
        label: None,
        heading: String::new(),
        text: text.to_owned(),
        table: None,
        line: 0,
    }
}
