/// A bar one column wide that shows which part of a long text or list is in sight.
package enum ScrollBar {
  /// Draws into the last column of a rectangle; nothing when everything is in sight.
  package static func draw(
    into buffer: inout Buffer,
    in rect: Rect,
    top: Int,
    count: Int,
    glyphs: Glyphs,
    track: Style,
    thumb: Style
  ) {
    let height = rect.rows
    guard height > 0, rect.columns > 0, count > height else { return }
    let length = max(1, height * height / count)
    let range = count - height
    let place = (height - length) * min(max(0, top), range) / range
    for row in 0..<height {
      let isThumb = row >= place && row < place + length
      buffer.write(
        isThumb ? glyphs.scrollThumb : glyphs.scrollTrack,
        at: Position(row: rect.row + row, column: rect.endColumn - 1),
        style: isThumb ? thumb : track
      )
    }
  }
}
