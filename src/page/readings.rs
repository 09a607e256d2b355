//! Readings that a syllabary by single characters gets wrong: names of places,
//! and the words of official papers in which a character has its other reading.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Word and reading, syllables separated by blanks. Ordinary readings stand
/// here as guards: 部长 keeps 部长期间 from being read as 长期.
const WORDS: &[(&str, &str)] = &[
    // 地名
    ("重庆", "chong qing"),
    ("厦门", "xia men"),
    ("六安", "lu an"),
    ("六合", "lu he"),
    ("长沙", "chang sha"),
    ("长春", "chang chun"),
    ("长治", "chang zhi"),
    ("长江", "chang jiang"),
    ("长三角", "chang san jiao"),
    ("长城", "chang cheng"),
    ("长安", "chang an"),
    ("长宁", "chang ning"),
    ("长兴", "chang xing"),
    ("长垣", "chang yuan"),
    ("长葛", "chang ge"),
    ("长白", "chang bai"),
    ("长岛", "chang dao"),
    ("长丰", "chang feng"),
    ("长清", "chang qing"),
    ("长乐", "chang le"),
    ("长海", "chang hai"),
    ("长泰", "chang tai"),
    ("长阳", "chang yang"),
    ("长汀", "chang ting"),
    ("长寿", "chang shou"),
    ("长岭", "chang ling"),
    ("长洲", "chang zhou"),
    ("蚌埠", "beng bu"),
    ("台州", "tai zhou"),
    ("乐清", "yue qing"),
    ("乐亭", "lao ting"),
    ("番禺", "pan yu"),
    ("铅山", "yan shan"),
    ("单县", "shan xian"),
    ("莘县", "shen xian"),
    ("蔚县", "yu xian"),
    ("尉犁", "yu li"),
    ("东阿", "dong e"),
    ("洪洞", "hong tong"),
    ("泌阳", "bi yang"),
    ("渑池", "mian chi"),
    ("柞水", "zha shui"),
    ("中牟", "zhong mu"),
    ("牟平", "mu ping"),
    ("荥阳", "xing yang"),
    ("井陉", "jing xing"),
    ("大埔", "da bu"),
    ("黄陂", "huang pi"),
    ("曾都", "zeng du"),
    ("朝阳", "chao yang"),
    ("首都", "shou du"),
    ("成都", "cheng du"),
    ("都市", "du shi"),
    ("都江堰", "du jiang yan"),
    ("西藏", "xi zang"),
    ("藏族", "zang zu"),
    ("藏区", "zang qu"),
    // 行
    ("银行", "yin hang"),
    ("行业", "hang ye"),
    ("央行", "yang hang"),
    ("支行", "zhi hang"),
    ("总行", "zong hang"),
    ("分行", "fen hang"),
    ("商行", "shang hang"),
    ("行列", "hang lie"),
    ("部分", "bu fen"),
    ("执行", "zhi xing"),
    ("施行", "shi xing"),
    ("实行", "shi xing"),
    ("试行", "shi xing"),
    ("推行", "tui xing"),
    ("进行", "jin xing"),
    ("发行", "fa xing"),
    ("履行", "lü xing"),
    ("运行", "yun xing"),
    ("行政", "xing zheng"),
    // 会
    ("会计", "kuai ji"),
    ("社会", "she hui"),
    ("员会", "yuan hui"),
    ("大会", "da hui"),
    ("协会", "xie hui"),
    ("工会", "gong hui"),
    ("学会", "xue hui"),
    // 重
    ("重新", "chong xin"),
    ("重复", "chong fu"),
    ("重组", "chong zu"),
    ("重建", "chong jian"),
    ("重申", "chong shen"),
    ("重启", "chong qi"),
    ("重修", "chong xiu"),
    // 调
    ("调整", "tiao zheng"),
    ("调解", "tiao jie"),
    ("调节", "tiao jie"),
    ("调控", "tiao kong"),
    ("调处", "tiao chu"),
    ("调剂", "tiao ji"),
    ("协调", "xie tiao"),
    ("空调", "kong tiao"),
    // 长
    ("部长", "bu zhang"),
    ("省长", "sheng zhang"),
    ("市长", "shi zhang"),
    ("县长", "xian zhang"),
    ("区长", "qu zhang"),
    ("局长", "ju zhang"),
    ("处长", "chu zhang"),
    ("校长", "xiao zhang"),
    ("院长", "yuan zhang"),
    ("会长", "hui zhang"),
    ("长期", "chang qi"),
    ("长远", "chang yuan"),
    ("长效", "chang xiao"),
    ("长征", "chang zheng"),
    ("长途", "chang tu"),
    ("延长", "yan chang"),
    ("特长", "te chang"),
    ("专长", "zhuan chang"),
    // 其他
    ("率先", "shuai xian"),
    ("率领", "shuai ling"),
    ("表率", "biao shuai"),
    ("音乐", "yin yue"),
    ("给予", "ji yu"),
    ("供给", "gong ji"),
    ("差旅", "chai lü"),
    ("出差", "chu chai"),
    ("薄弱", "bo ruo"),
    ("没收", "mo shou"),
    ("着力", "zhuo li"),
    ("着重", "zhuo zhong"),
    ("目的", "mu di"),
    ("了解", "liao jie"),
    ("畜牧", "xu mu"),
    ("归还", "gui huan"),
    ("偿还", "chang huan"),
    ("退还", "tui huan"),
    ("返还", "fan huan"),
];

/// The words by their first character, as every character of a title is asked for them.
static BY_FIRST: LazyLock<FxHashMap<char, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut words: FxHashMap<char, Vec<(&str, &str)>> = FxHashMap::default();
    for word in WORDS {
        words.entry(word.0.chars().next().unwrap_or_default()).or_default().push(*word);
    }
    words
});

/// The longest word of the table that `text` begins with, and its reading.
pub fn opening(text: &str) -> Option<(&'static str, &'static str)> {
    let fits = BY_FIRST.get(&text.chars().next()?)?.iter().filter(|(word, _)| text.starts_with(word));
    fits.max_by_key(|(word, _)| word.len()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_one_syllable() {
        for (word, reading) in WORDS {
            assert_eq!(word.chars().count(), reading.split(' ').count(), "{word}");
        }
    }
}
