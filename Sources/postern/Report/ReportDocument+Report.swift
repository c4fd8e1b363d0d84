import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import Values

extension ReportDocument {
  /// The report in the order in which it is read: what it is about, what matters, then the rest.
  init(_ report: Report) {
    let what =
      switch report.content {
      case .account: "Allow policies of "
      case .draft: "Draft for "
      }
    self.init(title: [.words(what), .outside(report.account.name)])
    let writer = ReportBlocks(report: report)
    switch report.content {
    case .account(let overview, let dangers):
      blocks = writer.head(of: overview) + writer.bars([.grants], of: overview) + writer.dangers(dangers)
      blocks += writer.bars([.findings, .ages, .domains, .dangerDomains], of: overview) + writer.guards()
      blocks += writer.mail(overview)
    case .draft(let draft):
      blocks = writer.head(of: draft) + writer.findings(of: draft) + writer.changes(draft)
      blocks += writer.conflicts(draft) + writer.guards() + writer.mail(draft)
    }
  }
}

/// Makes the blocks of a report; every text from outside that may tell a recipient goes through its shortener.
struct ReportBlocks {
  typealias Block = ReportDocument.Block
  typealias Text = ReportDocument.Text
  typealias Table = ReportDocument.Table
  typealias Bars = ReportDocument.Bars
  typealias Fact = ReportDocument.Fact

  let report: Report

  func outside(_ text: String) -> Text { .outside(report.shortener(text)) }

  /// A sentence of ours that may quote policies or messages.
  func cell(sentence text: String) -> [Text] { [.sentence(report.shortener(text))] }

  func cell(_ words: String) -> [Text] { [.words(words)] }

  func cell(outside text: String) -> [Text] { [outside(text)] }

  /// A text that tells no recipient, whatever it looks like: a number, or the name of a rule.
  func cell(whole text: String) -> [Text] { [.outside(text)] }

  // MARK: - The head

  private func head(_ facts: [Fact]) -> Block {
    let key = report.account.key
    let environment = report.account.environment == .live ? "live: changes reach real mail" : "sandbox"
    return .facts(
      [
        Fact(name: "Account", value: [outside(report.account.name), .words(", \(environment)")]),
        Fact(name: "Account id", value: cell(whole: key.accountID)),
        Fact(name: "Server", value: cell(whole: key.baseURL)),
        Fact(name: "Policies read", value: cell(Timestamp.text(of: report.readAt))),
        Fact(name: "Report made", value: cell("\(Timestamp.text(of: report.madeAt)), by Postern \(report.version)")),
      ] + facts + [Fact(name: "Fingerprint", value: cell(whole: report.fingerprint))]
    )
  }

  func head(of overview: Overview) -> [Block] {
    let count = overview.policies
    return [
      head([Fact(name: "Policies", value: cell(count.grouped))]),
      .paragraph([
        .words("The policies as the server has them, without any draft. The fingerprint is the SHA-256 of what "),
        .outside("postern export"), .words(" prints of the same policies."),
      ]),
    ]
  }

  func head(of draft: Report.Draft) -> [Block] {
    let review = draft.review
    let counts = OperationKind.allCases.map { "\(review.counts[$0].grouped) \($0.arrayName)" }
    let effects = Effect.allCases.map { effect in
      Bars.Bar(
        label: .words(effect.rawValue),
        count: review.count(of: effect),
        share: nil,
        level: effect == .neutral || effect == .narrows ? nil : .warning
      )
    }
    let levels = FindingLevel.allCases.reversed().map { "\(review.count(of: $0).grouped) \($0.rawValue)" }
    return [
      head([
        Fact(
          name: "Operations",
          value: cell("\(review.operations.count.grouped): \(counts.joined(separator: ", "))")
        ),
        Fact(name: "Findings", value: cell(levels.joined(separator: ", "))),
        Fact(name: "Conflicts", value: cell(draft.conflicts.count.grouped)),
      ]),
      .paragraph(
        cell(
          "Nothing of it is sent yet; all or nothing would be. The fingerprint is that of the review: the SHA-256 of the "
            + "server, the account and the very bytes of the request."
        )
      ),
      .heading("What the operations do"), .bars(Bars(unit: "operations", bars: effects)),
    ]
  }

  // MARK: - What both have

  func guards() -> [Block] {
    guard !report.guards.isEmpty else {
      return [.heading("Guards"), .paragraph(cell("The configuration has no guards."))]
    }
    let isDraft = if case .draft = report.content { true } else { false }
    let rows = report.guards.map { guarded -> [[Text]] in
      let was = isDraft ? [cell(GuardText.word(guarded.before.holds))] : []
      return [cell(GuardText.word(guarded.after.holds))] + was + [
        cell(outside: guarded.rule.name), cell(sentence: GuardText.demand(of: guarded.rule)),
        guarded.after.sentence.map { cell(sentence: $0) } ?? [],
      ]
    }
    let titles = isDraft ? ["after the draft", "now"] : ["now"]
    return [.heading("Guards"), .table(Table(titles + ["guard", "demands", "example"], rows))]
  }
}
