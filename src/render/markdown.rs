//! One block of a circular's page, from CommonMark 0.31 to HTML. The texts are untrusted: raw HTML
//! stays text, links that could run something are dropped.

use super::address;
use super::footnotes::Footnotes;
use super::html::escape;
use super::plain::{Strip, joint, plain_text};
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};

/// The title by which links made by the program are known.
pub const MADE_BY_PROGRAM: &str = "引";

/// A stretch of a block's plain text (its printed number left out) that is shown in a special way.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Bytes of the plain text.
    pub start: usize,
    pub end: usize,
    /// HTML before and after it. A mark that crosses other markup is opened again in each part.
    pub open: String,
    pub close: &'static str,
    /// Whether it is a link: left out where the text is one already.
    pub link: bool,
}

/// How a block is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting<'a> {
    /// Tags around the block's first paragraph.
    pub open: &'a str,
    pub close: &'a str,
    /// HTML at the start of the first paragraph: the number as a link.
    pub lead: &'a str,
    /// The printed number, which is taken off the text because `lead` shows it.
    pub number: &'a str,
    /// A heading: a single line, in which nothing is a block.
    pub heading: bool,
    /// Header rows of its table.
    pub header_rows: usize,
}

impl Setting<'_> {
    pub fn plain() -> Setting<'static> {
        Setting { open: "<p>", close: "</p>", lead: "", number: "", heading: false, header_rows: 1 }
    }
}

pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Appends a block's HTML. `marks` is asked, with the block's plain text, what to mark in it;
/// it gives marks in any order, which must not overlap others of the same kind.
pub fn block(
    out: &mut String,
    markdown: &str,
    setting: &Setting,
    notes: &mut Footnotes,
    marks: impl FnOnce(&str) -> Vec<Mark>,
) {
    let mut source = String::new();
    if setting.heading {
        source.push_str("# ");
    }
    source.push_str(markdown);
    if markdown.contains("[^") {
        source.push_str(notes.definitions());
    }
    let mut inside_note = false;
    let events: Vec<Event> = Parser::new_ext(&source, OPTIONS)
        .filter(|event| {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => inside_note = true,
                Event::End(TagEnd::FootnoteDefinition) => {
                    inside_note = false;
                    return false;
                }
                _ => {}
            }
            !inside_note
        })
        .collect();
    let marks = marks(&plain_text(&events, setting.number));
    Writer::new(out, setting, &marks, notes).run(&events);
}

pub(super) struct Writer<'a, 'o> {
    out: &'o mut String,
    setting: &'a Setting<'a>,
    strip: Strip<'a>,
    marks: &'a [Mark],
    notes: &'a mut Footnotes,
    /// Bytes of plain text written so far.
    at: usize,
    started: bool,
    first: bool,
    in_first: bool,
    links: Vec<bool>,
    alignments: Vec<Alignment>,
    column: usize,
    row: usize,
    in_code: bool,
}

impl<'a, 'o> Writer<'a, 'o> {
    pub(super) fn new(
        out: &'o mut String,
        setting: &'a Setting<'a>,
        marks: &'a [Mark],
        notes: &'a mut Footnotes,
    ) -> Writer<'a, 'o> {
        Writer {
            out,
            setting,
            strip: Strip::new(setting.number),
            marks,
            notes,
            at: 0,
            started: false,
            first: true,
            in_first: false,
            links: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            row: 0,
            in_code: false,
        }
    }

    pub(super) fn run(&mut self, events: &[Event]) {
        let mut skip_row = false;
        for (at, event) in events.iter().enumerate() {
            if let Event::Start(Tag::TableHead) = event {
                // A table without header has an empty header row in CommonMark's dialects.
                skip_row = events[at..]
                    .iter()
                    .take_while(|e| !matches!(e, Event::End(TagEnd::TableHead)))
                    .all(|e| matches!(e, Event::Start(_) | Event::End(_)));
            }
            let ends = skip_row && matches!(event, Event::End(TagEnd::TableHead));
            if !skip_row {
                self.event(event);
            } else if let Some(joint) = joint(event, &mut self.started) {
                self.at += joint.len_utf8();
            }
            skip_row &= !ends;
        }
        if self.first && !self.setting.lead.is_empty() {
            self.out.push_str(self.setting.open);
            self.out.push_str(self.setting.lead);
            self.out.push_str(self.setting.close);
        }
    }

