import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import Configuration

@Suite("Configuration files that went wrong")
struct ConfigurationLoopTests {
  private static let sample = """
    default_account = "acme"
    theme = "default-dark"
    own_domains = ["acme.example"]
    stale_days = 365
    ticket = "[A-Z]+-[0-9]+"

    [accounts.acme]
    name = "Acme Corp"
    account_id = "0123456789abcdef0123456789abcdef"
    token_command = ["pass", "show", "cf"]
    colour = "red"

    [accounts.other]
    account_id = "fedcba9876543210fedcba9876543210"
    token_file = "other.token"
    base_url = "https://api.cloudflare.com/client/v4"

    [submission]
    require_reason = true

    [findings]
    stale = "off"
    unverified-sender = "danger"

    [keys]
    draft.undo = ["u", "Z"]
    """

  private static let pieces = [
    "\"", "'", "\"\"\"", "[", "]", "[[", "{", "}", "=", ",", ".", "#", "\n", "\r", "\t", "\0", "\\", "\\u", "\\uD800",
    "\u{FEFF}", "\u{202E}", "é", "-1", "0x", "1e999", "99999999999999999999", "true", "nan", "1979-05-27T07:32:00Z",
    "[accounts.acme]", "account_id", "token = \"x\"\n", "é.ü = 1\n",
  ]

  @Test(
    "no file is too odd: it is read, or refused with the line and with what to do",
    arguments: 1...20 as ClosedRange<UInt64>
  )
  func fuzz(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var counts = (read: 0, refused: 0, placed: 0)
    for round in 0..<1000 {
      let text = Self.mutation(using: &generator)
      var reader = ConfigurationReader(path: "config.toml", home: "/home/ann")
      _ = reader.read(text)
      if reader.mistakes.isEmpty { counts.read += 1 } else { counts.refused += 1 }
      let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 1
      for mistake in reader.mistakes {
        let place = "seed \(seed), round \(round): \(mistake)"
        try #require(!mistake.what.isEmpty && !mistake.advice.isEmpty, "\(place)")
        // What is missing altogether has no line, but a key that says where it belongs.
        try #require(mistake.line != nil || mistake.key != nil, "\(place)")
        if let line = mistake.line {
          counts.placed += 1
          try #require((1...lines).contains(line), "\(place)")
        }
      }
    }
    // No answer is the only one.
    #expect(counts.read > 20 && counts.refused > 200 && counts.placed > 200, "seed \(seed): \(counts)")
  }

  private static func mutation(using generator: inout SeededGenerator) -> String {
    var bytes = Array(sample.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...20, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: place)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &generator))
      default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
