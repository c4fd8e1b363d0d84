import ArgumentParser

/// What people write in more ways than the parser takes.
///
/// Options that are for every command may stand before its name too, `postern --account acme list`; and a policy's flag
/// may stand alone, `--verify` for `--verify on`.
enum CommandLineOrder {
  private static let valued: Set = ["--account", "--draft", "--config", "--timeout", "--log-level", "--actor"]
  private static let flags: Set = ["--quiet"]
  private static let switches: Set = ["--regex", "--trusted", "--acceptable", "--exempt", "--verify"]

  /// The same with such options behind the command's name, where the parser expects them.
  static func arranged(_ arguments: [String]) -> [String] {
    var place = 0
    while place < arguments.count {
      let argument = arguments[place]
      let name = String(argument.prefix { $0 != "=" })
      if flags.contains(argument) || (valued.contains(name) && argument.contains("=")) {
        place += 1
      } else if valued.contains(argument), place + 1 < arguments.count {
        place += 2
      } else {
        break
      }
    }
    let options = arguments[..<place]
    var type: any ParsableCommand.Type = Postern.self
    let start = place
    while place < arguments.count,
      let next = type.configuration.subcommands.first(where: { $0._commandName == arguments[place] })
    {
      type = next
      place += 1
    }
    let takesSwitches = type == NewCommand.self || type == EditCommand.self
    let rest = takesSwitches ? switchedOn(arguments[place...]) : Array(arguments[place...])
    return Array(arguments[start..<place] + options) + rest
  }

  /// The same with the word `on` behind each flag of a policy that has no value.
  private static func switchedOn(_ arguments: ArraySlice<String>) -> [String] {
    let words = arguments.prefix { $0 != "--" }
    var result: [String] = []
    for (place, word) in words.enumerated() {
      result.append(word)
      let next = words.dropFirst(place + 1).first
      if switches.contains(word), Switch(rawValue: next ?? "") == nil { result.append(Switch.on.rawValue) }
    }
    return result + arguments.dropFirst(words.count)
  }
}
