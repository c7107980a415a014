//! What the browser journeys stand on: the built app served in-process, a Chromium per device, and a page object for
//! each page of the app. The journeys themselves are in `tests/`.
//!
//! Nothing here sleeps: whoever waits looks again and again at what it waits for, until a bound. Nothing is left behind:
//! browsers, drivers and folders end with the journey, however it ends.

pub mod axe;
pub mod clock;
pub mod device;
pub mod downloads;
pub mod export;
pub mod focus;
pub mod grant;
pub mod guard;
pub mod hand;
pub mod homes;
pub mod layout;
pub mod pages;
pub mod problem;
pub mod reach;
pub mod room;
pub mod scenes;
pub mod seed;
pub mod setting;
pub mod site;
pub mod stage;
pub mod storage;
pub mod texts;
pub mod variant;

pub use device::{Device, Profile};
pub use export::Export;
pub use grant::Grant;
pub use hand::Edit;
pub use homes::Home;
pub use problem::{Found, Outcome, Problem};
pub use seed::Seed;
pub use site::Site;
pub use stage::{Stage, journey, journey_of_file, journey_under};
