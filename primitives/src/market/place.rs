//! How far two geohashes are from each other.
//!
//! A geohash is decoded to the middle of its cell, in whole numbers. The distance is that on a flat map whose width is shrunk by the
//! cosine of the latitude in the middle between the two: exact to some per cent where cells are near each other, and in the
//! right order of size elsewhere. That is all that a preference needs, and it is the same on every machine.

use crate::text::Region;

/// Bits of each coordinate.
const BITS: u32 = 30;
/// Positions of each coordinate.
const SIDE: u64 = 1 << BITS;
/// Metres from pole to pole.
const MERIDIAN: u64 = 20_015_087;

/// Latitude from the south pole and longitude from the date line, as parts of 2^30 of the whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Point {
	latitude: u64,
	longitude: u64,
}

/// The five bits of a digit of a geohash. What is no digit counts as zero.
fn digit(byte: u8) -> u64 {
	let (first, base) = match byte {
		b'0'..=b'9' => (b'0', 0),
		b'b'..=b'h' => (b'b', 10),
		b'j' | b'k' => (b'j', 17),
		b'm' | b'n' => (b'm', 19),
		b'p'..=b'z' => (b'p', 21),
		_ => return 0,
	};
	byte.saturating_sub(first).saturating_add(base).into()
}

impl Point {
	/// The middle of the cell.
	fn of(region: &Region) -> Self {
		let (mut longitude, mut latitude) = (0u64, 0u64);
		// Half of what is left of the cell, for each coordinate.
		let (mut east, mut north) = (SIDE / 2, SIDE / 2);
		let mut along = true;
		for byte in region.as_bytes() {
			let bits = digit(*byte);
			for shift in [4u32, 3, 2, 1, 0] {
				let set = (bits >> shift) & 1;
				let (sum, half) =
					if along { (&mut longitude, &mut east) } else { (&mut latitude, &mut north) };
				*sum = sum.saturating_add(set.saturating_mul(*half));
				*half /= 2;
				along = !along;
			}
		}
		// What is left of each side after the last bit, halved: the middle. A cell of twelve digits has no middle but itself.
		Self { latitude: latitude.saturating_add(north), longitude: longitude.saturating_add(east) }
	}

	/// Degrees from the equator.
	fn degrees(latitude: u64) -> u64 {
		(latitude.saturating_mul(180) / SIDE).abs_diff(90)
	}
}

/// The cosine of so many degrees up to 90, in thousandths, by Bhaskara's formula (some 1.6 thousandths off at most).
fn cosine(degrees: u64) -> u64 {
	let square = degrees.saturating_mul(degrees);
	let above = 32_400u64.saturating_sub(square.saturating_mul(4)).saturating_mul(1_000);
	above / 32_400u64.saturating_add(square)
}

/// Metres between the middles of two geohashes.
pub fn distance(a: &Region, b: &Region) -> u64 {
	let (a, b) = (Point::of(a), Point::of(b));
	let north = a.latitude.abs_diff(b.latitude).saturating_mul(MERIDIAN) / SIDE;
	let around = a.longitude.abs_diff(b.longitude);
	let around = around.min(SIDE.saturating_sub(around));
	let middle = a.latitude.saturating_add(b.latitude) / 2;
	let east = (around.saturating_mul(MERIDIAN.saturating_mul(2)) / SIDE)
		.saturating_mul(cosine(Point::degrees(middle)))
		/ 1_000;
	north.saturating_mul(north).saturating_add(east.saturating_mul(east)).isqrt()
}

#[cfg(test)]
mod tests {
	use super::*;

	fn between(a: &str, b: &str) -> u64 {
		distance(&Region::new(a).unwrap(), &Region::new(b).unwrap())
	}

	#[test]
	fn known_places_are_as_far_apart_as_on_the_globe() {
		// Berlin, Potsdam, Paris, Sydney.
		assert_eq!(between("u33dc0", "u33dc0"), 0);
		let potsdam = between("u33dc0", "u33611");
		assert!((25_000..31_000).contains(&potsdam), "{potsdam}");
		let paris = between("u33dc0", "u09tvw");
		assert!((850_000..910_000).contains(&paris), "{paris}");
		assert!(between("u33dc0", "r3gx2f") > 10_000_000);
	}

	#[test]
	fn neighbours_across_the_date_line_and_across_a_cell_are_near() {
		// Fiji on both sides of 180 degrees.
		assert!(between("ruz", "2hb") < 200_000, "{}", between("ruz", "2hb"));
		// Cells that share no prefix, on both sides of the prime meridian.
		assert!(between("gcpuzg", "u10hb5") < 2_000, "{}", between("gcpuzg", "u10hb5"));
	}

	#[test]
	fn every_digit_has_its_five_bits() {
		let digits = b"0123456789bcdefghjkmnpqrstuvwxyz";
		for (value, byte) in (0u64..).zip(digits) {
			assert_eq!(digit(*byte), value);
		}
	}
}
