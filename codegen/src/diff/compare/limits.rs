//! Limits of lengths and counts.

use super::Comparison;
use super::words::changed;
use crate::diff::change::Aspect;

impl Comparison<'_, '_, '_> {
    pub(super) fn least(&mut self, keyword: &'static str, old: Option<u64>, new: Option<u64>) {
        if old != new {
            self.limit(keyword, changed(keyword, old.map(shown), new.map(shown)), new > old);
        }
    }

    pub(super) fn most(&mut self, keyword: &'static str, old: Option<u64>, new: Option<u64>) {
        if old != new {
            let is_tighter = new.unwrap_or(u64::MAX) < old.unwrap_or(u64::MAX);
            self.limit(keyword, changed(keyword, old.map(shown), new.map(shown)), is_tighter);
        }
    }

    pub(super) fn limit(&mut self, keyword: &'static str, message: String, is_tighter: bool) {
        let aspect = |wanted: bool| wanted.then_some(Aspect::Count(keyword));
        let rule = if is_tighter {
            "limit-tightened"
        } else {
            "limit-loosened"
        };
        self.push(
            rule,
            message,
            &format!("/{keyword}"),
            aspect(is_tighter),
            aspect(!is_tighter),
        );
    }
}

fn shown(count: u64) -> String {
    count.to_string()
}
