//! Metadata that a copy takes from the work it is a copy of, and what an
//! English page explains.

use super::fold;
use super::shingles::{Everyone, Index, Run, is_han};
use super::works::{self, Kinship};
use crate::model::{
    Alone, Circular, Dates, Evidence, Extent, Language, Level, Metadata, Origin, Relation, Verb,
    in_traditional,
};

/// A copy that has less of the work than this share is a part of it.
const WHOLE: f64 = 0.9;
/// So many Han characters in one run show that a page quotes a circular.
const QUOTED: usize = 16;

/// What a sister copy gives: each field only where the copy itself has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Borrowed {
    pub title: Option<String>,
    pub kind: Option<String>,
    pub issuers: Vec<String>,
    pub level: Option<Level>,
    pub dates: Dates,
    pub work: Option<String>,
    pub extent: Option<Extent>,
    pub relations: Vec<Relation>,
    /// For every field above, with the sister's title as its words.
    pub provenance: Vec<Evidence>,
}

impl Borrowed {
    /// Writes the borrowed fields into `meta`; the evidence for a field that is replaced goes.
    pub fn apply(self, meta: &mut Metadata) {
        if let Some(title) = self.title {
            meta.title = title;
        }
        meta.kind = meta.kind.take().or(self.kind);
        if !self.issuers.is_empty() {
            meta.issuers = self.issuers;
        }
        meta.level = meta.level.or(self.level);
        meta.dates.issued = meta.dates.issued.or(self.dates.issued);
        meta.dates.passed = meta.dates.passed.or(self.dates.passed);
        meta.work = meta.work.take().or(self.work);
        meta.extent = meta.extent.or(self.extent);
        for relation in self.relations {
            if !meta.relations.iter().any(|r| r.verb == relation.verb && r.slug == relation.slug) {
                meta.relations.push(relation);
            }
        }
        meta.provenance.extend(self.provenance);
    }
}

/// What `circular` takes from `sisters`, any circulars held: those that are texts of the same work, or that it quotes.
/// None when none is. A text that is itself the fullest of its work takes nothing.
pub fn borrow(circular: &Circular, sisters: &[&Circular]) -> Option<Borrowed> {
    let all: Vec<&Circular> = std::iter::once(circular)
        .chain(sisters.iter().copied().filter(|s| s.slug != circular.slug))
        .collect();
    let index = Index::new(&all, &Alone);
    if circular.meta.language == Some(Language::English) {
        return explains(circular, &all, &index);
    }
    let kin = works::kin(&all, &index, &Alone);
    let (work, share) = kin
        .iter()
        .filter(|k| k.first == 0 && k.kinship == Kinship::Variant)
        .map(|k| (all[k.second], k.shares.1))
        .max_by_key(|(sister, _)| (works::fullness(sister), std::cmp::Reverse(sister.slug.as_str())))?;
    if works::fullness(work) <= works::fullness(circular) {
        return None;
    }
    Some(from_work(circular, work, share))
}

/// `share` is how much of the work the copy has.
fn from_work(circular: &Circular, work: &Circular, share: f64) -> Borrowed {
    let mut borrowed = Borrowed { work: Some(work.slug.clone()), ..Borrowed::default() };
    let (ours, theirs) = (&circular.meta, &work.meta);
    let mut fields = vec!["work"];
    if ours.extent.is_none() && share < WHOLE {
        borrowed.extent = Some(Extent::Partial);
        fields.push("extent");
    }
    if let Some(title) = respelt(circular, work) {
        borrowed.title = Some(title);
        fields.push("title");
    }
    if ours.kind.is_none() && theirs.kind.is_some() {
        borrowed.kind.clone_from(&theirs.kind);
        fields.push("kind");
    }
    // The same organs in the other script go by the work's writing: one issuer, one name.
    let same =
        |a: &[String], b: &[String]| fold::folded_words(&a.concat()) == fold::folded_words(&b.concat());
    if ours.issuers != theirs.issuers && (ours.issuers.is_empty() || same(&ours.issuers, &theirs.issuers)) {
        borrowed.issuers.clone_from(&theirs.issuers);
        fields.push("issuers");
    }
    if ours.level.is_none() && theirs.level.is_some() {
        borrowed.level = theirs.level;
        fields.push("level");
    }
    if ours.dates.issued.is_none() && theirs.dates.issued.is_some() {
        borrowed.dates.issued = theirs.dates.issued;
        fields.push("dates.issued");
    }
    if ours.dates.passed.is_none() && theirs.dates.passed.is_some() {
        borrowed.dates.passed = theirs.dates.passed;
        fields.push("dates.passed");
    }
    borrowed.provenance = fields.into_iter().map(|field| evidence(field, work)).collect();
    borrowed
}

