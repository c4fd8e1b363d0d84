import Foundation
import Mail
import Testing

@testable import MailLog

@Suite("Messages as the API tells them")
struct AnsweredMessagesTests {
  private func read(
    _ rows: String,
    info: String = #"{"count":1,"per_page":1000,"cursor":null}"#
  ) throws -> AnsweredMessages {
    try AnsweredMessages(Data(#"{"success":true,"errors":[],"result":[\#(rows)],"result_info":\#(info)}"#.utf8))
  }

  private func message(_ members: String) throws -> LoggedMessage {
    let answer = try read(#"{"id":"1",\#(members)}"#)
    return try #require(answer.messages?.first)
  }

  @Test("everything that policies look at is read, and nothing else is kept")
  func whole() throws {
    let message = try message(
      #"""
      "message_id":"<m@x.org>","scanned_at":"2026-11-03T10:00:00.5Z","envelope_from":"bounce@X.org",
      "from":"\"Bob\" <bob@X.org>","from_name":"Bob","replyto":null,"envelope_to":["ann@acme.example"],
      "to":["Ann <ann@acme.example>","eve@acme.example"],"smtp_helo_server_ip":"198.51.100.7",
      "smtp_previous_hop_ip":"::ffff:198.51.100.7","x_originating_ip":"2001:db8::1",
      "validation":{"dmarc":"fail","spf":"pass","dkim":null},"final_disposition":"SPAM",
      "properties":{"allowlisted_pattern":"x.org","allowlisted_pattern_type":"acceptable_sender"},
      "subject":"secret","detection_reasons":["secret"]
      """#
    )
    #expect(message.message.from == .given(["bob@x.org"]))
    #expect(message.message.envelopeFrom == .given("bounce@x.org"))
    #expect(message.message.replyTo == .notGiven)
    #expect(message.message.recipients == .given(["ann@acme.example", "eve@acme.example"]))
    #expect(message.message.texts(of: .ip) == ["198.51.100.7", "2001:db8::1"])
    #expect(message.message.passesAuthentication == .given(true))
    #expect(message.message.serverName == .notGiven)
    #expect(message.verdict == .spam)
    #expect(message.time == 1_793_700_000)
    #expect(message.allowance == LoggedMessage.Allowance(pattern: "x.org", kind: .acceptableSender))
  }

  @Test("of a message that tells nothing, nothing can be told but that it has no Reply-To")
  func empty() throws {
    let message = try message(#""ts":"Mon""#)
    for field in [MailMessage.Field.from, .envelopeFrom, .ip, .to, .authentication] {
      #expect(message.message.reason(for: field) != nil, "\(field)")
    }
    #expect(message.message.replyTo == .notGiven)
    #expect(message.verdict == .untold && message.time == 0 && message.allowance == nil)
  }

  @Test(
    "one pass is enough, a missing result leaves it open, and three that are none fail",
    arguments: [
      (#"{"dmarc":"PASS"}"#, true), (#"{"dmarc":"fail","spf":"neutral","dkim":"pass"}"#, true),
      (#"{"dmarc":"fail","spf":"none","dkim":"error"}"#, false), (#"{"dmarc":"fail","spf":"none"}"#, nil),
      (#"{"dmarc":"fail","spf":"none","dkim":null}"#, nil), (#"{"dmarc":true,"spf":"none","dkim":"none"}"#, nil),
      ("null", nil), (#""pass""#, nil), (#"{"spf":"fail","spf":"pass","dmarc":"fail","dkim":"fail"}"#, nil),
    ] as [(String, Bool?)]
  )
  func authentication(validation: String, passes: Bool?) throws {
    #expect(try message(#""validation":\#(validation)"#).message.passesAuthentication.value == passes)
  }

  @Test(
    "the policy that let it through is named by the new name, by the old one where that is missing, or not at all",
    arguments: [
      (#"{"allowlisted_pattern":"p","allowlisted_pattern_type":"allowed_sender"}"#, .trustedSender),
      (
        #"{"allowlisted_pattern":"p","allowlisted_pattern_type":null,"whitelisted_pattern_type":"allowed_recipient"}"#,
        .exemptRecipient
      ),
      (#"{"allowlisted_pattern":"p","whitelisted_pattern_type":"acceptable_sender"}"#, .acceptableSender),
      (#"{"allowlisted_pattern":"p"}"#, .untold),
      (#"{"allowlisted_pattern":"p","allowlisted_pattern_type":"quarantine_release"}"#, nil),
      (
        #"{"allowlisted_pattern":"p","allowlisted_pattern_type":"quarantine_release","whitelisted_pattern_type":"allowed_sender"}"#,
        nil
      ),
      (#"{"allowlisted_pattern":null,"allowlisted_pattern_type":"allowed_sender"}"#, nil),
      (#"{"blocklisted_pattern":"p"}"#, nil), ("null", nil), ("7", nil),
    ] as [(String, LoggedMessage.Allowance.Kind?)]
  )
  func allowance(properties: String, kind: LoggedMessage.Allowance.Kind?) throws {
    #expect(try message(#""properties":\#(properties)"#).allowance?.kind == kind)
  }

  @Test(
    "the envelope's sender is empty for a bounce, and not told where it is missing or unreadable",
    arguments: [
      (#""""#, ""), (#""<>""#, ""), (#""<a@x.org>""#, "a@x.org"), ("null", nil), (#""no address""#, nil), ("7", nil),
    ]
      as [(String, String?)]
  )
  func envelope(text: String, sender: String?) throws {
    #expect(try message(#""envelope_from":\#(text)"#).message.envelopeFrom.value == sender)
  }

  @Test("an odd row hides no other, and one without an id is counted")
  func oddRows() throws {
    let answer = try read(#"{"id":"a"},null,7,[],{"from":"b@x.org"},{"id":""},{"id":"a","id":"b"},{"id":12}"#)
    #expect(answer.messages?.count == 2)
    #expect(answer.leftOut == 6)
  }

  @Test(
    "the cursor is absent, null or empty at the end",
    arguments: [
      ("{}", nil), (#"{"cursor":null}"#, nil), (#"{"cursor":""}"#, nil), ("null", nil), (#"{"cursor":"c+/="}"#, "c+/="),
    ]
      as [(String, String?)]
  )
  func cursors(info: String, cursor: String?) throws {
    #expect(try read("", info: info).cursor == cursor)
  }

  @Test("the same message seen twice has one key, and another sender's message with its Message-ID has another")
  func keys() throws {
    func key(_ members: String) throws -> UInt64 {
      try #require(try read("{\(members)}").messages?.first).key
    }
    let first = try key(#""id":"1","message_id":"<m>","from":"a@x.org""#)
    #expect(try key(#""id":"2","message_id":"<m>","from":"a@x.org""#) == first)
    #expect(try key(#""id":"1","message_id":"<m>","from":"b@x.org""#) != first)
    #expect(try key(#""id":"1""#) != key(#""id":"2""#))
  }

  @Test("what is no JSON is refused, and what is no success says so", arguments: ["", "{", "OK", #"{"success":true"#])
  func noJSON(text: String) {
    #expect(throws: (any Error).self) { try AnsweredMessages(Data(text.utf8)) }
  }
}
