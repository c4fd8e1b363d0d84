package import Policies
import PolicyCore
package import PolicyFiles

/// Where rows to be imported come from.
package enum ImportSource: Hashable, Sendable {
  /// A file, by the name that a person typed.
  case file(String)
  /// A text that was pasted.
  case pasted(String)

  /// What it is called on the screen.
  package var name: String {
    switch self {
    case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
    case .pasted: "the paste"
    }
  }

  /// By which a file beside it is named.
  package var path: String {
    switch self {
    case .file(let path): path
    case .pasted: "pasted.csv"
    }
  }
}

/// A file that was read, as far as it could be understood.
package struct ImportedFile: Equatable, Sendable {
  package enum Content: Equatable, Sendable {
    case rows(PolicyCSV, ImportPlan)
    case columns(ImportColumns)
  }

  package let source: ImportSource
  package let form: ImportForm
  package let content: Content

  package init(source: ImportSource, form: ImportForm, content: Content) {
    self.source = source
    self.form = form
    self.content = content
  }
}

/// What rows are to be judged by.
package struct PlanRequest: Equatable, Sendable {
  package let file: PolicyCSV
  package let changes: ImportChanges
  package let list: PolicyList
  /// Tells it from others: the newest has the highest.
  package let number: Int
}

/// Rows that are to be queued, and what the screen shows of them.
package struct ImportOrder: Equatable, Sendable {
  package let file: PolicyCSV
  package let changes: ImportChanges
  package let list: PolicyList
  package let plan: ImportPlan
}

/// What could complete the name of a file.
package struct FileNames: Equatable, Sendable {
  /// What was typed.
  package let typed: String
  /// Whole names, written as it was typed: `~` stays; a folder's ends with a slash.
  package let names: [String]

  package init(typed: String, names: [String]) {
    self.typed = typed
    self.names = names
  }
}

/// Policies that are to be written to a file.
package struct ExportRequest: Equatable, Sendable {
  package enum Format: String, Hashable, Sendable {
    case csv
    case json

    /// By how a file's name ends; nil for any other end.
    package init?(path: String) {
      let end = path.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased()
      self.init(rawValue: end ?? "")
    }
  }

  package let rows: ListedRows
  package let format: Format
  package let path: String
  /// Whether a file of that name is to be replaced.
  package let overwrites: Bool
}

/// What was written.
package struct ExportReport: Equatable, Sendable {
  package let path: String
  package let count: Int
  /// What the file does not say, or not to everybody, as sentences.
  package let remarks: [String]

  package init(path: String, count: Int, remarks: [String]) {
    self.path = path
    self.count = count
    self.remarks = remarks
  }
}

/// How the file is called that takes what is not taken.
package enum RestName {
  /// `partners.rest.csv` beside `partners.csv`; the next ones have a number: `partners.rest-2.csv`.
  package static func name(beside path: String, number: Int = 1) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path.dropFirst(folder.count)
    let count = number == 1 ? "" : "-\(number)"
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "\(path).rest\(count).csv" }
    return "\(folder)\(name[..<dot]).rest\(count)\(name[dot...])"
  }
}
