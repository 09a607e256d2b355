//! Text to a circular: metadata and clauses. Parsing never refuses a text; at
//! worst it is one long list of paragraphs, and says so.
//!
//! 1. `lexer`: what each line is, judged alone; `series`: by the lines around it.
//! 2. `header`: fields above the text.
//! 3. `parts`: notice, carried instrument, attachments; with `heading` and `closing`.
//! 4. `outline`: the units of each part as a tree; with `table` and `quotation`.
//! 5. `anchors`: the tree to clauses with their addresses.
//! 6. `metadata`: the fields of the page and where each was read.
//!
//! `flat` is for what none of them got right.

mod anchors;
pub mod citation;
mod closing;
mod conclusion;
mod contents;
mod date;
mod flat;
mod flattened;
mod genre;
mod header;
mod heading;
mod history;
mod issuer;
mod language;
mod level;
mod lexer;
mod life;
mod masthead;
mod metadata;
mod outline;
mod parts;
mod quotation;
mod recipients;
mod rubric;
mod series;
mod table;
#[cfg(test)]
mod tests;

use crate::model::{Anchor, Block, Clause, Doubt, Label, Metadata, RepairedText, Role, Token, Unit};
use anchors::Custom;
use parts::{Item, Part, Scope};
use std::collections::HashMap;

pub use flat::flat;

/// What was read from one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub meta: Metadata,
    /// In reading order. `also` is left empty; the page stage derives it.
    pub blocks: Vec<Block>,
    pub doubts: Vec<Doubt>,
}

/// Reads a repaired text. The caller fills in `meta.source`.
pub fn parse(text: &RepairedText) -> Parsed {
    let lines = series::read(lexer::lex(text));
    let (header, fields, start) = header::read(&lines);
    let given = header.iter().find(|e| e.field == header::Field::Title).map(|e| e.value.as_str());
    let mut parts = parts::split(&lines[start..], given);
    let language = language::language(text.text());
    let custom = if metadata::is_macau(text.text()) {
        Custom::Macau
    } else if metadata::is_taiwan(text.text(), language) {
        Custom::Taiwan
    } else {
        Custom::Mainland
    };
    let mut doubts = Vec::new();
    let mut seen = HashMap::new();
    let above = lines[..fields].iter();
    let mut blocks: Vec<Block> =
        above.map(|l| Block::Line { role: Role::Other, text: l.words.to_owned(), line: l.line }).collect();
    let missing = missing(&parts);
    for part in &mut parts {
        let items = std::mem::take(&mut part.items);
        blocks.extend(part_blocks(part, items, custom, &mut seen, &mut doubts));
    }
    doubts.extend(missing);
    let meta = metadata::read(&header, &parts, &blocks, text.text(), language);
    if !blocks.iter().any(|b| b.as_clause().is_some()) {
        doubts.push(Doubt {
            code: "no-text".to_owned(),
            anchor: None,
            line: 1,
            words: String::new(),
            message: "没有找到正文".to_owned(),
        });
    }
    Parsed { meta, blocks, doubts }
}

/// Attachments that a list names and the text does not hold, where it holds others.
fn missing(parts: &[Part]) -> Vec<Doubt> {
    let present: Vec<&Part> = parts.iter().filter(|p| matches!(p.scope, Scope::Attachment(_))).collect();
    let lists = parts.iter().filter(|_| !present.is_empty()).flat_map(|p| &p.items);
    let lines: Vec<(&str, usize)> = lists
        .filter_map(|item| match item {
            Item::Fixed(Role::AttachmentList, words, line) => Some((*words, *line)),
            _ => None,
        })
        .collect();
    let has = |number: Option<u32>, title: &str| {
        let title = heading::close(title);
        present.iter().any(|p| {
            let own = heading::close(p.head.title());
            let same = own.contains(&title) || title.contains(&own) && !own.is_empty();
            same || p.mark.is_some_and(|m| m.1 == number && number.is_some())
        })
    };
    lines
        .iter()
        .filter_map(|(words, line)| {
            let (number, title) = closing::listed(&[words]).into_iter().next()?;
            let absent = number.is_some() && !closing::is_left_out(&title) && !has(number, &title);
            absent.then(|| Doubt {
                code: "attachment-missing".to_owned(),
                anchor: None,
                line: *line,
                words: (*words).to_owned(),
                message: "附件说明列有此附件，文中没有".to_owned(),
            })
        })
        .collect()
}

