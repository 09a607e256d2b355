//! What a web page or a printer put around the text.

use super::rules::{Findings, is_chinese};
use super::script::is_han;
use crate::model::{Certainty, Edit, RepairKind, Span};
use regex::{Regex, RegexSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Lines that are no part of any official text, as whole lines.
static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // Where one stands in the site.
        r"^(当前位置|當前位置|您的位置|您现在的位置|所在位置|首页|首頁|网站首页|網站首頁)\s*[:：>›»＞/／→].{0,80}$",
        r"^(首页|首頁|网站首页|網站首頁)$",
        // Who put it online.
        r"^[（(\[【]?(责任编辑|責任編輯|编辑|編輯|责编|責編|网络编辑|審核|校对|校對|录入|录入者)[:：].{0,30}$",
        r"^(关键词|關鍵詞|关键字|關鍵字|标签|標籤|Tags?)[:：].{0,120}$",
        r"^(浏览次数|瀏覽次數|阅读次数|点击数|点击量|访问量|浏览量|阅读量?)[:：]?\s*\d*\s*次?$",
        // Buttons.
        r"^扫一扫.{0,20}(打开|分享|关注|浏览|查看|阅读).{0,12}$",
        r"^(【|\[|［)?\s*(打印|列印)(本页|本頁|此页|此文|页面)?\s*(】|\]|］)?(\s*(【|\[|［)?\s*(关闭|關閉|收藏|分享|下载|返回)(窗口|視窗|本页|此页|页面)?\s*(】|\]|］)?)*$",
        r"^(【|\[|［)?\s*(字体|字號|字号|字體)[:：]?\s*([\[【［（(]?\s*(大|中|小|加大|默认|正常)\s*[\]】］）)]?\s*)+.{0,20}$",
        r"^(分享到|分享至|分享|微信扫一扫).{0,30}$",
        r"^(上一篇|下一篇|上一条|下一条|上一頁|下一頁|相关链接|相关新闻|相关阅读|相關閱讀|延伸阅读|返回顶部|回到顶部|返回首页)[:：]?.{0,80}$",
        r"^(版权所有|版權所有|主办单位|主辦單位|承办单位|网站标识码|网站地图|联系我们|技术支持).{0,120}$",
        r"^(设为首页|加入收藏|无障碍|繁体版|简体版|移动版|RSS)(\s*[|｜]?\s*\S{2,6})*$",
        r"^(相关附件|附件下载|相关文档|相关文件|相关解读|政策解读|图解|图片解读|相關附件|附件下載)[:：].{0,80}$",
        r"^主\s*办(单位)?[:：].{0,40}(承\s*办|协\s*办|维护|技术支持)(单位)?[:：].{0,60}$",
        r"^(【|\[)?\s*(大|小)\s*(】|\])?\s*(【|\[)?\s*中\s*(】|\])?\s*(【|\[)?\s*(大|小)\s*(】|\])?$",
        r"^(打印|列印|关闭|收藏|纠错|我要纠错|語音播報|语音播报|转发|下载文字版|下载图片版|下载PDF)([|｜\s]+\S{2,6})*$",
        r"^(【|\[)?(我要打印|我要纠错|我要评论|我要咨询|打印本稿|网页打印|打印文章|收藏本页|打印页面)(】|\])?(\s*(【|\[)?\S{2,6}(】|\])?){0,3}$",
        r"^[©Ⓒ]\s*.{2,80}$",
        r"^(北大法宝引证码|法宝引证码|本文网址|文章网址|原文链接|网页地址)\s*[：:]?\s*[\x21-\x7e].{0,120}$",
        // Marks of a converter.
        r"^<!--.{0,60}-->$",
        r"^#{1,6}$",
        // A comment page in English.
        r"(?i)^(skip to (main )?content|read more|(previous|next) (post|article)|filed under|posted (on|by|in)|categor(y|ies)\s*:|tags\s*:|share on|print this page|back to top)(\s.{0,80})?$",
        r"(?i)^home\s*[>»›/|].{0,120}$",
        r"(?i)^(leave a (comment|reply)|\d+ comments?|post navigation|share this:?|related posts?:?|reply|cancel reply)$",
    ])
    .expect("fixed patterns")
});

