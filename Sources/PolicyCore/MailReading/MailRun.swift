import Foundation
import MailLog
import Policies
import Values

/// One reading of mail, step by step.
struct MailRun {
  private let reader: MailReader
  private let plan: MailPlan
  private let progress: @Sendable (MailProgress) -> Void
  private let begun: Date
  private(set) var report = MailReport()
  private var firstWindow: Date?

  init(reader: MailReader, plan: MailPlan, progress: @escaping @Sendable (MailProgress) -> Void) {
    self.reader = reader
    self.plan = plan
    self.progress = progress
    begun = reader.surroundings.now()
    report.unnamed = plan.unnamed
  }

  /// A server may never come to an end of its cursors: after so many pages without anything new it is left.
  private static let mostIdlePages = 3

  /// Why a window was left before its end.
  private enum Stop: Error {
    /// Only this window: the others may do.
    case window(String)
    /// Only this window, of which the server gave rows that nothing can be told of.
    case rows
    case bound(String)
    case problem(Problem)
  }

  mutating func run() async throws(Problem) {
    let kept = try await reader.archive.heads(of: reader.account)
    let read = Dictionary(kept.map { ($0.day, $0.reads ?? [:]) }, uniquingKeysWith: { first, _ in first })
    func isRead(_ query: MailQuery, _ day: Int) -> Bool {
      MailDay(day: day, reads: read[day] ?? [:]).isRead(query, upTo: plan.now)
    }
    let days = plan.days.reversed().filter { !isRead(plan.base, $0) }
    let others = plan.others.compactMap { query -> (MailQuery, ClosedRange<Int>)? in
      plan.days.first { !isRead(query, $0) }.map { (query, $0...plan.days.upperBound) }
    }
    report.windowsInAll = days.count + others.count
    do throws(Stop) {
      for day in days { try await readDay(day) }
      try await readOthers(others)
    } catch {
      switch error {
      case .bound(let words): report.bound = words
      case .problem(let problem): report.problem = problem
      case .window(let words): remark(words)
      case .rows: break
      }
    }
  }

  // MARK: - Windows

  /// Reads a day of the base query and keeps it, complete or not.
  private mutating func readDay(_ day: Int) async throws(Stop) {
    let times = MailDay.times(of: day)
    let end = min(times.upperBound, plan.now)
    var builder = MailLogBuilder()
    let stop = await window(MessageSearch(plan.base, times.lowerBound..<max(end, times.lowerBound + 1)), &builder)
    var new = MailDay(day: day, log: MailLog(builder))
    if stop == nil { new.reads = [plan.base: end] }
    // All mail replaces what there is; anything else is added to it.
    if stop != nil || plan.base != .all { new = await joined(new) }
    // A day of which nothing came is no day that was begun.
    if stop == nil || new.log.count > 0 { try await keep(new) }
    if let stop { try leave(stop) } else { report.windows += 1 }
    tell()
  }

  /// Reads the mail of senders and the like, and then keeps it day by day.
  private mutating func readOthers(_ others: [(query: MailQuery, days: ClosedRange<Int>)]) async throws(Stop) {
    guard !others.isEmpty else { return }
    var builder = MailLogBuilder()
    var done: [(query: MailQuery, days: ClosedRange<Int>)] = []
    var ending: Stop?
    for other in others {
      let start = MailDay.times(of: other.days.lowerBound).lowerBound
      let stop = await window(MessageSearch(other.query, start..<max(plan.now, start + 1)), &builder)
      do throws(Stop) {
        if let stop {
          try leave(stop)
        } else {
          done.append(other)
          report.windows += 1
        }
      } catch {
        ending = error
        break
      }
      tell()
    }
    try await keepByDay(MailLog(builder), done)
    if let ending { throw ending }
  }

