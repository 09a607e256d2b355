//! The texts to show: shards of some 20 KB of text each, of which a result reads one.
//!
//! A shard has four columns, so that like stands by like and deflates well: the circulars, the clauses'
//! words, anchors (each as a change of the one before) and printed numbers.

use super::circular::SearchClause;
use std::iter::repeat_n;
use xxhash_rust::xxh3::xxh3_64;

const COLUMN: char = '\u{1D}';
const ROW: char = '\u{1E}';
const FIELD: char = '\u{1F}';

/// When a shard has the size that it should have, it ends before a record whose hash has so many zero bits, so that ends
/// do not depend on what stands before; at the latest when it has half as much again.
const CUT: u32 = 3;

/// The character that says how many bytes of the anchor before are kept: this one says none.
const NONE_KEPT: u32 = 0x30;
const MOST_KEPT: usize = 0x4000;

/// A record's words for the result page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pub slug: String,
    pub title: String,
    /// Date as printed by the model, or empty.
    pub date: String,
    /// The code of its circular's naming.
    pub naming: String,
    /// Empty for a title.
    pub anchor: String,
    pub number: String,
    /// The clause's words; for a title the title.
    pub words: String,
    /// Only a heading.
    pub heading: bool,
}

impl Text {
    /// Title, heading or other clause: 0, 1, 2.
    pub fn kind(&self) -> usize {
        match (self.anchor.is_empty(), self.heading) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }

    /// Of a clause.
    pub fn clause(&self) -> SearchClause<'_> {
        let Text { anchor, number, words, heading, .. } = self;
        SearchClause { anchor, number, words, heading: *heading }
    }
}

/// Text shards in the making.
#[derive(Debug, Default)]
pub struct Texts {
    circulars: String,
    words: String,
    anchors: String,
    numbers: String,
    anchor: String,
    /// Bytes of UTF-8 text after which a shard is closed.
    full: usize,
    /// The hash of the circular begun last, and how many of its records were given.
    hash: u64,
    nth: u64,
    /// The circular begun last, and how many of its headings and other clauses stand in the open shard.
    head: String,
    naming: String,
    headings: u32,
    clauses: u32,
    /// Whether its title's record stands in the open shard.
    titled: bool,
    records: u32,
    sizes: Vec<u32>,
}

impl Texts {
    /// Of shards with about so many bytes of text.
    pub fn new(full: usize) -> Texts {
        Texts { full, ..Texts::default() }
    }

    /// Begins a circular with its title's record. Gives a shard when one is full.
    pub fn title(&mut self, slug: &str, title: &str, date: &str, naming: &str) -> Option<String> {
        self.end_circular();
        self.begin(slug, title, date, naming);
        let full = self.close_when_full();
        self.titled = true;
        self.records += 1;
        full
    }

    /// Goes on within the circular of `text`, of which `nth` records stand in shards before.
    pub fn resume(&mut self, text: &Text, nth: u64) {
        self.begin(&text.slug, &text.title, &text.date, &text.naming);
        self.nth = nth;
    }

    fn begin(&mut self, slug: &str, title: &str, date: &str, naming: &str) {
        self.head.clear();
        for field in [slug, title, date] {
            push(&mut self.head, field);
            self.head.push(FIELD);
        }
        self.naming.clear();
        self.naming.push_str(naming);
        self.hash = xxh3_64(slug.as_bytes());
        self.nth = 0;
    }

    /// A clause of the circular begun last, those that are only a heading before the others.
    pub fn clause(
        &mut self,
        SearchClause { anchor, number, words, heading }: SearchClause<'_>,
    ) -> Option<String> {
        let full = self.close_when_full();
        push(&mut self.words, words);
        self.words.push(ROW);
        let kept = self.anchor.bytes().zip(anchor.bytes()).take_while(|(a, b)| a == b).count();
        let kept = (0..=kept.min(MOST_KEPT)).rev().find(|at| anchor.is_char_boundary(*at)).unwrap_or(0);
        self.anchors.extend(char::from_u32(NONE_KEPT + kept as u32));
        push(&mut self.anchors, &anchor[kept..]);
        self.anchors.push(ROW);
        self.anchor.clear();
        self.anchor.push_str(anchor);
        push(&mut self.numbers, number);
        self.numbers.push(ROW);
        *if heading { &mut self.headings } else { &mut self.clauses } += 1;
        self.records += 1;
        full
    }

