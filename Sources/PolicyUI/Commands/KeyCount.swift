import Canvas

/// A number that is typed before a key: how often it is meant, or which row.
package struct KeyCount: Hashable, Sendable {
  package let number: Int
  package let context: CommandContext

  /// Further digits are left out.
  static let most = 999_999
}

extension AppState {
  /// The number with this key as its next digit; nil where that is none, or means something else.
  func count(with key: KeyPress, after count: KeyCount?) -> KeyCount? {
    guard let typed = key.typed, typed.isASCII, let digit = typed.wholeNumberValue, takesCounts else { return nil }
    guard let count else { return digit == 0 ? nil : KeyCount(number: digit, context: context) }
    let number = 10 * count.number + digit
    return number > KeyCount.most ? count : KeyCount(number: number, context: context)
  }

  /// Whether digits are free where the keyboard is, and there are rows to be counted.
  private var takesCounts: Bool {
    guard !takesText, CommandCatalogue.lists.contains(context) else { return false }
    return "0123456789".allSatisfy { digit in
      let key = KeyPress(digit)
      return keymap.command(for: key, in: context) == nil && keymap.continuations(after: key, in: context).isEmpty
    }
  }
}

extension CommandReducer {
  /// A list over the table is never longer.
  private static let mostRepeats = 2000

  /// Carries a command out so many times; what leads to the first or the last row leads to the row of that number.
  static func perform(_ state: inout AppState, _ command: CommandID, counted count: KeyCount?) -> [AppEffect] {
    guard let number = count?.number else { return perform(&state, command) }
    switch command {
    case .cursorFirst, .cursorLast:
      return perform(&state, .cursorFirst) + again(&state, .cursorDown, number - 1)
    case .markToggle:
      // The last row is marked once, however many are asked for.
      return again(&state, command, min(number, state.browse.rows.count - state.browse.selection))
    case _ where command.takesCount:
      return again(&state, command, number)
    default:
      let name = CommandCatalogue.command(command)?.hint ?? command.rawValue
      state.message = Message("A number before it means nothing to “\(name)”: nothing was done.", tone: .warning)
      return []
    }
  }

  private static func again(_ state: inout AppState, _ command: CommandID, _ count: Int) -> [AppEffect] {
    if state.layers.isEmpty, command.isMove {
      BrowseReducer.move(&state, command, times: count)
      return []
    }
    return (0..<max(0, min(count, mostRepeats))).flatMap { _ in perform(&state, command) }
  }
}

extension CommandID {
  /// Whether it can be meant several times.
  fileprivate var takesCount: Bool {
    switch self {
    case .markToggle, .matchNext, .matchPrevious, .draftUndo, .draftRedo, .columnsRight, .columnsLeft, .columnWiden,
      .columnNarrow, .detailDown, .detailUp:
      true
    default:
      isMove
    }
  }
}
