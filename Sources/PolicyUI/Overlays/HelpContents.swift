import Canvas

/// The lines of the help: headings, and under each the commands with their keys as they are now.
struct HelpContents {
  enum Line: Hashable {
    case blank
    case heading(String)
    case command(Command, [KeySequence])
    /// A sign, or a term of the filter, and what it means.
    case entry(String, String)
    /// The rest of what the line before says.
    case more(String)

    /// What stands beside the name.
    var meaning: String {
      switch self {
      case .command(let command, _): command.summary
      case .entry(_, let meaning), .more(let meaning): meaning
      case .blank, .heading: ""
      }
    }
  }

  let lines: [Line]

  /// What the search finds, or everything; the place that the help was opened from first, then what holds in most
  /// places and is told only once.
  ///
  /// A meaning has as many lines as it needs at a width of so many columns.
  init(_ keymap: Keymap, _ help: HelpState, width: Int) {
    let terms = help.search.text.split(whereSeparator: \.isWhitespace).map(String.init)
    let contexts = [help.openedFrom] + CommandContext.allCases.filter { $0 != help.openedFrom && $0 != .help }
    var sections = contexts.map { context in
      let commands = CommandCatalogue.all.filter { $0.contexts.contains(context) && !$0.isCommon }
      return (title: context.title, commands: commands, context: context)
    }
    let common = CommandCatalogue.all.filter(\.isCommon)
    sections.insert(("In most places", common, help.openedFrom), at: 1)
    let keys = sections.map { section -> [Line] in
      let commands = section.commands.compactMap { command -> Line? in
        let context = command.contexts.contains(section.context) ? section.context : command.contexts.first
        let keys = context.map { keymap.keys(of: command.id, in: $0) } ?? []
        return terms.allSatisfy { Self.matches($0, command, keys) } ? .command(command, keys) : nil
      }
      return commands.isEmpty ? [] : [.heading(section.title)] + commands
    }
    let legend = [
      Self.entries("Filter terms", FilterTerm.all.map { ($0.example, $0.summary) }, terms),
      Self.entries("Signs", Self.signs, terms),
    ]
    let all = help.openedFrom == .filter ? [legend[0]] + keys + [legend[1]] : keys + legend
    lines = all.filter { !$0.isEmpty }.joined(separator: [.blank]).flatMap { line -> [Line] in
      guard line.meaning.utf8.count > width else { return [line] }
      return [line] + Paragraph(line.meaning, width: width).lines.dropFirst().map { .more($0.string) }
    }
  }

  /// Where the parts begin.
  var headings: [Int] { lines.indices.filter { if case .heading = lines[$0] { true } else { false } } }

  /// Every sign of the screen.
  static let signs: [(String, String)] = [
    ("*", "marked"),
    ("-  ~  =  +", "queued: delete, patch, put, post"),
    ("C", "conflict: changed elsewhere since it was queued"),
    ("M  T", "on the tab of conflicts: another field was changed elsewhere; the new policy is there already"),
    ("E  D  w", "the gravest finding: error, danger, warning"),
    ("?", "a field that cannot be read; in a filter, undecided whether it lets that in"),
    ("&", "in a filter: lets in others too, that the filter does not name"),
    ("on>off", "what the draft changes, before and after"),
    ("dimmed", "changed, and kept in its place though it no longer matches"),
    ("=12", "in the column USED: shared with policies of the same pattern and grant"),
    ("WIDENS BOTH", "more gets through after the change; or more of some and less of other"),
    ("narrows neutral", "less gets through; nothing changes"),
    ("UNCLEAR", "it was not decided what gets through"),
  ]

  private static func entries(_ title: String, _ entries: [(String, String)], _ terms: [String]) -> [Line] {
    let found = entries.filter { name, meaning in
      terms.allSatisfy { term in
        guard term.count > 1 else { return name.split(separator: " ").contains { $0 == term } }
        return [title, name, meaning].contains { $0.lowercased().contains(term.lowercased()) }
      }
    }
    return found.isEmpty ? [] : [.heading(title)] + found.map { .entry($0, $1) }
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
