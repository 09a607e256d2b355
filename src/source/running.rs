//! Running heads and page numbers: what stands at the edge of page after page and belongs to none.
//!
//! A page of PDF or OFD says where its edges are, which a text does not. A line goes when it is
//! 1. the page's number: the first or last line, nothing but a number, one more on each page; or
//! 2. a running head: set apart from the body, and at the same height the same on most pages (of
//!    either parity) but for the digits in it.
//!
//! What stands on one page only stays: nothing tells it from the text.

use super::layout::Line;
use crate::model::Label;
use std::collections::BTreeMap;

/// Lines that a head or foot may have.
const DEPTH: usize = 2;
/// Longest head in characters.
const LONGEST: usize = 60;
/// Pages on which a head must stand.
const FEWEST: usize = 2;

/// For each page, the places of the lines that are heads, feet or page numbers.
pub(super) fn find(pages: &[Vec<Line>]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    // A number may stand under a head, and a foot under a number: what was found is looked past.
    for _ in 0..DEPTH {
        for edge in [Edge::Top, Edge::Bottom] {
            let at: Vec<Option<usize>> =
                pages.iter().zip(&found).map(|(page, known)| edge.line(page, known)).collect();
            for (page, line) in numbers(pages, &at).into_iter().chain(heads(pages, &at, &found, edge)) {
                if !found[page].contains(&line) {
                    found[page].push(line);
                }
            }
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Top,
    Bottom,
}

impl Edge {
    /// The outermost line that is neither blank nor `known`.
    fn line(self, page: &[Line], known: &[usize]) -> Option<usize> {
        let mut lines = (0..page.len()).filter(|at| !page[*at].text.is_empty() && !known.contains(at));
        match self {
            Edge::Top => lines.next(),
            Edge::Bottom => lines.next_back(),
        }
    }

    /// Whether a blank line, or nothing but what is `known` and numbers, parts the line from the body.
    fn is_apart(self, page: &[Line], line: usize, known: &[usize]) -> bool {
        let next = |at: usize| match self {
            Edge::Top => at.checked_add(1).filter(|at| *at < page.len()),
            Edge::Bottom => at.checked_sub(1),
        };
        let mut at = next(line);
        while let Some(beside) = at.filter(|at| known.contains(at) || page_number(&page[*at].text).is_some())
        {
            at = next(beside);
        }
        at.is_none_or(|at| page[at].text.is_empty())
    }
}

/// Lines at the edge that are the number of their page: each as far from its page's place as others are.
fn numbers(pages: &[Vec<Line>], at: &[Option<usize>]) -> Vec<(usize, usize)> {
    let numbered: Vec<(usize, usize, i64)> = (0..pages.len())
        .filter_map(|page| {
            let line = at[page]?;
            let number = page_number(&pages[page][line].text)?;
            Some((page, line, number - i64::try_from(page).ok()?))
        })
        .collect();
    let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
    numbered.iter().for_each(|(_, _, offset)| *offsets.entry(*offset).or_default() += 1);
    numbered
        .into_iter()
        .filter(|(_, _, offset)| offsets.get(offset).is_some_and(|count| *count >= FEWEST))
        .map(|(page, line, _)| (page, line))
        .collect()
}

/// The number that a line is, in whatever dress: `3`, `- 3 -`, `第 3 页`, `第3页 共9页`, `3/9`.
fn page_number(line: &str) -> Option<i64> {
    let line: String = line.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let line = line.trim_matches(['-', '—', '–', '－', '─', '·', '•', '~', '～', '|', '｜', '/']);
    let line = line.strip_prefix('第').unwrap_or(line);
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    let (number, rest) = line.split_at(digits);
    let rest = rest.trim_start_matches(['页', '頁', '/', ',', '，', '共']);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['页', '頁']);
    if !rest.is_empty() || number.len() > 4 {
        return None;
    }
    number.parse().ok()
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c,
    }
}

