//! The page of two texts side by side: what changed between two versions, how two texts of one work differ, which
//! words two works share. Between versions what did not change is folded away; it opens without script.

use super::address::{self, Way};
use super::body::is_heading;
use super::citation_form::place;
use super::error::RenderError;
use super::frame;
use super::html::escape;
use super::shelf::{Link, Shelf};
use crate::model::{
    Anchor, Change, Circular, ClauseRef, Comparison, Entry, Extent, Ground, Output, Pair, Row, Side, Span,
};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// So many clauses in a row that one text lacks are shown; more are folded away.
const SHOWN_ABSENT: usize = 2;

#[derive(Serialize)]
struct Page<'a> {
    ground: &'static str,
    ground_name: &'a str,
    /// Empty where the two are different works.
    title: &'a str,
    /// The circular that the page belongs to.
    link: Link,
    lang: &'static str,
    before: Text,
    after: Text,
    counts: Vec<Count<'a>>,
    /// What the copy lacks: the outermost headings and clauses.
    lacking: Vec<Link>,
    groups: Vec<Group>,
}

/// The head of one column.
#[derive(Serialize)]
struct Text {
    link: Link,
    lang: &'static str,
    date: String,
    /// What tells it from the other: number, issuer; script and extent between variants.
    note: String,
}

#[derive(Serialize)]
struct Count<'a> {
    change: &'static str,
    name: &'a str,
    n: usize,
}

/// Rows that follow one another; with a label they are folded away.
#[derive(Serialize)]
struct Group {
    label: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    change: &'static str,
    name: String,
    before: Vec<SideView>,
    after: Vec<SideView>,
}

#[derive(Serialize)]
struct SideView {
    /// Empty where the clause stands on the page once already.
    id: String,
    place: String,
    href: String,
    html: String,
    heading: bool,
}

/// Renders the page of `comparison`; None when one of its texts is not held.
pub fn comparison(shelf: &Shelf, comparison: &Comparison) -> Result<Option<Output>, RenderError> {
    let pair = &comparison.pair;
    let (Some(before), Some(after)) = (shelf.entry(&pair.before), shelf.entry(&pair.after)) else {
        return Ok(None);
    };
    let path = address::comparison(&pair.before, &pair.after);
    let way = Way::of(&path);
    let words = shelf.words();
    let ground_name = words.get("ground", pair.ground.name());
    // The copy's own title may be cut.
    let named = if pair.ground == Ground::Variants { before } else { after };
    let name = named.circular().name();
    let title = if pair.ground == Ground::Parallels { "" } else { name };
    let heads = (head(shelf, before, pair, &way), head(shelf, after, pair, &way));
    let columns = (Column::new(before, &way, "before"), Column::new(after, &way, "after"));
    let mut view = View { shelf, pair, before: columns.0, after: columns.1 };
    let page = Page {
        ground: pair.ground.name(),
        ground_name,
        title,
        link: Link { text: name.to_owned(), href: way.to_clause(&named.circular().slug, None) },
        lang: named.circular().meta.language.map_or("zh-Hans", |l| l.tag()),
        before: heads.0,
        after: heads.1,
        counts: counts(shelf, comparison),
        lacking: view.lacking(comparison),
        groups: view.groups(&comparison.rows),
    };
    let full_title = format!("{ground_name}{}{name}", words.get("ui", "colon"));
    frame::fill(shelf, "compare.html", &path, "compare", &full_title, &page).map(Some)
}

