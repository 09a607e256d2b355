//! The text of a source as it grows, line by line, with the edits that the
//! reader itself knows of.

use super::decode::undecoded;
use super::layout::Line;
use super::{paragraphs, running};
use crate::model::{Certainty, Edit, RepairKind, Span};

/// Why a line is not of the main text; None for a line that is.
pub(super) type Chrome = Option<&'static str>;

/// What is printed anew on every page.
pub(super) const RUNNING: Chrome = Some("turn of the page, with what runs on every page");

/// The line between two pages, where the format has pages: white space, for what joins sentences across it.
const PAGE_BREAK: &str = "\x0C";

/// Lines so far.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    edits: Vec<Edit>,
    /// Start and reason of the chrome that is under way.
    chrome: Option<(usize, &'static str)>,
    blank: bool,
}

impl Lines {
    /// Adds `line` as it is; line ends inside it begin new lines.
    pub(super) fn push(&mut self, line: &str, chrome: Chrome) {
        if self.chrome.map(|(_, why)| why) != chrome {
            self.close_chrome();
            self.chrome = chrome.map(|why| (self.text.len(), why));
        }
        self.append(line);
        self.text.push('\n');
        self.blank = line.trim().is_empty();
    }

    /// Adds the lines of pages, a form feed between two. What runs on page after page is noted as such,
    /// and so are the ends of lines and pages within a paragraph.
    pub(super) fn push_pages(&mut self, pages: &[Vec<Line>]) {
        let running = running::find(pages);
        let goes_on = paragraphs::find(pages, &running);
        let mut turning = false;
        for (page_at, (page, running)) in pages.iter().zip(running).enumerate() {
            if page_at > 0 {
                self.push(PAGE_BREAK, if turning { RUNNING } else { None });
            }
            for (at, line) in page.iter().enumerate() {
                let is_running = running.contains(&at);
                match line.text.is_empty() {
                    true if turning => self.push("", RUNNING),
                    true => self.push_blank(None),
                    false => self.push(&line.text, if is_running { RUNNING } else { None }),
                }
                if !is_running && !line.text.is_empty() {
                    let kind = goes_on.get(&(page_at, at));
                    turning = kind == Some(&RepairKind::PageBreak);
                    if let Some(kind) = kind {
                        self.join(*kind, &line.text);
                    }
                }
            }
        }
    }

    /// Notes that the end of the last line is none.
    fn join(&mut self, kind: RepairKind, words: &str) {
        let at = Span::new(self.text.len() - 1, self.text.len());
        let latin = words.ends_with(|c: char| c.is_ascii_alphabetic() || matches!(c, ',' | ';'));
        self.edits.push(Edit::certain(kind, at, if latin { " " } else { "" }));
    }

    /// Adds a blank line unless the last one is blank, or there is none yet.
    pub(super) fn push_blank(&mut self, chrome: Chrome) {
        if !self.blank && !self.text.is_empty() {
            self.push("", chrome);
        }
    }

    fn append(&mut self, line: &str) {
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            let start = self.text.len();
            if let Some(byte) = undecoded(c) {
                let mut bytes = vec![byte];
                while let Some(next) = chars.peek().copied().and_then(undecoded) {
                    bytes.push(next);
                    chars.next();
                }
                self.text.push(char::REPLACEMENT_CHARACTER);
                let hex: Vec<String> = bytes.iter().map(|b| format!("{b:02X}")).collect();
                self.note(
                    start,
                    "\u{FFFD}",
                    Certainty::Conjecture,
                    format!("undecodable bytes {}", hex.join(" ")),
                );
            } else if invisible(c) {
                self.text.push(c);
                self.note(start, "", Certainty::Certain, format!("control character U+{:04X}", c as u32));
            } else {
                self.text.push(c);
            }
        }
    }

    fn note(&mut self, start: usize, after: &str, certainty: Certainty, note: String) {
        // What is chrome is taken out as a whole.
        if self.chrome.is_none() {
            self.edits.push(Edit {
                kind: RepairKind::Decoding,
                span: Span::new(start, self.text.len()),
                after: after.to_owned(),
                certainty,
                note: Some(note),
            });
        }
    }

    fn close_chrome(&mut self) {
        if let Some((start, why)) = self.chrome.take() {
            let kind = if Some(why) == RUNNING { RepairKind::PageBreak } else { RepairKind::Chrome };
            self.edits.push(Edit {
                kind,
                span: Span::new(start, self.text.len()),
                after: String::new(),
                certainty: Certainty::Likely,
                note: Some(why.to_owned()),
            });
        }
    }

    /// The text and its edits, ordered and disjoint.
    pub(super) fn finish(mut self) -> (String, Vec<Edit>) {
        self.close_chrome();
        (self.text, self.edits)
    }
}

/// Characters that no page may hold (XML 1.0, 2.2) and marks of byte order
/// inside a text. Tab, line feed and form feed are white space.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0E'..='\x1F' | '\x7F' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
