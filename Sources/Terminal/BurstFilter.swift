package import Canvas

/// Takes characters that come faster than a person types for a paste.
///
/// A terminal without bracketed paste sends a paste as keys, and a table would run each as a command. But a quick hand,
/// a slow line or a macro also sends several keys in one write: up to seven are always keys. A key held down comes in
/// longer bursts on a slow line, so a burst must have several different characters too.
package struct BurstFilter: Hashable, Sendable {
  /// The fewest printable characters read at once that count as a paste.
  package let length: Int
  /// The fewest different characters among them.
  package let variety: Int

  /// The time that a quick typist needs for a key: while the program was busy, so many more may have been typed.
  private static let pace = Duration.milliseconds(40)

  package init(length: Int = 8, variety: Int = 4) {
    self.length = length
    self.variety = variety
  }

  /// Puts one paste in place of each burst among the events of one turn.
  ///
  /// `busy` is how long the program had not looked, beyond the moment in which what is read at once was sent at once.
  package func gather(_ events: [InputEvent], busy: Duration = .zero) -> [InputEvent] {
    guard events.count >= length else { return events }
    let least = length + Int(min(busy / Self.pace, 1_000_000))
    var result: [InputEvent] = []
    var run: [InputEvent] = []
    var text = ""
    func finish() {
      let printable = text.filter { $0 != "\n" && $0 != "\t" }
      let isBurst = printable.count >= least && Set(printable).count >= variety
      if isBurst { result.append(.paste(text, isBurst: true)) } else { result += run }
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
