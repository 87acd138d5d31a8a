//! Pictures as PNG, for places that show no SVG. The font is embedded, so that a picture looks
//! the same on every machine.

use std::fmt;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels of the picture for one of the drawing: sharp on dense screens.
const SCALE: f32 = 2.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(include_bytes!("fonts/Inter-Regular.otf").to_vec());
    fonts.load_font_data(include_bytes!("fonts/Inter-SemiBold.otf").to_vec());
    Arc::new(fonts)
});

/// Why a picture could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureError {
    /// The SVG could not be read; the parser's own words.
    Drawing(String),
    /// The picture has no size, or too large a one.
    Size,
    /// The picture could not be packed; the packer's own words.
    Packing(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Drawing(why) => write!(f, "the drawing could not be read: {why}"),
            PictureError::Size => f.write_str("the drawing has no size that can be painted"),
            PictureError::Packing(why) => write!(f, "the picture could not be packed: {why}"),
        }
    }
}

impl std::error::Error for PictureError {}

/// Paints an SVG at twice its size. For pictures of [`super::Theme::Light`] or [`super::Theme::Dark`];
/// takes tens of milliseconds of a processor, so call it where that may block.
///
/// # Errors
/// When the SVG can't be read or painted.
pub fn png(svg: &str) -> Result<Vec<u8>, PictureError> {
    let options = Options { fontdb: FONTS.clone(), font_family: "Inter".into(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|e| PictureError::Drawing(e.to_string()))?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let mut pixmap = Pixmap::new(width, height).ok_or(PictureError::Size)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|e| PictureError::Packing(e.to_string()))
}
