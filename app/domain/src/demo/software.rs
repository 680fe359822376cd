//! Downloads of the software that demo companies bought.

use super::company::{Bought, Stock};
use crate::directory::software::{Download, DownloadLink};
use crate::import::customer::{ImportedProduct, ImportedSoftware};

/// Language, kind of file, and the end of the address.
const FILES: [(&str, &str, &str); 2] =
    [("English", "ISO", "drawing-2026-en-x64.iso"), ("German", "MSI", "drawing-2026-de-x64.msi")];

/// The files of purchases that have some. The products are those of the stock, in its order.
pub(super) fn files(stock: &[Stock], products: &[ImportedProduct]) -> Vec<ImportedSoftware> {
    let bought = stock.iter().zip(products).filter(|(stock, _)| matches!(stock.bought, Bought::SoftwareWithFiles));
    let files = |(_, product): (&Stock, &ImportedProduct)| {
        let downloads = FILES.iter().filter_map(|file| download(&product.product.name, *file)).collect();
        let subscription = product.subscriptions.first()?.id;
        Some(ImportedSoftware { subscription, downloads, keys: Vec::new() })
    };
    bought.filter_map(files).collect()
}

fn download(name: &str, (language, file_type, file): (&str, &str, &str)) -> Option<Download> {
    Some(Download {
        name: name.to_owned(),
        version: Some("26.1".to_owned()),
        language: Some(language.to_owned()),
        architecture: Some("x64".to_owned()),
        file_type: Some(file_type.to_owned()),
        link: DownloadLink::parse(&format!("https://downloads.proseware.com/{file}")).ok()?,
    })
}
