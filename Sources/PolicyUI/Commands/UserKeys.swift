import Canvas

/// The keymap with the user's own keys in it, and what is wrong with these.
///
/// What is written for a command takes the place of all its keys, everywhere; an empty list leaves it to the palette.
/// Such a key may be taken from another command silently as long as that one keeps a key there, or was given its own.
package struct UserKeys: Sendable {
  /// Of use even where there are mistakes: what is wrong is left out.
  package let keymap: Keymap
  /// In the order of the commands' names.
  package let mistakes: [KeyMistake]

  /// Takes lists of keys by the command's name, as the configuration file has them.
  package init(_ texts: [String: [String]], catalogue: [Command] = CommandCatalogue.all) {
    var reader = UserKeysReader()
    let keys = reader.read(texts, catalogue: catalogue)
    for command in catalogue { keys[command.id].map { reader.bind($0, to: command) } }
    for command in catalogue where keys[command.id] == nil { reader.keep(command) }
    reader.checkWaysOut(of: keys)
    keymap = reader.keymap
    mistakes = reader.mistakes.sorted { ($0.command, $0.what) < ($1.command, $1.what) }
  }
}

/// One thing that is wrong with the keys in the configuration file.
package struct KeyMistake: Hashable, Sendable {
  /// The command's name as it stands in the file.
  package let command: String
  /// One sentence of what is wrong.
  package let what: String
  /// One sentence of what to do.
  package let advice: String

  /// Where it stands in the file: `keys."draft.undo"`.
  package var configurationKey: String { "keys.\"\(command)\"" }
}

private struct UserKeysReader {
  var keymap = Keymap([])
  var mistakes: [KeyMistake] = []

  mutating func read(_ texts: [String: [String]], catalogue: [Command]) -> [CommandID: [KeySequence]] {
    var keys: [CommandID: [KeySequence]] = [:]
    for (name, texts) in texts {
      guard let command = catalogue.first(where: { $0.id.rawValue == name }) else {
        let near = CommandID.nearest(to: name).map { "Did you mean \($0.rawValue)?" }
        report(name, "There is no such command.", near ?? "`postern keys` lists the commands.")
        continue
      }
      keys[command.id] = []
      for text in texts {
        guard let key = sequence(text, of: name), keys[command.id]?.contains(key) == false else { continue }
        keys[command.id]?.append(key)
      }
    }
    return keys
  }

  private mutating func sequence(_ text: String, of name: String) -> KeySequence? {
    do throws(KeySequence.Mistake) {
      return try KeySequence(reading: text)
    } catch {
      switch error {
      case .notAKey(let key):
        report(name, "“\(key)” is not the name of a key.", "Write it as `postern keys` does: u, G, ctrl-r, space, f5.")
      case .tooLong:
        report(name, "“\(text)” has more than two strokes.", "Write one key, or two with a blank between them.")
      case .endsInEscape:
        report(name, "“\(text)” cannot be pressed: esc gives up what was begun.", "Choose another second key.")
      }
      return nil
    }
  }

  /// Gives a command its own keys; a key that another one was given too is a mistake.
  mutating func bind(_ keys: [KeySequence], to command: Command) {
    var places: [Keymap.Collision: [CommandContext]] = [:]
    for context in CommandContext.allCases where command.contexts.contains(context) {
      // Where every one of them is typed into a text, the catalogue's stay.
      let isTyped = context.isText && !keys.isEmpty && keys.allSatisfy { $0.first.typed != nil }
      let keys = isTyped ? command.keys : keys
      for collision in keymap.bind(command.id, to: keys, in: context) { places[collision, default: []].append(context) }
    }
    let typing = command.contexts.filter(\.isText)
    if let key = keys.first, typing == command.contexts, keys.allSatisfy({ $0.first.typed != nil }) {
      report(
        command.id.rawValue,
        "“\(key)” is typed into the text there, so it can be no command (\(Self.names(Array(typing)))).",
        "Choose a key with ctrl or alt, or one that types nothing."
      )
    }
    for (collision, contexts) in places {
      let owner = collision.owner.rawValue
      let what =
        collision.key == collision.ownersKey
        ? "“\(collision.key)” is also the key of \(owner)"
        : "“\(collision.key)” cannot be told from “\(collision.ownersKey)”, the key of \(owner)"
      report(command.id.rawValue, "\(what) (\(Self.names(contexts))).", "Give one of the two another key.")
    }
  }

  /// Leaves a command the catalogue's keys, as far as they were not taken; the last one cannot be.
  mutating func keep(_ command: Command) {
    var places: [Keymap.Collision: [CommandContext]] = [:]
    for context in CommandContext.allCases where command.contexts.contains(context) {
      let taken = keymap.bind(command.id, to: command.keys, in: context)
      guard keymap.keys(of: command.id, in: context).isEmpty, let last = taken.last else { continue }
      places[last, default: []].append(context)
    }
    for (collision, contexts) in places {
      report(
        collision.owner.rawValue,
        "“\(collision.ownersKey)” takes the last key of \(command.id.rawValue) (\(Self.names(contexts))).",
        "Choose another key, or give \(command.id.rawValue) one of its own."
      )
    }
  }

  /// Nobody should have to end the program from outside.
  mutating func checkWaysOut(of keys: [CommandID: [KeySequence]]) {
    let ways: [CommandID] = [.interrupt, .back, .cancel, .quit]
    let closed = CommandContext.allCases.filter { context in
      ways.allSatisfy { keymap.keys(of: $0, in: context).isEmpty }
    }
    guard let way = ways.first(where: { keys[$0] != nil }), !closed.isEmpty else { return }
    report(way.rawValue, "There is no key left to leave with (\(Self.names(closed))).", "Give this command a key.")
  }

  private mutating func report(_ command: String, _ what: String, _ advice: String) {
    mistakes.append(KeyMistake(command: command, what: what, advice: advice))
  }

  private static func names(_ contexts: [CommandContext]) -> String {
    "in: " + contexts.map { $0.title.lowercased() }.joined(separator: ", ")
  }
}

extension CommandID {
  /// The command whose name shares the most pairs of letters with a name that is none, where that is half of them.
  static func nearest(to name: String) -> CommandID? {
    func pairs(_ text: String) -> Set<[Character]> {
      let letters = Array(text.lowercased())
      return Set(zip(letters, letters.dropFirst()).map { [$0, $1] })
    }
    let asked = pairs(name)
    let likeness = allCases.map { command -> (command: CommandID, value: Double) in
      let known = pairs(command.rawValue)
      let all = asked.count + known.count
      return (command, all == 0 ? 0 : 2 * Double(asked.intersection(known).count) / Double(all))
    }
    return likeness.filter { $0.value >= 0.5 }.max { $0.value < $1.value }?.command
  }
}
