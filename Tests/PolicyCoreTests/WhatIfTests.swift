import Mail
import TestSupport
import Testing
import Values

@testable import PolicyCore
@testable import Policies

@Suite("What lets a message through")
struct WhatIfTests {
  private func message(_ parts: [MailMessage.Field: String]) throws -> MailMessage {
    var message = MailMessage()
    for (field, text) in parts { try message.set(field, to: text) }
    return message
  }

  private func whatIf(_ policies: [AllowPolicy], _ draft: [DraftOperation] = []) -> WhatIf {
    WhatIf(PolicySet(PolicyList(policies)), draft: draft)
  }

  /// The only side of an answer where nothing is queued.
  private func side(_ policy: AllowPolicy, _ parts: [MailMessage.Field: String]) throws -> WhatIfSide {
    let answer = whatIf([policy]).answer(to: try message(parts))
    #expect(answer.before == answer.after && answer.change == .same)
    return answer.before
  }

  @Test(
    "literal patterns: by which text, how much, and in which readings",
    arguments: [
      ("ann@vendor.example", .email, "a", [.from: "ann@VENDOR.example"], .spamSpoofBulk, true),
      ("ann@vendor.example", .email, "t", [.envelopeFrom: "ann@vendor.example"], .all, true),
      ("ann@vendor.example", .email, "t", [.replyTo: "ann@vendor.example"], .all, true),
      ("ann@vendor.example", .email, "t", [.from: "Ann@vendor.example"], nil, nil),
      ("Ann@vendor.example", .email, "t", [.from: "Ann@vendor.example"], .all, true),
      ("vendor.example", .domain, "a", [.from: "x@vendor.example"], .spamSpoofBulk, true),
      ("vendor.example", .domain, "a", [.from: "x@mail.vendor.example"], nil, nil),
      ("198.51.100.0/24", .ip, "t", [.ip: "198.51.100.7"], .all, true),
      ("phish@acme.example", .email, "x", [.to: "phish@acme.example"], .all, true),
      ("phish@acme.example", .email, "x", [.from: "phish@acme.example"], Bypass.none, false),
      ("phish@acme.example", .email, "t", [.to: "phish@acme.example"], Bypass.none, false),
      ("vendor.example", .domain, "", [.from: "x@vendor.example"], Bypass.none, false),
      ("198.51.100.0/24", .ip, "x", [.ip: "198.51.100.7"], nil, nil),
    ] as [(String, PatternType, String, [MailMessage.Field: String], Bypass?, Bool?)]
  )
  func literals(
    pattern: String,
    type: PatternType,
    flags: String,
    parts: [MailMessage.Field: String],
    bypass: Bypass?,
    honoured: Bool?
  ) throws {
    let side = try side(.brief(pattern, type, flags), parts)
    #expect(side.bypass == bypass)
    #expect(side.matches.map(\.honoured) == [honoured])
    #expect(side.matches.allSatisfy { $0.why.hasSuffix(".") && $0.why.hasPrefix("It matches the ") })
  }

  @Test("what does not match is not named, and what is not given matches nothing")
  func nothing() throws {
    let policies = [AllowPolicy.brief("vendor.example", .domain, "t"), .brief(".*", .email, "tr", id: "p2")]
    let answer = whatIf(policies).answer(to: try message([.to: "x@y.example"]))
    #expect(answer.before.bypass == Bypass.none)
    #expect(answer.before.matches.map(\.id) == ["p2"], "an expression sees recipients, for which it grants nothing")
    #expect(answer.remarks.contains { $0.hasPrefix("Not given, so that nothing matches by it: the header's From") })
    #expect(try side(policies[0], [.from: "x@other.example"]).matches.isEmpty)
  }

  @Test(
    "expressions: what differs between the readings is undecided, and the reading is named",
    arguments: [
      ("^.*@vendor\\.example$", "x@vendor.example", .spamSpoofBulk, ""),
      ("@vendor\\.example", "x@vendor.example", nil, "looks for the expression anywhere"),
      (".*@VENDOR\\.example", "x@vendor.example", nil, "takes upper and lower case for the same"),
      ("(a)\\1@vendor\\.example", "aa@vendor.example", nil, "undecided: the expression has a back reference"),
      ("x@(", "x@vendor.example", Bypass.none, ""),
    ] as [(String, String, Bypass?, String)]
  )
  func expressions(source: String, from: String, bypass: Bypass?, why: String) throws {
    let side = try side(.brief(source, .email, "ar"), [.from: from])
    #expect(side.bypass == bypass)
    #expect(side.matches.first?.why.contains(why) ?? why.isEmpty, "\(side.matches)")
  }

