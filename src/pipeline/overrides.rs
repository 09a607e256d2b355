//! What a person settled about a source, taken in: a person's word stands against the program's.

use crate::diagnostic::Diagnostic;
use crate::model::{
    Accepted, Certainty, Correction, Doubt, Edit, Evidence, LineIndex, Metadata, Origin, Override,
    RepairKind, RepairedText, Span,
};

/// Marks the repairs that a person asked for.
const NOTE: &str = "by override";

/// Makes the corrections in `text`, and drops the marks of `doubts` whose words they took away.
///
/// # Errors
/// `override-misplaced`, one for each correction whose words do not stand on its line, or stand there more
/// than once. Then nothing may be made of the source: it is no longer the text that the person saw.
pub(super) fn correct(
    text: &mut RepairedText,
    doubts: &mut Vec<Doubt>,
    settled: &Override,
) -> Result<(), Vec<Diagnostic>> {
    let faults: Vec<Diagnostic> = settled
        .corrections
        .iter()
        .filter_map(|correction| {
            place(text, correction).err().map(|why| misplaced(settled, correction, &why))
        })
        .collect();
    doubts.retain(|doubt| {
        !settled.corrections.iter().any(|correction| correction.line == doubt.line)
            || text.text().contains(&doubt.words)
    });
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn misplaced(settled: &Override, correction: &Correction, why: &str) -> Diagnostic {
    let message = format!("“{}” {why} line {} of the source", correction.before, correction.line);
    Diagnostic::error("override-misplaced", message)
        .at(&settled.file, Some(correction.at))
        .help("no page was made; compare with `clausebook import --report`, then mend `line` or `before`")
}

/// Makes one correction: where the text as repaired has the words, else where the source has them.
fn place(text: &mut RepairedText, correction: &Correction) -> Result<(), String> {
    let Some(line) = line_span(text.source(), correction.line) else {
        return Err("can't stand on a line that is not there:".to_owned());
    };
    let edit = |span| Edit {
        kind: RepairKind::Decoding,
        span,
        after: correction.after.clone(),
        certainty: Certainty::Certain,
        note: Some(NOTE.to_owned()),
    };
    let words = correction.before.as_str();
    match starting_in(text.text(), text.text_span(line), words).as_slice() {
        [at] => text.apply(vec![edit(Span::new(*at, at + words.len()))]),
        [] => match starting_in(text.source(), line, words).as_slice() {
            [at] => text.overrule(edit(Span::new(*at, at + words.len()))),
            [] => return Err("does not stand on".to_owned()),
            many => return Err(format!("stands {} times on", many.len())),
        },
        many => return Err(format!("stands {} times on", many.len())),
    }
    Ok(())
}

/// The bytes of line `number` (from 1), without its end.
fn line_span(text: &str, number: usize) -> Option<Span> {
    let before: usize = text.split('\n').take(number.checked_sub(1)?).map(|line| line.len() + 1).sum();
    let line = text.get(before..)?.split('\n').next()?;
    (number <= LineIndex::new(text).line(text.len())).then(|| Span::new(before, before + line.len()))
}

/// The places in `text` where `words` stand and begin inside `span`.
fn starting_in(text: &str, span: Span, words: &str) -> Vec<usize> {
    let rest = text.get(span.start..).unwrap_or_default();
    rest.match_indices(words).map(|(at, _)| span.start + at).take_while(|at| *at < span.end).collect()
}

/// Takes the doubts that a person has looked at off the list; a warning for each entry that no doubt answers to.
pub(super) fn accept(doubts: &mut Vec<Doubt>, settled: &Override) -> Vec<Diagnostic> {
    let is = |entry: &Accepted, doubt: &Doubt| entry.code == doubt.code && entry.line == doubt.line;
    let stale = settled.accepted.iter().filter(|entry| !doubts.iter().any(|doubt| is(entry, doubt)));
    let warnings = stale
        .map(|entry| {
            let message = format!("there is no doubt {} on line {} of the source", entry.code, entry.line);
            Diagnostic::warning("override-stale", message)
                .at(&settled.file, Some(entry.at))
                .help("take the entry out, or compare its code and line with `clausebook import --report`")
        })
        .collect();
    doubts.retain(|doubt| !settled.accepted.iter().any(|entry| is(entry, doubt)));
    warnings
}

/// Puts the settled fields in the place of those found. What stood for them in the source stays among the
/// evidence, behind the person's: its words are read all the same.
pub(super) fn settle(meta: &mut Metadata, settled: &Override) {
    let mut fields = Vec::new();
    let given = &settled.fields;
    if let Some(title) = &given.title {
        meta.title.clone_from(title);
        fields.push("title".to_owned());
    }
    if let Some(issuers) = &given.issuers {
        meta.issuers.clone_from(issuers);
        fields.push("issuers".to_owned());
    }
    for (name, field, value) in [
        ("cover_title", &mut meta.cover_title, &given.cover_title),
        ("kind", &mut meta.kind, &given.kind),
        ("number", &mut meta.number, &given.number),
        ("recipients", &mut meta.recipients, &given.recipients),
        ("copied_to", &mut meta.copied_to, &given.copied_to),
        ("printed_by", &mut meta.printed_by, &given.printed_by),
        ("signed_by", &mut meta.signed_by, &given.signed_by),
        ("secrecy", &mut meta.secrecy, &given.secrecy),
        ("urgency", &mut meta.urgency, &given.urgency),
        ("audience", &mut meta.audience, &given.audience),
    ] {
        if let Some(value) = value {
            *field = Some(value.clone()).filter(|value| !value.is_empty());
            fields.push(name.to_owned());
        }
    }
    put("level", &mut meta.level, given.level, &mut fields);
    put("language", &mut meta.language, given.language, &mut fields);
    put("extent", &mut meta.extent, given.extent, &mut fields);
    put("status", &mut meta.status, given.status, &mut fields);
    let (dates, settled) = (&mut meta.dates, &given.dates);
    for (name, date, value) in [
        ("passed", &mut dates.passed, settled.passed),
        ("approved", &mut dates.approved, settled.approved),
        ("issued", &mut dates.issued, settled.issued),
        ("published", &mut dates.published, settled.published),
        ("printed", &mut dates.printed, settled.printed),
        ("effective", &mut dates.effective, settled.effective),
        ("repealed", &mut dates.repealed, settled.repealed),
    ] {
        if let Some(value) = value {
            *date = value.0;
            fields.push(format!("dates.{name}"));
        }
    }
    if let Some(revised) = &settled.revised {
        dates.revised.clone_from(revised);
        fields.push("dates.revised".to_owned());
    }
    meta.provenance.retain(|found| {
        !(fields.contains(&found.field) && matches!(found.from, Origin::Person | Origin::SisterCopy))
    });
    let person = |field| Evidence { field, from: Origin::Person, line: None, words: String::new() };
    meta.provenance.splice(0..0, fields.into_iter().map(person));
}

fn put<T>(name: &str, field: &mut Option<T>, value: Option<T>, fields: &mut Vec<String>) {
    if value.is_some() {
        *field = value;
        fields.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PartialDate, SettledDate};

    fn correction(line: usize, before: &str, after: &str) -> Override {
        let correction = Correction { line, before: before.into(), after: after.into(), at: 4 };
        Override { corrections: vec![correction], ..Override::default() }
    }

    /// `首页` on line 1 is taken out with its line end, `,` on line 2 is made wide.
    fn repaired() -> RepairedText {
        let mut text = RepairedText::new("首页\n老茶圆,受保护,受登记\n末行");
        text.apply(vec![Edit::certain(RepairKind::Chrome, Span::new(0, 7), "")]);
        let comma = text.text().find(',').unwrap();
        text.apply(vec![Edit::certain(RepairKind::Punctuation, Span::new(comma, comma + 1), "，")]);
        text
    }

    fn corrected(line: usize, before: &str, after: &str) -> Result<String, String> {
        let mut text = repaired();
        match correct(&mut text, &mut Vec::new(), &correction(line, before, after)) {
            Ok(()) => {
                assert_eq!(text.undo(), repaired().source());
                let own = text.repairs().iter().find(|r| r.note.as_deref() == Some(NOTE)).unwrap();
                assert_eq!(own.kind, RepairKind::Decoding);
                Ok(text.text().to_owned())
            }
            Err(faults) => Err(format!("{}:{:?}", faults[0].message, faults[0].line)),
        }
    }

    #[test]
    fn words_are_corrected_where_they_stand() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(corrected(2, "茶圆", "茶园"), ok("老茶园，受保护,受登记\n末行"));
        assert_eq!(corrected(2, "圆，受保", "园，受保"), ok("老茶园，受保护,受登记\n末行"));
        assert_eq!(
            corrected(2, "圆,受保", "园,受保"),
            ok("老茶园,受保护,受登记\n末行"),
            "as the source has it"
        );
        assert_eq!(
            corrected(1, "首页", "首页"),
            ok("首页\n老茶圆，受保护,受登记\n末行"),
            "a line that was taken out"
        );
        assert_eq!(corrected(2, "登记\n末行", "登记。"), ok("老茶圆，受保护,受登记。"));
    }

    #[test]
    fn words_that_are_not_there_are_refused() {
        for (line, before, why) in [
            (1, "茶圆", "does not stand"),
            (2, "受", "stands 2 times"),
            (9, "末行", "not there"),
            (0, "末", "not there"),
        ] {
            let fault = corrected(line, before, "甲").unwrap_err();
            assert!(fault.contains(why) && fault.ends_with(":Some(4)"), "{fault}");
        }
    }

    #[test]
    fn a_doubt_that_was_looked_at_goes_off_the_list() {
        let doubt = |code: &str, line| Doubt {
            code: code.into(),
            anchor: None,
            line,
            words: String::new(),
            message: String::new(),
        };
        let entry = |code: &str, line| Accepted { code: code.into(), line, at: 8 };
        let settled = Override {
            accepted: vec![entry("number-gap", 3), entry("number-gap", 9)],
            ..Override::default()
        };
        let mut doubts = vec![doubt("number-gap", 3), doubt("number-gap", 5), doubt("table-lost", 3)];
        let stale = accept(&mut doubts, &settled);
        assert_eq!(doubts, [doubt("number-gap", 5), doubt("table-lost", 3)]);
        assert_eq!((stale.len(), stale[0].code, stale[0].line), (1, "override-stale", Some(8)));
    }

    #[test]
    fn settled_fields_name_the_person_and_keep_what_was_read() {
        let found =
            |field: &str, from| Evidence { field: field.into(), from, line: Some(1), words: "甲".into() };
        let mut meta = Metadata {
            number: Some("旧".into()),
            provenance: vec![found("number", Origin::Header), found("dates.issued", Origin::SisterCopy)],
            ..Metadata::default()
        };
        let mut settled = Override::default();
        settled.fields.number = Some(String::new());
        settled.fields.dates.issued = Some(SettledDate(PartialDate::ymd(2019, 4, 2)));
        for _ in 0..2 {
            settle(&mut meta, &settled);
            assert_eq!((meta.number.as_ref(), meta.dates.issued), (None, PartialDate::ymd(2019, 4, 2)));
            let from: Vec<_> = meta.provenance.iter().map(|e| (e.field.as_str(), e.from)).collect();
            let person = [("number", Origin::Person), ("dates.issued", Origin::Person)];
            assert_eq!(from, [&person[..], &[("number", Origin::Header)]].concat());
        }
    }
}
