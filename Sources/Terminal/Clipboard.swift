/// The clipboard of the terminal, reached by OSC 52, which works through ssh.
package enum Clipboard {
  /// What became of a text.
  package enum Outcome: Hashable, Sendable {
    /// It was sent. Whether the terminal allows it is not known: there is no answer.
    case sent
    /// It is longer than terminals take; nothing was sent.
    case tooLong(bytes: Int, limit: Int)
    /// This terminal has no clipboard.
    case unsupported
  }

  /// The most bytes of text: xterm and hterm take 100,000 bytes of sequence, base64 is 4 for 3.
  package static let limit = 74_000

  /// The sequence that puts a text on the clipboard; `nil` when it is too long.
  package static func sequence(for text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= limit else { return nil }
    return "\u{1B}]52;c;" + base64(bytes) + "\u{07}"
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let index = Int(bits >> UInt32(18 - 6 * place) & 63)
        result.append(place <= group.count ? alphabet[index] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
