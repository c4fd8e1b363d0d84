package import Foundation
package import JSONText
package import Policies

/// A column of a list of policies, by the name that `plan` reads too.
package enum ListedColumn: String, CaseIterable, Hashable, Sendable {
  case id
  case pattern
  case type
  case regex
  case trusted
  case acceptable
  case exempt
  case verify
  case comments
  case created
  case modified

  /// The field that it shows; nil for what the server makes.
  package var field: PolicyField? {
    switch self {
    case .pattern: .pattern
    case .type: .patternType
    case .regex: .isRegex
    case .trusted: .isTrustedSender
    case .acceptable: .isAcceptableSender
    case .exempt: .isExemptRecipient
    case .verify: .verifySender
    case .comments: .comments
    case .id, .created, .modified: nil
    }
  }

  /// The value and its name as JSON has them.
  package func json(of policy: AllowPolicy) -> OrderedJSON.Member {
    switch self {
    case .id: OrderedJSON.Member("id", .string(policy.id.text))
    case .created: OrderedJSON.Member("created_at", policy.createdAt.map(OrderedJSON.string) ?? .null)
    case .modified: OrderedJSON.Member("modified_at", policy.lastChange.map(OrderedJSON.string) ?? .null)
    case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .comments:
      OrderedJSON.Member(field?.rawValue ?? rawValue, OrderedJSON(field.flatMap { policy.fields[$0] }))
    }
  }
}

/// Policies as CSV with chosen columns, in the form in which `plan` reads them back.
package struct ListedCSV: Sendable {
  package let data: Data
  /// How many policies have something that no cell can say, so that one is empty or a character is missing.
  package let incomplete: Int

  /// A column of it: of the policy, or of what else is known of it.
  package enum Column {
    case listed(ListedColumn)
    case other(name: String, cell: (AllowPolicy) -> String)

    fileprivate var name: String {
      switch self {
      case .listed(let column): column.rawValue
      case .other(let name, _): name
      }
    }
  }

  package init(_ policies: some Collection<AllowPolicy>, columns: [ListedColumn] = ListedColumn.allCases) {
    self.init(policies, columns: columns.map { Column.listed($0) })
  }

  package init(_ policies: some Collection<AllowPolicy>, columns: [Column]) {
    var bytes = Array((columns.map(\.name).joined(separator: ",") + "\n").utf8)
    var incomplete = 0
    for policy in policies {
      var isComplete = policy.fields.unread.isEmpty
      for (place, column) in columns.enumerated() {
        if place > 0 { bytes.append(CSVByte.comma) }
        isComplete = Self.append(column, of: policy, to: &bytes) && isComplete
      }
      bytes.append(CSVByte.lineFeed)
      if !isComplete { incomplete += 1 }
    }
    data = Data(bytes)
    self.incomplete = incomplete
  }

  /// Gives whether the cell says all.
  private static func append(_ column: Column, of policy: AllowPolicy, to bytes: inout [UInt8]) -> Bool {
    switch column {
    case .listed(let column): append(column, of: policy, to: &bytes)
    case .other(_, let cell): append(text: cell(policy), to: &bytes)
    }
  }

  /// Gives whether the cell says all.
  private static func append(_ column: ListedColumn, of policy: AllowPolicy, to bytes: inout [UInt8]) -> Bool {
    let fields = policy.fields
    switch column {
    case .id: return append(text: policy.id.text, to: &bytes)
    case .pattern: return append(text: fields.pattern ?? "", to: &bytes) && fields.pattern != nil
    case .comments: return append(text: fields.comments ?? "", to: &bytes)
    case .created: return append(text: policy.createdAt ?? "", to: &bytes)
    case .modified: return append(text: policy.lastChange ?? "", to: &bytes)
    case .type:
      bytes += (fields.patternType?.rawValue ?? "").utf8
      return fields.patternType != nil
    case .regex, .trusted, .acceptable, .exempt, .verify:
      guard let field = column.field, fields.unread[field] == nil else { return false }
      // What the server did not say is off.
      bytes += (fields[field] == .flag(true) ? "true" : "false").utf8
      return true
    }
  }

  private static func append(text: String, to bytes: inout [UInt8]) -> Bool {
    let hasNull = text.utf8.contains(CSVByte.null)
    CSVExport.append(text: hasNull ? text.replacing("\0", with: "\u{FFFD}") : text, to: &bytes)
    return !hasNull
  }
}

/// Any texts as CSV, quoted where they have to be.
package enum CSVTable {
  package static func data(_ rows: [[String]]) -> Data {
    var bytes: [UInt8] = []
    for row in rows {
      for (place, text) in row.enumerated() {
        if place > 0 { bytes.append(CSVByte.comma) }
        CSVExport.append(text: text, to: &bytes)
      }
      bytes.append(CSVByte.lineFeed)
    }
    return Data(bytes)
  }
}
