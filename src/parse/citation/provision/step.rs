//! One step of a provision: 第十二条, 第（一）、（二）项, 本条, 前两款, 该条, 附件2.

use super::super::glyphs::{Glyphs, is_han};
use super::range_mark;
use crate::model::{Step, Tier, Which};

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

/// A step, where it ends, and what a number list adds to it.
pub(super) struct Read {
    pub(super) tier: Tier,
    pub(super) which: Which,
    pub(super) end: usize,
    pub(super) siblings: Vec<(usize, usize, Which)>,
    pub(super) through: Option<Which>,
}

impl Read {
    fn one(tier: Tier, which: Which, end: usize) -> Option<Read> {
        Some(Read { tier, which, end, siblings: Vec::new(), through: None })
    }
}

/// One step at `at`, as far as it may follow `steps`.
pub(super) fn step(glyphs: &Glyphs, at: usize, steps: &[Step]) -> Option<Read> {
    let read = match glyphs.get(at)? {
        '第' => ordinal(glyphs, at).filter(|read| !heads(glyphs, at, read))?,
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

/// Whether it opens a heading that has run into the paragraph before it: 清洗和消毒。第五章　卫生标准.
fn heads(glyphs: &Glyphs, at: usize, read: &Read) -> bool {
    matches!(read.tier, Tier::Part | Tier::Subpart | Tier::Chapter | Tier::Section)
        && glyphs.before(at).is_none_or(|c| matches!(c, '。' | '\n'))
        && glyphs.get(read.end) == Some(' ')
}

/// 第十二条, 第 6-1 條, 第一、二款, 第三至五条, 第（一）、（二）项, 第三部分.
pub(super) fn ordinal(glyphs: &Glyphs, at: usize) -> Option<Read> {
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
        if !is_numbered_end(glyphs, tier, end) {
            return None;
        }
        return Read::one(tier, Which::Number(number), end);
    }
    if !is_numbered_end(glyphs, tier, end) {
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

/// 第（一）项第2目的规定 names a 目: where a number counts it, 目的 is no word.
fn is_numbered_end(glyphs: &Glyphs, tier: Tier, end: usize) -> bool {
    tier == Tier::Indent && glyphs.get(end) == Some('的') || is_unit_end(glyphs, tier, end)
}

/// 十二, 6-1, （三）.
pub(super) fn value(glyphs: &Glyphs, at: usize) -> Option<(String, usize)> {
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
    // 第三-A條, 第3A條
    let letter = if glyphs.get(tail) == Some('-') { tail + 1 } else { end };
    if let Some(c @ 'A'..='Z') = glyphs.get(letter)
        && unit(glyphs, glyphs.skip_blanks(letter + 1)).is_some_and(|(tier, _)| tier == Tier::Article)
    {
        text.push_str(if letter > end { "-" } else { "" });
        text.push(c);
        end = letter + 1;
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

pub(super) fn unit(glyphs: &Glyphs, at: usize) -> Option<(Tier, usize)> {
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
pub(super) fn is_unit_end(glyphs: &Glyphs, tier: Tier, end: usize) -> bool {
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
