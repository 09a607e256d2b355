//! What the tests of search share: invented corpora, an index in memory, answers in the vectors' form.

// Each test uses a part of it.
#![allow(dead_code)]

use clausebook::model::{Alone, Level, Naming, Output, Status};
use clausebook::search::{Hit, Options, Reader, Results, SearchCircular, SearchClause, build_into};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnedCircular {
    pub slug: String,
    pub title: String,
    pub issuers: Vec<String>,
    pub level: Option<Level>,
    pub kind: Option<String>,
    pub date: Option<String>,
    pub status: Option<Status>,
    pub clauses: Vec<OwnedClause>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnedClause {
    pub anchor: String,
    pub number: String,
    pub words: String,
    pub heading: bool,
}

impl OwnedCircular {
    pub fn lend(&self) -> SearchCircular<'_> {
        SearchCircular {
            slug: &self.slug,
            title: &self.title,
            issuers: self.issuers.iter().map(String::as_str).collect(),
            level: self.level,
            kind: self.kind.as_deref(),
            date: self.date.as_ref().and_then(|date| date.parse().ok()),
            status: self.status,
            naming: Naming::Simplified,
            clauses: self
                .clauses
                .iter()
                .map(|c| SearchClause {
                    anchor: &c.anchor,
                    number: &c.number,
                    words: &c.words,
                    heading: c.heading,
                })
                .collect(),
        }
    }
}

/// The files of an index by their path.
pub type Files = HashMap<String, Vec<u8>>;

pub fn index(corpus: &[OwnedCircular]) -> Files {
    let mut files = Files::new();
    let mut take = |output: Output| {
        assert!(files.insert(output.path.clone(), output.bytes).is_none(), "{} twice", output.path);
    };
    build_into(corpus.iter().map(OwnedCircular::lend).collect(), &Alone, &mut take, &mut |_, _| ());
    files
}

pub fn reader(files: &Files) -> Reader<impl Fn(&str) -> Option<Vec<u8>> + '_> {
    Reader::open(|name| files.get(&format!("search/{name}.js")).cloned()).expect("the index opens")
}

/// Options as the page API takes them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

impl Asked {
    pub fn options(&self) -> Options {
        Options {
            limit: self.limit.unwrap_or(10),
            offset: self.offset.unwrap_or(0),
            issuer: self.issuer.clone(),
            level: self.level,
            kind: self.kind.clone(),
            year: self.year,
            status: self.status,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub total: usize,
    pub circulars: Option<usize>,
    pub titles_total: usize,
    pub titles: Vec<AnswerHit>,
    pub hits: Vec<AnswerHit>,
    pub facets: AnswerFacets,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerHit {
    pub circular: String,
    pub eid: String,
    pub number: String,
    pub marked: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerFacets {
    pub issuer: Vec<(String, usize)>,
    pub level: Vec<(String, usize)>,
    pub kind: Vec<(String, usize)>,
    pub year: Vec<(String, usize)>,
    pub status: Vec<(String, usize)>,
    pub partial: bool,
}

pub fn answer(results: &Results) -> Answer {
    let hit = |hit: &Hit| AnswerHit {
        circular: hit.slug.clone(),
        eid: hit.anchor.clone(),
        number: hit.number.clone(),
        marked: hit.marks.iter().map(|span| span.of(&hit.text).to_owned()).collect(),
    };
    let facets = results.facets.clone();
    Answer {
        total: results.total,
        circulars: results.circulars,
        titles_total: results.titles_total,
        titles: results.titles.iter().map(hit).collect(),
        hits: results.hits.iter().map(hit).collect(),
        facets: AnswerFacets {
            issuer: facets.issuer,
            level: facets.level,
            kind: facets.kind,
            year: facets.year,
            status: facets.status,
            partial: facets.partial,
        },
    }
}

/// Numbers that look random and are the same each time (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A corpus of the fictional province: `circulars` papers of some 20 clauses, with words that are in
/// nearly every clause, words that are rare, Traditional copies, Latin words, and clauses that repeat.
pub fn invented(circulars: usize, seed: u64) -> Vec<OwnedCircular> {
    const WHO: [&str; 8] = [
        "茶场负责人",
        "市林茶局",
        "溪口县政府",
        "青川市档案馆",
        "白石市合作社",
        "值守人员",
        "檢查人員",
        "巡山队",
    ];
    const MUST: [&str; 6] = ["应当", "應當", "不得", "可以", "应当及时", "一律应当"];
    const WHAT: [&str; 12] = [
        "报送采摘计划",
        "公布檢查結果",
        "保存巡查记录三年",
        "按规定修缮水渠",
        "组织茶农培训",
        "清点库存茶叶",
        "对外提供ISO 3720证书",
        "登记车辆和人员",
        "按照規定缴存押金",
        "张贴防火告示",
        "核对账目",
        "签收公文",
    ];
    const WHEN: [&str; 7] =
        ["每季度", "在禁采期内", "于3月15日前", "遇大风时", "在开园后", "每逢雨季", "自2019年起"];
    const TAIL: [&str; 6] = [
        "",
        "，并报上一级备案",
        "；逾期的责令改正",
        "（含临时用工）",
        "，本办法另有规定的除外",
        "，union代表列席",
    ];
    let mut chance = Chance::new(seed);
    let rare: Vec<char> = ('\u{4E00}'..'\u{9FA0}').step_by(7).collect();
    (0..circulars)
        .map(|nth| {
            let clauses = (0..5 + chance.below(30))
                .map(|at| {
                    let heading = chance.below(8) == 0;
                    let mut words = if heading {
                        format!("{}{}", chance.pick(&WHO), chance.pick(&WHAT))
                    } else {
                        format!(
                            "{}{}{}{}{}。",
                            chance.pick(&WHEN),
                            chance.pick(&WHO),
                            chance.pick(&MUST),
                            chance.pick(&WHAT),
                            chance.pick(&TAIL)
                        )
                    };
                    if !heading && chance.below(3) == 0 {
                        let more: String = (0..1 + chance.below(6)).map(|_| *chance.pick(&rare)).collect();
                        words.push_str(&more);
                    }
                    OwnedClause {
                        anchor: format!("art_{}", at + 1),
                        number: format!("第{}条", at + 1),
                        words,
                        heading,
                    }
                })
                .collect();
            OwnedCircular {
                slug: format!("{}/ban-fa-{nth}", 1990 + nth % 30),
                title: format!("{}{}办法（{nth}）", chance.pick(&WHO), chance.pick(&WHAT)),
                issuers: (0..1 + chance.below(2)).map(|_| format!("第{}机关", chance.below(40))).collect(),
                level: [None, Some(Level::Central), Some(Level::Municipal), Some(Level::County)]
                    [chance.below(4)],
                kind: Some((*chance.pick(&["办法", "通知", "意见"])).to_owned()),
                date: (chance.below(9) > 0).then(|| format!("{}-0{}", 1990 + nth % 30, 1 + chance.below(9))),
                status: [None, Some(Status::InForce), Some(Status::Repealed)][chance.below(3)],
                clauses,
            }
        })
        .collect()
}
