//! What each kind of repair may do to words. A repair is lawful because it is
//! recorded, but only as far as its kind goes: a spacing repair that takes a
//! word away is none.

use super::conserve::without_white;
use crate::diagnostic::Diagnostic;
use crate::model::{ImportRecord, LineIndex, RepairKind, SourceText};

/// One error for each repair of `record` that does not fit `source` or its own kind.
pub fn unlawful(source: &SourceText, record: &ImportRecord, lines: &LineIndex) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut at = 0;
    for repair in &record.repairs {
        let stands = source.text.get(repair.span.start..repair.span.end);
        let line = lines.line(repair.span.start);
        let name = repair.kind.name();
        if stands != Some(repair.before.as_str()) || repair.span.start < at {
            problems.push(
                Diagnostic::error("repair-mismatch", format!("the {name} repair does not fit the source"))
                    .at(&source.name, Some(line))
                    .help("import the source again: it changed, or the record was edited"),
            );
        } else if !may(repair.kind, &repair.before, &repair.after) {
            let (before, after) = (repair.before.trim(), repair.after.trim());
            problems.push(
                Diagnostic::error(
                    "repair-deletes",
                    format!("a repair of the kind {name} changes words: “{before}” to “{after}”"),
                )
                .at(&source.name, Some(line))
                .help("no page was written; send the source to the authors of clausebook"),
            );
        }
        at = at.max(repair.span.end);
    }
    problems
}

fn may(kind: RepairKind, before: &str, after: &str) -> bool {
    match kind {
        // What stood there is no part of the text, or is not what was meant.
        RepairKind::Chrome | RepairKind::PageBreak | RepairKind::Decoding | RepairKind::ByteSlip => true,
        RepairKind::Pinyin => han(before) == han(after),
        RepairKind::LineUnwrap
        | RepairKind::Spacing
        | RepairKind::Punctuation
        | RepairKind::Digits
        | RepairKind::PrivateUse => {
            without_white(before) == without_white(after) || words(before) == words(after)
        }
    }
}

fn han(text: &str) -> String {
    text.chars().filter(|c| is_han(*c)).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Letters and digits in their narrow form. A repair can have taken an earlier
/// one in (`RepairedText::apply`), so page numbers and pinyin notes inside it are left out.
fn words(text: &str) -> String {
    let several = text.contains(['\n', '\u{c}']);
    let lines = text.split(['\n', '\u{c}']).filter(|line| !(several && is_page_number(line)));
    let text = without_pinyin(&lines.collect::<String>());
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).collect()
}

/// The form that the full-width forms block (U+FF01 to U+FF5E) doubles.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// `— 3 —`, `12`, `第3页`, `3/12`.
fn is_page_number(line: &str) -> bool {
    let line = without_white(line);
    let is_mark = |c: char| matches!(c, '第' | '页' | '頁' | '共' | '/' | '·' | '.') || "-–—－─".contains(c);
    let digits = line.chars().filter(|c| narrow(*c).is_ascii_digit()).count();
    (1..=8).contains(&digits) && line.chars().all(|c| narrow(c).is_ascii_digit() || is_mark(c))
}

/// Without `(fā)`: brackets that hold only Latin letters with their tones.
fn without_pinyin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '（']) {
        let (before, note) = rest.split_at(open);
        out.push_str(before);
        let inside = note.trim_start_matches(['(', '（']);
        let end = inside.find([')', '）']).unwrap_or(0);
        let (letters, behind) = inside.split_at(end);
        let latin = |c: char| c.is_alphabetic() && c < '\u{300}';
        rest = if !letters.is_empty() && letters.chars().all(latin) {
            behind.trim_start_matches([')', '）'])
        } else {
            inside
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_may_do_its_own_work_only() {
        use RepairKind::*;
        for (kind, before, after, lawful) in [
            (Spacing, "青 川 市", "青川市", true),
            (Spacing, "青川市", "青市", false),
            (Spacing, "甲, 乙", "甲，乙", true),
            (LineUnwrap, "\n— 3 —\n", "", true),
            (LineUnwrap, "\n三\n", "", false),
            (LineUnwrap, " (fā)\n", "", true),
            (Punctuation, "<<", "《", true),
            (Punctuation, "甲.", "。", false),
            (Digits, "２０１６", "2016", true),
            (Digits, "２０１６", "2015", false),
            (PrivateUse, "\u{e5e5}", "·", true),
            (Pinyin, "?zhèn)", "", true),
            (Pinyin, "場(chǎng)地", "場", false),
            (Chrome, "首页", "", true),
        ] {
            assert_eq!(may(kind, before, after), lawful, "{kind:?} {before:?} {after:?}");
        }
    }
}