    fn event(&mut self, event: &Event) {
        if let Some(joint) = joint(event, &mut self.started) {
            self.at += joint.len_utf8();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => {
                self.at += text.len();
                escape(text, self.out);
            }
            Event::InlineHtml(text) if is_line_break(text) => {
                self.at += text.len();
                self.out.push_str("<br>");
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => {
                self.at += 1;
                self.out.push('\n');
            }
            Event::HardBreak => {
                self.at += 1;
                self.out.push_str("<br>");
            }
            Event::Rule => self.out.push_str("<hr>"),
            Event::FootnoteReference(label) => {
                let (n, first) = self.notes.number(label);
                let id = if first { format!(" id=\"fnref-{n}\"") } else { String::new() };
                self.out.push_str(&format!(
                    "<sup class=\"fn\"><a{id} href=\"#fn-{n}\" role=\"doc-noteref\">{n}</a></sup>"
                ));
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock if self.first => {
                self.first = false;
                self.out.push_str(self.setting.open);
                self.out.push_str(self.setting.lead);
                self.in_first = true;
            }
            Tag::Paragraph | Tag::HtmlBlock => self.out.push_str("<p>"),
            Tag::Heading { .. } => self.out.push_str("<p class=\"sub\">"),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.out.push_str("<pre><code>");
            }
            Tag::List(None) => self.out.push_str("<ul>"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title),
            Tag::Image { .. } => self.out.push_str("<span class=\"image\">〔"),
            Tag::Table(alignments) => {
                self.alignments = alignments.clone();
                self.row = 0;
                self.out.push_str("<div class=\"table\" tabindex=\"0\" role=\"group\"><table>");
            }
            Tag::TableHead | Tag::TableRow => self.start_row(),
            Tag::TableCell => {
                let cell = if self.row < self.setting.header_rows { "<th scope=\"col\"" } else { "<td" };
                self.out.push_str(cell);
                self.out.push_str(match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"center\">",
                    Some(Alignment::Right) => " class=\"right\">",
                    _ => ">",
                });
            }
            _ => {}
        }
    }

    fn start_row(&mut self) {
        self.column = 0;
        let header = self.setting.header_rows;
        if self.row == 0 && header > 0 {
            self.out.push_str("<thead>");
        } else if self.row == header {
            self.out.push_str("<tbody>");
        }
        self.out.push_str("<tr>");
    }

    fn end_row(&mut self) {
        self.row += 1;
        self.out.push_str("</tr>");
        if self.row == self.setting.header_rows {
            self.out.push_str("</thead>");
        }
    }

