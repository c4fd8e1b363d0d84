import Foundation

/// Text as it is searched: lower case, composed (NFC), UTF-8.
///
/// Control characters become spaces, so that bytes below 0x20 are free to end a field and a row, and so that words in
/// quotes are found across a line break.
enum FoldedText {
  /// Ends a field within a row.
  static let endOfField: CChar = 1
  /// Ends a row.
  static let endOfRow: CChar = 2

  static func append(_ text: String, to bytes: inout [CChar]) {
    let start = bytes.count
    let source = text.utf8.span
    for index in 0..<source.count {
      let byte = source[index]
      guard byte < 0x80 else {
        bytes.removeSubrange(start...)
        for byte in text.lowercased().precomposedStringWithCanonicalMapping.utf8 {
          bytes.append(byte < 0x20 ? 0x20 : CChar(bitPattern: byte))
        }
        return
      }
      bytes.append(lowered(byte))
    }
  }

  /// Appends the bytes of a text.
  static func append(_ text: ArraySlice<UInt8>, to bytes: inout [CChar]) {
    guard text.allSatisfy({ $0 < 0x80 }) else { return append(String(decoding: text, as: UTF8.self), to: &bytes) }
    for byte in text { bytes.append(lowered(byte)) }
  }

  /// The folded bytes, ended by a zero as the C library wants it.
  static func terminated(_ text: String) -> [CChar] {
    var bytes: [CChar] = []
    append(text, to: &bytes)
    bytes.append(0)
    return bytes
  }

  private static func lowered(_ byte: UInt8) -> CChar {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): CChar(byte | 0x20)
    case 0..<0x20: 0x20
    default: CChar(byte)
    }
  }
}
