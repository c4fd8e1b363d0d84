import Canvas
import PolicyCore
import Theming
import JSONText
package import Policies
import PolicyQuery

/// One line of a list to choose from.
struct PickerRow {
  /// A check, a number or a mark in front; empty for none.
  var sign = ""
  let text: String
  var note = ""
  var isEnabled = true
}

extension AppState {
  func rows(of picker: PickerState) -> [PickerRow] {
    switch picker.kind {
    case .sort: sortRows
    case .columns: columnRows
    case .themes: themes.map { PickerRow(text: $0.name, note: $0.theme.name == theme.name ? "shown" : "") }
    case .accounts: accounts.map(row)
    case .copyReview(let review):
      ReviewCopyChoice.allCases.map { choice in
        PickerRow(text: choice.title, note: "\(choice.text(of: review).utf8.count.grouped) bytes")
      }
    case .copy(let row): CopyChoice.allCases.map { PickerRow(text: $0.title, note: preview($0, of: row)) }
    }
  }

  private var sortRows: [PickerRow] {
    PolicyQuery.SortOrder.Column.allCases.map { column in
      guard let place = browse.order.keys.firstIndex(where: { $0.column == column }) else {
        return PickerRow(sign: "   ", text: column.title)
      }
      let direction = browse.order.keys[place].isAscending ? glyphs.up : glyphs.down
      return PickerRow(sign: "\(place + 1) \(direction)", text: column.title)
    }
  }

  private var columnRows: [PickerRow] {
    BrowseColumn.choosable.map { column in
      PickerRow(
        sign: browse.columns.shows(column) ? glyphs.checkOn : glyphs.checkOff,
        text: column.title,
        note: [browse.columns.widths[column.rawValue].map { "\($0) wide" }, column == .pattern ? "always shown" : nil]
          .compactMap(\.self).joined(separator: ", "),
        isEnabled: column != .pattern
      )
    }
  }

  private func row(_ entry: AccountEntry) -> PickerRow {
    PickerRow(
      sign: entry.isCurrent ? ">" : " ",
      text: entry.name,
      note: "\(entry.environment == .live ? "LIVE" : "SANDBOX")  \(entry.host)"
    )
  }

  private func preview(_ choice: CopyChoice, of row: PolicyRow) -> String {
    let text = choice.text(of: row, account: account)
    return text.contains("\n") ? "\(text.utf8.count) bytes" : text
  }
}

/// What can be copied of a policy.
enum CopyChoice: CaseIterable {
  case pattern
  case id
  case row
  case json

  var title: String {
    switch self {
    case .pattern: "pattern"
    case .id: "id"
    case .row: "row, columns apart by tabs"
    case .json: "JSON"
    }
  }

  func text(of row: PolicyRow, account: Account) -> String {
    let fields = row.after
    switch self {
    case .pattern: return fields.pattern ?? ""
    case .id: return row.id.text
    case .row:
      let flags = PolicyFlag.allCases.map { fields.word(of: $0) }
      return ([row.id.text, fields.pattern ?? "", fields.typeLabel] + flags + [fields.comments ?? ""])
        .joined(separator: "\t")
    case .json:
      var policy = row.subject
      policy.fields = fields
      return OrderedJSON(policy).text
    }
  }
}

/// What can be copied of a review.
enum ReviewCopyChoice: CaseIterable {
  case text
  case request
  case fingerprint

  var title: String {
    switch self {
    case .text: "the review as text"
    case .request: "the request, to the byte"
    case .fingerprint: "the fingerprint"
    }
  }

  func text(of review: Review) -> String {
    switch self {
    case .text: ReviewText.lines(of: review).joined(separator: "\n") + "\n"
    case .request: review.request.text
    case .fingerprint: review.fingerprint.hex
    }
  }
}

/// An account that the screen can switch to.
package struct AccountEntry: Hashable, Sendable {
  /// What names it to the program; nil for that of the environment.
  package let label: String?
  package let name: String
  package let environment: Account.Environment
  package let host: String
  package let isCurrent: Bool

  package init(label: String?, name: String, environment: Account.Environment, host: String, isCurrent: Bool) {
    self.label = label
    self.name = name
    self.environment = environment
    self.host = host
    self.isCurrent = isCurrent
  }
}

extension PolicyQuery.SortOrder.Column {
  var title: String {
    switch self {
    case .pattern: "pattern"
    case .type: "type"
    case .regex: "regular expression"
    case .trusted: "trusted sender"
    case .acceptable: "acceptable sender"
    case .exempt: "exempt recipient"
    case .verify: "verify sender"
    case .modified: "modified"
    case .created: "created"
    case .comments: "comments"
    case .operation: "what is queued"
    case .effect: "effect of what is queued"
    case .finding: "findings: the gravest, then how many"
    }
  }
}
