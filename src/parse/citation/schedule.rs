//! References to what is annexed or stands just above, by other words than a number:
//! 税率表附后, 另以編制表定之, 以上所列.

use super::classes::Class;
use super::glyphs::{Glyphs, is_han};
use crate::model::{Step, Tier, Which};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub from: usize,
    pub to: usize,
    pub step: Step,
}

/// All of them, in order.
pub(super) fn all(glyphs: &Glyphs) -> Vec<Found> {
    (0..glyphs.len())
        .filter(|at| glyphs.classes(*at).has(Class::Schedule))
        .filter_map(|at| match glyphs.get(at)? {
            '表' | '目' | '名' | '标' => schedule(glyphs, at),
            '以' | '上' | '前' => above(glyphs, at),
            _ => None,
        })
        .collect()
}

/// X表附后, 以X表定之; `at` is at 表.
fn schedule(glyphs: &Glyphs, at: usize) -> Option<Found> {
    let (_, to) = glyphs.longest(
        at,
        &[
            "表附后",
            "表见附件",
            "表（附后）",
            "表定之",
            "表另定之",
            "表附于后",
            "目录附后",
            "名单附后",
            "标准附后",
        ],
    )?;
    let mut from = at;
    while at - from < 10
        && glyphs.before(from).is_some_and(|c| is_han(c) && !"以按依见列照详如另由之的其".contains(c))
    {
        from -= 1;
    }
    let name_end = at + if glyphs.get(at) == Some('表') { 1 } else { 2 };
    let name = glyphs.folded(from, name_end);
    (name_end - from >= 2).then_some(Found {
        from,
        to,
        step: Step { tier: Tier::Schedule, which: Which::Titled(name) },
    })
}

fn above(glyphs: &Glyphs, at: usize) -> Option<Found> {
    let (_, to) = glyphs.longest(
        at,
        &[
            "以上所列",
            "上列各项",
            "上列各款",
            "以上各项",
            "上述各项",
            "前列各项",
            "前列各款",
            "以上各款",
            "上述所列",
        ],
    )?;
    Some(Found { from: at, to, step: Step { tier: Tier::Xiang, which: Which::Above } })
}
