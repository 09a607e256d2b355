//! The timeline of issuance as a picture that needs no script: one row an event, one lane a level,
//! relations as curves over the rows. Rows have one height, so a curve's ends are known here.

use super::address::{self, Way};
use super::catalogue::year_name;
use super::data::undated;
use super::error::RenderError;
use super::frame;
use super::html::escaped;
use super::shelf::{Link, Shelf};
use crate::model::{Corpus, Event, Level, Output, Verb};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    lanes: Vec<(&'static str, &'a str)>,
    years: Vec<Year<'a>>,
    /// The years of a parted collection, on the page that leads to them.
    index: Vec<YearCount>,
    /// Years to choose from; none on the page of one year.
    choice: Vec<i16>,
    curves: String,
    undated: Vec<Undated<'a>>,
    /// Where the undated stand, if not here.
    undated_href: String,
    kinds: &'a BTreeSet<&'a str>,
    issuers: &'a BTreeSet<&'a str>,
    verbs: Vec<(&'static str, &'a str)>,
    before: Option<Link>,
    after: Option<Link>,
}

/// How many events of each lane a year has.
#[derive(Serialize)]
struct YearCount {
    year: i16,
    link: Link,
    n: usize,
    lanes: Vec<usize>,
}

#[derive(Serialize)]
struct Year<'a> {
    year: i16,
    name: String,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    slug: &'a str,
    /// The row where the circular's curves end.
    main: bool,
    iso: String,
    /// Month and day.
    day: String,
    names: Vec<&'a str>,
    /// Which of several versions tells of it, where the row does not show it by its own date.
    version: String,
    keys: Vec<&'static str>,
    lane: usize,
    level: &'static str,
    level_name: &'a str,
    kind: &'a str,
    issuers: String,
    link: Link,
    lang: &'static str,
}

#[derive(Serialize)]
struct Undated<'a> {
    link: Link,
    level: &'static str,
    level_name: &'a str,
    kind: &'a str,
    issuers: &'a [String],
}

/// `timeline.html`; in a parted collection it leads to `timeline/<year>.html`.
pub fn timeline(shelf: &Shelf) -> Result<Vec<Output>, RenderError> {
    let (corpus, words, path) = (shelf.corpus, shelf.words(), "timeline.html");
    let way = Way::of(path);
    let used: BTreeSet<Level> = corpus.timeline.iter().map(|e| e.level).collect();
    let lanes: Vec<Level> = used.into_iter().collect();
    let circulars = || corpus.entries.iter().map(|e| e.circular());
    let kinds = circulars().filter_map(|c| c.meta.kind.as_deref()).collect();
    let issuers = circulars().flat_map(|c| &c.meta.issuers).map(String::as_str).collect();
    let page = |title: String, years: Vec<_>| {
        let (curves, verbs) = curves(corpus, &years);
        Page {
            title,
            lanes: lanes.iter().map(|l| (l.name(), words.get("level", l.name()))).collect(),
            choice: Vec::new(),
            index: Vec::new(),
            curves,
            undated: Vec::new(),
            undated_href: String::new(),
            kinds: &kinds,
            issuers: &issuers,
            verbs: verbs.into_iter().map(|v| (v.name(), words.get("verb", v.name()))).collect(),
            years,
            before: None,
            after: None,
        }
    };
    let title = words.get("ui", "timeline");
    if !shelf.parted {
        let mut page = page(title.to_owned(), years(shelf, &corpus.timeline, &lanes, &way));
        page.choice = page.years.iter().map(|year| year.year).collect();
        page.undated = undated_list(shelf, &way);
        return Ok(vec![frame::fill(shelf, "timeline.html", path, "timeline", title, &page)?]);
    }
    let parts: Vec<&[Event]> = corpus.timeline.chunk_by(|a, b| a.date.year == b.date.year).collect();
    let year_of = |part: &[Event]| part.first().map_or(0, |event| event.date.year);
    let link = |part: &[Event], way: &Way| {
        let year = year_of(part);
        Link { text: year_name(shelf, Some(year)), href: way.to(&year_path(year)) }
    };
    let mut overview = page(title.to_owned(), Vec::new());
    overview.choice = parts.iter().map(|part| year_of(part)).collect();
    overview.index = parts
        .iter()
        .map(|part| YearCount {
            year: year_of(part),
            link: link(part, &way),
            n: part.len(),
            lanes: lanes.iter().map(|lane| part.iter().filter(|e| e.level == *lane).count()).collect(),
        })
        .collect();
    if undated(shelf).next().is_some() {
        overview.undated_href = way.to(&address::part("catalogue", "undated"));
    }
    let mut outputs = vec![frame::fill(shelf, "timeline.html", path, "timeline", title, &overview)?];
    for (at, part) in parts.iter().enumerate() {
        let path = year_path(year_of(part));
        let way = Way::of(&path);
        let mut page = page(format!("{title} · {}", year_of(part)), years(shelf, part, &lanes, &way));
        page.before = at.checked_sub(1).and_then(|at| parts.get(at)).map(|part| link(part, &way));
        page.after = parts.get(at + 1).map(|part| link(part, &way));
        outputs.push(frame::fill(shelf, "timeline.html", &path, "timeline", &page.title, &page)?);
    }
    Ok(outputs)
}

