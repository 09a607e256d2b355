//! Nothing is lost: every character of a source that is not white space stands
//! in the page, in the evidence for its metadata, or in a recorded repair. The
//! check knows nothing of how texts are parsed; it compares words with words.

mod account;

use super::lawful::unlawful;
use crate::diagnostic::Diagnostic;
use crate::model::{
    BlockRef, Circular, Evidence, ImportRecord, LineIndex, Origin, RepairedText, Role, SourceText, Span,
};
use account::Account;
use std::borrow::Cow;

/// How many characters of lost words a message shows.
const SHOWN: usize = 30;

/// What `page` loses or adds against `source` as `record` says it was repaired;
/// nothing when all is kept. Errors, in source order, with file and line of the source:
/// - `repair-mismatch`, `repair-deletes`: a repair that is not what its record says;
/// - `words-lost`: words that are nowhere in the page;
/// - `words-added`: a block with words that do not stand in the source, at or after the blocks above it.
pub fn lost(source: &SourceText, record: &ImportRecord, page: &Circular) -> Vec<Diagnostic> {
    let lines = LineIndex::new(&source.text);
    let mut problems = unlawful(source, record, &lines);
    let Some(repaired) = RepairedText::from_repairs(&source.text, record.repairs.clone()) else {
        return problems;
    };
    let mut account = Account::new(repaired.text());
    let line = |at: usize| lines.line(repaired.source_span(Span::new(at, at)).start);

    // Fields above the text repeat its title: they take their own words before it can.
    let (above, elsewhere): (Vec<&Evidence>, Vec<&Evidence>) = page
        .meta
        .provenance
        .iter()
        .filter(|e| !matches!(e.from, Origin::SisterCopy | Origin::File | Origin::Person))
        .partition(|e| e.from == Origin::Header);
    cover_evidence(&mut account, above, &line);

    let mut cursor = 0;
    let mut words = String::new();
    for said in page.blocks.iter().flat_map(words_of) {
        words.clear();
        push_without_white(&mut words, &said);
        match account.find_from(cursor, &words) {
            Some(at) => {
                account.cover(at, words.len());
                cursor = at + words.len();
            }
            None => problems.push(added(source, line(account.place(cursor)), &words)),
        }
    }

    cover_evidence(&mut account, elsewhere, &line);

    for (at, words) in account.left() {
        problems.push(
            Diagnostic::error("words-lost", format!("“{}” would be lost", short(words)))
                .at(&source.name, Some(line(account.place(at))))
                .help(
                    "no page was written; write one by hand and put these words into a line that ends in \
                     {.other}, or send the source to the authors of clausebook",
                ),
        );
    }
    problems
}

/// Takes each piece of evidence once, at the free place nearest its line; the longest first, so that a
/// short word does not take a piece of a long one.
fn cover_evidence(account: &mut Account, mut evidence: Vec<&Evidence>, line: &dyn Fn(usize) -> usize) {
    evidence.sort_by_key(|e| std::cmp::Reverse(e.words.len()));
    for e in evidence {
        let words = without_white(&e.words);
        let distance = |at: &usize| e.line.map_or(0, |near| near.abs_diff(line(account.place(*at))));
        let nearest = account.left_places(&words).into_iter().min_by_key(distance);
        if let Some(at) = nearest {
            account.cover(at, words.len());
        }
    }
}

fn added(source: &SourceText, line: usize, words: &str) -> Diagnostic {
    Diagnostic::error("words-added", format!("the page says “{}”, the source does not", short(words)))
        .at(&source.name, Some(line))
        .help("no page was written; the words belong behind this line of the source: compare them with it")
}