  @Test(
    "verification: off, passed, failed, not known",
    arguments: [
      ("a", nil, .spamSpoofBulk), ("av", "pass", .spamSpoofBulk), ("av", "fail", Bypass.none), ("av", nil, nil),
    ] as [(String, String?, Bypass?)]
  )
  func verification(flags: String, auth: String?, bypass: Bypass?) throws {
    var parts: [MailMessage.Field: String] = [.from: "x@vendor.example"]
    parts[.authentication] = auth
    let side = try side(.brief("vendor.example", .domain, flags), parts)
    #expect(side.bypass == bypass)
    #expect(side.matches.map(\.honoured) == [bypass.map { $0 > .none }])
  }

  @Test("whether verification counts for an exempt recipient is not documented")
  func verifiedRecipient() throws {
    let policy = AllowPolicy.brief("phish@acme.example", .email, "xv")
    #expect(try side(policy, [.to: "phish@acme.example", .authentication: "pass"]).bypass == .all)
    let failing = try side(policy, [.to: "phish@acme.example", .authentication: "fail"])
    #expect(failing.bypass == nil)
    #expect(failing.matches[0].why.contains("exempt recipient is not documented"))
  }

  @Test("the null sender is the empty text")
  func nullSender() throws {
    let side = try side(.brief("^(bob@acme\\.example)?$", .email, "tr"), [.envelopeFrom: "<>"])
    #expect(side.bypass == .all)
    #expect(side.matches[0].why.contains("<>, the null sender"))
  }

  @Test("a message gets the union of what its policies grant")
  func union() throws {
    let policies = [
      AllowPolicy.brief("vendor.example", .domain, "a"), .brief("198.51.100.7", .ip, "t", id: "p2"),
      .brief("x@vendor.example", .email, "tv", id: "p3"),
    ]
    let answer = whatIf(policies).answer(
      to: try message([.from: "x@vendor.example", .ip: "198.51.100.7", .authentication: "fail"])
    )
    #expect(answer.before.bypass == .all)
    #expect(answer.before.matches.map(\.honoured) == [true, true, false])
    #expect(answer.before.matches.map(\.grants) == [.spamSpoofBulk, .all, .all])
  }

  @Test("what cannot be told is undecided where a policy could match it, and only there")
  func untold() throws {
    var message = try message([.from: "x@other.example"])
    message.envelopeFrom = .untold("It has no Return-Path.")
    let policies = [AllowPolicy.brief("vendor.example", .domain, "a")]
    let answer = whatIf(policies).answer(to: message)
    #expect(answer.before.bypass == nil && answer.before.most == .spamSpoofBulk && answer.change == .same)
    #expect(answer.remarks.contains("The envelope's sender cannot be told. It has no Return-Path."))
    #expect(whatIf([.brief("198.51.100.7", .ip, "t")]).answer(to: message).before.bypass == Bypass.none)
    let verified = [AllowPolicy.brief("vendor.example", .domain, "av")]
    message.passesAuthentication = .given(false)
    #expect(whatIf(verified).answer(to: message).before.bypass == Bypass.none)
    let draft = [DraftOperation.post(.brief("new.example", .domain, "t", id: "n"))]
    #expect(whatIf(policies, draft).answer(to: message).change == .undecided)
  }

  @Test("what the draft does is told in the same reading before and after")
  func change() throws {
    let policy = AllowPolicy.brief("vendor.example", .domain, "a")
    var trusted = policy.fields
    trusted.isTrustedSender = true
    var commented = policy.fields
    commented.comments = "other"
    let near = try message([.from: "x@vendor.example"])
    let below = try message([.from: "x@mail.vendor.example"])
    let post = DraftOperation.post(.brief("vendor.example", .domain, "a", id: "n"))
    for (draft, message, expected) in [
      ([DraftOperation.put(policy, trusted)], near, BypassChange.more), ([.put(policy, trusted)], below, .undecided),
      ([.delete(policy)], near, .less), ([post], near, .same), ([post], below, .same),
      ([.put(policy, commented)], below, .same),
      ([.delete(policy), post], below, .same),
    ] {
      #expect(whatIf([policy], draft).answer(to: message).change == expected, "\(draft)")
    }
  }