fn year_path(year: i16) -> String {
    address::part("timeline", &year.to_string())
}

fn undated_list<'a>(shelf: &Shelf<'a>, way: &Way) -> Vec<Undated<'a>> {
    undated(shelf)
        .filter_map(|c| {
            let level = c.meta.level.unwrap_or(Level::Other).name();
            Some(Undated {
                link: shelf.link(way, &c.slug)?,
                level,
                level_name: shelf.words().get("level", level),
                kind: c.meta.kind.as_deref().unwrap_or(""),
                issuers: &c.meta.issuers,
            })
        })
        .collect()
}

/// Rows by year; events of one circular on one day share a row.
fn years<'a>(shelf: &Shelf<'a>, events: &'a [Event], lanes: &[Level], way: &Way) -> Vec<Year<'a>> {
    let words = shelf.words();
    let mut years: Vec<Year> = Vec::new();
    let mut seen: HashMap<(&str, String), (usize, usize)> = HashMap::new();
    for event in events {
        let year = event.date.year;
        if years.last().is_none_or(|y| y.year != year) {
            years.push(Year { year, name: year_name(shelf, Some(year)), rows: Vec::new() });
        }
        let at = years.len() - 1;
        let key = (event.slug.as_str(), event.date.to_string());
        let name = words.get("event", event.name);
        if let Some(&(y, r)) = seen.get(&key) {
            if let Some(row) = years.get_mut(y).and_then(|y| y.rows.get_mut(r)) {
                row.names.push(name);
                row.keys.push(event.name);
            }
            continue;
        }
        let Some(row) = row(shelf, event, lanes, way) else { continue };
        let Some(year) = years.get_mut(at) else { continue };
        seen.insert(key, (at, year.rows.len()));
        year.rows.push(row);
    }
    years
}

fn row<'a>(shelf: &Shelf<'a>, event: &'a Event, lanes: &[Level], way: &Way) -> Option<Row<'a>> {
    let entry = shelf.entry(&event.slug)?;
    let circular = entry.circular();
    let words = shelf.words();
    let main = circular.meta.dates.principal() == Some(event.date);
    let own = entry.ties.versions.iter().find(|version| version.slug == event.slug);
    let version = own.and_then(|own| own.date).filter(|date| *date != event.date);
    let (m, d) = (event.date.month, event.date.day);
    let form = match (m, d) {
        (Some(_), Some(_)) => words.get("format", "month_day"),
        (Some(_), None) => words.get("format", "month_only"),
        _ => "",
    };
    let (m, d) = (m.unwrap_or(0), d.unwrap_or(0));
    let day = form
        .replace("{mm}", &format!("{m:02}"))
        .replace("{dd}", &format!("{d:02}"))
        .replace("{m}", &m.to_string())
        .replace("{d}", &d.to_string());
    Some(Row {
        slug: &event.slug,
        main,
        version: version
            .map_or(String::new(), |date| words.get("ui", "version_of").replace("{d}", &shelf.date(date))),
        iso: event.date.to_string(),
        day,
        names: vec![words.get("event", event.name)],
        keys: vec![event.name],
        lane: lanes.iter().position(|l| *l == event.level).unwrap_or(0),
        level: event.level.name(),
        level_name: words.get("level", event.level.name()),
        kind: circular.meta.kind.as_deref().unwrap_or(""),
        issuers: circular.meta.issuers.join("|"),
        link: shelf.link(way, &event.slug)?,
        lang: circular.meta.language.map_or("zh-Hans", |l| l.tag()),
    })
}

