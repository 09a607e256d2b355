//! 发文字号 in a text: 国发〔2019〕5号, 中发\[2015\]4号, 国务院令第706号, 国务院一九八〇年223号文件,
//! 台內社字第 8888969 號, 第13/2021號法律. Form: GB/T 9704-2012, 7.2.5; the older and foreign ones as they are printed.

use regex::Regex;
use std::sync::LazyLock;

/// A number and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered {
    /// Characters of the text.
    pub chars_from: usize,
    pub chars_to: usize,
    /// As printed.
    pub words: String,
}

static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // 国发〔2019〕5号; 鲁政办字（2003）第5号
        r"[\p{Han}A-Za-z]{1,16}[〔\[［【（(]\s?[12][0-9]{3}\s?[〕\]］】）)]\s?第?\s?[0-9０-９]+(?:-[0-9]+)?\s?[号號]",
        // 国务院令第706号, 主席令第八十三号
        r"\p{Han}{2,24}?令\s?[（(]?第\s?[0-9０-９〇○一二三四五六七八九十百]+\s?[号號]",
        // 云岭省财政厅公告2021年第17号
        r"\p{Han}{1,20}(?:[ \u{3000}]\p{Han}{2,12}){0,3}公告\s?[12][0-9]{3}\s?年\s?第\s?[0-9]+\s?[号號]",
        // 国务院一九八〇年223号文件
        r"\p{Han}{2,10}[12一二][0-9〇○零一二三四五六七八九]{3}年第?[0-9]+[号號](?:文件|文|公告)",
        // 台內社字第 8888969 號令, （88）台內社字第…號
        r"(?:[（(][0-9]{2,3}[）)])?\s?\p{Han}{1,12}字第\s?[0-9]+\s*[号號](?:令|函|公告)?",
        // Macau: 第13/2021號法律
        r"第\s?[0-9]+/[0-9]{2,4}(?:/M)?\s?[号號](?:法律|行政法[规規]|行政命令|法令|行政[长長]官批示|[训訓]令|[决決][议議])",
    ]
    .iter()
    .filter_map(|form| Regex::new(form).ok())
    .collect()
});

/// A number that stands alone in a bracket behind a title, where it needs no issuer: 2019年第2号, 第5号令.
static BRACKETED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^((?:[\p{Han} \u{3000}、]{0,40}?(?:公告|通告|令)\s?)?(?:[12][0-9]{3}\s?年\s?)?第\s?[0-9０-９〇○一二三四五六七八九十百]+\s?[号號](?:公告|通告|令)?)(?:[，,；;]|$)",
    )
    .ok()
});

/// Words that stand before a number and are no part of it.
const LEADS: &[&str] = &[
    "按照",
    "根据",
    "依据",
    "依照",
    "遵照",
    "参照",
    "贯彻",
    "落实",
    "执行",
    "废止",
    "转发",
    "印发",
    "通知",
    "文件",
    "以及",
    "国务院办公厅以",
    "關於",
    "根據",
    "依據",
    "由",
    "以",
    "将",
    "對",
    "对",
    "和",
    "与",
    "及",
    "经",
    "见",
    "按",
    "据",
    "原",
    "的",
    "在",
    "依",
];

/// Every number in `text`, in order, without overlap.
pub(super) fn all(text: &str) -> Vec<Numbered> {
    if !text.contains('号') && !text.contains('號') {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize)> = FORMS
        .iter()
        .flat_map(|form| form.find_iter(text).map(|m| (m.start(), m.end())))
        .map(|(start, end)| (start + lead(&text[start..end], text[..start].chars().next_back()), end))
        .collect();
    found.sort_unstable_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut last = 0;
    let mut numbers = Vec::new();
    for (start, end) in found {
        if start < last {
            continue;
        }
        last = end;
        numbers.push(Numbered {
            chars_from: text[..start].chars().count(),
            chars_to: text[..end].chars().count(),
            words: text[start..end].trim().to_owned(),
        });
    }
    numbers
}

/// The number that `inner`, what stands in a bracket behind a title, is or begins with.
pub(super) fn in_brackets(inner: &str) -> Option<Numbered> {
    let words = BRACKETED.as_ref()?.captures(inner)?.get(1)?.as_str().trim();
    Some(Numbered { chars_from: 0, chars_to: words.chars().count(), words: words.to_owned() })
}

/// How many bytes at the start of a match belong to the sentence; `before` stands in front of it.
fn lead(words: &str, before: Option<char>) -> usize {
    // 国务院一九八〇年223号文件 has no bracket: its issuer ends before the year.
    let year = || {
        let at = words.find('年')?;
        words[..at].char_indices().rev().nth(3).map(|(at, _)| at)
    };
    let body = words
        .find(['〔', '[', '［', '【', '（', '(', '令', '字', '第'])
        .into_iter()
        .chain(words.find("公告").filter(|at| *at > 0))
        .min()
        .or_else(year)
        .unwrap_or(0);
    // The 和 of 共和国 joins nothing. The substitute has as many bytes.
    let head = words[..body].replace("共和国", "共口国");
    let leads = LEADS.iter().filter_map(|lead| head.rfind(*lead).map(|at| at + lead.len()));
    leads
        .chain(date_end(&head, before))
        // 国发 would be left of 的国发, nothing of …的.
        .filter(|cut| *cut < head.len())
        .max()
        .unwrap_or(0)
}

/// Where a date ends that runs into the issuer: 1992年6月22日 in 1992年6月22日云岭省人民政府令第5号.
fn date_end(head: &str, before: Option<char>) -> Option<usize> {
    let mut previous = before;
    let mut end = None;
    for (at, c) in head.char_indices() {
        let counted = |c: char| c.is_numeric() || "〇○零一二三四五六七八九十".contains(c);
        if matches!(c, '年' | '月' | '日') && previous.is_some_and(counted) {
            end = Some(at + c.len_utf8());
        }
        previous = Some(c);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_behind_the_date() {
        for (text, number) in [
            ("1992年6月22日云岭省人民政府令第5号公布", "云岭省人民政府令第5号"),
            ("一九九二年六月二十二日云岭省人民政府令第5号", "云岭省人民政府令第5号"),
            ("2003年省政府令第7号", "省政府令第7号"),
            ("日照市人民政府令第5号", "日照市人民政府令第5号"),
            ("根据云岭省财政厅公告2021年第17号办理", "云岭省财政厅公告2021年第17号"),
            ("省政府一九八〇年223号文件", "省政府一九八〇年223号文件"),
            ("于2019年5月云发〔2019〕5号", "云发〔2019〕5号"),
        ] {
            let found: Vec<String> = all(text).into_iter().map(|n| n.words).collect();
            assert_eq!(found, [number], "{text}");
        }
    }

    #[test]
    fn a_bracket_may_leave_the_issuer_out() {
        for (inner, number) in [
            ("2019年第2号", Some("2019年第2号")),
            (
                "省财政厅 省税务局公告2021年第17号，以下简称《公告》",
                Some("省财政厅 省税务局公告2021年第17号"),
            ),
            ("第5号令", Some("第5号令")),
            ("2019年第2号第一条", None),
            ("1992年6月22日公布", None),
            ("见附件第5号", None),
        ] {
            assert_eq!(in_brackets(inner).map(|n| n.words).as_deref(), number, "{inner}");
        }
    }
}
