//! Pages written line by line: a block and its Markdown at once.

use super::parts::a;
use crate::model::*;

/// Blocks and their Markdown, in step.
#[derive(Default)]
pub struct Pages {
    pub blocks: Vec<Block>,
    pub markdown: Vec<String>,
}

impl Pages {
    pub fn line(mut self, role: Role, text: &str) -> Self {
        self.blocks.push(Block::Line { role, text: text.into(), line: 0 });
        self.markdown.push(text.into());
        self
    }

    /// A clause from its whole line; `parent` is empty at the top. `heading`: the line is only that.
    fn add(mut self, anchor: &str, parent: &str, line: &str, heading: bool, markdown: Option<&str>) -> Self {
        let (label, text) = match Label::split(line) {
            Some((label, rest)) => (Some(label), rest),
            None => (None, line),
        };
        let numbered = label.as_ref().is_some_and(|l| l.unit != Unit::Article);
        let run_in = if numbered { run_in_heading(text) } else { None };
        self.blocks.push(Block::Clause(Clause {
            anchor: a(anchor),
            also: Vec::new(),
            parent: (!parent.is_empty()).then(|| a(parent)),
            label,
            heading: if heading { text.to_owned() } else { run_in.unwrap_or_default().to_owned() },
            text: if heading { String::new() } else { text.to_owned() },
            table: None,
            line: 0,
        }));
        self.markdown.push(markdown.unwrap_or(line).to_owned());
        self
    }

    pub fn heading(self, anchor: &str, parent: &str, line: &str) -> Self {
        self.add(anchor, parent, line, true, None)
    }

    pub fn clause(self, anchor: &str, parent: &str, line: &str) -> Self {
        self.add(anchor, parent, line, false, None)
    }

    pub fn linked(self, anchor: &str, parent: &str, line: &str, markdown: &str) -> Self {
        self.add(anchor, parent, line, false, Some(markdown))
    }

    pub fn also(mut self, anchor: &str) -> Self {
        if let Some(Block::Clause(clause)) = self.blocks.last_mut() {
            clause.also.push(a(anchor));
        }
        self
    }

    pub fn table(mut self, anchor: &str, parent: &str, rows: &[&[&str]]) -> Self {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|c| c.to_string()).collect()).collect();
        let line = |row: &Vec<String>| format!("| {} |", row.join(" | "));
        let mut markdown = format!("{}\n|{}", line(&rows[0]), " --- |".repeat(rows[0].len()));
        rows[1..].iter().for_each(|row| markdown.push_str(&format!("\n{}", line(row))));
        let table = Table { header: 1, rows };
        self.blocks.push(Block::Clause(Clause {
            anchor: a(anchor),
            also: Vec::new(),
            parent: Some(a(parent)),
            label: None,
            heading: String::new(),
            text: table.text(),
            table: Some(Box::new(table)),
            line: 0,
        }));
        self.markdown.push(markdown);
        self
    }

    pub fn entry(self, slug: &str, meta: Metadata) -> Entry {
        let circular = Circular { slug: slug.into(), meta, blocks: self.blocks.into() };
        Entry { page: Page::new(circular, self.markdown), ..Entry::default() }
    }
}
