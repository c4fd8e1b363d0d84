import Mail
import MailLog
import Policies
import PolicyCore
import TestSupport
import Testing
import Values

@testable import PolicyQuery

@Suite("A filter by what policies let through")
struct QueryUsageTests {
  private static let list = PolicyList([
    AllowPolicy.brief("unused.example", .domain, "t", id: "unused"),
    .brief("once.example", .domain, "t", id: "once"), .brief("often.example", .domain, "a", id: "often"),
  ])

  private static func usage() async throws -> PolicyUsage {
    var builder = MailLogBuilder()
    let mail: [(String, LoggedMessage.Allowance.Kind, String, Verdict)] =
      [("once.example", .trustedSender, "2026-08-14T10:00:00Z", .malicious)]
      + (1...12).map { ("often.example", .acceptableSender, "2026-09-\($0 < 10 ? "0" : "")\($0)T10:00:00Z", .bulk) }
    for (number, (pattern, kind, time, verdict)) in mail.enumerated() {
      var message = MailMessage()
      message.from = .given(["a@\(pattern)"])
      let seconds = (Instant(rfc3339: time)?.microseconds ?? 0) / 1_000_000
      builder.append(
        LoggedMessage(
          key: UInt64(number),
          time: UInt32(seconds),
          verdict: verdict,
          allowance: LoggedMessage.Allowance(pattern: pattern, kind: kind),
          message: message
        )
      )
    }
    return try await PolicyUsage(of: PolicySet(list), in: KeptMail(log: MailLog(builder), heads: []))
  }

  private func kept(_ text: String, _ usage: PolicyUsage?) throws -> String {
    let rows = try PolicyFilter(SearchIndex(Self.list), order: SortOrder([.init(.pattern)]))
      .rows(matching: Query(parsing: text).checked(), knowing: QueryFacts(usage: usage))
    return rows.indices.map { rows.id(at: $0).text }.sorted().joined(separator: " ")
  }

  @Test(
    arguments: [
      ("used:0", "unused"), ("used:1", "once"), ("used:>0", "often once"), ("used:>=12", "often"),
      ("used:<12", "once unused"),
      ("used:<=0,12", "often unused"), ("-used:0", "often once"), ("used:>10 verdict:bulk", "often"),
      ("lastused:2026-08-14", "once"), ("lastused:<2026-09", "once"), ("lastused:>2026", ""),
      ("-lastused:2026-09", "once unused"),
      ("verdict:malicious", "once"), ("verdict:malicious,bulk", "often once"), ("-verdict:malicious", "often unused"),
      ("verdict:spoof", ""),
    ]
  )
  func keeps(text: String, ids: String) async throws {
    let wanted = ids.split(separator: " ").sorted().joined(separator: " ")
    #expect(try kept(text, try await Self.usage()) == wanted)
  }

  @Test("rows are sorted by how much they let through and when, new policies as those that let nothing through")
  func sorting() async throws {
    let usage = try await Self.usage()
    var draft = Draft()
    let fields = AllowPolicy.brief("new.example", .domain, "t").fields
    let new = NewPolicy(placeholderID: "new", queuedAt: "2026-11-28T00:00:00Z", fields: fields)
    _ = try draft.apply(.create([new]))
    func ids(_ column: SortOrder.Column, _ usage: PolicyUsage?) throws -> [String] {
      let order = SortOrder([.init(column), .init(.pattern, isAscending: false)])
      let kept = try PolicyFilter(SearchIndex(Self.list), draft: draft, usage: usage, order: order).rows(
        matching: Query()
      )
      let once = try PolicyFilter.rows(of: Self.list, draft: draft, order: order, knowing: QueryFacts(usage: usage))
      #expect(once.indices.map { once.id(at: $0) } == kept.indices.map { kept.id(at: $0) })
      return kept.indices.map { kept.id(at: $0).text }
    }
    #expect(try ids(.used, usage) == ["often", "once", "unused", "new"])
    #expect(try ids(.lastUsed, usage) == ["often", "once", "unused", "new"])
    #expect(try ids(.used, nil) == ["unused", "once", "often", "new"])
    #expect(SortOrder([.init(.lastUsed)]).asksForUsage && !SortOrder.standard.asksForUsage)
  }

  @Test("of a newer list each row has what its policy let through, whatever its number is")
  func otherList() async throws {
    let usage = try await Self.usage()
    let list = PolicyList(Self.list.indices.reversed().map { Self.list[$0] }, revision: 2)
    let filter = PolicyFilter(SearchIndex(list), usage: usage, order: SortOrder([.init(.used)]))
    let rows = try filter.rows(matching: Query(parsing: "used:>0"), knowing: QueryFacts(usage: usage))
    #expect(rows.indices.map { rows.id(at: $0).text } == ["often", "once"])
  }

  @Test("where no mail was read, nothing can be said of any policy", arguments: ["used:0", "-used:0", "verdict:bulk"])
  func unread(text: String) throws {
    #expect(try kept(text, nil).isEmpty)
    #expect(Query(parsing: text).asksForUsage)
  }

  @Test(
    "what is no number is told",
    arguments: [
      ("used:", true), ("used:>", true), ("used:many", false), ("used:-1", false), ("used:1e3", false),
      ("used:9999999999999", false), ("verdict:m", true), ("verdict:evil", false),
    ]
  )
  func mistakes(text: String, isIncomplete: Bool) {
    let query = Query(parsing: text)
    #expect(query.terms.isEmpty)
    #expect(query.mistakes.map(\.kind) == [isIncomplete ? .incomplete : .wrong])
  }
}
