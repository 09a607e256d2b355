//! The ledger's file as the program writes it, read line by line. It has a line for every clause that was ever
//! published; a reader of all of TOML takes the most time and memory of a build that changes nothing.

use super::{Account, Ledger};
use crate::model::Anchor;
use compact_str::CompactString;
use std::collections::BTreeMap;

/// The ledger that `text` writes in the program's own form: None for anything else, which may be TOML all the same,
/// or a mistake that its reader explains.
pub(super) fn read(text: &str) -> Option<Ledger> {
    let mut ledger = Ledger::default();
    let mut lines = text.lines().filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            if line.contains(char::is_control) {
                return None;
            }
            continue;
        }
        let (slug, mut of_anchors) = header(line)?;
        let mut account = Account::default();
        if !of_anchors {
            account.withdrawn = lines.next()? == "withdrawn = true";
            of_anchors = account.withdrawn && header(lines.next()?)? == (slug, true);
        }
        if !of_anchors {
            return None;
        }
        let mut anchors: Vec<(Anchor, CompactString)> = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with(['#', '['])) {
            let (anchor, words) = entry(line)?;
            // In order, so that none stands twice.
            if anchors.last().is_some_and(|(last, _)| *last >= anchor) {
                return None;
            }
            anchors.push((anchor, words));
        }
        account.anchors = BTreeMap::from_iter(anchors);
        if ledger.circulars.insert(slug.to_owned(), account).is_some() {
            return None;
        }
    }
    Some(ledger)
}

/// The slug of `["slug"]` and `["slug".anchors]`, and whether it is the second.
fn header(line: &str) -> Option<(&str, bool)> {
    let (slug, rest) = line.strip_prefix("[\"")?.split_once('"')?;
    let plain = !slug.contains(|c: char| c == '\\' || c.is_control());
    let of_anchors = match rest {
        ".anchors]" => true,
        "]" => false,
        _ => return None,
    };
    plain.then_some((slug, of_anchors))
}

/// `art_1 = "9c1185a5c5e9"`
fn entry(line: &str) -> Option<(Anchor, CompactString)> {
    let (anchor, words) = line.split_once(" = \"")?;
    let words = words.strip_suffix('"')?;
    let plain = words.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some((Anchor::parse(anchor)?, words.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WRITTEN: &str = "\
# Written by the program.

[\"2015/yi\".anchors]
art_1 = \"9c1185a5c5e9\"
art_2__para_1 = \"0123456789ab\"

[\"2016/er\"]
withdrawn = true

[\"2016/er\".anchors]

[\"2017/san\".anchors]
para_1 = \"abcdefabcdef\"
";

    #[test]
    fn what_the_program_writes_is_read_without_toml() {
        let ledger = read(WRITTEN).unwrap();
        assert_eq!(Some(&ledger), toml::from_str(WRITTEN).ok().as_ref());
        assert_eq!(ledger.circulars.len(), 3);
        assert_eq!(read(&ledger.write()), Some(ledger));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_toml_reads(
            from in 0..WRITTEN.len(), length in 0usize..30, to in 0..WRITTEN.len(), put in "[\"\\\\#=\\[\\]. \\r\\n\\t_a1]{0,3}",
        ) {
            let taken = &WRITTEN[from..(from + length).min(WRITTEN.len())];
            for text in [
                WRITTEN.replacen(taken, &put, 1),
                format!("{}{put}{taken}{}", &WRITTEN[..to], &WRITTEN[to..]),
            ] {
                if let Some(ledger) = read(&text) {
                    prop_assert_eq!(Ok(ledger), toml::from_str(&text), "{}", text);
                }
            }
        }
    }
}
