//! The grammar of citations over a clause's text.
//!
//! citation  := work? provision-list | work
//! work      := 《title》（number，short name） | title（number） in a list | number | 本 noun | 该 noun | name
//! provision := see `provision`
//!
//! Nothing is looked up here: what a mention means is worked out when all
//! circulars are known.

mod bare;
mod classes;
mod ending;
mod glyphs;
mod listed;
mod names;
mod number;
mod provision;
mod quotation;
mod schedule;
mod work;

use crate::model::{Mention, Quoted, Step, WorkName};
use classes::Class;
use ending::is_work_name;
use glyphs::Glyphs;
use names::Names;
use number::Numbered;
use quotation::Quotation;

/// The citations of one circular's texts: for each text those in it, in order;
/// spans are bytes of the text. Short names that one text introduces are known
/// in all of them.
pub fn scan_all<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<Vec<Mention>> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let mut glyphs = Glyphs::default();
    let names = Names::new(own_names(&texts, &mut glyphs));
    let scan = |text| {
        glyphs.read(text);
        scan(text, &glyphs, &names)
    };
    texts.into_iter().map(scan).collect()
}

/// Titles in 《》 and short names, as they may stand without brackets later on.
fn own_names(texts: &[&str], glyphs: &mut Glyphs) -> Vec<String> {
    let mut names = Vec::new();
    for text in texts.iter().copied().filter(|text| text.contains('《') || text.contains('«')) {
        glyphs.read(text);
        let mut at = 0;
        while at < glyphs.len() {
            let Some(found) = work::titled(glyphs, text, at) else {
                at += 1;
                continue;
            };
            at = found.to;
            let title = found.title.strip_prefix("中华人民共和国").unwrap_or(&found.title).to_owned();
            names.extend(found.short.filter(|short| is_work_name(short) && short.chars().count() > 1));
            // 《意见》 would make every 意见 a citation.
            let long = title.chars().count() >= 4 || title.ends_with('法');
            if long && is_work_name(&title) {
                names.push(title);
            }
        }
    }
    names
}

/// The citations in one text, which is that of `glyphs`.
fn scan(text: &str, glyphs: &Glyphs, names: &Names) -> Vec<Mention> {
    let mut scan = Scan {
        text,
        names,
        numbers: if glyphs.any(Class::Number) { number::all(text) } else { Vec::new() },
        schedules: if glyphs.any(Class::Schedule) { schedule::all(glyphs) } else { Vec::new() },
        quotations: if glyphs.any(Class::Quote) { quotation::all(glyphs, text) } else { Vec::new() },
        glyphs,
        open: 0,
        listed: false,
        mentions: Vec::new(),
    };
    let mut at = 0;
    while at < glyphs.len() {
        at = scan.quotations.iter().find(|q| (q.from..q.body).contains(&at)).map_or(at, |q| q.body);
        let found = if scan.may_open(at) { scan.at(at) } else { None };
        at = match found {
            Some(end) if end > at => end,
            _ => at + 1,
        };
    }
    scan.mentions
}

struct Scan<'t> {
    text: &'t str,
    names: &'t Names,
    glyphs: &'t Glyphs,
    numbers: Vec<Numbered>,
    schedules: Vec<schedule::Found>,
    quotations: Vec<Quotation>,
    /// Where the last mention and the conjunction behind it ended.
    open: usize,
    /// A conjunction stood there.
    listed: bool,
    mentions: Vec<Mention>,
}

