//! Which lines of a page are the document, and which its frame.
//!
//! The main text is the innermost element that holds nearly all running text of
//! the page; what a link says is no running text. Then single lines around it are
//! taken in that belong to the document: its title, its table of fields, its
//! signature; and inside it what is plainly navigation is put out.
//! Known containers of Chinese government sites count as hints, no more.

use super::flow::{Kind, Line, Step, walk};
use crate::model::Label;
use crate::source::lines::Chrome;
use ego_tree::{NodeId, NodeRef};
use regex::Regex;
use scraper::node::Element;
use scraper::{Html, Node};
use std::collections::HashMap;
use std::sync::LazyLock;

const OUTSIDE: Chrome = Some("outside the main text of the web page");
const NAVIGATION: Chrome = Some("navigation inside the web page");

/// For each line whether it is chrome, and whether a main text was found.
pub(super) fn judge(html: &Html, lines: &[Line]) -> (Vec<Chrome>, bool) {
    let page = Page::weigh(html, lines);
    let Some(main) = page.main_text() else { return (vec![None; lines.len()], false) };
    let inside: Vec<bool> = lines.iter().map(|line| page.is_below(line.owner, main)).collect();
    let first = inside.iter().position(|inside| *inside).unwrap_or(0);
    let last = inside.iter().rposition(|inside| *inside).unwrap_or(0);
    let mut chrome: Vec<Chrome> = Vec::with_capacity(lines.len());
    for (line, inside) in lines.iter().zip(&inside) {
        chrome.push(match inside {
            true if page.is_navigation(line, main) => NAVIGATION,
            true => None,
            false => OUTSIDE,
        });
    }
    let before = first.min(lines.len());
    page.keep_fields(&lines[..before], &mut chrome);
    page.keep_title(html, lines, first, &mut chrome);
    keep_closing(lines, last, &mut chrome);
    // A blank line goes with the line above it.
    for at in 1..lines.len() {
        if lines[at].text.is_empty() && !inside[at] {
            chrome[at] = chrome[at - 1];
        }
    }
    (chrome, true)
}

/// Sums over everything below an element.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Characters of running text.
    running: usize,
    chars: usize,
    linked: usize,
    /// Lines that are not blank, and those of them that are links.
    lines: usize,
    link_lines: usize,
    /// Lines that open with a clause number or name an annex.
    clauses: usize,
    /// It is furniture of the site.
    frame: bool,
}

struct Page<'a> {
    html: &'a Html,
    weights: HashMap<NodeId, Weight>,
}

impl<'a> Page<'a> {
    fn weigh(html: &'a Html, lines: &[Line]) -> Self {
        let mut weights: HashMap<NodeId, Weight> = HashMap::new();
        for line in lines.iter().filter(|line| !line.text.is_empty()) {
            let own = weights.entry(line.owner).or_default();
            let chars = line.text.chars().filter(|c| !c.is_whitespace()).count();
            own.chars += chars;
            own.linked += line.linked;
            own.lines += 1;
            own.link_lines += usize::from(line.linked * 5 >= chars * 4 && chars > 0);
            own.running += running(line, chars);
            own.clauses += usize::from(Label::split(&line.text).is_some() || line.text.starts_with("附件"));
        }
        // Children are closed before their parents, so each sum is whole when it is handed up.
        walk(html.tree.root(), &mut |step| {
            if let Step::Close(node) = step
                && let (Some(parent), Some(own)) = (node.parent(), weights.get(&node.id()).copied())
            {
                let up = weights.entry(parent.id()).or_default();
                up.running += own.running;
                up.chars += own.chars;
                up.linked += own.linked;
                up.lines += own.lines;
                up.link_lines += own.link_lines;
                up.clauses += own.clauses;
            }
            true
        });
        let mut page = Page { html, weights };
        page.put_frames_out();
        page
    }

