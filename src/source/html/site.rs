//! How sites name the parts of their pages.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// Containers that the publishing systems of government sites put the text in.
pub(super) fn is_known_container(element: &Element) -> bool {
    element.name() == "article"
        || names(element).any(|name| {
            matches!(
                name.as_str(),
                "ucapcontent"
                    | "pagescontent"
                    | "treditor"
                    | "trseditor"
                    | "zoom"
                    | "vsbcontent"
                    | "vnewscontent"
                    | "articlecontent"
                    | "articlecon"
                    | "newscontent"
                    | "contentbody"
                    | "detailcontent"
                    | "infocontent"
                    | "wenzhang"
                    | "zhengwen"
                    | "jhcontent"
                    | "bodycontent"
                    | "postcontent"
                    | "entrycontent"
            )
        })
}

/// Parts of a page that belong to the site: by HTML's own names (HTML, 4.3) or by class.
pub(super) fn is_frame(node: NodeRef<'_, Node>) -> bool {
    let Some(element) = node.value().as_element() else { return false };
    matches!(element.name(), "nav" | "footer" | "aside" | "select" | "button")
        || (!matches!(element.name(), "body" | "html" | "article" | "main")
            && words(element).any(|word| is_frame_word(&word)))
}

/// Parts beside and around the text, by class. What they say carries no weight, but
/// within the main text such a class says nothing.
pub(super) fn is_margin(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| {
        words(element).any(|word| {
            matches!(
                word.trim_end_matches(|c: char| c.is_ascii_digit()),
                "top"
                    | "bottom"
                    | "bot"
                    | "hd"
                    | "ft"
                    | "side"
                    | "right"
                    | "bq"
                    | "banquan"
                    | "copy"
                    | "rightbar"
            )
        })
    })
}

fn is_frame_word(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(
        word,
        "nav"
            | "navbar"
            | "navi"
            | "navigation"
            | "menu"
            | "header"
            | "footer"
            | "foot"
            | "sidebar"
            | "aside"
            | "breadcrumb"
            | "breadcrumbs"
            | "crumb"
            | "crumbs"
            | "dqwz"
            | "share"
            | "bdshare"
            | "bdsharebuttonbox"
            | "toolbar"
            | "qr"
            | "qrcode"
            | "ewm"
            | "erweima"
            | "copyright"
            | "banner"
            | "logo"
            | "search"
            | "login"
            | "related"
            | "xgwj"
            | "xgxw"
            | "xgyd"
            | "xgjd"
            | "recommend"
            | "comment"
            | "comments"
            | "pagination"
            | "pager"
            | "friendlink"
            | "yqlj"
            | "advert"
            | "ads"
            | "print"
            | "dayin"
    )
}

/// What sites say of themselves at the foot of their pages, and the buttons around a text.
pub(super) fn is_furniture(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "ICP备",
        "公网安备",
        "网站标识码",
        "版权所有",
        "技术支持",
        "主办单位",
        "承办单位",
        "主办：",
        "承办：",
        "当前位置",
        "网站地图",
        "扫一扫",
        "分享到",
        "字号：",
        "浏览次数",
        "访问量",
        "上一篇",
        "下一篇",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Id and classes, each as one word in small letters without marks: `UCAP-CONTENT` is `ucapcontent`.
pub(super) fn names(element: &Element) -> impl Iterator<Item = String> {
    let parts: Vec<String> = element
        .id()
        .into_iter()
        .chain(element.classes())
        .map(|name| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase())
        .collect();
    parts.into_iter()
}

/// The words of id and classes: `qr_container` is `qr`, `container`.
fn words(element: &Element) -> impl Iterator<Item = String> {
    let parts: Vec<String> = element
        .id()
        .into_iter()
        .chain(element.classes())
        .flat_map(|name| name.split(|c: char| !c.is_ascii_alphanumeric()))
        .map(str::to_ascii_lowercase)
        .collect();
    parts.into_iter()
}
