import Canvas
import Theming
import Values

/// What the server said of a refused batch, in its own words, as lines of a width.
enum ServerWords {
  struct Line {
    let indent: Int
    let text: String
    let role: Role

    func runs(_ theme: Theme) -> [TextRun] {
      [TextRun(String(repeating: " ", count: indent), theme[.text]), TextRun(text, theme[role])]
    }
  }

  static func lines(_ errors: [ServerError], indent: Int, width: Int) -> [Line] {
    errors.flatMap { error -> [Line] in
      let code = error.code.map { " (\($0))" } ?? ""
      let page = error.documentationURL.map { paragraph("see \($0)", .muted, indent, width) } ?? []
      return paragraph("the server refused it\(code): \(error.message)", .levelError, indent, width) + page
    }
  }

  private static func paragraph(_ text: String, _ role: Role, _ indent: Int, _ width: Int) -> [Line] {
    Paragraph(text, width: max(10, width - indent - 1)).lines.map {
      Line(indent: indent, text: $0.string, role: role)
    }
  }
}
