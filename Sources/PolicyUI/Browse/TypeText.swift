import Canvas
import Policies

extension PolicyFields {
  /// The type in so many columns: of a word that is too long its end is cut, never that the pattern is an expression.
  func typeLabel(fitting width: Int, ellipsis: String) -> VisibleText {
    let label = typeLabel
    let ending = [" re", " re?"].first { label.hasSuffix($0) } ?? ""
    guard label.count > width, !ending.isEmpty else {
      return VisibleText(label).truncated(to: width, ellipsis: ellipsis)
    }
    let room = width - ending.count
    guard room > 0 else { return VisibleText(String(ending.dropFirst())).truncated(to: width, ellipsis: "") }
    let name = VisibleText(String(label.dropLast(ending.count))).truncated(to: room, ellipsis: ellipsis)
    return VisibleText(name.string + ending)
  }
}
