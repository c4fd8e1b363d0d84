import Canvas
import PolicyCore
import Theming

/// What a change opens and closes, as rows of a width.
enum EffectText {
  static func rows(_ judged: JudgedEffect, indent: Int, width: Int, theme: Theme) -> [[TextRun]] {
    let margin = String(repeating: " ", count: indent)
    return judged.sentences.flatMap { sentence in
      [TextRun(margin + sentence, theme[judged.effect.role])].wrapped(to: width, hanging: indent + 2)
    }
  }
}
