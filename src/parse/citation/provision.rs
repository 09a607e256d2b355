//! Provisions: 第十条第二款、第三款, 第三条至第五条, 前两款, 本条第二款第（三）项, 附件2.
//!
//! list  := item (separator item)*
//! item  := chain ((至|到|—) chain)?
//! chain := step (的|中)? step …   each of another tier, 款 and 项 once each
//! step  := 第 number-list unit | （一）项 | 本 unit | 前 count? unit | 该 unit | 附件 number?
//!
//! A member that leaves out its first steps takes them from the member before.

use super::glyphs::{Glyphs, is_han, is_numeral};
use crate::model::{Step, Tier, Which};

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

/// Whether a step of `tier` may follow `steps`.
fn may_follow(tier: Tier, steps: &[Step]) -> bool {
    let Some(last) = steps.last() else { return true };
    match (last.tier, tier) {
        (Tier::Kuan, Tier::Xiang) | (Tier::Xiang, Tier::Kuan) => {
            steps.iter().filter(|step| matches!(step.tier, Tier::Kuan | Tier::Xiang)).count() == 1
        }
        // 第二部分第三条
        (last, tier) => tier > last,
    }
}

struct Read {
    tier: Tier,
    which: Which,
    end: usize,
    siblings: Vec<(usize, usize, Which)>,
    through: Option<Which>,
}

impl Read {
    fn one(tier: Tier, which: Which, end: usize) -> Option<Read> {
        Some(Read { tier, which, end, siblings: Vec::new(), through: None })
    }
}

fn step(glyphs: &Glyphs, at: usize, steps: &[Step]) -> Option<Read> {
    let read = match glyphs.get(at)? {
        '第' => ordinal(glyphs, at)?,
        '（' if !steps.is_empty() => bracketed(glyphs, at)?,
        'a'..='z' if !steps.is_empty() => lettered(glyphs, at)?,
        '本' => this(glyphs, at)?,
        '前' | '上' => before(glyphs, at, !steps.is_empty())?,
        '该' | '同' => same(glyphs, at)?,
        '次' => next(glyphs, at)?,
        '附' => annex(glyphs, at)?,
        _ => return None,
    };
    let fits = may_follow(read.tier, steps) && (read.tier != Tier::Indent || !steps.is_empty());
    let first_only = matches!(read.which, Which::This | Which::Same | Which::Next) && !steps.is_empty();
    (fits && !first_only).then_some(read)
}

/// 第十二条, 第 6-1 條, 第一、二款, 第三至五条, 第（一）、（二）项, 第三部分.
fn ordinal(glyphs: &Glyphs, at: usize) -> Option<Read> {
    numbered(glyphs, glyphs.skip_blanks(at + 1))
}

/// A list of numbers and their unit.
fn numbered(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let mut values: Vec<(usize, usize, String)> = Vec::new();
    let mut through = false;
    let mut next = at;
    let tier_end = loop {
        let (value, end) = value(glyphs, next)?;
        values.push((next, end, value));
        let after = glyphs.skip_blanks(end);
        if let Some((tier, stop)) = unit(glyphs, after) {
            break (tier, stop);
        }
        // 第二百三十六第三款 has lost its 条.
        if values.len() == 1 && glyphs.get(after) == Some('第') {
            let tier = numbered(glyphs, glyphs.skip_blanks(after + 1)).map(|read| read.tier);
            if matches!(tier, Some(Tier::Kuan | Tier::Xiang)) {
                break (Tier::Article, after);
            }
        }
        if through {
            return None;
        }
        next = if let Some(after) = range_mark(glyphs, after) {
            through = true;
            if values.len() > 1 {
                return None;
            }
            after
        } else {
            match glyphs.get(after)? {
                '、' | '和' | '与' | '及' | '或' | '，' => after + 1,
                _ => return None,
            }
        };
        // 第一至第三项 repeats 第 without the unit.
        if glyphs.get(next) == Some('第') {
            next += 1;
        }
    };
    let (tier, mut end) = tier_end;
    let mut number = values.first()?.2.clone();
    if values.len() == 1 {
        if tier == Tier::Article {
            (number, end) = inserted(glyphs, number, end);
        }
        if !is_unit_end(glyphs, tier, end) {
            return None;
        }
        return Read::one(tier, Which::Number(number), end);
    }
    if !is_unit_end(glyphs, tier, end) {
        return None;
    }
    if through {
        let last = values.pop()?.2;
        return Some(Read {
            tier,
            which: Which::Number(number),
            end,
            siblings: Vec::new(),
            through: Some(Which::Number(last)),
        });
    }
    let siblings = values.into_iter().map(|(from, to, value)| (from, to, Which::Number(value))).collect();
    Some(Read { tier, which: Which::Number(number), end, siblings, through: None })
}

