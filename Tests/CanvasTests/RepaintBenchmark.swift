import Canvas
import Testing

/// Prints a figure and judges nothing: how fast a machine is says nothing about the program being right.
@Suite("Repaint") struct RepaintBenchmark {
  @Test("a full picture of 160 × 50 is drawn, and its cost printed") func fullRepaint() {
    let size = Size(rows: 50, columns: 160)
    let style = Style(foreground: .hex(0xE0E0E0), background: .hex(0x101018))
    let texts = [
      "~D", "billing@acme1.com", "email", "on", "-", "on", "2026-08-14", "vendor acme, approved by security, twice",
    ]
    let visible = texts.map { VisibleText($0) }
    var last = Buffer(size: size)
    let rounds = 100
    let time = ContinuousClock().measure {
      for _ in 0..<rounds {
        var buffer = Buffer(size: size, style: style)
        for row in 0..<size.rows {
          var column = 0
          for text in visible {
            buffer.write(text, at: Position(row: row, column: column), style: style, maxWidth: 30)
            column += 20
          }
        }
        last = buffer
      }
    }
    print("full repaint of \(size.columns) × \(size.rows): \(time / rounds)")
    #expect(last.lines()[49].hasPrefix("~D"))
    #expect(last.lines()[0] == last.lines()[49])
  }
}
