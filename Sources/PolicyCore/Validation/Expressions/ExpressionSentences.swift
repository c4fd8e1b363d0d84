import Languages

extension ExpressionJudgement {
  /// A clause as a sentence, with the reading in front where only that one lets the example through.
  func sentence(_ clause: String, for example: String) -> String {
    if needsSearch(for: example) {
      return "If the server looks for the expression anywhere in the text, \(clause)."
    }
    return clause.prefix(1).uppercased() + clause.dropFirst() + "."
  }
}

extension ExpressionVerdict.Hole {
  /// What is wrong, as a clause; nil for an open end, which has a rule of its own.
  var clause: String? {
    switch self {
    case .suffix(let suffix, let example):
      "it takes every domain under \(suffix), where anybody can register one: \(example)"
    case .open(let domain, let example): "it takes \(example), and anybody can register \(domain)"
    case .unheldEnd(let example): "it takes \(example) too: what it ends in is no whole domain"
    case .dot(let domain, 0, let example, _): "an unescaped dot takes \(example) too, and \(domain) is another's"
    case .dot(_, .max, let example, _): "an unescaped dot takes \(example) too, and any number of other domains"
    case .dot(_, let others, let example, _):
      "an unescaped dot takes \(example) too, and \(others == 1 ? "one other domain" : "\(others) other domains")"
    case .openEnd: nil
    }
  }

  /// The expression without the hole, where it can be told what was meant.
  var fix: String? {
    switch self {
    case .dot(_, _, _, let fix), .openEnd(_, let fix): fix
    case .suffix, .open, .unheldEnd: nil
    }
  }
}

extension ExpressionVerdict.Decided {
  /// What it opens, in a few words; nil where that is nothing.
  var opened: String? {
    if everything != nil { return "every address" }
    if let hole {
      guard case .openEnd = hole else { return hole.example }
    }
    guard let first = domains.first?.name else { return nil }
    let others = domains.count - 1
    return others == 0 ? first : others == 1 ? "\(first) and \(domains[1].name)" : "\(first) and \(others) more domains"
  }
}
