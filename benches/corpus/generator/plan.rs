//! What each document of the library is, before any of it is written: so that a document can cite another by
//! title, number and clause. What a document is depends only on the seed and on those before it, so that a
//! library of 1,000 is the beginning of one of 10,000.

use super::Stock;
use super::chance::Chance;
use super::numeral::Day;
use super::places::Rank;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// 条例, passed by a congress.
    Statute,
    /// 规定 or 办法 under a 令.
    Order,
    /// A notice that carries 办法 or 细则.
    Measures,
    /// A notice that carries 方案 or 意见.
    Scheme,
    Opinion,
    Notice,
    /// A notice with two 附件, one of them a table.
    Attachments,
    Reply,
    Letter,
    Announcement,
    /// Amends `base`.
    Decision,
    /// `base` as `via` amended it.
    Version,
    /// Repeals several.
    Repeal,
    /// Forwards `base`.
    Forward,
    /// Explains `base`.
    Explanation,
    /// `base` in Traditional characters.
    Traditional,
}

impl Shape {
    /// Whether it is made of 条.
    pub fn of_articles(self) -> bool {
        matches!(self, Shape::Statute | Shape::Order | Shape::Measures | Shape::Version)
    }
}

/// In what form the text comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Coat {
    Plain,
    /// `label：value` lines of a law database above the text.
    Export,
    /// Out of a PDF: hard wraps, blank lines, full-width digits.
    Wrapped,
    /// A web page with its menus.
    Html,
}

#[derive(Clone)]
pub struct Plan {
    pub shape: Shape,
    pub region: usize,
    pub domain: usize,
    pub issuer: String,
    /// 古茶树保护.
    pub subject: String,
    /// 条例, 办法, 意见 …: how the document speaks of itself.
    pub kind: &'static str,
    /// Of the instrument.
    pub title: String,
    /// Of the notice that carries it.
    pub cover: Option<String>,
    pub number: Option<String>,
    pub day: Day,
    /// The document that this one restates, amends, forwards or explains.
    pub base: Option<usize>,
    /// The decision that made this version.
    pub via: Option<usize>,
    /// What it repeals.
    pub repeals: Vec<usize>,
    /// 条, or （一）.
    pub provisions: usize,
    pub coat: Coat,
}

/// Shapes by their share in a thousand.
const SHAPES: [(Shape, usize); 15] = [
    (Shape::Statute, 75),
    (Shape::Order, 85),
    (Shape::Measures, 195),
    (Shape::Scheme, 125),
    (Shape::Opinion, 140),
    (Shape::Notice, 115),
    (Shape::Attachments, 50),
    (Shape::Reply, 55),
    (Shape::Letter, 40),
    (Shape::Announcement, 35),
    (Shape::Decision, 30),
    (Shape::Repeal, 10),
    (Shape::Forward, 20),
    (Shape::Explanation, 17),
    (Shape::Traditional, 8),
];

/// Plans documents one after the other.
pub struct Planner<'a> {
    stock: &'a Stock,
    seed: u64,
    plans: Vec<Plan>,
    titles: BTreeSet<String>,
    numbers: BTreeMap<(String, usize), usize>,
    /// Instruments by their domain, that others can restate, amend, forward or explain.
    works: Vec<Vec<usize>>,
}

