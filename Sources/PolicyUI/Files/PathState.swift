package import Canvas
package import Policies

/// The name of a file, while it is asked for.
package struct PathState: Equatable, Sendable {
  package enum Purpose: Equatable, Sendable {
    case importing
    case exporting(ExportSubject)
    /// What of is found once the name is known: the policies may be read anew meanwhile.
    case reporting(isOnDraft: Bool)
  }

  package let purpose: Purpose
  package var field: TextField
  /// What could complete the name, after it was asked for.
  package var candidates: [String] = []
  /// Which of them the field has.
  package var choice: Int?
  /// Whether the file is being written.
  package var isWaiting = false
  /// The name that was found to be taken: the same again replaces the file.
  package var taken: String?

  package init(_ purpose: Purpose, path: String = "") {
    self.purpose = purpose
    field = TextField(path, limit: 4096)
  }

  /// The name without the blanks around it, which no paste of a name means.
  var path: String {
    String(field.text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Completes the name as far as all that could do so agree.
  mutating func take(_ names: FileNames) {
    guard names.typed == field.text else { return }
    candidates = names.names
    choice = nil
    guard var common = names.names.first else { return }
    for name in names.names { common = name.commonPrefix(with: common) }
    if common.count > field.text.count { set(common) }
    if names.names.count == 1 { candidates = [] }
  }

  /// Goes on to the next that could complete it; false where none was listed for what the field has.
  mutating func goOn() -> Bool {
    guard !candidates.isEmpty else { return false }
    let next = choice.map { ($0 + 1) % candidates.count } ?? 0
    choice = next
    set(candidates[next])
    return true
  }

  /// Forgets what was listed, as something else is typed now.
  mutating func edited() {
    candidates = []
    choice = nil
    taken = nil
  }

  private mutating func set(_ text: String) {
    field = TextField(text, limit: field.limit)
    taken = nil
  }
}

/// Which policies are to be exported.
package struct ExportSubject: Equatable, Sendable {
  /// In the order of the table.
  package let rows: ListedRows
  /// What they are, in words.
  package let title: String
  /// How many operations of the draft are on them, or on new policies: the file has the policies as the server has them.
  package let queued: Int
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
