//! The joints: each stage as the pipeline calls it, and nothing else. When a stage changes its
//! signature, this is the file to change.

mod index;
mod part;
mod threads;

use super::images::Image;
use super::prints::{Past, print};
use super::{Desk, Failure, Progress};
use crate::config::Site;
use crate::corpus::titles::TitleIndex;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Anchor, Block, Circular, Citation, ClauseRef, Corpus, Document, Doubt, Entry, ImportRecord, Mention,
    Metadata, Output, Override, Page, PartialDate, RepairedText, SourceText, Target,
};
use crate::page::link::{PageLink, href, relink as relinked, stands};
use crate::render::{self, Fingerprints, RenderError, Theme};
use crate::search::Words;
use crate::site::{Draft, Stored};
use crate::{corpus, page, parse as parser, source};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use threads::Threads;

pub(super) use crate::corpus::ledger::Ledger;
pub(super) use crate::corpus::restore::restore_slips as restore;
pub(super) use crate::page::conserve::lost;
pub(super) use crate::page::ownership::page_sha256 as page_hash;
pub(super) use crate::page::read as read_page;
pub(super) use crate::render::Sources;
pub(super) use crate::render::fingerprint;
pub(super) use crate::repair::{RULES, repair};
pub(super) use crate::source::{Found, Picture, has_office, stray_overrides};
use index::index;
pub(super) use index::{
    Indexed, Indexing, Left, Renewed as RenewedIndex, is_of_index, renewed_index, search_print,
};
pub(super) use part::*;

/// The sources below `folder`, all or those that `only` names.
pub(super) fn sources(folder: &Path, only: &[PathBuf]) -> Result<Vec<Found>, Diagnostic> {
    source::find(folder, only).map_err(|error| error.diagnostic())
}

/// The bytes as received.
pub(super) fn bytes(found: &Found) -> Result<Vec<u8>, Diagnostic> {
    found.bytes().map_err(|error| error.diagnostic())
}

/// The text of `bytes`, and what the reader has to say about it. Formats of others are converted first.
pub(super) fn text(found: &Found, bytes: &[u8]) -> Result<(SourceText, Vec<Diagnostic>), Diagnostic> {
    source::read(found, bytes).map_err(|error| error.diagnostic())
}

/// The images that a source shows as `paths`; None for what can't be shown.
pub(super) fn pictures(found: &Found, paths: &[String]) -> Result<Vec<Option<Picture>>, Diagnostic> {
    found.pictures(paths).map_err(|error| error.diagnostic())
}

/// What a person settled about the source.
pub(super) fn settled(found: &Found) -> Result<Option<Override>, Diagnostic> {
    found.settled()
}

/// Metadata, blocks with their derived fields, doubts.
pub(super) fn parse(text: &RepairedText) -> (Metadata, Vec<Block>, Vec<Doubt>) {
    let mut parsed = parser::parse(text);
    page::derive(&mut parsed.blocks);
    (parsed.meta, parsed.blocks, parsed.doubts)
}

/// The blocks of a text whose structure was misread: its lines.
pub(super) fn flat(text: &RepairedText) -> Vec<Block> {
    let mut blocks = parser::flat(text);
    page::derive(&mut blocks);
    blocks
}

/// For each circular the places of those it may borrow from.
pub(super) fn sisters(circulars: &[&Circular]) -> Vec<Vec<usize>> {
    corpus::works::sisters(circulars, &Threads)
}

/// The metadata of `circular` with what a sister copy gives; None when none does.
pub(super) fn borrow(circular: &Circular, sisters: &[&Circular]) -> Option<Metadata> {
    let borrowed = corpus::borrow::borrow(circular, sisters)?;
    let mut meta = circular.meta.clone();
    borrowed.apply(&mut meta);
    Some(meta)
}

/// What the page of `fresh` must say of anchors that `old`, its page before, had.
pub(super) fn moved(old: &Circular, fresh: &Circular) -> BTreeMap<Anchor, Anchor> {
    corpus::moved(old, fresh)
}

/// The slug that title and date suggest, `2019/…` or `undated/…`, one that is not taken.
pub(super) fn slug(circular: &Circular, taken: &dyn Fn(&str) -> bool) -> String {
    let meta = &circular.meta;
    let file =
        Path::new(&meta.source.file).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    let title = match (meta.title.as_str(), &meta.cover_title) {
        ("", Some(cover)) => cover,
        ("", None) => &*file,
        (title, _) => title,
    };
    page::slug::slug(title, meta.dates.principal().map(|date| date.year), taken)
}

/// The page of `circular`.
pub(super) fn write_page(circular: &Circular) -> String {
    page::write(circular)
}

