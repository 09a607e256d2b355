//! Automatic numbers, as Word prints them (ISO/IEC 29500-1, 17.9).

use super::number_format;
use super::styles::{Styles, on};
use super::symbol;
use crate::source::xml::Element;
use std::collections::{BTreeSet, HashMap, HashSet};

const LEVELS: usize = 9;

/// The lists of a document and how far each has been counted.
#[derive(Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
    /// Last number at each level, by abstract list: lists of one abstract count on together.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
    /// Formats that could not be printed and were printed as decimals.
    pub unknown_formats: BTreeSet<String>,
}

#[derive(Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// The definition stands in the list that this style belongs to.
    style_link: Option<String>,
}

struct List {
    of: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    suffix: Suffix,
    /// Counts anew after this level (from 1) or a higher one; 0 never.
    restart: Option<usize>,
    decimals_only: bool,
    style: Option<String>,
    font: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffix {
    Gap,
    Nothing,
}

impl Numbering {
    pub(super) fn new(part: Option<&Element>) -> Self {
        let mut numbering = Numbering::default();
        let Some(part) = part else { return numbering };
        for definition in part.named("abstractNum") {
            if let Some(id) = definition.attr("abstractNumId") {
                let style_link = definition.value("numStyleLink").map(str::to_owned);
                numbering
                    .abstracts
                    .insert(id.to_owned(), Abstract { levels: levels(definition), style_link });
            }
        }
        for list in part.named("num") {
            let (Some(id), Some(of)) = (list.attr("numId"), list.value("abstractNumId")) else { continue };
            let mut starts = HashMap::new();
            let mut own = HashMap::new();
            for change in list.named("lvlOverride") {
                let Some(level) = change.attr("ilvl").and_then(|level| level.parse().ok()) else { continue };
                if let Some(start) = change.value("startOverride").and_then(|start| start.parse().ok()) {
                    starts.insert(level, start);
                }
                own.extend(levels(change).into_iter().filter(|(at, _)| *at == level));
            }
            numbering.lists.insert(id.to_owned(), List { of: of.to_owned(), starts, levels: own });
        }
        numbering
    }

    /// Counts a paragraph and gives the number it bears, with the gap that follows it
    /// in print; None for a paragraph without one. `own` is the paragraph's `numPr`.
    pub(super) fn next(
        &mut self,
        own: Option<&Element>,
        style: Option<&str>,
        styles: &Styles,
    ) -> Option<String> {
        let of_style = styles.list(style);
        let own_list = own.and_then(|own| own.value("numId"));
        let list = own_list.or(of_style.map(|(_, list, _)| list))?.to_owned();
        let of = self.resolve(&list, styles)?;
        let own_level = own.and_then(|own| own.value("ilvl")).and_then(|level| level.parse().ok());
        let level = match (own_level, of_style) {
            (Some(level), _) => level,
            (None, Some((name, _, level))) if own_list.is_none() => self
                .level_of_style(&of, style.unwrap_or(name))
                .or_else(|| self.level_of_style(&of, name))
                .or(level)
                .unwrap_or(0),
            _ => 0,
        };
        if level >= LEVELS {
            return None;
        }
        let definition = self.level(&list, &of, level)?.clone();
        self.count(&list, &of, level);
        Some(self.print(&list, &of, &definition)).filter(|label| !label.is_empty())
    }

    /// The abstract list that holds the definition, links through styles followed.
    fn resolve(&self, list: &str, styles: &Styles) -> Option<String> {
        let mut of = self.lists.get(list)?.of.clone();
        for _ in 0..4 {
            let Some(link) = &self.abstracts.get(&of)?.style_link else { break };
            let (_, list, _) = styles.list(Some(link))?;
            of = self.lists.get(list)?.of.clone();
        }
        Some(of)
    }

    fn level_of_style(&self, of: &str, style: &str) -> Option<usize> {
        let levels = &self.abstracts.get(of)?.levels;
        levels.iter().filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at).min()
    }

    fn level(&self, list: &str, of: &str, level: usize) -> Option<&Level> {
        let own = self.lists.get(list).and_then(|list| list.levels.get(&level));
        own.or_else(|| self.abstracts.get(of)?.levels.get(&level))
    }

