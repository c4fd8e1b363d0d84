import MailLog
import PolicyCore
import PolicyUI
import Policies
import Values

/// A plan as Markdown for the comment of a merge request: what matters first, and the details folded.
///
/// It has at most 60,000 characters, as some forges take no more, and says what was cut. All texts of policies are code.
struct PlanMarkdown {
  static let limit = 60_000
  /// What the last lines need.
  private static let reserve = 600
  /// More sentences of one kind than these are only counted.
  private static let mostListed = 50

  private let batch: PlannedBatch
  private var text = ""
  private var cut: [String] = []

  static func text(of batch: PlannedBatch) -> String {
    var markdown = PlanMarkdown(batch: batch)
    markdown.write()
    return markdown.text
  }

  private init(batch: PlannedBatch) {
    self.batch = batch
  }

  private mutating func write() {
    let review = batch.review
    let place = review.account.environment == .live ? "live" : "sandbox"
    put("### Plan for \(MarkdownText.code(review.account.name)), \(place)\n\n**\(PlanText.counts(batch.plan))**\n")
    putEffects()
    putFindings(.error, title: "Errors")
    putFindings(.danger, title: "Dangers")
    putOpened()
    putReplay()
    putGuards()
    putRemarks()
    putTable()
    putMissing()
    putDetails()
    putEnd()
  }

  // MARK: - What fits

  @discardableResult
  private mutating func put(_ piece: String) -> Bool {
    guard text.unicodeScalars.count + piece.unicodeScalars.count <= Self.limit - Self.reserve else { return false }
    text += piece
    return true
  }

  /// Puts as many as fit, and remembers how many did not.
  private mutating func put(_ pieces: [String], of what: String) {
    for (place, piece) in pieces.enumerated() where !put(piece) {
      cut.append("\(pieces.count - place) of \(pieces.count) \(what)")
      return
    }
  }

  private mutating func putFolded(_ summary: String, _ pieces: [String], of what: String) {
    guard !pieces.isEmpty else { return }
    let end = "\n</details>\n"
    // The end must fit, whatever is cut before it.
    guard text.unicodeScalars.count + end.count + 200 <= Self.limit - Self.reserve else {
      return cut.append("all \(pieces.count) \(what)")
    }
    put("\n<details><summary>\(summary)</summary>\n\n")
    put(pieces, of: what)
    text += end
  }

  // MARK: - What there is

  private mutating func putEffects() {
    let review = batch.review
    guard !review.operations.isEmpty else { return }
    let effects = Effect.allCases.filter { review.count(of: $0) > 0 }.map { "\($0.rawValue) \(review.count(of: $0))" }
    put("\nEffects: \(effects.joined(separator: ", ")).\n")
  }

  private mutating func putFindings(_ level: FindingLevel, title: String) {
    let findings = batch.review.findings.filter { $0.level == level }
    let open = findings.filter { !$0.isSilenced }
    guard !findings.isEmpty else { return }
    put(
      "\n#### \(title): \(open.count)\(open.count < findings.count ? ", and \(findings.count - open.count) silenced" : "")\n\n"
    )
    put((open + findings.filter(\.isSilenced)).prefix(Self.mostListed).map(line), of: "\(title.lowercased())")
    if findings.count > Self.mostListed { put("- and \(findings.count - Self.mostListed) more\n") }
  }

  private func line(_ finding: Finding) -> String {
    let subject = finding.pattern.isEmpty ? "" : " on \(MarkdownText.code(finding.pattern))"
    let example = finding.example.map { " Example: \(MarkdownText.code($0))" } ?? ""
    let silenced = finding.silencedBy.map { " Silenced: \(MarkdownText.code($0))" } ?? ""
    // A message may quote a policy.
    return
      "- \(MarkdownText.code(finding.rule.rawValue))\(subject): \(MarkdownText.code(finding.message))\(example)\(silenced)\n"
  }

  /// What gets through that did not, each change with its example.
  private mutating func putOpened() {
    let opening = batch.review.operations.filter { [.widens, .both, .unclear].contains($0.effect) }
    guard !opening.isEmpty else { return }
    put("\n#### Opens: \(opening.count)\n\n")
    put(
      opening.prefix(Self.mostListed).map { operation in
        let sentences = operation.judged.sentences.map(MarkdownText.code).joined(separator: " ")
        return "- \(MarkdownText.code(operation.operation.name)) \(operation.effect.rawValue): \(sentences)\n"
      },
      of: "changes that open"
    )
    if opening.count > Self.mostListed { put("- and \(opening.count - Self.mostListed) more\n") }
  }

  private mutating func putReplay() {
    guard let replay = batch.replay else { return }
    // What is missing in it stands beside the numbers, so that one is never there without the other.
    let sentences = [MailText.head(of: replay)] + MailText.remarks(on: replay)
    var text = "\n#### Mail\n\n\(sentences.joined(separator: " "))\n\n| | messages | |\n|---|---:|---|\n"
    for row in MailText.rows(of: replay) {
      let verdicts = row.verdicts.map { "\($0.verdict.rawValue) \($0.count.grouped)" }.joined(separator: ", ")
      text += "| \(row.words) | \(row.count.grouped) | \(verdicts) |\n"
    }
    guard put(text) else { return cut.append("what it would have done with mail") }
    for (title, change, examples) in [
      ("Newly let through", BypassChange.more, replay.more), ("No longer let through", .less, replay.less),
    ] where !examples.isEmpty {
      let count = replay.result.count(change)
      // A title alone says nothing, and what does not fit is told at the end.
      put("\n\(title)\(count > examples.count ? ", the first \(examples.count) of \(count.grouped)" : ""):\n\n")
      put(examples.map(line), of: "examples of mail")
    }
  }

