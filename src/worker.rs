//! The page's script running as a worker: reads files so that the page does not wait.
//!
//! Knows no records and keeps nothing: bytes come in, and what was found right goes back. A refusal is said by one word,
//! since the page finds the reason itself when it reads the file again.

use crate::app::parts::way;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use crate::app::Failure;
use crate::app::reading::{CARRIED, READ, REFUSED, SHARE};
use crate::exchange::{ReadError, Reading};
use crate::platform;
use crate::platform::work;
use crate::replica::Replica;

/// How many times the page is told how far reading is.
const TOLD_MAX: usize = 50;

/// Serves for as long as the page wants.
pub fn serve() {
    work::serve(|word, bytes| {
        if word == READ {
            platform::spawn(Box::pin(async move {
                match read(bytes).await {
                    Ok(Some(carried)) => work::tell(CARRIED, &Uint8Array::from(carried.as_slice())),
                    Ok(None) | Err(_) => work::tell(REFUSED, &JsValue::NULL),
                }
            }));
        }
    });
}

way! {
    /// Reads a file; nothing where it is refused.
    in desk:
    fn read(bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Failure> {
        Ok(carried(&bytes).ok())
    }
}

fn carried(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let held = Replica::new();
    let mut reading = Reading::of(bytes)?;
    let (_, count) = reading.share();
    let step = count.div_ceil(TOLD_MAX).max(1);
    while reading.go_on(&held)? {
        let (done, _) = reading.share();
        if done % step == 0 {
            work::tell(SHARE, &JsValue::from_f64(100.0 * done as f64 / count as f64));
        }
    }
    reading.carry()
}