  @Test("an undecided expression that the draft leaves alone makes no difference; one that it adds may")
  func undecidedChange() throws {
    let odd = AllowPolicy.brief("(a)\\1@x\\.example", .email, "tr")
    let message = try message([.from: "aa@x.example"])
    let post = DraftOperation.post(.brief("x.example", .domain, "a", id: "n"))
    #expect(whatIf([odd], [post]).answer(to: message).change == .more)
    #expect(whatIf([], [.post(odd)]).answer(to: message).change == .undecided)
  }

  @Test("a comment changes nothing of what is undecided")
  func undecidedComment() throws {
    let odd = AllowPolicy.brief("(a)\\1@x\\.example", .email, "tr")
    var commented = odd.fields
    commented.comments = "other"
    #expect(whatIf([odd], [.put(odd, commented)]).answer(to: try message([.from: "aa@x.example"])).change == .same)
  }

  @Test("what the draft takes away matches nothing any more, not even what cannot be told or is of an unknown type")
  func takenAway() throws {
    var message = try message([.from: "x@vendor.example"])
    let unknown = AllowPolicy.brief("vendor.example", .unknown, "t")
    #expect(whatIf([unknown], [.delete(unknown)]).answer(to: message).after.bypass == Bypass.none)
    message = MailMessage()
    message.envelopeFrom = .untold("It has no Return-Path.")
    let vendor = AllowPolicy.brief("vendor.example", .domain, "a")
    let answer = whatIf([vendor], [.delete(vendor)]).answer(to: message)
    #expect(answer.before.most == .spamSpoofBulk && answer.after.most == Bypass.none)
  }

  @Test("a field that cannot be read grants nothing for certain")
  func unreadable() throws {
    var policy = AllowPolicy.brief("vendor.example", .domain, "")
    policy.fields.isTrustedSender = nil
    policy.fields.unread[.isTrustedSender] = "the number 1"
    let side = try side(policy, [.from: "x@vendor.example"])
    #expect(side.bypass == nil && side.least == Bypass.none && side.most == .all)
  }

  @Test("where no few clauses say in which readings it matches, those of one are an example")
  func severalReadings() throws {
    let policy = AllowPolicy.brief("vendor|x@VENDOR\\.example", .email, "ar")
    let side = try side(policy, [.from: "x@vendor.example"])
    #expect(side.bypass == nil)
    #expect(side.matches[0].why.contains(", or in another reading, which is not documented"))
    let plain = try self.side(.brief("x@VENDOR\\.example", .email, "ar"), [.from: "x@vendor.example"])
    #expect(!plain.matches[0].why.contains("another reading"))
  }

  @Test("of a type that is not known it is not known what it matches, if it has to do with the message")
  func unknownType() throws {
    let policy = AllowPolicy.brief("vendor.example", .unknown, "t")
    #expect(try side(policy, [.from: "x@vendor.example"]).bypass == nil)
    #expect(try side(policy, [.from: "x@other.example"]).bypass == Bypass.none)
    let expression = AllowPolicy.brief("^x@vendor", .unknown, "tr")
    #expect(try side(expression, [.from: "X@vendor.example"]).bypass == nil)
    #expect(try side(expression, [.from: "x@other.example"]).bypass == Bypass.none)
  }

  @Test(
    "an example of what a policy matches is matched by it",
    arguments: [
      ("ann@x.example", .email, "a"), ("x.example", .domain, "a"), ("198.51.100.0/24", .ip, "t"),
      ("x.example", .domain, "x"),
      (".*@vendor\\.com$", .email, "ar"), ("^$", .email, "tr"), ("^198\\.51\\..*", .ip, "tr"),
      ("@vendor", .email, "xr"),
    ] as [(String, PatternType, String)]
  )
  func example(pattern: String, type: PatternType, flags: String) throws {
    let policy = AllowPolicy.brief(pattern, type, flags)
    let example = try #require(MatchingExample(policy.fields))
    #expect(try side(policy, [example.field: example.text]).most > .none, "\(example)")
  }

  @Test("what can match nothing has no example")
  func noExample() {
    #expect(MatchingExample(PolicyFields(pattern: "no address", patternType: .email)) == nil)
    #expect(MatchingExample(PolicyFields()) == nil)
  }
}
