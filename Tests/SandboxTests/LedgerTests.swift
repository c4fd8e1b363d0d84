import Foundation
import Testing

@testable import Sandbox

@Suite("The ledger")
struct LedgerTests {
  @Test("has each batch with its bytes, its fate and the ids that came of it")
  func entries() async throws {
    try await TestAPI.run(SandboxOptions(policies: 3)) { api async throws in
      let ids = try await api.all().compactMap { $0["id"]?.string }
      let began = Date()
      let body = TestAPI.batch(
        deletes: Item.delete(ids[0]),
        patches: Item.patch(ids[1], #""comments":"new""#),
        puts: Item.put(ids[2], #""pattern":"b.test","pattern_type":"DOMAIN""#),
        posts: Item.post("ü@b.test") + "," + Item.post("c@b.test")
      )
      #expect(try await api.send("POST", "/batch", body: body).status == 200)
      #expect(try await api.send("POST", "/batch", body: body).status == 404)
      #expect(try await api.send("POST", "/batch", body: "{").status == 400)
      let ledger = api.server.ledger
      #expect(ledger.entries.map(\.number) == [1, 2, 3])
      #expect(ledger.entries.map(\.body) == [Array(body.utf8), Array(body.utf8), Array("{".utf8)])
      #expect(ledger.entries.map(\.isApplied) == [true, false, false])
      #expect(ledger.entries.dropFirst().map(\.fate) == [.refused(status: 404), .refused(status: 400)])
      let first = try #require(ledger.entries.first)
      #expect(first.received >= began)
      if case .applied(let time) = first.fate { #expect(time >= first.received) }
      #expect(first.ids.deletes == [ids[0]])
      #expect(first.ids.patches == [ids[1]])
      #expect(first.ids.puts == [ids[2]])
      #expect(first.ids.posts == (try await api.all().suffix(2).compactMap { $0["id"]?.string }))
      #expect(ledger.entries[1].ids == Ledger.IDs())
      #expect(ledger.received(of: body.utf8) == 2)
      #expect(ledger.applied(of: body.utf8) == 1)
      #expect(ledger.applied(of: body.utf8.dropLast()) == 0)
      #expect(ledger.applied == 1)
      #expect(ledger.waiting == 0)
    }
  }

  @Test("counts a body that was applied twice")
  func twice() async throws {
    try await TestAPI.run { api async throws in
      let body = TestAPI.batch(posts: Item.post("a@b.test"))
      for _ in 0..<2 { #expect(try await api.send("POST", "/batch", body: body).status == 200) }
      #expect(api.server.ledger.applied(of: Data(body.utf8)) == 2)
      let posts = api.server.ledger.entries.flatMap(\.ids.posts)
      #expect(Set(posts).count == 2)
    }
  }

  @Test("has no other request, and none that was not let in as applied")
  func others() async throws {
    try await TestAPI.run { api async throws in
      _ = try await api.send("GET")
      #expect(api.server.ledger.entries.isEmpty)
      var stranger = api
      stranger.authorization = [:]
      #expect(try await stranger.batch(posts: Item.post("a@b.test")).status == 401)
      #expect(api.server.ledger.entries.map(\.fate) == [.refused(status: 401)])
    }
  }

  @Test("keeps the latest batches, and each that is under way")
  func bound() {
    let book = LedgerBook()
    let late = book.receive([0], struckBy: [.applyLate])
    for _ in 0..<2_100 { book.settle(book.receive([1], struckBy: []), .refused(status: 400)) }
    #expect(book.ledger.entries.first?.number == late)
    book.apply(late, Ledger.IDs(posts: ["new"]))
    #expect(book.ledger.entries.first?.ids.posts == ["new"])
    _ = book.receive([2], struckBy: [])
    #expect(book.ledger.entries.count == 2_000)
    #expect(book.ledger.entries.last?.number == 2_102)
    book.apply(2_102, Ledger.IDs())
    #expect(book.ledger.applied(of: [2]) == 1)
    book.settle(late, .prevented)
    #expect(book.ledger.applied == 1)
  }
}
