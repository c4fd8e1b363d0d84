/// A member of an object as errors point to it; its text is made only when there is one.
///
/// Source: RFC 6901.
package struct JSONPointer {
  private let name: String
  private let parent: String

  package init(to name: String, in parent: String = "") {
    self.name = name
    self.parent = parent
  }

  /// With a very long name shortened, after which it points nowhere.
  package var text: String {
    var text = parent + "/"
    for scalar in name.shortened.unicodeScalars {
      switch scalar {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension String {
  /// As much of it as an error can show.
  ///
  /// In code points, as one character may be megabytes long.
  package var shortened: String {
    guard let end = unicodeScalars.index(startIndex, offsetBy: 60, limitedBy: endIndex), end != endIndex else {
      return self
    }
    return String(self[..<end]) + "…"
  }
}
