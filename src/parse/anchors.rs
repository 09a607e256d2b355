//! Units to clauses with anchors (spec of `eId`: Akoma Ntoso naming convention).
//! Printed numbers are used as printed; only what has no number is counted.

use super::outline::{Entry, Node, Sort, System};
use crate::model::{Anchor, Block, Clause, Doubt, Label, Token, Unit, run_in_heading};
use std::collections::{BTreeMap, HashMap};

/// What the numbers within articles mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Custom {
    Mainland,
    /// 一、 is 款, a point; （一） 目, an indent.
    Taiwan,
    /// 一、 is a paragraph of the article.
    Macau,
}

/// Gives every unit its anchor below `scope`. `seen` counts printings across the page.
pub(super) fn assign(
    entries: Vec<Entry>,
    system: System,
    scope: Option<&Anchor>,
    custom: Custom,
    seen: &mut HashMap<Anchor, usize>,
    doubts: &mut Vec<Doubt>,
) -> Vec<Block> {
    let standing = standing(&entries);
    let numbered = entries.iter().any(|e| matches!(e, Entry::Node(n) if matches!(n.sort, Sort::Numbered(_))));
    let mut anchors: Vec<Option<Anchor>> = vec![None; entries.len()];
    let mut counts: HashMap<(Option<Anchor>, Token), usize> = HashMap::new();
    let several = with_several_paragraphs(&entries);
    // The paragraph of each article that the next items stand under.
    let mut paragraph_of: HashMap<usize, Anchor> = HashMap::new();
    let mut first_numbered = true;
    let mut articles: BTreeMap<u32, (usize, Anchor)> = BTreeMap::new();

    for (i, entry) in entries.iter().enumerate() {
        let Entry::Node(node) = entry else { continue };
        let parent = node.parent.and_then(|p| anchors[p].clone());
        let above = parent.clone().or_else(|| scope.cloned());
        let anchor = match node.sort {
            Sort::Numbered(unit) => {
                first_numbered = false;
                let label = node.label.as_ref();
                let number = label.map_or("", |l| l.number.as_str());
                let article = ancestors(&entries, i).find(|a| is_article(&entries, *a));
                let token = token(unit, article.is_some(), custom, &entries, i);
                let base = match (standing.get(&i), article) {
                    (Some(ancestor), _) => {
                        ancestor.and_then(|a| anchors[a].clone()).or_else(|| scope.cloned())
                    }
                    (None, Some(article)) if node.parent == Some(article) && token != Token::Paragraph => {
                        let own = anchors[article].clone();
                        if several[article] {
                            let first = || own.map(|own| own.child(Token::Paragraph, "1"));
                            paragraph_of.get(&article).cloned().or_else(first)
                        } else {
                            own
                        }
                    }
                    _ => above,
                };
                let plain = Anchor::under(base.as_ref(), token, number);
                let anchor = once(plain, seen, node, doubts);
                if unit == Unit::Article
                    && let Some(n) = label.and_then(Label::main_number)
                {
                    articles.entry(n).or_insert((node.line, anchor.clone()));
                }
                anchor
            }
            Sort::Preface => once(Anchor::under(scope, Token::Preamble, ""), seen, node, doubts),
            Sort::Conclusion => {
                let base = Some(Anchor::under(scope, Token::Conclusion, ""));
                counted(&mut counts, seen, base, Token::Paragraph, 0)
            }
            Sort::Paragraph | Sort::Dash | Sort::Table => {
                let token = match node.sort {
                    Sort::Dash => Token::Indent,
                    Sort::Table => Token::Table,
                    _ => Token::Paragraph,
                };
                let opened =
                    node.parent.and_then(|p| node_at(&entries, p)).is_some_and(|p| !p.stands_alone());
                let before_first = parent.is_none() && numbered && first_numbered && node.sort != Sort::Table;
                let base = if before_first { Some(Anchor::under(scope, Token::Preamble, "")) } else { above };
                // The text on the number's line is the first paragraph.
                let offset = usize::from(opened && token == Token::Paragraph);
                let anchor = counted(&mut counts, seen, base, token, offset);
                seen.insert(anchor.clone(), 1);
                if let Some(article) =
                    node.parent.filter(|p| node.sort == Sort::Paragraph && is_article(&entries, *p))
                {
                    paragraph_of.insert(article, anchor.clone());
                }
                anchor
            }
        };
        if node.doubtful {
            doubts.push(doubt("table-lost", &anchor, node.line, "表格已散成单行，未能复原，照录各行"));
        }
        anchors[i] = Some(anchor);
    }
    if system.articles {
        gaps(&articles, doubts);
    }
    blocks(entries, &anchors)
}

