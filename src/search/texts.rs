//! The texts to show: shards of some 20 KB of text each, of which a result reads one.
//!
//! A shard is a row of pieces, each led by a control character: a title, a title said
//! again because its circular goes on from the shard before (no record), a clause.

const TITLE: char = '\u{1}';
const AGAIN: char = '\u{2}';
const CLAUSE: char = '\u{3}';
const FIELD: char = '\u{1F}';

/// Bytes of UTF-8 text after which a shard is closed.
const FULL: usize = 20_000;

/// A record's words for the result page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pub slug: String,
    pub title: String,
    /// Date as printed by the model, or empty.
    pub date: String,
    /// Empty for a title.
    pub anchor: String,
    pub number: String,
    /// The clause's words; for a title the title.
    pub words: String,
}

/// Text shards in the making.
#[derive(Debug, Default)]
pub struct Texts {
    open: String,
    records: u32,
    head: String,
    sizes: Vec<u32>,
}

impl Texts {
    /// Begins a circular with its title's record. Gives a shard when one is full.
    pub fn title(&mut self, slug: &str, title: &str, date: &str) -> Option<String> {
        let full = self.close_when_full();
        self.head.clear();
        push(&mut self.head, &[slug, title, date]);
        self.open.push(TITLE);
        self.open.push_str(&self.head);
        self.records += 1;
        full
    }

    /// A clause of the circular begun last.
    pub fn clause(&mut self, anchor: &str, number: &str, words: &str) -> Option<String> {
        let full = self.close_when_full();
        if self.open.is_empty() {
            self.open.push(AGAIN);
            self.open.push_str(&self.head);
        }
        self.open.push(CLAUSE);
        push(&mut self.open, &[anchor, number, words]);
        self.records += 1;
        full
    }

    fn close_when_full(&mut self) -> Option<String> {
        if self.open.len() >= FULL { self.close() } else { None }
    }

    /// Closes the open shard, if there is one.
    pub fn close(&mut self) -> Option<String> {
        if self.records == 0 {
            return None;
        }
        self.sizes.push(std::mem::take(&mut self.records));
        Some(std::mem::take(&mut self.open))
    }

    /// Records of each shard closed since the last call.
    pub fn take_sizes(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.sizes)
    }
}

fn push(to: &mut String, fields: &[&str]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            to.push(FIELD);
        }
        // The four leaders mean nothing in a text.
        to.extend(field.chars().map(|c| if matches!(c, TITLE | AGAIN | CLAUSE | FIELD) { ' ' } else { c }));
    }
}

/// The `nth` record of a shard.
pub fn read(shard: &str, nth: usize) -> Option<Text> {
    let mut text = Text::default();
    let mut records = 0;
    for piece in shard.split_inclusive(&[TITLE, AGAIN, CLAUSE]).skip(1).zip(leaders(shard)) {
        let (words, leader) = piece;
        let mut fields = words.trim_end_matches([TITLE, AGAIN, CLAUSE]).splitn(3, FIELD);
        let mut next = || fields.next().unwrap_or_default().to_owned();
        if leader == CLAUSE {
            if records == nth {
                (text.anchor, text.number, text.words) = (next(), next(), next());
                return Some(text);
            }
            records += 1;
            continue;
        }
        let (slug, title, date) = (next(), next(), next());
        text = Text { slug, words: title.clone(), title, date, ..Text::default() };
        if leader == TITLE {
            if records == nth {
                return Some(text);
            }
            records += 1;
        }
    }
    None
}

fn leaders(shard: &str) -> impl Iterator<Item = char> {
    shard.chars().filter(|c| matches!(*c, TITLE | AGAIN | CLAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_across_shards() {
        let mut texts = Texts::default();
        texts.title("2020/jia", "甲办法", "2020-01-02");
        texts.clause("art_1", "第一条", "为了\u{1}方便");
        let first = texts.close().unwrap();
        texts.clause("art_2", "第二条", "本办法");
        texts.title("2020/yi", "乙办法", "");
        let second = texts.close().unwrap();
        assert_eq!(texts.take_sizes(), [2, 2]);
        assert_eq!(read(&first, 1).unwrap().words, "为了 方便");
        assert_eq!(read(&first, 0).unwrap().words, "甲办法");
        let text = read(&second, 0).unwrap();
        assert_eq!((text.slug.as_str(), text.anchor.as_str()), ("2020/jia", "art_2"));
        assert_eq!(read(&second, 1).unwrap().title, "乙办法");
        assert_eq!(read(&second, 2), None);
    }
}
