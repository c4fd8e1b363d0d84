import Canvas

@testable import Terminal

/// What a fresh decoder makes of a text that comes at once.
func decode(_ text: String) -> [InputEvent] {
  var decoder = InputDecoder()
  return decoder.decode(bytes(text))
}

func bytes(_ text: String) -> [InputCode] { text.utf8.map { .byte($0) } }

/// The events of keys, by the names that the help uses.
func keys(_ names: String...) -> [InputEvent] {
  names.compactMap { KeyPress(name: $0).map { .key($0) } }
}
