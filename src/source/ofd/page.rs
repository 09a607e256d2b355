//! The objects of a page and the lines they make. Lengths are millimetres, y grows downwards.

use crate::source::xml::Element;
use std::collections::HashMap;

/// A rectangle: corner and size (ST_Box).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Box2 {
    x: f64,
    y: f64,
    width: f64,
}

impl Box2 {
    pub(super) fn parse(text: &str) -> Self {
        let numbers = numbers(text);
        let at = |i: usize| numbers.get(i).copied().unwrap_or(0.0);
        Box2 { x: at(0), y: at(1), width: at(2) }
    }
}

/// A stretch of words on one base line, or an image.
#[derive(Debug)]
struct Run {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    text: String,
    /// Stands on a line of its own: images, vertical and turned text.
    alone: bool,
}

/// The objects of one page.
pub(super) struct Objects {
    runs: Vec<Run>,
    words: bool,
}

impl Objects {
    pub(super) fn read(page: &Element, media: &HashMap<String, String>) -> Self {
        let mut objects = Objects { runs: Vec::new(), words: false };
        for layer in page.child("Content").into_iter().flat_map(|content| content.named("Layer")) {
            objects.add(layer, media);
        }
        objects
    }

    pub(super) fn has_words(&self) -> bool {
        self.words
    }

    fn add(&mut self, parent: &Element, media: &HashMap<String, String>) {
        for object in parent.elements().filter(|object| object.attr("Visible") != Some("false")) {
            match &*object.name {
                "PageBlock" => self.add(object, media),
                "TextObject" => self.add_text(object),
                "ImageObject" => {
                    let corner = Box2::parse(object.attr("Boundary").unwrap_or_default());
                    if let Some(path) = object.attr("ResourceID").and_then(|id| media.get(id)) {
                        let text = format!("[img {}]", path.replace(char::is_whitespace, "%20"));
                        let (x, end) = (corner.x, corner.x + corner.width);
                        self.runs.push(Run { x, end, y: corner.y, size: 0.0, text, alone: true });
                    }
                }
                _ => {}
            }
        }
    }

    /// One text object (GB/T 33190-2016, 11.3): its codes, each placed by X, Y and the steps between characters.
    fn add_text(&mut self, object: &Element) {
        let corner = Box2::parse(object.attr("Boundary").unwrap_or_default());
        let matrix = Matrix::parse(object.attr("CTM").unwrap_or_default());
        let size = number(object.attr("Size")).unwrap_or(3.0) * number(object.attr("HScale")).unwrap_or(1.0);
        // A code that states no place begins where the one before it began.
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.named("TextCode") {
            x = number(code.attr("X")).unwrap_or(x);
            y = number(code.attr("Y")).unwrap_or(y);
            let text = code.text();
            let count = text.chars().count();
            let down: f64 = steps(code.attr("DeltaY").unwrap_or_default(), count).iter().sum();
            let across = steps(code.attr("DeltaX").unwrap_or_default(), count);
            let (text, width) = set(text.trim_matches(['\n', '\r']), &across, size);
            if text.trim().is_empty() {
                continue;
            }
            self.words = true;
            let (left, base) = matrix.apply(x, y);
            let (right, _) = matrix.apply(x + width, y);
            self.runs.push(Run {
                x: corner.x + left,
                end: corner.x + right,
                y: corner.y + base,
                size: size * matrix.scale(),
                text,
                alone: matrix.turns() || down.abs() > size,
            });
        }
    }

    /// The lines from top to bottom. A line that begins right of the margin has full-width spaces
    /// before it, one for each character's width; a wider step down is a blank line.
    pub(super) fn lines(mut self, page: Box2) -> Vec<String> {
        self.runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        let mut rows: Vec<Vec<Run>> = Vec::new();
        for run in self.runs {
            match rows.last_mut() {
                Some(row) if fits(row, &run) => row.push(run),
                _ => rows.push(vec![run]),
            }
        }
        let body = typical(rows.iter().flatten().filter(|run| !run.alone).map(|run| run.size)).unwrap_or(4.0);
        let margin = rows
            .iter()
            .flatten()
            .filter(|run| !run.alone && run.x >= page.x)
            .map(|run| run.x)
            .min_by(f64::total_cmp)
            .unwrap_or(0.0);
        let steps =
            rows.windows(2).map(|pair| top(&pair[1]) - top(&pair[0])).filter(|step| *step > body * 0.8);
        let pitch = typical(steps).unwrap_or(body * 1.6);
        let mut lines = Vec::new();
        let mut above: Option<f64> = None;
        for row in rows {
            let y = top(&row);
            if above.is_some_and(|above| y - above > pitch * 1.6) {
                lines.push(String::new());
            }
            above = Some(y);
            lines.push(set_row(row, margin));
        }
        lines
    }
}