    fn link(&mut self, destination: &str, title: &str) {
        let href = address::link(destination);
        self.links.push(href.is_some());
        let Some(href) = href else { return };
        self.out.push_str("<a");
        if title == MADE_BY_PROGRAM {
            self.out.push_str(" class=\"cite\"");
        } else if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape(title, self.out);
            self.out.push('"');
        }
        if address::is_foreign(&href) {
            self.out.push_str(" rel=\"noreferrer\"");
        }
        self.out.push_str(" href=\"");
        escape(&href, self.out);
        self.out.push_str("\">");
    }

    /// Text with its marks: cut where one begins or ends, each part within all that cover it.
    fn text(&mut self, text: &str) {
        let text = self.strip.cut(text);
        let (start, end) = (self.at, self.at + text.len());
        self.at = end;
        let in_link = self.links.contains(&true);
        let touching: Vec<&Mark> = self
            .marks
            .iter()
            .filter(|m| m.start < end && m.end > start && !(m.link && in_link))
            .filter(|m| {
                [m.start, m.end]
                    .iter()
                    .all(|at| !(start..end).contains(at) || text.is_char_boundary(at - start))
            })
            .collect();
        if touching.is_empty() {
            return escape(text, self.out);
        }
        let mut cuts: Vec<usize> = touching.iter().flat_map(|m| [m.start, m.end]).collect();
        cuts.extend([start, end]);
        cuts.retain(|at| (start..=end).contains(at));
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let cover: Vec<&&Mark> = touching.iter().filter(|m| m.start <= from && m.end >= to).collect();
            cover.iter().for_each(|m| self.out.push_str(&m.open));
            escape(&text[from - start..to - start], self.out);
            cover.iter().rev().for_each(|m| self.out.push_str(m.close));
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => {
                let first = std::mem::take(&mut self.in_first);
                self.out.push_str(if first { self.setting.close } else { "</p>" });
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.out.push_str("</code></pre>");
            }
            TagEnd::List(true) => self.out.push_str("</ol>"),
            TagEnd::List(false) => self.out.push_str("</ul>"),
            TagEnd::Item => self.out.push_str("</li>"),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.out.push_str(if self.links.pop() == Some(true) { "</a>" } else { "" }),
            TagEnd::Image => self.out.push_str("〕</span>"),
            TagEnd::Table => {
                self.out.push_str(if self.row > self.setting.header_rows {
                    "</tbody></table></div>"
                } else {
                    "</table></div>"
                });
            }
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::TableCell => {
                let cell = if self.row < self.setting.header_rows { "</th>" } else { "</td>" };
                self.out.push_str(cell);
                self.column += 1;
            }
            _ => {}
        }
    }
}

/// `<br>` in a table's cell is the only way CommonMark's tables know to break a line.
fn is_line_break(html: &str) -> bool {
    matches!(html, "<br>" | "<br/>" | "<br />")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str, number: &str, marks: Vec<Mark>) -> String {
        let mut out = String::new();
        let lead = if number.is_empty() { String::new() } else { format!("<b>{number}</b>") };
        let setting = Setting { number, lead: &lead, ..Setting::plain() };
        block(&mut out, markdown, &setting, &mut Footnotes::default(), |_| marks);
        out
    }

    #[test]
    fn the_printed_number_becomes_the_lead() {
        assert_eq!(html("第二条　渡口", "第二条", vec![]), "<p><b>第二条</b>渡口</p>");
        assert_eq!(html("1\\. 渡口", "1.", vec![]), "<p><b>1.</b>渡口</p>");
        assert_eq!(html("**第二条**　渡口", "第二条", vec![]), "<p><b>第二条</b><strong></strong>渡口</p>");
    }

    #[test]
    fn hostile_text_stays_text() {
        let out = html("<script>x</script>[a](javascript:x)![b](http://e.example/i.png)", "", vec![]);
        assert!(out.starts_with("<p>&lt;script&gt;x&lt;/script&gt;"), "{out}");
        let out = html("甲<img src=x onerror=y>[a](javascript:x)", "", vec![]);
        assert_eq!(out, "<p>甲&lt;img src=x onerror=y&gt;a</p>");
    }

    #[test]
    fn marks_cross_other_markup() {
        let mark = Mark { start: 3, end: 9, open: "<mark>".into(), close: "</mark>", link: false };
        assert_eq!(
            html("第一条　甲*乙*丙", "第一条", vec![mark]),
            "<p><b>第一条</b>甲<em><mark>乙</mark></em><mark>丙</mark></p>"
        );
        let link = Mark { start: 0, end: 3, open: "<a>".into(), close: "</a>", link: true };
        assert_eq!(html("[甲](a.md)乙", "", vec![link]), "<p><a href=\"a.html\">甲</a>乙</p>");
    }

    #[test]
    fn quoted_text_and_tables() {
        assert_eq!(html("甲：\n\n> 乙", "", vec![]), "<p>甲：</p><blockquote><p>乙</p></blockquote>");
        let out = html("| 序号 | 名称 |\n| --- | --- |\n| 1 | 甲<br>乙 |", "", vec![]);
        assert!(out.contains("<thead><tr><th scope=\"col\">序号</th>"), "{out}");
        assert!(out.ends_with("<tbody><tr><td>1</td><td>甲<br>乙</td></tr></tbody></table></div>"), "{out}");
    }
}
