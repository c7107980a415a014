//! What people read in a self-reading export: the facts of the file, the work report, the indicators, and the records.
//!
//! Shows no restricted field, whether the file behind it holds them or not. Reads no clock.

use crate::exchange::readable::{Block, Readable, Run};
use crate::i18n::{Lang, Message, grouped};
use crate::insight::indicator::{Indicator, Pillar, missing_text};
use crate::insight::report::{Book, Piece, Row, plain, problems, report};
use crate::insight::sheets::cell;
use crate::insight::{Figure, Figures, Span, indicators};
use crate::model::kinds::SECTIONS;
use crate::model::{FieldSpec, KindSpec, RecordId, kind_spec};
use crate::replica::Replica;

/// How many records of a kind are shown; all of them stand in the file.
const ROWS_MAX: usize = 300;

/// What the page is about.
pub struct About<'a> {
    /// The language it is written in.
    pub lang: Lang,
    /// The unit; nothing stands for all units.
    pub unit: Option<RecordId>,
    /// The span of the report.
    pub span: Span,
    /// Facts of the file, each a sentence.
    pub facts: &'a [String],
    /// Which kinds the file holds.
    pub has_kind: &'a dyn Fn(&str) -> bool,
}

/// Writes what people read.
#[must_use]
pub fn readable(figures: &mut Figures, replica: &Replica, about: &About<'_>) -> Readable {
    let lang = about.lang;
    let problems = problems(figures, replica, about.unit, about.span);
    let report = report(figures, replica, about.unit, about.span, &problems);
    let until = lang.fill(Message::ReportUntil, &[&report.day.to_string()]);
    let mut blocks: Vec<Block> = about.facts.iter().cloned().map(Block::Note).collect();
    blocks.push(Block::Note(until));
    for section in &report.sections {
        blocks.push(Block::Chapter(lang.label(section.heading).to_owned()));
        for paragraph in &section.paragraphs {
            blocks.extend(paragraph.heading.map(|heading| Block::Heading(lang.label(heading).to_owned())));
            blocks.extend(paragraph.sentences.iter().map(|of| Block::Paragraph(runs(&of.pieces(lang)))));
        }
    }
    blocks.extend(indicator_blocks(figures, replica, about));
    let layer = figures.layer(replica, about.span).clone();
    let book = Book::open(figures, replica, &layer, about.unit, about.span);
    blocks.extend(record_blocks(&book, about));
    Readable { lang: lang.tag(), title: plain(&report.title.title(lang)), blocks }
}

fn runs(pieces: &[Piece]) -> Vec<Run> {
    let run = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Name(_, text) => Run::Text(text.clone()),
        Piece::Blank(text) => Run::Blank(text.clone()),
    };
    pieces.iter().map(run).collect()
}

fn indicator_blocks(figures: &mut Figures, replica: &Replica, about: &About<'_>) -> Vec<Block> {
    let lang = about.lang;
    let all: Vec<&'static Indicator> = indicators::all().collect();
    let shown: Vec<Figure> = figures.figures(replica, about.unit, about.span, &all);
    let texts = |messages: &[Message]| messages.iter().map(|of| lang.text(*of).to_owned()).collect::<Vec<_>>();
    let mut blocks = vec![Block::Chapter(lang.text(Message::Indicators).to_owned())];
    for pillar in Pillar::ALL {
        let of_pillar = all.iter().zip(&shown).filter(|(of, _)| of.pillar == pillar);
        let row = |(of, figure): (&&Indicator, &Figure)| {
            let texts = [of.value_text(lang, figure), of.parts_text(figure), missing_text(lang, figure)];
            [lang.label(of.label).to_owned()].into_iter().chain(texts).collect()
        };
        let rows: Vec<Vec<String>> = of_pillar.map(row).collect();
        blocks.push(Block::Heading(lang.label(pillar.label()).to_owned()));
        blocks.push(Block::Table {
            head: texts(&[
                Message::ReadableFigure,
                Message::ReadableValue,
                Message::ReadableMadeOf,
                Message::ReadableMissing,
            ]),
            rows,
        });
    }
    blocks
}

