import TOMLKit
import TOMLText
import Values

/// Takes the configuration file apart, and collects every mistake in it instead of stopping at the first.
struct ConfigurationReader {
  private(set) var mistakes: [ConfigurationMistake] = []
  let path: String
  let home: String?
  private var lines = KeyLines("")

  init(path: String, home: String?) {
    self.path = path
    self.home = home
  }

  /// What the file says; only of use where ``mistakes`` is empty afterwards.
  mutating func read(_ text: String) -> ConfigurationFile {
    do {
      let parsed = try TOMLText(text)
      lines = parsed.lines
      return file(TableInFile(table: parsed.table, key: ""))
    } catch {
      mistakes.append(
        ConfigurationMistake(
          file: path,
          line: error.line,
          column: error.column,
          what: "This is not TOML: \(error.what).",
          advice: "Correct this line."
        )
      )
      return .empty
    }
  }

  private mutating func file(_ root: TableInFile) -> ConfigurationFile {
    refuseUnknown(
      in: root,
      known: [
        "default_account", "theme", "own_domains", "stale_days", "ticket", "accounts", "mail", "ui", "submission",
        "findings", "keys", "guards", "readings", "silences",
      ]
    )
    let settings = settings(root)
    var accounts: [ConfigurationFile.NamedAccount] = []
    if let tables = table("accounts", in: root) {
      for label in tables.labels.sorted() {
        guard let table = table(label, in: tables) else { continue }
        if let account = account(label, table) { accounts.append(account) }
      }
      let chosen = string("default_account", in: root)
      if let chosen, !tables.labels.contains(chosen) {
        report(
          "default_account",
          "There is no account “\(chosen)”.",
          tables.labels.isEmpty ? "Add [accounts.\(chosen)]." : "There are: \(tables.labels.joined(separator: ", "))."
        )
      }
      return ConfigurationFile(accounts: accounts, defaultAccount: chosen, settings: settings)
    }
    if let chosen = string("default_account", in: root) {
      report("default_account", "There is no account “\(chosen)”.", "Add [accounts.\(chosen)].")
    }
    return ConfigurationFile(accounts: [], defaultAccount: nil, settings: settings)
  }
}

/// A table of the file with the key that leads to it.
struct TableInFile {
  let table: TOMLTable
  /// Empty for the file itself.
  let key: String

  var labels: [String] { table.keys }

  func key(_ name: String) -> String { key.isEmpty ? name : "\(key).\(name)" }
}

extension ConfigurationReader {
  mutating func report(_ key: String, _ what: String, _ advice: String) {
    mistakes.append(ConfigurationMistake(file: path, key: key, line: lines[key], what: what, advice: advice))
  }

  /// Reports the keys that mean nothing here, and what was probably meant.
  mutating func refuseUnknown(in table: TableInFile, known: [String], alreadyRefused: [String] = []) {
    for name in table.labels where !known.contains(name) && !alreadyRefused.contains(name) {
      let advice =
        Spelling.nearest(to: name, among: known).map { "Did you mean \($0)?" }
        ?? "Known here: \(known.joined(separator: ", "))."
      report(table.key(name), "There is no such setting.", advice)
    }
  }

  mutating func string(_ name: String, in table: TableInFile) -> String? {
    guard let value = table.table[name] else { return nil }
    if let text = value.string { return text }
    wrong(table.key(name), value, expected: "text in quotation marks")
    return nil
  }

  mutating func bool(_ name: String, in table: TableInFile) -> Bool? {
    guard let value = table.table[name] else { return nil }
    if let bool = value.bool { return bool }
    wrong(table.key(name), value, expected: "true or false")
    return nil
  }

  mutating func int(_ name: String, in table: TableInFile, _ range: ClosedRange<Int>) -> Int? {
    guard let value = table.table[name] else { return nil }
    if let int = value.int, range.contains(int) { return int }
    wrong(table.key(name), value, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// A list of text; with `orOne` a single text as well.
  mutating func strings(_ name: String, in table: TableInFile, orOne: Bool = false) -> [String]? {
    guard let value = table.table[name] else { return nil }
    if orOne, let text = value.string { return [text] }
    if let list = value.array {
      let texts = list.compactMap(\.string)
      if texts.count == list.count { return texts }
    }
    wrong(table.key(name), value, expected: "a list of text, such as [\"one\", \"two\"]")
    return nil
  }

  /// The tables of an array, each under its number.
  mutating func tables(_ name: String, in table: TableInFile) -> [TableInFile] {
    guard let value = table.table[name] else { return [] }
    if let list = value.array {
      let tables = list.compactMap(\.table)
      if tables.count == list.count {
        return tables.enumerated().map { TableInFile(table: $1, key: "\(table.key(name)).\($0)") }
      }
    }
    wrong(table.key(name), value, expected: "tables: [[\(table.key(name))]] on a line of its own before each")
    return []
  }

  mutating func table(_ name: String, in table: TableInFile) -> TableInFile? {
    guard let value = table.table[name] else { return nil }
    if let inner = value.table { return TableInFile(table: inner, key: table.key(name)) }
    wrong(table.key(name), value, expected: "a table: [\(table.key(name))] on a line of its own")
    return nil
  }

  /// One of a few words.
  mutating func choice<Choice>(_ name: String, in table: TableInFile, of _: Choice.Type) -> Choice?
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    guard let text = string(name, in: table) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map(\.rawValue)
    let near = Spelling.nearest(to: text, among: choices).map { "Did you mean \($0)?" }
    report(
      table.key(name),
      "“\(text)” is not one of: \(choices.joined(separator: ", ")).",
      near ?? "Choose one of them."
    )
    return nil
  }

  /// Says what kind of value stands there, never the value: it may be a secret in the wrong place.
  private mutating func wrong(_ key: String, _ value: any TOMLValueConvertible, expected: String) {
    let found = value.type == .int && expected.contains("number") ? "another number" : value.type.description
    report(key, "Expected \(expected); found: \(found).", "Correct the value.")
  }
}
