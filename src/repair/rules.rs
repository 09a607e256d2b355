//! The order of the repairs.

use super::{
    byteslip, chrome, grid, invisible, lines, page_break, pinyin, private_use, script, spacing, width,
};
use crate::model::{Doubt, Edit, LineIndex, RepairedText, SourceText};

/// Version of the reading rules. Raise it when a repair or the parser changes
/// what it makes of a text, so that pages nobody edited are made again.
pub const RULES: u32 = 4;

/// Repairs a source as far as it can be done from the text alone.
///
/// The order matters: notes and chrome go before lines are joined, lines are
/// joined before punctuation is judged by its neighbours.
pub fn repair(source: &SourceText) -> (RepairedText, Vec<Doubt>) {
    let mut text = RepairedText::new(&source.text);
    text.apply(source.edits.clone());
    let mut doubts = Vec::new();
    let passes: [fn(&RepairedText) -> Findings; 11] = [
        |text| invisible::find(text.text()),
        |text| private_use::find(text.text()),
        |text| pinyin::find(text.text()),
        |text| chrome::find(text.text()),
        |text| grid::find(text.text()),
        |text| spacing::find(text.text()),
        |text| lines::find(text.text()),
        page_break::join,
        |text| width::find(text.text()),
        |text| chrome::find_endings(text.text()),
        |text| slips(text.text()),
    ];
    for pass in passes {
        let findings = pass(&text);
        // Few passes doubt anything.
        if !findings.doubts.is_empty() {
            let index = LineIndex::new(text.source());
            doubts.extend(findings.doubts.into_iter().map(|(at, code, message)| Doubt {
                code: code.to_owned(),
                anchor: None,
                line: index.line(text.source_span(at).start),
                words: at.of(text.text()).to_owned(),
                message,
            }));
        }
        text.apply(findings.edits);
    }
    (text, doubts)
}

/// The byte slip is only marked: undoing it needs a second text.
fn slips(text: &str) -> Findings {
    let message = "疑为 GBK 文字错位一字节，未能复原，照录";
    let doubts = byteslip::find(text).into_iter().map(|at| (at, "byte-slip", message.to_owned())).collect();
    Findings { edits: Vec::new(), doubts }
}

/// What one pass found: edits in order, and places it is not sure of.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub edits: Vec<Edit>,
    pub doubts: Vec<(crate::model::Span, &'static str, String)>,
}

/// Whether the text is Chinese in the main. English pages keep their punctuation.
pub(super) fn is_chinese(text: &str) -> bool {
    let latin = text.bytes().filter(u8::is_ascii_alphabetic).count();
    // A Chinese character says about as much as an English word.
    text.chars().filter(|c| script::is_han(*c)).nth(latin / 4).is_some()
}

/// Holds one pass to what it must make of a text.
#[cfg(test)]
#[track_caller]
pub(super) fn check(pass: fn(&str) -> Findings, before: &str, after: &str) {
    let mut text = RepairedText::new(before);
    text.apply(pass(before).edits);
    assert_eq!(text.text(), after);
}
