import Canvas
import Theming

/// Text in which some letters stand out, because they are what was typed.
enum MarkedText {
  /// Takes the places of these letters, in characters.
  static func runs(_ text: String, marked: Set<Int>, style: Style, theme: Theme) -> [TextRun] {
    guard !marked.isEmpty else { return [TextRun(text, style)] }
    let standingOut = theme[.match].merging(over: style)
    var runs: [TextRun] = []
    var piece = ""
    var isMarked = false
    for (place, character) in text.enumerated() {
      if marked.contains(place) != isMarked {
        runs.append(TextRun(piece, isMarked ? standingOut : style))
        piece = ""
        isMarked.toggle()
      }
      piece.append(character)
    }
    return runs + [TextRun(piece, isMarked ? standingOut : style)]
  }
}