/// The entries with their anchors, one a node.
fn blocks(entries: Vec<Entry>, anchors: &[Option<Anchor>]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(entries.len());
    blocks.extend(entries.into_iter().zip(anchors).filter_map(|(entry, anchor)| match entry {
        Entry::Line(role, text, line) => Some(Block::Line { role, text, line }),
        Entry::Node(node) => {
            let parent = node.parent.and_then(|parent| anchors.get(parent)?.clone());
            anchor.clone().map(|anchor| Block::Clause(clause(node, anchor, parent)))
        }
    }));
    blocks
}

fn clause(node: Node, anchor: Anchor, parent: Option<Anchor>) -> Clause {
    let in_article = matches!(node.sort, Sort::Numbered(Unit::Article))
        || anchor.parts().any(|(t, _)| t == Token::Article);
    let heading = if node.heading.is_empty() && matches!(node.sort, Sort::Numbered(_)) && !in_article {
        run_in_heading(&node.text).unwrap_or_default().to_owned()
    } else {
        node.heading
    };
    Clause {
        anchor,
        also: Vec::new(),
        parent,
        label: node.label,
        heading,
        text: node.text,
        table: node.table.map(Box::new),
        line: node.line,
    }
}

fn doubt(code: &str, anchor: &Anchor, line: usize, message: &str) -> Doubt {
    Doubt {
        code: code.to_owned(),
        anchor: Some(anchor.clone()),
        line,
        words: String::new(),
        message: message.to_owned(),
    }
}

fn node_at(entries: &[Entry], at: usize) -> Option<&Node> {
    match entries.get(at) {
        Some(Entry::Node(node)) => Some(node),
        _ => None,
    }
}

fn is_article(entries: &[Entry], at: usize) -> bool {
    node_at(entries, at).is_some_and(|n| n.sort == Sort::Numbered(Unit::Article))
}

/// Indices of the units above `at`, nearest first.
fn ancestors(entries: &[Entry], at: usize) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(node_at(entries, at).and_then(|n| n.parent), move |p| {
        node_at(entries, *p).and_then(|n| n.parent)
    })
}

/// For each entry, whether it is an article of several paragraphs, the text on the
/// line of its number included.
fn with_several_paragraphs(entries: &[Entry]) -> Vec<bool> {
    let mut counts = vec![0usize; entries.len()];
    for node in entries.iter().filter_map(|e| if let Entry::Node(n) = e { Some(n) } else { None }) {
        if let Some(count) =
            node.parent.filter(|_| node.sort == Sort::Paragraph).and_then(|p| counts.get_mut(p))
        {
            *count += 1;
        }
    }
    let own = |at| usize::from(node_at(entries, at).is_some_and(|n| !n.stands_alone()));
    counts.iter().enumerate().map(|(at, count)| is_article(entries, at) && count + own(at) > 1).collect()
}

fn token(unit: Unit, in_article: bool, custom: Custom, entries: &[Entry], at: usize) -> Token {
    let under_comma = ancestors(entries, at)
        .any(|a| node_at(entries, a).is_some_and(|n| n.sort == Sort::Numbered(Unit::Comma)));
    match (unit, in_article) {
        (Unit::Attachment, _) => Token::Attachment,
        (Unit::Part, _) => Token::Part,
        (Unit::Chapter, _) => Token::Chapter,
        (Unit::Section, _) => Token::Section,
        (Unit::Article, _) => Token::Article,
        (Unit::Comma, false) => Token::Section,
        (Unit::Comma, true) if custom == Custom::Macau => Token::Paragraph,
        (Unit::Comma, true) => Token::Point,
        (Unit::Bracket, false) => Token::Subsection,
        (Unit::Bracket, true) if custom == Custom::Taiwan && under_comma => Token::Indent,
        (Unit::Bracket, true) => Token::Point,
        (Unit::Digit, false) | (Unit::Decimal, _) => Token::Clause,
        (Unit::Digit, true) => Token::Indent,
        (Unit::BracketDigit, _) => Token::Subclause,
        (Unit::Circle, _) => Token::Point,
        // Above all others it heads a part of the text, below them it is an item.
        (Unit::Stem, _) if ancestors(entries, at).next().is_none() => Token::Part,
        (Unit::Stem, _) => Token::Point,
        (Unit::Dash, _) => Token::Indent,
    }
}

