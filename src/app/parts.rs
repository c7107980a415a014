//! Ways into the late parts of the page.
//!
//! Holds how one is declared and nothing of what stands in it; `ui::late` has them.

/// Declares a function as a way into a part: `in PART:`, then the function, which becomes asynchronous and may fail.
/// With `in PART, here NAME:` there is also a function of that name that only loads the part.
///
/// With the feature `parts` the part is loaded before the function runs. Without it the program is whole and every part is
/// here: so it is tested, where nobody divides it.
macro_rules! way {
    ($(#[$doc:meta])* in $part:ident $(, here $here:ident)?: $seen:vis fn $name:ident($($given:ident: $type:ty),* $(,)?) -> $out:ty $body:block) => {
        $(#[$doc])*
        #[cfg(feature = "parts")]
        #[wasm_split_helpers::wasm_split($part, fallible $(, preload($here))?)]
        $seen fn $name($($given: $type),*) -> $out $body

        $(#[$doc])*
        #[cfg(not(feature = "parts"))]
        #[allow(clippy::unused_async, reason = "with parts it waits for one")]
        $seen async fn $name($($given: $type),*) -> $out $body

        $(
            #[cfg(not(feature = "parts"))]
            #[allow(clippy::unused_async, reason = "with parts it waits for one")]
            async fn $here() -> Result<(), crate::app::Failure> {
                Ok(())
            }
        )?
    };
}

pub(crate) use way;
