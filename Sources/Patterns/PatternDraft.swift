import Values

/// A text on its way to a pattern, with a note of each thing that was put right.
struct PatternDraft {
  private(set) var text: String
  private(set) var fixes: [PatternFix] = []

  init(_ text: String) {
    self.text = text
  }

  mutating func change(to new: some StringProtocol, _ fix: PatternFix) {
    guard !new.utf8.elementsEqual(text.utf8) else { return }
    text = String(new)
    if !fixes.contains(fix) { fixes.append(fix) }
  }

  /// Takes over what was put right in a part of the text.
  mutating func take(_ part: PatternDraft, as new: String) {
    text = new
    fixes += part.fixes.filter { !fixes.contains($0) }
  }

  // MARK: - For every kind

  /// Takes off what stands around the text: space, quotes, brackets, a comma; as often as they are nested.
  mutating func unwrap() {
    dropHidden()
    var before: String
    repeat {
      before = text
      change(to: text.trimmed, .surroundingSpace)
      change(to: text.trimmingSuffix { ",;!".contains($0) }, .trailingPunctuation)
      for (open, close, fix) in PatternDraft.wrappers where text.count > 2 && text.first == open && text.last == close {
        let inner = text.dropFirst().dropLast()
        if !inner.contains(open), !inner.contains(close) { change(to: inner, fix) }
      }
    } while before != text
    straighten()
  }

  private mutating func straighten() {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return }
    // A dot of another script is told by its own name.
    let plain = text.unicodeScalars.map { scalar in
      HostName.otherFullStops.contains(scalar) ? scalar : TypographicCharacters.plain(for: scalar) ?? scalar
    }
    change(to: String(String.UnicodeScalarView(plain)), .typographic)
  }

  private static let wrappers: [(Character, Character, PatternFix)] = [
    ("\"", "\"", .quotes), ("'", "'", .quotes), ("`", "`", .quotes), ("“", "”", .quotes), ("„", "“", .quotes),
    ("‘", "’", .quotes), ("«", "»", .quotes), ("<", ">", .angleBrackets), ("(", ")", .brackets),
  ]

  /// Line ends stay: what stands on two lines is two patterns, and not to be glued together.
  private mutating func dropHidden() {
    let hidden = HiddenCharacters.find(in: text.trimmed).filter { $0.kind != .lineBreak }
    guard !hidden.isEmpty else { return }
    let kept = text.unicodeScalars.filter { scalar in
      guard let kind = HiddenCharacters.kind(of: scalar) else { return true }
      return kind == .lineBreak || scalar == "\t"
    }
    change(to: String(String.UnicodeScalarView(kept)), .hiddenCharacter)
  }

  mutating func refang() {
    let restored = Refanging.restored(text)
    if restored.hasChanged { change(to: restored.text, .defanged) }
  }

  mutating func dropScheme() {
    guard let colon = HostName.schemeEnd(text) else { return }
    change(to: text[text.index(colon, offsetBy: 3)...], .scheme)
  }

  mutating func dropPath() {
    if let end = text.firstIndex(where: { "/?#\\".contains($0) }) { change(to: text[..<end], .path) }
  }

  mutating func dropPort() {
    guard let colon = text.lastIndex(of: ":") else { return }
    let port = text[text.index(after: colon)...]
    if port.count <= 5, port.allSatisfy({ $0.isASCII && $0.isNumber }) { change(to: text[..<colon], .port) }
  }

  mutating func dropTrailingDots(_ fix: PatternFix = .trailingDot) {
    change(to: text.trimmingSuffix { $0 == "." }, fix)
  }

  mutating func lowerCase() {
    change(to: text.lowercased(), .upperCase)
  }
}

extension String {
  /// The text without the characters at its end that a rule names.
  fileprivate func trimmingSuffix(while rule: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: { !rule($0) }) else { return "" }
    return self[...last]
  }
}
