//! What a damaged text takes from a sister copy: words that a byte slip
//! destroyed, where the forward check proves them.

use super::byteslip::{self, Outcome, Slip};
use super::script;
use crate::model::{Certainty, Circular, Doubt, Edit, Label, RepairKind, RepairedText, Span};
use std::collections::HashMap;

pub use super::borrow::{Borrowed, borrow};

/// The doubt's code.
const CODE: &str = "byte-slip";

/// Restores the byte slips that `doubts` mark in `text` from `sisters` (other texts of the same work).
///
/// Gives edits in bytes of the current text, in order, all certain: each reproduces the damaged words
/// when the forward check is run on it, in a sentence that agrees from start to end. Gives also
/// the doubts that remain, other codes untouched; one that a sister speaks to but does not prove says so.
pub fn restore_slips(
    text: &RepairedText,
    circular: &Circular,
    doubts: &[Doubt],
    sisters: &[&Circular],
) -> (Vec<Edit>, Vec<Doubt>) {
    let usage = usage(text.text());
    let mut edits: Vec<Edit> = Vec::new();
    let mut remain = Vec::new();
    for doubt in doubts {
        let place = (doubt.code == CODE).then(|| place(text, doubt)).flatten();
        let Some((line, at)) = place else {
            remain.push(doubt.clone());
            continue;
        };
        if edits.iter().any(|edit| edit.span.start <= at && at < edit.span.end) {
            continue;
        }
        let paragraph = Paragraph::new(text, line);
        let others =
            sisters.iter().copied().filter(|sister| sister.slug != circular.slug || sister.slug.is_empty());
        match paragraph.prove(text, at, others, &usage) {
            Verdict::Proved(proved) => {
                for edit in proved {
                    if !edits.iter().any(|known| known.span == edit.span) {
                        edits.push(edit);
                    }
                }
            }
            Verdict::Refused(message) => {
                let message = message.unwrap_or_else(|| doubt.message.clone());
                remain.push(Doubt { message, ..doubt.clone() });
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    (edits, remain)
}

/// How often each character stands in the copy: its own orthography.
fn usage(text: &str) -> HashMap<char, usize> {
    let mut usage = HashMap::new();
    for c in text.chars().filter(|c| script::is_han(*c)) {
        *usage.entry(c).or_insert(0) += 1;
    }
    usage
}

/// The line in which the doubt's words stand, and where they start: of several places the one nearest to
/// the doubt's line in the source, not before it.
fn place(text: &RepairedText, doubt: &Doubt) -> Option<(Span, usize)> {
    if doubt.words.is_empty() {
        return None;
    }
    let current = text.text();
    let distance = |at: usize| {
        let start = text.source_span(Span::new(at, at + doubt.words.len())).start;
        let line = 1 + text.source()[..start].bytes().filter(|b| *b == b'\n').count();
        (line < doubt.line, line.abs_diff(doubt.line))
    };
    let at = current.match_indices(&doubt.words).map(|(at, _)| at).min_by_key(|at| distance(*at))?;
    let start = current[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = current[at..].find('\n').map_or(current.len(), |end| at + end);
    Some((Span::new(start, end), at))
}

enum Verdict {
    Proved(Vec<Edit>),
    /// What to tell the reader, if there is more to tell than the doubt already says.
    Refused(Option<String>),
}

/// A line of the text in the characters of its source, without blanks and hard wraps.
struct Paragraph {
    line: Span,
    chars: Vec<char>,
    /// Of each character, in the source.
    spans: Vec<Span>,
}

impl Paragraph {
    fn new(text: &RepairedText, line: Span) -> Self {
        let source = text.source_span(line);
        let layout = |kind| {
            matches!(
                kind,
                RepairKind::LineUnwrap | RepairKind::PageBreak | RepairKind::Spacing | RepairKind::Chrome
            )
        };
        let removed: Vec<Span> = text
            .repairs()
            .iter()
            .filter(|r| {
                layout(r.kind)
                    && r.after.trim().is_empty()
                    && r.span.start < source.end
                    && r.span.end > source.start
            })
            .map(|r| r.span)
            .collect();
        let mut paragraph = Paragraph { line, chars: Vec::new(), spans: Vec::new() };
        let mut removed = removed.iter().peekable();
        for (at, c) in source.of(text.source()).char_indices() {
            let at = source.start + at;
            while removed.next_if(|span| span.end <= at).is_some() {}
            let cut = removed.peek().is_some_and(|span| span.start <= at);
            if !cut && !c.is_whitespace() {
                paragraph.chars.push(c);
                paragraph.spans.push(Span::new(at, at + c.len_utf8()));
            }
        }
        paragraph
    }

    /// Looks for a sister's sentence that the damaged one at `at` (current text) can be proved from.
    fn prove<'a>(
        &self,
        text: &RepairedText,
        at: usize,
        sisters: impl Iterator<Item = &'a Circular>,
        usage: &HashMap<char, usize>,
    ) -> Verdict {
        let source_at = text.source_span(Span::new(at, at + 1)).start;
        let mark = self.spans.partition_point(|span| span.start < source_at);
        let starts = self.sentence_starts(mark);
        let (mut nearest, mut furthest) = (None, 0);
        let mut proofs: Vec<(Vec<Slip>, &Circular, usize)> = Vec::new();
        for sister in sisters {
            for sentence in sentences(sister) {
                for start in &starts {
                    match byteslip::check(&self.chars[*start..], &sentence) {
                        Outcome::Proved(found) => {
                            proofs.extend(found.into_iter().map(|slips| (slips, sister, *start)))
                        }
                        Outcome::Refused(reach) if start + reach > furthest => {
                            (nearest, furthest) = (Some((sister, reach)), start + reach);
                        }
                        Outcome::Refused(_) => {}
                    }
                }
            }
        }
        let Some((slips, sister, start)) = choose(&proofs, usage) else {
            return Verdict::Refused(match (proofs.first(), nearest) {
                (Some((_, sister, _)), _) => {
                    Some(format!("疑为字节错位所致乱码；据《{}》可作多种复原，未取其一。", sister.name()))
                }
                (None, Some((sister, reach))) if reach >= ENOUGH_IN_COMMON => Some(format!(
                    "疑为字节错位所致乱码；《{}》的相应文句与现存文字不能逐字印证（其后“{}”处不合），未作复原。",
                    sister.name(),
                    self.chars[furthest.min(self.chars.len())..].iter().take(4).collect::<String>()
                )),
                _ => None,
            });
        };
        let edits: Option<Vec<Edit>> =
            slips.iter().map(|slip| self.edit(text, slip, *start, sister)).collect();
        edits.map_or(Verdict::Refused(None), Verdict::Proved)
    }

    /// Where the sentence of character `mark` may start: after the last full stop, or the paragraph's number.
    fn sentence_starts(&self, mark: usize) -> Vec<usize> {
        let before = &self.chars[..mark.min(self.chars.len())];
        match before.iter().rposition(|c| byteslip::ends_sentence(*c)) {
            Some(stop) => vec![stop + 1],
            None => {
                let line: String = self.chars.iter().collect();
                let number = Label::split(&line)
                    .map(|(label, _)| label.printed.chars().filter(|c| !c.is_whitespace()).count());
                [Some(0), number.filter(|n| *n <= mark)].into_iter().flatten().collect()
            }
        }
    }

    fn edit(&self, text: &RepairedText, slip: &Slip, start: usize, sister: &Circular) -> Option<Edit> {
        let first = self.spans.get(start + slip.standing.start)?;
        let last = self.spans.get((start + slip.standing.end).checked_sub(1)?)?;
        let span = self.current(text, Span::new(first.start, last.end))?;
        let mut note = format!(
            "据《{}》（{}）复原：按GBK编码逐字节正向校验，与原有乱码完全相符",
            sister.name(),
            sister.slug
        );
        if slip.unseen > 0 {
            note.push_str(&format!("；其中{}组字节在乱码中不可见", slip.unseen));
        }
        Some(Edit {
            kind: RepairKind::ByteSlip,
            span,
            after: wide_marks(&slip.words),
            certainty: Certainty::Certain,
            note: Some(note),
        })
    }

    /// The part of the current line that stands for `wanted` of the source.
    fn current(&self, text: &RepairedText, wanted: Span) -> Option<Span> {
        let mut found: Option<Span> = None;
        for (at, c) in self.line.of(text.text()).char_indices() {
            let here = Span::new(self.line.start + at, self.line.start + at + c.len_utf8());
            let source = text.source_span(here);
            if source.start < wanted.end && source.end > wanted.start {
                found = Some(Span::new(found.map_or(here.start, |f| f.start), here.end));
            }
        }
        found
    }
}

/// So many characters in common show that a sentence is meant.
const ENOUGH_IN_COMMON: usize = 4;

/// The one proof, or the one that writes as the copy does elsewhere.
fn choose<'a, 'b>(
    proofs: &'b [(Vec<Slip>, &'a Circular, usize)],
    usage: &HashMap<char, usize>,
) -> Option<&'b (Vec<Slip>, &'a Circular, usize)> {
    let words = |proof: &(Vec<Slip>, &Circular, usize)| -> Vec<String> {
        proof.0.iter().map(|slip| wide_marks(&slip.words)).collect()
    };
    let habit = |proof: &(Vec<Slip>, &Circular, usize)| -> usize {
        proof.0.iter().flat_map(|slip| slip.words.chars()).filter(|c| usage.contains_key(c)).count()
    };
    let best = proofs.iter().map(habit).max()?;
    let mut likely = proofs.iter().filter(|proof| habit(proof) == best);
    let first = likely.next()?;
    likely.all(|other| words(other) == words(first)).then_some(first)
}

