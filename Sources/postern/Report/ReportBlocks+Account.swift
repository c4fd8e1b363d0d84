import PolicyCore
import PolicyQuery
import PolicyUI
import Values

extension ReportBlocks {
  /// Sections of the overview, each with its bars.
  func bars(_ kinds: [Overview.Section.Kind], of overview: Overview) -> [Block] {
    kinds.flatMap { kind -> [Block] in
      guard let section = overview.sections.first(where: { $0.kind == kind }) else { return [] }
      guard !section.bars.isEmpty else { return [.heading(kind.title), .paragraph(cell("None."))] }
      let bars = section.bars.map { bar in
        let label: Text =
          switch kind {
          case .grants, .ages: .words(bar.label)
          case .findings, .domains, .dangerDomains, .mailDomains: .outside(bar.label)
          case .mailPolicies: outside(bar.label)
          }
        return Bars.Bar(label: label, count: bar.count, share: bar.share(of: section.whole), level: bar.level)
      }
      return [.heading(kind.title), .bars(Bars(unit: kind.nouns.many, bars: bars, others: section.others))]
    }
  }

  /// Each rule that opens a hole, why that matters, and some of the policies.
  func dangers(_ dangers: [Report.Danger]) -> [Block] {
    guard !dangers.isEmpty else { return [.heading("Dangers"), .paragraph(cell("None is found."))] }
    return [.heading("Dangers")]
      + dangers.flatMap { danger -> [Block] in
        let count = "\(danger.count.grouped) \(danger.count.agreeing("policy", "policies"))"
        let shown = danger.count > danger.examples.count ? ", the first \(danger.examples.count)" : ""
        let why = danger.examples.first?.why ?? ""
        return [
          .paragraph([
            .outside(danger.rule.rawValue), .words(" (\(danger.level.rawValue)), \(count)\(shown). "), .words(why),
          ]),
          .table(
            Table(
              ["policy", "what is wrong", "example"],
              danger.examples.map { finding in
                [
                  cell(outside: finding.pattern), cell(sentence: finding.message),
                  finding.example.map { cell(outside: $0) } ?? [],
                ]
              }
            )
          ),
        ]
      }
  }

  /// What was let through of the mail that was read, and by what.
  func mail(_ overview: Overview) -> [Block] {
    guard let mail = overview.mail else { return noMail }
    let sentences = OverviewText.sentences(on: mail).joined(separator: " ")
    let days: [Block] = mail.passed.passed > 0 ? [.days(mail.passed.days)] : []
    return [.heading(OverviewText.mailTitle), .paragraph(cell(sentences))] + days
      + bars([.mailDomains, .mailPolicies], of: overview)
  }

  var noMail: [Block] {
    [
      .heading("Mail"),
      .paragraph([.words("No mail was read: "), .outside("postern mail fetch"), .words(" reads it.")]),
    ]
  }
}
