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
  /// For how many days mail is kept; nil for as long as it lies there.
  private let keepingDays: Int?
  /// How many messages are held at once.
  private let holding: Int
  let surroundings: Surroundings

  package init(
    _ service: any MessageService,
    _ archive: any MailArchive,
    of account: AccountKey,
    keepingDays: Int? = nil,
    holding: Int = MailLog.mostMessages,
    surroundings: Surroundings = .live
  ) {
    self.keepingDays = keepingDays
    self.holding = holding
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

  /// All mail that is kept, each message once; days that cannot be used, or for which there is no room, are left out, and
  /// the coverage says so.
  ///
  /// With `newest` only the last days: so many that they have that many messages, and one at least.
  package func kept(newest: Int? = nil) async throws(Problem) -> KeptMail {
    var heads: [MailDayHead] = []
    var builder = MailLogBuilder(most: holding)
    var leftOut: Set<Int> = []
    var known = try await self.heads()
    if let newest { known = Self.last(of: known, holding: newest) }
    builder.reserve(min(known.reduce(0) { $0 + $1.count }, holding))
    // Where there is no room for all, the oldest are left out.
    for head in known.reversed() {
      if Task.isCancelled { throw .mailInterrupted }
      guard head.count == 0 || !builder.isFull else {
        leftOut.insert(head.day)
        heads.append(head)
        continue
      }
      let day = try? await archive.day(head.day, of: account)
      if let day, !builder.append(day.log) { leftOut.insert(day.day) }
      heads.append(MailDayHead(day: head.day, count: head.count, bytes: head.bytes, reads: day?.reads))
    }
    return KeptMail(log: MailLog(builder), heads: heads.reversed(), leavingOut: leftOut)
  }
}

extension MailReader {
  private static func last(of heads: [MailDayHead], holding messages: Int) -> [MailDayHead] {
    var count = 0
    var first = heads.count
    while first > 0, count < messages {
      first -= 1
      count += heads[first].count
    }
    return Array(heads[first...])
  }

  /// Forgets all mail of the account; gives of how many days there was some.
  package func forget() async throws(Problem) -> Int { try await archive.forget(account) }

  /// What is kept, without a look at the messages; what is older than the days for which it is kept is forgotten.
  ///
  /// A day to come, which a wrong clock left behind, would make a hole of all the days before it: it is not looked at.
  package func heads() async throws(Problem) -> [MailDayHead] {
    let today = MailDay.day(of: Int(surroundings.now().timeIntervalSince1970))
    guard let keepingDays else { return try await archive.heads(of: account).filter { $0.day <= today } }
    let first = today - max(1, keepingDays) + 1
    // Where it cannot be taken away, it is not looked at.
    try? await archive.forget(before: first)
    return try await archive.heads(of: account).filter { $0.day >= first && $0.day <= today }
  }
}

/// How far a reading is.
package struct MailProgress: Hashable, Sendable {
  package var windows: Int
  package var windowsInAll: Int
  package var messages: Int
  package var requests: Int
  /// How long it will take, in seconds, by the time that the windows took so far; nil before the first is done.
  package var secondsLeft: Double?

  package init(windows: Int, windowsInAll: Int, messages: Int, requests: Int, secondsLeft: Double?) {
    self.windows = windows
    self.windowsInAll = windowsInAll
    self.messages = messages
    self.requests = requests
    self.secondsLeft = secondsLeft
  }
}

/// What came of a reading.
package struct MailReport: Hashable, Sendable {
  /// The messages that were new, and the pages that were asked for.
  package var messages = 0
  package var requests = 0
  package var windows = 0
  package var windowsInAll = 0
  /// The rows that are not among the messages, because they have no id that can be told.
  package var leftOut = 0
  /// The patterns of which nobody can be named whose mail to ask for.
  package var unnamed = 0
  /// What of single windows went wrong, as sentences, each once.
  package var remarks: [String] = []
  /// The bound at which reading stopped, as a sentence.
  package var bound: String?
  /// The failure that ended it.
  package var problem: Problem?

  package init() {}

  /// Whether all that was asked for was read.
  package var isComplete: Bool { windows == windowsInAll }

  /// Whether the server's answers left something out.
  package var leavesOut: Bool { leftOut > 0 || !remarks.isEmpty }
}

extension MailProgress {
  /// How far it is, as a clause.
  package var words: String {
    let left = secondsLeft.map { ", \(Self.words(forSeconds: $0)) left" } ?? ""
    return "\(windows) of \(windowsInAll.counted("window")), \(messages.counted("message"))\(left)"
  }

  private static func words(forSeconds seconds: Double) -> String {
    guard seconds >= 90 else { return "about \(max(1, Int(seconds.rounded(.up)))) s" }
    return "about \(Int(min(seconds / 60, 9999).rounded(.up))) min"
  }
}

extension MailReport {
  /// What it came to, as a sentence.
  package var words: String {
    guard windowsInAll > 0 else { return "Nothing was left to read." }
    let windows = "\(self.windows) of \(windowsInAll.counted("window"))"
    return "Read: \(messages.counted("message")) in \(requests.counted("request")), \(windows)."
  }

  /// What was left out, as sentences.
  package var gaps: [String] {
    var sentences = [bound].compactMap(\.self) + remarks
    if leftOut > 0 {
      sentences.append(
        "\(leftOut.counted("row")) without an id that can be read \(leftOut.agreeing("is", "are")) left out."
      )
    }
    if unnamed > 0 {
      sentences.append(
        "Of \(unnamed.counted("pattern")) nobody can be named whose mail to ask for: only reading all mail finds it."
      )
    }
    return sentences
  }
}

extension Problem {
  static let mailInterrupted = Problem(
    .interrupted,
    what: "Reading mail was stopped before it was finished.",
    advice: "What was read is kept; `postern mail fetch` goes on.",
    retry: .safe
  )
}
