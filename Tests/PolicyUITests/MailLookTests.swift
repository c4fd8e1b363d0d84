import Canvas
import Mail
import MailLog
import Policies
import PolicyCore
import PolicyQuery
import TestSupport
import Testing
import Values

@testable import PolicyUI

@Suite("Mail that arrived, on the screen")
struct MailLookTests {
  /// All of two weeks was read, or only detections.
  private static func heads(_ query: MailQuery = .all) -> [MailDayHead] {
    (20_760..<20_774).map { MailDayHead(day: $0, count: 100, bytes: 99, reads: [query: .max]) }
  }

  private func usage(_ heads: [MailDayHead] = heads()) async throws -> PolicyUsage {
    var builder = MailLogBuilder()
    for number in 0..<14 {
      var message = MailMessage()
      message.from = .given(["a@partner.example.org"])
      builder.append(
        LoggedMessage(
          key: UInt64(number),
          time: UInt32(20_760 * 86_400 + number),
          verdict: number < 2 ? .malicious : .none,
          allowance: LoggedMessage.Allowance(pattern: "partner.example.org", kind: .trustedSender),
          message: message
        )
      )
    }
    let mail = KeptMail(log: MailLog(builder), heads: heads)
    return try await PolicyUsage(of: PolicySet(PolicyList(Fixture.policies)), in: mail)
  }

  private func reads(_ effects: [AppEffect]) -> [MailWish] {
    effects.compactMap { if case .mail(.read(let wish)) = $0 { wish } else { nil } }
  }

  @Test("it is asked before the first reading of an account, and never again")
  func asked() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("space", "@")
    #expect(fixture.takeEffects() == [.mail(.look)])
    fixture.send(.mail(.told([])))
    #expect(fixture.takeEffects().isEmpty, "nothing is read by itself")
    #expect(fixture.text.contains("never a subject, a name or a text"))
    fixture.press("enter")
    let wishes = reads(fixture.takeEffects())
    #expect(wishes.map(\.readsAll) == [false] && wishes.first?.marked.map(\.pattern) == ["billing@acme1.com"])
    fixture.press("enter")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("being read already"))
    fixture.send(
      .mail(.progressed(MailProgress(windows: 3, windowsInAll: 30, messages: 900, requests: 3, secondsLeft: 41)))
    )
    #expect(fixture.text.contains("3 of 30 windows, 900 messages, about 41 s left"))
    fixture.press("s")
    #expect(fixture.takeEffects() == [.mail(.stop)] && fixture.text.contains("Stopping"))
    var report = MailReport()
    (report.windows, report.windowsInAll, report.messages, report.requests) = (3, 30, 900, 3)
    fixture.send(.mail(.ended(report)))
    #expect(fixture.takeEffects() == [.mail(.look)])
    #expect(fixture.text.contains("goes on where it stopped") && fixture.text.contains("enter go on"))
    fixture.send(.mail(.told(Self.heads(.detections))))
    fixture.press("esc", "@")
    fixture.send(.mail(.told(Self.heads(.detections))))
    #expect(reads(fixture.takeEffects()).map(\.readsAll) == [false], "who was asked once means it")
  }

  @Test("where all mail was read, going on reads all mail again")
  func goesOn() throws {
    var fixture = try Fixture()
    fixture.press("@")
    _ = fixture.takeEffects()
    fixture.send(.mail(.told(Self.heads())))
    #expect(reads(fixture.takeEffects()).map(\.readsAll) == [true])
    #expect(fixture.text.contains("1,400 messages of 14 days are kept; that time was read completely."))
  }

  @Test("a token that may not search for mail is told so, and everything else works")
  func refused() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("@")
    fixture.send(.mail(.told([])))
    fixture.press("a")
    #expect(reads(fixture.takeEffects()).map(\.readsAll) == [true])
    var report = MailReport()
    report.windowsInAll = 30
    report.problem = Problem(
      .unauthorized,
      what: "The credentials may not search for mail.",
      advice: "All else goes on."
    )
    fixture.send(.mail(.ended(report)))
    #expect(fixture.text.contains("may not search for mail. All else goes on."))
    fixture.press("esc", "v")
    #expect(fixture.takeEdits().count == 1)
  }

  @Test("the columns and the details say what a policy let through, as soon as it is known")
  func columns() async throws {
    var fixture = try Fixture(Size(rows: 40, columns: 160))
    fixture.press(",", "end")
    for _ in 0..<2 { fixture.press("k", "space") }
    fixture.press("esc")
    #expect(fixture.text.contains("USED") && fixture.text.contains("LAST USED"))
    fixture.usage = try await usage()
    fixture.send(.mail(.counted))
    #expect(fixture.lines.contains { $0.contains("partner.example.org") && $0.contains(" 14 2026-11-03") })
    #expect(fixture.lines.contains { $0.contains("198.51.100.0/24") && $0.contains("  0 -") })
    fixture.press("/")
    fixture.type("used:>10")
    fixture.press("enter")
    #expect(fixture.state.browse.rows.count == 1)
    let words = "It let 14 messages through since 3 November, 2 of them recorded as MALICIOUS."
    #expect(fixture.text.contains(words))
    fixture.press("esc", "/")
    fixture.type("rule:unused")
    fixture.press("enter")
    #expect(fixture.state.browse.rows.count == 4)
  }

  @Test("what was left out is said beside it, and nothing is called unused")
  func gaps() async throws {
    var fixture = try Fixture(Size(rows: 40, columns: 160))
    fixture.usage = try await usage(Self.heads(.detections))
    fixture.send(.mail(.counted))
    fixture.press("/")
    fixture.type("used:0")
    fixture.press("enter")
    #expect(fixture.text.contains("That is of mail that was read. Of 14 days only detections were read"))
    #expect(!fixture.text.contains("unused"))
  }

  @Test("a filter on usage says why it keeps nothing: none is kept, or it is being counted")
  func unknown() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    fixture.press("/")
    fixture.type("used:>0")
    fixture.press("enter")
    #expect(fixture.text.contains("is still being counted"))
    fixture.send(.mail(.noneKept))
    #expect(fixture.text.contains("The filter is about mail, and none is kept: @ reads what arrived."))
    fixture.press("esc", "/")
    fixture.type("nothing of the kind")
    fixture.press("enter")
    #expect(fixture.text.contains("Nothing matches the filter."))
  }

  @Test("that it cannot be told what is kept ends no reading")
  func lookFails() throws {
    var fixture = try Fixture()
    fixture.press("@")
    fixture.send(.mail(.told(Self.heads())))
    #expect(fixture.state.mail.reading != nil)
    fixture.send(.mail(.notTold(Problem(.storage, what: "It cannot be read.", advice: ""))))
    #expect(fixture.state.mail.reading != nil && fixture.text.contains("It cannot be read."))
  }

  @Test("it is never blank, though it says less once it was scrolled")
  func scrolled() throws {
    var fixture = try Fixture(Size(rows: 12, columns: 60))
    fixture.press("@")
    fixture.send(.mail(.told([])))
    fixture.press("G", "enter")
    #expect(fixture.text.contains("Asking the server"))
  }

  @Test("the order by usage is that of the usage that is known by then")
  func order() async throws {
    var fixture = try Fixture(Size(rows: 40, columns: 160))
    fixture.state.browse.order = SortOrder([.init(.used)])
    fixture.usage = try await usage()
    fixture.send(.mail(.counted))
    #expect(fixture.row(0) == "partner.example.org")
  }
}

extension Fixture {
  /// The pattern of a row of the table.
  fileprivate func row(_ place: Int) -> String? { state.row(at: place)?.after.pattern }
}
