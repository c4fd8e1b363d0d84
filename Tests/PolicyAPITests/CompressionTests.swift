import Policies
import Values
import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI

@Suite("Answers that come compressed")
struct CompressionTests {
  /// Bytes in the form of zlib (RFC 1950), stored as they are.
  private func stored(_ bytes: [UInt8]) -> Data {
    let length = UInt16(bytes.count)
    let sums = bytes.reduce((a: 1, b: 0)) { sums, byte in
      let a = (sums.a + Int(byte)) % 65_521
      return (a, (sums.b + a) % 65_521)
    }
    let check = [sums.b >> 8, sums.b & 0xFF, sums.a >> 8, sums.a & 0xFF].map(UInt8.init)
    let block = [1, UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
    return Data([0x78, 0x01] + block + bytes + check)
  }

  /// 1.2 GB of zeros in 7.5 MB (RFC 1951): one zero, and then "258 bytes more of the same" again and again, without end.
  private func zeros() -> Data {
    // The fixed codes of a zero, of the length 258 and of the distance 1, each from its highest bit on.
    let zero = "00110000"
    let more = "11000101" + "00000"
    func bytes(_ bits: String) -> [UInt8] {
      stride(from: 0, to: bits.count, by: 8).map { start in
        // The first bit is a byte's lowest.
        bits.dropFirst(start).prefix(8).reversed().reduce(0) { $0 << 1 | ($1 == "1" ? 1 : 0) }
      }
    }
    var data = Data([0x78, 0x01] + bytes("110" + zero + more))
    let eight = Data(bytes(String(repeating: more, count: 8)))
    let thousand = (0..<1000).reduce(into: Data()) { data, _ in data.append(eight) }
    for _ in 0..<580 { data.append(thousand) }
    return data
  }

  private func head(_ body: Data, encoding: String = "deflate") -> RawServer.Step {
    .send(
      "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Encoding: \(encoding)\r\n"
        + "Content-Length: \(body.count)\r\n\r\n"
    )
  }

  @Test("are asked for, and unpacked")
  func unpacked() async throws {
    let page = Answers.envelope("[\(Answers.policy(1))]", info: #"{"total_count":1}"#)
    let packed = stored(Array(page.utf8))
    let server = try RawServer { _ in [head(packed), .sendBytes(packed)] }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.map(\.id) == [Answers.id(1)])
    #expect(server.requests.first?.headers["accept-encoding"]?.contains("gzip") == true)
  }

  @Test("that unpack to gigabytes are given up at the bound, and said to be too large")
  func bomb() async throws {
    let packed = zeros()
    let server = try RawServer { _ in [head(packed), .sendBytes(packed)] }
    defer { server.stop() }
    let events = Shared<[ExchangeEvent]>([])
    let note: @Sendable (ExchangeEvent) -> Void = { event in events.change { $0.append(event) } }
    let problem = try await withAPI(server.baseURL, onExchange: note) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
    #expect(problem.kind == .badAnswer)
    #expect(problem.what == "127.0.0.1:\(server.port) answered with more than 64 MB.")
    let taken = try #require(events.value.first?.receivedBytes)
    #expect(taken > 64 << 20 && taken < 66 << 20)
  }

  @Test("that are not what they say cannot be unpacked", arguments: ["gzip", "deflate"])
  func broken(encoding: String) async throws {
    let body = Data("this was never packed".utf8)
    let server = try RawServer { _ in [head(body, encoding: encoding), .sendBytes(body)] }
    defer { server.stop() }
    let problem = try await withAPI(server.baseURL) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
    #expect(problem.what == "127.0.0.1:\(server.port) answered with a compressed body that cannot be unpacked.")
  }
}
