//! The fields of a page, each with the words it was read from.

use super::header::{Entry, Field};
use super::heading::{self, close};
use super::language::language;
use super::parts::{Part, Scope};
use super::{closing, date, genre, issuer, lexer};
use crate::model::{Block, Dates, Evidence, Language, Level, Metadata, Origin, PartialDate, Role};
use regex::Regex;
use std::sync::LazyLock;

/// Works out the metadata from header, heads, closings and the clauses of the body.
pub(super) fn read(header: &[Entry], parts: &[Part], blocks: &[Block], text: &str) -> Metadata {
    let mut meta = Metadata { language: Some(language(text)), ..Metadata::default() };
    let english = meta.language == Some(Language::English);
    let taiwan = is_taiwan(text, meta.language);
    let body = parts.iter().find(|p| p.scope == Scope::Body);
    let cover = parts.iter().find(|p| p.scope == Scope::Cover);
    let outer = cover.or(body);

    header_words(header, &mut meta);
    titles(header, body, cover, &mut meta);
    meta.kind = if english {
        Some("commentary".to_owned())
    } else if meta.title.is_empty() {
        genre::kind_by_self_reference(text)
    } else {
        genre::kind(&meta.title, taiwan)
    };
    let history: Vec<(&str, usize)> = parts
        .iter()
        .filter(|p| matches!(p.scope, Scope::Body | Scope::Cover))
        .flat_map(|p| p.head.all(Role::HistoryNote))
        .collect();
    numbers(header, outer, cover, &history, &mut meta);
    if !english {
        issuers(header, outer, &history, &mut meta);
    }
    dates(header, outer, &history, blocks, &mut meta);
    if let Some((words, line)) = outer.and_then(|p| p.head.get(Role::Recipients)) {
        meta.recipients = Some(words.trim_end_matches(['：', ':']).to_owned());
        note(&mut meta, "recipients", Origin::TitleBlock, line, words);
    }
    imprint(blocks, &mut meta);
    meta.level = (!english)
        .then(|| issuer::level(&meta.issuers, &meta.title))
        .filter(|l| *l != Level::Other || !meta.issuers.is_empty());
    meta
}

/// Taiwan's laws: numbered 第 N 條 and dated by the Republic.
pub(super) fn is_taiwan(text: &str, language: Option<Language>) -> bool {
    language == Some(Language::Traditional)
        && (text.contains("法規名稱") || text.contains("中華民國") || TAIWAN_ARTICLE.is_match(text))
        && !text.contains("澳門")
}

/// Macau's laws: articles whose paragraphs are numbered 一、.
pub(super) fn is_macau(text: &str) -> bool {
    text.matches("澳門").count() + text.matches("澳门").count() >= 2
        && ["行政長官", "行政长官", "澳門特別行政區", "澳门特别行政区"].iter().any(|w| text.contains(w))
}

static TAIWAN_ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^第 \d+(-\d+)? 條").expect("a fixed pattern"));

fn note(meta: &mut Metadata, field: &str, from: Origin, line: usize, words: &str) {
    meta.provenance.push(Evidence {
        field: field.to_owned(),
        from,
        line: (line > 0).then_some(line),
        words: words.to_owned(),
    });
}

/// Every header line stays in the page, whatever it says.
fn header_words(header: &[Entry], meta: &mut Metadata) {
    for entry in header {
        let field = match entry.field {
            Field::Title => "title",
            Field::Issuer => "issuers",
            Field::Number => "number",
            Field::Issued => "dates.issued",
            Field::Published => "dates.published",
            Field::Effective => "dates.effective",
            Field::Changed => "dates.revised",
            Field::History => "history",
            Field::Repealed | Field::Validity => "status",
            Field::Secrecy => "secrecy",
            Field::Audience => "audience",
            Field::Other => "label",
        };
        note(meta, field, Origin::Header, entry.line, &entry.words.join("\n"));
        let value = entry.value.trim();
        if entry.field == Field::Secrecy && !value.is_empty() && !["无", "公开", "非密"].contains(&value)
        {
            meta.secrecy = Some(value.to_owned());
        }
        if entry.field == Field::Audience && value.contains("不") {
            meta.audience = Some("internal".to_owned());
        }
    }
}

