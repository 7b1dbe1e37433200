//! The walk of one scan, for the next one.

use crate::cache::Cache;
use crate::source::remembered::{self, Around, Tree};
use crate::source::walk::{self, WalkOptions, Walked};
use crate::source::{DiskStamp, Stamp};

/// Walks the tree, or takes what an earlier walk met where nothing says that it would meet something else now.
///
/// # Errors
/// As [`walk::walk`].
pub(super) fn walk(options: &WalkOptions, cache: &Cache) -> Result<Walked, String> {
    if options.listing.is_some() || !options.overlay.is_empty() {
        return walk::walk(options);
    }
    let choice = format!("a walk {:?} {:?} {:?}", options.paths, options.include, options.exclude);
    let name = cache.name([choice.as_bytes()]);
    let kept = cache.load(&name);
    let kept = kept.and_then(|parts| postcard::from_bytes::<Tree>(parts.get(0)).ok());
    if let Some(walked) = kept.and_then(Tree::walked) {
        return Ok(walked);
    }
    let around = Around::new(options);
    let walked = walk::walk(options)?;
    let settles = |stamp: &DiskStamp| cache.settles(&Stamp::Disk(*stamp));
    let around = around.filter(|_| remembered::is_trusted(&walked));
    let tree = around.map(|around| Tree::new(&walked, options, around, settles));
    if let Some(bytes) = tree.flatten().and_then(|tree| postcard::to_stdvec(&tree).ok()) {
        // Where nothing can be kept, the scan says so.
        let _ = cache.store(&name, &[&bytes]);
    }
    Ok(walked)
}
