//! The ledger of every anchor that was ever published (`content/anchors.toml`).
//! An anchor is a promise: one that vanishes without a word fails the build.
//!
//! ```toml
//! ["2015/yun-ling-shi-shi-yi-jian".anchors]
//! art_1 = "9c1185a5c5e9"
//! ```

mod plain;

use super::fold;
use crate::diagnostic::Diagnostic;
use crate::model::{Alone, Anchor, Circular, Workers};
use compact_str::CompactString;
use memchr::memmem;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Anchors that were published, by circular.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger {
    /// By slug.
    pub circulars: BTreeMap<String, Account>,
}

/// What was published of one circular.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// A person took the circular out of the collection: nothing is asked of it any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// Each anchor with the hash of its clause's words: the first twelve hex digits of the SHA-256
    /// of the folded words (Simplified, without blanks and marks).
    #[serde(default)]
    pub anchors: BTreeMap<Anchor, CompactString>,
}

const OPENING: &str = "\
# Every anchor that was ever published, with a hash of its clause's words. Written by `clausebook build`.
# An anchor in this file must exist, or the page must say under `moved` where it went.
# `withdrawn = true` in a circular's table says that it was taken out on purpose.
";

impl Ledger {
    /// Reads the file's text; an empty text is an empty ledger. The error names line and column.
    pub fn read(text: &str) -> Result<Ledger, toml::de::Error> {
        match plain::read(text) {
            Some(ledger) => Ok(ledger),
            None => toml::from_str(text),
        }
    }

    /// What `circulars` would publish as they stand now. Every clause's words are hashed, so it is made once, for
    /// [`Ledger::check`] and [`Ledger::update`].
    pub fn today(circulars: Vec<&Circular>, workers: &impl Workers) -> Ledger {
        let account = |circular: &Circular| (circular.slug.clone(), Account::today(circular));
        Ledger { circulars: workers.map(circulars, account).into_iter().collect() }
    }

    /// The file's text; the same ledger gives the same bytes.
    pub fn write(&self) -> String {
        let accounts = self.circulars.iter().map(|(slug, account)| account.write(slug));
        std::iter::once(OPENING.to_owned()).chain(accounts).collect()
    }

    /// One error for each anchor published of `circulars` that no longer lands on a clause; a warning where another
    /// clause's words now stand at an anchor. `today` is that of `circulars`; `content` is the folder of the pages, for naming files.
    pub fn check(&self, today: &Ledger, circulars: &[&Circular], content: &Path) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for circular in circulars {
            let promised = self.circulars.get(&circular.slug).filter(|account| !account.withdrawn);
            if let Some((account, now)) = promised.zip(today.circulars.get(&circular.slug)) {
                found.extend(account.check(circular, &now.anchors, &page(content, &circular.slug)));
            }
        }
        found
    }

    /// One error for each circular that was published, is not among `all` that are held, and is not marked as withdrawn.
    pub fn vanished(&self, all: &[&Circular], content: &Path) -> Vec<Diagnostic> {
        let held: BTreeSet<&str> = all.iter().map(|circular| circular.slug.as_str()).collect();
        let gone = self
            .circulars
            .iter()
            .filter(|(slug, account)| !account.withdrawn && !held.contains(slug.as_str()));
        gone.map(|(slug, account)| {
            let anchors = account.anchors.len();
            Diagnostic::error(
                "circular-vanished",
                format!("“{slug}” was published with {anchors} anchors, and its page is gone"),
            )
            .at(page(content, slug), None)
            .help(format!(
                "put the page back, or write `withdrawn = true` below [\"{slug}\"] in anchors.toml"
            ))
        })
        .collect()
    }

    /// Takes up the anchors of `today` with their words. What was published stays.
    pub fn update(&mut self, today: Ledger) {
        for (slug, mut now) in today.circulars {
            let account = self.circulars.entry(slug).or_default();
            account.withdrawn = false;
            account.anchors.append(&mut now.anchors);
        }
    }
}

/// The `text` of a ledger with the words that `circular` has now, read no further than that; None where it is not as
/// [`Ledger::write`] gives it, does not have the circular, or where there is something to say about it.
pub fn renewed(text: &str, circular: &Circular, content: &Path) -> Option<String> {
    let name = toml::Value::from(circular.slug.as_str());
    let find = |head: String| memmem::find(text.as_bytes(), head.as_bytes());
    let start = find(format!("\n[{name}.anchors]\n")).filter(|_| find(format!("\n[{name}]\n")).is_none())?;
    let rest = text.get(start + 1..)?;
    let end = memmem::find(rest.as_bytes(), b"\n\n[").map_or(text.len(), |end| start + 1 + end + 1);
    let account = text.get(start..end)?;
    let mut ledger = Ledger::read(account).ok()?;
    let write = |ledger: &Ledger| -> String {
        ledger.circulars.iter().map(|(slug, account)| account.write(slug)).collect()
    };
    let today = Ledger::today(vec![circular], &Alone);
    let is_known = ledger.circulars.keys().eq([&circular.slug]) && write(&ledger) == account;
    if !is_known || !ledger.check(&today, &[circular], content).is_empty() {
        return None;
    }
    ledger.update(today);
    Some([text.get(..start)?, &write(&ledger), text.get(end..)?].concat())
}

