/// A command that was found by what was typed, and the letters by which it was found.
struct FoundCommand: Hashable {
  let command: Command
  let score: Int
  /// Places in the command's name, its hint and its summary, in characters.
  private(set) var inName: Set<Int> = []
  private(set) var inHint: Set<Int> = []
  private(set) var inSummary: Set<Int> = []

  /// A hint is what a command is called, and a sentence says much else.
  private static let worthOfHint = 6
  private static let worthOfName = 3

  /// Other words that people look for a command by.
  private static let synonyms: [CommandID: String] = [
    .dangersOpen: "only in danger", .filterOpen: "only in danger search find", .historyOpen: "submissions",
    .logOpen: "log", .policyCopy: "clipboard", .policyEdit: "comment ticket prefix", .reviewOpen: "part partial submit",
    .sortChoose: "age oldest newest order", .themeChoose: "colours colors", .whatIfOpen: "message mail from",
  ]

  /// Every word of what was typed has to be found, each in that text of the command where it fits best.
  init?(_ command: Command, typed: String) {
    self.command = command
    var score = 0
    for term in typed.split(whereSeparator: \.isWhitespace).map(String.init) {
      let name = FuzzyMatch(term, in: command.id.rawValue)
      let hint = FuzzyMatch(term, in: command.hint)
      let summary = FuzzyMatch(term, in: command.summary, style: .wordBeginnings)
      let hintScore = hint.map { $0.score + Self.worthOfHint } ?? .min
      let nameScore = name.map { $0.score + Self.worthOfName } ?? .min
      let other = Self.synonyms[command.id].flatMap { FuzzyMatch(term, in: $0, style: .wordBeginnings) }
      let best = max(hintScore, nameScore, summary?.score ?? .min, other?.score ?? .min)
      guard best > .min else { return nil }
      score += best
      if let hint, hintScore == best {
        inHint.formUnion(hint.positions)
      } else if let name, nameScore == best {
        inName.formUnion(name.positions)
      } else if let summary, summary.score == best {
        inSummary.formUnion(summary.positions)
      }
    }
    self.score = score
  }
}

extension [Command] {
  /// Those that are found by what was typed, the best first; of equal ones the order stays.
  func found(by typed: String) -> [FoundCommand] {
    compactMap { FoundCommand($0, typed: typed) }.enumerated()
      .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
      .map(\.element)
  }
}
