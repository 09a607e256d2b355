//! The images of the circulars that are shown: taken out of their sources, given a place in the site.

use super::stages::{self, Found, Picture};
use crate::diagnostic::Diagnostic;
use crate::model::{BlockRef, Circular, Corpus, Output, Role};
use std::collections::BTreeMap;

/// One image of a circular.
pub(super) struct Image {
    pub slug: String,
    /// As the page names it.
    pub path: String,
    /// `images/<slug>/<n>.<ending>`, the number by its first place in the text: names of sources may be
    /// anything, names in the site may not.
    pub file: String,
}

/// The images of `corpus` that `sources` have, their files, and a note for each circular that names others.
pub(super) fn images(corpus: &Corpus, sources: &[Found]) -> (Vec<Image>, Vec<Output>, Vec<Diagnostic>) {
    let by_name: BTreeMap<&str, &Found> = sources.iter().map(|found| (found.name.as_str(), found)).collect();
    let (mut images, mut outputs, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for circular in corpus.entries.iter().map(|entry| entry.circular()) {
        let Some(found) = by_name.get(circular.meta.source.file.as_str()) else { continue };
        let paths = paths(circular);
        if paths.is_empty() {
            continue;
        }
        let pictures = match stages::pictures(found, &paths) {
            Ok(pictures) => pictures,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let mut missing = Vec::new();
        for (n, (path, picture)) in paths.into_iter().zip(pictures).enumerate() {
            match picture {
                Some(Picture { bytes, ending }) => {
                    let file = format!("images/{}/{}.{ending}", circular.slug, n + 1);
                    outputs.push(Output { path: file.clone(), bytes });
                    images.push(Image { slug: circular.slug.clone(), path, file });
                }
                None => missing.push(path),
            }
        }
        if !missing.is_empty() {
            let message = format!("images that are not shown, only named: {}", missing.join(", "));
            problems.push(
                Diagnostic::note("image-missing", message)
                    .at(&found.path, None)
                    .help("put them beside the source under these names, as PNG, JPEG, GIF, WebP or BMP"),
            );
        }
    }
    (images, outputs, problems)
}

/// The images that a circular names, each once, in the order of the text.
pub(super) fn paths(circular: &Circular) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut add = |path: &str| {
        if !path.is_empty() && !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    };
    for block in circular.blocks.iter() {
        match block {
            BlockRef::Line { role: Role::Image, text, .. } => add(text),
            BlockRef::Line { text, .. } => amid(text).for_each(&mut add),
            BlockRef::Clause(clause) => {
                amid(clause.heading).for_each(&mut add);
                amid(clause.text).for_each(&mut add);
                clause
                    .table
                    .iter()
                    .flat_map(|t| t.rows.iter().flatten())
                    .flat_map(|c| amid(c))
                    .for_each(&mut add);
            }
        }
    }
    paths
}

/// The paths of the images amid the words of `text`.
fn amid(text: &str) -> impl Iterator<Item = &str> {
    // Hardly any text has a bracket of this kind, and the words of all are gone through.
    let text = if memchr::memchr(b'[', text.as_bytes()).is_some() { text } else { "" };
    text.split("[img ").skip(1).filter_map(|rest| rest.split_once(']')).map(|(path, _)| path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    #[test]
    fn each_image_is_named_once_in_the_order_of_the_text() {
        let line = |role, text: &str| Block::Line { role, text: text.into(), line: 1 };
        let blocks = vec![
            line(Role::Title, "办法[img b.png]"),
            line(Role::Image, "word/media/图%201.png"),
            line(Role::Other, "甲[img b.png]乙[img a.gif]，[img 未完"),
        ];
        let circular = Circular { blocks: blocks.into(), ..Circular::default() };
        assert_eq!(paths(&circular), ["b.png", "word/media/图%201.png", "a.gif"]);
    }
}
