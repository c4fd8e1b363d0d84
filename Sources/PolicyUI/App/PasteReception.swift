import PolicyCore

extension AppState {
  /// Whether a paste means something where the keyboard is.
  var takesPastes: Bool {
    switch layers.last {
    case .form(let form): form.focus == .pattern || form.focus == .comments
    case .bulkEdit(let form): form.focus == .comments
    case .bulkNew(let lines): lines.isEditingComments
    case .submission(let submission): submission.takesPastes
    case .findings(let list): list.reason != nil
    case .help(let help): help.isSearching
    case .review(let review): review.exportPath != nil
    case .palette, nil: true
    case .changes, .history, .picker, .log: false
    }
  }
}

extension SubmissionState {
  /// A typed confirmation refuses a paste, and says so itself.
  fileprivate var takesPastes: Bool {
    guard case .confirming(let confirmation) = phase else { return false }
    if case .typed = confirmation { return true }
    return isEditingReason
  }
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
