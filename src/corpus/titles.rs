//! The index of works by title, short title and number: what 《…》 and 〔〕 name.
//!
//! Titles are compared by a key: script, width, brackets, blanks and
//! 中华人民共和国 folded away, so that 《刑法》 and 《中華人民共和國刑法》 are one.

use super::outline::Outline;
use crate::model::{Anchor, Circular, Extent, Language, PartialDate, Token, chinese_number};
use opencc_fmmseg::OpenCC;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

static SIMPLIFIER: LazyLock<OpenCC> = LazyLock::new(OpenCC::new);

/// One text that can be cited: a circular, or an instrument annexed to one.
pub struct Holding<'c> {
    pub circular: &'c Circular,
    /// The annex that is the instrument; None for the circular itself.
    pub scope: Option<Anchor>,
    pub title: String,
    /// When this version began to hold.
    pub date: Option<PartialDate>,
    outline: OnceLock<Outline<'c>>,
}

impl<'c> Holding<'c> {
    pub fn outline(&self) -> &Outline<'c> {
        self.outline.get_or_init(|| Outline::new(self.circular))
    }

    fn partial(&self) -> bool {
        self.circular.meta.extent == Some(Extent::Partial)
    }
}

/// Works by what they are called. Build it once for the corpus.
pub struct TitleIndex<'c> {
    holdings: Vec<Holding<'c>>,
    /// Whole titles.
    exact: BTreeMap<String, Vec<usize>>,
    /// Titles without issuer, without （试行）: good only where they name one work.
    loose: BTreeMap<String, Vec<usize>>,
    numbers: BTreeMap<String, Vec<usize>>,
    slugs: BTreeMap<&'c str, usize>,
}

/// What a title was looked up to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    One(usize),
    /// Several works have that name.
    Ambiguous,
    Nothing,
}

impl<'c> TitleIndex<'c> {
    pub fn new(circulars: impl IntoIterator<Item = &'c Circular>) -> Self {
        let mut index = TitleIndex {
            holdings: Vec::new(),
            exact: BTreeMap::new(),
            loose: BTreeMap::new(),
            numbers: BTreeMap::new(),
            slugs: BTreeMap::new(),
        };
        for circular in circulars {
            index.add(circular);
        }
        index
    }

    fn add(&mut self, circular: &'c Circular) {
        let meta = &circular.meta;
        let date =
            meta.dates.revised.iter().max().copied().or(meta.dates.effective).or(meta.dates.principal());
        let at = self.holdings.len();
        self.slugs.insert(&circular.slug, at);
        self.holdings.push(Holding {
            circular,
            scope: None,
            title: circular.name().to_owned(),
            date,
            outline: OnceLock::new(),
        });
        let titles = [Some(meta.title.as_str()), meta.cover_title.as_deref()];
        for title in titles.into_iter().flatten() {
            self.name(title, at);
        }
        for number in meta.number.iter() {
            for key in number_keys(number, &meta.issuers) {
                push(&mut self.numbers, key, at);
            }
        }
        for clause in circular.clauses() {
            let annex = matches!(clause.anchor.last(), Some((Token::Attachment, _)))
                && clause.anchor.parent().is_none();
            let title = clause.words();
            if annex && title.chars().count() > 3 && !title.contains('。') {
                let at = self.holdings.len();
                self.holdings.push(Holding {
                    circular,
                    scope: Some(clause.anchor.clone()),
                    title: title.to_owned(),
                    date,
                    outline: OnceLock::new(),
                });
                self.name(title, at);
            }
        }
    }

    fn name(&mut self, title: &str, at: usize) {
        let whole = key(title);
        if whole.is_empty() {
            return;
        }
        for loose in loose_keys(&whole) {
            push(&mut self.loose, loose, at);
        }
        push(&mut self.exact, whole, at);
    }

