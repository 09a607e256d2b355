use super::super::samples::circular;
use super::*;
use crate::model::{Alone, Block, Clause};
use proptest::prelude::*;

fn reworded_as(change: impl FnOnce(&mut Circular)) -> Option<Vec<usize>> {
    let old = circular("a", "办法", &["渡口应当登记。", "渡工持证上岗。", "自公布之日起施行。"]);
    let mut new = old.clone();
    change(&mut new);
    reworded(&old, &new)
}

fn edit(circular: &mut Circular, at: usize, change: impl FnOnce(&mut Clause)) {
    circular.blocks.edit(|blocks| match &mut blocks[at] {
        Block::Clause(clause) => change(clause),
        Block::Line { .. } => panic!("a line"),
    });
}

#[test]
fn an_edit_of_words_is_told_from_others() {
    assert_eq!(reworded_as(|_| ()), Some(vec![]));
    assert_eq!(reworded_as(|c| edit(c, 1, |c| c.line += 7)), Some(vec![]));
    assert_eq!(reworded_as(|c| edit(c, 1, |c| c.text.push_str("另行通知。"))), Some(vec![1]));
    assert_eq!(reworded_as(|c| edit(c, 1, |c| c.text.clear())), None);
    assert_eq!(reworded_as(|c| c.meta.title = "规定".into()), None);
    assert_eq!(reworded_as(|c| c.blocks.edit(|blocks| drop(blocks.pop()))), None);
    let other = Anchor::parse("para_9").expect("an anchor");
    assert_eq!(reworded_as(|c| edit(c, 1, |c| c.anchor = other)), None);
    let annex = Anchor::parse("att_1").expect("an anchor");
    let old = circular("a", "办法", &["渡口分级表。"]);
    let with = |words: &str| {
        let mut annexed = old.clone();
        edit(&mut annexed, 0, |clause| {
            clause.anchor = annex.clone();
            clause.text = words.into();
        });
        annexed
    };
    assert_eq!(
        reworded(&with("渡口分级表。"), &with("码头分级表。")),
        None,
        "others name an annex by its title"
    );
}

#[test]
fn the_place_of_an_edited_clause_among_the_strongest_is_found_or_unknown() {
    let parallel = |entry: u32, strength: u32| -> Parallel {
        (ParallelPlace { from: 0, entry, to: 0, strength }, Vec::new())
    };
    let shown =
        |list: Option<Vec<Parallel>>| list.map(|l| l.iter().map(|(p, _)| p.entry).collect::<Vec<_>>());
    let is_edited = |place: &ParallelPlace| place.entry == 9;
    let put = |old: &[Parallel], new: &[Parallel]| shown(replaced(old, new, is_edited, |entry| entry));
    let few = [parallel(1, 30), parallel(9, 20), parallel(2, 15)];
    assert_eq!(put(&few, &[parallel(9, 40)]), Some(vec![9, 1, 2]));
    assert_eq!(put(&few, &[]), Some(vec![1, 2]));
    let full: Vec<Parallel> = (1..=8).map(|entry| parallel(entry, 30)).collect();
    assert_eq!(put(&full, &[parallel(9, 20)]), Some((1..=8).collect()));
    assert_eq!(put(&full, &[parallel(9, 31)]), Some(vec![9, 1, 2, 3, 4, 5, 6, 7]));
    let with: Vec<Parallel> = (2..=9).map(|entry| parallel(entry, 30)).collect();
    assert_eq!(put(&with, &[]), None, "one that was not kept comes up");
    assert_eq!(put(&with, &[parallel(9, 12)]), None);
}

proptest! {
    #[test]
    fn shares_by_marks_are_those_of_the_index(
        texts in prop::collection::vec("[甲乙丙丁戊己庚辛]{4,40}", 2..6), copies in prop::collection::vec(0..6usize, 2..6)
    ) {
        let said: Vec<String> =
            copies.iter().map(|from| texts[from % texts.len()].repeat(1 + from % 3)).collect();
        let circulars: Vec<Circular> =
            said.iter().zip(&texts).map(|(said, own)| circular("a", "办法", &[said, own])).collect();
        let list: Vec<&Circular> = circulars.iter().collect();
        let index = Index::new(&list, &Alone);
        let widespread = index.widespread(works::WIDESPREAD);
        let all: Vec<Vec<u64>> = list.iter().map(|circular| marks(circular, None)).collect();
        let wanted = all.iter().flatten().copied().collect();
        let held = holders(&wanted, all.iter().map(|marks| marks.iter().copied()).collect(), &Alone);
        for (at, own) in (0u32..).zip(&all) {
            let by_index = index.shares(at as usize, works::SAMPLE, &widespread, works::FEWEST);
            let by_marks = shares(own, at, |mark| held.get(mark));
            let by_marks: Vec<(usize, f64)> = by_marks.into_iter().map(|(to, share)| (to as usize, share)).collect();
            prop_assert_eq!(by_marks, by_index);
        }
    }
}
