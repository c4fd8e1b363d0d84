package import Foundation
package import Policies
import Values

/// Policies as a file in the dashboard's newest CSV dialect.
///
/// UTF-8 without byte order mark; fields are quoted where they have to be (RFC 4180), and lines end with a line feed
/// alone, so that tools which take a file apart by lines see no stray character. Texts that a spreadsheet would calculate
/// have an apostrophe before them, which ``PolicyCSV`` takes off again. What it reads back changes nothing.
package struct CSVExport: Sendable {
  /// What the dashboard takes at once: 150 KB, which it does not define further, so the smaller meaning counts.
  package static let dashboardLimit = 150_000

  private static let header = Array((CSVDialect.newest.header + "\n").utf8)

  private let policies: ListedRows
  private let rows: Rows

  package init(_ policies: some Collection<AllowPolicy>) {
    self.init(ListedRows(PolicyList(policies)))
  }

  package init(_ policies: ListedRows) {
    self.policies = policies
    rows = Rows(policies, at: policies.indices)
  }

  /// Writes all of them as one file, a piece after the other; nothing is ever held as a whole.
  ///
  /// Gives how many policies are in the file, and what it cannot say of them.
  package static func write(
    _ policies: ListedRows,
    to sink: (Data) -> Void
  ) async -> (count: Int, remarks: [ExportRemark]) {
    sink(Data(header))
    var count = 0
    var remarks: [ExportRemark] = []
    await Pieces.work(onRows: policies.count) {
      Rows(policies, at: $0)
    } take: { rows in
      sink(Data(rows.bytes))
      count += rows.ends.count
      remarks += rows.remarks
    }
    return (count, remarks)
  }

  /// What the file cannot say, or not to everybody; in the order of the policies.
  package var remarks: [ExportRemark] { rows.remarks }

  /// How many policies are in the file.
  package var count: Int { rows.ends.count }

  /// All of them in one file.
  package var data: Data { Data(Self.header + rows.bytes) }

  package struct Parts: Hashable, Sendable {
    /// Each with the header, and none over the limit.
    package let files: [Data]
    /// What is in no part, beside what is not in the whole file either.
    package let remarks: [ExportRemark]
  }

  /// The same in as many files as the limit, in bytes, demands; rows stay whole and in order.
  package func parts(limit: Int = dashboardLimit) -> Parts {
    var files: [Data] = []
    var remarks: [ExportRemark] = []
    var part = Self.header
    var start = 0
    for (end, place) in zip(rows.ends, rows.places) {
      let row = rows.bytes[start..<end]
      start = end
      guard Self.header.count + row.count <= limit else {
        let policy = policies[place]
        remarks.append(ExportRemark(policyID: policy.id, pattern: policy.pattern, matter: .tooLong(limit: limit)))
        continue
      }
      if part.count + row.count > limit {
        files.append(Data(part))
        part = Self.header
      }
      part += row
    }
    // Nothing to write is a file too, unless not even the header fits.
    if part.count > Self.header.count || (files.isEmpty && part.count <= limit) { files.append(Data(part)) }
    return Parts(files: files, remarks: remarks)
  }
}

/// Some policies as the rows of such a file.
private struct Rows: Sendable {
  /// What most rows have room in, in bytes.
  private static let usualRoom = 120

  private(set) var remarks: [ExportRemark] = []
  private(set) var bytes: [UInt8] = []
  /// For each row the offset behind its end.
  private(set) var ends: [Int] = []
  /// For each row the place of its policy.
  private(set) var places: [Int] = []

  init(_ policies: ListedRows, at range: Range<Int>) {
    bytes.reserveCapacity(range.count * Self.usualRoom)
    ends.reserveCapacity(range.count)
    places.reserveCapacity(range.count)
    for place in range {
      let fields = policies.fields(at: place)
      let found = ExportRemark.matters(of: fields).map {
        ExportRemark(policyID: policies.id(at: place), pattern: fields.pattern ?? "", matter: $0)
      }
      remarks += found
      guard !found.contains(where: \.isLeftOut) else { continue }
      append(fields)
      ends.append(bytes.count)
      places.append(place)
    }
  }

  private mutating func append(_ fields: PolicyFields) {
    for (index, column) in CSVDialect.newest.columns.enumerated() {
      if index > 0 { bytes.append(CSVByte.comma) }
      switch column.field {
      case .pattern: CSVExport.append(text: fields.pattern ?? "", to: &bytes)
      case .comments: CSVExport.append(text: fields.comments ?? "", to: &bytes)
      case .patternType: bytes += (fields.patternType?.rawValue ?? "").utf8
      case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
        bytes += (fields[column.field] == .flag(true) ? "true" : "false").utf8
      }
    }
    bytes.append(CSVByte.lineFeed)
  }
}

extension CSVExport {
  static func append(text: String, to rows: inout [UInt8]) {
    var text = FormulaGuard.added(to: text)
    text.withUTF8 { bytes in
      guard needsQuotes(bytes) else { return rows.append(contentsOf: bytes) }
      rows.append(CSVByte.quote)
      for byte in bytes {
        if byte == CSVByte.quote { rows.append(CSVByte.quote) }
        rows.append(byte)
      }
      rows.append(CSVByte.quote)
    }
  }

  private static func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    func isBlank(_ byte: UInt8?) -> Bool { byte == CSVByte.space || byte == CSVByte.tab }
    // A row that begins with # would be a comment.
    return isBlank(bytes.first) || isBlank(bytes.last) || bytes.first == CSVByte.hash
      || bytes.contains { byte in
        byte == CSVByte.quote || byte == CSVByte.comma || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
      }
  }
}
