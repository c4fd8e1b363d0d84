/// What a click on a place of the screen means.
package enum MouseTarget: Hashable, Sendable {
  /// The same as pressing these keys, written as the help writes them.
  case keys(String)
  /// A row of a list, or a field of a form, counted from the first.
  case row(Int)
  /// The title of a column, by the column's name.
  case column(String)
  /// Nothing, whatever lies below.
  case nothing
}

extension Buffer {
  /// A place that can be clicked.
  struct PlacedTarget: Hashable, Sendable {
    let rect: Rect
    let target: MouseTarget
  }

  /// Says what a click on a place means; what is said later lies over what was said before.
  package mutating func mark(_ rect: Rect, as target: MouseTarget) {
    if !rect.isEmpty { targets.append(PlacedTarget(rect: rect, target: target)) }
  }

  /// What a click there means; nil where nothing was said of it.
  package func target(at position: Position) -> MouseTarget? {
    targets.last { $0.rect.contains(position) }?.target
  }
}
