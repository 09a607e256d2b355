//! Works named without 《》: 依照刑法第一百六十五条, 治安管理处罚条例的规定.
//!
//! Where such a name begins cannot be read off its letters. Three things tell:
//! the short names of national laws and those the circular itself defines; the
//! words that lead to a work (依照, 违反); and the end of the word before.

mod boundary;

use super::classes::Class;
use super::ending::{ENDINGS, NO_LAWS, is_law_end};
use super::glyphs::{Glyphs, is_han};
use super::names::{LAWS, Names};
use super::provision;
use super::work::own;
use aho_corasick::AhoCorasick;
use boundary::{Boundary, boundary};
use std::sync::LazyLock;

pub(super) use boundary::{LEADS, SOFT};

/// With one of these a name of a kind of act ends.
pub(super) const NAME_ENDS: &str = "法典例则定释章程约书见案准纲决";

/// A work named without 《》 at `at`: its name as it stands, and where it ends.
/// `open` is where the last mention ended: what stands before it is settled.
pub(super) fn named(glyphs: &Glyphs, own: &Names, at: usize, open: usize, listed: bool) -> Option<usize> {
    let first = glyphs.classes(at);
    if !first.has(Class::Han) {
        return None;
    }
    let boundary = boundary(glyphs, at, open, listed);
    if boundary == Boundary::Inside && !first.has(Class::LawStart) && !own.opens(glyphs, at) {
        return None;
    }
    let start = if glyphs.starts(at, "中华人民共和国") { at + 7 } else { at };
    // A name the circular gave is known wherever it stands with a provision.
    if let Some(end) = own.at(glyphs, at) {
        let long = end - at >= 4 || boundary >= Boundary::Soft;
        if leads_on(glyphs, end) && long
            || boundary > Boundary::Inside && end - at >= 4 && closes(glyphs, end)
            || glyphs.ends(end, "法") && stands(glyphs, end, boundary)
        {
            return Some(end);
        }
    }
    if let Some(end) = LAWS.at(glyphs, start) {
        let end = longer(glyphs, end);
        if is_law_end(glyphs, end) || leads_on(glyphs, end) {
            if leads_on(glyphs, end) {
                return Some(end);
            }
            let full = end - at >= 4 && boundary > Boundary::Inside;
            let sure = boundary == Boundary::Lead || start > at;
            if (full || sure) && closes(glyphs, end) || stands(glyphs, end, boundary) {
                return Some(end);
            }
        }
    }
    unknown(glyphs, at, boundary)
}

/// 刑法修正案（八）, 药品管理法实施条例, 刑法（修订草案） carry the name on.
fn longer(glyphs: &Glyphs, end: usize) -> usize {
    let Some((words, mut stop)) =
        glyphs.longest(end, &["实施条例", "实施细则", "实施办法", "修正案", "解释", "补充规定"])
    else {
        return end;
    };
    if words == "修正案"
        && glyphs.get(stop) == Some('（')
        && let Some((_, close)) =
            glyphs.number(stop + 1).filter(|(_, close)| glyphs.get(*close) == Some('）'))
    {
        stop = close + 1;
    }
    stop
}

/// Whether a provision follows: 第三条, 的第三条, 分则第四章.
fn leads_on(glyphs: &Glyphs, end: usize) -> bool {
    provision::after(glyphs, end).is_some()
}

/// Whether a name may close at `end` in a sentence that refers to it.
fn closes(glyphs: &Glyphs, end: usize) -> bool {
    let Some(next) = glyphs.get(end) else { return true };
    !is_han(next)
        || "的之等和与及或有相规执处予给追定以所中另已施".contains(next)
            && !["规则", "规范", "之前", "之后", "有效", "所得", "以来"]
                .iter()
                .any(|word| glyphs.starts(end, word))
}

/// Whether the law known by the name that ends at `end` is meant, though the sentence goes on at once:
/// 依照仲裁法组建, 保险法施行前.
fn stands(glyphs: &Glyphs, end: usize, boundary: Boundary) -> bool {
    let of_its_life = || {
        boundary > Boundary::Inside && glyphs.longest(end, &["施行", "规定的", "所称", "修改决定"]).is_some()
    };
    is_law_end(glyphs, end) && (boundary == Boundary::Lead || of_its_life())
}

