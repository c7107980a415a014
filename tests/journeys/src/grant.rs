//! Which storages a browser lets the app have.

/// What is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Local storage and `IndexedDB`, as everywhere.
    Both,
    /// Local storage; there is no `IndexedDB`.
    LocalOnly,
    /// `IndexedDB`; touching local storage throws.
    IndexedOnly,
    /// Nothing: the person, or who looks after the device, told the browser that pages may store nothing.
    Nothing,
}

impl Grant {
    /// What runs in every page before the page's own scripts.
    #[must_use]
    pub fn script(self) -> Option<&'static str> {
        match self {
            Self::Both | Self::Nothing => None,
            Self::LocalOnly => Some("delete window.indexedDB"),
            Self::IndexedOnly => Some(
                "Object.defineProperty(window, 'localStorage', {
                    get() { throw new DOMException('denied', 'SecurityError') } })",
            ),
        }
    }

    /// The browser's preference for what pages may store; a profile remembers it, so each start says it.
    #[must_use]
    pub fn preference(self) -> (&'static str, u8) {
        ("profile.default_content_setting_values.cookies", if self == Self::Nothing { 2 } else { 1 })
    }
}
