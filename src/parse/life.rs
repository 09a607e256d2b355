//! The dates of a paper's life: from its header, its signature, its 题注 and from
//! what the text says of its own coming into force.

use super::header::{Entry, Field};
use super::metadata::{note, value};
use super::parts::Part;
use super::{date, heading};
use crate::model::{Block, Clause, Dates, Metadata, Origin, PartialDate, Role};
use regex::Regex;
use std::sync::LazyLock;

/// Fills in `meta.dates`.
pub(super) fn read(
    header: &[Entry],
    outer: Option<&Part>,
    history: &[(&str, usize)],
    blocks: &[Block],
    meta: &mut Metadata,
) {
    let mut found = Dates::default();
    let given = |field| value(header, field).and_then(|v| date::dates(v).first().map(|d| d.1));
    if let Some((words, line)) = outer.and_then(|p| p.date) {
        found.issued = date::dates(words).last().map(|d| d.1);
        note(meta, "dates.issued", Origin::Signature, line, "");
    } else if let Some((words, line)) = outer.and_then(|p| p.head.get(Role::Date)) {
        found.issued = date::dates(words).last().map(|d| d.1);
        note(meta, "dates.issued", Origin::TitleBlock, line, "");
    }
    found.issued = found.issued.or(given(Field::Issued));
    found.published = given(Field::Published);
    found.effective = given(Field::Effective);
    for (at, (words, line)) in history.iter().enumerate() {
        history_dates(words, at == 0, &mut found);
        note(meta, "dates.passed", Origin::TitleBlock, *line, "");
    }
    if let Some((words, line)) =
        outer.into_iter().flat_map(|p| p.head.all(Role::Note)).find(|(w, _)| heading::BYLINE.is_match(w))
        && let Some((_, date)) = date::dates(words).first()
    {
        found.published = found.published.or(Some(*date));
        note(meta, "dates.published", Origin::TitleBlock, line, "");
    }
    match (value(header, Field::History), given(Field::Changed)) {
        (Some(record), _) => history_dates(record, true, &mut found),
        // 最新異動 may be the making itself, 修正 never is.
        (None, Some(changed))
            if (found.issued.is_some_and(|day| day != changed) || is_amended(header))
                && !found.revised.contains(&changed) =>
        {
            found.revised.push(changed);
        }
        _ => {}
    }
    let titles = [meta.title.clone(), meta.cover_title.clone().unwrap_or_default()];
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    if found.effective.is_none()
        && let Some((date, line)) = effective(own(blocks), found.issued, &titles)
            .or_else(|| effective(carried(blocks, &meta.title), found.issued, &titles))
    {
        found.effective = Some(date);
        note(meta, "dates.effective", Origin::Text, line, "");
    }
    meta.dates = found;
}

fn is_amended(header: &[Entry]) -> bool {
    let amended = |e: &Entry| e.words.first().is_some_and(|words| words.0.trim_start().starts_with("修正"));
    header.iter().any(|e| e.field == Field::Changed && amended(e))
}

/// What a history note says of each date: the verb after it, up to the next date.
/// The first of a verb counts; later ones are revisions. `is_first`: no note stands above it.
fn history_dates(words: &str, is_first: bool, found: &mut Dates) {
    let all = date::dates(words);
    for (i, (span, date)) in all.iter().enumerate() {
        let end = all.get(i + 1).map_or(words.len(), |next| next.0.start);
        let says = &words[span.end..end];
        let has = |verbs: &[&str]| verbs.iter().any(|v| says.contains(v));
        if has(&["修正", "修订", "修訂", "修改"]) {
            if !found.revised.contains(date) {
                found.revised.push(*date);
            }
            if found.passed.is_none() && has(&["通过", "通過"]) {
                found.passed = Some(*date);
            }
        } else if has(&["批准"]) && !has(&["通过", "通過"]) {
            found.approved = found.approved.or(Some(*date));
        } else if has(&["通过", "通過"]) {
            match found.passed {
                None => found.passed = Some(*date),
                Some(first) if first != *date && !found.revised.contains(date) => found.revised.push(*date),
                Some(_) => {}
            }
        } else if has(&["施行", "生效", "实施"]) && !has(&["公布", "发布"]) {
            found.effective = found.effective.or(Some(*date));
        } else if has(&["废止", "廢止"]) {
            found.repealed = found.repealed.or(Some(*date));
        } else if has(&["公布", "发布", "發布", "颁布", "頒布", "印发", "訂定", "制定", "令第"])
        {
            if found.issued.is_none() {
                found.issued = Some(*date);
            } else if !(is_first && i == 0)
                && found.issued != Some(*date)
                && !found.revised.contains(date)
                && has(&["令"])
                && found.passed.is_none()
            {
                found.revised.push(*date);
            }
        }
    }
}

static EFFECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:自|从|從|于|於)(?P<date>(?:中華民國|民國)?[0-9〇○零一二三四五六七八九十]{2,4}\s*年\s*[0-9元一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日)",
        r"(?:零时|零時|0时|凌晨零时)?(?:起|开始|開始|正式|之?日起|以后|起正式|起开始){0,2}(?:施行|實施|实施|执行|執行|生效|試行|试行|实行|實行|至.{4,12}(?:施行|实施|执行|有效|止))",
        r"|(?:執行期限|执行期限|实施期限|有效期限|有效期|试行期限|试点期限)(?:为|為|自|从|：)(?P<term>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)(?:起)?至",
    ))
    .expect("a fixed pattern")
});

/// 自公布之日起施行: on the day of issuance.
static AT_ONCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:自|从|從|于|於)(?:公布|发布|發布|颁布|頒布|印发|印發|下发|通过|签发|发文|本通知发布|本通知印发|本意见印发|本公告发布|公告|印发本通知)之?日(?:起|开始|即)?(?:施行|實施|实施|执行|執行|生效|試行|试行|实行)")
        .expect("a fixed pattern")
});

/// Subjects that are not this paper: 《某某办法》自…起施行, 新办法自….
static OF_ANOTHER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"》[^，。；]{0,12}$").expect("a fixed pattern"));

/// The clauses of a paper without its attachments.
fn own(blocks: &[Block]) -> impl Iterator<Item = &Clause> {
    blocks.iter().filter_map(Block::as_clause).filter(|c| !is_attached(c))
}

/// The clauses of the only attachment of a paper, where the paper's title names it: 关于印发某某办法的通知.
fn carried<'a>(blocks: &'a [Block], title: &str) -> impl Iterator<Item = &'a Clause> {
    let attached = || blocks.iter().filter_map(Block::as_clause).filter(|c| is_attached(c));
    let mut heads = attached().filter(|c| c.parent.is_none());
    let name = heads.next().map(|c| heading::close(&c.heading)).unwrap_or_default();
    let is_only = heads.next().is_none();
    let is_named = !name.is_empty() && heading::close(title).contains(&name);
    attached().filter(move |_| is_only && is_named)
}

fn is_attached(clause: &Clause) -> bool {
    clause.anchor.as_str().starts_with("att_")
}

/// When this paper comes into force, by its own words nearest to the end, and the
/// line. `issued` is the day of 自公布之日起; `titles` are its own.
fn effective<'a>(
    clauses: impl Iterator<Item = &'a Clause>,
    issued: Option<PartialDate>,
    titles: &[&str],
) -> Option<(PartialDate, usize)> {
    let mut last = None;
    let mut at_once = None;
    for clause in clauses {
        // What a quotation says of another act is not about this one.
        let own = clause.text.split('\n').next().unwrap_or_default();
        // What both patterns end in.
        if !own.contains('日') || !own.contains(['行', '效', '施', '止', '至']) {
            continue;
        }
        for found in EFFECTIVE.captures_iter(own) {
            let (Some(whole), Some(words)) = (found.get(0), found.name("date").or(found.name("term"))) else {
                continue;
            };
            if is_own(&own[..whole.start()], titles)
                && let Some(date) = date::only_date(words.as_str())
            {
                last = Some((date, clause.line));
            }
        }
        if let Some(found) = AT_ONCE.find(own).filter(|f| is_own(&own[..f.start()], titles)) {
            at_once = issued.map(|day| (day, clause.line)).filter(|_| !found.is_empty());
        }
    }
    last.or(at_once)
}

/// Whether the words before 自…起施行 have this paper for their subject.
fn is_own(before: &str, titles: &[&str]) -> bool {
    if before.matches('“').count() > before.matches('”').count() {
        return false;
    }
    // 【施行日期】 above the words is the article's rubric.
    let sentence = before.rsplit(['。', '；', '：', '】']).next().unwrap_or_default();
    let clause = sentence.rsplit('，').next().unwrap_or_default();
    let nearest = if clause.trim().is_empty() { sentence } else { clause };
    if OF_ANOTHER.is_match(nearest) {
        let title = nearest.rsplit('《').next().unwrap_or_default();
        return titles.iter().any(|own| title.starts_with(own.trim()) && !own.is_empty());
    }
    // 缴费标准自…起执行 is one rule of the paper, not the paper.
    let subject = nearest.trim();
    subject.is_empty()
        || subject.starts_with('本')
        || subject.contains("以上")
        || subject.contains("上述")
        || ["现予公布", "现予发布", "并", "以上规定", "新标准", "修订后", "此", "附则"]
            .iter()
            .any(|w| subject.starts_with(w))
        || sentence.trim_start().starts_with(['本', '现', '《', '此'])
}
