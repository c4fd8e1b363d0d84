package import Values

/// Policies in columns: an immutable table of what an account has, at some hundred bytes a policy.
///
/// An ``AllowPolicy`` is a view of a row, made when somebody asks for it; who goes through all rows asks for the columns
/// that he needs. Ids that are UUIDs and times that are spelled in one of the usual ways are numbers; everything else
/// that a server may say is kept verbatim beside the columns. Copies share their storage.
package struct PolicyTable: Sendable, Equatable {
  package let columns: PolicyColumns

  /// No policies.
  package init() {
    self.init(PolicyTableBuilder())
  }

  /// Keeps the first of several policies with one id.
  package init(_ policies: some Collection<AllowPolicy>) {
    var builder = PolicyTableBuilder()
    builder.reserve(policies.count)
    for policy in policies { builder.append(policy) }
    self.init(builder)
  }

  /// Keeps the first of several policies with one id.
  package init(_ builder: PolicyTableBuilder) {
    columns = PolicyColumns(builder)
  }

  /// The tables' policies, one table behind the other; of several with one id the first.
  package init(joining tables: [PolicyTable]) {
    if tables.count == 1 {
      self = tables[0]
      return
    }
    var builder = PolicyTableBuilder()
    builder.reserve(
      tables.reduce(0) { $0 + $1.count },
      bytes: tables.reduce(0) { $0 + $1.columns.texts.count }
    )
    for table in tables { builder.append(table) }
    self.init(builder)
  }

  /// Whether every row says the same, in the same order.
  package func isSame(as other: PolicyTable) -> Bool {
    let (mine, theirs) = (columns, other.columns)
    return mine === theirs
      || mine.bits == theirs.bits && mine.ids == theirs.ids && mine.starts == theirs.starts
        && mine.texts == theirs.texts && mine.created == theirs.created && mine.modified == theirs.modified
        && mine.last == theirs.last && mine.oddRows == theirs.oddRows
  }

  /// Whether two rows say the same of a policy.
  package func row(_ row: Int, isSameAs other: Int, of table: PolicyTable) -> Bool {
    columns.row(row, isSameAs: other, of: table.columns)
  }

  package static func == (left: PolicyTable, right: PolicyTable) -> Bool { left.isSame(as: right) }

  /// How many rows were dropped because an earlier one has their id.
  package var repeats: Int { columns.repeats }

  package func index(of id: PolicyID) -> Int? { columns.index.row(of: id, in: columns) }

  package subscript(id: PolicyID) -> AllowPolicy? { index(of: id).map { self[$0] } }
}

extension PolicyTable: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { columns.bits.count }

  package subscript(row: Int) -> AllowPolicy {
    let (bits, odd) = (columns.bits[row], columns.odd(row))
    let modified = columns.time(.modified, row, odd)
    let created = columns.time(.created, row, odd, sharing: modified)
    let last = columns.time(.last, row, odd, sharing: modified)
    return AllowPolicy(
      id: id(at: row),
      fields: columns.fields(row, bits, odd),
      createdAt: created,
      modifiedAt: modified,
      lastModified: last,
      deprecatedFlags: odd?.deprecatedFlags
    )
  }

  package func id(at row: Int) -> PolicyID {
    columns.odd(row)?.id ?? PolicyID(uuid: columns.ids[row])
  }

  /// What can be written of the policy, without its id and times.
  package func fields(at row: Int) -> PolicyFields {
    columns.fields(row, columns.bits[row], columns.odd(row))
  }
}