    /// What the site's furniture says is no running text of the document. An element
    /// that holds half the page is no furniture, whatever its name.
    fn put_frames_out(&mut self) {
        let root = self.html.tree.root();
        let half = self.weight(root.id()).running / 2;
        walk(root, &mut |step| {
            let Step::Open(node) = step else { return true };
            let running = self.weight(node.id()).running;
            if running > half || !is_frame(node) {
                return true;
            }
            for above in node.ancestors() {
                if let Some(weight) = self.weights.get_mut(&above.id()) {
                    weight.running = weight.running.saturating_sub(running);
                }
            }
            if let Some(weight) = self.weights.get_mut(&node.id()) {
                weight.running = 0;
                weight.frame = true;
            }
            false
        });
    }

    fn weight(&self, id: NodeId) -> Weight {
        self.weights.get(&id).copied().unwrap_or_default()
    }

    /// The innermost container that holds nearly all running text.
    fn main_text(&self) -> Option<NodeId> {
        let mut main = self.html.tree.root();
        let total = self.weight(main.id());
        if total.running == 0 {
            return None;
        }
        loop {
            let here = self.weight(main.id()).running;
            let best = main.children().max_by_key(|child| self.weight(child.id()).running);
            let Some(child) = best.filter(|child| may_hold_a_text(*child)) else { break };
            let weight = self.weight(child.id());
            let hinted = child.value().as_element().is_some_and(is_known_container);
            let enough = if hinted { weight.running * 2 >= here } else { weight.running * 10 >= here * 9 };
            if !enough || weight.lines < 2 {
                break;
            }
            main = child;
            if hinted && weight.running * 10 >= here * 9 && !self.has_hint_below(main) {
                break;
            }
        }
        Some(main.id())
    }

    fn has_hint_below(&self, node: NodeRef<'_, Node>) -> bool {
        node.descendants().skip(1).any(|below| {
            below.value().as_element().is_some_and(is_known_container)
                && self.weight(below.id()).running * 2 >= self.weight(node.id()).running
        })
    }

    fn is_below(&self, id: NodeId, main: NodeId) -> bool {
        id == main || self.ancestors(id).any(|node| node.id() == main)
    }

    fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeRef<'a, Node>> {
        self.html.tree.get(id).into_iter().flat_map(|node| node.ancestors())
    }

    /// Blocks of links and of site furniture below the main text.
    fn is_navigation(&self, line: &Line, main: NodeId) -> bool {
        let total = self.weight(main);
        let own = self.html.tree.get(line.owner);
        own.into_iter().chain(self.ancestors(line.owner)).take_while(|node| node.id() != main).any(|node| {
            let weight = self.weight(node.id());
            let small = weight.chars * 5 < total.chars;
            let links = weight.link_lines >= 4
                && weight.linked * 5 >= weight.chars * 4
                && weight.clauses == 0
                && node.value().as_element().is_some_and(|element| element.name() != "p");
            small && (links || weight.frame)
        })
    }

    /// Tables of fields and lines `label：value` that stand before the main text.
    fn keep_fields(&self, lines: &[Line], chrome: &mut [Chrome]) {
        let mut value_follows = false;
        for (line, chrome) in lines.iter().zip(chrome) {
            let bare: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
            if bare.is_empty() {
                continue;
            }
            let field = known_field(&bare);
            if line.kind == Kind::Field || field || (value_follows && bare.chars().count() <= 120) {
                *chrome = None;
            }
            value_follows = field && bare.ends_with(['：', ':']);
        }
    }

    /// The title where the page sets it apart from the text.
    fn keep_title(&self, html: &Html, lines: &[Line], first: usize, chrome: &mut [Chrome]) {
        let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let page_title = html
            .tree
            .root()
            .descendants()
            .find(|node| node.value().as_element().is_some_and(|element| element.name() == "title"))
            .map(|node| {
                node.children()
                    .filter_map(|child| child.value().as_text().map(|text| squeezed(text)))
                    .collect::<String>()
            })
            .unwrap_or_default();
        let opening: String = lines
            .iter()
            .skip(first)
            .filter(|line| !line.text.is_empty())
            .take(6)
            .map(|line| squeezed(&line.text))
            .collect();
        for at in (0..first.min(lines.len())).rev() {
            let title = squeezed(&lines[at].text);
            let long = title.chars().count() >= 6;
            let said = long && (page_title.contains(&title) || self.is_heading(lines[at].owner));
            if said && lines[at].linked == 0 && chrome[at].is_some() && !opening.contains(&title) {
                chrome[at] = None;
                // A title may run over several lines of one heading.
                let heading = lines[at].owner;
                for above in (0..at).rev().take_while(|above| lines[*above].owner == heading) {
                    chrome[above] = None;
                }
                return;
            }
        }
    }

    fn is_heading(&self, id: NodeId) -> bool {
        let own = self.html.tree.get(id);
        own.into_iter().chain(self.ancestors(id)).take(2).any(|node| {
            node.value().as_element().is_some_and(|element| {
                matches!(element.name(), "h1" | "h2" | "h3")
                    || names(element)
                        .any(|name| matches!(name.as_str(), "title" | "tit" | "biaoti" | "arttitle"))
            })
        })
    }
}