/// What the clauses of a page mention, by the clause's place among the clauses.
fn mentions(page: &Page) -> Vec<(usize, Vec<Mention>)> {
    let words = page.circular.clauses().map(ClauseRef::words);
    parser::citation::scan_all(words).into_iter().enumerate().collect()
}

/// The citations of each page, resolved among `pages`.
pub(super) fn citations(pages: &[Page]) -> Vec<Vec<Citation>> {
    let index = TitleIndex::new(pages.iter().map(|page| &page.circular));
    pages.par_iter().map(|page| corpus::resolve::resolve(&page.circular, &mentions(page), &index)).collect()
}

/// The citations of a page, resolved among what `corpus` holds beside it.
pub(super) fn citations_of(page: &Page, corpus: &Corpus) -> Vec<Citation> {
    let slug = &page.circular.slug;
    let held = corpus.entries.iter().map(Entry::circular);
    let index = TitleIndex::new(held.map(|held| if held.slug == *slug { &page.circular } else { held }));
    corpus::resolve::resolve(&page.circular, &mentions(page), &index)
}

/// The Markdown of a page with exactly the links that its citations give; None where it has them.
pub(super) fn relink(read: &Page, page: &Stored, citations: &[Citation]) -> Option<String> {
    let links: Vec<PageLink> = citations
        .iter()
        .filter_map(|citation| {
            let Target::Held { slug, anchor } = &citation.target else { return None };
            // A circular that names itself as such needs no link to its own head.
            (*slug != page.name || anchor.is_some()).then(|| PageLink {
                anchor: citation.from.clone(),
                span: citation.span,
                href: href(&page.name, slug, anchor.as_ref()),
            })
        })
        .collect();
    if stands(read, &page.text, &links) {
        return None;
    }
    Some(relinked(&page.text, &links)).filter(|text| *text != page.text)
}

/// All that holds among `pages`, which stand in the order of their slugs. `citations` are asked for when they are wanted.
///
/// # Errors
/// Those of `citations`.
pub(super) fn corpus(
    pages: Vec<Page>,
    mut records: BTreeMap<String, ImportRecord>,
    citations: impl FnOnce() -> Result<Vec<Vec<Citation>>, Failure>,
    as_of: PartialDate,
    note: &mut dyn FnMut(usize, &mut dyn Iterator<Item = u64>),
) -> Result<(Corpus, Vec<Diagnostic>), Failure> {
    let (kinship, diagnostics) = {
        let circulars: Vec<&Circular> = pages.iter().map(|page| &page.circular).collect();
        corpus::kinship(&circulars, &Threads, note)
    };
    let citations = citations()?;
    let relations = {
        let index = TitleIndex::new(pages.iter().map(|page| &page.circular));
        pages
            .par_iter()
            .zip(&citations)
            .map(|(page, cited)| corpus::relations::relations(&page.circular, cited, &index))
            .collect()
    };
    let pages = pages
        .into_iter()
        .map(|page| {
            let record = records.remove(&page.circular.slug);
            (page, record)
        })
        .collect();
    Ok((corpus::assemble(pages, citations, relations, kinship, as_of), diagnostics))
}

/// The ledger that stands in `file`.
///
/// # Errors
/// When it can't be understood: then nothing may be published.
pub(super) fn ledger(text: &str, file: &Path) -> Result<Ledger, Diagnostic> {
    Ledger::read(text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        Diagnostic::error(
            "ledger-unreadable",
            format!("the ledger of anchors can't be read: {}", error.message()),
        )
        .at(file, line)
        .help("take the last good version of the file from your history; it is the promise behind every link")
    })
}

/// The ledger of `circulars` alone, as they stand now.
pub(super) fn today(circulars: &[&Circular]) -> Ledger {
    Ledger::today(circulars.to_vec(), &Threads)
}

/// What of the ledger some `circulars`, of which `today` is the ledger, no longer have; `content` is the folder for naming their pages.
pub(super) fn broken_promises(
    ledger: &Ledger,
    today: &Ledger,
    circulars: &[&Circular],
    content: &Path,
) -> Vec<Diagnostic> {
    ledger.check(today, circulars, content)
}

/// The circulars of the ledger that are not among `all` that are held.
pub(super) fn vanished(ledger: &Ledger, all: &[&Circular], content: &Path) -> Vec<Diagnostic> {
    ledger.vanished(all, content)
}

/// What the site holds of the sources.
pub(super) fn named(downloads: &[Found], images: &[Image]) -> Sources {
    let mut sources = Sources::named(downloads.iter().map(|found| found.name.as_str()));
    images.iter().for_each(|image| sources.add_image(&image.slug, &image.path, &image.file));
    sources
}

