import Canvas

/// Texts in HTML: nothing in them is ever a tag, an attribute or an entity.
enum HTMLText {
  /// A text as it may stand between tags, and in an attribute between double quotation marks.
  ///
  /// What cannot be seen is written out, as on the screen, so that no sign that turns the direction around makes a pattern
  /// look like another one.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleText(text).string.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
