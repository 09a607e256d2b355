// Where a clause stands, in the words of its page: 第十条第二款. From its address alone, as src/render/citation_form.rs
// says it; a test holds the one against the other.
//
//   clausebook.place(eid, naming) → string; `naming` as a hit has it: "t" Traditional, "w" Taiwan, "e" English, else Simplified
(function (global) {
  "use strict";
  var clausebook = (global.clausebook = global.clausebook || {});

  // 12 as 十二; what is no plain number stays as it is.
  function spelled(text) {
    var n = /^\d+$/.test(text) ? Number(text) : 10000;
    if (n > 9999) return text;
    if (n === 0) return "零";
    var out = "";
    var gap = false;
    [[1000, "千"], [100, "百"], [10, "十"], [1, ""]].forEach(function (unit) {
      var digit = Math.floor(n / unit[0]) % 10;
      if (digit === 0) {
        gap = out !== "";
        return;
      }
      if (gap) out += "零";
      gap = false;
      if (unit[0] !== 10 || digit !== 1 || out) out += "零一二三四五六七八九"[digit];
      out += unit[1];
    });
    return out;
  }

  function article(number, sign) {
    var parts = /^([^-]*)-(.*)$/.exec(number);
    if (!parts) return "第" + spelled(number) + sign;
    if (/^\d/.test(parts[2])) return "第" + spelled(parts[1]) + sign + "之" + spelled(parts[2]);
    return "第" + spelled(parts[1]) + "-" + parts[2] + sign;
  }

  function chinese(token, number, above, inArticle, naming) {
    var taiwan = naming === "w" && (inArticle || token === "art");
    function pick(simplified, traditional) { return naming ? traditional : simplified; }
    switch (token) {
      case "preamble": return "引言";
      case "concl": return pick("结尾", "結尾");
      case "cover": return "通知";
      case "att": return "附件" + number;
      case "part": return "第" + spelled(number) + pick("编", "編");
      case "chp": return "第" + spelled(number) + "章";
      case "sec":
        return "第" + spelled(number) + (above === "chp" || above === "part" ? pick("节", "節") : "部分");
      case "subsec": return "第（" + spelled(number) + pick("）项", "）項");
      case "art": return taiwan ? "第" + number + "條" : article(number, pick("条", "條"));
      case "cl": return "第" + number.replace(/-/g, ".") + pick("点", "點");
      case "subcl": return "第（" + number + pick("）小点", "）小點");
      case "para": return taiwan ? "第" + number + "項" : "第" + spelled(number) + (inArticle ? "款" : "段");
      case "table": return "表" + spelled(number);
    }
    if (taiwan && token === "point") return "第" + number + "款";
    if (inArticle && token === "point") return "第（" + spelled(number) + pick("）项", "）項");
    if (inArticle) return "第" + number + "目";
    return "第" + spelled(number) + pick("小项", "小項");
  }

  var ENGLISH = {
    preamble: "preamble", concl: "conclusion", cover: "cover notice", att: "annex", part: "part", chp: "chapter",
    sec: "section", subsec: "subsection", art: "article", cl: "clause", subcl: "subclause", para: "paragraph",
    point: "point", indent: "indent", table: "table"
  };

  function english(token, number, inArticle) {
    if (/^(preamble|concl|cover)$/.test(token)) return ENGLISH[token];
    var printed = token === "cl" ? number.replace(/-/g, ".") : number;
    return (token === "indent" && inArticle ? "item" : ENGLISH[token]) + " " + printed;
  }

  clausebook.place = function (eid, naming) {
    var above = "";
    var inArticle = false;
    var parts = eid.split("__").map(function (part) {
      // cl_3_2 is the second that is printed with this number.
      var pieces = part.split("_");
      var token = pieces[0], number = pieces[1] || "", again = pieces[2];
      var words = naming === "e" ? english(token, number, inArticle) : chinese(token, number, above, inArticle, naming);
      if (again) words += naming === "e" ? " (" + again + ")" : "（其" + spelled(again) + "）";
      inArticle = inArticle || token === "art";
      above = token;
      return words;
    });
    return parts.join(naming === "e" ? ", " : "");
  };
})(typeof window === "undefined" ? globalThis : window);
