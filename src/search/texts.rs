//! The texts to show: shards of some 23 KB of text each, of which a result reads one.
//!
//! A shard has four columns, so that like stands by like and deflates well: the circulars, the clauses'
//! words, anchors (each as a change of the one before) and printed numbers.

const COLUMN: char = '\u{1D}';
const ROW: char = '\u{1E}';
const FIELD: char = '\u{1F}';

/// Bytes of UTF-8 text after which a shard is closed.
const FULL: usize = 23_000;

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
    /// Empty for a title.
    pub anchor: String,
    pub number: String,
    /// The clause's words; for a title the title.
    pub words: String,
}

/// Text shards in the making.
#[derive(Debug, Default)]
pub struct Texts {
    circulars: String,
    words: String,
    anchors: String,
    numbers: String,
    anchor: String,
    /// The circular begun last, and how many of its clauses stand in the open shard.
    head: String,
    clauses: u32,
    /// Whether its title's record stands in the open shard.
    titled: bool,
    records: u32,
    sizes: Vec<u32>,
}

impl Texts {
    /// Begins a circular with its title's record. Gives a shard when one is full.
    pub fn title(&mut self, slug: &str, title: &str, date: &str) -> Option<String> {
        self.end_circular();
        let full = self.close_when_full();
        self.head.clear();
        for field in [slug, title, date] {
            push(&mut self.head, field);
            self.head.push(FIELD);
        }
        self.titled = true;
        self.records += 1;
        full
    }

    /// A clause of the circular begun last.
    pub fn clause(&mut self, anchor: &str, number: &str, words: &str) -> Option<String> {
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
        self.clauses += 1;
        self.records += 1;
        full
    }

    fn end_circular(&mut self) {
        if self.titled || self.clauses > 0 {
            self.circulars.push_str(&self.head);
            self.circulars.push_str(&format!("{}{FIELD}{}{ROW}", u8::from(self.titled), self.clauses));
        }
        self.titled = false;
        self.clauses = 0;
    }

    fn close_when_full(&mut self) -> Option<String> {
        if self.words.len() + self.circulars.len() >= FULL { self.close() } else { None }
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

/// The `nth` record of a shard.
pub fn read(shard: &str, nth: usize) -> Option<Text> {
    let mut columns = shard.splitn(4, COLUMN);
    let (circulars, words) = (columns.next()?, columns.next()?);
    let (anchors, numbers) = (columns.next()?, columns.next()?);
    let (mut record, mut clause) = (0, 0);
    for circular in circulars.split_terminator(ROW) {
        let mut fields = circular.split(FIELD);
        let mut next = || fields.next().unwrap_or_default();
        let (slug, title, date) = (next().to_owned(), next().to_owned(), next().to_owned());
        let titled = next() == "1";
        let clauses: usize = next().parse().ok()?;
        if titled && record == nth {
            return Some(Text { slug, words: title.clone(), title, date, ..Text::default() });
        }
        record += usize::from(titled);
        if nth < record + clauses {
            clause += nth - record;
            let words = words.split(ROW).nth(clause)?.to_owned();
            let number = numbers.split(ROW).nth(clause)?.to_owned();
            let anchor = anchor(anchors, clause)?;
            return Some(Text { slug, title, date, anchor, number, words });
        }
        record += clauses;
        clause += clauses;
    }
    None
}

fn anchor(column: &str, nth: usize) -> Option<String> {
    let mut anchor = String::new();
    for change in column.split(ROW).take(nth + 1) {
        let kept = change.chars().next()?;
        let length = (kept as u32).checked_sub(NONE_KEPT)? as usize;
        anchor = format!("{}{}", anchor.get(..length)?, &change[kept.len_utf8()..]);
    }
    Some(anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_across_shards() {
        let mut texts = Texts::default();
        texts.title("2020/jia", "甲办法", "2020-01-02");
        texts.clause("art_1", "第一条", "为了\u{1E}方便");
        texts.clause("art_1__para_2", "", "甲");
        let first = texts.close().unwrap();
        texts.clause("art_2", "第二条", "本办法");
        texts.title("2020/yi", "乙办法", "");
        let second = texts.close().unwrap();
        assert_eq!(texts.take_sizes(), [3, 2]);
        assert_eq!(read(&first, 1).unwrap().words, "为了 方便");
        assert_eq!(read(&first, 2).unwrap().anchor, "art_1__para_2");
        assert_eq!(read(&first, 0).unwrap().words, "甲办法");
        let text = read(&second, 0).unwrap();
        assert_eq!((text.slug.as_str(), text.anchor.as_str()), ("2020/jia", "art_2"));
        assert_eq!(read(&second, 1).unwrap().title, "乙办法");
        assert_eq!(read(&second, 2), None);
    }
}
