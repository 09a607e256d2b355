//! The closing paragraph of a text: addressed to those who must carry it out, or
//! the formula that a report, a request or a notice ends in.

use regex::Regex;
use std::sync::LazyLock;

static ADDRESSEE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(各省|各市|各县|各縣|各区|各區|各地|各级|各級|各部门|各部門|各单位|各單位|各有关|各有關|各相关|有关部门|有關部門|中央各|全省|全市|全县)")
        .expect("a fixed pattern")
});

/// 以上报告如无不妥，请批转各地执行。 妥否，请批示。 特此通知。
static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:以上|上述)(?:报告|意见|请示|方案|安排|规定|建议|说明|各点|各项)?.{0,6}(?:如无不妥|如无不当|当否|妥否|可否|是否妥当|如可行|如同意|如属可行|请批转|请审议|请予|请一并|连同|请审批|请批示|请指示)",
        r"|^(?:以上|上述).{0,8}，?(?:望|希|请)\p{Han}{0,12}(?:执行|落实|办理|照办|照此办理)。?$",
        r"|^(?:妥否|当否|可否|是否妥当|如无不妥)，(?:请|盼).{0,20}$",
        r"|^(?:特此|特予)(?:通知|通告|公告|通报|报告|函告|函复|批复|公布|证明|说明|請示|请示|函達|函达).{0,4}$",
        r"|^此外，.{0,30}(?:条文|条款).{0,6}(?:序号|顺序).{0,4}作.{0,2}相应.{0,2}调整。?$",
        // A commendation's last words.
        r"|^希望(?:受|获|各|全|广大)[^。]{4,80}[！。]$",
        r"|^(?:此复|此令|此布|专此函复|专此函达|此致)。?$",
    ))
    .expect("a fixed pattern")
});

static CARRY_OUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(本(意见|意見|通知|办法|辦法|规定|規定|方案|决定|決定|细则|规划|纲要|计划|政策|制度|要求)|(结合|根据|結合|根據).{0,12}(实际|實際).{0,40}(制定|制订|研究|提出|細化|细化)|(贯彻|落实|执行|实施|貫徹|落實)(情况|情況).{0,30}(报|報|告|检查|督)|抓好.{0,6}(贯彻|落实)|认真.{0,8}(贯彻|执行|落实|实施)|适用于|重新公布|重新發布|執行期限|执行期限|另行制定|由.{2,30}(负责|商).{0,20}(解释|认定))")
        .expect("a fixed pattern")
});

static IN_FORCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^本\p{Han}{2,4}自.{2,16}(?:施行|实施|执行)[。，]").expect("a fixed pattern")
});

/// Words that close a text wherever they stand: 特此通知。 本通知自印发之日起执行。
pub(super) fn is_formula(text: &str) -> bool {
    FORMULA.is_match(text) || IN_FORCE.is_match(text)
}

/// Whether a last paragraph tells others to carry the text out, or closes a report or request.
pub(super) fn closes(text: &str) -> bool {
    if is_formula(text) {
        return true;
    }
    let sentences = text.matches('。').count();
    (ADDRESSEE.is_match(text) || sentences <= 3 && text.starts_with(['本', '上', '《']))
        && CARRY_OUT.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closings_are_told_from_other_paragraphs() {
        for text in [
            "各地要结合实际，制定具体办法，并将执行情况报省政府。",
            "请各单位高度重视，认真组织实施。",
            "以上报告如无不妥，请批转各地执行。",
            "妥否，请批示。",
            "特此通知。",
            "以上通知，望各地认真贯彻执行。",
            "以上说明连同草案，请一并审议。",
            "本修正案自公布之日起施行。",
            "本意见自2019年1月1日起施行。",
            "此外，对相关条例中的条文序号作相应调整。",
        ] {
            assert!(closes(text), "{text}");
        }
        for text in ["会议认为，图书室有了发展。", "以上图书室由县里管理。", "各地图书室开放八小时。"]
        {
            assert!(!closes(text), "{text}");
        }
    }
}
