//! The self-reading export: the file in the page is the file that was put in, whatever people, browsers and mail make of
//! the page, and no text of it ever becomes anything but text.

use proptest::prelude::*;
use sanyou::exchange::glance::Glance;
use sanyou::exchange::readable::{Block, Readable, Run, file_in};
use sanyou::exchange::{self, Outgoing};

use crate::history::{history, play};
use crate::vector::{EVERY_PART, MINIMAL, Vector, check, write};

/// Texts that would like to be more than texts.
const EVIL: [&str; 7] = [
    "</pre><script>alert(1)</script>",
    "<pre id=\"sanyou-data\" hidden>{}</pre>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "<!-- --> ]]> </main></body></html>",
    "\" onmouseover=\"alert(1)",
    "</title></style></table>",
];

fn page_of(text: &str) -> Readable {
    let text = || text.to_owned();
    Readable {
        lang: "zh-CN",
        title: text(),
        blocks: vec![
            Block::Note(text()),
            Block::Chapter(text()),
            Block::Heading(text()),
            Block::Paragraph(vec![Run::Text(text()), Run::Blank(text())]),
            Block::Table { head: vec![text(), text()], rows: vec![vec![text(), text()]] },
        ],
    }
}

fn page(file: &str) -> String {
    page_of("三有社区").write(file)
}

#[test]
fn the_file_comes_out_as_it_went_in() {
    for (name, file) in [("minimal", MINIMAL), ("every part", EVERY_PART)] {
        let page = page(file);
        // The element begins with a line end that belongs to the page.
        assert_eq!(file_in(&page).as_deref().map(str::trim_start), Ok(file), "{name}");
        let [plain, held] = [file, &page].map(|text| exchange::read(text.as_bytes()).expect("it is right"));
        assert_eq!(plain.header, held.header, "{name}: the same digest, so the same file");
        assert_eq!(plain.saves(), held.saves(), "{name}");
    }
}

#[test]
fn what_happens_to_pages() {
    let whole = page(EVERY_PART);
    let says = match exchange::read(EVERY_PART.as_bytes()) {
        Ok(incoming) if incoming.erased().is_empty() => format!("{} saves", incoming.saves().len()),
        Ok(incoming) => {
            let erased: Vec<String> = incoming.erased().iter().map(ToString::to_string).collect();
            format!("{} saves, erases {}", incoming.saves().len(), erased.join(" "))
        }
        Err(error) => panic!("{error:?}"),
    };
    let lines = whole.lines().count();
    let data = whole.find("<pre").expect("the data");
    let cut = |at: usize| whole[..at].to_owned();
    let truncated = |text: &str| format!("Truncated {{ line: {} }}", text.lines().count());
    let (in_report, in_tag, in_data) = (cut(data - 40), cut(data + 25), cut(data + 400));
    let vectors = vec![
        Vector::new("whole", whole.clone(), says.clone()),
        Vector::new("after a byte order mark", format!("\u{feff}{whole}"), says.clone()),
        Vector::new("with the line ends of Windows", whole.replace('\n', "\r\n"), says.clone()),
        // What browsers write when they save a page: other attributes, quotes and spaces as entities, a comment.
        Vector::new(
            "saved by a browser",
            whole
                .replace("<!doctype html>\n", "<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->\n")
                .replace("<pre id=\"sanyou-data\" hidden>", "<pre id=\"sanyou-data\" hidden=\"\">")
                .replace('\u{a0}', "&nbsp;"),
            says.clone(),
        ),
        Vector::new(
            "with quotes as entities",
            format!("{}{}", cut(data + 28), whole[data + 28..].replace('"', "&quot;")),
            says,
        ),
        Vector::new("cut in the report", in_report.clone(), truncated(&in_report)),
        Vector::new("cut in the tag", in_tag.clone(), truncated(&in_tag)),
        Vector::new("cut in the file", in_data.clone(), truncated(&in_data)),
        Vector::new("a closing tag too early", whole.replace("\n]\n}\n</pre>", "</pre>"), "Truncated { line: 25 }"),
        Vector::new("two files", whole.replace("</pre>", "</pre><pre id=\"sanyou-data\">{}</pre>"), "NotOurs"),
        Vector::new("a page of something else", "<html><body><pre>{}</pre></body></html>", "NotOurs"),
        Vector::new("one letter of a value changed", whole.replacen("三有社区\",", "二有社区\",", 1), "Digest"),
    ];
    assert!(lines > 20 && vectors.iter().all(|vector| !vector.bytes.is_empty()));
    check(vectors);
}

#[test]
fn text_is_only_ever_text() {
    for evil in EVIL {
        let page = page_of(evil).write(&MINIMAL.replace("三有社区", evil));
        assert_eq!(page.matches("<pre").count(), 1, "{evil}");
        for tag in ["<script", "<img", "<b>", "<i>", "onmouseover=\"alert(1)\">", "<!--"] {
            assert!(!page.contains(tag), "{evil}: {tag} in {page}");
        }
        for tag in ["</title>", "</style>", "</main>", "</pre>", "</body>", "</html>", "</table>"] {
            assert_eq!(page.matches(tag).count(), 1, "{evil}: {tag}");
        }
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let page = page(MINIMAL);
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    for word in ["<script", "src=", "href=\"http", "url(", "@import", "javascript:"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn a_newer_file_in_a_page_is_looked_at_like_any() {
    let newer =
        r#"{"format":"sanyou","version":9,"min_reader":9,"records":[{"id":"aaaaaaaaaaaaaaaa-1","kind":"unit"}]}"#;
    let glance = Glance::read(page(newer).as_bytes()).expect("its values can be read");
    assert_eq!(glance.records.len(), 1);
}

proptest! {
    #[test]
    fn every_history_comes_out_of_its_page(steps in history(), title in "\\PC{0,40}") {
        for replica in play(&steps) {
            let file = write(&replica, &Outgoing { by: &title, ..Outgoing::default() });
            let read = exchange::read(page_of(&title).write(&file).as_bytes()).expect("it is right");
            prop_assert_eq!(read.header, exchange::read(file.as_bytes()).expect("it is right").header);
        }
    }
}
