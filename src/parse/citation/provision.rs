//! Provisions: 第十条第二款、第三款, 第三条至第五条, 前两款, 本条第二款第（三）项, 附件2.
//!
//! list  := item (separator item)*
//! item  := chain ((至|到|—) chain)?
//! chain := step (的|中)? step …   each of another tier, 款 and 项 once each
//! step  := 第 number-list unit | （一）项 | 本 unit | 前 count? unit | 该 unit | 附件 number?
//!
//! A member that leaves out its first steps takes them from the member before.

mod step;

use super::glyphs::{Glyphs, is_numeral};
use crate::model::{Step, Tier, Which};
use step::{is_unit_end, ordinal, step, unit, value};

/// One member of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub from: usize,
    pub to: usize,
    pub place: Vec<Step>,
    pub through: Option<Vec<Step>>,
}

/// A list of provisions at `at`. Empty when none stands there.
pub(super) fn list(glyphs: &Glyphs, at: usize) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut next = at;
    while let Some(found) = item(glyphs, next, items.last()) {
        let Some(end) = found.last().map(|item| item.to) else { break };
        items.extend(found);
        match separator(glyphs, end) {
            Some(after) => next = after,
            None => break,
        }
    }
    items
}

/// Where the provision of a work that ends at `end` begins.
pub(super) fn after(glyphs: &Glyphs, end: usize) -> Option<usize> {
    let mut at = glyphs.skip_blanks(end);
    // 将《…》序言及第一条修改为
    if let Some((_, stop)) = glyphs.longest(at, &["序言及", "序言和", "序言、", "前言及", "前言和", "前言、"])
        && glyphs.get(stop) == Some('第')
    {
        at = stop;
    }
    if let Some((_, stop)) = glyphs.longest(at, &["分则", "总则"])
        && glyphs.get(stop) == Some('第')
    {
        at = stop;
    }
    if let Some((_, stop)) = glyphs.longest(at, &["中的", "中", "的", "之", "规定的", "里的", "有关", "关于"])
    {
        let stop = glyphs.skip_blanks(stop);
        if matches!(glyphs.get(stop), Some('第')) {
            at = stop;
        }
    }
    let found = match glyphs.get(at) {
        Some('第') => !list(glyphs, at).is_empty(),
        Some('附') => list(glyphs, at)
            .first()
            .is_some_and(|item| item.place.iter().any(|step| matches!(step.which, Which::Number(_)))),
        _ => false,
    };
    found.then_some(at)
}

/// One item, or several where one number list stands for them (第一、二款).
fn item(glyphs: &Glyphs, at: usize, previous: Option<&Item>) -> Option<Vec<Item>> {
    let (first, mut end) = chain(glyphs, at).or_else(|| elided(glyphs, at, previous?))?;
    let before = previous.map(|item| item.through.as_ref().unwrap_or(&item.place));
    let place = inherit(first.steps, before);
    let mut items: Vec<Item> = Vec::new();
    let mut through = first.through.map(|last| with_last(&place, last));
    for (from, to, which) in first.siblings {
        items.push(Item { from, to, place: with_last(&place, which), through: None });
    }
    if items.is_empty()
        && through.is_none()
        && let Some(after) = range_mark(glyphs, end)
    {
        let whole = Item { from: at, to: end, place: place.clone(), through: None };
        let last = chain(glyphs, after).or_else(|| elided(glyphs, after, &whole));
        if let Some((last, stop)) =
            last.filter(|(last, _)| last.siblings.is_empty() && last.through.is_none())
        {
            through = Some(inherit(last.steps, Some(&place)));
            end = stop;
        }
    }
    match items.first_mut() {
        Some(first) => first.from = at,
        None => items.push(Item { from: at, to: end, place, through }),
    }
    if let Some(last) = items.last_mut() {
        last.to = end;
    }
    Some(items)
}

/// Steps as read, before they take what they leave out from the member before.
struct Chain {
    steps: Vec<Step>,
    /// Other values of the last step, each with its place: 第一、二款. The first value is among them.
    siblings: Vec<(usize, usize, Which)>,
    /// The end of a range inside the last step: 第三至五条.
    through: Option<Which>,
}

fn chain(glyphs: &Glyphs, at: usize) -> Option<(Chain, usize)> {
    let mut chain = Chain { steps: Vec::new(), siblings: Vec::new(), through: None };
    let mut end = at;
    loop {
        let start = if chain.steps.is_empty() { end } else { joint(glyphs, end) };
        let Some(read) = step(glyphs, start, &chain.steps) else { break };
        end = read.end;
        let mut which = read.which;
        if let (Which::Before(count @ 2..), Some(Step { which: Which::Number(_), .. })) =
            (&which, chain.steps.last())
        {
            which = Which::First(*count);
        }
        chain.steps.push(Step { tier: read.tier, which });
        chain.siblings = read.siblings;
        chain.through = read.through;
        if !chain.siblings.is_empty() || chain.through.is_some() {
            break;
        }
    }
    (!chain.steps.is_empty()).then_some((chain, end))
}