fn evidence(field: &str, work: &Circular) -> Evidence {
    let words = format!("据同一文件的另一文本《{}》（{}）", work.name(), work.slug);
    Evidence { field: field.into(), from: Origin::SisterCopy, line: None, words }
}

/// The work's title in the copy's script, where the printed one differs from it by script alone
/// (a mechanical conversion leaves 于 where careful Traditional has 於), or is lacking.
fn respelt(circular: &Circular, work: &Circular) -> Option<String> {
    if work.meta.title.is_empty() {
        return None;
    }
    let (printed, title) = (&circular.meta.title, &work.meta.title);
    if !printed.is_empty() && fold::folded_words(printed) != fold::folded_words(title) {
        return None;
    }
    let title = match (circular.meta.language, work.meta.language) {
        (Some(Language::Traditional), Some(Language::Traditional)) => title.clone(),
        (Some(Language::Traditional), _) => in_traditional(title),
        (_, Some(Language::Traditional)) => return None,
        _ => title.clone(),
    };
    (title != *printed).then_some(title)
}

/// The circular that an English page quotes at the greatest length: that one it explains.
fn explains(page: &Circular, all: &[&Circular], index: &Index) -> Option<Borrowed> {
    let length = |run: &Run| index.words(&run.ours).iter().filter(|c| is_han(**c)).count();
    let work = |run: &Run| all[run.circular as usize];
    let runs = index.runs(0, &Everyone, |_| true);
    let best = runs
        .iter()
        .filter(|run| work(run).meta.language != Some(Language::English) && length(run) >= QUOTED)
        .max_by_key(|run| {
            let work = work(run);
            (length(run), works::fullness(work), std::cmp::Reverse(work.slug.as_str()))
        })?;
    let work = work(best);
    let clause = page.blocks.clause(index.clause(best.clause).1)?;
    let quoted = index.bytes(best.clause, clause, &best.ours)?;
    let relation = Relation {
        verb: Verb::Explains,
        title: work.meta.title.clone(),
        slug: Some(work.slug.clone()),
        evidence: Some(clause.anchor.clone()),
        words: quoted.of(clause.words()).to_owned(),
        date: None,
    };
    let words = format!("引有《{}》（{}）原文", work.name(), work.slug);
    let provenance =
        vec![Evidence { field: "relations".into(), from: Origin::SisterCopy, line: None, words }];
    Some(Borrowed { relations: vec![relation], provenance, ..Borrowed::default() })
}

#[cfg(test)]
mod tests {
    use super::super::samples::circular;
    use super::*;

    const WHOLE_TEXT: [&str; 4] = [
        "为了加强全省公共图书馆建设，保障群众阅读权益，现就有关事项提出如下意见。",
        "各市要把图书馆建设纳入当地发展规划，逐年安排专门经费，配齐管理人员和借阅设备。",
        "县级图书馆应当每天开放八小时以上，节假日不得闭馆，并向乡镇设立的分馆配送图书。",
        "省级主管部门每两年组织一次评估，评估结果向社会公布，作为安排补助的依据。",
    ];

    fn work() -> Circular {
        let mut work = circular("2016/tu-shu-guan", "云岭省关于加强公共图书馆建设的意见", &WHOLE_TEXT);
        work.meta.language = Some(Language::Simplified);
        work.meta.level = Some(Level::Provincial);
        work.meta.issuers = vec!["云岭省人民政府".into()];
        work.meta.dates.issued = "2016-03-01".parse().ok();
        work
    }

    fn copy() -> Circular {
        // As a machine converts it: 关于 keeps its 于.
        let text: Vec<String> = WHOLE_TEXT[1..3].iter().map(|p| in_traditional(p)).collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let mut copy = circular("undated/copy", "雲嶺省關于加強公共圖書館建設的意見", &text);
        copy.meta.language = Some(Language::Traditional);
        copy
    }

