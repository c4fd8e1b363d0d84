import JSONText
import Foundation
import PolicyCore
import TestSupport
import Policies

/// Spoils batch files in the ways in which files get spoiled, by accident and on purpose.
struct BatchFileMutation {
  var generator: SeededGenerator

  /// Valid files of random drafts, of which the others are made.
  static func samples(seed: UInt64, count: Int) -> [[UInt8]] {
    (0..<count).map { place in
      var generator = SeededGenerator(seed: seed &+ UInt64(place))
      let encoding: BatchEncoding = place.isMultiple(of: 2) ? .documented : .lean
      let operations = RandomBatch.operations(for: encoding, edits: 12, using: &generator)
      let body = try? BatchEncoder(encoding).body(for: BatchPlan(operations).ordered)
      return Array(body?.data ?? Data())
    }
  }

  /// Any input: mostly one of the samples with something done to it, sometimes nothing like it.
  mutating func input(from samples: [[UInt8]]) -> [UInt8] {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0: return (0..<Int.random(in: 0..<200, using: &generator)).map { _ in byte() }
    case 1: return nested()
    case 2: return Array(number(digits: Int.random(in: 1..<5000, using: &generator)).utf8)
    case 3: return pick(samples)
    default:
      var bytes = pick(samples)
      for _ in 0..<Int.random(in: 1...3, using: &generator) { spoil(&bytes) }
      return bytes
    }
  }

  private mutating func spoil(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: bytes[place] = byte()
    case 1: bytes.remove(at: place)
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.insert(contentsOf: pick(pieces).utf8, at: place)
    case 4: repeatLine(in: &bytes)
    case 5: swapLines(in: &bytes)
    default: replaceWord(in: &bytes)
    }
  }

  private let pieces = [
    ",", ":", "{", "}", "[", "]", "\"", "\\", "\n", "\r", "\u{0}", "\u{FEFF}", "é", "\\u0041", "\\uD800", "0", "-",
    "null",
    "\"id\": \"x\",", "\"comments\": null,", "\"is_sender\": true,", "{},", "[[", "/**/", "1e999,",
  ]

  private let words = [
    "true", "false", "null", "\"id\"", "\"EMAIL\"", "\"DOMAIN\"", "\"comments\"", "\"pattern\"", "\"posts\"",
    "\"puts\"",
    "\"verify_sender\"", "\"is_regex\"", "\"modified_at\"", "\"created_at\"", "[]", "{}", "\"\"", "0", "\\\\",
    "\"i\\u0064\"",
  ]

  private mutating func repeatLine(in bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard let line = lines.randomElement(using: &generator) else { return }
    lines.insert(line, at: Int.random(in: lines.indices, using: &generator))
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private mutating func swapLines(in bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    guard !lines.isEmpty else { return }
    lines.swapAt(
      Int.random(in: lines.indices, using: &generator),
      Int.random(in: lines.indices, using: &generator)
    )
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private mutating func replaceWord(in bytes: inout [UInt8]) {
    let start = Int.random(in: bytes.indices, using: &generator)
    let (old, new) = (Array(pick(words).utf8), Array(pick(words).utf8))
    for place in start..<bytes.count where bytes[place...].starts(with: old) {
      bytes.replaceSubrange(place..<(place + old.count), with: new)
      return
    }
  }

  /// Deep within what is otherwise a batch, or alone.
  private mutating func nested() -> [UInt8] {
    let depth = Int.random(in: 1..<3000, using: &generator)
    let opening = pick(["[", "{\"a\":", "[[],", "[{\"id\":"])
    let closings = ["", String(repeating: "]", count: depth), String(repeating: "}", count: depth)]
    let value = String(repeating: opening, count: depth) + "0" + pick(closings)
    let isAlone = Bool.random(using: &generator)
    return Array((isAlone ? value : #"{"deletes":[],"patches":[],"puts":[],"posts":\#(value)}"#).utf8)
  }

  private mutating func number(digits: Int) -> String {
    let text = String(repeating: pick(["9", "0", "1."]), count: digits)
    return
      #"{"deletes":[{"id":\#(pick(["", "-"]))\#(text)\#(pick(["", "e999999999"]))}],"patches":[],"puts":[],"posts":[]}"#
  }

  private mutating func byte() -> UInt8 { UInt8.random(in: .min ... .max, using: &generator) }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: items.indices, using: &generator)]
  }
}

/// Operations of a random draft that the encoding can carry.
enum RandomBatch {
  static func operations(
    for encoding: BatchEncoding,
    edits: Int,
    using generator: inout SeededGenerator
  ) -> [DraftOperation] {
    var draft = Draft()
    for _ in 0..<edits {
      _ = try? draft.apply(.random(using: &generator))
    }
    return draft.operations.filter { (try? BatchEncoder(encoding).body(for: [$0])) != nil }
  }
}
