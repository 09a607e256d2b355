//! The rules of `grammar.txt`, ready to be said.

use super::chance::Chance;
use std::collections::HashMap;

pub enum Piece {
    Words(&'static str),
    /// Another rule, or what only the document knows.
    Name(&'static str),
}

pub struct Grammar(HashMap<&'static str, Vec<Vec<Piece>>>);

impl Grammar {
    /// # Panics
    /// When `grammar.txt` is not in its form.
    pub fn new() -> Grammar {
        let lines = include_str!("grammar.txt").lines().filter(|line| !line.starts_with('#'));
        Grammar(
            lines
                .map(|line| {
                    let (name, forms) = line.split_once(' ').expect("a name");
                    (name, forms.split('|').map(pieces).collect())
                })
                .collect(),
        )
    }

    /// One form of a rule; None when there is no such rule.
    pub fn form(&self, rule: &str, chance: &mut Chance) -> Option<&[Piece]> {
        let forms = self.0.get(rule)?;
        Some(&forms[chance.zipf(forms.len(), 6.0)])
    }
}

fn pieces(form: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = form;
    while let Some((words, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').expect("a closed name");
        pieces.extend([Piece::Words(words), Piece::Name(name)]);
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
}