/// The site's licence. It may stand behind other words, so it is looked for only where its name stands.
static LICENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^.{0,20}(ICP备|ICP備|公网安备)\s*\d.{0,40}$").expect("a fixed pattern"));

fn is_furniture(words: &str) -> bool {
    let licensed = || words.contains('备') || words.contains('備');
    words.len() < 400 && (LINES.is_match(words) || licensed() && LICENCE.is_match(words))
}

/// The site's own name at the top of its page.
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\p{Han}·]{2,24}(?:门户网站|門戶網站|政府网站|政务网|信息公开网)$")
        .expect("a fixed pattern")
});
/// How many lines are a page's top.
const TOP: usize = 4;

/// Icons: a line of nothing but images from the site's own furniture.
static ICONS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(\s*\[img [^\]]*(sendmail|save|openpage|close|print|share|weixin|wechat|weibo|banner|logo|icon|qrcode|ewm|sjh|button|btn)[^\]]*\]\s*)+$")
        .expect("a fixed pattern")
});

/// Page numbers: - 3 -, — 3 —, 第3页 共9页.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^([-—–－─·•]{1,2}\s*[0-9０-９]{1,3}\s*[-—–－─·•]{1,2}|第\s*[0-9０-９]{1,3}\s*[页頁]([,，/／\s]*共\s*[0-9０-９]{1,3}\s*[页頁])?|(?i:page)\s+\d{1,3}(\s+of\s+\d{1,3})?)$")
        .expect("a fixed pattern")
});

static THOUGHTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^(\d+ thoughts? on [“”"]?)(.+?)([“”"]?)$"#).expect("a fixed pattern"));
static LIST_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{1,3}\.\s+").expect("a fixed pattern"));

fn is_page_number(words: &str) -> bool {
    words.len() <= 60 && words.starts_with(|c| !is_han(c) || c == '第') && PAGE_NUMBER.is_match(words)
}

/// Words that stand beside page numbers again and again: running heads.
fn running_heads(text: &str) -> BTreeSet<&str> {
    const LONGEST: usize = 40;
    const FEWEST: usize = 2;
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| is_page_number(l)) {
        let around = [i.checked_sub(1).and_then(|p| lines.get(p)), lines.get(i + 1)];
        for words in around.into_iter().flatten().filter(|w| *w != line) {
            if words.chars().count() <= LONGEST && !words.ends_with(['。', '；', '：', '，']) {
                *beside.entry(words).or_default() += 1;
            }
        }
    }
    beside.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(words, _)| words).collect()
}

/// Lines and parts of lines to take out.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let heads = running_heads(text);
    let mut page_above = false;
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).skip(1);
    let mut at = 0;
    let mut comment_page = false;
    let mut lines_seen = 0usize;
    for line in text.split_inclusive('\n') {
        let blank = |c: char| c.is_whitespace() || c == '\u{200b}';
        let words = line.trim_start_matches(blank);
        let start = at + (line.len() - words.len());
        let words = words.trim_end_matches(blank);
        at += line.len();
        if words.is_empty() {
            continue;
        }
        lines_seen += 1;
        let page_below = lines.next().is_some_and(is_page_number);
        let beside_page = std::mem::replace(&mut page_above, is_page_number(words)) || page_below;
        let mut drop = |from: usize, to: usize, kind, certainty| {
            found.edits.push(Edit {
                kind,
                span: Span::new(start + from, start + to),
                after: String::new(),
                certainty,
                note: None,
            });
        };
        if is_page_number(words) || beside_page && heads.contains(words) {
            drop(0, words.len(), RepairKind::PageBreak, Certainty::Certain);
        } else if lines_seen <= TOP && SITE.is_match(words)
            || words.starts_with('[') && words.contains("[img") && ICONS.is_match(words)
            || is_furniture(words)
        {
            drop(0, words.len(), RepairKind::Chrome, Certainty::Certain);
        } else if lines_seen <= 3
            && let Some(parts) = THOUGHTS.captures(words)
        {
            // The comment page's own head quotes the title of what it comments on.
            comment_page = true;
            if let (Some(head), Some(tail)) = (parts.get(1), parts.get(3)) {
                drop(head.start(), head.end(), RepairKind::Chrome, Certainty::Certain);
                if !tail.is_empty() {
                    drop(tail.start(), tail.end(), RepairKind::Chrome, Certainty::Certain);
                }
            }
        } else if comment_page && let Some(number) = LIST_NUMBER.find(words) {
            // The number of the comment in the page's list.
            drop(number.start(), number.end(), RepairKind::Chrome, Certainty::Certain);
        }
    }
    found
}

