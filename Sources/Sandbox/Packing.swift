import CZip
import Foundation

/// Answers in the form `gzip`, for clients that ask for it.
enum Packing {
  /// A shorter body is not worth it: it fits into one packet as it is.
  static let shortest = 1400

  private static let isLoaded = czip_load() == nil

  /// Whether the header `accept-encoding` names gzip and does not refuse it with `q=0`.
  static func isAsked(for header: String?) -> Bool {
    (header ?? "").lowercased().split(separator: ",").contains { part in
      let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let name = words.first, ["gzip", "x-gzip"].contains(name) else { return false }
      let weight = words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
      return weight != 0
    }
  }

  /// The packed body; nil where it is too short, would not become shorter, or zlib is not there.
  static func packed(_ body: some Collection<UInt8>) -> Data? {
    let bytes = Array(body)
    guard bytes.count >= shortest, isLoaded else { return nil }
    var packed = Data(count: czip_room(bytes.count))
    let count = packed.withUnsafeMutableBytes { room in
      room.bindMemory(to: UInt8.self).baseAddress.map { czip_pack(bytes, bytes.count, $0, room.count) } ?? 0
    }
    guard (1..<bytes.count).contains(count) else { return nil }
    return packed.prefix(count)
  }
}
