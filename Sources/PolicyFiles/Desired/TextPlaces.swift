/// Lines and columns of offsets into a text, each at or behind the one before.
struct TextPlaces {
  private let bytes: [UInt8]
  private var line = 1
  private var lineStart = 0
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Counted from 1, the column in code points.
  mutating func place(of place: Int) -> (line: Int, column: Int) {
    while offset < min(place, bytes.count) {
      let isReturn = bytes[offset] == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
      if isReturn || bytes[offset] == 0x0A {
        line += 1
        lineStart = offset + 1
      }
      offset += 1
    }
    // Every byte of a code point but the first is 10xxxxxx.
    return (line, bytes[lineStart..<max(lineStart, min(place, bytes.count))].count { $0 & 0xC0 != 0x80 } + 1)
  }
}
