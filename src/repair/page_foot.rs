//! What a web page puts below the text: files to download, lists of other pages, who keeps
//! the site. Single lines of it could be a document's own; where they stand makes it sure.

use super::furniture::{is_byline, is_foot, is_furniture, is_keeper};
use super::lines::is_date;
use crate::model::Label;
use regex::Regex;
use std::sync::LazyLock;

static DOWNLOADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[【\[]?(?:附件下载|附件下載|下载附件|相关附件|相關附件|附件列表|相关下载|文件下载)[】\]]?\s*[:：]?$")
        .expect("a fixed pattern")
});

/// The name of one file or several, with the size that some sites print behind it.
static FILES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[^。；]{1,120}?\.(?:docx?|pdf|xlsx?|wps|et|zip|rar|7z|ofd|ceb|pptx?|jpe?g|png|txt)\s*(?:[（(\[]\s*[\d.]+\s*(?:KB|MB|K|M|字节)\s*[)）\]])?\s*(?:[【\[]?(?:点击)?下载[】\]]?)?\s*)+$",
    )
    .expect("a fixed pattern")
});

static RELATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[【\[]?(?:相关(?:链接|新闻|阅读|解读|文件|文档|信息|稿件|报道|政策|政策解读)|相關(?:閱讀|連結|新聞)|延伸阅读|政策解读|解读材料|文件解读|图解|热点推荐|推荐阅读)[】\]]?\s*[:：]?$")
        .expect("a fixed pattern")
});

fn is_file(words: &str) -> bool {
    // Nearly all lines are refused by the look for a full stop of ASCII.
    words.len() < 600 && words.contains('.') && FILES.is_match(words)
}

/// Surely the site's at the foot of a page: there by-lines are, too, with all they say.
fn is_site(words: &str) -> bool {
    is_furniture(words) || is_byline(words)
}

/// The lines among `lines` (none of them blank) that are the page's because of where they stand.
pub(super) fn find(lines: &[&str]) -> Vec<usize> {
    let mut found = downloads(lines);
    let end = related(lines).inspect(|from| found.extend(*from..lines.len())).unwrap_or(lines.len());
    found.extend(foot(&lines[..end]));
    found.sort_unstable();
    found.dedup();
    found
}

/// 附件下载 and the names of files right below it.
fn downloads(lines: &[&str]) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, _) in lines.iter().enumerate().filter(|(_, words)| words.len() < 60 && DOWNLOADS.is_match(words))
    {
        let files = lines[at + 1..].iter().take_while(|words| is_file(words)).count();
        let ends = lines[at + 1..].iter().all(|words| is_site(words));
        if files > 0 || ends {
            found.extend(at..=at + files);
        }
    }
    found
}

/// Where a list of other pages begins that runs to the end, below the date of the signature:
/// nothing in it may be numbered or a sentence.
fn related(lines: &[&str]) -> Option<usize> {
    let dated = lines.iter().position(|words| is_date(words))?;
    // Of an attachment such a line may be the title.
    let end = lines[dated..]
        .iter()
        .position(|words| words.starts_with('附') && !is_file(words) && !words.ends_with(['：', ':']))
        .map_or(lines.len(), |n| dated + n);
    let title = |words: &str| {
        words.chars().count() <= 60 && !words.ends_with(['。', '；', '：']) && Label::split(words).is_none()
    };
    (dated + 1..end).find(|at| {
        RELATED.is_match(lines[*at])
            && lines[at + 1..].iter().all(|words| title(words) || is_site(words) || is_keeper(words))
    })
}

/// Names of files and lines about the site's keeper at the very end, among lines that are surely the site's.
fn foot(lines: &[&str]) -> Vec<usize> {
    let belongs =
        |words: &str| is_site(words) || is_keeper(words) || is_file(words) || DOWNLOADS.is_match(words);
    let start = lines.len() - lines.iter().rev().take_while(|words| belongs(words)).count();
    // A file named right below the date is a link, whatever stands beneath.
    let dated = start.checked_sub(1).is_some_and(|above| is_date(lines[above]));
    let mut found = Vec::new();
    let (mut below, mut listed) = (false, false);
    for at in start..lines.len() {
        let words = lines[at];
        below |= is_site(words);
        // Above the site's own line only what leads straight to it is the site's, and no address.
        let leads = || {
            words.starts_with(['主', '承', '协'])
                && lines[at..].iter().find(|w| !is_keeper(w)).is_some_and(|w| is_foot(w))
        };
        // 附件1：….doc begins the document's own list.
        listed = is_file(words) && (listed || words.starts_with('附'));
        let linked = || is_file(words) && !listed && (below || dated);
        if is_byline(words) || is_keeper(words) && (below || leads()) || linked() {
            found.push(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], kept: usize) {
        let found = find(lines);
        let stay: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(at, words)| !found.contains(at) && !is_site(words))
            .map(|(_, words)| *words)
            .collect();
        assert_eq!(stay, lines[..kept]);
    }

    #[test]
    fn what_stands_below_the_text_goes() {
        check(
            &[
                "甲。",
                "2021年5月6日",
                "附件下载：",
                "图书目录.docx",
                "1.登记表.xls（23.5KB）",
                "【关闭窗口】",
            ],
            2,
        );
        check(&["甲。", "附件下载", "图书目录.doc 登记表.pdf"], 1);
        check(&["甲。", "附件下载：", "主办：云岭省文化厅 网站标识码：4300000001"], 1);
        check(
            &["甲。", "【打印】【关闭】", "主办单位：云岭省文化厅", "地址：山路一号", "云ICP备05000000号"],
            1,
        );
        check(&["甲。", "2021年5月6日", "图书目录.docx"], 2);
        check(&["甲。", "信息来源：县政府 【字号：大 中 小】 【打印】"], 1);
        check(
            &["甲。", "2021年5月6日", "附件：", "1.登记表.xls", "相关链接", "图书", "主办：云岭省文化厅"],
            4,
        );
        check(&["甲。", "主办：云岭省文化厅", "版权所有 云岭省文化厅"], 1);
        check(&["甲。", "2021年5月6日", "相关解读：", "图书室办法解读", "一图读懂图书室 2021-05-07"], 2);
    }

    #[test]
    fn what_could_be_the_documents_stays() {
        for lines in [
            &["组织机构", "主办单位：云岭省文化厅", "承办单位：溪口县"][..],
            &["附件：", "1.登记表.xls"],
            &["政策解读", "图书室管理", "2021年5月6日"],
            &["2021年5月6日", "相关文件", "一、图书。"],
            &["2021年5月6日", "政策解读", "要做好解读。"],
            &["2021年5月6日", "附件1：登记表.xls", "附件2：目录.doc"],
            &["2021年5月6日", "附件", "相关文件", "图书室管理办法"],
            &["联系电话：0000", "版权所有 云岭省文化厅"][..1],
            &["附件下载", "各地自行下载。"],
        ] {
            check(lines, lines.len());
        }
    }
}
