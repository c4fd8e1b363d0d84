import Canvas

/// What was pasted, as text.
///
/// A terminal that tells keys by number (kitty's protocol, tmux with extended keys) may send the line ends of a paste
/// like that as well. Those are read; other control sequences are nothing that a person has copied, and go.
enum PastedText {
  /// Line ends are `\n`, whatever the terminal sends.
  static func text(of bytes: [UInt8]) -> String {
    withLineFeeds(String(decoding: withoutSequences(bytes), as: UTF8.self))
  }

  private static func withoutSequences(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x1B) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      guard byte == 0x1B, let (sequence, end) = sequence(in: rest) else {
        result.append(byte)
        rest = rest.dropFirst()
        continue
      }
      rest = rest[end...]
      guard case .keys(let presses) = sequence else { continue }
      for press in presses {
        switch press.key {
        case .enter: result.append(0x0A)
        case .tab: result.append(0x09)
        default: result += press.typed.map { Array(String($0).utf8) } ?? []
        }
      }
    }
    return result
  }

  /// The whole control sequence that begins here, if one does; nil inside where it means nothing.
  private static func sequence(in bytes: ArraySlice<UInt8>) -> (ControlSequence?, end: Int)? {
    let contents = bytes.dropFirst(2)
    guard bytes.dropFirst().first == UInt8(ascii: "[") else { return nil }
    let parameters = contents.prefix(1024).prefix { (0x20...0x3F).contains($0) }
    guard parameters.endIndex < bytes.endIndex, (0x40...0x7E).contains(bytes[parameters.endIndex]) else { return nil }
    let sequence = ControlSequence(parameters: Array(parameters), final: bytes[parameters.endIndex])
    return (sequence, parameters.endIndex + 1)
  }

  /// Terminals send a pasted line end as CR; CR LF, too, is one line end.
  private static func withLineFeeds(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\r" {
        result.append("\n")
      } else if scalar != "\n" || previous != "\r" {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }
}
