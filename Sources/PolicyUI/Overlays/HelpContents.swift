import Canvas

/// The lines of the help: headings, and under each the commands with their keys as they are now.
struct HelpContents {
  enum Line: Hashable {
    case blank
    case heading(String)
    case command(Command, [KeySequence])
  }

  let lines: [Line]

  /// What the search finds, or everything; the place that the help was opened from first, then what holds in most
  /// places and is told only once.
  init(_ keymap: Keymap, _ help: HelpState) {
    let terms = help.search.text.split(whereSeparator: \.isWhitespace).map(String.init)
    let contexts = [help.openedFrom] + CommandContext.allCases.filter { $0 != help.openedFrom && $0 != .help }
    var sections = contexts.map { context in
      let commands = CommandCatalogue.all.filter { $0.contexts.contains(context) && !$0.isCommon }
      return (title: context.title, commands: commands, context: context)
    }
    let common = CommandCatalogue.all.filter(\.isCommon)
    sections.insert(("In most places", common, help.openedFrom), at: 1)
    lines = Array(
      sections.map { section -> [Line] in
        let commands = section.commands.compactMap { command -> Line? in
          let context = command.contexts.contains(section.context) ? section.context : command.contexts.first
          let keys = context.map { keymap.keys(of: command.id, in: $0) } ?? []
          return terms.allSatisfy { Self.matches($0, command, keys) } ? .command(command, keys) : nil
        }
        return commands.isEmpty ? [] : [.heading(section.title)] + commands
      }
      .filter { !$0.isEmpty }
      .joined(separator: [.blank])
    )
  }

  /// A single letter is a key; more letters are a part of a word or of a key's name.
  private static func matches(_ term: String, _ command: Command, _ keys: [KeySequence]) -> Bool {
    guard term.count > 1 else {
      return keys.contains { $0.first.description == term || $0.second?.description == term }
    }
    let texts = [command.summary, command.hint, command.id.rawValue] + keys.map(\.description)
    return texts.contains { $0.lowercased().contains(term.lowercased()) }
  }
}

extension Command {
  /// Whether it works in most places.
  var isCommon: Bool { contexts.isSuperset(of: CommandCatalogue.lists.subtracting([.help, .pasted])) }
}