fn head(shelf: &Shelf, entry: &Entry, pair: &Pair, way: &Way) -> Text {
    let (circular, words) = (entry.circular(), shelf.words());
    let meta = &circular.meta;
    let date = meta.dates.revised.last().copied().or(meta.dates.principal());
    let note = match pair.ground {
        Ground::Variants => {
            let language = meta.language.map_or("", |l| words.get("language", l.tag()));
            let extent = meta.extent.filter(|e| *e == Extent::Partial).map(|_| words.get("ui", "partial"));
            [Some(language), extent].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Ground::Versions => meta.number.clone().unwrap_or_default(),
        Ground::Parallels => meta.issuers.join("、"),
    };
    Text {
        link: Link { text: circular.name().into(), href: way.to_clause(&circular.slug, None) },
        lang: meta.language.map_or("zh-Hans", |l| l.tag()),
        date: date.map_or_else(|| words.get("ui", "undated").to_owned(), |d| shelf.date(d)),
        note,
    }
}

fn counts<'a>(shelf: &Shelf<'a>, comparison: &Comparison) -> Vec<Count<'a>> {
    let section = if comparison.pair.ground == Ground::Variants { "difference" } else { "change" };
    let count = |change: Change| Count {
        change: change.name(),
        name: shelf.words().get(section, change.name()),
        n: comparison.rows.iter().filter(|row| row.change == change).count(),
    };
    Change::ALL.into_iter().map(count).filter(|count| count.n > 0).collect()
}

/// One of the two texts.
struct Column<'a> {
    circular: &'a Circular,
    clauses: FxHashMap<&'a Anchor, ClauseRef<'a>>,
    way: &'a Way,
    side: &'static str,
    /// Clauses that have their id on the page.
    seen: FxHashSet<&'a Anchor>,
}

impl<'a> Column<'a> {
    fn new(entry: &'a Entry, way: &'a Way, side: &'static str) -> Column<'a> {
        let circular = entry.circular();
        let clauses = circular.clauses().map(|clause| (clause.anchor, clause)).collect();
        Column { circular, clauses, way, side, seen: FxHashSet::default() }
    }

    fn view(&mut self, side: &Side, tag: &str, whole: bool) -> Option<SideView> {
        let clause = *self.clauses.get(&side.anchor)?;
        let href = self.way.to_clause(&self.circular.slug, Some(clause.anchor));
        let mut html = String::new();
        let number = clause.printed_number();
        if !number.is_empty() {
            let blank = if number.starts_with('第') { "\u{3000}" } else { "" };
            for part in ["<a class=\"num\" href=\"", &href, "\">"] {
                html.push_str(part);
            }
            escape(number, &mut html);
            html.push_str("</a>");
            html.push_str(blank);
        }
        let text = clause.whole();
        let all = [Span::new(0, text.len())];
        marked(&text, if whole { &all } else { &side.marked }, tag, &mut html);
        Some(SideView {
            id: self.id(clause.anchor),
            place: place(self.circular, clause.anchor),
            href,
            html,
            heading: is_heading(clause),
        })
    }

    fn id(&mut self, anchor: &'a Anchor) -> String {
        if self.seen.insert(anchor) { address::side(self.side, anchor) } else { String::new() }
    }
}

struct View<'a> {
    shelf: &'a Shelf<'a>,
    pair: &'a Pair,
    before: Column<'a>,
    after: Column<'a>,
}