impl Account {
    fn write(&self, slug: &str) -> String {
        let slug = toml::Value::from(slug);
        let mut text = String::new();
        if self.withdrawn {
            text.push_str(&format!("\n[{slug}]\nwithdrawn = true\n"));
        }
        text.push_str(&format!("\n[{slug}.anchors]\n"));
        for (anchor, hash) in &self.anchors {
            text.push_str(&format!("{anchor} = {}\n", toml::Value::from(hash.as_str())));
        }
        text
    }

    fn today(circular: &Circular) -> Account {
        let words = circular.clauses().map(|clause| (clause.anchor.clone(), hash(clause.words())));
        Account { withdrawn: false, anchors: words.collect() }
    }

    fn check(
        &self,
        circular: &Circular,
        now: &BTreeMap<Anchor, CompactString>,
        page: &Path,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (anchor, words) in self.anchors.iter().filter(|(anchor, words)| now.get(anchor) != Some(words)) {
            // Where the same words stand now, if they stand at one anchor only.
            let gone_to = || {
                let mut same = now.iter().filter(|(_, hash)| *hash == words).map(|(anchor, _)| anchor);
                same.next().filter(|_| same.next().is_none())
            };
            match (circular.find(anchor), circular.meta.moved.get(anchor)) {
                (Some(clause), _) => {
                    let others = clause.anchor == anchor;
                    if let Some(to) = gone_to().filter(|_| others) {
                        found.push(
                            Diagnostic::warning(
                                "anchor-shifted",
                                format!("the words published at #{anchor} now stand at #{to}, and others at #{anchor}"),
                            )
                            .at(page, None)
                            .help("right if the circular was renumbered by its issuer; else give the clause its old number back"),
                        );
                    }
                }
                (None, Some(to)) => found.push(
                    Diagnostic::error("anchor-vanished", format!("#{anchor} was published; `moved` sends it to #{to}, which does not exist"))
                        .at(page, None)
                        .help(format!("correct `moved` in the page's front matter: {anchor}: <an anchor of this page>")),
                ),
                (None, None) => found.push(
                    Diagnostic::error("anchor-vanished", format!("#{anchor} was published and no longer exists"))
                        .at(page, None)
                        .help(match gone_to() {
                            Some(to) => format!("its words stand at #{to}: write under `moved` in the page's front matter: {anchor}: {to}"),
                            None => format!("put {{#{anchor}}} back, or write under `moved` in the page's front matter: {anchor}: <the anchor that old links shall land on>"),
                        }),
                ),
            }
        }
        found
    }
}

fn page(content: &Path, slug: &str) -> PathBuf {
    content.join("circulars").join(format!("{slug}.md"))
}

