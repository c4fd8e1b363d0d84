/// The glyphs of one grapheme.
///
/// Most have one. A letter with a spacing mark and a flag of two letters have several, each with columns of its own, as
/// terminals lay them out.
struct GlyphRun {
  private(set) var first = Glyph.refused
  private(set) var others: [Glyph] = []
  private(set) var width = 0

  init(_ character: Character) {
    let scalars = character.unicodeScalars
    if let only = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
      first = Glyph(only)
      width = first.width
      return
    }
    var joined = false
    for scalar in scalars {
      let value = scalar.value
      if value == 0x200D {
        joined = true
        continue
      }
      if value == 0xFE0F || value == 0xFE0E { continue }
      let isEmoji = value > 0xFF && scalar.properties.isEmoji
      if width > 0, isEmoji && joined || (0x1F3FB...0x1F3FF).contains(value) { continue }
      joined = false
      if TextWidth.columns(of: scalar) == 0, width > 0, !VisibleText.mustEscape(scalar) {
        if others.isEmpty { first.append(scalar) } else { others[others.count - 1].append(scalar) }
        continue
      }
      let glyph = Glyph(scalar)
      if width == 0 { first = glyph } else { others.append(glyph) }
      width += glyph.width
    }
    if width == 0 { width = first.width }
  }
}
