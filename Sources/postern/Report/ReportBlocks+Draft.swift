import Foundation
import Mail
import MailLog
import Policies
import PolicyCore
import PolicyUI
import Values

extension ReportBlocks {
  /// What was found on the operations and on the batch, the gravest first, and what was accepted with its reason.
  func findings(of draft: Report.Draft) -> [Block] {
    let findings = draft.review.findings.worstFirst
    guard !findings.isEmpty else { return [.heading("Findings"), .paragraph(cell("None."))] }
    let rows = findings.map { finding -> [[Text]] in
      [
        cell(finding.isSilenced ? "silenced" : finding.level.rawValue), cell(whole: finding.rule.rawValue),
        finding.pattern.isEmpty ? [] : cell(outside: finding.pattern), cell(sentence: finding.message),
        (finding.silencedBy ?? finding.example).map { cell(outside: $0) } ?? [],
      ]
    }
    return [
      .heading("Findings"), .table(Table(["level", "rule", "policy", "what is wrong", "example or reason"], rows)),
    ]
  }

  /// Every operation in the order in which it runs: its fields before and after, and what it lets through or no longer does.
  func changes(_ draft: Report.Draft) -> [Block] {
    let operations = draft.review.operations
    guard !operations.isEmpty else { return [.heading("Changes"), .paragraph(cell("The draft is empty."))] }
    let rows = operations.flatMap { operation -> [[[Text]]] in
      let head = [
        cell(operation.kind.rawValue), cell(outside: operation.operation.name), cell(operation.effect.rawValue),
      ]
      guard !operation.changes.isEmpty else { return [head + [[], [], []]] }
      return operation.changes.enumerated().map { place, change in
        // Which operation it is stands in the first of its rows.
        (place == 0 ? head : [[], [], []]) + [cell(change.field.label), cell(change.before), cell(change.after)]
      }
    }
    let sentences = operations.flatMap { operation in
      operation.judged.sentences.map { [cell(outside: operation.operation.name), cell(sentence: $0)] }
    }
    let titles = ["", "policy", "effect", "field", "before", "after"]
    return [.heading("Changes, in the order in which they run"), .table(Table(titles, rows))]
      + (sentences.isEmpty ? [] : [.heading("What that lets through"), .table(Table(["policy", "what"], sentences))])
  }

  private func cell(_ value: FieldValue?) -> [Text] {
    guard let value else { return [] }
    switch value {
    // What the server made of a type is a text as any other.
    case .text, .type: return cell(outside: value.description)
    case .flag: return cell(value.description)
    }
  }

  func conflicts(_ draft: Report.Draft) -> [Block] {
    guard !draft.conflicts.isEmpty else { return [] }
    let rows = draft.conflicts.flatMap { conflict -> [[[Text]]] in
      let name = cell(outside: conflict.base.pattern)
      guard let theirs = conflict.theirs else { return [[name, cell("it no longer exists"), [], [], []]] }
      return conflict.fields.map { field in
        [
          name, cell(field.label), cell(conflict.base.fields[field]), cell(conflict.mine?[field]),
          cell(theirs.fields[field]),
        ]
      }
    }
    return [.heading("Changed elsewhere"), .table(Table(["policy", "field", "base", "mine", "theirs"], rows))]
  }

  // MARK: - Mail

  /// What the policies that it touches let through so far, and what it would have done.
  func mail(_ draft: Report.Draft) -> [Block] {
    // Of nothing there is nothing to be said.
    guard !draft.review.operations.isEmpty else { return [] }
    guard let replay = draft.replay, let coverage = replay.mail.coverage else { return noMail }
    return usage(draft.usage) + self.replay(replay, coverage)
  }

  private func usage(_ usage: [Report.Usage]) -> [Block] {
    guard !usage.isEmpty else {
      return [
        .heading("What these policies let through so far"),
        .paragraph(cell("Of the mail that was read, nothing was let through by a policy that the draft touches.")),
      ]
    }
    let rows = usage.map { used -> [[Text]] in
      let last = used.use.lastDay ?? ""
      let verdicts = used.use.byVerdict.map { "\($0.verdict.rawValue) \($0.count.grouped)" }
      return [
        cell(outside: used.pattern), cell(used.use.count.grouped), cell(last), cell(verdicts.joined(separator: ", ")),
      ]
    }
    let titles = ["policy", "messages#", "last", "recorded as"]
    return [.heading("What these policies let through so far"), .table(Table(titles, rows))]
  }

  private func replay(_ replay: ReplayReport, _ coverage: MailCoverage) -> [Block] {
    let result = replay.result
    let bars = ReplayWords.changes.map { change, words in
      Bars.Bar(label: .words(words), count: result.count(change), share: nil, level: change == .more ? .warning : nil)
    }
    let days = "\(MailDay.text(ofTime: coverage.from)) to \(MailDay.text(ofTime: coverage.to - 1))"
    let sentences = ["\(result.log.count.grouped) messages, \(days)."] + coverage.gaps + [ReplayWords.caveat]
    return [
      .heading("What the draft would have done with that mail"), .paragraph(cell(sentences.joined(separator: " "))),
      .bars(Bars(unit: "messages", bars: bars)),
    ] + examples(replay.more, .more, result) + examples(replay.less, .less, result)
  }

  private func examples(
    _ examples: [ReplayReport.Example],
    _ change: BypassChange,
    _ result: ReplayResult
  ) -> [Block] {
    guard !examples.isEmpty, let words = ReplayWords.changes.first(where: { $0.change == change })?.words else {
      return []
    }
    let verdicts = result.verdicts(change).map { "\($0.verdict.rawValue) \($0.count.grouped)" }
    let rows = examples.map { example -> [[Text]] in
      let message = example.message
      return [
        cell(message.verdict.rawValue), cell(message.day ?? "?"),
        cell(outside: message.sender ?? "?"),
        cell(
          outside: (message.message.recipients.value ?? []).map(report.shortener.callAsFunction).joined(separator: ", ")
        ),
        cell(outside: example.policies.map(\.pattern).map(report.shortener.callAsFunction).joined(separator: ", ")),
      ]
    }
    return [
      .paragraph(
        cell("\(words.prefix(1).uppercased())\(words.dropFirst()), with examples: \(verdicts.joined(separator: ", ")).")
      ),
      .table(Table(["verdict", "day", "from", "to", "by"], rows)),
    ]
  }
}