fn hash(words: &str) -> CompactString {
    let digest = Sha256::digest(fold::folded_words(words));
    let digits = digest.iter().take(6).flat_map(|byte| [byte >> 4, byte & 0xF]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::articles;
    use super::*;
    use crate::diagnostic::Severity;
    use crate::model::Token;
    use proptest::prelude::*;

    fn published() -> Ledger {
        let mut ledger = Ledger::default();
        let text = articles("2019/cheng", "条例", &[("1", "甲事。"), ("2", "乙事。"), ("3", "丙事。")]);
        ledger.update(Ledger::today(vec![&text], &Alone));
        ledger
    }

    fn check(ledger: &Ledger, circulars: &[&Circular]) -> Vec<(Severity, &'static str, String)> {
        let today = Ledger::today(circulars.to_vec(), &Alone);
        let mut found = ledger.vanished(circulars, Path::new("content"));
        found.extend(ledger.check(&today, circulars, Path::new("content")));
        assert!(
            found.iter().all(|d| d.file.as_deref() == Some(Path::new("content/circulars/2019/cheng.md")))
        );
        found.into_iter().map(|d| (d.severity, d.code, d.help)).collect()
    }

    #[test]
    fn a_vanished_anchor_is_an_error_until_the_page_says_where_it_went() {
        let ledger = published();
        let mut now = articles("2019/cheng", "条例", &[("1", "甲事。"), ("2-1", "乙事。"), ("3", "丙事。")]);
        let found = check(&ledger, &[&now]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1), (Severity::Error, "anchor-vanished"));
        assert!(found[0].2.contains("art_2: art_2-1"), "{}", found[0].2);
        let old = Anchor::top(Token::Article, "2");
        now.meta.moved.insert(old.clone(), Anchor::top(Token::Article, "9"));
        assert_eq!(check(&ledger, &[&now])[0].1, "anchor-vanished");
        now.meta.moved.insert(old.clone(), Anchor::top(Token::Article, "2-1"));
        assert_eq!(check(&ledger, &[&now]), []);
        now.meta.moved.clear();
        now.blocks.edit(|blocks| {
            if let Some(crate::model::Block::Clause(clause)) = blocks.get_mut(1) {
                clause.also.push(old);
            }
        });
        assert_eq!(check(&ledger, &[&now]), []);
    }

    #[test]
    fn a_circular_goes_only_when_it_is_marked_as_withdrawn() {
        let mut ledger = published();
        assert_eq!(check(&ledger, &[])[0].1, "circular-vanished");
        for account in ledger.circulars.values_mut() {
            account.withdrawn = true;
        }
        assert_eq!(check(&ledger, &[]), []);
        assert_eq!(Ledger::read(&ledger.write()).as_ref(), Ok(&ledger));
    }

    #[test]
    fn words_that_change_places_are_warned_of_and_words_that_change_are_not() {
        let ledger = published();
        let now = articles(
            "2019/cheng",
            "条例",
            &[("1", "甲事。"), ("2", "新事。"), ("3", "乙事。"), ("4", "丙事。")],
        );
        let found = check(&ledger, &[&now]);
        assert_eq!(found.iter().map(|f| f.1).collect::<Vec<_>>(), ["anchor-shifted", "anchor-shifted"]);
        let reworded = articles("2019/cheng", "条例", &[("1", "甲事。"), ("2", "乙事等。"), ("3", "丙事。")]);
        assert_eq!(check(&ledger, &[&reworded]), []);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(Ledger::read("[\"a\"]\nwithdrown = true\n").is_err());
        assert_eq!(Ledger::read(""), Ok(Ledger::default()));
    }

    #[test]
    fn one_account_is_renewed_as_all_are() {
        let text = |slug: &str, words: &str| articles(slug, "条例", &[("1", "甲事。"), ("2", words)]);
        let slugs = ["2019/cheng", "2019/cheng-shi", "2020/an"];
        let mut ledger = Ledger::default();
        let all: Vec<Circular> = slugs.iter().map(|slug| text(slug, "乙事。")).collect();
        ledger.update(Ledger::today(all.iter().collect(), &Alone));
        let before = ledger.write();
        for slug in slugs {
            let edited = text(slug, "丁事。");
            let mut wanted = ledger.clone();
            wanted.update(Ledger::today(vec![&edited], &Alone));
            assert_eq!(renewed(&before, &edited, Path::new("content")), Some(wanted.write()));
        }
        let unknown = text("2021/none", "丁事。");
        assert_eq!(renewed(&before, &unknown, Path::new("content")), None);
        let shorter = articles(slugs[0], "条例", &[("1", "甲事。")]);
        assert_eq!(renewed(&before, &shorter, Path::new("content")), None, "an anchor is gone");
        ledger.circulars.get_mut(slugs[1]).unwrap().withdrawn = true;
        let withdrawn = ledger.write();
        assert_eq!(renewed(&withdrawn, &text(slugs[1], "丁事。"), Path::new("content")), None);
    }

    proptest! {
        #[test]
        fn reads_what_it_writes_and_holds_what_it_took_up(
            slugs in proptest::collection::btree_set("[0-9]{4}/[a-z\"\\\\ .]{1,8}", 0..5),
            numbers in proptest::collection::btree_set("[1-9][0-9]?(-[1-9])?", 0..9),
        ) {
            let list: Vec<(&str, &str)> = numbers.iter().map(|n| (n.as_str(), "某事。")).collect();
            let circulars: Vec<Circular> = slugs.iter().map(|slug| articles(slug, "办法", &list)).collect();
            let mut ledger = Ledger::default();
            let held: Vec<&Circular> = circulars.iter().collect();
            let today = Ledger::today(held.clone(), &Alone);
            ledger.update(today.clone());
            prop_assert!(ledger.check(&today, &held, Path::new("")).is_empty());
            prop_assert!(ledger.vanished(&held, Path::new("")).is_empty());
            let text = ledger.write();
            prop_assert_eq!(Ledger::read(&text), Ok(ledger.clone()));
            ledger.update(today);
            prop_assert_eq!(ledger.write(), text);
        }
    }
}