/// Page and data of `entries`, which differ from those in the desk's corpus.
///
/// # Errors
/// As [`outputs`].
pub(super) fn preview(site: &Site, desk: &Desk, entries: &[Entry]) -> Result<Vec<Output>, RenderError> {
    let theme = Theme::load(&site.root, &site.config)?;
    let shelf = render::Shelf::new(&desk.corpus, &desk.documents, &theme, &site.config, &desk.sources);
    let pages: Result<Vec<_>, _> =
        entries.iter().map(|entry| render::render_circular(&shelf, entry)).collect();
    Ok(pages?.into_iter().flatten().collect())
}

/// Gives every file of the site but the downloads of sources and their images, which `sources` names, to `draft`; what
/// stands there and was made of the same is kept. Of what each page was made, and the index as far as it needs the corpus.
///
/// # Errors
/// A theme that can't be read or a template that fails: nothing can be shown then. A file that can't be staged.
pub(super) fn outputs<'c>(
    site: &Site,
    corpus: &'c Corpus,
    documents: &[Document],
    sources: &Sources,
    draft: &Draft,
    past: &Past,
    progress: &dyn Progress,
) -> Result<(HashMap<String, u128>, Indexing), Failure> {
    let fault = |error: RenderError| {
        Failure::Refused(vec![
            Diagnostic::error("theme-broken", error.to_string())
                .at(site.root.join(&site.config.paths.themes).join(&site.config.theme), None)
                .help("mend the file that the message names, or take it away: then the built-in one is used"),
        ])
    };
    let give = |output| draft.take(output).map_err(Failure::from);
    let theme = Theme::load(&site.root, &site.config).map_err(fault)?;
    let shelf = render::Shelf::new(corpus, documents, &theme, &site.config, sources);
    let circular = |fingerprints: &Fingerprints<'_>, entry: &'c Entry| {
        let (slug, print) = (entry.circular().slug.as_str(), fingerprints.circular(entry));
        let paths = render::paths_of_circular(slug);
        if !(past.made(&paths[0], print) && draft.keep(&paths)) {
            let outputs = render::render_circular(&shelf, entry).map_err(fault)?;
            outputs.into_iter().try_for_each(give)?;
        }
        progress.step();
        Ok((slug, print))
    };
    let pages = || {
        let fingerprints = Fingerprints::new(&shelf, past.shared);
        let made: Result<Vec<(&str, u128)>, Failure> =
            corpus.entries.par_iter().map(|entry| circular(&fingerprints, entry)).collect();
        let made: HashMap<&str, u128> = made?.into_iter().collect();
        let compared: Result<Vec<(String, u128)>, Failure> = corpus
            .pairs
            .par_iter()
            .map(|pair| {
                // Whatever stands on the two pages may stand on this one.
                let of = |slug: &String| made.get(slug.as_str());
                let (path, print) =
                    (render::path_of_comparison(pair), print((pair, of(&pair.before), of(&pair.after))));
                if !(past.made(&path, print) && draft.keep(&[&path]))
                    && let Some(comparison) = crate::corpus::compare(corpus, pair)
                {
                    render::render_comparison(&shelf, &comparison).map_err(fault)?.map_or(Ok(()), give)?;
                }
                Ok((path, print))
            })
            .collect();
        let circulars = made.iter().map(|(slug, print)| {
            let [path, _] = render::paths_of_circular(slug);
            (path, *print)
        });
        Ok::<HashMap<String, u128>, Failure>(circulars.chain(compared?).collect())
    };
    let shared = || render::render_shared(&shelf, documents).map_err(fault)?.into_iter().try_for_each(give);
    // Lists and index have stretches that one thread does: the others do pages meanwhile.
    let (pages, index) = rayon::join(pages, || {
        shared()?;
        index(corpus, draft, past)
    });
    Ok((pages?, index?))
}

/// Downloads of the sources, as they stand.
pub(super) fn copies(downloads: &[Found], draft: &Draft) -> Result<(), Failure> {
    let copy = |found: &Found| draft.copy(&render::path_of_copy(&found.name), &found.path);
    downloads.par_iter().try_for_each(copy).map_err(Failure::from)
}

/// What two independent pieces of work give, done at once.
pub(super) fn both<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, other)
}

/// Words as the site's search understands them: each must stand in the clause, folded.
pub(super) struct Query(Words);

pub(super) fn query(words: &str) -> Query {
    Query(Words::parse(words))
}

/// Whether a clause answers a query.
pub(super) fn answers(query: &Query, words: &str) -> bool {
    query.0.answered_by(words)
}
