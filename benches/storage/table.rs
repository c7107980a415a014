//! The table: what was measured beside what it was to be.

/// What a figure was to be.
pub enum Budget {
    /// Printed, not held to.
    None,
    /// At most this many.
    Most(usize),
    /// At least this many.
    Least(usize),
    /// The same work whatever is held already; a missed one is told by two different figures.
    Same(usize),
    /// What an earlier sketch of the design measured: to aim by, not held to.
    Sketch(&'static str),
}

/// One line of the table.
pub struct Row {
    what: String,
    measured: String,
    budget: String,
    is_missed: bool,
}

impl Row {
    /// A count of something, with its budget.
    pub fn count(what: impl Into<String>, count: usize, unit: &str, budget: &Budget) -> Self {
        let verdict = |sign: &str, bound: usize, is_met: bool| {
            (format!("{sign} {}: {}", grouped(bound), if is_met { "met" } else { "MISSED" }), !is_met)
        };
        let (budget, is_missed) = match *budget {
            Budget::None => (String::new(), false),
            Budget::Most(most) => verdict("≤", most, count <= most),
            Budget::Least(least) => verdict("≥", least, count >= least),
            Budget::Same(same) => verdict("=", same, count == same),
            Budget::Sketch(text) => (format!("sketch: {text}"), false),
        };
        Self { what: what.into(), measured: format!("{} {unit}", grouped(count)), budget, is_missed }
    }

    /// A figure in words, without a budget.
    pub fn words(what: impl Into<String>, measured: String) -> Self {
        Self { what: what.into(), measured, budget: String::new(), is_missed: false }
    }

    /// A check that holds or does not.
    pub fn check(what: impl Into<String>, holds: bool) -> Self {
        let measured = if holds { "yes" } else { "NO" }.to_owned();
        let budget = format!("yes: {}", if holds { "met" } else { "MISSED" });
        Self { what: what.into(), measured, budget, is_missed: !holds }
    }

    /// What was missed, if anything was.
    pub fn missed(&self) -> Option<String> {
        self.is_missed.then(|| format!("{}: {} ({})", self.what, self.measured, self.budget))
    }
}

/// Rows under a title.
pub struct Section {
    /// What the rows have in common.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// All sections as one table; columns are as wide as they need to be.
pub fn text(sections: &[Section]) -> String {
    let head = Row { what: "what".into(), measured: "measured".into(), budget: "budget".into(), is_missed: false };
    let rows = || sections.iter().flat_map(|section| &section.rows).chain([&head]);
    let width = |cell: fn(&Row) -> &str| rows().map(|row| cell(row).chars().count()).max().unwrap_or(0);
    let (left, middle) = (width(|row| &row.what), width(|row| &row.measured));
    let line = |row: &Row| {
        let line = format!("{:<left$}  {:>middle$}  {}", row.what, row.measured, row.budget);
        format!("{}\n", line.trim_end())
    };
    let section = |section: &Section| {
        let rows: String = section.rows.iter().map(line).collect();
        format!("\n{}\n{rows}", section.title)
    };
    format!("{}{}", line(&head), sections.iter().map(section).collect::<String>())
}

/// A whole number with a comma between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |place: usize| if place > 0 && (digits.len() - place).is_multiple_of(3) { "," } else { "" };
    digits.chars().enumerate().map(|(place, digit)| format!("{}{digit}", comma(place))).collect()
}
