//! Compressed copies of files, which the server sends as they are.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::quality::Quality;

/// Compresses with brotli.
pub fn brotli(bytes: &[u8], quality: Quality) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: match quality {
            Quality::Release => 11,
            Quality::Dev => 4,
        },
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Compresses with gzip.
pub fn gzip(bytes: &[u8], quality: Quality) -> io::Result<Vec<u8>> {
    let level = match quality {
        Quality::Release => Compression::best(),
        Quality::Dev => Compression::fast(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const TEXT: &[u8] = b"a license, a license, a license for every user";

    #[test]
    fn brotli_gives_back_what_it_took() {
        for quality in [Quality::Release, Quality::Dev] {
            let mut text = Vec::new();
            brotli::BrotliDecompress(&mut &*brotli(TEXT, quality).unwrap(), &mut text).unwrap();
            assert_eq!(text, TEXT);
        }
    }

    #[test]
    fn gzip_gives_back_what_it_took() {
        for quality in [Quality::Release, Quality::Dev] {
            let mut text = Vec::new();
            let compressed = gzip(TEXT, quality).unwrap();
            flate2::read::GzDecoder::new(&*compressed).read_to_end(&mut text).unwrap();
            assert_eq!(text, TEXT);
        }
    }
}
