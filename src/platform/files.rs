//! Files out of the page and into it: by the picker, as a download, by the share sheet, by the clipboard; and whether the
//! browser keeps what it stores.
//!
//! What a browser lacks is asked for by name, so that its absence is an answer and never a fault. Decides nothing: what a
//! file holds and whether it counts is for others.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DomException, File, HtmlAnchorElement, Url};

/// The type of a file of this program, where the system takes it.
const JSON: &str = "application/json";
/// The type that share sheets take of it.
const HTML: &str = "text/html";
const TEXT: &str = "text/plain";

fn navigator() -> JsValue {
    web_sys::window().map_or(JsValue::UNDEFINED, |window| window.navigator().into())
}

fn member(of: &JsValue, name: &str) -> JsValue {
    // Reading a member of what is no object is an absence too.
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    member(of, name).dyn_into().ok()
}

/// Calls a method that answers by a promise.
async fn ask(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method = method(of, name).ok_or(JsValue::UNDEFINED)?;
    let answer = method.apply(of, arguments)?;
    JsFuture::from(Promise::resolve(&answer)).await
}

/// Tells whether the person closed what was asked, which is no failure.
fn is_cancelled(thrown: &JsValue) -> bool {
    thrown.dyn_ref::<DomException>().is_some_and(|thrown| thrown.name() == "AbortError")
}

fn object<const N: usize>(members: [(&str, JsValue); N]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &name.into(), &value)?;
    }
    Ok(object.into())
}

/// The media type of a file of this program by its name.
fn media_of(file_name: &str) -> &'static str {
    if file_name.ends_with(".html") { HTML } else { JSON }
}

/// Hands a text to the browser as a file to download, of the media type that its name tells.
///
/// # Errors
/// What the browser threw.
pub fn hand_over(file_name: &str, text: &str) -> Result<(), JsValue> {
    hand_over_as(media_of(file_name), file_name, text)
}

/// Hands a text to the browser as a file of a media type to download.
///
/// # Errors
/// What the browser threw.
pub fn hand_over_as(media_type: &str, file_name: &str, text: &str) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(file_name);
    anchor.click();
    // The browser reads the address after this task; a minute is far more than it takes.
    let revoke = Closure::once_into_js(move || drop(Url::revoke_object_url(&address)));
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000)?;
    Ok(())
}

/// A file that a person chose to write to.
pub struct Target(JsValue);

/// Tells whether the browser lets a person choose where a file goes.
#[must_use]
pub fn can_pick() -> bool {
    web_sys::window().is_some_and(|window| method(&window, "showSaveFilePicker").is_some())
}

/// Lets a person choose where a file goes; nothing where they closed the dialog.
///
/// # Errors
/// What the browser threw, for instance where it does not allow that here.
pub async fn pick(file_name: &str) -> Result<Option<Target>, JsValue> {
    let ending = if media_of(file_name) == HTML { ".html" } else { ".json" };
    let accept = object([(media_of(file_name), Array::of1(&ending.into()).into())])?;
    let types = Array::of1(&object([("accept", accept)])?);
    let options = object([("suggestedName", file_name.into()), ("types", types.into())])?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    match ask(&window, "showSaveFilePicker", &Array::of1(&options)).await {
        Ok(handle) => Ok(Some(Target(handle))),
        Err(thrown) if is_cancelled(&thrown) => Ok(None),
        Err(thrown) => Err(thrown),
    }
}

impl Target {
    /// The name that the file has where it is.
    #[must_use]
    pub fn name(&self) -> String {
        member(&self.0, "name").as_string().unwrap_or_default()
    }

    /// Writes a text, reads the file back, and tells whether it is the same.
    ///
    /// # Errors
    /// What the browser threw, for instance when the disk is full; what was there before stays then.
    pub async fn write(&self, text: &str) -> Result<bool, JsValue> {
        let writable = ask(&self.0, "createWritable", &Array::new()).await?;
        ask(&writable, "write", &Array::of1(&text.into())).await?;
        ask(&writable, "close", &Array::new()).await?;
        let file: File = ask(&self.0, "getFile", &Array::new()).await?.dyn_into()?;
        Ok(bytes_of(&file).await? == text.as_bytes())
    }
}

