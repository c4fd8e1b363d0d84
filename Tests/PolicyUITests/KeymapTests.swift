import Canvas
import PolicyUI
import Testing

@Suite("The keymap")
struct KeymapTests {
  @Test("every command has a key in each of its contexts, and no key means two commands")
  func everyCommandHasAKey() {
    let keymap = Keymap()
    for command in CommandCatalogue.all {
      #expect(!command.keys.isEmpty, "\(command.id.rawValue)")
      for context in command.contexts {
        for key in command.keys {
          #expect(keymap.command(for: key, in: context) == command.id, "\(key) in \(context)")
        }
      }
    }
  }

  @Test("every command id stands in the catalogue exactly once")
  func everyIDHasACommand() {
    #expect(CommandCatalogue.all.map(\.id.rawValue).sorted() == CommandID.allCases.map(\.rawValue).sorted())
  }
}
