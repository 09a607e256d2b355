//! A small collection built by hand, for the tests of this stage: a central opinion, provincial
//! measures carried by a notice, municipal rules, an amendment, a Traditional copy, an English page.

mod dependent;
mod measures;
mod opinion;
mod pages;
mod parts;

use super::{Shelf, Sources};
use crate::config::Config;
use crate::model::*;
use dependent::{amendment, english, rules};
use measures::{measures, shared};
use opinion::{opinion, traditional};
use parts::{a, day};

pub fn config() -> Config {
    toml::from_str(
        "title = \"云岭省渡运制度汇编\"\ndescription = \"云岭省渡口与航运管理文件的汇编（虚构样例）\"\npublisher = \"云岭省渡运管理局办公室\"",
    )
    .unwrap()
}

pub fn sources() -> Sources {
    let names =
        ["中央渡口意见.txt", "云岭省渡口管理办法.txt", "青川市实施细则.txt", "修改决定.txt", "渡口意見.txt"];
    Sources::named(names)
}

pub fn documents() -> Vec<Document> {
    vec![Document {
        path: "guide".into(),
        title: "使用说明".into(),
        menu: Some(1),
        markdown: "# 使用说明\n\n本汇编收录云岭省渡口管理文件[^1]，每一条、款、项都有固定地址，例如\
            [《办法》第三条第二款](circulars/2020/banfa.md#art_3__para_2)。\n\n## 检索\n\n字词全部出现才算命中。\n\n\
            | 写法 | 意思 |\n| --- | --- |\n| `渡口 船员` | 两词都要出现 |\n| `\"safe crossing\"` | 含空格的短语 |\n| `-停航` | 不要含有此词 |\n\n\
            ## 命令\n\n```sh\n# 查找条文\nclausebook find 渡口安全 --limit 20\n```\n\n## 数据\n\n```rust\nfn main() -> Result<(), Error> {\n    let clause = site.find(\"art_3__para_2\")?; // 第三条第二款\n    println!(\"{}\", clause.text);\n    Ok(())\n}\n```\n\n```json\n{ \"eid\": \"art_3\", \"num\": \"第三条\", \"held\": true }\n```\n\n## 更正\n\n> 发现错误请告知编者。\n\n1. 指出条文地址；\n2. 附上原件。\n\n[^1]: 均为虚构文本。\n"
            .into(),
    }]
}

pub fn corpus() -> Corpus {
    let mut entries = vec![opinion(), traditional(), measures(), rules(), amendment(), english()];
    entries.sort_by(|a, b| a.circular().slug.cmp(&b.circular().slug));
    let place = |slug: &str| entries.iter().position(|e| e.circular().slug == slug).unwrap();
    let (ours, theirs) = (place("2020/banfa"), place("2019/yijian"));
    let [(from, our), (to, their)] = shared(&entries[ours], &entries[theirs]);
    let block = |entry: usize, anchor: &str| {
        let mut blocks = entries[entry].circular().blocks.iter();
        blocks.position(|b| b.as_clause().is_some_and(|c| *c.anchor == a(anchor))).unwrap() as u32
    };
    let place =
        ParallelPlace { from: block(ours, from), entry: theirs as u32, to: block(theirs, to), strength: 36 };
    entries[ours].parallels.push(place, [(our, their)]);
    let mut timeline: Vec<Event> = entries
        .iter()
        .flat_map(|e| {
            let c = e.circular();
            let level = c.meta.level.unwrap_or(Level::Other);
            c.meta.dates.named().into_iter().map(move |(name, date)| Event {
                date,
                name,
                slug: c.slug.clone(),
                level,
            })
        })
        .collect();
    timeline.sort_by(|a, b| (a.date, &a.slug).cmp(&(b.date, &b.slug)));
    let not_held = vec![
        NotHeld {
            names: Vec::new(),
            work: "内河渡运条例".into(),
            cited_by: vec![("2020/banfa".into(), a("art_1")), ("2021/xize".into(), a("preamble__para_1"))],
        },
        NotHeld {
            names: Vec::new(),
            work: "水上交通应急预案编制导则".into(),
            cited_by: vec![("2019/yijian".into(), a("sec_3__para_1"))],
        },
    ];
    Corpus { entries, not_held, timeline, pairs: vec![comparison().pair], as_of: day("2024-01-01") }
}

/// The measures beside the opinion whose words they share.
pub fn comparison() -> Comparison {
    let pair = Pair {
        ground: Ground::Parallels,
        before: "2019/yijian".into(),
        after: "2020/banfa".into(),
        strength: 36,
    };
    let [ours, theirs] = shared(&measures(), &opinion())
        .map(|(anchor, span)| vec![Side { anchor: a(anchor), marked: vec![span] }]);
    Comparison { pair, rows: vec![Row { change: Change::Shared, before: theirs, after: ours }] }
}

/// Renders everything and hands the files over.
pub fn site(config: &Config) -> Vec<Output> {
    let theme = super::Theme::built_in(config).unwrap();
    super::render(&corpus(), &[comparison()], &documents(), &theme, config, &sources()).unwrap()
}

/// The same as a collection whose lists are parted by year and name.
pub fn parted_site(config: &Config) -> Vec<Output> {
    let (corpus, documents, sources) = (corpus(), documents(), sources());
    let theme = super::Theme::built_in(config).unwrap();
    let mut shelf = Shelf::new(&corpus, &documents, &theme, config, &sources);
    shelf.parted = true;
    super::render_all(&shelf, &[comparison()], &documents).unwrap()
}

/// Calls `look` with the shelf of the sample.
pub fn with_shelf<T>(look: impl FnOnce(&Shelf) -> T) -> T {
    with_shelf_of(corpus(), look)
}

/// The same of another collection.
pub fn with_shelf_of<T>(corpus: Corpus, look: impl FnOnce(&Shelf) -> T) -> T {
    let (config, documents, sources) = (config(), documents(), sources());
    let theme = super::Theme::built_in(&config).unwrap();
    look(&Shelf::new(&corpus, &documents, &theme, &config, &sources))
}
