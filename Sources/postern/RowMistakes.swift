import PolicyCore
import PolicyFiles
import Values

/// What is wrong with rows of a file that a person named.
struct RowMistakes {
  private let mistakes: [(line: Int, column: Int, what: String, advice: String)]

  init(_ mistakes: [ImportMistake]) {
    self.mistakes = mistakes.map { ($0.line, $0.column, $0.what, $0.advice) }
  }

  init(_ mistakes: [DesiredRow.Mistake]) {
    self.mistakes = mistakes.map { ($0.line, $0.column, $0.what, $0.advice) }
  }

  /// Says all of them on standard error, and throws a ``Problem`` of kind `invalid`; does nothing where there are none.
  ///
  /// `done` is what would have been done with the file.
  func check(in file: String, _ done: String) throws(Problem) {
    guard let first = mistakes.first else { return }
    Output.say(lines: mistakes.prefix(200).map { "\(file):\($0.line):\($0.column): \($0.what) \($0.advice)" })
    let others =
      mistakes.count == 1
      ? "" : " \((mistakes.count - 1).counted("more mistake stands", "more mistakes stand")) in the file."
    throw Problem(
      .invalid,
      what: "Line \(first.line), column \(first.column): \(first.what)\(others) Nothing was \(done).",
      advice: first.advice
    )
  }
}
