//! One source on its way to a page.

use super::{Failure, overrides, stages};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Circular, Doubt, Edit, Evidence, ImportRecord, Language, LineIndex, Metadata, Origin, Override, Repair,
    RepairedText, Source, SourceText,
};
use crate::site::{Aside, Put};
use std::path::{Path, PathBuf};

pub(super) use super::stages::RULES;

/// A source that has been read, repaired and parsed.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The file on disk, for messages.
    pub file: PathBuf,
    /// With no edits: they are among the repairs. Without its text where that was put aside.
    source: SourceText,
    aside: Option<Put>,
    /// Of all texts of an import the repaired form can be made again, so it is not kept.
    repairs: Vec<Repair>,
    /// What `repair` marked.
    marks: Vec<Doubt>,
    /// What `parse` was not sure of.
    doubts: Vec<Doubt>,
    /// What a person settled, of few sources.
    settled: Option<Box<Override>>,
    /// Its slug is the source's name until one is given.
    pub circular: Circular,
    pub problems: Vec<Diagnostic>,
}

/// Edits that restore words, and the marks that remain.
pub(super) type Restoration = (Vec<Edit>, Vec<Doubt>);

/// A draft that became a page.
pub(super) struct Composed {
    pub page: String,
    pub record: ImportRecord,
}

impl Draft {
    /// Repairs and parses `source` as a person `settled` it.
    ///
    /// # Errors
    /// Corrections whose words do not stand where they should.
    pub fn new(
        mut source: SourceText,
        file: &Path,
        settled: Option<Override>,
        problems: Vec<Diagnostic>,
    ) -> Result<Draft, Vec<Diagnostic>> {
        let (mut text, mut marks) = stages::repair(&source);
        if let Some(settled) = &settled {
            overrides::correct(&mut text, &mut marks, settled)?;
        }
        source.edits = Vec::new();
        source.text.shrink_to_fit();
        let circular = Circular { slug: source.name.clone(), ..Circular::default() };
        let mut draft = Draft {
            file: file.to_owned(),
            source,
            aside: None,
            repairs: Vec::new(),
            marks,
            doubts: Vec::new(),
            settled: settled.map(Box::new),
            circular,
            problems,
        };
        draft.parse(text);
        Ok(draft)
    }

    /// Puts the source's text aside: all drafts of an import are held at once, and few are asked for their text before
    /// they become pages.
    pub fn put_aside(&mut self, aside: &mut Aside) {
        self.aside = Some(aside.put(std::mem::take(&mut self.source.text)));
    }

    /// What `work` makes of the draft with its source's text, if that was put into `aside`.
    ///
    /// # Errors
    /// [`Failure::Write`] when the disk fails.
    pub fn with_text<T>(&mut self, aside: &Aside, work: impl FnOnce(&mut Draft) -> T) -> Result<T, Failure> {
        let Some(put) = &self.aside else { return Ok(work(self)) };
        self.source.text = aside.text(put)?;
        let done = work(self);
        self.source.text = String::new();
        Ok(done)
    }

    /// The source's text with its repairs.
    fn text(&self) -> Option<RepairedText> {
        RepairedText::from_repairs(&self.source.text, self.repairs.clone())
    }

    fn parse(&mut self, text: RepairedText) {
        let (meta, blocks, doubts) = stages::parse(&text);
        self.repairs = text.into_repairs();
        self.circular.meta = meta;
        self.circular.meta.source =
            Source { file: self.source.name.clone(), sha256: self.source.sha256.clone() };
        self.settle();
        self.circular.blocks = blocks.into();
        self.doubts = doubts;
    }

    fn settle(&mut self) {
        if let Some(settled) = &self.settled {
            overrides::settle(&mut self.circular.meta, settled);
        }
    }

    /// Whether a slip of bytes is marked.
    pub fn has_slipped(&self) -> bool {
        has_slipped(&self.marks)
    }

    /// Whether another text of the same work may help: bytes have slipped, or what dates and names it is missing.
    pub fn is_needy(&self) -> bool {
        has_slipped(&self.marks) || lacks_evidence(&self.circular)
    }

