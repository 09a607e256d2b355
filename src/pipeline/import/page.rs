//! The page of a draft, where a page may stand that is a person's.

use super::{ImportedFile, Outcome, failed};
use crate::diagnostic::Diagnostic;
use crate::model::{Circular, ImportRecord};
use crate::pipeline::draft::{Composed, Draft};
use crate::pipeline::shelf::Shelf;
use crate::pipeline::{Failure, stages};
use crate::site::{Aside, Content};
use std::collections::BTreeMap;

/// Writes the page and the record of `draft`, whose slug is settled.
pub(super) fn make_page(
    content: &Content,
    mut draft: Draft,
    aside: &Aside,
    shelf: &Shelf,
    records: &BTreeMap<String, ImportRecord>,
) -> Result<(ImportedFile, Vec<Diagnostic>), Failure> {
    if let Some(held) = unedited(shelf, records, &draft.circular.slug) {
        draft.circular.meta.moved = stages::moved(held, &draft.circular);
    }
    // A page of lines has other anchors: it takes no structured page's place.
    let unstructured = |held: &Circular| held.clauses().all(|clause| clause.label.is_none());
    let may_flatten = shelf.circular(&draft.circular.slug).is_none_or(unstructured);
    let composed = draft.with_text(aside, |draft| draft.compose(may_flatten))?;
    let Draft { circular, mut problems, .. } = draft;
    let source = circular.meta.source.file.clone();
    let fresh = match composed {
        Ok(fresh) => fresh,
        Err(lost) => {
            problems.extend(lost);
            return Ok((failed(source), problems));
        }
    };
    let (outcome, warning) = settle(content, shelf, records.get(&circular.slug), &circular.slug, &fresh)?;
    content.write_record(&circular.slug, &fresh.record)?;
    problems.extend(warning);
    let file = ImportedFile {
        source,
        outcome,
        title: circular.name().to_owned(),
        clauses: circular.blocks.anchors().len(),
        slug: circular.slug,
        record: Some(fresh.record),
    };
    Ok((file, problems))
}

/// The circular whose page is as import wrote it.
pub(super) fn unedited<'s>(
    shelf: &'s Shelf,
    records: &BTreeMap<String, ImportRecord>,
    slug: &str,
) -> Option<&'s Circular> {
    // What can't be read again is left alone.
    let (stored, record) = shelf.place(slug).and_then(|at| shelf.stored(at).ok()).zip(records.get(slug))?;
    if stages::page_hash(&stored.text) == record.page_sha256 { shelf.circular(slug) } else { None }
}

/// Writes the page where it is the program's, beside it where it is a person's.
fn settle(
    content: &Content,
    shelf: &Shelf,
    record: Option<&ImportRecord>,
    slug: &str,
    fresh: &Composed,
) -> Result<(Outcome, Option<Diagnostic>), Failure> {
    let Some(at) = shelf.place(slug) else {
        if shelf.unreadable.iter().any(|name| name == slug) {
            // A person is at work on it; what is wrong with it has been said.
            content.write_beside(slug, &fresh.page)?;
            return Ok((Outcome::Beside, None));
        }
        content.write_page(slug, &fresh.page)?;
        return Ok((Outcome::New, None));
    };
    let stored = shelf.stored(at)?;
    let (there, wanted) = (stages::page_hash(&stored.text), &fresh.record.page_sha256);
    if there == *wanted {
        return Ok((Outcome::Same, None));
    }
    match record {
        Some(record) if record.page_sha256 == there => {
            content.write_page(slug, &fresh.page)?;
            Ok((Outcome::Renewed, None))
        }
        Some(record) if record.page_sha256 == *wanted => Ok((Outcome::Kept, None)),
        _ => {
            content.write_beside(slug, &fresh.page)?;
            let beside = content.beside_file(slug);
            let warning = Diagnostic::warning(
                "page-edited",
                format!("edited by hand, and its source has changed: the new text is {}", beside.display()),
            )
            .at(&stored.file, None)
            .help("take over what you want from it and delete it; it is not built");
            Ok((Outcome::Beside, Some(warning)))
        }
    }
}
