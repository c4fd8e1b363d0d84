package import Canvas

/// Which command a key means, by where the keyboard is.
package struct Keymap: Hashable, Sendable {
  private let commands: [CommandContext: [KeyPress: CommandID]]

  /// The first command that claims a key in a context has it.
  package init(_ catalogue: [Command] = CommandCatalogue.all) {
    var commands: [CommandContext: [KeyPress: CommandID]] = [:]
    for command in catalogue {
      for context in command.contexts {
        for key in command.keys where commands[context]?[key] == nil {
          commands[context, default: [:]][key] = command.id
        }
      }
    }
    self.commands = commands
  }

  package func command(for key: KeyPress, in context: CommandContext) -> CommandID? {
    commands[context]?[key]
  }
}