impl<'a> Planner<'a> {
    pub fn new(stock: &'a Stock, seed: u64) -> Planner<'a> {
        let works = stock.words.domains.iter().map(|_| Vec::new()).collect();
        Planner { stock, seed, plans: Vec::new(), titles: BTreeSet::new(), numbers: BTreeMap::new(), works }
    }

    pub fn plans(mut self, size: usize) -> Vec<Plan> {
        while self.plans.len() < size {
            let id = self.plans.len();
            let chance = &mut Chance::new(self.seed, id as u64);
            let plan = match self.plans.last() {
                Some(last) if last.shape == Shape::Decision => self.version(last, id - 1),
                _ => self.plan(chance),
            };
            if matches!(
                plan.shape,
                Shape::Statute | Shape::Order | Shape::Measures | Shape::Scheme | Shape::Opinion
            ) {
                self.works[plan.domain].push(id);
            }
            self.plans.push(plan);
        }
        self.plans
    }

    /// The text that the decision just planned made.
    fn version(&self, decision: &Plan, via: usize) -> Plan {
        let base = &self.plans[decision.base.unwrap_or_default()];
        let coat = Coat::Plain;
        let (via, repeals) = (Some(via), Vec::new());
        Plan { shape: Shape::Version, base: decision.base, via, repeals, coat, ..base.clone() }
    }

    fn plan(&mut self, chance: &mut Chance) -> Plan {
        let domain = chance.zipf(self.stock.words.domains.len(), 25.0);
        let mut shape = shape(chance);
        let base = match shape {
            Shape::Traditional | Shape::Forward | Shape::Explanation => self.work(domain, chance, |_| true),
            Shape::Decision => self.work(domain, chance, |plan| {
                matches!(plan.shape, Shape::Statute | Shape::Order) && plan.base.is_none()
            }),
            Shape::Repeal => self.work(domain, chance, |_| true),
            _ => None,
        };
        let needs = matches!(
            shape,
            Shape::Traditional | Shape::Forward | Shape::Explanation | Shape::Decision | Shape::Repeal
        );
        if needs && base.is_none() {
            shape = Shape::Notice;
        }
        match (shape, base) {
            (Shape::Traditional, Some(base)) => {
                let plan = self.plans[base].clone();
                return Plan { shape, base: Some(base), coat: Coat::Plain, ..plan };
            }
            (Shape::Decision | Shape::Forward | Shape::Explanation, Some(base)) => {
                return self.about(shape, base, chance);
            }
            _ => {}
        }
        self.own(shape, domain, chance)
    }

    /// A document that is about one other.
    fn about(&mut self, shape: Shape, base: usize, chance: &mut Chance) -> Plan {
        let plan = self.plans[base].clone();
        let day = Day { year: plan.day.year + chance.range(1, 4), ..plan.day };
        let (title, kind) = match shape {
            Shape::Decision => (format!("{}关于修改《{}》的决定", plan.issuer, plan.title), "决定"),
            Shape::Explanation => (format!("《{}》政策解读", plan.title), "解读"),
            _ => (String::new(), "通知"),
        };
        let mut about = Plan { shape, title, kind, cover: None, number: None, day, base: Some(base), ..plan };
        (about.repeals, about.coat, about.provisions) = (Vec::new(), Coat::Plain, chance.range(3, 7));
        if shape == Shape::Forward {
            // A lower government forwards.
            about.region = chance.range(1, self.stock.regions.len() - 1);
            let region = &self.stock.regions[about.region];
            about.issuer = format!("{}人民政府办公室", region.name);
            let original = self.plans[base].cover.as_ref().unwrap_or(&self.plans[base].title);
            let original = original.replace('《', "〈").replace('》', "〉");
            about.title = format!("{}转发《{original}》的通知", about.issuer);
            about.number = Some(self.number(format!("{}政办发", region.letter), about.day));
        }
        if shape == Shape::Explanation {
            about.coat = if chance.percent(60.0) { Coat::Html } else { Coat::Plain };
        }
        about
    }

    /// A document with a subject of its own.
    fn own(&mut self, shape: Shape, domain: usize, chance: &mut Chance) -> Plan {
        let region = match (shape, chance.below(100)) {
            (_, 0..30) | (Shape::Statute, _) if chance.percent(85.0) => 0,
            (_, 0..70) => chance.range(1, 16),
            _ => chance.range(17, self.stock.regions.len() - 1),
        };
        let (topic, place) = (&self.stock.words.domains[domain], &self.stock.regions[region]);
        let government = place.government();
        let office = format!("{government}办公{}", if place.rank == Rank::Province { "厅" } else { "室" });
        let bureau = format!("{}{}局", place.name, topic.organ);
        let (issuer, letters) = match (shape, chance.below(10)) {
            (Shape::Statute, _) => (format!("{}人民代表大会常务委员会", place.name), None),
            (Shape::Order, _) => (government, None),
            (Shape::Reply, _) | (_, 0..3) => (government, Some("政".to_owned())),
            (_, 3..6) => (office, Some("政办".to_owned())),
            _ => (bureau, Some(topic.letter.to_owned())),
        };
        let day =
            Day { year: chance.range(1996, 2024), month: chance.range(1, 12), day: chance.range(1, 28) };
        let number = letters.map(|letters| {
            let kind = match shape {
                Shape::Reply => "复",
                Shape::Letter => "函",
                _ => "发",
            };
            self.number(format!("{}{letters}{kind}", place.letter), day)
        });
        let kind = *match shape {
            Shape::Statute => chance.pick(&["条例", "条例", "规定"]),
            Shape::Order => chance.pick(&["办法", "规定", "办法"]),
            Shape::Measures => chance.pick(&["办法", "细则", "规定", "规则", "办法"]),
            Shape::Scheme => chance.pick(&["方案", "意见", "规划"]),
            Shape::Opinion => &"意见",
            Shape::Reply => &"批复",
            Shape::Letter => &"函",
            Shape::Announcement => &"公告",
            Shape::Repeal => &"决定",
            _ => &"通知",
        };
        let (subject, title, cover) = self.title(shape, domain, region, &issuer, kind, day, chance);
        let bytes = chance.lognormal(median(shape), 0.75);
        let provisions = (bytes / if shape.of_articles() { 300.0 } else { 330.0 }) as usize;
        // Local texts restate provincial ones.
        let base = (region > 0 && chance.percent(42.0))
            .then(|| {
                let articles = shape.of_articles();
                let likewise = |plan: &Plan| {
                    plan.region == 0
                        && plan.base.is_none()
                        && plan.shape.of_articles() == articles
                        && plan.day < day
                };
                let restates = articles || matches!(shape, Shape::Scheme | Shape::Opinion | Shape::Notice);
                restates.then(|| self.work(domain, chance, likewise)).flatten()
            })
            .flatten();
        let repeals: Vec<usize> = match shape {
            Shape::Repeal => (0..3).filter_map(|_| self.work(domain, chance, |p| p.day < day)).collect(),
            Shape::Statute | Shape::Order | Shape::Measures if chance.percent(35.0) => {
                let older = |p: &Plan| p.day < day && p.region == region && p.shape.of_articles();
                self.work(domain, chance, older).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let coat = match chance.below(100) {
            0..6 if matches!(shape, Shape::Statute | Shape::Opinion) => Coat::Export,
            6..10 => Coat::Wrapped,
            10..14 => Coat::Html,
            _ => Coat::Plain,
        };
        let (via, provisions) = (None, provisions.clamp(2, 240));
        Plan {
            shape,
            region,
            domain,
            issuer,
            subject,
            kind,
            title,
            cover,
            number,
            day,
            base,
            via,
            repeals,
            provisions,
            coat,
        }
    }

    /// Subject, title, and title of the cover: such as no other document has.
    #[allow(clippy::too_many_arguments)]
    fn title(
        &mut self,
        shape: Shape,
        domain: usize,
        region: usize,
        issuer: &str,
        kind: &str,
        day: Day,
        chance: &mut Chance,
    ) -> (String, String, Option<String>) {
        let (words, place) = (&self.stock.words, &self.stock.regions[region].name);
        let topic = &words.domains[domain];
        let verbs = words.common("V").unwrap_or_default();
        loop {
            let noun = topic.nouns[chance.zipf(topic.nouns.len(), 8.0)];
            let verb = if chance.percent(60.0) { *chance.pick(&topic.verbs) } else { *chance.pick(verbs) };
            let subject = match chance.below(5) {
                0 => format!("{noun}{verb}管理"),
                1 => format!("{}{noun}{verb}", topic.name),
                2 => format!("{noun}和{}{verb}", chance.pick(&topic.nouns)),
                _ => format!("{noun}{verb}"),
            };
            let title = match shape {
                Shape::Statute | Shape::Order | Shape::Measures | Shape::Scheme => {
                    format!("{place}{subject}{}{kind}", if kind == "细则" { "实施" } else { "" })
                }
                Shape::Opinion => format!("{issuer}关于加强{subject}工作的意见"),
                Shape::Reply => format!("{issuer}关于{subject}有关事项的批复"),
                Shape::Letter => format!("{issuer}关于商请支持{subject}工作的函"),
                Shape::Announcement => format!("{issuer}关于{subject}的公告"),
                Shape::Repeal => format!("{issuer}关于废止部分{}文件的决定（{day}）", topic.name),
                _ => format!("{issuer}关于做好{}年{subject}工作的通知", day.year),
            };
            if self.titles.insert(title.clone()) {
                let carried = matches!(shape, Shape::Measures | Shape::Scheme);
                let cover = carried.then(|| format!("{issuer}关于印发《{title}》的通知"));
                return (subject, title, cover);
            }
        }
    }

    fn number(&mut self, letters: String, day: Day) -> String {
        let next = self.numbers.entry((letters.clone(), day.year)).or_default();
        *next += 1;
        format!("{letters}〔{}〕{next}号", day.year)
    }

    /// One of the works of a domain that is `fit`.
    fn work(&self, domain: usize, chance: &mut Chance, fit: impl Fn(&Plan) -> bool) -> Option<usize> {
        let works = &self.works[domain];
        (0..12).filter(|_| !works.is_empty()).map(|_| *chance.pick(works)).find(|id| fit(&self.plans[*id]))
    }
}

fn shape(chance: &mut Chance) -> Shape {
    let mut left = chance.below(1000);
    for (shape, share) in SHAPES {
        if left < share {
            return shape;
        }
        left -= share;
    }
    Shape::Notice
}

/// Bytes of UTF-8 that half of the documents of a shape exceed.
fn median(shape: Shape) -> f64 {
    match shape {
        Shape::Statute => 10500.0,
        Shape::Order => 8000.0,
        Shape::Measures => 6200.0,
        Shape::Scheme | Shape::Opinion => 5400.0,
        Shape::Attachments => 3500.0,
        Shape::Notice => 2600.0,
        _ => 1400.0,
    }
}
