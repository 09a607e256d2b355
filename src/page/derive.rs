//! What a page does not write because it follows from the anchors: the parent
//! in the outline, and the other anchors that land on a clause.

use crate::model::{Anchor, Block, Clause, Token, Unit};
use rustc_hash::FxHashMap;

/// The clauses of a page and the place of each among them, by its anchor.
struct Clauses<'b> {
    list: Vec<&'b Clause>,
    own: FxHashMap<&'b str, usize>,
}

/// Smaller is higher: of the token, then of a decimal by its dots.
type Rank = (u8, usize);

/// Sets `parent` and `also` of every clause anew.
///
/// The parent is the nearest clause above of a higher rank (编 章 节/一、（一）条 1.（1）)
/// within the anchor's own prefix; `cl_10` stands alone and gets the `sec_3`
/// above it. `also` holds the forms that can mean this clause only: 款 left out
/// or put in (`art_12__point_5`, `art_12__para_1__point_5`), and `art_12__para_1`
/// for the text on the number's line.
pub fn derive(blocks: &mut [Block]) {
    let list: Vec<&Clause> = blocks.iter().filter_map(Block::as_clause).collect();
    let mut own = FxHashMap::with_capacity_and_hasher(list.len(), Default::default());
    for (at, clause) in list.iter().enumerate() {
        own.entry(clause.anchor.as_str()).or_insert(at);
    }
    let clauses = Clauses { list, own };
    let parents = clauses.parents();
    let also = clauses.aliases();
    let clauses = blocks.iter_mut().filter_map(|block| match block {
        Block::Clause(clause) => Some(clause),
        Block::Line { .. } => None,
    });
    for ((clause, parent), also) in clauses.zip(parents).zip(also) {
        clause.parent = parent;
        clause.also = also;
    }
}

impl<'b> Clauses<'b> {
    /// One parent a clause, in order.
    fn parents(&self) -> Vec<Option<Anchor>> {
        // For each scope, the last clause of each rank that is still open: 章 over 节 over 条.
        let mut open: FxHashMap<Option<&str>, Vec<(Rank, &Anchor)>> = FxHashMap::default();
        let mut parents = Vec::with_capacity(self.list.len());
        for clause in &self.list {
            let anchor = &clause.anchor;
            let Some(rank) = anchor.last().and_then(|(token, number)| rank(token, number)) else {
                parents.push(self.prefix(anchor).cloned());
                continue;
            };
            let scope = scope(anchor);
            let stack = open.entry(scope).or_default();
            while stack.last().is_some_and(|(above, _)| *above >= rank) {
                stack.pop();
            }
            let nearest = stack.last().map(|(_, above)| *above).filter(|above| match anchor.above() {
                Some(bound) if Some(bound) != scope => above.is_below(bound),
                _ => true,
            });
            parents.push(nearest.or_else(|| self.prefix(anchor)).cloned());
            stack.push((rank, anchor));
        }
        parents
    }

    /// The anchor of the clause that has the longest prefix of `anchor` for its own.
    fn prefix(&self, anchor: &Anchor) -> Option<&'b Anchor> {
        let clause = anchor.prefixes().find_map(|prefix| self.own.get(prefix))?;
        self.list.get(*clause).map(|clause| &clause.anchor)
    }

    /// The aliases of each clause, sorted; only those that one clause alone claims.
    fn aliases(&self) -> Vec<Vec<Anchor>> {
        let mut claims: Vec<(Anchor, usize)> = Vec::new();
        let mut forms = Vec::new();
        for clause in &self.list {
            let Some(at) = self.own.get(clause.anchor.as_str()) else { continue };
            other_forms(clause, &mut forms);
            let others = forms.drain(..).filter(|form| !self.own.contains_key(form.as_str()));
            claims.extend(others.map(|form| (form, *at)));
        }
        claims.sort_unstable();
        let mut also = vec![Vec::new(); self.list.len()];
        for claimed in claims.chunk_by(|a, b| a.0 == b.0) {
            if let [(alias, at)] = claimed
                && let Some(also) = also.get_mut(*at)
            {
                // Most clauses have one, and a collection has millions of clauses.
                also.reserve_exact(1);
                also.push(alias.clone());
            }
        }
        also
    }
}

/// The annex in which an anchor stands; numbers start anew there.
fn scope(anchor: &Anchor) -> Option<&str> {
    let (token, _) = anchor.parts().next()?;
    let opens = matches!(token, Token::Attachment | Token::Cover);
    opens.then(|| anchor.prefixes().last()).flatten()
}

/// Smaller is higher. None for what is counted under its parent (款, 项, tables)
/// and never stands alone. 1.1, which is `cl_1-1`, stands below 1.
fn rank(token: Token, number: &str) -> Option<Rank> {
    let rank = match token {
        Token::Part => 0,
        Token::Chapter => 1,
        Token::Section => 2,
        Token::Subsection => 3,
        Token::Article => 4,
        Token::Clause => return Some((5, number.matches('-').count())),
        Token::Subclause => 6,
        _ => return None,
    };
    Some((rank, 0))
}

