//! `sitemap.xml` (sitemaps.org 0.9). Without `base_url` its addresses are relative to the site.

use super::address;
use super::html::escape;
use super::shelf::Shelf;
use crate::model::Output;

/// `pages`, and those of circulars and of two texts side by side.
pub fn sitemap<'p>(shelf: &Shelf, pages: impl Iterator<Item = &'p str>) -> Output {
    let base = shelf.config.base_url.as_deref().map(|b| format!("{}/", b.trim_end_matches('/')));
    let base = base.unwrap_or_default();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = pages.map(str::to_owned);
    let circulars = shelf.corpus.entries.iter().map(|e| address::circular(&e.circular().slug));
    let comparisons = shelf.corpus.pairs.iter().map(|pair| address::comparison(&pair.before, &pair.after));
    for path in pages.chain(circulars).chain(comparisons) {
        xml.push_str("<url><loc>");
        escape(&format!("{base}{}", address::encode(&path)), &mut xml);
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    Output { path: "sitemap.xml".into(), bytes: xml.into_bytes() }
}
