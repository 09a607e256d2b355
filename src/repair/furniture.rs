//! Words by which a web page speaks of itself: where one stands in the site, its buttons
//! and counters, who put it online, who keeps the site.
//!
//! A line is taken for such words only as a whole: every part of it has to be one. The
//! same words open sentences (承办单位应当…, 无障碍设施…), which are the document's.

use regex::{Regex, RegexSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Lines that are no part of any official text, as whole lines.
static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // Where one stands in the site.
        r"^(?:(?:您|你)(?:现在|現在|当前|當前|目前)?(?:所在)?的?(?:所在)?位置|(?:当前|當前|现在|現在|目前)(?:所在)?的?位置)(?:是|为)?(?:\s*[:：>›»＞/／→]|\s+(?:网站)?(?:首页|首頁))[^。；]{0,120}$",
        r"^(?:所在)?位置\s*[:：]\s*(?:(?:网站|網站)?(?:首页|首頁|主页)(?:\s*[>›»＞/／→|｜·—–-].{0,100})?|[\p{Han}\w]{2,20}(?:\s*[>›»＞]+\s*[^。；>›»＞]{2,40})+)$",
        r"^(?:网站|網站)?(?:首页|首頁|主页)(?:\s*[:：>›»＞/／→][^。；]{0,80}|(?:\s+[-—–·|｜]\s+[\p{Han}\w]{2,20})+)?$",
        // Who put it online.
        r"^[（(\[【]?(?:责任编辑|責任編輯|网络编辑|编辑|編輯|责编|責編|录入者)[:：][^。；，]{0,30}$",
        r"^(关键词|關鍵詞|关键字|關鍵字|标签|標籤|Tags?)[:：].{0,120}$",
        // Other pages, and the way back.
        r"^(?:用|使用|请用)?(?:手机|微信|手机微信)?(?:扫一扫|掃一掃)[^。；，]{0,20}(?:打开|分享|关注|浏览|查看|阅读)[^。；，]{0,12}$",
        r"^(?:用|使用|请用)?(?:手机|微信)?(?:扫码|扫描二维码|扫二维码)[^。；，]{0,10}(?:(?:打开|浏览|查看|阅读)?(?:当前|本|此)(?:网?页|页面)|分享到?(?:微信|朋友圈)?)$",
        r"^(?:上一篇|下一篇)(?:\s*[:：].{0,80}|\s[^。；]{0,80})?$",
        r"^(?:上一条|下一条|上一頁|下一頁|上一页|下一页)(?:\s*[:：].{0,80})?$",
        r"^(?:相关链接|相关新闻|相关阅读|相關閱讀|延伸阅读)(?:\s*[:：].{0,80})?$",
        r"^(?:相关附件|附件下载|相关文档|相关文件|相关解读|政策解读|图解|图片解读|相關附件|附件下載)[:：].{0,80}$",
        r"^(?:设为首页|加入收藏|无障碍|繁体版|简体版|移动版|RSS)(?:(?:\s*[|｜]\s*|\s+)\S{2,6})*$",
        r"^(?:网站地图|联系我们|关于我们|网站声明|隐私声明|法律声明|使用帮助)(?:(?:\s*[|｜]\s*|\s+)\S{2,6})*$",
        r"^(?:建议(?:您)?使用[^。；]{0,60}(?:浏览器|浏览|分辨率)[^。；]{0,20}|您是第\s*\d+\s*位.{0,10}|视力保护色\s*[:：].{0,40})$",
        r"^(?:北大法宝引证码|法宝引证码|本文网址|文章网址|原文链接|网页地址)\s*[：:]?\s*[\x21-\x7e].{0,120}$",
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

/// Icons: a line of nothing but images from the site's own furniture.
static ICONS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(\s*\[img [^\]]*(sendmail|save|openpage|close|print|share|weixin|wechat|weibo|banner|logo|icon|qrcode|ewm|sjh|button|btn)[^\]]*\]\s*)+$")
        .expect("a fixed pattern")
});

