//! From pages and corpus to the files of the site. In order:
//! 1. `shelf` looks up once what every page needs (neighbours in time, what is not held);
//! 2. `circular_page` renders one circular: `body` its text, block by block through `markdown`,
//!    with `panel` for each clause; `fields`, `edges`, `graph`, `repairs` what stands around it;
//! 3. `comparison` renders two texts side by side;
//! 4. `catalogue`, `timeline`, `lists`, `document` render the other pages;
//! 5. `circular_data`, `data`, `feed`, `sitemap` say the same for programs.
//!
//! The HTML of texts is written here; templates (`theme`) only frame it. Only `theme` reads files.

mod address;
mod around;
mod block_writer;
mod body;
mod catalogue;
mod cells;
mod circular_data;
mod circular_page;
mod citation_form;
mod comparison;
mod data;
mod document;
mod edges;
mod error;
mod feed;
mod fields;
mod fingerprint;
mod footnotes;
mod frame;
mod graph;
mod highlight;
mod html;
mod lists;
mod markdown;
mod marks;
mod panel;
mod plain;
mod repairs;
mod shelf;
mod sitemap;
pub mod theme;
mod timeline;
mod toc;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use address::path_of_copy;
pub use citation_form::citation_form;
pub use error::RenderError;
pub use fingerprint::{Fingerprints, of as fingerprint};
pub use shelf::{Around, Shelf, Sources};
pub use theme::Theme;
pub use words::Words;

use crate::config::Config;
use crate::model::{Comparison, Corpus, Document, Entry, Output, Pair};

/// The whole site but search shards and source downloads: pages, assets, data, feed and sitemap,
/// in the order of their making. `comparisons` are those of the pairs of `corpus`. The same input gives the same bytes.
///
/// # Errors
/// When a template of the theme does not fit.
pub fn render(
    corpus: &Corpus,
    comparisons: &[Comparison],
    documents: &[Document],
    theme: &Theme,
    config: &Config,
    sources: &Sources,
) -> Result<Vec<Output>, RenderError> {
    render_all(&Shelf::new(corpus, documents, theme, config, sources), comparisons, documents)
}

fn render_all(
    shelf: &Shelf,
    comparisons: &[Comparison],
    documents: &[Document],
) -> Result<Vec<Output>, RenderError> {
    let corpus = shelf.corpus;
    let mut outputs = Vec::with_capacity(2 * corpus.entries.len() + 32);
    for entry in &corpus.entries {
        outputs.extend(render_circular(shelf, entry)?);
    }
    for comparison in comparisons {
        outputs.extend(render_comparison(shelf, comparison)?);
    }
    outputs.extend(render_shared(shelf, documents)?);
    Ok(outputs)
}

/// The paths of page and data of the circular `slug`, as [`render_circular`] gives them.
pub fn paths_of_circular(slug: &str) -> [String; 2] {
    [address::circular(slug), address::data(slug)]
}

/// The path of the page that [`render_comparison`] gives.
pub fn path_of_comparison(pair: &Pair) -> String {
    address::comparison(&pair.before, &pair.after)
}

/// Page and data of one circular. `Shelf` may be shared among threads.
///
/// # Errors
/// When a template of the theme does not fit.
pub fn render_circular(shelf: &Shelf, entry: &Entry) -> Result<[Output; 2], RenderError> {
    Ok([circular_page::circular_page(shelf, entry)?, circular_data::circular_data(shelf, entry)?])
}

/// The page of two texts side by side; None when one of them is not held.
///
/// # Errors
/// When a template of the theme does not fit.
pub fn render_comparison(shelf: &Shelf, comparison: &Comparison) -> Result<Option<Output>, RenderError> {
    comparison::comparison(shelf, comparison)
}

/// Everything that is not one circular's: home, lists, documents, assets, data, feed, sitemap.
///
/// # Errors
/// When a template of the theme does not fit.
pub fn render_shared(shelf: &Shelf, documents: &[Document]) -> Result<Vec<Output>, RenderError> {
    let mut outputs = vec![catalogue::home(shelf)?];
    outputs.extend(catalogue::years(shelf)?);
    outputs.extend(timeline::timeline(shelf)?);
    outputs.extend(catalogue::issuers(shelf)?);
    outputs.extend(lists::cited(shelf)?);
    for page in documents {
        outputs.push(document::document(shelf, page)?);
    }
    let listed = sitemap::sitemap(shelf, outputs.iter().map(|output| output.path.as_str()));
    outputs.extend([lists::search(shelf)?, lists::not_found(shelf)?]);
    outputs.extend(lists::report(shelf)?);
    outputs.extend([data::catalogue(shelf)?, data::timeline(shelf)?, feed::feed(shelf)?, listed]);
    let assets = shelf.theme.assets();
    outputs
        .extend(assets.map(|(path, bytes)| Output { path: format!("assets/{path}"), bytes: bytes.to_vec() }));
    Ok(outputs)
}