/// A name that nobody told us of, by its ending.
fn unknown(glyphs: &Glyphs, at: usize, boundary: Boundary) -> Option<usize> {
    if boundary < Boundary::Soft {
        return None;
    }
    let first = glyphs.get(at)?;
    if "法的了之其此各该本每被及和与或依按第前上下同一二三四五六七八九十有无不未经已应可须将由在对"
        .contains(first)
        && !glyphs.starts(at, "对外")
    {
        return None;
    }
    let mut end = at;
    while end - at < 40 && glyphs.classes(end).has(Class::Han) {
        end += 1;
        if !glyphs.classes(end - 1).has(Class::NameEnd) {
            continue;
        }
        let Some(ending) = ENDINGS.iter().filter(|e| glyphs.ends(end, e)).max_by_key(|e| e.len()) else {
            continue;
        };
        let length = end - at;
        if length <= ending.chars().count() + 1 {
            continue;
        }
        if ENDINGS.iter().any(|e| e.chars().count() > 1 && glyphs.starts(end - 1, e)) {
            continue;
        }
        let law = *ending == "法";
        if law && (NO_LAWS.iter().any(|word| glyphs.ends(end, word)) || !is_law_end(glyphs, end)) {
            continue;
        }
        let stop = longer(glyphs, end);
        let name = glyphs.folded(at, stop);
        if !is_name(&name) || ends_in_law(glyphs, at, end) || ends_in_own(glyphs, at, end) {
            return None;
        }
        if leads_on(glyphs, stop) {
            return Some(stop);
        }
        let statute = law || matches!(*ending, "条例" | "法典" | "通则");
        let taiwan = matches!(*ending, "办法" | "规则" | "细则" | "准则" | "规程") && glyphs.ends(at, "依");
        let long = length >= if law { 4 } else { 5 };
        let rule = [
            "的规定",
            "之规定",
            "规定",
            "的有关规定",
            "有关规定",
            "的相关规定",
            "等有关规定",
            "执行",
            "办理",
            "处理",
            "处罚",
            "予以",
            "给予",
            "关于",
            "和",
            "及",
            "、",
        ]
        .iter()
        .any(|words| glyphs.starts(stop, words));
        if boundary == Boundary::Lead && long && rule && (statute || taiwan) {
            return Some(stop);
        }
    }
    None
}

/// Whether words of the sentence stand before a law that we know: 应当认定为刑法.
/// 美国专利法 is another law; only national law is called 法.
fn ends_in_law(glyphs: &Glyphs, at: usize, end: usize) -> bool {
    (glyphs.ends(end, "法") || glyphs.ends(end, "法典"))
        && (at + 1..end.saturating_sub(1)).any(|from| {
            let foreign = glyphs.before(from) == Some('国') && !glyphs.ends(from, "中国");
            LAWS.at(glyphs, from) == Some(end) && !foreign
        })
}

/// Whether the words end in 本实施细则.
fn ends_in_own(glyphs: &Glyphs, at: usize, end: usize) -> bool {
    (at..end).any(|from| own(glyphs, from).is_some_and(|(_, stop)| stop == end))
}

/// Whether `name` can be the name of one work, not words of a sentence.
pub(super) fn is_name(name: &str) -> bool {
    const NEVER: &[&str] = &[
        "有关",
        "相关",
        "规定的",
        "所称",
        "下列",
        "其他",
        "上述",
        "按照",
        "依照",
        "根据",
        "违反",
        "法律",
        "行政法规",
        "应当",
        "或者",
        "以及",
        "可以",
        "不得",
        "本条例",
        "本办法",
        "本规定",
        "本法",
        "国家规定",
        "作出",
        "制定",
        "另有",
        "具体",
        "适用",
        "前款",
        "依据",
        "符合",
        "执行",
        "属于",
        "修改",
        "同时",
        "有权",
        "进行",
        "实际",
        "法规",
        "予以",
        "构成",
        "规范性",
        "提出",
        "所列",
        "处理",
        "决定和",
        "是否",
        "通过",
        "人民法院",
        "人民检察院",
        "要求",
        "审查",
        "情形",
        "自治条例",
        "单行条例",
    ];
    // None where the words can't be made into one search: a test holds that they can.
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let leads = LEADS.iter().filter(|lead| lead.chars().count() > 1 && **lead != "实施");
        AhoCorasick::new(NEVER.iter().chain(leads)).ok()
    });
    !name.starts_with("实施")
        && !WORDS.as_ref().is_some_and(|words| words.is_match(name))
        && (!name.contains('的') || name.starts_with("关于"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_sentence_are_no_name() {
        for (name, is) in
            [("渔港管理条例", true), ("有关管理条例", false), ("渔港按照条例", false), ("实施条例", false)]
        {
            assert_eq!(is_name(name), is, "{name}");
        }
    }
}
