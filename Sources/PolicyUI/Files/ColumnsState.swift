package import Policies
package import PolicyFiles
import PolicyCore

/// What the columns of a file are, while a person says so.
package struct ColumnsState: Equatable, Sendable {
  package let source: ImportSource
  package let columns: ImportColumns
  /// What each column is; nil for one that is passed over.
  package var fields: [PolicyField?]
  /// Whether the file is a list, one pattern a line, and has no columns.
  package var isList: Bool
  /// What every row gets that does not say it itself.
  package var flags: Set<PolicyFlag> = [.acceptable, .verify]
  /// The row that has the focus: 0 is how the file is read, and behind it come the columns.
  package var focus: Int
  /// Whether the file is being read so.
  package var isReading = false

  package init(_ columns: ImportColumns, of source: ImportSource) {
    self.columns = columns
    self.source = source
    fields = columns.columns.map(\.guess)
    isList = columns.isList
    // The first column that the guess leaves open is what a person has to look at.
    focus = columns.isList ? 0 : (columns.columns.firstIndex { $0.guess == nil } ?? 0) + 1
  }

  /// How many rows there are to go through.
  var count: Int { isList ? 1 : columns.columns.count + 1 }

  /// How the file is read.
  var form: ImportForm {
    isList ? ImportForm(.list, flags: flags) : ImportForm(map: ImportForm.Map(fields), flags: flags)
  }

  /// Why it cannot be read so, as a sentence; nil if it can.
  var mistake: String? {
    if !isList, !fields.contains(.pattern) { return "No column is the pattern." }
    return form.grants ? nil : "Such rows would allow nothing: choose trusted, acceptable or exempt."
  }

  /// Whether a column says of each row whether it has the flag.
  func isSaid(_ flag: PolicyFlag) -> Bool { !isList && fields.contains(flag.field) }

  mutating func turn(_ flag: PolicyFlag) {
    if !isSaid(flag) { flags.formSymmetricDifference([flag]) }
  }

  /// Goes on to another field for the column that has the focus; one that another column is loses it there.
  mutating func choose(by step: Int) {
    guard focus > 0 else {
      isList.toggle()
      return
    }
    let choices: [PolicyField?] = [nil] + PolicyField.allCases.map { $0 }
    let place = choices.firstIndex(of: fields[focus - 1]) ?? 0
    let chosen = choices[(place + step + choices.count) % choices.count]
    if let chosen {
      for column in fields.indices where fields[column] == chosen { fields[column] = nil }
    }
    fields[focus - 1] = chosen
  }
}
