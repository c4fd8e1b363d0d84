import PolicyCore

extension ConfigurationReader {
  mutating func settings(_ root: TableInFile) -> Settings {
    var settings = Settings()
    settings.theme = string("theme", in: root) ?? settings.theme
    settings.ownDomains = domains("own_domains", in: root)
    if let ui = table("ui", in: root) {
      refuseUnknown(in: ui, known: ["mouse", "refresh_minutes"])
      settings.mouse = bool("mouse", in: ui) ?? settings.mouse
      settings.refreshMinutes = int("refresh_minutes", in: ui, 0...1440) ?? settings.refreshMinutes
    }
    if let submission = table("submission", in: root) {
      refuseUnknown(in: submission, known: ["require_reason"])
      settings.requireReason = bool("require_reason", in: submission) ?? settings.requireReason
    }
    if let findings = table("findings", in: root) {
      for rule in findings.labels {
        guard let text = string(rule, in: findings) else { continue }
        guard let setting = Settings.FindingSetting(text) else {
          let choices = Settings.FindingSetting.names.joined(separator: ", ")
          report(findings.key(rule), "“\(text)” is not one of: \(choices).", "Choose one of them.")
          continue
        }
        settings.findings[RuleName(rawValue: rule)] = setting
      }
    }
    if let keys = table("keys", in: root) {
      for command in keys.labels { settings.keys[command] = strings(command, in: keys, orOne: true) }
    }
    return settings
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
