/// A language made ready to be asked of a hundred thousand texts, as bytes.
///
/// Control characters count as spaces, so that a text with a line break may be in it too.
package struct TextScanner: Sendable {
  private let language: Language
  /// Where each state goes with each character of ASCII.
  private let table: [UInt32]
  /// Whether a state accepts whatever follows, so that the rest of a text need not be read.
  private let isDecided: [Bool]

  package init(_ language: Language) {
    self.language = language
    let (states, alphabet) = (language.states, language.alphabet)
    var table = [UInt32](repeating: 0, count: states.count * 128)
    for state in 1..<max(states.count, 1) {
      for scalar in UInt32(0)..<128 {
        table[state * 128 + Int(scalar)] = states.next(UInt32(state), alphabet.classOf(Self.shown(scalar)))
      }
    }
    self.table = table
    // Some languages have no text with some characters; then no state accepts whatever follows.
    let takesAll = alphabet.bounds.indices.allSatisfy { place in
      let characters = alphabet.bounds[place]...alphabet.end(ofInterval: place)
      return alphabet.classes[place] != 0 || Self.isShownOtherwise(characters)
    }
    isDecided = (0..<states.count).map { $0 == 0 || takesAll && states.isUniversal(UInt32($0)) }
  }

  /// Whether these are control characters, or no characters at all.
  private static func isShownOtherwise(_ characters: ClosedRange<UInt32>) -> Bool {
    [UInt32(0)...0x1F, 0x7F...0x9F, 0xD800...0xDFFF].contains { $0.contains(characters.upperBound) }
  }

  /// Whether a text in UTF-8 is in the language.
  package func contains(_ text: Span<CChar>) -> Bool {
    var state = Int(language.states.start)
    var place = 0
    while place < text.count, !isDecided[state] {
      let byte = UInt8(bitPattern: text[place])
      if byte < 0x80 {
        state = Int(table[state * 128 + Int(byte)])
        place += 1
      } else {
        let (scalar, length) = Self.scalar(at: place, in: text)
        state = Int(language.states.next(UInt32(state), language.alphabet.classOf(Self.shown(scalar))))
        place += length
      }
    }
    return language.states.accepting[state]
  }

  private static func shown(_ scalar: UInt32) -> UInt32 {
    scalar < 0x20 || (0x7F...0x9F).contains(scalar) ? 0x20 : scalar
  }

  /// The character at a place and the number of its bytes; 0 where the bytes end before it does.
  private static func scalar(at place: Int, in text: Span<CChar>) -> (scalar: UInt32, length: Int) {
    let first = UInt8(bitPattern: text[place])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard place + length <= text.count else { return (0, text.count - place) }
    var scalar = UInt32(first & (0x7F >> UInt8(length)))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(UInt8(bitPattern: text[place + offset]) & 0x3F) }
    return (scalar, length)
  }
}
