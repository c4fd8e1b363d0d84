import Foundation
import PolicyCore
import Sandbox
import TestSupport
import Testing

@Suite("Random drafts, random faults, and somebody else at work", .timeLimit(.minutes(10)))
struct FaultLoopTests {
  private static let lanes = 4
  private static let rounds = 75

  @Test("no batch is applied twice, none is lost, and none is called applied that was not")
  func loop() async throws {
    let seed = ProcessInfo.processInfo.environment["POSTERN_TEST_SEED"].flatMap(UInt64.init) ?? 20_260_506
    let start = ContinuousClock.now
    var table = OutcomeTable()
    var violations: [String] = []
    try await withThrowingTaskGroup(of: (OutcomeTable, [String]).self) { lanes in
      for lane in 0..<Self.lanes {
        lanes.addTask { try await Self.lane(seed: seed &+ UInt64(lane)) }
      }
      for try await (counts, found) in lanes {
        table.add(counts)
        violations += found
      }
    }
    print("Fault × outcome, seed \(seed), \(ContinuousClock.now - start)\n\(table.text)")
    for violation in violations { Issue.record("\(violation)") }
    #expect(table.rounds == Self.lanes * Self.rounds)
    for fault in LoopFault.allCases {
      for outcome in fault.mustReach {
        #expect(table[fault, outcome] > 0, "seed \(seed): \(fault.rawValue) never led to \(outcome.rawValue)")
      }
    }
    #expect(table.appliedUnseen > 0)
    #expect(table.toldLater > 0)
  }

  private static func lane(seed: UInt64) async throws -> (OutcomeTable, [String]) {
    var result = (OutcomeTable(), [String]())
    let options = SandboxOptions(policies: 30, seed: seed)
    try await SubmissionStage.run(options, times: LoopLane.times) { stage in
      var lane = LoopLane(stage, seed: seed)
      try await lane.play(rounds: rounds)
      result = (lane.table, lane.violations)
    }
    return result
  }
}
