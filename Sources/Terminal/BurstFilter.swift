package import Canvas

/// Takes characters that come faster than a person types for a paste.
///
/// A terminal without bracketed paste sends a paste as keys, and a table would run each as a command. A key held down
/// also comes in bursts on a slow line, so a burst must have several different characters.
package struct BurstFilter: Hashable, Sendable {
  /// The fewest characters read at once that count as a paste.
  package let length: Int
  /// The fewest different characters among them.
  package let variety: Int

  package init(length: Int = 8, variety: Int = 4) {
    self.length = length
    self.variety = variety
  }

  /// Puts one paste in place of each burst among the events of one turn.
  package func gather(_ events: [InputEvent]) -> [InputEvent] {
    guard events.count >= length else { return events }
    var result: [InputEvent] = []
    var run: [InputEvent] = []
    var text = ""
    func finish() {
      let isBurst = run.count >= length && Set(text).count >= variety
      if isBurst { result.append(.paste(text)) } else { result += run }
      run = []
      text = ""
    }
    for event in events {
      guard let typed = Self.typed(event) else {
        finish()
        result.append(event)
        continue
      }
      run.append(event)
      text.append(typed)
    }
    finish()
    return result
  }

  private static func typed(_ event: InputEvent) -> Character? {
    guard case .key(let press) = event else { return nil }
    switch press.key {
    case .enter where press.modifiers.isEmpty: return "\n"
    case .tab where press.modifiers.isEmpty: return "\t"
    default: return press.typed
    }
  }
}
