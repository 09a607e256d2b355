//! What a web page or a printer put around the text.

use super::furniture::{is_furniture, site_parts};
use super::page_break::{is_page_number, running_heads};
use super::page_foot;
use super::rules::{Findings, is_chinese};
use crate::model::{Edit, RepairKind, Span};
use regex::Regex;
use std::sync::LazyLock;

/// The site's own name at the top of its page.
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\p{Han}·]{2,24}(?:门户网站|門戶網站|政府网站|政务网|信息公开网)$")
        .expect("a fixed pattern")
});
/// How many lines are a page's top.
const TOP: usize = 4;

static THOUGHTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^(\d+ thoughts? on [“”"]?)(.+?)([“”"]?)$"#).expect("a fixed pattern"));
static LIST_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d{1,3}\.\s+").expect("a fixed pattern"));

/// Lines and parts of lines to take out.
pub(super) fn find(text: &str) -> Findings {
    let mut found = Findings::default();
    let (starts, lines) = lines(text);
    let heads = running_heads(text);
    let mut foot = page_foot::find(&lines).into_iter().peekable();
    let mut page_above = false;
    let mut comment_page = false;
    for (i, (start, words)) in starts.into_iter().zip(lines.iter().copied()).enumerate() {
        let page_below = lines.get(i + 1).is_some_and(|below| is_page_number(below));
        let beside_page = std::mem::replace(&mut page_above, is_page_number(words)) || page_below;
        let of_foot = foot.next_if_eq(&i).is_some();
        let mut drop = |from: usize, to: usize, kind| {
            found.edits.push(Edit::certain(kind, Span::new(start + from, start + to), ""));
        };
        if is_page_number(words) || beside_page && heads.contains(words) {
            drop(0, words.len(), RepairKind::PageBreak);
        } else if of_foot || i < TOP && SITE.is_match(words) || is_furniture(words) {
            drop(0, words.len(), RepairKind::Chrome);
        } else if i < 3
            && let Some(parts) = THOUGHTS.captures(words)
        {
            // The comment page's own head quotes the title of what it comments on.
            comment_page = true;
            if let (Some(head), Some(tail)) = (parts.get(1), parts.get(3)) {
                drop(head.start(), head.end(), RepairKind::Chrome);
                if !tail.is_empty() {
                    drop(tail.start(), tail.end(), RepairKind::Chrome);
                }
            }
        } else if comment_page && let Some(number) = LIST_NUMBER.find(words) {
            // The number of the comment in the page's list.
            drop(number.start(), number.end(), RepairKind::Chrome);
        } else {
            for part in site_parts(words) {
                // What stood on both sides of it stays apart.
                let between =
                    part.end < words.len() && words[..part.start].ends_with(|c: char| !c.is_whitespace());
                let span = Span::new(start + part.start, start + part.end);
                found.edits.push(Edit::certain(RepairKind::Chrome, span, if between { " " } else { "" }));
            }
        }
    }
    found
}

/// The lines with words, without the blanks around them, and where each begins.
fn lines(text: &str) -> (Vec<usize>, Vec<&str>) {
    let blank = |c: char| c.is_whitespace() || c == '\u{200b}';
    let mut at = 0;
    text.split_inclusive('\n')
        .filter_map(|line| {
            let words = line.trim_start_matches(blank);
            let start = at + (line.len() - words.len());
            at += line.len();
            let words = words.trim_end_matches(blank);
            (!words.is_empty()).then_some((start, words))
        })
        .unzip()
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
    fn where_one_stands_goes_in_all_its_forms() {
        for line in [
            "您当前的位置 : 首页 - 政务公开 - 文件",
            "当前位置：首页 > 政务公开",
            "您所在的位置：首页 › 公开 › 正文",
            "您现在的位置: 网站首页 — 公文",
            "所在位置：首页 · 公开",
            "当前位置：",
            "首页 | 公开 | 文件",
        ] {
            check(&format!("{line}\n关于山路的意见\n要养护。"), "关于山路的意见|要养护。");
        }
    }

    #[test]
    fn buttons_and_counters_go_from_a_line_that_is_all_such_parts() {
        for line in [
            "【关闭窗口】",
            "【打印本页】 【关闭窗口】",
            "打印本页 | 关闭窗口",
            "【字号 大 中 小】",
            "字体：[大] [中] [小] 打印",
            "浏览量：120",
            "浏览次数: 33次 【打印】",
            "分享到：微信 新浪微博",
            "责任编辑：王某 阅读：12",
            "字号：默认 大 超大",
            "打印本页 | 收藏 | 留言 |",
            "点击率[33]",
            "用手机扫描二维码打开当前页",
            "扫码分享到微信",
            "建议使用1024*768分辨率 IE9.0以上浏览器",
        ] {
            check(&format!("甲。\n{line}\n乙。"), "甲。|乙。");
        }
        check(
            "甲\n发布日期：2019-05-15 来源：县政府办公室 【字体：大 中 小】 打印 浏览次数：33\n乙。",
            "甲|发布日期：2019-05-15 来源：县政府办公室|乙。",
        );
        check(
            "甲\n【时间：2018-01-12】【来源：市文化局】【字号：大 中 小】【打印】\n乙。",
            "甲|时间：2018-01-12 来源：市文化局|乙。",
        );
        check(
            "甲\n【字体：大 中 小】 【打印】 发布时间：2019-05-15 10:20 来源：县政府 | 编辑：王某\n乙。",
            "甲|发布时间：2019-05-15 10:20 来源：县政府|乙。",
        );
    }

    #[test]
    fn text_stays() {
        for line in [
            "首页设计要求",
            "编辑部负责：出版",
            "[img 5347765/images/1.jpg]",
            "12",
            "承办单位应当在三个月内答复。",
            "主办单位：云岭省文化厅",
            "分享教学资源。",
            "无障碍设施建设规划要求",
            "上一条规定的情形，由县文化局处理。",
            "审核：县民政局对材料进行审核。",
            "审核：县民政局",
            "字号大小应当一致。",
            "打印机采购",
            "下载 保存",
            "点击量",
            "阅读 40",
            "点击量\t访问量：",
            "所在位置：山路以东，河流以南",
            "技术支持由省厅提供",
            "1.网站标识码12位，由省厅编制",
            "2019-05-06 打印",
            "分享经济发展的意见由省政府另行制定，各地要抓好落实工作并及时报告情况。",
        ] {
            check(line, line);
        }
    }
}
