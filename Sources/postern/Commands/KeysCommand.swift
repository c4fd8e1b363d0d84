import ArgumentParser
import Configuration
import Foundation
import PolicyUI
import JSONText
import Values

/// The command `postern keys`.
struct KeysCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Print the keys of the screen, with those of the configuration file in their places.",
    discussion: """
      The configuration file gives a command other keys by its name, in the table [keys]:

        "draft.undo" = ["u", "Z"]
        "policy.new" = "z n"

      Two keys with a blank between them are pressed one after the other. An empty list takes a command's keys away; the \
      list of commands (:) still finds it. No account is needed.

      EXAMPLES
        postern keys
        postern keys --format json | jq -r '.[] | select(.command == "draft.undo") | .keys[]'
      """
  )

  @Option(help: "table or json.")
  var format = TableFormat.table

  func work() async throws(Problem) -> ExitStatus {
    let environment = ProcessInfo.processInfo.environment
    let file = try ConfigurationFile.load(try Paths(environment: environment), environment: environment)
    let rows = try Keymap.configured(by: file.settings).table
    if format == .json {
      Output.write(JSONShapes.keys(rows))
    } else {
      Output.write(Self.table(of: rows).text)
    }
    return .done
  }

  private static func table(of rows: [KeyTableRow]) -> TextTable {
    var table = TextTable(["COMMAND", "KEYS", "DOES", "WHERE"])
    for row in rows {
      let places = row.contexts.map { $0.title.lowercased() }.joined(separator: ", ")
      table.append([row.command.id.rawValue, row.keys.text, row.command.summary, places])
    }
    return table
  }
}

extension JSONShapes {
  /// A command whose keys differ from place to place has an entry for each set of them.
  static func keys(_ rows: [KeyTableRow]) -> OrderedJSON {
    .array(
      rows.map { row in
        .object([
          Member("command", .string(row.command.id.rawValue)),
          Member("keys", .array(row.keys.map { .string($0.description) })),
          Member("summary", .string(row.command.summary)),
          Member("contexts", .array(row.contexts.map { .string($0.rawValue) })),
        ])
      }
    )
  }
}

extension Keymap {
  /// The keys as the configuration file has them; one usage problem tells all that is wrong with them.
  static func configured(by settings: Settings) throws(Problem) -> Keymap {
    let keys = UserKeys(settings.keys)
    guard !keys.mistakes.isEmpty else { return keys.keymap }
    let file = try Paths(environment: ProcessInfo.processInfo.environment).configurationFile
    if let problem = Problem(keys.mistakes(in: file)) { throw problem }
    return keys.keymap
  }
}

extension UserKeys {
  /// What is wrong with them, as mistakes of the configuration file that they stand in.
  func mistakes(in file: String) -> [ConfigurationMistake] {
    mistakes.map { mistake in
      ConfigurationMistake(
        file: file,
        key: mistake.configurationKey,
        what: mistake.what,
        advice: mistake.advice
      )
    }
  }
}
