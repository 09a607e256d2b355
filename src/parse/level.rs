//! Of what level of government an organ is, by the place that its name begins with.

use crate::model::Level;
use regex::Regex;
use std::sync::LazyLock;

/// Names of the centre that no place begins, as far as their endings do not tell.
const CENTRAL: [&str; 17] = [
    "中央",
    "国务院",
    "國務院",
    "全国",
    "中华全国",
    "最高人民",
    "国家",
    "中华人民共和国",
    "中華民國",
    "教育部",
    "内政部",
    "內政部",
    "行政院",
    "立法院",
    "人民银行",
    "中国人民解放军",
    "新华社",
];

/// What the names of provinces end in.
const PROVINCES: [&str; 2] = ["自治区", "省"];

/// Words in which the character of a kind of place means something else.
static NO_PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "城乡|乡村|乡镇(?:企业|建设)|城市(?:管理|建设|规划|综合|更新|房|园林|绿化|供|排水|公用|交通|信用)|",
        "市场|市容|市民|市政(?:公用|工程|管理|园林|设施|建设)|社区|区域|地区|军区|园区|景区|库区|灾区|",
        "城镇(?:职工|集体|化|居民|住房)|城鄉|鄉村|市場|社區|區域|軍區",
    ))
    .expect("a fixed pattern")
});

/// An organ of the centre, and its office at a place: 国家税务总局青川市税务局.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:国家[^省市县区州]{1,12}?局|中国人民银行|中国[^省市县区州]{1,6}监会)(?P<office>.{4,})$")
        .expect("a fixed pattern")
});

static MINISTRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:部|总局|总署|审计署|监会)(?:办公厅|办公室|党组|[^部]{1,12}司)?$").expect("a fixed pattern")
});

/// Bodies that have departments (部) of their own.
const BODIES: [&str; 9] = ["公司", "集团", "大学", "学院", "学校", "医院", "银行", "党委", "协会"];

/// What the names of societies end in.
const SOCIETIES: [&str; 4] = ["协会", "学会", "商会", "研究会"];

/// The level of the first issuer; of the organ that `title` begins with where none is known.
pub(super) fn level(issuers: &[String], title: &str) -> Level {
    let name = issuers.first().map_or(title, String::as_str);
    let name = name.trim_start_matches("中共").trim_start_matches("中国共产党").trim_start_matches("共青团");
    if let Some(office) = OFFICE.captures(name).and_then(|found| found.name("office")) {
        return of_place(office.as_str(), true).unwrap_or(Level::Central);
    }
    let named = CENTRAL.iter().any(|organ| name.starts_with(organ)) || name.ends_with("中央");
    let place = of_place(name, !issuers.is_empty());
    match place {
        Some(level) if !named || PROVINCES.iter().any(|end| name.contains(end)) => level,
        _ if named || is_central(name) => Level::Central,
        _ => Level::Other,
    }
}

/// Whether an organ whose name tells no place is one of the centre: 农业农村部办公厅, 海关总署, 中国气象局.
fn is_central(name: &str) -> bool {
    if BODIES.iter().any(|body| name.contains(body)) {
        return name.starts_with("中国人民银行");
    }
    MINISTRY.is_match(name) || (name.starts_with("中国") && !SOCIETIES.iter().any(|s| name.ends_with(s)))
}