fn top(row: &[Run]) -> f64 {
    row.first().map_or(0.0, |run| run.y)
}

/// Whether a run stands on the base line of the row, small raised characters included.
fn fits(row: &[Run], run: &Run) -> bool {
    // A run that stands alone is the only one of its row.
    row.first().is_some_and(|first| {
        !first.alone && !run.alone && (run.y - first.y).abs() <= 0.4 * first.size.max(run.size)
    })
}

fn set_row(mut row: Vec<Run>, margin: f64) -> String {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut line = String::new();
    let mut last: Option<Run> = None;
    for run in row {
        match &last {
            None if run.alone => {}
            None => {
                let indent = ((run.x - margin) / run.size.max(0.1)).round();
                if indent >= 1.5 {
                    line.extend(std::iter::repeat_n('　', indent.min(40.0) as usize));
                }
            }
            // Words printed twice with a small shift are bold.
            Some(last) if last.text == run.text && (run.x - last.x).abs() < 0.3 * run.size => continue,
            Some(last) => {
                let gap = (run.x - last.end) / run.size.max(0.1);
                if gap >= 1.5 {
                    line.push('　');
                } else if gap >= 0.6 {
                    line.push(' ');
                }
            }
        }
        line.push_str(&run.text);
        last = Some(run);
    }
    line.trim_end().to_owned()
}

/// The words of one code and their width; a step that leaves a gap becomes a space.
fn set(text: &str, steps: &[f64], size: f64) -> (String, f64) {
    let mut out = String::new();
    let mut width = 0.0;
    let mut steps = steps.iter();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        let own = if (c as u32) < 0x2E80 && !matches!(c, '“' | '”' | '‘' | '’' | '—' | '…') {
            size / 2.0
        } else {
            size
        };
        if chars.peek().is_none() {
            width += own;
            break;
        }
        let step = steps.next().copied().unwrap_or(own);
        let spaced = c.is_whitespace() || chars.peek().is_some_and(|next| next.is_whitespace());
        if step - own >= 0.6 * size && !spaced {
            out.push(if step - own >= 1.5 * size { '　' } else { ' ' });
        }
        width += step;
    }
    (out, width)
}

/// The steps of a list in which `g n d` says n times d (GB/T 33190-2016, 11.3), no more than `limit`.
fn steps(text: &str, limit: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next().filter(|_| out.len() < limit) {
        if word == "g" {
            let count = words.next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
            let step = number(words.next()).unwrap_or(0.0);
            out.extend(std::iter::repeat_n(step, count.min(limit - out.len())));
        } else {
            out.push(number(Some(word)).unwrap_or(0.0));
        }
    }
    out
}

/// The most frequent of some lengths, to a tenth of a millimetre.
fn typical(lengths: impl Iterator<Item = f64>) -> Option<f64> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for length in lengths {
        *counts.entry((length * 10.0).round() as i64).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(length, count)| (*count, -*length))
        .map(|(length, _)| length as f64 / 10.0)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace().take(6).map(|word| number(Some(word)).unwrap_or(0.0)).collect()
}

fn number(text: Option<&str>) -> Option<f64> {
    text?.trim().parse().ok().filter(|n: &f64| n.is_finite() && n.abs() < 1e6)
}

/// The transformation of an object (CTM).
struct Matrix([f64; 6]);

impl Matrix {
    fn parse(text: &str) -> Self {
        let numbers = numbers(text);
        match numbers.as_slice() {
            [a, b, c, d, e, f] => Matrix([*a, *b, *c, *d, *e, *f]),
            _ => Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt().max(0.01)
    }

    fn turns(&self) -> bool {
        let [a, b, ..] = self.0;
        b.abs() > 0.1 * a.abs()
    }
}