/// Marks that only the foot of a site bears: its licences, its code, its copyright.
static FOOT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:ICP\s*[备備证]\s*(?:[（(]\s*)?\d|公网安备\s*\d|网站标识码\s*[:：]?\s*[a-z]{0,4}\d|copyright\s*(?:©|Ⓒ|[（(]c[)）]|\d{4}|[:：])|all rights reserved|^[©Ⓒ]\s*\S|^(?:版权所有|版權所有)(?:$|\s*[:：©Ⓒ]|\s+\S))",
    )
    .expect("a fixed pattern")
});

/// Lines that stand at such a foot, but could be a document's own elsewhere (主办单位：某某厅).
static KEEPER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:主\s*办|主\s*辦|承\s*办|协\s*办|主管|运维|运行维护|维护|制作|技术支持|网站维护|地\s*址|联系地址|邮\s*编|邮政编码|电\s*话|联系电话|传\s*真|网站备案号|备案号)(?:单位|單位)?\s*[:：][^。；，]{0,60})+$",
    )
    .expect("a fixed pattern")
});

/// Whether a line is the site's and not the document's, wherever it stands.
pub(super) fn is_furniture(words: &str) -> bool {
    words.len() < 400 && (LINES.is_match(words) || is_foot(words))
        || words.starts_with('[') && words.contains("[img") && ICONS.is_match(words)
}

/// The foot of a site: 版权所有, 网站标识码, ICP备.
pub(super) fn is_foot(words: &str) -> bool {
    // Nearly all lines are refused by the look for one letter.
    let marked = words.contains(['备', '備', '证', '©', 'Ⓒ', '版', '码']) || words.is_ascii();
    marked
        && words.len() < 400
        && !words.contains(['。', '；'])
        && crate::model::Label::split(words).is_none()
        && FOOT.is_match(words)
}

/// 主办：某某办公室, 地址：…: at the foot of a site the site's.
pub(super) fn is_keeper(words: &str) -> bool {
    words.len() < 400 && words.contains([':', '：']) && KEEPER.is_match(words)
}

/// What stands side by side in a by-line or a row of buttons.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// A button, a counter, a size of letters, an editor.
    Site,
    /// A word that is a button only beside others.
    Button,
    /// When and whence it was put online, with its label.
    Fact,
    /// A date without a label.
    Date,
}

static PARTS: LazyLock<[(Part, Regex); 4]> = LazyLock::new(|| {
    const DATE: &str =
        r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?";
    const SIZE: &str =
        r"[\[【［（(]?\s*(?:加大|放大|缩小|默认|正常|标准|超大|特大|大|中|小)\s*[\]】］）)]?\s*[|｜/]?\s*";
    const BUTTON: &str = concat!(
        r"(?:我要)?(?:网页|本页)?(?:打印|列印)(?:本页|本頁|此页|此頁|此文|本文|页面|文章|本稿|正文|文档)?",
        r"|(?:关闭|關閉)(?:窗口|視窗|本页|此页|页面)?|窗口关闭|(?:我要)?收藏(?:本页|此页)?|(?:我要)?纠错|我要评论|我要咨询|我要留言",
        r"|转发|语音播报|語音播報|下载(?:文字版|图片版|PDF|本页)|返回(?:顶部|首页|列表|上一页|上页)|回到顶部|加入收藏|设为首页|一键分享",
    );
    const COUNTED: &str = r"(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问|訪問)";
    const OF_WHAT: &str = "(?:次数|次數|人数|量|数|率)";
    const REST: &str = r"\s*[\]】)）]?\s*[次人]?";
    const COUNT: &str = r"\s*[\[【(（]?\s*\d*\s*[\]】)）]?\s*[次人]?";
    let site = [
        format!(r"[【\[［]\s*(?:{BUTTON}|分享|下载|保存|返回|留言|评论)\s*[】\]］]|(?:{BUTTON})"),
        format!(
            r"[【\[［（(]?\s*(?:文章|页面|浏览)?(?:字体|字體|字号|字號)(?:大小|调整)?(?:\s*[:：]\s*(?:{SIZE})*|\s*(?:{SIZE})+)[】\]］）)]?"
        ),
        format!(r"(?:{SIZE}){{3}}"),
        format!(
r"{COUNTED}{OF_WHAT}?\s*[:：]{COUNT}|{COUNTED}{OF_WHAT}\s*[\[【(（]?\s*\d+{REST}|{COUNTED}\s*\d+\s*[次人]|人气\s*[:：]\s*\d*"
        ),
        r"(?:微信扫一扫\s*[:：]?\s*)?(?:分享到|分享至|推荐到|分享)(?:\s*[:：])?(?:\s*(?:微信好友|微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|朋友圈|人人网|豆瓣网?|复制链接|邮件|更多))*|微信扫一扫".to_owned(),
        r"(?:责任编辑|責任編輯|网络编辑|编辑|編輯|责编|責編|录入)\s*[:：]\s*[\p{Han}·]{0,10}(?:\s*[】\]］])?".to_owned(),
        // Of an office that examines something a document speaks, too; a person's name has two or three characters.
        r"(?:审核|校对|初审|复审|终审)人?\s*[:：]\s*\p{Han}{1,2}[\p{Han}--[局厅处科室部委办院会站所府司]]".to_owned(),
        // Around a fact: 【时间：…】【来源：…】.
        r"[【】]".to_owned(),
    ];
    let fact = [
        format!(r"(?:(?:发布|發布|更新|上网|公开|录入)?(?:时间|日期|時間))\s*[:：]\s*{DATE}"),
        r"(?:信息|文章|稿件|文件|内容)?(?:来源|來源)\s*[:：]\s*[^\s，。；：:【】\[\]|｜]{0,30}".to_owned(),
        r"(?:作者|发布机构|发布单位|发布人|供稿)\s*[:：]\s*[^\s，。；：:【】\[\]|｜]{0,30}".to_owned(),
    ];
    let button = [r"(?:留言|评论|下载|保存|返回|RSS)".to_owned()];
    let any = |parts: &[String]| Regex::new(&format!("^(?:{})", parts.join("|"))).expect("a fixed pattern");
    [
        (Part::Site, any(&site)),
        (Part::Button, any(&button)),
        (Part::Fact, any(&fact)),
        (Part::Date, any(&[DATE.to_owned()])),
    ]
});

