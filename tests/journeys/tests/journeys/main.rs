//! The journeys of people through the built app, each in browsers of its own.
//!
//! One program, so that all journeys share the room for browsers.

mod all_matters;
mod damaged;
mod denied;
mod diagnosis;
mod entered_twice;
mod evaluation;
mod explained;
mod from_a_day_on;
mod frozen;
mod full_disk;
mod funding_gap;
mod history;
mod joint_meeting;
mod keyboard;
mod late_parts;
mod long_sheet;
mod main_job;
mod offline;
mod offline_after_load;
mod old_roster;
mod opened_with;
mod out_of_rent;
mod own_records;
mod partnership;
mod read_aside;
mod readable_page;
mod report_up;
mod screens;
mod shared_folder;
mod sharing_out;
mod single_file;
mod storage_page;
mod survives_the_kill;
mod taken_out;
mod the_harness;
mod too_old;
mod twenty_conflicts;
mod two_devices;
mod two_tabs;
mod where_from;
