//! The fields of a page, each with the words it was read from.

use super::header::{Entry, Field};
use super::heading::{Head, close};
use super::parts::{Part, Scope};
use super::{closing, genre, issuer, level, lexer, life};
use crate::model::{Block, Evidence, Language, Level, Metadata, Origin, Role};
use memchr::memmem;
use regex::Regex;
use std::sync::LazyLock;

/// Works out the metadata from header, heads, closings and the clauses of the body.
pub(super) fn read(
    header: &[Entry],
    parts: &[Part],
    blocks: &[Block],
    text: &str,
    language: Language,
) -> Metadata {
    let mut meta = Metadata { language: Some(language), ..Metadata::default() };
    let english = language == Language::English;
    let taiwan = is_taiwan(text, language);
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
        genre::kind(&meta.title, taiwan || is_macau(text))
    };
    let history: Vec<(&str, usize)> = parts
        .iter()
        .filter(|p| matches!(p.scope, Scope::Body | Scope::Cover))
        .flat_map(|p| p.head.all(Role::HistoryNote))
        .collect();
    numbers(header, outer, body, cover, &history, &mut meta);
    if !english {
        issuers(header, outer, &history, &mut meta);
    }
    life::read(header, outer, &history, blocks, &mut meta);
    if meta.kind.is_none()
        && let Some(cover) = &meta.cover_title
    {
        meta.kind = genre::kind(cover, taiwan);
    }
    if is_macau(text) {
        // 第7/2019號法律 says what it is, whatever it regulates.
        let form = meta.number.as_deref().and_then(|n| n.rsplit_once('號')).map(|(_, form)| form);
        meta.kind = match form {
            Some("法律") => Some("法律".to_owned()),
            form => meta.kind.or(form.and_then(|f| genre::kind(f, true))),
        };
    }
    if let Some(head) = parts.first().map(|p| &p.head) {
        masthead(head, &mut meta);
    }
    if let Some((words, line)) = outer.and_then(|p| p.head.get(Role::Recipients)) {
        meta.recipients = Some(words.trim_end_matches(['：', ':']).to_owned());
        note(&mut meta, "recipients", Origin::TitleBlock, line, words);
    }
    imprint(blocks, &mut meta);
    meta.level = (!english)
        .then(|| level::level(&meta.issuers, &meta.title))
        .filter(|l| *l != Level::Other || !meta.issuers.is_empty());
    meta
}

/// Taiwan's laws: numbered 第 N 條 and dated by the Republic.
pub(super) fn is_taiwan(text: &str, language: Language) -> bool {
    language == Language::Traditional
        && (text.contains("法規名稱") || text.contains("中華民國") || TAIWAN_ARTICLE.is_match(text))
        && !text.contains("澳門")
}

/// Macau's laws: articles whose paragraphs are numbered 一、.
pub(super) fn is_macau(text: &str) -> bool {
    let count = |name: &str| memmem::find_iter(text.as_bytes(), name).count();
    count("澳門") + count("澳门") >= 2
        && ["行政長官", "行政长官", "澳門特別行政區", "澳门特别行政区"].iter().any(|w| text.contains(w))
}

static TAIWAN_ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^第 \d+(-\d+)? 條").expect("a fixed pattern"));

pub(super) fn note(meta: &mut Metadata, field: &str, from: Origin, line: usize, words: &str) {
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
            Field::Remark | Field::Other => "label",
        };
        // Label and value apart: the value often stands again as title or number of the text.
        for (words, line) in &entry.words {
            for words in label_and_value(words).into_iter().filter(|w| !w.is_empty()) {
                note(meta, field, Origin::Header, *line, words);
            }
        }
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