/// 十二, 6-1, （三）.
fn value(glyphs: &Glyphs, at: usize) -> Option<(String, usize)> {
    if glyphs.get(at) == Some('（') {
        let (value, end) = glyphs.number(at + 1)?;
        return (glyphs.get(end) == Some('）')).then(|| (value.to_string(), end + 1));
    }
    let (value, mut end) = glyphs.number(at)?;
    let mut text = value.to_string();
    // 第 6-1 條, 第六之一條; a dash between articles of a range is followed by a greater number.
    let tail = glyphs.skip_blanks(end);
    if matches!(glyphs.get(tail), Some('-' | '之'))
        && let Some((n, stop)) = glyphs.number(glyphs.skip_blanks(tail + 1))
        && (glyphs.get(tail) == Some('之') || n < value)
    {
        text = format!("{text}-{n}");
        end = stop;
    }
    Some((text, end))
}

/// 条之一 after an article's number.
fn inserted(glyphs: &Glyphs, number: String, end: usize) -> (String, usize) {
    let mark = glyphs.skip_blanks(end);
    if glyphs.get(mark) != Some('之') {
        return (number, end);
    }
    match glyphs.number(glyphs.skip_blanks(mark + 1)) {
        Some((n, stop)) if glyphs.get(stop).is_none_or(|c| !matches!(c, '款' | '项' | '种' | '类')) => {
            (format!("{number}-{n}"), stop)
        }
        _ => (number, end),
    }
}

fn unit(glyphs: &Glyphs, at: usize) -> Option<(Tier, usize)> {
    let (words, end) =
        glyphs.longest(at, &["编", "分编", "章", "节", "部分", "条", "款", "项", "点", "目", "小项"])?;
    let tier = match words {
        "编" => Tier::Part,
        "分编" => Tier::Subpart,
        "章" => Tier::Chapter,
        "节" => Tier::Section,
        "部分" => Tier::Division,
        "条" => Tier::Article,
        "款" => Tier::Kuan,
        "项" | "点" => Tier::Xiang,
        _ => Tier::Indent,
    };
    Some((tier, end))
}

/// Whether the unit's name ends at `end` and is not the head of a longer word (项目, 条件, 章程).
fn is_unit_end(glyphs: &Glyphs, tier: Tier, end: usize) -> bool {
    let Some(next) = glyphs.get(end) else { return true };
    let longer = match tier {
        Tier::Article => "件例文目约线幅码纹状理道路形",
        Tier::Kuan => "项额式待物车机",
        Tier::Xiang => "目工任措议研技服改政业计建标重链圈",
        Tier::Chapter => "程鱼",
        Tier::Section => "能约目假水电日气省育点余奏课",
        Tier::Part => "制号委辑码者入写队",
        Tier::Indent => "标的录击光前",
        _ => "",
    };
    if tier == Tier::Article && next == '款' {
        // 条款 is a word of its own, unless a step follows (第三条款 stands for nothing).
        return false;
    }
    !longer.contains(next)
}