/// SVG paths between the main rows of related circulars, in lanes and rows as units, and the verbs
/// that occur. A year's heading takes a row, too.
fn curves(corpus: &Corpus, years: &[Year]) -> (String, BTreeSet<Verb>) {
    let mut places: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut at = 0;
    for year in years {
        at += 1;
        for row in &year.rows {
            if row.main {
                places.entry(row.slug).or_insert((row.lane, at));
            }
            at += 1;
        }
    }
    let mut paths = String::new();
    let mut verbs = BTreeSet::new();
    let mut drawn: BTreeSet<(&str, &str)> = BTreeSet::new();
    for entry in &corpus.entries {
        let from_slug = entry.circular().slug.as_str();
        let mut relations: Vec<_> = entry.ties.relations.iter().collect();
        // One curve a pair: the strongest word wins over mere citing.
        relations.sort_by_key(|r| (r.verb == Verb::Cites, r.verb));
        for relation in relations {
            let Some(to_slug) = relation.slug.as_deref() else { continue };
            let (Some(from), Some(to)) = (places.get(from_slug), places.get(to_slug)) else { continue };
            if from == to || !drawn.insert((from_slug, to_slug)) {
                continue;
            }
            verbs.insert(relation.verb);
            paths.push_str(&format!(
                "<path class=\"v-{}\" data-a=\"{}\" data-b=\"{}\" d=\"{}\"/>",
                relation.verb.name(),
                escaped(from_slug),
                escaped(to_slug),
                curve(*from, *to)
            ));
        }
    }
    let svg = format!(
        "<svg class=\"curves\" viewBox=\"0 0 1 {at}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{paths}</svg>"
    );
    (svg.replace("viewBox=\"0 0 1 ", &format!("viewBox=\"0 0 {} ", lanes_of(years))), verbs)
}

fn lanes_of(years: &[Year]) -> usize {
    years.iter().flat_map(|y| &y.rows).map(|r| r.lane + 1).max().unwrap_or(1)
}

/// From the middle of one row to the middle of another; within one lane it bows to the left.
fn curve((x1, row1): (usize, usize), (x2, row2): (usize, usize)) -> String {
    let (y1, y2) = (row1 as f32 + 0.5, row2 as f32 + 0.5);
    if x1 == x2 {
        let bow = x1 as f32 - (0.08 + 0.02 * (y1 - y2).abs()).min(0.3);
        format!("M{x1} {y1}C{bow:.2} {y1} {bow:.2} {y2} {x2} {y2}")
    } else {
        let half = (y1 + y2) / 2.0;
        format!("M{x1} {y1}C{x1} {half} {x2} {half} {x2} {y2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Version;
    use crate::render::sample;

    #[test]
    fn an_event_that_several_versions_tell_of_says_which_does() {
        let mut corpus = sample::corpus();
        let entry = corpus.entries.iter_mut().find(|e| e.circular().meta.dates.named().len() > 1).unwrap();
        let own =
            Version { slug: entry.circular().slug.clone(), date: entry.circular().meta.dates.principal() };
        let other = Version { slug: "2001/other".into(), date: "2001-01-01".parse().ok() };
        entry.ties.versions = vec![other, own.clone()];
        sample::with_shelf_of(corpus, |shelf| {
            let years = years(shelf, &shelf.corpus.timeline, &[], &Way::of("timeline.html"));
            let rows: Vec<&Row> = years.iter().flat_map(|year| &year.rows).collect();
            let told: Vec<&&Row> = rows.iter().filter(|row| row.slug == own.slug && !row.main).collect();
            assert!(!told.is_empty());
            let date = shelf.date(own.date.unwrap());
            assert!(told.iter().all(|row| row.version == format!("{date}文本")));
            assert!(rows.iter().all(|row| row.version.is_empty() || (row.slug == own.slug && !row.main)));
        });
    }
}