    pub fn holding(&self, at: usize) -> Option<&Holding<'c>> {
        self.holdings.get(at)
    }

    /// The holding that is the circular itself.
    pub fn by_slug(&self, slug: &str) -> Option<usize> {
        self.slugs.get(slug).copied()
    }

    /// The work that `title` names for a paper of the day `on`: the version in
    /// force then. `own` is the citing circular, whose annexes come first.
    pub fn by_title(&self, title: &str, on: Option<PartialDate>, own: &Circular) -> Found {
        let whole = key(title);
        if whole.is_empty() {
            return Found::Nothing;
        }
        if let Some(all) = self.exact.get(&whole) {
            return Found::One(self.version(all, on, own));
        }
        for loose in loose_keys(&whole).into_iter().chain([whole.clone()]) {
            // A cited issuer or year may be more than the held title has, or less.
            let exact = if loose == whole { None } else { self.exact.get(&loose) };
            let Some(all) = exact.or_else(|| self.loose.get(&loose)) else { continue };
            if trial(&whole) && !all.iter().all(|at| trial(&key(&self.holdings[*at].title))) {
                continue;
            }
            let mut works: Vec<String> = all.iter().map(|at| self.work_key(*at)).collect();
            works.sort_unstable();
            works.dedup();
            return if works.len() == 1 { Found::One(self.version(all, on, own)) } else { Found::Ambiguous };
        }
        Found::Nothing
    }

    /// The circular with the 发文字号 `number`.
    pub fn by_number(&self, number: &str, own: &Circular) -> Found {
        for key in number_keys(number, &[]) {
            if let Some(all) = self.numbers.get(&key) {
                return Found::One(self.version(all, None, own));
            }
        }
        Found::Nothing
    }

    /// Another version of the same title, older than `own`: what a new act repeals under its own name.
    pub fn older(&self, title: &str, own: &Circular) -> Option<usize> {
        let all = self.exact.get(&key(title))?;
        let day = own.meta.dates.principal()?;
        all.iter()
            .copied()
            .filter(|at| self.holdings[*at].circular.slug != own.slug)
            .filter(|at| self.holdings[*at].date.is_some_and(|date| date < day))
            .max_by_key(|at| self.holdings[*at].date)
    }

    /// Other texts of the same title and day: the parts of an act kept in several files.
    pub fn peers(&self, at: usize) -> Vec<usize> {
        let Some(holding) = self.holdings.get(at) else { return Vec::new() };
        let all = self.exact.get(&key(&holding.title)).map(Vec::as_slice).unwrap_or_default();
        let same = |other: &usize| *other != at && self.holdings[*other].date == holding.date;
        all.iter().copied().filter(same).collect()
    }

    fn work_key(&self, at: usize) -> String {
        let holding = &self.holdings[at];
        match &holding.circular.meta.work {
            Some(work) if holding.scope.is_none() => work.clone(),
            _ => key(&holding.title),
        }
    }

    /// Of several texts the one in force on that day: the latest begun by then,
    /// else the earliest; complete before partial, the language of `own` first.
    fn version(&self, all: &[usize], on: Option<PartialDate>, own: &Circular) -> usize {
        let language = own.meta.language.unwrap_or(Language::Simplified);
        let rank = |at: &usize| {
            let holding = &self.holdings[*at];
            let own_annex = holding.scope.is_some() && holding.circular.slug == own.slug;
            let begun = match (holding.date, on) {
                (Some(date), Some(on)) => date <= on,
                _ => true,
            };
            // After the day: the earlier the better; before it: the later the better.
            let nearness = holding.date.map_or(0, |d| {
                let days = i64::from(d.year) * 400
                    + i64::from(d.month.unwrap_or(1)) * 31
                    + i64::from(d.day.unwrap_or(1));
                if begun { days } else { -days }
            });
            let same_language = holding.circular.meta.language.unwrap_or(Language::Simplified) == language;
            (own_annex, !holding.partial(), begun, nearness, same_language, std::cmp::Reverse(*at))
        };
        all.iter().copied().max_by_key(rank).unwrap_or(0)
    }
}

fn push(map: &mut BTreeMap<String, Vec<usize>>, key: String, at: usize) {
    let all = map.entry(key).or_default();
    if all.last() != Some(&at) {
        all.push(at);
    }
}

/// `text` in Simplified characters.
pub fn simplified(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { SIMPLIFIER.t2s(text, false) }
}

/// What is the same in all spellings of one title.
pub fn key(title: &str) -> String {
    let plain: String = title
        .chars()
        .filter_map(|c| match c {
            '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞' | '«' | '»' | '“' | '”' | '"' | '‘' | '’'
            | '「' | '」' | '『' | '』' | '、' | '，' | ',' | '·' | '\u{200b}' | '\u{feff}' => None,
            '(' => Some('（'),
            ')' => Some('）'),
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).map(|c| match c {
                '(' => '（',
                ')' => '）',
                c => c,
            }),
            c if c.is_whitespace() => None,
            c => Some(c),
        })
        .filter(|c| *c != ',')
        .collect();
    simplified(&plain).to_lowercase().replace("中华人民共和国", "").replace("最新修订", "")
}

/// Whether the title is of a trial version, another work than what followed it.
fn trial(key: &str) -> bool {
    ["（试行）", "（暂行）", "（草案）"].iter().any(|mark| key.ends_with(mark))
}

/// Shorter names of the work with the key `whole`: without （试行）or a year, without issuer, of what a notice carries.
fn loose_keys(whole: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let stem = stem(whole);
    if stem != whole {
        keys.push(stem.to_owned());
    }
    if let Some((issuer, rest)) = without_issuer(stem) {
        // 关于印发X的通知 names X.
        if let Some(carried) = carried(rest) {
            keys.push(carried.to_owned());
        } else if !issuer.is_empty() {
            keys.push(rest.to_owned());
        }
    }
    keys
}

/// The key without a last bracket of its kind: （试行）, （2019年修订）.
fn stem(key: &str) -> &str {
    let Some(open) = key.strip_suffix('）').and_then(|_| key.rfind('（')) else { return key };
    let inner = &key[open..];
    let marks = ["试行", "暂行", "修订", "修正", "草案", "年版", "版）"];
    let year = inner.chars().filter(char::is_ascii_digit).count() >= 4;
    if open > 0 && (year || marks.iter().any(|mark| inner.contains(mark))) { &key[..open] } else { key }
}

