import Policies
import TestSupport
import Testing

@testable import PolicyCore

@Suite("What patterns let in")
struct ReachTests {
  private static func policy(_ id: String, _ pattern: String, _ type: PatternType?, regex: Bool = false) -> AllowPolicy
  {
    var policy = AllowPolicy.sample(id, pattern: pattern, type: type)
    policy.fields.isRegex = regex
    return policy
  }

  private static let list = PolicyList([
    policy("bob", "bob@old.example", .email),
    policy("Ann", "Ann@old.example", .email),
    policy("sub", "eve@mail.old.example", .email),
    policy("other", "bob@notold.example", .email),
    policy("longer", "bob@old.example.net", .email),
    policy("domain", "old.example", .domain),
    policy("below", "mail.old.example", .domain),
    policy("label", "example", .domain),
    policy("plain", #".*@(mail\.)?old\.example"#, .email, regex: true),
    policy("held", #"^[a-z]+@old\.example$"#, .email, regex: true),
    policy("two", #"^.*@(old|new)\.example$"#, .email, regex: true),
    policy("dots", #".*@old.example"#, .email, regex: true),
    policy("host", #"^old\.example$"#, .domain, regex: true),
    policy("foreign", #".*@new\.example"#, .email, regex: true),
    policy("open", #"@old"#, .email, regex: true),
    policy("all", ".*", .email, regex: true),
    policy("back", #"^(.)\1@old\.example$"#, .email, regex: true),
    policy("broken", "(old", .email, regex: true),
    policy("unknown", "old.example", .unknown),
    policy("strange", "new.example", .unknown),
    policy("odd", #".*@new\.example"#, .unknown, regex: true),
    policy("net", "203.0.113.0/24", .ip),
    policy("host4", "203.0.113.9", .ip),
    policy("wide", "203.0.0.0/16", .ip),
    policy("six", "2001:db8::/32", .ip),
    policy("numbers", #"^203\.0\.113\.[0-9]+$"#, .ip, regex: true),
  ])

  /// The policies that are found, in the order of the list, each with `?` where it is undecided and `&` where it lets
  /// in others too.
  private func found(_ extent: ReachQuestion.Extent, _ named: String...) throws -> String {
    let question = ReachQuestion(extent, of: try named.map { try #require(NamedSender($0), "\($0)") })
    let answer = try PolicySet(Self.list).answer(to: question)
    return Self.list.indices.compactMap { row in
      answer[row].map { sign in
        Self.list[row].id.text + (sign.contains(.undecided) ? "?" : "") + (sign.contains(.opensOthers) ? "&" : "")
      }
    }
    .joined(separator: " ")
  }

  private func expect(
    _ extent: ReachQuestion.Extent,
    _ named: String,
    _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try found(extent, named)
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  @Test
  func `an address is let in by itself, its domain, those above and expressions`() throws {
    try expect(.all, "bob@old.example", "bob domain& plain& held& two& dots& host& open& all& back? unknown?")
    #expect(try found(.any, "bob@old.example") == found(.all, "bob@old.example"))
    // In a reading that ignores case they are the same.
    #expect(try found(.all, "ann@old.example").hasPrefix("Ann domain& "))
    #expect(try found(.all, "oo@old.example").contains("back?"))
  }

  @Test
  func `a whole domain is let in by what lets in every address there`() throws {
    try expect(.all, "old.example", "domain plain two& dots& host open& all& back? unknown?")
  }

  @Test
  func `anything at a domain or below it is found, and what lets in others too says so`() throws {
    try expect(
      .any,
      "old.example",
      "bob Ann sub domain below plain held two& dots& host open& all& back? unknown?"
    )
    try expect(.any, "mail.old.example", "sub domain& below plain& open& all& back? unknown?")
  }

  @Test
  func `what one alternative does not name another may`() throws {
    let both = try found(.any, "old.example", "new.example")
    #expect(both.contains(" two dots"))
    #expect(both.contains(" foreign "))
    #expect(both.hasSuffix("unknown? strange? odd?"))
  }

  @Test
  func `an end that is not held opens nothing below other domains`() throws {
    try expect(.any, "evil.net", "open& all& back?")
    // A name that begins in the domain is another matter.
    #expect(try found(.any, "example.org").contains("plain&"))
    #expect(try found(.any, "examplesale.net").contains("plain&"))
    // Unless just that name is asked for.
    #expect(try found(.any, "old.example.evil.net").contains("plain&"))
  }

  @Test
  func `networks are let in by those around them and by expressions`() throws {
    try expect(.all, "203.0.113.9", "all& net& host4 wide& numbers&")
    try expect(.all, "203.0.113.0/24", "all& net wide& numbers")
    try expect(.any, "203.0.113.0/24", "all& net host4 wide& numbers")
    try expect(.any, "2001:db8::/48", "all? six&")
    try expect(.all, "2001:db8::1", "all& six&")
  }

  @Test(arguments: ["", "bob", "bob@", "@", "x y", "203.0.113.0/33", "a@b@c"])
  func `what is no address, domain or network names nobody`(text: String) {
    #expect(NamedSender(text) == nil)
  }

  @Test
  func `a cancelled question throws`() async throws {
    let policies = PolicySet(
      PolicyList((0..<200).map { Self.policy("p\($0)", "^a\($0)@old\\.example$", .email, regex: true) })
    )
    let question = ReachQuestion(.any, of: [try #require(NamedSender("old.example"))])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try policies.answer(to: question).count
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
