use super::*;
use crate::model::{Label, Token};
use proptest::prelude::*;

fn anchor() -> impl Strategy<Value = Anchor> {
    (0..4u32, prop::bool::ANY).prop_map(|(n, long)| {
        let article = Anchor::top(Token::Article, &n.to_string());
        if long { article.child(Token::Paragraph, "2").child(Token::Point, "100") } else { article }
    })
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[甲乙a。\n]{1,6}"]
}

prop_compose! {
    fn clause()(
        anchor in anchor(),
        also in prop::collection::vec(anchor(), 0..3),
        parent in prop::option::of(anchor()),
        label in prop::option::of((words(), words())),
        (opens, heading, text) in (prop::bool::ANY, words(), words()),
        table in prop::option::of(0..3usize),
        line in 0..9usize,
    ) -> Block {
        let text = if opens { format!("{heading}{text}") } else { text };
        let label = label.map(|(number, printed)| {
            Label { unit: Unit::Digit, number: number.into(), printed: printed.into() }
        });
        let table = table.map(|header| Box::new(Table { header, rows: vec![vec![text.clone()]] }));
        Block::Clause(Clause { anchor, also, parent, label, heading, text, table, line })
    }
}

fn block() -> impl Strategy<Value = Block> {
    let line = (words(), 0..9usize).prop_map(|(text, line)| Block::Line { role: Role::Note, text, line });
    prop_oneof![clause(), line]
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_given(given in prop::collection::vec(block(), 0..8)) {
        let blocks = Blocks::from(given.clone());
        prop_assert_eq!(blocks.to_vec(), given.clone());
        prop_assert_eq!(blocks.len(), given.len());
        let one_by_one = (0..given.len()).filter_map(|at| Some(blocks.get(at)?.to_block()));
        prop_assert_eq!(one_by_one.collect::<Vec<_>>(), given.clone());
        let landings: Vec<&Anchor> = blocks.landings().collect();
        for (number, anchor) in landings.iter().enumerate() {
            let clause = blocks.nth_clause(blocks.landed(number)).unwrap();
            prop_assert_eq!(blocks.landing(number), Some(*anchor));
            prop_assert!(clause.anchor == *anchor || clause.also.contains(anchor));
        }
        let clauses: Vec<ClauseRef> = blocks.iter().filter_map(BlockRef::as_clause).collect();
        prop_assert_eq!(landings.len(), clauses.iter().map(|clause| 1 + clause.also.len()).sum::<usize>());
        for (number, clause) in clauses.iter().enumerate() {
            prop_assert_eq!(blocks.nth_clause(number), Some(*clause));
            prop_assert_eq!(blocks.anchors().get(number), Some(clause.anchor));
        }
        for (held, given) in blocks.iter().zip(&given) {
            if let (BlockRef::Clause(held), Block::Clause(given)) = (held, given) {
                prop_assert_eq!(held.words(), given.words());
                prop_assert_eq!(held.is_heading(), given.is_heading());
                prop_assert_eq!(held.printed_number(), given.printed_number());
            }
        }
    }
}
