package import Policies
package import Values

/// Why a CSV file, or a row of one, cannot be taken: one thing that is wrong, and where.
package struct ImportMistake: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1 as editors do: a line break between quotation marks counts too.
  package let line: Int
  /// In code points, counted from 1.
  package let column: Int
  /// One sentence of what is wrong there.
  package let what: String
  /// One sentence of what to do.
  package let advice: String
  /// The field whose text cannot be read; nil where it is about more than one, or about none.
  package let field: PolicyField?

  package init(line: Int, column: Int, what: String, advice: String, field: PolicyField? = nil) {
    self.line = line
    self.column = column
    self.what = what
    self.advice = advice
    self.field = field
  }

  /// Where it is and what it is.
  package var description: String { "Line \(line), column \(column): \(what)" }
}

extension ImportMistake {
  /// Of kind `invalid`; `more` other rows have mistakes too.
  package func problem(more: Int = 0) -> Problem {
    let others = more == 0 ? "" : " \(more.counted("more row has", "more rows have")) mistakes."
    return Problem(.invalid, what: "\(description)\(others) Nothing was queued.", advice: advice)
  }
}