fn record_blocks(book: &Book<'_>, about: &About<'_>) -> Vec<Block> {
    let lang = about.lang;
    let mut blocks = Vec::new();
    for section in SECTIONS {
        let mut of_section = Vec::new();
        for spec in section.kinds.iter().filter_map(|kind| kind_spec(kind)).filter(|spec| (about.has_kind)(spec.kind)) {
            of_section.extend(kind_blocks(book, lang, spec));
        }
        if !of_section.is_empty() {
            blocks.push(Block::Chapter(lang.label(section.label).to_owned()));
            blocks.append(&mut of_section);
        }
    }
    blocks
}

/// The records of a kind as a table; nothing where there are none.
fn kind_blocks(book: &Book<'_>, lang: Lang, spec: &'static KindSpec) -> Vec<Block> {
    let rows = book.rows(spec.kind);
    if rows.is_empty() {
        return Vec::new();
    }
    let fields: Vec<&FieldSpec> = spec.fields.iter().filter(|field| field.column && !field.restricted).collect();
    let text = |row: &Row, field: &&FieldSpec| {
        // An empty cell is seen as one; only what was kept back needs words.
        if row.is_filled(field.name) { plain(&cell(lang, &[book.part(row, field.name)])) } else { String::new() }
    };
    let cells = |row: &Row| fields.iter().map(|field| text(row, field)).collect();
    let heading = format!("{} ({})", lang.label(spec.plural), grouped(i64::try_from(rows.len()).unwrap_or(i64::MAX)));
    let more = rows.len().saturating_sub(ROWS_MAX);
    let head = fields.iter().map(|field| lang.label(field.label).to_owned()).collect();
    let table = Block::Table { head, rows: rows.iter().take(ROWS_MAX).map(cells).collect() };
    let rest = (more > 0).then(|| Block::Note(lang.fill(Message::AndMore, &[&more.to_string()])));
    [Block::Heading(heading), table].into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange;
    use crate::model::KINDS;
    use crate::sample::{SAMPLE_DAY, sample_city};

    fn sample_page(lang: Lang) -> Readable {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let mut figures = Figures::read(&replica, SAMPLE_DAY);
        let facts = ["甲 & <乙>".to_owned()];
        let about = About { lang, unit: None, span: Span::year(2026), facts: &facts, has_kind: &|_| true };
        readable(&mut figures, &replica, &about)
    }

    fn texts(page: &Readable) -> Vec<&str> {
        let mut texts = vec![page.title.as_str()];
        for block in &page.blocks {
            match block {
                Block::Chapter(text) | Block::Heading(text) | Block::Note(text) => texts.push(text),
                Block::Paragraph(runs) => texts.extend(runs.iter().map(|run| match run {
                    Run::Text(text) | Run::Blank(text) => text.as_str(),
                })),
                Block::Table { head, rows } => {
                    texts.extend(head.iter().chain(rows.iter().flatten()).map(String::as_str))
                }
            }
        }
        texts
    }

    #[test]
    fn the_sample_city_reads_itself() {
        for (lang, title, rented) in
            [(Lang::Zh, "社区党建“三有一化”工作报告", "10.3 %"), (Lang::En, "Work report of", "10.3 %")]
        {
            let page = sample_page(lang);
            assert!(page.title.contains(title), "{}", page.title);
            let texts = texts(&page);
            assert!(texts.contains(&rented), "the share of rented offices");
            for block in &page.blocks {
                if let Block::Table { head, rows } = block {
                    assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == head.len()), "{head:?}");
                }
            }
            let chapters = page.blocks.iter().filter(|block| matches!(block, Block::Chapter(_))).count();
            assert_eq!(chapters, 4 + 1 + SECTIONS.len(), "the report, the indicators, every section");
        }
    }

    #[test]
    fn no_restricted_value_is_shown() {
        let mut replica = Replica::new();
        replica.apply(sample_city());
        let page = sample_page(Lang::Zh).write(&exchange::write(&Replica::new(), &exchange::Outgoing::default()));
        let mut looked = 0;
        for (key, _, view) in replica.iter() {
            let restricted = KINDS.iter().filter(|spec| spec.kind == key.kind.as_str());
            for field in restricted.flat_map(|spec| spec.fields).filter(|field| field.restricted) {
                // Short amounts may stand anywhere by chance; a phone number or a date of birth cannot.
                let text = view.value(field.name).map(|value| field.input.text(value)).filter(|text| text.len() >= 10);
                if let Some(text) = text {
                    looked += 1;
                    assert!(!page.contains(&text), "{} {}: {text}", key.kind.as_str(), field.name);
                }
            }
        }
        assert!(looked > 100, "{looked} values looked for");
    }
}
