//! All circulars together, and what holds among them.

use super::blocks::small;
use super::{
    Anchor, Circular, Citation, ClauseRef, ImportRecord, Level, Page, Pair, PartialDate, Relation, Span,
    Status, Target, Verb,
};
use serde::{Deserialize, Serialize};

/// The whole collection. Entries stand in the order of their slugs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corpus {
    pub entries: Vec<Entry>,
    /// Cited but not held, most cited first, then by title.
    pub not_held: Vec<NotHeld>,
    /// Every dated event, oldest first.
    pub timeline: Vec<Event>,
    /// Which texts stand side by side, ordered by their slugs.
    pub pairs: Vec<Pair>,
    /// The day for which each status holds.
    pub as_of: Option<PartialDate>,
}

impl Corpus {
    pub fn entry(&self, slug: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|e| e.circular().slug.as_str().cmp(slug)).ok()?;
        self.entries.get(at)
    }

    /// The parallels of `entry`, in order.
    pub fn parallels<'a>(&'a self, entry: &'a Entry) -> impl Iterator<Item = Parallel<'a>> {
        entry.parallels.places().filter_map(move |(place, shared)| {
            let other = self.entries.get(place.entry as usize)?;
            let clause = |entry: &'a Entry, block: u32| entry.circular().blocks.clause(block as usize);
            let (from, to) = (clause(entry, place.from)?, clause(other, place.to)?);
            Some(Parallel {
                from: from.anchor,
                slug: &other.circular().slug,
                to: to.anchor,
                clause: to,
                shared: shared.collect(),
                strength: place.strength as usize,
            })
        })
    }
}

/// One circular and all that touches it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    pub page: Page,
    /// None for a page that people wrote themselves.
    pub record: Option<ImportRecord>,
    pub ties: Ties,
    /// Clauses of others that share wording, strongest first within a clause, clauses in reading order;
    /// [`Corpus::parallels`] gives them with their anchors.
    pub parallels: Parallels,
}

impl Entry {
    pub fn circular(&self) -> &Circular {
        &self.page.circular
    }
}

/// What a circular has to do with others, shared wording apart.
#[derive(Debug, Clone, PartialEq, Default, Hash, Serialize, Deserialize)]
pub struct Ties {
    /// In reading order.
    pub citations: Vec<Citation>,
    /// Who cites this circular or a clause of it.
    pub cited_by: Vec<Backlink>,
    /// What this circular does to others.
    pub relations: Vec<Relation>,
    /// What others do to it.
    pub related_by: Vec<Incoming>,
    /// Other texts of the same work (Simplified/Traditional, partial, English).
    pub variants: Vec<Variant>,
    /// Other versions of the same work (another date), oldest first, this one included; empty when there is only one.
    pub versions: Vec<Version>,
    pub standing: Standing,
}

impl Ties {
    /// The slugs of all circulars that are named; one may come more than once.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        let cited = self.citations.iter().filter_map(|citation| match &citation.target {
            Target::Held { slug, .. } | Target::Missing { slug, .. } => Some(slug),
            Target::NotHeld { .. } => None,
        });
        cited
            .chain(self.relations.iter().filter_map(|relation| relation.slug.as_ref()))
            .chain(self.cited_by.iter().map(|backlink| &backlink.slug))
            .chain(self.related_by.iter().map(|incoming| &incoming.slug))
            .chain(self.variants.iter().map(|variant| &variant.slug))
            .chain(self.versions.iter().map(|version| &version.slug))
            .chain(self.standing.evidence.iter().map(|(slug, _)| slug))
            .map(String::as_str)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Backlink {
    /// The citing circular and clause.
    pub slug: String,
    pub from: Anchor,
    /// The clause cited; None for the circular as such.
    pub to: Option<Anchor>,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct Incoming {
    pub verb: Verb,
    /// The circular that does it, and the clause that says so.
    pub slug: String,
    pub evidence: Option<Anchor>,
    pub words: String,
    pub date: Option<PartialDate>,
}

#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize)]
pub struct Variant {
    pub slug: String,
    /// Our clause, its clause.
    pub aligned: Vec<(Anchor, Anchor)>,
    /// Clauses of its that we do not have: what a partial copy lacks.
    pub missing: Vec<Anchor>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Version {
    pub slug: String,
    pub date: Option<PartialDate>,
}

/// A clause of another circular that shares wording with one of ours.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Parallel<'a> {
    pub from: &'a Anchor,
    pub slug: &'a str,
    pub to: &'a Anchor,
    /// The clause at `to`.
    pub clause: ClauseRef<'a>,
    /// Shared words: bytes of our clause's text, bytes of its.
    pub shared: Vec<(Span, Span)>,
    /// Han characters shared.
    pub strength: usize,
}

/// Parallels of one circular by places instead of names, one after the other in the form of postcard, where small numbers
/// take one byte: a large collection has millions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Parallels {
    packed: Vec<u8>,
    count: u32,
}

