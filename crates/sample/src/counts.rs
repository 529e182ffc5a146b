//! `counts/*.csv`: counts per minute of the large size's objectives, one file each, written at the speed of the disk.

use crate::SampleError;
use crate::civil::{Clock, DAY};
use crate::dice::Dice;
use crate::files::Folder;
use crate::large::{Crowd, CrowdIncident};
use crate::traffic::level;
use std::io::Write;

/// Days that the counts cover.
const DAYS: i64 = 30;

/// Writes one file for every objective that is counted.
pub(crate) fn write(folder: &mut Folder<'_>, clock: &Clock, crowd: &Crowd, seed: u64) -> Result<(), SampleError> {
    // The day's shape in 65,536ths, once for all files.
    let from = clock.now - DAYS * DAY;
    let levels: Vec<u64> = (from..clock.now).map(|minute| (level(clock, minute) * 65_536.0) as u64).collect();
    let mut buffer = Vec::with_capacity(levels.len() * 22 + 32);
    for one in &crowd.objectives {
        let hurt: Vec<&CrowdIncident> = crowd.incidents.iter().filter(|hurt| Some(hurt.area) == one.area).collect();
        fill(&mut buffer, from, &levels, &hurt, &mut Dice::new(seed, &one.id));
        folder.stream(&format!("counts/{}.csv", one.id), |out| out.write_all(&buffer))?;
    }
    Ok(())
}

/// The rows of one objective.
fn fill(buffer: &mut Vec<u8>, from: i64, levels: &[u64], hurt: &[&CrowdIncident], dice: &mut Dice) {
    buffer.clear();
    buffer.extend_from_slice(b"time,good,total\n");
    let base = 20 + dice.below(260);
    // One in so many interactions fails in ordinary times.
    let one_in = 1_200 + dice.below(9_000);
    let mut clock = Digits::new(from * 60);
    let mut harm = vec![0_u8; levels.len()];
    for one in hurt {
        let span = (one.began - from).max(0)..(one.ended - from).clamp(0, levels.len() as i64);
        for minute in span {
            harm[minute as usize] = 40;
        }
    }
    for (level, percent) in levels.iter().zip(&harm) {
        let drawn = dice.below(1 << 40);
        let total = ((base * level) >> 16) + (drawn & 7);
        // A share of total / one_in of the minutes holds one failure.
        let ordinary = u64::from((drawn >> 8) % one_in < total);
        let bad = (ordinary + total * u64::from(*percent) / 100).min(total);
        buffer.extend_from_slice(clock.text());
        buffer.push(b',');
        number(buffer, total - bad);
        buffer.push(b',');
        number(buffer, total);
        buffer.push(b'\n');
        clock.add_minute();
    }
}

/// Seconds since the epoch as text that is counted up in place.
struct Digits {
    text: [u8; 20],
    from: usize,
}

impl Digits {
    fn new(second: i64) -> Self {
        let mut digits = Self { text: [b'0'; 20], from: 20 };
        let text = second.max(0).to_string();
        digits.from -= text.len();
        digits.text[digits.from..].copy_from_slice(text.as_bytes());
        digits
    }

    fn text(&self) -> &[u8] {
        &self.text[self.from..]
    }

    /// Adds 60: six to the second last digit, with what is carried.
    fn add_minute(&mut self) {
        let mut add = 6;
        let mut at = 18;
        while add > 0 {
            let sum = self.text[at] - b'0' + add;
            self.text[at] = b'0' + sum % 10;
            add = sum / 10;
            self.from = self.from.min(at);
            if at == 0 {
                break;
            }
            at -= 1;
        }
    }
}

/// Appends a number in decimal.
fn number(buffer: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    buffer.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_count_up_by_a_minute_with_every_carry() {
        for second in [0, 40, 59_940, 999_999_960, 1_795_340_460, 9_999_999_940] {
            let mut digits = Digits::new(second);
            for step in 0..500 {
                assert_eq!(std::str::from_utf8(digits.text()).unwrap().parse(), Ok(second + step * 60));
                digits.add_minute();
            }
        }
    }

    #[test]
    fn every_row_has_no_more_good_than_all_and_an_incident_shows() {
        let hurt = CrowdIncident { area: 0, began: 100_010, ended: 100_020, number: 1, hands: [0; 4], hops: 1 };
        let mut buffer = Vec::new();
        fill(&mut buffer, 100_000, &[65_536; 60], &[&hurt], &mut Dice::new(1, "x"));
        let text = String::from_utf8(buffer).unwrap();
        let rows: Vec<Vec<u64>> =
            text.lines().skip(1).map(|row| row.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
        assert_eq!(rows.len(), 60);
        assert!(rows.iter().all(|row| row[1] <= row[2]));
        assert!(rows[10..20].iter().all(|row| (row[2] - row[1]) * 100 >= row[2] * 38), "{rows:?}");
        assert!(rows[..10].iter().chain(&rows[20..]).all(|row| row[2] - row[1] <= 1));
        assert_eq!(rows[1][0] - rows[0][0], 60);
    }
}
