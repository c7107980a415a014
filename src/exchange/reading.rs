//! Reading a file record by record, and carrying what a worker of this program has read to the page.
//!
//! Holds the one path from a file's text to verified records; decides nothing about what becomes of them.

use std::ops::Range;
use std::sync::Arc;

use super::envelope::{FORMAT, Head, Header, Incoming, VERSION, digest, digest_of_lines, file_text, only_erasing};
use super::migrations::{Migration, steps_from};
use super::{LineError, ReadError};
use crate::model::Value;
use crate::planted::{Bug, planted};
use crate::replica::drops::is_drop;
use crate::replica::imports::is_import;
use crate::replica::limits::RECORDS_MAX;
use crate::replica::lines::Tables;
use crate::replica::{LinesReader, Replica};

/// A file that is being read.
pub struct Reading {
    text: Arc<String>,
    places: Vec<Range<usize>>,
    next: usize,
    lines: LinesReader,
    tables: Tables,
    header: Header,
    steps: Vec<&'static Migration>,
    /// The members of the head in canonical JSON: what the digest covers, and what is carried.
    members: Result<Vec<(String, String)>, ReadError>,
    verified: Verified,
}

/// Where the content of a text was found to be what its writer wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verified {
    /// Nowhere yet.
    AtTheEnd,
    /// In a worker of this program: what came from there is spaced anew.
    Elsewhere,
}

impl Reading {
    /// Begins to read the bytes of a file: bounds them and reads what the file says of itself.
    ///
    /// # Errors
    /// [`ReadError`] says why the file is refused, and where.
    pub fn of(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::of_text(Arc::new(file_text(bytes)?))
    }

    pub(super) fn of_text(text: Arc<String>) -> Result<Self, ReadError> {
        let head = Head::read(&text, FORMAT)?;
        head.check_reader(VERSION)?;
        let lines = head.list("records", RECORDS_MAX)?;
        let start = text.as_ptr() as usize;
        let places = lines.iter().map(|line| {
            let from = line.get().as_ptr() as usize - start;
            from..from + line.get().len()
        });
        let places = places.collect();
        Self::with_head(text.clone(), &head, places)
    }

    /// Begins with a head and the places of the records.
    pub(super) fn with_head(text: Arc<String>, head: &Head<'_>, places: Vec<Range<usize>>) -> Result<Self, ReadError> {
        head.check_reader(VERSION)?;
        if places.len() > RECORDS_MAX {
            return Err(ReadError::TooMany { what: "records", count: places.len(), count_max: RECORDS_MAX });
        }
        let steps: Vec<&Migration> = steps_from(head.number("version")?).collect();
        let header = head.header(&steps)?;
        let tables = if steps.iter().any(|step| step.has_tables) { head.tables()? } else { Tables::default() };
        let lines = LinesReader::of(text.clone(), places.len());
        let members = head.canonical();
        Ok(Self { text, places, next: 0, lines, tables, header, steps, members, verified: Verified::AtTheEnd })
    }

    /// What the file says of itself. Until the end it is only said: nothing was compared with its digest.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many records were read, and of how many.
    #[must_use]
    pub fn share(&self) -> (usize, usize) {
        (self.next, self.places.len())
    }

    /// Reads one more record, and tells whether there was one. What a replica holds byte for byte needs no second look.
    ///
    /// # Errors
    /// Why that record is refused.
    pub fn go_on(&mut self, held: &Replica) -> Result<bool, ReadError> {
        let Some(range) = self.places.get(self.next) else { return Ok(false) };
        self.next += 1;
        let place = self.next;
        self.lines.read(range, &self.tables, held).map_err(|error| ReadError::Record { place, error })?;
        Ok(true)
    }

    /// Ends reading: compares the digest and sorts out what is not for this device.
    ///
    /// # Errors
    /// When the content is not what was written.
    pub fn end(self) -> Result<Incoming, ReadError> {
        let twice = |(place, error): (usize, LineError)| ReadError::Record { place, error };
        let mut lines = self.lines.end().map_err(twice)?;
        let whole = self.places.first().zip(self.places.last());
        let whole = whole.map_or("", |(first, last)| &self.text[first.start..last.end]);
        let is_right = match self.steps.iter().find_map(|step| step.digest) {
            _ if self.verified == Verified::Elsewhere => true,
            Some(of_version) => of_version(&lines) == self.header.digest,
            None => {
                let members = self.members?;
                // A file that another program spaced anew is right too.
                digest(members.clone(), whole) == self.header.digest
                    || digest_of_lines(members, &lines) == self.header.digest
            }
        };
        let is_cut = planted(Bug::TruncatedAccepted) && !self.text.ends_with(super::envelope::TAIL);
        if !is_right && !planted(Bug::DigestUnchecked) && !is_cut {
            return Err(ReadError::Digest);
        }
        let drops = lines.split(|key| !is_drop(key));
        // What another device imported says nothing of what was imported here.
        let _logs = lines.split(|key| !is_import(key));
        let erasing = only_erasing(drops);
        Ok(Incoming { header: self.header, lines, erasing })
    }

    /// Ends reading in a worker: what was found right, as bytes for the page that asked.
    ///
    /// # Errors
    /// As [`Reading::end`].
    pub fn carry(self) -> Result<Vec<u8>, ReadError> {
        let members = self.members.clone()?;
        let (text, places) = (self.text.clone(), self.places.clone());
        let incoming = self.end()?;
        let digest = format!("\"sha256:{}\"", incoming.header.digest);
        let extra = [("digest".to_owned(), digest), ("records".to_owned(), "[]".to_owned())];
        let members =
            members.into_iter().chain(extra).map(|(name, json)| format!("{}:{json}", Value::text(&name).to_json()));
        let mut out = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        for place in places {
            out.push('\n');
            // A line end within a record is only space between its parts: in a text it would be no JSON.
            out.extend(text[place].chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
        }
        Ok(out.into_bytes())
    }

    /// Begins to read what a worker of this program carried here. Every record is read as strictly as from a file, but the
    /// digest is not compared again: it was over the file's own bytes.
    ///
    /// Only [`crate::exchange::Reading::carry`] makes such bytes, and only what a worker started by this page posted may
    /// come in here: never a file, never what another page sent.
    ///
    /// # Errors
    /// When the bytes are not what a worker carries.
    pub fn of_carried(bytes: Vec<u8>) -> Result<Self, ReadError> {
        let text = Arc::new(String::from_utf8(bytes).map_err(|_| ReadError::NotUtf8 { at: 0 })?);
        let head_end = text.find('\n').unwrap_or(text.len());
        let (mut places, mut from) = (Vec::new(), head_end + 1);
        while from < text.len() {
            let end = text[from..].find('\n').map_or(text.len(), |length| from + length);
            places.push(from..end);
            from = end + 1;
        }
        let head = Head::read(&text[..head_end], FORMAT)?;
        let mut reading = Self::with_head(text.clone(), &head, places)?;
        reading.verified = Verified::Elsewhere;
        Ok(reading)
    }
}