/// Lines at the edge that stand there on most pages, or on most of those of one parity.
fn heads(pages: &[Vec<Line>], at: &[Option<usize>], known: &[Vec<usize>], edge: Edge) -> Vec<(usize, usize)> {
    let mut places: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (page, line) in at.iter().enumerate().filter_map(|(page, line)| Some((page, (*line)?))) {
        let words = &pages[page][line].text;
        if edge.is_apart(&pages[page], line, &known[page]) && may_be_head(words) {
            places.entry(masked(words)).or_default().push((page, line));
        }
    }
    let most = |places: &Vec<(usize, usize)>| {
        let parity = |odd: usize| {
            let count = places.iter().filter(|(page, _)| page % 2 == odd).count();
            let all = (pages.len() + 1 - odd) / 2;
            // One page of a parity is no evidence of its own.
            count >= FEWEST && count * 3 >= all * 2
        };
        places.len() >= FEWEST && (places.len() * 3 >= pages.len() * 2 || parity(0) || parity(1))
    };
    // The title may say what the head says, but it stands lower.
    let level = |mut places: Vec<(usize, usize)>| {
        let mut heights: Vec<f64> = places.iter().map(|(page, line)| pages[*page][*line].y).collect();
        heights.sort_by(f64::total_cmp);
        let usual = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
        places.retain(|(page, line)| {
            let line = &pages[*page][*line];
            (line.y - usual).abs() <= 0.5 * line.size
        });
        places
    };
    places.into_values().map(level).filter(most).flatten().collect()
}

/// Pages of forms begin alike, too: 附件1, 表2.
fn may_be_head(words: &str) -> bool {
    let words = words.trim();
    words.chars().count() <= LONGEST
        && !words.starts_with(['[', '附', '表', '图', '圖'])
        && Label::split(words).is_none()
}

/// The words without white space, with each run of digits as one mark.
fn masked(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().filter(|c| !c.is_whitespace()).map(narrow) {
        match c.is_ascii_digit() {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pages: &[&str]) -> Vec<Vec<usize>> {
        // Line by line from the top; the last one stands at the foot of the page.
        let line = |(at, text): (usize, &str)| Line {
            text: text.to_owned(),
            y: 20.0 * at as f64,
            size: 10.0,
            start: 0.0,
            end: 100.0,
            runs_on: true,
        };
        let mut pages: Vec<Vec<Line>> =
            pages.iter().map(|page| page.split('|').enumerate().map(line).collect()).collect();
        pages.iter_mut().filter_map(|page| page.last_mut()).for_each(|line| line.y = 800.0);
        let mut found = find(&pages);
        found.iter_mut().for_each(|lines| lines.sort_unstable());
        found
    }

    #[test]
    fn heads_and_numbers_of_most_pages_go() {
        assert_eq!(
            found(&["公报||茶园办法|第一条　甲||1", "公报||乙|丙||2", "公报||丁||3"]),
            [[0, 5], [0, 5], [0, 4]]
        );
        // The number beside the head, and on the outer side of each page.
        assert_eq!(
            found(&[
                "甲||— 1 —",
                "２０２１年第３期　公报　2||乙||— 2 —",
                "丙||— 3 —",
                "2021年第3期　公报　4||丁||— 4 —"
            ]),
            [vec![2], vec![0, 4], vec![2], vec![0, 4]]
        );
        // A number above a foot.
        assert_eq!(
            found(&["甲||第 1 页 共 2 页|云岭省林业局", "乙||第 2 页 共 2 页|云岭省林业局"]),
            [[2, 3], [2, 3]]
        );
    }

    #[test]
    fn what_may_be_text_stays() {
        for pages in [
            // Once; not set apart; other numbers than the pages'; one page.
            ["公报||甲", "乙||丙"].as_slice(),
            &["级别　树龄|一级|甲", "级别　树龄|二级|乙", "级别　树龄|三级|丙"],
            &["甲|2019", "乙|35", "丙|7"],
            &["甲||1"],
            &["附件1||甲", "附件2||乙", "附件3||丙"],
            &["一、总则||甲", "一、总则||乙"],
        ] {
            assert!(found(pages).iter().all(Vec::is_empty), "{pages:?}");
        }
        // The title that is the running head, too, stays where it is the title.
        assert_eq!(
            found(&["|茶园办法||甲", "茶园办法||乙", "茶园办法||丙", "茶园办法||丁"]),
            [vec![], vec![0], vec![0], vec![0]]
        );
    }

    #[test]
    fn page_numbers_come_in_many_dresses() {
        for (line, number) in [
            ("3", Some(3)),
            ("— ３ —", Some(3)),
            ("第 3 页 共 9 页", Some(3)),
            ("3 / 9", Some(3)),
            ("第3条", None),
            ("2019年", None),
            ("-", None),
            ("123456", None),
        ] {
            assert_eq!(page_number(line), number, "{line}");
        }
    }
}
