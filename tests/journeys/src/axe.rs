//! The accessibility checker in the page.

use std::fs;

use serde::Deserialize;

use crate::device::Device;
use crate::problem::{Found, Problem};
use crate::setting;

/// The rules that are run: WCAG 2.0, 2.1 and 2.2, levels A and AA.
const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

#[derive(Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    target: Vec<serde_json::Value>,
    #[serde(rename = "failureSummary", default)]
    summary: Option<String>,
}

impl Device {
    /// Checks the page as it is and returns a line for each place that breaks a rule: the rule, where, why.
    ///
    /// # Errors
    /// When the checker cannot run.
    pub async fn violations(&self) -> Found<Vec<String>> {
        if !self.ask::<bool>("return typeof axe === 'object'", Vec::new()).await? {
            let path = setting::axe_script();
            let source = fs::read_to_string(&path).map_err(Problem::disk(format!("reading {}", path.display())))?;
            self.ask::<Option<bool>>(&source, Vec::new()).await?;
        }
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'] })
                .then(result => done(result.violations.map(({ id, help, nodes }) =>
                    ({ id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }))))
                .catch(error => done([{ id: 'axe', help: String(error), nodes: [{ target: [] }] }]))";
        let found: Vec<Violation> = self.ask_later(script, vec![TAGS.to_vec().into()]).await?;
        let lines = found.iter().flat_map(|violation| {
            violation.nodes.iter().map(move |node| {
                let target = serde_json::Value::Array(node.target.clone());
                let summary = node.summary.as_deref().unwrap_or_default().replace('\n', " ");
                format!("{} ({}) at {target}: {summary}", violation.id, violation.help)
            })
        });
        Ok(lines.collect())
    }
}