/// The parts of a line and what they are; None unless the whole line is made of them.
fn parts(words: &str) -> Option<Vec<(Part, Range<usize>)>> {
    const LONGEST: usize = 300;
    // The cells of a table may say the same (点击量, 访问量).
    if words.contains('\t') {
        return None;
    }
    let mut parts: Vec<(Part, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < words.len() && words.len() <= LONGEST {
        let rest = &words[at..];
        let found = PARTS.iter().find_map(|(part, form)| Some((*part, form.find(rest)?.end())));
        let (part, len) = found.filter(|(_, len)| *len > 0)?;
        parts.push((part, at..at + len));
        let parted = |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '/' | '·');
        at = words.len() - rest[len..].trim_start_matches(parted).len();
    }
    let has = |wanted: Part| parts.iter().any(|(part, _)| *part == wanted);
    // A bare date would be read as the document's when nothing says what it is.
    (has(Part::Site) && (has(Part::Fact) || !has(Part::Date))).then_some(parts)
}

/// Whether a line says nothing but when and whence a text was put online, beside the site's own words.
pub(super) fn is_byline(words: &str) -> bool {
    parts(words).is_some()
}

/// What of a by-line (发布时间：… 来源：… 【字体：大 中 小】 打印) or a row of buttons is the site's own, as
/// bytes of `words`; nothing unless the whole line is made of such parts. When and whence
/// the text was put online stays: it is evidence for the metadata.
pub(super) fn site_parts(words: &str) -> Vec<Range<usize>> {
    let Some(parts) = parts(words) else { return Vec::new() };
    let mut site: Vec<Range<usize>> = Vec::new();
    let mut kept = 0;
    for (i, (part, span)) in parts.iter().enumerate() {
        if matches!(part, Part::Fact | Part::Date) {
            kept = span.end;
            continue;
        }
        let next = parts.get(i + 1).map(|(_, next)| next.start);
        match site.last_mut() {
            Some(last) if last.end == span.start => last.end = next.unwrap_or(words.len()),
            _ => site.push(span.start..next.unwrap_or(words.len())),
        }
        // What parted the last of them from the facts goes, too.
        if let Some(last) = site.last_mut().filter(|_| next.is_none()) {
            last.start = kept;
        }
    }
    site
}
