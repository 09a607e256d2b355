use super::*;

fn kept(page: &str) -> String {
    let (text, edits, _) = read(page).expect("a page");
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.after);
        at = edit.span.end;
    }
    out + &text[at..]
}

#[test]
fn the_main_text_stands_alone() {
    let page = "<html><head><title>溪口县茶园管护办法_溪口县</title></head><body>\
        <div class='nav'><a href=/>首页</a> <a href=/a>公开</a></div>\
        <h1>溪口县茶园管护办法</h1><div class=info>发布时间：2021-05-07 </div>\
        <div class='content'><p>第一条　为了保护老茶园，促进增收，制定本办法。</p>\
        <p>第二条　本办法自印发之日起施行，由县农业农村局解释。<br>有疑问的，可以来信。</p></div>\
        <div>溪口县人民政府</div><div>2021年5月6日</div>\
        <div class=footer>主办单位：溪口县人民政府办公室，电话：0000</div></body></html>";
    assert_eq!(
        kept(page),
        "溪口县茶园管护办法\n发布时间：2021-05-07\n第一条　为了保护老茶园，促进增收，制定本办法。\n\
         第二条　本办法自印发之日起施行，由县农业农村局解释。\n有疑问的，可以来信。\n溪口县人民政府\n2021年5月6日\n"
    );
}

#[test]
fn tables_of_data_are_rows_and_tables_of_fields_are_lines() {
    let page = "<table><tr><td><b>索 引 号：</b></td><td>云1-2</td><td><b>成文日期：</b></td><td>2020年1月2日</td></tr>\
        <tr><td>主题词：</td><td></td></tr></table><table><tr><td><p>现将茶园分级标准印发，请各乡镇遵照执行。</p>\
        <table><thead><tr><th>级别</th><th>树龄<br>（年）</th></tr></thead>\
        <tr><td rowspan=2>一级</td><td>300</td></tr><tr><td>200</td></tr>\
        <tr><td colspan=2>一、其他</td></tr></table></td></tr></table>";
    assert_eq!(
        kept(page),
        "索 引 号：\n云1-2\n成文日期：\n2020年1月2日\n\n主题词：\n\n现将茶园分级标准印发，请各乡镇遵照执行。\n\
         级别\t树龄 （年）\n一级\t300\n\t200\n一、其他\t\n"
    );
}

#[test]
fn what_a_reader_sees_is_laid_out() {
    let page = "<div>甲\n 乙&nbsp;&amp;丙 \n c<script>x()</script><p style='display: none'>暗</p>\
        <p><img src='a b.png'>图1　示意</p><ol><li>登记<li>2. 核查</ol><ol start=3><li>公示</ol>\
        <p>其中<img src=r.gif>字不改。</p><p><br></p><p></p><pre>一\n二</pre></div>";
    assert_eq!(
        kept(page),
        "甲乙\u{a0}&丙 c\n[img a%20b.png]\n图1　示意\n1. 登记\n2. 核查\n3. 公示\n其中[img r.gif]字不改。\n\n一\n二\n"
    );
}

#[test]
fn hostile_nesting_is_refused() {
    assert!(read(&"<div>".repeat(100_000)).is_err());
    assert!(read(&format!("{}{}", "<font size=1>".repeat(200), "<p>x".repeat(50_000))).is_ok());
    assert!(read(&"<b><p>".repeat(5_000)).is_err());
    assert!(read(&"<p>甲乙丙。<li>x".repeat(20_000)).is_ok());
}

#[test]
fn a_page_is_known_by_its_tags() {
    for page in ["<!DOCTYPE html><p>x", "\n <div class=a><p>甲</p></div>", "<p>甲</p>\n<p>乙</p>"] {
        assert!(is_html(page), "{page}");
    }
    for text in ["第一条　<略>", "<附件>", "用 <b> 和 </b> 标出的词", "甲 < 乙"] {
        assert!(!is_html(text), "{text}");
    }
    assert_eq!(
        declared_encoding(b"<meta http-equiv=x content='text/html; charset=gb2312'>").map(|e| e.name()),
        Some("GBK")
    );
}

#[test]
fn the_main_text_is_found_in_pages_of_many_makes() {
    let text = "<p>第一条　为了保护树龄较长的老茶园，增加茶农收入，制定本办法。</p><p>第二条　本办法自发布之日起施行。</p>";
    let short = "<p>各乡镇人民政府：</p><p>经研究决定：</p><p>任命张三为局长。</p>";
    let stories = "<li><a href=1>县领导调研老茶园保护工作并召开座谈会</a><p>日前，县领导到青山乡调研，强调要落实责任。</p></li>".repeat(3);
    let foot = "<p>主办单位：溪口县人民政府办公室，联系电话：0000-0000000，地址：云岭省青川市溪口县某某路一号</p><p>网站标识码：000000，云公网安备00000号</p>";
    let article =
        "第一条　为了保护树龄较长的老茶园，增加茶农收入，制定本办法。\n第二条　本办法自发布之日起施行。\n";
    for (page, expected) in [
        // Everything is in a form whose class says search; the title is a line of its own.
        (
            format!(
                "<form class=search><div class=top><a href=1>首页</a></div><div class=title>溪口县茶园办法</div>\
                <div>发布时间：2020-01-02 10:30 来源：县政府 字号：大 中 小</div><div class=c>{text}</div><div>{foot}</div></form>"
            ),
            format!("溪口县茶园办法\n发布时间：2020-01-02 10:30\n{article}"),
        ),
        // The foot says more than the paper.
        (
            format!(
                "<div><h2>溪口县人民政府任职通知</h2><div>{short}</div></div><div class=bot>{foot}</div>"
            ),
            "溪口县人民政府任职通知\n各乡镇人民政府：\n经研究决定：\n任命张三为局长。\n".to_owned(),
        ),
        // Stories beside the text.
        (
            format!(
                "<div><div><h1>溪口县茶园办法</h1>{text}</div><div><h3>相关新闻</h3><ul>{stories}</ul></div></div>"
            ),
            format!("溪口县茶园办法\n{article}"),
        ),
        // A page laid out by a table; an annex in a division of its own.
        (
            format!(
                "<table><tr><td colspan=2><a href=1>首页</a> <a href=2>目录</a></td></tr><tr><td><a href=3>法规</a><br><a href=4>规章</a></td>\
                <td><div>{text}</div><div><p>附件</p>{text}</div><p>附件：<a href=a.doc>1.登记表.doc</a></p></td></tr></table>"
            ),
            format!("{article}附件\n{article}附件：1.登记表.doc\n"),
        ),
    ] {
        assert_eq!(kept(&page), expected, "{page}");
    }
}