    /// What `sisters` prove about the slips: edits, and the marks that remain. None when nothing has slipped. Its source's
    /// text is asked for in `aside` if it is there.
    ///
    /// # Errors
    /// [`Failure::Write`] when the disk fails.
    pub fn restoration(&self, sisters: &[&Circular], aside: &Aside) -> Result<Option<Restoration>, Failure> {
        if !has_slipped(&self.marks) {
            return Ok(None);
        }
        let put = self.aside.as_ref().map(|put| aside.text(put)).transpose()?;
        let source = put.as_ref().unwrap_or(&self.source.text);
        let text = RepairedText::from_repairs(source, self.repairs.clone());
        Ok(text.map(|text| stages::restore(&text, &self.circular, &self.marks, sisters)))
    }

    /// Takes a restoration in and parses again.
    pub fn restore(&mut self, (edits, marks): Restoration) {
        let Some(mut text) = self.text() else { return };
        text.apply(edits);
        self.marks = marks;
        self.parse(text);
    }

    /// A mark of the repair with the clause that has its words.
    fn placed(&self, mark: &Doubt) -> Doubt {
        let clause =
            self.circular.clauses().find(|c| !mark.words.is_empty() && c.words().contains(&mark.words));
        Doubt { anchor: clause.map(|c| c.anchor.clone()), ..mark.clone() }
    }

    /// The page and the record. Where the page as parsed would lose words or put them in another order and
    /// `may_flatten`, the page is the lines of the text, and a doubt says so.
    ///
    /// # Errors
    /// What of the source would be lost, a message for each place: the page must not be written.
    pub fn compose(&mut self, may_flatten: bool) -> Result<Composed, Vec<Diagnostic>> {
        // Once more: what a person left empty may have been borrowed since.
        self.settle();
        let mut written = self.write();
        if may_flatten && let Err(lost) = &written {
            self.flatten(lost.first().and_then(|first| first.line).unwrap_or(1));
            written = self.write();
        }
        let Composed { page, mut record } = written?;
        let marks = self.marks.iter().map(|mark| self.placed(mark));
        record.doubts =
            self.problems.iter().filter_map(remark).chain(marks).chain(self.doubts.iter().cloned()).collect();
        if let Some(settled) = &self.settled {
            self.problems.extend(overrides::accept(&mut record.doubts, settled));
        }
        Ok(Composed { page, record })
    }

    /// The page, held against the source, and its record without doubts.
    fn write(&self) -> Result<Composed, Vec<Diagnostic>> {
        let page = stages::write_page(&self.circular);
        let lines = LineIndex::new(&self.source.text);
        let mut repairs = self.repairs.clone();
        for repair in &mut repairs {
            repair.at = Some(lines.place(&self.source.text, repair.span.start));
        }
        let record = ImportRecord {
            source: self.source.name.clone(),
            sha256: self.source.sha256.clone(),
            format: self.source.format,
            encoding: self.source.encoding.clone(),
            override_sha256: self.settled.as_ref().map(|settled| settled.sha256.clone()),
            rules: RULES,
            page_sha256: stages::page_hash(&page),
            repairs,
            doubts: Vec::new(),
        };
        // Held against the page as it will be read, not against what was meant to be written.
        let lost = match stages::read_page(&self.circular.slug, &page, &self.file) {
            (Some(read), _) => stages::lost(&self.source, &record, &read.circular),
            (None, problems) => problems,
        };
        if lost.is_empty() {
            Ok(Composed { page, record })
        } else {
            Err(lost.into_iter().map(|d| Diagnostic { file: Some(self.file.clone()), ..d }).collect())
        }
    }

