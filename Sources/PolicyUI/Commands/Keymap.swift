package import Canvas

/// Which command a key means, by where the keyboard is, and which keys a command has there.
package struct Keymap: Hashable, Sendable {
  private var meanings: [CommandContext: [KeyPress: Meaning]] = [:]
  private var keys: [CommandContext: [CommandID: [KeySequence]]] = [:]

  /// What a first stroke means.
  private enum Meaning: Hashable, Sendable {
    case command(CommandID)
    case prefix([Continuation])
  }

  /// A second stroke, and the command that it completes.
  package struct Continuation: Hashable, Sendable {
    package let key: KeyPress
    package let command: CommandID
  }

  /// A key that could not be given to a command, and the command that has it or what begins like it.
  struct Collision: Hashable {
    let key: KeySequence
    let owner: CommandID
    let ownersKey: KeySequence
  }

  /// The first command that claims a key in a context has it.
  package init(_ catalogue: [Command] = CommandCatalogue.all) {
    for command in catalogue {
      for context in command.contexts { bind(command.id, to: command.keys, in: context) }
    }
  }

  /// Gives a command its keys in a context, all but those that collide with what was given before; tells these.
  ///
  /// A key that types something is none where a text field has the keyboard all the time.
  @discardableResult
  mutating func bind(_ command: CommandID, to sequences: [KeySequence], in context: CommandContext) -> [Collision] {
    var collisions: [Collision] = []
    for sequence in sequences where !(context.isText && sequence.first.typed != nil) {
      if let collision = collision(of: sequence, in: context) {
        collisions.append(collision)
        continue
      }
      keys[context, default: [:]][command, default: []].append(sequence)
      if let second = sequence.second {
        let others = continuations(after: sequence.first, in: context)
        meanings[context, default: [:]][sequence.first] = .prefix(
          others + [Continuation(key: second, command: command)]
        )
      } else {
        meanings[context, default: [:]][sequence.first] = .command(command)
      }
    }
    return collisions
  }

  private func collision(of sequence: KeySequence, in context: CommandContext) -> Collision? {
    switch meanings[context]?[sequence.first] {
    case nil:
      return nil
    case .command(let owner):
      return Collision(key: sequence, owner: owner, ownersKey: KeySequence(sequence.first))
    case .prefix(let continuations):
      let other = continuations.first { sequence.second == nil || $0.key == sequence.second }
      return other.map { Collision(key: sequence, owner: $0.command, ownersKey: KeySequence(sequence.first, $0.key)) }
    }
  }

  /// The command of a key; nil where it has none, or only begins a sequence.
  package func command(for key: KeyPress, in context: CommandContext) -> CommandID? {
    if case .command(let command) = meanings[context]?[key] { return command }
    return nil
  }

  /// The command of two strokes.
  package func command(for key: KeyPress, after first: KeyPress, in context: CommandContext) -> CommandID? {
    continuations(after: first, in: context).first { $0.key == key }?.command
  }

  /// What may follow a first stroke; empty where it begins nothing.
  package func continuations(after first: KeyPress, in context: CommandContext) -> [Continuation] {
    if case .prefix(let continuations) = meanings[context]?[first] { return continuations }
    return []
  }

  /// The keys of a command in a context, the one to be shown first; empty where it has none.
  package func keys(of command: CommandID, in context: CommandContext) -> [KeySequence] {
    keys[context]?[command] ?? []
  }
}
