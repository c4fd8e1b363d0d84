import PolicyCore

/// Findings as workflow commands, which show them beside the lines of a change.
///
/// Source: GitHub, workflow commands for Actions. What a policy says is escaped, and begins no line.
enum GitHubAnnotations {
  /// Those that nobody has silenced; without a file they annotate the run.
  static func text(of findings: [PlacedFinding], in file: String?) -> String {
    findings.filter { !$0.finding.isSilenced }.map { line(of: $0, in: file) + "\n" }.joined()
  }

  private static func line(of placed: PlacedFinding, in file: String?) -> String {
    let finding = placed.finding
    var properties: [String] = []
    if let file { properties.append("file=\(escaped(file))") }
    if let place = placed.place { properties += ["line=\(place.line)", "col=\(place.column)"] }
    properties.append("title=\(escaped("\(finding.level.rawValue) \(finding.rule.rawValue)"))")
    let subject = finding.pattern.isEmpty ? "" : "\(finding.pattern): "
    let example = finding.sampleSentence.map { " \($0)." } ?? ""
    return "::\(command(finding.level)) \(properties.joined(separator: ","))::"
      + escaped("\(subject)\(finding.message) \(finding.why)\(example)")
  }

  private static func command(_ level: FindingLevel) -> String {
    switch level {
    case .error, .danger: "error"
    case .warning: "warning"
    case .notice: "notice"
    }
  }

  /// As both a property and a message may have it.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in Output.visible(text).unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":": escaped += "%3A"
      case ",": escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
