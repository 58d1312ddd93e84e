//! Tables as Markdown, aligned so that they also read well in a terminal.

/// Formats a table; the first column is text, all others are numbers.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = header
        .iter()
        .enumerate()
        .map(|(column, title)| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .chain([title.chars().count(), 3])
                .max()
                .unwrap_or_default()
        })
        .collect();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let aligned = |cells: &[String]| {
        widths
            .iter()
            .enumerate()
            .map(|(column, &width)| {
                let cell = cells.get(column).map_or("", String::as_str);
                if column == 0 {
                    format!("{cell:<width$}")
                } else {
                    format!("{cell:>width$}")
                }
            })
            .collect()
    };
    let titles: Vec<String> = header.iter().map(|title| (*title).to_owned()).collect();
    let mut text = line(aligned(&titles));
    text.push_str(&line(
        widths
            .iter()
            .enumerate()
            .map(|(column, &width)| {
                let dashes = "-".repeat(width - 1);
                if column == 0 {
                    format!("{dashes}-")
                } else {
                    format!("{dashes}:")
                }
            })
            .collect(),
    ));
    for row in rows {
        text.push_str(&line(aligned(row)));
    }
    text
}
