/// Which of a policy's times.
package enum TimeColumn: UInt32, CaseIterable, Hashable, Sendable, Codable {
  case created
  case modified
  case last
}

/// What of a policy has few values, in 32 bits: flags, type, which texts there are, how its times are spelled.
package struct RowBits: Hashable, Sendable {
  package private(set) var raw: UInt32 = 0

  package init(raw: UInt32 = 0) {
    self.raw = raw
  }

  /// Whether every part has one of its values, and nothing else is set.
  package var isSound: Bool {
    guard raw >> 25 == 0, ![5, 6].contains(raw >> 10 & 7) else { return false }
    return TimeColumn.allCases.allSatisfy { TimeSpelling(rawValue: raw >> (15 + 3 * $0.rawValue) & 7) != nil }
  }

  /// Flags and type as a number below ``traitsCount``, so that all questions about them become one look into a table.
  package var traits: Int { Int(raw) & (Self.traitsCount - 1) }

  package static let traitsCount = 1 << 13

  // MARK: - Flags, two bits each: missing, off, on, unread

  package func flag(_ field: PolicyField) -> Bool? {
    switch raw >> Self.place(of: field) & 3 {
    case 1: false
    case 2: true
    default: nil
    }
  }

  package func isUnread(_ field: PolicyField) -> Bool { raw >> Self.place(of: field) & 3 == 3 }

  /// Does nothing for a field that is no flag.
  package mutating func set(_ field: PolicyField, _ flag: Bool?, isUnread: Bool = false) {
    guard Self.place(of: field) < Self.noPlace else { return }
    let value: UInt32 = isUnread ? 3 : flag.map { $0 ? 2 : 1 } ?? 0
    raw = raw & ~(3 << Self.place(of: field)) | value << Self.place(of: field)
  }

  private static func place(of field: PolicyField) -> UInt32 {
    switch field {
    case .isRegex: 0
    case .isTrustedSender: 2
    case .isAcceptableSender: 4
    case .isExemptRecipient: 6
    case .verifySender: 8
    case .pattern, .patternType, .comments: noPlace
    }
  }

  /// Two bits that are always zero, for fields that are no flags.
  private static let noPlace: UInt32 = 30

  // MARK: - Type and texts

  private static let types: [PatternType] = [.email, .domain, .ip, .unknown]
  private static let otherType: UInt32 = 7

  /// One of the API's types; nil for none and for one that stands beside the columns.
  package var type: PatternType? {
    let code = Int(raw >> 10 & 7)
    return (1...Self.types.count).contains(code) ? Self.types[code - 1] : nil
  }

  package var typeIsElsewhere: Bool { raw >> 10 & 7 == Self.otherType }

  /// Whether the type has a number of its own.
  package static func holds(_ type: PatternType) -> Bool { types.contains(type) }

  /// False where the type has to stand beside the columns.
  package mutating func set(_ type: PatternType?) -> Bool {
    let code = type.map { type in Self.types.firstIndex(of: type).map { UInt32($0 + 1) } ?? Self.otherType } ?? 0
    raw = raw & ~(7 << 10) | code << 10
    return code != Self.otherType
  }

  package var hasPattern: Bool {
    get { raw >> 13 & 1 == 1 }
    set { set(13, newValue) }
  }

  package var hasComments: Bool {
    get { raw >> 14 & 1 == 1 }
    set { set(14, newValue) }
  }

  /// Whether something of the row stands beside the columns.
  package var isOdd: Bool {
    get { raw >> 24 & 1 == 1 }
    set { set(24, newValue) }
  }

  private mutating func set(_ place: UInt32, _ isOn: Bool) { raw = raw & ~(1 << place) | (isOn ? 1 : 0) << place }

  // MARK: - Times

  package func spelling(of column: TimeColumn) -> TimeSpelling {
    TimeSpelling(rawValue: raw >> (15 + 3 * column.rawValue) & 7) ?? .none
  }

  package mutating func set(_ column: TimeColumn, _ spelling: TimeSpelling) {
    let place = 15 + 3 * column.rawValue
    raw = raw & ~(7 << place) | spelling.rawValue << place
  }
}

/// What a server said that fits into no column, verbatim.
package struct OddValues: Hashable, Sendable, Codable {
  /// One that is no lower-case UUID.
  package var id: PolicyID?
  /// One that this version does not know.
  package var type: PatternType?
  package var times: [TimeColumn: String] = [:]
  package var unread: [PolicyField: String] = [:]
  package var deprecatedFlags: DeprecatedFlags?

  package var isEmpty: Bool { self == OddValues() }
}