    fn end_circular(&mut self) {
        let (headings, clauses) = (std::mem::take(&mut self.headings), std::mem::take(&mut self.clauses));
        let titled = std::mem::take(&mut self.titled);
        if titled || headings + clauses > 0 {
            self.circulars.push_str(&self.head);
            self.circulars.push_str(&format!("{}{FIELD}{headings}{FIELD}{clauses}", u8::from(titled)));
            if !self.naming.is_empty() {
                self.circulars.push(FIELD);
                self.circulars.push_str(&self.naming);
            }
            self.circulars.push(ROW);
        }
    }

    fn close_when_full(&mut self) -> Option<String> {
        let size = self.words.len() + self.circulars.len();
        let hash = (self.hash ^ self.nth).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        self.nth += 1;
        let ends = size >= self.full * 3 / 2 || size >= self.full && hash.trailing_zeros() >= CUT;
        if ends { self.close() } else { None }
    }

    /// Closes the open shard, if there is one.
    pub fn close(&mut self) -> Option<String> {
        self.end_circular();
        if self.records == 0 {
            return None;
        }
        self.sizes.push(std::mem::take(&mut self.records));
        self.anchor.clear();
        let mut shard = std::mem::take(&mut self.circulars);
        for column in [&mut self.words, &mut self.anchors, &mut self.numbers] {
            shard.push(COLUMN);
            shard.push_str(column);
            column.clear();
        }
        Some(shard)
    }

    /// Records of each shard closed since the last call.
    pub fn take_sizes(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.sizes)
    }
}

fn push(to: &mut String, field: &str) {
    // The three separators mean nothing in a text.
    to.extend(field.chars().map(|c| if matches!(c, COLUMN | ROW | FIELD) { ' ' } else { c }));
}

/// All records of a shard, in order; fewer where it is damaged.
pub fn read(shard: &str) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut columns = shard.splitn(4, COLUMN);
    let mut column = || columns.next().unwrap_or_default();
    let circulars = column().split_terminator(ROW);
    let (mut words, mut anchors, mut numbers) =
        (column().split(ROW), column().split(ROW), column().split(ROW));
    let mut anchor = String::new();
    for circular in circulars {
        let mut fields = circular.split(FIELD);
        let mut next = || fields.next().unwrap_or_default();
        let (slug, title, date) = (next().to_owned(), next().to_owned(), next().to_owned());
        let titled = next() == "1";
        let mut count = || next().parse::<usize>().unwrap_or(0);
        let (headings, others) = (count(), count());
        let bare = Text { slug, title, date, naming: next().to_owned(), ..Text::default() };
        if titled {
            texts.push(Text { words: bare.title.clone(), ..bare.clone() });
        }
        for heading in repeat_n(true, headings).chain(repeat_n(false, others)) {
            let (Some(words), Some(change), Some(number)) = (words.next(), anchors.next(), numbers.next())
            else {
                return texts;
            };
            let mut rest = change.chars();
            let kept = rest.next().map_or(0, |c| (c as u32).saturating_sub(NONE_KEPT) as usize);
            anchor = format!("{}{}", anchor.get(..kept).unwrap_or_default(), rest.as_str());
            texts.push(Text {
                anchor: anchor.clone(),
                number: number.to_owned(),
                words: words.to_owned(),
                heading,
                ..bare.clone()
            });
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_across_shards() {
        let mut texts = Texts::new(1_000);
        let clause = |anchor, number, words| SearchClause { anchor, number, words, heading: false };
        texts.title("2020/jia", "甲辦法", "2020-01-02", "t");
        texts.clause(SearchClause { heading: true, ..clause("art_1", "第一条", "为了\u{1E}方便") });
        texts.clause(clause("art_1__para_2", "", "甲"));
        let first = texts.close().unwrap();
        texts.clause(clause("art_2", "第二条", "本办法"));
        texts.title("2020/yi", "乙办法", "", "");
        let second = texts.close().unwrap();
        assert_eq!(texts.take_sizes(), [3, 2]);
        let (first, second) = (read(&first), read(&second));
        let words: Vec<&str> = first.iter().map(|text| text.words.as_str()).collect();
        assert_eq!(words, ["甲辦法", "为了 方便", "甲"]);
        assert_eq!(first.iter().map(|text| text.heading).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(first[2].anchor, "art_1__para_2");
        assert_eq!((second[0].slug.as_str(), second[0].anchor.as_str()), ("2020/jia", "art_2"));
        let naming = |text: &Text| text.naming.clone();
        assert_eq!(
            (naming(&first[1]), naming(&second[0]), naming(&second[1])),
            ("t".into(), "t".into(), String::new())
        );
        assert_eq!((second[1].title.as_str(), second.len()), ("乙办法", 2));
    }
}
