import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("The record of a submission")
struct SubmissionRecordTests {
  private func record(_ operations: [DraftOperation]) -> SubmissionRecord {
    SubmissionRecord(
      id: "s1",
      account: Account.sample().key,
      startedAt: Date(timeIntervalSince1970: 1_778_051_289.5),
      user: "ada",
      reason: nil,
      fingerprint: String(repeating: "0", count: 64),
      encoding: .lean,
      operations: operations,
      request: Data([0, 255])
    )
  }

  @Test("written and read again, it is the same", arguments: 1...100 as ClosedRange<UInt64>)
  func identity(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    for _ in 0..<20 { _ = try? draft.apply(.random(using: &generator)) }
    let record = record(draft.operations)
    let data = try JSONEncoder().encode(record)
    #expect(try JSONDecoder().decode(SubmissionRecord.self, from: data) == record, "seed \(seed)")
  }

  @Test("begins by checking, and counts its operations")
  func start() {
    let record = record(BatchEncoderTests.oneOfEach)
    #expect(record.state == .checking)
    #expect(record.updatedAt == record.startedAt)
    #expect(record.isFromDraft)
    #expect(record.counts.total == 4)
  }

  @Test(
    "is open while only the server knows",
    arguments: [
      (.checking, true), (.sending, true), (.applied, false), (.refused, false), (.conflict, false), (.notSent, false),
      (.notSeen, false), (.unknown, false),
    ] as [(SubmissionRecord.State, Bool)]
  )
  func open(state: SubmissionRecord.State, isOpen: Bool) {
    #expect(state.isOpen == isOpen)
  }
}
