//! A folder that the person chose once: reading its files and writing one, by the browser's File System Access API.
//!
//! Knows nothing of what the files hold. Where a browser has no such interface, [`is_supported`] says so and nothing else
//! here is called.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemHandle,
    FileSystemHandleKind, FileSystemWritableFileStream,
};

const PICKER: &str = "showDirectoryPicker";

/// A folder on this device, a stick or a network drive.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder(FileSystemDirectoryHandle);

/// A file in a folder, not read yet.
#[derive(Debug, Clone)]
pub struct FolderFile {
    /// Its name.
    pub name: String,
    handle: FileSystemFileHandle,
}

/// Tells whether this browser lets a page open folders.
#[must_use]
pub fn is_supported() -> bool {
    web_sys::window().is_some_and(|window| Reflect::has(&window, &PICKER.into()).unwrap_or(false))
}

fn mode() -> Result<js_sys::Object, JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"mode".into(), &"readwrite".into())?;
    Ok(options)
}

/// Calls a method that the bindings do not have; what it returns is awaited.
async fn call(target: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(target, &method.into())?.dyn_into()?;
    JsFuture::from(Promise::resolve(&function.call1(target, argument)?)).await
}

/// Asks the person for a folder; nothing when they chose none.
///
/// # Errors
/// What the browser threw.
pub async fn choose() -> Result<Option<Folder>, JsValue> {
    let window: JsValue = web_sys::window().ok_or(JsValue::NULL)?.into();
    let options = mode()?;
    Reflect::set(&options, &"id".into(), &"sanyou".into())?;
    match call(&window, PICKER, &options).await {
        Ok(handle) => Ok(Some(Folder(handle.dyn_into()?))),
        Err(thrown) if is_named(&thrown, "AbortError") => Ok(None),
        Err(thrown) => Err(thrown),
    }
}

fn is_named(thrown: &JsValue, name: &str) -> bool {
    thrown.dyn_ref::<DomException>().is_some_and(|exception| exception.name() == name)
}

impl Folder {
    /// A folder that the browser kept between two visits.
    #[must_use]
    pub fn kept(handle: JsValue) -> Option<Self> {
        handle.dyn_into().ok().map(Self)
    }

    /// What the browser can keep.
    #[must_use]
    pub fn handle(&self) -> JsValue {
        self.0.clone().into()
    }

    /// The folder's own name, without the way to it: browsers do not tell that.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Tells whether the folder may be read and written; asks the person where that is wanted and possible.
    ///
    /// # Errors
    /// What the browser threw.
    pub async fn is_allowed(&self, asking: bool) -> Result<bool, JsValue> {
        let (handle, options) = (self.handle(), mode()?);
        let state = call(&handle, "queryPermission", &options).await?;
        let state = match state.as_string().as_deref() {
            Some("prompt") if asking => call(&handle, "requestPermission", &options).await?,
            _ => state,
        };
        Ok(state.as_string().as_deref() == Some("granted"))
    }

    /// The files in the folder, those of folders in it left out.
    ///
    /// # Errors
    /// What the browser threw, for instance when the stick was pulled.
    pub async fn files(&self) -> Result<Vec<FolderFile>, JsValue> {
        let entries = self.0.values();
        let mut files = Vec::new();
        loop {
            let next = JsFuture::from(entries.next()?).await?;
            if Reflect::get(&next, &"done".into())?.is_truthy() {
                return Ok(files);
            }
            let entry: FileSystemHandle = Reflect::get(&next, &"value".into())?.unchecked_into();
            if entry.kind() == FileSystemHandleKind::File {
                files.push(FolderFile { name: entry.name(), handle: entry.unchecked_into() });
            }
        }
    }

    /// Writes a file whole: the browser puts it in place of the former one when all of it is written, and not before.
    ///
    /// # Errors
    /// What the browser threw, for instance when the disk is full; the former file stands then.
    pub async fn write(&self, name: &str, text: &str) -> Result<(), JsValue> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let handle: FileSystemFileHandle =
            JsFuture::from(self.0.get_file_handle_with_options(name, &options)).await?.unchecked_into();
        let stream: FileSystemWritableFileStream = JsFuture::from(handle.create_writable()).await?.unchecked_into();
        JsFuture::from(stream.write_with_str(text)?).await?;
        JsFuture::from(stream.close()).await?;
        Ok(())
    }
}

impl FolderFile {
    /// The file as it is now.
    ///
    /// # Errors
    /// What the browser threw, for instance when it is gone.
    pub async fn file(&self) -> Result<File, JsValue> {
        JsFuture::from(self.handle.get_file()).await?.dyn_into()
    }
}
