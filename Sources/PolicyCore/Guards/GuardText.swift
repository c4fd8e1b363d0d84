import Policies
import Values

/// Guards as lines for a terminal, a pipe or a screen reader: what each demands, and whether it holds.
package enum GuardText {
  package static func lines(of reports: [GuardReport]) -> [String] {
    guard !reports.isEmpty else { return ["The configuration has no guards ([[guards]] in config.toml)."] }
    return reports.flatMap { report in
      let was = report.before.holds == report.after.holds ? "" : ", \(word(report.before.holds)) without the draft"
      return ["\(word(report.after.holds))  \(report.rule.name)\(was)", "    \(demand(of: report.rule))"]
        + (report.after.sentence.map { ["    \($0)"] } ?? [])
    }
  }

  package static func word(_ holds: Bool?) -> String {
    switch holds {
    case true?: "holds"
    case false?: "BROKEN"
    case nil: "UNDECIDED"
    }
  }

  /// What a guard demands, as a sentence.
  package static func demand(of rule: Guard) -> String {
    let scope =
      switch rule.scope {
      case .address(let address): "\(address)"
      case .domain(let name): "\(name) and the names below it"
      case .network(let network): "\(network)"
      case .expression(let source): "addresses in which /\(source)/ is found"
      }
    let place = rule.isAboutHeader ? " in the header's From" : ""
    let mail = rule.isVerified ? "that passes authentication" : "that fails authentication"
    return switch rule.demand {
    case .forbid(let bypass): "Mail \(mail) from \(scope)\(place) never \(bypass.words)."
    case .require(let bypass): "Mail \(mail) from \(scope)\(place) \(bypass.words) at least."
    }
  }
}