/// The file as the share sheet of this device takes it: as what it is, or as a plain text whose name still says it.
fn shareable(file_name: &str, text: &str) -> Option<JsValue> {
    let navigator = navigator();
    let can = method(&navigator, "canShare")?;
    let data = |name: &str, mime: &str| {
        let properties = BlobPropertyBag::new();
        properties.set_type(mime);
        let make: Function = member(&js_sys::global(), "File").dyn_into().ok()?;
        let parts = Array::of3(&Array::of1(&text.into()), &name.into(), &properties);
        let file = Reflect::construct(&make, &parts).ok()?;
        object([("files", Array::of1(&file).into()), ("title", file_name.into())]).ok()
    };
    let is_taken = |data: &JsValue| can.call1(&navigator, data).is_ok_and(|answer| answer.is_truthy());
    data(file_name, media_of(file_name))
        .filter(is_taken)
        .or_else(|| data(&format!("{file_name}.txt"), TEXT).filter(is_taken))
}

/// Tells whether this device has a share sheet that takes files of this program.
#[must_use]
pub fn can_share() -> bool {
    shareable("a.json", "{}").is_some()
}

/// Hands a file to the share sheet; tells whether it went on, or the person closed the sheet.
///
/// # Errors
/// What the browser threw.
pub async fn share(file_name: &str, text: &str) -> Result<bool, JsValue> {
    let data = shareable(file_name, text).ok_or(JsValue::UNDEFINED)?;
    match ask(&navigator(), "share", &Array::of1(&data)).await {
        Ok(_) => Ok(true),
        Err(thrown) if is_cancelled(&thrown) => Ok(false),
        Err(thrown) => Err(thrown),
    }
}

/// Puts a text on the clipboard.
///
/// # Errors
/// What the browser threw: many allow that only over a secure connection.
pub async fn copy(text: &str) -> Result<(), JsValue> {
    ask(&member(&navigator(), "clipboard"), "writeText", &Array::of1(&text.into())).await.map(drop)
}

/// Asks the browser not to clear what is stored here when it needs room; nothing where it cannot be asked.
pub async fn ask_to_keep() -> Option<bool> {
    ask(&member(&navigator(), "storage"), "persist", &Array::new()).await.ok()?.as_bool()
}

/// Tells whether the browser promised so; nothing where it does not say.
pub async fn is_kept() -> Option<bool> {
    ask(&member(&navigator(), "storage"), "persisted", &Array::new()).await.ok()?.as_bool()
}

/// Tells whether this browser clears what pages store once they were not visited for a week.
#[must_use]
pub fn clears_after_days() -> bool {
    let navigator = navigator();
    let text = |name: &str| member(&navigator, name).as_string().unwrap_or_default();
    let is_standalone = member(&navigator, "standalone").as_bool() == Some(true) || is_in_own_window();
    is_clearing(&text("userAgent"), &text("vendor"), is_standalone)
}

fn is_in_own_window() -> bool {
    let global = js_sys::global();
    let asked =
        method(&global, "matchMedia").and_then(|ask| ask.call1(&global, &"(display-mode: standalone)".into()).ok());
    asked.is_some_and(|answer| member(&answer, "matches").as_bool() == Some(true))
}

/// Safari, and every browser on iPhones and iPads, does; unless the page was installed to the home screen.
fn is_clearing(user_agent: &str, vendor: &str, is_standalone: bool) -> bool {
    vendor.starts_with("Apple") && user_agent.contains("AppleWebKit") && !is_standalone
}

/// Reads a chosen file whole.
///
/// # Errors
/// What the browser threw, for instance when the file went away.
pub async fn bytes_of(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safari_clears_after_days_unless_installed() {
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/127.0 Mobile/15E148 Safari/604.1";
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36";
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        let cases = [
            (safari, "Apple Computer, Inc.", false, true),
            (safari, "Apple Computer, Inc.", true, false),
            (iphone, "Apple Computer, Inc.", false, true),
            (iphone, "Apple Computer, Inc.", true, false),
            (chrome, "Google Inc.", false, false),
            (firefox, "", false, false),
        ];
        for (user_agent, vendor, is_standalone, expected) in cases {
            assert_eq!(is_clearing(user_agent, vendor, is_standalone), expected, "{user_agent} {is_standalone}");
        }
    }
}