  private func line(_ example: ReplayReport.Example) -> String {
    let policies = example.policies.map { MarkdownText.code($0.pattern) }.joined(separator: ", ")
    let sender = MarkdownText.code(example.message.sender ?? "?")
    return "- \(example.message.verdict.rawValue) \(example.message.day ?? "?") \(sender) by \(policies)\n"
  }

  private mutating func putGuards() {
    guard !batch.guards.isEmpty else { return }
    put("\n#### Guards\n\n")
    put(
      batch.guards.map { report in
        let example = report.after.sentence.map { ": \(MarkdownText.code($0))" } ?? ""
        return "- \(GuardText.word(report.after.holds)) \(MarkdownText.code(report.rule.name))\(example)\n"
      },
      of: "guards"
    )
  }

  private mutating func putRemarks() {
    let renames = batch.plan.renames.map { rename in
      "- \(rename.isProbable ? "probably a rename" : "rename"): \(MarkdownText.code(rename.from)) to "
        + "\(MarkdownText.code(rename.to))\n"
    }
    let remarks = batch.remarks.map { "- line \($0.line): \(MarkdownText.code($0.what))\n" }
    guard !renames.isEmpty || !remarks.isEmpty else { return }
    put("\n#### Remarks\n\n")
    put(Array((renames + remarks).prefix(Self.mostListed)), of: "remarks")
    let more = renames.count + remarks.count - Self.mostListed
    if more > 0 { put("- and \(more) more\n") }
  }

  private mutating func putTable() {
    let rows = batch.review.operations.flatMap { operation -> [String] in
      let head =
        "| \(operation.kind.rawValue) | \(MarkdownText.cell(operation.operation.name)) | \(operation.effect.rawValue)"
      guard operation.kind != .delete else { return ["\(head) | | | |\n"] }
      if operation.kind == .post, let fields = operation.operation.result {
        return ["\(head) | new | | \(Self.summary(of: fields)) |\n"]
      }
      return operation.changes.map { change in
        "\(head) | \(change.field.label) | \(Self.cell(change.before)) | \(Self.cell(change.after)) |\n"
      }
    }
    guard !rows.isEmpty else { return }
    let head = "\n#### Changes\n\n| | policy | effect | field | before | after |\n|---|---|---|---|---|---|\n"
    if put(head) { put(rows, of: "rows of changes") } else { cut.append("all \(rows.count.counted("row")) of changes") }
  }

  /// Type, flags that are on, and comment of a new policy, in one cell.
  private static func summary(of fields: PolicyFields) -> String {
    let flags = PolicyFlag.allCases.filter { fields.isOn($0) }.map(\.field.label)
    let parts = [MarkdownText.cell(fields.typeLabel)] + (flags.isEmpty ? ["no flags"] : flags)
    let comment = fields.comments.map { $0.isEmpty ? [] : [MarkdownText.cell($0)] } ?? []
    return (parts + comment).joined(separator: ", ")
  }

  private static func cell(_ value: FieldValue?) -> String {
    guard let value else { return "" }
    if case .text(let text) = value { return MarkdownText.cell(text) }
    return MarkdownText.cell(value.description)
  }

  private mutating func putMissing() {
    let missing = batch.plan.missing
    putFolded(
      "\(missing.count.counted("policy", "policies")) not in this file",
      missing.map { "- \(MarkdownText.code($0.name))\n" },
      of: "policies that are not in the file"
    )
  }

  /// What each operation lets through or no longer does, and the findings that are no dangers.
  private mutating func putDetails() {
    let pieces = batch.review.operations.compactMap { operation -> String? in
      let sentences = operation.judged.sentences.map { "  - \(MarkdownText.code($0))\n" }
      let findings = operation.findings.filter { $0.level < .danger }.map { "  \(line($0))" }
      guard !sentences.isEmpty || !findings.isEmpty else { return nil }
      let head =
        "- \(operation.kind.rawValue) \(MarkdownText.code(operation.operation.name)): \(operation.effect.rawValue)\n"
      return head + sentences.joined() + findings.joined()
    }
    putFolded("Details of \(pieces.count.counted("operation"))", pieces, of: "operations in detail")
  }

  private mutating func putEnd() {
    let review = batch.review
    var end = ""
    if !cut.isEmpty { end += "\nCut at \(Self.limit) characters: \(cut.joined(separator: ", ")).\n" }
    let needs = Confirmation.needs(of: review).map { need in
      need == .accept
        ? "`--accept` with the fingerprint" : need == .maxChange ? need.option(review) : "`\(need.option(review))`"
    }
    if !review.operations.isEmpty {
      end += "\nFingerprint `\(review.fingerprint.hex)`"
      end += needs.isEmpty ? ".\n" : "; to apply it: \(needs.joined(separator: ", ")).\n"
    }
    text += end
  }
}