    fn start(&self, list: &str, of: &str, level: usize) -> u32 {
        let own = self.lists.get(list).and_then(|list| list.starts.get(&level).copied());
        own.or_else(|| self.level(list, of, level).map(|level| level.start)).unwrap_or(1)
    }

    fn count(&mut self, list: &str, of: &str, level: usize) {
        let mut counts = self.counts.get(of).copied().unwrap_or_default();
        if self.begun.insert(list.to_owned()) {
            // A list with starts of its own begins to count anew where it is first used.
            for at in self.lists.get(list).into_iter().flat_map(|list| list.starts.keys()) {
                if let Some(count) = counts.get_mut(*at) {
                    *count = None;
                }
            }
        }
        let start = self.start(list, of, level);
        for (at, count) in counts.iter_mut().enumerate().skip(level) {
            if at == level {
                *count = Some(count.map_or(start, |n| n.saturating_add(1)));
                continue;
            }
            let restart = self.level(list, of, at).and_then(|level| level.restart).unwrap_or(at);
            if level < restart {
                *count = None;
            }
        }
        self.counts.insert(of.to_owned(), counts);
    }

    fn print(&mut self, list: &str, of: &str, level: &Level) -> String {
        if level.format == "bullet" {
            let shown = level.text.chars().map(|c| match c as u32 {
                0xF000..=0xF0FF => symbol::character(&level.font, c as u32).unwrap_or('•'),
                _ => c,
            });
            return gap_after(shown.collect(), level.suffix);
        }
        let counts = self.counts.get(of).copied().unwrap_or_default();
        let mut label = String::new();
        let mut chars = level.text.chars();
        while let Some(c) = chars.next() {
            let place = if c == '%' { chars.clone().next().and_then(|next| next.to_digit(10)) } else { None };
            let Some(at) = place.and_then(|place| (place as usize).checked_sub(1)) else {
                label.push(c);
                continue;
            };
            chars.next();
            let number = counts.get(at).copied().flatten().unwrap_or_else(|| self.start(list, of, at));
            let format = match self.level(list, of, at) {
                Some(_) if level.decimals_only => "decimal".to_owned(),
                Some(level) => level.format.clone(),
                None => continue,
            };
            match number_format::print(&format, number) {
                Some(printed) => label.push_str(&printed),
                None => {
                    self.unknown_formats.insert(format);
                    label.push_str(&number.to_string());
                }
            }
        }
        gap_after(label, level.suffix)
    }
}

fn levels(definition: &Element) -> HashMap<usize, Level> {
    let read = |level: &Element| {
        let at = level.attr("ilvl")?.parse().ok()?;
        // Newer formats stand in an alternative with a plain one to fall back to.
        let format = level.value("numFmt").or_else(|| level.find("Fallback")?.value("numFmt"));
        let picture = level.child("lvlPicBulletId").is_some();
        let text = level.value("lvlText").unwrap_or_default();
        Some((
            at,
            Level {
                start: level.value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
                format: if picture { "bullet" } else { format.unwrap_or("decimal") }.to_owned(),
                text: if picture { "•" } else { text }.to_owned(),
                suffix: if level.value("suff") == Some("nothing") { Suffix::Nothing } else { Suffix::Gap },
                restart: level.value("lvlRestart").and_then(|restart| restart.parse().ok()),
                decimals_only: level.child("isLgl").is_some_and(|legal| on(legal.attr("val"))),
                style: level.value("pStyle").map(str::to_owned),
                font: level
                    .at(&["rPr", "rFonts"])
                    .and_then(|fonts| fonts.attr("ascii").or(fonts.attr("hAnsi")))
                    .unwrap_or("")
                    .to_owned(),
            },
        ))
    };
    definition.named("lvl").filter_map(read).collect()
}

/// The white space that stands for Word's tab: none after a mark that fills half
/// its square (、 ） ．), a full-width space after a character (第一条), else a space.
fn gap_after(mut label: String, suffix: Suffix) -> String {
    match label.trim_end().chars().next_back() {
        None => label.clear(),
        Some(_) if suffix == Suffix::Nothing => {}
        Some('、' | '）' | '．' | '。' | '：' | '】' | '〕' | '—' | '　') => {}
        Some('\u{4E00}'..='\u{9FFF}') => label.push('　'),
        Some(_) => label.push(' '),
    }
    label
}