/// Each sentence of each clause as characters without blanks, from its start to the end of its clause.
fn sentences(circular: &Circular) -> impl Iterator<Item = Vec<char>> {
    circular.clauses().flat_map(|clause| clause.words().split('\n')).flat_map(|paragraph| {
        let chars: Vec<char> = paragraph.chars().filter(|c| !c.is_whitespace()).collect();
        let starts: Vec<usize> = std::iter::once(0)
            .chain(chars.iter().enumerate().filter(|(_, c)| byteslip::ends_sentence(**c)).map(|(i, _)| i + 1))
            .filter(|start| *start < chars.len())
            .collect();
        starts.into_iter().map(move |start| chars[start..].to_vec()).collect::<Vec<_>>()
    })
}

/// `，：；（）` in full width beside Han characters, as the rest of the page has them.
fn wide_marks(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let han = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| script::is_han(*c));
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            ',' | ':' | ';' | '(' | ')' if han(at.checked_sub(1)) || han(Some(at + 1)) => {
                char::from_u32(*c as u32 + 0xFEE0).unwrap_or(*c)
            }
            _ => *c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::gbk::{self, Bytes, Pair};
    use super::super::samples::circular;
    use super::*;

    /// The slip run forwards: a note inside the character at `at`, then pairs read one late.
    fn damage(sentence: &str, at: usize, syllable: &str) -> String {
        let mut bytes = Vec::new();
        let mut shown = String::new();
        for (i, c) in sentence.chars().enumerate() {
            match gbk::write(c).expect("GBK") {
                Bytes::Two(_, trail) if i == at => bytes.push(trail),
                _ if i < at => shown.push(c),
                Bytes::Two(lead, trail) => bytes.extend([lead, trail]),
                Bytes::One(one) => bytes.push(one),
            }
        }
        shown.push_str(&format!("?{syllable})"));
        let mut rest = bytes.into_iter();
        while let Some(first) = rest.next() {
            if first < 0x80 {
                shown.push(char::from(first));
                continue;
            }
            match gbk::read(first, rest.next().unwrap_or(b' ')) {
                Pair::Character(c) => shown.push(c),
                Pair::UserDefined(_) => {}
                Pair::Broken => shown.push('?'),
            }
        }
        shown
    }

    const TRUE: &str = "溪口縣要配齊設備、定期檢修，做到專人保管、專款專用，按年度選用合格的產品。";
    const SISTER: &str = "溪口县要配齐设备、定期检修，做到专人保管、专款专用，按年度选用合格的产品。";
    const BEFORE: &str = "各鄉鎮于每年三月上報。";

    fn at(word: char) -> usize {
        TRUE.chars().position(|c| c == word).expect("in the sentence")
    }

    fn doubt(damaged: &str) -> Doubt {
        let mark = damaged.find('?').expect("a mark");
        let words: String = damaged[mark..].chars().take(6).collect();
        Doubt { code: CODE.into(), anchor: None, line: 2, words, message: "乱码".into() }
    }

    fn run(source: &str, sisters: &[&Circular]) -> (String, Vec<Doubt>) {
        let mut text = RepairedText::new(source);
        let (edits, remain) = restore_slips(&text, &circular("copy", "通知", &[]), &[doubt(source)], sisters);
        assert!(edits.iter().all(|e| e.certainty == Certainty::Certain && e.kind == RepairKind::ByteSlip));
        text.apply(edits);
        assert_eq!(text.undo(), source);
        (text.text().to_owned(), remain)
    }

    fn source() -> String {
        format!("設備管理\n{BEFORE}{}後文照舊。", damage(TRUE, at('備'), "zhèn"))
    }

    #[test]
    fn a_sister_copy_proves_what_stood_there() {
        let sister =
            circular("2016/she-bei", "设备管理办法", &["无关的一段。", &format!("每年三月报。{SISTER}")]);
        let (text, remain) = run(&source(), &[&sister]);
        assert_eq!(text, format!("設備管理\n{BEFORE}{TRUE}後文照舊。"));
        assert_eq!(remain, []);
    }

    #[test]
    fn a_sister_with_any_other_character_is_refused() {
        for (i, c) in SISTER.chars().enumerate().filter(|(_, c)| script::is_han(*c)) {
            let other = if c == '甲' { '乙' } else { '甲' };
            let altered: String =
                SISTER.chars().enumerate().map(|(j, d)| if i == j { other } else { d }).collect();
            let sister = circular("2016/she-bei", "设备管理办法", &[&altered]);
            let (text, remain) = run(&source(), &[&sister]);
            assert_eq!(text, source(), "{altered}");
            assert_eq!(remain.len(), 1);
            if i >= ENOUGH_IN_COMMON {
                assert!(remain[0].message.contains("设备管理办法"), "{}", remain[0].message);
            }
        }
    }

    #[test]
    fn without_a_sister_the_damage_stays_marked() {
        let stranger = circular("2016/qi-ta", "其他办法", &["青川市另有规定的，从其规定。"]);
        for sisters in [vec![], vec![&stranger]] {
            let (text, remain) = run(&source(), &sisters);
            assert_eq!((text, remain), (source(), vec![doubt(&source())]));
        }
    }

    #[test]
    fn earlier_repairs_in_the_place_are_taken_in() {
        let source = source();
        let mut text = RepairedText::new(&source);
        let bracket = source.find(')').expect("a bracket");
        text.apply(vec![Edit::certain(RepairKind::Punctuation, Span::new(bracket, bracket + 1), "）")]);
        let doubts = [doubt(text.text())];
        let sister = circular("2016/she-bei", "设备管理办法", &[SISTER]);
        let (edits, remain) = restore_slips(&text, &circular("", "", &[]), &doubts, &[&sister]);
        text.apply(edits);
        assert!(text.text().contains(TRUE) && remain.is_empty());
        assert_eq!((text.undo(), text.repairs().len()), (source, 1));
    }

    /// The real pair of texts, where they are at hand.
    #[test]
    fn the_shared_copy_reads_as_its_gold() {
        let folder = std::path::Path::new("../shared");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        let (Some(copy), Some(sister), Some(gold)) = (
            read("sources/002_87ee5abe2b344fbd.txt"),
            read("sources/000_42931f62d984336b.txt"),
            read("gold/002_87ee5abe2b344fbd.json"),
        ) else {
            println!("skipped: ../shared is not here");
            return;
        };
        let gold: serde_json::Value = serde_json::from_str(&gold).expect("JSON");
        let clause = gold["clauses"].as_array().and_then(|all| all.iter().find(|c| c["damaged"].is_string()));
        let field = |name: &str| clause.and_then(|c| c[name].as_str()).unwrap_or_default().to_owned();
        let words = field("damaged").replacen('）', ")", 1);
        let line = 1 + copy[..copy.find(&words).expect("the place")].matches('\n').count();
        let doubts =
            [Doubt { code: CODE.into(), anchor: None, line, words: words.clone(), message: String::new() }];
        let paragraphs: Vec<&str> = sister.lines().collect();
        let sister = circular("2015/sister", "姊妹", &paragraphs);
        let mut text = RepairedText::new(&copy);
        let (edits, remain) = restore_slips(&text, &circular("", "", &[]), &doubts, &[&sister]);
        assert_eq!(remain, []);
        assert_eq!((edits.len(), edits[0].span.of(text.text())), (1, words.as_str()));
        assert_eq!(edits[0].after, field("restored"));
        println!("{:?}", edits[0].note);
        text.apply(edits);
        assert_eq!(text.undo(), copy);
    }
}