fn short(words: &str) -> String {
    let mut short: String = words.chars().take(SHOWN).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

/// What a block says, as the page writes it: one string for what stands
/// together on a line.
fn words_of(block: BlockRef<'_>) -> Vec<Cow<'_, str>> {
    match block {
        BlockRef::Clause(clause) => {
            if let Some(table) = clause.table {
                return table.rows.iter().flatten().map(Cow::from).collect();
            }
            let mut lines = clause.text.split('\n');
            let first = lines.next().filter(|line| !line.is_empty()).unwrap_or(clause.heading);
            let first = match clause.printed_number() {
                "" => Cow::from(first),
                number => Cow::from(format!("{number}{first}")),
            };
            std::iter::once(first).chain(lines.map(Cow::from)).collect()
        }
        BlockRef::Line { role: Role::Image, text, .. } => vec![Cow::from(format!("[img {text}]"))],
        BlockRef::Line { text, .. } => text.split('\n').map(Cow::from).collect(),
    }
}

pub(super) fn without_white(text: &str) -> String {
    let mut solid = String::with_capacity(text.len());
    push_without_white(&mut solid, text);
    solid
}

fn push_without_white(solid: &mut String, text: &str) {
    text.split(char::is_whitespace).for_each(|run| solid.push_str(run));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::*;
    use crate::page::{read, sample, write};
    use proptest::prelude::*;
    use std::path::Path;

    const CHROME: &str = "首页 > 文件 > 正文\n";

    /// The sample page as a source with a header line, chrome, and pinyin in it.
    fn import() -> (SourceText, ImportRecord, Circular) {
        let mut circular = sample::circular();
        let body: Vec<Cow<str>> = circular.blocks.iter().flat_map(words_of).collect();
        let text = format!("{CHROME}发布日期： 20160310\n\n{}\n", body.join("\n　　")).replacen(
            "室内场地",
            "室內(nèi)場\n地",
            1,
        );
        let published = Evidence {
            field: "dates.published".into(),
            from: Origin::Header,
            line: Some(2),
            words: "发布日期：20160310".into(),
        };
        circular.meta.provenance.push(published);
        let mut repaired = RepairedText::new(&text);
        let note = text.find("(nèi)場\n").unwrap();
        repaired.apply(vec![
            Edit::certain(RepairKind::Chrome, Span::new(0, CHROME.len()), ""),
            Edit::certain(RepairKind::Pinyin, Span::new(note, note + "(nèi)".len()), ""),
            Edit::certain(
                RepairKind::LineUnwrap,
                Span::new(note + "(nèi)場".len(), note + "(nèi)場\n".len()),
                "",
            ),
        ]);
        reword(&mut circular, "室内场地", "室內場地");
        let source = SourceText {
            name: "溪口/开放.txt".into(),
            sha256: "0".repeat(64),
            format: Format::Text,
            encoding: "UTF-8".into(),
            text,
            edits: vec![],
        };
        let record = ImportRecord {
            source: source.name.clone(),
            sha256: source.sha256.clone(),
            format: source.format,
            encoding: source.encoding.clone(),
            override_sha256: None,
            rules: 1,
            page_sha256: String::new(),
            repairs: repaired.repairs().to_vec(),
            doubts: vec![],
        };
        (source, record, circular)
    }

    fn reword(circular: &mut Circular, before: &str, after: &str) {
        circular.blocks.edit(|blocks| {
            for block in blocks {
                if let Block::Clause(clause) = block {
                    clause.text = clause.text.replacen(before, after, 1);
                }
            }
        });
    }

    fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
        problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn a_sound_import_loses_nothing() {
        let (source, record, circular) = import();
        assert_eq!(lost(&source, &record, &circular), []);
        let (page, _) = read("x", &write(&circular), Path::new("x.md"));
        assert_eq!(lost(&source, &record, &page.unwrap().circular), []);
    }

    #[test]
    fn a_dropped_clause_is_missed() {
        let (source, record, circular) = import();
        for at in 0..circular.blocks.len() {
            let mut page = circular.clone();
            page.blocks.edit(|blocks| drop(blocks.remove(at)));
            let problems = lost(&source, &record, &page);
            // Number and date also stand in the evidence.
            let block = circular.blocks.get(at);
            let kept = matches!(block, Some(BlockRef::Line { role: Role::Number | Role::Date, .. }));
            assert_eq!(problems.is_empty(), kept, "{block:?}");
        }
        let mut page = circular;
        let stays = |block: &Block| block.as_clause().is_none_or(|c| c.anchor.as_str() != "art_2__para_2");
        page.blocks.edit(|blocks| blocks.retain(stays));
        let problems = lost(&source, &record, &page);
        assert_eq!(codes(&problems), ["words-lost"]);
        let line = source.text.lines().position(|line| line.contains("二级")).unwrap() + 1;
        assert_eq!(problems[0].line, Some(line), "{}", problems[0]);
        assert!(problems[0].message.contains("“一、二级场地适当延长。”"), "{}", problems[0]);
        assert_eq!(problems[0].file.as_deref(), Some(Path::new("溪口/开放.txt")));
    }

    #[test]
    fn a_changed_character_is_missed_both_ways() {
        let (source, record, mut page) = import();
        reword(&mut page, "六小时", "八小时");
        assert_eq!(codes(&lost(&source, &record, &page)), ["words-added", "words-lost"]);
    }

    #[test]
    fn shortened_evidence_is_missed() {
        let (source, record, mut page) = import();
        for evidence in &mut page.meta.provenance {
            evidence.words = evidence.words.replace("20160310", "2016031");
        }
        let problems = lost(&source, &record, &page);
        assert_eq!(codes(&problems), ["words-lost"]);
        assert_eq!(problems[0].line, Some(2));
    }

    #[test]
    fn a_table_cell_is_missed() {
        let (source, record, mut page) = import();
        page.blocks.edit(|blocks| {
            for block in blocks {
                if let Block::Clause(Clause { table: Some(table), .. }) = block {
                    table.rows.pop();
                }
            }
        });
        let problems = lost(&source, &record, &page);
        assert_eq!(codes(&problems), ["words-lost"]);
        assert!(problems[0].message.contains("“2*溪口*步道甲乙”"), "{}", problems[0]);
    }

    #[test]
    fn a_forged_repair_is_refused() {
        let (source, record, page) = import();
        let mut forged = record.clone();
        forged.repairs[0].before = "首页".into();
        assert_eq!(codes(&lost(&source, &forged, &page)), ["repair-mismatch"]);

        // A clause hidden in a repair that may only change white space.
        let words = "工作日开放不少于六小时。";
        let at = source.text.find(words).unwrap();
        for (kind, caught) in [
            (RepairKind::Spacing, true),
            (RepairKind::LineUnwrap, true),
            (RepairKind::Punctuation, true),
            (RepairKind::Digits, true),
            (RepairKind::PrivateUse, true),
            (RepairKind::Pinyin, true),
            (RepairKind::Chrome, false),
        ] {
            let mut forged = record.clone();
            forged.repairs.push(Repair {
                at: None,
                kind,
                span: Span::new(at, at + words.len()),
                before: words.into(),
                after: String::new(),
                certainty: Certainty::Certain,
                note: None,
            });
            let mut page = page.clone();
            reword(&mut page, words, "");
            let found = lost(&source, &forged, &page);
            assert_eq!(codes(&found).contains(&"repair-deletes"), caught, "{kind:?} {found:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]
        #[test]
        fn no_character_can_be_taken_out_unseen(block in 0usize..99, character in 0usize..99) {
            let (source, record, mut page) = import();
            let count = page.blocks.len();
            let mut blocks = page.blocks.to_vec();
            let text = match &mut blocks[block % count] {
                Block::Clause(Clause { table: Some(table), .. }) => {
                    table.rows.iter_mut().flatten().next_back().unwrap()
                }
                Block::Clause(clause) if clause.text.is_empty() => &mut clause.heading,
                Block::Clause(clause) => &mut clause.text,
                Block::Line { text, .. } => text,
            };
            prop_assume!(!text.is_empty());
            let at = character % text.chars().count();
            let taken = text.chars().nth(at).unwrap();
            *text = text.chars().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect();
            page.blocks = blocks.into();
            let found = lost(&source, &record, &page);
            prop_assert_eq!(found.is_empty(), taken.is_whitespace(), "{}", taken);
        }
    }
}
