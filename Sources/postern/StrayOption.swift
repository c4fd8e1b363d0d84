import ArgumentParser

/// An argument that begins with a hyphen and is no option.
///
/// The parser then complains of what it misses instead, which does not help who named a file `-x.csv`.
enum StrayOption {
  /// What to say of the first such argument; nil where there is none.
  static func hint(in arguments: some Sequence<String>, for error: any Error) -> String? {
    // The usage of the command that was meant is the only place where the parser tells its options.
    let known = options(in: Postern.fullMessage(for: error)).union(options(in: help(for: arguments)))
    var isValue = false
    for argument in arguments {
      if argument == "--" { return nil }
      defer { isValue = argument.hasPrefix("--") && !argument.contains("=") && known.contains(argument) }
      guard argument.hasPrefix("-"), argument != "-", !isValue else { continue }
      let name = argument.prefix { $0 != "=" }
      guard !known.contains(String(name)) else { continue }
      let shown = String(argument.prefix(80))
      return
        "\(shown) begins with a hyphen and is no option here. If it is meant as it stands, put -- before it, or ./ "
        + "before the name of a file."
    }
    return nil
  }

  private static func help(for arguments: some Sequence<String>) -> String {
    var type: any ParsableCommand.Type = Postern.self
    for word in arguments {
      guard let next = type.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
      type = next
    }
    return Postern.helpMessage(for: type, columns: 400)
  }

  private static func options(in text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    return Set(words.lazy.filter { $0.hasPrefix("-") }.map(String.init))
  }
}
