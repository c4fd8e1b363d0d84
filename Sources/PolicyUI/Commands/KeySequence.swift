package import Canvas

/// One stroke that means a command, or two, the one after the other: `G`, or `z c`.
package struct KeySequence: Hashable, Sendable, CustomStringConvertible {
  package let first: KeyPress
  package let second: KeyPress?

  package init(_ first: KeyPress, _ second: KeyPress? = nil) {
    self.first = first
    self.second = second
  }

  /// Reads the names of one key or two, with a blank between them.
  package init(reading text: String) throws(Mistake) {
    let names = text.split(separator: " ").map(String.init)
    guard (1...2).contains(names.count) else { throw names.isEmpty ? .notAKey(text) : .tooLong }
    guard let first = KeyPress(name: names[0]) else { throw .notAKey(names[0]) }
    guard names.count == 2 else {
      self.init(first)
      return
    }
    guard let second = KeyPress(name: names[1]) else { throw .notAKey(names[1]) }
    guard second != KeyPress(.escape) else { throw .endsInEscape }
    self.init(first, second)
  }

  /// Why a text names no key.
  package enum Mistake: Error, Hashable, Sendable {
    case notAKey(String)
    case tooLong
    /// Esc gives a sequence up that was begun.
    case endsInEscape
  }

  package var description: String {
    second.map { "\(first) \($0)" } ?? first.description
  }
}

extension [KeySequence] {
  /// All of them in one line; two blanks apart, since one stands inside a sequence.
  package var text: String { map(\.description).joined(separator: "  ") }
}

/// The first stroke of a sequence, and where it was pressed.
package struct BegunSequence: Hashable, Sendable {
  package let key: KeyPress
  package let context: CommandContext
}
