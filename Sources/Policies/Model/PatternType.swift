package import Values

/// What kind of thing a pattern names.
///
/// The text is the API's own, so that a type which this version does not know survives unchanged.
package struct PatternType: RawRepresentable, Hashable, Sendable {
  @ByBytes package private(set) var rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  // Written out: what a raw value brings along would compare it as Swift compares texts.
  package static func == (left: PatternType, right: PatternType) -> Bool {
    left._rawValue == right._rawValue
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(_rawValue)
  }

  package static let email = PatternType(rawValue: "EMAIL")
  package static let domain = PatternType(rawValue: "DOMAIN")
  package static let ip = PatternType(rawValue: "IP")
  /// Deprecated by the API: it may be returned for existing policies and may never be sent.
  package static let unknown = PatternType(rawValue: "UNKNOWN")

  /// The types that the API accepts in a request.
  package static let writable: [PatternType] = [.email, .domain, .ip]

  package var isWritable: Bool { Self.writable.contains(self) }

  /// The word for it on screens and in messages: the API's text in lower case.
  package var label: String { rawValue.lowercased() }
}

extension PatternType: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
