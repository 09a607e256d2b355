//! The relations of one circular as a picture: what it rests on at the left, what rests on it at
//! the right. Plain SVG, so that it prints and needs no script.

use super::edges::{Edge, EdgeGroup};
use super::html::escaped;
use super::words::Words;

const WIDTH: f32 = 860.0;
const BOX: f32 = 250.0;
const HEIGHT: f32 = 62.0;
const GAP: f32 = 12.0;
/// Han characters on a line of a box, and from one line to the next.
const LINE: usize = 16;
const STEP: f32 = 17.0;
/// More than these on a side are only counted.
const MOST: usize = 7;

/// The picture; empty without relations.
pub fn graph(words: &Words, title: &str, outgoing: &[EdgeGroup], incoming: &[EdgeGroup]) -> String {
    let (left, right) = (flat(outgoing), flat(incoming));
    if left.is_empty() && right.is_empty() {
        return String::new();
    }
    let rows = side_rows(left.len()).max(side_rows(right.len())).max(1);
    let height = rows as f32 * (HEIGHT + GAP) + GAP;
    let middle = height / 2.0;
    let centre = (WIDTH - BOX) / 2.0;
    // A side without edges takes no room.
    let start = if left.is_empty() { centre } else { 0.0 };
    let width = if right.is_empty() { centre + BOX } else { WIDTH } - start;
    let mut out = format!(
        "<svg class=\"graph\" width=\"{width}\" height=\"{height}\" viewBox=\"{start} 0 {width} {height}\" role=\"group\" aria-label=\"{}\">",
        escaped(words.get("ui", "graph"))
    );
    let mut boxes = String::new();
    for (edges, x, from, to) in [(&left, 0.0, BOX, centre), (&right, WIDTH - BOX, WIDTH - BOX, centre + BOX)]
    {
        let count = side_rows(edges.len());
        let top = middle - count as f32 * (HEIGHT + GAP) / 2.0 + GAP / 2.0;
        for (at, (verb, name, edge)) in edges.iter().take(MOST).enumerate() {
            let y = top + at as f32 * (HEIGHT + GAP);
            let (cy, half) = (y + HEIGHT / 2.0, (from + to) / 2.0);
            out.push_str(&format!(
                "<path class=\"edge v-{verb}\" d=\"M{from} {cy}C{half} {cy} {half} {middle} {to} {middle}\"/>"
            ));
            boxes.push_str(&node(x, y, name, edge));
        }
        if edges.len() > MOST {
            let y = top + MOST as f32 * (HEIGHT + GAP);
            let more = escaped(&words.count("more", edges.len() - MOST));
            boxes.push_str(&format!(
                "<text class=\"more\" x=\"{}\" y=\"{}\">{more}</text>",
                x + 12.0,
                y + 20.0
            ));
        }
    }
    out.push_str(&boxes);
    let y = middle - HEIGHT / 2.0;
    out.push_str(&format!(
        "<g class=\"self\"><title>{}</title><rect x=\"{centre}\" y=\"{y}\" width=\"{BOX}\" height=\"{HEIGHT}\" rx=\"4\"/>\
         <text text-anchor=\"middle\">{}</text></g></svg>",
        escaped(title),
        lines(title, centre + BOX / 2.0, middle + 5.0)
    ));
    out
}

fn side_rows(edges: usize) -> usize {
    edges.min(MOST) + usize::from(edges > MOST)
}

fn flat(groups: &[EdgeGroup]) -> Vec<(&'static str, &str, &Edge)> {
    groups.iter().flat_map(|g| g.edges.iter().map(|e| (g.verb, g.name.as_str(), e))).collect()
}

fn node(x: f32, y: f32, name: &str, edge: &Edge) -> String {
    let class = if edge.held { "node" } else { "node absent" };
    let text = format!(
        "<g class=\"{class}\"><title>{title}</title><rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{HEIGHT}\" rx=\"4\"/>\
         <text class=\"verb\" x=\"{tx}\" y=\"{vy}\">{name}</text><text>{lines}</text></g>",
        title = escaped(&edge.work.text),
        tx = x + 12.0,
        vy = y + 17.0,
        name = escaped(name),
        lines = lines(&edge.work.text, x + 12.0, y + 42.0),
    );
    match edge.work.href.as_str() {
        "" => text,
        href => format!("<a href=\"{}\">{text}</a>", escaped(href)),
    }
}

/// The name on one line or two, their middle at `y`.
fn lines(name: &str, x: f32, y: f32) -> String {
    let (first, second) = broken(name);
    let line = |text: &str, y: f32| format!("<tspan x=\"{x}\" y=\"{y}\">{}</tspan>", escaped(text));
    if second.is_empty() {
        return line(&first, y);
    }
    line(&first, y - STEP / 2.0) + &line(&second, y + STEP / 2.0)
}

/// A name on two lines of [`LINE`] Han characters, what is too long cut off. No line begins with a mark that closes
/// something, and none ends with one that opens it.
fn broken(name: &str) -> (String, String) {
    let mut at = fitting(name);
    if at == name.len() {
        return (name.to_owned(), String::new());
    }
    // A Latin word stays whole.
    if let Some(blank) = name[..at].rfind(' ').filter(|_| !name[at..].starts_with(' ')) {
        at = blank;
    }
    let shuns = |at: usize| {
        name[..at].ends_with(['《', '〈', '（', '“', '〔'])
            || name[at..].starts_with(['》', '〉', '）', '”', '〕', '、', '，'])
    };
    while shuns(at) {
        let Some(last) = name[..at].chars().next_back() else { break };
        at -= last.len_utf8();
    }
    let rest = name[at..].trim_start();
    let end = fitting(rest);
    let more = if end < rest.len() { "…" } else { "" };
    let kept =
        if more.is_empty() { end } else { end - rest[..end].chars().next_back().map_or(0, char::len_utf8) };
    (name[..at].trim_end().to_owned(), format!("{}{more}", &rest[..kept]))
}

/// How many bytes of `text` fit on a line; a Latin letter takes about half of a Han character.
fn fitting(text: &str) -> usize {
    let mut used = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        used += if c.is_ascii() { 1 } else { 2 };
        used > 2 * LINE
    });
    beyond.map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_where_they_may_be() {
        let check = |name: &str, first: &str, second: &str| {
            assert_eq!(broken(name), (first.to_owned(), second.to_owned()), "{name}");
        };
        check("云岭省灯塔条例", "云岭省灯塔条例", "");
        check(
            "云岭省人民政府办公厅等关于转发《云岭省灯塔条例》的通知",
            "云岭省人民政府办公厅等关于转发",
            "《云岭省灯塔条例》的通知",
        );
        check("What does the opinion ask of us all?", "What does the opinion ask of us", "all?");
        check(&"灯".repeat(40), &"灯".repeat(16), &format!("{}…", "灯".repeat(15)));
        check("", "", "");
    }
}
