//! Work beside the page: giving the browser its turn, and a worker that runs this program's own script.
//!
//! Knows nothing of what the work is: bytes go to the worker and messages come back.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, Worker};

/// Milliseconds by this device's clock: for how long something has taken, never for what the time is.
#[must_use]
pub fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// Gives the browser its turn: whatever was pressed or is to be drawn comes first.
pub async fn pause() {
    let Ok(channel) = MessageChannel::new() else { return };
    let turn = Promise::new(&mut |resolve: Function, _| {
        // A message and not a timer: timers of a page that is not in front wait for seconds.
        channel.port1().set_onmessage(Some(&resolve));
    });
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        // The promise is resolved by the message and never refused.
        let _ = JsFuture::from(turn).await;
    }
    channel.port1().close();
}

/// Waits so many milliseconds, or longer where the page is not in front.
pub async fn after(milliseconds: i32) {
    let turn = Promise::new(&mut |resolve, _| {
        let window = web_sys::window();
        // A browser without timers has never been seen; then nothing is waited for that could be told.
        let _ =
            window.map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds));
    });
    // The promise is resolved by the timer and never refused.
    let _ = JsFuture::from(turn).await;
}

/// Tells whether this is the page, and not a worker that runs the page's script.
#[must_use]
pub fn is_page() -> bool {
    web_sys::window().is_some()
}

/// A worker of this page, and what it posts.
pub struct Helper {
    worker: Worker,
    heard: Rc<RefCell<Vec<Heard>>>,
    waiting: Rc<RefCell<Option<Function>>>,
    has_posted: Rc<Cell<bool>>,
    _listeners: [Closure<dyn Fn(MessageEvent)>; 2],
}

/// What a worker posted.
#[derive(Debug, Clone)]
pub enum Heard {
    /// A message: a word and what goes with it.
    Said(String, JsValue),
    /// It could not be started, or it broke.
    Broke,
}

impl Helper {
    /// Starts a worker; nothing where this browser makes none.
    #[must_use]
    pub fn start() -> Option<Self> {
        let worker = own_worker()?;
        let heard = Rc::new(RefCell::new(Vec::new()));
        let waiting = Rc::new(RefCell::new(None::<Function>));
        let wake = |waiting: &Rc<RefCell<Option<Function>>>| {
            let resolve = waiting.borrow_mut().take();
            // Resolving a promise throws nothing.
            resolve.map(|resolve| resolve.call0(&JsValue::NULL))
        };
        let (said_to, woken) = (heard.clone(), waiting.clone());
        let has_posted = Rc::new(Cell::new(false));
        let posted = has_posted.clone();
        let said = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            posted.set(true);
            let parts: Array = event.data().unchecked_into();
            let word = parts.get(0).as_string().unwrap_or_default();
            said_to.borrow_mut().push(Heard::Said(word, parts.get(1)));
            drop(wake(&woken));
        });
        let (broke_to, woken) = (heard.clone(), waiting.clone());
        let broke = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
            broke_to.borrow_mut().push(Heard::Broke);
            drop(wake(&woken));
        });
        worker.set_onmessage(Some(said.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        Some(Self { worker, heard, waiting, has_posted, _listeners: [said, broke] })
    }

    /// Posts a word and bytes; the bytes are moved, not copied.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn post(&self, word: &str, bytes: &[u8]) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(bytes);
        let message = Array::of2(&word.into(), &bytes);
        self.worker.post_message_with_transfer(&message, &Array::of1(&bytes.buffer()))
    }

    /// The next thing that the worker posted, once it has.
    pub async fn next(&self) -> Heard {
        loop {
            if !self.heard.borrow().is_empty() {
                return self.heard.borrow_mut().remove(0);
            }
            let waiting = self.waiting.clone();
            let turn = Promise::new(&mut |resolve, _| *waiting.borrow_mut() = Some(resolve));
            // The promise is resolved by a message and never refused.
            let _ = JsFuture::from(turn).await;
        }
    }

    /// Gives the worker up where it has posted nothing after so many milliseconds.
    pub async fn expect_within(helper: Weak<Self>, milliseconds: i32) {
        after(milliseconds).await;
        if let Some(helper) = helper.upgrade().filter(|helper| !helper.has_posted.get()) {
            helper.give_up();
        }
    }

    /// Ends the worker and wakes whoever waits for it, as if it had broken: what it does is not wanted any more.
    pub fn give_up(&self) {
        self.worker.terminate();
        self.heard.borrow_mut().push(Heard::Broke);
        if let Some(resolve) = self.waiting.borrow_mut().take() {
            // Resolving a promise throws nothing.
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A worker that runs the script of this page, as the page's start script makes it.
fn own_worker() -> Option<Worker> {
    let make = Reflect::get(&js_sys::global(), &"sanyouWorker".into()).ok()?;
    make.dyn_into::<Function>().ok()?.call0(&JsValue::NULL).ok()?.dyn_into().ok()
}

/// Serves as a worker: says that it is ready, and calls a function with each word and the bytes that go with it.
pub fn serve(answer: impl Fn(&str, Vec<u8>) + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let parts: Array = event.data().unchecked_into();
        let word = parts.get(0).as_string().unwrap_or_default();
        answer(&word, Uint8Array::new(&parts.get(1)).to_vec());
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    // It listens for as long as the worker is there.
    heard.forget();
    tell("ready", &JsValue::NULL);
}

/// Posts a word and what goes with it from the worker to the page.
pub fn tell(word: &str, what: &JsValue) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // A page that is gone hears nothing; there is nobody else to tell.
    let _ = scope.post_message(&Array::of2(&word.into(), what));
}