/// Issuer and the rest, which begins with 关于 or 印发.
fn without_issuer(key: &str) -> Option<(&str, &str)> {
    let at = key.find("关于").into_iter().chain(key.find("印发")).chain(key.find("转发")).min()?;
    let (issuer, rest) = key.split_at(at);
    let body = [
        "委", "会", "府", "厅", "局", "部", "院", "室", "中央", "办", "组", "行", "署", "工委", "党组", "联",
    ];
    (issuer.is_empty() || body.iter().any(|end| issuer.ends_with(end)) || issuer.chars().count() > 2)
        .then_some((issuer, rest))
}

fn carried(rest: &str) -> Option<&str> {
    let lead = ["关于印发", "关于转发", "关于批转", "关于发布", "印发", "转发"];
    let rest = lead.iter().find_map(|lead| rest.strip_prefix(lead))?;
    rest.strip_suffix("的通知").or_else(|| rest.strip_suffix("通知"))
}

/// Keys of a 发文字号: 国发〔2019〕5号, and 国令第706号 for 国务院令第706号.
fn number_keys(number: &str, issuers: &[String]) -> Vec<String> {
    let plain = key(number).replace(['[', '【', '（'], "〔").replace([']', '】', '）'], "〕");
    let plain = plain
        .trim_end_matches("文件")
        .trim_end_matches('文')
        .replace("国务院令", "国令")
        .replace("〕第", "〕");
    let mut out = String::new();
    let mut digits = String::new();
    for c in plain.chars().chain(['\0']) {
        if chinese_number(&c.to_string()).is_some() || matches!(c, '百' | '千') {
            digits.push(c);
            continue;
        }
        match chinese_number(&digits) {
            Some(n) => out += &n.to_string(),
            None => out += &digits,
        }
        digits.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    let mut keys = Vec::new();
    // 第706号 alone is the State Council's only if it issued the paper.
    if out.starts_with('第') {
        if issuers.iter().any(|issuer| issuer.contains("国务院")) {
            keys.push(format!("国令{out}"));
        }
    } else if !out.is_empty() {
        keys.push(out);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Dates, Metadata};

    fn circular(slug: &str, title: &str, date: &str, number: Option<&str>) -> Circular {
        Circular {
            slug: slug.into(),
            meta: Metadata {
                title: title.into(),
                number: number.map(str::to_owned),
                dates: Dates { issued: date.parse().ok(), ..Dates::default() },
                ..Metadata::default()
            },
            blocks: Vec::new(),
        }
    }

    #[test]
    fn one_work_under_its_spellings() {
        let all = [
            circular("a", "中华人民共和国灯塔法", "2001-01-01", None),
            circular("b", "中共云岭省委关于加强灯塔工作的意见", "2002-01-01", Some("云发〔2002〕3号")),
            circular("c", "青川市渔港管理办法（试行）", "2003-01-01", None),
            circular("d", "云岭省实施《中华人民共和国灯塔法》办法", "2004-01-01", None),
            circular("e", "云岭省人民政府关于印发渔民补助办法的通知", "2004-01-01", None),
        ];
        let index = TitleIndex::new(&all);
        let find = |title: &str| match index.by_title(title, None, &all[0]) {
            Found::One(at) => index.holding(at).map(|h| h.circular.slug.as_str()),
            _ => None,
        };
        for (title, slug) in [
            ("灯塔法", Some("a")),
            ("中華人民共和國燈塔法", Some("a")),
            ("关于加强灯塔工作的意见", Some("b")),
            ("青川市渔港管理办法", Some("c")),
            ("云岭省实施〈灯塔法〉办法", Some("d")),
            ("渔民补助办法", Some("e")),
            ("灯塔法（试行）", None),
            ("灯塔法（2001年修订）", Some("a")),
            ("渔港法", None),
        ] {
            assert_eq!(find(title), slug, "{title}");
        }
        assert_eq!(index.by_number("云发[2002]3号", &all[0]), Found::One(1));
    }

    #[test]
    fn the_version_in_force_on_the_day() {
        let all = [
            circular("old", "灯塔法", "2001-01-01", None),
            circular("new", "中华人民共和国灯塔法", "2010-01-01", None),
        ];
        let index = TitleIndex::new(&all);
        for (day, at) in [("2005-01-01", 0), ("2012", 1), ("1999-01-01", 0)] {
            assert_eq!(index.by_title("灯塔法", day.parse().ok(), &all[0]), Found::One(at), "{day}");
        }
        assert_eq!(index.by_title("灯塔法", None, &all[0]), Found::One(1));
    }

    #[test]
    fn two_works_of_one_short_name_are_left_alone() {
        let all = [
            circular("a", "中共云岭省委关于加强灯塔工作的意见", "2002-01-01", None),
            circular("b", "中共青川市委关于加强灯塔工作的意见", "2002-01-01", None),
        ];
        let index = TitleIndex::new(&all);
        assert_eq!(index.by_title("关于加强灯塔工作的意见", None, &all[0]), Found::Ambiguous);
    }
}
