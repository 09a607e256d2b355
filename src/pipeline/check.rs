//! What is doubtful, broken or lost. Writes nothing.

use super::prints::Past;
use super::shelf::Shelf;
use super::{Failure, Progress, Wish, build, link, stages};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::model::{Circular, ImportRecord};
use crate::site::{Content, Draft};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a person should look at, in the order: pages, doubts, lost characters, ownership,
/// promises, the site as it would be built.
///
/// # Errors
/// As [`super::build()`], but for what is only listed here.
pub fn check(site: &Site, progress: &dyn Progress) -> Result<Vec<Diagnostic>, Failure> {
    let content = Content::new(site.content());
    let mut shelf = Shelf::read(&content, progress);
    let mut found = std::mem::take(&mut shelf.problems);
    for (slug, record) in &shelf.records {
        found.extend(doubts(site, slug, record));
    }
    for (at, circular) in shelf.circulars().enumerate() {
        found.extend(moves(circular).map(|said| said.at(shelf.file(at), None)));
    }
    found.extend(losses(site, &shelf)?);
    found.extend(ownership(site, &content, &shelf)?);
    for file in content.waiting() {
        found.push(
            Diagnostic::warning("text-waiting", "a new text waits beside a page that was edited by hand")
                .at(file, None)
                .help("take over what you want from it and delete it; it is not built"),
        );
    }
    found.extend(build::promises(&content, &shelf, |_| true)?.1);
    for at in link::in_memory(&mut shelf, progress)? {
        found.push(
            Diagnostic::note("links-stale", "its links are not those that its citations give")
                .at(shelf.file(at), None)
                .help("run `clausebook link`"),
        );
    }
    let draft = Draft::unwritten();
    let rendering = build::render(site, &content, shelf, None, &draft, &Past::default(), progress)?;
    let looked_at = rendering.finish(Wish::Site, &draft, progress)?;
    found.extend(looked_at.problems.into_iter().map(|fault| build::at_its_source(&content, fault)));
    Ok(found)
}

fn doubts(site: &Site, slug: &str, record: &ImportRecord) -> Vec<Diagnostic> {
    let file = site.sources().join(&record.source);
    let place = |anchor: &Option<crate::model::Anchor>| match anchor {
        Some(anchor) => format!("{slug}#{anchor}"),
        None => slug.to_owned(),
    };
    record
        .doubts
        .iter()
        .map(|doubt| {
            let words = if doubt.words.is_empty() { String::new() } else { format!(": {}", doubt.words) };
            let message = format!("{} ({}, {}){words}", doubt.message, doubt.code, place(&doubt.anchor));
            Diagnostic::warning("doubt", message)
                .at(&file, Some(doubt.line))
                .help(
                    "compare with the paper; then edit the page, which is yours from then on, or settle it in the \
                     override file beside the source (`clausebook explain override-broken` says how)",
                )
        })
        .collect()
}

/// Entries of `moved` that do nothing: old links land elsewhere than they say.
fn moves(circular: &Circular) -> impl Iterator<Item = Diagnostic> {
    let is_own = |anchor| circular.blocks.anchors().iter().any(|own| own == anchor);
    circular.meta.moved.iter().filter_map(move |(old, new)| {
        let message = match (is_own(old), is_own(new)) {
            (false, true) => return None,
            (true, _) => format!("`moved` sends #{old} to #{new}, and #{old} still stands there"),
            (false, false) => format!("`moved` sends #{old} to #{new}, which does not exist"),
        };
        let help = "correct the entry in the page's front matter, or take it out";
        Some(Diagnostic::warning("moved-idle", message).help(help))
    })
}

/// Characters of sources that are in no page. Pages that people have edited may say what they want.
fn losses(site: &Site, shelf: &Shelf) -> Result<Vec<Diagnostic>, Failure> {
    let Ok(sources) = stages::sources(&site.sources(), &[]) else { return Ok(Vec::new()) };
    let sources: BTreeMap<&str, _> = sources.iter().map(|found| (found.name.as_str(), found)).collect();
    let mut lost = Vec::new();
    for (at, circular) in shelf.circulars().enumerate() {
        let Some(record) = shelf.records.get(&circular.slug) else { continue };
        let Some(found) = sources.get(record.source.as_str()) else { continue };
        if stages::page_hash(&shelf.stored(at)?.text) != record.page_sha256 {
            continue;
        }
        let text = stages::bytes(found).and_then(|bytes| stages::text(found, &bytes));
        let Ok((source, _)) = text else { continue };
        if source.sha256 != record.sha256 {
            continue;
        }
        let found_at = |d: Diagnostic| Diagnostic { file: Some(found.path.clone()), ..d };
        lost.extend(stages::lost(&source, record, circular).into_iter().map(found_at));
    }
    Ok(lost)
}

/// Sources without a page, pages without a source, pages edited by hand, records without a page.
fn ownership(site: &Site, content: &Content, shelf: &Shelf) -> Result<Vec<Diagnostic>, Failure> {
    let mut found = Vec::new();
    let sources: Vec<_> = match site.sources().is_dir() {
        true => stages::sources(&site.sources(), &[]).unwrap_or_default(),
        false => Vec::new(),
    };
    let imported: BTreeSet<&str> = shelf.records.values().map(|record| record.source.as_str()).collect();
    let named = |circular: &Circular| circular.meta.source.file.clone();
    let written: BTreeSet<String> = shelf.circulars().map(named).collect();
    for source in sources.iter().filter(|s| !imported.contains(s.name.as_str()) && !written.contains(&s.name))
    {
        // What import would say of it, too.
        let read = stages::bytes(source).and_then(|bytes| stages::text(source, &bytes));
        found.push(read.err().unwrap_or_else(|| {
            Diagnostic::warning("source-not-imported", "no page has been made of it")
                .at(&source.path, None)
                .help("run `clausebook import`")
        }));
    }
    let there: BTreeSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    for (at, circular) in shelf.circulars().enumerate() {
        let said = match shelf.records.get(&circular.slug) {
            None => Diagnostic::note("page-unowned", "written by hand: no source and no record belong to it"),
            Some(record) if !there.contains(record.source.as_str()) => Diagnostic::warning(
                "source-gone",
                format!("its source {} is no longer there", record.source),
            )
            .help(
                "the page stays; to take the circular out, delete the page and its record in content/imports",
            ),
            Some(record) if stages::page_hash(&shelf.stored(at)?.text) != record.page_sha256 => {
                Diagnostic::note("page-edited", "edited by hand: import does not overwrite it")
            }
            Some(_) => continue,
        };
        found.push(said.at(shelf.file(at), None));
    }
    let pages: BTreeSet<&str> = shelf.circulars().map(|circular| circular.slug.as_str()).collect();
    let broken: BTreeSet<&str> = shelf.unreadable.iter().map(String::as_str).collect();
    for slug in shelf.records.keys().filter(|s| !pages.contains(s.as_str()) && !broken.contains(s.as_str())) {
        found.push(
            Diagnostic::warning("record-without-page", "the page it belongs to is not there")
                .at(content.record_file(slug), None)
                .help("run `clausebook import` to make the page again, or delete record and source"),
        );
    }
    Ok(found)
}
