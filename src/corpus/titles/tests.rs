use super::*;
use crate::model::{Blocks, Dates, Metadata};

fn circular(slug: &str, title: &str, date: &str, number: Option<&str>) -> Circular {
    Circular {
        slug: slug.into(),
        meta: Metadata {
            title: title.into(),
            number: number.map(str::to_owned),
            dates: Dates { issued: date.parse().ok(), ..Dates::default() },
            ..Metadata::default()
        },
        blocks: Blocks::default(),
    }
}

#[test]
fn one_work_under_its_spellings() {
    let all = [
        circular("a", "中华人民共和国灯塔法", "2001-01-01", None),
        circular("b", "中共云岭省委关于加强灯塔工作的意见", "2002-01-01", Some("云发〔2002〕3号")),
        circular("c", "青川市渔港管理办法（试行）", "2003-01-01", None),
        circular("d", "云岭省实施《中华人民共和国灯塔法》办法", "2004-01-01", None),
        circular("e", "云岭省人民政府关于印发渔民补助办法的通知", "2004-01-01", None),
    ];
    let index = TitleIndex::new(&all);
    let find = |title: &str| match index.by_title(title, None, None, &all[0]) {
        Found::One(at) => index.holding(at).map(|h| h.circular.slug.as_str()),
        _ => None,
    };
    for (title, slug) in [
        ("灯塔法", Some("a")),
        ("中華人民共和國燈塔法", Some("a")),
        ("关于加强灯塔工作的意见", Some("b")),
        ("青川市渔港管理办法", Some("c")),
        ("云岭省实施〈灯塔法〉办法", Some("d")),
        ("渔民补助办法", Some("e")),
        ("灯塔法（试行）", None),
        ("灯塔法（2001年修订）", Some("a")),
        ("渔港法", None),
    ] {
        assert_eq!(find(title), slug, "{title}");
    }
    assert_eq!(index.by_number("云发[2002]3号", &all[0]), Found::One(1));
}

#[test]
fn the_version_in_force_on_the_day() {
    let all = [
        circular("old", "灯塔法", "2001-01-01", None),
        circular("new", "中华人民共和国灯塔法", "2010-01-01", None),
    ];
    let index = TitleIndex::new(&all);
    for (day, at) in [("2005-01-01", 0), ("2012", 1), ("1999-01-01", 0)] {
        assert_eq!(index.by_title("灯塔法", None, day.parse().ok(), &all[0]), Found::One(at), "{day}");
    }
    assert_eq!(index.by_title("灯塔法", None, None, &all[0]), Found::One(1));
}

#[test]
fn two_works_of_one_short_name_are_left_alone() {
    let all = [
        circular("a", "中共云岭省委关于加强灯塔工作的意见", "2002-01-01", None),
        circular("b", "中共青川市委关于加强灯塔工作的意见", "2002-01-01", None),
    ];
    let index = TitleIndex::new(&all);
    assert_eq!(index.by_title("关于加强灯塔工作的意见", None, None, &all[0]), Found::Ambiguous);
}

#[test]
fn a_notice_that_forwards_a_paper_is_not_that_paper() {
    let mut all = [
        circular(
            "a",
            "青川市渔业局关于转发《云岭省渔业局关于点灯的通知》的通知",
            "2021-01-01",
            Some("青渔〔2021〕3号"),
        ),
        circular("b", "关于擦灯的意见", "2021-01-01", Some("青政发〔2021〕4号")),
    ];
    all[1].meta.cover_title = Some("青川市人民政府批转市渔业局关于擦灯意见的通知".into());
    let index = TitleIndex::new(&all);
    let find = |title, number| index.by_title(title, number, None, &all[0]);
    assert_eq!(find("云岭省渔业局关于点灯的通知", None), Found::Nothing);
    assert_eq!(find("关于转发《云岭省渔业局关于点灯的通知》的通知", None), Found::One(0));
    assert_eq!(find("市渔业局关于擦灯意见", Some("青渔〔2020〕9号")), Found::One(1));
}

#[test]
fn another_edition_and_another_number_are_other_works() {
    let all = [
        circular("a", "渔具目录（2021年版）", "2021-05-01", None),
        circular("b", "青川市人民政府关于印发渔民补助办法的通知", "2021-05-01", Some("青政发〔2021〕4号")),
        circular("c", "鱼市名录", "2021-05-01", None),
    ];
    let index = TitleIndex::new(&all);
    let find = |title, number, own: usize| index.by_title(title, number, None, &all[own]);
    assert_eq!(find("渔具目录（2018年版）", None, 0), Found::Nothing);
    assert_eq!(find("渔具目录（2018年版）", None, 1), Found::Nothing);
    assert_eq!(find("渔具目录", None, 1), Found::One(0));
    assert_eq!(find("渔民补助办法", Some("青政发〔2021〕4号"), 0), Found::One(1));
    for title in ["渔民补助办法", "青川市人民政府关于印发渔民补助办法的通知"] {
        assert_eq!(find(title, Some("青政发〔2011〕8号"), 0), Found::Nothing, "{title}");
    }
    // What a list calls its own edition may stand below its title.
    assert_eq!(find("鱼市名录（2021年版）", None, 2), Found::One(2));
    assert_eq!(find("鱼市名录（2018年版）", None, 2), Found::Nothing);
}

#[test]
fn an_announcement_is_known_by_issuer_year_and_number() {
    let mut all = [
        circular("a", "关于渔汛的公告", "2021-05-01", Some("2021年第5号")),
        circular("b", "关于渔火的公告", "2021-05-01", Some("云岭省渔业局公告2021年第5号")),
    ];
    all[0].meta.issuers = vec!["云岭省财政厅".into(), "云岭省税务局".into()];
    let index = TitleIndex::new(&all);
    let find = |number| index.by_number(number, &all[0]);
    assert_eq!(find("云岭省财政厅 云岭省税务局公告2021年第5号"), Found::One(0));
    assert_eq!(find("云岭省渔业局2021年第5号公告"), Found::One(1));
    assert_eq!(find("2021年第5号"), Found::Nothing);
    let titled = |number| index.by_title("关于渔汛的公告", Some(number), None, &all[1]);
    assert_eq!(titled("2021年第5号"), Found::One(0));
    assert_eq!(titled("2020年第3号"), Found::Nothing);
}
