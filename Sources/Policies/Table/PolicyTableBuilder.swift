/// Takes policies in, row by row, for a table.
package struct PolicyTableBuilder {
  package private(set) var bits: [RowBits] = []
  package private(set) var ids: [UInt128] = []
  package private(set) var texts: [UInt8] = []
  package private(set) var starts: [UInt32] = []
  package private(set) var created: [Int64] = []
  package private(set) var modified: [Int64] = []
  package private(set) var last: [Int64] = []
  package private(set) var oddRows: [Int32: OddValues] = [:]

  package init() {}

  package var count: Int { bits.count }

  package mutating func reserve(_ count: Int, bytes: Int = 0) {
    bits.reserveCapacity(count)
    ids.reserveCapacity(count)
    texts.reserveCapacity(bytes)
    starts.reserveCapacity(2 * count + 1)
    created.reserveCapacity(count)
    modified.reserveCapacity(count)
    last.reserveCapacity(count)
  }

  // MARK: - One row, part by part

  /// The parts of a row that is being taken in: texts first, then all the rest at once.
  package struct Row {
    package var bits = RowBits()
    package var uuid: UInt128 = 0
    package var created: Int64 = 0
    package var modified: Int64 = 0
    package var last: Int64 = 0
    package var odd = OddValues()

    package mutating func take(_ column: TimeColumn, _ spelling: TimeSpelling, _ moment: Int64) {
      bits.set(column, spelling)
      switch column {
      case .created: created = moment
      case .modified: modified = moment
      case .last: last = moment
      }
    }
  }

  /// Adds a row whose texts these bytes are.
  package mutating func append(
    _ row: Row,
    pattern: UnsafeBufferPointer<UInt8>,
    comments: UnsafeBufferPointer<UInt8>
  ) {
    var row = row
    starts.append(UInt32(texts.count))
    texts.append(contentsOf: pattern)
    starts.append(UInt32(texts.count))
    texts.append(contentsOf: comments)
    if !row.odd.isEmpty {
      row.bits.isOdd = true
      oddRows[Int32(bits.count)] = row.odd
    }
    bits.append(row.bits)
    ids.append(row.uuid)
    created.append(row.created)
    modified.append(row.modified)
    last.append(row.last)
  }

  package mutating func append(_ policy: AllowPolicy) {
    var row = Row()
    let fields = policy.fields
    if let uuid = policy.id.uuid { row.uuid = uuid } else { row.odd.id = policy.id }
    for field in [PolicyField.isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender] {
      guard case .flag(let flag)? = fields[field] else { continue }
      row.bits.set(field, flag)
    }
    for (field, words) in fields.unread {
      row.bits.set(field, nil, isUnread: true)
      row.odd.unread[field] = words
    }
    if !row.bits.set(fields.patternType) { row.odd.type = fields.patternType }
    row.bits.hasPattern = fields.pattern != nil
    row.bits.hasComments = fields.comments != nil
    row.odd.deprecatedFlags = policy.deprecatedFlags
    for (column, text) in [
      (TimeColumn.created, policy.createdAt), (.modified, policy.modifiedAt), (.last, policy.lastModified),
    ] {
      guard let text else { continue }
      let (spelling, moment) = TimeSpelling.of(text)
      row.take(column, spelling, moment)
      if spelling == .odd { row.odd.times[column] = text }
    }
    var (pattern, comments) = (fields.pattern ?? "", fields.comments ?? "")
    pattern.withUTF8 { pattern in
      comments.withUTF8 { append(row, pattern: pattern, comments: $0) }
    }
  }

  // MARK: - Whole tables

  package mutating func append(_ table: PolicyTable) {
    let columns = table.columns
    let (row, text) = (Int32(bits.count), UInt32(texts.count))
    bits += columns.bits
    ids += columns.ids
    texts += columns.texts
    starts += columns.starts.dropLast().map { $0 + text }
    created += columns.created
    modified += columns.modified
    last += columns.last
    for (place, odd) in columns.oddRows { oddRows[row + place] = odd }
  }

  /// The same without some rows.
  package func without(_ rows: Set<Int>) -> PolicyTableBuilder {
    var other = PolicyTableBuilder()
    let ends = starts + [UInt32(texts.count)]
    for row in bits.indices where !rows.contains(row) {
      var kept = Row()
      kept.bits = bits[row]
      (kept.uuid, kept.created, kept.modified, kept.last) = (ids[row], created[row], modified[row], last[row])
      if kept.bits.isOdd, let odd = oddRows[Int32(row)] { kept.odd = odd }
      texts.withUnsafeBufferPointer { texts in
        func part(_ place: Int) -> UnsafeBufferPointer<UInt8> {
          UnsafeBufferPointer(rebasing: texts[Int(ends[place])..<Int(ends[place + 1])])
        }
        other.append(kept, pattern: part(2 * row), comments: part(2 * row + 1))
      }
    }
    return other
  }
}
