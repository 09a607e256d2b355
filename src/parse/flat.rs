//! The last resort: a text whose structure was misread, as its lines.

use super::lexer::{self, Kind, Line};
use crate::model::{Anchor, Block, Clause, RepairedText, Role, Token};

/// Every line a paragraph, `para_1` and so on; images stay images. Nothing is a heading, a number, a field
/// or a row, so nothing can come before or behind its place.
pub fn flat(text: &RepairedText) -> Vec<Block> {
    let mut count = 0;
    let block = |line: Line| {
        if let Kind::Image(path) = line.kind {
            return Block::Line { role: Role::Image, text: path.to_owned(), line: line.line };
        }
        count += 1;
        Block::Clause(Clause {
            anchor: Anchor::top(Token::Paragraph, &count.to_string()),
            also: Vec::new(),
            parent: None,
            label: None,
            heading: String::new(),
            text: cells(line.words),
            table: None,
            line: line.line,
        })
    };
    lexer::lex(text).into_iter().map(block).collect()
}

/// The cells of a row stand apart; other lines have one.
fn cells(words: &str) -> String {
    let cells: Vec<&str> = words.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    cells.join("\u{3000}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_paragraph_in_its_place() {
        let text =
            RepairedText::new("渡口办法\n\n第一条\u{3000}甲。\n[img a.png]\n\t乙\t\t丙\t\n2021年5月4日\n");
        let said: Vec<String> = flat(&text)
            .iter()
            .map(|block| match block {
                Block::Clause(clause) => format!("{} {}", clause.anchor, clause.text),
                Block::Line { role, text, .. } => format!("{role:?} {text}"),
            })
            .collect();
        let expected = [
            "para_1 渡口办法",
            "para_2 第一条\u{3000}甲。",
            "Image a.png",
            "para_3 乙\u{3000}丙",
            "para_4 2021年5月4日",
        ];
        assert_eq!(said, expected);
    }
}
