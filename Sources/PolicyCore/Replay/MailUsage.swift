package import Policies
import Values

/// What the mail that is kept says of policies, worked out once for a list and for what is kept.
package actor MailUsage {
  private let reader: MailReader
  private let workspace: Workspace
  private var known: (list: Int, heads: [MailDayHead], passed: PassedMail, usage: PolicyUsage)?

  package init(_ reader: MailReader, _ workspace: Workspace) {
    self.reader = reader
    self.workspace = workspace
  }

  /// How many messages are kept.
  package nonisolated func count() async -> Int {
    ((try? await reader.heads()) ?? []).reduce(0) { $0 + $1.count }
  }

  /// What a review's batch would have done with the mail that is kept; nil where none is, or its task is cancelled.
  ///
  /// Of much mail the newest days are replayed first, and `first` gets their figures.
  package nonisolated func effect(
    of review: Review,
    first: @Sendable (MailEffect) -> Void = { _ in }
  ) async -> MailEffect? {
    guard let heads = try? await reader.heads(), !heads.isEmpty else { return nil }
    if heads.reduce(0, { $0 + $1.count }) > Self.newest, heads.count > 1,
      let some = try? await reader.kept(newest: Self.newest), var effect = await effect(of: review, over: some)
    {
      effect.isPartial = true
      first(effect)
    }
    guard !Task.isCancelled, let mail = try? await reader.kept() else { return nil }
    return await effect(of: review, over: mail)
  }

  private nonisolated func effect(of review: Review, over mail: KeptMail) async -> MailEffect? {
    guard mail.coverage != nil else { return nil }
    return try? await workspace.replaying(review, over: mail, examples: Self.examples).mail
  }

  /// So many messages take no noticeable time.
  private static let newest = 30_000
  /// So many of each kind are listed on a screen.
  private static let examples = 100

  /// What the mail that is kept says, beside a list of policies; goes over all of it where that is not known yet.
  package func told(of list: PolicyList) async -> MailTold {
    guard let heads = try? await reader.heads() else { return .unknown }
    if let known = told(of: list, heads) { return known }
    guard let policies = await workspace.policies(of: list), let mail = try? await reader.kept(),
      let passed = PassedMail(mail), let usage = try? await PolicyUsage(of: policies, in: mail)
    else { return .unknown }
    known = (list.revision, heads, passed, usage)
    return .told(passed, usage)
  }

  /// The same without a look at any message: unknown where it was not worked out yet.
  package func toldAlready(of list: PolicyList) async -> MailTold {
    guard let heads = try? await reader.heads() else { return .unknown }
    return told(of: list, heads) ?? .unknown
  }

  private func told(of list: PolicyList, _ heads: [MailDayHead]) -> MailTold? {
    guard !heads.isEmpty else { return .nothing }
    guard let known, known.list == list.revision, known.heads == heads else { return nil }
    return .told(known.passed, known.usage)
  }

  /// What the policies of a list let through; nil where no mail is kept, or that is not known.
  package func usage(of list: PolicyList) async -> PolicyUsage? { await told(of: list).usage }

  /// The same where all mail of its time was read, and nil otherwise: nothing else tells that a policy is not used.
  package func completeUsage(of list: PolicyList) async -> PolicyUsage? {
    guard let heads = try? await reader.heads(), MailCoverage(heads)?.isComplete == true else { return nil }
    guard let usage = await usage(of: list), usage.coverage?.isComplete == true else { return nil }
    return usage
  }
}

/// What is known of the mail that is kept, beside a list of policies.
package enum MailTold: Sendable {
  /// None is kept.
  case nothing
  /// It was not worked out yet, the list is not the newest, or the mail cannot be read.
  case unknown
  case told(PassedMail, PolicyUsage)

  package var usage: PolicyUsage? { if case .told(_, let usage) = self { usage } else { nil } }
}
