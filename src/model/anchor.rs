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
        let mut top = CompactString::default();
        push(&mut top, token, number);
        Anchor(top)
    }

    /// This anchor with one token more.
    pub fn child(&self, token: Token, number: &str) -> Anchor {
        let mut child = self.0.clone();
        push(&mut child, token, number);
        Anchor(child)
    }

    /// The anchor of these parts, None where there is none.
    pub fn of<'a>(parts: impl Iterator<Item = (Token, &'a str)>) -> Option<Anchor> {
        let mut anchor = CompactString::default();
        parts.for_each(|(token, number)| push(&mut anchor, token, number));
        (!anchor.is_empty()).then_some(Anchor(anchor))
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
        self.above().map(|parent| Anchor(parent.into()))
    }

    /// As [`Anchor::parent`], not a copy.
    pub fn above(&self) -> Option<&str> {
        above(&self.0)
    }

    /// The anchor without its last token, without its last two …, the longest first.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(self.above(), |prefix| above(prefix))
    }

    /// Token and number of each part, in order; the number is empty for `preamble`.
    pub fn parts(&self) -> impl Iterator<Item = (Token, &str)> {
        let mut rest = Some(self.as_str());
        let texts = std::iter::from_fn(move || {
            let text = rest?;
            let (part, more) = match text.as_bytes().windows(JOINT.len()).position(|two| two == JOINT) {
                Some(at) => (text.get(..at)?, text.get(at + JOINT.len()..)),
                None => (text, None),
            };
            rest = more;
            Some(part)
        });
        texts.filter_map(part)
    }

    pub fn last(&self) -> Option<(Token, &str)> {
        let last = self.above().map_or(Some(self.as_str()), |above| self.0.get(above.len() + JOINT.len()..));
        last.and_then(part)
    }

    /// Whether `self` is `other` or stands somewhere below it.
    pub fn is_within(&self, other: &Anchor) -> bool {
        self.is_below(other.as_str())
    }

    /// As [`Anchor::is_within`] the anchor that `other` writes.
    pub fn is_below(&self, other: &str) -> bool {
        self.0.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.as_bytes().starts_with(JOINT))
    }
}

/// What joins the parts of an anchor. Anchors are short and looked into everywhere: they are gone through byte by
/// byte, as a search for a string costs more to begin than such a text to read.
const JOINT: &[u8] = b"__";

fn above(anchor: &str) -> Option<&str> {
    let at = anchor.as_bytes().windows(JOINT.len()).rposition(|two| two == JOINT)?;
    anchor.get(..at)
}

fn part(text: &str) -> Option<(Token, &str)> {
    let (name, number) = text.split_once('_').unwrap_or((text, ""));
    Token::from_name(name).map(|token| (token, number))
}

fn push(anchor: &mut CompactString, token: Token, number: &str) {
    let joint = if anchor.is_empty() { "" } else { "__" };
    let gap = if number.is_empty() { "" } else { "_" };
    [joint, token.name(), gap, number].iter().for_each(|part| anchor.push_str(part));
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
    fn parts_and_prefixes_are_those_of_the_text() {
        let anchor = Anchor::parse("att_1__art_120-1__para_2").unwrap();
        let parts: Vec<_> = anchor.parts().collect();
        assert_eq!(parts, [(Token::Attachment, "1"), (Token::Article, "120-1"), (Token::Paragraph, "2")]);
        assert_eq!(anchor.last(), Some((Token::Paragraph, "2")));
        assert_eq!(anchor.prefixes().collect::<Vec<_>>(), ["att_1__art_120-1", "att_1"]);
        let top = Anchor::top(Token::Preamble, "");
        assert_eq!((top.last(), top.above()), (Some((Token::Preamble, "")), None));
    }

    #[test]
    fn within_is_by_whole_tokens() {
        let (one, ten) = (Anchor::top(Token::Article, "1"), Anchor::top(Token::Article, "10"));
        assert!(!ten.is_within(&one));
        assert!(one.child(Token::Paragraph, "2").is_within(&one));
        assert_eq!(one.child(Token::Paragraph, "2").parent(), Some(one));
    }
}
