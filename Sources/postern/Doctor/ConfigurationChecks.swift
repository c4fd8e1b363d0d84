import Configuration
import PolicyStore
import PolicyUI
import Theming
import Values

/// The configuration file, the keys in it, and the user's themes.
struct ConfigurationChecks {
  let checks: [Check]
  /// What the file says; nil where it cannot be used.
  let file: ConfigurationFile?

  /// Reads the file as every command does, but goes on to tell all that is wrong.
  static func look(at paths: Paths, environment: [String: String]) -> ConfigurationChecks {
    let path = paths.configurationFile
    let text: String?
    do throws(Problem) {
      text = try ConfigurationFile.text(at: paths)
    } catch {
      return broken([.failed(.configuration, error)])
    }
    let home = environment["HOME"]
    let mistakes = text.map { ConfigurationFile.mistakes(in: $0, path: path, home: home) } ?? []
    guard mistakes.isEmpty, let file = try? ConfigurationFile.load(paths, environment: environment) else {
      return broken(mistakes.map { .failed(.configuration, $0.description, advice: $0.advice) })
    }
    let folder = openFolder(paths.configurationFolder, FolderFacts.probe(paths.configurationFolder).entry)
    let library = ThemesCommand.library()
    let checks =
      [summary(of: text == nil ? nil : file, at: path)] + (folder.map { [$0] } ?? [])
      + keys(file.settings, in: path) + themes(library, chosen: file.settings.theme)
    return ConfigurationChecks(checks: checks, file: file)
  }

  private static func broken(_ failures: [Check]) -> ConfigurationChecks {
    let reason = "The configuration has to be in order first."
    return ConfigurationChecks(
      checks: failures + [.skipped(.keys, because: reason)] + themes(ThemesCommand.library(), chosen: nil),
      file: nil
    )
  }

  private static func summary(of file: ConfigurationFile?, at path: String) -> Check {
    guard let file else {
      return .ok(.configuration, "There is no \(path). None is needed: the environment can name an account.")
    }
    let count = file.accounts.count
    return .ok(.configuration, "\(path) is in order, with \(count.counted("account")).")
  }

  /// Who can write to the folder can put another file in the place of this one, whatever its own mode.
  static func openFolder(_ path: String, _ entry: FolderFacts.Entry) -> Check? {
    guard case .folder(let mode, _, _) = entry, mode & 0o022 != 0 else { return nil }
    return .warning(
      .configuration,
      "Others may write to \(path), and so choose the server and the token command.",
      advice: "Run: chmod go-w \(path)"
    )
  }

  static func keys(_ settings: Settings, in path: String) -> [Check] {
    let mistakes = UserKeys(settings.keys).mistakes(in: path)
    guard mistakes.isEmpty else {
      return mistakes.map { .failed(.keys, $0.description, advice: $0.advice) }
    }
    let count = settings.keys.count
    return [
      .ok(
        .keys,
        count == 0 ? "The keys are as they come." : "\(count.counted("command has", "commands have")) keys of your own."
      )
    ]
  }

  /// A theme that cannot be used leaves the others alone, unless it is the one that was `chosen`.
  static func themes(_ library: ThemeLibrary, chosen: String?) -> [Check] {
    let shipped = Set(ThemeLibrary.shipped.names)
    let own = library.names.filter { !shipped.contains($0) }
    var checks = library.problems.map { Check.warning(.themes, $0.finding, advice: $0.advice) }
    for name in own {
      do throws(ThemeProblem) {
        _ = try library.theme(named: name)
        checks += try library.warnings(for: name).map { .warning(.themes, $0.finding, advice: $0.advice) }
      } catch {
        checks.append(.warning(.themes, error.finding, advice: error.advice))
      }
    }
    if let chosen, chosen != ThemeLibrary.automaticName {
      do throws(ThemeProblem) {
        _ = try library.theme(named: chosen)
      } catch {
        checks.append(.failed(.themes, "The configuration chooses \(chosen). \(error.finding)", advice: error.advice))
      }
    }
    guard checks.isEmpty else { return checks }
    return [
      .ok(
        .themes,
        own.isEmpty ? "There are no themes of your own." : "Themes of your own: \(own.joined(separator: ", "))."
      )
    ]
  }
}
