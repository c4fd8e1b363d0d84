import Foundation
import Mail
import PolicyFiles
import Testing
import Values

@Suite("Messages in CSV files")
struct MessageCSVTests {
  private func read(_ text: String) throws(Problem) -> MessageCSV { try MessageCSV(Data(text.utf8)) }

  @Test("columns are known by their names, in any order; an empty cell leaves a part out")
  func rows() throws {
    let file = try read(
      "Subject,To,envelope-from,FROM,ip,helo,auth,Reply To\nhi,p@a.example,<>,\"A <a@x.example>\",198.51.100.7,mx.x.example,fail,\n\n,,,b@x.example\n"
    )
    #expect(file.ignored == ["Subject"])
    #expect(file.rows.map(\.line) == [2, 4])
    var first = MailMessage()
    first.from = .given(["a@x.example"])
    first.envelopeFrom = .given("")
    first.recipients = .given(["p@a.example"])
    first.ip = .given(try IPAddress.parse("198.51.100.7"))
    first.serverName = .given("mx.x.example")
    first.passesAuthentication = .given(false)
    var second = MailMessage()
    second.from = .given(["b@x.example"])
    #expect(file.rows.map(\.message) == [first, second])
  }

  @Test(
    "what cannot be read is told with its place",
    arguments: [
      ("from,ip\na@x.example,300.1.1.1\n", "Line 2, column 13", "ip is no IP address"),
      ("subject\nx\n", "Line 1", "names no part"),
      ("from,From\nx\n", "Line 1", "twice"), ("from\nann\n", "Line 2, column 1", "is no mail address"),
      ("", "Line 1", "names no part"),
      ("from,auth\na@x.example,perhaps\n", "Line 2", "neither pass nor fail"),
    ]
  )
  func mistakes(text: String, place: String, what: String) throws {
    let problem = try #require(throws: Problem.self) { try read(text) }
    #expect(problem.kind == .invalid)
    #expect(problem.what.contains(place) && problem.what.contains(what), "\(problem.what)")
    #expect(!problem.advice.isEmpty)
  }
}
