/// What follows an ESC that was taken for the Escape key, because nothing came with it.
///
/// On a slow line the rest of a sequence comes a moment later, and its letters would run as commands. So what may be
/// such a rest is held back until it shows what it is.
struct LateTail: Hashable {
  /// What came so far, beginning with the byte after ESC.
  private(set) var bytes: [UInt8]

  /// What the bytes are, as far as they came.
  enum Verdict: Hashable {
    /// They may become a sequence.
    case open
    /// They are the beginning of a sequence for sure, which is to be read on as any other.
    case begun
    /// They are a whole sequence.
    case whole
    /// They are keys.
    case keys
  }

  /// More than a person types in the time, and more than any key sends.
  private static let longest = 32

  /// Nil where no sequence goes on like this.
  init?(_ byte: UInt8) {
    guard Array("[O]P".utf8).contains(byte) else { return nil }
    bytes = [byte]
  }

  mutating func append(_ byte: UInt8) -> Verdict {
    bytes.append(byte)
    switch bytes[0] {
    case UInt8(ascii: "["): return control(byte)
    case UInt8(ascii: "O"): return InputDecoder.pad(byte) == nil ? .keys : .whole
    default: return string(byte)
    }
  }

  /// The parameters of a control sequence so far, without the byte that ends it.
  var parameters: [UInt8] { Array(bytes.dropFirst().prefix { (0x20...0x3F).contains($0) }) }

  /// A person may have typed `[` and a letter; so without parameters only a sequence that is known is one.
  private func control(_ byte: UInt8) -> Verdict {
    switch byte {
    case 0x20...0x3F: bytes.count > Self.longest ? .begun : .open
    case 0x40...0x7E where bytes.count > 2: .whole
    case 0x40...0x7E: ControlSequence(parameters: [], final: byte) == nil ? .keys : .whole
    default: .keys
    }
  }

  /// An answer of the terminal begins with a number and a semicolon, or with what tells its kind.
  private func string(_ byte: UInt8) -> Verdict {
    let isAnswer = bytes.count == 3 && bytes[0] == UInt8(ascii: "P")
    return switch byte {
    case UInt8(ascii: ";") where bytes.count > 2: .begun
    case UInt8(ascii: ">") where bytes.count == 2 && bytes[0] == UInt8(ascii: "P"): .begun
    case UInt8(ascii: "+") where isAnswer, UInt8(ascii: "$") where isAnswer: .begun
    case UInt8(ascii: "0")...UInt8(ascii: "9") where bytes.count <= 6: .open
    default: .keys
    }
  }
}