    #[test]
    fn a_partial_copy_takes_its_date_from_the_work() {
        let (work, mut copy) = (work(), copy());
        let stranger = circular("2015/x", "办法", &["青川市公园管理另有规定。"]);
        let borrowed = borrow(&copy, &[&stranger, &work]).expect("a sister");
        borrowed.apply(&mut copy.meta);
        let meta = &copy.meta;
        assert_eq!(meta.title, "雲嶺省關於加強公共圖書館建設的意見");
        assert_eq!(meta.dates.issued, work.meta.dates.issued);
        assert_eq!((meta.level, &meta.issuers), (work.meta.level, &work.meta.issuers));
        assert_eq!((meta.work.as_deref(), meta.extent), (Some("2016/tu-shu-guan"), Some(Extent::Partial)));
        let from: Vec<&str> = meta.provenance.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(from, ["work", "extent", "title", "issuers", "level", "dates.issued"]);
        assert!(meta.provenance.iter().all(|e| e.from == Origin::SisterCopy && e.words.contains("图书馆")));
    }

    #[test]
    fn the_fullest_text_takes_nothing_and_a_stranger_gives_nothing() {
        let (work, copy) = (work(), copy());
        assert_eq!(borrow(&work, &[&copy]), None);
        assert_eq!(borrow(&copy, &[]), None);
        let same_title = circular(
            "2014/y",
            "云岭省关于加强公共图书馆建设的意见",
            &["全文另发。", "青川市照此办理，不再另行通知。"],
        );
        assert_eq!(borrow(&copy, &[&same_title]), None);
    }

    #[test]
    fn an_english_page_explains_what_it_quotes() {
        let work = work();
        let english = format!("Libraries: the text says {} and more.", &WHOLE_TEXT[2]);
        let mut page = circular("undated/what", "What is new?", &["It opens daily.", &english]);
        page.meta.language = Some(Language::English);
        let borrowed = borrow(&page, &[&copy(), &work]).expect("a quotation");
        let relation = &borrowed.relations[0];
        assert_eq!((relation.verb, relation.slug.as_deref()), (Verb::Explains, Some("2016/tu-shu-guan")));
        assert!(WHOLE_TEXT[2].starts_with(&relation.words) && relation.words.chars().count() > 30);
        borrowed.apply(&mut page.meta);
        assert!(
            page.meta.dates.named().is_empty() && page.meta.issuers.is_empty() && page.meta.work.is_none()
        );
    }

    /// The real texts, a paragraph a clause, where they are at hand.
    #[test]
    fn the_shared_copies_borrow_as_their_gold_says() {
        let read = |name: &str| std::fs::read_to_string(format!("../shared/sources/{name}.txt")).ok();
        let (Some(whole), Some(copy), Some(page)) =
            (read("000_42931f62d984336b"), read("002_87ee5abe2b344fbd"), read("004_380cd6a3e038bb63"))
        else {
            println!("skipped: ../shared is not here");
            return;
        };
        let make = |slug: &str, text: &str, language| {
            let mut made = circular(slug, "", &text.lines().collect::<Vec<_>>());
            made.meta.language = Some(language);
            made
        };
        let mut whole = make("2015/whole", &whole, Language::Simplified);
        whole.meta.title = "关于改进工作的意见".into();
        whole.meta.dates.issued = "2015-01-08".parse().ok();
        let mut copy = make("copy", &copy, Language::Traditional);
        copy.meta.title = "關于改進工作的意見".into();
        let page = make("page", &page, Language::English);
        assert_eq!(super::works::sisters(&[&whole, &copy, &page], &Alone), [vec![1], vec![0], vec![0, 1]]);
        let borrowed = borrow(&copy, &[&whole, &page]).expect("a sister");
        assert_eq!(borrowed.title.as_deref(), Some("關於改進工作的意見"));
        assert_eq!(
            (borrowed.dates.issued, borrowed.extent),
            (whole.meta.dates.issued, Some(Extent::Partial))
        );
        assert_eq!(borrow(&whole, &[&copy, &page]), None);
        let borrowed = borrow(&page, &[&copy, &whole]).expect("a quotation");
        assert_eq!(borrowed.relations[0].slug.as_deref(), Some("2015/whole"));
        assert_eq!(borrowed.dates, Dates::default());
    }
}