/// A signature, a date or an annex that the page sets below its main text.
fn keep_closing(lines: &[Line], last: usize, chrome: &mut [Chrome]) {
    static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:[0-9０-９]{4}|[一二〇○ＯO零]{4})年[0-9０-９一二三四五六七八九十]+月[0-9０-９一二三四五六七八九十]+日$|^附件[0-9０-９一二三四五六七八九十]*[：:]?|^抄送[：:]|^（此件").ok()
    });
    let Some(closing) = CLOSING.as_ref() else { return };
    let after = last.saturating_add(1)..lines.len();
    let near = after.clone().filter(|at| !lines[*at].text.is_empty()).take(6);
    let end = near
        .take_while(|at| lines[*at].linked * 2 < lines[*at].text.chars().count())
        .filter(|at| {
            closing.is_match(&lines[*at].text.chars().filter(|c| !c.is_whitespace()).collect::<String>())
        })
        .last();
    if let Some(end) = end {
        for chrome in &mut chrome[after.start..=end] {
            *chrome = None;
        }
    }
}

/// Characters of a line that are running text: sentences and rows of data, not
/// captions, menus and other short words.
fn running(line: &Line, chars: usize) -> usize {
    let own = chars.saturating_sub(line.linked);
    let sentence = line.text.contains(['。', '；', '，', '：', ';', ',']);
    match line.kind {
        Kind::Field => 0,
        _ if line.linked * 2 > chars || line.text.starts_with("[img ") => 0,
        Kind::Row => own,
        Kind::Paragraph if own >= 15 || (sentence && own >= 6) => own,
        Kind::Paragraph => 0,
    }
}

/// Elements that hold several paragraphs, not one.
fn may_hold_a_text(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|element| {
        !matches!(
            element.name(),
            "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "span" | "blockquote" | "tr"
        ) || node.children().filter_map(|child| child.value().as_element()).any(|child| child.name() == "td")
    })
}

/// Containers that the publishing systems of government sites put the text in.
fn is_known_container(element: &Element) -> bool {
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
fn is_frame(node: NodeRef<'_, Node>) -> bool {
    let Some(element) = node.value().as_element() else { return false };
    matches!(element.name(), "nav" | "footer" | "aside" | "select" | "button")
        || (!matches!(element.name(), "body" | "html" | "article" | "main")
            && words(element).any(|word| is_frame_word(&word)))
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

/// Id and classes, each as one word in small letters without marks: `UCAP-CONTENT` is `ucapcontent`.
fn names(element: &Element) -> impl Iterator<Item = String> {
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

/// Labels by which government sites describe a document (国办发〔2019〕61号 and the sites that follow it).
fn known_field(bare: &str) -> bool {
    const LABELS: [&str; 26] = [
        "索引号",
        "发文机关",
        "发布机构",
        "发布机关",
        "制发机关",
        "成文日期",
        "发布日期",
        "发布时间",
        "发文日期",
        "印发日期",
        "公开日期",
        "生成日期",
        "标题",
        "名称",
        "文件名称",
        "发文字号",
        "文号",
        "文件编号",
        "主题分类",
        "主题词",
        "体裁分类",
        "有效性",
        "生效日期",
        "施行日期",
        "废止日期",
        "失效日期",
    ];
    LABELS.iter().any(|label| bare.strip_prefix(label).is_some_and(|rest| rest.starts_with(['：', ':'])))
        && bare.chars().count() <= 120
}
