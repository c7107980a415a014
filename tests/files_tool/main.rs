//! The command-line tool as people and scripts meet it: the built program, its files, its output and its exit status.
//!
//! `desk` runs the program in a folder of its own; `office` makes the files that lie there. The library is asked what is
//! right; nothing here repeats its rules.

mod compared;
mod desk;
mod exits;
mod figures;
mod merged;
mod office;
mod refused;
mod shown;
mod tabled;