/// The blocks of `part`, whose `items` were taken out of it.
fn part_blocks(
    part: &Part,
    items: Vec<Item>,
    custom: Custom,
    seen: &mut HashMap<Anchor, usize>,
    doubts: &mut Vec<Doubt>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut scope = match part.scope {
        Scope::Body => None,
        Scope::Cover => Some(Anchor::top(Token::Cover, "")),
        Scope::Attachment(number) => Some(Anchor::top(Token::Attachment, &number.to_string())),
    };
    if let Some((mark, _, line)) = part.mark.filter(|_| !matches!(part.scope, Scope::Attachment(_))) {
        // An attachment that came as a file of its own.
        blocks.push(Block::Line { role: Role::Other, text: mark.to_owned(), line });
    }
    for (role, words, line) in &part.head.lines {
        let role = match (role, part.scope) {
            (Role::Title, Scope::Cover) => Role::CoverTitle,
            (Role::Title, Scope::Attachment(_)) => continue,
            (role, _) => *role,
        };
        blocks.push(Block::Line { role, text: words.clone(), line: *line });
    }
    if let (Scope::Attachment(number), Some(plain)) = (part.scope, scope.clone()) {
        let clause = attachment(part, number, plain, seen, doubts);
        scope = Some(clause.anchor.clone());
        // A line may stand above the title where no 附件 begins the part.
        let above = |block: &&Block| matches!(block, Block::Line { line, .. } if *line < clause.line);
        let at = blocks.iter().take_while(above).count();
        blocks.insert(at, Block::Clause(clause));
        if let Some((mark, _, line)) = part.mark.filter(|_| stands_apart(part)) {
            blocks.insert(0, Block::Line { role: Role::Other, text: mark.to_owned(), line });
        }
    }
    let (entries, system) = outline::build(items);
    let mut own = anchors::assign(entries, system, scope.as_ref(), custom, seen, doubts);
    if let Some(scope) = scope.filter(|_| matches!(part.scope, Scope::Attachment(_))) {
        for block in &mut own {
            if let Block::Clause(clause) = block
                && clause.parent.is_none()
            {
                clause.parent = Some(scope.clone());
            }
        }
    }
    blocks.extend(own);
    blocks
}

/// 附： alone is no number of an attachment.
fn is_bare(mark: &str) -> bool {
    heading::close(mark).trim_end_matches(['：', ':']) == "附"
}

/// Whether the mark of an attachment is no number, or something stands between it and the title.
fn stands_apart(part: &Part) -> bool {
    let Some((mark, _, above)) = part.mark else { return false };
    let title = part.head.get(Role::Title).map_or(above, |(_, line)| line);
    is_bare(mark) || part.head.lines.iter().any(|(_, _, line)| (above + 1..title).contains(line))
}

/// The clause that an attachment's own heading is.
fn attachment(
    part: &Part,
    number: usize,
    plain: Anchor,
    seen: &mut HashMap<Anchor, usize>,
    doubts: &mut Vec<Doubt>,
) -> Clause {
    let title = part.head.get(Role::Title);
    let mark = part.mark.filter(|_| !stands_apart(part));
    let line = mark.map(|m| m.2).or(title.map(|t| t.1)).or(part.mark.map(|m| m.2)).unwrap_or(0);
    let count = seen.entry(plain.clone()).or_insert(0);
    *count += 1;
    let anchor = if *count > 1 { plain.repeated(*count) } else { plain };
    if *count > 1 {
        doubts.push(Doubt {
            code: "number-repeated".to_owned(),
            anchor: Some(anchor.clone()),
            line,
            words: String::new(),
            message: format!("附件{number}的编号重复出现"),
        });
    }
    Clause {
        anchor,
        also: Vec::new(),
        parent: None,
        label: mark.map(|(printed, n, _)| Label {
            unit: Unit::Attachment,
            number: n.map(|n| n.to_string()).unwrap_or_default().into(),
            printed: heading::close(printed).into(),
        }),
        heading: title.map(|t| t.0.to_owned()).unwrap_or_default(),
        text: String::new(),
        table: None,
        line,
    }
}
