//! How a paper uses its words: which of 項 and 款 is the paragraph, what a sentence makes of a title.

use super::super::titles::key;
use super::Antecedent;
use crate::model::{Circular, Language, Mention, Step, Tier, Which};

/// Whether 項 is the paragraph and 款 the point: by the order in which the paper
/// uses both, else by the script (Taiwan's database prints 第 12 條).
pub(super) fn taiwan(circular: &Circular, mentions: &[(usize, Vec<Mention>)]) -> bool {
    if circular.meta.language == Some(Language::Simplified) {
        return false;
    }
    let (mut taiwan, mut other, mut kuan) = (0, 0, 0);
    for mention in mentions.iter().flat_map(|(_, found)| found) {
        let tiers: Vec<Tier> = mention.place.iter().map(|step| step.tier).collect();
        let place = |tier: Tier| tiers.iter().position(|t| *t == tier);
        match (place(Tier::Xiang), place(Tier::Kuan)) {
            (Some(xiang), Some(kuan)) if xiang < kuan => taiwan += 1,
            (Some(_), Some(_)) => other += 1,
            (None, Some(_)) => kuan += 1,
            _ => {}
        }
    }
    if taiwan != other {
        return taiwan > other;
    }
    let spaced = circular
        .clauses()
        .filter_map(|clause| clause.label)
        .any(|label| label.printed.starts_with("第 ") && label.printed.ends_with('條'));
    let traditional = circular.meta.language == Some(Language::Traditional);
    spaced || traditional && kuan == 0 && other == 0
}

/// 该条例 may mean 《…条例》, 同法 《…法》.
pub(super) fn ends_in(title: &str, noun: &str) -> bool {
    let title = key(title);
    let title = title.split('（').next().unwrap_or(&title);
    title.ends_with(&key(noun))
}

/// Our own title with a date before or 废止 behind: the act that ours replaces.
pub(super) fn names_forerunner(text: &str, mention: &Mention) -> bool {
    let before = text.get(..mention.span.start).unwrap_or_default();
    let after = text.get(mention.span.end..).unwrap_or_default();
    let after = after.split(['。', '；', ';']).next().unwrap_or_default();
    let sentence = before.rsplit(['。', '；', ';']).next().unwrap_or_default();
    let repealed = ["废止", "廢止", "停止执行", "失效"].iter().any(|word| after.contains(word));
    let dated = ["发布的", "公布的", "颁布的", "施行的", "印发的", "通过的", "發布的"]
        .iter()
        .any(|word| sentence.ends_with(word))
        && sentence.contains('年');
    repealed || dated
}

/// 违反本条例第十条第一款规定的，…；违反第三款规定的: a paragraph of the article named just before.
pub(super) fn continues(text: &str, mention: &Mention, before: &[Antecedent]) -> bool {
    let Some(Step { tier: Tier::Kuan | Tier::Xiang, which: Which::Number(_) }) = mention.place.first() else {
        return false;
    };
    let sentence = text.get(..mention.span.start).unwrap_or_default();
    let named = before.last().and_then(|a| a.anchor.as_ref()).is_some_and(|a| a.parent().is_some());
    sentence.ends_with("违反") && named && sentence.matches("违反").count() > 1
}
