package import MailLog
package import Policies
package import Values

/// What the mail that is kept says of policies, worked out once for a list and for what is kept.
package actor MailUsage {
  private let reader: MailReader
  private let workspace: Workspace
  private var known: (list: Int, heads: [MailDayHead], usage: PolicyUsage?)?

  package init(_ reader: MailReader, _ workspace: Workspace) {
    self.reader = reader
    self.workspace = workspace
  }

  /// What a review's batch would have done with the mail that is kept; nil where none is, or its task is cancelled.
  package nonisolated func effect(of review: Review) async -> MailEffect? {
    guard let mail = try? await reader.kept(), mail.coverage != nil else { return nil }
    return try? await workspace.replaying(review, over: mail).mail
  }

  /// What the policies of a list let through; nil where no mail is kept, the list is not the newest, or its task is
  /// cancelled.
  ///
  /// Mail is disposable: where it cannot be read, it is as if there were none.
  package func usage(of list: PolicyList) async -> PolicyUsage? {
    guard let heads = try? await reader.heads(), !heads.isEmpty else { return nil }
    if let known, known.list == list.revision, known.heads == heads { return known.usage }
    guard let policies = await workspace.policies(of: list), let mail = try? await reader.kept(),
      let usage = try? await PolicyUsage(of: policies, in: mail)
    else { return nil }
    known = (list.revision, heads, usage)
    return usage
  }
}
