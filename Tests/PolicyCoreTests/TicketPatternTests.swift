import PolicyCore
import Testing

@Suite("How tickets are found")
struct TicketPatternTests {
  @Test("the usual expression finds what trackers write, in any case, and nothing else")
  func usual() throws {
    let expression = try #require(TicketPattern.usual.expression)
    #expect(expression.source == TicketPattern.usual.source)
    func found(_ text: String) -> [String] {
      expression.ranges(in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }
    #expect(found("asked for in SEC-1201, see ops2-7") == ["SEC-1201", "ops2-7"])
    #expect(found("until 12-2026, A-1, SEC 12") == [])
  }
}
