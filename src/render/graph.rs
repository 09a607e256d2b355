//! The relations of one circular as a picture: what it rests on at the left, what rests on it at
//! the right. Plain SVG, so that it prints and needs no script.

use super::edges::{Edge, EdgeGroup};
use super::html::{escaped, shortened};
use super::words::Words;

const WIDTH: f32 = 860.0;
const BOX: f32 = 250.0;
const HEIGHT: f32 = 46.0;
const GAP: f32 = 12.0;
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
    let mut out = format!(
        "<svg class=\"graph\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        escaped(words.get("ui", "graph"))
    );
    let centre = (WIDTH - BOX) / 2.0;
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
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text></g></svg>",
        escaped(title),
        centre + BOX / 2.0,
        middle + 5.0,
        escaped(&fitting(title, 16))
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
         <text class=\"verb\" x=\"{tx}\" y=\"{vy}\">{name}</text><text x=\"{tx}\" y=\"{ty}\">{short}</text></g>",
        title = escaped(&edge.work.text),
        tx = x + 12.0,
        vy = y + 17.0,
        ty = y + 36.0,
        name = escaped(name),
        short = escaped(&fitting(&edge.work.text, 16)),
    );
    match edge.work.href.as_str() {
        "" => text,
        href => format!("<a href=\"{}\">{text}</a>", escaped(href)),
    }
}

/// What fits into `width` Han characters; a Latin letter takes about half.
fn fitting(text: &str, width: usize) -> String {
    let mut used = 0;
    let most = text
        .chars()
        .take_while(|c| {
            used += if c.is_ascii() { 1 } else { 2 };
            used <= 2 * width
        })
        .count();
    shortened(text, most)
}
