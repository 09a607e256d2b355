//! The objects of a page and the lines they make. Lengths are millimetres, y grows downwards.

use crate::source::layout::{self, Run};
use crate::source::xml::Element;
use std::collections::HashMap;

/// A rectangle: corner and size (ST_Box).
#[derive(Debug, Clone, Copy)]
struct Box2 {
    x: f64,
    y: f64,
    width: f64,
}

impl Box2 {
    fn parse(text: &str) -> Self {
        let numbers = numbers(text);
        let at = |i: usize| numbers.get(i).copied().unwrap_or(0.0);
        Box2 { x: at(0), y: at(1), width: at(2) }
    }
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

    /// The lines of the page.
    pub(super) fn lines(self) -> Vec<layout::Line> {
        layout::lines(self.runs)
    }
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