impl View<'_> {
    fn groups(&mut self, rows: &[Row]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for run in rows.chunk_by(|a, b| a.change == b.change) {
            let label = run.first().and_then(|row| self.label(row.change, run)).unwrap_or_default();
            let rows: Vec<RowView> = run.iter().map(|row| self.row(row)).collect();
            match groups.last_mut() {
                Some(last) if last.label.is_empty() && label.is_empty() => last.rows.extend(rows),
                _ => groups.push(Group { label, rows }),
            }
        }
        groups
    }

    /// What is said of rows that are folded away; None for those that are shown.
    fn label(&self, change: Change, run: &[Row]) -> Option<String> {
        let key = match (self.pair.ground, change) {
            (Ground::Versions, Change::Unchanged) => "unchanged_run",
            (Ground::Variants, Change::Deleted | Change::Inserted) if run.len() > SHOWN_ABSENT => {
                "absent_run"
            }
            _ => return None,
        };
        let named = |row: &Row| {
            let (column, side) = match (row.after.first(), row.before.first()) {
                (Some(side), _) => (&self.after, side),
                (None, side) => (&self.before, side?),
            };
            Some(place(column.circular, &side.anchor))
        };
        let (from, to) = (named(run.first()?)?, named(run.last()?)?);
        let words = self.shelf.words();
        let span = if from == to {
            from
        } else {
            words.get("ui", "from_to").replace("{from}", &from).replace("{to}", &to)
        };
        Some(words.count(key, run.len()).replace("{clauses}", &span))
    }

    fn row(&mut self, row: &Row) -> RowView {
        let versions = self.pair.ground == Ground::Versions;
        let (went, came) = if versions { ("del", "ins") } else { ("mark", "mark") };
        let deleted = versions && row.change == Change::Deleted;
        let inserted = versions && row.change == Change::Inserted;
        let mut before: Vec<SideView> =
            row.before.iter().filter_map(|side| self.before.view(side, went, deleted)).collect();
        let after = row.after.iter().filter_map(|side| self.after.view(side, came, inserted)).collect();
        if versions && row.change == Change::Unchanged {
            // It is shown once; its words are those of the later text.
            before.iter_mut().for_each(|side| side.html.clear());
        }
        let equal = self.pair.ground != Ground::Versions && row.change != Change::Renumbered;
        let name = if equal { "" } else { self.shelf.words().get("change", row.change.name()) };
        RowView { change: row.change.name(), name: name.to_owned(), before, after }
    }

    /// What the shorter of two variants lacks: what stands under a heading that it lacks is not named again.
    fn lacking(&self, comparison: &Comparison) -> Vec<Link> {
        if comparison.pair.ground != Ground::Variants {
            return Vec::new();
        }
        let gone = comparison.rows.iter().filter(|row| row.change == Change::Deleted);
        let gone: Vec<&Anchor> = gone.flat_map(|row| &row.before).map(|side| &side.anchor).collect();
        let all: FxHashSet<&Anchor> = gone.iter().copied().collect();
        let under = |anchor: &Anchor| {
            let parent = self.before.clauses.get(anchor).and_then(|clause| clause.parent);
            parent.is_some_and(|parent| all.contains(parent))
        };
        let link = |anchor: &Anchor| {
            let clause = self.before.clauses.get(anchor)?;
            let heading = if is_heading(*clause) { clause.heading } else { "" };
            let circular = self.before.circular;
            Some(Link {
                text: format!("{} {heading}", place(circular, anchor)).trim_end().to_owned(),
                href: format!("#{}", address::side("before", anchor)),
            })
        };
        gone.iter().filter(|anchor| !under(anchor)).filter_map(|anchor| link(anchor)).collect()
    }
}

/// Appends `text` with `spans` in elements `tag`; spans stand in order and apart.
fn marked(text: &str, spans: &[Span], tag: &str, out: &mut String) {
    let mut at = 0;
    for span in spans {
        let (Some(plain), Some(words)) = (text.get(at..span.start), text.get(span.start..span.end)) else {
            continue;
        };
        lines(plain, out);
        if !words.is_empty() {
            for part in ["<", tag, ">"] {
                out.push_str(part);
            }
            lines(words, out);
            for part in ["</", tag, ">"] {
                out.push_str(part);
            }
        }
        at = span.end;
    }
    lines(text.get(at..).unwrap_or_default(), out);
}

/// Lines of quoted text and rows of tables stand on lines of their own, cells apart.
fn lines(text: &str, out: &mut String) {
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        for (n, cell) in line.split('\t').enumerate() {
            if n > 0 {
                out.push('\u{3000}');
            }
            escape(cell, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_around_escaped_words() {
        let mut out = String::new();
        marked("甲<乙>\n丙\t丁", &[Span::new(3, 8), Span::new(9, 12)], "del", &mut out);
        assert_eq!(out, "甲<del>&lt;乙&gt;</del><br><del>丙</del>\u{3000}丁");
    }
}