/// The next of its like, past the numbers that are printed: Macau's 一、 are paragraphs, too.
fn counted(
    counts: &mut HashMap<(Option<Anchor>, Token), usize>,
    seen: &HashMap<Anchor, usize>,
    base: Option<Anchor>,
    token: Token,
    offset: usize,
) -> Anchor {
    let count = counts.entry((base.clone(), token)).or_insert(offset);
    loop {
        *count += 1;
        let anchor = Anchor::under(base.as_ref(), token, &count.to_string());
        if !seen.contains_key(&anchor) {
            return anchor;
        }
    }
}

/// The anchor, or its `_2` when the same number was printed there before.
fn once(plain: Anchor, seen: &mut HashMap<Anchor, usize>, node: &Node, doubts: &mut Vec<Doubt>) -> Anchor {
    let count = seen.entry(plain.clone()).or_insert(0);
    *count += 1;
    if *count == 1 {
        return plain;
    }
    let anchor = plain.repeated(*count);
    let printed = node.label.as_ref().map_or("", |l| &l.printed);
    doubts.push(doubt(
        "number-repeated",
        &anchor,
        node.line,
        &format!("编号“{printed}”在同一上级下重复出现"),
    ));
    anchor
}

/// A missing article may be a line that was not recognised.
fn gaps(articles: &BTreeMap<u32, (usize, Anchor)>, doubts: &mut Vec<Doubt>) {
    let mut last: Option<u32> = None;
    for (&number, (line, anchor)) in articles {
        if let Some(before) = last.filter(|b| number > b + 1) {
            let message = format!("条号不连续：第{before}条之后是第{number}条");
            doubts.push(doubt("number-gap", anchor, *line, &message));
        }
        last = Some(number);
    }
}

/// Units whose numbers run on across the level above, and the unit (None: the
/// text) below which their numbers are then unique.
fn standing(entries: &[Entry]) -> HashMap<usize, Option<usize>> {
    let mut out = HashMap::new();
    const UNITS: [Unit; 7] =
        [Unit::Chapter, Unit::Section, Unit::Article, Unit::Comma, Unit::Bracket, Unit::Digit, Unit::Decimal];
    // The numbers of these tell of those above.
    let is_whole = |unit: Unit| matches!(unit, Unit::Article | Unit::Decimal);
    for unit in UNITS {
        let own: Vec<(usize, u32, Vec<usize>)> = entries
            .iter()
            .enumerate()
            .filter_map(|(i, e)| match e {
                Entry::Node(n) if n.sort == Sort::Numbered(unit) => {
                    let number = n.label.as_ref().and_then(Label::main_number)?;
                    let mut above: Vec<usize> = ancestors(entries, i).collect();
                    above.reverse();
                    Some((i, number, above))
                }
                _ => None,
            })
            .filter(|(i, ..)| {
                unit == Unit::Article || !ancestors(entries, *i).any(|a| is_article(entries, a))
            })
            .collect();
        let deepest = own.iter().map(|(.., above)| above.len()).max().unwrap_or(0);
        for depth in 0..deepest {
            if is_whole(unit) || runs_on(&own, depth) {
                for (i, _, above) in &own {
                    out.insert(*i, depth.checked_sub(1).and_then(|d| above.get(d).copied()));
                }
                break;
            }
        }
    }
    out
}

/// Whether the numbers, grouped by their ancestor at `depth`, go on where the
/// ancestor below it changes, and never begin again.
fn runs_on(own: &[(usize, u32, Vec<usize>)], depth: usize) -> bool {
    let mut crossings = 0;
    for pair in own.windows(2) {
        let ((_, before, above), (_, after, next)) = (&pair[0], &pair[1]);
        if above.get(..depth) != next.get(..depth) {
            continue;
        }
        let crosses = above.get(depth) != next.get(depth);
        if *after <= *before && (*after == 1 || crosses) {
            return false;
        }
        if crosses && *after == before + 1 {
            crossings += 1;
        }
    }
    crossings > 0
}