/// （一）项, （一）至（六）项 after a step: 第二款（一）項.
fn bracketed(glyphs: &Glyphs, at: usize) -> Option<Read> {
    numbered(glyphs, at).filter(|read| matches!(read.tier, Tier::Xiang | Tier::Indent | Tier::Kuan))
}

/// a）項 after a step, as Macau prints: the letter counts.
fn lettered(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let letter = glyphs.get(at)?;
    (glyphs.starts(at + 1, "）项")).then_some(())?;
    let value = letter as u32 - 'a' as u32 + 1;
    Read::one(Tier::Xiang, Which::Number(value.to_string()), at + 3)
}

/// 本条, 本款, 本章.
fn this(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let (tier, end) = unit(glyphs, at + 1)?;
    if glyphs.get(at + 1) == Some('点') || glyphs.starts(at + 1, "小项") {
        return None;
    }
    let sure = match tier {
        Tier::Article | Tier::Kuan | Tier::Chapter => is_unit_end(glyphs, tier, end),
        // 本节, 本编, 本项, 本部分 are words of every day, too.
        _ => glyphs.get(end).is_none_or(|c| !is_han(c) || "规所的关第中适之另有以确各和与及".contains(c)),
    };
    sure.then_some(()).and_then(|()| Read::one(tier, Which::This, end))
}

/// 前款, 前两款, 前各项, 上条. Inside a chain (第三款前三项) the count is from the start.
fn before(glyphs: &Glyphs, at: usize, inside: bool) -> Option<Read> {
    let above = glyphs.get(at) == Some('上');
    let mut next = at + 1;
    let count = if above {
        if glyphs.get(next) == Some('述') {
            next += 1;
            // 上述第（一）项
            let read = if glyphs.get(next) == Some('第') { ordinal(glyphs, next) } else { None };
            if let Some(read) = read.filter(|read| read.tier > Tier::Article) {
                return Some(read);
            }
            return None;
        }
        1
    } else if let Some('各') = glyphs.get(next) {
        next += 1;
        u32::MAX
    } else if let Some('两') = glyphs.get(next) {
        next += 1;
        2
    } else if let Some((count, end)) = glyphs.number(next) {
        next = end;
        count
    } else {
        1
    };
    let (tier, end) = unit(glyphs, next)?;
    if glyphs.get(next) == Some('点')
        || !is_unit_end(glyphs, tier, end)
        || matches!(tier, Tier::Indent | Tier::Division) && count > 1
    {
        return None;
    }
    let after = glyphs.get(end);
    let previous = glyphs.before(at);
    let opens = |allowed: &str| previous.is_none_or(|c| !is_han(c) || allowed.contains(c));
    let closes = |allowed: &str| after.is_none_or(|c| !is_han(c) || allowed.contains(c));
    let sure = match tier {
        _ if above => {
            opens("照据反用有对除受与和及或由因依按为将在经遵守属合从于遇如本条")
                && closes(PROVISION_FOLLOWERS)
        }
        Tier::Section | Tier::Part | Tier::Indent | Tier::Division | Tier::Subpart => {
            closes(PROVISION_FOLLOWERS)
        }
        // 对前三项污染物: the first three of anything.
        Tier::Xiang if count > 1 && !inside => closes(PROVISION_FOLLOWERS),
        // 目前条件
        _ => inside || previous != Some('目'),
    };
    sure.then_some(()).and_then(|()| Read::one(tier, Which::Before(count), end))
}

/// What may follow the name of a provision in a sentence.
const PROVISION_FOLLOWERS: &str =
    "规所情行之的以第外中内各任条违定适罪原证要手程权费已除应不可事均但和与及或至到但者而列申处由均决报";

