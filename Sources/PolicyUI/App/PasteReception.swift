extension AppState {
  /// Whether a paste means something where the keyboard is: in a text field, or as new policies for the table.
  var takesPastes: Bool { layers.last?.content.takesPastes ?? true }
}

extension Message {
  /// What is said of a paste that means nothing, or that nobody may have meant as one.
  init?(paste text: String, isBurst: Bool, isTaken: Bool, intoText: Bool) {
    let burst = "\(text.count) characters that came at once were taken for a paste"
    switch (isTaken, isBurst) {
    case (false, true): self.init("\(burst), which means nothing here: type them again.", tone: .warning)
    case (false, false): self.init("A paste means nothing here.", tone: .warning)
    // Into a field they go like any others; only a line break was no Enter.
    case (true, true) where !intoText || text.contains("\n"): self.init("\(burst).", tone: .warning)
    case (true, _): return nil
    }
  }
}
