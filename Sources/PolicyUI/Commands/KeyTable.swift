/// One line of the table of keys: a command, and its keys where they are the same.
package struct KeyTableRow: Hashable, Sendable {
  package let command: Command
  /// Empty where the user took them all away.
  package let keys: [KeySequence]
  package let contexts: [CommandContext]
}

extension Keymap {
  /// All commands with their keys as they are, in the order of the catalogue.
  ///
  /// A command whose keys differ from place to place has a row for each set of them.
  package var table: [KeyTableRow] {
    CommandCatalogue.all.flatMap { command -> [KeyTableRow] in
      var rows: [KeyTableRow] = []
      for context in CommandContext.allCases where command.contexts.contains(context) {
        let keys = keys(of: command.id, in: context)
        if let place = rows.firstIndex(where: { $0.keys == keys }) {
          rows[place] = KeyTableRow(command: command, keys: keys, contexts: rows[place].contexts + [context])
        } else {
          rows.append(KeyTableRow(command: command, keys: keys, contexts: [context]))
        }
      }
      return rows
    }
  }
}