/// A full stop of the web editor after the last sentence: （完）.
pub(super) fn find_endings(text: &str) -> Findings {
    let mut found = Findings::default();
    if !is_chinese(text) {
        return found;
    }
    let end = text.trim_end();
    for mark in ["（完）", "(完)", "【完】"] {
        if end.ends_with(mark) {
            let start = end.len() - mark.len();
            found.edits.push(Edit::certain(RepairKind::Chrome, Span::new(start, end.len()), ""));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepairedText;
    use proptest::prelude::*;

    fn check(before: &str, after: &str) {
        let mut text = RepairedText::new(before);
        text.apply(find(before).edits);
        text.apply(find_endings(text.text()).edits);
        let lines: Vec<&str> = text.text().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.join("|"), after);
    }

    #[test]
    fn furniture_goes() {
        check(
            "首頁>要聞 要聞\n關于山路養護的意見\n要養護。(完)\n編輯:王某\n關鍵詞:山路",
            "關于山路養護的意見|要養護。",
        );
        check(
            "甲。\n扫一扫在手机打开当前页\n[img a/sendmail.gif] [img a/close.gif]\n【打印本页】【关闭窗口】",
            "甲。",
        );
        check("云岭省人民政府门户网站\n首页 > 公开\n关于山路的意见\n要养护。", "关于山路的意见|要养护。");
        check(
            "Home > Laws\nOn mountain roads\nPosted on March 3\nRoads are kept.",
            "On mountain roads|Roads are kept.",
        );
        check("甲乙\n— 3 —\n丙。\n第 2 页 共 9 页", "甲乙|丙。");
        check("山路条例\n甲。\n山路条例\n- 1 -\n乙。\n山路条例\n- 2 -\n丙。", "山路条例|甲。|乙。|丙。");
        check(
            "1 thought on “What is new?”\n\n  1. The road is new.\nLeave a Comment",
            "What is new?|The road is new.",
        );
    }

    #[test]
    fn text_stays() {
        for line in [
            "首页设计要求",
            "编辑部负责：出版",
            "[img 5347765/images/1.jpg]",
            "12",
            "分享经济发展的意见由省政府另行制定，各地要抓好落实工作并及时报告情况。",
        ] {
            check(line, line);
        }
    }

    proptest! {
        /// What is asked first, because it is quick, refuses only what the pattern would.
        #[test]
        fn a_quick_refusal_is_a_right_one(
            words in "[-—–－─·•]?(第|page |P|甲)?[0-9０-９ ]{0,3}(页|頁)?( of 1)?(京ICP备|ICP備|公网安备|设备|责任编辑：)?[0-9甲]{0,2}[-—•]?",
        ) {
            let words = words.trim();
            prop_assert_eq!(is_page_number(words), words.len() <= 60 && PAGE_NUMBER.is_match(words));
            prop_assert_eq!(is_furniture(words), LINES.is_match(words) || LICENCE.is_match(words));
        }
    }
}
