package import Foundation
package import Values

/// Chains in a file, an event a line: `{"hash":"…","event":{…}}`, with `intent`, `request` and `response` in base 64
/// before the event where they are exported too.
package struct ChainFile: Sendable {
  /// A chain of the file from its beginning.
  package struct Chain: Sendable {
    package let origin: String
    package fileprivate(set) var entries: [ChainEntry] = []
    package fileprivate(set) var events: [HistoryEvent] = []
  }

  /// What stands before the event on a line; its names are those in the file.
  private struct Opening: Codable {
    let hash: String
    var intent: Data?
    var request: Data?
    var response: Data?
  }

  /// More is not read, in bytes.
  package static let maximumSize = 64 << 20

  /// In the order of the file.
  package private(set) var chains: [Chain] = []

  /// Reads a file; throws a problem of kind `invalid` where a chain in it does not hold, or a byte is not as an export
  /// writes it.
  package init(_ data: Data) throws(Problem) {
    guard data.count <= Self.maximumSize else {
      throw Problem(
        .invalid,
        what: "The history has more than \(Self.maximumSize >> 20) MB. Nothing was imported.",
        advice: "Export it without --full, or copy the state file itself."
      )
    }
    var followed: [String: (index: Int, chain: HistoryChain)] = [:]
    guard data.isEmpty || data.last == UInt8(ascii: "\n") else {
      throw Self.broken(1 + data.count { $0 == UInt8(ascii: "\n") }, "the file ends in the middle of it")
    }
    for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      .enumerated()
    {
      let number = index + 1
      guard let entry = Self.entry(Data(line)),
        let origin = (try? JSONDecoder().decode(HistoryEvent.self, from: entry.json))?.origin
      else { throw Self.broken(number, "it is not an event as an export writes it") }
      var (place, chain) = followed[origin] ?? (chains.count, HistoryChain(origin: origin))
      if place == chains.count { chains.append(Chain(origin: origin)) }
      do {
        chains[place].events.append(try chain.follow(entry))
      } catch let fault as ChainFault {
        throw Self.broken(number, "event \(fault.sequence ?? 0) of chain \(origin) does not fit: \(fault.what)")
      } catch {
        throw error as? Problem ?? Self.broken(number, "\(error)")
      }
      chains[place].entries.append(entry)
      followed[origin] = (place, chain)
    }
  }

  private static func broken(_ line: Int, _ what: String) -> Problem {
    Problem(
      .invalid,
      what: "Line \(line) of the history: \(what). Nothing was imported.",
      advice: "Take the file as `postern history export` wrote it."
    )
  }

  /// A line without its end; nil where it is not to the byte what ``line(_:)`` makes of it.
  private static func entry(_ line: Data) -> ChainEntry? {
    // What stands before it holds no text of anybody's.
    guard let mark = line.firstRange(of: Data(#","event":"#.utf8)), line.last == UInt8(ascii: "}"),
      mark.upperBound < line.endIndex,
      let opening = try? JSONDecoder().decode(Opening.self, from: line[..<mark.lowerBound] + Data("}".utf8))
    else { return nil }
    let bodies = ChainEntry.Bodies(intent: opening.intent, request: opening.request, response: opening.response)
    let entry = ChainEntry(json: Data(line[mark.upperBound...].dropLast()), hash: opening.hash, bodies: bodies)
    return Self.line(entry).dropLast() == line ? entry : nil
  }

  /// An event on a line of its own.
  package static func line(_ entry: ChainEntry) -> Data {
    var line = Data("{\"hash\":\"\(entry.hash)\"".utf8)
    let bodies = [
      ("intent", entry.bodies.intent), ("request", entry.bodies.request), ("response", entry.bodies.response),
    ]
    for case (let name, let body?) in bodies { line += Data(",\"\(name)\":\"\(body.base64EncodedString())\"".utf8) }
    return line + Data(#","event":"#.utf8) + entry.json + Data("}\n".utf8)
  }
}
