import Canvas

/// Texts from outside in Markdown that others render: as code, so that nothing in them is a mention, a link or an image.
enum MarkdownText {
  /// A text as code in a line of its own or in a list.
  ///
  /// What a terminal must not see is written out, line breaks too; a fence is longer than any in the text.
  static func code(_ text: String) -> String {
    let visible = VisibleText(text).string
    guard !visible.isEmpty else { return "*(empty)*" }
    let fence = String(repeating: "`", count: longestRun(in: visible) + 1)
    // One blank on either side is taken off by whoever renders it, where both are there.
    let needsRoom =
      visible.hasPrefix("`") || visible.hasSuffix("`") || (visible.hasPrefix(" ") && visible.hasSuffix(" "))
    let room = needsRoom ? " " : ""
    return fence + room + visible + room + fence
  }

  /// The same in a cell of a table, which a bar would end.
  static func cell(_ text: String) -> String {
    var escaped = ""
    for character in code(text) {
      guard character == "|" else {
        escaped.append(character)
        continue
      }
      // Renderers differ in what a backslash before an escaped bar means.
      escaped += escaped.hasSuffix("\\") ? "\\u{7C}" : "\\|"
    }
    return escaped
  }

  private static func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
