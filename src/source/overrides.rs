//! The override file beside a source, `NAME.override.toml`: what a person settled about it.
//! For a member of an archive it stands below a folder beside that: `a.zip.override/member.txt.override.toml`.

use super::error::SourceError;
use super::find::{Found, read_file};
use crate::diagnostic::Diagnostic;
use crate::model::{Accepted, Correction, Override, SettledFields};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use walkdir::WalkDir;

const ENDING: &str = ".override.toml";
/// Beside an archive, the folder for its members.
const FOLDER: &str = ".override";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    meta: SettledFields,
    accept: Vec<Spanned<Accept>>,
    replace: Vec<Spanned<Replace>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    code: String,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replace {
    line: usize,
    before: String,
    after: String,
}

impl Found {
    /// Where the override file of this source stands, if it has one.
    pub fn override_file(&self) -> PathBuf {
        let beside = |ending: &str| {
            let name = self.path.file_name().unwrap_or_default().to_string_lossy();
            self.path.with_file_name(format!("{name}{ending}"))
        };
        match (self.member, self.member_name()) {
            (Some(_), Some(member)) => beside(FOLDER).join(format!("{member}{ENDING}")),
            _ => beside(ENDING),
        }
    }

    /// What a person settled about this source; None when nobody did.
    ///
    /// # Errors
    /// `override-broken` with file, line and remedy when the file is not TOML, has a key that is not known
    /// or a value that is not allowed; `source-unreadable` when it can't be read.
    pub fn settled(&self) -> Result<Option<Override>, Diagnostic> {
        let file = self.override_file();
        if !file.is_file() {
            return Ok(None);
        }
        let bytes = read_file(&file).map_err(|error: SourceError| error.diagnostic())?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let lines = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            Diagnostic::error("override-broken", "the override file is not in UTF-8")
                .at(&file, Some(lines + 1))
                .help("save it as UTF-8 in your editor")
        })?;
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        parse(text.trim_start_matches('\u{FEFF}'), &file)
            .map(|settled| Some(Override { file, sha256, ..settled }))
    }
}

/// Reads the settlements; the hash is left empty.
fn parse(text: &str, file: &Path) -> Result<Override, Diagnostic> {
    let line = |span: Range<usize>| text.get(..span.start).map_or(1, |head| head.matches('\n').count() + 1);
    let broken = |message: String, span: Option<Range<usize>>, help: &str| {
        Diagnostic::error("override-broken", message).at(file, span.map(line)).help(help)
    };
    let read: File = toml::from_str(text).map_err(|error| {
        let message = format!("the override file can't be read: {}", error.message());
        broken(
            message,
            error.span(),
            "no page was made; mend this line (`clausebook explain override-broken` lists what may stand there)",
        )
    })?;
    let mut corrections = Vec::with_capacity(read.replace.len());
    for entry in read.replace {
        let span = entry.span();
        let Replace { line: on, before, after } = entry.into_inner();
        if before.is_empty() {
            let help = "write the words that stand there; to add words, repeat their neighbours in `after`";
            return Err(broken("`before` is empty".into(), Some(span), help));
        }
        corrections.push(Correction { line: on, before, after, at: line(span) });
    }
    let accepted = read.accept.into_iter().map(|entry| {
        let at = line(entry.span());
        let Accept { code, line } = entry.into_inner();
        Accepted { code, line, at }
    });
    Ok(Override {
        file: file.to_owned(),
        sha256: String::new(),
        fields: read.meta,
        accepted: accepted.collect(),
        corrections,
    })
}

