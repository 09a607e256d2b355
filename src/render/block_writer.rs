//! The events of one block, written as HTML.

use super::address;
use super::cells::Row;
use super::footnotes::Footnotes;
use super::html::escape;
use super::markdown::{MADE_BY_PROGRAM, Mark, Setting};
use super::plain::{LineEnd, Strip, is_line_break, joint};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// Writes events to `out`; keeps count of the plain text for the marks.
pub(super) struct Writer<'a, 'o> {
    out: &'o mut String,
    setting: &'a Setting<'a>,
    strip: Strip<'a>,
    line_end: LineEnd,
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
    cells: Row,
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
            line_end: LineEnd::default(),
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
            cells: Row::default(),
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
            if let Event::Start(Tag::TableHead | Tag::TableRow) = event {
                self.cells = Row::of(&events[at..]);
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
            Event::InlineHtml(tag) if is_line_break(tag) => self.out.push_str("<br>"),
            // Comments say nothing; other tags are shown as they stand and count for nothing.
            Event::InlineHtml(tag) if tag.starts_with("<!--") => {}
            Event::InlineHtml(tag) => escape(tag, self.out),
            Event::Text(text) | Event::Html(text) => self.text(text),
            Event::Code(text) => {
                self.out.push_str("<code>");
                self.text(text);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.line_end.broken = true,
            Event::HardBreak => {
                self.line_end.broken = true;
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
            Tag::TableCell => self.start_cell(),
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

    fn start_cell(&mut self) {
        let is_header = self.row < self.setting.header_rows;
        let span = self.cells.span();
        if span.is_some() && self.column > 0 {
            return;
        }
        self.out.push_str(match (is_header, span) {
            (false, _) => "<td",
            (true, None) => "<th scope=\"col\"",
            (true, Some(_)) => "<th scope=\"colgroup\"",
        });
        if let Some(columns) = span {
            self.out.push_str(&format!(" colspan=\"{columns}\""));
        }
        let alignment = match self.alignments.get(self.column) {
            Some(Alignment::Center) => Some("center"),
            Some(Alignment::Right) => Some("right"),
            _ => None,
        };
        // Most cells are short: those that may be broken into lines say so.
        let long = self.cells.is_long(self.column).then_some("long");
        let classes: Vec<&str> = [alignment, long].into_iter().flatten().collect();
        if !classes.is_empty() {
            self.out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        self.out.push('>');
    }

    fn end_cell(&mut self) {
        if self.column == 0 || self.cells.span().is_none() {
            self.out.push_str(if self.row < self.setting.header_rows { "</th>" } else { "</td>" });
        }
        self.column += 1;
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
        if self.line_end.is_space(text) {
            self.at += 1;
            self.out.push(' ');
        }
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
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
    }
}
