import Policies
import Values

/// What a filter looks at, in columns: one entry a row.
struct RowTable: Sendable {
  /// The folded fields of all rows, one behind the other: pattern, comments, and for a drafted row those it had before.
  ///
  /// Ended by a zero, with none before that.
  private(set) var text: [CChar] = []
  /// Where each row begins in `text`, and at last where the next would.
  private(set) var starts: [Int] = [0]
  /// Each id as a number, if it is a UUID in its usual spelling, whose order is that of the texts; else zero.
  private(set) var ids: [UInt128] = []
  private(set) var traits: [RowTraits] = []
  private(set) var modified: [Instant] = []
  private(set) var created: [Instant] = []

  var count: Int { traits.count }

  init(capacity: Int) {
    text.reserveCapacity(capacity * 72)
    starts.reserveCapacity(capacity + 1)
    ids.reserveCapacity(capacity)
    traits.reserveCapacity(capacity)
    modified.reserveCapacity(capacity)
    created.reserveCapacity(capacity)
    text.append(0)
  }

  /// The rows of a table, in its order.
  init(_ policies: PolicyTable) {
    self.init(capacity: policies.count)
    let columns = policies.columns
    text.removeLast()
    ids = columns.ids
    for row in policies.indices {
      FoldedText.append(columns.pattern(row), to: &text)
      text.append(FoldedText.endOfField)
      FoldedText.append(columns.comments(row), to: &text)
      text.append(FoldedText.endOfField)
      text.append(FoldedText.endOfRow)
      starts.append(text.count)
      traits.append(RowTraits(columns.bits[row]))
      modified.append(columns.lastChange(row))
      created.append(columns.moment(.created, row))
    }
    text.append(0)
  }

  /// Adds a row; `former` are the fields before the draft, where they are other ones.
  mutating func append(
    _ id: PolicyID,
    _ fields: PolicyFields,
    former: PolicyFields? = nil,
    modified: Instant,
    created: Instant
  ) {
    text.removeLast()
    appendText(fields)
    if let former { appendText(former) }
    text.append(FoldedText.endOfRow)
    starts.append(text.count)
    text.append(0)
    ids.append(id.uuid ?? 0)
    traits.append(RowTraits(fields))
    self.modified.append(modified)
    self.created.append(created)
  }

  private mutating func appendText(_ fields: PolicyFields) {
    if let pattern = fields.pattern { FoldedText.append(pattern, to: &text) }
    text.append(FoldedText.endOfField)
    if let comments = fields.comments { FoldedText.append(comments, to: &text) }
    text.append(FoldedText.endOfField)
  }

  /// The bytes of a row's pattern (0) or comments (1), as they are after the draft.
  func field(_ number: Int, of row: Int) -> Range<Int> {
    var start = starts[row]
    for _ in 0..<number {
      start = endOfField(from: start) + 1
    }
    return start..<endOfField(from: start)
  }

  private func endOfField(from start: Int) -> Int {
    var end = start
    while text[end] != FoldedText.endOfField { end += 1 }
    return end
  }
}

/// A row's flags and type in twelve bits, so that all terms about them become one look into a table of 4096 entries.
///
/// Two bits for the type; for each flag one that says whether it is on, and one that says whether it cannot be read.
struct RowTraits: RawRepresentable, Hashable, Sendable {
  let rawValue: UInt16

  static let all = (0..<4096).map { RowTraits(rawValue: $0) }

  init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// A missing flag counts as off.
  init(_ fields: PolicyFields) {
    let flags =
      [
        fields.isRegex, fields.isTrustedSender, fields.isAcceptableSender, fields.isExemptRecipient,
        fields.verifySender,
      ] as InlineArray<5, Bool?>
    var bits = UInt16(Self.code(of: fields.patternType))
    for index in flags.indices where flags[index] == true {
      bits |= 4 << UInt16(index)
    }
    for field in fields.unread.keys {
      bits |= Self.bit(of: field) << 5
    }
    rawValue = bits
  }

  init(_ row: RowBits) {
    var bits = UInt16(Self.code(of: row.type))
    let flags: [PolicyField] = [.isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender]
    for field in flags {
      if row.flag(field) == true { bits |= Self.bit(of: field) }
      if row.isUnread(field) { bits |= Self.bit(of: field) << 5 }
    }
    rawValue = bits
  }

  /// The type's place in the alphabet.
  ///
  /// What is not known counts as unknown.
  var typeCode: UInt8 { UInt8(rawValue & 3) }

  static func code(of type: PatternType?) -> UInt8 {
    switch type {
    case .domain: 0
    case .email: 1
    case .ip: 2
    default: 3
    }
  }

  /// Whether the flag is on; false for a field that is no flag.
  func isOn(_ field: PolicyField) -> Bool { rawValue & Self.bit(of: field) != 0 }

  /// Whether the flag is neither on nor off.
  func isUnread(_ field: PolicyField) -> Bool { rawValue & Self.bit(of: field) << 5 != 0 }

  private static func bit(of field: PolicyField) -> UInt16 {
    switch field {
    case .isRegex: 4
    case .isTrustedSender: 8
    case .isAcceptableSender: 16
    case .isExemptRecipient: 32
    case .verifySender: 64
    case .pattern, .patternType, .comments: 0
    }
  }
}