impl Scan<'_> {
    /// Whether anything can stand at `at`: at most characters nothing can.
    fn may_open(&self, at: usize) -> bool {
        let here = self.glyphs.classes(at);
        // Within a word only a name that is known can begin.
        let within = || {
            let before = self.glyphs.classes_before(at);
            at != self.open
                && before.is_some_and(|c| c.has(Class::Han) && !c.has(Class::LeadEnd) && !c.has(Class::Soft))
        };
        here.has(Class::Start)
            || here.has(Class::Han)
                && (here.has(Class::LawStart) || !within() || self.names.opens(self.glyphs, at))
            || self.numbers.iter().any(|n| n.chars_from == at)
            || self.schedules.iter().any(|s| s.from == at)
    }

    /// What stands at `at`, and where it ends.
    fn at(&mut self, at: usize) -> Option<usize> {
        if let Some(n) = self.numbers.iter().find(|n| n.chars_from == at).cloned() {
            return Some(self.numbered(&n));
        }
        if let Some(found) = self.schedules.iter().find(|s| s.from == at).cloned() {
            self.push(at, found.to, WorkName::Own { noun: None }, vec![found.step], None);
            return Some(self.close(found.to));
        }
        let titled = || listed::titled(self.glyphs, self.text, at);
        if let Some(found) = work::titled(self.glyphs, self.text, at).or_else(titled) {
            let work = WorkName::Named { title: Some(found.title), number: found.number };
            return Some(self.work(at, found.to, work, found.short));
        }
        if let Some((noun, end)) = work::own(self.glyphs, at) {
            return match provision::after(self.glyphs, end) {
                Some(place) => self.places(at, place, WorkName::Own { noun: Some(noun) }, None),
                None => Some(end),
            };
        }
        if let Some((noun, end)) = work::same(self.glyphs, at) {
            if let Some(place) = provision::after(self.glyphs, end) {
                return self.places(at, place, WorkName::Same { noun }, None);
            }
            const ALONE: &[&str] = &["法", "法典", "条例", "办法", "意见", "细则", "规则", "章程", "规程"];
            if ALONE.contains(&noun.as_str()) {
                self.push(at, end, WorkName::Same { noun }, Vec::new(), None);
            }
            return Some(self.close(end));
        }
        if let Some(end) = self.places(at, at, WorkName::Own { noun: None }, None) {
            return Some(end);
        }
        let end = bare::named(self.glyphs, self.names, at, self.open, self.listed)?;
        let title = self.glyphs.of(self.text, at, end).to_owned();
        Some(self.work(at, end, WorkName::Named { title: Some(title), number: None }, None))
    }

    fn numbered(&mut self, found: &Numbered) -> usize {
        let number = Some(found.words.clone());
        let mut next = found.chars_to;
        if let Some((_, end)) = self
            .glyphs
            .longest(next, &["文件", "文", "通知", "令", "的", "发布的", "公布的", "印发的", "颁布的"])
        {
            next = end;
        }
        match work::titled(self.glyphs, self.text, self.glyphs.skip_blanks(next)) {
            Some(titled) => {
                let work = WorkName::Named { title: Some(titled.title), number };
                self.work(found.chars_from, titled.to, work, titled.short)
            }
            None => {
                let work = WorkName::Named { title: None, number };
                self.work(found.chars_from, found.chars_to, work, None)
            }
        }
    }

    /// A work from `from` to `end`, with its provisions if any follow.
    fn work(&mut self, from: usize, end: usize, work: WorkName, short: Option<String>) -> usize {
        if let Some(place) = provision::after(self.glyphs, end)
            && let Some(end) = self.places(from, place, work.clone(), short.clone())
        {
            return end;
        }
        self.push(from, end, work.clone(), Vec::new(), short);
        // 《…法》及其实施条例 names a second act by the first.
        let rest = self.glyphs.longest(end, &["及其实施条例", "及其实施细则", "及其实施办法"]);
        if let (Some((_, stop)), WorkName::Named { title: Some(title), .. }) = (rest, work) {
            let own = end + 2;
            let title = format!("{title}{}", self.glyphs.of(self.text, own, stop));
            return self.work(own, stop, WorkName::Named { title: Some(title), number: None }, None);
        }
        self.close(end)
    }

    /// The provisions at `place` of the work that begins at `from`.
    fn places(&mut self, from: usize, place: usize, work: WorkName, short: Option<String>) -> Option<usize> {
        let items = provision::list(self.glyphs, place);
        let end = items.last()?.to;
        let mut short = short;
        for (i, item) in items.into_iter().enumerate() {
            let start = if i == 0 { from } else { item.from };
            // 本条 in a list of another work's articles is our own again.
            let own = i > 0 && item.place.first().is_some_and(|s| s.which == crate::model::Which::This);
            let work = if own { WorkName::Own { noun: None } } else { work.clone() };
            self.push_item(start, item.to, work, item.place, item.through, short.take());
        }
        Some(self.close(end))
    }

    fn push(&mut self, from: usize, to: usize, work: WorkName, place: Vec<Step>, short: Option<String>) {
        self.push_item(from, to, work, place, None, short);
    }

    fn push_item(
        &mut self,
        from: usize,
        to: usize,
        work: WorkName,
        place: Vec<Step>,
        through: Option<Vec<Step>>,
        short: Option<String>,
    ) {
        let quoted: Option<Quoted> =
            self.quotations.iter().find(|q| (q.from..q.to).contains(&from)).map(|q| q.place.clone());
        let span = self.glyphs.span(from, to);
        self.mentions.push(Mention { span, work, place, through, short, quoted });
    }

    /// Remembers where a mention ended.
    fn close(&mut self, end: usize) -> usize {
        let conjunction =
            self.glyphs.longest(end, &["、", "和", "与", "及", "或", "以及", "或者", "等", "（试行）和"]);
        self.listed = conjunction.is_some();
        self.open = conjunction.map_or(end, |(_, stop)| stop);
        end
    }
}

#[cfg(test)]
mod tests;
