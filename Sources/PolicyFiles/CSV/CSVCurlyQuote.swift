/// The quotation marks that word processors put in the place of straight ones.
enum CSVCurlyQuote {
  private static let marks: [Unicode.Scalar] = ["\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}"]

  static func isMark(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(marks.contains) ?? false }

  /// How many bytes of UTF-8 the mark has that stands there; nil if none does.
  static func length(in bytes: [UInt8], at offset: Int) -> Int? {
    guard offset + 2 < bytes.count, bytes[offset] == 0xE2, bytes[offset + 1] == 0x80,
      (0x9C...0x9F).contains(bytes[offset + 2])
    else { return nil }
    return 3
  }
}
