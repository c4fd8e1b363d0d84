import ArgumentParser
import Canvas
import Configuration
import Foundation
import Theming
import JSONText
import Values

/// The command `postern themes`.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "List the themes, show one, or check a theme file.",
    discussion: """
      EXAMPLES
        postern themes
        postern themes check mine.toml
      """,
    subcommands: [List.self, Show.self, Check.self],
    defaultSubcommand: List.self
  )

  /// Those that come with the program and those of the configuration folder.
  static func library() -> ThemeLibrary {
    var library = ThemeLibrary.shipped
    if let paths = try? Paths(environment: ProcessInfo.processInfo.environment) {
      library.addThemes(in: ThemeFolder(paths.themesFolder))
    }
    return library
  }

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the themes that can be chosen, a user's own among them.",
      discussion: """
        EXAMPLES
          postern themes list
          postern themes list --format json | jq -r '.[].name'
        """
    )

    @Option(help: "table or json.")
    var format = TableFormat.table

    func work() async throws(Problem) -> ExitStatus {
      let library = ThemesCommand.library()
      let files = library.names.compactMap { try? library.file(named: $0) }
      let themes = library.names.compactMap { try? library.theme(named: $0) }
      if format == .json {
        Output.write(
          .array(
            zip(themes, files).map { theme, file in
              .object([
                .init("name", .string(theme.name)), .init("variant", .string(theme.variant.rawValue)),
                .init("contrast", .string(theme.contrast.rawValue)),
                .init("source", file.source.map(OrderedJSON.string) ?? .null),
                .init("license", file.license.map(OrderedJSON.string) ?? .null),
              ])
            }
          )
        )
      } else {
        var table = TextTable(["NAME", "VARIANT", "CONTRAST", "SOURCE"])
        for (theme, file) in zip(themes, files) {
          table.append([theme.name, theme.variant.rawValue, theme.contrast.rawValue, file.source ?? ""])
        }
        Output.write(table.text)
      }
      for problem in library.problems { Output.say("postern: \(problem.description)") }
      return .done
    }
  }

  struct Show: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what a theme makes of each role, and its measured contrast.",
      discussion: """
        EXAMPLES
          postern themes show nord
          postern themes show default-dark --colors 256 --format json
        """
    )

    @Argument(help: "The theme's name.", completion: .custom(KnownNames.themes))
    var name: String
    @Option(help: "16, 256 or 16777216: the colours of the terminal that it is shown for.")
    var colors = 16_777_216
    @Option(help: "table or json.")
    var format = TableFormat.table

    func work() async throws(Problem) -> ExitStatus {
      let library = ThemesCommand.library()
      guard library.names.contains(name) else {
        let near = Spelling.nearest(to: name, among: library.names).map { "Did you mean \($0)? " } ?? ""
        throw Problem(.usage, what: "There is no theme \(name).", advice: "\(near)`postern themes` lists them.")
      }
      let theme = try ThemesCommand.problem { () throws(ThemeProblem) in
        try library.theme(named: name, depth: ColorDepth(colors: colors))
      }
      let columns = ["role", "foreground", "background", "attributes"]
      let rows = Role.allCases.map { role in
        let style = theme[role]
        return [
          role.rawValue, ThemesCommand.text(of: style.foreground), ThemesCommand.text(of: style.background),
          ThemesCommand.names(of: style.attributes),
        ]
      }
      if format == .json {
        Output.write(
          .array(rows.map { row in .object(zip(columns, row).map { .init($0, .string($1)) }) })
        )
        return .done
      }
      var table = TextTable(columns.map { $0.uppercased() })
      for row in rows { table.append(row) }
      Output.write(table.text)
      let lowest = ContrastAudit.measurements(of: theme).min { $0.ratio < $1.ratio }
      if let lowest { Output.write("lowest contrast: \(lowest)\n") }
      return .done
    }
  }

  struct Check: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a theme file, and measure the contrast that it claims.",
      discussion: """
        Exit status 3 where it cannot be used, or falls short of what it claims with 16 million or with 256 colours.

        EXAMPLES
          postern themes check ~/.config/postern/themes/mine.toml
          postern themes check mine.toml && echo good
        """
    )

    @Argument(help: "A theme file.", completion: .file(extensions: ["toml"]))
    var file: String

    func work() async throws(Problem) -> ExitStatus {
      guard let text = String(bytes: try InputFile.read(file), encoding: .utf8) else {
        throw Problem(.invalid, what: "\(file) is not UTF-8 text.", advice: "Save it as UTF-8.")
      }
      let parsed = try ThemesCommand.problem { () throws(ThemeProblem) in
        try ThemeFile(text: text, origin: file)
      }
      // The file may lie in the configuration folder already: then it is not to be added twice.
      var library = ThemeLibrary.shipped
      if let parent = parsed.inherits, !library.names.contains(parent) { library = ThemesCommand.library() }
      if ThemeLibrary.shipped.names.contains(parsed.name) || !library.names.contains(parsed.name) {
        try ThemesCommand.problem { () throws(ThemeProblem) in try library.add(parsed) }
      }
      var lines = try ThemesCommand.problem { () throws(ThemeProblem) in
        try library.warnings(for: parsed.name).map(\.description)
      }
      for depth in [ColorDepth.trueColor, .indexed256] {
        let theme = try ThemesCommand.problem { () throws(ThemeProblem) in
          try library.theme(named: parsed.name, depth: depth)
        }
        lines += ContrastAudit.shortfalls(of: theme).map { "\(depth): \($0)" }
      }
      for line in lines { Output.write(Output.visible(line) + "\n") }
      if lines.isEmpty { Output.say("\(parsed.name) is good.") }
      return lines.isEmpty ? .done : .invalid
    }
  }

  private static func problem<Value>(_ body: () throws(ThemeProblem) -> Value) throws(Problem) -> Value {
    do throws(ThemeProblem) {
      return try body()
    } catch {
      throw Problem(.invalid, what: error.description, advice: "")
    }
  }

  /// A colour as theme files write it.
  private static func text(of color: Canvas.Color) -> String {
    switch color {
    case .default: "default"
    case .indexed(let number): String(number)
    case .rgb(let red, let green, let blue):
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  private static func names(of attributes: Attributes) -> String {
    ThemeFile.attributeNames.filter { attributes.contains($0.value) }.map(\.key).sorted().joined(separator: " ")
  }
}
