import Testing

/// A construct that source files do without.
struct SourceRule: Sendable, CustomTestStringConvertible {
  /// The forbidden code; where it has no space, the file's must have none either (`try !x` is not `try!`).
  let code: String
  let reason: String
  /// The rooms that the rule is for; nil for all.
  var rooms: Set<String>?
  var exception: Exception?

  /// Where the construct is allowed after all.
  enum Exception: Sendable {
    case room(String)
    /// In this room, where a comment on the same line or on the one above says why.
    case explained(room: String)
  }

  var testDescription: String { code }

  static let all =
    [
      SourceRule(code: "try!", reason: "throw, or handle the error: the screen must be restored"),
      SourceRule(code: "fatalError(", reason: "throw, or make the state impossible: the screen must be restored"),
      SourceRule(
        code: "@unchecked",
        reason: "use a Mutex, so that the compiler goes on checking",
        exception: .explained(room: "Terminal")
      ),
      SourceRule(
        code: "nonisolated(unsafe)",
        reason: "use a Mutex, so that the compiler goes on checking",
        exception: .explained(room: "Terminal")
      ),
      SourceRule(code: "print(", reason: "give a value back; only the program writes", exception: .room("postern")),
      SourceRule(code: "public", reason: "write package: nothing here is a library for others"),
    ]
    + ["FileManager", "FileHandle", "Process", "ProcessInfo", "Data(contentsOf", "String(contentsOf"].map {
      SourceRule(code: $0, reason: "this room is pure: ask for a value, or give an effect back", rooms: pureRooms)
    }
    + localized.map { SourceRule(code: $0, reason: "a release has no ICU data: see CEmptyICU") }

  /// What reads the data that a release has not got: see `CEmptyICU`.
  private static let localized = [
    "Locale", "DateFormatter", "NumberFormatter", "ByteCountFormatter", "ListFormatter", "URLComponents", "URL(string",
    ".formatted(.number", "localizedCompare", "localizedStandardCompare", "localizedCaseInsensitiveContains",
    "localizedLowercase", "localizedUppercase", "localizedStandardContains",
  ]

  /// The rooms that are pure: what they need from a file, a process or the environment comes in as a value.
  private static let pureRooms: Set = [
    "Values", "JSONText", "Mail", "MailLog", "Policies", "PolicyCore", "PolicyQuery", "PolicyFiles", "PolicyUI",
  ]

  /// The lines of `file` that break this rule.
  func violations(in file: SourceFile) -> [Int] {
    guard rooms?.contains(file.room) ?? true else { return [] }
    if case .room(file.room) = exception { return [] }
    let tokens = file.code.tokens
    let forbidden = SwiftTokens(code).tokens
    let starts = tokens.indices.filter { tokens[$0].text == forbidden.first?.text }
    return starts.compactMap { index in
      let candidate = tokens[index...].prefix(forbidden.count)
      guard candidate.elementsEqual(forbidden, by: isSameCode), !isMemberOrDeclaration(at: index, in: tokens)
      else { return nil }
      let lines = [tokens[index].line - 1, tokens[index].line]
      if case .explained(file.room) = exception, !file.code.commentedLines.isDisjoint(with: lines) { return nil }
      return tokens[index].line
    }
  }

  private func isSameCode(_ token: SwiftTokens.Token, _ forbidden: SwiftTokens.Token) -> Bool {
    token.kind == forbidden.kind && token.text == forbidden.text
      && (token.touchesPrevious || !forbidden.touchesPrevious)
  }

  /// Tells `page.print(x)` and `func print(` from a call of the function that the standard library has.
  private func isMemberOrDeclaration(at index: Int, in tokens: [SwiftTokens.Token]) -> Bool {
    guard index > 0 else { return false }
    let isQualified = index > 1 && ["Swift", "Foundation"].contains(tokens[index - 2].text)
    let isMember = tokens[index - 1].text == "." && !isQualified
    return isMember || tokens[index - 1].text == "func"
  }
}
