/// What a change does to what gets through, and messages that prove it.
package struct JudgedEffect: Hashable, Sendable {
  /// One direction of the question: whether there is a message that gets more, or less, than before.
  package enum Answer: Hashable, Sendable {
    case no
    /// There is, for example this one, which gets past so much; in some readings of the server only if they are named.
    case yes(MessageExample, past: Bypass, condition: String?)
    /// It was not decided, because of this.
    case undecided(String)

    package var example: MessageExample? {
      guard case .yes(let example, _, _) = self else { return nil }
      return example
    }

    /// What gets past what, as the rest of a sentence: "past all detections: mail from x@evil.com, authenticated or not".
    package var words: String? {
      guard case .yes(let example, let bypass, let condition) = self else { return nil }
      return "past \(bypass.detections): \(example)\(condition.map { ", if \($0)" } ?? "")"
    }

    /// Why it was not decided.
    package var undecided: String? {
      guard case .undecided(let reason) = self else { return nil }
      return reason
    }
  }

  package let more: Answer
  package let less: Answer

  package init(more: Answer, less: Answer) {
    self.more = more
    self.less = less
  }

  /// Nothing changes.
  package static let none = JudgedEffect(more: .no, less: .no)

  package var effect: Effect {
    switch (more, less) {
    case (.no, .no): .neutral
    case (.yes, .no): .widens
    case (.yes, .yes): .both
    // However much it takes away, it opens nothing.
    case (.no, .yes), (.no, .undecided): .narrows
    case (.undecided, _), (.yes, .undecided): .unclear
    }
  }

  /// What it opens, what it closes and what is not decided, each as a sentence.
  package var sentences: [String] {
    var sentences: [String] = []
    if let words = more.words { sentences.append("Newly let \(words).") }
    if let words = less.words { sentences.append("No longer let \(words).") }
    if let reason = more.undecided ?? less.undecided { sentences.append("Not decided: \(reason).") }
    return sentences
  }
}
