//! Counting children by height.

use proptest::prelude::*;

use super::*;

#[test]
fn height_is_one_more_than_that_of_the_highest_child() {
	let mut below = Heights::<Test>::default();
	assert_eq!((below.height(), below.children()), (0, 0));
	for height in [0, 2, 2] {
		below.add(height).unwrap();
	}
	assert_eq!((below.height(), below.children()), (3, 3));
	below.remove(2).unwrap();
	assert_eq!((below.height(), below.children()), (3, 2));
	below.remove(2).unwrap();
	assert_eq!((below.height(), below.children()), (1, 1));
	below.remove(0).unwrap();
	assert_eq!(below, Heights::default());
}

#[test]
fn child_that_is_too_high_or_was_never_there_is_refused() {
	let mut below = Heights::<Test>::default();
	assert_eq!(below.add(MAX_DEPTH), None);
	assert_eq!(below.add(u32::MAX), None);
	assert_eq!(below.remove(0), None);
	below = Heights::default();
	below.add(1).unwrap();
	assert_eq!(below.remove(0), None);
	assert_eq!(below.remove(2), None);
}

proptest! {
	#[test]
	fn heights_agree_with_a_list_of_children(moves in prop::collection::vec((any::<bool>(), 0..MAX_DEPTH), 0..60)) {
		let mut below = Heights::<Test>::default();
		let mut children = Vec::new();
		for (add, height) in moves {
			if add {
				below.add(height).unwrap();
				children.push(height);
			} else if let Some(at) = children.iter().position(|child| *child == height) {
				below.remove(height).unwrap();
				children.swap_remove(at);
			}
			prop_assert_eq!(below.height(), children.iter().max().map_or(0, |highest| highest + 1));
			prop_assert_eq!(below.children() as usize, children.len());
		}
	}
}
