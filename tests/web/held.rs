//! Whatever part of the sample corpus is held, nothing in it dangles.

use clausebook::corpus::relations::relations;
use clausebook::corpus::resolve::resolve;
use clausebook::corpus::titles::TitleIndex;
use clausebook::corpus::{assemble, compare, kinship};
use clausebook::model::{Alone, Anchor, ClauseRef, Corpus, Mention, Page, Target};
use clausebook::parse::citation::scan_all;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The pages of the sample corpus.
fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/circulars");
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .flat_map(|year| fs::read_dir(year.unwrap().path()).unwrap())
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        let page = |file: &PathBuf| {
            let year = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
            let slug = format!("{year}/{}", file.file_stem().unwrap().to_str().unwrap());
            clausebook::page::read(&slug, &fs::read_to_string(file).unwrap(), file).0.unwrap()
        };
        let mut pages: Vec<Page> = files.iter().map(page).collect();
        pages.sort_by(|a, b| a.circular.slug.cmp(&b.circular.slug));
        pages
    })
}

/// The corpus of the pages that `kept` keeps.
fn corpus(kept: &[bool]) -> Corpus {
    let pages: Vec<Page> =
        pages().iter().zip(kept).filter(|(_, kept)| **kept).map(|(p, _)| p.clone()).collect();
    let (citations, relations) = {
        let index = TitleIndex::new(pages.iter().map(|page| &page.circular));
        let citations: Vec<_> = pages
            .iter()
            .map(|page| {
                let mentions: Vec<(usize, Vec<Mention>)> =
                    scan_all(page.circular.clauses().map(ClauseRef::words)).into_iter().enumerate().collect();
                resolve(&page.circular, &mentions, &index)
            })
            .collect();
        let related = pages
            .iter()
            .zip(&citations)
            .map(|(page, cited)| relations(&page.circular, cited, &index))
            .collect();
        (citations, related)
    };
    let circulars: Vec<_> = pages.iter().map(|page| &page.circular).collect();
    let (kinship, _) = kinship(&circulars, &Alone, &mut |_, _| ());
    let pages = pages.into_iter().map(|page| (page, None)).collect();
    assemble(pages, citations, relations, kinship, "2024-12-31".parse().unwrap())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_held_nothing_dangles(kept in proptest::collection::vec(proptest::bool::weighted(0.7), pages().len())) {
        let corpus = corpus(&kept);
        let has = |slug: &str, anchor: Option<&Anchor>| {
            corpus.entry(slug).is_some_and(|e| anchor.is_none_or(|a| e.circular().find(a).is_some()))
        };
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        for entry in &corpus.entries {
            let own = entry.circular().slug.as_str();
            for citation in &entry.ties.citations {
                let (to, landing) = match &citation.target {
                    Target::Held { slug, anchor } => {
                        proptest::prop_assert!(has(slug, anchor.as_ref()), "{own}: {citation:?}");
                        (slug, anchor.as_ref().and_then(|a| corpus.entry(slug)?.circular().find(a)))
                    }
                    Target::Missing { slug, anchor } => {
                        proptest::prop_assert!(has(slug, None) && !has(slug, Some(anchor)), "{own}: {citation:?}");
                        (slug, None)
                    }
                    Target::NotHeld { .. } => continue,
                };
                forth.push((own, &citation.from, &citation.words, to.as_str(), landing.map(|c| c.anchor)));
            }
            for b in &entry.ties.cited_by {
                back.push((b.slug.as_str(), &b.from, &b.words, own, b.to.as_ref()));
            }
            let others = corpus.parallels(entry).map(|p| (p.slug, Some(p.to)));
            let others = others.chain(entry.ties.variants.iter().map(|v| (v.slug.as_str(), v.missing.first())));
            let others = others.chain(entry.ties.versions.iter().map(|v| (v.slug.as_str(), None)));
            for (slug, anchor) in others.chain(entry.ties.related_by.iter().map(|r| (r.slug.as_str(), r.evidence.as_ref()))) {
                proptest::prop_assert!(has(slug, anchor), "{own}: {slug} {anchor:?}");
            }
        }
        forth.sort();
        back.sort();
        proptest::prop_assert_eq!(forth, back);
        proptest::prop_assert!(corpus.pairs.len() <= 5 * corpus.entries.len());
        for pair in &corpus.pairs {
            let comparison = compare(&corpus, pair);
            proptest::prop_assert!(comparison.as_ref().is_some_and(|c| !c.rows.is_empty()), "{pair:?}");
            for row in comparison.iter().flat_map(|c| &c.rows) {
                for (slug, sides) in [(&pair.before, &row.before), (&pair.after, &row.after)] {
                    for side in sides {
                        let clause = corpus.entry(slug).and_then(|e| e.circular().find(&side.anchor));
                        let words = clause.map(|c| c.whole().into_owned()).unwrap_or_default();
                        let inside = |span: &clausebook::model::Span| words.get(span.start..span.end).is_some();
                        proptest::prop_assert!(clause.is_some() && side.marked.iter().all(inside));
                    }
                }
            }
        }
    }
}