fn titles(header: &[Entry], body: Option<&Part>, cover: Option<&Part>, meta: &mut Metadata) {
    let given = value(header, Field::Title);
    let printed = body.and_then(|p| p.head.get(Role::Title));
    if let Some((words, line)) = printed {
        meta.title = words.to_owned();
        note(meta, "title", Origin::TitleBlock, line, "");
    } else if let Some(given) = given.filter(|_| cover.is_none()) {
        meta.title = given.to_owned();
    }
    if let Some((words, line)) = cover.and_then(|p| p.head.get(Role::Title)) {
        meta.cover_title = Some(words.to_owned());
        note(meta, "cover_title", Origin::TitleBlock, line, "");
    }
}

fn value<'a>(header: &'a [Entry], field: Field) -> Option<&'a str> {
    header.iter().find(|e| e.field == field).map(|e| e.value.trim()).filter(|v| !v.is_empty())
}

static TAIWAN_ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"日\s*(?P<who>\p{Han}{2,20}?)\s*(?P<number>(?:[（(]\s*\d+\s*[）)])?\s*\p{Han}{2,12}字第\s*[0-9A-Z-]+\s*[號号])\s*令").expect("a fixed pattern")
});

/// The order that published it, in a history note.
static ORDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"日\s*(\p{Han}{2,30}令第?\s*\d{1,5}\s*号)").expect("a fixed pattern"));

fn numbers(
    header: &[Entry],
    outer: Option<&Part>,
    cover: Option<&Part>,
    history: &[(&str, usize)],
    meta: &mut Metadata,
) {
    if let Some(given) = value(header, Field::Number) {
        meta.number = Some(given.to_owned());
    } else if let Some((words, line)) = outer.and_then(|p| p.head.get(Role::Number)) {
        let title = cover.map(|p| p.head.title()).unwrap_or_default();
        // 第706号 alone says little: 国务院令第706号.
        let whole = if words.starts_with('第') && title.ends_with('令') {
            format!("{}{words}", close(title))
        } else {
            words.to_owned()
        };
        meta.number = Some(whole);
        note(meta, "number", Origin::TitleBlock, line, "");
    } else if let Some(number) =
        value(header, Field::History).and_then(|h| TAIWAN_ORDER.captures(h)).and_then(|c| c.name("number"))
    {
        meta.number = Some(number.as_str().split_whitespace().collect::<Vec<_>>().join(" "));
    } else if let Some(number) =
        history.iter().find_map(|(words, _)| ORDER.captures(words)).and_then(|c| c.get(1))
    {
        meta.number = Some(number.as_str().to_owned());
    }
}

fn issuers(header: &[Entry], outer: Option<&Part>, history: &[(&str, usize)], meta: &mut Metadata) {
    let title = outer.map(|p| p.head.title()).unwrap_or_default();
    let in_title = issuer::of_title(title);
    let mut found: Vec<String> = Vec::new();
    if let Some(part) = outer {
        let mut names = Vec::new();
        for words in &part.signature {
            match closing::official(words) {
                Some(name) => meta.signed_by = Some(name),
                None => names.push((*words).to_owned()),
            }
        }
        if let Some((signed, _)) = part.date.and_then(|(words, _)| closing::signed_line(words)) {
            names.extend(signed);
        }
        if !names.is_empty() {
            found = issuer::of_signature(&names, &in_title);
            let line = part.date.map_or(0, |d| d.1);
            note(meta, "issuers", Origin::Signature, line, "");
        }
    }
    if found.is_empty()
        && let Some(given) = value(header, Field::Issuer)
    {
        found = issuer::side_by_side(given);
    }
    if found.is_empty() {
        let under_title: Vec<String> = outer
            .map(|p| p.head.all(Role::Signature).flat_map(|(words, _)| issuer::side_by_side(words)).collect())
            .unwrap_or_default();
        found = under_title;
    }
    if found.is_empty() {
        found = in_title;
    }
    if found.is_empty() {
        let notes: Vec<&str> = history.iter().map(|(words, _)| *words).collect();
        found = issuer::of_history(&notes.join(
            "
",
        ));
    }
    if found.is_empty()
        && let Some(who) =
            value(header, Field::History).and_then(|h| TAIWAN_ORDER.captures(h)).and_then(|c| c.name("who"))
    {
        found.push(who.as_str().to_owned());
    }
    if found.is_empty() && title.ends_with('令') {
        let who = title.trim_end_matches('令');
        let who = if who == "中华人民共和国国务院" { "国务院" } else { who };
        found.extend(issuer::is_organ(who).then(|| who.to_owned()));
    }
    meta.issuers = found;
}

