//! The language of a text, told from its characters.

use crate::model::Language;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Characters that only one of the two scripts writes, frequent in official papers.
const TRADITIONAL: &str = "個們國會與機關為於對發經過這進學實產業務應條項規無資長門開電職員辦總統組織權責設備執監審該訂將據層級區縣鄉團體義屬護書證計畫後從當點見觀聽處時間問題動員勞動財費額單範圍約結論變類別環保險違處罰廢際";
const SIMPLIFIED: &str = "个们国会与机关为于对发经过这进学实产业务应条项规无资长门开电职员办总统组织权责设备执监审该订将据层级区县乡团体义属护书证计划后从当点见观听处时间问题动员劳动财费额单范围约结论变类别环保险违处罚废际";

/// The script of each; what both lists hold decides nothing.
static SCRIPTS: LazyLock<FxHashMap<char, Language>> = LazyLock::new(|| {
    let traditional = TRADITIONAL.chars().filter(|c| !SIMPLIFIED.contains(*c));
    let simplified = SIMPLIFIED.chars().filter(|c| !TRADITIONAL.contains(*c));
    traditional
        .map(|c| (c, Language::Traditional))
        .chain(simplified.map(|c| (c, Language::Simplified)))
        .collect()
});

/// As many Han characters decide the script as well as all would.
const ENOUGH: usize = 2000;

/// Simplified where nothing decides.
pub(super) fn language(text: &str) -> Language {
    let latin = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let han = || text.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c));
    if han().nth(latin / 4).is_none() {
        return Language::English;
    }
    let (mut traditional, mut simplified) = (0usize, 0usize);
    for script in han().take(ENOUGH).filter_map(|c| SCRIPTS.get(&c)) {
        match script {
            Language::Traditional => traditional += 1,
            _ => simplified += 1,
        }
    }
    if traditional > simplified { Language::Traditional } else { Language::Simplified }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scripts_are_told_apart() {
        assert_eq!(language("各级党委要办好图书室"), Language::Simplified);
        assert_eq!(language("各級黨委要辦好圖書室"), Language::Traditional);
        assert_eq!(language("Party committees shall run reading rooms 办好"), Language::English);
    }

    proptest! {
        #[test]
        fn a_text_is_english_where_latin_letters_outweigh_the_han(text in "([a-z ]{0,9}[各級级。]{0,2}){0,6}") {
            let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
            let han = count(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            let latin = count(|c| c.is_ascii_alphabetic());
            prop_assert_eq!(language(&text) == Language::English, han * 4 <= latin);
        }
    }
}