/// The level of the place that `name` begins with; None when it tells none. Of a title, which is not an organ's name,
/// only the first place counts: what follows may be of the matter.
fn of_place(name: &str, is_organ: bool) -> Option<Level> {
    const MUNICIPALITIES: [&str; 4] = ["北京", "上海", "天津", "重庆"];
    // The office of a prefecture.
    let name = name.replace("地区行", "盟行");
    let name = NO_PLACE.replace_all(&name, "〇");
    let province = PROVINCES.iter().find_map(|end| name.split_once(end));
    let municipality = || MUNICIPALITIES.iter().find_map(|city| name.strip_prefix(city));
    if let Some(rest) = province.map(|(_, rest)| rest).or_else(municipality) {
        let places = if is_organ { places(rest) } else { Vec::new() };
        let has = |mark: fn(char) -> bool| places.iter().any(|place| mark(*place));
        return Some(match province {
            Some(_) if has(is_county) => Level::County,
            Some(_) if has(is_city) => Level::Municipal,
            // A municipality's districts and counties have the rank of a city elsewhere.
            None if has(is_district) || has(is_county) => Level::Municipal,
            _ => Level::Provincial,
        });
    }
    let mut places = places(&name);
    places.truncate(if is_organ { places.len() } else { 1 });
    let has_lower = places.iter().any(|place| is_county(*place) || is_district(*place));
    places.first().map(|_| if has_lower { Level::County } else { Level::Municipal })
}

const fn is_county(mark: char) -> bool {
    matches!(mark, '县' | '旗' | '乡' | '镇' | '縣' | '鄉' | '鎮')
}

const fn is_city(mark: char) -> bool {
    matches!(mark, '市' | '州' | '盟')
}

const fn is_district(mark: char) -> bool {
    matches!(mark, '区' | '區')
}

/// The characters that end the names of places, in order. One that stands before another, or begins a name and is none
/// that is used alone (市教育局), is a part of it: 新乡市, 镇江市.
fn places(name: &str) -> Vec<char> {
    let is_mark = |c: char| is_county(c) || is_city(c) || is_district(c);
    let chars: Vec<char> = name.chars().collect();
    let ends = |i: &usize| {
        let is_alone = matches!(chars[*i], '市' | '县' | '区' | '州');
        is_mark(chars[*i]) && (*i > 0 || is_alone) && !chars.get(i + 1).copied().is_some_and(is_mark)
    };
    (0..chars.len()).filter(ends).map(|i| chars[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_rank_in_the_name() {
        for (level_of, names) in [
            (
                Level::Central,
                &[
                    "中共中央",
                    "国务院办公厅",
                    "住房和城乡建设部办公厅",
                    "农业农村部办公厅",
                    "文化和旅游部",
                    "市场监管总局",
                    "海关总署",
                    "中国人民银行",
                    "中国证监会",
                    "国家税务总局",
                    "国家发展改革委办公厅",
                    "国家知识产权局办公室",
                    "教育部基础教育司",
                    "中华全国总工会",
                ][..],
            ),
            (
                Level::Provincial,
                &[
                    "中共云岭省委组织部",
                    "云岭省住房和城乡建设厅",
                    "云岭省市场监督管理局",
                    "云岭省城市管理办公室",
                    "云岭壮族自治区人民政府",
                    "国家税务总局云岭省税务局",
                    "北京市市场监督管理局",
                ],
            ),
            (
                Level::Municipal,
                &[
                    "云岭省青川市人民政府",
                    "中共青川市委",
                    "青州市乡村振兴局",
                    "青川市市场监督管理局",
                    "青川市城市管理局",
                    "国家税务总局青川市税务局",
                    "新乡市人民政府",
                    "市文化局",
                    "青城市人民代表大会常务委员会",
                    "青川地区行政公署",
                    "镇江市财政局",
                    "上海市浦东新区人民政府",
                ],
            ),
            (
                Level::County,
                &["溪口县人民政府", "青川市桥东区人民政府", "云岭省溪口县水利局", "溪口县城关镇人民政府"],
            ),
            (Level::Other, &["云海集团公司人力资源部", "中国云海协会", "云海银行", "云岭大学"]),
        ] {
            for name in names {
                assert_eq!(level(&[(*name).to_owned()], ""), level_of, "{name}");
            }
        }
        for (title, expected) in [
            ("青川市村镇建设条例", Level::Municipal),
            ("云岭省风景区条例", Level::Provincial),
            ("上海市机场地区管理条例", Level::Provincial),
            ("中华人民共和国图书馆法", Level::Central),
        ] {
            assert_eq!(level(&[], title), expected, "{title}");
        }
    }
}
