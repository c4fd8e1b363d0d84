/// Puts scalars together from bytes that may come in pieces, and drops what is not UTF-8.
struct UTF8Assembler {
  private var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }

  /// Takes a byte above 127 and gives the scalar that it completes.
  mutating func append(_ byte: UInt8) -> Unicode.Scalar? {
    if byte & 0xC0 != 0x80 {
      bytes = [byte]
      return nil
    }
    guard let lead = bytes.first else { return nil }
    bytes.append(byte)
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard bytes.count >= length else { return nil }
    defer { bytes = [] }
    return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
  }
}