fn label_and_value(words: &str) -> [&str; 2] {
    let end =
        words.find(['：', ':']).map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
    [words[..end].trim(), words[end..].trim()]
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
    if let (true, Some(named)) = (meta.title.is_empty(), cover.and_then(|p| sole_title(p.head.title()))) {
        // A news release prints the title of what it announces in its own only.
        meta.title = named.to_owned();
    }
    if let Some((words, line)) = cover.and_then(|p| p.head.get(Role::Title)) {
        meta.cover_title = Some(words.to_owned());
        note(meta, "cover_title", Origin::TitleBlock, line, "");
    }
}

/// The one 《…》 that a title ends in.
fn sole_title(title: &str) -> Option<&str> {
    let (_, named) = title.strip_suffix('》')?.split_once('《')?;
    (!named.contains('《')).then_some(named)
}

pub(super) fn value<'a>(header: &'a [Entry], field: Field) -> Option<&'a str> {
    header.iter().find(|e| e.field == field).map(|e| e.value.trim()).filter(|v| !v.is_empty())
}

static TAIWAN_ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"日\s*(?P<who>\p{Han}{2,20}?)\s*(?P<number>(?:[（(]\s*\d+\s*[）)])?\s*(?:\p{Han}|[（(]\p{Han}{1,2}[）)]){2,16}字第\s*[0-9A-Z-]+\s*[號号])\s*令").expect("a fixed pattern")
});

/// The order that published it, in a history note.
static ORDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"日\s*(\p{Han}{2,30}令第?\s*\d{1,5}\s*号)").expect("a fixed pattern"));

/// A 发文字号 in a history note, before it speaks of revisions: those are by other papers.
fn own_number(note: &str) -> Option<regex::Captures<'_>> {
    static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\p{Han}{1,10}[〔\[]\s*(?:19|20)\d{2}\s*[〕\]]\s*\d{1,4}\s*号)")
            .expect("a fixed pattern")
    });
    let others = ["根据", "修正", "修订", "修改", "《"].iter().filter_map(|w| note.find(w)).min();
    PRINTED.captures(note).filter(|c| c.get(1).is_some_and(|n| others.is_none_or(|at| n.end() <= at)))
}

/// 密级, 紧急程度 and 签发人 above the title.
fn masthead(head: &Head, meta: &mut Metadata) {
    let line = head.lines.first().map_or(0, |l| l.2);
    if let Some(secrecy) = &head.secrecy {
        meta.secrecy = Some(secrecy.clone());
        note(meta, "secrecy", Origin::TitleBlock, line, "");
    }
    if let Some(urgency) = &head.urgency {
        meta.urgency = Some(urgency.clone());
        note(meta, "urgency", Origin::TitleBlock, line, "");
    }
    if let Some(signer) = &head.signer {
        meta.signed_by = Some(signer.clone());
        note(meta, "signed_by", Origin::TitleBlock, line, "");
    }
}

fn numbers(
    header: &[Entry],
    outer: Option<&Part>,
    body: Option<&Part>,
    cover: Option<&Part>,
    history: &[(&str, usize)],
    meta: &mut Metadata,
) {
    if let Some(given) = value(header, Field::Number) {
        meta.number = Some(given.to_owned());
    } else if let Some((words, line)) =
        [outer, body].into_iter().flatten().find_map(|p| p.head.get(Role::Number))
    {
        let title = cover.map(|p| p.head.title()).unwrap_or_default();
        let words = unbracketed(words);
        // 第706号 alone says little: 国务院令第706号.
        let whole = if words.starts_with('第') && title.ends_with('令') && !title.contains(' ') {
            format!("{}{words}", close(title))
        } else {
            words.to_owned()
        };
        meta.number = Some(whole);
        note(meta, "number", Origin::TitleBlock, line, "");
    } else if let Some(number) =
        record(header, history).and_then(|h| TAIWAN_ORDER.captures(h)).and_then(|c| c.name("number"))
    {
        meta.number = Some(number.as_str().split_whitespace().collect::<Vec<_>>().join(" "));
    } else if meta.title.starts_with('第') && meta.title.ends_with("批示") {
        meta.number = Some(meta.title.clone());
    } else if let Some(number) = history
        .iter()
        .find_map(|(words, _)| ORDER.captures(words).or_else(|| own_number(words)))
        .and_then(|c| c.get(1))
    {
        meta.number = Some(number.as_str().to_owned());
    }
}