/// 该条, 同条第二项.
fn same(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let (tier, end) = unit(glyphs, at + 1)?;
    let after = glyphs.get(end);
    let closes = |allowed: &str| after.is_none_or(|c| !is_han(c) || allowed.contains(c));
    let sure = if glyphs.get(at) == Some('同') {
        glyphs.before(at).is_none_or(|c| !"合相不共等连陪协如雷类会胡伙".contains(c)) && closes("第规之")
    } else {
        is_unit_end(glyphs, tier, end) && closes("规所第修的改中作应之后前")
    };
    (sure && matches!(tier, Tier::Article | Tier::Kuan | Tier::Xiang))
        .then_some(())
        .and_then(|()| Read::one(tier, Which::Same, end))
}

/// 次條, 次項.
fn next(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let (tier, end) = unit(glyphs, at + 1)?;
    let sure = glyphs.before(at).is_none_or(|c| !is_han(c) || "依及至与和照".contains(c))
        && glyphs.get(end).is_none_or(|c| !is_han(c) || "规第之所".contains(c));
    (sure && matches!(tier, Tier::Article | Tier::Kuan | Tier::Xiang))
        .then_some(())
        .and_then(|()| Read::one(tier, Which::Next, end))
}

/// 附件, 附件2, 附件一, 附件1、2, 附表三. A bare 附件 only where the words say that it is this paper's.
fn annex(glyphs: &Glyphs, at: usize) -> Option<Read> {
    let (words, end) = glyphs.longest(at, &["附件", "附表", "附录", "附錄"])?;
    let tier = if words == "附表" { Tier::Schedule } else { Tier::Annex };
    let number_at = glyphs.skip_blanks(end);
    // 附件第三条 is article 3 of the annex; 附件一般 no number.
    if let Some((value, stop)) = glyphs.number(number_at) {
        let next = glyphs.get(stop);
        let word = next.is_some_and(|c| "般并律个些种份式起切定直次年月日时页家处".contains(c));
        if value <= 99 && !word {
            let mut siblings = vec![(at, stop, Which::Number(value.to_string()))];
            let mut last = stop;
            let mut through = None;
            if let Some(after) = range_mark(glyphs, stop) {
                let after = glyphs.longest(after, &[words]).map_or(after, |(_, end)| glyphs.skip_blanks(end));
                if let Some((n, end)) = glyphs.number(after).filter(|(n, _)| (value + 1..=99).contains(n)) {
                    through = Some(Which::Number(n.to_string()));
                    last = end;
                }
            }
            while through.is_none() && matches!(glyphs.get(last), Some('、' | '和' | '及' | '与')) {
                match glyphs.number(last + 1).filter(|(n, end)| {
                    (value + 1..=99).contains(n)
                        && glyphs.get(*end).is_none_or(|c| !is_han(c) || "规所的中执和及与。".contains(c))
                }) {
                    Some((n, end)) => {
                        siblings.push((last + 1, end, Which::Number(n.to_string())));
                        last = end;
                    }
                    None => break,
                }
            }
            let siblings = if siblings.len() > 1 { siblings } else { Vec::new() };
            return Some(Read {
                tier,
                which: Which::Number(value.to_string()),
                end: last,
                siblings,
                through,
            });
        }
    }
    let named =
        ["见", "本法", "本条例", "本办法", "本规定", "本意见", "本通知", "如", "按照", "按", "所列", "以"]
            .iter()
            .any(|lead| glyphs.ends(at, lead));
    let alone =
        glyphs.before(at).is_none_or(|c| matches!(c, '（' | '(')) && matches!(glyphs.get(end), Some('）'));
    let next = glyphs.get(end).is_none_or(|c| !is_han(c) || "所规中的第".contains(c));
    ((named || alone) && next).then_some(()).and_then(|()| Read::one(tier, Which::Any, end))
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
        None if previous.last().is_some_and(|last| {
            first.tier > last.tier || last.tier == Tier::Xiang && first.tier == Tier::Kuan
        }) =>
        {
            previous.len()
        }
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
