package import Foundation
package import Policies

/// Policies as a file in the dashboard's newest CSV dialect.
///
/// UTF-8 without byte order mark; fields are quoted where they have to be (RFC 4180), and lines end with a line feed
/// alone, so that tools which take a file apart by lines see no stray character. Texts that a spreadsheet would calculate
/// have an apostrophe before them, which ``PolicyCSV`` takes off again. What it reads back changes nothing.
package struct CSVExport: Sendable {
  /// What the dashboard takes at once: 150 KB, which it does not define further, so the smaller meaning counts.
  package static let dashboardLimit = 150_000

  private static let header = Array((CSVDialect.newest.header + "\n").utf8)

  /// What the file cannot say, or not to everybody; in the order of the policies.
  package let remarks: [ExportRemark]
  private let rows: [UInt8]
  /// For each row the offset behind its end.
  private let ends: [Int]
  /// For each row the place of its policy.
  private let places: [Int32]
  private let policies: ListedRows

  package init(_ policies: some Collection<AllowPolicy>) {
    self.init(ListedRows(PolicyList(policies)))
  }

  package init(_ policies: ListedRows) {
    var remarks: [ExportRemark] = []
    var rows: [UInt8] = []
    var ends: [Int] = []
    var places: [Int32] = []
    for place in policies.indices {
      let fields = policies.fields(at: place)
      let found = ExportRemark.matters(of: fields).map {
        ExportRemark(policyID: policies.id(at: place), pattern: fields.pattern ?? "", matter: $0)
      }
      remarks += found
      guard !found.contains(where: \.isLeftOut) else { continue }
      Self.append(fields, to: &rows)
      ends.append(rows.count)
      places.append(Int32(place))
    }
    self.remarks = remarks
    self.rows = rows
    self.ends = ends
    self.places = places
    self.policies = policies
  }

  /// How many policies are in the file.
  package var count: Int { ends.count }

  /// All of them in one file.
  package var data: Data { Data(Self.header + rows) }

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
    for (end, place) in zip(ends, places) {
      let row = rows[start..<end]
      start = end
      guard Self.header.count + row.count <= limit else {
        let policy = policies[Int(place)]
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

  // MARK: - One row

  private static func append(_ fields: PolicyFields, to rows: inout [UInt8]) {
    for (index, column) in CSVDialect.newest.columns.enumerated() {
      if index > 0 { rows.append(CSVByte.comma) }
      switch column.field {
      case .pattern: append(text: fields.pattern ?? "", to: &rows)
      case .comments: append(text: fields.comments ?? "", to: &rows)
      case .patternType: rows += (fields.patternType?.rawValue ?? "").utf8
      case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
        rows += (fields[column.field] == .flag(true) ? "true" : "false").utf8
      }
    }
    rows.append(CSVByte.lineFeed)
  }

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
