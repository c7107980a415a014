//! Mounts the interface once the program has started.

use leptos::prelude::*;

use sanyou::app::boot::boot;
use sanyou::i18n::Lang;
use sanyou::ui::{Interface, late, route::Route, show_crash, show_start_failure};

fn main() {
    std::panic::set_hook(Box::new(show_crash));
    sanyou::platform::spawn(Box::pin(async {
        match boot(&Route::current().workspace).await {
            Ok(()) => {
                if let Some(opening) = document().get_element_by_id("opening") {
                    opening.remove();
                }
                mount_to_body(Interface);
                late::prefetch();
            }
            Err(failure) => show_start_failure(&failure.notice(Lang::Zh), &failure.notice(Lang::En)),
        }
    }));
}
