//! Pinyin notes that a web page's converter put after characters: 發(fā)揮.

use super::rules::Findings;
use super::script::is_han;
use crate::model::{Certainty, Edit, RepairKind, Span};
use pinyin::ToPinyinMulti;
use regex::Regex;
use std::sync::LazyLock;

static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,7})[)）]").expect("a fixed pattern")
});

/// One or two notes may be the author's own; more are a converter's.
const AT_LEAST: usize = 3;

/// Takes the notes out where the character before is read so. A note after a
/// character that is not read so is a sign of other damage and stays.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    for note in NOTE.captures_iter(text) {
        let (Some(whole), Some(sound)) = (note.get(0), note.get(1)) else { continue };
        let Some(character) = text[..whole.start()].chars().next_back().filter(|c| is_han(*c)) else {
            continue;
        };
        let marked = !sound.as_str().is_ascii();
        let read_so = character
            .to_pinyin_multi()
            .is_some_and(|all| all.into_iter().any(|one| one.with_tone() == sound.as_str()));
        if !(marked || read_so) {
            continue;
        }
        found.edits.push(Edit {
            kind: RepairKind::Pinyin,
            span: Span::new(whole.start(), whole.end()),
            after: String::new(),
            certainty: if read_so { Certainty::Certain } else { Certainty::Likely },
            note: None,
        });
    }
    if found.edits.len() < AT_LEAST {
        found.edits.clear();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_when_there_are_many() {
        let found = find("經(jīng)濟發(fā)展和內(nèi)容(一)");
        assert_eq!(found.edits.len(), 3);
        assert!(found.edits.iter().all(|e| e.certainty == Certainty::Certain));
        assert!(find("發(fā)展").edits.is_empty(), "one may be the author's");
    }
}
