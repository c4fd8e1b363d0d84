import Foundation
import Mail
import MailLog
import Synchronization
import TestSupport
import Testing
import Values

@testable import PolicyCore
import Policies

/// A server that has messages at given times, and pages of two.
private final class FakeMessageService: MessageService {
  struct State {
    var asked: [(search: MessageSearch, cursor: String?)] = []
    var failure: (@Sendable (MessageSearch, String?) -> Problem?)?
    var leftOut: @Sendable (MessageSearch) -> Int = { _ in 0 }
    var cursorOf: @Sendable (MessageSearch, Int) -> String? = { _, next in "\(next)" }
  }

  let messages: [LoggedMessage]
  let state = Mutex(State())

  init(_ messages: [LoggedMessage]) { self.messages = messages }

  var asked: [(search: MessageSearch, cursor: String?)] { state.withLock(\.asked) }

  func messages(_ search: MessageSearch, after cursor: String?) async throws(Problem) -> MessagePage {
    let (failure, cursorOf) = state.withLock { state in
      state.asked.append((search, cursor))
      return (state.failure?(search, cursor), state.cursorOf)
    }
    if let failure { throw failure }
    let found = messages.filter { message in
      guard search.times.contains(Int(message.time)) else { return false }
      switch search.query {
      case .all: return true
      case .detections: return message.verdict == .spam
      case .sender(let name): return message.message.from.value == [name]
      case .domain, .recipient, .helo: return false
      }
    }
    let start = cursor.flatMap { Int($0) } ?? 0
    let page = Array(found.dropFirst(start).prefix(2))
    let next = start + 2 < found.count ? cursorOf(search, start + 2) : nil
    return MessagePage(messages: page, cursor: next, leftOut: state.withLock(\.leftOut)(search))
  }
}

@Suite("Reading mail")
struct MailReaderTests {
  private static let today = 20_600
  private static let now = today * MailDay.seconds + 40_000
  private static let account = AccountKey(baseURL: "https://api.example", accountID: "a")

  private let clock = FakeClock(Date(timeIntervalSince1970: Double(now)))
  private let archive = MemoryMailArchive()

  /// Five messages a day, every second of them spam.
  private static let mail: [LoggedMessage] = (0..<25).map { number in
    var message = MailMessage()
    message.from = .given(["user\(number % 3)@x.org"])
    let time = (today - 4 + number / 5) * MailDay.seconds + 1000 + number
    return LoggedMessage(
      key: UInt64(number),
      time: UInt32(time),
      verdict: number.isMultiple(of: 2) ? .spam : .none,
      message: message
    )
  }

  private func plan(_ days: Int = 5, all: Bool = true) -> MailPlan {
    MailPlan(days: days, now: Self.now, readingAll: all)
  }

  private func reader(_ service: FakeMessageService) -> MailReader {
    MailReader(service, archive, of: Self.account, surroundings: clock.surroundings)
  }

  private func keys(_ mail: KeptMail) -> Set<UInt64> { Set(mail.log.keys) }

  @Test("what is older than the days for which it is kept is not looked at, whether or not it could be forgotten")
  func older() async throws {
    _ = try await reader(FakeMessageService(Self.mail)).read(plan())
    let service = FakeMessageService([])
    let surroundings = clock.surroundings
    let short = MailReader(service, archive, of: Self.account, keepingDays: 2, surroundings: surroundings)
    #expect(try await short.heads().map(\.day) == [Self.today - 1, Self.today])
    #expect(try await short.kept().log.count == 10)
    #expect(try await short.kept().coverage?.days == 2)
  }

  @Test("every day is a window of its own, the newest first, and all is kept once")
  func whole() async throws {
    let service = FakeMessageService(Self.mail)
    let report = try await reader(service).read(plan())
    #expect(report.isComplete && report.windows == 5 && report.messages == 25 && report.requests == 15)
    #expect(report.problem == nil && report.bound == nil && report.remarks.isEmpty)
    #expect(service.asked.first?.search.times == Self.today * MailDay.seconds..<Self.now)
    let kept = try await reader(service).kept()
    #expect(keys(kept) == Set(Self.mail.map(\.key)))
    #expect(kept.coverage?.isComplete == true && kept.coverage?.gaps.isEmpty == true)
    #expect(kept.coverage?.from == (Self.today - 4) * MailDay.seconds && kept.coverage?.to == Self.now)
  }

  @Test("what is complete is not read again; of today what came meanwhile is")
  func goingOn() async throws {
    let service = FakeMessageService(Self.mail)
    _ = try await reader(service).read(plan())
    let before = service.asked.count
    let again = try await reader(service).read(plan())
    #expect(again.windowsInAll == 0 && service.asked.count == before)
    var later = plan()
    later.now += 600
    let report = try await reader(service).read(later)
    #expect(report.windowsInAll == 1 && report.isComplete)
    #expect(try await reader(service).kept().coverage?.to == Self.now + 600)
  }

