extension CommandID {
  /// Whether it does no more than move the cursor.
  var isMove: Bool {
    switch self {
    case .cursorDown, .cursorUp, .cursorHalfPageDown, .cursorHalfPageUp, .cursorPageDown, .cursorPageUp, .cursorFirst,
      .cursorLast, .choiceDown, .choiceUp, .choicePageDown, .choicePageUp:
      true
    default:
      false
    }
  }

  /// Where a moving command leads in a list; other commands lead nowhere.
  func target(from index: Int, count: Int, page: Int) -> Int {
    let target =
      switch self {
      case .cursorDown, .choiceDown: index + 1
      case .cursorUp, .choiceUp: index - 1
      case .cursorHalfPageDown: index + max(1, page / 2)
      case .cursorHalfPageUp: index - max(1, page / 2)
      case .cursorPageDown, .choicePageDown: index + max(1, page - 1)
      case .cursorPageUp, .choicePageUp: index - max(1, page - 1)
      case .cursorFirst: 0
      case .cursorLast: count - 1
      default: index
      }
    return max(0, min(target, count - 1))
  }
}