  private mutating func keepByDay(
    _ log: MailLog,
    _ done: [(query: MailQuery, days: ClosedRange<Int>)]
  ) async throws(Stop) {
    var builders: [Int: MailLogBuilder] = [:]
    for row in log.indices {
      let day = min(max(MailDay.day(of: Int(log.times[row])), plan.days.lowerBound), plan.days.upperBound)
      builders[day, default: MailLogBuilder()].append(log[row])
    }
    for day in plan.days {
      let end = min(MailDay.times(of: day).upperBound, plan.now)
      let reads = done.filter { $0.days.contains(day) }.map { ($0.query, end) }
      guard !reads.isEmpty || builders[day] != nil else { continue }
      let new = MailDay(
        day: day,
        reads: Dictionary(reads, uniquingKeysWith: { first, _ in first }),
        log: builders[day].map { MailLog($0) } ?? MailLog()
      )
      try await keep(await joined(new))
    }
  }

  /// What is kept of a day, with what is new; what is kept and cannot be used is as good as nothing.
  private func joined(_ new: MailDay) async -> MailDay {
    guard let old = try? await reader.archive.day(new.day, of: reader.account) else { return new }
    var builder = MailLogBuilder()
    builder.append(old.log)
    builder.append(new.log)
    var day = MailDay(day: new.day, reads: old.reads, log: MailLog(builder))
    // Of a day that went on meanwhile, what was read before is not all of it any more.
    day.reads.merge(new.reads) { max($0, $1) }
    return day
  }

  private mutating func keep(_ day: MailDay) async throws(Stop) {
    do throws(Problem) {
      try await reader.archive.save(day, of: reader.account)
    } catch {
      throw .problem(error)
    }
  }

  /// Goes on behind a window that alone is broken.
  private mutating func leave(_ stop: Stop) throws(Stop) {
    switch stop {
    case .window(let words): remark(words)
    // How many they are is said once for all windows.
    case .rows: break
    case .bound, .problem: throw stop
    }
  }

  private mutating func remark(_ words: String) {
    if !report.remarks.contains(words) { report.remarks.append(words) }
  }

  // MARK: - Pages

  /// Reads a window page by page; gives why it was left before its end, or nil.
  private mutating func window(_ search: MessageSearch, _ builder: inout MailLogBuilder) async -> Stop? {
    firstWindow = firstWindow ?? reader.surroundings.now()
    var cursors: Set<String> = []
    var cursor: String?
    var idle = 0
    let leftOut = report.leftOut
    while true {
      if let bound = reachedBound { return .bound(bound) }
      let page: MessagePage
      do throws(Problem) {
        page = try await reader.service.messages(search, after: cursor)
      } catch {
        return .problem(error.kind == .interrupted ? .mailInterrupted : error)
      }
      report.requests += 1
      report.leftOut += page.leftOut
      let fresh = page.messages.count { builder.append($0) }
      report.messages += fresh
      guard let next = page.cursor else { return report.leftOut > leftOut ? .rows : nil }
      if builder.isFull { return .bound("More messages than \(MailLog.mostMessages) of one window are not held.") }
      idle = fresh == 0 ? idle + 1 : 0
      guard cursors.insert(next).inserted else {
        return .window("The server gave the same cursor twice: of some windows the rest is missing.")
      }
      guard idle < Self.mostIdlePages else {
        return .window("The server went on without new messages: of some windows the rest may be missing.")
      }
      cursor = next
      tell()
    }
  }

  private var reachedBound: String? {
    let bounds = plan.bounds
    if report.messages >= bounds.messages { return "It stops at \(bounds.messages.counted("message"))." }
    if report.requests >= bounds.requests { return "It stops at \(bounds.requests.counted("request"))." }
    let passed = reader.surroundings.now().timeIntervalSince(begun)
    if passed >= bounds.time { return "It stops after \(Int(bounds.time / 60)) minutes." }
    return nil
  }

  private func tell() {
    var left: Double?
    if report.windows > 0, let firstWindow {
      let passed = reader.surroundings.now().timeIntervalSince(firstWindow)
      left = passed / Double(report.windows) * Double(report.windowsInAll - report.windows)
    }
    progress(
      MailProgress(
        windows: report.windows,
        windowsInAll: report.windowsInAll,
        messages: report.messages,
        requests: report.requests,
        secondsLeft: left
      )
    )
  }
}
