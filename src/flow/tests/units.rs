//! Units, periods, years.
