//! Peak memory of one operation, by counting what the allocator hands out.
//!
//! Counts only while it is asked to: the timed runs pay one predictable branch an allocation, all contenders alike.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};

/// The system's allocator with a counter beside it.
pub struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static IS_ON: AtomicBool = AtomicBool::new(false);
static HELD_BYTES: AtomicI64 = AtomicI64::new(0);
static PEAK_BYTES: AtomicI64 = AtomicI64::new(0);

fn count(bytes: i64) {
    let held = HELD_BYTES.fetch_add(bytes, Relaxed) + bytes;
    PEAK_BYTES.fetch_max(held, Relaxed);
}

// SAFETY: every call goes to the system's allocator with the arguments it came with; counting touches only atomics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if IS_ON.load(Relaxed) {
            count(layout.size() as i64);
        }
        // SAFETY: as the trait demands of our caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if IS_ON.load(Relaxed) {
            count(layout.size() as i64);
        }
        // SAFETY: as the trait demands of our caller.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, held: *mut u8, layout: Layout) {
        if IS_ON.load(Relaxed) {
            count(-(layout.size() as i64));
        }
        // SAFETY: as the trait demands of our caller.
        unsafe { System.dealloc(held, layout) }
    }

    unsafe fn realloc(&self, held: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if IS_ON.load(Relaxed) {
            // What moves is held twice for a moment; what grows in place is not. The allocator does not say which it
            // did, so the difference is counted, for all contenders alike.
            count(size as i64 - layout.size() as i64);
        }
        // SAFETY: as the trait demands of our caller.
        unsafe { System.realloc(held, layout, size) }
    }
}

/// The most bytes held during an operation beyond those held before it, its result included.
pub fn peak_bytes<T>(operation: impl FnOnce() -> T) -> (u64, T) {
    HELD_BYTES.store(0, Relaxed);
    PEAK_BYTES.store(0, Relaxed);
    IS_ON.store(true, Relaxed);
    let result = operation();
    IS_ON.store(false, Relaxed);
    (PEAK_BYTES.load(Relaxed).max(0).cast_unsigned(), result)
}
