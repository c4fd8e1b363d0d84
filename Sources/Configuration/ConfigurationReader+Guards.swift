import PolicyCore

extension ConfigurationReader {
  private static let guardKeys = ["name", "forbid", "require", "from", "verified", "in", "level"]

  mutating func guards(in root: TableInFile) -> [Guard] {
    var guards: [Guard] = []
    for table in tables("guards", in: root) {
      guard let rule = rule(table) else { continue }
      if guards.contains(where: { $0.name == rule.name }) {
        report(table.key("name"), "Another guard is called “\(rule.name)” too.", "Give each its own name.")
      }
      guards.append(rule)
    }
    return guards
  }

  /// One guard; nil where it has a mistake, which is then reported: a guard that is half understood guards nothing.
  private mutating func rule(_ table: TableInFile) -> Guard? {
    let before = mistakes.count
    refuseUnknown(in: table, known: Self.guardKeys)
    let name = table.labels.contains("name") ? string("name", in: table) : ""
    if let name, name.allSatisfy(\.isWhitespace) {
      report(table.key("name"), "The guard has no name.", "Say in a few words what must stay true.")
    }
    let demand = demand(in: table)
    let scope = scope(in: table)
    let isVerified = bool("verified", in: table) ?? false
    let place = choice("in", in: table, of: Place.self)
    if place == .header, case .network = scope {
      report(table.key("in"), "A network stands in no header.", "Remove this line, or name an address or a domain.")
    }
    let level = choice("level", in: table, of: Level.self) ?? .error
    guard mistakes.count == before, let name, let demand, let scope else { return nil }
    var rule = Guard(name: name, demand, scope)
    rule.isVerified = isVerified
    rule.isAboutHeader = place == .header
    rule.level = level.level
    return rule
  }

  private enum Place: String, CaseIterable {
    case header
  }

  private enum Level: String, CaseIterable {
    case error
    case danger
    case warning

    var level: FindingLevel {
      switch self {
      case .error: .error
      case .danger: .danger
      case .warning: .warning
      }
    }
  }

  /// What a sender is called that bypasses detections.
  private enum Sender: String, CaseIterable {
    case acceptable
    case trusted

    var bypass: Bypass {
      switch self {
      case .acceptable: .spamSpoofBulk
      case .trusted: .all
      }
    }
  }

  /// The one thing that is forbidden or required.
  private mutating func demand(in table: TableInFile) -> Guard.Demand? {
    let given = ["forbid", "require"].filter(table.labels.contains)
    guard given.count == 1, let key = given.first else {
      report(
        given.isEmpty ? table.key : table.key("require"),
        given.isEmpty ? "The guard neither forbids nor requires anything." : "The guard forbids and requires.",
        "Write one of them: forbid = [\"trusted\"], or require = \"acceptable\"."
      )
      return nil
    }
    guard let texts = strings(key, in: table, orOne: true) else { return nil }
    var senders: [Sender] = []
    for text in texts {
      if let sender = Sender(rawValue: text) {
        senders.append(sender)
      } else {
        let known = Sender.allCases.map(\.rawValue).joined(separator: ", ")
        report(table.key(key), "“\(text)” is not one of: \(known).", "Choose one of them.")
      }
    }
    // What is granted more includes what is granted less.
    guard let least = senders.map(\.bypass).min() else {
      if texts.isEmpty { report(table.key(key), "The list is empty.", "Name trusted, acceptable, or both.") }
      return nil
    }
    guard key == "require" else { return .forbid(least) }
    if senders.count == 1 { return .require(least) }
    report(table.key(key), "One thing can be required, not \(senders.count).", "Name trusted or acceptable.")
    return nil
  }

  private mutating func scope(in table: TableInFile) -> Guard.Scope? {
    guard table.labels.contains("from") else {
      report(table.key, "The guard does not say of which mail.", "Write from = \"acme.example\".")
      return nil
    }
    guard let text = string("from", in: table) else { return nil }
    if let scope = Guard.scope(text) { return scope }
    report(
      table.key("from"),
      "“\(text)” is no address, domain, network or /expression/ that can be decided.",
      "Write such as ceo@acme.example, acme.example, 198.51.100.0/24 or /@acme\\.(com|net)$/."
    )
    return nil
  }
}
