import Testing

@testable import Canvas

@Suite("Text field") struct TextFieldTests {
  private func keys(_ names: String, in field: inout TextField) {
    for name in names.split(separator: " ") {
      if let press = KeyPress(name: String(name)) {
        _ = field.handle(press)
      } else {
        Issue.record("\(name) is no key")
      }
    }
  }

  /// The text with `|` at the caret and the selection between `[` and `]`.
  private func picture(_ field: TextField) -> String {
    var result = ""
    for (index, character) in (Array(field.text) + ["\u{0}"]).enumerated() {
      if !field.selection.isEmpty, index == field.selection.upperBound { result += "]" }
      if !field.selection.isEmpty, index == field.selection.lowerBound { result += "[" }
      if index == field.caret { result += "|" }
      if character != "\u{0}" { result.append(character) }
    }
    return result
  }

  @Test(
    "keys edit as in Emacs and readline",
    arguments: [
      ("", "a b c", "abc|"), ("abc", "left left x", "ax|bc"), ("abc", "home delete", "|bc"),
      ("abc", "ctrl-a x", "x|abc"),
      ("abc", "ctrl-a ctrl-f ctrl-f ctrl-b x", "ax|bc"), ("abc", "ctrl-a ctrl-e x", "abcx|"),
      ("abc", "left backspace", "a|c"), ("abc", "ctrl-a ctrl-d", "|bc"), ("one two", "ctrl-w", "one |"),
      ("one two", "ctrl-w ctrl-w", "|"), ("one.two@x.org", "alt-backspace", "one.two@x.|"),
      ("one two", "alt-b x", "one x|two"), ("one two", "ctrl-a alt-f x", "onex| two"),
      ("one two", "ctrl-a alt-d", "| two"),
      ("one two", "alt-b ctrl-k", "one |"), ("one two", "alt-b ctrl-u", "|two"),
      ("one two", "ctrl-w ctrl-a ctrl-y", "two|one "),
      ("ab", "ctrl-t", "ba|"), ("abc", "left ctrl-t", "acb|"), ("ab", "ctrl-a ctrl-t", "|ab"),
      ("e\u{301}日", "backspace backspace", "|"), ("🇩🇪x", "home delete", "|x"),
      ("abc", "shift-left shift-left", "a[|bc]"), ("abc", "shift-home x", "x|"),
      ("abc", "home shift-right backspace", "|bc"),
      ("abc", "shift-left left x", "abx|c"), ("abc", "shift-home ctrl-k", "|"),
      ("abc", "x y z ctrl-_", "abc|"), ("abc", "x left y ctrl-_", "abc|x"), ("abc", "ctrl-u ctrl-_ alt-_", "|"),
      ("", "backspace delete ctrl-k ctrl-y ctrl-t ctrl-_ alt-_ ctrl-w alt-d left right", "|"),
    ]
  )
  func editing(_ text: String, _ names: String, _ expected: String) {
    var field = TextField(text)
    keys(names, in: &field)
    #expect(picture(field) == expected)
  }

  @Test("a paste becomes one line, without controls, and is one step to undo") func paste() {
    var field = TextField("ab")
    keys("left", in: &field)
    field.insert("one\r\ntwo\tthree\u{1B}[m\u{200B}\n")
    #expect(picture(field) == "aone two three[m\u{200B}|b")
    keys("ctrl-_", in: &field)
    #expect(picture(field) == "a|b")
  }

  @Test("a mark that is typed joins the letter before it") func marks() {
    var field = TextField("e")
    _ = field.handle(KeyPress("\u{301}"))
    #expect(field.text.count == 1)
    #expect(field.caret == 1)
  }

  @Test("a full field takes no more, and a paste only what fits") func limit() {
    var field = TextField("abc", limit: 4)
    keys("d e f", in: &field)
    #expect(field.text == "abcd")
    keys("backspace", in: &field)
    field.insert("xyz")
    #expect(field.text == "abcx")
  }

  @Test(
    "keys that mean nothing to a field are left to others",
    arguments: ["enter", "esc", "tab", "up", "ctrl-r", "f1", "alt-x"]
  )
  func ignored(_ name: String) throws {
    var field = TextField("abc")
    #expect(field.handle(try #require(KeyPress(name: name))) == .ignored)
  }

  @Test("a long text scrolls so that the caret is seen", arguments: [1, 2, 3, 4, 5, 10, 40]) func scrolling(
    _ width: Int
  ) throws {
    let styles = TextField.Styles(text: .plain, selection: Style(attributes: .reverse), hint: Style(attributes: .dim))
    for text in ["0123456789abcdefghijklmnopqrst", "日本語日本語日本語日本語", ""] {
      var field = TextField(text)
      for _ in 0...text.count {
        var buffer = Buffer(size: Size(rows: 1, columns: width + 4))
        field.draw(into: &buffer, in: Rect(row: 0, column: 2, rows: 1, columns: width), styles: styles, isFocused: true)
        let cursor = try #require(buffer.cursor)
        #expect((2..<2 + width).contains(cursor.column))
        #expect(buffer[0, 1].glyph.isBlank && buffer[0, width + 2].glyph.isBlank)
        keys("left", in: &field)
      }
    }
  }

  @Test("an empty field shows what belongs there") func placeholder() {
    var buffer = Buffer(size: Size(rows: 1, columns: 10))
    let styles = TextField.Styles(text: .plain, selection: .plain, hint: Style(attributes: .dim))
    TextField().draw(into: &buffer, in: buffer.bounds, styles: styles, placeholder: "pattern", isFocused: false)
    #expect(buffer.lines() == ["pattern"])
    #expect(buffer.cursor == nil)
  }

  @Test("after any keys the caret lies in the text, and undo leads back to the beginning")
  func seededFuzz() {
    let names = [
      "a", "日", "space", "left", "right", "home", "end", "shift-left", "shift-right", "backspace", "delete", "ctrl-w",
      "ctrl-k", "ctrl-u", "ctrl-y", "ctrl-t", "alt-b", "alt-f", "alt-d", "ctrl-_", "alt-_",
    ]
    for seed in UInt64(1)...40 {
      var random = SeededGenerator(seed: seed)
      var field = TextField("start é 👍🏽")
      for _ in 0..<200 {
        if let press = names.randomElement(using: &random).flatMap({ KeyPress(name: $0) }) { _ = field.handle(press) }
        if Int.random(in: 0..<20, using: &random) == 0 { field.insert("\u{301}🇩🇪\n") }
        #expect((0...field.text.count).contains(field.caret), "seed \(seed)")
        #expect(field.selection.upperBound <= field.text.count, "seed \(seed)")
      }
      for _ in 0..<400 { keys("ctrl-_", in: &field) }
      #expect(field.text == "start é 👍🏽", "seed \(seed)")
    }
  }

  @Test("a field stands behind its label, which is cut where it is wider than its place")
  func label() {
    for (label, shown) in [("Reason", "Reason  why"), ("Accepted because", "Acceptedwhy")] {
      var buffer = Buffer(size: Size(rows: 1, columns: 14))
      TextField("why").draw(
        into: &buffer,
        in: buffer.bounds,
        label: TextRun(label, .plain),
        labelWidth: 8,
        styles: .init(text: .plain, selection: .plain, hint: .plain),
        isFocused: true
      )
      #expect(buffer.lines() == [shown] && buffer.cursor == Position(row: 0, column: 11))
    }
  }
}
