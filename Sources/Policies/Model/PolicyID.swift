package import Values

/// The server's identifier of a policy: an opaque text.
///
/// A UUID today, an integer years ago: a JSON number is read and kept as its text.
package struct PolicyID: Hashable, Sendable, Comparable, CustomStringConvertible {
  @ByBytes package private(set) var text: String

  package init(_ text: String) {
    self.text = text
  }

  package var description: String { text }

  /// Its beginning, which tells it from others for a reader: the first eight characters.
  package var short: String { String(text.prefix(8)) }

  package static func < (left: PolicyID, right: PolicyID) -> Bool { left.text.precedesByBytes(right.text) }
}

extension PolicyID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self.init(text)
    } else {
      self.init(String(try container.decode(Int64.self)))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