  @Test("a window that breaks off is kept as far as it came, said, and read anew")
  func broken() async throws {
    let service = FakeMessageService(Self.mail)
    let failing = Problem(.badAnswer, what: "cut", advice: "")
    service.state.withLock { state in
      state.failure = { search, cursor in
        search.times.lowerBound == (Self.today - 2) * MailDay.seconds && cursor != nil ? failing : nil
      }
    }
    let report = try await reader(service).read(plan())
    #expect(report.problem?.what == "cut" && !report.isComplete && report.windows == 2 && report.messages == 12)
    var kept = try await reader(service).kept()
    #expect(kept.log.count == 12)
    #expect(kept.coverage?.isComplete == false && kept.coverage?.brokenDays == 1)
    service.state.withLock { $0.failure = nil }
    let rest = try await reader(service).read(plan())
    #expect(rest.isComplete && rest.windowsInAll == 3)
    kept = try await reader(service).kept()
    #expect(keys(kept) == Set(Self.mail.map(\.key)) && kept.coverage?.isComplete == true)
  }

  @Test("a bound on messages, on requests or on time ends it, and says so")
  func bounds() async throws {
    for (bounds, words) in [
      ({ $0.messages = 6 }, "It stops at 6 messages."), ({ $0.requests = 1 }, "It stops at 1 request."),
      ({ $0.time = -60 }, "It stops after -1 minutes."),
    ] as [((inout MailBounds) -> Void, String)] {
      var plan = plan()
      bounds(&plan.bounds)
      let report = try await MailReader(
        FakeMessageService(Self.mail),
        MemoryMailArchive(),
        of: Self.account,
        surroundings: clock.surroundings
      ).read(plan)
      #expect(report.bound == words && !report.isComplete)
    }
  }

  @Test("where nothing may be read, nothing is kept")
  func refused() async throws {
    let service = FakeMessageService(Self.mail)
    service.state.withLock { $0.failure = { _, _ in Problem(.unauthorized, what: "no", advice: "") } }
    let report = try await reader(service).read(plan())
    #expect(report.problem?.kind == .unauthorized && report.windows == 0)
    #expect(archive.saves == 0)
    #expect(try await reader(service).kept().coverage == nil)
  }

  @Test("a cursor that comes twice, and one that never ends, leave their window and go on with the others")
  func cursors() async throws {
    for cursorOf in [
      { search, next in search.times.lowerBound == (Self.today - 1) * MailDay.seconds ? "2" : "\(next)" }
    ] as [@Sendable (MessageSearch, Int) -> String?] {
      let service = FakeMessageService(Self.mail)
      service.state.withLock { $0.cursorOf = cursorOf }
      let report = try await reader(service).read(plan())
      #expect(report.windows == 4 && report.windowsInAll == 5)
      #expect(report.remarks.count == 1 && report.remarks[0].contains("the same cursor twice"))
      #expect(try await reader(service).kept().coverage?.brokenDays == 1)
    }
  }

  @Test("a window of which rows are left out is not complete: that is said, is a failure, and it is read anew")
  func rowsLeftOut() async throws {
    let service = FakeMessageService(Self.mail)
    service.state.withLock { state in
      state.leftOut = { $0.times.lowerBound == (Self.today - 1) * MailDay.seconds ? 1 : 0 }
    }
    let report = try await reader(service).read(plan())
    #expect(report.windows == 4 && report.windowsInAll == 5 && report.problem == nil)
    #expect(report.leavesOut && report.leftOut == 3 && report.gaps.count == 1)
    #expect(try await reader(service).kept().log.count == 25, "what can be told is kept")
    #expect(try await reader(service).kept().coverage?.brokenDays == 1)
    service.state.withLock { $0.leftOut = { _ in 0 } }
    let again = try await reader(service).read(plan())
    #expect(again.windowsInAll == 1 && again.isComplete && !again.leavesOut)
  }

  @Test("where there is no room for all of it, the newest days are held, and the others count as not read")
  func room() async throws {
    _ = try await reader(FakeMessageService(Self.mail)).read(plan())
    let small = MailReader(
      FakeMessageService([]),
      archive,
      of: Self.account,
      holding: 12,
      surroundings: clock.surroundings
    )
    let kept = try await small.kept()
    #expect(kept.log.count == 12 && keys(kept).isSuperset(of: Self.mail.suffix(10).map(\.key)))
    let coverage = try #require(kept.coverage)
    #expect(!coverage.isComplete && coverage.wholeDays == 2 && coverage.leftOutDays == 3 && coverage.brokenDays == 0)
    #expect(coverage.days == 5)
    #expect(coverage.gaps == ["The mail of 3 days, or a part of it, is more than can be held at once."])
  }

