//! Reading files without keeping the page from anything: in a worker where there is one, else in slices.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Failure;
use crate::exchange::{Incoming, ReadError, Reading};
use crate::platform::spawn;
use crate::platform::work::{Heard, Helper, after, milliseconds, pause};
use crate::replica::Replica;

/// Asks the worker to read.
pub const READ: &str = "read";
/// The worker is there.
const READY: &str = "ready";
/// How far the worker is, in percent.
pub const SHARE: &str = "share";
/// What the worker found right.
pub const CARRIED: &str = "carried";
/// The worker refused the file.
pub const REFUSED: &str = "refused";

/// How long the page may be kept from anything else, in milliseconds: half a frame.
const SLICE_MS: f64 = 8.0;
/// From which time on it is said how far something is, in milliseconds.
const TOLD_AFTER_MS: i32 = 500;
/// How long a worker may take to start, in milliseconds: one that cannot start says nothing at all.
const START_MS: i32 = 5000;
/// The size from which on a worker reads, in bytes: starting one takes longer than reading less.
const WORKER_BYTES_MIN: usize = 256 * 1024;

/// How far a piece of work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The file it is about.
    pub file_name: String,
    /// How much of it is done, in percent.
    pub percent: usize,
}

/// A piece of work that gives the browser its turn, says how far it is, and can be stopped.
pub struct Course {
    began: f64,
    paused: Cell<f64>,
    is_stopped: Cell<bool>,
    file_name: RefCell<String>,
    percent: Cell<usize>,
    told: Cell<Option<usize>>,
    tell: Box<dyn Fn(Progress)>,
    helper: RefCell<Option<Rc<Helper>>>,
}

impl Course {
    /// Begins; `tell` is called when something is to be said of how far it is.
    #[must_use]
    pub fn new(tell: impl Fn(Progress) + 'static) -> Self {
        Self {
            began: milliseconds(),
            paused: Cell::new(milliseconds()),
            is_stopped: Cell::new(false),
            file_name: RefCell::default(),
            percent: Cell::new(0),
            told: Cell::new(None),
            tell: Box::new(tell),
            helper: RefCell::default(),
        }
    }

    /// Says what it is about from now on.
    pub fn turn_to(&self, file_name: &str) {
        *self.file_name.borrow_mut() = file_name.to_owned();
        self.percent.set(0);
        self.told.set(None);
    }

    /// Says how far it is, once it is time for that: also where what it waits for says nothing.
    pub async fn tell_late(self: Rc<Self>) {
        after(TOLD_AFTER_MS).await;
        if Rc::strong_count(&self) > 1 {
            self.told(self.percent.get());
        }
    }

    /// Stops it: what it was to do is not done, and nothing of it is kept.
    pub fn stop(&self) {
        self.is_stopped.set(true);
        if let Some(helper) = &*self.helper.borrow() {
            helper.give_up();
        }
    }

    /// Gives the browser its turn where that is due.
    ///
    /// # Errors
    /// [`Failure::Stopped`] when a person stopped it.
    pub async fn go_on(&self, (done, count): (usize, usize)) -> Result<(), Failure> {
        if milliseconds() - self.paused.get() >= SLICE_MS {
            self.told(done * 100 / count.max(1));
            pause().await;
            self.paused.set(milliseconds());
        }
        if self.is_stopped.get() { Err(Failure::Stopped) } else { Ok(()) }
    }

    fn told(&self, percent: usize) {
        self.percent.set(percent);
        if milliseconds() - self.began >= f64::from(TOLD_AFTER_MS) && self.told.get() != Some(percent) {
            self.told.set(Some(percent));
            (self.tell)(Progress { file_name: self.file_name.borrow().clone(), percent });
        }
    }

    /// Reads a file and changes nothing.
    ///
    /// # Errors
    /// When it is refused or the work was stopped.
    pub async fn read(&self, file_name: &str, bytes: &[u8]) -> Result<Incoming, Failure> {
        let refused = |error: ReadError| Failure::Refused { file_name: file_name.to_owned(), error };
        self.turn_to(file_name);
        self.go_on((0, 1)).await?;
        let carried = match bytes.len() {
            WORKER_BYTES_MIN.. => self.carried(bytes).await?,
            _ => None,
        };
        let reading = match carried {
            Some(carried) => Reading::of_carried(carried),
            None => Reading::of(bytes),
        };
        let (mut reading, held) = (reading.map_err(refused)?, Replica::new());
        while reading.go_on(&held).map_err(refused)? {
            self.go_on(reading.share()).await?;
        }
        reading.end().map_err(refused)
    }

    /// What a worker found right; nothing where there is no worker, or where it refused: the page reads the file itself
    /// then, and finds the reason.
    async fn carried(&self, bytes: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        let Some(helper) = self.helper().await else { return Ok(None) };
        if helper.post(READ, bytes).is_err() {
            return Ok(None);
        }
        loop {
            let heard = helper.next().await;
            if self.is_stopped.get() {
                return Err(Failure::Stopped);
            }
            match heard {
                Heard::Said(word, share) if word == SHARE => self.told(as_percent(share.as_f64())),
                Heard::Said(word, carried) if word == CARRIED => {
                    return Ok(Some(js_sys::Uint8Array::new(&carried).to_vec()));
                }
                Heard::Said(..) => return Ok(None),
                Heard::Broke => {
                    self.helper.borrow_mut().take();
                    return Ok(None);
                }
            }
        }
    }

    /// The worker of this piece of work, started when it is first wanted.
    async fn helper(&self) -> Option<Rc<Helper>> {
        if let Some(helper) = &*self.helper.borrow() {
            return Some(helper.clone());
        }
        let helper = Rc::new(Helper::start()?);
        *self.helper.borrow_mut() = Some(helper.clone());
        spawn(Box::pin(Helper::expect_within(Rc::downgrade(&helper), START_MS)));
        match helper.next().await {
            Heard::Said(word, _) if word == READY => Some(helper),
            _ => {
                self.helper.borrow_mut().take();
                None
            }
        }
    }
}

fn as_percent(share: Option<f64>) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 100")]
    let percent = share.unwrap_or(0.0).clamp(0.0, 100.0) as usize;
    percent
}
