extension Buffer {
  /// The columns of a row from the first to the last that differ from an earlier buffer; `nil` when none does.
  ///
  /// Both ends are moved out so that no wide glyph is cut. All columns differ from a buffer of another size, or none.
  package func changedColumns(row: Int, since earlier: Buffer?) -> Range<Int>? {
    let width = size.columns
    guard row >= 0, row < size.rows, width > 0 else { return nil }
    guard let earlier, earlier.size == size else { return 0..<width }
    let line = row * width
    return cells.withUnsafeBufferPointer { mine in
      earlier.cells.withUnsafeBufferPointer { theirs in
        if mine.baseAddress == theirs.baseAddress { return nil }
        var first = 0
        while first < width, mine[line + first] == theirs[line + first] { first += 1 }
        guard first < width else { return nil }
        var last = width - 1
        while mine[line + last] == theirs[line + last] { last -= 1 }
        while first > 0, mine[line + first].glyph.isContinuation || theirs[line + first].glyph.isContinuation {
          first -= 1
        }
        while last + 1 < width,
          mine[line + last + 1].glyph.isContinuation || theirs[line + last + 1].glyph.isContinuation
        {
          last += 1
        }
        return first..<last + 1
      }
    }
  }
}
