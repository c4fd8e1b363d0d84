package import Foundation
package import Policies
package import PolicyCore
import Values

/// What a report is about: the account as the server has it, or a draft as its review shows it.
package struct ReportSubject: Equatable, Sendable {
  /// The policies, and when they were read.
  package let list: PolicyList
  package let loadedAt: Date
  /// Nil for the account.
  package let review: Review?
  /// What of the review was changed elsewhere, or is gone.
  package let conflicts: [Conflict]

  package init(list: PolicyList, loadedAt: Date, review: Review? = nil, conflicts: [Conflict] = []) {
    self.list = list
    self.loadedAt = loadedAt
    self.review = review
    self.conflicts = conflicts
  }
}

/// A report that is to be written to a file.
package struct ReportRequest: Equatable, Sendable {
  package enum Format: String, CaseIterable, Hashable, Sendable {
    case markdown
    case html
    case json

    /// By how a file's name ends; nil for any other end.
    package init?(path: String) {
      switch path.split(separator: ".", omittingEmptySubsequences: false).last?.lowercased() {
      case "md", "markdown": self = .markdown
      case "html", "htm": self = .html
      case "json": self = .json
      default: return nil
      }
    }
  }

  package let subject: ReportSubject
  package let format: Format
  package let path: String
  /// Whether a file of that name is to be replaced.
  package let overwrites: Bool
}

extension AppState {
  /// Why no report can be written now; nil if one can.
  var reportReason: String? {
    if browse.loadedAt == nil || browse.headOf != nil { return "The policies are still being loaded." }
    if let stopped = browse.stopped { return "\(stopped) The report would not be complete." }
    return browse.isComplete
      ? nil : "The list changed while it was read, and may lack rows: \(key(.policiesRefresh)) reads it again."
  }

  /// Asks where to write a report: of a review, or else of the account.
  mutating func openReport(on review: Review? = nil) {
    guard browse.loadedAt != nil else { return }
    let name = review.map { "postern-\($0.fingerprint.short).html" } ?? "postern-report.html"
    layers.append(.path(PathState(.reporting(isOnDraft: review != nil), path: name)))
  }

  /// What a report is about by what the screen knows now; nil where no policies are known, or no review is open.
  func reportSubject(isOnDraft: Bool) -> ReportSubject? {
    let review = isOnDraft ? openReview?.review : nil
    guard let loadedAt = browse.loadedAt, review != nil || !isOnDraft else { return nil }
    let ids = Set(review?.operations.map(\.id) ?? [])
    return ReportSubject(
      list: browse.list,
      loadedAt: loadedAt,
      review: review,
      conflicts: conflicts.filter { ids.contains($0.id) }
    )
  }

  /// The heading of the question where to write it.
  func reportTitle(isOnDraft: Bool) -> String {
    guard isOnDraft else {
      let count = browse.list.count
      return "Report on the account: \(count.grouped) \(count.agreeing("policy", "policies"))"
    }
    let count = openReview?.review.operations.count ?? 0
    return "Report on the draft: \(count.grouped) \(count.agreeing("operation"))"
  }
}
