/// One line of text that is being edited, with the keys that Emacs and readline share.
///
/// The caret stands between graphemes, so an accent or a flag is never cut in two. A field knows its own undo steps;
/// letters typed one after the other are one step.
package struct TextField: Hashable, Sendable {
  /// What a key did to the field.
  package enum Outcome: Hashable, Sendable {
    case changed, moved
    /// The key means nothing to a field, and whoever holds the field may use it.
    case ignored
  }

  package private(set) var text: String
  /// The number of graphemes before the caret.
  package private(set) var caret: Int
  /// The other end of the selection, in graphemes; `nil` when nothing is selected.
  package private(set) var anchor: Int?
  /// The most graphemes that the field takes; more are left out.
  package let limit: Int

  private var killed = ""
  private var past: [Snapshot] = []
  private var future: [Snapshot] = []
  private var lastEdit = Edit.other

  private struct Snapshot: Hashable, Sendable {
    let text: String
    let caret: Int
  }

  private enum Edit: Hashable, Sendable { case typed, other }

  /// A field with the caret after so many graphemes, or at the end of its text.
  package init(_ text: String = "", caret: Int? = nil, limit: Int = .max) {
    self.text = text
    self.limit = limit
    let count = text.count
    self.caret = max(0, min(caret ?? count, count))
  }

  /// The selected graphemes, empty when nothing is selected.
  package var selection: Range<Int> {
    guard let anchor else { return caret..<caret }
    return min(anchor, caret)..<max(anchor, caret)
  }

  package var selectedText: String { String(text[indices(selection)]) }

  /// Puts another text in place of all, as one step that can be undone; the caret goes to its end.
  package mutating func replaceAll(with new: String) {
    guard new != text else { return }
    edit(0..<text.count, new, kind: .other)
  }

  /// Puts text at the caret, in place of the selection.
  ///
  /// It may come from a paste, and a field has one line: line breaks inside become blanks, those at the end and other
  /// controls are dropped. Nothing else is changed, so what is odd in it stays to be seen.
  package mutating func insert(_ new: String) {
    var line = String.UnicodeScalarView()
    var pendingBreak = false
    for scalar in new.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar == "\n" || scalar == "\r" || scalar == "\t", .lineSeparator, .paragraphSeparator:
        pendingBreak = true
      case .control:
        continue
      default:
        if pendingBreak, !line.isEmpty { line.append(" ") }
        pendingBreak = false
        line.append(scalar)
      }
    }
    let room = limit - (text.count - selection.count)
    edit(selection, String(String(line).prefix(max(0, room))), kind: .other)
  }

  package mutating func selectAll() {
    anchor = 0
    caret = text.count
  }

  /// Takes one key.
  package mutating func handle(_ press: KeyPress) -> Outcome {
    if let character = press.typed {
      guard text.count - selection.count < limit else { return .moved }
      edit(selection, String(character), kind: .typed)
      return .changed
    }
    if let target = target(of: press) {
      move(to: target, selecting: press.modifiers.contains(.shift))
      return .moved
    }
    return command(press)
  }

  private mutating func command(_ press: KeyPress) -> Outcome {
    switch (press.key, press.modifiers) {
    case (.backspace, []), (.character("h"), .ctrl):
      return delete(selection.isEmpty ? max(0, caret - 1)..<caret : selection)
    case (.delete, []), (.character("d"), .ctrl):
      return delete(selection.isEmpty ? caret..<min(text.count, caret + 1) : selection)
    case (.character("w"), .ctrl), (.backspace, .alt), (.backspace, .ctrl):
      return kill(selection.isEmpty ? wordStart()..<caret : selection)
    case (.character("d"), .alt), (.delete, .ctrl): return kill(caret..<wordEnd())
    case (.character("k"), .ctrl): return kill(selection.isEmpty ? caret..<text.count : selection)
    case (.character("u"), .ctrl): return kill(selection.isEmpty ? 0..<caret : selection)
    case (.character("y"), .ctrl):
      guard !killed.isEmpty else { return .moved }
      insert(killed)
      return .changed
    case (.character("t"), .ctrl): return transpose()
    case (.character("_"), .ctrl), (.character("/"), .ctrl): return undo()
    case (.character("_"), .alt): return redo()
    default: return .ignored
    }
  }

  /// Where a key moves the caret; `nil` for keys that do not move it.
  private func target(of press: KeyPress) -> Int? {
    switch (press.key, press.modifiers.subtracting(.shift)) {
    case (.left, []), (.character("b"), .ctrl):
      selection.isEmpty || press.modifiers.contains(.shift) ? max(0, caret - 1) : selection.lowerBound
    case (.right, []), (.character("f"), .ctrl):
      selection.isEmpty || press.modifiers.contains(.shift) ? min(text.count, caret + 1) : selection.upperBound
    case (.home, []), (.character("a"), .ctrl): 0
    case (.end, []), (.character("e"), .ctrl): text.count
    case (.left, .ctrl), (.left, .alt), (.character("b"), .alt): wordStart()
    case (.right, .ctrl), (.right, .alt), (.character("f"), .alt): wordEnd()
    default: nil
    }
  }

  private mutating func move(to target: Int, selecting: Bool) {
    anchor = selecting ? anchor ?? caret : nil
    caret = target
    if anchor == caret { anchor = nil }
    lastEdit = .other
  }

  private func indices(_ range: Range<Int>) -> Range<String.Index> {
    let start = text.index(text.startIndex, offsetBy: range.lowerBound)
    return start..<text.index(start, offsetBy: range.count)
  }

  private mutating func edit(_ range: Range<Int>, _ new: String, kind: Edit) {
    if kind == .other || lastEdit == .other || !range.isEmpty { past.append(Snapshot(text: text, caret: caret)) }
    future = []
    lastEdit = kind
    let place = indices(range)
    // counted anew, since a mark may join the grapheme before it
    let head = text[..<place.lowerBound] + new
    let tail = text[place.upperBound...]
    caret = head.count
    text = String(head + tail)
    caret = min(caret, text.count)
    anchor = nil
  }

  private mutating func delete(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .moved }
    edit(range, "", kind: .other)
    return .changed
  }

  private mutating func kill(_ range: Range<Int>) -> Outcome {
    guard !range.isEmpty else { return .moved }
    killed = String(text[indices(range)])
    return delete(range)
  }

  private mutating func transpose() -> Outcome {
    let characters = Array(text)
    guard characters.count > 1, caret > 0 else { return .moved }
    let right = min(caret, characters.count - 1)
    edit(right - 1..<right + 1, String([characters[right], characters[right - 1]]), kind: .other)
    return .changed
  }

  private mutating func undo() -> Outcome {
    guard let step = past.popLast() else { return .moved }
    future.append(Snapshot(text: text, caret: caret))
    return restore(step)
  }

  private mutating func redo() -> Outcome {
    guard let step = future.popLast() else { return .moved }
    past.append(Snapshot(text: text, caret: caret))
    return restore(step)
  }

  private mutating func restore(_ step: Snapshot) -> Outcome {
    text = step.text
    caret = step.caret
    anchor = nil
    lastEdit = .other
    return .changed
  }

  private func wordStart() -> Int {
    let characters = Array(text)
    var place = caret
    while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
    while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private func wordEnd() -> Int {
    let characters = Array(text)
    var place = caret
    while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
    while place < characters.count, Self.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