/// A warning for each override file below `folder` that belongs to none of `sources`: a slip in its name
/// would otherwise pass unseen.
pub fn stray_overrides(folder: &Path, sources: &[Found]) -> Vec<Diagnostic> {
    let wanted: BTreeSet<PathBuf> = sources.iter().map(Found::override_file).collect();
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    walk.filter(|entry| entry.file_type().is_file())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy();
            name.ends_with(ENDING) && !name.starts_with('.') && !wanted.contains(entry.path())
        })
        .map(|entry| {
            Diagnostic::warning("override-stray", "there is no source that this override file belongs to")
                .at(entry.path(), None)
                .help(format!("name it as the source, ending included, and then {ENDING}; or delete it"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Level, PartialDate};

    fn fault(text: &str) -> (Option<usize>, String) {
        let fault = parse(text, Path::new("a.txt.override.toml")).unwrap_err();
        assert_eq!(fault.code, "override-broken");
        assert!(!fault.help.is_empty());
        (fault.line, fault.message)
    }

    #[test]
    fn a_person_settles_fields_doubts_and_words() {
        let text = "[meta]\ntitle = \"青川市茶园办法\"\nissuers = []\nlevel = \"municipal\"\n\
            dates.issued = 2019-04-02\ndates.effective = \"2019-05\"\ndates.printed = \"\"\n\n\
            [[accept]]\ncode = \"number-gap\"\nline = 7\n\n[[replace]]\nline = 9\nbefore = \"茶圆\"\nafter = \"茶园\"\n";
        let settled = parse(text, Path::new("a")).unwrap();
        assert_eq!(settled.fields.title.as_deref(), Some("青川市茶园办法"));
        assert_eq!((settled.fields.issuers, settled.fields.level), (Some(vec![]), Some(Level::Municipal)));
        let dates = settled.fields.dates;
        assert_eq!(dates.issued, Some(crate::model::SettledDate(PartialDate::ymd(2019, 4, 2))));
        assert_eq!(dates.printed, Some(crate::model::SettledDate(None)));
        assert_eq!(dates.passed, None);
        assert_eq!((settled.accepted[0].line, settled.accepted[0].at), (7, 9));
        assert_eq!((settled.corrections[0].line, settled.corrections[0].at), (9, 13));
        assert_eq!(parse("", Path::new("a")).unwrap().fields, SettledFields::default());
    }

    #[test]
    fn what_is_not_known_is_refused_with_its_line() {
        for (text, line, words) in [
            ("[meta]\ntitel = \"x\"", 2, "titel"),
            ("[meta]\n\ntitle = 3", 3, "string"),
            ("[meta]\nlevel = \"town\"", 2, "town"),
            ("[meta]\ndates.issued = \"2019-02-30\"", 2, "2019-02-30"),
            ("[meta]\ndates.issued = 2019", 2, "date"),
            ("[[accept]]\nline = 3", 1, "code"),
            ("[[replace]]\nline = 3\nbefore = \"\"\nafter = \"甲\"", 1, "before"),
            ("[[replace]]\nline = -3\nbefore = \"乙\"\nafter = \"甲\"", 2, ""),
            ("slug = \"x\"", 1, "slug"),
            ("\n[meta", 2, ""),
        ] {
            let (at, message) = fault(text);
            assert_eq!(at, Some(line), "{text}: {message}");
            assert!(message.contains(words), "{text}: {message}");
        }
    }

    #[test]
    fn the_file_stands_beside_its_source() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let found = Found { name: "a.txt".into(), path: path("a.txt"), member: None };
        assert_eq!(found.settled().unwrap(), None);
        std::fs::write(path("a.txt.override.toml"), "\u{FEFF}[meta]\nkind = \"办法\"\n").unwrap();
        let settled = found.settled().unwrap().unwrap();
        assert_eq!((settled.fields.kind.as_deref(), settled.sha256.len()), (Some("办法"), 64));
        std::fs::write(path("b.override.toml"), "").unwrap();
        let stray = stray_overrides(folder.path(), &[found]);
        assert_eq!(stray.iter().map(|d| d.code).collect::<Vec<_>>(), ["override-stray"]);
        std::fs::write(path("a.txt.override.toml"), b"[meta]\nkind = \"\xB0\xEC\"\n").unwrap();
        let member = Found { name: "a.zip/子/b.txt".into(), path: path("a.zip"), member: Some(3) };
        assert_eq!(member.override_file(), path("a.zip.override").join("子/b.txt.override.toml"));
    }
}
