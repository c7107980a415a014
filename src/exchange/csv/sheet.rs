//! The cells of a sheet: text in, rows of texts out, some lines at a time.
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
    /// How many cells the longest line has.
    pub width: usize,
}

/// What separates cells, the likelier first where all signs are equal.
const SEPARATORS: [u8; 3] = [b'\t', b',', b';'];
/// How many bytes of a text are looked at for its separator.
const SAMPLE_BYTES: usize = 32 * 1024;
/// How many bytes are read at a time, however few lines they are.
const STEP_BYTES: usize = 64 * 1024;

/// Reads a text as a sheet, all at once.
///
/// # Errors
/// [`SheetError`] says which bound or rule it breaks.
pub fn read(text: &str) -> Result<Sheet, SheetError> {
    let mut reading = SheetReading::of(text)?;
    while reading.go_on(usize::MAX)? {}
    reading.end()
}

/// A text on its way to a sheet: each step reads some lines, and whoever takes the steps can rest between them.
pub struct SheetReading {
    text: String,
    lines: Lines,
    sheet: Sheet,
    /// How many lines stand before those that are read.
    lines_before: usize,
    /// The line in which the last one that was read ends.
    last: usize,
}

impl SheetReading {
    /// Begins; no line is read yet.
    ///
    /// # Errors
    /// [`SheetError::TooLarge`].
    pub fn of(text: &str) -> Result<Self, SheetError> {
        if text.len() > SHEET_BYTES_MAX {
            return Err(SheetError::TooLarge { bytes: text.len(), bytes_max: SHEET_BYTES_MAX });
        }
        // One line end inside and outside of quotes, and one after the last line: an open quotation mark is seen by it.
        let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let (separator, from, lines_before) = match told(&text) {
            Some((separator, rest)) => (separator, text.len() - rest.len(), 1),
            None => (guess(&text), 0, 0),
        };
        Ok(Self {
            lines: Lines::of(&text, from, separator),
            sheet: Sheet { separator, lines: Vec::new(), blank: 0, width: 0 },
            last: lines_before,
            lines_before,
            text,
        })
    }

    /// Reads at most so many lines, those that hold nothing but separators included; tells whether there is more.
    ///
    /// # Errors
    /// [`SheetError`] says which bound or rule the next lines break.
    pub fn go_on(&mut self, lines_max: usize) -> Result<bool, SheetError> {
        for _ in 0..lines_max {
            match self.lines.next(&self.text)? {
                Step::End => return Ok(false),
                Step::Rest => return Ok(true),
                Step::Line(line, cells) => self.take(line, cells)?,
            }
        }
        Ok(true)
    }

    fn take(&mut self, line: usize, cells: Vec<String>) -> Result<(), SheetError> {
        let line = line + self.lines_before;
        self.sheet.blank += line.saturating_sub(self.last + 1);
        self.last = line + cells.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            self.sheet.blank += 1;
            return Ok(());
        }
        if self.sheet.lines.len() == SHEET_ROWS_MAX {
            return Err(SheetError::TooManyRows { rows_max: SHEET_ROWS_MAX });
        }
        self.sheet.width = self.sheet.width.max(cells.len());
        self.sheet.lines.push(Line { line, cells });
        Ok(())
    }

    /// How many bytes of the text are read, and how many it has.
    #[must_use]
    pub fn share(&self) -> (usize, usize) {
        (self.lines.at, self.text.len())
    }

    /// The sheet, once all is read.
    ///
    /// # Errors
    /// [`SheetError::Empty`].
    pub fn end(self) -> Result<Sheet, SheetError> {
        if self.sheet.lines.is_empty() { Err(SheetError::Empty) } else { Ok(self.sheet) }
    }
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
        let sample = &text[..end];
        let mut lines = Lines::of(sample, 0, separator);
        // A sample may end inside quotes; what was read until then says enough.
        while let Ok(Step::Line(_, cells)) = lines.next(sample) {
            *counts.entry(cells.len()).or_default() += 1;
        }
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

/// The lines of a text that are not empty, as they are found.
struct Lines {
    reader: Reader,
    /// The byte up to which the text is read.
    at: usize,
    /// The line that is being read.
    first: usize,
    out: Vec<u8>,
    ends: Vec<usize>,
    out_len: usize,
    ends_len: usize,
}

/// What comes of reading on.
enum Step {
    /// A line, by its place counted from 1, and its cells.
    Line(usize, Vec<String>),
    /// No line has ended yet.
    Rest,
    /// There is no more.
    End,
}

impl Lines {
    fn of(text: &str, from: usize, separator: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(separator).build(),
            at: from,
            first: first_line(&text.as_bytes()[from..], 1),
            out: vec![0; 1024],
            ends: vec![0; 32],
            out_len: 0,
            ends_len: 0,
        }
    }

    /// Reads on in the text that it was made for, up to the end of a line or for [`STEP_BYTES`].
    fn next(&mut self, text: &str) -> Result<Step, SheetError> {
        let text = text.as_bytes();
        let stop = text.len().min(self.at + STEP_BYTES);
        loop {
            let is_over = self.at == text.len();
            let (out, ends) = (&mut self.out[self.out_len..], &mut self.ends[self.ends_len..]);
            let (result, read, written, ended) = self.reader.read_record(&text[self.at..stop], out, ends);
            self.at += read;
            self.out_len += written;
            self.ends_len += ended;
            match result {
                ReadRecordResult::InputEmpty if self.at < text.len() => return Ok(Step::Rest),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    // Only a quotation mark that is never closed makes one line so long.
                    if self.out.len() > 2 * SHEET_COLUMNS_MAX * SHEET_CELL_BYTES_MAX {
                        return Err(SheetError::OpenQuote { line: self.first });
                    }
                    self.out.resize(self.out.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() > SHEET_COLUMNS_MAX => {
                    return Err(SheetError::TooManyColumns { line: self.first, columns_max: SHEET_COLUMNS_MAX });
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // The text ends with a line end, so that a line which only the end of the text ended is inside quotes.
                ReadRecordResult::Record if is_over => return Err(SheetError::OpenQuote { line: self.first }),
                ReadRecordResult::Record => return self.line(&text[self.at..]),
                ReadRecordResult::End => return Ok(Step::End),
            }
        }
    }

    /// The line that has just ended; `rest` follows it.
    fn line(&mut self, rest: &[u8]) -> Result<Step, SheetError> {
        let line = self.first;
        let cells = cells(&self.out[..self.out_len], &self.ends[..self.ends_len]);
        if cells.len() > SHEET_COLUMNS_MAX {
            return Err(SheetError::TooManyColumns { line, columns_max: SHEET_COLUMNS_MAX });
        }
        if cells.iter().any(|cell| cell.len() > SHEET_CELL_BYTES_MAX) {
            return Err(SheetError::CellTooLong { line });
        }
        self.first = first_line(rest, usize::try_from(self.reader.line()).unwrap_or(usize::MAX));
        (self.out_len, self.ends_len) = (0, 0);
        Ok(Step::Line(line, cells))
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
