import Foundation
import MailLog
import Policies
import TestSupport
import Testing
import Values

@testable import PolicyCore

@Suite("What is known of the mail that is kept")
struct MailUsageTests {
  private struct NoMessages: MessageService {
    func messages(_ search: MessageSearch, after cursor: String?) async throws(Problem) -> MessagePage {
      MessagePage(messages: [])
    }
  }

  private let scene = WorkspaceScene()
  private let archive = MemoryMailArchive()

  private func usage() -> MailUsage {
    let reader = MailReader(NoMessages(), archive, of: scene.account.key, surroundings: scene.clock.surroundings)
    return MailUsage(reader, scene.workspace)
  }

  private func keep(_ day: Int) async throws {
    let today = MailDay.day(of: Int(scene.clock.now.timeIntervalSince1970))
    try await archive.save(MailDay(day: today - day, reads: [.all: .max]), of: scene.account.key)
  }

  private func word(_ told: MailTold) -> String {
    switch told {
    case .nothing: "nothing"
    case .unknown: "unknown"
    case .told(let passed, _): "told of \(passed.days.count)"
    }
  }

  @Test("none is told from not known, and all is gone through once for a list and for what is kept")
  func once() async throws {
    let usage = usage()
    let list = try await scene.workspace.loadPolicies().list
    #expect(word(await usage.told(of: list)) == "nothing")
    #expect(word(await usage.toldAlready(of: list)) == "nothing")
    try await keep(0)
    #expect(word(await usage.toldAlready(of: list)) == "unknown")
    #expect(archive.reads == 0)
    for _ in 0..<3 {
      #expect(word(await usage.told(of: list)) == "told of 1")
      #expect(word(await usage.toldAlready(of: list)) == "told of 1")
    }
    #expect(archive.reads == 1)
    try await keep(1)
    #expect(word(await usage.toldAlready(of: list)) == "unknown")
    #expect(word(await usage.told(of: list)) == "told of 2")
    scene.service.stored.removeLast()
    _ = try await scene.workspace.loadPolicies()
    try await keep(2)
    #expect(word(await usage.told(of: list)) == "unknown", "the list is not the newest")
  }
}
