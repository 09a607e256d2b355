//! What one document says: the forms of the grammar with the words of its matter.

use super::chance::Chance;
use super::grammar::Piece;
use super::numeral::{Day, chinese};
use super::places::{self, Rank, Region};
use super::plan::{Plan, Shape};
use super::{Library, words::Words};

const MEASURES: [&str; 14] =
    ["个", "处", "户", "人", "亩", "公里", "座", "台", "次", "天", "名", "件", "套", "平方米"];

pub struct Voice<'a> {
    library: &'a Library,
    pub id: usize,
    pub plan: &'a Plan,
    pub chance: Chance,
    /// A matter that touches the document's own.
    second: usize,
    /// Words that few documents have.
    rare: Vec<String>,
    villages: Vec<String>,
}

impl<'a> Voice<'a> {
    pub fn new(library: &'a Library, id: usize) -> Voice<'a> {
        let plan = &library.plans[id];
        let words = &library.stock.words;
        let mut chance = Chance::new(library.seed, (id as u64) << 20 | 1 << 19);
        let second = chance.below(words.domains.len());
        let rare = (0..chance.range(5, 12)).map(|_| rare(words, &mut chance)).collect();
        let villages = (0..5).map(|_| format!("{}村", places::name(words, &mut chance))).collect();
        Voice { library, id, plan, chance, second, rare, villages }
    }

    /// Chance of one part of the document, whatever was said before it.
    pub fn turn_to(&mut self, part: usize) {
        self.chance = Chance::new(self.library.seed, (self.id as u64) << 20 | (part as u64 & 0x7_ffff));
    }

    pub fn say(&mut self, rule: &str) -> String {
        let mut out = String::new();
        self.expand(rule, &mut out);
        out
    }

    fn expand(&mut self, rule: &str, out: &mut String) {
        let library = self.library;
        if let Some(form) = library.stock.grammar.form(rule, &mut self.chance) {
            for piece in form {
                match piece {
                    Piece::Words(words) => out.push_str(words),
                    Piece::Name(name) => self.expand(name, out),
                }
            }
        } else if let Some(words) = library.stock.words.common(rule) {
            out.push_str(words[self.chance.zipf(words.len(), 3.0)]);
        } else {
            self.piece(rule, out);
        }
    }

    /// What is not in the grammar.
    fn piece(&mut self, name: &str, out: &mut String) {
        let (library, plan) = (self.library, self.plan);
        let (words, region) = (&library.stock.words, &library.stock.regions[plan.region]);
        let chance = &mut self.chance;
        let matter = &words.domains[match chance.below(20) {
            0..16 => plan.domain,
            16..19 => self.second,
            _ => chance.below(words.domains.len()),
        }];
        let text = match name {
            "n" => matter.nouns[chance.zipf(matter.nouns.len(), 3.0)].to_owned(),
            "v" => matter.verbs[chance.zipf(matter.verbs.len(), 2.5)].to_owned(),
            "x" if chance.percent(4.0) => rare(words, chance),
            "x" => self.rare[chance.zipf(self.rare.len(), 3.0)].clone(),
            "o" => words.domains[chance.below(words.domains.len())].organ.to_owned(),
            "village" => chance.pick(&self.villages).clone(),
            "person" => person(words, chance),
            "place" => {
                let local = match region.rank {
                    Rank::Province => chance.range(1, library.stock.regions.len() - 1),
                    _ => chance.range(17, library.stock.regions.len() - 1),
                };
                library.stock.regions[local].name.clone()
            }
            "num" => chance.lognormal(60.0, 1.4).ceil().to_string(),
            "cn" => chinese(chance.lognormal(6.0, 0.9).ceil() as usize % 9000 + 1),
            "q" => (*chance.pick(&MEASURES)).to_owned(),
            "money" => {
                format!("{}{}元", chinese(chance.range(1, 9)), chance.pick(&["百", "千", "万", "十万"]))
            }
            "days" => format!("{}{}", chinese(*chance.pick(&[3, 5, 7, 10, 15, 20, 30, 45, 60])), {
                chance.pick(&["日", "个工作日", "日"])
            }),
            "pct" => format!("百分之{}", chinese(chance.range(2, 19) * 5)),
            "pc" => format!("{}%", chance.range(30, 99)),
            "year" => (plan.day.year + chance.below(4)).to_string(),
            "month" => chance.range(1, 12).to_string(),
            "day" => chance.range(1, 28).to_string(),
            "date" => plan.day.later().to_string(),
            "this" => format!("本{}", plan.kind),
            "here" => format!("本{}第{}条", plan.kind, chinese(1 + chance.below(plan.provisions))),
            "ref" => self.reference(),
            "area" => format!("本{}{}", region.own(), if plan.shape.of_articles() { "行政区域" } else { "" }),
            "dept" => match chance.below(6) {
                0 => format!("{}{}主管部门", region.own(), matter.organ),
                1 => format!("县级以上{}主管部门", matter.organ),
                2 => format!("{}部门", matter.organ),
                _ => format!("{}主管部门", matter.organ),
            },
            "gov" => match chance.below(4) {
                0 => format!("{}人民政府", region.own()),
                1 => "县级以上人民政府".to_owned(),
                2 => "本级人民政府".to_owned(),
                _ => "乡镇人民政府".to_owned(),
            },
            "org" => format!("{}{}局", region.own(), matter.organ),
            "subject" => plan.subject.clone(),
            "work" => self.work(),
            "basis" => match (plan.base, chance.percent(25.0)) {
                (Some(base), _) => self.named(base),
                (None, false) => self.work(),
                (None, true) => format!("{}和{}", self.work(), self.work()),
            },
            "unit2" => match region.rank {
                Rank::Province => "市、县".to_owned(),
                _ => "乡镇、各部门".to_owned(),
            },
            "self" => match region.rank {
                Rank::Province => "市".to_owned(),
                _ => "县".to_owned(),
            },
            "self2" => region.own().to_owned(),
            other => unreachable!("no rule, class or piece is named {other}"),
        };
        out.push_str(&text);
    }

    /// `，依照本办法第三条第二款办理。`
    fn reference(&mut self) -> String {
        let article = chinese(1 + self.chance.below(self.plan.provisions));
        let part = match self.chance.below(5) {
            0 => "第一款".to_owned(),
            1 => format!("第（{}）项", chinese(self.chance.range(1, 4))),
            _ => String::new(),
        };
        format!("的例外情形，依照本{}第{article}条{part}办理。", self.plan.kind)
    }

    /// Another document by title, often with its number or a clause: in four of five cases one that is held.
    fn work(&mut self) -> String {
        let library = self.library;
        if self.id == 0 || self.chance.percent(20.0) {
            let topic = &library.stock.words.domains[self.plan.domain];
            let noun = topic.nouns[self.chance.below(8)];
            let title = match self.chance.below(3) {
                0 => format!("{}法", topic.name),
                1 => format!("{noun}管理条例"),
                _ => format!("{}技术规范", topic.name),
            };
            let article = match self.chance.percent(30.0) {
                true => format!("第{}条", chinese(self.chance.range(2, 60))),
                false => String::new(),
            };
            return format!("《{title}》{article}");
        }
        // Near in matter when one is found soon.
        let mut held = self.chance.below(self.id);
        for _ in 0..24 {
            if library.plans[held].domain == self.plan.domain && library.plans[held].day <= self.plan.day {
                break;
            }
            held = self.chance.below(self.id);
        }
        self.named(held)
    }

    fn named(&mut self, held: usize) -> String {
        let work = &self.library.plans[held];
        let mut named = format!("《{}》", work.title.replace('《', "〈").replace('》', "〉"));
        if let Some(number) = work.number.as_ref().filter(|_| self.chance.percent(35.0)) {
            named += &format!("（{number}）");
        }
        if work.shape.of_articles() && self.chance.percent(45.0) {
            named += &format!("第{}条", chinese(1 + self.chance.below(work.provisions)));
        } else if work.shape == Shape::Opinion && self.chance.percent(15.0) {
            named += "第二部分";
        }
        named
    }

    pub fn library(&self) -> &'a Library {
        self.library
    }

    pub fn region(&self) -> &'a Region {
        &self.library.stock.regions[self.plan.region]
    }

    pub fn person(&mut self) -> String {
        person(&self.library.stock.words, &mut self.chance)
    }

    pub fn day(&self) -> Day {
        self.plan.day
    }
}

/// A word of two characters that few documents have.
fn rare(words: &Words, chance: &mut Chance) -> String {
    let [first, last] = [words.letters("l"), words.letters("r")];
    format!("{}{}", first[chance.zipf(first.len(), 30.0)], last[chance.zipf(last.len(), 20.0)])
}

fn person(words: &Words, chance: &mut Chance) -> String {
    let [family, given] = [words.letters("u"), words.letters("g")];
    let mut name = family[chance.zipf(family.len(), 20.0)].to_string();
    (0..chance.range(1, 2)).for_each(|_| name.push(*chance.pick(given)));
    name
}
