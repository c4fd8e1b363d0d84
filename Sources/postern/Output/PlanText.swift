import PolicyCore
import Policies
import Values

/// A plan as lines for a terminal, a pipe or a screen reader.
enum PlanText {
  /// More policies than these are only counted where they are not in the file.
  private static let mostMissing = 50

  /// `asksForIt` adds what has to be said for it to be applied.
  static func lines(of batch: PlannedBatch, asksForIt: Bool = true) -> [String] {
    let plan = batch.plan
    var lines = ["\(batch.file): \(counts(plan))."]
    lines += batch.remarks.map { "line \($0.line): \($0.what)" }
    lines += plan.renames.map(line)
    if !plan.operations.isEmpty { lines += ReviewText.lines(of: batch.review) }
    lines += missing(plan.missing)
    let needs = Confirmation.needs(of: batch.review)
    if asksForIt, batch.review.isSubmittable, !needs.isEmpty {
      lines.append("To apply it: \(Confirmation.options(needs, batch.review))")
    }
    return lines
  }

  /// `3 to create, 1 to update, 2 to delete, 95 as they are`.
  static func counts(_ plan: DesiredPlan) -> String {
    let counts = plan.counts
    var parts = [
      "\(counts.posts) to create", "\(counts.patches) to update", "\(counts.deletes) to delete",
      "\(plan.unchanged) as \(plan.unchanged.agreeing("it is", "they are"))",
    ]
    if !plan.missing.isEmpty { parts.append("\(plan.missing.count) not in the file") }
    return parts.joined(separator: ", ")
  }

  private static func line(_ rename: DesiredPlan.Rename) -> String {
    rename.isProbable
      ? "\(rename.from) > \(rename.to): probably a rename; with the id \(rename.id) in the row, or with --prune, it is one"
      : "\(rename.from) > \(rename.to): a rename of \(rename.id)"
  }

  private static func missing(_ policies: [AllowPolicy]) -> [String] {
    guard !policies.isEmpty else { return [] }
    let count = policies.count
    let what = "\(count.counted("policy is", "policies are")) not in this file"
    let more = count > mostMissing ? ["  and \(count - mostMissing) more"] : []
    return ["\(what); --prune would delete \(count.agreeing("it", "them")):"]
      + policies.prefix(mostMissing).map { "  \($0.name)  \($0.id)" } + more
  }
}
