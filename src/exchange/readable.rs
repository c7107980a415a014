//! The self-reading export: one page of HTML without any script that anybody can open and print, and that holds a file
//! for this program.
//!
//! The page is for people, the file in it for programs, and only the file is ever read: nothing that stands in the
//! visible part is believed. Decides nothing about what is shown. All text is only ever text: it is escaped here, once.

use super::ReadError;

/// What begins the file in the page; no text of the page can, since every `<` of it is escaped.
const OPENING: &str = "<pre id=\"sanyou-data\" hidden>";
const MARK: &str = "<pre id=\"sanyou-data\"";
const CLOSING: &str = "</pre>";
/// Stands near the beginning, so that a page that breaks off before the file is known for one of ours.
const GENERATOR: &str = "<meta name=\"generator\" content=\"Sanyou\">";

/// Nothing is loaded and nothing runs, whatever a page was made into on its way.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2127;--soft:#57606b;--line:#c9c2b3;--paper:#f7f5f0;--card:#fff;--seal:#b3361f}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3adb8;--line:#414c58;--paper:#14171b;--card:#1b2026;--seal:#e8765c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.65 system-ui,-apple-system,\"Segoe UI\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1.25rem 3rem;background:var(--card)}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem;border-top:4px solid var(--seal);padding-top:.75rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p,ul{margin:.35rem 0}ul{padding-left:1.25rem}
a{color:inherit}
.note{color:var(--soft);font-size:.9rem}
.blank{border-bottom:1px solid currentColor;padding:0 .5em;color:var(--seal)}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.5rem 0}
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:break-word}
th{font-weight:600}
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--line:#888;--paper:#fff;--card:#fff;--seal:#000}main{padding:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}h2,h3{break-after:avoid}}
@page{size:A4;margin:16mm}
";

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Words.
    Text(String),
    /// What nobody entered; it is seen as a blank.
    Blank(String),
}

/// A part of what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of a chapter, which the contents name.
    Chapter(String),
    /// A heading within it.
    Heading(String),
    /// A sentence or several.
    Paragraph(Vec<Run>),
    /// A remark in small letters.
    Note(String),
    /// A table; every row has as many cells as the head.
    Table {
        /// What the columns hold.
        head: Vec<String>,
        /// The cells of each row.
        rows: Vec<Vec<String>>,
    },
}

/// A page to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readable {
    /// The language of its words, as a tag of BCP 47.
    pub lang: &'static str,
    /// What it is called.
    pub title: String,
    /// What people read.
    pub blocks: Vec<Block>,
}

impl Readable {
    /// The page, with a file for this program behind what people read.
    #[must_use]
    pub fn write(&self, file: &str) -> String {
        let title = escaped(&self.title);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n{GENERATOR}\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
            self.lang
        );
        let mut chapters = 0_usize;
        for block in &self.blocks {
            if let Block::Chapter(_) = block {
                if chapters == 0 {
                    page.push_str(&self.contents());
                }
                chapters += 1;
            }
            push_block(&mut page, block, chapters);
        }
        page.push_str("</main>\n");
        page.push_str(OPENING);
        page.push('\n');
        page.push_str(&escaped(file));
        page.push_str(CLOSING);
        page.push_str("\n</body>\n</html>\n");
        page
    }

    fn contents(&self) -> String {
        let chapters = self.blocks.iter().filter_map(|block| match block {
            Block::Chapter(title) => Some(title),
            _ => None,
        });
        let entry =
            |(nth, title): (usize, &String)| format!("<li><a href=\"#c{}\">{}</a></li>\n", nth + 1, escaped(title));
        let entries: String = chapters.enumerate().map(entry).collect();
        format!("<nav>\n<ul>\n{entries}</ul>\n</nav>\n")
    }
}

fn push_block(page: &mut String, block: &Block, chapter: usize) {
    let cells = |tag: &str, cells: &[String]| -> String {
        cells.iter().map(|cell| format!("<{tag}>{}</{}>", escaped(cell), &tag[..2])).collect()
    };
    let html = match block {
        Block::Chapter(title) => format!("<h2 id=\"c{chapter}\">{}</h2>\n", escaped(title)),
        Block::Heading(title) => format!("<h3>{}</h3>\n", escaped(title)),
        Block::Note(text) => format!("<p class=\"note\">{}</p>\n", escaped(text)),
        Block::Paragraph(runs) => {
            let run = |run: &Run| match run {
                Run::Text(text) => escaped(text),
                Run::Blank(text) => format!("<span class=\"blank\">{}</span>", escaped(text)),
            };
            format!("<p>{}</p>\n", runs.iter().map(run).collect::<String>())
        }
        Block::Table { head, rows } => {
            let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells("td", row))).collect();
            // A table wider than the page is scrolled, by keyboard too.
            format!(
                "<div class=\"table\" tabindex=\"0\">\n<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
                cells("th scope=\"col\"", head)
            )
        }
    };
    page.push_str(&html);
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 50);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Tells whether a text is a page of HTML and no file of its own.
#[must_use]
pub fn is_page(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// Takes the file out of such a page, also out of one that a browser saved anew.
///
/// # Errors
/// [`ReadError::NotOurs`] when the page holds no file or more than one, [`ReadError::Truncated`] when it ends before or
/// within it.
pub fn file_in(page: &str) -> Result<String, ReadError> {
    let truncated = || ReadError::Truncated { line: page.lines().count() };
    let missing = || if page.contains(GENERATOR) { truncated() } else { ReadError::NotOurs };
    let (_, rest) = page.split_once(MARK).ok_or_else(missing)?;
    if rest.contains(MARK) {
        return Err(ReadError::NotOurs);
    }
    let (_, rest) = rest.split_once('>').ok_or_else(truncated)?;
    let (text, _) = rest.split_once(CLOSING).ok_or_else(truncated)?;
    Ok(unescaped(text))
}

/// The text of a `pre` element as this program writes it, and as browsers write it when they save a page.
fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] =
        [("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("nbsp;", "\u{a0}"), ("quot;", "\""), ("#39;", "'")];
    let mut parts = text.split('&');
    let mut plain = String::with_capacity(text.len());
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match ENTITIES.iter().find_map(|(name, plain)| Some((plain, part.strip_prefix(name)?))) {
            Some((character, rest)) => {
                plain.push_str(character);
                plain.push_str(rest);
            }
            // Not ours: it stays as it is, and the digest tells.
            None => {
                plain.push('&');
                plain.push_str(part);
            }
        }
    }
    plain
}