/// Past 的 or 中 between two steps.
fn joint(glyphs: &Glyphs, at: usize) -> usize {
    let at = glyphs.skip_blanks(at);
    let (_, end) = glyphs.longest(at, &["中的", "的", "中", "之"]).unwrap_or(("", at));
    // 的 must lead to another 第, or it belongs to the sentence.
    if end > at && glyphs.get(end) != Some('第') { at } else { end }
}

fn separator(glyphs: &Glyphs, at: usize) -> Option<usize> {
    const CONJUNCTIONS: &[&str] = &[
        "、",
        "和",
        "与",
        "及",
        "或",
        "或者",
        "以及",
        "、和",
        "、或",
        "、或者",
        "、以及",
        "，以及",
        "和/或",
        "，",
    ];
    let mut at = glyphs.skip_blanks(at);
    // 第十条规定和第十二条
    if let Some((_, end)) = glyphs.longest(at, &["规定", "的规定", "所列"])
        && glyphs
            .longest(end, &["和", "及", "或者", "以及", "、", "与"])
            .is_some_and(|(_, end)| glyphs.get(end) == Some('第'))
    {
        at = end;
    }
    let (words, end) = glyphs.longest(at, CONJUNCTIONS)?;
    let end = glyphs.skip_blanks(end);
    // A comma joins only 第三条，第五条.
    if words == "，" && ordinal(glyphs, end).is_none_or(|read| read.tier != Tier::Article) {
        return None;
    }
    matches!(glyphs.get(end), Some('第' | '（' | '前' | '附' | '本'))
        .then_some(end)
        .or_else(|| glyphs.get(end).filter(|c| is_numeral(*c)).map(|_| end))
}

fn range_mark(glyphs: &Glyphs, at: usize) -> Option<usize> {
    let at = glyphs.skip_blanks(at);
    let (_, end) = glyphs.longest(at, &["至", "到", "—", "——", "－", "–", "-", "~", "～"])?;
    Some(glyphs.skip_blanks(end))
}

/// 九十九条 after 第九十八条和, 八项 after 第三项至: 第 left out, the unit as before.
fn elided(glyphs: &Glyphs, at: usize, previous: &Item) -> Option<(Chain, usize)> {
    let tier = previous.place.last()?.tier;
    let first = previous.place.iter().position(|step| step.tier == Tier::Article);
    let Some(Step { which: Which::Number(_), .. }) = previous.place.last() else { return None };
    let (number, end) = match glyphs.get(at)? {
        '（' => value(glyphs, at)?,
        c if is_numeral(c) => glyphs.number(at).map(|(n, end)| (n.to_string(), end))?,
        _ => return None,
    };
    let (found, end) = unit(glyphs, end)?;
    let fits = found == tier || (found == Tier::Article && first.is_some());
    if !fits || !is_unit_end(glyphs, found, end) {
        return None;
    }
    let mut steps = vec![Step { tier: found, which: Which::Number(number) }];
    let mut stop = end;
    while let Some(read) =
        step(glyphs, stop, &steps).filter(|read| read.siblings.is_empty() && read.through.is_none())
    {
        stop = read.end;
        steps.push(Step { tier: read.tier, which: read.which });
    }
    Some((Chain { steps, siblings: Vec::new(), through: None }, stop))
}

/// `steps` with the coarser steps that it leaves out, taken from `previous`.
fn inherit(steps: Vec<Step>, previous: Option<&Vec<Step>>) -> Vec<Step> {
    let (Some(first), Some(previous)) = (steps.first(), previous) else { return steps };
    if matches!(first.which, Which::This | Which::Same | Which::Before(_) | Which::Any | Which::Next) {
        return steps;
    }
    let keep = match previous.iter().position(|step| step.tier == first.tier) {
        Some(at) => at,
        None if previous.last().is_some_and(|last| first.tier > last.tier) => previous.len(),
        None => previous.iter().take_while(|step| step.tier < first.tier).count(),
    };
    previous.iter().take(keep).cloned().chain(steps).collect()
}

fn with_last(place: &[Step], which: Which) -> Vec<Step> {
    let mut place = place.to_vec();
    if let Some(last) = place.last_mut() {
        last.which = which;
    }
    place
}
