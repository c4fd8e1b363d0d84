package import Values

/// One thing that is wrong in the configuration file: where, what was expected, and what to do.
package struct ConfigurationMistake: Hashable, Sendable, CustomStringConvertible {
  /// The file's path.
  package var file: String
  /// The key with those of the tables around it, such as `accounts.acme.account_id`.
  package var key: String?
  /// The line, counted from 1, where it is certain.
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

  /// `FILE:LINE:COLUMN: KEY: what`, without what is not known.
  package var description: String {
    let place = ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    return ([place] + [key].compactMap(\.self) + [what]).joined(separator: ": ")
  }
}

extension Problem {
  /// Puts all mistakes of a file into one problem, a line each; nil where there are none.
  package init?(_ mistakes: [ConfigurationMistake]) {
    guard let first = mistakes.first else { return nil }
    if mistakes.count == 1 {
      self.init(.usage, what: first.description, advice: first.advice)
    } else {
      let list = mistakes.map { "\($0.description) \($0.advice)" }.joined(separator: "\n")
      self.init(
        .usage,
        what: "The configuration has \(mistakes.count) mistakes:\n\(list)",
        advice: "Correct these lines; nothing was read from the file."
      )
    }
  }
}
