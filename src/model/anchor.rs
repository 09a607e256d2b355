//! Anchors: the `eId` of Akoma Ntoso 1.0 (naming convention, section 5), tokens
//! joined by `__`, each a name and a number: `art_12__para_2__point_3`.

use compact_str::{CompactString, format_compact};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The name in an anchor's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    Preamble,
    Conclusion,
    Cover,
    Attachment,
    Part,
    Chapter,
    Section,
    Subsection,
    Article,
    Clause,
    Subclause,
    Paragraph,
    Point,
    Indent,
    Table,
}

impl Token {
    pub fn name(self) -> &'static str {
        match self {
            Token::Preamble => "preamble",
            Token::Conclusion => "concl",
            Token::Cover => "cover",
            Token::Attachment => "att",
            Token::Part => "part",
            Token::Chapter => "chp",
            Token::Section => "sec",
            Token::Subsection => "subsec",
            Token::Article => "art",
            Token::Clause => "cl",
            Token::Subclause => "subcl",
            Token::Paragraph => "para",
            Token::Point => "point",
            Token::Indent => "indent",
            Token::Table => "table",
        }
    }

    pub fn from_name(name: &str) -> Option<Token> {
        // Written out, as every part of every anchor asks: a test holds it against `name`.
        Some(match name {
            "preamble" => Token::Preamble,
            "concl" => Token::Conclusion,
            "cover" => Token::Cover,
            "att" => Token::Attachment,
            "part" => Token::Part,
            "chp" => Token::Chapter,
            "sec" => Token::Section,
            "subsec" => Token::Subsection,
            "art" => Token::Article,
            "cl" => Token::Clause,
            "subcl" => Token::Subclause,
            "para" => Token::Paragraph,
            "point" => Token::Point,
            "indent" => Token::Indent,
            "table" => Token::Table,
            _ => return None,
        })
    }
}

/// A clause's id in its page. Short ones, which most are, take no memory but their own: a collection has millions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Anchor(CompactString);

impl Anchor {
    /// The anchor that `text` writes, None when it is not of the form above.
    pub fn parse(text: &str) -> Option<Anchor> {
        let well_formed = !text.is_empty()
            && text.split("__").all(|part| {
                let (name, number) = part.split_once('_').unwrap_or((part, ""));
                match Token::from_name(name) {
                    Some(Token::Preamble | Token::Conclusion | Token::Cover) => {
                        number.is_empty() || is_number(number)
                    }
                    Some(_) => is_number(number),
                    None => false,
                }
            });
        well_formed.then(|| Anchor(text.into()))
    }

    /// `token_number` at the top level. `number` is digits, with `-` for 之 (`120-1`), and the letter of an inserted article (`3-A`).
    pub fn top(token: Token, number: &str) -> Anchor {
        Anchor(one(token, number))
    }

    /// This anchor with one token more.
    pub fn child(&self, token: Token, number: &str) -> Anchor {
        Anchor(format_compact!("{}__{}", self.0, one(token, number)))
    }

    /// `child` of `parent`, or at the top where there is none.
    pub fn under(parent: Option<&Anchor>, token: Token, number: &str) -> Anchor {
        match parent {
            Some(parent) => parent.child(token, number),
            None => Anchor::top(token, number),
        }
    }

    /// The anchor for the `nth` (from 2) printing of the same number under one parent.
    pub fn repeated(&self, nth: usize) -> Anchor {
        Anchor(format_compact!("{}_{nth}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The anchor without its last token.
    pub fn parent(&self) -> Option<Anchor> {
        self.0.rsplit_once("__").map(|(parent, _)| Anchor(parent.into()))
    }

    /// Token and number of each part, in order; the number is empty for `preamble`.
    pub fn parts(&self) -> impl Iterator<Item = (Token, &str)> {
        self.0.split("__").filter_map(|part| {
            let (name, number) = part.split_once('_').unwrap_or((part, ""));
            Token::from_name(name).map(|token| (token, number))
        })
    }

    pub fn last(&self) -> Option<(Token, &str)> {
        self.parts().last()
    }

    /// Whether `self` is `other` or stands somewhere below it.
    pub fn is_within(&self, other: &Anchor) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with("__"))
    }
}

fn one(token: Token, number: &str) -> CompactString {
    if number.is_empty() { token.name().into() } else { format_compact!("{}_{number}", token.name()) }
}

fn is_number(text: &str) -> bool {
    // 3A and 3-A are numbers of Hong Kong's and Macau's acts.
    let is_part = |part: &str| {
        !part.is_empty()
            && part.trim_start_matches(|c: char| c.is_ascii_digit()).bytes().all(|b| b.is_ascii_uppercase())
    };
    text.starts_with(|c: char| c.is_ascii_digit()) && text.split(['-', '_']).all(is_part)
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_what_is_an_anchor() {
        for text in [
            "art_12",
            "art_120-1",
            "preamble__para_1",
            "cl_3_2",
            "sec_4__subsec_1__cl_3",
            "cover__para_1",
            "art_3-A",
            "art_3A",
        ] {
            assert_eq!(Anchor::parse(text).unwrap().as_str(), text);
        }
        for text in ["", "art", "art_", "foo_1", "art_1__", "art_x", "art_1 ", "para_-1", "art_A", "art_3a"] {
            assert!(Anchor::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_token_is_found_by_its_name() {
        use Token::*;
        for token in [
            Preamble, Conclusion, Cover, Attachment, Part, Chapter, Section, Subsection, Article, Clause,
            Subclause, Paragraph, Point, Indent, Table,
        ] {
            assert_eq!(Token::from_name(token.name()), Some(token));
        }
    }

    #[test]
    fn within_is_by_whole_tokens() {
        let (one, ten) = (Anchor::top(Token::Article, "1"), Anchor::top(Token::Article, "10"));
        assert!(!ten.is_within(&one));
        assert!(one.child(Token::Paragraph, "2").is_within(&one));
        assert_eq!(one.child(Token::Paragraph, "2").parent(), Some(one));
    }
}
