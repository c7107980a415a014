//! A journey from its first browser to its last: room for it on the machine, the app's site, what to show when it fails.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::rc::Rc;

use futures_util::FutureExt;
use tokio::sync::Semaphore;

use crate::device::{Device, Profile};
use crate::grant::Grant;
use crate::problem::{Found, Outcome, Problem};
use crate::setting;
use crate::site::Site;

/// Browsers at once; more than the machine has cores only wait for each other.
static ROOM: Semaphore = Semaphore::const_new(2);

/// How much of a page's text a failure shows.
const SHOWN_CHARS_MAX: usize = 1500;

/// The app's site and the devices of one journey.
pub struct Stage {
    /// Where the app comes from.
    pub site: Site,
    /// The address that devices open: the site's, or that of a file.
    address: String,
    devices: RefCell<Vec<Rc<Device>>>,
}

/// Runs a journey that needs so many browsers at once. At the end no browser may have noted an error.
///
/// # Errors
/// Whatever the journey met; what every device shows then is printed.
///
/// # Panics
/// When the journey does, or when something it needs is missing.
pub async fn journey(name: &str, browsers: u32, body: impl AsyncFnOnce(&Stage) -> Outcome) -> Outcome {
    journey_under("/", name, browsers, body).await
}

/// The same with the app under a path of its host.
///
/// # Errors
/// As [`journey`].
pub async fn journey_under(
    path: &'static str,
    name: &str,
    browsers: u32,
    body: impl AsyncFnOnce(&Stage) -> Outcome,
) -> Outcome {
    let site = Site::serve(setting::dist(), path).await?;
    let address = site.address();
    play(Stage { site, address, devices: RefCell::default() }, name, browsers, body).await
}

/// The same with the app opened as a single file; nothing may be asked of any network.
///
/// # Errors
/// As [`journey`].
pub async fn journey_of_file(name: &str, browsers: u32, body: impl AsyncFnOnce(&Stage) -> Outcome) -> Outcome {
    let site = Site::serve(setting::dist(), "/").await?;
    let address = format!("file://{}", setting::single().display());
    play(Stage { site, address, devices: RefCell::default() }, name, browsers, body).await
}

async fn play(stage: Stage, name: &str, browsers: u32, body: impl AsyncFnOnce(&Stage) -> Outcome) -> Outcome {
    let _room = ROOM.acquire_many(browsers).await;
    let ended = AssertUnwindSafe(async {
        body(&stage).await?;
        stage.end().await?;
        Ok(())
    })
    .catch_unwind()
    .await;
    if !matches!(ended, Ok(Ok(()))) {
        stage.show(name).await;
    }
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Stage {
    /// A new device that never saw the app.
    ///
    /// # Errors
    /// When its browser or the app does not start.
    pub async fn device(&self, name: &str) -> Found<Rc<Device>> {
        self.reopen(name, Profile::fresh()?).await
    }

    /// A browser on a profile that another one left behind.
    ///
    /// # Errors
    /// As [`Stage::device`].
    pub async fn reopen(&self, name: &str, profile: Rc<Profile>) -> Found<Rc<Device>> {
        self.reopen_granted(name, profile, Grant::Both).await
    }

    /// The same with a browser that may not grant every storage.
    ///
    /// # Errors
    /// As [`Stage::device`].
    pub async fn reopen_granted(&self, name: &str, profile: Rc<Profile>, grant: Grant) -> Found<Rc<Device>> {
        let device = Rc::new(Device::start(name, profile, self.address.clone(), grant).await?);
        self.devices.borrow_mut().push(device.clone());
        Ok(device)
    }

    fn running(&self) -> Vec<Rc<Device>> {
        self.devices.borrow().iter().filter(|device| device.is_running()).cloned().collect()
    }

    async fn end(&self) -> Found {
        for device in self.running() {
            device.is_sound().await?;
            let errors = device.errors().await?;
            if !errors.is_empty() {
                return Err(Problem::Wrong(format!("the browser of {} noted errors: {errors:#?}", device.name)));
            }
            let asked = device.asked_of_network().await?;
            if !asked.is_empty() {
                return Err(Problem::Wrong(format!("the single file of {} asked for {asked:#?}", device.name)));
            }
        }
        Ok(())
    }

    /// Prints what every device shows, as far as it still answers, and leaves a picture of it.
    async fn show(&self, journey: &str) {
        for device in self.running() {
            let script = "return location.href + '\\n' + document.body.innerText";
            let shown = device.ask::<String>(script, Vec::new()).await.unwrap_or_else(|problem| problem.to_string());
            let shown: String = shown.chars().take(SHOWN_CHARS_MAX).collect();
            let errors = device.errors().await.unwrap_or_default();
            let path = pictures().join(format!("{journey}-{}.png", device.name));
            let picture = match device.picture(&path).await {
                Ok(()) => path.display().to_string(),
                Err(problem) => problem.to_string(),
            };
            println!("--- {journey}, {}: {shown}\n--- errors: {errors:#?}\n--- picture: {picture}", device.name);
        }
    }
}

/// Where pictures of failures are put: beside what cargo builds.
fn pictures() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.parent().map(PathBuf::from).unwrap_or_default()
}
