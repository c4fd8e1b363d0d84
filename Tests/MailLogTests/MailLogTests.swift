import Foundation
import Mail
import TestSupport
import Testing
import Values

@testable import MailLog

/// Messages of all kinds, told and untold.
enum SampleMail {
  private static let people = ["a@x.org", "b@x.org", "ann.müller@acme.example", "c@sub.x.org", "\"o'b\"@y.example"]
  private static let addresses = ["198.51.100.7", "203.0.113.9", "2001:db8::25"]

  static func message(key: UInt64, using generator: inout SeededGenerator) -> LoggedMessage {
    func some(_ texts: [String], upTo limit: Int) -> [String] {
      Array(texts.shuffled(using: &generator).prefix(Int.random(in: 1...limit, using: &generator)))
    }
    var message = MailMessage()
    let odds = (0..<6).map { _ in Int.random(in: 0..<6, using: &generator) == 0 }
    message.from = odds[0] ? .untold(LoggedMessage.Untold.from) : .given(some(people, upTo: 2))
    message.envelopeFrom =
      odds[1] ? .untold(LoggedMessage.Untold.envelopeFrom) : .given(some(people + [""], upTo: 1)[0])
    message.replyTo = odds[2] ? .given(some(people, upTo: 2)) : .notGiven
    message.recipients = odds[3] ? .untold(LoggedMessage.Untold.recipients) : .given(some(people, upTo: 3))
    let ips = odds[4] ? [] : some(addresses, upTo: 3).compactMap { try? IPAddress.parse($0) }
    message.setIPs(ips, orUntold: LoggedMessage.Untold.ip)
    message.passesAuthentication =
      odds[5] ? .untold(LoggedMessage.Untold.authentication) : .given(Bool.random(using: &generator))
    let kind = LoggedMessage.Allowance.Kind.allCases.randomElement(using: &generator) ?? .untold
    return LoggedMessage(
      key: key,
      time: UInt32.random(in: 0...1_800_000_000, using: &generator),
      verdict: Verdict.allCases.randomElement(using: &generator) ?? .none,
      allowance: Bool.random(using: &generator) ? LoggedMessage.Allowance(pattern: "x.org", kind: kind) : nil,
      message: message
    )
  }

  static func messages(_ count: Int, using generator: inout SeededGenerator) -> [LoggedMessage] {
    (0..<count).map { message(key: UInt64($0) &* 0x9E37_79B9, using: &generator) }
  }

  static func log(_ messages: [LoggedMessage]) -> MailLog {
    var builder = MailLogBuilder()
    for message in messages { builder.append(message) }
    return MailLog(builder)
  }
}

@Suite("The log of mail")
struct MailLogTests {
  @Test("gives back each message as it was, and so does the log that was kept and joined from others")
  func roundTrip() throws {
    var generator = SeededGenerator.announced("logs of random messages")
    for count in [0, 1, 7, 1500] {
      let messages = SampleMail.messages(count, using: &generator)
      let log = SampleMail.log(messages)
      #expect(log.indices.map { log[$0] } == messages)
      let kept = try #require(MailLogBlock.decode(MailLogBlock.encode(log)))
      #expect(kept.indices.map { kept[$0] } == messages)
      var joined = MailLogBuilder()
      for half in [messages.prefix(count / 2), messages.suffix(count - count / 2)] {
        joined.append(SampleMail.log(Array(half)))
      }
      let whole = MailLog(joined)
      #expect(whole.indices.map { whole[$0] } == messages)
    }
  }

  @Test("a message seen again counts once, with the graver verdict and all recipients")
  func merging() throws {
    var first = MailMessage()
    first.recipients = .given(["a@x.org"])
    first.setIPs([try IPAddress.parse("198.51.100.7")], orUntold: "")
    var second = MailMessage()
    second.from = .given(["s@y.org"])
    second.recipients = .given(["b@x.org", "a@x.org"])
    second.setIPs([try IPAddress.parse("203.0.113.9")], orUntold: "")
    let messages = [
      LoggedMessage(key: 7, time: 0, verdict: .bulk, message: first),
      LoggedMessage(
        key: 7,
        time: 9,
        verdict: .malicious,
        allowance: LoggedMessage.Allowance(pattern: "p", kind: .untold),
        message: second
      ),
    ]
    var separate = MailLogBuilder()
    for message in messages { separate.append(SampleMail.log([message])) }
    for log in [SampleMail.log(messages), MailLog(separate)] {
      try #require(log.count == 1)
      #expect(log[0].verdict == .malicious && log[0].time == 9 && log[0].allowance?.pattern == "p")
      #expect(log[0].message.from == .given(["s@y.org"]))
      #expect(log[0].message.recipients == .given(["a@x.org", "b@x.org"]))
      #expect(log[0].message.texts(of: .ip) == ["198.51.100.7", "203.0.113.9"])
    }
  }

  @Test("bytes that are cut or changed are no other log than one that can be read")
  func damage() {
    var generator = SeededGenerator.announced("damaged logs")
    let bytes = MailLogBlock.encode(SampleMail.log(SampleMail.messages(40, using: &generator)))
    for _ in 0..<300 {
      #expect(MailLogBlock.decode(Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))) == nil)
      var other = bytes
      other[Int.random(in: 0..<other.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      if let log = MailLogBlock.decode(other) { for row in log.indices { _ = log[row] } }
    }
  }

  @Test("a message needs less than a hundred bytes, its share of the texts among them")
  func size() {
    var builder = MailLogBuilder()
    for number in 0..<20_000 {
      var message = MailMessage()
      // Every second envelope has an address of its own, as bulk mailers make them.
      let sender = "news@vendor\(number % 700).example"
      message.from = .given([sender])
      message.envelopeFrom = .given(
        number.isMultiple(of: 2) ? "bounce+\(number)@vendor\(number % 700).example" : sender
      )
      message.recipients = .given(["person\(number % 3000)@acme.example"])
      if let ip = try? IPAddress.parse("198.18.\(number % 250).\(number / 250 % 250)") {
        message.setIPs([ip], orUntold: "")
      }
      builder.append(LoggedMessage(key: UInt64(number) << 20, time: 1, verdict: .none, message: message))
    }
    #expect(MailLogBlock.encode(MailLog(builder)).count < 100 * 20_000)
  }

  @Test(
    "days are written as dates",
    arguments: [(0, "1970-01-01"), (-1, "1969-12-31"), (20_785, "2026-11-28"), (18_321, "2020-02-29")]
  )
  func days(day: Int, text: String) {
    #expect(MailDay.text(of: day) == text)
    #expect(MailDay.day(of: MailDay.times(of: day).lowerBound) == day)
    #expect(MailDay.day(of: MailDay.times(of: day).upperBound - 1) == day)
  }

  @Test("queries are read back from their texts")
  func queries() {
    for query in [MailQuery.all, .detections, .sender("a:b@x.org"), .domain("x.org"), .recipient(""), .helo("::1")] {
      #expect(MailQuery(text: query.text) == query)
    }
    #expect(MailQuery(text: "nothing") == nil && MailQuery(text: "other:x") == nil)
  }
}