    /// Makes the lines of the text the page, the first misread one being `line`. Of what was read it keeps the
    /// title, what names the language, and what keeps a paper from the public; the rest is a person's to settle.
    fn flatten(&mut self, line: usize) {
        let Some(text) = self.text() else { return };
        let found = std::mem::take(&mut self.circular.meta);
        let kept = |evidence: &Evidence| {
            matches!(evidence.field.as_str(), "title" | "cover_title" | "secrecy" | "audience")
                && evidence.from != Origin::SisterCopy
        };
        // The words of a field stand among the lines: they are no evidence beside them.
        let silent = |evidence: Evidence| Evidence { words: String::new(), ..evidence };
        self.circular.meta = Metadata {
            title: found.title,
            cover_title: found.cover_title,
            language: found.language,
            secrecy: found.secrecy,
            audience: found.audience,
            source: found.source,
            provenance: found.provenance.into_iter().filter(kept).map(silent).collect(),
            ..Metadata::default()
        };
        self.settle();
        self.circular.blocks = stages::flat(&text).into();
        self.doubts = vec![Doubt {
            code: "structure-unsure".to_owned(),
            anchor: None,
            line,
            words: String::new(),
            message: "未能理清此处起的层次和次序，全文按行照录".to_owned(),
        }];
    }
}

/// What a reader warned of, as a doubt about the whole source: it stays on the list until a person has looked.
fn remark(problem: &Diagnostic) -> Option<Doubt> {
    let message = match problem.code {
        "docx-tracked-changes" => "文档带有修订标记，已按全部接受读入",
        "docx-hidden-text" => "文档含隐藏文字，未收入正文",
        "docx-diagram" => "文档中的图示或嵌入对象未能读出",
        "docx-number-format" => "自动编号的格式未能识别，按 1、2、3 读入",
        "html-main-text" => "网页中未能辨出正文，整页照录",
        "html-embedded-image" => "网页内嵌的图片有的不能显示",
        "pdf-encoding" => "PDF 中嵌入的图文所用字体编码长短混排，数字和字母可能读错",
        "source-converted" => "由 LibreOffice 转换后读入，序号和表格可能有出入",
        _ => return None,
    };
    let (code, message) = (problem.code.to_owned(), message.to_owned());
    Some(Doubt { code, anchor: None, line: problem.line.unwrap_or(1), words: String::new(), message })
}

/// Whether a slip of bytes is still marked.
pub(super) fn has_slipped(doubts: &[Doubt]) -> bool {
    doubts.iter().any(|doubt| doubt.code == "byte-slip")
}

/// Whether a circular lacks what a sister copy could give.
pub(super) fn lacks_evidence(circular: &Circular) -> bool {
    let meta = &circular.meta;
    meta.dates.principal().is_none() || meta.title.is_empty() || meta.language == Some(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Format;

    /// A draft whose last block has come to stand first, as a fault of the parser may have it.
    fn disordered() -> Draft {
        let source = SourceText {
            name: "a.txt".into(),
            sha256: String::new(),
            format: Format::Text,
            encoding: "UTF-8".into(),
            text: "密级：秘密\n渡口管理办法\n\n第一条　渡口应当登记。\n第二条　渡工持证上岗。\n".into(),
            edits: Vec::new(),
        };
        let mut draft = Draft::new(source, Path::new("a.txt"), None, Vec::new()).unwrap();
        draft.circular.blocks.edit(|blocks| blocks.rotate_right(1));
        draft
    }

    #[test]
    fn a_page_that_would_lose_words_becomes_one_of_lines() {
        let mut draft = disordered();
        let composed = draft.compose(true).unwrap();
        let words: Vec<&str> = draft.circular.clauses().map(|clause| clause.text).collect();
        let lines = ["密级：秘密", "渡口管理办法", "第一条　渡口应当登记。", "第二条　渡工持证上岗。"];
        assert_eq!(words, lines);
        assert_eq!(composed.record.doubts[0].code, "structure-unsure");
        assert_eq!(draft.circular.meta.title, "渡口管理办法");
        assert!(!draft.circular.is_public(), "what keeps a paper from the public is kept");
    }

    #[test]
    fn a_page_with_clauses_is_not_given_up_for_one_of_lines() {
        let codes: Vec<&str> = disordered().compose(false).err().unwrap().iter().map(|d| d.code).collect();
        assert!(codes.contains(&"words-added"), "{codes:?}");
    }
}