/// The storage of a table.
package final class PolicyColumns: Sendable {
  package let bits: [RowBits]
  /// Zero where the id is no UUID.
  package let ids: [UInt128]
  /// The bytes of all patterns and comments.
  package let texts: [UInt8]
  /// Two for each row: where its pattern begins in `texts`, and where its comment; at last where the next would.
  package let starts: [UInt32]
  /// Microseconds since 1970; zero where the time is missing or spelled in an odd way.
  package let created: [Int64]
  package let modified: [Int64]
  package let last: [Int64]
  package let oddRows: [Int32: OddValues]
  package let index: IDIndex
  package let repeats: Int

  fileprivate func row(_ row: Int, isSameAs other: Int, of columns: PolicyColumns) -> Bool {
    let (mine, theirs) = (2 * row, 2 * other)
    func texts(_ columns: PolicyColumns, _ start: Int) -> ArraySlice<UInt8> {
      columns.texts[Int(columns.starts[start])..<Int(columns.starts[start + 2])]
    }
    let split = (starts[mine + 1] - starts[mine], columns.starts[theirs + 1] - columns.starts[theirs])
    return bits[row] == columns.bits[other] && ids[row] == columns.ids[other] && created[row] == columns.created[other]
      && modified[row] == columns.modified[other] && last[row] == columns.last[other] && split.0 == split.1
      && texts(self, mine) == texts(columns, theirs) && odd(row) == columns.odd(other)
  }

  package init(_ builder: PolicyTableBuilder) {
    let (index, repeated) = IDIndex.of(builder)
    var builder = builder
    var unique = index
    if !repeated.isEmpty {
      builder = builder.without(repeated)
      unique = IDIndex.of(builder).index
    }
    bits = builder.bits
    ids = builder.ids
    texts = builder.texts
    starts = builder.starts + [UInt32(builder.texts.count)]
    created = builder.created
    modified = builder.modified
    last = builder.last
    oddRows = builder.oddRows
    self.index = unique
    repeats = repeated.count
  }

  package func odd(_ row: Int) -> OddValues? { bits[row].isOdd ? oddRows[Int32(row)] : nil }

  package func pattern(_ row: Int) -> ArraySlice<UInt8> { texts[Int(starts[2 * row])..<Int(starts[2 * row + 1])] }
  package func comments(_ row: Int) -> ArraySlice<UInt8> { texts[Int(starts[2 * row + 1])..<Int(starts[2 * row + 2])] }

  package func fields(_ row: Int, _ bits: RowBits, _ odd: OddValues?) -> PolicyFields {
    var fields = PolicyFields(
      pattern: bits.hasPattern ? text(2 * row) : nil,
      patternType: bits.type ?? odd?.type,
      isRegex: bits.flag(.isRegex),
      isTrustedSender: bits.flag(.isTrustedSender),
      isAcceptableSender: bits.flag(.isAcceptableSender),
      isExemptRecipient: bits.flag(.isExemptRecipient),
      verifySender: bits.flag(.verifySender),
      comments: bits.hasComments ? text(2 * row + 1) : nil
    )
    if let odd { fields.unread = odd.unread }
    return fields
  }

  private func text(_ place: Int) -> String {
    texts.withUnsafeBufferPointer { texts in
      String(decoding: UnsafeBufferPointer(rebasing: texts[Int(starts[place])..<Int(starts[place + 1])]), as: UTF8.self)
    }
  }

  /// The time as the server spelled it; `modified` is one that may be the same text.
  package func time(_ column: TimeColumn, _ row: Int, _ odd: OddValues?, sharing modified: String? = nil) -> String? {
    let spelling = bits[row].spelling(of: column)
    switch spelling {
    case .none: return nil
    case .odd: return odd?.times[column]
    case .seconds, .milliseconds, .microseconds:
      let moment = values(column)[row]
      if let modified, moment == self.modified[row], spelling == bits[row].spelling(of: .modified) { return modified }
      return spelling.text(of: moment)
    }
  }

  private func values(_ column: TimeColumn) -> [Int64] {
    switch column {
    case .created: created
    case .modified: modified
    case .last: last
    }
  }

  /// The moment of a time; `distantPast` where there is none.
  package func moment(_ column: TimeColumn, _ row: Int) -> Instant {
    switch bits[row].spelling(of: column) {
    case .none: .distantPast
    case .odd: Instant(odd(row)?.times[column])
    case .seconds, .milliseconds, .microseconds: Instant(microseconds: values(column)[row])
    }
  }

  /// When the policy was last changed, by the best time there is; `distantPast` where there is none.
  package func lastChange(_ row: Int) -> Instant {
    let bits = bits[row]
    for column in [TimeColumn.modified, .last] where bits.spelling(of: column) != .none { return moment(column, row) }
    return moment(.created, row)
  }
}