fn dates(
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
        found.issued = date::only_date(words);
        note(meta, "dates.issued", Origin::TitleBlock, line, "");
    }
    found.issued = found.issued.or(given(Field::Issued));
    found.published = given(Field::Published);
    found.effective = given(Field::Effective);
    for (words, line) in history {
        history_dates(words, &mut found);
        note(meta, "dates.passed", Origin::TitleBlock, *line, "");
    }
    if let Some((words, line)) =
        outer.into_iter().flat_map(|p| p.head.all(Role::Note)).find(|(w, _)| heading::BYLINE.is_match(w))
        && let Some((_, date)) = date::dates(words).first()
    {
        found.published = found.published.or(Some(*date));
        note(meta, "dates.published", Origin::TitleBlock, line, "");
    }
    if let Some(record) = value(header, Field::History) {
        history_dates(record, &mut found);
    }
    if found.effective.is_none()
        && let Some((date, line)) = effective(blocks)
    {
        found.effective = Some(date);
        note(meta, "dates.effective", Origin::Text, line, "");
    }
    meta.dates = found;
}

/// What a history note says of each date: the verb after it, up to the next date.
/// The first of a verb counts; later ones are revisions.
fn history_dates(words: &str, found: &mut Dates) {
    let all = date::dates(words);
    for (i, (span, date)) in all.iter().enumerate() {
        let end = all.get(i + 1).map_or(words.len(), |next| next.0.start);
        let says = &words[span.end..end];
        let has = |verbs: &[&str]| verbs.iter().any(|v| says.contains(v));
        if has(&["修正", "修订", "修訂", "修改"]) {
            if !found.revised.contains(date) {
                found.revised.push(*date);
            }
            if found.passed.is_none() && has(&["通过", "通過"]) && i == 0 {
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
        } else if has(&["公布", "发布", "發布", "颁布", "頒布", "印发", "訂定", "制定"]) {
            if found.issued.is_none() {
                found.issued = Some(*date);
            } else if found.issued != Some(*date)
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
    Regex::new(r"(?:本\p{Han}{1,8}|》.{0,12}|现予公布，|^)自(?P<date>[0-9〇○零一二三四五六七八九十]{2,4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日)(?:零时)?起(?:施行|实施|执行|生效|試行|试行)")
        .expect("a fixed pattern")
});

/// 本办法自…起施行, nearest to the end.
fn effective(blocks: &[Block]) -> Option<(PartialDate, usize)> {
    blocks.iter().filter_map(Block::as_clause).filter(|c| !c.anchor.as_str().starts_with("att_")).fold(
        None,
        |last, clause| {
            // What a quotation says of another act is not about this one.
            let own = clause.text.split('\n').next().unwrap_or_default();
            EFFECTIVE
                .captures(own)
                .and_then(|c| date::only_date(c.name("date")?.as_str()))
                .map(|date| (date, clause.line))
                .or(last)
        },
    )
}

fn imprint(blocks: &[Block], meta: &mut Metadata) {
    for block in blocks {
        let Block::Line { role, text, line } = block else { continue };
        match role {
            Role::CopiedTo => {
                let words = text
                    .find(['：', ':'])
                    .map_or(text.as_str(), |at| text[at..].trim_start_matches(['：', ':']));
                meta.copied_to = Some(words.trim().trim_end_matches('。').to_owned());
                note(meta, "copied_to", Origin::Imprint, *line, "");
            }
            Role::Imprint => {
                if let Some((by, date)) = lexer::imprint(text) {
                    meta.dates.printed = Some(date);
                    meta.printed_by = (!by.is_empty()).then(|| by.to_owned());
                    note(meta, "dates.printed", Origin::Imprint, *line, "");
                }
            }
            Role::Note if text.contains("不予公开") || text.contains("内部") && text.contains("文件") =>
            {
                meta.audience = Some("internal".to_owned());
                note(meta, "audience", Origin::Signature, *line, "");
            }
            _ => {}
        }
    }
}