/// Adds the other ways to write a clause's anchor to `forms`.
fn other_forms(clause: &Clause, forms: &mut Vec<Anchor>) {
    let parts: Vec<(Token, &str)> = clause.anchor.parts().collect();
    for at in 1..parts.len().saturating_sub(1) {
        if parts[at].0 == Token::Paragraph {
            forms.extend(Anchor::of(parts[..at].iter().chain(&parts[at + 1..]).copied()));
        }
    }
    for at in 1..parts.len() {
        let below_article = matches!(parts[at - 1].0, Token::Article);
        if below_article && matches!(parts[at].0, Token::Point | Token::Indent | Token::Table) {
            let para = [(Token::Paragraph, "1")];
            forms.extend(Anchor::of(parts[..at].iter().chain(&para).chain(&parts[at..]).copied()));
        }
    }
    let numbered = clause.label.as_ref().is_some_and(|label| label.unit != Unit::Dash);
    let has_text = !clause.text.is_empty() && !clause.text.starts_with('\n') && clause.table.is_none();
    if numbered && has_text {
        forms.push(clause.anchor.child(Token::Paragraph, "1"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Label;

    /// `anchor` or `anchor number`, with text unless the number ends in `!`.
    fn outline(lines: &[&str]) -> Vec<Block> {
        let mut blocks: Vec<Block> = lines
            .iter()
            .map(|line| {
                let (anchor, number) = line.split_once(' ').unwrap_or((line, ""));
                let heading = number.ends_with('!');
                let label = Label::split(number.trim_end_matches('!')).map(|(label, _)| label);
                Block::Clause(Clause {
                    anchor: Anchor::parse(anchor).unwrap(),
                    also: Vec::new(),
                    parent: None,
                    label,
                    heading: if heading { "总则".into() } else { String::new() },
                    text: if heading { String::new() } else { "正文".into() },
                    table: None,
                    line: 0,
                })
            })
            .collect();
        derive(&mut blocks);
        blocks
    }

    fn shown(lines: &[&str]) -> Vec<String> {
        outline(lines)
            .iter()
            .filter_map(Block::as_clause)
            .map(|c| {
                let parent = c.parent.as_ref().map_or("-", Anchor::as_str);
                let also: Vec<&str> = c.also.iter().map(Anchor::as_str).collect();
                format!(
                    "{} < {parent}{}{}",
                    c.anchor,
                    if also.is_empty() { "" } else { " = " },
                    also.join(" ")
                )
            })
            .collect()
    }

    #[test]
    fn decimals_stand_below_those_they_begin_with() {
        let found = shown(&["cl_1", "cl_1-1", "cl_1-1__para_1", "cl_1-2", "cl_1-2-1", "cl_2", "cl_2-1"]);
        let parents = ["-", "cl_1", "cl_1-1", "cl_1", "cl_1-2", "-", "cl_2"];
        let told: Vec<&str> = found.iter().filter_map(|line| line.rsplit(' ').next()).collect();
        assert_eq!(told, parents);
    }

    #[test]
    fn numbers_that_run_on_stand_under_what_is_above_them() {
        let found = shown(&[
            "preamble__para_1",
            "part_1 第一编!",
            "chp_1 第一章!",
            "art_1 第一条",
            "chp_2 第二章!",
            "chp_2__sec_1 第一节!",
            "art_2 第二条",
            "chp_3 第三章!",
            "art_3 第三条!",
            "art_3__para_1",
            "concl__para_1",
            "att_1 附件!",
            "att_1__para_1",
            "att_1__chp_1 第一章!",
            "att_1__art_1 第一条!",
        ]);
        let parents: Vec<&str> = found.iter().map(|line| line.split(" = ").next().unwrap()).collect();
        assert_eq!(
            parents,
            [
                "preamble__para_1 < -",
                "part_1 < -",
                "chp_1 < part_1",
                "art_1 < chp_1",
                "chp_2 < part_1",
                "chp_2__sec_1 < chp_2",
                "art_2 < chp_2__sec_1",
                "chp_3 < part_1",
                "art_3 < chp_3",
                "art_3__para_1 < art_3",
                "concl__para_1 < -",
                "att_1 < -",
                "att_1__para_1 < att_1",
                "att_1__chp_1 < att_1",
                "att_1__art_1 < att_1__chp_1",
            ]
        );
    }

    #[test]
    fn points_of_an_official_document_run_on_across_sections() {
        let found = shown(&[
            "sec_1 一、!",
            "sec_1__subsec_1 （一）!",
            "cl_1 1．",
            "sec_2 二、!",
            "sec_2__para_1",
            "cl_2 2．",
            "cl_2__para_2",
        ]);
        assert_eq!(
            found,
            [
                "sec_1 < -",
                "sec_1__subsec_1 < sec_1",
                "cl_1 < sec_1__subsec_1 = cl_1__para_1",
                "sec_2 < -",
                "sec_2__para_1 < sec_2",
                "cl_2 < sec_2 = cl_2__para_1",
                "cl_2__para_2 < cl_2",
            ]
        );
    }

    #[test]
    fn both_forms_of_a_point_land_where_one_clause_can_be_meant() {
        let found = shown(&[
            "art_12 第十二条",
            "art_12__para_1__point_5 （五）",
            "art_12__para_2",
            "art_13 第十三条",
            "art_13__point_1 （一）",
            "art_14 第十四条",
            "art_14__para_1__point_1 （一）",
            "art_14__para_2",
            "art_14__para_2__point_1 （一）",
        ]);
        assert_eq!(
            found,
            [
                "art_12 < - = art_12__para_1",
                "art_12__para_1__point_5 < art_12 = art_12__para_1__point_5__para_1 art_12__point_5",
                "art_12__para_2 < art_12",
                "art_13 < - = art_13__para_1",
                "art_13__point_1 < art_13 = art_13__para_1__point_1 art_13__point_1__para_1",
                "art_14 < - = art_14__para_1",
                "art_14__para_1__point_1 < art_14 = art_14__para_1__point_1__para_1",
                "art_14__para_2 < art_14",
                "art_14__para_2__point_1 < art_14__para_2 = art_14__para_2__point_1__para_1",
            ]
        );
    }
}
