import CNcurses
import Canvas

extension MouseReport {
  /// The event behind a report; `nil` for motion and for what the program did not ask for.
  ///
  /// A press and a release that arrive in one read come as one click, which counts as the press.
  var event: MouseEvent? {
    let kinds: [(mmask_t, MouseEvent.Kind)] = [
      (CN_WHEEL_UP, .wheelUp), (CN_WHEEL_DOWN, .wheelDown),
      (CN_LEFT_DOWN, .press(.left)), (CN_MIDDLE_DOWN, .press(.middle)), (CN_RIGHT_DOWN, .press(.right)),
      (CN_LEFT_UP, .release(.left)), (CN_MIDDLE_UP, .release(.middle)), (CN_RIGHT_UP, .release(.right)),
    ]
    guard let kind = kinds.first(where: { state & $0.0 != 0 })?.1 else { return nil }
    var modifiers: Modifiers = []
    if state & CN_MOUSE_SHIFT != 0 { modifiers.insert(.shift) }
    if state & CN_MOUSE_CTRL != 0 { modifiers.insert(.ctrl) }
    if state & CN_MOUSE_ALT != 0 { modifiers.insert(.alt) }
    return MouseEvent(kind, at: Position(row: row, column: column), modifiers: modifiers)
  }

  /// The bits that are asked for; without the clicks among them ncurses drops a press and release in one read.
  static let wanted: mmask_t =
    CN_LEFT_DOWN | CN_LEFT_UP | CN_MIDDLE_DOWN | CN_MIDDLE_UP | CN_RIGHT_DOWN | CN_RIGHT_UP | CN_WHEEL_UP
    | CN_WHEEL_DOWN | CN_MOUSE_SHIFT | CN_MOUSE_CTRL | CN_MOUSE_ALT
}
