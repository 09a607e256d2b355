//! The forward check of a damaged sentence against those of sister copies, and the edits it proves.

use super::super::script;
use super::byteslip::{self, Outcome, Slip};
use super::paragraph::Paragraph;
use crate::model::{Certainty, Circular, Edit, RepairKind, RepairedText, Span};
use std::collections::HashMap;

/// What the sisters say of one damaged place.
pub(super) enum Verdict {
    Proved(Vec<Edit>),
    /// What to tell the reader, if there is more to tell than the doubt already says.
    Refused(Option<String>),
}

/// A sentence of a sister that gives the damaged words when it is damaged alike.
struct Proof<'a> {
    slips: Vec<Slip>,
    sister: &'a Circular,
    /// The character of the paragraph at which the sentence starts.
    start: usize,
}

impl Paragraph {
    /// Looks for a sister's sentence that the damaged one at `at` (current text) can be proved from.
    pub(super) fn prove<'a>(
        &self,
        text: &RepairedText,
        at: usize,
        sisters: impl Iterator<Item = &'a Circular>,
        usage: &HashMap<char, usize>,
    ) -> Verdict {
        let source_at = text.source_span(Span::new(at, at + 1)).start;
        let mark = self.spans.partition_point(|span| span.start < source_at);
        let starts = self.sentence_starts(mark);
        let (mut nearest, mut furthest) = (None, 0);
        let mut proofs: Vec<Proof> = Vec::new();
        for sister in sisters {
            for sentence in sentences(sister) {
                for start in &starts {
                    match byteslip::check(&self.chars[*start..], &sentence) {
                        Outcome::Proved(found) => proofs.extend(found.into_iter().map(|slips| Proof {
                            slips,
                            sister,
                            start: *start,
                        })),
                        Outcome::Refused(reach) if start + reach > furthest => {
                            (nearest, furthest) = (Some((sister, reach)), start + reach);
                        }
                        Outcome::Refused(_) => {}
                    }
                }
            }
        }
        let Some(Proof { slips, sister, start }) = choose(&proofs, usage) else {
            return Verdict::Refused(match (proofs.first(), nearest) {
                (Some(Proof { sister, .. }), _) => {
                    Some(format!("疑为字节错位所致乱码；据《{}》可作多种复原，未取其一。", sister.name()))
                }
                (None, Some((sister, reach))) if reach >= ENOUGH_IN_COMMON => Some(format!(
                    "疑为字节错位所致乱码；《{}》的相应文句与现存文字不能逐字印证（其后“{}”处不合），未作复原。",
                    sister.name(),
                    self.chars[furthest.min(self.chars.len())..].iter().take(4).collect::<String>()
                )),
                _ => None,
            });
        };
        let edits: Option<Vec<Edit>> =
            slips.iter().map(|slip| self.edit(text, slip, *start, sister)).collect();
        edits.map_or(Verdict::Refused(None), Verdict::Proved)
    }

    fn edit(&self, text: &RepairedText, slip: &Slip, start: usize, sister: &Circular) -> Option<Edit> {
        let first = self.spans.get(start + slip.standing.start)?;
        let last = self.spans.get((start + slip.standing.end).checked_sub(1)?)?;
        let span = self.current(text, Span::new(first.start, last.end))?;
        let mut note = format!(
            "据《{}》（{}）复原：按GBK编码逐字节正向校验，与原有乱码完全相符",
            sister.name(),
            sister.slug
        );
        if slip.unseen > 0 {
            note.push_str(&format!("；其中{}组字节在乱码中不可见", slip.unseen));
        }
        Some(Edit {
            kind: RepairKind::ByteSlip,
            span,
            after: wide_marks(&slip.words),
            certainty: Certainty::Certain,
            note: Some(note),
        })
    }
}

/// So many characters in common show that a sentence is meant.
pub(super) const ENOUGH_IN_COMMON: usize = 4;

/// The one proof, or the one that writes as the copy does elsewhere.
fn choose<'p, 'a>(proofs: &'p [Proof<'a>], usage: &HashMap<char, usize>) -> Option<&'p Proof<'a>> {
    let words =
        |proof: &Proof| -> Vec<String> { proof.slips.iter().map(|slip| wide_marks(&slip.words)).collect() };
    let habit = |proof: &Proof| -> usize {
        proof.slips.iter().flat_map(|slip| slip.words.chars()).filter(|c| usage.contains_key(c)).count()
    };
    let best = proofs.iter().map(habit).max()?;
    let mut likely = proofs.iter().filter(|proof| habit(proof) == best);
    let first = likely.next()?;
    likely.all(|other| words(other) == words(first)).then_some(first)
}

/// Each sentence of each clause as characters without blanks, from its start to the end of its clause.
fn sentences(circular: &Circular) -> impl Iterator<Item = Vec<char>> {
    circular.clauses().flat_map(|clause| clause.words().split('\n')).flat_map(|paragraph| {
        let chars: Vec<char> = paragraph.chars().filter(|c| !c.is_whitespace()).collect();
        let starts: Vec<usize> = std::iter::once(0)
            .chain(chars.iter().enumerate().filter(|(_, c)| byteslip::ends_sentence(**c)).map(|(i, _)| i + 1))
            .filter(|start| *start < chars.len())
            .collect();
        starts.into_iter().map(move |start| chars[start..].to_vec()).collect::<Vec<_>>()
    })
}

/// `，：；（）` in full width beside Han characters, as the rest of the page has them.
fn wide_marks(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let han = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| script::is_han(*c));
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            ',' | ':' | ';' | '(' | ')' if han(at.checked_sub(1)) || han(Some(at + 1)) => {
                char::from_u32(*c as u32 + 0xFEE0).unwrap_or(*c)
            }
            _ => *c,
        })
        .collect()
}
