import Foundation
import Mail
import MailLog
import PolicyCore
import TestSupport
import Testing
import Values

@testable import PolicyStore
import Policies

@Suite("The mail that is kept")
struct MailFolderTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("cache")
  }

  private var archive: MailFolder { MailFolder(folder: path) }

  private func day(_ day: Int, messages: Int = 3, reads: [MailQuery: Int] = [:]) throws -> MailDay {
    var builder = MailLogBuilder()
    for number in 0..<messages {
      var message = MailMessage()
      try message.set(.from, to: "user\(number)@vendor\(day).example")
      builder.append(
        LoggedMessage(key: UInt64(day * 1000 + number), time: UInt32(number), verdict: .spam, message: message)
      )
    }
    return MailDay(day: day, reads: reads, log: MailLog(builder))
  }

  private func files() throws -> [String] {
    (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
  }

  @Test("days come back as they were, and only those of the account")
  func roundTrip() async throws {
    let days = [
      try day(20_000, reads: [.all: 1_728_086_400]), try day(20_001, messages: 0),
      try day(
        20_002,
        reads: [
          .detections: 5, .sender("a b@x.org"): 6, .helo("::1"): 7,
        ]
      ),
    ]
    for day in days { try await archive.save(day, of: acme) }
    for day in days { #expect(try await archive.day(day.day, of: acme) == day) }
    #expect(try await archive.day(19_999, of: acme) == nil)
    let heads = try await archive.heads(of: acme)
    #expect(heads.map(\.day) == days.map(\.day) && heads.map(\.count) == [3, 0, 3])
    #expect(heads.map(\.reads) == days.map(\.reads))
    let other = AccountKey(baseURL: acme.baseURL, accountID: "other")
    #expect(try await archive.heads(of: other).isEmpty)
    #expect(try await archive.day(20_000, of: other) == nil)
  }

  @Test("nobody but the owner can read it")
  func modes() async throws {
    try await archive.save(try day(20_000), of: acme)
    for name in try files() {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions] as? Int
      #expect(mode == (name.hasSuffix(".day") ? 0o600 : 0o700), "\(name)")
    }
  }

  @Test("a file that is cut or changed anywhere is none, and a day that is saved again is")
  func damage() async throws {
    var generator = SeededGenerator.announced("damaged days")
    let whole = try day(20_000, messages: 30, reads: [.all: 1])
    try await archive.save(whole, of: acme)
    let name = try #require(try files().first { $0.hasSuffix(".day") })
    let url = URL(filePath: "\(path)/\(name)")
    let bytes = try Data(contentsOf: url)
    for round in 0..<60 {
      var broken = bytes
      if round.isMultiple(of: 2) {
        broken = bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))
      } else {
        broken[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      try broken.write(to: url)
      let problem = await #expect(throws: Problem.self) { _ = try await archive.day(20_000, of: acme) }
      #expect(problem?.kind == .storage)
      #expect(problem?.what.contains("2024-10-04") == true)
    }
    try await archive.save(whole, of: acme)
    #expect(try await archive.day(20_000, of: acme) == whole)
  }

  @Test("mail is forgotten by account, and old days of every account")
  func forgetting() async throws {
    let other = AccountKey(baseURL: acme.baseURL, accountID: "other")
    for number in 20_000...20_004 {
      try await archive.save(try day(number), of: acme)
      try await archive.save(try day(number), of: other)
    }
    try await archive.forget(before: 20_003)
    #expect(try await archive.heads(of: acme).map(\.day) == [20_003, 20_004])
    #expect(try await archive.heads(of: other).map(\.day) == [20_003, 20_004])
    #expect(try await archive.forget(acme) == 2)
    #expect(try await archive.heads(of: acme).isEmpty)
    #expect(try await archive.heads(of: other).count == 2)
    #expect(try await archive.forget(acme) == 0)
  }

  @Test("one process at a time adds to an account's mail")
  func claims() async throws {
    var claim = try await archive.claim(acme)
    #expect(claim != nil)
    #expect(try await archive.claim(acme) == nil)
    claim = nil
    #expect(try await archive.claim(acme) != nil)
    _ = claim
  }
}
