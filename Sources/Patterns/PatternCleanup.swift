/// Makes a pattern of what people paste: `Bob <bob@x.org>`, `x[.]org`, `HTTPS://x.org/`.
///
/// It offers, it does not decide: the text that it gives is shown before it is taken. It never makes a domain of an
/// address, which would let more through than was meant. Regular expressions are not for it.
package enum PatternCleanup {
  /// The pattern that was probably meant; nil if the text needs no change, or if none makes it a pattern of the kind.
  package static func suggestion(for text: String, kind: PatternKind) -> PatternSuggestion? {
    guard text.utf8.count <= 4096, !isClean(text, kind) else { return nil }
    var draft = PatternDraft(text)
    // What is taken off may have stood between the pattern and more of the same; a few rounds end it for any text.
    for _ in 0..<4 {
      let before = draft.text
      draft.unwrap()
      draft.refang()
      switch kind {
      case .email: draft.becomeEmail()
      case .domain: draft.becomeDomain()
      case .ip: draft.becomeNetwork()
      }
      draft.unwrap()
      if draft.text == before { break }
    }
    guard !draft.fixes.isEmpty, draft.text != text, let form = normalForm(draft.text, kind) else { return nil }
    return PatternSuggestion(text: draft.text, fixes: draft.fixes, isSpellingOnly: normalForm(text, kind) == form)
  }

  private static func normalForm(_ text: String, _ kind: PatternKind) -> String? {
    (try? ParsedPattern.parse(text, kind: kind, isRegex: false))?.normalForm
  }

  /// The quick answer for a text that is in its canonical form already, as nearly all are.
  private static func isClean(_ text: String, _ kind: PatternKind) -> Bool {
    (try? ParsedPattern.parse(text, kind: kind, isRegex: false))?.isSpelled(text) == true
  }
}
