use super::super::samples::circular;
use super::*;
use crate::model::Alone;

const TEXT: [&str; 3] = [
    "为了保护饮用水水源，保障群众身体健康，根据有关法律，结合本省实际，制定本条例。",
    "任何单位和个人不得在水源保护区内堆放垃圾、粪便、工业废渣，不得清洗装贮过油类的车辆和容器。",
    "水务主管部门应当在保护区边界设立标志牌，每季度检测水质一次，检测结果应当及时公开。",
];

fn dated(slug: &str, title: &str, text: &[&str], issued: &str) -> Circular {
    let mut made = circular(slug, title, text);
    made.meta.dates.issued = issued.parse().ok();
    made
}

fn pairs(circulars: &[&Circular]) -> Vec<(usize, usize, Kinship)> {
    let index = Index::new(circulars, &Alone);
    kin(circulars, &index, &Alone).into_iter().map(|k| (k.first, k.second, k.kinship)).collect()
}

#[test]
fn works_are_known_by_their_words_and_told_apart_by_date() {
    let traditional: Vec<String> = TEXT[1..].iter().map(|p| crate::model::in_traditional(p)).collect();
    let traditional: Vec<&str> = traditional.iter().map(String::as_str).collect();
    let revised = [TEXT[0], TEXT[1], "水务主管部门每月检测水质一次。"];
    let circulars = [
        dated("2010/a", "云岭省水源保护条例", &TEXT, "2010-05-01"),
        circular("copy", "水源保護", &traditional),
        dated("2018/a", "云岭省水源保护条例（2018年修正）", &revised, "2018-05-01"),
        dated(
            "2011/b",
            "青川市水源保护条例",
            &[TEXT[1], "青川市另行规定的事项，由市人民政府公布。"],
            "2011-01-01",
        ),
        dated("2012/c", "云岭省水源保护条例", &["本条例自公布之日起施行，原有规定不再适用。"], "2012-01-01"),
        dated("2012/d", "云岭省水源保护条例（二）", &revised, "2012-01-01"),
    ];
    let list: Vec<&Circular> = circulars.iter().collect();
    assert_eq!(pairs(&list), [(0, 1, Kinship::Variant), (0, 2, Kinship::Version)]);
    let families = Families::new(&list, &kin(&list, &Index::new(&list, &Alone), &Alone));
    assert_eq!(families.works(), [0, 0, 0, 3, 4, 5]);
    assert_eq!(families.variants(1), [0, 1]);
    let slugs = |i: usize| families.versions(&list, i).into_iter().map(|v| v.slug).collect::<Vec<_>>();
    assert_eq!(
        (slugs(0), slugs(1), slugs(3)),
        (vec!["2010/a".into(), "2018/a".into()], vec!["copy".into(), "2018/a".into()], vec![])
    );
    assert_eq!(sisters(&list, &Alone), [vec![1, 2], vec![0], vec![0], vec![], vec![], vec![]]);
}

#[test]
fn two_papers_of_one_wording_are_two_papers() {
    let a = dated("2015/a", "青川市水源保护办法", &TEXT, "2015-01-01");
    let b = dated("2015/b", "白石市水源保护办法", &TEXT, "2015-01-01");
    assert_eq!(pairs(&[&a, &b]), []);
}
