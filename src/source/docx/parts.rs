//! The parts of a Word package and the relationships between them (ISO/IEC 29500-2, 6.5).

use crate::source::archive::Archive;
use crate::source::error::Problem;
use crate::source::xml::{self, Element};
use std::collections::HashMap;

pub(super) struct Parts<'a, 'b> {
    archive: &'a mut Archive<'b>,
    /// Name of the main part, e.g. `word/document.xml`.
    main: String,
    relations: Relations,
}

/// Relationship id to target.
pub(super) type Relations = HashMap<String, Target>;

#[derive(Debug, Clone)]
pub(super) struct Target {
    kind: String,
    /// Name of the part, or an address outside of the package.
    pub path: String,
    external: bool,
}

impl<'a, 'b> Parts<'a, 'b> {
    pub(super) fn open(archive: &'a mut Archive<'b>) -> Result<Self, Problem> {
        let package = relations(archive, "")?;
        let main = package
            .values()
            .filter(|target| target.kind.ends_with("/officeDocument") && !target.external)
            .map(|target| target.path.clone())
            .min()
            .filter(|path| archive.has(path))
            .unwrap_or_else(|| "word/document.xml".to_owned());
        let relations = relations(archive, &main)?;
        Ok(Parts { archive, main, relations })
    }

    pub(super) fn document(&mut self) -> Result<Element, Problem> {
        let main = self.main.clone();
        self.part(&main)?.ok_or_else(|| Problem::damaged("Word", "it has no main part"))
    }

    fn part(&mut self, name: &str) -> Result<Option<Element>, Problem> {
        self.archive.read(name)?.map(|bytes| xml::parse(&bytes, "Word")).transpose()
    }

    /// The part that the document is related to in that way: `styles`, `numbering`, `footnotes`, `endnotes`.
    pub(super) fn related(&mut self, kind: &str) -> Result<Option<Element>, Problem> {
        let mut names: Vec<&Target> =
            self.relations.values().filter(|target| target.kind.rsplit('/').next() == Some(kind)).collect();
        names.sort_by(|a, b| a.path.cmp(&b.path));
        match names.first().map(|target| target.path.clone()) {
            Some(name) => self.part(&name),
            None => Ok(None),
        }
    }

    /// The part behind a relationship of the document, and its own relationships.
    pub(super) fn behind(&mut self, id: &str) -> Result<Option<(Element, Relations)>, Problem> {
        let Some(target) = self.relations.get(id).filter(|target| !target.external) else { return Ok(None) };
        let name = target.path.clone();
        let Some(part) = self.part(&name)? else { return Ok(None) };
        Ok(Some((part, relations(self.archive, &name)?)))
    }

    pub(super) fn relations(&self) -> Relations {
        self.relations.clone()
    }
}

fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Relations, Problem> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = match folder {
        "" => format!("_rels/{file}.rels"),
        folder => format!("{folder}/_rels/{file}.rels"),
    };
    let Some(bytes) = archive.read(&name)? else { return Ok(Relations::new()) };
    let root = xml::parse(&bytes, "Word")?;
    let read = |relation: &Element| {
        let external = relation.attr("TargetMode") == Some("External");
        let target = relation.attr("Target")?;
        let path = if external { target.to_owned() } else { resolve(folder, target) };
        let kind = relation.attr("Type")?.to_owned();
        Some((relation.attr("Id")?.to_owned(), Target { kind, path, external }))
    };
    Ok(root.named("Relationship").filter_map(read).collect())
}

/// `target` as seen from `folder`, as the name of a part.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
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
