//! Which circulars are texts of one work, and which share wording.

use super::align::align;
use super::parallels::Field;
use super::shingles::Index;
use super::works::{self, Families};
use crate::diagnostic::Diagnostic;
use crate::model::{Anchor, Circular, Parallels, Relation, Variant, Verb, Version, Workers};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// What the words of some circulars show.
#[derive(Debug, Default)]
pub struct Kinship {
    /// One a circular.
    pub(super) kin: Vec<Kin>,
}

/// What ties one text to others.
#[derive(Debug)]
pub(super) struct Kin {
    pub variants: Vec<Variant>,
    pub versions: Vec<Version>,
    pub parallels: Parallels,
    /// A copy is a variant of the fullest text of its work.
    pub own: Option<Relation>,
}

/// What ties `circulars`, which stand in the order of their slugs, to one another by the words that they share. `workers`
/// share what is done for each alone. `note` is told of each, in order, the work that it is of (by the place of its first
/// text) and its marks ([`super::reach`]).
///
/// Diagnostics: `work-unknown` (front matter names a work that is not held).
pub fn kinship(
    circulars: &[&Circular],
    workers: &impl Workers,
    note: &mut dyn FnMut(usize, &mut dyn Iterator<Item = u64>),
) -> (Kinship, Vec<Diagnostic>) {
    let index = Index::new(circulars, workers);
    let (stated, diagnostics) = stated_works(circulars);
    let mut kin = works::kin(circulars, &index, workers);
    kin.extend(stated);
    let families = Families::new(circulars, &kin);
    for (i, work) in families.works().iter().enumerate() {
        note(*work, &mut index.hashes(i));
    }
    let field = Field::new(circulars, &index, families.works());
    let of = |i: usize| Kin {
        variants: variants(circulars, &families, i),
        versions: families.versions(circulars, i),
        parallels: field.parallels(i),
        own: variant_of(circulars, &families, i),
    };
    (Kinship { kin: workers.map((0..circulars.len()).collect(), of) }, diagnostics)
}

fn variants(circulars: &[&Circular], families: &Families, i: usize) -> Vec<Variant> {
    let others = families.variants(i).iter().filter(|other| **other != i);
    others.map(|other| variant(circulars[i], circulars[*other])).collect()
}

/// What `ours` says of `theirs`, another text of the same work and day.
pub(super) fn variant(ours: &Circular, theirs: &Circular) -> Variant {
    let aligned = align(ours, theirs);
    let found: BTreeSet<&Anchor> = aligned.iter().map(|(_, to)| to).collect();
    let missing = theirs.blocks.anchors().iter().filter(|a| !found.contains(a)).cloned().collect();
    Variant { slug: theirs.slug.clone(), missing, aligned }
}

fn variant_of(circulars: &[&Circular], families: &Families, i: usize) -> Option<Relation> {
    let texts = families.variants(i).iter();
    let fullest = works::fullest(texts.map(|text| (works::fullness(circulars[*text]), *text)))?;
    let known = |r: &Relation| r.verb == Verb::VariantOf;
    (fullest != i && !circulars[i].meta.relations.iter().any(known)).then(|| Relation {
        verb: Verb::VariantOf,
        title: circulars[fullest].meta.title.clone(),
        slug: Some(circulars[fullest].slug.clone()),
        evidence: None,
        words: String::new(),
        date: None,
    })
}

/// Kinship that front matter states by `work`.
fn stated_works(circulars: &[&Circular]) -> (Vec<works::Kin>, Vec<Diagnostic>) {
    let at: HashMap<&str, usize> = circulars.iter().enumerate().map(|(i, c)| (c.slug.as_str(), i)).collect();
    let (mut kin, mut diagnostics) = (Vec::new(), Vec::new());
    for (i, circular) in circulars.iter().enumerate() {
        let Some(work) = circular.meta.work.as_deref().filter(|work| *work != circular.slug) else {
            continue;
        };
        match at.get(work) {
            Some(other) => kin.push(works::stated(circulars, i, *other)),
            None => diagnostics.push(
                Diagnostic::warning(
                    "work-unknown",
                    format!("`work: {work}` names a circular that is not held"),
                )
                .at(Path::new("circulars").join(format!("{}.md", circular.slug)), None)
                .help("write the path of the work's fullest text, or leave `work` out"),
            ),
        }
    }
    (kin, diagnostics)
}
