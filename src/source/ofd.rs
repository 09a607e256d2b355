//! OFD (GB/T 33190-2016), the national format for official e-documents: the text
//! objects of its pages, put into reading order by where they stand.

mod page;

use super::archive::Archive;
use super::error::Problem;
use super::lines::{Chrome, Lines};
use super::xml::{self, Element};
use crate::model::Edit;
use page::Objects;
use std::collections::{HashMap, HashSet};

const TEMPLATE: Chrome = Some("page template");

/// Whether the package is an OFD file (7.1: its entry is `OFD.xml`).
pub(super) fn is_ofd(archive: &Archive<'_>) -> bool {
    archive.has("OFD.xml")
}

/// The lines of an OFD file, a form feed between pages; what comes from page templates is chrome.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<(String, Vec<Edit>), Problem> {
    let entry = part(archive, "OFD.xml")?.ok_or_else(|| damaged("OFD.xml is missing"))?;
    let mut lines = Lines::default();
    let mut words = false;
    for body in entry.named("DocBody") {
        let Some(root) = body.child("DocRoot") else { continue };
        words |= document(archive, &resolve("", &root.text()), &mut lines)?;
    }
    if !words {
        return Err(Problem::Scanned);
    }
    Ok(lines.finish())
}

/// Adds the lines of one document; whether there were any words in it.
fn document(archive: &mut Archive<'_>, root: &str, lines: &mut Lines) -> Result<bool, Problem> {
    let document = part(archive, root)?.ok_or_else(|| damaged("its document is missing"))?;
    let mut templates = HashMap::new();
    let mut media = HashMap::new();
    if let Some(common) = document.child("CommonData") {
        for resource in common.elements().filter(|e| matches!(&*e.name, "PublicRes" | "DocumentRes")) {
            add_media(archive, &resolve(root, &resource.text()), &mut media)?;
        }
        for template in common.named("TemplatePage") {
            if let (Some(id), Some(place)) = (template.attr("ID"), template.attr("BaseLoc")) {
                templates.insert(id.to_owned(), resolve(root, place));
            }
        }
    }
    let mut shown = HashSet::new();
    let mut words = false;
    let mut pages = Vec::new();
    for page in document.child("Pages").into_iter().flat_map(|pages| pages.named("Page")) {
        let Some(place) = page.attr("BaseLoc").map(|place| resolve(root, place)) else { continue };
        let content = part(archive, &place)?.ok_or_else(|| damaged("a page is missing"))?;
        for used in content.named("Template").filter_map(|template| template.attr("TemplateID")) {
            if let Some(place) = templates.get(used).filter(|_| shown.insert(used.to_owned()))
                && let Some(template) = part(archive, place)?
            {
                for line in Objects::read(&template, &media).lines() {
                    lines.push(&line.text, TEMPLATE);
                }
            }
        }
        if let Some(resource) = content.child("PageRes") {
            add_media(archive, &resolve(&place, &resource.text()), &mut media)?;
        }
        let objects = Objects::read(&content, &media);
        words |= objects.has_words();
        pages.push(objects.lines());
    }
    lines.push_pages(&pages);
    Ok(words)
}

/// Pictures by resource id (7.9).
fn add_media(
    archive: &mut Archive<'_>,
    place: &str,
    media: &mut HashMap<String, String>,
) -> Result<(), Problem> {
    let Some(resources) = part(archive, place)? else { return Ok(()) };
    let base = resources.attr("BaseLoc").unwrap_or_default();
    for medium in resources.named("MultiMedias").flat_map(|media| media.named("MultiMedia")) {
        let file = medium.child("MediaFile").map(Element::text).unwrap_or_default();
        if let Some(id) = medium.attr("ID")
            && medium.attr("Type").is_none_or(|kind| kind == "Image")
        {
            let folder =
                if base.is_empty() { place.to_owned() } else { format!("{}/x", resolve(place, base)) };
            media.insert(id.to_owned(), resolve(&folder, &file));
        }
    }
    Ok(())
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<Element>, Problem> {
    archive.read(name)?.map(|bytes| xml::parse(&bytes, "OFD")).transpose()
}

/// A place as seen from the file `from` (7.3, ST_Loc): with `/` at its start from the root of the package.
fn resolve(from: &str, place: &str) -> String {
    let place = place.trim();
    let folder =
        if place.starts_with('/') { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(place.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn damaged(reason: &str) -> Problem {
    Problem::damaged("OFD", reason)
}

#[cfg(test)]
mod tests;