/// Taiwan's 沿革: a field, or the note below the title.
fn record<'a>(header: &'a [Entry], history: &[(&'a str, usize)]) -> Option<&'a str> {
    value(header, Field::History).or_else(|| history.first().map(|h| h.0))
}

/// （第十五号） below a title is the number 第十五号.
fn unbracketed(words: &str) -> &str {
    let inside = words
        .strip_prefix(['（', '('])
        .and_then(|w| w.strip_suffix(['）', ')']))
        .filter(|w| !w.contains(['）', ')']));
    inside.map_or(words, str::trim)
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
        for (words, _) in part.head.all(Role::Date) {
            names.extend(closing::signed_line(words).map(|(names, _)| names).unwrap_or_default());
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
    if found.is_empty()
        && let Some(part) = outer
    {
        found.clone_from(&part.head.organs);
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
            record(header, history).and_then(|h| TAIWAN_ORDER.captures(h)).and_then(|c| c.name("who"))
    {
        found.push(who.as_str().to_owned());
    }
    let signs = |who: &str| outer.is_some_and(|p| p.signature.iter().any(|w| w.starts_with(who)));
    if found.is_empty() {
        // Macau's laws are the assembly's, though the chief executive signs them, too.
        let law = meta.number.as_deref().is_some_and(|n| n.ends_with("號法律"));
        let office = ["立法會", "立法会", "行政長官", "行政长官"]
            .into_iter()
            .find(|w| signs(w) || law && *w == "立法會");
        found.extend(office.map(str::to_owned));
    }
    if found.is_empty()
        && let Some(who) = ["令", "公告", "函"].iter().find_map(|form| title.strip_suffix(form))
    {
        let who = who.trim_end();
        found.extend(issuer::is_organ(who).then(|| who.to_owned()));
    }
    // The order's name is that of the state; its issuer signs without it.
    for name in found.iter_mut().filter(|n| *n == "中华人民共和国国务院") {
        *name = "国务院".to_owned();
    }
    meta.issuers = found;
}

/// Whether a note below the text says that the paper is not for the public: （此件不公开）, 是否公开：否.
fn withholds(note: &str) -> bool {
    let words = super::heading::close(note);
    let denies = ["不予公开", "不公开", "不得公开", "不宜公开", "非公开", "公开：否", "工作秘密", "不得外传"];
    denies.iter().any(|denial| words.contains(denial)) || words.contains("内部") && words.contains("文件")
}

fn imprint(blocks: &[Block], meta: &mut Metadata) {
    for block in blocks {
        let Block::Line { role, text, line } = block else { continue };
        match role {
            Role::CopiedTo => {
                let label = text.find(['：', ':']).filter(|at| text[..*at].chars().count() <= 8);
                let words =
                    label.map_or(text.as_str(), |at| text[at..].trim_start_matches(['：', ':'])).trim();
                match &mut meta.copied_to {
                    Some(above) => above.push_str(words),
                    None => {
                        meta.copied_to = Some(words.to_owned());
                        note(meta, "copied_to", Origin::Imprint, *line, "");
                    }
                }
            }
            Role::Imprint => {
                if let Some((by, date)) = lexer::imprint(text) {
                    meta.dates.printed = Some(date);
                    meta.printed_by = (!by.is_empty()).then(|| by.to_owned());
                    note(meta, "dates.printed", Origin::Imprint, *line, "");
                }
            }
            Role::Note if withholds(text) => {
                meta.audience = Some("internal".to_owned());
                note(meta, "audience", Origin::Signature, *line, "");
            }
            _ => {}
        }
    }
    if let Some(words) = &mut meta.copied_to {
        words.truncate(words.trim_end_matches('。').len());
    }
}
