//! The cells of a sheet: text in, rows of texts out.
//!
//! Knows quotes, separators and line ends; what a cell means is not asked here.

use std::collections::BTreeMap;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::replica::limits::{SHEET_BYTES_MAX, SHEET_CELL_BYTES_MAX, SHEET_COLUMNS_MAX, SHEET_ROWS_MAX};

/// Why a sheet was refused. Nothing of a refused sheet is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetError {
    /// There is no cell with anything in it.
    Empty,
    /// It is a workbook, not a text.
    Workbook,
    /// The bytes are no text in the encoding they seem to have.
    NotText,
    /// It is larger than this program reads.
    TooLarge { bytes: usize, bytes_max: usize },
    /// It has more lines than this program reads.
    TooManyRows { rows_max: usize },
    /// A line has more cells than this program reads.
    TooManyColumns { line: usize, columns_max: usize },
    /// A cell is longer than any field.
    CellTooLong { line: usize },
    /// A quotation mark that opens a cell in this line is never closed.
    OpenQuote { line: usize },
}

/// One line of a sheet that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the text, counted from 1: what an editor shows.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The cells of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What separates its cells.
    pub separator: u8,
    /// Its lines, without blank ones.
    pub lines: Vec<Line>,
    /// How many lines were blank.
    pub blank: usize,
}

/// What separates cells, the likelier first where all signs are equal.
const SEPARATORS: [u8; 3] = [b'\t', b',', b';'];
/// How many bytes of a text are looked at for its separator.
const SAMPLE_BYTES: usize = 32 * 1024;

/// Reads a text as a sheet.
///
/// # Errors
/// [`SheetError`] says which bound or rule it breaks.
pub fn read(text: &str) -> Result<Sheet, SheetError> {
    if text.len() > SHEET_BYTES_MAX {
        return Err(SheetError::TooLarge { bytes: text.len(), bytes_max: SHEET_BYTES_MAX });
    }
    // One line end inside and outside of quotes, and one after the last line: an open quotation mark is seen by it.
    let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let (separator, text, lines_before) = match told(&text) {
        Some((separator, rest)) => (separator, rest, 1),
        None => (guess(&text), text.as_str(), 0),
    };
    let mut sheet = Sheet { separator, lines: Vec::new(), blank: 0 };
    let mut last = lines_before;
    each_line(text, separator, &mut |line, cells| {
        let line = line + lines_before;
        sheet.blank += line.saturating_sub(last + 1);
        last = line + cells.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            sheet.blank += 1;
            return Ok(());
        }
        if sheet.lines.len() == SHEET_ROWS_MAX {
            return Err(SheetError::TooManyRows { rows_max: SHEET_ROWS_MAX });
        }
        sheet.lines.push(Line { line, cells });
        Ok(())
    })?;
    if sheet.lines.is_empty() { Err(SheetError::Empty) } else { Ok(sheet) }
}

/// The separator that a first line `sep=;` tells, as spreadsheets write it, and the text after that line.
fn told(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    match first.trim().to_ascii_lowercase().strip_prefix("sep=")?.as_bytes() {
        [separator] if separator.is_ascii_punctuation() && *separator != b'"' => Some((*separator, rest)),
        [] => first.contains('\t').then_some((b'\t', rest)),
        _ => None,
    }
}

/// The separator by which most of the first lines have one number of cells, and that as great as can be.
fn guess(text: &str) -> u8 {
    let end = text.len().min(SAMPLE_BYTES);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let score = |separator: u8| {
        // How many lines have each number of cells.
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        // A sample may end inside quotes; what was read until then says enough.
        let _ = each_line(&text[..end], separator, &mut |_, cells| {
            *counts.entry(cells.len()).or_default() += 1;
            Ok(())
        });
        counts.iter().map(|(count, lines)| (count - 1) * lines).max().unwrap_or(0)
    };
    let mut best = (b',', 0);
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

/// What is done with a line and its cells.
type Take<'a> = dyn FnMut(usize, Vec<String>) -> Result<(), SheetError> + 'a;

/// Calls a function with each line that is not empty and its cells.
fn each_line(text: &str, separator: u8, take: &mut Take<'_>) -> Result<(), SheetError> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(separator).build();
    let mut rest = text.as_bytes();
    let (mut out, mut ends) = (vec![0; 1024], vec![0; 32]);
    let (mut out_len, mut ends_len) = (0, 0);
    let mut first = first_line(rest, 1);
    loop {
        let is_over = rest.is_empty();
        let (result, read, written, ended) = reader.read_record(rest, &mut out[out_len..], &mut ends[ends_len..]);
        rest = &rest[read..];
        out_len += written;
        ends_len += ended;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => {
                // Only a quotation mark that is never closed makes one line so long.
                if out.len() > 2 * SHEET_COLUMNS_MAX * SHEET_CELL_BYTES_MAX {
                    return Err(SheetError::OpenQuote { line: first });
                }
                out.resize(out.len() * 2, 0);
            }
            ReadRecordResult::OutputEndsFull if ends.len() > SHEET_COLUMNS_MAX => {
                return Err(SheetError::TooManyColumns { line: first, columns_max: SHEET_COLUMNS_MAX });
            }
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            // The text ends with a line end, so that a line which only the end of the text ended is inside quotes.
            ReadRecordResult::Record if is_over => return Err(SheetError::OpenQuote { line: first }),
            ReadRecordResult::Record => {
                let cells = cells(&out[..out_len], &ends[..ends_len]);
                if cells.len() > SHEET_COLUMNS_MAX {
                    return Err(SheetError::TooManyColumns { line: first, columns_max: SHEET_COLUMNS_MAX });
                }
                if cells.iter().any(|cell| cell.len() > SHEET_CELL_BYTES_MAX) {
                    return Err(SheetError::CellTooLong { line: first });
                }
                let line = first;
                let next = usize::try_from(reader.line()).unwrap_or(usize::MAX);
                first = first_line(rest, next);
                (out_len, ends_len) = (0, 0);
                take(line, cells)?;
            }
            ReadRecordResult::End => return Ok(()),
        }
    }
}

/// The place of the next line that is not empty: the reader skips those.
fn first_line(rest: &[u8], line: usize) -> usize {
    line + rest.iter().take_while(|byte| **byte == b'\n').count()
}

fn cells(bytes: &[u8], ends: &[usize]) -> Vec<String> {
    let mut from = 0;
    let cell = |end: &usize| {
        // Separators and quotation marks are ASCII, so a cell is whole characters.
        let cell = String::from_utf8_lossy(&bytes[from..*end]).into_owned();
        from = *end;
        cell
    };
    ends.iter().map(cell).collect()
}
