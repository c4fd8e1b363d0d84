/// Something that is wrong in a theme file: where, what, and what to do.
///
/// Thrown where there can be no theme at all; listed as a warning where the theme works without that line.
package struct ThemeProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path, or the name of a theme that comes with the program.
  package var file: String
  /// The key in the file, such as `roles.diff.add`.
  package var key: String?
  /// The line, counted from 1, where it is known.
  package var line: Int?
  package var column: Int?
  /// One sentence of what is wrong.
  package var what: String
  /// One sentence of what to do.
  package var advice: String

  package init(
    file: String,
    key: String? = nil,
    line: Int? = nil,
    column: Int? = nil,
    what: String,
    advice: String
  ) {
    self.file = file
    self.key = key
    self.line = line
    self.column = column
    self.what = what
    self.advice = advice
  }

  /// `FILE:LINE:COLUMN: KEY: what. Advice.`, without what is not known.
  package var description: String { "\(finding) \(advice)" }

  /// The same without the advice.
  package var finding: String {
    let place = ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    return ([place] + [key].compactMap(\.self) + [what]).joined(separator: ": ")
  }
}
