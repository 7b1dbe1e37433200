//! Files packed with gzip.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Trouble;

/// What a packed file may grow to: five times the largest export that we know of.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// The bytes as they are, or what was packed.
pub(crate) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Trouble> {
    if !bytes.starts_with(b"\x1F\x8B") {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(MAX_UNPACKED + 1)
        .read_to_end(&mut unpacked)
        .map_err(|_| Trouble::new("the file is compressed with gzip, but broken or cut off").help("fetch it again"))?;
    if unpacked.len() as u64 > MAX_UNPACKED {
        let message = format!("the file unpacks to more than {} MiB", MAX_UNPACKED / 1024 / 1024);
        return Err(Trouble::new(message).help("unpack it and split it"));
    }
    Ok(Cow::Owned(unpacked))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::unpack;

    #[test]
    fn packed_files_are_unpacked_within_a_bound() -> std::io::Result<()> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"{}")?;
        let packed = packed.finish()?;
        assert_eq!(
            unpack(&packed).map_err(|trouble| trouble.message).as_deref(),
            Ok(b"{}".as_slice())
        );
        assert!(unpack(packed.get(..packed.len() - 9).unwrap_or(&[])).is_err());
        let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..257 {
            bomb.write_all(&zeros)?;
        }
        let bomb = bomb.finish()?;
        let refused = unpack(&bomb).map_err(|trouble| trouble.message);
        assert_eq!(refused, Err("the file unpacks to more than 256 MiB".to_owned()));
        Ok(())
    }
}
