import Testing

@testable import Sandbox

@Suite("A slow line", .timeLimit(.minutes(5)))
struct LinkTests {
  private let start = ContinuousClock.now

  private func time(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test("bytes get through one after the other, as fast as the line carries them")
  func rate() {
    // 1,000 bytes a second.
    var line = LineSchedule(kilobits: 8, from: start)
    #expect(line.pass(1000, at: start) == time(1000))
    #expect(line.pass(500, at: start) == time(1500), "asked for at the same time, they queue")
    #expect(line.pass(500, at: time(1500)) == time(2000))
    #expect(line.pass(0, at: time(2000)) == time(2000))
  }

  @Test("time that nobody used is gone, but for what who sleeps wakes late")
  func idle() {
    var line = LineSchedule(kilobits: 8, from: start)
    _ = line.pass(1000, at: start)
    #expect(line.pass(1000, at: time(1030)) == time(2000), "30 ms late, and caught up")
    #expect(line.pass(1000, at: time(10_000)) == time(11_000) - LineSchedule.slack)
  }

  @Test(
    "a portion is what passes in a fiftieth of a second, a packet at the least",
    arguments: [
      (1, 1400), (1000, 2500), (8000, 20_000), (10_000_000, 65_536),
    ]
  )
  func portion(kilobits: Int, bytes: Int) {
    #expect(LineSchedule(kilobits: kilobits, from: start).portion == bytes)
  }

  @Test("two that send in turn get half each")
  func sharing() {
    var line = LineSchedule(kilobits: 800, from: start)
    var ends = [start, start]
    for portion in 0..<200 { ends[portion % 2] = line.pass(1000, at: ends[portion % 2]) }
    #expect(ends == [time(1990), time(2000)])
  }

  // MARK: - Over a socket; a busy machine makes it slower, but never faster

  @Test("an answer takes as long as its bytes need, and comes whole")
  func bandwidth() async throws {
    try await TestAPI.run(SandboxOptions(policies: 200, link: Link(bandwidth: 4000))) { api async throws in
      let begin = ContinuousClock.now
      let answer = try await api.send("GET", "?per_page=200")
      let took = ContinuousClock.now - begin
      #expect(answer.isComplete && answer.json["result"]?.items.count == 200)
      #expect(answer.headers["content-encoding"] == nil, "nobody asked for it")
      #expect(took >= .milliseconds(answer.body.count / 500) - LineSchedule.slack)
    }
  }

  @Test("a body takes its time on the way there too")
  func upload() async throws {
    try await TestAPI.run(SandboxOptions(policies: 0, link: Link(bandwidth: 1000))) { api async throws in
      let body = TestAPI.batch(posts: Item.post("a@b.test", comments: String(repeating: "x", count: 25_000)))
      let begin = ContinuousClock.now
      _ = try await api.send("POST", "/batch", body: body)
      #expect(ContinuousClock.now - begin >= .milliseconds(200) - LineSchedule.slack)
    }
  }

  @Test("a request is under way for the latency, and the first of a connection once more for connecting")
  func latency() async throws {
    try await TestAPI.run(SandboxOptions(policies: 1, link: Link(latency: .milliseconds(100)))) { api async throws in
      let begin = ContinuousClock.now
      #expect(try await api.send("GET").status == 200)
      #expect(ContinuousClock.now - begin >= .milliseconds(200))
    }
  }

  @Test("answers are packed for who asks, and take less of the line")
  func packed() async throws {
    try await TestAPI.run(SandboxOptions(policies: 200, link: Link(bandwidth: 100_000))) { api async throws in
      let headers = api.authorization.merging(["accept-encoding": "deflate, gzip, br"]) { $1 }
      let packed = try await api.wire.send("GET", api.policies + "?per_page=200", headers: headers)
      let plain = try await api.send("GET", "?per_page=200")
      #expect(packed.headers["content-encoding"] == "gzip")
      #expect(packed.isComplete && packed.body.starts(with: [0x1F, 0x8B, 8]))
      #expect(packed.body.count * 3 < plain.body.count)
      let short = try await api.wire.send("GET", api.policies + "?per_page=1", headers: headers)
      #expect(short.headers["content-encoding"] == nil, "it fits into a packet as it is")
    }
  }

  @Test("on loopback as it is nothing is packed")
  func loopback() async throws {
    try await TestAPI.run(SandboxOptions(policies: 200)) { api async throws in
      let headers = api.authorization.merging(["accept-encoding": "gzip"]) { $1 }
      let answer = try await api.wire.send("GET", api.policies + "?per_page=200", headers: headers)
      #expect(answer.headers["content-encoding"] == nil)
    }
  }

  @Test("the sandbox stops at once, whatever is on its way")
  func stop() async throws {
    let server = try await SandboxServer.start(SandboxOptions(policies: 500, link: Link(bandwidth: 1)))
    let api = TestAPI(
      server: server,
      wire: Wire(port: server.port),
      authorization: ["authorization": "Bearer " + server.token]
    )
    let slow = Task { try await api.send("GET", "?per_page=500") }
    #expect(await eventually { !server.requests.isEmpty })
    await server.stop()
    // It would take half an hour.
    _ = try? await slow.value
  }

  @Test(
    "gzip is asked for by its name",
    arguments: [
      ("gzip", true), ("deflate, gzip, br, zstd", true), ("GZIP;q=0.5", true), ("x-gzip", true), ("gzip; q=0", false),
      ("br;q=1.0, gzip;q=0.000", false), ("identity", false), ("gzipped", false), ("", false),
    ]
  )
  func asked(header: String, isAsked: Bool) {
    #expect(Packing.isAsked(for: header) == isAsked)
    #expect(!Packing.isAsked(for: nil))
  }
}
