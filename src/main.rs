//! Mounts the interface once the program has started; as a worker of the page it serves instead.

use leptos::prelude::*;

use sanyou::app::boot::boot;
use sanyou::i18n::Lang;
use sanyou::ui::{Interface, route::Route, show_crash, show_start_failure};

fn main() {
    if !sanyou::platform::work::is_page() {
        // A worker that breaks is noticed by the page, which reads the file itself then.
        sanyou::worker::serve();
        return;
    }
    std::panic::set_hook(Box::new(show_crash));
    sanyou::platform::spawn(Box::pin(async {
        match boot(&Route::current().workspace).await {
            Ok(()) => {
                if let Some(opening) = document().get_element_by_id("opening") {
                    opening.remove();
                }
                mount_to_body(Interface);
            }
            Err(failure) => show_start_failure(&failure.notice(Lang::Zh), &failure.notice(Lang::En)),
        }
    }));
}
