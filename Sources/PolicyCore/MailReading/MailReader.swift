import Foundation
import MailLog
package import Policies
package import Values

/// Reads mail of an account from the server, window by window, and keeps it.
///
/// A window is a day of the base query, or the whole time of a named sender: each is complete or not, and one that broke
/// off is read anew when reading goes on. Nothing that was complete is read again.
package struct MailReader: Sendable {
  let service: any MessageService
  let archive: any MailArchive
  let account: AccountKey
  let surroundings: Surroundings

  package init(
    _ service: any MessageService,
    _ archive: any MailArchive,
    of account: AccountKey,
    surroundings: Surroundings = .live
  ) {
    self.service = service
    self.archive = archive
    self.account = account
    self.surroundings = surroundings
  }

  /// Reads what a plan asks for and is not kept yet.
  ///
  /// Throws where nothing could be begun. What ends the reading later, be it a bound, a failure or a cancelled task, is
  /// in the report, and what was read until then is kept.
  package func read(
    _ plan: MailPlan,
    progress: @escaping @Sendable (MailProgress) -> Void = { _ in }
  ) async throws(Problem) -> MailReport {
    guard let claim = try await archive.claim(account) else {
      throw Problem(
        .locked,
        what: "Another postern is reading this account's mail.",
        advice: "Wait until it is done.",
        retry: .safe
      )
    }
    var run = MailRun(reader: self, plan: plan, progress: progress)
    try await run.run()
    withExtendedLifetime(claim) {}
    return run.report
  }

  /// All mail that is kept, each message once; days that cannot be used are left out, and the coverage says so.
  package func kept() async throws(Problem) -> KeptMail {
    var heads: [MailDayHead] = []
    var builder = MailLogBuilder()
    let known = try await archive.heads(of: account)
    builder.reserve(min(known.reduce(0) { $0 + $1.count }, MailLog.mostMessages))
    for head in known {
      if Task.isCancelled { throw .mailInterrupted }
      let day = try? await archive.day(head.day, of: account)
      if let day { builder.append(day.log) }
      heads.append(MailDayHead(day: head.day, count: head.count, bytes: head.bytes, reads: day?.reads))
    }
    return KeptMail(log: MailLog(builder), heads: heads)
  }
}

extension MailReader {
  /// Forgets what is older than so many days, of every account; today counts as one of them.
  package func forgetOlder(thanDays days: Int) async throws(Problem) {
    let today = MailDay.day(of: Int(surroundings.now().timeIntervalSince1970))
    try await archive.forget(before: today - max(1, days) + 1)
  }

  /// Forgets all mail of the account; gives of how many days there was some.
  package func forget() async throws(Problem) -> Int { try await archive.forget(account) }

  /// What is kept, without a look at the messages.
  package func heads() async throws(Problem) -> [MailDayHead] { try await archive.heads(of: account) }
}

/// How far a reading is.
package struct MailProgress: Hashable, Sendable {
  package var windows: Int
  package var windowsInAll: Int
  package var messages: Int
  package var requests: Int
  /// How long it will take, in seconds, by the time that the windows took so far; nil before the first is done.
  package var secondsLeft: Double?
}

/// What came of a reading.
package struct MailReport: Sendable {
  /// The messages that were new, and the pages that were asked for.
  package var messages = 0
  package var requests = 0
  package var windows = 0
  package var windowsInAll = 0
  /// The rows that are not among the messages, because they have no id that can be told.
  package var leftOut = 0
  /// The policies of which nobody can be named whose mail to ask for.
  package var unnamed = 0
  /// What of single windows went wrong, as sentences, each once.
  package var remarks: [String] = []
  /// The bound at which reading stopped, as a sentence.
  package var bound: String?
  /// The failure that ended it.
  package var problem: Problem?

  /// Whether all that was asked for was read.
  package var isComplete: Bool { windows == windowsInAll }
}

extension Problem {
  static let mailInterrupted = Problem(
    .interrupted,
    what: "Reading mail was stopped before it was finished.",
    advice: "What was read is kept; `postern mail fetch` goes on.",
    retry: .safe
  )
}
