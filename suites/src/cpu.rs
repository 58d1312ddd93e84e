//! How much time the processors spent on finished child processes.

use std::fs;

/// Linux reports times of processes in hundredths of a second.
const TICKS: f64 = 100.0;

/// User and system time of all children that have ended, in seconds; `None` where the system does not say.
pub fn of_children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold anything: count from behind it.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

/// What children spent while something ran.
pub fn measured<T>(run: impl FnOnce() -> T) -> (T, Option<f64>) {
    let before = of_children();
    let result = run();
    let spent = before.and_then(|before| Some(of_children()? - before));
    (result, spent)
}

/// Seconds for people.
pub fn shown(seconds: Option<f64>) -> String {
    seconds.map_or("not measured".to_owned(), |seconds| format!("{seconds:.2} s"))
}
