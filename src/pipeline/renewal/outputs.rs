//! The files of the site that an edit changes.

use super::part::Part;
use super::{Edit, record};
use crate::config::Site;
use crate::model::{Corpus, Entry, NotHeld, Output, Parallels};
use crate::pipeline::build::documents;
use crate::pipeline::findings::Found;
use crate::pipeline::remembered::Remembered;
use crate::pipeline::stages::{self, Sources};
use crate::site::{Content, Stored};
use std::collections::{BTreeMap, BTreeSet};

/// Pages, data and comparisons that may show something else than before.
pub(super) fn outputs(
    site: &Site,
    content: &Content,
    found: &Found,
    part: &Part,
    edit: &Edit,
    remembered: &Remembered,
) -> Option<Vec<Output>> {
    let table = &found.table;
    let places: BTreeMap<usize, usize> = part.pages.keys().enumerate().map(|(n, at)| (*at, n)).collect();
    let mut entries = Vec::with_capacity(part.pages.len());
    for (at, page) in &part.pages {
        let entry = match part.reached.get(at) {
            _ if *at == edit.at => edit.entry(),
            Some(reached) if reached.changes => {
                let name = page.circular.slug.clone();
                let stored = Stored { file: content.page_file(&name), text: content.page(&name).ok()?, name };
                let record = record(content, &stored, page)?;
                Entry { page: page.clone(), record, ties: reached.ties.clone(), ..Entry::default() }
            }
            Some(reached) => Entry { page: page.clone(), ties: reached.ties.clone(), ..Entry::default() },
            None => Entry { page: page.clone(), ..Entry::default() },
        };
        let parallels = part.reached.get(at).map(|reached| in_part(&reached.parallels, &places));
        entries.push(Entry { parallels: parallels.unwrap_or(Some(Parallels::default()))?, ..entry });
    }
    let slugs = |changing: bool| -> BTreeSet<&str> {
        let reached = part.reached.iter().filter(|(_, reached)| reached.changes || !changing);
        reached.filter_map(|(at, _)| Some(table.circulars.get(*at)?.slug.as_str())).collect()
    };
    let (changing, reached) = (slugs(true), slugs(false));
    let is_near = |pair: &&crate::model::Pair| {
        [&pair.before, &pair.after].iter().any(|slug| reached.contains(slug.as_str()))
    };
    let of_entries = entries.iter().flat_map(|entry| {
        let record = entry.record.iter().map(|record| record.source.as_str());
        record.chain([entry.circular().meta.source.file.as_str()])
    });
    let held = of_entries.filter(|name| remembered.has_output(&format!("sources/{name}")));
    let mut sources = Sources::named(held.collect::<BTreeSet<_>>());
    table.images.iter().for_each(|(slug, path, file)| sources.add_image(slug, path, file));
    let not_held = |work: &String| NotHeld { work: work.clone(), names: Vec::new(), cited_by: Vec::new() };
    let corpus = Corpus {
        entries,
        not_held: table.not_held.iter().map(not_held).collect(),
        timeline: Vec::new(),
        pairs: part.pairs.iter().filter(is_near).cloned().collect(),
        as_of: Some(site.as_of()),
    };
    // They are as they were: what is wrong with them is said again with all else that the last build said.
    let mut problems = Vec::new();
    let documents = documents(content, &mut problems);
    let around = stages::Around { held: table.circulars.len(), neighbours: neighbours(found, part) };
    let is_compared = |one: &str, other: &str| {
        (changing.contains(one) || changing.contains(other))
            && reached.contains(one)
            && reached.contains(other)
    };
    stages::part_outputs(
        site,
        &corpus,
        &documents,
        &sources,
        &around,
        |slug| changing.contains(slug),
        is_compared,
    )
}

/// Parallels with the places of circulars in the part instead of those among all.
fn in_part(parallels: &Parallels, places: &BTreeMap<usize, usize>) -> Option<Parallels> {
    let mut list = Parallels::default();
    for (mut place, words) in parallels.places() {
        place.entry = u32::try_from(*places.get(&(place.entry as usize))?).ok()?;
        list.push(place, words);
    }
    Some(list)
}

/// The circulars before and after each of those reached in time, by slug.
fn neighbours(found: &Found, part: &Part) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let table = &found.table;
    let slug = |at: u32| Some(table.circulars.get(at as usize)?.slug.clone());
    let in_time = |n: Option<usize>| slug(*table.in_time.get(n?)?);
    let of = |at: &usize| {
        let place = table.in_time.iter().position(|dated| *dated as usize == *at)?;
        let both = (in_time(place.checked_sub(1)), in_time(place.checked_add(1)));
        Some((table.circulars.get(*at)?.slug.clone(), both))
    };
    part.reached.keys().filter_map(of).collect()
}