/// Ours from, to, its from, to.
type SharedWords = [u32; 4];

/// Where the two clauses of a parallel stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParallelPlace {
    /// Our clause, by its place among the circular's blocks.
    pub from: u32,
    /// The other circular, by its place among the corpus's entries.
    pub entry: u32,
    /// Its clause, by its place among its blocks.
    pub to: u32,
    /// Han characters shared.
    pub strength: u32,
}

impl Parallels {
    /// Adds one, with its shared words.
    pub fn push(&mut self, place: ParallelPlace, shared: impl IntoIterator<Item = (Span, Span)>) {
        let bytes = |(ours, theirs): (Span, Span)| -> SharedWords {
            [small(ours.start), small(ours.end), small(theirs.start), small(theirs.end)]
        };
        let shared: Vec<SharedWords> = shared.into_iter().map(bytes).collect();
        // Numbers can't fail to be written to memory.
        if let Ok(packed) = postcard::to_extend(&(place, shared), std::mem::take(&mut self.packed)) {
            self.packed = packed;
            self.count += 1;
        }
    }

    /// Gives back what more was reserved. An allocator may leave a list as it is that is asked to shrink.
    pub fn shrink(&mut self) {
        self.packed = self.packed.as_slice().to_vec();
    }

    pub fn len(&self) -> usize {
        self.count as usize
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Each with its shared words: bytes of our clause's text, bytes of its.
    pub fn places(&self) -> impl Iterator<Item = (ParallelPlace, impl Iterator<Item = (Span, Span)>)> {
        let mut rest = self.packed.as_slice();
        std::iter::from_fn(move || {
            let ((place, shared), after) =
                postcard::take_from_bytes::<(ParallelPlace, Vec<SharedWords>)>(rest).ok()?;
            rest = after;
            let spans = |words: SharedWords| {
                let [a, b, c, d] = words.map(|n| n as usize);
                (Span::new(a, b), Span::new(c, d))
            };
            Some((place, shared.into_iter().map(spans)))
        })
    }
}

/// Whether a circular is in force, and why we say so.
#[derive(Debug, Clone, PartialEq, Hash, Default, Serialize, Deserialize)]
pub struct Standing {
    /// None when nothing says anything (no date, no relation).
    pub status: Option<Status>,
    pub since: Option<PartialDate>,
    /// The circular and clause that make it so (the repealing act, 自…起施行).
    pub evidence: Vec<(String, Option<Anchor>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotHeld {
    /// Title without 《》, or the number; the fullest of its names.
    pub work: String,
    /// What else it is called where it is cited (刑法 for 中华人民共和国刑法), sorted.
    pub names: Vec<String>,
    /// (slug, citing clause), in order; one for each citation.
    pub cited_by: Vec<(String, Anchor)>,
}

/// One dated event of one circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub date: PartialDate,
    /// The date's name: `issued`, `effective`, …
    pub name: &'static str,
    pub slug: String,
    pub level: Level,
}
