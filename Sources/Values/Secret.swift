package import Foundation

/// A text that may be sent to the API and shown to nobody.
///
/// Printing, interpolating, dumping or logging it gives bullets. ``revealed`` is the only way to the text, so that a
/// search for that word finds every place where a secret leaves its wrapping.
package struct Secret: Hashable, Sendable {
  private let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// The text itself, for the header that carries it.
  package var revealed: String { text }

  /// Whether the text can stand in a header: at least one character, all of them visible ASCII.
  package var fitsHeader: Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Gives the text with every occurrence of the secret replaced by bullets.
  package func blanked(in other: String) -> String {
    isWorthBlanking ? other.replacingOccurrences(of: text, with: Self.bullets) : other
  }

  /// Gives the bytes with every occurrence of the secret replaced by bullets.
  package func blanked(in bytes: Data) -> Data {
    let secret = Data(text.utf8)
    guard isWorthBlanking, bytes.range(of: secret) != nil else { return bytes }
    // In one pass: each replacement in place would move all that follows.
    var result = Data()
    var rest = bytes[...]
    while let range = rest.range(of: secret) {
      result += rest[..<range.lowerBound]
      result += Data(Self.bullets.utf8)
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  /// A word of a few letters is no token, and blanking it would spoil other words.
  private var isWorthBlanking: Bool { text.utf8.count >= 8 }

  private static let bullets = "•••"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Self.bullets }
  package var debugDescription: String { Self.bullets }
  package var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
