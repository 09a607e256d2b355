//! `sitemap.xml` (sitemaps.org 0.9). Without `base_url` its addresses are relative to the site.

use super::address;
use super::html::escape;
use super::shelf::Shelf;
use crate::model::{Document, Output};

/// Every page a reader may want to find.
pub fn sitemap(shelf: &Shelf, documents: &[Document]) -> Output {
    let base = shelf.config.base_url.as_deref().map(|b| format!("{}/", b.trim_end_matches('/')));
    let base = base.unwrap_or_default();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let fixed = ["index.html", "timeline.html", "issuers.html", "cited.html"].map(str::to_owned);
    let documents = documents.iter().map(|d| format!("{}.html", d.path));
    let circulars = shelf.corpus.entries.iter().map(|e| address::circular(&e.circular().slug));
    for path in fixed.into_iter().chain(documents).chain(circulars) {
        xml.push_str("<url><loc>");
        escape(&format!("{base}{}", address::encode(&path)), &mut xml);
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    Output { path: "sitemap.xml".into(), bytes: xml.into_bytes() }
}