  @Test("a day to come, which a wrong clock left behind, makes no hole of the days before it")
  func future() async throws {
    _ = try await reader(FakeMessageService(Self.mail)).read(plan())
    try await archive.save(MailDay(day: Self.today + 400), of: Self.account)
    for days in [nil, 30] {
      let reader = MailReader(
        FakeMessageService([]),
        archive,
        of: Self.account,
        keepingDays: days,
        surroundings: clock.surroundings
      )
      #expect(try await reader.kept().coverage?.isComplete == true)
      #expect(try await reader.heads().last?.day == Self.today)
    }
  }

  @Test("a cancelled task ends it with what was read")
  func cancelled() async throws {
    let service = FakeMessageService(Self.mail)
    let interrupted = Problem(.interrupted, what: "given up", advice: "")
    service.state.withLock { state in
      state.failure = { search, _ in search.times.lowerBound < (Self.today - 1) * MailDay.seconds ? interrupted : nil }
    }
    let report = try await reader(service).read(plan())
    #expect(report.problem?.kind == .interrupted && report.problem?.advice.contains("goes on") == true)
    #expect(report.windows == 2)
    #expect(try await reader(service).kept().log.count == 10)
  }

  @Test("detections come first, then the mail of the policies that the draft touches")
  func detections() async throws {
    let service = FakeMessageService(Self.mail)
    var plan = plan(all: false)
    let touched = AllowPolicy.brief("user1@x.org", .email, "t", id: "p")
    plan.add([
      .delete(touched), .post(.brief(".*", .email, "tr", id: "n")), .post(.brief("10.0.0.0/8", .ip, "t", id: "m")),
      .post(.brief(".*", .email, "tr", id: "again")),
    ])
    #expect(plan.others == [.sender("user1@x.org")] && plan.unnamed == 2)
    let report = try await reader(service).read(plan)
    #expect(report.isComplete && report.unnamed == 2 && report.windows == 6)
    let kept = try await reader(service).kept()
    let expected = Self.mail.filter { $0.verdict == .spam || $0.message.from.value == ["user1@x.org"] }.map(\.key)
    #expect(keys(kept) == Set(expected))
    #expect(kept.coverage?.isComplete == false && kept.coverage?.detectionDays == 5)
    #expect(kept.coverage?.gaps.first?.contains("only detections") == true)
    // All mail of a day is more than its detections, and makes them needless.
    _ = try await reader(service).read(self.plan())
    #expect(try await reader(service).kept().coverage?.isComplete == true)
    #expect(try await reader(service).read(plan).windowsInAll == 0)
  }

  @Test("whose mail to ask for is told by the policy's kind")
  func mailOfPolicies() {
    for (policy, queries) in [
      (AllowPolicy.brief("Ann@X.org", .email, "a", id: "p"), [MailQuery.sender("Ann@x.org")]),
      (.brief("x.org", .domain, "t", id: "p"), [.domain("x.org")]),
      (.brief("phish@acme.example", .email, "x", id: "p"), [.recipient("phish@acme.example")]),
      (.brief("a@x.org", .email, "tx", id: "p"), [.sender("a@x.org"), .recipient("a@x.org")]),
      (.brief("198.51.100.7", .ip, "t", id: "p"), [.helo("198.51.100.7")]),
      (.brief("198.51.100.0/24", .ip, "t", id: "p"), nil),
      (.brief("^.*@vendor\\.com$", .email, "tr", id: "p"), [.domain("vendor.com")]),
      (.brief(".*", .email, "tr", id: "p"), nil), (.brief("x.org", .domain, "", id: "p"), []),
    ] as [(AllowPolicy, [MailQuery]?)] {
      #expect(MailQuery.mail(of: policy.fields) == queries, "\(policy.pattern)")
    }
  }

  @Test("while another process reads, nothing is read")
  func claimed() async throws {
    archive.claimByAnother()
    let service = FakeMessageService(Self.mail)
    let problem = await #expect(throws: Problem.self) { _ = try await reader(service).read(plan()) }
    #expect(problem?.kind == .locked && service.asked.isEmpty)
  }

  @Test("how long it will take is told by what it took so far")
  func progress() async throws {
    let service = FakeMessageService(Self.mail)
    service.state.withLock { state in
      state.failure = { [clock] _, _ in
        clock.pass(2)
        return nil
      }
    }
    let seen = Mutex<[MailProgress]>([])
    _ = try await reader(service).read(plan()) { progress in seen.withLock { $0.append(progress) } }
    let all = seen.withLock { $0 }
    #expect(all.first?.secondsLeft == nil && all.first?.windowsInAll == 5)
    #expect(all.contains { $0.windows == 1 && $0.secondsLeft == 24 })
    #expect(all.last?.windows == 5 && all.last?.secondsLeft == 0)
  }
}
