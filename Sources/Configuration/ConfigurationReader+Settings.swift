import PolicyCore
import TOMLKit
import Values

extension ConfigurationReader {
  mutating func settings(_ root: TableInFile) -> Settings {
    var settings = Settings()
    settings.theme = string("theme", in: root) ?? settings.theme
    settings.ownDomains = domains("own_domains", in: root)
    if let mail = table("mail", in: root) {
      refuseUnknown(in: mail, known: ["trusted_servers", "keep_days"])
      settings.trustedServers = servers("trusted_servers", in: mail)
      settings.mailDays = int("keep_days", in: mail, 1...365) ?? settings.mailDays
    }
    if let ui = table("ui", in: root) {
      refuseUnknown(in: ui, known: ["mouse", "refresh_minutes", "ascii", "calm", "notify"])
      settings.mouse = bool("mouse", in: ui) ?? settings.mouse
      settings.ascii = bool("ascii", in: ui) ?? settings.ascii
      settings.calm = bool("calm", in: ui) ?? settings.calm
      settings.notify = choice("notify", in: ui, of: Settings.Notification.self) ?? settings.notify
      settings.refreshMinutes = int("refresh_minutes", in: ui, 0...1440) ?? settings.refreshMinutes
    }
    if let submission = table("submission", in: root) {
      refuseUnknown(in: submission, known: ["require_reason", "many_operations", "close_hours"])
      settings.requireReason = bool("require_reason", in: submission) ?? settings.requireReason
      settings.manyOperations = int("many_operations", in: submission, 1...1000) ?? settings.manyOperations
      settings.closeHours = int("close_hours", in: submission, 1...8760) ?? settings.closeHours
    }
    settings.silences = string("silences", in: root).flatMap { expanded($0, "silences") }
    settings.staleDays = int("stale_days", in: root, 1...36500) ?? settings.staleDays
    if let source = string("ticket", in: root) {
      settings.ticket = source.isEmpty ? nil : expression(source, at: root.key("ticket")).map { .own($0) }
    }
    if let findings = table("findings", in: root) {
      for rule in findings.labels {
        if let choice = choice(of: rule, in: findings) { settings.findings[RuleName(rawValue: rule)] = choice }
      }
    }
    settings.guards = guards(in: root)
    if let readings = table("readings", in: root) { settings.firstReading = reading(readings) }
    if let keys = table("keys", in: root) { settings.keys = self.keys(in: keys, below: "") }
    return settings
  }

  /// Keys by command; names have dots, and may be written with quotation marks or without: then each part is a table.
  private mutating func keys(in table: TableInFile, below prefix: String) -> [String: [String]] {
    var keys: [String: [String]] = [:]
    for label in table.labels {
      let name = prefix + label
      if table.table[label]?.table != nil, let inner = self.table(label, in: table) {
        keys.merge(self.keys(in: inner, below: name + ".")) { first, _ in first }
      } else {
        keys[name] = strings(label, in: table, orOne: true)
      }
    }
    return keys
  }

  /// An expression by which texts are found, whatever the case.
  private mutating func expression(_ source: String, at key: String) -> TextExpression? {
    do throws(TextExpression.Refusal) {
      let expression = try TextExpression(source)
      if expression.findsPlaces { return expression }
      report(key, "“\(source)” cannot be used to find texts.", "Write it in a simpler way: [A-Z]+-[0-9]+.")
    } catch {
      report(
        key,
        "“\(source)” cannot be used: \(error.clause).",
        "Write a regular expression: [A-Z]+-[0-9]+."
      )
    }
    return nil
  }

  /// What becomes of a rule's findings; a rule that does not exist is a mistake, because a slip would leave it as it is.
  private mutating func choice(of name: String, in table: TableInFile) -> RuleSettings.Choice? {
    guard let text = string(name, in: table) else { return nil }
    guard let rule = Rule.named(RuleName(rawValue: name)) else {
      let near = Spelling.nearest(to: name, among: Rule.names.map(\.rawValue)).map { "Did you mean \($0)?" }
      report(table.key(name), "There is no rule “\(name)”.", near ?? "`postern lint --explain all` lists the rules.")
      return nil
    }
    guard rule.level != .error else {
      report(table.key(name), "\(name) is an error: the API would refuse it.", "Remove this line.")
      return nil
    }
    let levels = FindingLevel.allCases.filter { $0 != .error }
    if text == "off" { return .off }
    if let level = levels.first(where: { $0.rawValue == text }) { return .level(level) }
    let choices = (["off"] + levels.map(\.rawValue)).joined(separator: ", ")
    report(table.key(name), "“\(text)” is not one of: \(choices).", "Choose one of them.")
    return nil
  }

  /// A list of server names, as they write them of themselves; what can be none would never be found in a message.
  private mutating func servers(_ name: String, in table: TableInFile) -> [String] {
    guard let texts = strings(name, in: table) else { return [] }
    for text in texts where text.isEmpty || text.contains(where: { $0.isWhitespace || "@*/:;()<>[]\"".contains($0) }) {
      report(
        table.key(name),
        "“\(text)” is not the name of a server.",
        "Write it as the server does in Received after “by”, and in Authentication-Results: mx.acme.example."
      )
    }
    return texts
  }

  /// A list of domains, in lower case; what can be none is a mistake, because a slip here would hide a finding.
  mutating func domains(_ name: String, in table: TableInFile) -> [String] {
    guard let texts = strings(name, in: table) else { return [] }
    var domains: [String] = []
    for text in texts {
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      let isDomain =
        labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
        && !text.contains { $0.isWhitespace || "@*/:[]".contains($0) }
      if isDomain {
        domains.append(text.lowercased())
      } else {
        report(table.key(name), "“\(text)” is not a domain.", "Write it as in an address after the @: acme.example.")
      }
    }
    return domains
  }
}
