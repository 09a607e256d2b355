//! What a public build may show. What it may not leaves no trace.

use super::shelf::Shelf;
use super::{Failure, Progress, link};
use crate::config::Site;
use crate::model::{Circular, Origin};
use std::collections::BTreeSet;

/// Whether the site is made with `circular`.
pub(super) fn shows(site: &Site, circular: &Circular) -> bool {
    !site.is_public() || circular.is_public()
}

/// Takes out of `shelf` what is not public, and all that pages and records that stay say of it by name:
/// citations of it lead nowhere any more. Whether there was anything to take out.
///
/// # Errors
/// As [`link::in_memory`].
pub(super) fn restrict(shelf: &mut Shelf, progress: &dyn Progress) -> Result<bool, Failure> {
    let kept: Vec<bool> = shelf.circulars().map(Circular::is_public).collect();
    if kept.iter().all(|keep| *keep) {
        return Ok(false);
    }
    let mut names = BTreeSet::new();
    for (circular, _) in shelf.circulars().zip(&kept).filter(|(_, keep)| !**keep) {
        names.extend([circular.slug.clone(), circular.meta.source.file.clone()]);
        names.extend([circular.meta.title.clone()]);
        names.extend(circular.meta.cover_title.clone());
    }
    names.remove("");
    let mut keep = kept.iter();
    shelf.pages.retain(|_| *keep.next().unwrap_or(&false));
    let mut keep = kept.iter();
    shelf.texts.retain(|_| *keep.next().unwrap_or(&false));
    let slugs: BTreeSet<&str> = shelf.pages.iter().map(|page| page.circular.slug.as_str()).collect();
    shelf.records.retain(|slug, _| slugs.contains(slug.as_str()));
    link::in_memory(shelf, progress)?;
    scrub(shelf, &names);
    Ok(true)
}

/// Takes `names` out of metadata and records.
fn scrub(shelf: &mut Shelf, names: &BTreeSet<String>) {
    for page in &mut shelf.pages {
        let meta = &mut page.circular.meta;
        if meta.work.as_ref().is_some_and(|work| names.contains(work)) {
            meta.work = None;
        }
        // What the text itself says is found again in the text.
        meta.relations
            .retain(|r| !names.contains(&r.title) && !r.slug.as_ref().is_some_and(|s| names.contains(s)));
        // Evidence from a sister copy gives her title as its words.
        for evidence in &mut meta.provenance {
            if names.contains(&evidence.words) && evidence.from == Origin::SisterCopy {
                evidence.words.clear();
            }
        }
    }
    for repair in shelf.records.values_mut().flat_map(|record| &mut record.repairs) {
        if repair.note.as_ref().is_some_and(|note| names.iter().any(|name| note.contains(name.as_str()))) {
            repair.note = None;
        }
    }
    for doubt in shelf.records.values_mut().flat_map(|record| &mut record.doubts) {
        if let Some(name) = names.iter().find(|name| doubt.message.contains(name.as_str())) {
            doubt.message = doubt.message.replace(name.as_str(), "……");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Circular, ImportRecord, Metadata, Page, Relation, Source, Verb};
    use crate::pipeline::Silent;
    use crate::site::Put;

    fn page(slug: &str, meta: Metadata) -> (Page, Put) {
        let circular = Circular { slug: slug.into(), meta, ..Circular::default() };
        (Page::new(circular, Vec::new()), Put::Here(Vec::new()))
    }

    #[test]
    fn no_name_of_what_is_not_public_stays() {
        let secret = Metadata {
            title: "关于岩洞粮仓的通知".into(),
            secrecy: Some("机密".into()),
            source: Source { file: "yandong.txt".into(), sha256: String::new() },
            ..Metadata::default()
        };
        let relation = Relation {
            verb: Verb::VariantOf,
            title: "通知".into(),
            slug: Some("2020/secret".into()),
            evidence: None,
            words: String::new(),
            date: None,
        };
        let open = Metadata {
            title: "公开".into(),
            work: Some("2020/secret".into()),
            relations: vec![relation],
            ..Metadata::default()
        };
        let (pages, texts) = [page("2020/open", open), page("2020/secret", secret)].into_iter().unzip();
        let record: ImportRecord = serde_json::from_value(serde_json::json!({
            "source": "open.txt", "sha256": "", "format": "text", "encoding": "UTF-8", "rules": 1, "page_sha256": "",
            "repairs": [{"kind": "byte-slip", "span": [0, 0], "before": "", "after": "", "certainty": "certain",
                         "note": "据 2020/secret"}],
            "doubts": [{"code": "x", "line": 1, "message": "与《关于岩洞粮仓的通知》不同"}],
        }))
        .unwrap();
        let records = [("2020/open".to_owned(), record.clone()), ("2020/secret".to_owned(), record)].into();
        let mut shelf = Shelf { pages, texts, records, ..Shelf::default() };
        assert!(restrict(&mut shelf, &Silent).unwrap());
        let left = format!("{shelf:?}");
        for name in ["secret", "岩洞", "yandong"] {
            assert!(!left.contains(name), "{name}: {left}");
        }
    }
}
